"""Small multiples: one small bar chart for each group of rows, side by side on one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.label import Label
from analysis.messages import gettext
from analysis.show.charts.axis import Axis, choose_subtitle, span_values, write_subtitle
from analysis.show.charts.bars import describe_bars
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.certainty import Certainty, draw_amount, judge_certainty, list_key
from analysis.show.charts.drawing import QUIET
from analysis.show.charts.figure import Chart, build_chart, caption_data, convert_to_one_unit, get_estimate, list_rows
from analysis.show.charts.meaning import get_look
from analysis.show.charts.rows import PAD
from analysis.show.charts.typeface import LINE, measure_text, wrap_text
from analysis.show.frame import open_frame
from analysis.show.number import format_estimate
from analysis.show.other_frames import AnyFrame
from analysis.show.table import table
from analysis.wording.headings import name_column

_DEPTH, _ROW_GAP = 0.15, 0.08  # inches of a bar, and between two
_ACROSS, _GUTTER = 3, 0.28  # panels side by side at most, and inches between them
_NAME_SHARE = 0.4  # of a panel, for the names


def multiples(
    frame: AnyFrame,
    title: str,
    *,
    key: str,
    panel: str,
    label: str,
    value: str,
    spec: str = "",
    subtitle: str | Label = "",
    **places: Any,
) -> Chart:
    """Returns small multiples: for each value of a column a small bar chart, all of them on one scale.

    title: a finding; may have places, filled from `places` as in `say`. key: a stable name, for cross-references.
    panel: column that names the small charts. label: column of names within one; parties, plans and verdicts have their
    own colours. value: column of Estimates. spec: number format (see `analysis.wording.numbers.format_number`).
    subtitle: what is measured and in which unit, without digits.
    Raises UsageError if a column is missing, there are no rows, or the numbers measure different things;
    UntracedNumber for a value that is not an Estimate, or a digit in the subtitle.

    >>> import pandas as pd
    >>> from analysis import multiples, number
    >>> costs = [number(3, "USD"), number(5, "USD")]
    >>> frame = pd.DataFrame({"plan": ["First", "Second"], "who": ["North", "North"], "cost": costs})
    >>> multiples(frame, "North pays more", key="k", panel="plan", label="who", value="cost").alt
    'Small bar charts. North pays more. Cost, in dollars. First, North: $3; Second, North: $5.'
    """
    where = f"chart {key!r}"
    opened = open_frame(frame, where)
    found = list_rows(opened, key, (panel, label, value))
    named = [(f"{row[panel]}, {row[label]}", [get_estimate(row[value], key)]) for row in found]
    panels: dict[str, list[_Bar]] = {}
    for at, (row, (one,), (_, (given,))) in enumerate(zip(found, convert_to_one_unit(named, key), named, strict=True)):
        bar = _Bar(str(row[label]), judge_certainty(one), format_estimate(given, spec), row[label], at)
        panels.setdefault(str(row[panel]), []).append(bar)
    unit = named[0][1][0].unit
    said = choose_subtitle(subtitle, named[0][1], [value], where)
    data = table(opened, caption_data(), key=key, columns={name: name_column(name) for name in (panel, label, value)})
    return build_chart(
        title,
        places,
        key=key,
        draw=lambda width: _draw_sheet(width, panels, unit, said),
        data=data,
        alt=lambda text: describe_bars(text, named, [""], said, kind=gettext("Small bar charts.")),
        legend=list_key(bar.certainty for bars in panels.values() for bar in bars),
    )


@dataclass(frozen=True)
class _Bar:
    """One bar: its name, its number, that in words, the cell whose colour it has, and its place in the data."""

    name: str
    certainty: Certainty
    text: str
    cell: object
    number: int


def _draw_sheet(width: float, panels: Mapping[str, Sequence[_Bar]], unit: str, subtitle: str) -> Sheet:
    sheet = Sheet(width)
    write_subtitle(sheet, subtitle)
    across = 1 if sheet.narrow else min(_ACROSS, len(panels))
    each = (width - _GUTTER * (across - 1)) / across
    every = [bar for bars in panels.values() for bar in bars]
    low, high = span_values((bar.certainty for bar in every), with_zero=True)
    names = max(measure_text(line) for bar in every for line in wrap_text(bar.name, each * _NAME_SHARE))
    words = max(measure_text(bar.text, bold=True) for bar in every)
    axis = Axis(low, high, unit, names + PAD, max(each - names - words - 2 * PAD, each * 0.2))
    found = list(panels.items())
    sheet.end_row()
    for first in range(0, len(found), across):
        top, foot = sheet.height, sheet.height
        for place, (name, bars) in enumerate(found[first : first + across]):
            sheet.height = top
            _draw_panel(sheet, name, bars, place * (each + _GUTTER), each, axis)
            foot = max(foot, sheet.height)
        sheet.height = foot + 0.1
        sheet.end_row()
    return sheet


def _draw_panel(sheet: Sheet, name: str, bars: Sequence[_Bar], left: float, width: float, axis: Axis) -> None:
    """Draws one small chart from the height of the sheet down, and moves down below it."""
    lines = wrap_text(name, width, bold=True)
    sheet.write_lines(left, sheet.height + len(lines) * LINE / 2, lines, bold=True)
    sheet.height += len(lines) * LINE + 0.04
    own = Axis(axis.low, axis.high, axis.unit, left + axis.start, axis.length)
    top = sheet.height
    for bar in bars:
        words = wrap_text(bar.name, axis.start - PAD)
        deep = max(_DEPTH, len(words) * LINE)
        y = sheet.height + deep / 2
        sheet.write_lines(left, y, words)
        draw_amount(sheet, bar.certainty, own, y - _DEPTH / 2, _DEPTH, get_look(bar.cell).colour)
        end = own(max(0.0, bar.certainty.high, bar.certainty.value)) + PAD
        sheet.write_text(end, y, bar.text, bold=True, number=bar.number)
        sheet.height += deep + _ROW_GAP
    sheet.draw_line([own(0.0)] * 2, [top, sheet.height - _ROW_GAP / 2], QUIET, 0.8)
