"""The words of a card: one description, set as lines for notes and the terminal; tests/report has the notes' lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.contract import ClaimCard, RivalCard, SourceCard
from analysis.wording.cards import describe_card, describe_owner, describe_verdict, format_card_text, format_claim_value

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
