"""What forked runs say they computed is computed again by the process that forks, and found by its content alone."""

from __future__ import annotations

import marshal
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import kept_results
from analysis.kept_results import begin_run, find_kept, is_keeping, learn_results, report_run

CALLS: list[object] = []
PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text()),
    lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple),
    max_leaves=8,
)


def describe(*values: object) -> str:
    CALLS.append(values)
    return repr(values)


def fail(text: str) -> str:
    raise LookupError(text)


@pytest.fixture(autouse=True)
def _own_results(monkeypatch):
    monkeypatch.setattr(kept_results, "_results", kept_results._Results())
    CALLS.clear()


def run(*values: object) -> str | None:
    """A run that asks for a result, and what the process that forks learns of it."""
    begin_run()
    found = find_kept(describe, *values)
    learn_results(report_run())
    return found


def test_a_result_is_kept_once_two_runs_have_asked_for_it():
    assert [run("a", 1) for _ in range(4)] == [None, None, "('a', 1)", "('a', 1)"]
    assert CALLS == [("a", 1)]


def test_what_only_one_run_asks_for_is_never_computed_for_others():
    assert [run("a", number) for number in range(5)] == [None] * 5
    assert CALLS == []


def test_a_run_that_asks_twice_says_so_once():
    begin_run()
    for _ in range(2):
        find_kept(describe, "a")
    (digest,) = report_run()
    assert len(digest) == 16


@given(first=PLAIN, second=PLAIN)
def test_what_is_kept_for_a_value_is_what_the_function_returns_for_it(first, second):
    kept_results._results = kept_results._Results()
    found = [run(value) for value in (first, first, second, second)]
    assert found[0] is None
    assert [run(first), run(second)] == [repr((first,)), repr((second,))]


@pytest.mark.parametrize("others", [(1, 1.0, True), (0.0, -0.0), ((1,), [1]), ("1", b"1"), (None, "")])
def test_values_that_are_equal_but_not_the_same_are_told_apart(others):
    for value in others:
        run(value), run(value)
    assert [run(value) for value in others] == [repr((value,)) for value in others]


def test_a_value_that_is_no_number_is_found_again():
    run(math.nan), run(math.nan)
    assert run(math.nan) == "(nan,)"


class Text(str):
    """A text that is more than a text, as a word of ours is, which depends on the language."""


@pytest.mark.parametrize("value", [Text("a"), object(), [Text("a")]])
def test_what_is_no_plain_value_is_left_to_the_run(value):
    begin_run()
    assert find_kept(describe, value) is None
    assert report_run() == []


def test_an_error_is_left_to_the_run_that_meets_it():
    for _ in range(3):
        begin_run()
        assert find_kept(fail, "a") is None
        learn_results(report_run())
    assert not kept_results._results.kept


def test_outside_a_run_nothing_is_kept_or_noted():
    assert not is_keeping()
    assert find_kept(describe, "a") is None
    assert report_run() == []


def test_a_run_says_what_it_computed_from_and_never_what_came_out():
    """So a function that a notebook has replaced in its own process is replaced in no other."""
    run("a")
    begin_run()
    find_kept(describe, "a")
    (content,) = report_run()
    assert marshal.loads(content) == (f"{__name__}:describe", ("a",))


def test_what_is_kept_has_a_bound(monkeypatch):
    monkeypatch.setattr(kept_results, "_MOST_BYTES", 1_000)
    monkeypatch.setattr(kept_results, "_MOST_DIGESTS", 10)
    sizes = []
    for number in range(40):
        run("a" * 90, number), run("a" * 90, number)
        sizes.append((len(kept_results._results.kept), len(kept_results._results.asked)))
    assert max(kept for kept, _ in sizes) < 10
    assert max(asked for _, asked in sizes) <= 10
    assert sizes[-1][0]


@pytest.mark.parametrize("reported", [[b"x" * 40], [b""], [b"x" * 16]])
def test_what_a_notebook_has_spoilt_is_passed_over(reported):
    learn_results(reported)
    assert not kept_results._results.kept
