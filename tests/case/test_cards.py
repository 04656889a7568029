"""What a number's card lists: all there is while it is short, else the first and how many more."""

from __future__ import annotations

import csv
import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load_case
from analysis.case.cards import CardBuilder
from analysis.case.schema import Claim, Party
from analysis.messages import use_language
from analysis.wording.cards import describe_card
from tests.conftest import TINY


@pytest.fixture
def cards() -> CardBuilder:
    return load_case(TINY).cards


def make_parties(*names: str) -> list[Party]:
    return [Party.model_construct(party_id=f"p{i}", name=name) for i, name in enumerate(names)]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("", "none"),
        ("A", "A"),
        ("AB", "A and B"),
        ("ABC", "A, B and C"),
        ("ABA", "A (2) and B"),
        ("ABCDEFGHI", "A, B, C, D, E, F, G, H and I"),
        ("ABCDEFGHIJ", "A, B, C, D, E, F, G, H and 2 others"),
        ("ABCDEFGHIJIJJ", "A, B, C, D, E, F, G, H and 5 others"),
        (["A, a town", "B", "C"], "A, a town; B and C"),
    ],
)
def test_rows_are_listed_in_words(cards, names, said):
    assert cards.describe_rows(make_parties(*names)) == said


def test_a_count_names_its_rows_and_the_sources_of_those_that_have_one(cards):
    case = load_case(TINY)
    claims = list(case.ledger.get_table(Claim).values())[:3]
    card = cards.build_count_card("claims", claims, "claims on money")
    name, ids = "count:claims/claims_on_money", "claims/frozen_article\nclaims/need_article\nclaims/need_survey"
    digest = hashlib.sha256(ids.encode()).hexdigest()[:8]
    assert (card.id, card.kind, card.quantity) == (f"{name}@{digest}", "count", "number of claims on money")
    assert (card.value, card.unit) == (3, "item")
    assert card.rows == ("claims/need_article", "claims/need_survey", "claims/frozen_article")
    assert [source.source_id for source in card.sources] == ["article", "survey"]
    assert cards.build_count_card("parties", make_parties("A"), "parties").sources == ()


@given(st.lists(st.sampled_from("ABCDE"), unique=True), st.lists(st.sampled_from("ABCDE"), unique=True))
def test_counts_of_one_name_share_an_id_where_they_count_the_same_rows(one, other):
    builder = CardBuilder(load_case(TINY))
    parties = {name: Party.model_construct(party_id=name, name=name) for name in "ABCDE"}
    ids = [builder.build_count_card("parties", [parties[n] for n in names], "parties").id for names in (one, other)]
    assert (ids[0] == ids[1]) == (set(one) == set(other))


def add_rivals(folder, ranks: list[str]) -> None:
    """Adds claims on the reconstruction need, which has a normal and a preferred one."""
    with (folder / "claims.csv").open("r+", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, next(csv.reader(file)), restval="", lineterminator="\n")
        file.seek(0, io.SEEK_END)
        for i, rank in enumerate(ranks):
            row = {
                "claim_id": f"rival_{i}",
                "quantity": "reconstruction.need",
                "source": "survey",
                "locator": f"p. {i}",
            }
            row |= {"value": 500 + i, "qualifier": "about", "status": "estimated", "as_of": "2025-06", "rank": rank}
            writer.writerow(row | {"statement": "Said.", "phrase": "said"})


def test_up_to_thirteen_rivals_are_all_named_in_the_order_of_the_file(tiny):
    add_rivals(tiny, ["normal"] * 12)
    card = load_case(tiny)["reconstruction.need"].leaf.origin
    assert [rival.id for rival in card.rivals] == ["need_survey", *(f"rival_{i}" for i in range(12))]
    assert card.more is None


def test_of_more_rivals_the_best_twelve_are_named_and_the_others_counted(tiny):
    add_rivals(tiny, ["deprecated", *["normal"] * 11, "deprecated", "normal"])
    card = load_case(tiny)["reconstruction.need"].leaf.origin
    # the preferred one and eleven of the twelve normal ones: the last normal one and both deprecated ones are left out
    assert [rival.id for rival in card.rivals] == ["need_survey", *(f"rival_{i}" for i in range(1, 12))]
    assert card.more == 3


def test_rivals_on_another_subject_and_the_claim_itself_are_none():
    case = load_case(TINY)
    assert case["forces.cap", "plan_low"].leaf.origin.rivals == ()
    assert [rival.id for rival in case["reconstruction.need"].leaf.origin.rivals] == ["need_survey"]
    rival = case["reconstruction.need"].leaf.origin.rivals[0]
    assert (rival.value, rival.unit, rival.qualifier, rival.rank) == (588, "billion USD", "about", "preferred")
    assert (rival.locator, rival.source.title, rival.date) == ("p. 3", "Needs survey", None)


def test_the_card_of_a_set_value_names_the_claim_it_replaces():
    card = load_case(TINY, override={"reconstruction.need": 500})["reconstruction.need"].leaf.origin
    assert (card.id, card.kind, card.value, card.unit) == (
        "parameter:reconstruction.need",
        "parameter",
        500,
        "billion USD",
    )
    assert [rival.id for rival in card.rivals] == ["need_article"]


def test_a_coded_value_is_exact_without_a_range_and_about_with_one(matters):
    row = next(iter(matters.ledger.tables["positions"].values()))
    low, high = row.salience_low, row.salience_high
    card = matters.cards.build_coded_card(row, "salience", "salience")
    assert (card.id, card.kind, card.unit) == (f"positions/{row.id}/salience", "assumption", "one")
    assert (card.value, card.low, card.high) == (row.salience, low, high)
    same = row.model_copy(update={"salience_low": 0.5, "salience": 0.5, "salience_high": 0.5})
    assert matters.cards.build_coded_card(same, "salience", "s").qualifier == "exact"
    wide = row.model_copy(update={"salience_low": 0.25, "salience": 0.5, "salience_high": 0.75})
    assert matters.cards.build_coded_card(wide, "salience", "s").qualifier == "about"
    assert matters.coded("positions", row.id, "salience").value == row.salience


def test_a_claimed_date_has_a_card_though_it_is_no_unit():
    case = load_case()
    [claim, *_] = [
        c for c in case.ledger.get_table(Claim).values() if c.date and case.quantity(c.quantity).unit == "date"
    ]
    card = case.cards.build_card(claim, case.quantity(claim.quantity))
    assert card.meaning.startswith(case.quantity(claim.quantity).meaning)
    assert card.date


@pytest.mark.parametrize(
    ("id", "next_to_it", "more"),
    [
        ("flow_2024_survey", ["flow_2022_article", "flow_2022_survey", "flow_2024_article", "flow_2025_survey"], None),
        ("flow_2025_survey", ["flow_2024_article", "flow_2024_survey"], 2),
        ("flow_2022_article", ["flow_2022_survey", "flow_2024_article", "flow_2024_survey"], 1),
    ],
)
def test_of_a_series_a_card_lists_the_time_before_and_the_time_after(gauge, id, next_to_it, more):
    case = load_case(gauge)
    card = case.cards.build_card(next(c for c in case.claims("river.flow") if c.id == id), case.quantity("river.flow"))
    assert ([rival.id for rival in card.rivals], card.more) == (next_to_it, more)
    said = {None: "", 1: "and 1 other in claims.csv", 2: "and 2 others in claims.csv"}
    assert describe_card(card).omitted == said[more]


def test_a_count_of_the_same_rows_has_one_card_on_every_basis_and_another_of_changed_rows(tiny):
    case = load_case(tiny)
    rows = list(case.ledger.tables["parties"].values())
    first = case.cards.build_count_card("parties", rows, "parties")
    assert case.on("all").cards.build_count_card("parties", rows, "parties") is first
    assert case.cards.build_count_card("parties", rows, "states").quantity == "number of states"
    assert case.cards.build_count_card("parties", rows[1:], "parties").value == len(rows) - 1
    changed = [rows[0].model_copy(), *rows[1:]]
    assert case.cards.build_count_card("parties", changed, "parties") is not first
    with use_language("uk"):
        assert case.cards.build_count_card("parties", rows, "parties").quantity != first.quantity
