"""A page with its numbers marked: `mark` elements with the verdict as their title, and every other byte as it was."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape, unescape
from html.parser import HTMLParser
from itertools import groupby

from analysis.documents import SourceDocument
from analysis.errors import UsageError
from analysis.verification.annotate.notes import describe_verdict, select_marked
from analysis.verification.annotate.stream import CharacterStream
from analysis.verification.verdict import Verdict

_NO_TEXT = frozenset(
    ("script", "style", "title", "textarea", "template", "noscript", "svg", "select", "option", "math")
)
COLOURS = {"differs": "#f6c1b8", "hedge": "#f9dfa4", "stale": "#e3d3f5", "unknown": "#d9dde3", "disputed": "#cfe3f7"}
"""Verdict -> the colour behind a number, light enough for black letters."""


class _Characters(HTMLParser):
    """Reads a page's text as characters, each with its start and end in the page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.stream = CharacterStream[tuple[int, int]]()
        self._page, self._left_out, self._at = page, list[str](), 0
        self._lines = [0]
        for at, character in enumerate(page):
            if character == "\n":
                self._lines.append(at + 1)
        self.feed(page)
        self.close()

    def _locate(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _NO_TEXT:
            self._left_out.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._left_out:
            while self._left_out.pop() != tag:
                pass

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """Does nothing: an element without content has no text."""

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            start = self._locate()
            for at, character in enumerate(data, start):
                self.stream.add(character, (at, at + 1))

    def handle_entityref(self, name: str) -> None:
        self._add_reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._add_reference(f"&#{name}")

    def _add_reference(self, reference: str) -> None:
        if self._left_out:
            return
        start = self._locate()
        end = start + len(reference)
        end += self._page[end : end + 1] == ";"
        self.stream.add(unescape(self._page[start:end]), (start, end))


def annotate_html(content: bytes, document: SourceDocument, verdicts: Sequence[Verdict]) -> bytes:
    """Returns a page with a `mark` at each number that is not plainly supported; nothing else in it changes.

    A number that goes over several elements has a mark in each. Raises UsageError if none of them is found in the page.

    >>> from analysis.documents import read_document
    >>> page = b"<p>It took <b>90</b> billion.</p>"
    >>> made = annotate_html(page, read_document(page, "html"), [Verdict("unknown", 0, 8, 10, "90", why="Not known.")])
    >>> made.decode().replace(' style="background:#d9dde3;color:#000"', "")
    '<p>It took <b><mark id="communique-1" title="Unknown: Not known.">90</mark></b> billion.</p>'
    """
    text, encoding, mark = _decode(content)
    marked = select_marked(verdicts)
    places = _Characters(text).stream.locate(document, marked)
    if marked and not places:
        raise UsageError("the numbers of the page are not found in its source; save the page again, and verify it.")
    inserts: list[tuple[int, int, str]] = []  # offset, order, text
    taken = 0
    for at in sorted(places, key=lambda at: places[at][0]):
        verdict, count = marked[at], 0
        for start, end in _join(places[at], text):
            if start < taken:
                continue  # a number within another one has been marked
            count += 1
            inserts += [(start, 1, _open_mark(verdict, at + 1, is_first=count == 1)), (end, 0, "</mark>")]
            taken = end
    for offset, _, insert in sorted(inserts, key=lambda one: (one[0], one[1]), reverse=True):
        text = text[:offset] + insert + text[offset:]
    return mark + text.encode(encoding)


def _decode(content: bytes) -> tuple[str, str, bytes]:
    """Returns the text of a page, its encoding as the reader takes it, and its byte order mark."""
    from bs4.dammit import EncodingDetector

    body, marked = EncodingDetector.strip_byte_order_mark(content)
    declared = EncodingDetector.find_declared_encoding(content, is_html=True, search_entire_document=False)
    encoding = marked or declared or "utf-8"
    return body.decode(encoding), encoding, content[: len(content) - len(body)]


def _join(places: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Returns stretches of a page without an element in them, from the places of characters."""
    found: list[tuple[int, int]] = []
    for start, end in (place for place, _ in groupby(places)):
        if found and "<" not in text[found[-1][1] : start]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _open_mark(verdict: Verdict, number: int, *, is_first: bool) -> str:
    id = f' id="communique-{number}"' if is_first else ""
    title = escape(describe_verdict(verdict)).encode("ascii", "xmlcharrefreplace").decode()
    return f'<mark{id} style="background:{COLOURS[verdict.kind]};color:#000" title="{title}">'
