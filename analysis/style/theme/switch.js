// Turns the page to the other basis if the address asks for it, before anything is set up on it.
const turned = new Promise((resolve) => {
  document.addEventListener("DOMContentLoaded", () => turnPage().catch(() => {}).then(resolve));
});
const asked = new URLSearchParams(location.search).get("basis"), shown = document.documentElement.dataset;
if (asked && shown.basis && asked !== shown.basis) document.documentElement.classList.add("turning");

async function turnPage() {
  try {
    const other = document.getElementById("_other");
    if (!other || other.dataset.basis !== asked) return;
    const bytes = Uint8Array.from(atob(other.textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    document.body.innerHTML = await new Response(stream).text();
    document.title = other.dataset.title;
    shown.basis = asked;
    const place = location.hash;
    if (place) ["#", place].forEach((hash) => location.replace(hash));      // the browser looks for it again
  } finally {
    document.documentElement.classList.remove("turning");
  }
}
