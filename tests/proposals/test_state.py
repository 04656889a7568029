"""What a review table is based on: files that may only have grown since."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.case.files import open_files
from analysis.proposals.state import LedgerState, describe_content, describe_ledger, parse_state


@given(st.binary(), st.binary(), st.integers(1, 10**6), st.integers(1, 10**6), st.dates())
def test_the_cell_of_a_row_says_what_was_there(claims, waivers, row, total, day):
    state = LedgerState({"claims.csv": describe_content(claims), "waivers.csv": describe_content(waivers)}, day)
    assert parse_state(state.format_row(row, total)) == (state, row, total)


@pytest.mark.parametrize("text", ["", "row 1 of 2", LedgerState().format_row(1, 1).replace("-01-01", "-13-01")])
def test_another_text_is_no_state(text):
    assert parse_state(text) is None


@given(st.binary(), st.binary(min_size=1))
def test_a_file_may_grow_and_not_change(content, more):
    state = describe_content(content)
    assert (state.begins(content), state.begins(content + more)) == (True, True)
    assert not describe_content(content + more).begins(content)
    assert content.startswith(more) or not describe_content(more).begins(content)


def test_the_state_is_that_of_the_two_files_that_accepting_writes(tiny):
    state = describe_ledger(open_files(tiny), date(2026, 11, 29))
    assert state.files["claims.csv"] == describe_content((tiny / "claims.csv").read_bytes())
    assert list(state.files) == ["claims.csv", "waivers.csv"]
