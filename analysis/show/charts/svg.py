"""Shortens the SVG that matplotlib writes, and prepares it for a page: no unused ids, and colours a page can change."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache, partial

from analysis.style.house import get_current_house


def tidy_svg(text: str, roles: Mapping[str, str]) -> str:
    """Returns the svg element of a file that matplotlib wrote.

    roles: stand-in colour (hex) -> the role it has on a page, such as ink; the house style's colour takes its place.
    """
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.S)
    text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.S)
    # Inside a page, a style element would apply to the whole page, and ids are shared with it: only used ids remain.
    text = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>\s*", "", text, count=1, flags=re.S)
    text = re.sub(
        r' width="[\d.]+pt" height="[\d.]+pt"', ' stroke-linejoin="round" stroke-linecap="butt"', text, count=1
    )
    used = set(re.findall(r"(?:url\(|href=\")#([^)\"]+)", text))
    text = re.sub(r' id="([^"]*)"', lambda found: found[0] if found[1] in used else "", text)
    text = _CIRCLE.sub(_replace_circle, text)
    text = text.replace(' target="_blank"', "").replace("<a xlink:href=", "<a href=")  # a link within the page
    text = re.sub(r' fill="(#[0-9a-f]{6})"', r' style="fill: \1"', text)  # of what lies behind the lines of a pattern
    add_classes = cache(partial(_add_role_classes, roles))  # a drawing has a few styles, each many times
    text = re.sub(r'style="[^"]*"', lambda found: add_classes(found[0]), text)
    return text.strip() + "\n"


# A circle as matplotlib writes it, in eight curves: too large a file for a map with a pattern of dots.
_CIRCLE = re.compile(
    r"M (\S+) (\S+)\s+"
    + r"C \S+ \S+ \S+ \S+ \S+ \S+\s+" * 3
    + r"C \S+ \S+ \S+ \S+ (\S+) (\S+)\s+"
    + r"C \S+ \S+ \S+ \S+ \S+ \S+\s+" * 3
    + r"C \S+ \S+ \S+ \S+ \1 \2\s+z"
)


def _replace_circle(found: re.Match[str]) -> str:
    """Returns the same circle as two arcs."""
    x, y, across_x, across_y = (float(number) for number in found.groups())
    radius = f"{math.hypot(across_x - x, across_y - y) / 2:.3f}".rstrip("0").rstrip(".")
    return (
        " ".join(
            f"{start} {radius} {radius} 0 1 0 {at:g} {to:g}" if start == "A" else f"{start} {at:g} {to:g}"
            for start, at, to in (("M", x, y), ("A", across_x, across_y), ("A", x, y))
        )
        + " z"
    )


def _add_role_classes(roles: Mapping[str, str], style: str) -> str:
    """Returns a style attribute with a class for each role whose colour it uses, so that a page can restyle it."""
    classes = []
    for mark, role in roles.items():
        classes += [f"{role}-{use}" for use in ("fill", "stroke") if f"{use}: {mark}" in style]
        style = style.replace(mark, get_current_house().colour[role])
    return f'class="{" ".join(classes)}" {style}' if classes else style
