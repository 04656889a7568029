"""What --out means as an address, and what commands take of one."""

from __future__ import annotations

import pytest

from analysis.commands.shared.remote import check_out_address, copy_compared, copy_results, find_mirror
from analysis.errors import UsageError
from tests.conftest import read_tree
from tests.remote.reports import make_report
from tests.remote.test_store import store  # noqa: F401  (a fixture)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch) -> None:
    """A cache of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://me:SECRET@e.org/a?key=SECRET", "--out https://e.org/a: the web is read-only"),
        ("zip://a::s3://b/all.zip", "--out zip://a::s3://b/all.zip: a chain of addresses is read-only"),
        ("s3://b/a?versionId=1", "--out s3://b/a: an address to write to has no ?"),
    ],
)
def test_where_nothing_can_be_published_is_said(address, said):
    with pytest.raises(UsageError) as raised:
        check_out_address(address)
    assert (str(raised.value).startswith(said), "SECRET" in str(raised.value)) == (True, False)


def test_an_address_has_one_mirror_however_it_is_written():
    assert find_mirror("s3://bucket/out/") == find_mirror("S3://bucket/out") != find_mirror("s3://bucket/Out")


def test_of_reports_only_what_a_command_needs_is_copied(store, tmp_path):  # noqa: F811
    make_report(tmp_path / "here", "one", "first")
    for name, content in read_tree(tmp_path / "here").items():
        store.write(f"case/{name}", content)
    store.write("case/published-versions/one/1f/results.json", b"{}")
    store.write("tables/claims.csv", b"claim_id")
    store.write("tables/notes.txt", b"x")
    assert sorted(read_tree(copy_results("memory://bucket/folder"))) == [
        "case/one/manifest.json",
        "case/one/results.json",
    ]
    assert copy_compared("memory://bucket/folder/case/one/results.json").read_text() == '{"version": "first"}'
    assert list(read_tree(copy_compared("memory://bucket/folder/tables"))) == ["claims.csv"]
    assert str(copy_compared("file:///here")) == "/here"
    with pytest.raises(UsageError, match="memory://bucket/none: nothing was rendered there"):
        copy_results("memory://bucket/none")


def test_a_file_is_no_place_for_reports(store, tiny, invoke):  # noqa: F811
    store.write("a.csv", b"x")
    done = invoke("render", "--case", str(tiny), "--out", "memory://bucket/folder/a.csv")
    assert (done.returncode, done.stderr) == (
        2,
        "communique: memory://bucket/folder/a.csv is a file; give the address of a folder.\n",
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("watch", "--out", "memory://bucket/folder"),
        ("render", "--draft", "a.ipynb", "--out", "memory://bucket/folder"),
        ("render", "--out", "ftp//x"),
        ("check", "--case", "s3:/x"),
    ],
)
def test_what_needs_a_folder_says_so(arguments, invoke):
    done = invoke(*arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "Traceback" not in done.stderr
