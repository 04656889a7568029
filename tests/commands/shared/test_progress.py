"""What is printed as reports are done."""

from __future__ import annotations

import sys
from pathlib import Path

from analysis.commands.shared.progress import Progress
from analysis.report.build.job import Outcome, Render

RENDER = Render("one", "One", Path("one.ipynb"), {}, ("html",), Path("out/one@size=5"))
OUTCOMES = [Outcome(RENDER, why="asked for"), Outcome(RENDER), Outcome(RENDER, why="x changed"), Outcome(RENDER, "no")]
LINES = ["[1/4] one@size=5", "[2/4] one@size=5 (unchanged)", "[3/4] one@size=5 (x changed)"]


def test_a_line_a_report(capsys):
    with Progress(4) as show:
        for outcome in OUTCOMES:
            show(outcome)
    printed = capsys.readouterr()
    assert printed.out.splitlines() == LINES
    assert printed.err == "failed: no\n"


def test_a_bar_on_a_terminal_and_the_same_lines(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with Progress(4) as show:
        for outcome in OUTCOMES:
            show(outcome)
    printed = capsys.readouterr()
    assert [line for line in printed.out.splitlines() if line] == LINES
    assert "failed: no" in printed.err
    assert "/4 " in printed.err


def test_what_a_report_cannot_show_is_a_remark_after_its_line(capsys):
    with Progress(1) as show:
        show(Outcome(RENDER, why="asked for", remark="one: no typeface of the house has signs (😀)"))
    printed = capsys.readouterr()
    assert printed.out == "[1/1] one@size=5\n"
    assert printed.err == "remark: one: no typeface of the house has signs (😀)\n"
