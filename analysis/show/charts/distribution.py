"""How the random draws of one number are spread: a column for each step of the axis, as high as its draws are many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.errors import UntracedNumber, UsageError
from analysis.estimates.constructors import number, replace_interval
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import gettext, mark_message
from analysis.show.charts.axis import Axis, draw_axis, draw_grid, name_unit, read_subtitle, write_subtitle
from analysis.show.charts.canvas import Sheet, get_series_colour
from analysis.show.charts.drawing import INK, QUIET
from analysis.show.charts.figure import Chart, build_chart, caption_data
from analysis.show.charts.typeface import LINE, measure_text
from analysis.show.number import format_estimate
from analysis.show.table import table
from analysis.wording.numbers import format_magnitude

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

_COLUMNS, _TAIL = 40, 0.005  # columns; the share of the draws that is left out at either end of the axis
_GAP_OF_WORDS = 0.3  # inches between the two ends, written below their line
_HEIGHT, _GAP = 1.2, 0.01  # inches of the highest column, and between two
_POINTS = (  # of the draws: share, name in results.json, what it is called
    (0.05, "low", mark_message("One draw in twenty is below")),
    (0.25, "lower_quarter", mark_message("A quarter is below")),
    (0.5, "median", mark_message("Half are below (the median)")),
    (0.75, "upper_quarter", mark_message("A quarter is above")),
    (0.95, "high", mark_message("One draw in twenty is above")),
)
_SUBTITLE = mark_message("Ten thousand random draws of every claim within its range")


def distribution(
    estimate: Estimate, title: str, *, key: str, spec: str = "", subtitle: str | Label = "", **places: Any
) -> Chart:
    """Returns the spread of the random draws of a number: columns on its axis, its value, and where nine of ten are.

    estimate: a number with a range. title: a finding; may have places, filled from `places` as in `say`. key: a stable
    name, for cross-references. spec: number format (see `analysis.wording.numbers.format_number`). subtitle: what is
    drawn, without digits. The data behind the figure are the number and five points of its draws, in order.
    At either end the last half per cent of the draws is not drawn. How draws are made: `Estimate.draws`.
    Raises UntracedNumber for what is not an Estimate, or a digit in the subtitle; UsageError for a number without a
    range, all of whose draws are the same.

    >>> from analysis import compare, distribution, load_case
    >>> gap = compare.reconstruction.gap(load_case())
    >>> distribution(gap, "The gap is hardly below {gap}", key="draws", gap=gap).data.rows[3][1].text
    '$729.3 billion'
    """
    where = f"chart {key!r}"
    if not isinstance(estimate, Estimate):
        raise UntracedNumber(f"{where}: {estimate!r} leads to no claim; draw an Estimate.")
    above = read_subtitle(subtitle, where) or ", ".join(filter(None, (gettext(_SUBTITLE), name_unit(estimate.unit))))
    draws = estimate.draws()
    if not np.isfinite(draws).all() or draws.min() == draws.max():
        raise UsageError(
            f"{where}: {estimate!r} has no range that could be drawn, as no claim beneath it has one; give a number "
            "with a range, or show it with say(...)."
        )
    points = [_find_point(estimate, draws, *point) for point in _POINTS]
    data = table(_list_points(estimate, points), caption_data(), key=key)
    said = "; ".join(f"{point.label}: {format_estimate(point, spec)}" for point in points)
    return build_chart(
        title,
        places,
        key=key,
        draw=lambda width: _draw_sheet(width, estimate, draws, points, spec, above),
        data=data,
        alt=lambda text: " ".join((f"{text}.", gettext("Distribution."), f"{above}.", f"{said}.")),
    )


def _find_point(estimate: Estimate, draws: NDArray[np.float64], share: float, name: str, label: str) -> Estimate:
    """Returns what a share of the draws is below, in the unit of the number and leading to its claims."""
    value = float(np.quantile(draws, share))
    what = gettext(
        "what {share} of {count} random draws of {number} are below",
        share=format_magnitude(share * 100, "percent"),
        count=format_magnitude(len(draws), "item", exact=True),
        number=estimate.label or estimate.how,
    )
    found = replace_interval(number(value, estimate.unit, what), value, value, estimate)
    return found.named(f"{estimate.name or 'number'}.draws.{name}", gettext(label))


def _list_points(estimate: Estimate, points: list[Estimate]) -> pd.DataFrame:
    """Returns what the chart prints: the number itself, then the points of its draws."""
    import pandas as pd

    names = [gettext("The number itself"), *(point.label for point in points)]
    return pd.DataFrame({"draws": names, "value": [estimate, *points]}, dtype=object)


def _draw_sheet(
    width: float, estimate: Estimate, draws: NDArray[np.float64], points: list[Estimate], spec: str, subtitle: str
) -> Sheet:
    """Returns the drawing for a width in inches."""
    sheet = Sheet(width)
    write_subtitle(sheet, subtitle)
    low, high = (float(end) for end in np.quantile(draws, (_TAIL, 1 - _TAIL)))
    low, high = min(low, estimate.value), max(high, estimate.value)
    if low == high:  # nearly all draws are one value
        low, high = float(draws.min()), float(draws.max())
    axis = Axis(low, high, estimate.unit, 0.1, width - 0.2)
    counts, edges = np.histogram(draws, bins=_COLUMNS, range=(low, high))
    _write_mark(sheet, axis, estimate.value, f"{format_estimate(estimate, spec)}")
    top, foot = sheet.height + 0.06, sheet.height + 0.06 + _HEIGHT
    for count, start, end in zip(counts, edges, edges[1:], strict=False):
        depth = _HEIGHT * float(count / counts.max())
        inside = points[0].value <= (start + end) / 2 <= points[-1].value
        colour = get_series_colour(0) if inside else QUIET
        if depth:
            sheet.draw_bar(axis(start) + _GAP / 2, foot - depth, axis(end) - axis(start) - _GAP, depth, colour)
    x = axis(estimate.value)
    sheet.draw_line([x, x], [top - 0.06, foot], INK, 1.2, 3)
    sheet.draw_line([axis(low), axis(high)], [foot, foot], QUIET, 0.8)
    sheet.height = foot + 0.03
    ticks = draw_axis(sheet, axis)
    draw_grid(sheet, ticks, top, foot)
    _draw_middle(sheet, axis, points, spec)
    return sheet


def _write_mark(sheet: Sheet, axis: Axis, value: float, words: str) -> None:
    """Writes what the line at a value means above it, within the sheet."""
    wide = measure_text(words, bold=True)
    x = min(max(axis(value) - wide / 2, 0.0), max(sheet.width - wide, 0.0))
    sheet.write_text(x, sheet.height + LINE / 2, words, bold=True, number=0)
    sheet.height += LINE


def _draw_middle(sheet: Sheet, axis: Axis, points: list[Estimate], spec: str) -> None:
    """Draws the stretch that holds nine draws of ten below the axis, and writes where it ends."""
    y, start, end = sheet.height + 0.07, axis(points[0].value), axis(points[-1].value)
    sheet.draw_line([start, end], [y, y], get_series_colour(0), 2.5, 2)
    words, (low, high) = (
        gettext("nine draws of ten"),
        (format_estimate(point, spec) for point in (points[0], points[-1])),
    )
    middle = min(max((start + end) / 2, measure_text(low) + _GAP_OF_WORDS), sheet.width - measure_text(high))
    first, second = y + 0.07 + LINE / 2, y + 0.07 + 1.5 * LINE
    sheet.write_text(min(max(middle - measure_text(words) / 2, 0.0), sheet.width - measure_text(words)), first, words)
    left = max(min(start, middle - measure_text(low) - _GAP_OF_WORDS / 2), 0.0)
    sheet.write_text(left, second, low, number=1)
    right = max(min(end, sheet.width) - measure_text(high), middle + _GAP_OF_WORDS / 2)
    sheet.write_text(min(right, sheet.width - measure_text(high)), second, high, number=len(points))
    sheet.height = y + 0.1 + 2 * LINE
