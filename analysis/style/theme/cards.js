// The card that a number opens.

turned.then(setUpCards);

// One card for all numbers, filled from the note the number leads to.
function setUpCards() {
  const card = document.getElementById("_card");
  if (!card || !("popover" in HTMLElement.prototype)) return;
  let opener = null, pressed = null, following = false;

  const setText = (selector, words) => { card.querySelector(selector).textContent = words || ""; };
  const fillCard = (number) => {
    const note = findElement(readTarget(number)), body = card.querySelector(".body");
    setText(".label", number.dataset.label || note.dataset.name);
    setText(".value", spellOut(readNumber(number)));
    setText(".range", number.dataset.range && gettext("Interval: {interval}", { interval: number.dataset.range }));
    body.replaceChildren(...buildCardBody(note));
    card.querySelector(".copy").textContent = gettext("Copy link");
    const way = card.querySelector(".way a");
    way.href = `#${note.id}`;
    way.textContent = nameWay(readNoteNumber(note.id));
  };
  const openCard = (number, at = number) => {
    fillCard(number);
    number.focus({ preventScroll: true });
    opener = number;
    following = false;
    card.showPopover(number instanceof HTMLElement ? { source: number } : {});
    number.setAttribute("aria-expanded", "true");
    placeCard(card, at);
    card.scrollTop = 0;
    card.focus({ preventScroll: true });
  };

  // What of an event is to open a card: a number, or one printed in a drawing.
  const findOpener = ({ target, ctrlKey, metaKey, shiftKey }) => {
    const at = ctrlKey || metaKey || shiftKey ? null : target.closest?.("a.n, a.mark, g.mark");
    return at && { at, number: at.dataset.number ? findElement(at.dataset.number) : at };
  };
  // The window hears of an event first: around a notebook's output, others have a use of their own for the same keys.
  window.addEventListener("pointerdown", (event) => {
    const found = findOpener(event);
    pressed = found && opener === found.number ? opener : null;
  }, true);
  window.addEventListener("click", (event) => {
    const found = findOpener(event);
    if (!found) return;
    claimEvent(event);
    if (pressed !== found.number) openCard(found.number, found.at);      // a press outside the card has already closed it
    pressed = null;
  }, true);
  window.addEventListener("keydown", (event) => {
    const found = [" ", "Enter"].includes(event.key) && findOpener(event), closes = event.key === "Escape" && opener;
    if (!found && !closes) return;
    claimEvent(event);
    if (found) openCard(found.number, found.at);
    else card.hidePopover();
  }, true);
  card.querySelector(".copy").addEventListener("click", ({ currentTarget }) => copyLink(currentTarget, opener.id));
  const linked = location.hash && !performance.getEntriesByType("navigation").some(({ type }) => type === "back_forward");
  if (linked) whenSettled(() => {                  // whoever follows a link to a number is shown its card
    const number = findElement(decodeURIComponent(location.hash.slice(1)));
    if (number?.matches("a.n") && !card.matches(":popover-open")) openCard(number);
  });
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
    opener.removeAttribute("aria-expanded");
  });
  card.addEventListener("toggle", (event) => {
    if (event.newState !== "closed" || !opener) return;
    const lost = document.activeElement === document.body || card.contains(document.activeElement);
    if (lost && !following) opener.focus({ preventScroll: true });
    opener = null;
  });
}

// The id that a number, or another link, leads to; a mark in a drawing is no link in a notebook.
function readTarget(link) {
  return (link.dataset.note || link.getAttribute("href")).slice(1);
}

function readNoteNumber(id) {
  return id.match(/\d+$/)[0];
}

function claimEvent(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function readNumber(number) {
  const copy = number.cloneNode(true);
  copy.querySelectorAll("sup").forEach((raised) => raised.remove());
  return copy.textContent;
}

// Tables have signs where there is no room for words; a card has room.
function spellOut(text) {
  const sign = /^\S\s/.test(text) ? text[0] : "", number = text.slice(2);
  return sign === "≈" ? pgettext("qualifier", "about {number}", { number })
    : sign === "≲" ? pgettext("qualifier", "nearly {number}", { number })
    : sign === "≥" ? pgettext("qualifier", "at least {number}", { number })
    : sign === "≤" ? pgettext("qualifier", "at most {number}", { number })
    : sign === ">" ? pgettext("qualifier", "over {number}", { number })
    : sign === "<" ? pgettext("qualifier", "less than {number}", { number })
    : text;
}

// A note's content for the card, in three layers: whose the number is; it and the other claims on one line; then words,
// source and other claims. What is known beside that, and how a number is computed, is folded. A result has, of the claim
// that it depends on most and that its sentence names, no more than fits beside it.
function buildCardBody(note) {
  const formula = note.querySelector(":scope > .formula");
  if (!formula) {
    const { shown, folded } = buildClaim(note, FIRST);
    return [...shown, ...(folded ? [fold(gettext("More on this claim"), folded)] : [])];
  }
  const parts = copyAll(note, ":scope > .whose"), matter = copyAll(note, ":scope > .matter"), weakest = note.dataset.weakest && findElement(note.dataset.weakest);
  for (const item of matter.flatMap((part) => [...part.querySelectorAll("[data-share]")])) {
    item.style.setProperty("--share", item.dataset.share);
  }
  const claim = weakest ? buildClaim(weakest, FIRST_OF_INPUT) : { shown: [], folded: null };
  linkTitle(claim.shown[0], claim.folded);
  parts.push(...claim.shown);
  const disputed = (note.dataset.disputed || "").split(" ").filter(Boolean).map((number) => findElement(note.id.replace(/\d+$/, number)));
  const others = disputed.filter((other) => other !== weakest).slice(0, SHOWN);
  const boxes = others.map((other) => fold(gettext("Others on {name}", { name: readTitle(other) }), drawSpread(other), ...copyRivals(other)));
  if (boxes.length && !disputed.includes(weakest)) {     // who disputes it is seen at once
    boxes[0].open = true;
    parts.push(boxes.shift());
  }
  const inputs = [...note.querySelectorAll(":scope > .of a, :scope > details > .of a")].map((link) => {
    const way = document.createElement("p"), inner = copyElement(link), to = findElement(readTarget(link));
    inner.textContent = gettext("Note {number}", { number: readNoteNumber(to.id) });
    way.append(inner);
    return fold(link.textContent, ...buildCardBody(to), way);
  });
  parts.push(fold(inputs.length > 1 ? ngettext("How it is computed, from all {count}", "How it is computed, from all {count}", inputs.length) : gettext("How it is computed"), ...matter, copyElement(formula), ...inputs,
    ...boxes, ...(claim.folded ? [fold(gettext("More on {name}", { name: readTitle(weakest) }), claim.folded)] : [])));
  return parts;
}

const FIRST = ".fact-statement, .fact-in-its-words, .fact-source, .fact-from, .fact-corrected, .fact-as-given";
const FIRST_OF_INPUT = ".fact-in-its-words, .fact-from, .fact-corrected, .fact-as-given";      // its source is named in whose it is
const SHOWN = 2;         // other claims that are listed at once

// A claim: what is shown at once, and the facts that are folded. first: the facts shown, as a selector.
function buildClaim(note, first) {
  const [facts] = copyAll(note, ":scope > .card"), rest = facts.cloneNode(false), about = note.dataset.verdict;
  const parts = copyAll(note, ":scope > .whose");
  if (about) {
    const verdict = document.createElement("p");
    verdict.className = "verdict";
    verdict.textContent = gettext("{verdict}, by our verdict", { verdict: about });
    parts.push(verdict);
  }
  rest.append(...[...facts.children].filter((row) => !row.matches(`${first}, .rivals`)));
  facts.querySelector(".rivals")?.remove();
  return { shown: [...parts, drawSpread(note), facts, ...copyRivals(note)], folded: rest.childElementCount ? rest : null };
}

// Makes the title of the source, in the sentence that says whose a claim is, the link that the facts have.
function linkTitle(whose, facts) {
  const link = facts?.querySelector(".fact-source cite a"), [before, after] = link ? whose.textContent.split(link.textContent) : [];
  if (after !== undefined) whose.replaceChildren(before, link.parentElement.cloneNode(true), after);
}

// The other claims on the same thing, each with its source by title; many of them are folded. The note has the rest.
function copyRivals(note) {
  const [rivals] = copyAll(note, ":scope > .card > .rivals"), box = document.createElement("dl");
  if (!rivals) return [];
  const list = rivals.querySelector("ul"), items = [...list.children];
  for (const item of items.filter((one) => one.querySelector("cite"))) {
    item.replaceChildren(item.querySelector("b"), ": ", item.querySelector("cite"));
  }
  box.className = "card";
  box.append(rivals);
  if (items.length <= SHOWN + 1) return [box];
  const more = list.cloneNode(false);
  more.append(...items.slice(SHOWN));
  return [box, fold(ngettext("All {count}", "All {count}", items.length), more)];
}

function copyAll(note, selector) {
  return [...note.querySelectorAll(selector)].map(copyElement);
}

function readTitle(note) {
  return `${note.dataset.name}: ${note.querySelector(":scope > .what b").textContent}`;
}

function fold(title, ...parts) {
  const details = document.createElement("details"), summary = document.createElement("summary");
  summary.textContent = title;
  details.append(summary, ...parts);
  return details;
}

// A claim, filled, and the others on the same thing on one axis: a dot a value, a line its range. The list has the same in words.
function drawSpread(note) {
  const read = (item) => item.dataset.at.split(" ").map(Number), width = 340;
  const rows = [note, ...note.querySelectorAll(":scope > .card > .rivals [data-at]")].filter((item) => item.dataset.at);
  const ends = rows.map(read), least = Math.min(...ends.flat()), most = Math.max(...ends.flat());
  if (rows.length < 2 || rows[0] !== note || most === least) return "";
  const place = (value) => 8 + (width - 16) * (value - least) / (most - least);
  const draw = (name, attributes, text) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text) element.textContent = text;
    return element;
  };
  const svg = draw("svg", { class: "spread", viewBox: `0 0 ${width} 44`, "aria-hidden": "true" });
  svg.append(draw("line", { class: "axis", x1: 8, x2: width - 8, y1: 14, y2: 14 }));
  ends.map(([low, value, high], at) => [low, value, high, at]).reverse().forEach(([low, value, high, at]) => {
    const kind = at ? "rival" : "own", name = rows[at].querySelector("cite")?.textContent || rows[at].dataset.name;
    const drawn = draw("g", { class: kind });
    drawn.append(draw("title", {}, name));
    if (low < high) drawn.append(draw("line", { x1: place(low), x2: place(high), y1: 14, y2: 14 }));
    drawn.append(draw("circle", { cx: place(value), cy: 14, r: at ? 4.5 : 5.5 }));
    svg.append(drawn);
  });
  const say = (item) => item.querySelector(":scope > b, :scope > .what b").textContent;
  const first = ends.reduce((best, [low], at) => low < ends[best][0] ? at : best, 0);
  const last = ends.reduce((best, [, , high], at) => high > ends[best][2] ? at : best, 0);
  if (first !== last) {
    svg.append(draw("text", { x: 3, y: 38 }, shorten(say(rows[first]))));
    svg.append(draw("text", { x: width - 3, y: 38, "text-anchor": "end" }, shorten(say(rows[last]))));
  }
  return svg;
}

// The value alone, without what it counts: about $588 billion.
function shorten(words) {
  return words.split(/, (?=\D)/)[0].slice(0, 32);
}

function copyElement(element) {
  const copy = element.cloneNode(true);
  copy.removeAttribute("id");
  copy.classList.remove("folded");
  return copy;
}

// Below the sentence of its number, or above where there is more room; on a phone, the style sheet puts it at the bottom.
function placeCard(card, number) {
  const at = findSentence(number), first = number.getClientRects()[0] || at;
  const width = document.documentElement.clientWidth, height = window.innerHeight, gap = 8;
  const below = height - at.bottom - gap, above = at.top - gap;
  const under = card.offsetHeight <= below || below >= Math.min(320, above);
  card.style.maxHeight = `${Math.max(160, Math.min(480, (under ? below : above) - gap))}px`;
  const left = Math.max(12, Math.min(first.left - 20, width - card.offsetWidth - 12));
  const top = under ? at.bottom + gap : Math.max(gap, at.top - gap - card.offsetHeight);
  card.style.left = `${left + window.scrollX}px`;
  card.style.top = `${top + window.scrollY}px`;
}

// Where the sentence is that holds a number: elsewhere than in running text, its cell or line.
function findSentence(number) {
  const block = number.closest("h1, h2, h3, p, li, td, th, dd, figcaption"), own = number.getBoundingClientRect();
  if (!block || !("Segmenter" in Intl)) return own;
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), nodes = [];
  let words = "", at = 0;
  while (walker.nextNode()) {
    if (number.contains(walker.currentNode) && !nodes.some(({ node }) => number.contains(node))) at = words.length;
    nodes.push({ node: walker.currentNode, start: words.length });
    words += walker.currentNode.data;
  }
  const sentence = new Intl.Segmenter(document.documentElement.lang, { granularity: "sentence" }).segment(words).containing(at);
  if (!sentence) return own;
  const find = (place) => {
    const { node, start } = nodes.findLast((one) => one.start <= place);
    return [node, Math.min(place - start, node.data.length)];
  };
  const range = document.createRange();
  range.setStart(...find(sentence.index));
  range.setEnd(...find(sentence.index + sentence.segment.trimEnd().length));
  const found = range.getBoundingClientRect();
  return found.height && found.height < window.innerHeight / 2 ? found : own;
}

// Puts the address of a number on the clipboard; where the browser does not allow it, into the address bar.
async function copyLink(button, id) {
  const address = new URL(location.href);
  address.hash = id;
  try {
    await navigator.clipboard.writeText(address.href);
    button.textContent = gettext("Link copied");
  } catch {
    history.replaceState(null, "", address);
    button.textContent = gettext("The link is in the address bar");
  }
}
