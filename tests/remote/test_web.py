"""A case at a web address, served in the test: its data package says which files there are."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from analysis.errors import CommuniqueError, UsageError
from analysis.paths import find_case
from analysis.remote import web
from tests.conftest import read_tree


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder. statuses: a path -> the status that it answers with. asked: what was loaded."""

    statuses: dict[str, int] = {}  # noqa: RUF012
    asked: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        """Notes what is loaded."""
        self.asked.append(self.path)
        super().do_GET()

    def send_head(self):
        """Answers with the status that is set for a path."""
        if status := self.statuses.get(self.path.partition("?")[0]):
            self.send_error(status)
            return None
        return super().send_head()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def site(tiny: Path, tmp_path: Path, monkeypatch) -> Iterator[str]:
    """The address of a server of the tiny case's copy."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(Handler, "statuses", {})
    monkeypatch.setattr(Handler, "asked", [])
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def say_fault(address: str) -> str:
    with pytest.raises(CommuniqueError) as raised:
        find_case(address)
    return f"{raised.value.exit_code} {raised.value}"


def test_a_case_is_copied_with_the_files_its_package_names(site, tiny):
    (tiny / "notebooks").mkdir()
    (tiny / "notebooks" / "forces.ipynb").write_text("{}")
    (tiny / "not named.txt").write_text("x")
    copy = find_case(f"{site}/tiny/?signature=SECRET")
    assert read_tree(copy) == {name: content for name, content in read_tree(tiny).items() if name != "not named.txt"}
    assert all(path.endswith("?signature=SECRET") for path in Handler.asked)
    assert "SECRET" not in "".join(map(str, copy.parent.rglob("*"))) + (copy.parent / ".listing.json").read_text()


def test_only_what_has_changed_is_loaded_again(site, tiny):
    first = find_case(f"{site}/tiny/datapackage.json")
    Handler.asked.clear()
    (tiny / "plans.csv").write_text((tiny / "plans.csv").read_text() + "\n")
    second = find_case(f"{site}/tiny")
    loaded = [path for path in Handler.asked if path in ("/tiny/plans.csv", "/tiny/claims.csv", "/tiny/sources.csv")]
    assert (first.name, first == second, loaded) == ("tiny", False, ["/tiny/plans.csv"])


def test_what_is_wrong_at_a_web_address_is_one_line(site, tiny):
    package = json.loads((tiny / "datapackage.json").read_text())
    said = [say_fault(f"{site}/none"), say_fault("http://127.0.0.1:9/tiny")]
    for content in ("<html>", '{"resources": 3}', '{"resources": [{"path": "../../secret.csv"}]}'):
        (tiny / "datapackage.json").write_text(content)
        said.append(say_fault(f"{site}/tiny"))
    (tiny / "datapackage.json").write_text(json.dumps(package))
    Handler.statuses["/tiny/claims.csv"] = 404
    said.append(say_fault(f"{site}/tiny"))
    Handler.statuses["/tiny/claims.csv"] = 500
    said.append(say_fault(f"{site}/tiny"))
    Handler.statuses["/tiny/datapackage.json"] = 403
    said.append(say_fault(f"{site}/tiny"))
    assert said == [
        f"2 {site}/none has no datapackage.json, which names the files of a case; give the address of the folder that "
        "holds it.",
        "1 http://127.0.0.1:9/tiny/datapackage.json: it cannot be reached; check the address and the network.",
        *[
            f"2 {site}/tiny/datapackage.json is no data package (found no resources with a path); give the address of "
            "a case, and not of a page about it."
        ]
        * 2,
        f"2 {site}/tiny/datapackage.json: '../../secret.csv' is no path within a folder; allowed: paths of files "
        "beside it.",
        f"1 {site}/tiny: datapackage.json names claims.csv, which is not there; publish it beside it.",
        f"1 {site}/tiny/claims.csv: the store answered with the status 500; try again, or look into its settings.",
        f"1 {site}/tiny/datapackage.json: no rights; the credentials in use must allow to read there.",
    ]


def test_a_page_in_place_of_what_is_missing_counts_as_missing(site, tiny, monkeypatch):
    monkeypatch.setattr(Handler, "extensions_map", {**Handler.extensions_map, ".toml": "text/html"})
    (tiny / "house.toml").write_text("<html>not found</html>")
    assert not (find_case(f"{site}/tiny") / "house.toml").exists()


def test_a_file_of_unknown_size_is_loaded_up_to_its_bound(site, monkeypatch):
    monkeypatch.setattr(web.limits, "MAX_DESCRIPTOR_BYTES", 99)
    with pytest.raises(CommuniqueError, match="more than 99 bytes, which is the most allowed"):
        find_case(f"{site}/tiny")


def test_a_web_address_is_no_place_for_reports(site, invoke):
    done = invoke("render", "--out", f"{site}/tiny?key=SECRET")
    assert (done.returncode, "SECRET" in done.stderr) == (2, False)
    assert done.stderr.startswith(f"communique: --out {site}/tiny: the web is read-only")
    with pytest.raises(UsageError):
        find_case("https:/e.org")
