"""Maps of a case's regions by status, one map a plan; each status has a pattern as well as a colour.

The shapes are in the case's map.svg: paths with the ids of regions.csv, and the credit in `desc`.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from analysis.errors import UsageError, format_nearest
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import gettext
from analysis.show.bundle import make_part
from analysis.show.charts.canvas import Sheet, get_series_colour
from analysis.show.charts.drawing import INK, QUIET
from analysis.show.charts.figure import Chart, build_chart
from analysis.show.charts.map_land import Land, prepare_land
from analysis.show.charts.map_parts import Ring, Rings, find_centre, find_largest
from analysis.show.charts.marks import Canvas
from analysis.show.charts.rows import list_letters
from analysis.show.charts.typeface import LINE, measure_text
from analysis.show.other_frames import AnyFrame
from analysis.show.table import Table
from analysis.wording.sorting import build_sort_key

_SVG = "{http://www.w3.org/2000/svg}"
_HATCHES = (
    "",
    "////",
    "....",
    "xxxx",
    "----",
    "\\\\\\\\",
    "||||",
    "oooo",
)  # one a status, so that no reader needs to see colours
_PALE_HATCHES = ("", "..", "--", "||", "+", "...", "---", "|||")  # sparse, where hatched land lies on them
_PALE = 0.42  # how opaque the colour of a status is then
_DISC_RADIUS = 0.08  # inches, the radius of the disc behind a letter
_STEP = re.compile(r"([MmLlHhVvCcZz])|(-?\d*\.?\d+(?:e-?\d+)?)")


def regions(
    shapes: Path,
    plans: Mapping[str, Mapping[str, str]],
    title: str,
    *,
    key: str,
    data: Table,
    names: Mapping[str, str],
    sources: Sequence[Label] = (),
    held: Mapping[str, Estimate] | None = None,
    holder: Label | None = None,
    land: AnyFrame | None = None,
    **places: Any,
) -> Chart:
    """Returns a chart of maps, one a plan: side by side, or one below the other where narrow.

    shapes: the SVG file with the regions. plans: plan's name -> region id -> status in words; other regions stay blank.
    title: a finding; may have places, filled from `places` as in `say`. key: a stable name, for cross-references.
    data: the same as a table. names: region id -> name; each region in a plan has a letter, explained below the maps.
    sources: titles of the sources of the plans. held: region id -> share of it that is held, by whom `holder` names; as
    large an area is drawn darker. land: rows as `compare.territory.parts` lists them, which are drawn hatched in the
    colours of the parties, with their numbers; the smallest again, enlarged, below. The numbers are in `data` too.
    The credit of the shapes is printed below the figure.
    Raises UsageError if the file is missing or cannot be read, lacks a region of a plan, or there are more statuses
    than patterns.

    >>> import pandas as pd
    >>> from analysis import load_case, regions, table
    >>> shapes = load_case().file("map.svg")
    >>> frame = pd.DataFrame({"region": ["Crimea"], "status": ["left open"]})
    >>> data = table(frame, "Status of the regions", key="status")
    >>> plans = {"The plan": {"crimea": "left open"}}
    >>> regions(shapes, plans, "Crimea is left open", key="map", data=data, names={"crimea": "Crimea"}).alt
    'Crimea is left open. Map. The plan: left open: Crimea.'
    """
    outlines, box, credit = read_shapes(shapes)
    statuses = _list_statuses(plans, outlines, f"chart {key!r}", shapes.name)
    part = prepare_land(outlines, held or {}, holder, land, [id(one) for one in data.numbers])
    spoken_of = [region for plan, found in plans.items() for region in (*found, *part.list_regions(plan))]
    mentioned = dict.fromkeys(region for region in spoken_of if region in names)
    letters = dict(zip(sorted(mentioned, key=lambda one: build_sort_key(names[one])), list_letters(), strict=False))
    border = find_outer_border(outlines)

    def draw_sheet(width: float) -> Sheet:
        sheet = Sheet(width)
        across = 1 if sheet.narrow else min(2, len(plans))
        each = (width - 0.2 * (across - 1)) / across
        scale = each / (box[2] - box[0])
        deep, below = scale * (box[3] - box[1]), part.measure_depth(scale)
        sheet.end_row()
        for position, (plan, found) in enumerate(plans.items()):
            x, row = (position % across) * (each + 0.2), position // across
            y = row * (deep + below + 0.34) + LINE
            sheet.write_text(x, y - LINE / 2, plan, bold=True)
            drawn = _Map(sheet, (x, y + 0.04), scale, box)
            drawn.draw_areas(outlines, found, statuses, is_pale=bool(held))
            part.draw(sheet, plan, drawn.convert_to_inches)
            drawn.draw_border(border)
            spoken = dict.fromkeys([*found, *part.list_regions(plan)])
            drawn.draw_letters({letters[region]: outlines[region] for region in spoken if region in letters})
            part.draw_key(sheet, plan, x, y + deep + 0.1, each, scale)
            sheet.height = y + deep + below + 0.16
            if position % across == across - 1 or position == len(plans) - 1:
                sheet.end_row()
        has_blank = any(region not in found for found in plans.values() for region in outlines)
        _draw_legend(sheet, statuses, has_blank, part)
        _draw_names(sheet, {letter: names[region] for region, letter in letters.items()})
        return sheet

    return build_chart(
        title,
        places,
        key=key,
        draw=draw_sheet,
        data=data,
        alt=lambda text: " ".join((f"{text}.", gettext("Map."), _describe_plans(plans, statuses, names))),
        legend=[[make_part(Label(credit, shapes.name))]] if credit else (),
        sources=sources,
    )


def _list_statuses(
    plans: Mapping[str, Mapping[str, str]], outlines: Mapping[str, Rings], where: str, file: str
) -> list[str]:
    """Returns every status in the plans once, in order. Raises UsageError for a region without a shape, or too many."""
    for plan, found in plans.items():
        for region in found:
            if region not in outlines:
                raise UsageError(
                    f"{where}: {file} has no shape {region!r}, which {plan} needs"
                    f"{format_nearest(region, outlines)}; it has {', '.join(sorted(outlines))}"
                )
    statuses = list(dict.fromkeys(status for found in plans.values() for status in found.values()))
    if len(statuses) > len(_HATCHES):
        raise UsageError(
            f"{where}: found {len(statuses)} statuses ({', '.join(statuses)}); allowed: at most {len(_HATCHES)}, one "
            "for each pattern, so that no reader needs to see colours; give similar statuses one name."
        )
    return statuses


def _describe_plans(plans: Mapping[str, Mapping[str, str]], statuses: Sequence[str], names: Mapping[str, str]) -> str:
    """Returns one sentence a plan: each status with its regions."""
    return " ".join(
        f"{plan}: "
        + "; ".join(
            f"{status}: {', '.join(names.get(r, r) for r, s in found.items() if s == status)}"
            for status in statuses
            if status in found.values()
        )
        + "."
        for plan, found in plans.items()
    )


def read_shapes(path: Path) -> tuple[dict[str, Rings], tuple[float, ...], str]:
    """Returns region id -> rings of points, the viewBox as (x0, y0, x1, y1), and the credit in <desc>.

    Raises UsageError if the file is missing or not well-formed, or has no viewBox.
    """
    try:
        root = ElementTree.parse(path).getroot()
    except FileNotFoundError:
        raise UsageError(f"{path} is missing; put an SVG file with the shapes of the case's regions there") from None
    except (ElementTree.ParseError, ValueError) as error:  # the latter: an encoding that does not exist
        raise UsageError(f"{path} is not well-formed SVG: {error}") from None
    try:
        x, y, width, height = (float(part) for part in root.attrib["viewBox"].replace(",", " ").split())
    except (KeyError, ValueError):
        raise UsageError(
            f'{path} has no viewBox of four numbers; give its first element one, as in viewBox="0 0 800 600"'
        ) from None
    found = {
        element.attrib["id"]: _parse_rings(element.attrib.get("d", ""))
        for element in root.iter(f"{_SVG}path")
        if "id" in element.attrib
    }
    credit = root.findtext(f"{_SVG}desc") or ""
    return found, (x, y, x + width, y + height), " ".join(credit.split())


def _parse_rings(path: str) -> Rings:
    """Returns the points of an SVG path, ring by ring; of a curve only its end, which is exact enough here."""
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
                ahead, (numbers[-2] if size > 1 else 0, numbers[-1])
            )
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
    return [np.array(ring) for ring in rings if len(ring) > 2]


def find_outer_border(outlines: Mapping[str, Rings]) -> Rings:
    """Returns the outer border as open lines: all edges that belong to one region only."""
    whole = [np.rint(ring * 10).astype(np.int64) for rings in outlines.values() for ring in rings]
    least = np.min([ring.min(axis=0) for ring in whole], axis=0)
    codes = [((ring - least) << (20, 0)).sum(axis=1) for ring in whole]  # each point as one integer
    pairs = np.sort(np.stack([np.concatenate([np.roll(code, -1) for code in codes]), np.concatenate(codes)], 1), axis=1)
    pairs, count = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0, return_counts=True)
    beside: dict[int, list[int]] = {}
    for one, other in pairs[count == 1].tolist():
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    lines = []
    for start, ends in beside.items():
        while ends:
            line = [start]
            while beside[line[-1]]:
                line.append(beside[line[-1]].pop())
                beside[line[-1]].remove(line[-2])
            lines.append((np.stack([np.array(line) >> 20, np.array(line) & (1 << 20) - 1], 1) + least) / 10)
    return lines


@dataclass(frozen=True)
class _Map:
    """One map on a sheet: its upper left corner (inches), inches a unit of the shapes, and the shapes' viewBox."""

    sheet: Sheet
    corner: tuple[float, float]
    scale: float
    box: tuple[float, ...]

    def convert_to_inches(self, points: Ring) -> Ring:
        """Returns points of the shapes in inches on the sheet."""
        converted: Ring = (points - self.box[:2]) * self.scale + self.corner
        return converted

    def draw_areas(
        self, outlines: Mapping[str, Rings], found: Mapping[str, str], statuses: list[str], *, is_pale: bool = False
    ) -> None:
        """Draws every region; those with a status last, since their edges are stronger."""
        _draw_edges(
            self.sheet,
            [
                self.convert_to_inches(ring)
                for region, rings in outlines.items()
                if region not in found
                for ring in rings
            ],
            QUIET,
            0.4,
            closed=True,
        )
        for region, status in found.items():
            for ring in map(self.convert_to_inches, outlines[region]):
                _draw_area(self.sheet, ring, statuses.index(status), is_pale=is_pale)

    def draw_border(self, border: Rings) -> None:
        """Draws the outer border over the edges of all regions."""
        _draw_edges(self.sheet, [self.convert_to_inches(line) for line in border], INK, 0.7)

    def draw_letters(self, places: Mapping[str, Rings]) -> None:
        """Draws a letter in the middle of each region given, on a disc."""
        for letter, rings in places.items():
            x, y = self.convert_to_inches(find_centre(find_largest(rings)))
            self.sheet.draw_disc(x, y, _DISC_RADIUS)
            self.sheet.write_text(x - measure_text(letter, bold=True) / 2, y, letter, bold=True)


def _draw_legend(sheet: Sheet, statuses: list[str], has_blank: bool, land: Land) -> None:
    """Explains the patterns, regions without one if there are any, and what is held."""
    x, is_pale = 0.0, bool(land.held)
    for position, status in [*enumerate(statuses), *([(None, gettext("Not mentioned"))] if has_blank else [])]:
        if x and x + measure_text(status) + 0.26 > sheet.width:
            x, sheet.height = 0.0, sheet.height + LINE + 0.06
        y = sheet.height + 0.08
        corners = np.array([(x, y - 0.06), (x + 0.2, y - 0.06), (x + 0.2, y + 0.06), (x, y + 0.06)])
        _draw_area(sheet, corners, position, is_pale=is_pale)
        x = sheet.write_text(x + 0.26, y, status) + 0.22
    if is_pale:
        if x and x + land.measure_holder() > sheet.width:
            x, sheet.height = 0.0, sheet.height + LINE + 0.06
        land.draw_holder(sheet, x, sheet.height + 0.08)
    sheet.height += LINE + 0.06


def _draw_names(sheet: Sheet, names: Mapping[str, str]) -> None:
    """Draws the letters of the maps with the names of the regions."""
    x = 0.0
    for letter, name in names.items():
        wide = measure_text(letter, bold=True) + 0.05 + measure_text(name)
        if x and x + wide > sheet.width:
            x, sheet.height = 0.0, sheet.height + LINE + 0.02
        end = sheet.write_text(x, sheet.height + LINE / 2, letter, bold=True)
        x = sheet.write_text(end + 0.05, sheet.height + LINE / 2, name, colour=QUIET) + 0.16
    sheet.height += (LINE + 0.02) * bool(names)


def _draw_area(sheet: Sheet, points: Ring, position: int | None, *, is_pale: bool = False) -> None:
    """Draws an area in the colour and pattern of a status, by its position; blank if None. is_pale: below others."""

    def draw(canvas: Canvas) -> None:
        from matplotlib.patches import Polygon

        colour = "none" if position is None else get_series_colour(position)
        hatches = _PALE_HATCHES if is_pale else _HATCHES
        canvas.add_artist(
            Polygon(
                points,
                closed=True,
                facecolor=(colour, _PALE) if is_pale and position is not None else colour,
                edgecolor=QUIET if position is None or is_pale else INK,
                linewidth=0.4 if position is None or is_pale else 0.7,
                clip_on=False,
                hatch=hatches[position] if position else None,
            ),
            points[:, 1],
        )

    sheet.marks.append(draw)


def _draw_edges(sheet: Sheet, lines: Rings, colour: str, weight: float, *, closed: bool = False) -> None:
    """Draws many lines as one artist, which takes no longer than a few lines."""

    def draw(canvas: Canvas) -> None:
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        path = Path.make_compound_path(
            *(
                Path(line, closed=False)
                for line in ([np.concatenate([line, line[:1]]) for line in lines] if closed else lines)
            )
        )
        drawn = PathPatch(path, facecolor="none", edgecolor=colour, linewidth=weight, clip_on=False)
        canvas.add_artist(drawn, np.asarray(path.vertices)[:, 1])

    if lines:
        sheet.marks.append(draw)
