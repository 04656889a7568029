// Notes and long tables: in the file they are text that a page without script shows; with it, they are built when
// they are opened, linked to or printed, and one by one when the browser has nothing else to do.

turned.then(() => {
  document.querySelectorAll(".frame").forEach(watchTable);
  document.addEventListener("toggle", ({ target }) => { if (target.open) target.querySelectorAll(":scope > .later").forEach(build); }, true);
  document.querySelector(".open-all")?.addEventListener("click", ({ currentTarget }) => {
    const groups = [...document.querySelectorAll(".notes details")], open = groups.some((group) => !group.open);
    buildAll();
    document.querySelectorAll(".notes details").forEach((group) => { group.open = open; });
    currentTarget.textContent = open ? gettext("Close all notes") : gettext("Open all notes");
  });
  window.addEventListener("hashchange", showTarget);
  window.addEventListener("beforeprint", buildAll);
  matchMedia("print").addEventListener("change", buildAll);
});

// Returns the element of that id, built if it has not been yet.
function findElement(id) {
  const found = document.getElementById(id);
  if (found || !id) return found;
  const words = `id="${id}"`;
  for (const holder of listUnbuilt()) {
    if (holder.textContent.includes(words)) { build(holder); break; }
  }
  return document.getElementById(id);
}

function listUnbuilt() {
  return [...document.querySelectorAll(".later")].filter((holder) => holder.firstElementChild.matches("noscript"));
}

function build(holder) {
  if (holder.matches(".slice")) { buildSlices(holder); return; }
  if (!holder.firstElementChild.matches("noscript")) return;
  holder.innerHTML = holder.firstElementChild.textContent;
  holder.querySelectorAll(".frame").forEach(watchTable);
  holder.querySelectorAll(".formula.long").forEach(foldFormula);
}

// Adds the rows of a slice to its table, and before them those of the slices that come first.
function buildSlices(last) {
  const box = last.parentElement, table = box?.querySelector("table"), made = document.createElement("template");
  if (!box) return;                               // it was added with a later one
  for (const slice of box.querySelectorAll(":scope > .slice")) {
    made.innerHTML = slice.textContent;
    table.insertBefore(made.content.querySelector("tbody"), table.tFoot);
    slice.remove();
    if (slice === last) break;
  }
  watchTable(box.closest(".frame"));
}

function buildAll() {
  listUnbuilt().forEach(build);
}

// Builds what is left, as much as the browser has time for whenever it is idle, so that a search within the page finds it.
function buildRest() {
  const idle = window.requestIdleCallback || setTimeout;
  idle((spare) => {
    for (const next of listUnbuilt()) {
      build(next);
      if (!(spare?.timeRemaining() > 8)) { buildRest(); return; }
    }
  });
}

// Shows the element that the address names, in whatever folded part of the page it is.
function showTarget() {
  const target = findElement(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let folded = target.closest("details:not([open])"); folded; folded = folded.parentElement.closest("details:not([open])")) {
    folded.open = true;
  }
  const frame = target.closest(".frame");
  if (frame) setUpOnce(frame);
  target.scrollIntoView({ behavior: "instant" });
  if (target.closest(".over")) scrollClear(target);
  if (!target.matches(":target")) ["#", location.hash].forEach((hash) => location.replace(hash));      // it was not built yet
  if (target.matches("a, [tabindex]")) target.focus({ preventScroll: true });
}

// What the card calls the way to its note.
function nameWay(number) {
  return gettext("Note {number}, and where else it is used", { number });
}

// Folds a formula longer than a few lines, with a button that unfolds it.
function foldFormula(formula) {
  const button = document.createElement("button");
  const setState = (open) => {
    formula.classList.toggle("folded", !open);
    button.setAttribute("aria-expanded", open);
    button.textContent = open ? gettext("Show less") : gettext("Show the whole formula");
  };
  button.type = "button";
  button.className = "unfold";
  button.addEventListener("click", () => setState(formula.classList.contains("folded")));
  setState(false);
  formula.after(button);
}
