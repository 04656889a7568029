"""The review of a table of proposals at a terminal: a row on the screen, a key for what becomes of it."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from analysis.case.case import Case
from analysis.commands.shared.terminal import print_text
from analysis.errors import UsageError
from analysis.proposals.proposal import Proposal
from analysis.proposals.review import EDITABLE, ReviewSession
from analysis.proposals.table import ReviewTable, write_table

KEYS = """\
a      accept; asks for the statement if there is none
r      reject, for the reason that is shown
m      merge into the claim or row that says the same
1 2 3  choose the quantity
e      edit a field
Enter  skip: leave it undecided
u      undo
q      stop; what is decided is saved
?      this help"""
_PROMPT = "a accept, r reject, m merge, 1-3 quantity, e edit, Enter skip, u undo, q stop, ? help: "
_NARROWEST, _WIDEST = 30, 110  # characters of a line


def can_ask() -> bool:
    """Returns whether somebody sits at a terminal who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def review_table(case: Case, table: ReviewTable, path: Path) -> ReviewTable:
    """Asks about each undecided row of a table, saves each decision in its file, and returns the table as it is then.

    Raises UsageError if something else has changed the file meanwhile: then that is kept. OSError if it cannot be
    written.
    """
    session = ReviewSession(case, table.rows, _Saver(table, path).save)
    shown = None
    while (row := session.current) is not None:
        if row is not shown:
            print_text("\n" + "\n".join(_describe(session, row)))
            shown = row
        print_text(_PROMPT, end_line=False)
        try:
            key = click.getchar()
        except (KeyboardInterrupt, EOFError):
            key = "q"
        print_text(key if key.isprintable() else "")
        if key == "q":
            break
        try:
            _press(session, key)
        except UsageError as error:
            print_text(f"not done: {error}")
        except click.Abort:  # Ctrl-C or the end of the input, where a line is asked for
            print_text("\nnot done")
    return table.with_rows(session.rows)


class _Saver:
    """Writes a table to its file, as long as nothing else has."""

    def __init__(self, table: ReviewTable, path: Path) -> None:
        self._table, self._path = table, path
        self._content = path.read_bytes()

    def save(self, rows: Sequence[Proposal]) -> None:
        if not self._path.exists() or self._path.read_bytes() != self._content:
            raise UsageError(
                f"{self._path} was changed by something else, so that this is not saved; stop with q, and start again."
            )
        write_table(self._table.with_rows(rows), self._path)
        self._content = self._path.read_bytes()


def _press(session: ReviewSession, key: str) -> None:
    keys: dict[str, Callable[[], None]] = {
        "a": lambda: _accept(session),
        "r": session.reject,
        "m": lambda: _merge(session),
        "e": lambda: _edit(session),
        "u": session.undo,
        "\r": session.skip,
        "\n": session.skip,
        "?": lambda: print_text(KEYS),
    }
    if key in ("1", "2", "3"):
        session.choose(int(key))
    elif key in keys:
        keys[key]()
    else:
        raise UsageError("no such key; ? lists them.")


def _ask(what: str) -> str:
    answer: str = click.prompt(what, default="", show_default=False)
    return answer.strip()


def _accept(session: ReviewSession) -> None:
    row = session.current
    if row and row.quantity and not row.statement and (statement := _ask("statement, in your own words")):
        session.edit("statement", statement)
    session.accept()


def _merge(session: ReviewSession) -> None:
    row = session.current
    session.merge("" if row and row.same_as else _ask("id of the claim or row that says the same"))


def _edit(session: ReviewSession) -> None:
    """Asks for a field, by the beginning of its name, and its new text, until no field is named."""
    print_text(f"fields: {', '.join(EDITABLE)}")
    while given := _ask("field (Enter: done)"):
        fitting = [field for field in EDITABLE if field.startswith(given)]
        if given not in EDITABLE and len(fitting) > 1:
            print_text(f"which: {', '.join(fitting)}?")
            continue
        field = fitting[0] if fitting and given not in EDITABLE else given
        row = session.current
        old = getattr(row, field, "") if field in EDITABLE else ""
        try:
            session.edit(field, _ask(f"{field} ({old or 'empty'})") if field in EDITABLE else "")
        except UsageError as error:
            print_text(f"not done: {error}")


def _describe(session: ReviewSession, row: Proposal) -> Iterator[str]:
    """Yields the lines that show a row: the sentence with its phrase in brackets, and what is proposed."""
    width = max(min(shutil.get_terminal_size().columns, _WIDEST), _NARROWEST)
    yield f"{session.at + 1} of {len(session.rows)}, {session.undecided} undecided   {row.grade}   {row.locator}"
    yield from _wrap("  ", row.sentence.replace(row.phrase, f"[{row.phrase}]", 1), width)
    numbers = [part for part in (row.value or row.date, "–".join(filter(None, (row.low, row.high)))) if part]
    what = [" ".join([*numbers, row.unit]).strip(), row.qualifier, row.status]
    what += [f"as of {row.as_of}" if row.as_of else "", f"cites {row.attributed_to}" if row.attributed_to else ""]
    yield from _wrap("  ", ", ".join(filter(None, what)) + f"   ({row.claim_id})", width)
    for number, quantity in enumerate(session.list_offered(), 1):
        subject = f", of {row.subject}" if number == 1 and row.subject else ""
        yield from _wrap(f"  {number}  ", f"{quantity.name} ({quantity.id}, {quantity.unit}){subject}", width)
    for label in ("why", "relation", "same_as", "statement", "reason"):
        if text := getattr(row, label):
            name = {"same_as": "merge into", "reason": "reason if rejected", "why": "doubts"}.get(label, label)
            yield from _wrap(f"  {name}: ", text, width)


def _wrap(start: str, text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=start, subsequent_indent=" " * 5) or [start]
