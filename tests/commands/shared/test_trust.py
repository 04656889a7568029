"""Which notebooks run without a question, what is asked about the others, and what is remembered."""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.commands.shared import trust
from analysis.commands.shared.trust import Gate, is_trusted
from analysis.errors import UsageError
from analysis.paths import list_shipped_notebooks
from analysis.report.build.job import Render
from tests.conftest import write_notebook

PROGRAM = "1 + 1"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's state folder, empty, and a user who is not asked."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("COMMUNIQUE_TRUST", raising=False)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return tmp_path / "state"


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    """A notebook in a case that came from elsewhere."""
    return write_notebook(tmp_path / "case" / "notebooks" / "one.ipynb", PROGRAM)


def make_render(notebook: Path, why: str = "not there") -> tuple[Render, str]:
    return Render("one", "One", notebook, {}, ("html",), Path("out")), why


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> Terminal:
    """Has the user at a terminal type something; returns what he is shown."""
    shown = Terminal()
    monkeypatch.setattr(sys, "stdin", Terminal(f"{text}\n"))
    monkeypatch.setattr(sys, "stderr", shown)
    return shown


@pytest.mark.parametrize("folder", [*filter(Path.is_dir, list_shipped_notebooks())], ids=lambda path: path.parent.name)
def test_the_notebooks_that_came_with_the_library_run_wherever_they_are_copied_to(tmp_path, folder):
    notebook = min(folder.glob("*.ipynb"))
    copy = Path(shutil.copy(notebook, tmp_path))
    assert is_trusted(notebook)
    assert is_trusted(copy)
    copy.write_text(copy.read_text() + "\n")
    assert not is_trusted(copy)


def test_a_folder_of_ones_own_is_trusted_with_all_that_is_put_there(strange):
    assert not is_trusted(strange)
    trust.trust_folder(strange.parents[1])
    assert is_trusted(strange)
    assert is_trusted(write_notebook(strange.with_name("two.ipynb"), "2"))


def test_a_link_out_of_such_a_folder_is_not(tmp_path, strange):
    trust.trust_folder(strange.parents[1])
    elsewhere = write_notebook(tmp_path / "elsewhere" / "three.ipynb", "3")
    link = strange.with_name("three.ipynb")
    link.symlink_to(elsewhere)
    assert not is_trusted(link)


def test_what_another_user_put_there_is_not(strange, monkeypatch):
    trust.trust_folder(strange.parents[1])
    another = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: another)
    assert not is_trusted(strange)


def test_a_memory_that_others_can_write_counts_for_nothing(strange, state):
    trust.trust_content(strange)
    assert is_trusted(strange)
    (entry,) = (state / "communique" / "trusted").iterdir()
    entry.chmod(0o666)
    assert not is_trusted(strange)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.binary(max_size=20), found=st.binary(max_size=20))
def test_a_yes_holds_for_the_same_content_and_no_other(tmp_path, said, found):
    shutil.rmtree(trust.find_state_folder(), ignore_errors=True)
    one, other = tmp_path / "said.ipynb", tmp_path / "found.ipynb"
    one.write_bytes(said)
    other.write_bytes(found)
    trust.trust_content(one)
    assert is_trusted(other) == (said == found)


def test_where_nobody_can_be_asked_it_is_refused_by_name_with_what_to_do(strange, state):
    with pytest.raises(UsageError, match=r"one\.ipynb in .*notebooks is a program .*--trust .*--sandbox") as error:
        Gate().admit([make_render(strange)], strange.parents[1])
    assert error.value.exit_code == 2
    assert not state.exists()


def test_what_is_up_to_date_does_not_run_and_is_not_asked_about(strange, monkeypatch):
    shown = answer(monkeypatch, "n")
    Gate().admit([make_render(strange, why="")], strange.parents[1])
    assert shown.getvalue() == ""


def test_a_yes_is_remembered_until_the_notebook_changes(strange, monkeypatch):
    shown = answer(monkeypatch, "y")
    Gate().admit([make_render(strange)], strange.parents[1])
    assert "one.ipynb" in shown.getvalue()
    assert "run with your rights" in shown.getvalue().replace("runs", "run")
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    Gate().admit([make_render(strange)], strange.parents[1])
    write_notebook(strange, "something else")
    with pytest.raises(UsageError):
        Gate().admit([make_render(strange)], strange.parents[1])


def test_always_holds_for_the_folder_also_as_it_changes(strange, monkeypatch):
    answer(monkeypatch, "A")
    Gate().admit([make_render(strange)], strange.parents[1])
    write_notebook(strange, "something else")
    assert is_trusted(strange)


@pytest.mark.parametrize("typed", ["n", ""])
def test_anything_but_a_yes_is_a_no(strange, monkeypatch, state, typed):
    answer(monkeypatch, typed)
    with pytest.raises(UsageError, match="not run"):
        Gate().admit([make_render(strange)], strange.parents[1])
    assert not is_trusted(strange)
    assert not state.exists()


def test_a_session_that_was_let_through_renders_what_is_edited_meanwhile(strange):
    gate = Gate(given=True)
    gate.admit([make_render(strange)], strange.parents[1])
    gate.given = False
    write_notebook(strange, "something else")
    gate.admit([make_render(strange)], strange.parents[1])
    with pytest.raises(UsageError):
        gate.admit([make_render(write_notebook(strange.parents[2] / "other" / "two.ipynb", "2"))], strange.parents[1])


@pytest.mark.parametrize("linked", [False, True])
def test_no_notebook_from_the_case_runs_even_if_trusted_when_that_is_asked(tmp_path, strange, linked):
    if linked:
        strange.unlink()
        strange.symlink_to(write_notebook(tmp_path / "elsewhere.ipynb", PROGRAM))
    with pytest.raises(UsageError, match=r"--no-notebooks-from-case: one\.ipynb in .* came with the case"):
        Gate(given=True, from_case=False).admit([make_render(strange)], strange.parents[1])
    shared = write_notebook(tmp_path / "notebooks" / "two.ipynb", "2")
    Gate(given=True, from_case=False).admit([make_render(shared)], strange.parents[1])


def test_what_a_terminal_would_obey_is_not_printed(strange):
    odd = strange.rename(strange.with_name("\x1b[31mred.ipynb"))
    with pytest.raises(UsageError, match=r"^\?\[31mred\.ipynb in "):
        Gate().admit([make_render(odd)], strange.parents[1])


def test_a_state_folder_that_cannot_be_written_is_said_and_done_without(strange, state, capsys):
    state.write_text("a file")
    trust.trust_folder(strange.parents[1])
    assert "you will be asked again" in capsys.readouterr().err
    assert not is_trusted(strange)


@pytest.mark.usefixtures("warm_server")
def test_a_case_made_here_renders_without_a_question_and_a_strangers_does_not(invoke, tmp_path):
    assert invoke("new-case", "mine", cwd=tmp_path).returncode == 0
    write_notebook(
        tmp_path / "mine" / "notebooks" / "first.ipynb",
        'from analysis import load_case, cover\ncase = load_case(case_dir)\ncover("A word", "How?", case.about)',
        parameters='case_dir: str = "mine"',
    )
    shutil.copytree(tmp_path / "mine", tmp_path / "theirs")
    options = ("--format", "html", "--out", "out")
    done = invoke("render", "--case", "mine", *options, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    refused = invoke("render", "--case", "theirs", *options, cwd=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.startswith("communique: first.ipynb in ")
    assert not list((tmp_path / "out" / "theirs").glob("[!.]*"))
    assert invoke("render", "--case", "theirs", "--trust", *options, cwd=tmp_path).returncode == 0
    barred = invoke("render", "--case", "mine", "--no-notebooks-from-case", *options, cwd=tmp_path)
    assert barred.returncode == 2
    assert "first.ipynb" in barred.stderr


def test_without_any_home_nothing_is_remembered_and_all_is_said(strange, monkeypatch, tmp_path, capsys):
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)  # as without HOME and a user's entry
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    trust.trust_folder(strange.parent)
    assert "cannot be written (Not a directory); you will be asked again." in capsys.readouterr().err
    assert (is_trusted(strange), sorted(tmp_path.iterdir())) == (False, before)


def test_a_relative_state_folder_is_none_of_the_users(strange, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", "mine")  # else whoever made the current folder could say what is trusted
    monkeypatch.chdir(tmp_path)
    trust.trust_folder(strange.parent)
    assert is_trusted(strange)
    assert not (tmp_path / "mine").exists()
