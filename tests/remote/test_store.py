"""A folder at an address, in memory: the same calls that a bucket gets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from analysis.errors import UsageError
from analysis.remote.store import FileState, Store


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty folder in memory."""
    import fsspec

    memory = fsspec.filesystem("memory")
    memory.store.clear()
    memory.pseudo_dirs[:] = [""]
    yield Store("memory://bucket/folder")
    memory.store.clear()


def test_files_are_written_listed_copied_and_removed(store, tmp_path):
    (tmp_path / "c.txt").write_bytes(b"three")
    store.write("a.txt", b"one")
    store.copy({"b/copy.txt": "a.txt"})
    store.upload({"b/c.txt": tmp_path / "c.txt"})
    listing = store.list_files()
    assert {name: state.size for name, state in listing.items()} == {"a.txt": 3, "b/c.txt": 5, "b/copy.txt": 3}
    assert list(store.list_files(["b"])) == ["b/c.txt", "b/copy.txt"]
    assert list(store.list_files(["none", "b/c.txt"])) == ["b/c.txt"]
    assert (store.list_top(), store.get_state("a.txt"), store.get_state("x")) == (
        {"a.txt", "b"},
        listing["a.txt"],
        None,
    )
    store.remove(["a.txt", "not there"])
    store.download({"b/c.txt": tmp_path / "deep" / "d.txt"})
    assert ((tmp_path / "deep" / "d.txt").read_bytes(), store.read("a.txt")) == (b"three", None)


def test_a_file_that_is_there_is_not_created_again(store):
    assert [store.create("a", b"1"), store.create("a", b"2"), store.read("a")] == [True, False, b"1"]


def test_a_file_where_a_folder_is_meant_is_said(store):
    store.write("a.txt", b"one")
    for ask in (Store("memory://bucket/folder/a.txt").list_files, Store("memory://bucket/folder/a.txt").check_folder):
        with pytest.raises(UsageError, match=r"memory://bucket/folder/a.txt is a file"):
            ask()
    assert store.list_files()


def test_azure_is_told_the_type_of_each_file(store, tmp_path, monkeypatch):
    for name in ("a.html", "b.pdf", "c.html"):
        (tmp_path / name).write_text(name)
    sent: list[tuple[list[str], object]] = []
    monkeypatch.setattr(store, "_is_azure", True)
    monkeypatch.setattr(store._files, "put", lambda here, there, **settings: sent.append((there, settings)))
    store.upload({name: tmp_path / name for name in ("a.html", "b.pdf", "c.html")})
    assert sent == [
        (["/bucket/folder/a.html", "/bucket/folder/c.html"], {"content_settings": {"content_type": "text/html"}}),
        (["/bucket/folder/b.pdf"], {"content_settings": {"content_type": "application/pdf"}}),
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (FileState(3, "a"), FileState(3, "a"), True),
        (FileState(3, "a"), FileState(3, "b"), False),
        (FileState(3, ""), FileState(3, ""), False),
        (FileState(None, "a"), FileState(None, "a"), False),
        (FileState(3, "a"), None, False),
    ],
)
def test_what_a_listing_does_not_say_counts_as_changed(one, other, same):
    assert one.is_same(other) is same
