"use strict";
// What the page does beyond its text. Without this file every number is still a link to its note.
document.documentElement.classList.add("js");

document.addEventListener("DOMContentLoaded", () => {
  darkPage();
  openNumbers();
  document.querySelectorAll(".scroll").forEach(boxAndSort);
  document.querySelectorAll("[data-csv]").forEach((button) => button.addEventListener("click", () => save(button)));
  markContents();
  window.addEventListener("hashchange", reveal);
  reveal();
});

function darkPage() {
  const root = document.documentElement, button = document.querySelector("button.dark");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const show = () => button.setAttribute("aria-pressed", String((root.dataset.theme || (system.matches ? "dark" : "light")) === "dark"));
  button.addEventListener("click", () => {
    root.dataset.theme = button.getAttribute("aria-pressed") === "true" ? "light" : "dark";
    show();
  });
  system.addEventListener("change", show);
  show();
}

// One card for all numbers, filled from the note the number leads to.
function openNumbers() {
  const card = document.getElementById("_card");
  if (!card || !("popover" in HTMLElement.prototype)) return;
  let opener = null, pressed = null, following = false;

  const text = (selector, words) => { card.querySelector(selector).textContent = words || ""; };
  const fill = (number) => {
    const note = document.getElementById(number.hash.slice(1)), body = card.querySelector(".body");
    text(".label", number.dataset.label || note.dataset.name);
    text(".value", spoken(number));
    text(".range", number.dataset.range && `Interval: ${number.dataset.range}`);
    body.replaceChildren(...told(note));
    const way = card.querySelector(".way a");
    way.href = number.hash;
    way.textContent = `Note ${note.id.slice(5)}, and where else it is used`;
  };
  const open = (number, at = number) => {
    fill(number);
    number.focus({ preventScroll: true });
    opener = number;
    following = false;
    card.showPopover({ source: number });
    number.setAttribute("aria-expanded", "true");
    place(card, at);
    card.scrollTop = 0;
    card.focus({ preventScroll: true });
  };

  for (const number of document.querySelectorAll("a.n")) {
    number.setAttribute("role", "button");
    number.setAttribute("aria-haspopup", "dialog");
    number.setAttribute("aria-expanded", "false");
    number.addEventListener("pointerdown", () => { pressed = opener === number ? number : null; });
    number.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (pressed !== number) open(number);          // pressing outside the card has closed it already
      pressed = null;
    });
    number.addEventListener("keydown", (event) => {
      if (event.key === " ") { event.preventDefault(); open(number); }
    });
  }
  for (const mark of document.querySelectorAll("a.mark")) {       // a number printed in a drawing
    mark.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(document.getElementById(mark.dataset.number), mark);
    });
  }
  card.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) { following = true; card.hidePopover(); }
  });
  card.addEventListener("focusout", (event) => {                  // tabbed past its end: it must not hide what comes next
    const next = event.relatedTarget;
    if (next && next !== opener && !card.contains(next)) { following = true; card.hidePopover(); }
  });
  card.addEventListener("beforetoggle", (event) => {
    if (event.newState !== "closed" || !opener) return;
    opener.setAttribute("aria-expanded", "false");
  });
  card.addEventListener("toggle", (event) => {
    if (event.newState !== "closed" || !opener) return;
    const lost = document.activeElement === document.body || card.contains(document.activeElement);
    if (lost && !following) opener.focus({ preventScroll: true });
    opener = null;
  });
}

function spoken(number) {
  const copy = number.cloneNode(true);
  copy.querySelectorAll("sup").forEach((raised) => raised.remove());
  return copy.textContent;
}

// A note's content for the card: its claim, or its formula and each claim beneath it, folded.
function told(note) {
  const parts = [...note.querySelectorAll(":scope > .formula, :scope > .card")].map(copied);
  for (const link of note.querySelectorAll(":scope > .of a")) {
    const details = document.createElement("details"), summary = document.createElement("summary");
    summary.textContent = (link.ariaLabel || link.textContent).replace(/^Note \d+, /, "");
    const way = document.createElement("p"), inner = copied(link);
    inner.textContent = `Note ${link.hash.slice(6)}`;
    way.append(inner);
    details.append(summary, ...told(document.getElementById(link.hash.slice(1))), way);
    parts.push(details);
  }
  return parts;
}

function copied(element) {
  const copy = element.cloneNode(true);
  copy.removeAttribute("id");
  return copy;
}

// Under its number, or above where there is more room; a phone's style sheet sets it at the foot instead.
function place(card, number) {
  const at = number.getClientRects()[0] || number.getBoundingClientRect();
  const width = document.documentElement.clientWidth, height = window.innerHeight, gap = 8;
  const below = height - at.bottom - gap, above = at.top - gap;
  const under = card.offsetHeight <= below || below >= Math.min(320, above);
  card.style.maxHeight = `${Math.max(160, Math.min(544, (under ? below : above) - gap))}px`;
  const left = Math.max(12, Math.min(at.left - 20, width - card.offsetWidth - 12));
  const top = under ? at.bottom + gap : Math.max(gap, at.top - gap - card.offsetHeight);
  card.style.left = `${left + window.scrollX}px`;
  card.style.top = `${top + window.scrollY}px`;
}

// A table that fits needs no box of its own; one that does not scrolls in it. Its heads sort.
function boxAndSort(box) {
  const table = box.querySelector("table"), body = table.tBodies[0], rows = [...body.rows];
  const watch = new ResizeObserver(() => {
    const fits = table.offsetWidth <= box.offsetWidth;   // whose scroll bar must not decide
    box.classList.toggle("fits", fits);
    if (fits) box.removeAttribute("tabindex"); else box.tabIndex = 0;
  });
  watch.observe(box);
  watch.observe(table);                            // it grows when its typeface arrives
  box.addEventListener("focusin", ({ target }) => {      // browsers leave half hidden what they give the focus
    if (target !== box && target.matches(":focus-visible")) target.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  });
  if (rows.length < 2) return;
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    if (head.querySelector("a")) return;          // a number in a heading is a control already
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const next = { none: "ascending", ascending: "descending", descending: "none" }[head.getAttribute("aria-sort")];
      for (const other of table.tHead.rows[0].cells) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", next);
      body.append(...(next === "none" ? rows : sorted(rows, column, next === "descending")));
    });
  });
}

// By the numbers' values where there are any, else by the words; empty cells stay at the end.
function sorted(rows, column, descending) {
  const key = (row) => { const cell = row.cells[column]; return "sort" in cell.dataset ? Number(cell.dataset.sort) : cell.textContent.trim(); };
  const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b
    : typeof a !== typeof b ? (typeof a === "number" ? -1 : 1)
    : a.localeCompare(b, document.documentElement.lang, { numeric: true });
  return [...rows].sort((one, other) => {
    const a = key(one), b = key(other);
    if (a === "" || b === "") return (a === "") - (b === "");
    return descending ? compare(b, a) : compare(a, b);
  });
}

function save(button) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([button.dataset.csv], { type: "text/csv" }));
  link.download = button.dataset.file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// Marks, in the contents list, the section being read.
function markContents() {
  const links = [...document.querySelectorAll(".contents.beside a")];
  const heads = links.map((link) => document.getElementById(link.hash.slice(1)));
  if (!heads.length) return;
  const mark = () => {
    const at = heads.findLastIndex((head) => head.getBoundingClientRect().top < window.innerHeight / 3);
    links.forEach((link, position) => position === at ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
  };
  document.addEventListener("scroll", mark, { passive: true });
  mark();
}

// A number linked to may lie in a folded table.
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target && target.closest("details:not([open])");
  if (folded) { folded.open = true; target.scrollIntoView({ block: "center" }); }
}
