"""What can be set, and that choosing a claim is the same as overriding the number with its value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load_case
from analysis.compare.quantities.numbers import find_number
from analysis.errors import CommuniqueError, UsageError
from analysis.explore.controls import IN_USE, NumberControl
from analysis.explore.numbers import (
    Settable,
    describe_allowed,
    find_inputs,
    find_reach,
    find_settable,
    list_rivals,
    list_settable,
)
from analysis.explore.questions import find_comparison
from analysis.explore.settings import Settings
from tests.conftest import TINY

SMALL = load_case(TINY)
KEYS = list(list_settable(SMALL))


def read_numbers(case) -> dict[str, tuple[float, frozenset[str]]]:
    """The value and the claims of every number of a case that has one."""
    found = {}
    for key in KEYS:
        try:
            number = find_number(case, key)
        except CommuniqueError:
            continue
        found[key] = (number.value, number.claims)
    return found


@given(data=st.data())
def test_choosing_any_claim_of_any_quantity_equals_the_case_with_that_value(data):
    key = data.draw(st.sampled_from(KEYS))
    control = NumberControl(find_settable(SMALL, key), SMALL, lambda: None, lambda _: None)
    _, claim = data.draw(st.sampled_from(control.chooser.options))
    control.chooser.value = claim
    override = {} if control.override is None else {key: control.override}
    if claim != IN_USE:
        chosen = next(one for one in SMALL.claims(key.partition("@")[0]) if one.id == claim)
        assert override == {key: SMALL.estimate(chosen).value}
        assert control.slider.min <= control.override <= control.slider.max
    gap = find_comparison("reconstruction.gap")
    set_here = Settings(SMALL, "tiny", gap, override=override).load()
    assert read_numbers(set_here) == read_numbers(load_case(TINY, override=override))
    assert (override == {}) == (read_numbers(set_here) == read_numbers(SMALL))


def test_each_subject_of_a_quantity_has_a_number_of_its_own():
    known = list_settable(load_case(TINY))
    assert [key for key in known if key.startswith("forces.cap")] == ["forces.cap@plan_high", "forces.cap@plan_low"]
    assert "reconstruction.need" in known
    assert [one.topic for one in known.values()] == sorted(one.topic for one in known.values())
    assert known["assets.usable"].title == "Usable frozen assets (assets.usable)"


def test_a_number_is_found_by_id_and_by_name_and_a_misspelt_one_names_the_nearest():
    case = load_case(TINY)
    assert find_settable(case, "Frozen assets").key == find_settable(case, "assets.frozen").key == "assets.frozen"
    with pytest.raises(
        UsageError, match=r"^tiny has no number 'assets.frozn' that can be set \(nearest: assets.frozen"
    ):
        find_settable(case, "assets.frozn")


def test_claims_of_the_same_number_and_source_are_told_apart_by_their_ids(tiny):
    rows = (tiny / "claims.csv").read_text().splitlines()
    again = (
        next(row for row in rows if row.startswith("need_survey,"))
        .replace("need_survey,", "need_again,", 1)
        .replace("p. 3", "p. 4")
    )
    (tiny / "claims.csv").write_text("\n".join([*rows, again.replace(",preferred,", ",normal,")]) + "\n")
    texts = [rival.text for rival in list_rivals(load_case(tiny), "reconstruction.need")]
    assert len(set(texts)) == 3
    assert texts[1].endswith("(need_survey)")
    assert texts[2].endswith("(need_again)")


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [(0, 100, "from 0 to 100"), (0, float("inf"), "0 or more"), (float("-inf"), 1, "1 or less"), (-1e400, 1e400, "")],
)
def test_what_a_number_may_be_is_said(least, most, words):
    assert describe_allowed(Settable("a.b", "b", "percent", least, most)) == words


def test_a_slider_holds_every_claim_and_stays_within_what_a_number_may_be():
    case = load_case(TINY)
    settable = list_settable(case)
    assert "reconstruction.need" in settable
    for key, one in settable.items():
        reach = find_reach(find_number(case, key), one, list_rivals(case, key))
        assert one.least <= reach.low < reach.high <= one.most
        assert all(reach.low <= rival.value <= reach.high for rival in list_rivals(case, key))


def test_inputs_are_in_order_of_use_also_where_one_is_set():
    gap = find_comparison("reconstruction.gap").function
    case = load_case(TINY, override={"reconstruction.need": 500})
    assert find_inputs(case, [gap(case)], 6) == ["reconstruction.need", "assets.usable"]
    assert find_inputs(case, [gap(case)], 1) == ["reconstruction.need"]
