"""The places of a text: its paragraphs, and which of them a locator of the ledger means.

Sections begin at headings such as `II.`, `(1)` or `(II)`, and paragraphs are counted within them: II.1 p2. A locator
may also name an article, an annex, a point, a paragraph sign or a page: Art. 5, annex II, point 4, §3, p. 12; several
of them with commas: annex II, point 4; or a note: note 4. The cells of a table count
as one paragraph. Where the text has no places of that kind, any of its paragraphs may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from analysis.documents.document import Paragraph
from analysis.documents.list_numbers import parse_roman

_SECTION = re.compile(r"^(?:#+\s*)?([IVX]+)\.(?:\s|$)|^([IVX]{2,})$")
_SUBSECTION = re.compile(r"^(?:#+\s*)?[((]\s*([IVX]+|[0-9]{1,3})\s*[))]")
_OURS = re.compile(r"(?:[IVX]+|Lead)(?:\.\d+)?(?: (?:p\d+|heading))?|Title|Dateline", re.I)
# kind -> how a line begins that opens such a place, and how a locator names it; a later kind lies within an earlier one
_KINDS = {
    "annex": (re.compile(r"(?:#+\s*)?(?:annex|appendix)\s+(\w+)\b", re.I), r"(?:annex|appendix)\s+(\w+)"),
    "article": (re.compile(r"(?:#+\s*)?art(?:icle|\.)\s*(\w+)\b", re.I), r"art(?:icle|\.)?\s*(\w+)"),
    "sign": (re.compile(r"(?:#+\s*)?§+\s*(\w+)\b"), r"§+\s*(\w+)"),
    "point": (re.compile(r"(?:#+\s*)?(?:point\s+)?(\d{1,3})[.)]\s+\S", re.I), r"(?:point|no\.|item)\s*(\w+)"),
    "page": (None, r"p(?:age|\.)\s*(\d+)"),
    "note": (None, r"(?:foot|end)?note\s*(\S+)"),
}
_OPENS = re.compile(r"(?:#+\s*)?(?:annex|appendix|art|§|point|\d)", re.I)  # most lines open nothing
_NAMES = {kind: re.compile(rf"{name}(?:\s*\(\w+\))*", re.I) for kind, (_, name) in _KINDS.items()}


def place_paragraphs(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """Returns the paragraphs of a document with their places: Title, Dateline, Lead p1, II p1, II.1 heading, II.1 p2.

    >>> found = place_paragraphs(map(Paragraph, ("A plan", "Today", "1. Peace holds.", "2. Trade opens.")))
    >>> [(paragraph.place, sorted(paragraph.within)) for paragraph in found[2:]]
    [('Lead p1', [('point', '1')]), ('Lead p2', [('point', '2')])]
    """
    found: list[Paragraph] = []
    section, part, count, above = "", "", 0, ""
    within = dict[str, str]()
    for paragraph in paragraphs:
        line, place = paragraph.text, ""
        if paragraph.page is not None:
            within["page"] = str(paragraph.page)
        if paragraph.kind == "note":
            lies = {name: number for name, number in within.items() if name == "page"} | {
                "note": paragraph.number.lower()
            }
            found.append(replace(paragraph, place=f"note {paragraph.number}".strip(), within=frozenset(lies.items())))
            continue
        opening = f"{paragraph.number}. {line}" if paragraph.kind == "item" and paragraph.number else line
        if _OPENS.match(opening):
            within = _enter(opening, within)
        heading, sub = _read_section(line), _read_subsection(line)
        if not found and paragraph.kind != "cell":
            place = "Title"
        elif len(found) == 1 and len(line) < 30 and paragraph.kind == "text":
            place = "Dateline"
        elif heading and len(line) < 200:
            section, part, count = heading, "", 0
            place = f"{section} heading"
        elif sub and len(line) < 250:
            part, count = f".{sub}", 0
            place = f"{section or 'Lead'}{part} heading"
        else:
            count += not (paragraph.kind == "cell" and found and found[-1].kind == "cell")
            place = f"{section or 'Lead'}{part} p{count}"
        found.append(replace(paragraph, place=place, within=frozenset(within.items()), heading=above))
        if paragraph.kind == "heading" or place.endswith("heading"):
            above = line
    return found


def _read_section(line: str) -> str:
    """Returns the Roman number of the section that a line opens, '' where it opens none: `XI. Trade`, `XI`."""
    found = _SECTION.match(line)
    number = (found[1] or found[2]) if found else ""
    return number if parse_roman(number) else ""


def _read_subsection(line: str) -> str:
    """Returns the number of the part of a section that a line opens, '' where it opens none: `(2) Trade`, `(II)`."""
    found = _SUBSECTION.match(line)
    if found is None:
        return ""
    return found[1] if found[1].isdecimal() else str(parse_roman(found[1]) or "")


def _enter(line: str, within: dict[str, str]) -> dict[str, str]:
    """Returns the places that a line lies in: it may open one, and so leave those within the one before."""
    for kind, (opens, _) in _KINDS.items():
        if opens and (mark := opens.match(line)):
            kinds = list(_KINDS)
            outer = [*kinds[: kinds.index(kind)], "page"]
            return {name: number for name, number in within.items() if name in outer} | {kind: mark[1].lower()}
    return within


def _read_name(part: str) -> tuple[str, str] | None:
    """Returns kind and number of the place that a part of a locator names: `Art. 5` is article 5."""
    marks = ((kind, name.fullmatch(part)) for kind, name in _NAMES.items())
    return next(((kind, mark[1].lower()) for kind, mark in marks if mark), None)


def parse_locator(locator: str) -> list[str]:
    """Returns the places a locator names: `II.1 p1; III.2 p2` is two."""
    return [place.strip() for place in locator.split(";") if place.strip()]


class Places:
    """Finds what a locator means among the paragraphs of a text."""

    def __init__(self, paragraphs: Sequence[Paragraph]):
        self.paragraphs = paragraphs
        self._kinds = {kind for paragraph in paragraphs for kind, _ in paragraph.within}
        self._found: dict[str, frozenset[int]] = {}
        self._all = frozenset(range(len(paragraphs)))
        self._positions: dict[str, set[int]] = {}  # of a place of ours, and of each section's own paragraphs
        for at, paragraph in enumerate(paragraphs):
            place = paragraph.place.lower()
            for name in {place, place.partition(" ")[0]}:
                self._positions.setdefault(name, set()).add(at)

    def find(self, locator: str) -> frozenset[int]:
        """Returns the positions of the paragraphs that a locator means: all, where the text cannot say which.

        >>> places = Places(place_paragraphs(map(Paragraph, ("A plan", "Article 1", "Hold.", "Article 2", "Trade."))))
        >>> [sorted(places.find(locator)) for locator in ("Art. 2", "Title; article 1", "Art. 3", "column 4")]
        [[3, 4], [0, 1, 2], [], [0, 1, 2, 3, 4]]
        """
        return frozenset[int]().union(*(self._find_place(place) for place in parse_locator(locator)))

    def list_lost(self, locator: str) -> list[str]:
        """Returns the places of a locator that the text ought to have and lacks."""
        return [place for place in parse_locator(locator) if not self._find_place(place)]

    def _find_place(self, place: str) -> frozenset[int]:
        if place not in self._found:
            self._found[place] = self._look_up(place)
        return self._found[place]

    def _look_up(self, place: str) -> frozenset[int]:
        found = self._all
        for part in map(str.strip, place.split(",")):
            wanted = f"Lead {part}" if re.fullmatch(r"p\d+", part, re.I) else part
            if _OURS.fullmatch(wanted):
                found &= self._positions.get(wanted.lower(), set())
            elif (named := _read_name(part)) and named[0] in self._kinds:
                found = frozenset(at for at in found if named in self.paragraphs[at].within)
        return found
