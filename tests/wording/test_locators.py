"""Places in a source, in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.messages import use_language
from analysis.wording.locators import describe_locator


@pytest.mark.parametrize(
    ("locator", "said"),
    [
        ("II.1 p3", "section II.1, paragraph 3"),
        ("III p2", "section III, paragraph 2"),
        ("III", "section III"),
        ("p1", "paragraph 1"),
        ("p. 1", "page 1"),
        ("Annex 2, p. 14", "Annex 2, page 14"),
        ("Lead p4", "Lead, paragraph 4"),
        ("New climate finance goal p3", "New climate finance goal, paragraph 3"),
        ("section 2 p5", "section 2, paragraph 5"),
        ("I p4; II.2 p1", "section I, paragraph 4; section II.2, paragraph 1"),
        ("paragraph 9", "paragraph 9"),
        ("map p", "map p"),
        ("Article 12", "Article 12"),
        ("", ""),
    ],
)
def test_a_place_is_said_in_words(locator, said):
    assert describe_locator(locator) == said


@given(st.text("IVX.p; 12aé", max_size=12))
def test_what_is_in_words_stays_so_and_no_place_is_lost(locator):
    said = describe_locator(locator)
    assert describe_locator(said) == said
    assert said.count(";") == locator.count(";")
    assert [one for one in said if one.isdigit()] == [one for one in locator if one.isdigit()]


@pytest.mark.parametrize(
    ("locator", "said"),
    [
        ("II.1 p3", "розділ II.1, абзац 3"),
        ("Lead p2; lead", "Лід, абзац 2; лід"),
        ("paragraph 8", "абзац 8"),
        ("paragraphs 1 and 2", "абзаци 1 і 2"),
        ("point 14; points 8 and 9", "пункт 14; пункти 8 і 9"),
        ("under “Breakdown, by place”, item 2", "під заголовком «Breakdown, by place», пункт переліку 2"),
        ("annex II, p. 12", "додаток II, с. 12".replace(" 12", "\N{NO-BREAK SPACE}12")),
        ("last paragraph", "останній абзац"),
        ("Europe Population by Country", "Europe Population by Country"),
        ("paragraph on trust", "paragraph on trust"),
    ],
)
def test_the_usual_places_are_said_in_the_language_of_the_reader(locator, said):
    with use_language("uk"):
        assert describe_locator(locator) == said
    assert describe_locator(describe_locator(locator)) == describe_locator(locator)
