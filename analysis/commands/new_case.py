"""`communique new-case`: a small case to start from."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from analysis.case.first_steps import STEPS
from analysis.case.template import create_case
from analysis.commands.shared.options import CaseFolder
from analysis.commands.shared.questions import ALL, FIRST, Question, choose_questions, list_questions
from analysis.commands.shared.terminal import print_text
from analysis.commands.shared.trust import trust_folder
from analysis.messages import find_language

_FIRST_ASKS = "How much of the need is met? In a small notebook of the case's own"


class _NewCase(click.Command):
    """The command, with the questions below its options."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the questions, which are read from their notebooks only now."""
        with formatter.section("Questions"):
            formatter.write_dl([(FIRST, _FIRST_ASKS), *((q.name, q.text) for q in list_questions().values())])


@click.command(cls=_NewCase)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--question",
    "names",
    multiple=True,
    metavar="NAME",
    help="A shared question that the case is to answer; may be given several times. all: every one; first: a small "
    "notebook of its own. Without it the command lists the questions and asks, on a terminal.",
)
@click.option(
    "--language",
    default="en",
    callback=lambda _, __, tag: find_language(tag),
    metavar="TAG",
    help="The language in which the case is written, and its reports are printed.  [en]",
)
def command(folder: Path, names: tuple[str, ...], language: str) -> None:
    """Write a valid case with example rows into a new folder, with a report for each question that it is to answer."""
    known = list_questions()
    names = names or (_ask(known) if sys.stdin.isatty() else ()) or (FIRST,)
    chosen = choose_questions(names, known)
    written = create_case(
        folder,
        {question.name: (*question.needs, *question.uses) for question in chosen},
        with_first=FIRST in names or ALL in names,
        language=language,
    )
    trust_folder(folder)  # its notebooks are the user's own
    option = CaseFolder(folder, str(folder)).option
    print_text(f"{len(written)} files in {folder}; try communique render{option}")
    print_text("Put your own in place of its example, in this order:")
    for file, what in STEPS:
        print_text(f"  {file:17} {what.format(option=option)}")
    print_text(f"Every column, and what else may lie beside the tables, is explained in {folder / 'README.md'}.")


def _ask(known: Mapping[str, Question]) -> tuple[str, ...]:
    """Lists the questions and returns the names that are typed, separated by spaces; () for none."""
    width = max(map(len, (*known, FIRST)))
    for name, text in {FIRST: _FIRST_ASKS, **{q.name: q.text for q in known.values()}}.items():
        print_text(f"{name:{width}}  {text}")
    typed = click.prompt(f"Which of them, separated by spaces ({ALL}: every one)", default=FIRST)
    return tuple(typed.replace(",", " ").split())
