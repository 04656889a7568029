"""The probability factor by factor, worked by hand."""

from __future__ import annotations

import csv
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import load_case
from analysis.compare.outlook import by_factor, chance, risks
from tests.conftest import TINY, merge_folders


def test_steps_to_a_tenth_add_up_to_the_result(shipped):
    frame = by_factor.steps(shipped)
    assert [step.value for step in frame.probability[:3]] == pytest.approx([50, 23, 16.8])  # the means of two coders
    assert [step.value for step in frame.change[:3]] == pytest.approx([50, -27, -6.2])
    assert sum(step.value for step in frame.change) == pytest.approx(by_factor.result(shipped).value) == 14.7
    assert frame.change[1].how == (
        "probability before it × (1 − likelihood (Deadlock over territory) × impact "
        "(Deadlock over territory)) − probability before it"
    )


def test_small_steps_in_a_row_are_one(shipped):
    frame = by_factor.waterfall(shipped)
    steps = dict(zip(map(str, frame.step), (step.value for step in frame.change), strict=True))
    assert steps["Smaller risks"] == pytest.approx(-1.5 - 0.9 - 0.8)
    assert steps["Smaller positive factors"] == pytest.approx(0.8 + 1.3)
    assert sum(steps.values()) == pytest.approx(14.7)


@pytest.fixture
def outlook_folder(tmp_path):
    return merge_folders(TINY, TINY.parent / "matters", into=tmp_path / "matters")


FACTORS = st.lists(
    st.tuples(st.sampled_from(("risk", "positive")), st.integers(1, 10), st.integers(1, 10)), min_size=1, max_size=5
)


def write_risks(folder, factors):
    """Gives a case these factors in place of its own, likelihood and impact in tenths."""
    path = folder / "risks.csv"
    with path.open(encoding="utf-8", newline="") as file:
        old, *_ = csv.DictReader(file)
    rows = []
    for at, (kind, likelihood, impact) in enumerate(factors):
        codes = {
            name: code / 10
            for stem, code in (("likelihood", likelihood), ("impact", impact))
            for name in (stem, f"{stem}_low", f"{stem}_high")
        }
        rows.append({**old, "risk_id": f"factor_{at}", "name": f"Factor {at}", "kind": kind, **codes})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(old))
        writer.writeheader()
        writer.writerows(rows)
    return load_case(folder)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(factors=FACTORS)
def test_the_chance_is_the_mean_over_all_ways_in_which_the_factors_may_occur(outlook_folder, factors):
    """And the factor that is named as the strongest is the heaviest in one figure and the longest step in the other."""
    case = write_risks(outlook_folder, factors)
    start, mean = 50, 0.0  # the base of the case, in per cent
    for occurs in product((True, False), repeat=len(factors)):
        likely, given_these = 1.0, 1.0
        for here, (kind, likelihood, impact) in zip(occurs, factors, strict=True):
            likely *= likelihood / 10 if here else 1 - likelihood / 10
            given_these *= (1 - impact / 10 if kind == "risk" else 1 + impact / 10) if here else 1
        mean += likely * start * given_these
    assert chance.probability(case).value == pytest.approx(min(mean, 100))
    strongest = risks.strongest(case)
    assert str(risks.factors(case)["name"].iloc[0]) == str(strongest)
    if mean > 100:
        return  # the cap cuts off a step
    frame = by_factor.waterfall(case)
    moved = {str(row.step): abs(row.change.value) for row in frame.iloc[1:].itertuples()}
    own = [size for step, size in moved.items() if step.startswith("Factor")]
    assert moved[str(strongest)] >= max(own) - 0.11  # steps are rounded to a tenth


def test_a_risk_of_a_quarter_outweighs_a_positive_factor_of_more(outlook_folder):
    case = write_risks(outlook_folder, [("positive", 7, 4), ("risk", 3, 8)])  # 1.28 against 1 / 0.76
    assert str(risks.strongest(case)) == "Factor 1"
    weights = dict(zip(map(str, risks.factors(case)["name"]), risks.factors(case).weight, strict=True))
    assert weights["Factor 1"].value == pytest.approx(0.24)
    assert weights["Factor 0"].value == pytest.approx(0.28 / 1.28)
    assert [step.value for step in by_factor.steps(case).change] == pytest.approx([50, -12, 10.6])
