"""Where in a source a claim stands, in words: `section II.1, paragraph 3` for the ledger's `II.1 p3`."""

from __future__ import annotations

import re

from analysis.messages import pgettext

_SECTION = re.compile(r"[IVXLC]+(\.\d+)*|\d+(\.\d+)*")  # numbered alone, so that it needs a word
_PARAGRAPH = re.compile(r"(?P<head>.*?),?\s*\bp(?P<number>\d+)")
_PAGE = re.compile(r"(?P<head>.*?),?\s*\bp\.\s*(?P<number>\d+)")


def describe_locator(locator: str) -> str:
    """Returns the places that a locator names, in words; what is in words already stays as it is.

    locator: one place, or several separated by ;.

    >>> describe_locator("II.1 p3; Lead p2"), describe_locator("p. 12"), describe_locator("table, row of Sumy")
    ('section II.1, paragraph 3; Lead, paragraph 2', 'page 12', 'table, row of Sumy')
    """
    return "; ".join(_describe_place(place.strip()) for place in locator.split(";"))


def _describe_place(place: str) -> str:
    if found := _PARAGRAPH.fullmatch(place):
        part = pgettext("place in a source", "paragraph {number}", number=found["number"])
    elif found := _PAGE.fullmatch(place):
        part = pgettext("place in a source", "page {number}", number=found["number"])
    else:
        return _name_section(place)
    return ", ".join(filter(None, (_name_section(found["head"]), part)))


def _name_section(head: str) -> str:
    return pgettext("place in a source", "section {number}", number=head) if _SECTION.fullmatch(head) else head
