"""Annotations lead to proposals for the numbers in their words, and each that leads to none is named."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst

from analysis import load_case
from analysis.documents import read_document
from analysis.proposals.annotations import Annotation
from analysis.proposals.quotations import propose_annotated

PAGE = """<h1>News of the lake</h1>
<p>The need is <b>95&nbsp;billion</b> dollars, “far more” than 60 billion dollars.</p>
<p>Some 7,000 people left. In the spring some 7,000 people came back.</p>
<p>Of all, 3,000 stayed.</p>"""


@pytest.fixture
def case(tiny: Path):
    return load_case(tiny)


@pytest.fixture
def page():
    return read_document(PAGE.encode(), "html")


def list_phrases(found) -> list[tuple[str, str]]:
    return [(row.value, row.why.partition(";")[0]) for row in found.proposals]


def test_only_the_numbers_in_the_quoted_words_are_proposed_with_the_note(case, page):
    notes = [Annotation("annotation 1", 'is 95 billion dollars, "far more"', note="new; high")]
    found = propose_annotated(case, notes, "survey", page)
    assert list_phrases(found) == [("95", "note: new, high")]
    assert found.proposals[0].phrase in page.paragraphs[1].text
    assert found.lost == ()


def test_of_words_that_stand_twice_those_with_the_same_words_around_are_meant(case, page):
    second = Annotation("annotation 1", "7,000 people", prefix="In the spring some ", suffix=" came back", note="back")
    found = propose_annotated(case, [second], "survey", page)
    assert ["came back" in row.phrase or "spring" in row.phrase for row in found.proposals] == [True]


def test_a_quote_may_reach_over_paragraphs(case, page):
    long = Annotation("annotation 1", "came back.\n\n  Of all, 3,000 stayed")
    assert [row.value for row in propose_annotated(case, [long], "survey", page).proposals] == ["3000"]


@pytest.mark.parametrize(
    ("annotation", "reason"),
    [
        (
            Annotation("annotation 1", "nowhere 5"),
            "(“nowhere 5”): the document does not have these words, or has them in",
        ),
        (
            Annotation("annotation 1", "7,000 people"),
            "(“7,000 people”): the document does not have these words, or has",
        ),
        (
            Annotation("annotation 1", "News of the"),
            "(“News of the”): the words hold no number that is still to be claimed",
        ),
        (Annotation("annotation 1", ",000 people left"), "(“,000 people left”): the words hold no number that"),
        (Annotation("annotation 1", note="fine"), ": it quotes no words"),
    ],
)
def test_an_annotation_that_gives_nothing_is_named(case, page, annotation, reason):
    found = propose_annotated(case, [annotation], "survey", page)
    assert found.proposals == ()
    assert [line.replace("annotation 1 ", "").removeprefix("annotation 1")[: len(reason)] for line in found.lost] == [
        reason
    ]


def test_without_the_document_the_quotes_are_read_with_what_stands_around_them(case):
    notes = [
        Annotation("annotation 1", "95 billion", prefix="nearly ", suffix=" dollars are needed", page=3, note="high"),
        Annotation("annotation 2", "500 people", prefix="in the town 1,"),
        Annotation("annotation 3", "no number"),
    ]
    found = propose_annotated(case, notes, "survey")
    (row,) = found.proposals
    assert (row.value, row.unit, row.qualifier) == ("95", "billion USD", "nearly")
    assert (row.locator, row.grade) == ("page 3", "B")
    assert row.why.startswith("note: high; ")
    assert row.why.endswith("read from a quotation, without the document")
    assert [line.partition(" (")[0] for line in found.lost] == ["annotation 2", "annotation 3"]


def test_without_page_and_document_a_quote_may_stand_anywhere(case):
    (row,) = propose_annotated(case, [Annotation("annotation 1", "some 7,000 people left")], "survey").proposals
    assert (row.locator, row.qualifier) == ("throughout", "about")
    assert row.link.startswith("https://example.org/survey#:~:text=")


def test_in_a_pdf_the_page_says_which_of_equal_words_are_meant(case, tmp_path: Path):
    path = tmp_path / "survey.pdf"
    pages = ("= North\nIn spring the survey counted", "= South\nAfter the flood our own count was of")
    text = "\n#pagebreak()\n".join(f"{page} some 7,000 people in the town, and nobody else." for page in pages)
    path.write_bytes(typst.compile(text.encode()))
    document = read_document(path)
    note = Annotation("annotation 1", "some 7,000 people", page=2)
    (row,) = propose_annotated(case, [note], "survey", document).proposals
    assert row.link.endswith("#page=2")
    assert propose_annotated(case, [Annotation("annotation 1", "some 7,000 people")], "survey", document).lost
