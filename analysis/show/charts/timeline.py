"""A timeline: events on an axis of time, each as wide as its date is imprecise; a crowded
stretch has a panel of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import Word, gettext, mark_message
from analysis.show.charts.axis import draw_grid
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.drawing import PAPER, QUIET, RULE, TINT
from analysis.show.charts.figure import Chart, build_chart, caption_data, get_estimate, list_rows
from analysis.show.charts.meaning import find_looks
from analysis.show.charts.time_axis import OPEN_END, OPEN_START, TimeAxis, draw_time_axis
from analysis.show.charts.typeface import LINE, measure_text, wrap_text
from analysis.show.frame import open_frame, replace_words
from analysis.show.other_frames import AnyFrame
from analysis.show.table import table
from analysis.style.house import get_current_house
from analysis.style.looks import Look
from analysis.wording.capitals import begin_with_capital
from analysis.wording.headings import name_column
from analysis.wording.vocabulary import WORDS

_ROW_DEPTH = 0.21  # inches an event, at least
_CROWD_MIN_EVENTS, _CROWD_SHARE = (
    6,
    0.05,
)  # at least so many events, half of them in so small a part of the time: then that part has a panel of its own
_MOST_KINDS = 5  # kinds of event with a colour of their own: the commonest
_OTHER = mark_message("other events")
_SCHEDULED = "scheduled"


def timeline(
    frame: AnyFrame,
    title: str,
    *,
    key: str,
    day: str = "day",
    when: str = "date",
    label: str = "title",
    mark: str = "",
    kind: str = "kind",
    beside: Mapping[str, str | Label] | None = None,
    **places: Any,
) -> Chart:
    """Returns a timeline: events as dots and bars on one axis of time, in the order of the frame.

    frame: one row an event. title: a finding; may have places, filled from `places` as in `say`.
    key: a stable name, for cross-references. day: column of Estimates in days (`Case.day`); an interval is drawn as a
    bar. when, label: columns with the date in words and the name, as Labels. mark: the name of the event to emphasise.
    kind: column of words, if the frame has it; an event that is `scheduled` is drawn hollow. beside: further columns
    -> their headings in the data behind the figure.
    Equal lengths are equal times. Where half of the events are within a twentieth of the whole time, these have a
    panel of their own below the others, and the stretch is shaded above. The commonest kinds have a colour each. In a
    narrow drawing each event has its own axis, below its words.
    Raises UsageError if a column is missing or there are no rows, UntracedNumber for a day that is not an Estimate.

    >>> from analysis import compare, load_case, timeline
    >>> events = compare.timeline.events(load_case())
    >>> timeline(events[events.date.map(str) == "28 February 2025"], "The first meeting", key="first").alt
    'The first meeting. Timeline. 28 February 2025: First meeting of the second term ends in discord.'
    """
    frame = open_frame(frame, f"chart {key!r}")
    rows = [
        _Event(
            str(row[when]),
            str(row[label]),
            get_estimate(row[day], key),
            str(row[label]) == mark,
            _name_kind(row.get(kind)),
        )
        for row in list_rows(frame, key, (day, when, label))
    ]
    panels = _divide_events(rows)

    def draw_sheet(width: float) -> Sheet:
        sheet = Sheet(width)
        looks = _find_looks(rows)
        left = 0.1 if sheet.narrow else max(measure_text(event.when) for event in rows) + 0.15
        _draw_legend(sheet, rows, looks)
        ends = [sheet.height]
        for panel in panels:
            _draw_panel(sheet, panel, left, looks)
            ends.append(sheet.height)
        if len(panels) > 1:
            sheet.rows[:] = ends  # an axis stands with its own events: a drawing too high for a page is divided between
        return sheet

    columns = {when: name_column("date"), label: name_column("event"), **(beside or {})}
    spec = {column: "capital" for column in (when, kind) if column in columns}
    if kind in frame:
        frame = replace_words(frame, kind, "events/kind")
    data = table(frame, caption_data(), key=key, columns=columns, spec=spec)
    said = "; ".join(f"{event.when}: {event.name}" for event in rows)
    return build_chart(
        title,
        places,
        key=key,
        draw=draw_sheet,
        data=data,
        alt=lambda text: " ".join((f"{text}.", gettext("Timeline."), f"{said}.")),
        drawn=[event.day for event in rows],
    )


def _name_kind(cell: object) -> str:
    """Returns a kind of event as a word that is printed in the language of the reader."""
    if isinstance(cell, Word):
        return cell
    word = str(cell or "")
    return WORDS["events/kind"].get(word, word.replace("_", " "))


@dataclass(frozen=True)
class _Event:
    """One event: its date and name in words, the day, with an interval if it is not known exactly, and its kind."""

    when: str
    name: str
    day: Estimate
    is_marked: bool
    kind: str

    @property
    def is_scheduled(self) -> bool:
        return self.kind == _SCHEDULED


@dataclass(frozen=True)
class _Panel:
    """Events on an axis of their own. first, last: its ends, in days. shaded: the days that the next panel shows."""

    heading: str
    events: Sequence[_Event]
    first: float
    last: float
    shaded: tuple[float, float] | None = None


def _divide_events(events: Sequence[_Event]) -> list[_Panel]:
    """Returns one panel, or two where many events crowd into a short stretch."""
    days = [event.day for event in events]
    first = min(day.low if day.low > OPEN_START else day.high for day in days)
    last = max(day.high if day.high < OPEN_END else day.low for day in days)
    crowd = _find_crowd(days, (max(last, first + 1) - first) * _CROWD_SHARE)
    if crowd is None:
        return [_Panel("", events, first, last)]
    within = [event for event in events if crowd[0] <= event.day.low and event.day.high <= crowd[1]]
    others = [event for event in events if event not in within]
    return [
        _Panel(gettext("The whole time"), others, first, last, crowd),
        _Panel(gettext("The shaded stretch"), within, *crowd),
    ]


def _find_crowd(days: Sequence[Estimate], most: float) -> tuple[float, float] | None:
    """Returns the first and last day of the largest crowd within `most` days, if it is half of all events or more."""
    spans = [(day.low, day.high) for day in days]
    best: tuple[int, float, float, float] = (0, 0.0, 0.0, 0.0)
    for start in sorted({low for low, _ in spans}):
        ends = [high for low, high in spans if start <= low and high <= start + most]
        if ends:
            best = max(best, (len(ends), start - max(ends), start, max(ends)))
    count, _, start, end = best
    return (start, end) if len(days) >= _CROWD_MIN_EVENTS and len(days) / 2 <= count < len(days) else None


def _find_looks(events: Sequence[_Event]) -> Mapping[str, Look]:
    """Returns kind -> look: of the commonest kinds their own, of the others one in grey; of one kind alone one."""
    counts = Counter(event.kind for event in events if event.kind and not event.is_scheduled)
    common = [kind for kind, _ in counts.most_common(_MOST_KINDS)]
    rest = Look(get_current_house().colour["neutral"], "o")
    looks = dict(zip(common, find_looks(common).values(), strict=True)) if len(counts) > 1 else {}
    plain = Look(get_current_house().colour["series"][0], "o")
    return {event.kind: looks.get(event.kind, rest if looks else plain) for event in events}


def _draw_panel(sheet: Sheet, panel: _Panel, left: float, looks: Mapping[str, Look]) -> None:
    """Draws the events of a panel below its heading and its axis, and moves down below them."""
    if panel.heading:
        sheet.height += 0.06
        sheet.write_text(0, sheet.height + LINE / 2, panel.heading, bold=True)
        sheet.height += LINE + 0.04
    axis = TimeAxis(panel.first, panel.last, left, sheet.width * (0.96 if sheet.narrow else 0.36) - 0.1)
    lines = draw_time_axis(sheet, axis)
    top = sheet.height - 0.06
    sheet.end_row()
    for event in panel.events:
        _draw_event(sheet, event, axis, lines, panel.shaded, looks[event.kind])
        sheet.end_row()
    if not sheet.narrow:
        _draw_background(sheet, axis, lines, panel.shaded, top, sheet.height)


def _draw_background(
    sheet: Sheet, axis: TimeAxis, lines: Sequence[float], shaded: tuple[float, float] | None, top: float, foot: float
) -> None:
    """Draws the lines of the axis between two heights, and the stretch that the next panel shows."""
    if shaded:
        start, end = axis(shaded[0]), max(axis(shaded[1]), axis(shaded[0]) + 0.04)
        sheet.draw_band(start, top, end - start, foot - top, TINT)
        for x in (start, end):
            sheet.draw_line([x, x], [top, foot], QUIET, 0.6, 0)
    draw_grid(sheet, lines, top, foot)


def _draw_event(
    sheet: Sheet, event: _Event, axis: TimeAxis, lines: Sequence[float], shaded: tuple[float, float] | None, look: Look
) -> None:
    """Draws one event with its words, and moves down below it. lines: where the lines of the axis are, in inches."""
    when, right = begin_with_capital(event.when), axis.start + axis.length + 0.1
    words = wrap_text(
        f"{when}: {event.name}" if sheet.narrow else event.name,
        sheet.width - (0 if sheet.narrow else right + 0.1),
        bold=event.is_marked,
    )
    top = sheet.height
    if sheet.narrow:
        sheet.write_lines(0, top + len(words) * LINE / 2, words, bold=event.is_marked)
        y = top + len(words) * LINE + 0.09
        sheet.height = y + 0.17
        sheet.draw_line([0, sheet.width], [y, y], RULE, 0.7)
        _draw_background(sheet, axis, lines, shaded, y - 0.06, y + 0.06)
    else:
        depth = max(_ROW_DEPTH, len(words) * LINE + 0.06)
        y = top + depth / 2
        sheet.write_text(0, y, when, colour=QUIET, bold=event.is_marked)
        sheet.write_lines(right + 0.1, y, words, bold=event.is_marked)
        sheet.height = top + depth
    end = _draw_mark(sheet, event, axis(event.day.low), axis(event.day.high), y, look)
    if not sheet.narrow:
        sheet.draw_line([end + 0.05, right + 0.05], [y, y], RULE, 0.6)


def _draw_mark(sheet: Sheet, event: _Event, start: float, end: float, y: float, look: Look) -> float:
    """Draws an event's day or days, hollow if it is scheduled; returns where they end, in inches."""
    if not event.day.low < event.day.high:
        size = 8 if event.is_marked else 6
        sheet.draw_dot(start, y, look.mark, look.colour, size=size, hollow=event.is_scheduled)
        return end
    end = max(end, start + 0.05)
    sheet.draw_line([start, end], [y, y], look.colour, 5)
    if event.is_scheduled:
        sheet.draw_line([start + 0.016, end - 0.016], [y, y], PAPER, 2.6, 2.1)
    return end


def _is_inexact(event: _Event) -> bool:
    return event.day.low < event.day.high


def _draw_legend(sheet: Sheet, events: Sequence[_Event], looks: Mapping[str, Look]) -> None:
    """Names the colours of kinds and the forms of marks, each unless there is only one."""
    entries: list[tuple[_Event, Look, str]] = []
    for look in dict.fromkeys(looks.values()):
        kinds = [kind for kind in looks if looks[kind] == look and kind != _SCHEDULED]
        of_it = sorted((event for event in events if event.kind in kinds), key=_is_inexact)
        if of_it and len(set(looks.values())) > 1:
            words = begin_with_capital(str(kinds[0]) if len(kinds) == 1 else gettext(_OTHER))
            entries.append((of_it[0], look, words))
    plain = Look(QUIET, "o")  # of a form that events of any kind have
    forms = {(event.day.low < event.day.high, event.is_scheduled): event for event in events}
    if len(forms) > 1:
        entries += [
            (forms[form], plain if entries else looks[forms[form].kind], words)
            for form, words in (
                ((False, False), gettext("one day")),
                ((True, False), gettext("some day within")),
                ((False, True), gettext("scheduled for a day")),
                ((True, True), gettext("scheduled within")),
            )
            if form in forms and not (form == (False, False) and entries)
        ]
    if not entries:
        return
    x = 0.05
    sheet.height += LINE
    for event, look, words in entries:
        if x + 0.26 + measure_text(words) > sheet.width:
            x, sheet.height = 0.05, sheet.height + LINE + 0.04
        is_exact = not event.day.low < event.day.high
        _draw_mark(
            sheet,
            replace(event, is_marked=False),
            x + 0.06 if is_exact else x - 0.03,
            x + 0.15,
            sheet.height - LINE / 2,
            look,
        )
        x = sheet.write_text(x + 0.23, sheet.height - LINE / 2, words, colour=QUIET) + 0.22
    sheet.height += 0.1
