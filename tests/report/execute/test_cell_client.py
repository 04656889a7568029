"""How what a process that runs cells publishes becomes outputs: made as by nbclient, checked as by nbformat."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_core.paths import jupyter_path
from nbclient import NotebookClient

from analysis.report.execute import cell_client
from analysis.report.execute.messages import Published

NOW = datetime(2026, 1, 1, tzinfo=UTC)
DATA = {"text/plain": "seven", "application/json": {"a": [{"b": 7}]}, "application/vnd.x+json": [1, {"c": None}]}


class Answers:
    """Stands for a process that runs cells: the messages that it publishes for each."""

    def __init__(self, *cells: list[tuple[str, dict[str, Any]]]) -> None:
        self.cells, self.language_info = iter(cells), {"name": "python", "version": "3"}

    def run_cell(self, source: str, **_: Any) -> list[dict[str, Any]]:
        given = [*next(self.cells), ("execute_reply", {"status": "ok", "execution_count": 1})]
        return [
            cell_client._build_message(Published(kind, json.dumps(content).encode(), "m1", NOW, []))
            for kind, content in given
        ]

    def end(self) -> None:
        self.has_ended = True


class Manager:
    """As much of papermill's manager of a notebook as its client asks for."""

    def __init__(self, nb: nbformat.NotebookNode) -> None:
        self.nb = nb

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: None


def run(*cells: list[tuple[str, dict[str, Any]]]) -> nbformat.NotebookNode:
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x") for _ in cells])
    return cell_client.CellClient(Manager(nb), Answers(*cells)).execute()


def show(kind: str, data: dict[str, Any], metadata: dict[str, Any] | None = None, **more: Any) -> Any:
    return kind, {"data": data, "metadata": metadata or {}, **more}


def make_as_nbclient(*cells: list[tuple[str, dict[str, Any]]]) -> list[Any]:
    """Returns the outputs that nbclient itself makes of the same messages."""
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x") for _ in cells])
    theirs = NotebookClient(nb)
    theirs.reset_execution_trackers()
    theirs.clear_before_next_output = False
    for index, messages in enumerate(cells):
        nb.cells[index]["metadata"]["execution"] = {}
        for kind, content in messages:
            header = {"msg_type": kind, "date": NOW}
            message = {"msg_type": kind, "header": header, "parent_header": {"msg_id": "m1"}, "content": content}
            theirs.process_message(message, nb.cells[index], index)
    return [cell.outputs for cell in nb.cells]


CASES = {
    "shown": ([show("display_data", DATA, {"m": {"n": 1}}), show("execute_result", DATA, execution_count=3)],),
    "streams": ([("stream", {"name": "stdout", "text": "a"}), ("stream", {"name": "stdout", "text": "b"})],),
    "updated in a later cell": (
        [show("display_data", {"text/plain": "one"}, transient={"display_id": "d"}), show("display_data", DATA)],
        [show("update_display_data", DATA, {"m": 1}, transient={"display_id": "d"})],
    ),
    "shown again under its id": (
        [show("display_data", {"text/plain": "one"}, transient={"display_id": "d"})],
        [show("display_data", {"text/plain": "two"}, transient={"display_id": "d"})],
        [show("update_display_data", {"text/plain": "three"}, transient={"display_id": "d"})],
    ),
    "of an unknown id": ([show("update_display_data", DATA, transient={"display_id": "unknown"})],),
    "cleared at once": ([show("display_data", DATA), ("clear_output", {"wait": False}), show("display_data", DATA)],),
    "cleared with the next": (
        [show("display_data", {"text/plain": "gone"}), ("clear_output", {"wait": True}), show("display_data", DATA)],
    ),
}


@pytest.mark.parametrize("cells", CASES.values(), ids=CASES)
def test_the_outputs_are_those_that_nbclient_makes(cells):
    made, theirs = [cell.outputs for cell in run(*cells).cells], make_as_nbclient(*cells)
    assert json.dumps(made) == json.dumps(theirs)
    assert {type(output) for outputs in made for output in outputs} <= {nbformat.NotebookNode}


@pytest.mark.parametrize(
    "message",
    [
        show("display_data", {"text/plain": 7}),
        show("display_data", {"no MIME type, no text": None}),
        show("execute_result", {}, execution_count="three"),
    ],
)
def test_what_no_notebook_may_hold_is_refused_as_nbformat_does(message):
    with pytest.raises(nbformat.ValidationError):
        make_as_nbclient([message])
    with pytest.raises(nbformat.ValidationError):
        run([message])


def test_an_update_that_no_notebook_may_hold_is_refused():
    first = show("display_data", {"text/plain": "one"}, transient={"display_id": "d"})
    with pytest.raises(nbformat.ValidationError):
        run([first], [show("update_display_data", {"text/plain": 7}, transient={"display_id": "d"})])


def test_the_notebook_says_of_its_language_what_the_kernel_says():
    assert run([]).metadata.language_info == {"name": "python", "version": "3"}


def test_an_output_widget_takes_what_is_shown_within_it():
    client, taken = cell_client.CellClient(Manager(nbformat.v4.new_notebook()), Answers()), []
    client.reset_execution_trackers()
    hook = type("Hook", (), {"output": lambda self, outs, *_: taken.append(outs)})()
    client.output_hook_stack = defaultdict(list, m1=[hook])
    message = {"header": {"msg_type": "display_data"}, "msg_type": "display_data", "parent_header": {"msg_id": "m1"}}
    assert client.output([], message | {"content": {"data": {}, "metadata": {}}}, None, 0) is None
    assert taken == [[]]


@pytest.mark.parametrize(
    ("changes", "is_forked"),
    [
        ({}, True),
        ({"language": "R"}, False),
        ({"env": {"OPTION": "1"}}, False),
        ({"argv": []}, False),
        ({"metadata": {"kernel_provisioner": {"provisioner_name": "elsewhere"}}}, False),
    ],
)
def test_only_pythons_own_kernels_without_variables_or_provisioner_are_forked(tmp_path, changes, is_forked):
    folder = tmp_path / "mine"
    folder.mkdir()
    argv = ["python3", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = KernelSpec(**{"argv": argv, "display_name": "Mine", "language": "python", **changes})
    (folder / "kernel.json").write_text(spec.to_json(), encoding="utf-8")
    assert bool(cell_client._find_command("mine", (str(tmp_path),))) == is_forked


def test_a_kernel_that_is_not_installed_has_no_command_and_pythons_own_always_has(tmp_path):
    assert cell_client._find_command("missing", (str(tmp_path),)) == ()
    assert "ipykernel_launcher" in cell_client._find_command("python3", (str(tmp_path),))
    assert "ipykernel_launcher" in cell_client._find_command("python3", tuple(jupyter_path("kernels")))
