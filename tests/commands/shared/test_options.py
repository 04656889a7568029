"""Options that several commands share, as they are handed to the command."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from analysis.commands.shared import options
from analysis.errors import UsageError
from tests.conftest import CASE, TINY


@click.command()
@options.reports_argument
@options.parameter_option
@options.add_render_options
@options.linger_option
def command(**found: object) -> None:
    """Says what it got."""
    given.append(found)


given: list[dict[str, object]] = []


def parse(*arguments: str) -> dict[str, object]:
    """What the command gets; raises what parsing raises."""
    given.clear()
    CliRunner().invoke(command, arguments, catch_exceptions=False)
    return given[0]


def test_the_case_is_found_once_and_its_name_kept_as_typed():
    found = parse("--case", str(TINY))["options"]
    assert found.case == options.CaseFolder(TINY, str(TINY))
    assert found.root == Path("reports/tiny")
    assert parse()["options"].case == options.CaseFolder(CASE, None)


def test_formats_and_parameters_are_parsed():
    found = parse("one", "two", "--format", "html, md,", "-P", "a=1", "-P", " b = x=y ")
    assert found["reports"] == ("one", "two")
    assert found["parameters"] == {"a": "1", "b": "x=y"}
    assert found["options"].formats == ("html", "md")


def test_notebooks_are_asked_about_run_free_and_keep_nothing_unless_it_is_said(monkeypatch):
    monkeypatch.delenv("COMMUNIQUE_TRUST")
    found = parse()["options"]
    assert (found.trust, found.case_notebooks, found.keep_env, found.sandbox) == (False, True, (), False)
    found = parse("--trust", "--no-notebooks-from-case", "--keep-env", "A", "--keep-env", "B", "--sandbox")["options"]
    assert (found.trust, found.case_notebooks, found.keep_env, found.sandbox) == (True, False, ("A", "B"), True)
    monkeypatch.setenv("COMMUNIQUE_TRUST", "1")
    assert parse()["options"].trust


@pytest.mark.parametrize("name", ["A=1", ""])
def test_a_variable_is_kept_by_its_name_alone(name):
    with pytest.raises(UsageError, match="is not the name of a variable"):
        parse("--keep-env", name)


@pytest.mark.parametrize("pair", ["need", "=3", " =3"])
def test_a_parameter_without_name_or_value_is_refused(pair):
    with pytest.raises(UsageError, match="is not NAME=VALUE"):
        parse("-P", pair)


def test_a_case_that_is_not_there_names_the_nearest():
    with pytest.raises(UsageError, match="nearest: mar-a-lago-2025-12-28"):
        parse("--case", "mar-a-lago-2025-12-27")


def test_the_server_lingers_on_a_terminal_only_unless_asked(monkeypatch):
    assert parse()["linger"] == 0
    monkeypatch.setenv("COMMUNIQUE_LINGER", "7")
    assert parse()["linger"] == 7
    assert parse("--linger", "3")["linger"] == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", ""], "--out '' names no folder; give one, or . for the folder you are in."),
        (["--out", " "], "--out ' ' names no folder"),
        (["--format", ""], "--format '' names no format; give one or several, such as html,pdf."),
        (["--format", " ,"], "--format ' ,' names no format"),
    ],
)
def test_an_empty_folder_or_list_of_formats_is_refused(arguments, message):
    with pytest.raises(UsageError) as error:
        parse(*arguments)
    assert str(error.value).startswith(message)


def test_a_format_named_twice_is_written_once():
    assert parse("--format", "html,md,html")["options"].formats == ("html", "md")
    assert parse("--out", ".")["options"].out.path == Path()
