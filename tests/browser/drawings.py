"""A page's drawings, as a browser sets them: what cannot be read, lies one upon the other, or falls off the edge."""

from __future__ import annotations

from typing import Any

LEAST = 9.0  # CSS pixels: the smallest word
EDGE = 1.5  # how far a letter's box may reach over the edge: boxes are whole pixels, letters are not
_TEXT, _SHAPE = 4.5, 3.0  # contrast of words (WCAG 2.2, 1.4.3) and of what a drawing draws (1.4.11)

_LOOK = """({ least, edge, text, shape }) => {
  const found = [];
  const channels = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const luminance = (colour) => {
    const linear = (c) => c <= 10 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4;
    const [red, green, blue] = channels(colour).map(linear);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  // Lines of the grid and grounds say nothing: a ground has edges, which do. Paper makes a mark hollow.
  const SILENT = ".rule-stroke, .rule-fill, .tint-fill, .paper-stroke";
  const along = (path) => {                // places on the lines of a path, which may be many with gaps
    const inside = path.getScreenCTM(), length = path.getTotalLength();
    return [...Array(40).keys()].map((n) => path.getPointAtLength((n + 0.5) / 40 * length).matrixTransform(inside));
  };
  const plain = (paint) => paint.startsWith("rgb");
  const paper = getComputedStyle(document.body).backgroundColor;
  for (const svg of document.querySelectorAll(".drawing svg")) {
    if (!svg.checkVisibility()) continue;
    const key = svg.closest("figure").id, frame = svg.getBoundingClientRect();
    const say = (...words) => found.push([key, ...words].join(" "));
    const drawn = [...svg.querySelectorAll("text, path, use")].filter((it) => !it.closest("defs"));
    const fades = (it) => {       // a step of a fading bar on the step before, held land on a region
      const style = getComputedStyle(it);
      return Math.min(style.opacity, style.fillOpacity) < 1;
    };
    const areas = drawn.filter((it) => it.tagName === "path" && plain(getComputedStyle(it).fill) && !fades(it));
    const middle = (box) => new DOMPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    const behind = (it, point) => {        // the last area beneath that place; the page, if there is none
      const under = areas.filter((area) => area.compareDocumentPosition(it) & Node.DOCUMENT_POSITION_FOLLOWING
        && area.isPointInFill(point.matrixTransform(area.getScreenCTM().inverse())));
      return under.length ? getComputedStyle(under.at(-1)).fill : paper;
    };
    for (const it of drawn) {
      const box = it.getBoundingClientRect(), style = getComputedStyle(it), name = it.textContent.trim() || it.tagName;
      if (!box.width && !box.height) continue;
      if (box.left < frame.left - edge || box.right > frame.right + edge || box.top < frame.top - edge
          || box.bottom > frame.bottom + edge) say(name, "reaches over the edge");
      const point = middle(box), ground = behind(it, point);
      if (it.tagName === "text") {
        const inside = it.getScreenCTM(), size = parseFloat(style.fontSize) * Math.hypot(inside.a, inside.b);
        if (size < least) say(name, "is", size.toFixed(1), "px");
        if (contrast(style.fill, ground) < text) say(name, "has contrast", contrast(style.fill, ground).toFixed(2));
      } else if (it.tagName === "path" && !it.matches(SILENT) && !fades(it)) {
        const paints = [style.fill, style.stroke].filter(plain);
        const around = [[0, 0], [-3, 0], [3, 0], [0, -3], [0, 3]];         // the end of a bar lies half on paper
        for (const at of plain(style.fill) ? [point] : along(it)) {
          const grounds = around.map(([x, y]) => behind(it, new DOMPoint(at.x + x, at.y + y)));
          if (paints.length && !paints.some((paint) => grounds.some((under) => contrast(paint, under) >= shape))) {
            say("a shape in", paints.join(), "on", behind(it, at));
            break;
          }
        }
      }
    }
    const words = drawn.filter((it) => it.tagName === "text").map((it) => [it.textContent, it.getBoundingClientRect()]);
    words.forEach(([one, a], position) => words.slice(position + 1).forEach(([other, b]) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > 3) say(one, "lies on", other);      // lines of one text share their leading
    }));
    found.looked = (found.looked || 0) + 1;
  }
  return { found, looked: found.looked || 0 };
}"""


def faults(page: Any) -> list[str]:
    """Returns what is wrong with the drawings shown at this width and in this theme; each names its figure."""
    seen = page.evaluate(_LOOK, {"least": LEAST, "edge": EDGE, "text": _TEXT, "shape": _SHAPE})
    assert seen["looked"] == page.locator("figure").count()
    return seen["found"]
