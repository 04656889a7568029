"""A case read from, and reports published at, a real object store, with the faults that stores have."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import fsspec.config
import pytest

from analysis.errors import CommuniqueError, StoreError, UsageError
from analysis.paths import find_case
from analysis.remote.store import Store
from analysis.report.build.mirror import Mirror
from tests.conftest import TINY, read_tree
from tests.remote.object_store import ObjectStore, serve_store
from tests.remote.reports import make_report, read_as_reader

pytestmark = [
    pytest.mark.slow,  # each fault is tried again by the library, with pauses
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of moto and botocore, which are not ours
]
NO_RIGHTS = ("AccessDenied", 403)


@pytest.fixture(scope="module")
def server() -> Iterator[ObjectStore]:
    """One store for all tests of the file."""
    with serve_store() as store:
        yield store


@pytest.fixture
def store(server: ObjectStore, tmp_path: Path, monkeypatch) -> ObjectStore:
    """The store without faults, with a bucket of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    server.proxy.decide = lambda method, path: None
    server.bucket = f"bucket-{len(server.files.ls('/')) + 1}"
    server.files.mkdir(server.bucket)
    server.proxy.writes.clear()
    return server


def fail(*faults: object, after: int = 0, method: str = "PUT"):
    """Returns what a proxy decides: the faults in turn for the requests of a method, after some that pass."""
    left = [*[None] * after, *faults]
    return lambda asked, path: left.pop(0) if asked == method and left else None


def publish(address: str, root: Path) -> None:
    mirror = Mirror(address, root)
    mirror.load()
    mirror.publish()


def say_fault(action, *given) -> str:
    """Returns the one line that an action ends with, and its exit code."""
    with pytest.raises(CommuniqueError) as raised:
        action(*given)
    return f"{raised.value.exit_code} {raised.value}"


def test_a_case_in_a_bucket_is_copied_whole_and_loaded_again_as_far_as_it_changed(store):
    store.put_folder(TINY, f"{store.bucket}/tiny")
    first = find_case(f"s3://{store.bucket}/tiny")
    assert (first.name, read_tree(first)) == ("tiny", read_tree(TINY))
    asked: list[str] = []
    store.proxy.decide = lambda method, path: asked.append(path) if ".csv" in path and method == "GET" else None
    assert (find_case(f"s3://{store.bucket}/tiny"), asked) == (first, [])
    store.files.pipe_file(f"{store.bucket}/tiny/plans.csv", content := (TINY / "plans.csv").read_bytes() + b"\n")
    changed = find_case(f"s3://{store.bucket}/tiny")
    assert asked == [f"/{store.bucket}/tiny/plans.csv"]
    assert ((changed / "plans.csv").read_bytes(), (first / "plans.csv").read_bytes()) == (content, content[:-1])


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (NO_RIGHTS, "no rights; the credentials in use must allow to list and read there."),
        ("slow", "no answer in time; try again, or look whether the store can be reached."),
        ("cut", "it cannot be reached; check the address and the network."),
        (("SlowDown", 503), "the store is too busy, also after several tries; try again later."),
        (("InternalError", 500), "the store answered with the status 500; try again, or look into its settings."),
    ],
)
def test_a_fault_of_the_store_is_one_line_and_leaves_no_half_copy(store, fault, said, monkeypatch):
    store.put_folder(TINY, f"{store.bucket}/tiny")
    store.proxy.decide = lambda method, path: fault if path.endswith("claims.csv") else None
    with monkeypatch.context() as patch:
        settings = fsspec.config.conf["s3"]
        hasty = {**settings["config_kwargs"], **({"read_timeout": 1} if fault == "slow" else {})}
        patch.setitem(fsspec.config.conf, "s3", {**settings, "config_kwargs": hasty})
        assert say_fault(find_case, f"s3://{store.bucket}/tiny") == f"1 s3://{store.bucket}/tiny: {said}"
    assert [path for path in Path(fsspec_cache()).rglob("*") if path.is_file()] == []
    store.proxy.decide = lambda method, path: None
    assert read_tree(find_case(f"s3://{store.bucket}/tiny")) == read_tree(TINY)


def fsspec_cache() -> str:
    """Returns the folder of the copies."""
    from analysis.paths import find_user_folder

    return f"{find_user_folder('cache')}/copies"


def test_what_is_no_bucket_no_folder_and_no_server_is_said(store, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # a port where nobody listens
        settings = {**fsspec.config.conf["s3"], "endpoint_url": f"http://127.0.0.1:{taken.getsockname()[1]}"}
        monkeypatch.setitem(fsspec.config.conf, "s3", settings)
        refused = say_fault(find_case, f"s3://{store.bucket}/tiny")
        monkeypatch.undo()
    store.files.pipe_file(f"{store.bucket}/claims.csv", b"x")
    assert [
        refused,
        say_fault(find_case, "s3://no-such-bucket/tiny"),
        say_fault(publish, "s3://no-such-bucket/out", Path(fsspec_cache())),
        say_fault(find_case, f"s3://{store.bucket}/claims.csv"),
    ] == [
        f"1 s3://{store.bucket}/tiny: it cannot be reached; check the address and the network.",
        "1 s3://no-such-bucket/tiny: nothing is there; check the address, and that its bucket exists.",
        "1 s3://no-such-bucket/out: nothing is there; check the address, and that its bucket exists.",
        f"2 s3://{store.bucket}/claims.csv is a file; give the address of a folder.",
    ]
    assert not store.files.exists("no-such-bucket")


def test_without_credentials_the_line_says_what_to_set(store, monkeypatch):
    for name in ("key", "secret"):
        monkeypatch.delitem(fsspec.config.conf["s3"], name)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    said = "no credentials were found; set those of the store, such as AWS_PROFILE or AWS_ACCESS_KEY_ID."
    assert say_fault(find_case, f"s3://{store.bucket}/tiny") == f"1 s3://{store.bucket}/tiny: {said}"


def test_a_store_that_is_busy_for_a_moment_is_asked_again(store):
    store.put_folder(TINY, f"{store.bucket}/tiny")
    busy = fail(("SlowDown", 503), method="GET")
    store.proxy.decide = lambda method, path: busy(method, path) if path.endswith("claims.csv") else None
    assert read_tree(find_case(f"s3://{store.bucket}/tiny")) == read_tree(TINY)


def test_unchanged_reports_upload_nothing_and_what_was_removed_there_comes_back(store, tmp_path):
    address, root = f"s3://{store.bucket}/out", tmp_path / "here"
    make_report(root, "one", "first")
    make_report(root, "two", "first")
    publish(address, root)
    whole = store.read_folder(address)
    assert store.files.info(f"{store.bucket}/out/one/one.html")["ETag"]
    assert store.files.call_s3("head_object", Bucket=store.bucket, Key="out/one/one.html")["ContentType"] == "text/html"
    store.proxy.writes.clear()
    publish(address, root)
    publish(address, tmp_path / "another machine")
    assert store.proxy.writes == []
    store.files.rm_file(f"{store.bucket}/out/two/two.pdf")
    store.files.pipe_file(f"{store.bucket}/out/one/results.json", b"{'changed': 1}")
    publish(address, root)
    assert store.read_folder(address) == whole


def test_a_publication_cut_off_at_any_request_shows_each_report_whole(store, tmp_path):
    address, root = f"s3://{store.bucket}/out", tmp_path / "here"
    make_report(root, "one", "version 0", **{"old.csv": "only in the first"})
    publish(address, root)
    seen, failed = [], []
    for number in range(1, 14):
        make_report(root, "one", f"version {number}")
        fault = ("cut", "cut after", NO_RIGHTS)[number % 3]
        store.proxy.decide = fail(*[fault] * 9, after=number - 1)
        try:
            publish(address, root)
        except StoreError as error:
            failed.append(str(error))
        page, linked = read_as_reader(store.read_folder(address), "one")
        seen.append((page == linked, int(page.removeprefix("version ")) <= number))
    store.proxy.decide = lambda method, path: None
    publish(address, root)
    files = store.read_folder(address)
    assert set(seen) == {(True, True)}
    assert len(failed) > 5
    assert failed[0].endswith("Each report there is whole; the same command again publishes the rest.")
    assert read_as_reader(files, "one") == ("version 13", "version 13")
    assert files["one/one.pdf"] == b"version 13"
    assert len({name.split("/")[2] for name in files if name.startswith("published-versions/")}) <= 2
    assert {"one/old.csv", "publishing.json"} & files.keys() == set()


def test_no_rights_to_write_is_one_line_before_readers_see_anything(store, tmp_path):
    address, root = f"s3://{store.bucket}/out", tmp_path / "here"
    make_report(root, "one", "first")
    store.proxy.decide = lambda method, path: NO_RIGHTS if method == "PUT" else None
    assert say_fault(publish, address, root) == (
        f"1 {address}: no rights; the credentials in use must allow to list, read, write and delete there. "
        "Each report there is whole; the same command again publishes the rest."
    )
    assert store.read_folder(address) == {}


def test_of_two_publishers_at_once_the_second_says_that_someone_else_publishes(store, tmp_path):
    address = f"s3://{store.bucket}/out"
    for name in ("here", "there"):
        make_report(tmp_path / name, "one", name)
    second = Mirror(address, tmp_path / "there")
    said: list[str] = []

    def interfere(method: str, path: str) -> None:
        if method == "PUT" and path.partition("?")[0].endswith("/one.html") and not said:
            said.append("")
            said.append(say_fault(second.publish))

    second.load()
    store.proxy.decide = interfere
    publish(address, tmp_path / "here")
    assert said[1].startswith(f"1 {address}: someone else publishes there since 2")
    assert say_fault(second.publish).startswith(f"1 {address}: someone else has published there meanwhile.")
    assert read_as_reader(store.read_folder(address), "one") == ("here", "here")
    publish(address, tmp_path / "there")
    assert read_as_reader(store.read_folder(address), "one") == ("here", "here")  # the later version is taken over


def test_a_file_is_created_once(store):
    folder = Store(f"s3://{store.bucket}/out")
    assert [folder.create("a.json", b"1"), folder.create("a.json", b"2"), folder.read("a.json")] == [True, False, b"1"]


def test_the_commands_read_a_case_in_a_bucket_and_publish_there(store, tiny, tmp_path, invoke, warm_server):
    case, out = f"s3://{store.bucket}/data/tiny", f"s3://{store.bucket}/reports"
    store.put_folder(tiny, case.removeprefix("s3://"))
    arguments = ("--case", case, "--out", out, "--format", "html")
    first = invoke("render", *arguments, cwd=tmp_path)
    store.proxy.writes.clear()
    again = invoke("render", *arguments, cwd=tmp_path)
    assert (first.returncode, first.stderr, again.returncode) == (0, "", 0)
    assert again.stdout.endswith(f"all unchanged; open {out}/tiny/index.html\n")
    assert store.proxy.writes == []
    files = store.read_folder(f"{out}/tiny")
    assert [name for name, content in files.items() if str(tmp_path).encode() in content or b"WORDOF" in content] == []
    local = invoke("render", "--case", str(tiny), "--out", "out", "--format", "html", cwd=tmp_path)
    assert local.returncode == 0
    compared = invoke("diff", f"{out}/tiny", "out/tiny", cwd=tmp_path)
    assert [line.split()[:3] for line in compared.stdout.splitlines()] == [
        [f"{report}:", "parameters", "case_dir"] for report in ("forces", "reconstruction")
    ]
    for command in (("list", "--case", case), ("check", "--case", case), ("diff", case, str(tiny))):
        done = invoke(*command, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
    traced = invoke("trace", "reconstruction.gap", "--case", case, "--out", out, cwd=tmp_path)
    assert "claim need_article" in traced.stdout
    shutil.copy(tiny / "reports.csv", tmp_path / "wide.csv")
    swept = invoke("sweep", "wide.csv", *arguments, cwd=tmp_path)
    assert swept.returncode == 0
    assert f"{store.bucket}/reports/tiny/wide/results.csv" in store.files.find(f"{store.bucket}/reports")
    refused = invoke("check", "--update", "--case", case, cwd=tmp_path)
    assert (refused.returncode, "read-only here" in refused.stderr) == (2, True)
    with pytest.raises(UsageError):
        find_case(f"{case}/notebooks")
