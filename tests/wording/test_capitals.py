"""A capital letter at the beginning of our own words, and of nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.wording.capitals import begin_with_capital, begin_within_sentence


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("funding gap", "Funding gap"),
        ("yes", "Yes"),
        ("pre-war strength", "Pre-war strength"),
        ("guarantors, trigger", "Guarantors, trigger"),
        ("a third", "A third"),
        ("потреба у відбудові", "Потреба у відбудові"),
        ("ένας", "Ένας"),
    ],
)
def test_an_ordinary_word_gets_a_capital(text, written):
    assert begin_with_capital(text) == written


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ukraine",
        "iPhone sales",
        "eBay",
        "km² of land",
        "km of road",
        "kWh a year",
        "https://example.org/data",
        "example.org",
        "name@example.org",
        "de Gaulle",
        "van der Berg",
        "al Jazeera",
        "საქართველო",
        "ßuper",
        "ﬁrm",
        "20-point plan",
        "“quoted” words",
        "議定書",
        "الزابوريجيا",
        "−5 points",
    ],
)
def test_everything_else_stays_as_it_is(text):
    assert begin_with_capital(text) == text


@given(st.text())
def test_only_the_first_letter_ever_changes_and_only_its_case(text):
    written = begin_with_capital(text)
    assert len(written) == len(text)
    assert written[1:] == text[1:]
    assert written[:1] in (text[:1], text[:1].title())


@given(st.text(), st.lists(st.text(max_size=9), max_size=3))
def test_within_a_sentence_a_proper_name_stays_and_nothing_but_the_first_letter_changes(text, names):
    written = begin_within_sentence(text, names)
    assert written in (text, text[:1].lower() + text[1:])
    assert begin_within_sentence("Ukraine needs more", [*names, "what Ukraine needs"]) == "Ukraine needs more"
    assert begin_within_sentence("Need of Ukraine", ["what Ukraine has"]) == "need of Ukraine"


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("потреба у відбудові", "Потреба у відбудові"),
        ("щонайменше 700 млрд $", "Щонайменше 700 млрд $"),
        ("фон дер Ляєн сказала", "фон дер Ляєн сказала"),
        ("ґрунт", "Ґрунт"),
        ("ще раз", "Ще раз"),
        ("п’ять планів", "П’ять планів"),
        ("3 дні", "3 дні"),
    ],
)
def test_words_of_ukrainian_begin_with_a_capital(text, begun):
    assert begin_with_capital(text) == begun


def test_a_title_of_ukrainian_within_a_sentence():
    assert begin_within_sentence("Дефіцит фінансування", ["потреба України"]) == "дефіцит фінансування"
    assert begin_within_sentence("ВВП України", []) == "ВВП України"
    assert begin_within_sentence("України частка", ["потреба України"]) == "України частка"
