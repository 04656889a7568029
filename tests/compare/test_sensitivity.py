"""How much of what is unsure hangs on each input: by hand, on the shipped case, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.compare import outlook, reconstruction
from analysis.compare.sensitivity import inputs, sensitivity
from analysis.errors import UsageError
from analysis.estimates.constructors import make_leaf, number, replace_interval
from analysis.estimates.correlation import draw_correlated
from analysis.label import Label


def guess(id: str, low: float, value: float | None, high: float, kind: str = "claim"):
    return make_leaf(id, value, "one", low=low, high=high, kind=kind, symbol=f"the {id}")


def get_values(found, column: str) -> list[float]:
    return [share.value for share in found.shares[column]]


def test_a_sum_by_hand(shipped):
    # a range of 3 has nine times the variance of a range of 1: 90 % and 10 %, and nothing is joint
    found = sensitivity(shipped, guess("wide", 0, None, 3) - guess("narrow", 0, None, 1), n=4096)
    assert [str(label) for label in found.shares.input] == ["the wide", "the narrow"]
    for column in ("first", "total", "own_first", "own_total"):
        assert get_values(found, column) == pytest.approx([90, 10], abs=0.2)
    assert (found.runs.value, found.sample.value, found.seed.value) == (4096 * 4, 4096, 0)
    assert found.correlation is None


def test_a_product_by_hand(shipped):
    # of XY with both uniform from 0 to 1: V = 1/9 - 1/16 = 7/144; V1 = 1/4 x 1/12 = 3/144; total (3 + 1)/144
    found = sensitivity(shipped, guess("x", 0, None, 1) * guess("y", 0, None, 1), n=4096)
    assert get_values(found, "first") == pytest.approx([100 * 3 / 7] * 2, abs=0.5)
    assert get_values(found, "total") == pytest.approx([100 * 4 / 7] * 2, abs=0.5)


def test_the_outlook_without_correlation_by_hand(shipped):
    found = sensitivity(shipped, outlook.probability(shipped), correlation=0, n=4096)
    # of a product of independent terms, the share of one is c / (product of (1 + c) over all - 1), c its variance over
    # its squared mean: the start alone has (30, 50, 65), mean 48.3, variance 51.4, c = 0.0220
    spread = outlook.probability(shipped, correlation=0).draws(200_000, seed=5)
    shares = {label.ref: share.value for label, share in zip(found.shares.input, found.shares["first"], strict=True)}
    assert shares["base_chance"] == pytest.approx(100 * 0.02200 / (spread.var() / spread.mean() ** 2), abs=0.7)
    assert sum(shares.values()) == pytest.approx(95, abs=2)
    assert len(shares) == 23


def test_the_outlook_with_correlation_agrees_with_its_own_draws(shipped):
    product = outlook.probability(shipped)
    found = sensitivity(shipped, product, n=4096)
    assert found.correlation is shipped["outlook.correlation"]
    # the share of one guess from draws in the same copula: the variance of the mean in 200 parts, by that guess
    n = 100_000
    drawn = draw_correlated(product, 0.5, n)
    claims = {node.leaf.id: node for node in product.nodes if node.leaf}
    wanted = {}
    for id, alone in (
        ("base_chance", claims["base_chance"]),
        ("risks/territorial_deadlock/impact", 1 - claims["risks/territorial_deadlock/impact"]),  # more of it is worse
        ("risks/money_gap/likelihood", 1 - claims["risks/money_gap/likelihood"]),
    ):
        order = np.argsort(draw_correlated(alone, 0.5, n), kind="stable")
        means = [part.mean() for part in np.array_split(drawn[order], 200)]
        wanted[id] = 100 * np.var(means) / drawn.var()
    shares = {label.ref: share.value for label, share in zip(found.shares.input, found.shares["first"], strict=True)}
    assert {id: shares[id] for id in wanted} == pytest.approx(wanted, abs=1.5)


def test_only_what_is_ours_moves_together(shipped):
    ours = guess("a", 0, None, 1, "assumption") + guess("b", 0, None, 1, "assumption")
    theirs = guess("c", 0, None, 1)
    apart = sensitivity(shipped, guess("a", 0, None, 1, "assumption") + theirs, correlation=0.9)
    assert apart.correlation is None  # one guess alone moves with nothing
    found = sensitivity(shipped, ours + theirs, correlation=0.9, n=2048)
    assert found.correlation.value == 0.9
    # in uniform numbers the correlation of scores of 0.9 is 6/pi asin(0.45); V = 2 (1 + r) + 1 in twelfths
    r = 6 / np.pi * np.arcsin(0.45)
    variance = 2 * (1 + r) + 1
    shares = {str(label): share.value for label, share in zip(found.shares.input, found.shares["first"], strict=True)}
    assert shares["the c"] == pytest.approx(100 / variance, abs=1)
    assert shares["the a"] == pytest.approx(100 * (1 + r) ** 2 / variance, abs=1)  # E[b | a] is nearly linear


def test_the_correlation_of_the_case_is_taken_unless_another_is_asked_for(shipped):
    chance = outlook.probability(shipped)
    assert sensitivity(shipped, chance, correlation=0.2).correlation.value == 0.2
    assert sensitivity(shipped, chance, correlation=shipped["outlook.correlation"]).correlation.value == 0.5
    assert sensitivity(shipped, chance, correlation=1).shares["own_total"].iloc[0].value < 0.01


def test_a_pool_is_one_input(shipped):
    gap = reconstruction.gap(shipped.on("pooled"))
    found = sensitivity(shipped, gap)
    drawn = gap.draws(200_000)
    sides = {str(label): share.value for label, share in zip(found.shares.input, found.shares["first"], strict=True)}
    assert set(sides) == {"reconstruction need", "usable frozen assets"}
    usable = 100 * gap.args[1].draws(200_000).var() / drawn.var()
    assert sides["usable frozen assets"] == pytest.approx(usable, abs=1)
    assert sum(sides.values()) == pytest.approx(100, abs=0.5)


def test_a_share_leads_to_all_that_the_result_rests_on(shipped):
    chance = outlook.probability(shipped)
    row = sensitivity(shipped, chance).shares.iloc[0]
    assert chance.claims <= row["first"].claims
    assert row["first"].unit == "percent"
    assert row["first"].name == "sensitivity.outlook.probability.base_chance.first"
    assert row["first"].how == f"share of the variance that goes once the {row.input} is known"
    assert row.own_total.label == f"Stays once all but this is known: {row.input}"
    assert 0 <= row["first"].low < row["first"].value < row["first"].high <= 100


def test_inputs_are_called_as_asked_and_by_their_source_where_they_have_one_name(shipped):
    chance = outlook.probability(shipped)
    found = sensitivity(shipped, chance, names=outlook.movers(shipped).assumption)
    assert "starting chance" in list(map(str, found.shares.input))
    twins = [make_leaf(id, 1, "one", low=0, high=2, symbol="the sum") for id in ("x", "y")]
    assert list(map(str, inputs(twins[0] + twins[1]))) == ["the sum (x)", "the sum (y)"]
    named = sensitivity(shipped, twins[0] + twins[1], names=[Label("ours", "x")])
    assert sorted(map(str, named.shares.input)) == ["ours", "the sum (y)"]


def test_the_description_says_how_it_was_computed(shipped):
    chance = outlook.probability(shipped)
    words, places = sensitivity(shipped, chance, correlation=0).describe()
    assert "correlation" not in places
    assert all(f"{{{name}" in words for name in places)
    tied, more = sensitivity(shipped, chance).describe()
    assert set(more) - set(places) == {"correlation"}
    assert tied.startswith(words)
    assert str(places["software"]).startswith("Communique ")
    assert places["runs"].value == 1024 * 25
    assert more["runs"].value == 1024 * 48


@given(st.floats(0.1, 5), st.floats(-3, 3), st.integers(0, 3))
def test_shares_do_not_depend_on_the_unit_or_on_what_is_added(scale, shift, seed):
    case = None  # asked for nothing where a correlation is given
    whole = guess("x", 0, 1, 4) * guess("y", 1, 1, 2)
    one = sensitivity(case, whole, correlation=0, n=64, seed=seed)
    other = sensitivity(case, whole * number(scale) + number(shift), correlation=0, n=64, seed=seed)
    assert get_values(other, "first") == pytest.approx(get_values(one, "first"), abs=0.002)
    assert get_values(other, "total") == pytest.approx(get_values(one, "total"), abs=0.002)


def test_shares_are_the_same_at_each_run(shipped):
    gap = reconstruction.gap(shipped.on("pooled"))
    assert get_values(sensitivity(shipped, gap), "first") == get_values(sensitivity(shipped, gap), "first")
    assert get_values(sensitivity(shipped, gap), "first") != get_values(sensitivity(shipped, gap, seed=1), "first")


X = guess("x", -1, 0.5, 1)
REFUSED = [
    (X * 0 + 1, {}, "is the same whatever its inputs are"),
    (1 / X, {}, "has no value for some values of its inputs: it divides by zero"),
    ((X + 0.2).sqrt(), {}, "runs: it divides by zero or takes the square root of a negative number there"),
    (number(3, "one", "three").named("n", "Three"), {}, "no uncertain input reaches Three"),
    (replace_interval(number(3), 1, 9, X).named("f", "Found"), {}, "Found was found otherwise than by its formula"),
    (X, {"n": 1000}, "needs a power of 2 from 16 to 131072, such as 512 or 1024"),
    (X, {"seed": -1}, "a seed of -1; allowed: a whole number from 0"),
    (X, {"correlation": 1.5}, "correlation 1.5 is not from 0 to 1"),
    (X, {"correlation": float("nan")}, "correlation nan is not from 0 to 1"),
    (X, {"by": "hand"}, "sensitivity has by='hand'; allowed: communique or salib"),
]


@pytest.mark.parametrize(("result", "given", "message"), REFUSED, ids=[message[:40] for *_, message in REFUSED])
def test_what_is_refused(shipped, result, given, message):
    with pytest.raises(UsageError) as error:
        sensitivity(shipped, result, **given)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_inputs_of_a_certain_number_are_none(shipped):
    assert inputs(shipped["reconstruction.need"]) == []
