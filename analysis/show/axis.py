"""Events on one axis of time, each as wide as its date is imprecise."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from analysis.errors import UntracedNumber
from analysis.estimate import Estimate
from analysis.show import drawing
from analysis.show.chart import Chart, assemble
from analysis.show.drawing import INK, QUIET, RULE, Sheet
from analysis.show.table import framed, table

if TYPE_CHECKING:
    import pandas as pd

_ROW = 0.21      # inches an event, at least
_APART = 0.33    # inches between two quarters, at least
_BETWEEN = 0.06  # inches between two words of the axis, at least
_QUARTERS = ((4, "Apr"), (7, "Jul"), (10, "Oct"))


def timeline(frame: pd.DataFrame, title: str, *, key: str, day: str = "day", when: str = "date",
             label: str = "title", mark: str = "", **places: Any) -> Chart:
    """Returns events as dots and bars down one axis of time, earliest first.

    frame: one row an event; day: column of Estimates in days (`Case.day`); when, label: columns of Labels.
    mark: the label of the event drawn with emphasis. The axis bends nothing: equal lengths are equal times. In a
    narrow drawing each event stands above an axis of its own, so that no line runs through its words.
    """
    framed(frame, f"chart {key!r}", (day, when, label))
    rows = []
    for row in frame.to_dict("records"):
        if not isinstance(row[day], Estimate):
            raise UntracedNumber(f"chart {key!r}: {row[day]!r} leads to no claim; draw Estimates only.")
        rows.append((str(row[when]), str(row[label]), row[day]))
    first, last = min(e.low for *_, e in rows), max(e.high for *_, e in rows)

    def lay(width: float) -> Sheet:
        sheet = Sheet(width)
        left = 0.1 if sheet.narrow else max(drawing.text_width(words) for words, *_ in rows) + 0.15
        span = width * (0.96 if sheet.narrow else 0.40)
        scale = (span - 0.1) / max(1.0, last - first)
        lines = _axis(sheet, first, last, left, scale)
        for words, name, estimate in rows:
            _event(sheet, (words, name), estimate, left - first * scale, scale, left + span, lines, name == mark)
        return sheet

    data = table(frame, "Data behind the figure", key=key, columns={when: "date", label: "event"})
    said = "; ".join(f"{words}: {name}" for words, name, _ in rows)
    return assemble(title, places, key=key, lay=lay, data=data, alt=f"Timeline. {said}.")


def _axis(sheet: Sheet, first: float, last: float, left: float, scale: float) -> list[float]:
    """Writes the years, and the quarters where there is room; returns where their lines run."""
    years = range(date.fromordinal(int(first)).year, date.fromordinal(int(last)).year + 1)
    ticks = [(date(year, 1, 1).toordinal(), str(year)) for year in years]
    if 91 * scale >= _APART:
        ticks += [(date(year, month, 1).toordinal(), name) for year in years for month, name in _QUARTERS]
    sheet.height += drawing.LINE
    lines: list[float] = []
    end = -1.0
    for start, words in sorted(ticks):
        if not first <= start <= last:
            continue
        x = left + (start - first) * scale
        if not lines and not words.isdigit():
            words = f"{words} {date.fromordinal(start).year}"
        wide = drawing.text_width(words)
        if x - wide / 2 > end:
            sheet.text(min(max(x - wide / 2, 0), sheet.width - wide), drawing.LINE / 2, words, colour=QUIET)
            end = x + wide / 2 + _BETWEEN
        lines.append(x)
    if not sheet.narrow:
        for x in lines:
            sheet.marks.append(lambda canvas, x=x: canvas.plot([x, x], [drawing.LINE + 0.02, sheet.height], color=RULE,
                                                           linewidth=0.7, clip_on=False, zorder=0))
    sheet.height += 0.08
    return lines


def _event(sheet: Sheet, words: tuple[str, str], estimate: Estimate, origin: float, scale: float, right: float,
           years: list[float], marked: bool) -> None:
    when, name = words
    lines = drawing.wrapped(f"{when[:1].upper()}{when[1:]}: {name}" if sheet.narrow else name,
                            sheet.width - (0 if sheet.narrow else right + 0.1), bold=marked)
    top = sheet.height
    if sheet.narrow:
        sheet.texts(0, top + len(lines) * drawing.LINE / 2, lines, bold=marked)
        y = top + len(lines) * drawing.LINE + 0.09
        sheet.height = y + 0.17
        sheet.line([0, sheet.width], [y, y], RULE, 0.7)
        for x in years:
            sheet.line([x, x], [y - 0.05, y + 0.05], RULE, 0.7)
    else:
        depth = max(_ROW, len(lines) * drawing.LINE + 0.06)
        y = top + depth / 2
        sheet.text(0, y, when[:1].upper() + when[1:], colour=QUIET, bold=marked)
        sheet.texts(right + 0.1, y, lines, bold=marked)
        sheet.height = top + depth
    colour = drawing.series(3 if marked else 0)
    start, end = origin + estimate.low * scale, origin + estimate.high * scale
    if estimate.low < estimate.high:
        sheet.line([start, max(end, start + 0.03)], [y, y], colour, 5)
    else:
        sheet.marks.append(lambda canvas: canvas.plot([start], [y], marker="D" if marked else "o", markersize=6,
                                                  color=colour, markeredgecolor=INK, markeredgewidth=0.6,
                                                  linestyle="none", clip_on=False, zorder=5))
    if not sheet.narrow:
        sheet.line([end + 0.05, right + 0.05], [y, y], RULE, 0.6)
