"""A stacked ladder: parts that make a whole, one below the other, each beginning where the last one ended."""

from __future__ import annotations

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
from analysis.show.charts.canvas import INK, QUIET, Sheet
from analysis.show.charts.figure import INTERVAL_LEGEND, Chart, build_chart, collect_rows
from analysis.show.number import format_estimate
from analysis.show.table import table

if TYPE_CHECKING:
    import pandas as pd


def ladder(
    frame: pd.DataFrame, title: str, *, key: str, label: str, value: str, total: Estimate, spec: str = "", **places: Any
) -> Chart:
    """Returns a stacked ladder: each row's bar begins where the last one ended, and the last bar is the whole.

    frame: rungs in order, label and Estimate. total: what the rungs add up to. Each interval is drawn from its
    rung's own beginning. Where some rungs lead down, those that lead up share one colour, and those that lead down
    another.
    """
    import pandas as pd

    rows = collect_rows(frame, key, label, [value])
    whole = total.label or total.how
    values = [estimate.to(total.unit) for _, (estimate,) in rows]
    sums = [sum(estimate.value for estimate in values[:n]) for n in range(len(values) + 1)]
    sizes = [format_estimate(estimate, spec) for _, (estimate,) in rows] + [format_estimate(total, spec)]
    ends = [
        0.0,
        *(
            start + end
            for start, e in zip((*sums[:-1], 0.0), (*values, total), strict=True)
            for end in (*get_finite_interval(e), e.value)
        ),
    ]

    rising = all(estimate.value >= 0 for estimate in values)

    def draw_sheet(width: float) -> Sheet:
        sheet = Sheet(width)
        left = measure_name_column(sheet, [name for name, _ in rows] + [whole], bold=whole)
        column = 0 if sheet.narrow else max(canvas.measure_text(size, bold=True) for size in sizes) + PAD
        scale = (width - left - column - 0.02) / ((max(ends) - min(ends)) or 1)
        zero = left - min(ends) * scale
        for at, ((name, _), estimate) in enumerate(zip(rows, values, strict=True)):
            _draw_rung(
                sheet,
                name,
                (sizes[at], at),
                estimate,
                zero + sums[at] * scale,
                scale,
                (left, width - column + PAD),
                canvas.get_series_colour(at if rising else int(estimate.value < 0)),
            )
        _draw_rung(sheet, whole, (sizes[-1], len(rows)), total, zero, scale, (left, width - column + PAD), "")
        sheet.height -= ROW_GAP - 0.02
        return sheet

    last = pd.DataFrame({label: [Label(whole, total.name)], value: [total]}, dtype=object)
    data = table(
        pd.concat([frame[[label, value]], last]),
        "Data behind the figure",
        key=key,
        columns={label: label.replace("_", " "), value: value.replace("_", " ")},
    )
    unsure = any(low < high for low, high in map(get_finite_interval, (*values, total)))
    return build_chart(
        title,
        places,
        key=key,
        lay=draw_sheet,
        data=data,
        keys=[[INTERVAL_LEGEND]] * unsure,
        alt=lambda text: describe_bars(text, rows, [""], f"Together they make {whole}, {format_estimate(total)}."),
    )


def _draw_rung(
    sheet: Sheet,
    name: str,
    said: tuple[str, int],
    estimate: Estimate,
    start: float,
    scale: float,
    edges: tuple[float, float],
    colour: str,
) -> None:
    """Draws one rung (the whole, in outline, if it has no colour) with name and number, and moves down past it.

    start: where it begins, in inches; edges: where the bars begin at the left, and where the numbers stand.
    """
    (size, number), (left, column), whole = said, edges, not colour
    top = sheet.height
    lines = []
    if sheet.narrow:
        end = sheet.write_text(0, top + canvas.LINE / 2, name, bold=True) + PAD
        if end + canvas.measure_text(size) > sheet.width:
            sheet.height += canvas.LINE
            end = 0
        sheet.write_text(end, sheet.height + canvas.LINE / 2, size, number=number)
        sheet.height += canvas.LINE + 0.03
    else:
        lines = canvas.wrap_text(name, left - 2 * PAD, bold=whole)
        sheet.height += max(0, len(lines) * canvas.LINE - BAR_DEPTH) / 2
        sheet.write_lines(0, sheet.height + BAR_DEPTH / 2, lines, bold=whole)
        sheet.write_text(column, sheet.height + BAR_DEPTH / 2, size, bold=True, number=number)
    y, length = sheet.height, estimate.value * scale
    if whole:
        sheet.draw_outline(min(start, start + length), y, abs(length), BAR_DEPTH)
    else:
        sheet.draw_bar(start, y, length, BAR_DEPTH, colour)
        if not sheet.narrow:
            sheet.draw_line([start + length] * 2, [y + BAR_DEPTH, y + BAR_DEPTH + ROW_GAP], QUIET, 0.8)
    draw_interval(
        sheet, estimate, start, scale, y + BAR_DEPTH / 2, canvas.choose_legible_colour(colour) if colour else INK
    )
    sheet.height = max(y + BAR_DEPTH, top + len(lines) * canvas.LINE) + ROW_GAP
