// Sliders in a notebook: in the place of the table that stands there without script, and with the line of Python that
// sets the same.

let count = 0;

// Else JupyterLab takes the arrow keys for its own.
window.addEventListener("keydown", (event) => {
  if (event.target.closest?.(".communique-what_if input")) event.stopImmediatePropagation();
}, true);

function setUp() {
  for (const still of document.querySelectorAll(".communique-what_if > [data-live]")) {
    const output = still.parentElement, python = output.querySelector(".python");
    const live = document.createElement("div");
    live.innerHTML = still.dataset.live;
    nameApart(live, count += 1);
    still.replaceWith(live);
    followTheme(output);
    const start = (sliders) => sliders.map((slider) => Number(slider.defaultValue));
    setUpWhatIf(live.querySelector(".what-if"), start, python ? prepareLine(python) : () => {});
  }
}

// A block may stand in a document several times.
function nameApart(live, number) {
  for (const name of ["id", "for", "aria-labelledby"]) {
    for (const element of live.querySelectorAll(`[${name}]`)) element.setAttribute(name, `${element.getAttribute(name)}-${number}`);
  }
}

// Returns a function that writes the line for some settings; it is hidden where one of them has no key for it.
function prepareLine(python) {
  const { before, given, keys } = JSON.parse(python.dataset.line), code = python.querySelector("code"), usual = code.textContent;
  return (_, settings) => {
    const set = { ...given };
    settings.forEach((value, at) => { if (value !== null && keys[at]) set[keys[at]] = value; });
    const entries = Object.entries(set).map(([key, value]) => `${JSON.stringify(key)}: ${value}`);
    code.textContent = settings.some((value) => value !== null) ? `${before}${entries.join(", ")}})` : usual;
    python.hidden = settings.some((value, at) => value !== null && !keys[at]);
  };
}

function readNumber(number) { return number.textContent; }
