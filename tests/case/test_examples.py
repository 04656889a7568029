"""The example rows of a new case: whatever is chosen of them is a sound case that meets the needs it was chosen for."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import load_case
from analysis.case.examples import read_examples, select_examples
from analysis.case.needs import describe_unmet
from analysis.case.schema import TABLES
from analysis.case.template import create_case, find_placeholders

NEEDS = [*read_examples()["roles"], *(name for name in read_examples() if name != "roles")]


@given(st.sets(st.sampled_from(NEEDS), max_size=6))
@settings(max_examples=15)
def test_rows_chosen_for_any_needs_make_a_sound_case_that_meets_them(needs):
    with tempfile.TemporaryDirectory() as place:
        create_case(Path(place) / "case", {"some_report": sorted(needs)}, with_first=False)
        case = load_case(Path(place) / "case")
        assert describe_unmet(case.ledger, needs) == ""
        left = dict(find_placeholders(case.ledger, case.descriptor))
        assert "sources.csv" in left  # the analysed text, which every case has


def test_only_what_is_needed_is_chosen():
    rows = select_examples(["share_held"])
    counts = {name: len(found) for name, found in rows.items() if found}
    assert counts == {"sources": 1, "quantities": 1, "claims": 2, "regions": 2, "roles": 1}
    assert {name: len(found) for name, found in select_examples([]).items() if found} == {"sources": 1}


def test_every_example_row_is_chosen_by_some_need():
    chosen = select_examples(NEEDS)
    assert {name: len(rows) for name, rows in chosen.items()} == {n: len(rows) for n, rows in read_examples().items()}
    assert set(chosen) <= set(TABLES)


def test_no_text_of_the_example_stands_in_a_case_of_its_own():
    for name in ("mar-a-lago-2025-12-28", "un-climate-finance-2024"):
        case = load_case(name)
        assert find_placeholders(case.ledger, case.descriptor) == []
