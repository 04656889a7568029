"""Which subject a text names."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.matching.stems import split_stems
from analysis.matching.subjects import SubjectNames, list_names


@pytest.fixture(scope="module")
def names() -> SubjectNames:
    return SubjectNames(load_case())


def weigh(text: str, language: str = "en") -> dict[str, float]:
    words = dict.fromkeys((stem.stem for stem in split_stems(text, language)), 1.0)
    return words | dict.fromkeys((part for part in text.replace("-", " ").split() if part.isdigit()), 1.0)


def test_a_party_is_named_by_its_name_and_a_state_in_each_language(names):
    parties = ["ukraine", "russia", "united_states"]
    assert names.guess(parties, weigh("Russia says so")) == "russia"
    assert names.guess(parties, weigh("Das sagen die Vereinigten Staaten", "de")) == "united_states"
    assert names.guess(parties, weigh("Так вважає Україна", "uk")) == "ukraine"
    assert names.guess(parties, weigh("Nobody says so")) == ""


def test_digits_tell_plans_apart(names):
    assert names.guess(["plan_20", "plan_28"], weigh("the 28-point plan")) == "plan_28"


def test_a_nearer_name_wins(names):
    weights = weigh("Ukraine Russia") | {"russia": 0.4}
    assert names.guess(["russia", "ukraine"], weights) == "ukraine"


def test_every_kind_of_subject_has_a_name():
    found = list_names(load_case())
    assert {"plan_20", "ukraine", "trump"} <= found.keys()
    assert all(found.values())
