"""How much passages share with a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.matching.passages import PassageIndex

STEMS = st.sets(st.sampled_from("abcdefgh"))


def test_a_rare_stem_counts_more_than_a_frequent_one():
    index = PassageIndex([{"a", "b"}, {"a", "c"}, {"a", "d"}])
    frequent, rare = index.compare({"a": 1.0})[0], index.compare({"b": 1.0})[0]
    assert 0 < frequent < rare


def test_a_shorter_passage_is_more_like_what_it_shares():
    short, long = PassageIndex([{"a"}, {"a", "b", "c", "d"}, {"x"}]).compare({"a": 1.0})[:2]
    assert short > long


def test_no_passage_is_compared_with_none():
    assert len(PassageIndex([]).compare({"a": 1.0})) == 0


@given(st.lists(STEMS, min_size=1, max_size=6), st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0, 1)))
def test_more_of_the_same_words_never_makes_a_passage_less_like(passages, weights):
    index = PassageIndex([sorted(one) for one in passages])
    before = index.compare(weights)
    after = index.compare(weights | {"a": 1.0})
    assert all(after >= before)
    assert all((before > 0) <= [bool(index.list_shared(at, weights)) for at in range(len(passages))])
