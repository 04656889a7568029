"""A page is in one language: that of its title block."""

import pytest

from analysis import cover, load_case, say
from analysis.contract import BUNDLE_MIME
from analysis.errors import ReportError
from analysis.messages import get_language, use_language
from analysis.report.document import reader
from analysis.report.document.draft.reader import read_draft
from analysis.report.document.page_language import find_page_language
from tests.conftest import TINY
from tests.notebooks_in_memory import make_executed_notebook


@pytest.fixture
def case():
    return load_case(TINY)


@pytest.fixture
def ukrainian(case):
    with use_language("uk"):
        return make_executed_notebook(cover("Потреба", "Скільки?", case.about), say("Менше."))


def test_a_bundle_says_its_language_but_for_english(case):
    with use_language("uk"):
        assert say("Менше.").build_bundle().to_json()["language"] == "uk"
    assert "language" not in say("Less.").build_bundle().to_json()


def test_a_document_is_in_the_language_of_its_title_block(ukrainian):
    found = reader.read_document(ukrainian)
    assert (found.language, get_language()) == ("uk", "en")
    assert read_draft(ukrainian, "draft").language == "uk"


def test_without_a_title_block_it_is_what_is_shown_first(case, ukrainian):
    ukrainian.cells = ukrainian.cells[1:]
    assert find_page_language(ukrainian) == "uk"


def test_a_page_in_two_languages_is_refused(case, ukrainian):
    said = say("More.")._repr_mimebundle_()
    assert BUNDLE_MIME in said
    ukrainian.cells += make_executed_notebook(say("More.")).cells
    with pytest.raises(ReportError, match=r"cell 3: is in the language en \(English\), and the title block in uk"):
        reader.read_document(ukrainian)
