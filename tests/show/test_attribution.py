"""Who says a number: the words, and what a title, an answer and a card refuse, message by message."""

from __future__ import annotations

import pytest

from analysis import card, cover, load_case, number, ours, parameter, said_by, say
from analysis.contract import ClaimCard, SourceCard
from analysis.errors import UntracedNumber
from analysis.estimates.constructors import make_leaf
from analysis.estimates.pool import pool
from analysis.estimates.settings import make_setting
from analysis.label import Label
from analysis.messages import set_language, use_language
from tests.case.test_translations import write_translations
from tests.conftest import TINY

BANK = SourceCard("survey", "Needs survey", publisher="Test Bank")
ARTICLE = SourceCard("article", "The meeting", kind="article", role="article")


def make_claim(id: str, value: float, source: SourceCard | None = BANK, **card: str):
    made = ClaimCard(id, "claim", id, "item", source=source, **card)
    return make_leaf(id, value, "item", symbol=id, origin=made)


NEED = make_claim("need", 800)
MEANS = make_claim("means", 100, ARTICLE, attributed_to="some analyses")
CAP = make_claim("cap", 600, ARTICLE, subject="28-point plan")
AGREED = make_claim("agreed", 18, ARTICLE, subject="20-point plan", attributed_to="Zelensky")
CHANCE = make_leaf("chance", 0.5, "item", kind="assumption", origin=ClaimCard("chance", "assumption", "chance", "item"))
CODED = make_leaf(
    "rows/a/detail", 2, "item", kind="assumption", origin=ClaimCard("c", "assumption", "c", "item", source=BANK)
)
COUNT = make_leaf("count:plans", 3, "item", kind="count")
SET = parameter("size", 5, "item")
WEIGHT = make_leaf("weight", 0.5, "one", kind="assumption", origin=ClaimCard("w", "assumption", "weight", "one"))
POOLED = pool([(NEED, WEIGHT), (MEANS, WEIGHT)])


# The words


@pytest.mark.parametrize(
    ("numbers", "text", "ref"),
    [
        ([NEED], "Test Bank", "claims/need"),
        ([MEANS], "some analyses", "claims/means"),
        ([CAP], "the article", "claims/cap"),
        ([make_claim("a", 1, SourceCard("a", "A title"))], "“A title”", "claims/a"),
        ([make_claim("a", 1, attributed_to="latest poll, unnamed")], "latest poll (unnamed)", "claims/a"),
        ([make_claim("a", 1, attributed_to="A, B, C")], "A (with others)", "claims/a"),
        ([NEED, MEANS], "Test Bank and some analyses", "claims/need+means"),
        ([NEED - MEANS], "Test Bank and some analyses", "claims/need+means"),
        ([NEED, NEED * 2], "Test Bank", "claims/need"),
        ([NEED, MEANS, CAP, AGREED], "Test Bank, some analyses and others", "claims/need+means+cap+agreed"),
        ([NEED * CHANCE], "Test Bank and our assumptions", "claims/need;ours/assumption"),
        ([SET], "a value set for this report", "ours/parameter"),
        ([POOLED], "the mean of some analyses and Test Bank by our weights", "claims/means+need;ours/assumption"),
        (
            [POOLED.to("item"), NEED],
            "the mean of some analyses and Test Bank by our weights",
            "claims/means+need;ours/assumption",
        ),
        ([POOLED * 2], "some analyses, Test Bank and our assumptions", "claims/means+need;ours/assumption"),
        ([None, NEED], "Test Bank", "claims/need"),
        ([None], "", ""),
    ],
)
def test_whose_numbers_are_is_said_by_name(numbers, text, ref):
    assert said_by(*numbers) == Label(text, ref)


@pytest.mark.parametrize(
    ("numbers", "text", "ref"),
    [
        ([NEED - MEANS], "our arithmetic", "ours/arithmetic"),
        ([COUNT], "our count", "ours/arithmetic"),
        ([COUNT, NEED - MEANS], "our arithmetic", "ours/arithmetic"),
        ([CODED], "our coding", "ours/coding"),
        ([CHANCE], "our assumptions", "ours/assumption"),
        ([CODED * CHANCE], "our coding and assumptions", "ours/assumption+coding"),
        ([CODED, NEED - MEANS], "our coding and arithmetic", "ours/arithmetic+coding"),
        ([SET], "a value set for this report", "ours/parameter"),
        ([SET, parameter("more", 1)], "values set for this report", "ours/parameter"),
        ([NEED - SET], "our arithmetic on a value set for this report", "ours/parameter"),
        ([CODED * SET], "our coding and a value set for this report", "ours/parameter+coding"),
        ([NEED], "Test Bank", "claims/need"),  # of a claim, whose it is
        ([NEED - MEANS, None], "our arithmetic", "ours/arithmetic"),
        ([None], "", ""),
    ],
)
def test_what_is_ours_is_said_by_kind(numbers, text, ref):
    assert ours(*numbers) == Label(text, ref)


def test_they_begin_a_sentence_with_a_capital_and_go_on_without():
    places = {"who": said_by(MEANS), "means": MEANS, "gap": NEED - MEANS, "by": ours(NEED - MEANS)}
    shown = say("{who} have {means}. {by} gives {gap}, as {who} say.", role="answer", **places)
    assert str(shown) == "Some analyses have 100. Our arithmetic gives 700, as some analyses say."


# The rule


def refuse(make) -> str:
    with pytest.raises(UntracedNumber) as raised:
        make()
    return str(raised.value)


def test_a_claim_without_a_name_is_refused_in_title_answer_and_card():
    said = "'800' is a claim (Test Bank), and the text does not say whose; add a place such as {who} and fill it with"
    assert refuse(lambda: cover("{n} is needed", "How much?", {}, n=NEED)).startswith(f"title: {said}")
    assert refuse(lambda: say("{n} is needed.", role="answer", n=NEED)).startswith(f"answer: {said}")
    assert refuse(lambda: card(NEED, label="Need")).startswith(f"card 'Need': {said}")


def test_elsewhere_a_report_need_not_name_it():
    assert str(say("{n} is needed.", n=NEED)) == "800 is needed."
    assert str(say("{n} is needed.", role="note", n=NEED)) == "800 is needed."


@pytest.mark.parametrize(
    ("number", "label"),
    [
        (NEED, said_by(NEED)),
        (NEED, Label("Needs survey", "sources/survey")),
        (AGREED, Label("Zelensky", "people/zelensky")),
        (CAP, Label("28-point plan", "plans/plan_28")),  # its own number
        (CAP, Label("28-point plan, as published,", "plans/plan_28_text")),
        (
            make_claim("a", 1, attributed_to="the United States, by Zelensky's account"),
            Label("the United States", "parties/us"),
        ),
    ],
)
def test_a_claim_may_be_named_by_its_source_speaker_or_plan(number, label):
    assert say("{n} is the number of {who}.", role="answer", n=number, who=label).numbers == (number,)


@pytest.mark.parametrize(
    ("number", "label"),
    [
        (NEED, "Test Bank"),  # typed words are not checked
        (NEED, said_by(MEANS)),
        (NEED, Label("The meeting", "sources/article")),
        (AGREED, Label("20-point plan", "plans/plan_20")),  # what Zelensky says of it
        (AGREED, Label("Zel", "people/zel")),
        (CAP, Label("20-point plan", "plans/plan_20")),
        (NEED, Label("28-point plan", "events/plan_28")),
    ],
)
def test_another_name_is_none(number, label):
    said = refuse(lambda: say("{n} is the number of {who}.", role="answer", n=number, who=label))
    assert "the text does not say whose" in said


def test_a_claim_may_be_named_in_another_sentence_of_the_answer():
    assert say("It is {n}. So says {who}.", role="answer", n=NEED, who=said_by(NEED)).role == "answer"


def test_arithmetic_is_called_so_or_all_whose_claims_it_is_are_named():
    gap = NEED - MEANS
    for label in (ours(gap), said_by(gap)):
        assert say("{n} is missing, by {by}.", role="answer", n=gap, by=label).numbers == (gap,)
    said = refuse(lambda: say("{n} is missing, by {by}.", role="answer", n=gap, by=said_by(NEED)))
    assert said == (
        "answer: '700' (need − means) is our arithmetic on claims (Test Bank and some analyses), and its sentence does "
        "not say so; add to this sentence a place such as {by}, and fill it with ours(...) of this number, or name all "
        "whose claims it is computed from: said_by(...)."
    )


@pytest.mark.parametrize(
    ("number", "what"),
    [
        (CODED, "rests on our coding"),
        (CHANCE * NEED, "rests on our assumptions"),
        (SET, "rests on a value set for this report"),
        (COUNT, "is our arithmetic"),
    ],
)
def test_what_is_ours_is_called_so_in_the_same_sentence(number, what):
    assert say("By {by} it is {n}.", role="answer", n=number, by=ours(number)).numbers == (number,)
    said = refuse(lambda: say("It is {n}. So much by {by}.", role="answer", n=number, by=ours(number)))
    assert f"{what}, and its sentence does not say so; add to this sentence a place such as {{by}}" in said
    assert "our" in refuse(lambda: say("{who} has {n}.", role="answer", n=number, who=said_by(NEED)))


def test_a_number_that_rests_on_two_kinds_of_ours_needs_both():
    both = CODED * CHANCE
    assert "rests on our coding" in refuse(lambda: say("By {by} {n}.", role="answer", n=both, by=ours(CHANCE)))


def test_the_name_of_a_case_with_a_full_stop_ends_no_sentence():
    label = Label("St. Test", "plans/st")
    assert say("By {by} at {place} it is {n}.", role="answer", n=COUNT, by=ours(COUNT), place=label).role == "answer"


def test_a_card_is_one_sentence_and_its_note_is_checked_too():
    by = say("A note. By {by}.", by=ours(CODED))
    assert card(CODED, by).note is by
    assert "card" in refuse(lambda: card(CODED, say("of {n}, by {by}", n=NEED, by=ours(CODED))))


def test_a_setting_of_the_method_and_a_plain_number_are_free():
    whole = make_setting("tests.scale", 9, "item", "elements", "There are so many.")
    made = say("Of {whole} elements, {n} hours.", role="answer", whole=whole, n=number(24, "hour"))
    assert len(made.numbers) == 2


def test_a_value_set_for_the_report_is_called_so_where_a_claim_would_be_named():
    case = load_case(TINY, override={"reconstruction.need": 500})
    need = case["reconstruction.need"]
    shown = say("{who} puts the need at {need}.", role="answer", who=said_by(need), need=need)
    assert str(shown) == "A value set for this report puts the need at $500 billion."


# In Ukrainian


def test_whose_numbers_are_has_the_form_that_a_sentence_asks_for():
    with use_language("uk"):
        both, mine, given = said_by(CAP, NEED), ours(CODED * CHANCE), ours(NEED - SET)
        assert f"{both}" == "стаття та Test Bank"
        assert f"{both:genitive}" == "статті та Test Bank"
        assert f"{mine:instrumental}" == "нашим кодуванням і припущеннями"
        assert f"{ours(COUNT):genitive}" == "нашого підрахунку"
        assert f"{given:instrumental}" == "нашим розрахунком за значенням, заданим для цього звіту"
        assert f"{said_by(NEED, MEANS, CAP, AGREED):genitive}" == "Test Bank, some analyses та інших"
        pooled = said_by(POOLED)
        assert f"{pooled:genitive}" == "середнього за даними some analyses та Test Bank з нашими вагами"
    assert both.ref == "claims/cap+need"
    assert mine.ref == "ours/assumption+coding"
    assert pooled.ref == "claims/means+need;ours/assumption"


def test_a_ukrainian_sentence_says_whose_its_numbers_are_in_any_form():
    with use_language("uk"):
        places = {"who": said_by(CAP), "cap": CAP, "gap": NEED - MEANS, "by": ours(NEED - MEANS)}
        template = "За даними {who:genitive}, межа — {cap}. За {by:instrumental}, бракує {gap}."
        assert str(say(template, role="answer", **places)) == (
            "За даними статті, межа — 600. За нашим розрахунком, бракує 700."
        )
        assert "does not say so" in refuse(lambda: say("Бракує {gap}.", role="answer", gap=NEED - MEANS))


def test_a_speaker_is_known_by_the_row_in_whatever_form_the_name_is_printed():
    claim = load_case()["reconstruction.need"]
    assert say("{n}: {who}.", role="answer", n=claim, who=Label("цим планом", "plans/plan_20")).numbers == (claim,)
    other = Label("20-point plan", "plans/plan_28")  # by its row, not by its words
    assert "does not say whose" in refuse(lambda: say("{n}: {who}.", role="answer", n=claim, who=other))


def test_a_speaker_has_the_forms_that_the_case_gives(tiny):
    write_translations(
        tiny,
        ("sources/survey", "publisher", "uk", "", "Пробний банк"),
        ("sources/survey", "publisher", "uk", "genitive", "Пробного банку"),
        ("claims/frozen_article", "attributed_to", "uk", "", "аналітики, без імен"),
        ("claims/frozen_article", "attributed_to", "uk", "genitive", "аналітиків, без імен"),
    )
    case = load_case(tiny, basis="all", language="uk")
    need = case["reconstruction.need"]
    frozen = case.estimate(next(claim for claim in case.claims("assets.frozen") if claim.id == "frozen_article"))
    set_language("uk")
    try:
        assert f"{said_by(need):genitive}" == "Пробного банку"
        assert f"{said_by(need, frozen)}" == "Пробний банк та аналітики (без імен)"
        assert f"{said_by(need, frozen):genitive}" == "Пробного банку та аналітиків (без імен)"
        assert f"{said_by(need - frozen):dative}" == "Пробний банк та аналітики (без імен)"  # no such form
    finally:
        set_language("en")


def test_others_beside_a_speaker_stand_in_its_case(tiny):
    write_translations(
        tiny,
        ("sources/survey", "publisher", "uk", "", "Банк, Комісія, ООН"),
        ("sources/survey", "publisher", "uk", "genitive", "Банку, Комісії, ООН"),
    )
    need = load_case(tiny, basis="all", language="uk")["reconstruction.need"]
    try:
        assert f"{said_by(need)}, {said_by(need):genitive}" == "Банк (та інші), Банку (та інших)"
    finally:
        set_language("en")
