"""The strip under a title: which numbers differ between the bases, how they are marked, and what is the same."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import bases, compare, cover, load_case, ours
from analysis.case.case import Case
from analysis.errors import UsageError
from analysis.estimates.constructors import make_leaf
from analysis.label import Label
from analysis.messages import set_language, use_language
from analysis.report.document.model import Table as TableOfReport
from analysis.report.document.reader import read_document
from analysis.show.bundle import find_numbers, format_text
from analysis.show.prose import Prose
from analysis.show.table import Table
from tests.conftest import TINY
from tests.notebooks_in_memory import make_executed_notebook


def make_strip(case: Case, *results, **more):
    rows = compare.basis.switch(case, *results)
    return bases(rows, case.analysed, basis=case.basis, **compare.basis.finding(rows), **more)


def list_cells(strip):
    return [[format_text([cell]) for cell in row] for row in strip.rows]


@pytest.mark.parametrize("basis", ["article", "all", "pooled"])
def test_what_differs_is_a_row_and_what_is_the_same_a_line(basis):
    # the article: 800 − at most 100; the survey: about 588 (529.2 to 646.8) less the same
    strip = make_strip(load_case(TINY, basis=basis), compare.reconstruction.gap, "assets.frozen")
    assert [format_text(column.label) for column in strip.columns] == [
        "Number",
        "By the article",
        "By all sources",
        "Compared",
    ]
    assert list_cells(strip) == [["Funding gap", "at least $700 billion", "about $490 billion", "≠ different"]]
    assert format_text(strip.caption) == "Other sources change one of these two numbers: funding gap"
    notes = list(map(format_text, strip.notes))
    assert notes[0] == "= the same by the article and by all sources: Frozen assets (about $300 billion)."
    assert notes[-1] == "By all sources, each number is the one that this case prefers, whoever gives it."


def test_a_number_keeps_its_name_on_the_basis_of_the_report_alone():
    for basis, names in (
        ("article", {"reconstruction.gap", "reconstruction.gap.all"}),
        ("all", {"reconstruction.gap.article", "reconstruction.gap"}),
        ("pooled", {"reconstruction.gap.article", "reconstruction.gap.all"}),
    ):
        strip = make_strip(load_case(TINY, basis=basis), compare.reconstruction.gap)
        assert {number.name for number in find_numbers(strip.rows)} == names


def test_where_nothing_differs_one_line_says_so():
    strip = make_strip(load_case(TINY), "assets.frozen", "assets.usable")
    assert isinstance(strip, Prose)
    assert str(strip).startswith("= the same by the article and by all sources: Frozen assets (about $300 billion); ")
    assert strip.role == "note"


def test_ranges_that_meet_can_both_be_true_and_what_only_others_say_is_listed_apart():
    strip = make_strip(load_case(), "population.now", "forces.prewar", "plant.capacity", more="It is {why}.", why="so")
    assert list_cells(strip) == [
        ["Population now", "about 30 million", "31.1 million", "≈ both can be true"],  # about: 27 to 33
        ["Pre-war strength", "about 600,000", "261,000", "≠ different"],
    ]
    notes = list(map(format_text, strip.notes))
    assert "+ by other sources only: Capacity of the plant (6,000 MW)." in notes
    assert notes[-2] == "It is so."


def test_numbers_of_claims_that_count_different_things_are_marked_as_that():
    [row] = list_cells(make_strip(load_case(), compare.reconstruction.gap))
    assert row == ["Funding gap", "at least $700 billion", "at most $488 billion", "≠ not comparable"]


def test_without_a_number_there_is_no_strip():
    with pytest.raises(UsageError, match="there is no number to compare"):
        bases(pd.DataFrame(), Label("the article", "sources/a"), basis="article", caption="")


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 50)), min_size=1, max_size=6))
def test_every_number_stands_in_it_once_as_equal_or_as_different(pairs):
    rows = pd.DataFrame(
        [
            {
                "result": Label(f"Result {at}", f"quantities/{at}"),
                "article": make_leaf(f"here{at}", here, "USD"),
                "all": make_leaf(f"there{at}", there, "USD"),
                "pooled": make_leaf(f"there{at}", there, "USD"),
                "change": "The same" if here == there else make_leaf(f"change{at}", there - here, "USD"),
            }
            for at, (here, there) in enumerate(pairs)
        ]
    )
    strip = bases(rows, Label("the article", "sources/a"), basis="article", caption="What differs")
    apart = [at for at, (here, there) in enumerate(pairs) if here != there]
    assert isinstance(strip, Table) is bool(apart)
    shown = [[f"Result {at}", f"${pairs[at][0]}", f"${pairs[at][1]}", "≠ different"] for at in apart]
    assert (list_cells(strip) if apart else []) == shown
    text = strip.render_text()
    assert all(text.count(f"Result {at} ") == 1 for at in range(len(pairs)))


@pytest.fixture(scope="module")
def document():
    case = load_case(TINY)
    gap = compare.reconstruction.gap(case)
    title = cover("By {by} {gap} is missing", "How much?", case.about, gap=gap, by=ours(gap))
    return read_document(make_executed_notebook(title, make_strip(case, compare.reconstruction.gap, "assets.frozen")))


def test_in_a_report_it_has_no_number_and_its_numbers_have_notes(document):
    [strip] = [block for block in document.blocks if isinstance(block, TableOfReport)]
    assert (strip.number, strip.name, strip.anchor) == (0, "the strip under the title", "strip-basis")
    assert {number.name for number in document.numbers} >= {"reconstruction.gap", "reconstruction.gap.all"}


def test_the_strip_in_ukrainian():
    with use_language("uk"):
        case = load_case(TINY, language="uk")
        rows = compare.basis.switch(case, compare.reconstruction.gap, "assets.frozen")
        strip = bases(rows, case.analysed, basis=case.basis, caption="Що змінюється")
    set_language("en")
    heads = [format_text(column.label) for column in strip.columns]
    assert heads == ["Показник", "За даними статті", "За даними всіх джерел", "Порівняння"]
    assert list_cells(strip)[0][1:] == ["щонайменше 700\xa0млрд\xa0$", "приблизно 490\xa0млрд\xa0$", "≠ різні"]
    assert format_text(strip.notes[0]).startswith("= однаково за даними статті та всіх джерел: ")
    assert format_text(strip.notes[-1]).startswith("За даними всіх джерел береться число, ")
