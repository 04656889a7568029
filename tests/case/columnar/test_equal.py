"""A ledger read in arrays and the same read row by row: equal tables, digests and problems, whatever is wrong."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.case import csv_reader, ledger
from analysis.case.case import open_case
from analysis.case.columns import Edtf, Id, Ids, Number, Row, Text
from analysis.case.files import open_files
from analysis.case.schema import Claim
from analysis.case.soundness import check_formulas, check_ties
from analysis.case.table import Table
from analysis.case.translations import describe_missing, list_missing, translate_ledger
from analysis.case.upkeep import check_upkeep
from analysis.commands.shared.unprintable import list_unprintable
from analysis.errors import CaseError
from analysis.wording.units import forget_added
from tests.case import fuzz
from tests.conftest import TINY


def describe_ledger(folder: Path) -> object:
    """Returns all that a ledger holds, or all that is wrong with it."""
    forget_added()
    try:
        found = ledger.read_ledger(folder)
        case = open_case(folder)
    except CaseError as error:
        return list(map(repr, error.problems))  # a number in one may be nan, which equals nothing
    tables = {
        (language, name): describe_table(table)
        for language in ("en", "uk")
        for name, table in translate_ledger(found, language, "en").tables.items()
    }
    checks = (check_formulas, check_ties, check_upkeep, list_unprintable)
    missing = [*describe_missing(found, "en"), *list_missing(found, "uk")]
    return tables, case.about, [[*map(repr, check(case))] for check in checks], missing


def describe_table(table: Table[Any]) -> object:
    """Returns what a table answers when it is asked for all that it can be asked for."""
    rows = list(table.values())
    columns = {name: list(cells) for name, cells in table.columns.items()}
    selections = [
        (table.find_rows(name, value), table.compute_digest(f"?{name}={value}"))
        for name, cells in columns.items()
        for value in dict.fromkeys(cells)
    ]
    digests = [table.compute_digest(""), *(table.compute_digest(f"/{row.id}") for row in rows)]
    lines = {id: table.find_line(id) for id in table}
    return lines, columns, rows, [table[row.id] for row in rows], selections, digests


def read_both_ways(folder: Path, patch: pytest.MonkeyPatch) -> tuple[object, object, object]:
    """Returns what is read row by row, in arrays, and from the copies of the arrays; of these, few rows are kept."""
    patch.setattr("analysis.case.table._MOST_KEPT", 3)
    patch.setenv("XDG_CACHE_HOME", str(folder.parent / "cache"))
    patch.setattr(csv_reader, "LARGE_FILE", 10**12)
    by_rows = describe_ledger(folder)
    patch.setattr(csv_reader, "LARGE_FILE", 1)
    return by_rows, describe_ledger(folder), describe_ledger(folder)


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 10**9))
def test_a_changed_case_is_the_same_in_arrays(seed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("equal") / "case"
    fuzz.write_case(fuzz.make_case(seed), folder)
    with pytest.MonkeyPatch.context() as patch:
        by_rows, in_arrays, copied = read_both_ways(folder, patch)
    assert in_arrays == by_rows
    assert copied == by_rows


CELLS = st.sampled_from(
    ["", " ", "a", "b", " a", "1", "1.0", "0.5 ", "-2", "x", "2025", "2025-13", "need", "A,B", 'q"q', "é", "l\nl"]
)


@settings(deadline=None, max_examples=40)
@given(
    rows=st.lists(st.lists(CELLS, min_size=4, max_size=6), max_size=12),
    header=st.permutations(["claim_id", "value", "as_of", "statement", "rank"]),
    end=st.sampled_from(["\n", "\r\n"]),
    junk=st.sampled_from(["", "\n", ",,,,\n", "   \n", '"open', '"a"b,1,1,1,1\n', "\r"]),
)
def test_random_rows_of_one_file(rows, header, end, junk, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rows")
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerows([header, *rows])
    (folder / "lines.csv").write_bytes((text.getvalue() + junk).encode())
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        for least in (10**12, 1, 1):
            patch.setattr(csv_reader, "LARGE_FILE", least)
            result = csv_reader.ReadResult()
            table = csv_reader.read_csv(open_files(folder), "lines.csv", Line, result)
            found.append(
                (list(map(repr, result.problems)), result.faulty_rows, result.unread_tables, describe_table(table))
            )
    assert found[1] == found[0]
    assert found[2] == found[0]


class Line(Row):
    """A row with every kind of column that large tables have."""

    table: ClassVar[str] = "lines"
    key: ClassVar[str] = "claim_id"
    claim_id: Id
    value: Number | None = None
    as_of: Edtf | None = None
    statement: Text
    rank: Ids = ()
    note: str | None = None


def test_without_the_extra_a_file_is_read_row_by_row_and_nothing_is_said(tmp_path, monkeypatch, capsys):
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    monkeypatch.setattr(csv_reader, "LARGE_FILE", 1)
    assert ledger.read_ledger(folder).get_table(Claim).is_large
    monkeypatch.setattr(csv_reader, "find_spec", lambda name: None)
    found = ledger.read_ledger(folder).get_table(Claim)
    assert not found.is_large
    assert len(found) == len(ledger.read_ledger(TINY).get_table(Claim))
    assert capsys.readouterr() == ("", "")
