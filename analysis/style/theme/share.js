// Copies a link, the code that shows a figure elsewhere, or how to cite; the text around the button says that it did.
document.addEventListener("click", ({ target }) => {        // the page may be turned to the other basis: its buttons are new
  const button = target.closest("[data-copy]");
  if (button) copyText(button);
});

async function copyText(button) {
  const canonical = document.querySelector("link[rel=canonical]");
  const page = canonical ? canonical.href + location.search : location.href.replace(/#.*/, "");
  const address = new URL(button.dataset.copy, page).href;
  const code = button.dataset.code, status = button.parentElement.querySelector(".copied");
  const text = button.dataset.text || (code ? code.replace("ADDRESS", () => address.replaceAll("&", "&amp;").replaceAll('"', "&quot;")) : address);
  try {
    await navigator.clipboard.writeText(text);
    status.textContent = gettext("Copied");
  } catch {                                       // a browser may refuse it, as for a page opened from a file
    status.textContent = text;
    getSelection().selectAllChildren(status);
  }
}
