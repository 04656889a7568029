"""Everything that a render refuses of a notebook is named at once, and nothing that only follows from it."""

from __future__ import annotations

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import cover, say, see
from analysis.contract import MADE_MIME
from analysis.errors import CellError, CommuniqueError, ReportError, UntracedNumber, UsageError
from analysis.report.document import reader
from analysis.report.document.refusals import Refusals
from tests.notebooks_in_memory import make_executed_notebook

V4 = nbformat.v4


def make_cell(code: str, *outputs: nbformat.NotebookNode) -> nbformat.NotebookNode:
    return V4.new_code_cell(code, outputs=list(outputs))


def make_error(name: str = "KeyError", value: str = "'x'") -> nbformat.NotebookNode:
    return V4.new_output("error", ename=name, evalue=value, traceback=[])


def make_value(text: str) -> nbformat.NotebookNode:
    return V4.new_output("execute_result", data={"text/plain": text})


def list_problems(*cells: object, title: bool = True) -> list[str]:
    """Returns the lines of what is refused; a node is taken as it is, anything else is made a cell."""
    notebook = make_executed_notebook(*([cover("T", "Q", {})] if title else []))
    for cell in cells:
        notebook.cells += [cell] if hasattr(cell, "cell_type") else make_executed_notebook(cell).cells
    with pytest.raises(ReportError) as caught:
        reader.read_document(notebook)
    return str(caught.value).splitlines()


def test_one_problem_is_one_line_of_its_own_class():
    notebook = make_executed_notebook(cover("T", "Q", {}), "In 2027 it ends.")
    with pytest.raises(UntracedNumber, match=r"^cell 2: text cell 'In 2027 it ends\.' holds a typed digit"):
        reader.read_document(notebook)


def test_problems_of_every_kind_are_named_cell_by_cell_in_order():
    found = list_problems(
        "In 2027 it ends.\n\n> quoted\n\nAnd in 2028.",
        make_cell("5", make_value("5")),
        V4.new_raw_cell("raw words"),
        say("It stands in {table}.", table=see("gone")),
        make_cell("print('x')", V4.new_output("stream", name="stdout", text="x\n"), make_value("6")),
        make_cell("table(f, 'C', key='k');", V4.new_output("display_data", data={MADE_MIME: ["table 'k'"]})),
    )
    assert found[0] == "9 problems:"
    starts = ["cell 2: text cell 'In 2027", "cell 2: a text cell holds a block quote", "cell 2: text cell 'And in 2028"]
    starts += [
        "cell 3: shows the value '5'",
        "cell 4: is a raw cell",
        "cell 6: prints 'x'",
        "cell 6: shows the value '6'",
    ]
    starts += ["cell 7: made and not shown: table 'k'", "see('gone'): no table or figure has this key"]
    assert [line.startswith(start) for line, start in zip(found[1:], starts, strict=True)] == [True] * 9


def test_a_text_cell_names_a_footnote_once():
    assert list_problems("Words[^a].\n\n[^a]: below", "> q") == [
        "2 problems:",
        'cell 2: a text cell holds a footnote; write it in the text, or below it with say(..., role="note").',
        "cell 3: a text cell holds a block quote; write the words in quotation marks.",
    ]


def test_what_follows_from_a_cell_that_raised_is_not_listed():
    found = list_problems(
        make_cell("need = case['x']\nimport a.b as c, d.e", make_error()),
        make_cell("gap = need - 1", make_error("NameError", "name 'need' is not defined")),
        make_cell("say(gap)", make_error("NameError", "name 'gap' is not defined")),
        make_cell("c.f(), d", make_error("NameError", "name 'c' is not defined")),
        make_cell("5", make_value("5")),
        say("It stands in {table}.", table=see("of_a_cell_that_failed")),
    )
    assert found == ["2 problems:", "cell 2: KeyError: 'x'", found[2]]
    assert found[2].startswith("cell 6: shows the value '5'")


def test_what_a_failed_cell_made_before_is_no_further_problem():
    made = V4.new_output("display_data", data={MADE_MIME: ["table 'k'"]})
    assert list_problems(make_cell("t()", made, make_error("UsageError", "no table 'claim'"))) == [
        "cell 2: no table 'claim'"
    ]


def test_a_failed_title_block_is_not_missed():
    failed = make_cell("cover('T {x}', 'Q', {})", make_error())
    assert list_problems(failed, title=False) == ["cell 1: KeyError: 'x'"]
    digit = make_executed_notebook(say("x")).cells
    assert list_problems(*digit, title=False) == [
        "no cell shows cover(...), the title block; was the notebook executed?"
    ]


@pytest.mark.parametrize(
    ("errors", "kind"),
    [
        ([UntracedNumber("a"), UntracedNumber("b")], UntracedNumber),
        ([CellError("a"), UntracedNumber("b")], ReportError),
    ],
)
def test_several_errors_of_one_class_are_one_of_it(errors, kind):
    refusals = Refusals()
    for number, error in enumerate(errors, 1):
        with refusals.collect(f"cell {number}"):
            raise error
    with pytest.raises(CommuniqueError) as caught:
        refusals.raise_found()
    assert (type(caught.value), str(caught.value)) == (kind, "2 problems:\ncell 1: a\ncell 2: b")


def test_what_is_no_error_of_ours_is_not_kept():
    refusals = Refusals()
    with pytest.raises(ZeroDivisionError), refusals.collect("cell 1"):
        raise ZeroDivisionError
    assert refusals.found == []
    refusals.raise_found()  # nothing to raise


@given(st.lists(st.booleans(), min_size=2, max_size=8))
def test_every_cell_with_a_fault_is_named_and_no_other(faulty):
    cells = [make_cell("1", make_value("value")) if bad else "Words." for bad in faulty]
    named = [line.partition(":")[0] for line in list_problems(*cells, "> q", title=True) if line.startswith("cell ")]
    assert named == [f"cell {number}" for number, bad in enumerate([*faulty, True], 2) if bad]


@given(st.sampled_from(["x = 1", "def x(): pass", "class x: pass", "import x", "from y import x", "for x in y: pass"]))
def test_every_way_to_make_a_name_is_known(code):
    refusals = Refusals()
    refusals.lose(code)
    assert refusals.follows("z = x + 1")
    assert refusals.follows("print(z)")
    assert not refusals.follows("print(w)")
    assert not Refusals(lost={"x"}).follows("x is no ( Python")


def test_an_error_of_ours_keeps_its_class_through_collect():
    refusals = Refusals()
    with refusals.collect("cell 4"):
        raise UsageError("no table")
    with pytest.raises(UsageError, match=r"^cell 4: no table$"):
        refusals.raise_found()
