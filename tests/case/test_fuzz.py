"""A hundred and twenty cases changed at random, the same in every run; `python -m tests.case.fuzz` tries any number."""

from __future__ import annotations

import pytest

from tests.case import fuzz

PER_TEST = 30


@pytest.mark.parametrize("first", range(0, 120, PER_TEST))
def test_a_changed_case_is_refused_in_few_lines_or_all_of_it_works(first):
    outcomes = dict(fuzz.run(range(first, first + PER_TEST)))
    failed = {seed: outcome for seed, outcome in outcomes.items() if outcome not in ("refused", "sound")}
    assert not failed, "".join(
        f"--- python -m tests.case.fuzz --count 1 --seed {seed}\n{failed[seed]}" for seed in failed
    )
    assert list(outcomes.values()).count("refused") > PER_TEST // 2
    assert "sound" in outcomes.values()


def test_the_same_seed_makes_the_same_case():
    assert fuzz.make_case(7) == fuzz.make_case(7)
    assert len({repr(fuzz.make_case(seed)) for seed in range(50)}) > 45


def test_a_defect_is_found(monkeypatch):
    monkeypatch.setattr(fuzz, "use_sound_case", lambda case, dice: 1 / 0)
    assert any("ZeroDivisionError" in outcome for _, outcome in fuzz.run(range(40)))
