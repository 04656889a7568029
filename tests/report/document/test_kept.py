"""What a process keeps of what it has made: found by its key, and no more than is allowed."""

from __future__ import annotations

from collections import OrderedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.document.kept import Kept, compute_key


def test_a_result_is_made_once_until_it_is_forgotten():
    kept, made = Kept[str](most=10), []

    def make(text: str) -> str:
        made.append(text)
        return text

    for text in ("aaaa", "bbbb", "aaaa", "cccc", "bbbb"):
        assert kept.find_or_make(compute_key(text.encode()), lambda text=text: make(text), len) == text
    assert made == ["aaaa", "bbbb", "cccc", "bbbb"]  # b went for c, as a had been asked for since


def test_what_is_larger_than_all_that_may_be_kept_is_made_each_time_and_drives_out_nothing():
    kept = Kept[str](most=3)
    assert kept.find_or_make(b"small", lambda: "abc", len) == "abc"
    assert [kept.find_or_make(b"large", lambda text=text: text, len) for text in ("four", "more")] == ["four", "more"]
    assert kept.find_or_make(b"small", lambda: "new", len) == "abc"


def test_nothing_is_kept_of_what_fails():
    kept = Kept[str](most=3)
    with pytest.raises(ZeroDivisionError):
        kept.find_or_make(b"key", lambda: str(1 // 0), len)
    assert kept.find_or_make(b"key", lambda: "abc", len) == "abc"


def test_clearing_forgets_everything():
    kept = Kept[str](most=3)
    kept.find_or_make(b"key", lambda: "old", len)
    kept.clear()
    assert kept.find_or_make(b"key", lambda: "new", len) == "new"
    assert kept.size == 3


@given(st.lists(st.text(alphabet="abc", max_size=6)), st.integers(0, 20))
def test_it_never_holds_more_than_is_allowed_and_the_one_used_last_stays(texts, most):
    kept, model = Kept[str](most), OrderedDict()
    found = []
    for text in texts:
        found.append(kept.find_or_make(text.encode(), lambda text=text: text, len))
        model[text] = len(text)
        model.move_to_end(text)
        while sum(model.values()) > most:
            model.popitem(last=False)
    assert found == texts
    assert kept.size <= most
