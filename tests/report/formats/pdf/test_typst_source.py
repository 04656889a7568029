"""The Typst source of a report: in whatever order its settings are tried, each gives what it gives alone."""

from __future__ import annotations

import nbformat
import pytest

from analysis import bars, compare, cover, load_case, say, table
from analysis.report.document import reader
from analysis.report.document.languages import mark_languages
from analysis.report.document.model import Document, Figure
from analysis.report.formats.pdf import typst_source
from analysis.report.formats.pdf.typst_source import ReportSource, Setting
from tests.conftest import TINY


@pytest.fixture(scope="module")
def document() -> Document:
    case = load_case(TINY)
    shown = (
        cover("What is needed", "How much?", case.about),
        say("That is the question.", role="answer"),
        bars(compare.forces.levels(case), "Caps and strengths", key="levels", label="level", value="amount"),
        table(
            compare.reconstruction.by_source(case), "By source", key="rows", columns={"source": "Source", "gap": "Gap"}
        ),
    )
    made = nbformat.v4.new_notebook()
    for position, item in enumerate(shown):
        output = nbformat.v4.new_output("display_data", data=item._repr_mimebundle_())
        made.cells.append(nbformat.v4.new_code_cell("", outputs=[output], id=f"c{position}"))
    made.cells.insert(2, nbformat.v4.new_markdown_cell("## Drawn", id="drawn"))
    return reader.read_document(made)


@pytest.fixture
def render():
    """Renders as a whole report is rendered, in its language."""
    return mark_languages(lambda document, source, *given, **named: source.render(*given, **named))


def test_a_setting_gives_the_same_after_others_as_alone(document, render):
    figure = next(item for item in document.blocks if isinstance(item, Figure))
    turned = tuple(reversed(document.blocks))
    settings = [
        Setting(),
        Setting(shares={figure.anchor: 0.8}),
        Setting(shares={figure.anchor: 0.75}, listed=False, note_size=6.8),
        Setting(blocks=turned),
        Setting(),
    ]
    source = ReportSource(document)
    after_others = [render(document, source, (), one) for one in settings]
    assert after_others == [render(document, ReportSource(document), (), one) for one in settings]
    assert len(set(after_others)) == len(settings) - 1
    assert "width: 80.00%" in after_others[1]


def test_characters_without_a_typeface_are_said_where_they_were_found_after_a_first_rendering(document, render):
    source = ReportSource(document)
    before, after = render(document, source), render(document, source, ("ᚠ",))
    assert "U+16A0" not in before
    assert "U+16A0" in after
    assert after == render(document, ReportSource(document), ("ᚠ",))


def test_a_block_that_the_setting_does_not_reach_is_rendered_once(document, render, monkeypatch):
    rendered = []
    render_block = typst_source._render_block
    monkeypatch.setattr(
        typst_source, "_render_block", lambda item, *given: rendered.append(id(item)) or render_block(item, *given)
    )
    figure = next(item for item in document.blocks if isinstance(item, Figure))
    source = ReportSource(document)
    for share in (1.0, 0.9, 0.8):
        render(document, source, (), Setting(shares={figure.anchor: share} if share < 1 else {}))
    assert rendered.count(id(figure)) == 3
    assert len(rendered) == len(document.blocks) + 2
