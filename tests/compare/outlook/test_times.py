"""From when to when the probability counts."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.compare.outlook import times
from analysis.errors import MissingClaim
from tests.conftest import TINY, merge_folders


def test_the_horizon_counts_from_the_event_of_its_assumption(shipped):
    found = times.horizon(shipped)
    assert (str(found.start), str(found.end), found.event.ref) == (
        "28 December 2025",
        "28 December 2026",
        "events/meeting",
    )
    assert found.end.ref == "assumptions/horizon_year"
    half = load_case(override={"outlook.horizon": 0.5})
    assert str(times.horizon(half).end) == "28 June 2026"


def test_without_an_assumption_on_the_horizon_it_says_what_to_add(matters):
    with pytest.raises(MissingClaim, match="does not say what is its horizon"):
        times.horizon(matters)


@pytest.mark.parametrize(
    ("begins", "known"),
    [
        ("2025-12-28", "1 January 2026"),  # of the text that is analysed
        ("2027-03-01", "1 January 2026"),  # nobody knows anything of that day yet
    ],
)
def test_a_chance_is_of_a_day_that_has_come(tmp_path, begins, known):
    folder = merge_folders(TINY, TINY.parent / "matters", into=tmp_path / "case")
    for name, row in {
        "quantities": "outlook.horizon,horizon,year,0,,,How long,\n",
        "assumptions": "horizon,outlook.horizon,start,1,1,1,A year\n",
        "roles": "horizon,outlook.horizon,\n",
        "events": f"start,{begins},A start,,,meeting,,,,article,I p1,,,\n",
    }.items():
        with (folder / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write(row)
    assert str(times.known(load_case(folder))) == known
