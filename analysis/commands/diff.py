"""`communique diff`: two renderings of reports compared number by number, or two states of a case row by row."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from analysis.case import ledger
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


def _read_folder(path: Path) -> tuple[str, Entries]:
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


def _read_case(folder: Path) -> Entries:
    forget_added()  # a unit of the other case may have another size: rows are compared, no numbers
    found = ledger.read_ledger(folder)
    rows = {f"{table}/{id}": dict(vars(row)) for table, rows in found.tables.items() for id, row in rows.items()}
    return rows | {f"units/{unit.names[0]}": {"definition": unit.definition} for unit in found.units}


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
