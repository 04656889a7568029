"""What commands print: no text from a case, a file or the command line is obeyed by a terminal."""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.cli import CommandFolder
from analysis.commands.shared.terminal import print_json, print_text
from tests.conftest import ROOT

OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
BAD = "\x1b[2J\x9b1m\u202etitle"


def catch_output(print_it: Callable[[Any], None], content: Any) -> str:
    with redirect_stdout(io.StringIO()) as output:
        print_it(content)
    return output.getvalue()


@given(text=st.text())
def test_a_text_is_printed_with_its_controls_written_out(text):
    said = catch_output(print_text, text)
    assert not OBEYED.search(said)
    assert said == text + "\n" or OBEYED.search(text) or "\r" in text


@given(content=st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5))
def test_json_is_read_back_and_is_safe_on_a_terminal_and_in_a_script(content):
    said = catch_output(print_json, content)
    assert json.loads(said) == content
    assert not OBEYED.search(said)
    assert not re.search("[<>&]", said)


@pytest.fixture
def results(tiny):
    """A folder of two reports with what a terminal would obey in their names and texts."""
    number = {"label": BAD, "text": "7", "name": "gap", "value": 7, "unit": "one", "low": 7, "high": 7, "formula": BAD}
    number |= {"qualifier": "exact", "claims": []}
    for name, value in (("old", 7), ("new", 8)):
        folder = tiny / name
        folder.mkdir()
        found = {
            "title": f"{BAD}\n{name}",
            "parameters": {"p\x1b": BAD},
            "results": {f"{BAD}gap": number | {"value": value}},
        }
        (folder / "results.json").write_text(json.dumps({**found, "shown": [number], "claims": {}}), encoding="utf-8")
    return tiny


@pytest.mark.filterwarnings("ignore:'click.utils.PacifyFlushWrapper' is deprecated:DeprecationWarning")
@pytest.mark.parametrize(
    "asked",
    [
        ["list", "--case", "{case}"],
        ["check", "--case", f"no{BAD}"],
        ["render", BAD, "--case", "{case}"],
        ["render", "--case", "{case}", "-P", f"p{BAD}=1"],
        ["render", "--case", "{case}", "-P", BAD],
        ["render", "--case", "{case}", "--format", BAD],
        ["render", "--jobs", BAD],
        ["sweep", f"none{BAD}.csv", "--case", "{case}"],
        ["trace", BAD, "--out", "{case}"],
        ["trace", "7", "--out", "{case}"],
        ["diff", "{case}/old", "{case}/new"],
        ["diff", "--json", "{case}/old", "{case}/new"],
        ["diff", BAD, "{case}"],
        ["audit", "{case}/text.txt", "--case", "{case}"],
        ["audit", "--json", "{case}/text.txt", "--case", "{case}"],
        ["audit", BAD, "--case", "{case}"],
        ["draft", "{case}/text.txt", "--source", "article", "--case", "{case}", "--out", "{case}/review.csv"],
        ["draft", "{case}/text.txt", "--source", "article", "--case", "{case}", "--out", "{case}/r.csv", "--since"],
        ["draft", BAD, "--source", BAD, "--case", "{case}"],
        ["draft", "--accept", BAD, "--case", "{case}"],
        ["verify", "{case}/text.txt", "--case", "{case}"],
        ["verify", "--json", "{case}/text.txt", "--case", "{case}"],
        ["verify", BAD, "--case", "{case}"],
        ["import-sources", "{case}/works.json", "--case", "{case}"],
        ["import-sources", BAD, "--case", "{case}"],
        ["mcp", "--case", BAD],
        ["reviews", "--case", "{case}"],
        ["new-case", "{case}/claims\x1b"],
        ["new-notebook", BAD, "--case", "{case}"],
        ["watch", "--port", BAD],
        ["explore", "--case", BAD],
        [BAD],
        [f"--{BAD}"],
    ],
)
def test_no_command_lets_a_text_through(asked, results, invoke, warm_server):
    reports = results / "reports.csv"
    reports.write_text(reports.read_text(encoding="utf-8").replace("Forces", "For\u202eces"), encoding="utf-8")
    works = [{"id": BAD, "type": "report", "title": f"On {BAD} 7", "language": "en"}]
    (results / "works.json").write_text(json.dumps(works), encoding="utf-8")
    (results / "text.txt").write_text(f"Title\n{BAD} 7 and 8 {BAD}.\n", encoding="utf-8")
    done = invoke(*(word.replace("{case}", str(results)) for word in asked))
    said = done.stdout + done.stderr
    assert said
    assert not OBEYED.search(said)
    assert "Traceback" not in said


def test_every_command_is_tried():
    marked = next(one for one in test_no_command_lets_a_text_through.pytestmark if one.name == "parametrize")
    tried = {asked[0] for asked in marked.args[1]}
    assert set(CommandFolder("app").list_commands(None)) <= tried


def test_nothing_else_of_the_library_prints():
    writers = {
        path.name
        for path in (ROOT / "analysis").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "click.echo", "click.secho")
    }
    assert writers == {"terminal.py", "endings.py", "lock.py"}  # the last two call `show_controls` themselves
