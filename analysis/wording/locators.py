"""Where in a source a claim stands, in words: `section II.1, paragraph 3` for the ledger's `II.1 p3`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.messages import Word, pgettext
from analysis.wording.quotation import quote

_SECTION = re.compile(r"[IVXLC]+(\.\d+)*|\d+(\.\d+)*")  # numbered alone, so that it needs a word
_PARAGRAPH = re.compile(r"\bp(\d+)$")
_NUMBERED = re.compile(r"(?P<word>[a-z]+) (?P<number>\d+|[IVXLC]+)")
_PAIR = re.compile(r"(?P<word>[a-z]+) (?P<first>\d+) and (?P<second>\d+)")
_UNDER = re.compile(r"under “(?P<heading>[^“”]+)”")
_COMMA = re.compile(r", (?![^“]*”)")  # not within a heading that is quoted
_PAGE = re.compile(r"\bp\.\s*(\d+)$")


def describe_locator(locator: str) -> str:
    """Returns the places that a locator names, in words; what is in words already stays as it is in English.

    Another language has its own for the usual ones, such as "paragraph" and "lead"; what a source calls a part of it,
    and what is described more freely, stays. locator: one place, or several separated by ;.

    >>> describe_locator("II.1 p3; Lead p2"), describe_locator("p. 12"), describe_locator("table, row of Sumy")
    ('section II.1, paragraph 3; Lead, paragraph 2', 'page 12', 'table, row of Sumy')
    """
    return "; ".join(_describe_place(place.strip()) for place in locator.split(";"))


def _describe_place(place: str) -> str:
    if found := _PARAGRAPH.search(place):
        part = _number_part("paragraph", found[1])
    elif found := _PAGE.search(place):
        part = _number_part("page", found[1])
    else:
        return _name_section(place)
    head = place[: found.start()].rstrip().removesuffix(",")
    return ", ".join(filter(None, (_name_section(head), part)))


def _name_section(head: str) -> str:
    if _SECTION.fullmatch(head):
        return _number_part("section", head)
    return ", ".join(map(_translate_part, _COMMA.split(head)))


def _translate_part(part: str) -> str:
    """Returns a part of a place, such as `paragraph 3`, in the language of the reader; any other as it is."""
    if found := _UNDER.fullmatch(part):
        return pgettext("place in a source", "under {heading}", heading=quote(found["heading"]))
    if (found := _PAIR.fullmatch(part)) and found["word"] in _PAIRS_OF_PARTS:
        return f"{_PAIRS_OF_PARTS[found['word']]}".format(first=found["first"], second=found["second"])
    if (found := _NUMBERED.fullmatch(part)) and found["word"] in _NUMBERED_PARTS:
        return _number_part(found["word"], found["number"])
    return f"{_NAMED_PARTS.get(part, part)}"


def _number_part(word: str, number: str) -> str:
    return f"{_NUMBERED_PARTS[word]}".format(number=number)


_NUMBERED_PARTS: Mapping[str, Word] = {
    "paragraph": Word("paragraph {number}", "place in a source"),
    "point": Word("point {number}", "place in a source"),
    "item": Word("item {number}", "place in a source"),
    "page": Word("page {number}", "place in a source"),
    "section": Word("section {number}", "place in a source"),
    "annex": Word("annex {number}", "place in a source"),
    "article": Word("article {number}", "place in a source"),
    "table": Word("table {number}", "place in a source"),
    "figure": Word("figure {number}", "place in a source"),
}
_PAIRS_OF_PARTS: Mapping[str, Word] = {
    "paragraphs": Word("paragraphs {first} and {second}", "place in a source"),
    "points": Word("points {first} and {second}", "place in a source"),
    "pages": Word("pages {first} and {second}", "place in a source"),
}
_NAMED_PARTS: Mapping[str, Word] = {
    "lead": Word("lead", "place in a source"),
    "Lead": Word("Lead", "place in a source"),
    "title": Word("title", "place in a source"),
    "headline": Word("headline", "place in a source"),
    "standfirst": Word("standfirst", "place in a source"),
    "dateline": Word("dateline", "place in a source"),
    "summary": Word("summary", "place in a source"),
    "executive summary": Word("executive summary", "place in a source"),
    "table": Word("table", "place in a source"),
    "map": Word("map", "place in a source"),
    "list of points": Word("list of points", "place in a source"),
    "first paragraphs": Word("first paragraphs", "place in a source"),
    "last paragraph": Word("last paragraph", "place in a source"),
}
