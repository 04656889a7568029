"""The chart forms. A finding for a title, direct labels, intervals drawn, alternative text from the data."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from analysis.errors import UntracedNumber, UsageError
from analysis.estimate import Estimate
from analysis.house import mark, worn
from analysis.label import Label
from analysis.show import drawing
from analysis.show.bundle import Json, Parts, Shown, as_html, as_text, estimates_in, parts, unlinked
from analysis.show.drawing import INK, QUIET, Sheet
from analysis.show.number import places_alike, written
from analysis.show.table import Table, framed, table

if TYPE_CHECKING:
    import pandas as pd

# All in inches.
_THICK, _THIN = 0.20, 0.16      # a bar alone in its row, and one of several
_BETWEEN, _ROWS = 0.05, 0.16    # between the bars of a row, and between rows
_PAD = 0.08                     # between a bar and its words
_NAMES = 0.34                   # of the width, at most, for the names beside the bars
_LEAST = 0.35                   # of the room for bars: less for the longest bar, and the words move above the bars


@dataclass(frozen=True)
class Chart(Shown):
    """A figure: drawn wide and narrow, with the sentence that says what it shows and the data behind it."""

    kind: ClassVar[str] = "figure"
    key: str
    title: Parts
    wide: str
    narrow: str
    alt: str
    data: Json
    notes: tuple[Parts, ...]
    numbers: tuple[Estimate, ...]

    def note(self, template: str, **places: Any) -> Chart:
        """Returns the chart with one more line beneath it, which may have places."""
        return replace(self, notes=(*self.notes, parts(template, places, "chart note")),
                       numbers=(*self.numbers, *estimates_in(places)))

    def payload(self) -> Json:
        """Returns both drawings, title, alternative text, the data as a table, and which style of a case they wear."""
        style = mark(worn())
        return {"key": self.key, "title": self.title, "svg": self.wide, "narrow": self.narrow, "alt": self.alt,
                "data": self.data, "notes": list(self.notes), **({"house": style} if style else {})}

    def estimates(self) -> Sequence[Estimate]:
        """Returns the numbers drawn, and those in title and notes."""
        return self.numbers

    def html(self, bundle: Json) -> str:
        """Returns the wide drawing under its title."""
        return f"<figure><figcaption><b>{as_html(self.title)}</b></figcaption>{unlinked(self.wide)}</figure>"

    def plain(self, bundle: Json) -> str:
        """Returns the alternative text."""
        return self.alt

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Json:
        return super()._repr_mimebundle_() | {"image/svg+xml": unlinked(self.wide)}


def bars(frame: pd.DataFrame, title: str, *, key: str, label: str, value: str | Mapping[str, str],
         by: str = "", spec: str = "", **places: Any) -> Chart:
    """Returns horizontal bars with direct labels, one row of the frame a bar.

    label: column with names. value: column with Estimates, or column -> heading for several bars a row.
    by: column that says of which kind a row is; each kind has a colour, and is named at its first bar.
    title: a finding, may have places. spec: number format of the direct labels.
    """
    headings = dict(value) if isinstance(value, Mapping) else {value: ""}
    rows = _rows(frame, key, label, list(headings), [by] if by else [])
    said = list(headings.values())
    kinds = _kinds(frame, key, by, rows)
    alike = [places_alike(found[position] for _, found in rows) for position in range(len(headings))]
    drawn = []
    for at, ((name, found), kind) in enumerate(zip(rows, kinds, strict=True)):
        first = [kind] if by and kinds.index(kind) == at else said if not at else [""] * len(said)
        drawn.append((name, [_Bar(estimate, heading, written(estimate, spec, decimals), colour) for
                             estimate, heading, decimals, colour in
                             zip(found, first, alike, _colours(kinds, kind, len(found)), strict=True)]))

    def lay(width: float) -> Sheet:
        sheet = Sheet(width)
        left = _beside(sheet, [name for name, _ in drawn])
        scale, zero, above = _scale(sheet, left, [bar for _, found in drawn for bar in found])
        for at, (name, found) in enumerate(drawn):
            top = sheet.height
            if sheet.narrow:
                lines = drawing.wrapped(name, width, bold=True)
                sheet.texts(0, sheet.height + len(lines) * drawing.LINE / 2, lines, bold=True)
                sheet.height += len(lines) * drawing.LINE + 0.03
            for position, bar in enumerate(found):
                _bar(sheet, bar, zero=zero, scale=scale, above=above, number=at * len(found) + position,
                     thickness=_THIN if len(found) > 1 else _THICK)
            if not sheet.narrow:
                lines = drawing.wrapped(name, left - _PAD)
                middle = max((top + sheet.height - _BETWEEN) / 2, top + len(lines) * drawing.LINE / 2)
                sheet.texts(0, middle, lines)
                sheet.height = max(sheet.height, top + len(lines) * drawing.LINE + _BETWEEN)
            sheet.height += _ROWS - _BETWEEN
        sheet.height -= _ROWS - _BETWEEN - 0.02
        if not sheet.narrow:
            sheet.line([zero, zero], [0, sheet.height], QUIET, 0.8)
        return sheet

    columns = {label: label, **({by: by} if by else {}),
               **{column: heading or column for column, heading in headings.items()}}
    return _chart(frame, title, key, lay, columns, rows, said, places)


@dataclass(frozen=True)
class _Bar:
    """One bar: how long, what is said after it, and its colour."""

    estimate: Estimate
    heading: str
    size: str
    colour: str


def _kinds(frame: pd.DataFrame, key: str, by: str, rows: Sequence[tuple[str, Sequence[Estimate]]]) -> list[str]:
    if not by:
        return [""] * len(rows)
    if len(rows[0][1]) > 1:
        raise UsageError(f"chart {key!r}: several bars a row are told apart by colour already; leave out by={by!r}.")
    return [str(kind) for kind in frame[by]]


def _colours(kinds: Sequence[str], kind: str, bars: int) -> list[str]:
    return [drawing.series(position + list(dict.fromkeys(kinds)).index(kind)) for position in range(bars)]


def ladder(frame: pd.DataFrame, title: str, *, key: str, label: str, value: str, total: Estimate, spec: str = "",
           **places: Any) -> Chart:
    """Returns a stacked ladder: each row's bar begins where the last one ended, and the last bar is the whole.

    frame: rungs in order, label and Estimate. total: what the rungs add up to.
    """
    import pandas as pd

    rows = _rows(frame, key, label, [value])
    whole = total.label or total.how

    def lay(width: float) -> Sheet:
        sheet = Sheet(width)
        rungs = [(name, found[0], drawing.series(position)) for position, (name, found) in enumerate(rows)]
        left = _beside(sheet, [name for name, *_ in rungs] + [whole], bold=whole)
        sums = [sum(e.to(total.unit).value for _, e, _ in rungs[:n]) for n in range(len(rungs) + 1)]
        scale = (width - left - 0.02) / ((max(*sums, total.value) - min(*sums, 0)) or 1)
        zero = left - min(*sums, 0) * scale
        for at, ((name, estimate, colour), start, end) in enumerate(zip(rungs, sums, sums[1:], strict=False)):
            _rung(sheet, name, (written(estimate, spec), at), (zero + start * scale, zero + end * scale), colour, left)
        _rung(sheet, whole, (written(total, spec), len(rungs)), (zero, zero + total.value * scale), "", left)
        sheet.height -= _ROWS - 0.02
        return sheet

    last = pd.DataFrame({label: [Label(whole, total.name)], value: [total]}, dtype=object)
    data = pd.concat([frame[[label, value]], last])
    return _chart(data, title, key, lay, {label: label, value: value}, rows, [""], {**places},
                  more=f"Together they make {whole}, {written(total)}.")


def _rows(frame: pd.DataFrame, key: str, label: str, values: Sequence[str],
          more: Sequence[str] = ()) -> list[tuple[str, list[Estimate]]]:
    framed(frame, f"chart {key!r}", (label, *values, *more))
    rows = []
    for row in frame.to_dict("records"):
        found = [row[column] for column in values]
        for estimate in found:
            if not isinstance(estimate, Estimate):
                raise UntracedNumber(f"chart {key!r}: {estimate!r} leads to no claim; draw Estimates only.")
        rows.append((str(row[label]), found))
    if not rows:
        raise UsageError(f"chart {key!r}: there is nothing to draw; the frame has no rows.")
    return rows


def _chart(frame: pd.DataFrame, title: str, key: str, lay: Callable[[float], Sheet],
           columns: Mapping[str, str], rows: Sequence[tuple[str, Sequence[Estimate]]], headings: Sequence[str],
           places: Mapping[str, Any], more: str = "") -> Chart:
    text = parts(title, places, "chart title")
    data = table(frame, "Data behind the figure", key=key,
                 columns={name: heading.replace("_", " ") for name, heading in columns.items()})
    return Chart(key, text, drawing.paint(lay(drawing.WIDE), f"{key}-wide"),
                 drawing.paint(lay(drawing.NARROW), f"{key}-narrow"),
                 _alt(as_text(text), rows, headings, more), data.payload(), (),
                 (*data.numbers, *estimates_in(places)))


def _alt(title: str, rows: Sequence[tuple[str, Sequence[Estimate]]], headings: Sequence[str], more: str) -> str:
    """A sentence for those who cannot see the chart: its finding, then every bar."""
    said = [f"{name}: " + ", ".join(f"{written(e, 'range')} {heading}".strip()
                                    for e, heading in zip(found, headings, strict=True)) for name, found in rows]
    return f"Bar chart. {title.rstrip('.')}. {'; '.join(said)}.{' ' + more if more else ''}"


def _beside(sheet: Sheet, names: Sequence[str], bold: str = "") -> float:
    """Returns where the bars begin: right of the names, which stand above the bars in a narrow drawing."""
    if sheet.narrow:
        return 0.01
    lines = [line for name in names for line in drawing.wrapped(name, sheet.width * _NAMES, bold=name == bold)]
    return max(drawing.text_width(line, bold=True) for line in lines) + 2 * _PAD


def _scale(sheet: Sheet, left: float, bars: Sequence[_Bar]) -> tuple[float, float, int]:
    """Returns inches a unit, where zero lies, and how many of heading and number must stand above the bars.

    The scale is the largest at which every bar, its interval and the words after it stay on the sheet.
    """
    least = min(0.0, *(min(_ends(bar.estimate)[0], bar.estimate.value) for bar in bars))
    reach = [max(0.0, _ends(bar.estimate)[1], bar.estimate.value) for bar in bars]
    room = sheet.width - left - 0.02
    scale = 1.0
    for above in (0, 1, 2):
        words = [_words_width((bar.heading, bar.size)[above:]) for bar in bars]
        scale = min((room - wide - bool(wide) * _PAD) / ((end - least) or 1)
                    for wide, end in zip(words, reach, strict=True))
        if scale * (max(reach) - least) >= _LEAST * room:
            break
    return scale, left - least * scale, above


def _words_width(words: Sequence[str]) -> float:
    """The width of a number with its heading after it; `words` holds heading and number, or fewer of them."""
    return sum(drawing.text_width(text, bold=text is words[-1]) for text in words) + 0.05 * (len(words) - 1)


def _ends(estimate: Estimate) -> tuple[float, float]:
    """The interval as far as it can be drawn: an end at infinity is left out."""
    low, high = (end if math.isfinite(end) else estimate.value for end in (estimate.low, estimate.high))
    return low, high


def _bar(sheet: Sheet, bar: _Bar, *, zero: float, scale: float, above: int, thickness: float, number: int) -> None:
    """Draws one bar with its interval, heading and number, and moves down past it."""
    estimate, heading, size, colour = bar.estimate, bar.heading, bar.size, bar.colour
    if above and (heading or above == 2):
        end = 0.0
        if above == 2:
            end = sheet.text(0, sheet.height + drawing.LINE / 2, size, bold=True, number=number) + 0.05
        sheet.text(end, sheet.height + drawing.LINE / 2, heading, colour=QUIET)
        sheet.height += drawing.LINE + 0.02
    y = sheet.height
    sheet.bar(zero, y, estimate.value * scale, thickness, colour)
    if sheet.narrow:
        sheet.line([zero, zero], [y - 0.02, y + thickness + 0.02], QUIET, 0.8)
    reach = max(0.0, estimate.value, _interval(sheet, estimate, zero, scale, y + thickness / 2, colour))
    if above < 2:
        end = sheet.text(zero + reach * scale + _PAD, y + thickness / 2, size, bold=True, number=number)
        if heading and not above:
            sheet.text(end + 0.05, y + thickness / 2, heading, colour=QUIET)
    sheet.height += thickness + _BETWEEN


def _interval(sheet: Sheet, estimate: Estimate, zero: float, scale: float, y: float, colour: str) -> float:
    """Draws the interval as a line with ends, light where it lies on the bar; returns its upper end."""
    low, high = _ends(estimate)
    if low < high:
        inside, outside = sorted((0.0, estimate.value)), drawing.upon(colour)
        for start, stop in ((low, min(high, inside[0])), (max(low, inside[0]), min(high, inside[1])),
                            (max(low, inside[1]), high)):
            on_bar = inside[0] <= start and stop <= inside[1]
            if start < stop:
                sheet.line([zero + start * scale, zero + stop * scale], [y, y], outside if on_bar else INK, 1.3)
        for end in (low, high):
            on_bar = inside[0] < end < inside[1]
            x = zero + end * scale
            sheet.line([x, x], [y - 0.05, y + 0.05], outside if on_bar else INK, 1.3)
    return high


def _rung(sheet: Sheet, name: str, said: tuple[str, int], ends: tuple[float, float], colour: str, left: float) -> None:
    """Draws one rung (the whole, in outline, if it has no colour) with name and number, and moves down past it."""
    size, number = said
    start, stop = sorted(ends)
    whole = not colour
    top = sheet.height
    if sheet.narrow:
        end = sheet.text(0, top + drawing.LINE / 2, name, bold=True) + _PAD
        wide = drawing.text_width(size)
        if end + wide > sheet.width:
            sheet.height += drawing.LINE
            end = 0
        sheet.text(end, sheet.height + drawing.LINE / 2, size, number=number)
        sheet.height += drawing.LINE + 0.03
    else:
        lines = drawing.wrapped(name, left - 2 * _PAD, bold=whole)
        sheet.height += max(0, len(lines) * drawing.LINE - _THICK) / 2
        sheet.texts(0, sheet.height + _THICK / 2, lines, bold=whole)
    y = sheet.height
    if whole:
        sheet.frame(start, y, stop - start, _THICK)
    else:
        sheet.bar(start, y, stop - start, _THICK, colour)
        foot = [y + _THICK, y + _THICK + (_ROWS if not sheet.narrow else 0.05)]
        sheet.line([ends[1], ends[1]], foot, QUIET, 0.8)
    if not sheet.narrow:
        wide = drawing.text_width(size, bold=True)
        outside = stop + _PAD if stop + _PAD + wide <= sheet.width else start - _PAD - wide
        fits = outside >= left and not whole
        sheet.text(outside if fits else start + _PAD, y + _THICK / 2, size, bold=True, number=number,
                   colour=INK if fits or whole else drawing.upon(colour))
    sheet.height = max(y + _THICK, top + (0 if sheet.narrow else len(lines) * drawing.LINE)) + _ROWS


def assemble(title: str, places: Mapping[str, Any], *, key: str, lay: Callable[[float], Sheet], data: Table,
             alt: str) -> Chart:
    """Returns a figure of any form: drawn by `lay` at both widths, with its data as a table.

    alt: what the figure shows, after its title; every number in it must be in the data.
    """
    text = parts(title, places, "chart title")
    return Chart(key, text, drawing.paint(lay(drawing.WIDE), f"{key}-wide"),
                 drawing.paint(lay(drawing.NARROW), f"{key}-narrow"), f"{as_text(text).rstrip('.')}. {alt}",
                 data.payload(), (), (*data.numbers, *estimates_in(places)))
