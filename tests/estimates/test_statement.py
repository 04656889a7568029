"""Statements on Estimates: what holds, at the claims' own values and elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import UnitError, UsageError, at_least, denies, every, exceeds, falls_below, number, reaches, some
from tests.estimates.samples import need, people, usable


def test_comparisons_by_hand():
    assert exceeds(need(), usable()).holds
    assert not exceeds(need(), 800).holds  # 800 is not more than 800 ...
    assert reaches(need(), 800).holds  # ... but reaches it
    assert not falls_below(need(), 800).holds
    assert falls_below(need(), 0.81e3).holds
    assert exceeds(need(), 0).holds


def test_a_plain_number_is_in_the_unit_of_the_other():
    assert exceeds(need(), 799).holds
    assert not exceeds(need().to("trillion USD"), 1).holds


def test_unlike_units_and_empty_statements_are_refused():
    with pytest.raises(UnitError):
        exceeds(need(), people())
    for make in (lambda: every([]), lambda: some([]), lambda: at_least(3, [exceeds(need(), 1)])):
        with pytest.raises(UsageError, match="statements are to hold"):
            make()
    with pytest.raises(UsageError, match=r"\.holds"):
        bool(exceeds(need(), 1))


@given(st.lists(st.booleans(), min_size=1, max_size=6), st.data())
def test_counts_of_statements(truths, data):
    parts = [exceeds(number(1 if truth else -1), 0) for truth in truths]
    n = data.draw(st.integers(1, len(parts)))
    assert every(parts).holds == all(truths)
    assert some(parts).holds == any(truths)
    assert at_least(n, parts).holds == (sum(truths) >= n)
    assert denies(at_least(n, parts)).holds == (sum(truths) < n)


@given(st.lists(st.floats(-5, 5).filter(lambda x: x != 0), min_size=1, max_size=6), st.data())
def test_the_measure_is_above_zero_where_the_statement_holds(values, data):
    parts = [exceeds(number(1), 0) for _ in values]
    statement = at_least(data.draw(st.integers(1, len(parts))), parts)
    margins = {id(part.margin): np.array([value]) for part, value in zip(parts, values, strict=True)}
    for each in (statement, denies(statement)):
        assert (each.measure(margins) > 0).tolist() == each.judge(margins).tolist()
    assert set(map(id, statement.margins)) == margins.keys()
