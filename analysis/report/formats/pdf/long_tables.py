"""The rows of a very long table in the PDF: set by Typst some at a time, and put on pages that the report has for them.

Typst keeps what it has laid out until the whole file is written, about 40 kB for a row of three cells; twenty thousand
rows took more than a gigabyte. So a table of more than `MANY_APART` cells has its caption and notes in the report, and
after them empty pages, with head and foot of their own. Its rows are set apart, each file begins where the one before
had filled its last page, and joined_pages.py puts their pages in the place of the empty ones: in the tags they
are one table again, and each number still leads to its note.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from analysis.messages import ngettext
from analysis.report.document.languages import mark_languages
from analysis.report.document.model import Document, Number, Table, format_count, get_plain_text
from analysis.report.formats.pdf import tables
from analysis.report.formats.pdf.row_file import find_filled
from analysis.report.formats.pdf.text import format_array, quote_words, render_text
from analysis.report.formats.typst import compile_pdf, forget_layouts

MANY_APART = 4500  # cells; a larger table is set apart
_CELLS_AT_ONCE, _LEAST_AT_ONCE = 3000, 100  # cells, which take about 60 MB; rows, which are more than a page
TARGET = "to:"  # before the anchor that a link of a row leads to
# The links of rows lead out of their file; its head and foot are those of the report's page.
_WITHOUT_REPORT = f"""#let cell(body, note, room: 0) = link("{TARGET}note-" + str(note), noted(body, note, room: room))
#let num(body, note, anchor) = cell(body, note)
#let see(body, anchor) = if not anchor.starts-with("note-") {{ body }} else {{
  link("{TARGET}" + anchor, text(fill: accent, body))
}}
#set page(header: none, footer: none)"""


@dataclass(frozen=True)
class RowPages:
    """Some rows of a table as a PDF. pages: how many of its first ones are full; rows: how many rows they hold.

    packed: the file, compressed, as Typst writes its tags out in full: 1.4 kB of each row.
    """

    packed: bytes
    pages: int
    rows: int


@dataclass(frozen=True)
class TablePages:
    """All rows of a table as pages. parts: the files of each part, one below the other. turned: by a quarter."""

    parts: tuple[tuple[RowPages, ...], ...]
    turned: bool

    @property
    def pages(self) -> int:
        """How many pages they take."""
        return sum(found.pages for part in self.parts for found in part)


def list_apart(document: Document) -> list[Table]:
    """Returns the tables of a report whose rows are set apart, in order."""
    tables = (item for item in document.blocks if isinstance(item, Table))
    return [item for item in tables if len(item.rows) * len(item.columns) > MANY_APART]


def list_words(items: Iterable[Table]) -> Iterator[str]:
    """Yields the text of each cell of some tables, and the label of each column."""
    for item in items:
        yield from (get_plain_text(column.label) for column in item.columns)
        yield from (get_plain_text(cell) for row in item.rows for cell in row)


def render_apart(item: Table, found: TablePages) -> str:
    """Returns caption, notes and empty pages of a table whose rows are set apart, as Typst. found: its rows."""
    count = found.pages
    # translators: below the caption of a table of very many rows; {rows}: how many, such as `20,000 rows`
    said = ngettext(
        "Its {rows} rows are on the next page.",
        "Its {rows} rows are on the next {count} pages.",
        count,
        rows=format_count(len(item.rows)),
        count=format_count(count),
    )
    numbers = {part.note for row in item.rows for cell in row for part in cell if isinstance(part, Number)}
    return (
        f"#table-apart({tables.name_part(item, 0)}, {render_text(item.caption)}, {quote_words(said)}, "
        f"{format_array(render_text(note) for note in item.notes)}, {count}, "
        f"{str(found.turned).lower()}, {format_array(map(str, sorted(numbers)))})"
    )


@mark_languages
def set_rows(document: Document, item: Table, head: Sequence[str]) -> TablePages:
    """Returns the rows of a table as pages. head: the lines with which a file of the report begins.

    Raises ReportError for a table that does not fit any page.
    """
    layout, parts = tables.lay_out(item, document.house)
    turned = f"#set page(flipped: {str(layout.fit.turned).lower()})"
    made = []
    for position, part in enumerate(parts):
        rooms, start, files = tables.count_mark_digits(part), 0, list[RowPages]()
        at_once = max(_LEAST_AT_ONCE, _CELLS_AT_ONCE // len(part.columns))
        while start < len(part.rows):
            span = slice(start, start + at_once)
            columns, rows, whole, heights = tables.render_rows(part, layout, position, span, rooms)
            heads = "" if start == 0 else "#let heads = heads.map(head => pdf.artifact(head))"
            lines = (
                *head,
                _WITHOUT_REPORT,
                turned,
                f"#let (widths, aligns, heads) = ({columns})",
                heads,
                f"#rows-grid(widths, aligns, heads, {rows}, {whole}, {heights}, {layout.fit.size}pt)",
            )
            pdf = compile_pdf("\n".join(lines) + "\n", document.house.print_faces, document.timestamp)
            forget_layouts()
            count = len(part.rows[span])
            is_last = start + count == len(part.rows)
            files.append(RowPages(zlib.compress(pdf, 1), *find_filled(pdf, count, is_last or whole != "true")))
            start += files[-1].rows
        made.append(tuple(files))
    return TablePages(tuple(made), layout.fit.turned)
