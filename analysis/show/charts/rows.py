"""Rows of a chart: a name beside what is drawn, or above it on a phone, and a key of the marks that the rows share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from analysis.messages import pgettext
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.drawing import INK
from analysis.show.charts.typeface import LINE, measure_text, wrap_text
from analysis.style.looks import Look
from analysis.wording.capitals import begin_with_capital

PAD = 0.08  # inches between a mark and its words
_MAX_NAME_SHARE = 0.34  # of the width, for the names beside what is drawn
_GAP = 0.1  # inches between two rows, at least


def measure_name_column(sheet: Sheet, names: Sequence[str], bold: str = "") -> float:
    """Returns where the drawing begins, in inches: right of the names, which are above it in a narrow drawing."""
    if sheet.narrow:
        return 0.01
    names, bold = [begin_with_capital(name) for name in names], begin_with_capital(bold)
    lines = [line for name in names for line in wrap_text(name, sheet.width * _MAX_NAME_SHARE, bold=name == bold)]
    return max(measure_text(line, bold=True) for line in lines) + 2 * PAD


def write_row_name(sheet: Sheet, name: str, left: float, depth: float) -> float:
    """Writes the name of a row, and moves down below the row; returns where the middle of what it holds is.

    left: where the drawing begins. depth: of what the row holds. All in inches. A name begins with a capital.
    """
    name = begin_with_capital(name)
    if sheet.narrow:
        lines = wrap_text(name, sheet.width, bold=True)
        sheet.write_lines(0, sheet.height + len(lines) * LINE / 2, lines, bold=True)
        sheet.height += len(lines) * LINE + 0.02
        middle = sheet.height + depth / 2
        sheet.height += depth + _GAP
        return middle
    lines = wrap_text(name, left - PAD)
    deep = max(depth, len(lines) * LINE)
    middle = sheet.height + deep / 2
    sheet.write_lines(0, middle, lines)
    sheet.height += deep + _GAP
    return middle


def list_letters() -> Iterator[str]:
    """Yields the letters that stand for names in a drawing: A to Z, then AA, AB and on.

    >>> next(list_letters())
    'A'
    """
    # translators: the capitals by which things are marked in your language, in order
    letters = pgettext("letters that mark things", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    yield from letters
    yield from (one + other for one in letters for other in letters)


def name_measure(sheet: Sheet, x: float, words: str, number: int | None = None) -> None:
    """Writes the name of a line across all rows above it, as near its middle as the sheet allows, and moves below it.

    x: where the line is, in inches. number: as for `Sheet.write_text`.
    """
    wide = measure_text(words, bold=True)
    start = max(min(x - wide / 2, sheet.width - wide), 0)
    sheet.write_text(start, sheet.height + LINE / 2, words, bold=True, number=number)
    sheet.height += LINE + 0.02


def draw_measures(sheet: Sheet, lines: Sequence[float], middle: float, depth: float) -> None:
    """Draws the part of a line across all rows that belongs to the row begun last; on a phone it leaves out the names.

    lines: where they are, in inches. middle, depth: of what the row holds, as in `write_row_name`.
    """
    top = middle - depth / 2 - 0.02 if sheet.narrow else sheet.rows[-1] - 0.03
    for x in lines:
        sheet.draw_line([x, x], [top, sheet.height - (_GAP - 0.03 if sheet.narrow else 0)], INK, 1.3, 3)


def draw_mark_key(sheet: Sheet, looks: Mapping[str, Look]) -> None:
    """Names each mark in a line of its own above the rows, in as many lines as it takes."""
    x = 0.08
    sheet.height += LINE
    for name, look in looks.items():
        if x > 0.08 and x + measure_text(name) + 0.3 > sheet.width:
            x, sheet.height = 0.08, sheet.height + LINE + 0.04
        sheet.draw_dot(x, sheet.height - LINE / 2, look.mark, look.colour)
        *above, last = wrap_text(name, sheet.width - 0.3) or [""]
        sheet.write_lines(x + 0.11, sheet.height + (len(above) / 2 - 1) * LINE, above)
        sheet.height += len(above) * LINE
        x = sheet.write_text(x + 0.11, sheet.height - LINE / 2, last) + 0.22
    sheet.height += 0.08


def spread_labels(wanted: Sequence[float], apart: float) -> list[float]:
    """Returns heights near the wanted ones, in the same order, at least so far apart.

    >>> spread_labels([1.0, 1.0, 3.0], 0.5)
    [0.75, 1.25, 3.0]
    """
    groups: list[tuple[list[int], float]] = []  # positions, and the middle of their labels
    for at in sorted(range(len(wanted)), key=lambda position: wanted[position]):
        groups.append(([at], wanted[at]))
        while len(groups) > 1 and _find_edge(groups[-2], apart, 1) > _find_edge(groups[-1], apart, -1) + 1e-9:
            members = groups[-2][0] + groups[-1][0]
            groups[-2:] = [(members, sum(wanted[one] for one in members) / len(members))]
    places = [0.0] * len(wanted)
    for members, middle in groups:
        for position, at in enumerate(members):
            places[at] = middle + (position - (len(members) - 1) / 2) * apart
    return places


def _find_edge(group: tuple[list[int], float], apart: float, side: int) -> float:
    return group[1] + side * len(group[0]) * apart / 2
