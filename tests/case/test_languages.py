"""Language tags: any that BCP 47 has is taken, a wrong one is refused with the nearest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.case import languages
from analysis.case.columns import read_texts
from analysis.case.schema import Source

_VALID = """en uk zh-Hans sr-Latn es-419 de-CH-1901 x-private EN-us en-Latn-US sl-rozaj-biske i-klingon en-GB-oed
zh-cmn-Hans-CN en-a-myext-b-another en-US-x-twain qaa und mul en-QQ de-DD iw crh-Cyrl rue"""


@pytest.mark.parametrize("tag", _VALID.split())
def test_a_tag_of_registered_subtags_is_taken(tag):
    assert languages.is_valid(tag)
    assert read_texts(Source, "language", [tag]) == ({tag: tag}, {})


@pytest.mark.parametrize(
    ("tag", "nearest"),
    [
        ("en_US", "en-US"),
        ("en-UK", "en-GB"),
        ("ukr", "uk"),
        ("ger", "de"),
        ("ua", "uk"),
        ("cz", "cs"),
        ("zh-Hanz", "zh-Hant"),
        ("sr-Latin", "sr-Latn"),
        ("en-840", "en-US"),
        ("de-1901-1901", ""),
        ("en-", "en"),
        ("xx", ""),
        ("a", ""),
        ("english", ""),
        ("ｅｎ", ""),
        ("en-a", ""),
    ],
)
def test_a_wrong_tag_is_refused_with_the_nearest(tag, nearest):
    assert not languages.is_valid(tag)
    _, wrong = read_texts(Source, "language", [tag])
    assert wrong[tag].allowed.startswith("a BCP 47 tag such as")
    if nearest:
        assert wrong[tag].allowed.endswith(f" (nearest: {nearest})")


@given(st.text(max_size=12) | st.text("enuk-x01_HanslLtn", max_size=16))
def test_no_text_makes_it_stumble(tag):
    assert languages.is_valid(tag) in (True, False)
