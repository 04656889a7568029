// The card in a notebook: one for all outputs of all notebooks that are open. cards.js, which follows, fills and places it.

const turned = Promise.resolve(addCard());

function addCard() {
  const place = document.createElement("div");
  place.className = "communique";
  place.innerHTML = CARD;
  place.querySelector(".copy").hidden = true;          // an output has no address
  document.body.append(place);
  window.addEventListener("click", (event) => {
    const link = event.target.closest?.(".communique :is(.notes, .opened) a[href^='#']");
    if (link) { event.preventDefault(); showNote(findElement(readTarget(link))); }
  });
  if ("vscodeThemeKind" in document.body.dataset) { holdCard(); return; }
  window.addEventListener("scroll", ({ target }) => {       // the card stays at its number where a part of the window scrolls
    const card = document.getElementById("_card"), number = document.querySelector(".communique [aria-expanded='true']");
    if (number && target !== card && target !== document) placeCard(card, number);
  }, true);
}

// VS Code draws cells above all outputs, so that a card is seen within its own output only: that grows until it holds the card.
function holdCard() {
  const card = document.getElementById("_card");
  let output = null;
  const makeRoom = () => {
    const number = document.querySelector(".communique [aria-expanded='true']");
    if (output) output.style.paddingBottom = "";
    output = number && number.closest(".communique");
    if (!output) return;
    card.style.maxHeight = "";
    card.style.top = `${findSentence(number).bottom + 8 + window.scrollY}px`;
    output.style.paddingBottom = `${Math.max(0, card.getBoundingClientRect().bottom + 8 - output.getBoundingClientRect().bottom)}px`;
  };
  card.addEventListener("toggle", makeRoom);
  new ResizeObserver(makeRoom).observe(card);          // a part of it was unfolded
}

// A number that a script has drawn leads to the key of its note.
function findElement(id) {
  return document.getElementById(id) || document.querySelector(`.communique [data-key="${id.slice(5)}"]`);
}

function whenSettled() {}

function nameWay(number) {
  return gettext("Note {number}, below the output", { number });
}

function showNote(note) {
  for (let folded = note.closest("details"); folded; folded = folded.parentElement.closest("details")) folded.open = true;
  note.scrollIntoView({ block: "center" });
  note.focus({ preventScroll: true });
}
