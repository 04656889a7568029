"""A table whose cells are Estimates, Labels or words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, cast

from analysis.contract import LabelPart, Part, Parts, TableBlock, TableColumn
from analysis.errors import UsageError, format_nearest
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import gettext, mark_message
from analysis.show.bundle import Shown, find_estimates, format_html, format_text, make_part, parse_template
from analysis.show.frame import FrameColumn, check_columns, open_frame, read_columns
from analysis.show.number import find_common_decimals
from analysis.show.other_frames import AnyFrame, convert_frame
from analysis.show.totals import Total, add_up
from analysis.wording.capitals import begin_with_capital

if TYPE_CHECKING:
    import pandas as pd

_CAPITAL = "capital"  # a format of words
_LONG = "long"  # of a column in a notebook: it has sentences
_SENTENCE = 30  # letters; fewer stand on one or two lines of any pane
_TAG = re.compile("<[^<>]*>")
_NO_ROWS = mark_message("There is nothing to list.")


@dataclass(frozen=True)
class Table(Shown):
    """A table as `table` makes it; `note` adds a line below it.

    columns: key, heading and alignment of each. rows: the cells. numbers: every Estimate in cells, caption and notes.
    summed: whether the last row adds up those above it. strip: whether it is the one under the title, without a number.
    """

    noun: ClassVar[str] = "table"

    key: str
    caption: Parts
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Part, ...], ...]
    notes: tuple[Parts, ...]
    numbers: tuple[Estimate, ...]
    labels: tuple[Label, ...] = ()  # in cells
    summed: bool = False
    strip: bool = False

    def note(self, template: str, **places: Any) -> Table:
        """Returns the table with one more line below it, of places as in `say`; an empty template adds none."""
        if not template:
            return self
        return self.change(
            notes=(*self.notes, parse_template(template, places, "table note")),
            numbers=(*self.numbers, *find_estimates(places)),
        )

    def build_block(self) -> TableBlock:
        """Returns columns, rows, caption and notes as parts."""
        return TableBlock(self.key, self.caption, self.columns, self.rows, self.notes, self.summed, self.strip)

    def list_estimates(self) -> Sequence[Estimate]:
        """Returns the numbers in cells, caption and notes."""
        return self.numbers

    def render_html(self) -> str:
        """Returns a plain HTML table."""
        return format_table(self.build_block())


def format_table(item: TableBlock) -> str:
    """Returns a table as simple HTML for a notebook front end, with its notes below it.

    >>> format_table(TableBlock("sides", ["Sides"], [TableColumn("side", ["Side"], "left")], [["North"]], ()))
    '<table><caption>Sides</caption><thead><tr><th>Side</th></tr></thead><tbody><tr><td>North</td></tr></tbody></table>'
    """
    rows = [[format_html([cell]) for cell in row] for row in item.rows]
    sides = [
        f' class="{look}"' if (look := _choose_look(column, [row[at] for row in rows])) else ""
        for at, column in enumerate(item.columns)
    ]
    head = "".join(f"<th{side}>{format_html(one.label)}</th>" for side, one in zip(sides, item.columns, strict=True))
    body = "".join(
        f"<tr>{''.join(f'<td{side}>{cell}</td>' for side, cell in zip(sides, row, strict=True))}</tr>" for row in rows
    )
    notes = "".join(f"<p>{format_html(note)}</p>" for note in item.notes)
    return (
        f"<table><caption>{format_html(item.caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>{notes}"
    )


def _choose_look(column: TableColumn, cells: Iterable[str]) -> str:
    """Returns the class of a column. Sentences are not to stand with one word a line. cells: as HTML."""
    if column.align == "right":
        return "right"
    return _LONG if any(len(_TAG.sub("", cell)) > _SENTENCE for cell in cells) else ""


def table(
    frame: AnyFrame,
    caption: str,
    *,
    key: str,
    columns: Mapping[str, str | Label] | None = None,
    spec: Mapping[str, str] | None = None,
    totals: str | Label = "",
    claimed: Mapping[str, Estimate] | None = None,
    **places: Any,
) -> Table:
    """Returns a table made of a DataFrame of pandas, of polars or of another library.

    frame: one row a line; cells are Estimates, Labels, text without digits, or None.
    caption: may have places, filled from `places` as in `say`. key: a stable name, for cross-references and the CSV
    file. columns: column -> heading, in the order wanted; by default all columns, headed by their own names.
    An index that means something, such as that of `set_index`, stands before them.
    spec: column -> number format (see `analysis.wording.numbers.format_number`), in place of `sign`; with `capital`,
    the words in the column begin with a capital letter, where they are printed as given otherwise.
    totals: the name of a last row that adds up each column of numbers; where the rows may not be added up (see
    `analysis.show.totals`), a note says why. claimed: column -> the total that a source claims: a note sets it against
    what the rows add up to.
    Raises UsageError for what is no frame, has no columns or lacks one, for a cell that is no text, or
    for totals where no column can be added up;
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
    given = convert_frame(frame, where)
    shown = _choose_columns(read_columns(given, where), given, where, columns)
    specs = dict(spec or {})
    known = [column.name for column, _ in shown]
    for name in specs:
        if name not in known:
            raise UsageError(
                f"{where}: spec has a format for {name!r}, which is not shown{format_nearest(name, map(str, known))}"
            )
    sums = _add_up(shown, totals, claimed or {}, where)
    described, written, numbers, labels = [], [], [], []
    for column, heading in shown:
        found = [cell for cell in column.cells if isinstance(cell, Estimate)]
        described.append(TableColumn(column.key, heading, "right" if found else "left"))
        style, has_capitals = _split_spec(specs.get(cast("str", column.name), ""))
        alike = find_common_decimals(found)
        place = f"{where}, column {column.key!r}"
        cells = (*column.cells, *([sums[column.key].cell] if sums else []))
        found = [cell for cell in cells if isinstance(cell, Estimate)]
        parts = [make_part(cell, style, f"{place}, row {row}", alike) for row, cell in enumerate(cells, 1)]
        written.append(list(map(_capitalise, parts)) if has_capitals else parts)
        numbers += found
        labels += [cell for cell in column.cells if isinstance(cell, Label)]
    return Table(
        key,
        parse_template(caption, places, "caption"),
        tuple(described),
        tuple(zip(*written, strict=True)),
        (*(note for one in sums.values() for note in one.notes), *(() if len(given) else ((gettext(_NO_ROWS),),))),
        (*numbers, *(number for one in sums.values() for number in one.numbers), *find_estimates(places)),
        tuple(labels),
        bool(sums),
    )


def _add_up(
    shown: Sequence[tuple[FrameColumn, Parts]], name: str | Label, claimed: Mapping[str, Estimate], where: str
) -> Mapping[str, Total]:
    """Returns key of a column -> what stands below it; nothing without a name for the row.

    Raises UsageError if no column is left for the name, none can be added up, or one with a claimed total is not shown.
    """
    columns = {str(column.name): (column, heading) for column, heading in shown}
    for wanted in claimed:
        if wanted not in columns or not name:
            missing = format_nearest(wanted, columns) if name else '; write totals="Total" as well'
            raise UsageError(f"{where}: claimed has a total for {wanted!r}, which is not added up{missing}")
    if not name or not any(column.cells for column, _ in shown):
        return {}
    sums = {}
    for column, heading in shown:
        if any(isinstance(cell, Estimate) for cell in column.cells):
            sums[column.key] = add_up(column.cells, heading, claimed.get(str(column.name)))
        else:
            sums[column.key] = Total("")
    first = shown[0][0].key
    if sums[first].cell != "":
        raise UsageError(f"{where}: totals needs a first column of words, where the name of the row stands.")
    if not any(isinstance(one.cell, Estimate) for one in sums.values()):
        reasons = " ".join(format_text(note) for one in sums.values() for note in one.notes) or "there are no numbers."
        raise UsageError(f"{where}: no column can be added up: {reasons} Leave out totals.")
    return sums | {first: Total(name)}


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
