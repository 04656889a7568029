// A figure in a notebook. Without script, one picture stands there; with it, the drawing itself, wide or narrow as the pane
// asks, in the colours of the theme. Every figure brings this script; the first one that runs serves all of a document.
window.communiqueFigures ||= (() => {
  const watched = new Set();

  function setUp() {
    for (const figure of document.querySelectorAll(".communique-figure[data-narrow]")) {
      const picture = figure.querySelector("img"), drawing = document.createElement("div");
      drawing.className = "drawing";
      drawing.append(makeForm("wide", picture.getAttribute("src").replace(/^[^,]*,/, "")), makeForm("narrow", figure.dataset.narrow));
      drawing.setAttribute("role", "img");
      drawing.setAttribute("aria-label", picture.alt);
      picture.replaceWith(drawing);
      delete figure.dataset.narrow;
      followTheme(figure);
    }
  }

  function makeForm(name, written) {
    const form = document.createElement("div");
    form.className = name;
    form.innerHTML = decodeURIComponent(written);
    return form;
  }

  // The theme is that of what is behind the figure, whatever front end it is and whatever it calls its themes.
  function followTheme(figure) {
    watched.add(figure);
    paint(figure);
  }

  function paint(figure) {
    const behind = findBackground(figure.parentElement), [red, green, blue] = behind.match(/[\d.]+/g).map(Number);
    const dark = 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
    figure.classList.toggle("dark", dark);
    figure.classList.toggle("light", !dark);
    figure.style.setProperty("--paper", behind);
  }

  function findBackground(element) {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (/^rgb\(/.test(colour)) return colour;             // one that can be seen through is written rgba(...)
    }
    return "rgb(255, 255, 255)";
  }

  const repaint = () => setTimeout(() => watched.forEach((figure) => (figure.isConnected ? paint(figure) : 0)), 100);
  for (const root of [document.documentElement, document.body]) {
    new MutationObserver(repaint).observe(root, { attributes: true, attributeFilter: ["class", "data-jp-theme-name", "data-vscode-theme-id", "data-theme"] });
  }
  return { setUp };
})();
window.communiqueFigures.setUp();
