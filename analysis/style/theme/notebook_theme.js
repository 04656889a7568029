// The theme of an output in a notebook is that of what is behind it, whatever front end it is and whatever it calls its themes.

const watched = new Set();

function followTheme(output) {
  watched.add(output);
  paint(output);
}

function paint(output) {
  const behind = findBackground(output.parentElement), [red, green, blue] = behind.match(/[\d.]+/g).map(Number);
  const dark = 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
  output.classList.toggle("dark", dark);
  output.classList.toggle("light", !dark);
  output.style.setProperty("--paper", behind);
}

function findBackground(element) {
  for (let at = element; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (/^rgb\(/.test(colour)) return colour;             // one that can be seen through is written rgba(...)
  }
  return readEditorColour() || "rgb(255, 255, 255)";
}

// VS Code shows outputs on nothing, before its editor.
function readEditorColour() {
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--vscode-editor-background").trim();
  const [, red, green, blue] = colour.match(/^#(..)(..)(..)/) || [];
  return red && `rgb(${[red, green, blue].map((part) => parseInt(part, 16)).join(", ")})`;
}

const repaint = () => setTimeout(() => watched.forEach((output) => (output.isConnected ? paint(output) : 0)), 100);
for (const root of [document.documentElement, document.body]) {
  new MutationObserver(repaint).observe(root, { attributes: true, attributeFilter: ["class", "data-jp-theme-name", "data-vscode-theme-id", "data-theme"] });
}
