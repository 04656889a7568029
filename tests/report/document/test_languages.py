"""Words in other languages than the report's are found wherever it prints them, with their language and direction."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import cover, load_case, say
from analysis.contract import SourceCard
from analysis.messages import set_language
from analysis.report.document import reader
from analysis.report.document.languages import Piece, find_script, is_foreign, split_languages, use_languages
from analysis.report.document.model import Document
from tests.case.test_translations import write_translations
from tests.many_scripts import read_report
from tests.notebooks_in_memory import make_executed_notebook

ARABIC = "تقييم احتياجات إعادة الإعمار 2026"
HEBREW = "סקר צורכי השיקום של World Bank"


def make_document(*sources: SourceCard, language: str = "en") -> Document:
    """A report that has nothing but sources."""
    return Document((), (), {}, (), (), sources, (), {}, (), {}, language=language)


def split(text: str, *sources: SourceCard, language: str = "en") -> list[tuple[str, str, bool]]:
    """Splits a text within a report of some sources."""
    with use_languages(make_document(*sources, language=language)):
        return [tuple(piece) for piece in split_languages(text)]


def test_a_title_is_found_in_a_sentence_and_whole_with_its_numbers():
    source = SourceCard("a", ARABIC, language="ar")
    assert split(f"In {ARABIC}, 12 May", source) == [("In ", "", False), (ARABIC, "ar", True), (", 12 May", "", False)]


def test_the_quotation_marks_around_a_title_are_those_of_the_sentence():
    source = SourceCard("a", "Огляд потреб", language="uk")
    assert split("Given by “Огляд потреб” (C).", source)[1] == ("Огляд потреб", "uk", False)
    assert split("Given by “Огляд потреб” (C).", source)[0] == ("Given by “", "", False)


def test_a_short_title_in_the_reports_script_is_one_only_in_quotation_marks_or_alone():
    source = SourceCard("a", "Procena", language="sr-Latn")
    assert split("A word, Procena, among others", source) == [("A word, Procena, among others", "", False)]
    assert split("From “Procena”.", source)[1] == ("Procena", "sr-Latn", False)
    assert split("Procena", source) == [("Procena", "sr-Latn", False)]
    assert split("Procena potreba", source) == [("Procena potreba", "", False)]


def test_a_title_is_no_part_of_a_longer_word():
    assert split("Оглядовий", SourceCard("a", "Огляд", language="uk")) == [("Оглядовий", "", False)]


def test_of_two_titles_that_begin_alike_the_longer_is_found():
    short, long = SourceCard("a", "Огляд", language="uk"), SourceCard("b", "Огляд потреб", language="bg")
    assert split("“Огляд потреб”, “Огляд”", short, long)[1::2] == [
        ("Огляд потреб", "bg", False),
        ("Огляд", "uk", False),
    ]


@pytest.mark.parametrize(
    ("publisher", "found"),
    [("Інститут", True), ("Reuters", False), ("مركز", False)],  # in the language's own script, and in others
)
def test_a_publisher_is_in_the_language_of_its_source_only_if_it_is_written_so(publisher, found):
    source = SourceCard("a", "Огляд", publisher=publisher, language="uk")
    assert any(piece[1] == "uk" for piece in split(f"by {publisher}, May", source)) is found


def test_what_is_quoted_has_the_language_of_its_source():
    report = read_report()
    with use_languages(report):
        pieces = [tuple(piece) for piece in split_languages("“598 мільярдів”")]
        assert next(split_languages("598 мільярдів or 598 people")).language == "uk"
        assert not any(piece.language for piece in split_languages("601 and milijarda"))
    assert pieces == [("“", "", False), ("598 мільярдів", "uk", False), ("”", "", False)]


def test_a_report_in_another_language_has_other_foreign_words():
    uk, en = (
        SourceCard("a", "Огляд потреб відбудови", language="uk"),
        SourceCard("b", "The needs survey", language="en"),
    )
    text = "«The needs survey» і «Огляд потреб відбудови»"
    assert split(text, uk, en, language="uk") == [
        ("«", "", False),
        ("The needs survey", "en", False),
        ("» і «Огляд потреб відбудови»", "", False),
    ]


@pytest.mark.parametrize(
    ("language", "page", "foreign"),
    [
        ("en", "en", False),
        ("en-US", "en", False),
        ("EN", "en", False),
        ("sr-Latn", "sr", True),
        ("sr-Latn", "sr-Latn-RS", False),
        ("es-419", "en", True),
        ("x-private", "en", True),
        ("und", "en", False),
        ("zxx", "en", False),
    ],
)
def test_a_variety_of_the_reports_language_is_not_foreign_and_another_script_is(language, page, foreign):
    assert is_foreign(language, page) is foreign


def test_outside_of_a_report_only_directions_are_known():
    assert [*split_languages("by אב, 12 May")] == [Piece("by "), Piece("אב", "", True), Piece(", 12 May")]


@given(st.text(max_size=60), st.sampled_from((ARABIC, HEBREW, "Огляд потреб відбудови", "Procena")), st.booleans())
def test_no_letter_is_lost_or_moved(text, title, twice):
    sources = [replace(SourceCard("a", title, language=tag), source_id=tag) for tag in ("ar", "he", "uk", "sr-Latn")]
    whole = f"{text}{title} {text}{title if twice else ''}"
    assert "".join(piece[0] for piece in split(whole, *sources)) == whole


@pytest.mark.parametrize(
    ("tag", "script", "foreign"),
    [
        ("zh-Hant-HK", "Hant", True),
        ("zh-HK", "Hant", True),
        ("az-Arab-IR", "Arab", True),
        ("ar-u-nu-latn", "Arab", True),
        ("sr-Cyrl-ME", "Cyrl", True),
        ("ja-Latn-hepburn", "Latn", True),
        ("es-419", "Latn", True),
        ("en-Shaw", "Shaw", True),
        ("en-US-u-ca-gregory", "Latn", False),
        ("en-x-abcd", "Latn", False),
    ],
)
def test_script_and_language_of_any_tag_are_known_by_its_own_parts(tag, script, foreign):
    assert find_script(tag) == script
    assert is_foreign(tag, "en") is foreign


def test_what_a_case_has_in_its_own_language_alone_is_marked(tiny):
    write_translations(
        tiny,
        ("parties/ukraine", "name", "uk", "", "Україна"),
        ("claims/need_article", "statement", "uk", "", "Стільки коштує відбудова."),
    )
    try:
        case = load_case(tiny, language="uk")
        need, means = case["reconstruction.need"], case["assets.usable"]
        document = reader.read_document(
            make_executed_notebook(
                cover("Потреба", "Скільки?", case.about),
                say(
                    "{one} і {other}: {need} та {means}.",
                    one=case.label("ukraine"),
                    other=case.label("united_states"),
                    need=need,
                    means=means,
                ),
                case=case,
            )
        )
        with use_languages(document):
            assert Piece("United States", "en") in split_languages("Україна і United States")
            assert Piece("Of which at most this much can be used.", "en") in split_languages(
                "Of which at most this much can be used."
            )
            assert list(split_languages("Стільки коштує відбудова.")) == [Piece("Стільки коштує відбудова.")]
        assert "untranslated" not in document.about
    finally:
        set_language("en")
