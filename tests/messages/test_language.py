"""The language in which is printed, and messages in it."""

import copy
import pickle

import pytest

from analysis.errors import UsageError
from analysis.messages import (
    Phrase,
    Place,
    Word,
    cache_by_language,
    find_language,
    get_language,
    keep_by_language,
    set_language,
    use_language,
)
from analysis.messages.texts import _fill, gettext, ngettext


@pytest.mark.parametrize(("tag", "found"), [("uk", "uk"), ("uk-UA", "uk"), ("UK_ua", "uk"), ("en-GB", "en")])
def test_a_tag_finds_its_catalogue(tag, found):
    assert find_language(tag) == found


def test_an_unknown_language_names_the_nearest_and_those_there_are():
    with pytest.raises(UsageError, match=r"no language 'ukr' \(nearest: uk\); there are en \(English\), .*uk \("):
        find_language("ukr")


def test_a_context_has_its_own_language():
    with use_language("uk"):
        with use_language("en"):
            within = get_language()
        assert (within, get_language()) == ("en", "uk")
    assert get_language() == "en"


def test_a_process_keeps_its_language():
    set_language("uk")
    try:
        assert get_language() == "uk"
    finally:
        set_language("en")


def test_what_is_kept_is_kept_for_each_language():
    calls = []

    @cache_by_language
    def name_language(end: str) -> str:
        calls.append(end)
        return get_language() + end

    with use_language("uk"):
        said = [name_language("!"), name_language("!")]
    assert (said, name_language("!"), calls) == (["uk!", "uk!"], "en!", ["!", "!"])


def test_no_more_is_kept_than_asked_for_in_all_languages_together():
    calls = []

    @keep_by_language(2)
    def double(number: int, *, sign: int = 1) -> int:
        calls.append(number)
        return sign * 2 * number

    assert [double(1), double(2, sign=-1), double(1)] == [2, -4, 2]
    with use_language("uk"):
        assert double(1) == 2  # in place of what was asked for longest ago
    assert [double(2, sign=-1), calls] == [-4, [1, 2, 1, 2]]


def test_braces_of_a_message_without_places_stay():
    assert gettext("a {place} for others") == "a {place} for others"
    assert _fill("{a:>3}", {"a": "b"}) == "  b"


def test_english_has_two_forms():
    assert [ngettext("{count} claim", "{count} claims", count) for count in (0, 1, 2)] == [
        "0 claims",
        "1 claim",
        "2 claims",
    ]


@pytest.mark.parametrize("change", [copy.copy, copy.deepcopy, lambda word: pickle.loads(pickle.dumps(word))])
def test_a_word_stays_a_word(change):
    word = change(Word("open", "state"))
    assert (type(word), word == "open", f"{word:>6}") == (Word, True, "  open")


@pytest.mark.parametrize(
    ("message", "kept"), [("{plan} keeps", "{plan_a} keeps"), ("of {plan:genitive}", "of {plan_a:genitive}")]
)
def test_a_place_of_a_template_is_kept_with_what_is_asked_of_it(message, kept):
    assert _fill(message, {"plan": Place("plan_a")}) == kept


def test_places_are_joined_as_places():
    assert ", ".join(map(str, (Place("one"), Place("other")))) == "{one}, {other}"


@pytest.mark.parametrize("copied", [lambda one: one, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_phrase_is_its_english_in_every_language(copied):
    with use_language("uk"):
        phrase = copied(Phrase("{first} and {second}", first="a", second=Phrase("{count} claims", count=2)))
        key = phrase.replace(" ", "_")
    assert (key, phrase, f"{phrase}") == ("a_and_2_claims", "a and 2 claims", "a and 2 claims")


def test_a_form_asked_of_a_plain_text_is_the_text():
    assert _fill("вихід {party:genitive} з {land:>4}", {"party": "Ukraine", "land": "x"}) == "вихід Ukraine з    x"
    assert _fill("{word:dative}", {"word": Word("open")}) == "open"
    with pytest.raises(ValueError, match="Invalid format specifier 'genetive'"):
        _fill("{party:genetive}", {"party": "Ukraine"})
