"""A stacked ladder: parts that make a whole, one below the other, each beginning where the last one ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.show.charts import canvas as drawing
from analysis.show.charts.bars import PAD, ROWS, THICK, beside, reach, told, whisker
from analysis.show.charts.canvas import INK, QUIET, Sheet
from analysis.show.charts.figure import WHISKERS, Chart, assemble, rows_of
from analysis.show.number import written
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

    rows = rows_of(frame, key, label, [value])
    whole = total.label or total.how
    values = [estimate.to(total.unit) for _, (estimate,) in rows]
    sums = [sum(estimate.value for estimate in values[:n]) for n in range(len(values) + 1)]
    sizes = [written(estimate, spec) for _, (estimate,) in rows] + [written(total, spec)]
    ends = [
        0.0,
        *(
            start + end
            for start, e in zip((*sums[:-1], 0.0), (*values, total), strict=True)
            for end in (*reach(e), e.value)
        ),
    ]

    rising = all(estimate.value >= 0 for estimate in values)

    def lay(width: float) -> Sheet:
        sheet = Sheet(width)
        left = beside(sheet, [name for name, _ in rows] + [whole], bold=whole)
        column = 0 if sheet.narrow else max(drawing.text_width(size, bold=True) for size in sizes) + PAD
        scale = (width - left - column - 0.02) / ((max(ends) - min(ends)) or 1)
        zero = left - min(ends) * scale
        for at, ((name, _), estimate) in enumerate(zip(rows, values, strict=True)):
            _rung(
                sheet,
                name,
                (sizes[at], at),
                estimate,
                zero + sums[at] * scale,
                scale,
                (left, width - column + PAD),
                drawing.series(at if rising else int(estimate.value < 0)),
            )
        _rung(sheet, whole, (sizes[-1], len(rows)), total, zero, scale, (left, width - column + PAD), "")
        sheet.height -= ROWS - 0.02
        return sheet

    last = pd.DataFrame({label: [Label(whole, total.name)], value: [total]}, dtype=object)
    data = table(
        pd.concat([frame[[label, value]], last]),
        "Data behind the figure",
        key=key,
        columns={label: label.replace("_", " "), value: value.replace("_", " ")},
    )
    unsure = any(low < high for low, high in map(reach, (*values, total)))
    return assemble(
        title,
        places,
        key=key,
        lay=lay,
        data=data,
        keys=[[WHISKERS]] * unsure,
        alt=lambda text: told(text, rows, [""], f"Together they make {whole}, {written(total)}."),
    )


def _rung(
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
        end = sheet.text(0, top + drawing.LINE / 2, name, bold=True) + PAD
        if end + drawing.text_width(size) > sheet.width:
            sheet.height += drawing.LINE
            end = 0
        sheet.text(end, sheet.height + drawing.LINE / 2, size, number=number)
        sheet.height += drawing.LINE + 0.03
    else:
        lines = drawing.wrapped(name, left - 2 * PAD, bold=whole)
        sheet.height += max(0, len(lines) * drawing.LINE - THICK) / 2
        sheet.texts(0, sheet.height + THICK / 2, lines, bold=whole)
        sheet.text(column, sheet.height + THICK / 2, size, bold=True, number=number)
    y, length = sheet.height, estimate.value * scale
    if whole:
        sheet.frame(min(start, start + length), y, abs(length), THICK)
    else:
        sheet.bar(start, y, length, THICK, colour)
        if not sheet.narrow:
            sheet.line([start + length] * 2, [y + THICK, y + THICK + ROWS], QUIET, 0.8)
    whisker(sheet, estimate, start, scale, y + THICK / 2, drawing.upon(colour) if colour else INK)
    sheet.height = max(y + THICK, top + len(lines) * drawing.LINE) + ROWS
