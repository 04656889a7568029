"""A figure: a finding for a title, drawn wide and narrow, with alternative text, its data and its sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.contract import FigureBlock, Parts, TableBlock, remove_links
from analysis.errors import UntracedNumber, UsageError
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.show.bundle import Shown, find_estimates, format_html, format_text, parse_template
from analysis.show.charts import canvas
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.source_line import build_source_line
from analysis.show.table import Table, check_frame
from analysis.style.house import compute_house_fingerprint, get_current_house

if TYPE_CHECKING:
    import pandas as pd

_LINE_WORD = re.compile(r"\blines?\b", re.IGNORECASE)
INTERVAL_LEGEND = "Thin lines: from the lowest to the highest value the claims allow."


@dataclass(frozen=True)
class Chart(Shown):
    """A figure: drawn wide and narrow, with the sentence that says what it shows and the data behind it."""

    key: str
    title: Parts
    wide: str
    narrow: str
    alt: str
    data: TableBlock
    notes: tuple[Parts, ...]
    numbers: tuple[Estimate, ...]
    legend: tuple[Parts, ...] = ()  # what the marks mean, where words beside them do not say it
    sources: Parts = ()

    def note(self, template: str, **places: Any) -> Chart:
        """Returns the chart with one more line beneath it, which may have places."""
        return replace(
            self,
            notes=(*self.notes, parse_template(template, places, "chart note")),
            numbers=(*self.numbers, *find_estimates(places)),
        )

    def build_block(self) -> FigureBlock:
        """Returns both drawings, title, alternative text, the data as a table, and which style of a case they wear.

        Beneath the drawing stand the notes; then, on one line, what its marks mean and its sources. What its lines mean
        is left to a note of the report's own that speaks of lines.
        """
        style = compute_house_fingerprint(get_current_house())
        told = any(_LINE_WORD.search(format_text(note)) for note in self.notes)
        keys = [key for key in self.legend if not (told and _LINE_WORD.search(format_text(key)))]
        last = [item for text in (*keys, self.sources) if text for item in (" ", *text)][1:]
        beneath = (*self.notes, *([last] if last else []))
        return FigureBlock(self.key, self.title, self.wide, self.narrow, self.alt, self.data, beneath, style)

    def list_estimates(self) -> Sequence[Estimate]:
        """Returns the numbers drawn, and those in title and notes."""
        return self.numbers

    def render_html(self) -> str:
        """Returns the wide drawing under its title."""
        return f"<figure><figcaption><b>{format_html(self.title)}</b></figcaption>{remove_links(self.wide)}</figure>"

    def render_text(self) -> str:
        """Returns the alternative text."""
        return self.alt

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return super()._repr_mimebundle_() | {"image/svg+xml": remove_links(self.wide)}


def build_chart(
    title: str,
    places: Mapping[str, Any],
    *,
    key: str,
    lay: Callable[[float], Sheet],
    data: Table,
    alt: Callable[[str], str],
    keys: Sequence[Parts] = (),
    drawn: Sequence[Estimate] = (),
    sources: Sequence[Label] = (),
) -> Chart:
    """Returns a figure of any form: drawn by `lay` at both widths, with its data as a table.

    alt: what the figure shows, given its title; every number in it must be in the data.
    keys: what its marks mean. drawn: numbers drawn that the data do not print, such as days; sources: of what is drawn
    without any number.
    """
    text = parse_template(title, places, "chart title")
    numbers = (*data.numbers, *find_estimates(places))
    return Chart(
        key,
        text,
        canvas.render_sheet(lay(canvas.WIDE), f"{key}-wide"),
        canvas.render_sheet(lay(canvas.NARROW), f"{key}-narrow"),
        alt(format_text(text).rstrip(".")),
        data.build_block(),
        (),
        numbers,
        tuple(keys),
        build_source_line((*data.numbers, *drawn), sources),
    )


def collect_rows(
    frame: pd.DataFrame, key: str, label: str, values: Sequence[str], more: Sequence[str] = ()
) -> list[tuple[str, list[Estimate]]]:
    """Returns the name of each row with its numbers. Raises UntracedNumber for what is none, UsageError for no rows."""
    check_frame(frame, f"chart {key!r}", (label, *values, *more))
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
