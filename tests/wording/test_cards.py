"""The words of a card: one description, set as lines for notes and the terminal; tests/report has the notes' lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.contract import ClaimCard, CorrectionCard, RivalCard, SourceCard
from analysis.messages import use_language
from analysis.wording.cards import (
    describe_card,
    describe_owner,
    describe_verdict,
    format_card,
    format_card_text,
    format_claim_value,
    name_count,
)
from analysis.wording.qualifiers import describe_grade

SOURCE = SourceCard("s", "Who pays?", publisher="Test Bank", author="A. Writer", date_text="June 2025")
RIVAL = RivalCard("other", "percent", 40, None, None, "about", "normal", None, "Two fifths", SOURCE)
CARD = ClaimCard(
    id="c",
    kind="claim",
    quantity="funding share",
    unit="percent",
    value=33,
    status="in_force",
    statement="A third of it",
    phrase="one third",
    locator="p. 3",
    source=SOURCE,
    rivals=(RIVAL,),
    more=2,
)


def test_the_terminal_has_the_lines_of_a_note_and_the_ids():
    assert list(format_card_text(CARD)) == [
        "Funding share: 33%",
        "claim c",
        "A third of it. “one third”",
        "Who pays?, A. Writer, Test Bank, June 2025, page 3.",
        "In force.",
        "rival other: about 40% (Who pays?)",
        "and 2 others in claims.csv",
    ]


def test_a_rival_as_the_page_lists_it():
    (rival,) = describe_card(CARD).rivals
    assert (rival.id, rival.value, rival.source) == ("other", "about 40%", SOURCE)


def test_a_card_of_a_date_or_a_text_has_no_number():
    assert format_claim_value(replace(CARD, unit="date", value=None, date="9 August 2025")) == "9 August 2025"
    assert format_claim_value(replace(CARD, unit="text", value=None)) == ""


def test_a_range_without_a_value_is_the_value():
    assert format_claim_value(replace(CARD, value=None, low=30, high=40)) == "30% to 40%"
    assert format_claim_value(replace(CARD, value=None, low=30)) == ""


def test_an_exact_number_with_a_range_reads_as_a_result_of_that_range_does():
    assert format_claim_value(replace(CARD, low=33, high=35)) == "at least 33% (33% to 35%)"
    assert format_claim_value(replace(CARD, low=33, high=33)) == "33%"


@pytest.mark.parametrize(
    ("changed", "owner"),
    [
        ({"attributed_to": "a minister"}, "Said by a minister, in “Who pays?”."),
        ({"source": replace(SOURCE, reliability="D")}, "Given by “Who pays?” (reliability D, not usually reliable)."),
        ({"kind": "assumption"}, "Our coding of “Who pays?”."),
        ({"kind": "assumption", "source": None}, "Our assumption."),
        ({"kind": "parameter", "source": None}, "Set for this report."),
        ({"kind": "count", "quantity": "number of plans", "source": None}, "Our count of plans."),
    ],
)
def test_a_card_says_whose_its_number_is(changed, owner):
    assert describe_owner(replace(CARD, **changed)) == owner


@pytest.mark.parametrize(
    ("verdict", "words"), [("partly", "Partly right"), ("kept", "Promise kept"), ("opinion", "Opinion"), (None, "")]
)
def test_a_card_says_what_we_found_of_it_as_our_verdict(verdict, words):
    card = replace(CARD, verdict=verdict)
    assert describe_verdict(card) == words
    standing = describe_card(card).standing
    assert standing == (f"in force, {words[:1].lower()}{words[1:]} by our verdict" if words else "in force")


def test_a_card_in_ukrainian():
    card = replace(
        CARD, as_of="червень 2025 року", verdict="contradicted", attributed_to="Міністерство", unverified=True
    )
    with use_language("uk"):
        lines = ["".join(one if isinstance(one, str) else one.text for one in line) for line in format_card(card)]
        assert describe_owner(card) == "Чиє твердження: Міністерство; джерело: «Who pays?»."
        assert describe_owner(replace(card, attributed_to=None)) == "Джерело: «Who pays?»."
        assert describe_verdict(card) == "Спростовано"
    assert lines[1] == "A third of it. «one third»"
    assert lines[2].startswith("Чиє твердження: Міністерство; джерело: Who pays?, A. Writer, Test Bank, June 2025, ")
    standing = "Чинне, станом на червень 2025 року, наш висновок: спростовано, не звірено з примірником джерела."
    assert lines[3] == standing
    assert lines[4] == "В інших джерелах: приблизно 40% (Who pays?) і ще 2 у claims.csv."


def test_what_is_ours_in_ukrainian():
    source = replace(SOURCE, reliability="D")
    with use_language("uk"):
        assert describe_owner(ClaimCard("a", "assumption", "частка", "percent")) == "Наше припущення."
        coded = ClaimCard("c", "assumption", "частка", "percent", source=source)
        said = "Закодовано нами за джерелом «Who pays?» (достовірність D, зазвичай недостовірне)."
        assert describe_owner(coded) == said
        assert describe_owner(ClaimCard("n", "count", name_count("положень"), "item")) == "Наш підрахунок положень."
        assert describe_verdict(replace(CARD, verdict="partly_kept")) == "Обіцянку виконано частково"


def test_a_correction_and_a_revision_in_ukrainian():
    card = replace(
        CARD,
        more=None,
        rivals=(replace(RIVAL, relation="earlier", as_of="2024 рік"),),
        corrections=(CorrectionCard("3 %", "33 %", "Пропущено цифру"), CorrectionCard("х", None, "Невідомо")),
    )
    with use_language("uk"):
        lines = ["".join(one if isinstance(one, str) else one.text for one in line) for line in format_card(card)]
    assert lines[-3:] == [
        "У джерелі: 3 %; виправлено: 33 %. Пропущено цифру.",
        "У джерелі: х. Невідомо.",
        "До перегляду: приблизно 40%, станом на 2024 рік (Who pays?).",
    ]


def test_the_name_that_a_case_has_for_a_status_is_printed():
    assert (
        describe_card(replace(CARD, status="under_review", status_text="looked at again")).standing == "looked at again"
    )
    assert describe_card(replace(CARD, status="under_review")).standing == "under review"


def test_the_grades_have_their_scale_in_ukrainian():
    with use_language("uk"):
        assert describe_grade("A").startswith(
            "A, достовірне; шкала: A, B (зазвичай достовірне), C (доволі достовірне), "
        )
