"""A table whose cells are Estimates, Labels or words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.contract import LabelPart, Part, Parts, TableBlock, TableColumn
from analysis.errors import UsageError, format_nearest
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.show.bundle import Shown, find_estimates, format_html, make_part, parse_template
from analysis.show.number import find_common_decimals

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Table(Shown):
    """A table as `table` makes it; `note` adds a line below it.

    columns: key, heading and alignment of each. rows: the cells. numbers: every Estimate in cells, caption and notes.
    """

    key: str
    caption: Parts
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Part, ...], ...]
    notes: tuple[Parts, ...]
    numbers: tuple[Estimate, ...]
    labels: tuple[Label, ...] = ()  # in cells

    def note(self, template: str, **places: Any) -> Table:
        """Returns the table with one more line below it; the template may have places, as in `say`."""
        return replace(
            self,
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
    spec: column -> number format (see `analysis.wording.numbers.format_number`), in place of `sign`.
    Raises UsageError for what is not a DataFrame or lacks a column, UntracedNumber for a number without a claim.

    >>> import pandas as pd
    >>> from analysis import load_case, table
    >>> case = load_case()
    >>> amounts = [case["reconstruction.need"], case["assets.usable"]]
    >>> frame = pd.DataFrame({"item": ["Need", "Usable assets"], "amount": amounts})
    >>> print(table(frame, "Needs and means", key="needs"))
    Needs and means item amount Need $800 billion Usable assets ≤ $100 billion
    """
    check_frame(frame, f"table {key!r}", columns or ())
    headings = dict(columns) if columns is not None else {name: str(name).replace("_", " ") for name in frame.columns}
    specs = dict(spec or {})
    for name in specs:
        if name not in headings:
            raise UsageError(
                f"table {key!r}: spec has a format for {name!r}, which is not shown{format_nearest(name, headings)}"
            )
    described = tuple(
        TableColumn(
            key=name,
            label=[make_part(text, where=f"table {key!r}, heading")],
            align="right" if _has_estimates(frame[name]) else "left",
        )
        for name, text in headings.items()
    )
    alike = {
        name: find_common_decimals(cell for cell in frame[name] if isinstance(cell, Estimate)) for name in headings
    }
    rows = tuple(
        tuple(
            _capitalise(
                make_part(
                    _replace_missing(row[name]), specs.get(name, "sign"), f"table {key!r}, column {name!r}", alike[name]
                )
            )
            for name in headings
        )
        for row in frame.to_dict("records")
    )
    numbers = [value for name in headings for value in frame[name] if isinstance(value, Estimate)]
    labels = tuple(value for name in headings for value in frame[name] if isinstance(value, Label))
    numbers += find_estimates(places)
    return Table(key, parse_template(caption, places, "caption"), described, rows, (), tuple(numbers), labels)


def check_frame(found: Any, where: str, columns: Iterable[str]) -> None:
    """Raises UsageError for what is not a DataFrame with these columns. where: what it is for, for the message."""
    if not all(hasattr(found, name) for name in ("columns", "to_dict")):
        raise UsageError(
            f"{where}: found {type(found).__name__}; allowed: a pandas DataFrame, one row a line. "
            "Make one with pandas.DataFrame."
        )
    for name in columns:
        if name not in found.columns:
            raise UsageError(f"{where}: no column {name!r}{format_nearest(str(name), map(str, found.columns))}")


def _replace_missing(value: Any) -> Any:
    """Returns None for NaN and the other missing values of pandas, else the value."""
    missing = (isinstance(value, float) and value != value) or type(value).__name__ in ("NAType", "NaTType")
    return None if missing else value


def _capitalise(cell: Part) -> Part:
    """Returns a cell whose words begin with a capital; a word such as `iPhone` stays as it is."""
    if isinstance(cell, str):
        return _capitalise_words(cell)
    return replace(cell, text=_capitalise_words(cell.text)) if isinstance(cell, LabelPart) else cell


def _capitalise_words(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def _has_estimates(cells: Any) -> bool:
    return any(isinstance(value, Estimate) for value in cells)
