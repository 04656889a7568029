"""Types of works say what kind of source a work is only where they do."""

from __future__ import annotations

import pytest

from analysis.bibliography.kinds import find_kind, name_bibtex_type, name_ris_type
from analysis.case.columns import list_choices
from analysis.case.schema import Source

WORDS = list_choices(Source.model_fields["kind"].annotation)


@pytest.mark.parametrize(
    ("type", "expected"),
    [
        (name_ris_type("NEWS"), "press"),
        (name_ris_type("JOUR"), "article"),
        (name_ris_type("ELEC"), ""),
        (name_ris_type("nonsense"), ""),
        (name_bibtex_type("article", "magazine"), "press"),
        (name_bibtex_type("ARTICLE"), "article"),
        (name_bibtex_type("book", "newspaper"), ""),
        (name_bibtex_type("misc"), ""),
        ("speech", "statement"),
        ("webpage", ""),
        ("report", ""),
    ],
)
def test_a_kind_is_taken_only_where_the_type_says_it(type, expected):
    assert find_kind(type, WORDS) == expected
    assert expected in ("", *WORDS)


def test_a_word_that_the_case_has_added_for_a_type_is_its_kind():
    assert find_kind("article-newspaper", (*WORDS, "article_newspaper")) == "article_newspaper"
    assert find_kind("webpage", (*WORDS, "webpage")) == "webpage"
