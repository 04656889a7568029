"""Numbers that are kept for the runs of a sweep are those that each run would write."""

from __future__ import annotations

import pytest

from analysis import compare, kept_results, load_case, number, parameter
from analysis.estimates.estimate import Estimate
from analysis.messages import use_language
from analysis.show import bundle
from analysis.show.bundle import build_number
from tests.conftest import TINY


@pytest.fixture
def keeping(monkeypatch):
    monkeypatch.setattr(kept_results, "_results", kept_results._Results())

    def write(estimate: Estimate, *options: object) -> object:
        kept_results.begin_run()
        part = build_number(estimate, *options)
        kept_results.learn_results(kept_results.report_run())
        return part

    return write


@pytest.mark.parametrize("options", [("",), ("signed,range",), ("", 2)])
@pytest.mark.parametrize("name", ["gap", "need", "set", "plain"])
def test_a_kept_number_is_the_one_a_run_would_write(keeping, monkeypatch, name, options):
    case = load_case(TINY)
    gap = compare.reconstruction.gap(case)
    found = {"gap": gap, "need": case["reconstruction.need"], "set": parameter("share", 0.5) * gap, "plain": number(2)}
    parts = [keeping(found[name], *options) for _ in range(2)]
    monkeypatch.setattr(bundle, "_build_number", lambda *_: pytest.fail("it is written again"))
    assert keeping(found[name], *options) == parts[0] == parts[1]


def test_each_language_has_its_own(keeping):
    share = number(1.5, "billion USD")
    english = [keeping(share) for _ in range(3)]
    with use_language("uk"):
        ukrainian = [keeping(share) for _ in range(3)]
    assert {one.text for one in english} == {"$1.5 billion"}
    assert len({one.text for one in ukrainian}) == 1
    assert english[0].text != ukrainian[0].text


def test_a_number_that_says_who_states_a_claim_is_written_by_each_run(keeping):
    """Two claims with one symbol are told apart by their sources, which are on their cards."""
    case = load_case(TINY)
    first, other = (case.value(claim) for claim in case.claims("reconstruction.need")[:2])
    pair = first - other
    parts = [keeping(pair) for _ in range(4)]
    assert parts[0].how.count("(") == 2
    assert parts == [build_number(pair)] * 4
    assert not kept_results._results.kept


def test_where_a_case_has_units_of_its_own_nothing_is_kept(keeping, monkeypatch):
    monkeypatch.setattr(bundle, "list_definitions", lambda: ["truck = 20 tonne"])
    assert keeping(number(2)) == keeping(number(2))
    assert kept_results._results.asked == set()
