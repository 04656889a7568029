"""Cross-references in a notebook: by the caption of what was shown, else by the key in words, in any order of cells."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import bars, compare, load_case, say, see, table
from analysis.contract import BUNDLE_MIME, ReferencePart
from analysis.show import reference
from tests.conftest import TINY


@pytest.fixture
def notebook(monkeypatch):
    """As in a kernel in which nothing has been shown yet."""
    monkeypatch.setattr(reference, "_names", {})
    monkeypatch.setattr(reference, "find_notebook_shell", object)


@pytest.fixture(scope="module")
def steps():
    return table(pd.DataFrame({"step": ["first"]}), "The steps, one by one.", key="all_steps")


def read(template: str, key: str = "all_steps") -> str:
    return say(template, place=see(key))._repr_mimebundle_()["text/plain"]


def test_what_was_not_shown_is_called_by_its_key_in_words(notebook):
    assert read("Each is in {place} ({place}).") == "Each is in “all steps” (“all steps”)."


def test_what_was_shown_is_called_by_its_caption(notebook, steps):
    steps._repr_mimebundle_()
    assert read("Each is in {place}.") == "Each is in the table “The steps, one by one”."
    assert read("{place} has each. {place} is long.") == (
        "The table “The steps, one by one” has each. The table “The steps, one by one” is long."
    )
    levels = compare.forces.levels(load_case(TINY))
    bars(levels, "Caps are high", key="levels", label="level", value="amount")._repr_mimebundle_()
    assert read("See {place}.", "levels") == "See the figure “Caps are high”."


def test_a_cell_that_is_run_again_with_another_caption_counts_from_then_on(notebook, steps):
    steps._repr_mimebundle_()
    before = read("See {place}.")
    table(pd.DataFrame({"step": ["first"]}), "Steps", key="all_steps")._repr_mimebundle_()
    assert (before, read("See {place}.")) == ("See the table “The steps, one by one”.", "See the table “Steps”.")


def test_a_long_caption_is_shortened(notebook):
    table(pd.DataFrame({"a": ["b"]}), "word " * 30, key="all_steps")._repr_mimebundle_()
    said = read("See {place}.")
    assert said == f"See the table “{'word ' * 11}…”."


def test_outside_a_notebook_nothing_is_kept(monkeypatch, steps):
    monkeypatch.setattr(reference, "_names", {})
    steps._repr_mimebundle_()
    assert read("See {place}.") == "See “all steps”."


def test_what_a_report_reads_is_the_key_whatever_was_shown(notebook, steps):
    sentence = say("See {place}.", place=see("all_steps"))
    before = sentence._repr_mimebundle_()[BUNDLE_MIME]
    steps._repr_mimebundle_()
    assert sentence._repr_mimebundle_()[BUNDLE_MIME] == before
    assert {"see": "all_steps"} in before["text"]


@given(st.lists(st.sampled_from(["a. ", "b ", "c? ", "(", ReferencePart("some_key")]), max_size=8))
def test_no_reference_is_left_and_every_other_part_stays(parts):
    named = [*reference.name_references(parts)]
    assert [new for new, old in zip(named, parts, strict=True) if isinstance(old, str)] == [
        old for old in parts if isinstance(old, str)
    ]
    assert not any(isinstance(new, ReferencePart) for new in named)
