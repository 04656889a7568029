"""The probability factor by factor, worked by hand."""

from __future__ import annotations

import pytest

from analysis.compare.outlook import by_factor


def test_steps_to_a_tenth_add_up_to_the_result(shipped):
    frame = by_factor.steps(shipped)
    assert [step.value for step in frame.probability[:3]] == pytest.approx([50, 23, 19.6])  # the means of two coders
    assert [step.value for step in frame.change[:3]] == pytest.approx([50, -27, -3.4])
    assert sum(step.value for step in frame.change) == pytest.approx(by_factor.result(shipped).value) == 14.7
    assert frame.change[1].how == (
        "probability before it × (1 − likelihood (Deadlock over territory) × impact "
        "(Deadlock over territory)) − probability before it"
    )


def test_small_steps_in_a_row_are_one(shipped):
    frame = by_factor.waterfall(shipped)
    steps = dict(zip(map(str, frame.step), (step.value for step in frame.change), strict=True))
    assert steps["Smaller risks"] == pytest.approx(-1.1 - 1.6 - 0.8, abs=0.11)
    assert sum(steps.values()) == pytest.approx(14.7)
