"""A slope chart: one line a row, from stop to stop, such as each party's share under one plan after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.errors import UsageError
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import gettext
from analysis.show.charts.axis import Axis, choose_subtitle, pad_span, write_subtitle
from analysis.show.charts.bars import describe_bars
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.drawing import QUIET, RULE
from analysis.show.charts.figure import Chart, build_chart, caption_data, collect_rows, convert_to_one_unit
from analysis.show.charts.meaning import find_looks
from analysis.show.charts.rows import PAD, spread_labels
from analysis.show.charts.typeface import LINE, measure_text, wrap_text
from analysis.show.frame import open_frame
from analysis.show.number import format_estimate
from analysis.show.other_frames import AnyFrame
from analysis.show.table import table
from analysis.wording.headings import name_column

_HEIGHT = 2.0  # inches from the least to the greatest value
_MAX_NAME_SHARE = 0.3  # of the width, for the names at the end of the lines
_CLEAR, _MOST_STEPS = 0.1, 12  # inches from a line to the middle of a number beside it; heights that are tried
_BESIDE = 0.075  # inches between two dots at least, so that lines with the same numbers are all seen


def slope(
    frame: AnyFrame,
    title: str,
    *,
    key: str,
    label: str,
    value: Mapping[str, str | Label],
    with_zero: bool = True,
    spec: str = "",
    subtitle: str | Label = "",
    **places: Any,
) -> Chart:
    """Returns a slope chart: one line a row through its numbers at two or more stops, with its name at the end.

    title: a finding; may have places, filled from `places` as in `say`. key: a stable name, for cross-references.
    label: column of names; parties and plans have their own colours and marks. value: column of Estimates -> the name
    of its stop, in order. with_zero: whether the scale begins at 0. spec: number format (see
    `analysis.wording.numbers.format_number`). subtitle: what is measured and in which unit, without digits.
    Lines with the same numbers are drawn beside each other, and a number that several share at a stop is written once.
    Raises UsageError if a column is missing, there are no rows or fewer than two stops, or the numbers measure
    different things; UntracedNumber for a value that is not an Estimate, or a digit in the subtitle.

    >>> import pandas as pd
    >>> from analysis import number, slope
    >>> frame = pd.DataFrame({"side": ["North"], "first": [number(11, "item")], "last": [number(17, "item")]})
    >>> slope(frame, "North gains", key="gains", label="side", value={"first": "first plan", "last": "last"}).alt
    'Slope chart. North gains. Number. North: 11 first plan, 17 last.'
    """
    where = f"chart {key!r}"
    if len(value) < 2:
        raise UsageError(
            f"{where}: found {len(value)} stops; allowed: two or more, from one to the next of which a line runs."
        )
    opened = open_frame(frame, where)
    rows = collect_rows(opened, key, label, list(value))
    drawn = convert_to_one_unit(rows, key)
    cells, stops = list(opened[label]), list(map(str, value.values()))
    texts = [[format_estimate(estimate, spec) for estimate in found] for _, found in rows]
    said = choose_subtitle(subtitle, drawn[0], [], where)
    data = table(opened, caption_data(), key=key, columns={label: name_column(label), **value})
    return build_chart(
        title,
        places,
        key=key,
        draw=lambda width: _draw_sheet(width, cells, drawn, texts, stops, said, with_zero),
        data=data,
        alt=lambda text: describe_bars(text, rows, stops, said, kind=gettext("Slope chart.")),
    )


def _draw_sheet(
    width: float,
    cells: Sequence[object],
    rows: Sequence[Sequence[Estimate]],
    texts: Sequence[Sequence[str]],
    stops: Sequence[str],
    subtitle: str,
    with_zero: bool,
) -> Sheet:
    sheet = Sheet(width)
    write_subtitle(sheet, subtitle)
    looks = find_looks(cells)
    values = [[estimate.value for estimate in row] for row in rows]
    flat = [one for row in values for one in row] + [0.0] * with_zero
    names = [wrap_text(str(cell), width * _MAX_NAME_SHARE) for cell in cells]
    numbers = [max(measure_text(row[at], bold=True) for row in texts) for at in (0, -1)]
    left = numbers[0] + 0.14
    right = width - numbers[1] - max(measure_text(line) for lines in names for line in lines) - 0.26
    xs = [left + (right - left) * at / (len(stops) - 1) for at in range(len(stops))]
    _write_stops(sheet, stops, xs)
    top = sheet.height + LINE / 2
    axis = Axis(*pad_span(min(flat), max(flat), share=0.0), rows[0][0].unit, 0.0, _HEIGHT)
    exact = [[top + _HEIGHT - axis(one) for one in row] for row in values]
    by_stop = [spread_labels(found, _BESIDE) for found in zip(*exact, strict=True)]
    ys = [list(row) for row in zip(*by_stop, strict=True)]
    for x in xs:
        sheet.draw_line([x, x], [top - 0.05, top + _HEIGHT + 0.05], RULE, 0.8, 0)
    apart = max(len(lines) for lines in names) * LINE
    firsts, lasts = spread_labels([row[0] for row in ys], LINE), spread_labels([row[-1] for row in ys], apart)
    taken: list[tuple[int, float]] = []  # stops with the heights of the numbers beside their dots
    for at, cell in enumerate(cells):
        look = looks[str(cell)]
        sheet.draw_line(xs, ys[at], look.colour, 2.2, 2)
        for place, (x, y) in enumerate(zip(xs, ys[at], strict=True)):
            sheet.draw_dot(x, y, look.mark, look.colour, size=6)
            text = texts[at][place]
            is_written = any(row[place] == text for row in texts[:at])  # beside the dot of another with the same number
            if 0 < place < len(xs) - 1 and not is_written:
                wide = measure_text(text)
                height = _find_clear_height(xs, ys, place, y, wide, taken)
                taken.append((place, height))
                sheet.write_text(x - wide / 2, height, text, colour=QUIET, number=at * len(xs) + place)
        sheet.write_text(
            left - PAD - measure_text(texts[at][0], bold=True), firsts[at], texts[at][0], bold=True, number=at * len(xs)
        )
        end = sheet.write_text(right + PAD, lasts[at], texts[at][-1], bold=True, number=(at + 1) * len(xs) - 1)
        sheet.write_lines(end + 0.08, lasts[at], names[at])
    sheet.height = max([top + _HEIGHT, *firsts, *lasts]) + apart / 2 + 0.04
    return sheet


def _find_clear_height(
    xs: Sequence[float],
    ys: Sequence[Sequence[float]],
    stop: int,
    y: float,
    wide: float,
    taken: Sequence[tuple[int, float]],
) -> float:
    """Returns the height, nearest to that of a dot, at which a number of this width meets no line; all in inches.

    xs: of the stops. ys: of each line at each stop. taken: stops and heights of the numbers that are there already.
    """
    across = [xs[stop] + share * (wide / 2 + 0.03) for share in (-1, -0.5, 0, 0.5, 1)]
    drawn = [height for line in ys for height in _interpolate(across, xs, line)]
    drawn += [height for place, height in taken if place == stop]
    steps = range(_MOST_STEPS)
    wanted = [y + side * (0.15 + 0.03 * step) for step in steps for side in (-1, 1)]
    return next((one for one in wanted if all(abs(one - height) > _CLEAR for height in drawn)), y - 0.15)


def _interpolate(across: Sequence[float], xs: Sequence[float], line: Sequence[float]) -> list[float]:
    """Returns the heights of a line at these places."""
    import numpy as np

    return [float(height) for height in np.interp(across, xs, line)]


def _write_stops(sheet: Sheet, stops: Sequence[str], xs: Sequence[float]) -> None:
    """Writes the names of the stops above their lines, each within its share of the width."""
    room = (xs[1] - xs[0]) * (0.94 if len(xs) > 2 else 0.6)
    lines = [wrap_text(name, room) for name in stops]
    deep = max(map(len, lines)) * LINE
    for found, x in zip(lines, xs, strict=True):
        for position, line in enumerate(found):
            start = min(max(x - measure_text(line, bold=True) / 2, 0), sheet.width - measure_text(line, bold=True))
            y = sheet.height + deep - (len(found) - position - 0.5) * LINE
            sheet.write_text(start, y, line, bold=True)
    sheet.height += deep + 0.08
