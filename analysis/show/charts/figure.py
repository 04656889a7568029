"""A figure: its title is a finding; drawn wide and narrow, with alternative text, its data and its sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from analysis.contract import FigureBlock, Parts, TableBlock, remove_links
from analysis.errors import UntracedNumber, UsageError
from analysis.estimates.estimate import Estimate
from analysis.front_end import is_heard
from analysis.label import Label
from analysis.messages import gettext
from analysis.show.bundle import Shown, find_estimates, format_text, parse_template
from analysis.show.charts import canvas
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.in_notebook import fix_widths, render_figure
from analysis.show.charts.source_line import build_source_line
from analysis.show.frame import list_records, open_frame
from analysis.show.made import note_shown
from analysis.show.other_frames import AnyFrame
from analysis.show.table import Table
from analysis.style.house import House, compute_house_fingerprint, find_house, get_shipped_house, use_house
from analysis.style.paper import measure_picture_area
from analysis.wording.units import get_base_unit

_MIN_SCALE = 0.8  # of a drawing in print: its type of 9.5 points is then 7.6


@dataclass(frozen=True)
class Chart(Shown):
    """A figure of any chart form, as `build_chart` makes it.

    wide, narrow: the drawings as SVG, for a column of text and for a phone. alt: what the figure shows, in words.
    data: what is drawn, as a table. notes: lines below the drawing. legend: what the marks mean, where no words beside
    them say it. sources: the line of sources. house: the style it is drawn in. parts: the wide drawing in parts, for
    print, if it is too high for a page.
    """

    noun: ClassVar[str] = "figure"

    key: str
    title: Parts
    wide: str
    narrow: str
    alt: str
    data: TableBlock
    notes: tuple[Parts, ...]
    numbers: tuple[Estimate, ...]
    legend: tuple[Parts, ...] = ()
    sources: Parts = ()
    house: House = field(default_factory=get_shipped_house)
    parts: tuple[str, ...] = ()

    def note(self, template: str, **places: Any) -> Chart:
        """Returns the chart with one more line below it; the template may have places, as in `say`."""
        return self.change(
            notes=(*self.notes, parse_template(template, places, "chart note")),
            numbers=(*self.numbers, *find_estimates(places)),
        )

    def build_block(self) -> FigureBlock:
        """Returns title, both drawings, alternative text, notes, the data as a table, and the style they are drawn in.

        The legend and the sources follow the notes, on one line.
        """
        style = compute_house_fingerprint(self.house)
        last = [item for text in (*self.legend, self.sources) if text for item in (" ", *text)][1:]
        notes = (*self.notes, *([last] if last else []))
        return FigureBlock(self.key, self.title, self.wide, self.narrow, self.alt, self.data, notes, style, self.parts)

    def list_estimates(self) -> Sequence[Estimate]:
        """Returns the numbers drawn, and the numbers in title and notes."""
        return self.numbers

    def render_html(self) -> str:
        """Returns the figure as on the page, in HTML that needs nothing else."""
        return render_figure(self.build_block(), self.house)

    def render_text(self) -> str:
        """Returns the alternative text."""
        return self.alt

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        drawing = {"image/svg+xml": fix_widths(remove_links(self.wide), self.house)} if is_heard() else {}
        return super()._repr_mimebundle_() | drawing


def build_chart(
    title: str,
    places: Mapping[str, Any],
    *,
    key: str,
    draw: Callable[[float], Sheet],
    data: Table,
    alt: Callable[[str], str],
    legend: Sequence[Parts] = (),
    drawn: Sequence[Estimate] = (),
    sources: Sequence[Label] = (),
) -> Chart:
    """Returns a figure of any chart form, in the house style of the case that its numbers and names come from.

    title: a finding; places: what fills the places in it. key: a stable name, for cross-references and file names.
    draw: takes a width in inches and returns a filled sheet. data: what is drawn, as a table.
    alt: takes the title as text and returns what the figure shows; every number in it must be in the data.
    legend: what the marks mean. drawn: numbers that are drawn but not in the data, such as days.
    sources: titles of the sources of what is drawn without a number.
    """
    note_shown(data)  # within the figure
    text = parse_template(title, places, "chart title")
    numbers = (*data.numbers, *find_estimates(places))
    house = find_house((*data.numbers, *drawn, *data.labels, *sources, *places.values()))
    with use_house(house):
        sheet = draw(canvas.WIDE)
        wide = canvas.render_sheet(sheet, f"{key}-wide")
        parts = _render_parts(sheet, f"{key}-wide", house)
        narrow = canvas.render_sheet(draw(canvas.NARROW), f"{key}-narrow")
    return Chart(
        key,
        text,
        wide,
        narrow,
        alt(format_text(text).rstrip(".")),
        data.build_block(),
        (),
        numbers,
        tuple(legend),
        build_source_line((*data.numbers, *drawn), sources),
        house,
        parts,
    )


def caption_data() -> str:
    """Returns the caption of the table that holds what a figure shows.

    >>> caption_data()
    'Data behind the figure'
    """
    return gettext("Data behind the figure")


def _render_parts(sheet: Sheet, key: str, house: House) -> tuple[str, ...]:
    """Returns the parts of a drawing that would be too high for a page even in the smallest type that can be read."""
    width, height = measure_picture_area(house)
    room = sheet.width * height / width
    return canvas.render_parts(sheet, key, room) if sheet.height * _MIN_SCALE > room else ()


def collect_rows(
    frame: AnyFrame, key: str, label: str, values: Sequence[str], more: Sequence[str] = ()
) -> list[tuple[str, list[Estimate]]]:
    """Returns the name of each row with its numbers.

    label: column of names. values: columns of Estimates. more: further columns the frame must have.
    Raises UsageError if a column is missing or there are no rows, UntracedNumber for a value that is not an Estimate.
    """
    return [
        (str(row[label]), [get_estimate(row[column], key) for column in values])
        for row in list_rows(frame, key, (label, *values, *more))
    ]


def convert_to_one_unit(rows: Sequence[tuple[str, Sequence[Estimate]]], key: str) -> list[list[Estimate]]:
    """Returns the numbers of each row as they are drawn on one scale: all in the unit of the first.

    Raises UsageError, naming two rows, for numbers that measure different things.

    >>> from analysis import number
    >>> rows = [("Need", [number(2, "billion USD")]), ("Means", [number(500, "million USD")])]
    >>> [row[0].value for row in convert_to_one_unit(rows, "funds")]
    [2.0, 0.5]
    """
    first, (example, *_) = rows[0]
    for name, found in rows:
        for estimate in found:
            if get_base_unit(estimate.unit) != get_base_unit(example.unit):
                raise UsageError(
                    f"chart {key!r}: found {example.unit} ({first}) and {estimate.unit} ({name}); allowed: numbers "
                    "that measure the same thing, as all are drawn on one scale. Draw a chart for each."
                )
    return [[one if one.unit == example.unit else one.to(example.unit) for one in found] for _, found in rows]


def list_rows(frame: AnyFrame, key: str, columns: Sequence[str]) -> list[dict[str, Any]]:
    """Returns the rows of a chart's frame, each as column -> value.

    Raises UsageError for what is not a DataFrame, lacks one of the columns, has no rows or an empty cell in one.
    """
    where = f"chart {key!r}"
    return list_records(open_frame(frame, where), where, columns)


def get_estimate(value: object, key: str) -> Estimate:
    """Returns a value of a chart's frame if it is an Estimate. Raises UntracedNumber."""
    if not isinstance(value, Estimate):
        raise UntracedNumber(f"chart {key!r}: {value!r} leads to no claim; draw Estimates only.")
    return value
