"""A notebook read whole: cells of every kind, hidden cells, the title, and the count of numbers."""

from __future__ import annotations

import nbformat
import pytest

from analysis import load_case, say, see
from analysis.report.document.draft.reader import read_draft
from analysis.report.document.model import Heading, Number, Prose, Run, Verbatim, get_plain_text
from tests.conftest import TINY


def make_notebook(*cells: nbformat.NotebookNode) -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(cells=list(cells))


def list_verbatim(notebook: nbformat.NotebookNode) -> list[tuple[str, str]]:
    return [(item.role, item.text) for item in read_draft(notebook, "x").blocks if isinstance(item, Verbatim)]


def test_title_headings_and_text_come_from_the_cells():
    draft = read_draft(
        make_notebook(nbformat.v4.new_markdown_cell("# Costs of 2020\n\nSome text.\n\n## Part\n\nMore.")), "x"
    )
    assert get_plain_text(draft.title) == "Costs of 2020"
    assert [type(item) for item in draft.blocks] == [Prose, Heading, Prose]
    assert str(draft.draft) == "1 number, 0 traced"


def test_a_notebook_without_a_heading_has_the_name_it_was_given():
    assert get_plain_text(read_draft(make_notebook(), "costs").title) == "costs"


@pytest.mark.parametrize(
    ("tags", "shown"),
    [
        ([], [("code", "print(7)"), ("output", "7")]),
        (["remove-input"], [("output", "7")]),
        (["remove_output"], [("code", "print(7)")]),
        (["remove-cell"], []),
    ],
)
def test_tags_hide_what_they_name(tags, shown):
    output = nbformat.v4.new_output("stream", text="7\n")
    cell = nbformat.v4.new_code_cell("print(7)", outputs=[output], metadata={"tags": tags})
    assert list_verbatim(make_notebook(cell)) == shown


def test_a_raw_cell_is_kept():
    assert list_verbatim(make_notebook(nbformat.v4.new_raw_cell("---\ntitle: x\n---"))) == [
        ("raw", "---\ntitle: x\n---")
    ]


def test_numbers_of_this_library_are_traced_and_typed_ones_are_not():
    case = load_case(TINY)
    estimate = case["reconstruction.need"]
    outputs = [
        nbformat.v4.new_output("display_data", data=shown._repr_mimebundle_())
        for shown in (say("It needs {need}.", need=estimate), say("Again {need}.", need=estimate))
    ]
    cells = [nbformat.v4.new_code_cell("", outputs=outputs), nbformat.v4.new_markdown_cell("Of 3 plans, 2 are new.")]
    draft = read_draft(make_notebook(*cells), "x")
    assert str(draft.draft) == f"{2 + len(draft.numbers)} numbers, {len(draft.numbers)} traced"
    assert len(draft.numbers) == 2
    assert draft.notes
    text = next(item.text for item in draft.blocks if isinstance(item, Prose))
    assert any(isinstance(part, Number) for part in text)


def test_the_sources_of_rivals_are_among_the_sources():
    case = load_case(TINY)
    output = nbformat.v4.new_output("display_data", data=say("{x}", x=case["reconstruction.need"])._repr_mimebundle_())
    draft = read_draft(make_notebook(nbformat.v4.new_code_cell("", outputs=[output])), "x")
    rivals = {rival.source.source_id for note in draft.notes if note.card for rival in note.card.rivals}
    assert rivals
    assert rivals < {source.source_id for source in draft.sources}


def test_a_reference_that_leads_nowhere_is_shown_as_it_was_written():
    shown = say("As {there} says.", there=see("gap"))
    output = nbformat.v4.new_output("display_data", data=shown._repr_mimebundle_())
    (item,) = read_draft(make_notebook(nbformat.v4.new_code_cell("", outputs=[output])), "x").blocks
    assert isinstance(item, Prose)
    assert Run("see('gap')", frozenset(("code",))) in item.text
