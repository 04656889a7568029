"""A scatter chart: each thing by two of its numbers, named at its mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.messages import gettext, pgettext
from analysis.show.charts.axis import Axis, choose_subtitle, draw_axis, name_tick, pad_span, span_values, write_subtitle
from analysis.show.charts.bars import describe_bars
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.certainty import Certainty, draw_point, judge_certainty, list_key
from analysis.show.charts.drawing import QUIET, RULE
from analysis.show.charts.figure import Chart, build_chart, caption_data, collect_rows, convert_to_one_unit
from analysis.show.charts.meaning import get_look
from analysis.show.charts.typeface import measure_text
from analysis.show.frame import open_frame
from analysis.show.other_frames import AnyFrame
from analysis.show.table import table
from analysis.wording.headings import name_column

_HEIGHT, _HEIGHT_NARROW = 3.0, 2.6  # inches of the field
_TICKS = 4
_NAME_STEP = 0.16  # inches from a mark up or down to its name


def scatter(
    frame: AnyFrame,
    title: str,
    *,
    key: str,
    label: str,
    x: str,
    y: str,
    across: str = "",
    up: str = "",
    with_zero: bool = True,
    **places: Any,
) -> Chart:
    """Returns a scatter chart: one mark a row where its two numbers meet, with its name and its range across.

    title: a finding; may have places, filled from `places` as in `say`. key: a stable name, for cross-references.
    label: column of names; parties and plans have their own colours and marks. x, y: columns of Estimates. across, up:
    what they measure and in which unit, without digits; by default the column's name and unit. with_zero: whether both
    axes begin at 0. The numbers are in the data, and in the alternative text.
    Raises UsageError if a column is missing, there are no rows, or the numbers of a column measure different things;
    UntracedNumber for a value that is not an Estimate, or a digit in the words of an axis.

    >>> import pandas as pd
    >>> from analysis import number, scatter
    >>> frame = pd.DataFrame({"who": ["North"], "cost": [number(3, "USD")], "people": [number(9, "person")]})
    >>> scatter(frame, "North pays little", key="k", label="who", x="cost", y="people").alt
    'Scatter chart. North pays little. North: $3 across, 9 up.'
    """
    where = f"chart {key!r}"
    opened = open_frame(frame, where)
    rows = collect_rows(opened, key, label, [x, y])
    xs = [one for (one,) in convert_to_one_unit([(name, [found[0]]) for name, found in rows], key)]
    ys = [one for (one,) in convert_to_one_unit([(name, [found[1]]) for name, found in rows], key)]
    axes = tuple(
        choose_subtitle(said, [found[0]], [column], where) for said, found, column in ((across, xs, x), (up, ys, y))
    )
    marks = [
        _Mark(name, judge_certainty(one), judge_certainty(other), cell)
        for (name, _), one, other, cell in zip(rows, xs, ys, opened[label], strict=True)
    ]
    data = table(opened, caption_data(), key=key, columns={label: name_column(label), x: axes[0], y: axes[1]})
    return build_chart(
        title,
        places,
        key=key,
        draw=lambda width: _draw_sheet(width, marks, (xs[0].unit, ys[0].unit), axes, with_zero),
        data=data,
        alt=lambda text: describe_bars(
            text,
            rows,
            [pgettext("direction in a chart", "across"), pgettext("direction in a chart", "up")],
            kind=gettext("Scatter chart."),
        ),
        legend=list_key(mark.x for mark in marks),
    )


@dataclass(frozen=True)
class _Mark:
    """One mark: its name, its two numbers, and the cell whose look it has."""

    name: str
    x: Certainty
    y: Certainty
    cell: object


def _draw_sheet(
    width: float, marks: Sequence[_Mark], units: tuple[str, str], axes: Sequence[str], with_zero: bool
) -> Sheet:
    sheet = Sheet(width)
    write_subtitle(sheet, gettext("Up: {up}. Across: {across}.", up=axes[1], across=axes[0]))
    low, high = pad_span(*span_values((mark.y for mark in marks), with_zero=with_zero))
    ups = Axis(low, high, units[1], 0.0, _HEIGHT_NARROW if sheet.narrow else _HEIGHT)
    ticks = [(tick, name_tick(tick, units[1])) for tick in ups.list_ticks(_TICKS)]
    left = max(measure_text(words) for _, words in ticks) + 0.12
    foot = sheet.height + ups.length + 0.1
    across = Axis(
        *pad_span(*span_values((mark.x for mark in marks), with_zero=with_zero)), units[0], left, width - left - 0.15
    )
    for tick, words in ticks:
        y = foot - ups(tick)
        sheet.write_text(left - 0.08 - measure_text(words), y, words, colour=QUIET)
        sheet.draw_line([left, width], [y, y], RULE, 0.7, 0)
    taken = [(across(mark.x.value) - 0.07, across(mark.x.value) + 0.07, foot - ups(mark.y.value)) for mark in marks]
    for mark in marks:
        x, y = across(mark.x.value), foot - ups(mark.y.value)
        draw_point(sheet, mark.x, across, y, get_look(mark.cell))
        _name_mark(sheet, mark.name, x, y, taken, is_free=not mark.x.sign)
    sheet.height = foot + 0.06
    for x in draw_axis(sheet, across):
        sheet.draw_line([x, x], [foot - ups.length, foot], RULE, 0.7, 0)
    return sheet


def _name_mark(
    sheet: Sheet, name: str, x: float, y: float, taken: list[tuple[float, float, float]], *, is_free: bool
) -> None:
    """Writes a name near its mark, where neither a mark nor another name is yet.

    taken: left, right and middle of each. is_free: whether nothing is drawn left and right of the mark.
    """
    wide = measure_text(name)
    beside = [(x + 0.09, y), (x - 0.09 - wide, y)] if is_free else []
    around = [
        (start, y + shift)
        for shift in (-_NAME_STEP, _NAME_STEP, -2 * _NAME_STEP, 2 * _NAME_STEP)
        for start in (x - wide / 2, x + 0.05, x - 0.05 - wide)
    ]
    places = [one for one in (*beside, *around) if one[0] >= 0 and one[0] + wide <= sheet.width]
    free = (
        (start, middle)
        for start, middle in places
        if all(start > end or start + wide < begin or abs(middle - at) > _NAME_STEP * 0.8 for begin, end, at in taken)
    )
    start, middle = next(free, (min(max(x - wide / 2, 0), sheet.width - wide), y - _NAME_STEP))
    sheet.write_text(start, middle, name)
    taken.append((start, start + wide, middle))
