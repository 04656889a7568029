"""A stacked ladder: parts that make a whole, one below the other, each beginning where the one above ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.show.charts import canvas
from analysis.show.charts.bars import (
    BAR_DEPTH,
    PAD,
    ROW_GAP,
    describe_bars,
    draw_interval,
    get_finite_interval,
    measure_name_column,
)
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.drawing import INK, QUIET
from analysis.show.charts.figure import INTERVAL_LEGEND, Chart, build_chart, collect_rows, convert_to_one_unit
from analysis.show.charts.typeface import LINE, measure_text, wrap_text
from analysis.show.frame import open_frame
from analysis.show.number import format_estimate
from analysis.show.table import table
from analysis.wording.capitals import begin_with_capital

if TYPE_CHECKING:
    import pandas as pd


def ladder(
    frame: pd.DataFrame, title: str, *, key: str, label: str, value: str, total: Estimate, spec: str = "", **places: Any
) -> Chart:
    """Returns a ladder chart: each bar begins where the one above ends, and the last bar is the whole.

    frame: the parts in order, one a row. title: a finding; may have places, filled from `places` as in `say`.
    key: a stable name, for cross-references. label: column of names. value: column of Estimates; a negative one leads
    back. total: what they add up to; the parts are drawn in its unit. spec: number format of the labels (see
    `analysis.wording.numbers.format_number`).
    Each interval is drawn from the beginning of its bar. The parts have one colour, those that take away another one.
    Raises UsageError if a column is missing, there are no rows, or a part measures something else than the total;
    UntracedNumber for a value that is not an Estimate.

    >>> import pandas as pd
    >>> from analysis import ladder, number
    >>> loans, grants = number(300, "USD"), number(500, "USD")
    >>> frame = pd.DataFrame({"source": ["Loans", "Grants"], "amount": [loans, grants]})
    >>> whole = (loans + grants).named("total", "all funds")
    >>> ladder(frame, "Grants are the larger part", key="funds", label="source", value="amount", total=whole).alt
    'Bar chart. Grants are the larger part. Loans: $300; Grants: $500. Together they make all funds, $800.'
    """
    import pandas as pd

    frame = open_frame(frame, f"chart {key!r}")
    rows = collect_rows(frame, key, label, [value])
    rungs = _build_rungs(rows, total, key, spec)
    whole = total.label or total.how
    last = pd.DataFrame({label: [Label(rungs[-1].name, total.name)], value: [total]}, dtype=object)
    data = table(
        pd.concat([frame[[label, value]], last]),
        "Data behind the figure",
        key=key,
        columns={label: label.replace("_", " "), value: value.replace("_", " ")},
    )
    has_intervals = any(low < high for low, high in (get_finite_interval(rung.estimate) for rung in rungs))
    return build_chart(
        title,
        places,
        key=key,
        draw=lambda width: _draw_sheet(width, rungs),
        data=data,
        legend=[[INTERVAL_LEGEND]] if has_intervals else [],
        alt=lambda text: describe_bars(text, rows, [""], f"Together they make {whole}, {format_estimate(total)}."),
    )


@dataclass(frozen=True)
class _Rung:
    """One bar of the ladder: a part, or the whole. start: where it begins, in the unit of the estimate."""

    name: str
    number_text: str
    estimate: Estimate
    start: float
    is_whole: bool = False


def _build_rungs(rows: Sequence[tuple[str, list[Estimate]]], total: Estimate, key: str, spec: str) -> list[_Rung]:
    """Returns the parts in the unit of the total, and last the whole."""
    whole = total.label or total.how
    _, *drawn = convert_to_one_unit([(whole, [total]), *rows], key)
    rungs: list[_Rung] = []
    for (name, (estimate,)), (part,) in zip(rows, drawn, strict=True):
        start = sum(rung.estimate.value for rung in rungs)
        rungs.append(_Rung(name, format_estimate(estimate, spec), part, start))
    return [*rungs, _Rung(begin_with_capital(whole), format_estimate(total, spec), total, 0.0, is_whole=True)]


def _draw_sheet(width: float, rungs: Sequence[_Rung]) -> Sheet:
    """Returns the drawing for a width in inches, at the largest scale at which every bar and interval is on it."""
    sheet = Sheet(width)
    left = measure_name_column(sheet, [rung.name for rung in rungs], bold=rungs[-1].name)
    column = 0 if sheet.narrow else max(measure_text(rung.number_text, bold=True) for rung in rungs) + PAD
    ends = [rung.start + end for rung in rungs for end in (*get_finite_interval(rung.estimate), rung.estimate.value)]
    least, most = min(0.0, *ends), max(0.0, *ends)
    scale = (width - left - column - 0.02) / ((most - least) or 1)
    zero = left - least * scale
    sheet.end_row()
    for at, rung in enumerate(rungs):
        colour = canvas.get_series_colour(int(rung.estimate.value < 0))
        _draw_rung(sheet, rung, at, zero + rung.start * scale, scale, (left, width - column + PAD), colour)
        sheet.end_row()
    sheet.height = sheet.rows[-1] = sheet.height - (ROW_GAP - 0.02)
    return sheet


def _draw_rung(
    sheet: Sheet, rung: _Rung, number: int, start: float, scale: float, edges: tuple[float, float], colour: str
) -> None:
    """Draws one bar (the whole in outline) with its name and number, and moves down below it.

    number: its position in the data. start: where it begins, in inches. scale: inches a unit.
    edges: where the bars begin at the left, and where the column of numbers begins, in inches.
    """
    (left, column), estimate = edges, rung.estimate
    top = sheet.height
    lines = []
    if sheet.narrow:
        *above, last = wrap_text(rung.name, sheet.width, bold=True) or [""]
        sheet.write_lines(0, top + len(above) * LINE / 2, above, bold=True)
        sheet.height += len(above) * LINE
        end = sheet.write_text(0, sheet.height + LINE / 2, last, bold=True) + PAD
        if end + measure_text(rung.number_text) > sheet.width:
            sheet.height += LINE
            end = 0
        sheet.write_text(end, sheet.height + LINE / 2, rung.number_text, number=number)
        sheet.height += LINE + 0.03
    else:
        lines = wrap_text(rung.name, left - 2 * PAD, bold=rung.is_whole)
        sheet.height += max(0, len(lines) * LINE - BAR_DEPTH) / 2
        sheet.write_lines(0, sheet.height + BAR_DEPTH / 2, lines, bold=rung.is_whole)
        sheet.write_text(column, sheet.height + BAR_DEPTH / 2, rung.number_text, bold=True, number=number)
    y, length = sheet.height, estimate.value * scale
    if rung.is_whole:
        sheet.draw_outline(min(start, start + length), y, abs(length), BAR_DEPTH)
    else:
        sheet.draw_bar(start, y, length, BAR_DEPTH, colour)
        if not sheet.narrow:
            sheet.draw_line([start + length] * 2, [y + BAR_DEPTH, y + BAR_DEPTH + ROW_GAP], QUIET, 0.8)
    on_bar = INK if rung.is_whole else canvas.choose_legible_colour(colour)
    draw_interval(sheet, estimate, start, scale, y + BAR_DEPTH / 2, on_bar)
    sheet.height = max(y + BAR_DEPTH, top + len(lines) * LINE) + ROW_GAP
