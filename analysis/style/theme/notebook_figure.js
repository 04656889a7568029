// A figure in a notebook. Without script, one picture stands there; with it, the drawing itself, wide or narrow as the pane
// asks, in the colours of the theme (notebook_theme.js).

function setUp() {
  for (const figure of document.querySelectorAll(".communique-figure[data-narrow]")) {
    const picture = figure.querySelector("img"), drawing = document.createElement("div");
    const words = document.createElement("div");           // on top of the drawing, not around it: an image must not contain links
    drawing.className = "drawing";
    words.setAttribute("role", "img");
    words.setAttribute("aria-label", picture.alt);
    drawing.append(words, makeForm("wide", picture.getAttribute("src").replace(/^[^,]*,/, "")), makeForm("narrow", figure.dataset.narrow));
    picture.replaceWith(drawing);
    delete figure.dataset.narrow;
    followTheme(figure);
  }
}

function makeForm(name, written) {
  const form = document.createElement("div");
  form.className = name;
  form.innerHTML = decodeURIComponent(written);
  form.firstElementChild.setAttribute("focusable", "false");
  if (form.querySelector(".mark")) form.querySelectorAll("text").forEach((words) => words.setAttribute("aria-hidden", "true"));
  else form.firstElementChild.setAttribute("aria-hidden", "true");           // else the numbers that open are heard, and nothing else
  return form;
}
