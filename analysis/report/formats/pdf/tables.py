"""Tables as Typst: how wide their columns are, how their numbers line up, and which rows stay on one page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.messages import gettext
from analysis.report.document.model import Inline, Number, RichText, Table, get_plain_text
from analysis.report.document.typography import make_unbreakable
from analysis.report.formats import table_fit
from analysis.report.formats.pdf import table_layout
from analysis.report.formats.pdf.table_layout import Layout
from analysis.report.formats.pdf.text import format_array, render_inline, render_text
from analysis.report.formats.typst import quote_text
from analysis.style.house import House

MANY_ROWS = 500  # rows or notes; from here on Typst does not measure how each fits, which would take long
_MAX_KEPT_WHOLE = 800  # characters that fit a narrow column of one page, with room to spare
_SHORT_CELL = 20  # characters a column of words may have and still be as wide as its words


def render_table(item: Table, house: House) -> tuple[str, bool]:
    """Returns a table as Typst, and whether it needs pages turned by a quarter.

    Raises ReportError for a table that does not fit any page.
    """
    layout, parts = lay_out(item, house)
    drawn = [_render_grid(part, layout, position) for position, part in enumerate(parts)]
    return "\n".join(drawn), layout.fit.turned


def _is_long(item: Table) -> bool:
    """Whether Typst is spared the measuring of a table's cells; words alone take it little time."""
    return len(item.rows) > MANY_ROWS and any(
        isinstance(part, Number) for row in item.rows for cell in row for part in cell
    )


def _render_grid(item: Table, layout: Layout, position: int) -> str:
    """Returns one part of a table as Typst. position: of the part."""
    options = (f", size: {layout.fit.size}pt" if layout.fit.size != table_layout.SIZE else "") + (
        ", kept: false" if not layout.kept else ""
    )
    columns, rows, whole, heights = render_rows(item, layout, position)
    return (
        f"#grid-table({name_part(item, position)}, {render_text(item.caption)}, {columns}, "
        f"{rows}, {format_array(render_text(note) for note in item.notes)}, {whole}, {heights}{options})"
    )


def name_part(item: Table, position: int) -> str:
    """Returns the label of a part of a table and what its caption calls it, as Typst."""
    anchor, place = item.anchor, item.name if item.number else ""
    if position:
        anchor, place = f"{anchor}-part-{position + 1}", gettext("{name}, continued", name=item.name_within)
    return f"{quote_text(anchor)}, {quote_text(place)}"


def render_rows(
    item: Table, layout: Layout, position: int, span: slice = slice(None), rooms: Sequence[int] | None = None
) -> tuple[str, str, str, str]:
    """Returns columns, rows, whether each stays on one page, and heights of some rows of a part of a table, as Typst.

    position: of the part. span: the rows; all of them by default. rooms: see `count_mark_digits`.
    """
    rooms = count_mark_digits(item) if rooms is None else rooms
    rows = format_array(
        format_array(
            f"[{''.join(_render_cell(part, room) for part in cell)}{_render_gap(cell, room)}]"
            for cell, room in zip(row, rooms, strict=True)
        )
        for row in item.rows[span]
    )
    columns = (
        f"{format_array(layout.widths[position])}, "
        f"{format_array(column.align for column in item.columns)}, "
        f"{format_array(render_text(column.label) for column in item.columns)}"
    )
    whole = format_kept_whole(cell for row in item.rows[span] for cell in row) if layout.whole else "false"
    return columns, rows, whole, format_array("one-line" if one else "auto" for one in layout.single[position][span])


def lay_out(item: Table, house: House) -> tuple[Layout, list[Table]]:
    """Returns how a table is printed, and its parts. Raises ReportError for a table that does not fit any page."""
    layout = table_layout.compute_layout(item, _choose_widths(item), house, fixed=_is_long(item))
    return layout, list(table_fit.split_table(item, layout.fit))


def _choose_widths(item: Table) -> list[str]:
    widths = [_choose_width(item, position) for position in range(len(item.columns))]
    if all(width == "auto" for width in widths):
        widths = ["1fr" if column.align == "left" else "auto" for column in item.columns]
    return widths if any(width != "auto" for width in widths) else ["1fr", *widths[1:]]


def _render_cell(item: Inline, room: int = 0) -> str:
    if isinstance(item, Number):
        return f"#cell({quote_text(make_unbreakable(item.text))}, {item.note}{f', room: {room}' if room else ''});"
    return render_inline(item)


def count_mark_digits(table: Table) -> list[int]:
    """Returns the digits of the note marks of each column, see `_count_digits`."""
    return [_count_digits(table, at) for at in range(len(table.columns))]


def _count_digits(table: Table, position: int) -> int:
    """Returns how many digits the note marks of a column of numbers need, so that the numbers align; else 0."""
    if table.columns[position].align != "right":
        return 0
    return max(
        (len(str(part.note)) for row in table.rows for part in row[position] if isinstance(part, Number)), default=0
    )


def _render_gap(cell: RichText, room: int) -> str:
    return f"#gap({room});" if room and cell and not isinstance(cell[-1], Number) else ""


def _choose_width(table: Table, position: int) -> str:
    """Returns `auto` for numbers and short words; longer texts share the remaining width by their usual length."""
    if table.columns[position].align == "right":
        return "auto"
    lengths = [len(get_plain_text(row[position])) for row in table.rows]
    if max(lengths, default=0) <= _SHORT_CELL:
        return "auto"
    usual = (sum(length**2 for length in lengths) / len(lengths)) ** 0.5
    return f"{min(max(usual, _SHORT_CELL), 150) ** 0.5:.2f}fr"


def format_kept_whole(texts: Iterable[RichText], few: bool = True) -> str:
    """Returns `true` for a row or note to keep on one page: its texts are far shorter than a narrow column is long.

    few: whether there are few enough for Typst to measure how each fits.
    """
    return str(few and all(len(get_plain_text(text)) <= _MAX_KEPT_WHOLE for text in texts)).lower()
