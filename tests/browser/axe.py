"""axe-core over a page: what WCAG 2.2 AA and good practice would object to."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe

# Read once a page, not once a question; of the texts, it measures those marked below.
_AXE = Axe(f"""if (!window.axe) {{ {AXE_SCRIPT}
  axe.configure({{ rules: [{{ id: "color-contrast", selector: "[data-kind]" }},
    {{ id: "link-in-text-block", selector: "a[href][data-kind]" }}] }}); }}""")
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_EACH = 3  # of each kind of text whose contrast is measured: a note is set like the hundred others

# Marks the first few of each kind of text: same element, class, size, weight, colours as painted, and text around it.
_MARK = """(each) => {
  const seen = new Map();
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)") return colour;
    }
    return "";
  };
  for (const element of document.body.querySelectorAll("*")) {
    delete element.dataset.kind;
    const worded = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!worded || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const kind = [element.tagName, element.getAttribute("class"), element.closest("[popover]")?.id, style.color,
                  style.fill, style.fontSize, style.fontWeight, style.textDecorationLine, ground(element),
                  getComputedStyle(element.parentElement).color].join();
    seen.set(kind, (seen.get(kind) || 0) + 1);
    if (seen.get(kind) <= each) element.dataset.kind = "";
  }
  return seen.size;
}"""


def everything(page: Any, within: str = "") -> list[str]:
    """Returns all that axe objects to: names, roles, order, sizes of targets, contrast.

    Contrast, with the ground and of a link with the text around it, is measured of a few of each kind of text: of every
    word it takes minutes.
    """
    return _found(page, within, {"runOnly": _TAGS})


def contrast(page: Any, within: str = "") -> list[str]:
    """Returns the texts too close in lightness to what is behind them: all that another theme could change."""
    return _found(page, within, {"runOnly": ["color-contrast"]})


def _found(page: Any, within: str, options: dict[str, Any]) -> list[str]:
    assert page.evaluate(_MARK, _EACH) > 3
    context = {"include": [[within]]} if within else None
    found = _AXE.run(page, context, {**options, "resultTypes": ["violations"]}).response
    assert found["passes"]
    return [
        f"{rule['id']}: {node['target'][0]}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
