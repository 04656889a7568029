"""A number that knows where it came from: arithmetic, units, lineage, and its way through pickle and pandas."""

from __future__ import annotations

import copy
import math
import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import UnitError
from analysis.estimates.constructors import make_leaf, maximum, total
from analysis.estimates.estimate import Estimate
from tests.estimates.samples import claims, ends, need, people, usable

# What it says


def test_value_is_read_in_the_unit_of_the_claim():
    assert need().value == 800
    assert need().to("USD").value == 8e11
    assert repr(usable()) == "<usable: 100 (0 to 100) billion USD>"


def test_a_sum_keeps_the_unit_of_its_first_part():
    gap = need() - usable().to("USD")
    assert (gap.value, gap.unit) == (700, "billion USD")


def test_a_name_and_a_label_change_nothing_else():
    named = (need() - usable()).named("gap", "Funding gap")
    assert (named.name, named.label, named.how) == ("gap", "Funding gap", "need − usable")
    assert repr(named) == "<Funding gap: 700 (700 to 800) billion USD>"


# Purposes


def money(purpose, value=10.0):
    return make_leaf(f"{purpose}{value}", value, "billion USD", purpose=purpose, symbol=purpose or "any")


def test_money_for_unlike_purposes_is_neither_added_nor_divided():
    build, arm = money("rebuilding"), money("defence")
    for combine, said in (
        (lambda: build + arm, "defence (for defence) cannot be added to rebuilding (for rebuilding): they"),
        (lambda: build - arm, "defence (for defence) cannot be subtracted from rebuilding (for rebuilding): they"),
        (lambda: build / arm, "rebuilding (for rebuilding) cannot be divided by defence (for defence): they"),
        (lambda: maximum(build, 0) - -arm, "−defence (for defence) cannot be subtracted from max"),
    ):
        with pytest.raises(UnitError) as refused:
            combine()
        assert str(refused.value).startswith(said)


def test_shares_of_money_and_money_a_head_of_anybody_are_no_obstacle():
    build, arm, heads = money("rebuilding"), money("defence"), people()
    assert (build / build - arm / arm).value == 0
    assert (build / build).purposes == frozenset()
    assert (build * (arm / arm)).purposes == (build / heads).purposes == {"rebuilding"}
    assert (money("") + build).purposes == {"rebuilding"}
    with pytest.raises(UnitError, match="unlike purposes"):
        build / heads - arm / heads


@given(st.lists(st.tuples(st.sampled_from(["rebuilding", ""]), st.sampled_from("+-*n")), max_size=8))
def test_a_purpose_is_kept_through_any_sum_of_money_for_it(steps):
    sum_of_all = money("rebuilding")
    for value, (purpose, op) in enumerate(steps, 1):
        other = money(purpose, value)
        sum_of_all = {"+": sum_of_all + other, "-": sum_of_all - other, "*": sum_of_all * value, "n": -sum_of_all}[op]
    assert (
        sum_of_all.to("USD").named("all").purposes == pickle.loads(pickle.dumps(sum_of_all)).purposes == {"rebuilding"}
    )
    with pytest.raises(UnitError, match="unlike purposes"):
        money("defence") + sum_of_all


def test_the_purpose_of_a_long_sum_is_found():
    chain = money("rebuilding")
    for _ in range(5000):
        chain = abs(-chain)
    assert chain.purposes == {"rebuilding"}


# Units


def test_dollars_and_people_do_not_add_up():
    with pytest.raises(UnitError, match="million person cannot be added to billion USD: they measure"):
        need() + people()
    with pytest.raises(UnitError, match="million person cannot be subtracted from billion USD"):
        need() - people()
    with pytest.raises(UnitError, match="million person cannot be compared with billion USD"):
        _ = need() > people()
    with pytest.raises(UnitError, match="a plain number cannot be added to billion USD"):
        need() + 5


def test_dollars_over_dollars_are_no_dollars():
    share = usable() / need()
    assert (share.unit, share.value, share.to("percent").value) == ("one", 0.125, 12.5)


def test_dollars_over_people_are_dollars_a_head():
    a_head = need() / people()
    assert a_head.unit == "USD / person"
    assert a_head.value == pytest.approx(26_666.67, abs=0.01)


def test_two_currencies_meet_only_through_a_rate():
    euros = make_leaf("euros", 10, "EUR")
    with pytest.raises(UnitError):
        euros + make_leaf("dollars", 10, "USD")
    rate = make_leaf("rate", 1.25, "USD / EUR")
    assert (euros * rate + make_leaf("dollars", 10, "USD")).value == 22.5


def test_reading_in_a_unit_of_another_kind_is_refused_and_names_both():
    with pytest.raises(UnitError, match="million person cannot be read in USD"):
        people().to("USD")
    with pytest.raises(UnitError, match="nearest: USD"):
        need().to("USDD")


@given(claims(), st.sampled_from(["thousand USD", "million USD", "billion USD", "trillion USD"]))
def test_reading_in_another_unit_and_back_changes_nothing(claim, unit):
    back = claim.to(unit).to("USD")
    assert back.value == pytest.approx(claim.value)
    assert ends(back) == (claim.low, claim.high)
    assert back.how == claim.how


def test_a_root_is_taken_of_plain_numbers_only():
    assert make_leaf("a", 0.25, "one", low=0.16, high=0.36).sqrt().value == 0.5
    assert ends(make_leaf("a", 0.25, "one", low=0.16, high=0.36).sqrt()) == (0.4, 0.6)
    with pytest.raises(UnitError, match="million person has no square root"):
        people().sqrt()
    with pytest.raises(UnitError, match="has no value: it divides by zero or takes the square root of a negative"):
        _ = make_leaf("a", -1, "one").sqrt().value


# Plain numbers and zero


def test_zero_has_any_unit_so_that_sum_can_start():
    assert sum([need(), usable()]).value == 900
    assert (need() + 0).how == "need"
    assert (0 - need()).value == -800
    assert need() > 0


def test_a_plain_number_is_dimensionless():
    assert (1 - usable() / need()).value == 0.875
    assert (2 * need()).value / 1e9 == 1600
    assert (np.float64(2) * need()).to("billion USD").value == 1600


@pytest.mark.parametrize("other", [True, "5", None, [1]])
def test_arithmetic_with_what_is_no_number_is_a_type_error(other):
    with pytest.raises(TypeError):
        need() + other


def test_division_by_zero_says_so():
    zero = make_leaf("zero", 0, "USD", symbol="nothing")
    with pytest.raises(UnitError, match="need / nothing has no value: it divides by zero"):
        _ = (need() / zero).value
    with pytest.raises(UnitError, match="has no value: it divides by zero or takes the square root of a negative"):
        _ = (need() / maximum(zero, 0)).value  # numpy's zero, which would give infinity


# Losing the history is never silent


def test_it_cannot_be_stripped_of_its_history_unawares():
    for strip in (float, int, math.floor, lambda e: np.sqrt(e.value) if e else 0):
        with pytest.raises((UnitError, TypeError)):
            strip(need())
    with pytest.raises(UnitError, match=r"float\(\) would drop the claims behind need; use .value"):
        float(need())
    with pytest.raises(UnitError, match=r"int\(\) would drop"):
        int(need())
    with pytest.raises(UnitError, match="neither true nor false"):
        bool(need())


# Lineage


def test_lineage_is_the_union_and_plain_numbers_leave_none():
    gap = (need() - usable()) / people() * 1000
    assert gap.claims == {"need", "usable", "people"}
    assert [found.id for found in gap.leaves] == ["need", "usable", "people"]


@given(claims(), claims(), st.sampled_from("+-*/"))
def test_lineage_of_any_operation_is_the_union(a, b, op):
    joined = {"+": a + b, "-": a - b, "*": a * b, "/": a / b}[op]
    assert joined.claims == a.claims | b.claims


# One claim at a time


def test_at_an_end_says_so_in_the_formula():
    gap = (need() - usable()).named("gap", "Funding gap").at("usable", "low")
    assert (gap.value, gap.how, gap.qualifier) == (800, "need − usable at its low end", "exact")
    assert (gap.name, gap.label) == ("", "")
    with pytest.raises(UnitError, match=r"does not depend on 'usabel' \(nearest: usable\)"):
        gap.at("usabel", "low")


# Travelling


def test_pickling_keeps_everything():
    gap = (need() - usable() * 2).named("gap", "Funding gap").to("USD")
    back = pickle.loads(pickle.dumps(gap))
    for reading in ("value", "low", "high", "unit", "claims", "how", "name", "label", "qualifier", "op"):
        assert getattr(back, reading) == getattr(gap, reading)
    assert (back.draws(100) == gap.draws(100)).all()
    assert not (back - gap).draws(100).any()


def test_copies_are_the_same_number():
    gap = need() - usable()
    assert copy.copy(gap) is gap
    assert copy.deepcopy(gap) is gap


def test_long_sums_do_not_overflow_the_stack():
    parts = [make_leaf(f"c{i}", 1, "USD", qualifier="about", symbol="c") for i in range(2_000)]
    whole = total(parts)
    assert whole.value == 2_000
    assert ends(whole) == (1_800, 2_200)
    assert len(whole.claims) == 2_000
    assert whole.how.count("+") == 1_999
    assert whole.draws(50).shape == (50,)
    assert len(whole.swings()) == 2_000
    assert pickle.loads(pickle.dumps(whole)).value == 2_000


def test_a_deep_quotient_does_not_overflow_either():
    share = make_leaf("c", 2, "one", qualifier="about")
    for _ in range(300):
        share = 1 / (1 + share)
    assert 0 < share.low <= share.value <= share.high < 1


# Through pandas


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame({"what": ["need", "usable"], "amount": [need(), usable()]})


def test_merge_and_melt_carry_numbers_through(frame):
    merged = frame.merge(pd.DataFrame({"what": ["usable", "need"], "more": [need(), need()]}), on="what")
    assert [e.claims for e in merged["amount"]] == [{"need"}, {"usable"}]
    long = merged.melt(id_vars="what")
    assert sorted(e.value for e in long["value"]) == [100, 800, 800, 800]
    assert all(isinstance(e, Estimate) for e in long["value"])


def test_sorting_goes_by_value_and_leaves_gaps_last(frame):
    frame.loc[2] = ["nothing", None]
    assert frame.sort_values("amount")["what"].tolist() == ["usable", "need", "nothing"]
    assert frame.sort_values("amount", ascending=False)["what"].tolist() == ["need", "usable", "nothing"]


def test_sums_and_differences_of_columns(frame):
    assert frame["amount"].sum().how == "need + usable"
    assert frame["amount"].max().claims == {"need"}
    share = frame["amount"] / frame["amount"].sum()
    left = 1 - share
    assert [round(e.value, 3) for e in left] == [0.111, 0.889]
    frame.loc[2] = ["nothing", None]
    assert frame["amount"].sum().value == 900


def test_two_numbers_are_never_equal_by_accident():
    assert need() != need()
    assert len({need(), need()}) == 2


# What each operation keeps


def test_a_claim_held_at_an_end_is_exact_there_and_no_longer_the_free_one():
    low, high = usable().at("usable", "low"), usable().at("usable", "high")
    assert (low.value, low.low, low.high, low.qualifier) == (0, 0, 0, "exact")
    assert (high.value, high.low, high.high, high.qualifier) == (100, 100, 100, "exact")
    assert set(high.draws(5)) == {100}
    assert ends(usable() - low) == (0, 100)  # the free claim still moves


def test_of_two_leaves_of_one_claim_the_first_in_use_is_listed():
    free, held = people(), people().at("people", "low")
    assert [leaf.held_at for leaf in (free + held).leaves] == [""]
    assert [leaf.held_at for leaf in (held + free).leaves] == ["low"]


def test_numbers_are_compared_by_value_in_one_unit():
    less, more = make_leaf("a", 999, "million USD"), make_leaf("b", 1, "billion USD")
    assert [less < more, less <= more, less > more, less >= more] == [True, True, False, False]
    same = make_leaf("c", 1000, "million USD")
    assert [same < more, same <= more, same > more, same >= more] == [False, True, False, True]
    share = make_leaf("s", 0.5, "one")
    assert [share < 0.5, share <= 0.5, share > 0.5, share >= 0.5] == [False, True, False, True]
    with pytest.raises(TypeError):
        _ = less < "1"


def test_only_a_plain_zero_is_comparable_with_everything():
    assert people() > 0
    with pytest.raises(UnitError, match="cannot be compared"):
        _ = people() > make_leaf("zero", 0, "USD")
    with pytest.raises(UnitError, match="cannot be compared"):
        _ = people() > 1


def test_to_add_or_subtract_zero_is_to_change_nothing():
    claim = need()
    assert all(same is claim for same in (claim + 0, 0 + claim, claim - 0, claim + 0.0))
    assert ((0 - claim).op, (0 - claim).value) == ("neg", -800)
    assert (claim * 0).value == 0
    with pytest.raises(TypeError):
        claim + False


def test_the_order_of_operands_is_kept():
    share = make_leaf("s", 0.25, "one", symbol="s")
    assert [(1 - share).value, (share - 1).value, (1 / share).value, (share / 1).value] == [0.75, -0.75, 4, 0.25]
    assert [(1 - share).how, (1 + share).how, (2 * share).how, (share * 2).how] == ["1 − s", "1 + s", "2 × s", "s × 2"]


def test_a_new_unit_keeps_name_and_label_and_a_new_name_the_label():
    gap = (need() - usable()).named("gap", "Funding gap")
    assert (gap.to("USD").name, gap.to("USD").label, gap.to("USD").value) == ("gap", "Funding gap", 7e11)
    assert (gap.named("other").name, gap.named("other").label) == ("other", "Funding gap")
    assert repr(need().named("a.b")) == "<a.b: 800 billion USD>"


def test_swings_of_more_claims_than_are_moved_at_once():
    parts = [make_leaf(f"c{i}", 1, "USD", low=0.5, high=1 + i) for i in range(130)]
    found = total(parts).swings()
    assert list(found) == [f"c{i}" for i in range(130)]
    assert all(found[f"c{i}"] == (129.5, 130 + i) for i in range(130))
