"""Titles of the shipped reports on the pooled basis, where most rests on what is ours; renders try the article's."""

from __future__ import annotations

import ast

import nbformat
import pytest

from analysis.show.bundle import format_text
from analysis.show.prose import Cover
from tests.conftest import ROOT

BASIS = "pooled"


def make_cover(name: str) -> Cover:
    """Runs the cells of a notebook, up to the one that shows the title block, and returns that."""
    names: dict[str, object] = {}
    for cell in nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4).cells:
        if cell.cell_type != "code":
            continue
        *before, last = ast.parse(cell.source).body
        if isinstance(last, ast.Expr):
            exec(compile(ast.Module(before, []), name, "exec"), names)
            shown = eval(compile(ast.Expression(last.value), name, "eval"), names)
            if isinstance(shown, Cover):
                return shown
        else:
            exec(compile(cell.source, name, "exec"), names)
            names |= {"basis": BASIS} if "basis" in names else {}
    raise AssertionError(f"{name} shows no title block")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("brief", "territory and the plant"),
        ("consensus", "weighted by our coding"),
        ("plans", "By our coding of the texts, more provisions favour Ukraine than before, fewer Russia"),
        ("reconstruction", "Missing if the money proposed comes, by our assumptions and arithmetic: "),
        ("sources", "By our coding, most of what can be checked is at least partly right"),
        ("timeline", "By our coding, at least half of the announced steps due came about"),
    ],
)
def test_a_title_that_rests_on_what_is_ours_is_firm_and_says_how_firm(name, words):
    block = make_cover(name).build_block()
    assert words in format_text(block.title)
    assert format_text(block.firmness).startswith(
        ("The title states what ", "Where the title says that territory and the plant are open, it states what ")
    )
