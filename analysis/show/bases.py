"""The strip under a title: its numbers by the text that is analysed and by all sources, marked equal or different."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analysis.contract import LabelPart, Part, TableColumn
from analysis.errors import UsageError
from analysis.estimates.difference import NOTHING, OTHER_TIME, SAME, UNLIKE, compute_difference
from analysis.estimates.estimate import Estimate
from analysis.estimates.substitution import meets
from analysis.label import Label
from analysis.messages import Word, gettext, mark_message
from analysis.show.bundle import make_part, parse_template
from analysis.show.prose import Prose, say
from analysis.show.table import Table
from analysis.wording.capitals import begin_with_capital

if TYPE_CHECKING:
    import pandas as pd

_BASES = ("article", "all", "pooled")  # the columns of numbers, by the names of the bases
# How two numbers stand to each other: a sign, and in words
_APART, _NEAR = Word("≠ different"), Word("≈ both can be true")
_MARKS = {UNLIKE: Word("≠ not comparable"), OTHER_TIME: Word("≠ of another time")}
# translators: {text} is the text that is analysed, "the article"; {numbers} lists results, each with its number
_EQUAL = mark_message("= the same by {text} and by all sources: {numbers}.")
# translators: {numbers} lists results, each with its number
_SILENT = mark_message("+ by other sources only: {numbers}.")
_POOLED = mark_message("By the mean of like claims, weighted by the reliability of their sources: {numbers}.")
_RULE = mark_message("By all sources, each number is the one that this case prefers, whoever gives it.")


def bases(
    rows: pd.DataFrame, text: Label, *, basis: str, caption: str, more: str = "", key: str = "basis", **places: Any
) -> Prose | Table:
    """Returns the strip under a title: what the report's numbers are by the text analysed and by all sources.

    What differs is a small table without a number of its own; what is the same on both is one line below it, or all
    that is shown where nothing differs.
    rows: as `compare.basis.switch` returns them. text: what a sentence calls the text analysed, `case.analysed`. basis:
    of the report, `case.basis`: a number keeps its name on that one, and has the other's after it elsewhere
    (`reconstruction.gap.all`). caption: what differs: see `compare.basis.finding`. more: a line below what differs.
    places: fill both. key: names the CSV file.
    Raises UsageError where there are no rows.

    >>> from analysis import bases, compare, load_case
    >>> case = load_case()
    >>> both = compare.basis.switch(case, "population.now", "forces.strength")
    >>> strip = bases(both, case.analysed, basis=case.basis, **compare.basis.finding(both))
    >>> [part if isinstance(part, str) else part.text for part in strip.rows[0]]
    ['Population now', 'about 30 million', '31.1 million', '≈ both can be true']
    """
    if not len(rows):
        raise UsageError("bases: there is no number to compare; give the rows of switch(...), or leave the strip out.")
    found = [_name_sides(row, basis) for row in rows.to_dict("records")]
    equal = [row for row in found if row["change"] == SAME]
    apart = [{**row, "mark": _find_mark(row)} for row in found if row["change"] not in (SAME, NOTHING)]
    silent = [row for row in found if row["change"] == NOTHING]
    lines = [
        (_EQUAL, equal, "all" if basis == "all" else "article"),
        (_SILENT, silent, "all"),
        (_POOLED, [row for row in apart if compute_difference(row["all"], row["pooled"]) != SAME], "pooled"),
    ]
    words, filled = _write_lines(lines)
    if not apart:
        return say(" ".join(words), role="note", text=text, **filled)
    columns = (
        TableColumn("result", (gettext("Number"),), "left"),
        # translators: the heading of a column of numbers by the text that is analysed: "By the article"
        TableColumn("article", (LabelPart(gettext("By {text}", text=text), text.ref),), "right"),
        TableColumn("all", (gettext("By all sources"),), "right"),
        TableColumn("mark", (gettext("Compared"),), "left"),
    )
    strip = Table(
        key,
        parse_template(caption, places, "caption"),
        columns,
        tuple(tuple(_make_cell(row[column.key]) for column in columns) for row in apart),
        (),
        tuple(row[column.key] for row in apart for column in columns if isinstance(row[column.key], Estimate)),
        tuple(row["result"] for row in apart),
        strip=True,
    )
    for line in (*words, more, gettext(_RULE)):
        strip = strip.note(line, text=text, **filled, **places) if line else strip
    return strip


def _make_cell(cell: Estimate | Label | str) -> Part:
    part = make_part(cell)
    return replace(part, text=begin_with_capital(part.text)) if isinstance(part, LabelPart) else part


def _name_sides(row: Mapping[Hashable, Any], basis: str) -> dict[Hashable, Any]:
    """Returns a row in which the number of each other basis has that basis after its name."""
    return {
        column: cell.named(f"{cell.name}.{column}")
        if isinstance(cell, Estimate) and column in _BASES and column != basis and cell.name
        else cell
        for column, cell in row.items()
    }


def _find_mark(row: Mapping[Hashable, Any]) -> Word:
    if row["change"] in _MARKS:
        return _MARKS[row["change"]]
    return _NEAR if meets(row["article"], row["all"]) or meets(row["all"], row["article"]) else _APART


def _capitalise(name: Label | str) -> Label | str:
    """Returns the name of a result as the table above has it."""
    return Label(begin_with_capital(name.text), name.ref) if isinstance(name, Label) else begin_with_capital(name)


def _write_lines(
    lines: Iterable[tuple[str, Sequence[Mapping[Hashable, Any]], str]],
) -> tuple[list[str], dict[str, Any]]:
    """Returns a template for each line that has rows, and what fills their places.

    lines: a message with a place for the numbers, the rows that fill it, and the column of their numbers.
    """
    words: list[str] = []
    filled: dict[str, Any] = {}
    for message, rows, column in lines:
        listed = []
        for row in rows:
            name, value = f"name{'_' * len(filled)}", f"value{'_' * len(filled)}"
            listed.append(f"{{{name}}} ({{{value}}})")
            filled |= {name: _capitalise(row["result"]), value: row[column]}
        words += [gettext(message).replace("{numbers}", "; ".join(listed))] if listed else []
    return words, filled
