"""Reports published in memory: what readers find whenever it breaks off, and what is loaded from there."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from analysis.errors import ReportError, StoreError, UsageError
from analysis.remote.store import Store
from analysis.report.build.mirror import Mirror
from tests.conftest import read_tree
from tests.remote.reports import make_report, read_as_reader
from tests.remote.test_store import store  # noqa: F401  (a fixture)

ADDRESS = "memory://bucket/folder"


def publish(root: Path) -> Mirror:
    mirror = Mirror(ADDRESS, root)
    mirror.load()
    mirror.publish()
    return mirror


def read_all(store: Store) -> dict[str, bytes]:  # noqa: F811
    return {name: store.read(name) or b"" for name in store.list_files()}


def read_reports(root: Path) -> dict[str, bytes]:
    return {name: content for name, content in read_tree(root).items() if "/" in name}


@pytest.fixture
def writes(monkeypatch) -> list[str]:
    """The names that are written."""
    names: list[str] = []
    for method in ("upload", "copy"):
        original = getattr(Store, method)

        def note(self, places, original=original) -> None:
            names.extend(places)
            original(self, places)

        monkeypatch.setattr(Store, method, note)
    return names


def test_readers_find_reports_where_a_folder_has_them(store, tmp_path):  # noqa: F811
    make_report(tmp_path / "here", "one", "first")
    publish(tmp_path / "here")
    files = read_all(store)
    placed = {name: content for name, content in files.items() if not name.startswith("published-versions/")}
    local = {name: content for name, content in read_tree(tmp_path / "here").items() if not name.startswith(".")}
    assert placed.keys() == {*local, "publication.json"}
    assert [name for name in local if placed[name] != local[name]] == ["one/one.html"]
    assert read_as_reader(files, "one") == ("first", "first")


def test_nothing_is_written_where_nothing_changed_also_from_another_machine(store, tmp_path, writes):  # noqa: F811
    make_report(tmp_path / "here", "one", "first")
    publish(tmp_path / "here")
    writes.clear()
    again = publish(tmp_path / "here")
    publish(tmp_path / "there")
    assert (writes, again.differs()) == ([], False)
    assert read_reports(tmp_path / "there") == read_reports(tmp_path / "here")


def test_only_what_changed_is_written_and_the_version_before_is_kept(store, tmp_path, writes):  # noqa: F811
    root = tmp_path / "here"
    for text in ("first", "second", "third"):
        make_report(root, "one", text)
        make_report(root, "two", "same")
        writes.clear()
        publish(root)
    files = read_all(store)
    assert not [name for name in writes if "two" in name]
    assert "one/tables/kept.csv" not in writes
    assert sorted(files[name] for name in files if name.startswith("published-versions/one") and "pdf" in name) == [
        b"second",
        b"third",
    ]


def test_what_a_report_no_longer_has_is_removed_and_what_others_put_there_stays(store, tmp_path):  # noqa: F811
    root = tmp_path / "here"
    make_report(root, "one", "first", **{"gone.csv": "a"})
    publish(root)
    store.write("one/notes.txt", b"of somebody else")
    shutil.rmtree(root / "one")
    make_report(root, "one", "second")
    publish(root)
    names = read_all(store).keys()
    assert "one/gone.csv" not in names
    assert "one/notes.txt" in names


@pytest.mark.parametrize("method", ["upload", "copy", "write", "create", "remove"])
@pytest.mark.parametrize("calls", range(3))
def test_whatever_breaks_off_the_page_leads_to_its_own_version(store, tmp_path, monkeypatch, method, calls):  # noqa: F811
    root = tmp_path / "here"
    make_report(root, "one", "first")
    publish(root)
    make_report(root, "one", "second")
    original, left = getattr(Store, method), [calls]

    def break_off(self, *given):
        left[0] -= 1
        if left[0] < 0:
            raise StoreError("the connection broke off.")
        return original(self, *given)

    with monkeypatch.context() as patch:
        patch.setattr(Store, method, break_off)
        with suppress(StoreError):
            publish(root)
    page, linked = read_as_reader(read_all(store), "one")
    assert (page in ("first", "second"), page) == (True, linked)
    publish(root)
    files = read_all(store)
    assert (read_as_reader(files, "one"), files["one/one.pdf"]) == (("second", "second"), b"second")
    assert method == "remove" or "publishing.json" not in files  # which counts for a while


def test_what_was_rendered_and_not_published_is_kept_unless_somebody_else_published(store, tmp_path):  # noqa: F811
    here, there = tmp_path / "here", tmp_path / "there"
    make_report(here, "one", "first")
    publish(here)
    make_report(here, "one", "rendered")
    Mirror(ADDRESS, here).load()
    assert (here / "one" / "one.pdf").read_text() == "rendered"
    publish(there)
    make_report(there, "one", "of somebody else")
    publish(there)
    Mirror(ADDRESS, here).load()
    assert (here / "one" / "one.pdf").read_text() == "of somebody else"


def test_the_page_over_all_reports_is_the_one_published_last_by_whoever(store, tmp_path):  # noqa: F811
    for number, place in enumerate(("here", "there", "here", "there")):
        mirror = Mirror(ADDRESS, tmp_path / place)
        mirror.load()
        if number < 3:
            make_report(tmp_path / place, f"r{number}", "first")
        mirror.publish()
    index = (tmp_path / "there" / "index.html").read_text()
    assert (index, store.read("index.html")) == ("all reports: r2 first", b"all reports: r2 first")
    assert sorted(path.name for path in (tmp_path / "there").glob("r*")) == ["r0", "r1", "r2"]


def test_a_version_that_was_damaged_there_is_not_taken(store, tmp_path):  # noqa: F811
    make_report(tmp_path / "here", "one", "first")
    publish(tmp_path / "here")
    damaged = next(name for name in store.list_files() if name.startswith("published-versions/") and "pdf" in name)
    store.write(damaged, b"wrong")
    Mirror(ADDRESS, tmp_path / "there").load()
    assert not (tmp_path / "there" / "one").exists()


def test_a_right_that_was_left_counts_for_others_for_a_while_and_not_for_oneself(store, tmp_path):  # noqa: F811
    make_report(tmp_path / "here", "one", "first")
    publish(tmp_path / "here")
    token = (tmp_path / "here" / ".publisher").read_text()
    make_report(tmp_path / "here", "one", "second")
    store.write("publishing.json", b'{"by": "another", "since": "2999-01-01T00:00:00+00:00"}')  # by a wrong clock
    publish(tmp_path / "here")
    make_report(tmp_path / "here", "one", "third")
    from analysis.report.build.publishing import datetime

    now = datetime.now().astimezone().isoformat()
    store.write("publishing.json", f'{{"by": "another", "since": "{now}"}}'.encode())
    with pytest.raises(StoreError, match="someone else publishes there since"):
        publish(tmp_path / "here")
    assert read_as_reader(read_all(store), "one") == ("second", "second")
    store.write("publishing.json", f'{{"by": "{token}", "since": "{now}"}}'.encode())
    publish(tmp_path / "here")
    assert read_as_reader(read_all(store), "one") == ("third", "third")


def test_a_right_that_was_taken_meanwhile_ends_the_publication_before_the_switch(store, tmp_path, monkeypatch):  # noqa: F811
    make_report(tmp_path / "here", "one", "first")
    publish(tmp_path / "here")
    make_report(tmp_path / "here", "one", "second")
    upload = Store.upload

    def take(self, places) -> None:
        upload(self, places)
        store.write("publishing.json", b'{"by": "another", "since": "now"}')

    monkeypatch.setattr(Store, "upload", take)
    with pytest.raises(StoreError, match="someone else publishes there"):
        publish(tmp_path / "here")
    files = read_all(store)
    assert (read_as_reader(files, "one"), files["one/one.pdf"]) == (("first", "first"), b"first")
    assert "publishing.json" in files


def test_what_is_no_report_is_not_replaced(store, tmp_path):  # noqa: F811
    make_report(tmp_path / "here", "one", "first")
    store.write("one/thesis.docx", b"years of work")
    with pytest.raises(UsageError, match="folder/one holds files that are no report"):
        publish(tmp_path / "here")
    assert read_all(store) == {"one/thesis.docx": b"years of work"}


def test_files_that_were_changed_here_or_that_others_wrote_are_said(store, tmp_path):  # noqa: F811
    make_report(tmp_path / "here", "one", "first")
    (tmp_path / "here" / "one" / "one.pdf").write_text("changed")
    with pytest.raises(ReportError, match="is not as it was rendered; render one again with --force"):
        publish(tmp_path / "here")
    store.write("publication.json", b'{"format": 99}')
    with pytest.raises(ReportError, match=r"folder/publication.json was not written by this version"):
        publish(tmp_path / "here")
    assert list(store.list_files()) == ["publication.json"]


def test_many_reports_are_listed_at_once(store, tmp_path, monkeypatch):  # noqa: F811
    from analysis.report.build import mirror

    monkeypatch.setattr(mirror, "_MOST_LISTINGS", 2)
    for number in range(5):
        make_report(tmp_path / "here", f"r{number}", "first")
    made = publish(tmp_path / "here")
    made.load()
    assert not made.differs()
    store.remove(["r3/r3.pdf"])
    assert made.differs()
