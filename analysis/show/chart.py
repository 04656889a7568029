"""The chart forms. A finding for a title, direct labels, intervals drawn, alternative text from the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from analysis.errors import UntracedNumber, UsageError, nearest
from analysis.estimate import Estimate
from analysis.show import drawing
from analysis.show.bundle import Json, Parts, Shown, as_html, as_text, estimates_in, parts
from analysis.show.number import written
from analysis.show.table import table

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_BAR = 0.46   # inches a bar takes with its label above it


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
        """Returns both drawings, title, alternative text and the data as a table."""
        return {"key": self.key, "title": self.title, "svg": self.wide, "narrow": self.narrow, "alt": self.alt,
                "data": self.data, "notes": list(self.notes)}

    def estimates(self) -> Sequence[Estimate]:
        """Returns the numbers drawn, and those in title and notes."""
        return self.numbers

    def html(self, bundle: Json) -> str:
        """Returns the wide drawing under its title."""
        return f"<figure><figcaption><b>{as_html(self.title)}</b></figcaption>{self.wide}</figure>"

    def plain(self, bundle: Json) -> str:
        """Returns the alternative text."""
        return self.alt

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Json:
        return super()._repr_mimebundle_() | {"image/svg+xml": self.wide}


def bars(frame: pd.DataFrame, title: str, *, key: str, label: str, value: str | Mapping[str, str],
         spec: str = "", **places: Any) -> Chart:
    """Returns horizontal bars with direct labels, one row of the frame a bar.

    label: column with names. value: column with Estimates, or column -> heading for several bars a row.
    title: a finding, may have places. spec: number format of the direct labels.
    """
    headings = dict(value) if isinstance(value, Mapping) else {value: ""}
    rows = _rows(frame, key, label, list(headings))

    def draw(figure: Figure) -> None:
        axes = _axes(figure)
        top = max(max(e.high, e.value) for _, found in rows for e in found)
        y = 0.0
        for name, found in rows:
            _text(axes, 0, y - 0.34, name, weight="bold")
            for position, (estimate, heading) in enumerate(zip(found, headings.values(), strict=True)):
                axes.barh(y, estimate.value, height=0.5, color=drawing.series(position), align="center")
                end = _interval(axes, y, estimate)
                words = written(estimate, spec) + (f" {heading}" if heading else "")
                _text(axes, end + top * 0.012, y, words, va="center")
                y += 0.62
            y += 0.5
        _frame(axes, top, y - 0.6)

    height = 0.16 + (len(rows) * (0.5 + 0.62 * len(headings))) * 0.42
    return _chart(frame, title, key, draw, height, {label: label, **{c: h or c for c, h in headings.items()}}, rows,
                  list(headings.values()), places)


def ladder(frame: pd.DataFrame, title: str, *, key: str, label: str, value: str, total: Estimate, spec: str = "",
           **places: Any) -> Chart:
    """Returns a stacked ladder: each row's bar begins where the last one ended, and the last bar is the whole.

    frame: rungs in order, label and Estimate. total: what the rungs add up to.
    """
    rows = _rows(frame, key, label, [value])
    whole = total.label or total.how

    def draw(figure: Figure) -> None:
        axes = _axes(figure)
        top, start, y = max(total.high, total.value), 0.0, 0.0
        for position, (name, (estimate,)) in enumerate(rows):
            size = estimate.to(total.unit).value
            axes.barh(y, size, left=start, height=0.5, color=drawing.series(position))
            _text(axes, 0, y - 0.34, name, weight="bold", extra=written(estimate, spec))
            if position:
                axes.plot([start, start], [y - 1.12 + 0.25, y - 0.25], color=drawing.QUIET, linewidth=0.7)
            start += size
            y += 1.12
        axes.barh(y, total.value, height=0.5, color="none", edgecolor=drawing.INK, linewidth=1.1)
        _text(axes, 0, y - 0.34, whole, weight="bold", extra=written(total, spec))
        _frame(axes, top, y + 0.4, room=1.03)

    height = 0.16 + (len(rows) + 1) * 1.12 * 0.42
    return _chart(frame, title, key, draw, height, {label: label, value: value}, rows, [""], {**places},
                  more=f"Together they make {whole}, {written(total)}.", extra=(total,))


def _rows(frame: pd.DataFrame, key: str, label: str, values: Sequence[str]) -> list[tuple[str, list[Estimate]]]:
    for column in (label, *values):
        if column not in frame.columns:
            raise UsageError(f"chart {key!r}: no column {column!r}{nearest(column, map(str, frame.columns))}")
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


def _chart(frame: pd.DataFrame, title: str, key: str, draw: Any, height: float, columns: Mapping[str, str],
           rows: Sequence[tuple[str, Sequence[Estimate]]], headings: Sequence[str], places: Mapping[str, Any],
           more: str = "", extra: Sequence[Estimate] = ()) -> Chart:
    text = parts(title, places, "chart title")
    data = table(frame, "Data behind the figure", key=key,
                 columns={name: heading.replace("_", " ") for name, heading in columns.items()})
    return Chart(key, text, drawing.svg(draw, width=drawing.WIDE, height=height, key=f"{key}-wide"),
                 drawing.svg(draw, width=drawing.NARROW, height=height, key=f"{key}-narrow"),
                 _alt(as_text(text), rows, headings, more), data.payload(), (),
                 (*data.numbers, *extra, *estimates_in(places)))


def _alt(title: str, rows: Sequence[tuple[str, Sequence[Estimate]]], headings: Sequence[str], more: str) -> str:
    """A sentence for those who cannot see the chart: its finding, then every bar."""
    said = [f"{name}: " + ", ".join(f"{written(e, 'range')} {heading}".strip()
                                    for e, heading in zip(found, headings, strict=True)) for name, found in rows]
    return f"Bar chart. {title.rstrip('.')}. {'; '.join(said)}.{' ' + more if more else ''}"


def _axes(figure: Figure) -> Axes:
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xticks([])
    axes.set_yticks([])
    return axes


def _frame(axes: Axes, top: float, bottom: float, room: float = 1.42) -> None:
    """Fits the axes to the bars, with room on the right for the labels."""
    narrow = axes.figure.get_figwidth() <= drawing.NARROW
    axes.set_xlim(-top * 0.004, top * (room if not narrow or room < 1.1 else 1.9))
    axes.set_ylim(bottom + 0.1, -0.72)
    axes.axvline(0, color=drawing.QUIET, linewidth=0.8)


def _interval(axes: Axes, y: float, estimate: Estimate) -> float:
    """Draws the interval as a line with ends over the bar; returns where the label may begin."""
    if estimate.low < estimate.high:
        axes.plot([estimate.low, estimate.high], [y, y], color=drawing.INK, linewidth=1.2, solid_capstyle="butt")
        for end in (estimate.low, estimate.high):
            axes.plot([end, end], [y - 0.11, y + 0.11], color=drawing.INK, linewidth=1.2)
    return max(estimate.high, estimate.value)


def _text(axes: Axes, x: float, y: float, words: str, *, weight: str = "normal", va: str = "bottom",
          extra: str = "") -> None:
    drawn = axes.text(x, y, words, va=va, ha="left", weight=weight)
    if extra:
        axes.annotate("  " + extra, xy=(1, 0), xycoords=drawn, va="bottom", ha="left")
