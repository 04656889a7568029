"""A number as plain values is the same number again, but for the cards of its claims."""

from __future__ import annotations

import marshal

import pytest
from hypothesis import given

from analysis import number
from analysis.estimates.constructors import make_leaf, parameter
from analysis.estimates.leaf import Leaf
from analysis.estimates.plain import list_plain, restore_plain
from analysis.show.bundle import build_number
from tests.estimates.samples import claims, need, people, usable


def restore(estimate):
    """As another process gets it."""
    return restore_plain(marshal.loads(marshal.dumps(list_plain(estimate), 2)))


@given(first=claims(), second=claims(), third=claims())
def test_a_number_travels_and_comes_back_the_same(first, second, third):
    whole = ((first - second) / third * 2).named("a.result", "Result")
    found = restore(whole)
    assert build_number(found) == build_number(whole)
    assert [leaf.key for leaf in found.leaves] == [leaf.key for leaf in whole.leaves]
    assert len(found.nodes) == len(whole.nodes)


def test_a_claim_that_is_used_twice_is_one_variable_still():
    gap = need() - usable()
    assert (restore(gap - gap).low, restore(gap - gap).high) == (0, 0)


@pytest.mark.parametrize("estimate", [need() / people(), parameter("share", 0.25), number(2, "USD").to("billion USD")])
def test_formula_unit_and_interval_are_kept(estimate):
    found = restore(estimate)
    assert (found.how, found.unit, found.low, found.high) == (estimate.how, estimate.unit, estimate.low, estimate.high)


def test_the_card_of_a_claim_is_refused():
    with pytest.raises(LookupError, match="card"):
        _ = restore(need()).leaves[0].origin


def test_what_depends_on_more_than_plain_values_is_none():
    held = (need() - usable()).at("usable", "low")
    assert list_plain(held) is None
    member = Leaf("a", "claim", 1.0, 0.0, 2.0)
    pool = make_leaf("pool", 1, "one")
    vars(pool.leaf)["members"] = ((member, 1.0),)
    assert list_plain(pool) is None
