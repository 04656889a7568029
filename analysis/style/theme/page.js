"use strict";
// What the page does beyond its text. Without this file every number is still a link to its note.
document.documentElement.classList.add("js");
wearTheme();

document.addEventListener("DOMContentLoaded", () => {
  darkPage();
  openNumbers();
  document.querySelectorAll(".frame").forEach(boxAndSort);
  document.querySelectorAll("[data-csv]").forEach((button) => button.addEventListener("click", () => save(button)));
  document.querySelectorAll(".formula.long").forEach(foldFormula);
  markContents();
  window.addEventListener("hashchange", reveal);
  document.fonts.ready.then(() => {               // tables have found their height: what the address names has its place
    const target = reveal();
    if (target) target.scrollIntoView({ behavior: "instant" });
    document.documentElement.classList.add("settled");
  });
});

// What the reader chose last, on this page or another; browsers may refuse to remember.
function wearTheme() {
  let theme = null;
  try { theme = localStorage.getItem("communique-theme"); } catch { /* then the system's setting counts */ }
  if (["dark", "light"].includes(theme)) document.documentElement.dataset.theme = theme;
}

function darkPage() {
  const root = document.documentElement, button = document.querySelector("button.dark");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const other = () => ((root.dataset.theme || (system.matches ? "dark" : "light")) === "dark" ? "light" : "dark");
  const show = () => { button.textContent = other() === "dark" ? "Dark page" : "Light page"; };
  button.addEventListener("click", () => {
    root.dataset.theme = other();
    try { localStorage.setItem("communique-theme", root.dataset.theme); } catch { /* then until the page is left */ }
    show();
  });
  window.addEventListener("pageshow", ({ persisted }) => {       // gone back to, as it was left
    if (persisted) { wearTheme(); show(); }
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
  copy.classList.remove("folded");
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

const PEEK = 12;         // pixels of the next column's empty edge that show beneath the shadow

// A table's head sorts it; where it is too wide or too tall for the screen, its box says so and scrolls.
function boxAndSort(frame) {
  const box = frame.querySelector(".scroll"), table = box.querySelector("table"), body = table.tBodies[0];
  const rows = [...body.rows], heads = [...table.tHead.rows[0].cells];
  if (rows.length > 1) heads.forEach((head, column) => {
    if (head.querySelector("a")) return;          // a number in a heading is a control already
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const next = { none: "ascending", ascending: "descending", descending: "none" }[head.getAttribute("aria-sort")];
      for (const other of heads) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", next);
      body.append(...(next === "none" ? rows : sorted(rows, column, next === "descending")));
    });
  });
  const all = showAll(frame, rows.length);
  const hint = frame.querySelector(".hint");
  const look = () => {
    const edge = box.getBoundingClientRect().right - PEEK;
    const more = heads.filter((head) => head.getBoundingClientRect().left >= edge - 1).length;
    if (more) hint.textContent = `${more} more column${more > 1 ? "s" : ""}; scroll →`;
    frame.classList.toggle("left", box.scrollLeft > 1);
    frame.classList.toggle("right", box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
    frame.classList.toggle("below", box.scrollTop + box.clientHeight < box.scrollHeight - 8);
  };
  let width = 0;
  const fit = () => {
    width = box.clientWidth;
    if (!width) return;                           // folded
    frame.classList.remove("over", "tall");
    box.classList.remove("fits");
    const over = setOnStops(box, table, heads);
    frame.classList.toggle("over", over);
    box.classList.toggle("fits", !over);
    const tall = over && table.offsetHeight > window.innerHeight;
    all.hidden = !tall;
    frame.classList.toggle("tall", tall && all.getAttribute("aria-expanded") === "false");
    if (over) box.tabIndex = 0; else box.removeAttribute("tabindex");
    look();
  };
  all.addEventListener("click", fit);
  box.addEventListener("scroll", look, { passive: true });
  box.addEventListener("focusin", ({ target }) => {      // browsers leave half hidden what they give the focus
    if (target !== box && target.matches(":focus-visible")) bring(target);
  });
  new ResizeObserver(() => requestAnimationFrame(() => { if (box.clientWidth !== width) fit(); })).observe(box);
  document.fonts.ready.then(fit);
}

// The button beneath a table that is taller than the screen.
function showAll(frame, count) {
  const all = document.createElement("button"), said = document.createElement("p");
  let tools = frame.nextElementSibling;
  while (!tools.matches(".tools")) tools = tools.nextElementSibling;
  all.type = "button";
  all.hidden = true;
  said.className = "rows";
  said.ariaHidden = "true";
  said.textContent = `${count} rows; scroll ↓`;
  const say = (whole) => {
    all.setAttribute("aria-expanded", whole);
    all.textContent = whole ? "Show fewer rows" : `Show all ${count} rows`;
  };
  all.addEventListener("click", () => say(all.getAttribute("aria-expanded") === "false"));
  say(false);
  frame.append(said);
  tools.prepend(all);
  return all;
}

// Whether a table is too wide for its box. If so, its columns are set so that whole ones fill the box beside the first,
// which stays, and a scroll comes to rest where the next begin: no number is cut.
function setOnStops(box, table, heads) {
  const room = box.clientWidth;
  const set = (width) => {
    table.style.width = width;
    return heads.map((head) => head.getBoundingClientRect().width);
  };
  for (const head of heads) { head.style.width = ""; head.classList.remove("stop"); }
  const least = set("");
  if (table.offsetWidth <= box.offsetWidth) return false;
  const most = set("max-content"), first = Math.ceil(Math.min(most[0], Math.max(Math.min(least[0], 0.4 * room), 0.36 * room)));
  const beside = room - first, rem = parseFloat(getComputedStyle(document.documentElement).fontSize), stops = [];
  heads.forEach((head, at) => {
    if (!at) return;
    const number = head.classList.contains("right"), prose = !number && head.classList.contains("long");
    const wanted = number ? least[at] : Math.min(most[at], Math.max(least[at], (prose ? 11 : 5.75) * rem), beside - PEEK);
    const column = { at, prose, width: Math.ceil(wanted) };
    const stop = stops.at(-1);
    if (stop && stop.width + column.width <= beside - PEEK) { stop.push(column); stop.width += column.width; }
    else stops.push(Object.assign([column], { width: column.width }));
  });
  let total = first;
  stops.forEach((stop, at) => {
    const spare = Math.max(0, beside - (at < stops.length - 1 ? PEEK : 0) - stop.width);
    const open = stop.some((one) => one.prose) ? stop.filter((one) => one.prose) : stop;
    for (const one of stop) {
      const width = one.width + (open.includes(one) ? spare / open.length : 0);
      heads[one.at].style.width = `${width}px`;
      total += width;
    }
    heads[stop[0].at].classList.add("stop");
  });
  heads[0].style.width = `${first}px`;
  table.style.width = `${total}px`;
  box.style.scrollPaddingLeft = `${first}px`;
  return true;
}

// Scrolls what lies in a table out from beneath its head and first column.
function bring(target) {
  const cell = target.closest("td, th"), box = target.closest(".over > .scroll");
  if (box && cell && cell.cellIndex) {
    const heads = [...cell.closest("table").tHead.rows[0].cells].slice(1, cell.cellIndex + 1);
    const stop = heads.findLast((head) => head.classList.contains("stop"));
    const before = heads.slice(0, heads.indexOf(stop));
    box.scrollTo({ left: before.reduce((sum, head) => sum + head.offsetWidth, 0), behavior: "instant" });
  }
  target.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
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

// A formula longer than a few lines unfolds.
function foldFormula(formula) {
  const button = document.createElement("button");
  const say = (open) => {
    formula.classList.toggle("folded", !open);
    button.setAttribute("aria-expanded", open);
    button.textContent = open ? "Show less" : "Show the whole formula";
  };
  button.type = "button";
  button.className = "unfold";
  button.addEventListener("click", () => say(formula.classList.contains("folded")));
  say(false);
  formula.after(button);
}

// Marks, in the contents list, the section being read.
function markContents() {
  const links = [...document.querySelectorAll(".contents.beside a")];
  const heads = links.map((link) => document.getElementById(link.hash.slice(1)));
  if (!heads.length) return;
  const mark = () => {
    const foot = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
    const at = foot ? heads.length - 1 : heads.findLastIndex((head) => head.getBoundingClientRect().top < window.innerHeight / 3);
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
  if (target && target.closest(".over")) bring(target);
  return target;
}
