"""What is missing and from what a need is met: worked by hand, and that the rungs always add up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import load_case
from analysis.case.schema import Fund
from analysis.compare.quantities.sums import coverage, gap, ladder
from analysis.errors import MissingClaim, MissingRole, UnitError, UsageError
from analysis.show.number import format_estimate
from tests.compare.quantities.cases_of_claims import add_claims, add_rows
from tests.conftest import TINY
from tests.shipped.test_by_hand import CASES

NEED, USABLE, FROZEN = "reconstruction.need", "assets.usable", "assets.frozen"
WITHIN = {USABLE: FROZEN}


@pytest.fixture(scope="module", params=CASES, ids=["tiny", "shipped"])
def case(request):
    return load_case(request.param)


def test_the_gap_is_the_need_less_the_sources(case):
    missing = gap(case, NEED, [USABLE])
    assert format_estimate(missing) == "at least $700 billion"
    assert (missing.name, missing.label) == ("gap.reconstruction.need.assets.usable", "Reconstruction need not covered")
    assert missing.claims == {"need_article", "usable_article"}
    assert gap(case, NEED, [USABLE, FROZEN]).value == 800 - 100 - 300
    assert format_estimate(coverage(case, NEED, [USABLE])) == "at most 12.5%"


def test_a_part_of_another_source_counts_once(case):
    assert gap(case, NEED, [USABLE, FROZEN], within=WITHIN).value == 800 - 300
    assert coverage(case, NEED, [FROZEN, USABLE], within=WITHIN).value == 37.5
    through_another = {USABLE: "assets.abroad", "assets.abroad": FROZEN}
    assert gap(case, NEED, [USABLE, FROZEN], within=through_another).value == 500
    in_a_circle = {USABLE: "assets.abroad", "assets.abroad": USABLE}
    assert gap(case, NEED, [USABLE, FROZEN], within=in_a_circle).value == 400


def test_the_rungs_of_the_ladder_are_named_by_the_case_and_add_up(case):
    rungs = ladder(case, NEED, [USABLE, FROZEN], within=WITHIN)
    assert [str(rung) for rung in rungs.rung] == ["Usable frozen assets", "Rest of the frozen assets", "Not covered"]
    assert [amount.value for amount in rungs.amount] == [100, 200, 500]
    assert [share.value for share in rungs["share"]] == [12.5, 25, 62.5]
    assert sum(rungs.amount.tolist()).claims == {"need_article", "usable_article", "frozen_article"}
    apart = ladder(case, NEED, [USABLE, FROZEN])
    assert [str(rung) for rung in apart.rung] == ["Usable frozen assets", "Frozen assets", "Not covered"]
    assert [amount.value for amount in apart.amount] == [100, 300, 400]


def test_what_is_more_than_the_need_leaves_no_rung_above_it():
    case = load_case(TINY, override={NEED: 250})
    rungs = ladder(case, NEED, [USABLE, FROZEN], within=WITHIN)
    assert [amount.value for amount in rungs.amount] == [100, 150, 0]
    assert gap(case, NEED, [FROZEN]).value == -50
    assert coverage(case, NEED, [FROZEN]).value == 120


@settings(max_examples=20)
@given(need=st.integers(1, 10**4), usable=st.integers(0, 10**4), frozen=st.integers(0, 10**4), nested=st.booleans())
def test_whatever_the_sums_the_rungs_add_up_and_the_gap_is_what_the_last_leaves(need, usable, frozen, nested):
    case = load_case(TINY, override={NEED: need, USABLE: usable, FROZEN: max(usable, frozen) if nested else frozen})
    within = WITHIN if nested else {}
    rungs = ladder(case, NEED, [USABLE, FROZEN], within=within)
    amounts = [amount.value for amount in rungs.amount]
    assert sum(amounts) == pytest.approx(need)
    assert all(-1e-9 <= amount <= need for amount in amounts)
    missing = gap(case, NEED, [USABLE, FROZEN], within=within).value
    assert amounts[-1] == pytest.approx(max(missing, 0), abs=1e-6)
    assert coverage(case, NEED, [USABLE, FROZEN], within=within).value == pytest.approx(100 * (1 - missing / need))


def test_anything_of_one_unit_can_be_missing(tiny):
    case = add_claims(tiny, "trucks.needed", {"value": 600}, unit="item", name="trucks needed")
    add_claims(tiny, "trucks.north", {"value": 150}, unit="item", name="trucks from the north")
    case = add_claims(tiny, "trucks.south", {"value": 95}, unit="item", name="trucks from the south")
    missing = gap(case, "trucks.needed", ["trucks.north", "trucks.south"])
    assert (missing.value, missing.unit, missing.label) == (600 - 150 - 95, "item", "Trucks needed not covered")
    with pytest.raises(UnitError):
        gap(case, "trucks.needed", [USABLE])


def test_money_for_another_purpose_meets_no_need(tiny):
    add_claims(tiny, "aid.arms", {"value": 50}, name="aid in arms")
    arms = {"fund_id": "arms", "purpose": "defence", "covers": "aid.arms"}
    add_rows(tiny, Fund, {"fund_id": "rebuilding", "covers": NEED}, arms)
    for compute in (gap, ladder):
        with pytest.raises(UnitError, match="money for unlike purposes"):
            compute(load_case(tiny), NEED, ["aid.arms"])


def test_another_currency_is_converted_at_the_rate_of_the_case(tiny):
    case = add_claims(tiny, "aid.euros", {"value": 100}, unit="billion EUR", name="aid in euros")
    with pytest.raises(MissingRole, match="exchange rate"):
        gap(case, NEED, ["aid.euros"])
    case = add_claims(tiny, "rate.euro", {"value": 1.25}, unit="USD/EUR", name="rate")
    missing = gap(case, NEED, ["aid.euros"], rate="rate.euro")
    assert (missing.value, missing.unit) == (800 - 125, "billion USD")


def test_a_key_may_name_a_time(tiny):
    case = add_claims(
        tiny, "aid.paid", {"value": 80, "as_of": "2023"}, {"value": 90, "as_of": "2024", "rank": "preferred"}
    )
    assert gap(case, NEED, ["aid.paid[2023]"]).value == 720
    assert gap(case, NEED, ["aid.paid"]).value == 710
    assert gap(case, NEED, ["aid.paid[2023]", "aid.paid[2024]"]).value == 630


def test_wrong_sources_are_named():
    case = load_case(TINY)
    with pytest.raises(UsageError, match=r"a list of one or more keys; found 'assets.usable'"):
        gap(case, NEED, USABLE)
    with pytest.raises(UsageError, match=r"found \[\]"):
        ladder(case, NEED, [])
    with pytest.raises(UsageError, match=r"assets\.usable is given twice"):
        coverage(case, NEED, [USABLE, USABLE])
    with pytest.raises(UsageError, match=r"assets\.usable is a part of what stands before it"):
        ladder(case, NEED, [FROZEN, USABLE], within=WITHIN)
    with pytest.raises(MissingClaim, match=r"nearest: assets\.usable"):
        gap(case, NEED, ["assets.usabel"])
