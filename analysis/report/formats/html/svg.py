"""Drawings within a page: safe, with unique ids, shorter, and linked to their notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from markupsafe import escape

from analysis.contract import NUMBER_LINK, remove_links
from analysis.report.document.drawings import check_drawing
from analysis.report.formats.html.text import label_number

_LONG_PATH = 24  # lines of a path, from which on it is shortened: outlines to a tenth of a unit


def embed_svg(svg: str, prefix: str, numbers: Sequence[tuple[str, int, str]] = ()) -> str:
    """Returns a drawing to be set into a page, with ids of its own; the page says what it shows.

    numbers: anchor, note and text of each number the drawing prints, in the order of its data. They link to the notes;
    who listens hears these links and nothing else of the drawing, which the page describes.
    Raises ReportError if it is not an SVG, or holds a script or anything from outside.
    """
    check_drawing(svg, prefix)
    svg = re.sub(r'(?<= d=")[MLCQz\s\d.-]+(?=")', _shorten_path, svg)
    svg = _link_numbers(svg, numbers)
    svg = re.sub(r'(\sid=")([^"]*")', rf"\g<1>{prefix}-\2", svg)
    svg = svg.replace("url(#", f"url(#{prefix}-")
    svg = re.sub(r'href="#(?!note-)', f'href="#{prefix}-', svg)
    hidden = ' role="group"' if '<a class="mark"' in svg else ' aria-hidden="true"'
    return (
        svg.strip().replace("<svg", f'<svg{hidden} focusable="false"', 1).replace("<text", '<text aria-hidden="true"')
    )


def _link_numbers(svg: str, numbers: Sequence[tuple[str, int, str]]) -> str:
    def make_link(found: re.Match[str]) -> str:
        anchor, note, text = numbers[int(found[1])]
        label = escape(label_number(text, note))
        return f'<a class="mark" href="#note-{note}" data-number="{anchor}" aria-label="{label}">'

    return re.sub(rf'<a href="#{NUMBER_LINK}(\d+)">', make_link, svg) if numbers else remove_links(svg)


def _shorten_path(found: re.Match[str]) -> str:
    """Returns a long path, such as a map's outline or a hatching, in a third of the bytes; a short one unchanged."""
    path = found[0]
    if path.count("\n") < _LONG_PATH:
        return path
    if "C" in path or "Q" in path:
        return re.sub(r"\s*([A-Z])\s*", r"\1", re.sub(r"(?<=\.\d\d)\d+", "", path))
    return "".join(map(_shorten_outline, path.split("M")[1:]))


def _shorten_outline(part: str) -> str:
    """Returns what follows one M, as relative steps in tenths."""
    numbers = [round(float(number) * 10) for number in part.replace("L", " ").replace("z", " ").split()]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    steps = [number for (x0, y0), (x, y) in pairwise(points) if (x, y) != (x0, y0) for number in (x - x0, y - y0)]
    walked = "l" + "".join(map(_format_tenths, steps)).lstrip() if steps else ""
    return f"M{_format_tenths(points[0][0]).lstrip()}{_format_tenths(points[0][1])}{walked}{'z' if 'z' in part else ''}"


@cache
def _format_tenths(number: int) -> str:
    """Returns tenths as briefly as a path allows: without a leading 0, and with a space only where there is no sign."""
    text = f"{abs(number) / 10:.1f}".removesuffix(".0")
    return ("-" if number < 0 else " ") + (text[1:] if text.startswith("0.") else text)
