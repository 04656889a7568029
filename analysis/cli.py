"""The command line: finds a command, runs it, prints its error. Exit codes: 0 done, 1 failed, 2 wrong use, 3 drafts."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import cast

import click

from analysis.commands.shared.endings import (
    SignalWatch,
    describe_system_error,
    end_with,
    find_output_error,
    watch_signals,
)
from analysis.commands.shared.terminal import print_text
from analysis.errors import CommuniqueError

_BROKEN_PIPE = 141  # what a shell gives a program that ends because nobody reads its output any more
_FOLDER = Path(__file__).with_name("commands")


class CommandFolder(click.Group):
    """Finds each command in the file of its name in `analysis/commands`, and imports only the one that is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Returns the names of the commands, in alphabetical order."""
        return sorted(path.stem.replace("_", "-") for path in _FOLDER.glob("[!_]*.py"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Returns the command of a name, or None if there is none."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"analysis.commands.{_name_module(cmd_name)}")
        command = cast(click.Command, module.command)
        command.name = cmd_name  # each is a function called `command`
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the commands with their short help, read from the files: importing all would take a second."""
        commands = [click.Command(name, help=_read_help(name)) for name in self.list_commands(ctx)]
        width = formatter.width - 6 - max(len(command.name or "") for command in commands)
        with formatter.section("Commands"):
            formatter.write_dl([(command.name or "", command.get_short_help_str(width)) for command in commands])


def _name_module(command: str) -> str:
    return command.replace("-", "_")


def _read_help(command: str) -> str:
    import ast

    tree = ast.parse((_FOLDER / f"{_name_module(command)}.py").read_text(encoding="utf-8"))
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "command")
    return next((ast.get_docstring(function) or "" for function in functions), "")


@click.group(cls=CommandFolder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="communique", message="communique %(version)s")
def app() -> None:
    """Briefs on negotiations in which every number leads to its claim."""


def main() -> None:
    """Runs the command. Whatever is wrong ends in one message and an exit code, never in a traceback."""
    signals = SignalWatch()
    try:
        with watch_signals(signals):
            code = _run_command(signals)
    except KeyboardInterrupt:  # which came just as the command began to watch for it, or no longer did
        end_with(*signals.describe())
    sys.exit(code)


def _run_command(signals: SignalWatch) -> str | int | None:
    """Runs what the command line asks for; returns the exit code."""
    try:
        app(standalone_mode=False)
        code: str | int | None = 0
    except SystemExit as end:
        # click's mark of a broken pipe, by its name, which begins with _ from 8.5 on
        code = _BROKEN_PIPE if type(sys.stdout).__name__.endswith("PacifyFlushWrapper") else end.code
    except CommuniqueError as error:
        end_with(str(error), error.exit_code)
    except click.ClickException as error:
        message = io.StringIO()
        error.show(message)
        print_text(message.getvalue().rstrip("\n"), err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        end_with(*signals.describe())
    except OSError as error:
        _report_output_error()
        end_with(describe_system_error(error), 2)
    except MemoryError:
        end_with("there is not enough memory; end other programs, or give fewer --jobs.", 1)
    except RecursionError:
        end_with("something is nested too deeply, such as a formula or a JSON file; make it simpler.", 2)
    except Exception as error:
        if os.environ.get("COMMUNIQUE_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}"
        end_with(f"{what} (a defect of communique; COMMUNIQUE_DEBUG=1 shows where).", 1)
    _report_output_error()
    return code


def _report_output_error() -> None:
    """Ends the command if what it printed did not get out: quietly if nobody reads it any more."""
    error = find_output_error()
    if isinstance(error, BrokenPipeError):
        sys.exit(_BROKEN_PIPE)
    if error is not None:
        end_with(f"what it prints cannot be written: {error.strerror}.", 2)
