"""Whether two results count the same thing."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.case.likeness import count_unlike_things, is_of_two_times

NEED, SURVEY = ("Rebuilding takes", "estimated,2025-12,"), ("The survey puts", "estimated,2025-06,")


@pytest.mark.parametrize(
    ("article", "survey", "unlike"),
    [
        ("", "", False),
        ("a sum", "", False),
        ("", "a need", False),
        ("a need", "a need", False),
        ("a sum", "a need", True),
    ],
)
def test_claims_with_different_bases_count_different_things(tiny, article, survey, unlike):
    text = (tiny / "claims.csv").read_text("utf-8")
    for base, (said, cell) in ((article, NEED), (survey, SURVEY)):
        assert f"{cell},,{said}" in text
        text = text.replace(f"{cell},,{said}", f"{cell}{base},,{said}")
    (tiny / "claims.csv").write_text(text, "utf-8")
    case = load_case(tiny)
    here, there = (case.on(basis) for basis in ("article", "all"))
    for key in ("reconstruction.need", "assets.frozen"):
        found = count_unlike_things(case.ledger, here[key], there[key])
        assert found is (unlike and key == "reconstruction.need")
    gaps = [on["reconstruction.need"] - on["assets.usable"] for on in (here, there)]
    assert count_unlike_things(case.ledger, *gaps) is unlike
    assert count_unlike_things(case.ledger, *reversed(gaps)) is unlike
    assert not count_unlike_things(case.ledger, here["reconstruction.need"], there["assets.usable"])


def test_claims_on_one_quantity_of_two_whole_years_are_of_two_times(tiny):
    text = (tiny / "claims.csv").read_text("utf-8")
    for old, new in (("estimated,2025-12,", "estimated,2030,"), ("estimated,2025-06,", "estimated,2035,")):
        assert old in text
        text = text.replace(old, new)
    before = load_case(tiny)
    (tiny / "claims.csv").write_text(text, "utf-8")
    after = load_case(tiny)
    for case, apart in ((before, False), (after, True)):  # two months of a year, and two years
        here, there = (case.on(basis) for basis in ("article", "all"))
        assert is_of_two_times(case.ledger, here["reconstruction.need"], there["reconstruction.need"]) is apart
        gaps = [on["reconstruction.need"] - on["assets.usable"] for on in (here, there)]
        assert is_of_two_times(case.ledger, *gaps) is apart
        assert not is_of_two_times(case.ledger, gaps[0], gaps[0])
        assert not is_of_two_times(case.ledger, here["reconstruction.need"], there["assets.usable"])
