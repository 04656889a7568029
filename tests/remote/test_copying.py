"""Copies of cases: whole or not there, brought up to date, within bounds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis import limits, load_case
from analysis.errors import StoreError, UsageError
from analysis.paths import find_case
from analysis.remote import copying
from analysis.remote.store import Store
from tests.conftest import TINY, read_tree
from tests.remote.test_store import store  # noqa: F401  (a fixture)

ADDRESS = "memory://bucket/folder"


@pytest.fixture
def case(store, tmp_path, monkeypatch) -> Iterator[Store]:  # noqa: F811
    """The tiny case at an address."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name, content in read_tree(TINY).items():
        store.write(name, content)
    return store


def count_downloads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    download = Store.download

    def count(self, places) -> None:
        names.extend(places)
        download(self, places)

    monkeypatch.setattr(Store, "download", count)
    return names


def test_a_case_is_loaded_by_its_address(case):
    assert load_case(ADDRESS)["reconstruction.need"].value == load_case(TINY)["reconstruction.need"].value


def test_only_what_has_changed_is_loaded_again_and_the_copy_before_stays(case, monkeypatch):
    loaded = count_downloads(monkeypatch)
    first = find_case(ADDRESS)
    assert (sorted(loaded), find_case(ADDRESS)) == (sorted(read_tree(TINY)), first)
    loaded.clear()
    case.write("notes.txt", b"new")
    case.remove(["plans.csv"])
    second = find_case(ADDRESS)
    assert loaded == ["notes.txt"]
    assert read_tree(second) == {**{n: c for n, c in read_tree(TINY).items() if n != "plans.csv"}, "notes.txt": b"new"}
    assert read_tree(first) == read_tree(TINY)


def test_a_copy_that_has_lost_a_file_is_made_again(case):
    first = find_case(ADDRESS)
    (first / "claims.csv").write_bytes(b"half")
    assert read_tree(find_case(ADDRESS)) == read_tree(TINY)


def test_a_download_that_breaks_off_leaves_no_copy(case, monkeypatch):
    def break_off(self, places) -> None:
        next(iter(places.values())).write_bytes(b"half")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "download", break_off)
        with pytest.raises(StoreError, match="broke off"):
            find_case(ADDRESS)
    assert read_tree(find_case(ADDRESS)) == read_tree(TINY)


def test_a_folder_that_changes_without_end_is_not_copied_half(case, monkeypatch):
    download = Store.download

    def change(self, places) -> None:
        download(self, places)
        case.write("claims.csv", (case.read("claims.csv") or b"") + b"\n")

    monkeypatch.setattr(Store, "download", change)
    with pytest.raises(StoreError, match="changes while it is copied"):
        find_case(ADDRESS)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Claims.csv", "'Claims.csv' and 'claims.csv' are one name"),
        ("a:b.csv", "a character that some systems allow in no file's name"),
    ],
)
def test_names_that_not_every_system_takes_are_refused(case, name, said):
    case.write(name, b"x")
    with pytest.raises(UsageError, match=said):
        find_case(ADDRESS)


def test_hidden_files_are_left_where_they_are(case):
    case.write(".git/config", b"x")
    assert read_tree(find_case(ADDRESS)) == read_tree(TINY)


@pytest.mark.parametrize(
    ("limit", "most", "said"),
    [
        ("MAX_COPIED_FILES", 3, "files; allowed: at most 3"),
        ("MAX_COPIED_BYTES", 99, "bytes; allowed: at most 99"),
        ("MAX_TABLE_BYTES", 9, "a file of .* bytes; allowed: at most 9 bytes"),
    ],
)
def test_too_much_is_refused_before_anything_is_loaded(case, monkeypatch, limit, most, said):
    loaded = count_downloads(monkeypatch)
    monkeypatch.setattr(limits, limit, most)
    with pytest.raises(UsageError, match=said):
        find_case(ADDRESS)
    assert loaded == []


def test_what_is_no_case_says_what_is_there(case):
    with pytest.raises(UsageError, match=r"memory://bucket holds no table of a case \(it holds folder\)"):
        find_case("memory://bucket")


def test_a_notebook_gets_the_copy_that_its_command_made(case, monkeypatch, tmp_path):
    monkeypatch.setenv(copying.COPY_VARIABLE, copying.encode_copy("https://e.org/case", tmp_path))
    assert find_case("https://e.org/case?signature=1") == tmp_path
    assert find_case(ADDRESS) != tmp_path
    monkeypatch.setenv(copying.COPY_VARIABLE, json.dumps("odd"))
    assert find_case(ADDRESS).name == "folder"


def test_only_the_last_copies_are_kept(case):
    copies: list[Path] = []
    for number in range(6):
        case.write("notes.txt", b"x" * number)
        copies.append(find_case(ADDRESS))
    assert [copy.exists() for copy in copies] == [False, False, False, True, True, True]
