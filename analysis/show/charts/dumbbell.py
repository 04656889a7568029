"""A dumbbell chart: two or more dots a row, joined by a line, such as a distance under one plan and under the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import gettext
from analysis.show.charts.axis import Axis, choose_subtitle, draw_axis, draw_grid, pad_span, span_values, write_subtitle
from analysis.show.charts.bars import describe_bars
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.certainty import draw_point, judge_certainty, list_key
from analysis.show.charts.drawing import QUIET
from analysis.show.charts.figure import Chart, build_chart, caption_data, collect_rows, convert_to_one_unit
from analysis.show.charts.meaning import find_looks
from analysis.show.charts.rows import PAD, draw_mark_key, measure_name_column, write_row_name
from analysis.show.charts.typeface import measure_text
from analysis.show.frame import open_frame
from analysis.show.number import format_estimate
from analysis.show.other_frames import AnyFrame
from analysis.show.table import table
from analysis.wording.headings import name_column

_DEPTH = 0.18  # inches of a row
_LINE = 2.2  # points of the line between two dots


def dumbbell(
    frame: AnyFrame,
    title: str,
    *,
    key: str,
    label: str,
    value: Mapping[str, str | Label],
    with_zero: bool = True,
    with_ranges: bool = False,
    spec: str = "",
    subtitle: str | Label = "",
    beside: Mapping[str, str | Label] | None = None,
    **places: Any,
) -> Chart:
    """Returns a dumbbell chart: a dot for each of several numbers a row, joined by a line, the outer two with numbers.

    title: a finding; may have places, filled from `places` as in `say`. key: a stable name, for cross-references.
    label: column of names. value: column of Estimates -> what its dots are, such as the Label of a plan; parties
    and plans have their own colours and marks. with_zero: whether the axis begins at 0. with_ranges: whether what is
    unsure of each dot is drawn too. spec: number format (see `analysis.wording.numbers.format_number`). subtitle:
    what is measured and in which unit, without digits. beside: further columns -> their headings in the data behind
    the figure.
    Raises UsageError if a column is missing, there are no rows, or the numbers measure different things;
    UntracedNumber for a value that is not an Estimate, or a digit in the subtitle.

    >>> import pandas as pd
    >>> from analysis import dumbbell, parameter
    >>> frame = pd.DataFrame({"who": ["North"], "then": [parameter("a", 0.2)], "now": [parameter("b", 0.5)]})
    >>> dumbbell(frame, "Farther now", key="far", label="who", value={"then": "before", "now": "after"}).alt
    'Dumbbell chart. Farther now. North: 0.2 before, 0.5 after.'
    """
    where = f"chart {key!r}"
    opened = open_frame(frame, where)
    rows = collect_rows(opened, key, label, list(value))
    drawn = convert_to_one_unit(rows, key)
    said = choose_subtitle(subtitle, drawn[0], [], where)
    names = [name for name, _ in rows]
    texts = [[format_estimate(estimate, spec) for estimate in found] for _, found in rows]
    data = table(opened, caption_data(), key=key, columns={label: name_column(label), **value, **(beside or {})})
    shown = [judge_certainty(estimate) for found in drawn for estimate in found] if with_ranges else []
    return build_chart(
        title,
        places,
        key=key,
        draw=lambda width: _draw_sheet(width, names, drawn, texts, list(value.values()), said, with_zero, with_ranges),
        data=data,
        alt=lambda text: describe_bars(
            text, rows, list(map(str, value.values())), said, kind=gettext("Dumbbell chart.")
        ),
        legend=list_key(shown),
    )


def _draw_sheet(
    width: float,
    names: Sequence[str],
    rows: Sequence[Sequence[Estimate]],
    texts: Sequence[Sequence[str]],
    series: Sequence[object],
    subtitle: str,
    with_zero: bool,
    with_ranges: bool,
) -> Sheet:
    sheet = Sheet(width)
    write_subtitle(sheet, subtitle)
    looks = find_looks(series)
    draw_mark_key(sheet, looks)
    left = measure_name_column(sheet, names)
    found = [[judge_certainty(estimate) for estimate in row] for row in rows]
    if with_ranges:
        low, high = span_values((one for row in found for one in row), with_zero=with_zero)
    else:
        values = [one.value for row in found for one in row] + [0.0] * with_zero
        low, high = min(values), max(values)
    wide = max(measure_text(text, bold=True) for row in texts for text in row) + 2 * PAD
    axis = Axis(*pad_span(low, high, share=0.02), rows[0][0].unit, left + wide, width - left - 2 * wide)
    ticks = draw_axis(sheet, axis)
    top = sheet.height
    sheet.end_row()
    for at, row in enumerate(found):
        y = write_row_name(sheet, names[at], left, _DEPTH)
        values = [one.value for one in row]
        ends = [min(values), max(values)]
        sheet.draw_line([axis(end) for end in ends], [y, y], QUIET, _LINE, 1)
        outer = [end for one in row for end in (one.low, one.high)] if with_ranges else values
        for place, (one, look) in enumerate(zip(row, looks.values(), strict=True)):
            if with_ranges:
                draw_point(sheet, one, axis, y, look)
            else:
                sheet.draw_dot(axis(one.value), y, look.mark, look.colour, size=6.5)
            text, number = texts[at][place], at * len(row) + place
            if place == values.index(ends[0]):
                sheet.write_text(
                    axis(min(outer)) - measure_text(text, bold=True) - PAD, y, text, bold=True, number=number
                )
            elif place == values.index(ends[1]):
                sheet.write_text(axis(max(outer)) + PAD, y, text, bold=True, number=number)
        sheet.end_row()
    draw_grid(sheet, ticks, top, sheet.height)
    return sheet
