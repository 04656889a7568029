"""The review at a terminal: what a key does, what is on the screen, and a real terminal."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import click
import pytest

from analysis import load_case
from analysis.commands.shared import reviewing
from analysis.documents import read_document
from analysis.proposals.propose import propose_claims
from analysis.proposals.state import describe_ledger
from analysis.proposals.table import ReviewTable, read_table, write_table
from tests.conftest import ROOT

PAGE = """<h1>Aid</h1><p>Rebuilding would cost nearly $610 billion, the Lake Office said.</p>
<p>The army may have 600,000 soldiers. The two sides met on 3 May 2025.</p>"""


@pytest.fixture
def table(tiny: Path) -> Path:
    case = load_case(tiny)
    rows = tuple(propose_claims(case, read_document(PAGE.encode(), "html"), "survey"))
    write_table(ReviewTable(rows, describe_ledger(case.files, date(2026, 11, 29))), tiny.parent / "review.csv")
    return tiny.parent / "review.csv"


def review(monkeypatch, tiny: Path, table: Path, keys: str, *answers: str, between: Callable[[], None] = lambda: None):
    """Presses keys one after the other, and gives answers where a line is asked for."""
    pressed, lines = iter(keys), iter(answers)

    def press() -> str:
        between()
        key = next(pressed)
        if key == "^":
            raise KeyboardInterrupt
        return key

    monkeypatch.setattr(click, "getchar", press)
    monkeypatch.setattr(click, "prompt", lambda *_, **__: next(lines))
    return reviewing.review_table(load_case(tiny), read_table(table), table)


def list_decisions(table: Path) -> list[str]:
    return [row.decision for row in read_table(table).rows]


def test_keys_decide_and_the_file_has_it_at_once(monkeypatch, tiny, table):
    seen: list[int] = []
    answer = "A sum over ten years."
    review(monkeypatch, tiny, table, "arrq", answer, between=lambda: seen.append(sum(map(bool, list_decisions(table)))))
    assert seen == [0, 1, 2, 3]
    first = read_table(table).rows[0]
    assert (first.decision, first.statement, first.quantity) == (
        "accept",
        "A sum over ten years.",
        "reconstruction.need",
    )
    assert list_decisions(table) == ["accept", "reject", "reject", ""]


def test_what_a_key_cannot_do_is_said_and_the_row_stays(monkeypatch, tiny, table, capsys):
    review(monkeypatch, tiny, table, "x9aq", "")
    out = capsys.readouterr().out
    assert out.count("not done: no such key; ? lists them.") == 2
    assert "not done: it has no statement" in out
    assert set(list_decisions(table)) == {""}


def test_the_screen_shows_sentence_quantities_doubts_and_reason(monkeypatch, tiny, table, capsys):
    review(monkeypatch, tiny, table, "?q")
    out = capsys.readouterr().out
    assert "1 of 4, 4 undecided" in out
    assert "cost nearly $610 billion]" in out
    assert "610 billion USD, nearly" in out
    assert "cites Lake Office" in out
    assert "1  reconstruction need (reconstruction.need, billion USD)" in out
    assert "reason if rejected: Not a figure of the negotiation" in out
    assert reviewing.KEYS in out


def test_fields_are_edited_by_the_beginning_of_their_name(monkeypatch, tiny, table, capsys):
    answers = ["as_of", "2025", "stat", "qual", "roughly", "qual", "about", "nothing", ""]
    review(monkeypatch, tiny, table, "eq", *answers)
    out = capsys.readouterr().out
    row = read_table(table).rows[0]
    assert (row.as_of, row.qualifier) == ("2025", "about")
    assert "which: status, statement?" in out
    assert "qualifier: found 'roughly'" in out
    assert "no field 'nothing'" in out


def test_a_choice_and_an_undo_are_saved(monkeypatch, tiny, table):
    before = read_table(table).rows
    review(monkeypatch, tiny, table, "2uru\rq")
    assert read_table(table).rows == before


def test_merging_asks_for_the_claim_where_none_is_known(monkeypatch, tiny, table):
    claim = next(iter(load_case(tiny).ledger.tables["claims"]))
    review(monkeypatch, tiny, table, "mq", claim)
    assert list_decisions(table)[0] == f"merge:{claim}"


def test_ctrl_c_stops_and_keeps_what_is_decided(monkeypatch, tiny, table):
    review(monkeypatch, tiny, table, "r^")
    assert list_decisions(table) == ["reject", "", "", ""]


def test_a_file_that_a_spreadsheet_has_changed_meanwhile_is_kept(monkeypatch, tiny, table, capsys):
    changed = table.read_bytes().replace(b"survey", b"survey")[:-1]
    review(monkeypatch, tiny, table, "rq", between=lambda: table.write_bytes(changed))
    assert table.read_bytes() == changed
    assert "was changed by something else" in capsys.readouterr().out


def test_a_control_character_of_a_document_is_written_out(monkeypatch, tiny, table, capsys):
    rows = read_table(table)
    bad = [replace(row, sentence=f"\x1b[2J{row.sentence}") for row in rows.rows]
    monkeypatch.setattr(reviewing, "_Saver", lambda *_: type("Saver", (), {"save": lambda *_: None}))
    monkeypatch.setattr(click, "getchar", lambda: "q")
    reviewing.review_table(load_case(tiny), rows.with_rows(bad), table)
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\\x1b" in out


@contextmanager
def open_terminal(folder: Path, *arguments: str) -> Iterator[Callable[[str, str], str]]:
    """Runs the command at a pseudo-terminal; yields what types keys and waits until the screen shows some words."""
    import pty
    import termios

    above, below = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", "from analysis.cli import main; main()", *arguments],
        stdin=below,
        stdout=below,
        stderr=below,
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", ""))),
            "COLUMNS": "100",
        },
    )
    os.close(below)

    def type_keys(keys: str, until: str) -> str:
        while len(keys) == 1 and termios.tcgetattr(above)[3] & termios.ICANON:
            time.sleep(0.01)  # what is typed before the terminal gives single keys is lost
        os.write(above, keys.encode())
        shown, end = "", time.monotonic() + 120
        while until not in shown and time.monotonic() < end:
            if select.select([above], [], [], 1)[0]:
                try:
                    shown += os.read(above, 65536).decode(errors="replace")
                except OSError:
                    break
        return shown

    try:
        yield type_keys
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.wait()
        os.close(above)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_at_a_real_terminal_a_key_decides_and_a_spreadsheet_may_take_over(tiny):
    folder, prompt = tiny.parent, "? help: "
    (folder / "page.html").write_text(PAGE)
    arguments = ("draft", "page.html", "--source", "survey", "--case", str(tiny), "--out", "review.csv")
    with open_terminal(folder, *arguments) as type_keys:
        assert "reconstruction need" in type_keys("", prompt)
        assert "statement" in type_keys("a", "words")
        assert "2 of 4, 3 undecided" in type_keys("A sum over ten years.\r", prompt)
        assert "3 of 4, 2 undecided" in type_keys("r", prompt)
        assert "2 of 4, 3 undecided" in type_keys("u", prompt)
        assert "3 of 4, 2 undecided" in type_keys("r", prompt)
        assert "2 of 4 rows undecided" in type_keys("q", "--accept")
    rows = read_table(folder / "review.csv")
    assert list_decisions(folder / "review.csv") == ["accept", "reject", "", ""]
    by_spreadsheet = replace(rows.rows[3], decision="reject")
    write_table(rows.with_rows([*rows.rows[:3], by_spreadsheet]), folder / "review.csv")
    with open_terminal(folder, *arguments) as type_keys:
        assert "3 of 4, 1 undecided" in type_keys("", prompt)
        assert "every row is decided" in type_keys("r", "--accept")
