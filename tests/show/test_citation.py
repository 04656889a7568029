"""Citations of works on method: known keys, works of one's own, and what is refused."""

from __future__ import annotations

import pytest

from analysis import cite, say
from analysis.contract import CitationPart, ProseBlock
from analysis.errors import UsageError
from analysis.show.citation import list_works

OWN = {"id": "mine", "type": "book", "title": "On Reading Numbers", "author": [{"family": "Smith", "given": "A."}]}


def test_every_work_has_what_a_reference_needs_under_a_key_of_its_own():
    assert "brier1950" in list_works()
    for key, work in list_works().items():
        assert work["id"] == key
        assert work["title"].strip()
        assert work["type"] in ("article-journal", "book", "report", "standard")
        assert work.get("author") or work.get("editor")
        assert len(work["issued"]["date-parts"][0]) == 1


def test_a_citation_travels_in_the_bundle_and_is_read_back():
    block = say("As {first} has it {own}.", first=cite("brier1950", "leeds2002"), own=cite(OWN)).build_block()
    assert isinstance(block, ProseBlock)
    assert [[work["id"] for work in part.works] for part in block.text if isinstance(part, CitationPart)] == [
        ["brier1950", "leeds2002"],
        ["mine"],
    ]
    assert ProseBlock.from_json(block.to_json()) == ProseBlock(block.role, tuple(block.text))


def test_a_sentence_in_a_notebook_names_authors_and_years():
    assert str(say("As known {works}.", works=cite("brier1950", "leeds2002", OWN))) == (
        "As known (Brier, 1950; Leeds et al., 2002; Smith)."
    )


@pytest.mark.parametrize(
    ("works", "expected"),
    [
        ((), "cite: no work is named"),
        (("brier",), "cite: no work 'brier' (nearest: brier1950); there are ajp21"),
        (({"id": "x"},), "has no type and no title; allowed: CSL-JSON"),
        (({**OWN, "id": 3},), "has no id; allowed: CSL-JSON"),
    ],
)
def test_a_work_that_cannot_be_cited_is_refused(works, expected):
    with pytest.raises(UsageError) as error:
        cite(*works)
    assert expected in str(error.value)
