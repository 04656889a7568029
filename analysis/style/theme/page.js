// What the page does beyond its text. Without this script, every number is still a link to its note.
document.documentElement.classList.add("js");
applyTheme();

turned.then(() => {
  setUpThemeButton();
  settle();
});

// All that can wait until the page is painted, and last what nobody sees yet: the page is read meanwhile.
async function settle() {
  await waitForPaint();
  loadTypefaces();
  await waitForPaint();
  await document.fonts.ready;                      // only now has every line its final height
  await waitForPaint();
  if ("showTarget" in window) showTarget();
  markContents();
  markRepeats();
  document.documentElement.classList.add("settled");
  document.dispatchEvent(new Event("settled"));
  if ("buildRest" in window) buildRest();
}

function whenSettled(act) {
  document.addEventListener("settled", act, { once: true });
}

function waitForPaint() {
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}

// The typefaces are large: until the text is there, they are kept as text for pages without script.
function loadTypefaces() {
  const kept = document.querySelector("head > noscript"), style = document.createElement("style");
  style.textContent = kept.textContent.replace(/<\/?style>/g, "");
  kept.replaceWith(style);
}

// Applies what the reader chose last, on this page or another; a browser may not store it.
function applyTheme() {
  let theme = null;
  try { theme = localStorage.getItem("communique-theme"); } catch { /* the system's setting is used */ }
  if (["dark", "light"].includes(theme)) document.documentElement.dataset.theme = theme;
}

function setUpThemeButton() {
  const root = document.documentElement, button = document.querySelector("button.dark");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const findOther = () => ((root.dataset.theme || (system.matches ? "dark" : "light")) === "dark" ? "light" : "dark");
  const showName = () => { button.textContent = findOther() === "dark" ? gettext("Dark page") : gettext("Light page"); };
  button.addEventListener("click", () => {
    root.dataset.theme = findOther();
    try { localStorage.setItem("communique-theme", root.dataset.theme); } catch { /* the choice is for this page only */ }
    showName();
  });
  window.addEventListener("pageshow", ({ persisted }) => {       // the reader went back to the page, as it was
    if (persisted) { applyTheme(); showName(); }
  });
  system.addEventListener("change", showName);
  showName();
}

// Has the address ask for what is set on the page, so that a link to it opens the page as it is. asked: URLSearchParams.
function changeAddress(asked) {
  const search = asked.toString();
  try {
    history.replaceState(history.state, "", `${location.pathname}${search && `?${search}`}${location.hash}`);
  } catch { /* a browser may not let a page change its address */ }
}

// In running text, the first mention of a number is underlined, and every one when it is pointed at.
function markRepeats() {
  const seen = new Set();
  for (const number of document.querySelectorAll("main > :is(p, ul, ol) a.n")) {
    number.classList.toggle("again", seen.has(number.hash));
    seen.add(number.hash);
  }
}

// Marks the section being read in the list of contents.
function markContents() {
  const links = [...document.querySelectorAll(".contents.beside a")];
  const heads = links.map((link) => document.getElementById(link.getAttribute("href").slice(1)));
  if (!heads.length) return;
  const markCurrent = () => {
    const foot = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
    const at = foot ? heads.length - 1 : heads.findLastIndex((head) => head.getBoundingClientRect().top < window.innerHeight / 3);
    links.forEach((link, position) => position === at ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
  };
  document.addEventListener("scroll", markCurrent, { passive: true });
  markCurrent();
}
