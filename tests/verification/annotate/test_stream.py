"""Words found in a file whose white space and marks are not those of the text that was read of it."""

from __future__ import annotations

import pytest

from analysis.documents import SourceDocument
from analysis.documents.document import Paragraph
from analysis.verification import Verdict
from analysis.verification.annotate.notes import describe_verdict, select_marked, summarise
from analysis.verification.annotate.stream import CharacterStream


def locate(file: str, *paragraphs: str, words: str, nth: int = 0) -> str:
    """Returns the characters of a file at which words of a paragraph are found, '' for nowhere."""
    stream = CharacterStream[int]()
    for at, character in enumerate(file):
        stream.add(character, at)
    document = SourceDocument("html", [Paragraph(text) for text in paragraphs])
    where = [at for at, text in enumerate(paragraphs) if words in text][nth]
    start = paragraphs[where].index(words)
    found = stream.locate(document, [Verdict("unknown", where, start, start + len(words), words)])
    return f"{found[0][0]}-{found[0][-1]}" if found else ""


@pytest.mark.parametrize(
    ("file", "paragraphs", "words", "nth", "expected"),
    [
        ("It is\n 90  bn.", ("It is 90 bn.",), "90 bn", 0, "7-12"),
        ("5 a. 5 a.", ("5 a.", "5 a."), "5", 0, "0-0"),
        ("cost1 of 7 x2.", ("cost of 7 x.",), "7", 0, "9-9"),  # the file has marks in it
        ("Nothing.", ("It is 90.",), "90", 0, ""),
    ],
)
def test_words_are_found_where_they_stand(file, paragraphs, words, nth, expected):
    assert locate(file, *paragraphs, words=words, nth=nth) == expected


def test_supported_numbers_are_not_marked():
    kinds = ("supported", "not_checked", "disputed", "unknown")
    verdicts = [Verdict(kind, 0, 0, 1, "1") for kind in kinds]
    assert [one.kind for one in select_marked(verdicts)] == ["disputed", "unknown"]
    assert summarise(verdicts).startswith("Communique checked 3 numbers and dates.")


def test_a_note_has_verdict_reason_remedy_and_claims():
    verdict = Verdict("hedge", 0, 0, 1, "1", by=("a", "b"), why="It is lost.", remedy="Write about 1.")
    assert describe_verdict(verdict) == "Hedge lost or turned: It is lost. Write about 1. [a, b]"
