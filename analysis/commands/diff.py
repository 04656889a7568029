"""`communique diff`: two renderings of reports compared number by number, or two states of a case row by row."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from analysis.case import ledger
from analysis.case.cells import take_cells
from analysis.case.schema import TABLES
from analysis.commands.shared.remote import copy_compared
from analysis.commands.shared.terminal import print_json, print_text
from analysis.errors import UsageError
from analysis.report.build.changes import Change, Entries, collect_entries, list_changes
from analysis.wording.units import forget_added

_RESULTS = "results.json"
_WIDEST_CELL = 48  # characters of a cell on the terminal


def compare_folders(old: Path, new: Path) -> list[Change]:
    """Returns what differs between two folders of the same kind, in the order of the second.

    A folder is a report's, one of several reports, or a case's. Raises UsageError if it is neither, or if they are of
    two kinds; CaseError for a case with faults.
    """
    (kind, before), (other, after) = _read_folder(old), _read_folder(new)
    if kind != other:
        raise UsageError(f"{old} is {kind}, {new} is {other}; give two of a kind.")
    if isinstance(before, ledger.Ledger) and isinstance(after, ledger.Ledger):
        return list(list_changes(*_collect_rows(before, after)))
    assert not isinstance(before, ledger.Ledger)  # nor the other, which is of its kind
    assert not isinstance(after, ledger.Ledger)
    return list(list_changes(before, after))


def convert_to_rows(changes: list[Change]) -> list[dict[str, Any]]:
    """Returns the changes as JSON has them."""
    return [{"name": change.name, "entry": change.entry, "old": change.old, "new": change.new} for change in changes]


def format_table(changes: list[Change]) -> str:
    """Returns the changes as lines of text, one each, in columns."""
    lines = [(change.name, change.entry, _format_value(change.old), _format_value(change.new)) for change in changes]
    widths = [max(len(line[at]) for line in lines) for at in range(3)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), f"-> {line[3]}"]).rstrip()
        for line in lines
    )


def _format_value(value: Any) -> str:
    text = (
        " ".join(map(str, value))
        if isinstance(value, list | tuple)
        else f"{value:.12g}"
        if isinstance(value, float)
        else "nothing"
        if value in (None, "")
        else str(value)
    )
    text = text.replace("\n", " ")  # one change, one line
    return text if len(text) <= _WIDEST_CELL else text[: _WIDEST_CELL - 1] + "…"


def _read_folder(path: Path) -> tuple[str, Entries | ledger.Ledger]:
    if path.name == _RESULTS and path.is_file():
        return "a report", _read_results(path, "")
    if (path / _RESULTS).is_file():
        return "a report", _read_results(path / _RESULTS, "")
    if any((path / f"{name}.csv").is_file() for name in TABLES):
        return "a case", _read_case(path)
    if reports := sorted(path.glob(f"*/{_RESULTS}")):
        found: dict[str, Mapping[str, Any]] = {}
        for report in reports:
            found |= _read_results(report, f"{report.parent.name}: ")
        return "a folder of reports", found
    raise UsageError(
        f"{path} is neither a report's folder ({_RESULTS}), nor one of reports, nor a case's; "
        "give two folders that `communique render` left, or two cases."
    )


def _read_results(path: Path, before: str) -> Entries:
    try:
        return collect_entries(json.loads(path.read_text(encoding="utf-8")), before)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} cannot be read as results of this version ({error!r}); render again.") from None


def _read_case(folder: Path) -> ledger.Ledger:
    forget_added()  # a unit of the other case may have another size: rows are compared, no numbers
    return ledger.read_ledger(folder)


def _collect_rows(*states: ledger.Ledger) -> list[Entries]:
    """Returns the rows and units of two states of a case, without rows of large tables that are the same in both."""
    found: list[dict[str, Mapping[str, Any]]] = [{}, {}]
    for name in TABLES:
        tables = [state.tables[name] for state in states]
        positions: Sequence[Sequence[int] | None] = (None, None)
        if all(table.is_large for table in tables):
            from analysis.case.columnar.differences import find_different_rows  # loads pyarrow

            positions = find_different_rows(*tables)
        for rows, table, chosen in zip(found, tables, positions, strict=True):
            columns = list(table.kind.model_fields)
            ids = table if chosen is None else take_cells(table.columns[table.kind.key], chosen)
            cells = (row[1:] for row in table.list_cells(columns, chosen))
            rows |= {f"{name}/{id}": dict(zip(columns, row, strict=True)) for id, row in zip(ids, cells, strict=True)}
    for rows, state in zip(found, states, strict=True):
        rows |= {f"units/{unit.names[0]}": {"definition": unit.definition} for unit in state.units}
    return [*found]


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--json", "as_json", is_flag=True, help="Print every change as JSON.")
def command(old: str, new: str, as_json: bool) -> None:
    """Print what differs between the folders of two reports, or between two cases; exit 1 if anything does.

    A folder may also be at an address, such as s3://bucket/reports/my-case.
    """
    changes = compare_folders(copy_compared(old), copy_compared(new))
    if as_json:
        print_json(convert_to_rows(changes))
    elif changes:
        print_text(format_table(changes))
    sys.exit(1 if changes else 0)
