"""Which claim counts, and which values a reader may set."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import limits, load_case
from analysis.errors import CaseError, MissingClaim, UsageError
from tests.case.test_ledger import replace_text
from tests.conftest import TINY

KEY = "reconstruction.need"


def get_refusal(folder, override) -> str:
    with pytest.raises(UsageError) as refused:
        load_case(folder, override=override)
    return str(refused.value)


@pytest.fixture
def bounded(tiny):
    """The tiny case, in which the need is from 10 to 1,000."""
    replace_text(tiny, "quantities", "reconstruction need,billion USD,0,,", "reconstruction need,billion USD,10,1000,")
    return tiny


@pytest.mark.parametrize("value", [10, 10.5, 1000])
def test_a_value_up_to_both_bounds_can_be_set(bounded, value):
    found = load_case(bounded, override={KEY: value})[KEY]
    assert (found.value, found.claims) == (value, {f"parameter:{KEY}"})
    assert (found.leaf.minimum, found.leaf.maximum) == (10e9, 1000e9)


@pytest.mark.parametrize("value", [9.5, 1000.5, -1, math.inf, math.nan, True, "5"])
def test_a_value_beyond_a_bound_or_no_number_is_refused(bounded, value):
    said = get_refusal(bounded, {KEY: value})
    assert said == f"{KEY} is set to {value!r}; allowed: a number from 10 to 1000, in billion USD"


def test_a_quantity_may_have_one_bound_or_none(tiny):
    assert get_refusal(tiny, {KEY: -1}).endswith("allowed: a number from 0, in billion USD")
    replace_text(tiny, "quantities", "reconstruction need,billion USD,0,,", "reconstruction need,billion USD,,,")
    assert load_case(tiny, override={KEY: -1})[KEY].value == -1
    assert get_refusal(tiny, {KEY: math.inf}).endswith("allowed: a number, in billion USD")


@given(st.floats(-50, 50, allow_subnormal=False).map(lambda value: round(value, 6)))
def test_the_bound_divides_what_is_taken_from_what_is_refused(value):
    try:
        taken = load_case(TINY, override={KEY: value})[KEY].value == pytest.approx(value)
    except UsageError:
        taken = False
    in_dollars = abs(value) * 1e9
    assert taken == (value == 0 or (value > 0 and in_dollars >= limits.MIN_NUMBER))


def test_a_value_is_set_for_one_subject_or_for_all():
    one = load_case(TINY, override={"forces.cap@plan_low": 5})
    assert [one["forces.cap", plan].value for plan in ("plan_low", "plan_high")] == [5, 800_000]
    both = load_case(TINY, override={"forces.cap": 5, "forces.cap@plan_high": 6})
    assert [both["forces.cap", plan].value for plan in ("plan_low", "plan_high")] == [5, 6]
    assert both["forces.cap", "plan_low"].claims == {"parameter:forces.cap"}


@pytest.mark.parametrize(
    ("override", "said"),
    [
        (
            {"forces.cap@plan_lo": 5},
            "tiny has no claim on forces.cap of 'plan_lo' (nearest: plan_low); there are: plan_low, plan_high",
        ),
        ({"reconstruction.need@ukraine": 5}, "tiny has no claim on reconstruction.need of 'ukraine'; there are: none"),
        ({"reconstruction.nead": 5}, "no quantity 'reconstruction.nead' in tiny (nearest: reconstruction.need)"),
    ],
)
def test_what_nobody_speaks_of_cannot_be_set(override, said):
    assert get_refusal(TINY, override) == said


@pytest.mark.parametrize("unit", ["date", "text"])
def test_only_numbers_can_be_set(tiny, unit):
    replace_text(tiny, "quantities", "forces.prewar,", f"x.y,a thing,{unit},,,,A thing,,\nforces.prewar,")
    assert get_refusal(tiny, {"x.y": 5}) == f"x.y is a {unit}; only numbers can be set"


def test_an_assumption_counts_where_nobody_claims_and_for_its_subject_only(tiny):
    replace_text(tiny, "quantities", "forces.prewar,", "x.y,a thing,item,0,,,A thing,,\nforces.prewar,")
    header = (tiny / "assumptions.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    row = dict.fromkeys(header, "")
    row |= {header[0]: "guess", "quantity": "x.y", "subject": "ukraine", "value": "7", "low": "5", "high": "9"}
    row |= {"reason": "Ours."}
    (tiny / "assumptions.csv").write_text(",".join(header) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    case = load_case(tiny)
    assert (case["x.y"].value, case["x.y"].low, case["x.y"].high) == (7, 5, 9)
    assert (case["x.y"].claims, case["x.y"].qualifier, case["x.y"].leaf.kind) == ({"guess"}, "about", "assumption")
    assert case["x.y", "ukraine"].value == 7
    with pytest.raises(MissingClaim, match=r"no claim on x\.y of united_states"):
        _ = case["x.y", "united_states"]


def test_of_equal_rivals_the_second_is_named_with_its_line(tiny):
    replace_text(tiny, "claims", "588 billion,2026-01-02,,,preferred", "588 billion,2026-01-02,,,normal")
    with pytest.raises(CaseError, match=r"claims\.csv:3:rank: found 'normal'.*need_article, need_survey are equal"):
        _ = load_case(tiny, basis="all")[KEY]
    assert load_case(tiny, basis="article")[KEY].value == 800


def test_a_count_is_exact_and_cannot_be_below_nothing():
    case = load_case(TINY)
    parties = list(case.ledger.tables["parties"].values())
    count = case.count("parties", parties, "parties")
    assert (count.value, count.low, count.high, count.qualifier) == (len(parties),) * 3 + ("exact",)
    assert (count.leaf.minimum, count.leaf.maximum, count.leaf.kind) == (0, math.inf, "count")
