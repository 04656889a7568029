"""A copy is taken only for the file that it was made of, and only whole; without a cache the table stays in memory."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analysis.case import csv_reader, files, ledger
from analysis.case.columnar import reader, store
from analysis.case.files import open_files
from analysis.case.schema import Claim
from analysis.errors import CaseError
from tests.conftest import TINY


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(csv_reader, "LARGE_FILE", 1)
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


def read(folder: Path):
    result = csv_reader.ReadResult()
    table = csv_reader.read_csv(open_files(folder), "claims.csv", Claim, result)
    return table, result


def list_copies(folder: Path) -> list[Path]:
    found = (folder.parent / "cache" / "communique" / "tables").glob("*")
    return sorted(path for path in found if path.suffix != ".key")


def forbid_parsing(monkeypatch) -> None:
    monkeypatch.setattr(reader, "_parse", lambda *arguments: pytest.fail("the CSV file was read"))


def test_a_file_is_parsed_once(folder, monkeypatch):
    first, _ = read(folder)
    assert len(list_copies(folder)) == 1
    forbid_parsing(monkeypatch)
    again, _ = read(folder)
    assert list(again.values()) == list(first.values())
    assert [again.find_line(id) for id in again] == [first.find_line(id) for id in first]


def test_a_changed_file_has_a_copy_of_its_own_even_at_the_same_time_and_size(folder):
    path = folder / "claims.csv"
    before, (first, _) = path.stat(), read(folder)
    path.write_text(path.read_text(encoding="utf-8").replace(",800,", ",801,"), encoding="utf-8")
    import os

    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    changed, _ = read(folder)
    assert (first["need_article"].value, changed["need_article"].value) == (800, 801)
    assert len(list_copies(folder)) == 2


def test_a_file_that_has_not_changed_is_digested_once(folder, monkeypatch):
    monkeypatch.setattr(files, "_RACE_NS", 0)  # as if it had been written some time ago
    read(folder)
    monkeypatch.setattr(files.CaseFiles, "hash_content", lambda *arguments: pytest.fail("it was digested again"))
    forbid_parsing(monkeypatch)
    again, _ = read(folder)
    assert again["need_article"].value == 800
    shutil.copytree(folder, folder.parent / "elsewhere")  # another file, of which nothing is known
    with pytest.raises(pytest.fail.Exception, match="digested"):
        read(folder.parent / "elsewhere")


def test_a_file_that_was_replaced_is_digested_again(folder, monkeypatch):
    monkeypatch.setattr(files, "_RACE_NS", 0)
    read(folder)
    path, other = folder / "claims.csv", folder / "claims.new"
    other.write_text(path.read_text(encoding="utf-8").replace(",800,", ",801,"), encoding="utf-8")
    shutil.copystat(path, other)
    other.replace(path)
    changed, _ = read(folder)
    assert changed["need_article"].value == 801


def test_a_file_that_was_written_just_now_is_digested_each_time(folder, monkeypatch):
    monkeypatch.setattr(files, "_RACE_NS", 10**15)
    read(folder)
    assert not list((folder.parent / "cache").rglob("*.key"))
    forbid_parsing(monkeypatch)
    again, _ = read(folder)
    assert again["need_article"].value == 800


@pytest.mark.parametrize("known", ["", "no-such-copy", "\N{LATIN SMALL LETTER E WITH ACUTE}"])
def test_what_is_known_of_a_file_may_be_wrong(folder, monkeypatch, known):
    monkeypatch.setattr(files, "_RACE_NS", 0)
    read(folder)
    [key] = (folder.parent / "cache").rglob("*.key")
    key.write_text(known, encoding="utf-8")
    again, _ = read(folder)
    assert again["need_article"].value == 800


@pytest.mark.parametrize(
    "spoil", [lambda content: content[: len(content) // 2], lambda content: b"", lambda content: b"x" * 99]
)
def test_a_copy_that_is_no_whole_one_is_made_again(folder, spoil):
    first, _ = read(folder)
    [copy] = list_copies(folder)
    whole = copy.read_bytes()
    rows = list(first.values())
    del first
    copy.unlink()  # as another file: the first may still be mapped
    copy.write_bytes(spoil(whole))
    again, _ = read(folder)
    assert list(again.values()) == rows
    assert copy.read_bytes() == whole


def test_the_copy_of_another_file_under_its_name_is_not_taken(folder):
    read(folder)
    [copy] = list_copies(folder)
    path = folder / "claims.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",800,", ",801,"), encoding="utf-8")
    opened = open_files(folder)
    key = store.make_key(Claim, opened.compute_size("claims.csv"), opened.hash_content("claims.csv"))
    shutil.copy(copy, copy.with_name(f"{key}.arrow"))
    changed, _ = read(folder)
    assert changed["need_article"].value == 801


def test_where_nothing_can_be_written_the_table_stays_in_memory(folder):
    cache = folder.parent / "cache"
    cache.write_text("no folder")
    table, result = read(folder)
    assert table.is_large
    assert not result.problems
    assert cache.read_text() == "no folder"


def test_a_copy_that_cannot_be_finished_leaves_nothing(folder, monkeypatch):
    def fail(table):
        raise OSError("the disk is full")

    monkeypatch.setattr(store, "_convert_to_batch", fail)
    table, _ = read(folder)
    assert len(table) > 5
    assert list_copies(folder) == []


def test_a_table_with_a_problem_has_no_copy(folder):
    path = folder / "claims.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",800,", ",many,"), encoding="utf-8")
    _, result = read(folder)
    assert [problem.found for problem in result.problems] == ["many"]
    assert list_copies(folder) == []


def test_only_the_last_copies_are_kept(folder, monkeypatch):
    monkeypatch.setattr(store, "_MOST_COPIES", 2)
    path = folder / "claims.csv"
    for number in range(801, 805):
        path.write_text(path.read_text(encoding="utf-8").replace(f",{number - 1},", f",{number},"), encoding="utf-8")
        read(folder)
    assert len(list_copies(folder)) == 2


def test_another_version_of_the_checks_takes_no_copy(folder, monkeypatch):
    read(folder)
    monkeypatch.setattr(store, "_hash_library", lambda: "another")
    read(folder)
    assert len(list_copies(folder)) == 2


def test_a_ledger_is_checked_once_for_each_state_of_its_files(folder, monkeypatch):
    monkeypatch.setattr(csv_reader, "LARGE_FILE", (folder / "claims.csv").stat().st_size)
    first = ledger.read_ledger(folder)
    checked = []
    monkeypatch.setattr(ledger, "_check_tables", lambda *arguments: checked.append(arguments) or [])
    again = ledger.read_ledger(folder)
    assert checked == []
    assert again.original_texts == first.original_texts
    for name, table in first.tables.items():
        assert list(again.tables[name].values()) == list(table.values())
    for name in ("claims.csv", "sources.csv", "datapackage.json", "units.txt"):
        path = folder / name
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + "\n", encoding="utf-8")
        ledger.read_ledger(folder)
        assert len(checked) == 1, name
        checked.clear()
        ledger.read_ledger(folder)
        assert checked == [], name


def test_a_ledger_with_a_problem_is_never_taken_for_sound(folder, monkeypatch):
    monkeypatch.setattr(csv_reader, "LARGE_FILE", (folder / "claims.csv").stat().st_size)
    ledger.read_ledger(folder)
    path = folder / "claims.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("reconstruction.need", "reconstruction.nedd"), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(CaseError, match=r"reconstruction\.nedd"):
            ledger.read_ledger(folder)
    path.write_text(text, encoding="utf-8")
    assert ledger.read_ledger(folder).get_table(Claim)["need_article"].value == 800
