"""A number that remembers: value, unit, interval, draws, lineage and formula are one."""

from __future__ import annotations

import copy
import json
import math
import pickle
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.contract import ClaimCard, SourceCard
from analysis.errors import UnitError
from analysis.estimates import formula_text
from analysis.estimates.constructors import make_leaf, maximum, minimum, number, parameter, replace_interval, total
from analysis.estimates.estimate import Estimate
from tests.conftest import ROOT


def need(**more) -> Estimate:
    return make_leaf("need", 800, "billion USD", symbol="need", **more)


def usable() -> Estimate:
    return make_leaf("usable", 100, "billion USD", qualifier="at_most", minimum=0, symbol="usable")


def people() -> Estimate:
    return make_leaf("people", 30, "million person", qualifier="about", symbol="people")


def ends(estimate: Estimate) -> tuple[float, float]:
    return pytest.approx(estimate.low), pytest.approx(estimate.high)


numbers = st.floats(0.5, 1000)
spreads = st.floats(0, 0.5)


@st.composite
def claims(draw, positive: bool = True) -> Estimate:
    """A claim with an interval, in dollars; a few ids, so that the same claim turns up twice."""
    id = draw(st.sampled_from("abcd"))
    value = draw(numbers) * (1 if positive else draw(st.sampled_from([-1, 1])))
    below, above = draw(spreads) * abs(value), draw(spreads) * abs(value)
    return make_leaf(f"{id}{value}", value, "USD", low=value - below, high=value + above)


# What it says


def test_value_is_read_in_the_unit_of_the_claim():
    assert need().value == 800
    assert need().to("USD").value == 8e11
    assert repr(usable()) == "<usable: 100 (0 to 100) billion USD>"


def test_a_sum_keeps_the_unit_of_its_first_part():
    gap = need() - usable().to("USD")
    assert (gap.value, gap.unit) == (700, "billion USD")


def test_the_formula_is_written_with_the_brackets_it_needs():
    a, b, c = (make_leaf(name, 1, "one", symbol=name) for name in "abc")
    assert (a - (b - c)).how == "a − (b − c)"
    assert ((a - b) - c).how == "a − b − c"
    assert (a * (b + c)).how == "a × (b + c)"
    assert (a / (b * c)).how == "a / (b × c)"
    assert (1 - a / 1_000_000).how == "1 − a / 1,000,000"
    assert (-(a + b)).how == "−(a + b)"
    assert maximum(a - b, 0).how == "max(a − b, 0)"
    assert abs(a - b).how == "abs(a − b)"


def test_an_interval_found_otherwise_takes_the_place_of_the_formulas():
    gap = need() - usable()
    narrower = replace_interval(gap, 710, 720)
    assert (narrower.value, narrower.low, narrower.high) == (700, 700, 720)  # it always holds the value
    assert (narrower.how, narrower.claims) == (gap.how, gap.claims)
    assert np.array_equal(narrower.draws(100), gap.draws(100))


def test_a_number_found_by_no_arithmetic_still_leads_to_its_claims():
    gap = need() - usable()
    found = replace_interval(number(720, "billion USD", "the highest gap anybody told of"), 720, 720, gap)
    assert (found.value, found.low, found.high, found.qualifier) == (720, 720, 720, "exact")
    assert (found.how, found.claims) == ("the highest gap anybody told of", gap.claims)
    assert set(found.draws(10)) == {720}
    assert (found - gap).low == pytest.approx(720 - 800)
    assert pickle.loads(pickle.dumps(found)).claims == gap.claims


def test_a_name_and_a_label_change_nothing_else():
    named = (need() - usable()).named("gap", "Funding gap")
    assert (named.name, named.label, named.how) == ("gap", "Funding gap", "need − usable")
    assert repr(named) == "<Funding gap: 700 (700 to 800) billion USD>"


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


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e300])
def test_no_claim_and_no_number_is_infinite_or_nan(bad):
    for make in (
        lambda: number(bad, "trillion USD"),
        lambda: parameter("p", bad, "trillion USD"),
        lambda: make_leaf("a", bad, "trillion USD"),
        lambda: make_leaf("a", 1, "trillion USD", high=bad),
    ):
        with pytest.raises(UnitError, match="is not finite"):
            make()


def test_a_value_outside_its_own_interval_is_refused():
    with pytest.raises(UnitError, match="a: its value lies outside its interval"):
        make_leaf("a", 5, "USD", low=6, high=8)
    with pytest.raises(UnitError, match="a: found neither a value nor both low and high"):
        make_leaf("a", None, "USD", low=6)


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


def test_a_parameter_is_traced_to_its_name():
    target = parameter("target", 0.5, symbol="target share")
    assert target.claims == {"parameter:target"}
    assert (target * need()).how == "target share × need"
    assert target.leaves[0].origin.statement == "A parameter of this report."


# Intervals


@pytest.mark.parametrize(
    ("qualifier", "least", "most", "low", "high"),
    [
        ("exact", None, None, 100, 100),
        ("about", None, None, 90, 110),
        ("nearly", None, None, 95, 100),
        ("over", None, None, 100, 105),
        ("at_most", 0, None, 0, 100),
        ("at_most", None, None, 50, 100),
        ("at_least", None, 120, 100, 120),
        ("at_least", None, None, 100, 150),
        ("about", 95, 105, 95, 105),
    ],
)
def test_a_claims_interval_follows_from_its_word(qualifier, least, most, low, high):
    found = make_leaf("a", 100, "USD", qualifier=qualifier, minimum=least, maximum=most)
    assert ends(found) == (low, high)
    assert found.qualifier == qualifier


def test_a_claims_own_ends_win_over_its_word():
    assert ends(make_leaf("a", 100, "USD", qualifier="about", low=99)) == (99, 110)


def test_a_bare_range_is_its_middle_and_every_value_in_it_is_as_likely():
    found = make_leaf("a", None, "million person", low=25, high=27)
    assert (found.value, found.low, found.high, found.qualifier) == (26, 25, 27, "about")
    drawn = found.draws(20_000)
    assert np.histogram(drawn, bins=4, range=(25, 27))[0] / 20_000 == pytest.approx([0.25] * 4, abs=0.02)


def test_a_number_given_flat_with_a_range_does_not_read_as_exact():
    assert make_leaf("a", 588, "USD", low=500, high=650).qualifier == "about"
    assert make_leaf("a", 588, "USD", low=588, high=650).qualifier == "at_least"


def test_at_most_taken_away_leaves_at_least():
    gap = need() - usable()
    assert (gap.value, gap.low, gap.high, gap.qualifier) == (700, 700, 800, "at_least")
    assert (usable() - need()).qualifier == "at_most"
    assert (-usable()).qualifier == "at_least"
    assert (need() - usable() + people() / people() * usable()).qualifier == "exact"


def test_what_stands_twice_is_one_quantity():
    twice = usable() + usable()
    assert ends(twice) == (0, 200)
    assert ends(people() / people()) == (1, 1)
    assert (people() / people()).qualifier == "exact"


def test_a_share_of_a_whole_that_holds_it_stays_within_its_bounds():
    one, other = make_leaf("one", 10, "USD", low=0, high=20), make_leaf("other", 10, "USD", low=5, high=30)
    assert ends(one / (one + other)) == (0, 0.8)


def test_a_distance_may_close_within_the_intervals():
    a, b = make_leaf("a", 0.3, "one", low=0.1, high=0.7), make_leaf("b", 0.5, "one", low=0.4, high=0.6)
    assert ends(abs(a - b)) == (0, 0.5)
    same = make_leaf("c", 0.5, "one", low=0, high=1)
    assert ends(abs(same - b)) == (0, 0.6)


def test_a_weighted_mean_stays_between_what_it_weighs():
    weights = [make_leaf(f"w{i}", 0.5, "one", low=0.1, high=0.9) for i in range(4)]
    values = [make_leaf(f"v{i}", i, "one", low=i, high=i + 0.5) for i in range(4)]
    mean = total(w * v for w, v in zip(weights, values, strict=True)) / total(weights)
    assert 0 <= mean.low < mean.value < mean.high <= 3.5
    drawn = mean.draws(20_000)
    assert mean.low <= drawn.min()
    assert drawn.max() <= mean.high


def test_a_product_with_itself_has_its_extremes_within():
    share = make_leaf("p", 0.4, "one", low=0.3, high=0.9)
    spread = share * (1 - share)
    assert spread.low == pytest.approx(0.09)
    assert spread.high == pytest.approx(0.25, abs=1e-3)


def test_dividing_by_what_may_be_nothing_has_no_end():
    balance = make_leaf("balance", 1, "USD", low=-1, high=2)
    assert ((need() / balance).low, (need() / balance).high) == (-math.inf, math.inf)
    assert (need() / balance).qualifier == "about"
    spare = make_leaf("spare", 1, "USD", low=0, high=2)
    assert (make_leaf("a", 4, "USD") / spare).low == 2
    assert (make_leaf("a", 4, "USD") / spare).high == math.inf
    assert (make_leaf("a", 4, "USD") / spare).qualifier == "about"
    gap = make_leaf("x", 3, "USD", low=1, high=3) - make_leaf("y", 2, "USD")
    assert ((gap / (gap * gap)).low, (gap / (gap * gap)).high)[0] < 0


def test_a_divisor_below_zero_turns_the_ends_round():
    debt = make_leaf("debt", -4, "USD", low=-5, high=-2)
    assert ends(make_leaf("a", 10, "USD") / debt) == (-5, -2)
    assert ends(make_leaf("a", 10, "USD", low=-10, high=20) * debt) == (-100, 50)


@given(claims(positive=False))
def test_a_number_less_itself_is_nothing_in_every_reading(a):
    nothing = a - a
    assert (nothing.value, nothing.low, nothing.high) == (0, 0, 0)
    assert not nothing.draws(100).any()


@given(claims(), claims(), claims())
def test_addition_commutes_and_associates(a, b, c):
    for one, other in ((a + b, b + a), ((a + b) + c, a + (b + c)), (a * b, b * a)):
        assert one.value == pytest.approx(other.value)
        assert ends(one) == (other.low, other.high)
        assert one.draws(50) == pytest.approx(other.draws(50))


@given(claims(), claims(), claims(), st.sampled_from(range(6)))
def test_the_interval_holds_the_value_and_the_draws(a, b, c, form):
    made = [a + b - c, a * b / c, a / (b + c), (a + b) / a, maximum(a, b) - minimum(b, c), (a + b) / (b + c)][form]
    slack = 1e-9 * (abs(made.low) + abs(made.high))
    assert made.low <= made.value <= made.high
    assert made.low - slack <= made.draws(200).min()
    assert made.draws(200).max() <= made.high + slack


@given(claims(positive=False), claims(positive=False))
def test_with_signs_of_all_kinds_too(a, b):
    for made in (a * b, a - b, abs(a), a / b, a * a, abs(a - b) * b):
        slack = 1e-9 + 1e-3 * (min(abs(made.low), 1e12) + min(abs(made.high), 1e12))  # a step of the search
        assert made.low <= made.value <= made.high
        assert made.low - slack <= made.draws(200).min()
        assert made.draws(200).max() <= made.high + slack


# Draws


def test_draws_are_shared_wherever_a_claim_is_used():
    nothing = need(qualifier="about") + usable() - usable() - need(qualifier="about")
    assert not nothing.draws().round(3).any()


def test_draws_do_not_depend_on_the_order_of_computation():
    a, b, c = (make_leaf(name, 10, "USD", qualifier="about") for name in "abc")
    first = (a + b + c).draws(100)
    again = (
        make_leaf("c", 10, "USD", qualifier="about")
        + make_leaf("b", 10, "USD", qualifier="about")
        + make_leaf("a", 10, "USD", qualifier="about")
    ).draws(100)
    assert first == pytest.approx(again)
    assert (a.draws(100) != b.draws(100)).all()


def test_another_seed_gives_other_draws():
    assert (people().draws(100, seed=1) != people().draws(100, seed=2)).any()


@pytest.mark.slow
def test_draws_are_the_same_in_another_process():
    code = (
        "import json; from analysis.estimates.constructors import make_leaf; "
        "print(json.dumps((make_leaf('a', 3, 'USD', qualifier='about') * 2).draws(5).tolist()))"
    )
    found = [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", code],
                capture_output=True,
                check=True,
                env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            ).stdout
        )
        for seed in "12"
    ]
    assert found[0] == found[1] == (make_leaf("a", 3, "USD", qualifier="about") * 2).draws(5).tolist()


def test_a_million_draws():
    share = (usable() / need(qualifier="about")).to("percent")
    drawn = share.draws(1_000_000)
    assert drawn.shape == (1_000_000,)
    assert share.low <= drawn.min() < drawn.max() <= share.high
    mean_usable = 100 * 2 / 3  # of a triangle whose mode is its upper end
    assert drawn.mean() == pytest.approx(100 * mean_usable / 800, rel=0.01)


def test_an_exact_number_has_draws_too():
    assert need().draws(3).tolist() == [800] * 3


# One claim at a time


def test_swings_move_one_claim_and_leave_the_others():
    gap = need(qualifier="about") - usable()
    assert gap.swings() == {"need": (pytest.approx(620), pytest.approx(780)), "usable": (800, 700)}


def test_at_an_end_says_so_in_the_formula():
    gap = (need() - usable()).named("gap", "Funding gap").at("usable", "low")
    assert (gap.value, gap.how, gap.qualifier) == (800, "need − usable at its low end", "exact")
    assert (gap.name, gap.label) == ("", "")
    with pytest.raises(UnitError, match=r"does not depend on 'usabel' \(nearest: usable\)"):
        gap.at("usabel", "low")


def test_the_distance_between_two_ends_is_exact():
    gap = need() - usable()
    swing = gap.at("usable", "low") - gap.at("usable", "high")
    assert (swing.value, swing.low, swing.high, swing.qualifier) == (100, 100, 100, "exact")
    assert set(swing.draws(10)) == {100}


def test_a_claim_held_at_an_end_and_the_same_claim_free_are_two():
    free_less_held = usable() - usable().at("usable", "low")
    assert (free_less_held.low, free_less_held.high) == (0, 100)
    assert free_less_held.draws(100).std() > 0
    assert free_less_held.swings() == {"usable": (0, 100)}


# Choices


def test_the_greater_and_the_lesser():
    gap = need() - make_leaf("frozen", 900, "billion USD")
    assert maximum(gap, 0).value == 0
    assert minimum(need().to("USD"), 500).value == 500
    assert minimum(usable(), need()).claims == {"usable", "need"}
    with pytest.raises(UnitError, match="compared with"):
        maximum(need(), people())
    with pytest.raises(UnitError, match="one of them must be an Estimate"):
        maximum(1, 2)


def test_the_sum_of_nothing_has_no_unit():
    with pytest.raises(UnitError, match="the sum of nothing"):
        total([])
    assert total([need()]).how == "need"


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


def test_an_outline_cuts_a_long_sum_short_and_says_how_long_it_is():
    parts = [make_leaf(f"c{n}", n, "person", symbol=f"c{n}") for n in range(1, 7)]
    assert formula_text.format_formula(total(parts), outline=True) == "c1 + c2 + … + c6 [6 terms]"
    assert formula_text.format_formula(total(parts[:4]), outline=True) == "c1 + c2 + c3 + c4"
    assert formula_text.format_formula(total(parts) / parts[0], outline=True) == "(c1 + c2 + … + c6 [6 terms]) / c1"
    assert total(parts).how == "c1 + c2 + c3 + c4 + c5 + c6"
    long = [make_leaf(f"c{n}", n, "person", symbol=f"the number of those {'o' * 30} {n}") for n in range(1, 7)]
    assert formula_text.format_formula(total(long), outline=True) == f"{long[0].how} + … + {long[5].how} [6 terms]"


def make_claim_of(id: str, publisher: str, value: float = 800) -> Estimate:
    source = SourceCard(id, f"Title of {id}", publisher=publisher, role="article" if not publisher else "second")
    card = ClaimCard(id, "claim", "need", "billion USD", value=value, source=source)
    return make_leaf(id, value, "billion USD", symbol="need", origin=card)


def test_two_claims_of_one_symbol_are_told_apart_by_who_says_so():
    mine, theirs = make_claim_of("mine", ""), make_claim_of("theirs", "World Bank", 500)
    assert ((theirs - mine) / mine).how == "(need (World Bank) − need (the article)) / need (the article)"
    assert (theirs - make_claim_of("more", "World Bank")).how == "need (Title of theirs) − need (Title of more)"
    assert (theirs - theirs).how == "need − need"  # one claim, which less itself is nothing
    bare = make_leaf("x", 1, "USD", symbol="sum (A)") - make_leaf("y", 2, "USD", symbol="sum (A)")
    assert bare.how == "sum (A, x) − sum (A, y)"
    assert (theirs - mine.at("mine", "low")).how == "need (World Bank) − need (the article) at its low end"


def test_a_long_sum_is_told_in_a_moment():
    whole = total([make_leaf(f"c{n}", n, "person", symbol=f"claim {n}") for n in range(1, 2_001)])
    begun = time.process_time()
    assert formula_text.format_formula(whole, outline=True).endswith("[2000 terms]")
    assert len(formula_text.list_operands(whole)) == 2_000
    assert time.process_time() - begun < 1


def test_an_outline_calls_a_named_result_by_its_name():
    gap = (need() - usable()).named("gap", "Funding gap")
    assert formula_text.format_formula(gap / need(), outline=True) == "funding gap / need"
    assert (gap / need()).how == "(need − usable) / need"
    assert formula_text.format_formula(gap, outline=True) == "need − usable"
    assert [node.label or node.leaf.id for node in formula_text.list_operands(gap / need())] == ["Funding gap", "need"]
    debt = (need() / usable()).named("x", "US debt")
    assert formula_text.format_formula(debt * usable(), outline=True) == "US debt × usable"
    ukraine = make_leaf("s", 1, "USD", symbol="share (Ukraine)")
    assert (
        formula_text.format_formula(2 * (ukraine + ukraine).named("u", "Ukraine's part"), outline=True)
        == "2 × Ukraine's part"
    )


def test_results_of_one_name_are_told_apart_or_written_out():
    mine, theirs = (
        (claim - usable()).named("gap", "Gap") for claim in (make_claim_of("mine", ""), make_claim_of("theirs", "WB"))
    )
    assert (
        formula_text.format_formula((theirs - mine) / mine, outline=True)
        == "(gap (WB) − gap (the article)) / gap (the article)"
    )
    assert (
        f"├─ gap (WB): {theirs.qualifier.replace('_', ' ')} $700 billion" in (theirs / mine).named("", "Ratio").trace()
    )
    both = (mine + make_claim_of("theirs", "WB")).named("gap", "Gap")
    assert formula_text.format_formula(both / mine, outline=True) == "gap (with WB) / gap (the article)"
    one, other = (make_leaf(id, 5, "USD", symbol=id) * 2 for id in "ab")
    written = formula_text.format_formula(one.named("", "Sum") + other.named("", "Sum"), outline=True)
    assert written == "a × 2 + b × 2"
    again = (make_claim_of("mine", "") - usable()).named("gap", "Gap")  # the same reckoned twice is no other
    assert formula_text.format_formula(again / mine, outline=True) == "gap / gap"


def test_an_outline_never_hides_the_claim_that_is_held_at_an_end():
    parts = [make_leaf(f"c{n}", n, "person", low=0, high=9, symbol=f"c{n}") for n in range(1, 7)]
    whole = total(parts).named("sum", "Sum of all")
    high, low = whole.at("c4", "high"), whole.at("c4", "low")
    assert formula_text.format_formula(high, outline=True) == "sum of all with c4 at its high end"
    assert formula_text.format_formula(high - low, outline=True) == (
        "(sum of all with c4 at its high end) − (sum of all with c4 at its low end)"
    )
    assert high.how == "c1 + c2 + c3 + c4 at its high end + c5 + c6"
    assert [node.label or node.leaf.id for node in formula_text.list_operands(high)] == ["Sum of all", "c4"]
    assert (
        formula_text.format_formula(total(parts).at("c4", "high"), outline=True) == high.how
    )  # it has no name to go by
    assert formula_text.format_formula(high.at("c2", "low"), outline=True) == (
        "sum of all with c4 at its high end and c2 at its low end"
    )
    assert (
        formula_text.format_formula(pickle.loads(pickle.dumps(high)), outline=True)
        == "sum of all with c4 at its high end"
    )


def test_a_named_part_of_what_is_moved_says_so():
    gap = (need() - usable()).named("gap", "Funding gap")
    assert formula_text.format_formula((gap / need()).at("usable", "low"), outline=True) == (
        "(funding gap with usable at its low end) / need"
    )


def test_a_trace_goes_through_named_results_to_the_claims():
    gap = (need() - usable()).named("gap", "Funding gap")
    lines = (gap / need()).named("share", "Share missing").trace().splitlines()
    assert lines[0].startswith("Share missing: at least 0.88 (0.88 to 1)")
    assert "├─ Funding gap: at least $700 billion ($700 billion to $800 billion)" in lines
    assert "│  = need − usable" in lines
    assert "│  └─ usable: at most $100 billion ($0 to $100 billion)" in lines
    assert "└─ need: $800 billion" in lines
