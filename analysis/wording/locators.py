"""Where in a source a claim stands, in words: `section II.1, paragraph 3` for the ledger's `II.1 p3`."""

from __future__ import annotations

import re

from analysis.messages import cache_by_language, pgettext
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
        part = pgettext("place in a source", "paragraph {number}", number=found[1])
    elif found := _PAGE.search(place):
        part = pgettext("place in a source", "page {number}", number=found[1])
    else:
        return _name_section(place)
    head = place[: found.start()].rstrip().removesuffix(",")
    return ", ".join(filter(None, (_name_section(head), part)))


def _name_section(head: str) -> str:
    if _SECTION.fullmatch(head):
        return pgettext("place in a source", "section {number}", number=head)
    return ", ".join(map(_translate_part, _COMMA.split(head)))


def _translate_part(part: str) -> str:
    """Returns a part of a place, such as `paragraph 3`, in the language of the reader; any other as it is."""
    if found := _UNDER.fullmatch(part):
        return pgettext("place in a source", "under {heading}", heading=quote(found["heading"]))
    if found := _PAIR.fullmatch(part):
        return _list_pairs(found["first"], found["second"]).get(found["word"], part)
    if found := _NUMBERED.fullmatch(part):
        return _list_numbered(found["number"]).get(found["word"], part)
    return _list_named().get(part, part)


def _list_numbered(number: str) -> dict[str, str]:
    return {
        "paragraph": pgettext("place in a source", "paragraph {number}", number=number),
        "point": pgettext("place in a source", "point {number}", number=number),
        "item": pgettext("place in a source", "item {number}", number=number),
        "page": pgettext("place in a source", "page {number}", number=number),
        "section": pgettext("place in a source", "section {number}", number=number),
        "annex": pgettext("place in a source", "annex {number}", number=number),
        "article": pgettext("place in a source", "article {number}", number=number),
        "table": pgettext("place in a source", "table {number}", number=number),
        "figure": pgettext("place in a source", "figure {number}", number=number),
    }


def _list_pairs(first: str, second: str) -> dict[str, str]:
    given = {"first": first, "second": second}
    return {
        "paragraphs": pgettext("place in a source", "paragraphs {first} and {second}", **given),
        "points": pgettext("place in a source", "points {first} and {second}", **given),
        "pages": pgettext("place in a source", "pages {first} and {second}", **given),
    }


@cache_by_language
def _list_named() -> dict[str, str]:
    return {
        "lead": pgettext("place in a source", "lead"),
        "Lead": pgettext("place in a source", "Lead"),
        "title": pgettext("place in a source", "title"),
        "headline": pgettext("place in a source", "headline"),
        "standfirst": pgettext("place in a source", "standfirst"),
        "dateline": pgettext("place in a source", "dateline"),
        "summary": pgettext("place in a source", "summary"),
        "executive summary": pgettext("place in a source", "executive summary"),
        "table": pgettext("place in a source", "table"),
        "map": pgettext("place in a source", "map"),
        "list of points": pgettext("place in a source", "list of points"),
        "first paragraphs": pgettext("place in a source", "first paragraphs"),
        "last paragraph": pgettext("place in a source", "last paragraph"),
    }
