"""A table whose cells are Estimates, Labels or words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, cast

from analysis.contract import LabelPart, Part, Parts, TableBlock, TableColumn
from analysis.errors import UsageError, format_nearest
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.show.bundle import Shown, find_estimates, format_html, make_part, parse_template
from analysis.show.frame import FrameColumn, check_columns, open_frame, read_columns
from analysis.show.number import find_common_decimals
from analysis.wording.capitals import begin_with_capital

if TYPE_CHECKING:
    import pandas as pd

_CAPITAL = "capital"  # a format of words
_NO_ROWS = "There is nothing to list."


@dataclass(frozen=True)
class Table(Shown):
    """A table as `table` makes it; `note` adds a line below it.

    columns: key, heading and alignment of each. rows: the cells. numbers: every Estimate in cells, caption and notes.
    """

    noun: ClassVar[str] = "table"

    key: str
    caption: Parts
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Part, ...], ...]
    notes: tuple[Parts, ...]
    numbers: tuple[Estimate, ...]
    labels: tuple[Label, ...] = ()  # in cells

    def note(self, template: str, **places: Any) -> Table:
        """Returns the table with one more line below it; the template may have places, as in `say`."""
        return self.change(
            notes=(*self.notes, parse_template(template, places, "table note")),
            numbers=(*self.numbers, *find_estimates(places)),
        )

    def build_block(self) -> TableBlock:
        """Returns columns, rows, caption and notes as parts."""
        return TableBlock(self.key, self.caption, self.columns, self.rows, self.notes)

    def list_estimates(self) -> Sequence[Estimate]:
        """Returns the numbers in cells, caption and notes."""
        return self.numbers

    def render_html(self) -> str:
        """Returns a plain HTML table."""
        head = "".join(f"<th>{format_html(column.label)}</th>" for column in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{format_html([cell])}</td>" for cell in row) + "</tr>" for row in self.rows
        )
        notes = "".join(f"<p>{format_html(note)}</p>" for note in self.notes)
        return (
            f"<table><caption>{format_html(self.caption)}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table>{notes}"
        )


def table(
    frame: pd.DataFrame,
    caption: str,
    *,
    key: str,
    columns: Mapping[str, str | Label] | None = None,
    spec: Mapping[str, str] | None = None,
    **places: Any,
) -> Table:
    """Returns a table made of a DataFrame.

    frame: one row a line; cells are Estimates, Labels, text without digits, or None.
    caption: may have places, filled from `places` as in `say`. key: a stable name, for cross-references and the CSV
    file. columns: column -> heading, in the order wanted; by default all columns, headed by their own names.
    An index that means something, such as that of `set_index`, stands before them.
    spec: column -> number format (see `analysis.wording.numbers.format_number`), in place of `sign`; with `capital`,
    the words in the column begin with a capital letter, where they are printed as given otherwise.
    Raises UsageError for what is not a pandas DataFrame, has no columns or lacks one, or for a cell that is no text;
    UntracedNumber for a number without a claim.

    >>> import pandas as pd
    >>> from analysis import load_case, table
    >>> case = load_case()
    >>> amounts = [case["reconstruction.need"], case["assets.usable"]]
    >>> frame = pd.DataFrame({"item": ["Need", "Usable assets"], "amount": amounts})
    >>> print(table(frame, "Needs and means", key="needs"))
    Needs and means item amount Need $800 billion Usable assets ≤ $100 billion
    """
    where = f"table {key!r}"
    shown = _choose_columns(read_columns(frame, where), frame, where, columns)
    specs = dict(spec or {})
    known = [column.name for column, _ in shown]
    for name in specs:
        if name not in known:
            raise UsageError(
                f"{where}: spec has a format for {name!r}, which is not shown{format_nearest(name, map(str, known))}"
            )
    described, written, numbers, labels = [], [], [], []
    for column, heading in shown:
        found = [cell for cell in column.cells if isinstance(cell, Estimate)]
        described.append(TableColumn(column.key, heading, "right" if found else "left"))
        style, has_capitals = _split_spec(specs.get(cast("str", column.name), ""))
        alike = find_common_decimals(found)
        place = f"{where}, column {column.key!r}"
        parts = [make_part(cell, style, f"{place}, row {row}", alike) for row, cell in enumerate(column.cells, 1)]
        written.append(list(map(_capitalise, parts)) if has_capitals else parts)
        numbers += found
        labels += [cell for cell in column.cells if isinstance(cell, Label)]
    return Table(
        key,
        parse_template(caption, places, "caption"),
        tuple(described),
        tuple(zip(*written, strict=True)),
        () if len(frame) else ((_NO_ROWS,),),
        (*numbers, *find_estimates(places)),
        tuple(labels),
    )


def _choose_columns(
    found: Sequence[FrameColumn], frame: pd.DataFrame, where: str, columns: Mapping[str, str | Label] | None
) -> Sequence[tuple[FrameColumn, Parts]]:
    """Returns the columns to show, each with its heading: all of them, or those asked for after the names of the rows.

    Raises UsageError for a column that is not there, UntracedNumber for a heading that holds a digit.
    """
    if columns is None:
        return [(column, column.make_heading(where)) for column in found]
    check_columns(open_frame(frame, where), where, columns)
    leading = [(column, column.make_heading(where)) for column in found if column.leads and column.name not in columns]
    return leading + [
        (column, [make_part(text, where=f"{where}, heading")])
        for name, text in columns.items()
        for column in found
        if column.name == name
    ]


def _split_spec(spec: str) -> tuple[str, bool]:
    """Returns the number format in a column's format, and whether its words begin with a capital letter."""
    words = [word.strip() for word in spec.split(",") if word.strip()]
    return ",".join(word for word in words if word != _CAPITAL) or "sign", _CAPITAL in words


def _capitalise(cell: Part) -> Part:
    if isinstance(cell, str):
        return begin_with_capital(cell)
    return replace(cell, text=begin_with_capital(cell.text)) if isinstance(cell, LabelPart) else cell
