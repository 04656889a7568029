"""Marks in a page: at the right characters, and no other byte changed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.documents import read_document
from analysis.errors import UsageError
from analysis.verification import Verdict
from analysis.verification.annotate.html import annotate_html

_MARK = re.compile(rb'<mark (?:id="[^"]*" )?style="[^"]*" title="[^"]*">|</mark>')


def annotate(page: bytes, *words: str) -> bytes:
    document = read_document(page, "html")
    verdicts = []
    for word in words:
        at, text = next((at, one.text) for at, one in enumerate(document.paragraphs) if word in one.text)
        start = text.index(word)
        verdicts.append(Verdict("unknown", at, start, start + len(word), word, why="Not <known>."))
    return annotate_html(page, document, verdicts)


@pytest.mark.parametrize(
    ("page", "words", "marked"),
    [
        (b"<p>It took 90 billion.</p>", "90 billion", [b"90 billion"]),
        (b"<p>It took <b>90</b> billion.</p>", "90 billion", [b"90", b" billion"]),
        (b"<p>It took &euro;90&nbsp;bn<sup>12</sup>.</p>", "\u20ac90 bn", [b"&euro;90&nbsp;bn"]),
        (b"<p>It took &#8364 90.</p>", "\u20ac 90", [b"&#8364 90"]),
        (b"<!-- 90 --><script>var x = '90';</script><p title='90'>Now 90.</p>", "90", [b"90"]),
        (b"<p>5 then</p>\r\n<p>5 now</p>", "5 now", [b"5 now"]),
        (b"<p>a<sup>1</sup> b 7 c<sup>2</sup></p>", "7", [b"7"]),
    ],
)
def test_a_number_is_marked_and_nothing_else_changes(page, words, marked):
    made = annotate(page, words)
    pieces = re.findall(rb"<mark [^>]*>(.*?)</mark>", made, re.S)
    assert [piece.strip() for piece in pieces] == [piece.strip() for piece in marked]
    assert _MARK.sub(b"", made) == page
    assert made.count(b' id="communique-1"') == 1


def test_the_note_is_escaped():
    made = annotate(b"<p>It is 90.</p>", "90")
    assert b"Unknown: Not &lt;known&gt;." in made


def test_another_encoding_stays():
    page = '<meta charset="windows-1251"><p>Потреба 90 млн.</p>'.encode("windows-1251")
    made = annotate(page, "90 млн")
    assert _MARK.sub(b"", made) == page


def test_a_byte_order_mark_stays():
    page = b"\xef\xbb\xbf<p>It is 90.</p>"
    made = annotate(page, "90")
    assert made.startswith(b"\xef\xbb\xbf<p>")
    assert _MARK.sub(b"", made) == page


def test_a_number_that_is_nowhere_in_the_page_is_an_error():
    document = read_document(b"<p>It is 90.</p>", "html")
    with pytest.raises(UsageError, match="not found"):
        annotate_html(b"<p>Nothing.</p>", document, [Verdict("unknown", 0, 6, 8, "90")])


@given(
    st.lists(st.sampled_from(["90", " ", "<b>", "</b>", "&amp;", "&nbsp;", "x", "<i>7</i>", "é", "\n"]), max_size=12)
)
def test_any_page_keeps_its_bytes(pieces):
    page = ("<p>" + "".join(pieces) + " 4711 end</p>").encode()
    made = annotate(page, "4711")
    assert _MARK.sub(b"", made) == page
    assert made.count(b"<mark ") == 1
