// What the page does beyond its text. Without this script, every number is still a link to its note.
document.documentElement.classList.add("js");
applyTheme();

turned.then(() => {
  setUpThemeButton();
  setUpCards();
  document.querySelectorAll(".frame").forEach(setUpTable);
  document.querySelectorAll("[data-csv]").forEach((button) => button.addEventListener("click", () => saveCsv(button)));
  document.querySelectorAll(".formula.long").forEach(foldFormula);
  markContents();
  window.addEventListener("hashchange", revealTarget);
  document.fonts.ready.then(() => {               // only now does every table have its final height
    const target = revealTarget();
    if (target) target.scrollIntoView({ behavior: "instant" });
    document.documentElement.classList.add("settled");
  });
});

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
  const showName = () => { button.textContent = findOther() === "dark" ? "Dark page" : "Light page"; };
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

// One card for all numbers, filled from the note the number leads to.
function setUpCards() {
  const card = document.getElementById("_card");
  if (!card || !("popover" in HTMLElement.prototype)) return;
  let opener = null, pressed = null, following = false;

  const setText = (selector, words) => { card.querySelector(selector).textContent = words || ""; };
  const fillCard = (number) => {
    const note = document.getElementById(number.hash.slice(1)), body = card.querySelector(".body");
    setText(".label", number.dataset.label || note.dataset.name);
    setText(".value", readNumber(number));
    setText(".range", number.dataset.range && `Interval: ${number.dataset.range}`);
    body.replaceChildren(...buildCardBody(note));
    const way = card.querySelector(".way a");
    way.href = number.hash;
    way.textContent = `Note ${note.id.slice(5)}, and where else it is used`;
  };
  const openCard = (number, at = number) => {
    fillCard(number);
    number.focus({ preventScroll: true });
    opener = number;
    following = false;
    card.showPopover({ source: number });
    number.setAttribute("aria-expanded", "true");
    placeCard(card, at);
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
      if (pressed !== number) openCard(number);      // a press outside the card has already closed it
      pressed = null;
    });
    number.addEventListener("keydown", (event) => {
      if (event.key === " ") { event.preventDefault(); openCard(number); }
    });
  }
  for (const mark of document.querySelectorAll("a.mark")) {       // a number printed in a drawing
    mark.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      openCard(document.getElementById(mark.dataset.number), mark);
    });
  }
  card.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) { following = true; card.hidePopover(); }
  });
  card.addEventListener("focusout", (event) => {                  // Tab went past its end: it must not cover what comes next
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

function readNumber(number) {
  const copy = number.cloneNode(true);
  copy.querySelectorAll("sup").forEach((raised) => raised.remove());
  return copy.textContent;
}

// A note's content for the card: its claim, or its formula with each claim in it, folded.
function buildCardBody(note) {
  const parts = [...note.querySelectorAll(":scope > .formula, :scope > .card")].map(copyElement);
  for (const link of note.querySelectorAll(":scope > .of a")) {
    const details = document.createElement("details"), summary = document.createElement("summary");
    summary.textContent = (link.ariaLabel || link.textContent).replace(/^Note \d+, /, "");
    const way = document.createElement("p"), inner = copyElement(link);
    inner.textContent = `Note ${link.hash.slice(6)}`;
    way.append(inner);
    details.append(summary, ...buildCardBody(document.getElementById(link.hash.slice(1))), way);
    parts.push(details);
  }
  return parts;
}

function copyElement(element) {
  const copy = element.cloneNode(true);
  copy.removeAttribute("id");
  copy.classList.remove("folded");
  return copy;
}

// Below its number, or above where there is more room; on a phone, the style sheet puts it at the bottom instead.
function placeCard(card, number) {
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

const PEEK = 12;         // pixels of the next column's empty edge that show under the shadow

// Lets the reader sort a table by its headings; a table too wide or too tall for the screen scrolls, with a hint.
function setUpTable(frame) {
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
      body.append(...(next === "none" ? rows : sortRows(rows, column, next === "descending")));
    });
  });
  const all = addShowAllButton(frame, rows.length);
  const hint = frame.querySelector(".hint");
  const updateHints = () => {
    const edge = box.getBoundingClientRect().right - PEEK;
    const more = heads.filter((head) => head.getBoundingClientRect().left >= edge - 1).length;
    if (more) hint.textContent = `${more} more column${more > 1 ? "s" : ""}; scroll →`;
    frame.classList.toggle("left", box.scrollLeft > 1);
    frame.classList.toggle("right", box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
    frame.classList.toggle("below", box.scrollTop + box.clientHeight < box.scrollHeight - 8);
  };
  let width = 0;
  const fitTable = () => {
    width = box.clientWidth;
    if (!width) return;                           // the table is folded
    frame.classList.remove("over", "tall");
    box.classList.remove("fits");
    const over = setColumnWidths(box, table, heads);
    frame.classList.toggle("over", over);
    box.classList.toggle("fits", !over);
    const tall = over && table.offsetHeight > window.innerHeight;
    all.hidden = !tall;
    frame.classList.toggle("tall", tall && all.getAttribute("aria-expanded") === "false");
    if (over) box.tabIndex = 0; else box.removeAttribute("tabindex");
    updateHints();
  };
  all.addEventListener("click", fitTable);
  box.addEventListener("scroll", updateHints, { passive: true });
  box.addEventListener("focusin", ({ target }) => {      // a browser may leave a focused element half hidden
    if (target !== box && target.matches(":focus-visible")) scrollClear(target);
  });
  new ResizeObserver(() => requestAnimationFrame(() => { if (box.clientWidth !== width) fitTable(); })).observe(box);
  document.fonts.ready.then(fitTable);
}

// Adds the button below a table that is taller than the screen.
function addShowAllButton(frame, count) {
  const all = document.createElement("button"), hint = document.createElement("p");
  let tools = frame.nextElementSibling;
  while (!tools.matches(".tools")) tools = tools.nextElementSibling;
  all.type = "button";
  all.hidden = true;
  hint.className = "rows";
  hint.ariaHidden = "true";
  hint.textContent = `${count} rows; scroll ↓`;
  const setState = (whole) => {
    all.setAttribute("aria-expanded", whole);
    all.textContent = whole ? "Show fewer rows" : `Show all ${count} rows`;
  };
  all.addEventListener("click", () => setState(all.getAttribute("aria-expanded") === "false"));
  setState(false);
  frame.append(hint);
  tools.prepend(all);
  return all;
}

// Returns whether a table is too wide for its box. If so, the first column stays in place, whole columns fill the room
// beside it, and a scroll stops where the next columns begin: no number is cut.
function setColumnWidths(box, table, heads) {
  const room = box.clientWidth;
  const measureHeads = (width) => {
    table.style.width = width;
    return heads.map((head) => head.getBoundingClientRect().width);
  };
  for (const head of heads) { head.style.width = ""; head.classList.remove("stop"); }
  const least = measureHeads("");
  if (table.offsetWidth <= box.offsetWidth) return false;
  const most = measureHeads("max-content"), first = Math.ceil(Math.min(most[0], Math.max(Math.min(least[0], 0.4 * room), 0.36 * room)));
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

// Scrolls a table so that its head and first column do not cover the target.
function scrollClear(target) {
  const cell = target.closest("td, th"), box = target.closest(".over > .scroll");
  if (box && cell && cell.cellIndex) {
    const heads = [...cell.closest("table").tHead.rows[0].cells].slice(1, cell.cellIndex + 1);
    const stop = heads.findLast((head) => head.classList.contains("stop"));
    const before = heads.slice(0, heads.indexOf(stop));
    box.scrollTo({ left: before.reduce((sum, head) => sum + head.offsetWidth, 0), behavior: "instant" });
  }
  target.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
}

// Sorts by the numbers' values where there are any, else by the words; empty cells stay at the end.
function sortRows(rows, column, descending) {
  const readKey = (row) => {
    const cell = row.cells[column];
    return "sort" in cell.dataset ? Number(cell.dataset.sort) : cell.textContent.trim();
  };
  const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b
    : typeof a !== typeof b ? (typeof a === "number" ? -1 : 1)
    : a.localeCompare(b, document.documentElement.lang, { numeric: true });
  return [...rows].sort((one, other) => {
    const a = readKey(one), b = readKey(other);
    if (a === "" || b === "") return (a === "") - (b === "");
    return descending ? compare(b, a) : compare(a, b);
  });
}

function saveCsv(button) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([button.dataset.csv], { type: "text/csv" }));
  link.download = button.dataset.file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// Folds a formula longer than a few lines, with a button that unfolds it.
function foldFormula(formula) {
  const button = document.createElement("button");
  const setState = (open) => {
    formula.classList.toggle("folded", !open);
    button.setAttribute("aria-expanded", open);
    button.textContent = open ? "Show less" : "Show the whole formula";
  };
  button.type = "button";
  button.className = "unfold";
  button.addEventListener("click", () => setState(formula.classList.contains("folded")));
  setState(false);
  formula.after(button);
}

// Marks the section being read in the list of contents.
function markContents() {
  const links = [...document.querySelectorAll(".contents.beside a")];
  const heads = links.map((link) => document.getElementById(link.hash.slice(1)));
  if (!heads.length) return;
  const markCurrent = () => {
    const foot = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
    const at = foot ? heads.length - 1 : heads.findLastIndex((head) => head.getBoundingClientRect().top < window.innerHeight / 3);
    links.forEach((link, position) => position === at ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
  };
  document.addEventListener("scroll", markCurrent, { passive: true });
  markCurrent();
}

// Unfolds the table that holds the linked number, if it is folded.
function revealTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target && target.closest("details:not([open])");
  if (folded) { folded.open = true; target.scrollIntoView({ block: "center" }); }
  if (target && target.closest(".over")) scrollClear(target);
  return target;
}
