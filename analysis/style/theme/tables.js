// Tables: sorted by their headings, scrolled in their boxes, saved as CSV.

const PEEK = 12;         // pixels of the next column's empty edge that show under the shadow
const SCREENS = 4;       // a table higher than this scrolls in its box, though it is not too wide

// A table is set up when it comes near the screen, and all its rows are there.
const near = new IntersectionObserver((found) => {
  for (const { target, isIntersecting } of found) {
    if (isIntersecting) setUpOnce(target);
  }
}, { rootMargin: "100%" });

function watchTable(frame) {
  if (!frame.querySelector(".slice")) near.observe(frame);
  else frame.classList.add("tall");
}

function setUpOnce(frame) {
  near.unobserve(frame);
  if (!frame.querySelector(".slice") && !frame.querySelector(".rows")) setUpTable(frame);
}

// Lets the reader sort a table by its headings; a table too wide or too tall for the screen scrolls, with a hint.
function setUpTable(frame) {
  const box = frame.querySelector(".scroll"), table = box.querySelector("table");
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]), heads = [...table.tHead.rows[0].cells];
  let order = rows;
  heads.forEach((head, column) => {
    if (!("sorts" in head.dataset) || head.querySelector("a")) return;      // a number in a heading is a control already
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const next = { none: "ascending", ascending: "descending", descending: "none" }[head.getAttribute("aria-sort")];
      for (const other of heads) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", next);
      order = next === "none" ? rows : sortRows(rows, column, next === "descending");
      placeRows(table, order);
    });
  });
  const all = addShowAllButton(frame, rows.length);
  const hint = frame.querySelector(".hint");
  const updateHints = () => {
    const edge = box.getBoundingClientRect().right - PEEK;
    const more = heads.filter((head) => head.getBoundingClientRect().left >= edge - 1).length;
    if (more) hint.textContent = ngettext("{count} more column; scroll →", "{count} more columns; scroll →", more);
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
    const over = frame.matches(".vast") ? markStops(box, table, heads) : setColumnWidths(box, table, heads);
    frame.classList.toggle("over", over);
    const tall = table.offsetHeight > (over ? 1 : SCREENS) * window.innerHeight;
    box.classList.toggle("fits", !over && !tall);
    all.hidden = !tall;
    frame.classList.toggle("tall", tall && all.getAttribute("aria-expanded") === "false");
    if (over || tall) box.tabIndex = 0; else box.removeAttribute("tabindex");
    updateHints();
  };
  all.addEventListener("click", fitTable);
  box.addEventListener("scroll", updateHints, { passive: true });
  box.addEventListener("focusin", ({ target }) => {      // a browser may leave a focused element half hidden
    if (target !== box && target.matches(":focus-visible")) scrollClear(target);
  });
  new ResizeObserver(() => requestAnimationFrame(() => { if (box.clientWidth !== width) fitTable(); })).observe(box);
  fitTable();
  addFilters(frame, heads, rows, (left) => {
    frame.querySelector(".rows").textContent = nameRows(left);
    if (table.tBodies.length > 1) placeRows(table, order);
    fitTable();
  });
}

// Puts the rows of a table in an order. In a table of slices those that are hidden come last, so that each slice but one
// is full, or hidden as a whole: the browser cannot know how high a slice is before it draws it.
function placeRows(table, order) {
  const bodies = [...table.tBodies];
  if (bodies.length === 1) { bodies[0].append(...order); return; }
  const size = Math.ceil(order.length / bodies.length), shown = order.filter((row) => !row.hidden);
  const placed = [...shown, ...order.filter((row) => row.hidden)];
  bodies.forEach((body, at) => {
    body.replaceChildren(...placed.slice(at * size, (at + 1) * size));
    body.hidden = at * size >= shown.length;
  });
}

// Returns whether a table whose columns have fixed shares is too wide for its box; a scroll then stops at each column.
function markStops(box, table, heads) {
  const over = table.offsetWidth > box.clientWidth;
  heads.forEach((head, at) => head.classList.toggle("stop", over && at > 0));
  box.style.scrollPaddingLeft = over ? `${heads[0].offsetWidth}px` : "";
  return over;
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
  hint.textContent = nameRows(count);
  const setState = (whole) => {
    all.setAttribute("aria-expanded", whole);
    all.textContent = whole ? gettext("Show fewer rows") : ngettext("Show all {count} rows", "Show all {count} rows", count);
  };
  all.addEventListener("click", () => setState(all.getAttribute("aria-expanded") === "false"));
  setState(false);
  frame.append(hint);
  tools.prepend(all);
  return all;
}

function nameRows(count) {
  return ngettext("{count} row; scroll ↓", "{count} rows; scroll ↓", count);
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

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-csv]");
  if (button) saveCsv(button);
});

function saveCsv(button) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([button.dataset.csv], { type: "text/csv" }));
  link.download = button.dataset.file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
