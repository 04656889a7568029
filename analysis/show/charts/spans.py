"""A chart of spans (a Gantt chart): how long each thing lasts, on an axis of time; dates as imprecise as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.errors import UsageError
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import gettext, mark_message
from analysis.show.charts.axis import draw_grid, read_subtitle, write_subtitle
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.drawing import INK
from analysis.show.charts.figure import Chart, build_chart, caption_data, get_estimate, list_rows
from analysis.show.charts.meaning import get_look
from analysis.show.charts.rows import PAD, draw_measures, measure_name_column, name_measure, write_row_name
from analysis.show.charts.time_axis import OPEN_END, OPEN_START, TimeAxis, draw_time_axis
from analysis.show.charts.typeface import LINE, measure_text, wrap_text
from analysis.show.frame import open_frame
from analysis.show.other_frames import AnyFrame
from analysis.show.table import table
from analysis.wording.headings import name_column

_DEPTH = 0.18  # inches of a span
_FADING = mark_message(
    "Fading: the span begins or ends on some day within it, or its other end is not known; a dot is a span of one day."
)


def spans(
    frame: AnyFrame,
    title: str,
    *,
    key: str,
    label: str,
    start: str = "start",
    end: str = "end",
    when: str = "when",
    now: Estimate | None = None,
    now_name: str = "",
    subtitle: str | Label = "",
    **places: Any,
) -> Chart:
    """Returns a chart of spans: a bar a row from its first day to its last, with both dates in words beside it.

    title: a finding; may have places, filled from `places` as in `say`. key: a stable name, for cross-references.
    label: column of names; parties and plans have their own colours. start, end: columns of Estimates in days
    (`Case.day`). Where a date is imprecise (EDTF, such as 2041-XX), the bar fades from its first possible day to its
    last. when: column of the dates in words, as Labels. now: a day that all are compared with, drawn as a line;
    now_name: what it is, by default today. subtitle: what the spans are.
    Raises UsageError if a column is missing, there are no rows, or a span ends before it begins; UntracedNumber for a
    day that is not an Estimate.

    >>> import pandas as pd
    >>> from analysis import load_case, spans
    >>> case = load_case()
    >>> days = {"start": [case.day("first_meeting")], "end": [case.day("meeting")], "when": [case.date("meeting")]}
    >>> spans(pd.DataFrame({"what": ["Talks"], **days}), "Talks went on", key="k", label="what").alt
    'Chart of spans. Talks went on. Talks: 28 December 2025.'
    """
    where = f"chart {key!r}"
    above = read_subtitle(subtitle, where)
    opened = open_frame(frame, where)
    rows = [
        _Span(str(row[label]), get_estimate(row[start], key), get_estimate(row[end], key), str(row[when]), row[label])
        for row in list_rows(opened, key, (label, start, end, when))
    ]
    for row in rows:
        if row.end.high < row.start.low:
            raise UsageError(f"{where}: {row.name} ends before it begins ({row.when}); exchange its start and its end.")
    data = table(opened, caption_data(), key=key, columns={label: name_column(label), when: name_column("dates")})
    said = "; ".join(f"{row.name}: {row.when}" for row in rows)
    kind = gettext("Chart of spans.")
    has_fading = any(one.low < one.high for row in rows for one in (row.start, row.end))
    return build_chart(
        title,
        places,
        key=key,
        draw=lambda width: _draw_sheet(width, rows, now, now_name or gettext("today"), above),
        data=data,
        alt=lambda text: " ".join(filter(None, (kind, f"{text}.", above and f"{above}.", f"{said}."))),
        legend=[[gettext(_FADING)]] if has_fading else [],
        drawn=[one for row in rows for one in (row.start, row.end)] + ([] if now is None else [now]),
    )


@dataclass(frozen=True)
class _Span:
    """One span: its name, its first and last day, both in words, and the cell whose look it has."""

    name: str
    start: Estimate
    end: Estimate
    when: str
    cell: object


def _draw_sheet(width: float, rows: Sequence[_Span], now: Estimate | None, now_name: str, subtitle: str) -> Sheet:
    sheet = Sheet(width)
    write_subtitle(sheet, subtitle)
    left = measure_name_column(sheet, [row.name for row in rows])
    days = [day for row in rows for one in (row.start, row.end) for day in (one.low, one.high)]
    days = [day for day in days if OPEN_START < day < OPEN_END] + ([] if now is None else [now.value])
    room = 0.0 if sheet.narrow else min(max(measure_text(row.when) for row in rows), width * 0.28) + PAD
    axis = TimeAxis(min(days), max(max(days), min(days) + 1), left + 0.05, width - left - room - 0.12)
    if now is not None:
        name_measure(sheet, axis(now.value), now_name)
    lines = draw_time_axis(sheet, axis)
    top = sheet.height
    sheet.end_row()
    for row in rows:
        words = wrap_text(row.when, width if sheet.narrow else room)
        deep = max(_DEPTH, (0 if sheet.narrow else len(words)) * LINE)
        y = write_row_name(sheet, row.name, left, deep)
        _draw_span(sheet, row, axis, y)
        if now is not None:
            draw_measures(sheet, [axis(now.value)], y, deep)
        if sheet.narrow:
            sheet.write_lines(0.0, sheet.height - 0.06 + len(words) * LINE / 2, words)
            sheet.height += len(words) * LINE
        else:
            sheet.write_lines(width - room + PAD, y, words)
        sheet.end_row()
    draw_grid(sheet, lines, top, sheet.height)
    return sheet


def _draw_span(sheet: Sheet, row: _Span, axis: TimeAxis, y: float) -> None:
    """Draws a span: solid where it surely lasts, fading where it may have begun or ended."""
    look = get_look(row.cell)
    first, begun, ended, last = map(axis, (row.start.low, row.start.high, row.end.low, row.end.high))
    if begun > ended:  # it may be over before it surely begins
        begun = ended = (begun + ended) / 2
    top = y - _DEPTH / 2
    if last - first < 0.03:
        sheet.draw_dot(first, y, look.mark, look.colour)
        return
    sheet.draw_bar(begun, top, ended - begun, _DEPTH, look.colour)
    if first < begun:
        sheet.draw_fade(begun, first, top, _DEPTH, look.colour)
    if ended < last:
        sheet.draw_fade(ended, last, top, _DEPTH, look.colour)
    for x in (first, last):
        sheet.draw_line([x, x], [top, top + _DEPTH], INK, 0.6)
