"""Horizontal bars with direct labels, an axis, and how sure each number is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.errors import UsageError
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import gettext
from analysis.show.charts.axis import Axis, choose_subtitle, draw_axis, draw_grid, span_values, write_subtitle
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.certainty import Certainty, draw_amount, judge_certainty, judge_sampled, list_key
from analysis.show.charts.drawing import QUIET
from analysis.show.charts.figure import Chart, build_chart, caption_data, collect_rows, convert_to_one_unit
from analysis.show.charts.meaning import get_look
from analysis.show.charts.rows import PAD, measure_name_column
from analysis.show.charts.typeface import LINE, measure_text, wrap_text
from analysis.show.frame import open_frame
from analysis.show.number import format_estimate
from analysis.show.other_frames import AnyFrame
from analysis.show.table import table
from analysis.wording.capitals import begin_with_capital
from analysis.wording.headings import name_column

if TYPE_CHECKING:
    import pandas as pd

# All in inches.
BAR_DEPTH, _THIN_BAR_DEPTH = 0.20, 0.16  # of a bar alone in its row, and of one of several
_BAR_GAP, ROW_GAP = 0.05, 0.16  # between the bars of a row, and between rows
_MIN_BAR_SHARE = 0.35  # of the room for bars: if the longest bar had less, the words move above the bars
_MIN_BAR_SHARE_NARROW = 0.5
_MIN_VISIBLE_SHARE = 0.01  # of the longest bar: a shorter one shows no colour
_SWATCH = 0.11  # the square of colour before a group's heading


def bars(
    frame: AnyFrame,
    title: str,
    *,
    key: str,
    label: str,
    value: str | Mapping[str, str | Label],
    by: str = "",
    spec: str = "",
    subtitle: str | Label = "",
    beside: Mapping[str, str | Label] | None = None,
    sampled: bool = False,
    **places: Any,
) -> Chart:
    """Returns a bar chart: horizontal bars with their numbers and an axis, one row of the frame a bar.

    title: a finding; may have places, filled from `places` as in `say`. key: a stable name, for cross-references.
    label: column of names. value: column of Estimates, or column -> heading for several bars a row.
    by: column with the kind of each row; every kind has a colour and a heading.
    spec: number format of the labels (see `analysis.wording.numbers.format_number`). subtitle: what is measured and in
    which unit, without digits; by default the name of the value column and the unit. beside: further columns -> their
    headings in the data behind the figure. sampled: whether ranges are intervals of estimates from a sample.
    Parties, plans, verdicts, risks and goods have their own colours (`analysis.show.charts.meaning`); ceilings, floors
    and ranges are drawn as `analysis.show.charts.certainty` says.
    All numbers are drawn on one scale, whatever their units: 2 billion USD is longer than 500 million USD.
    Raises UsageError if a column is missing, there are no rows, the numbers measure different things, or `by` meets
    several bars a row; UntracedNumber for a value that is not an Estimate, or a digit in the subtitle.

    >>> import pandas as pd
    >>> from analysis import bars, number
    >>> caps = [number(600_000, "person"), number(800_000, "person")]
    >>> frame = pd.DataFrame({"plan": ["First plan", "Second plan"], "cap": caps})
    >>> bars(frame, "The second plan allows more", key="caps", label="plan", value="cap").alt
    'Bar chart. The second plan allows more. Cap, in persons. First plan: 600,000; Second plan: 800,000.'
    """
    frame = open_frame(frame, f"chart {key!r}")
    headings = dict(value) if isinstance(value, Mapping) else {value: ""}
    rows = collect_rows(frame, key, label, list(headings), [by] if by else [])
    kinds = _list_kinds(frame, key, by, rows)
    drawn, names = convert_to_one_unit(rows, key), list(frame[label])
    layout = _Layout(rows, drawn, names, list(headings.values()), kinds, spec, sampled)
    said = choose_subtitle(subtitle, [e for _, found in rows for e in found], list(headings), f"chart {key!r}")
    columns = {
        label: name_column(label),
        **({by: name_column(by)} if by else {}),
        **{column: heading or name_column(column) for column, heading in headings.items()},
        **(beside or {}),
    }
    data = table(
        frame,
        caption_data(),
        key=key,
        columns={
            name: heading if isinstance(heading, Label) else str(heading).replace("_", " ")
            for name, heading in columns.items()
        },
        spec={by: "capital"} if by else None,  # as the headings of the groups
    )
    return build_chart(
        title,
        places,
        key=key,
        draw=lambda width: _draw_sheet(width, layout, said),
        data=data,
        alt=lambda text: describe_bars(text, rows, list(map(str, headings.values())), said),
        legend=list_key(bar.certainty for bar in layout.bars),
    )


def _draw_sheet(width: float, layout: _Layout, subtitle: str) -> Sheet:
    """Returns the drawing for a width in inches, with what is measured above the bars."""
    sheet = Sheet(width)
    write_subtitle(sheet, subtitle)
    geometry = _compute_geometry(sheet, layout)
    lines = draw_axis(sheet, geometry.axis)
    top = sheet.height
    sheet.end_row()
    for at in range(len(layout.rows)):
        _draw_row(sheet, layout, at, geometry)
        sheet.end_row()
    sheet.height = sheet.rows[-1] = sheet.height - (ROW_GAP - _BAR_GAP - 0.02)
    zero = geometry.axis(0.0)
    draw_grid(sheet, lines, top, sheet.height)
    if not sheet.narrow:
        sheet.draw_line([zero, zero], [top, sheet.height], QUIET, 0.8)
    return sheet


@dataclass(frozen=True)
class Bar:
    """One bar. estimate: in the unit of the chart. heading, number_text: its words, the number in its own unit.

    means: the name or word whose colour it has; series: its place among the colours if that means nothing. is_sampled:
    whether it is an estimate from a sample.
    """

    estimate: Estimate
    heading: str
    number_text: str
    means: object
    series: int
    is_sampled: bool

    @property
    def certainty(self) -> Certainty:
        """How sure its number is."""
        return judge_sampled(self.estimate) if self.is_sampled else judge_certainty(self.estimate)

    @property
    def colour(self) -> str:
        """Its colour (hex) in the house style of the drawing that is being made."""
        return get_look(self.means, self.series).colour


class _Layout:
    """What is the same at both widths: the bars of every row, and the headings of groups.

    drawn: the numbers of the rows in one unit. names: of the rows, as the frame has them. said: the headings of the
    bars within a row. cells: the kind of each row. groups: row -> the heading above it.
    """

    def __init__(
        self,
        rows: Sequence[tuple[str, list[Estimate]]],
        drawn: Sequence[Sequence[Estimate]],
        names: Sequence[object],
        said: Sequence[str | Label],
        cells: Sequence[object],
        spec: str,
        sampled: bool,
    ):
        self.series_count = len(said)
        kinds = list(map(str, cells))
        runs = [kind for at, kind in enumerate(kinds) if not at or kinds[at - 1] != kind]
        grouped = 1 < len(set(kinds)) == len(runs) < len(rows)
        self.groups = {kinds.index(kind): kind for kind in runs} if grouped else {}
        tones = [list(dict.fromkeys(kinds)).index(kind) for kind in kinds]
        first = _find_first_visible(drawn, list(map(str, said)), [""] * len(kinds) if grouped else kinds)
        self.rows = [
            (
                name,
                [
                    Bar(
                        drawn[at][position],
                        first.get((at, position), ""),
                        format_estimate(estimate, spec),
                        said[position] if self.series_count > 1 else cells[at] or names[at],
                        position + tones[at],
                        sampled,
                    )
                    for position, estimate in enumerate(found)
                ],
            )
            for at, (name, found) in enumerate(rows)
        ]
        self.bars = [bar for _, found in self.rows for bar in found]


def _find_first_visible(
    rows: Sequence[Sequence[Estimate]], said: Sequence[str], kinds: Sequence[str]
) -> dict[tuple[int, int], str]:
    """Returns (row, position in it) -> the name of a series, for its first bar long enough to show a colour."""
    low, high = span_values((judge_certainty(e) for found in rows for e in found), with_zero=True)
    least = _MIN_VISIBLE_SHARE * max(-low, high)
    names: dict[tuple[int, int], str] = {}
    for position, heading in enumerate(said):
        for kind in dict.fromkeys(kinds):
            of_it = [at for at, its in enumerate(kinds) if its == kind]
            at = next((at for at in of_it if abs(rows[at][position].value) > least), of_it[0])
            names[at, position] = heading or kind
    return names


def _list_kinds(frame: pd.DataFrame, key: str, by: str, rows: Sequence[tuple[str, Sequence[Estimate]]]) -> list[object]:
    if not by:
        return [""] * len(rows)
    if len(rows[0][1]) > 1:
        raise UsageError(f"chart {key!r}: the bars of a row already have a colour each; leave out by={by!r}.")
    return list(frame[by])


def describe_bars(
    title: str,
    rows: Sequence[tuple[str, Sequence[Estimate]]],
    headings: Sequence[str],
    subtitle: str = "",
    more: str = "",
    kind: str = "",
) -> str:
    """Returns the alternative text: the finding, what is measured, then every bar with its interval.

    kind: the form of the chart as a sentence of its own, by default `Bar chart.`.
    """
    said = [
        f"{name}: "
        + ", ".join(
            f"{format_estimate(e, 'range')} {heading}".strip() for e, heading in zip(found, headings, strict=True)
        )
        for name, found in rows
    ]
    return " ".join(
        filter(
            None, (kind or gettext("Bar chart."), f"{title}.", subtitle and f"{subtitle}.", f"{'; '.join(said)}.", more)
        )
    )


@dataclass(frozen=True)
class _Geometry:
    """How a sheet is divided. left: where bars begin, in inches. above: how many of heading and number are above."""

    left: float
    axis: Axis
    above: int


def _compute_geometry(sheet: Sheet, layout: _Layout) -> _Geometry:
    """Finds the largest scale at which every bar, what is unsure of it and the words after it are on the sheet."""
    left = measure_name_column(sheet, [name for name, _ in layout.rows])
    bars = layout.bars
    low, high = span_values((bar.certainty for bar in bars), with_zero=True)
    ends = [max(0.0, bar.certainty.high, bar.certainty.value) for bar in bars]
    room = sheet.width - left - 0.02
    length, above = room, 0
    for above in (0, 1, 2):
        words = [_measure_label((bar.heading, bar.number_text)[above:]) for bar in bars]
        scale = min(
            (room - wide - bool(wide) * PAD) / ((end - low) or (high - low))
            for wide, end in zip(words, ends, strict=True)
        )
        length = min(scale * (high - low), room)
        if length >= (_MIN_BAR_SHARE_NARROW if sheet.narrow else _MIN_BAR_SHARE) * room:
            break
    return _Geometry(left, Axis(low, high, bars[0].estimate.unit, left, length), above)


def _measure_label(words: Sequence[str]) -> float:
    """Returns the width of a number and its heading, in inches; words: heading and number, or only some of them."""
    return sum(measure_text(text, bold=text is words[-1]) for text in words) + 0.05 * (len(words) - 1)


def _draw_row(sheet: Sheet, layout: _Layout, at: int, geometry: _Geometry) -> None:
    """Draws one row, with the heading of its group if it is the first there, and moves down below it."""
    name, found = begin_with_capital(layout.rows[at][0]), layout.rows[at][1]
    if at in layout.groups:
        sheet.height += 0.06 if at else 0
        sheet.draw_bar(0, sheet.height + (LINE - _SWATCH) / 2, _SWATCH, _SWATCH, found[0].colour)
        start = _SWATCH + 0.06
        lines = wrap_text(begin_with_capital(layout.groups[at]), sheet.width - start, bold=True)
        sheet.write_lines(start, sheet.height + len(lines) * LINE / 2, lines, bold=True, colour=QUIET)
        sheet.height += len(lines) * LINE + 0.07
    top = sheet.height
    if sheet.narrow:
        lines = wrap_text(name, sheet.width, bold=True)
        sheet.write_lines(0, sheet.height + len(lines) * LINE / 2, lines, bold=True)
        sheet.height += len(lines) * LINE + 0.03
    for position, bar in enumerate(found):
        _draw_bar(sheet, bar, geometry, at * len(found) + position, _THIN_BAR_DEPTH if len(found) > 1 else BAR_DEPTH)
    if not sheet.narrow:
        lines = wrap_text(name, geometry.left - PAD)
        middle = max((top + sheet.height - _BAR_GAP) / 2, top + len(lines) * LINE / 2)
        sheet.write_lines(0, middle, lines)
        sheet.height = max(sheet.height, top + len(lines) * LINE + _BAR_GAP)
    sheet.height += ROW_GAP - _BAR_GAP


def _draw_bar(sheet: Sheet, bar: Bar, geometry: _Geometry, number: int, depth: float) -> None:
    """Draws one bar with its heading and its number at its end, and moves down below it."""
    above, axis, certainty = geometry.above, geometry.axis, bar.certainty
    if above and (bar.heading or above == 2):
        end = 0.0
        if above == 2:
            end = sheet.write_text(0, sheet.height + LINE / 2, bar.number_text, bold=True, number=number) + 0.05
        lines = wrap_text(bar.heading, sheet.width - end) or [""]
        sheet.write_lines(end, sheet.height + len(lines) * LINE / 2, lines, colour=QUIET)
        sheet.height += len(lines) * LINE + 0.02
    y, zero = sheet.height, axis(0.0)
    draw_amount(sheet, certainty, axis, y, depth, bar.colour)
    if sheet.narrow:
        sheet.draw_line([zero, zero], [y - 0.02, y + depth + 0.02], QUIET, 0.8)
    if above < 2:
        at = axis(max(0.0, certainty.high, certainty.value)) + PAD
        end = sheet.write_text(at, y + depth / 2, bar.number_text, bold=True, number=number)
        if bar.heading and not above:
            sheet.write_text(end + 0.05, y + depth / 2, bar.heading, colour=QUIET)
    sheet.height += depth + _BAR_GAP
