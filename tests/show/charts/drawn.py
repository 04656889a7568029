"""Reads a drawing back: its bars, dots, lines and words, all in inches from the upper left corner."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree import ElementTree

_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"


class Bar(NamedTuple):
    """A filled shape: its edges, its colour and how opaque it is."""

    left: float
    right: float
    top: float
    foot: float
    colour: str
    opacity: float


class Dot(NamedTuple):
    """A mark: its middle and its colour."""

    x: float
    y: float
    colour: str


class Line(NamedTuple):
    """A line: its points, its colour and its dashes."""

    points: tuple[tuple[float, float], ...]
    colour: str
    dashes: str


def _read_style(element: ElementTree.Element) -> dict[str, str]:
    return dict(re.findall(r"([\w-]+): ([^;]+)", element.get("style", "")))


def _read_points(path: str) -> list[tuple[float, float]]:
    return [(float(x) / 72, float(y) / 72) for x, y in re.findall(r"[ML] (-?[\d.]+) (-?[\d.]+)", path)]


def read_bars(svg: str, colour: str = "") -> list[Bar]:
    """The rectangles of one colour, or of all."""
    found = []
    for path in ElementTree.fromstring(svg).iter(f"{_SVG}path"):
        style, points = _read_style(path), _read_points(path.get("d", ""))
        fill = style.get("fill", "")
        if len(points) == 4 and fill.startswith("#") and colour in ("", fill) and not path.get("id"):
            xs, ys = zip(*points, strict=True)
            opacity = float(style.get("opacity", style.get("fill-opacity", 1)))
            found.append(Bar(min(xs), max(xs), min(ys), max(ys), fill, opacity))
    return found


def read_dots(svg: str) -> list[Dot]:
    """The marks, in order."""
    return [
        Dot(float(use.get("x", 0)) / 72, float(use.get("y", 0)) / 72, _read_style(use).get("fill", ""))
        for use in ElementTree.fromstring(svg).iter(f"{_SVG}use")
        if use.get(_LINK)
    ]


def read_lines(svg: str, colour: str = "") -> list[Line]:
    """The lines of one colour, or of all, each as one piece."""
    found = []
    for path in ElementTree.fromstring(svg).iter(f"{_SVG}path"):
        style = _read_style(path)
        stroke = style.get("stroke", "")
        if style.get("fill") == "none" and stroke and colour in ("", stroke) and not path.get("id"):
            for piece in path.get("d", "").split("M")[1:]:
                found.append(Line(tuple(_read_points("M" + piece)), stroke, style.get("stroke-dasharray", "")))
    return found


def read_words(svg: str) -> dict[str, tuple[float, float]]:
    """Words -> where they begin."""
    found = {}
    for text in ElementTree.fromstring(svg).iter(f"{_SVG}text"):
        at = re.search(r"translate\(([\d.-]+) ([\d.-]+)\)", text.get("transform", ""))
        x, y = at.groups() if at else (text.get("x", "0"), text.get("y", "0"))
        found["".join(text.itertext()).strip()] = (float(x) / 72, float(y) / 72)
    return found
