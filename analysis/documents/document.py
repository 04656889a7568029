"""What the readers return: a document as its paragraphs, each with its place, and a link to where its words stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import quote

DocumentKind: TypeAlias = Literal["text", "markdown", "html", "pdf", "docx"]
ParagraphKind: TypeAlias = Literal["text", "heading", "item", "cell", "note", "caption"]
_LONGEST_EXACT = 80  # characters: a longer quotation is given by its first and last words
_AROUND = 4  # words before and behind, where the words alone stand in several places


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark that was taken out of a text. offset: where in the text it stood. sign: `12`, `*`."""

    offset: int
    sign: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a document, as one line of text in which each run of white space is one space.

    kind: text, a heading, an item of a list, a cell of a table, a note or a caption.
    place: where it is, as a locator of the ledger says it: `II.1 p3`, `Lead p2`, `note 4`; the cells of a table share
        one. within: other places that it lies in, as kind and number: `("point", "4")`, `("page", "12")`.
    heading: the text of the heading above it, '' where there is none.
    number: of an item or a note, as it is printed: `4`, `b`, `*`; '' for an item with a bullet.
    row, column: of a cell, the headings of its row and column; '' where the table has none.
    page: of a PDF, from 1: the one it begins on. marks: the footnote marks that were taken out of the text.
    links: the addresses on the web that it leads to; of text, PDF and notes in their own file there are none.
    """

    text: str
    kind: ParagraphKind = "text"
    place: str = ""
    within: frozenset[tuple[str, str]] = frozenset()
    heading: str = ""
    number: str = ""
    row: str = ""
    column: str = ""
    page: int | None = None
    marks: tuple[Mark, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document that was read. paragraphs: in reading order; notes follow the text, or in a PDF the
    page, that they belong to.

    title, language: as the file states them, '' where it does not; the language is a tag such as `uk` or `en-GB`.
    """

    kind: DocumentKind
    paragraphs: Sequence[Paragraph]
    title: str = ""
    language: str = ""

    def build_link(self, at: int, start: int, end: int) -> str:
        """Returns what leads to some characters when it is put behind the document's address; '' where nothing does.

        In a page it is a text fragment, with the words around where the words alone stand in several places
        (https://wicg.github.io/scroll-to-text-fragment); in a PDF the page.

        at: the position of the paragraph. start, end: of the characters in its text.

        >>> from analysis.documents import read_document
        >>> page = read_document(b"<p>Needs grew.</p><p>The need is <b>90</b> billion.</p>", "html")
        >>> page.build_link(1, 12, 22)
        '#:~:text=90%20billion'
        """
        paragraph = self.paragraphs[at]
        if self.kind == "pdf":
            return f"#page={paragraph.page}"
        if self.kind != "html":
            return ""
        text = paragraph.text
        start, end = _widen(text, start, end)
        words = text[start:end]
        if len(words) > _LONGEST_EXACT or any(start < mark.offset < end for mark in paragraph.marks):
            first, last = _split_ends(words)
        else:
            first, last = words, ""
        before = behind = ""
        if sum(other.text.count(words) for other in self.paragraphs) > 1:
            # a mark stands between the words on the page, where the text has none: quote up to it
            low = max((mark.offset for mark in paragraph.marks if mark.offset <= start), default=0)
            high = min((mark.offset for mark in paragraph.marks if mark.offset >= end), default=len(text))
            before = " ".join(text[low:start].split()[-_AROUND:])
            behind = " ".join(text[end:high].split()[:_AROUND])
        parts = [f"{_encode(before)}-" if before else "", _encode(first), _encode(last) if last else ""]
        parts.append(f"-{_encode(behind)}" if behind else "")
        return "#:~:text=" + ",".join(filter(None, parts))


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    """Returns the bounds of the whole words that some characters touch: browsers find whole words only."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def _split_ends(words: str) -> tuple[str, str]:
    """Returns the first and the last few words of a long quotation; a single word has no last ones."""
    parts = words.split()
    count = min(_AROUND, len(parts) // 2)
    return (" ".join(parts[:count]), " ".join(parts[-count:])) if count else (words, "")


def _encode(words: str) -> str:
    return quote(words, safe="").replace("-", "%2D")
