"""A case's regions, by status: maps side by side, one a plan, told apart by pattern as well as colour.

The shapes come from the case's map.svg: paths named by the ids in regions.csv, with their credit.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.errors import UsageError
from analysis.show import drawing
from analysis.show.chart import Chart, assemble
from analysis.show.drawing import INK, QUIET, Sheet
from analysis.show.table import Table

_SVG = "{http://www.w3.org/2000/svg}"
_HATCHES = ("", "////", "....", "xxxx", "----", "\\\\\\\\", "||||", "oooo")     # one a status: nothing hangs on colour
_STEP = re.compile(r"([MmLlHhVvCcZz])|(-?\d*\.?\d+(?:e-?\d+)?)")


def regions(shapes: Path, plans: Mapping[str, Mapping[str, str]], title: str, *, key: str, data: Table,
            names: Mapping[str, str], **places: Any) -> Chart:
    """Returns one map a plan, side by side (one below the other where narrow).

    shapes: the SVG with the regions. plans: plan's name -> region id -> status in words; others stay blank.
    data: the same as a table. names: region id -> name, for the alternative text.
    Raises UsageError if the file is missing or lacks a region a plan speaks of, and for more statuses than patterns.
    """
    outlines, box, credit = read_shapes(shapes)
    for plan, found in plans.items():
        for region in found:
            if region not in outlines:
                raise UsageError(f"{shapes.name} has no shape {region!r}, of which {plan} speaks; it has "
                                 f"{', '.join(sorted(outlines))}")
    kinds = list(dict.fromkeys(status for found in plans.values() for status in found.values()))
    if len(kinds) > len(_HATCHES):
        raise UsageError(f"chart {key!r}: {len(kinds)} statuses ({', '.join(kinds)}), and a map tells at most "
                         f"{len(_HATCHES)} apart without colour; give similar ones one name.")

    def lay(width: float) -> Sheet:
        sheet = Sheet(width)
        across = 1 if sheet.narrow else min(2, len(plans))
        each = (width - 0.2 * (across - 1)) / across
        deep = each * (box[3] - box[1]) / (box[2] - box[0])
        for position, (plan, found) in enumerate(plans.items()):
            x, row = (position % across) * (each + 0.2), position // across
            y = row * (deep + 0.34) + drawing.LINE
            sheet.text(x, y - drawing.LINE / 2, plan, bold=True)
            _map(sheet, outlines, box, found, kinds, (x, y + 0.04), each)
            sheet.height = y + deep + 0.12
        _legend(sheet, kinds)
        if credit:
            lines = drawing.wrapped(credit, width)
            sheet.texts(0, sheet.height + len(lines) * drawing.LINE / 2, lines, colour=QUIET)
            sheet.height += len(lines) * drawing.LINE + 0.05
        return sheet

    said = " ".join(f"{plan}: " + "; ".join(
        f"{status}: {', '.join(names.get(r, r) for r, s in found.items() if s == status)}"
        for status in kinds if status in found.values()) + "." for plan, found in plans.items())
    return assemble(title, places, key=key, lay=lay, data=data, alt=f"Map. {said}")


def read_shapes(path: Path) -> tuple[dict[str, list[list[tuple[float, float]]]], tuple[float, ...], str]:
    """Returns region id -> rings of points, the viewBox as (x0, y0, x1, y1), and the credit in <desc>."""
    try:
        root = ElementTree.parse(path).getroot()
    except FileNotFoundError:
        raise UsageError(f"{path} is missing; a map needs the shapes of the case's regions") from None
    except ElementTree.ParseError as error:
        raise UsageError(f"{path} is not well-formed SVG: {error}") from None
    x, y, width, height = (float(part) for part in root.attrib["viewBox"].replace(",", " ").split())
    found = {element.attrib["id"]: _rings(element.attrib["d"]) for element in root.iter(f"{_SVG}path")
             if "id" in element.attrib}
    credit = root.findtext(f"{_SVG}desc") or ""
    return found, (x, y, x + width, y + height), " ".join(credit.split())


def _rings(path: str) -> list[list[tuple[float, float]]]:
    """Points of an SVG path of straight lines; a curve is taken by its end, as fine as an outline needs."""
    rings: list[list[tuple[float, float]]] = []
    x = y = 0.0
    command, numbers = "", []
    for letter, number in [*_STEP.findall(path), ("Z", "")]:
        if number:
            numbers.append(float(number))
        size = {"H": 1, "V": 1, "C": 6}.get(command.upper(), 2)
        if number and len(numbers) == size:
            ahead, relative = command.upper(), command.islower()
            dx, dy = {"H": (numbers[0], 0 if relative else y), "V": (0 if relative else x, numbers[0])}.get(
                ahead, (numbers[-2] if size > 1 else 0, numbers[-1]))
            x, y = (x + dx, y + dy) if relative else (dx, dy)
            if ahead == "M":
                rings.append([])
                command = "l" if relative else "L"
            rings[-1].append((x, y))
            numbers = []
        elif letter:
            if letter in "Zz" and rings and rings[-1]:
                x, y = rings[-1][0]
            command, numbers = letter, []
    return [ring for ring in rings if len(ring) > 2]


def _map(sheet: Sheet, outlines: Mapping[str, list[list[tuple[float, float]]]], box: tuple[float, ...],
         found: Mapping[str, str], kinds: list[str], corner: tuple[float, float], width: float) -> None:
    scale = width / (box[2] - box[0])
    for region, rings in sorted(outlines.items(), key=lambda item: item[0] in found):
        for ring in rings:
            points = [(corner[0] + (x - box[0]) * scale, corner[1] + (y - box[1]) * scale) for x, y in ring]
            _area(sheet, points, kinds.index(found[region]) if region in found else None)


def _legend(sheet: Sheet, kinds: list[str]) -> None:
    x = 0.0
    for position, kind in enumerate(kinds):
        if x + drawing.text_width(kind) + 0.4 > sheet.width:
            x, sheet.height = 0.0, sheet.height + drawing.LINE + 0.06
        y = sheet.height + 0.08
        _area(sheet, [(x, y - 0.06), (x + 0.2, y - 0.06), (x + 0.2, y + 0.06), (x, y + 0.06)], position)
        x = sheet.text(x + 0.26, y, kind) + 0.22
    sheet.height += drawing.LINE + 0.1


def _area(sheet: Sheet, points: list[tuple[float, float]], position: int | None) -> None:
    def mark(canvas: Any) -> None:
        from matplotlib.patches import Polygon

        colour = "none" if position is None else drawing.series(position)
        canvas.add_artist(Polygon(points, closed=True, facecolor=colour, edgecolor=QUIET if position is None else INK,
                                linewidth=0.4 if position is None else 0.7, clip_on=False,
                                hatch=_HATCHES[position] if position else None))

    sheet.marks.append(mark)
