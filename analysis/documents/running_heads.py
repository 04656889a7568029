"""Running heads, feet and page numbers of a PDF: lines at the edge of pages that say the same on each, numbers apart.

A line is one only where it stands at the same height on several pages with the same words, and each of its numbers is
either the same on all of these or counts with the pages: so no row of a table that happens to stand there is lost.
"""

from __future__ import annotations

import re
from collections import defaultdict

from analysis.documents.pdf_lines import Line

_EDGE = 3  # lines at the top and at the foot of a page that may be running heads
_NUMBER = re.compile(r"\d+")
_PAGE = re.compile(r"(?:[-–—|\s]*(?:page|p\.|seite|стор\.|сторінка|стр\.|страница|página|pág\.)\s*)?[-–—|\s]*(\d{1,4})"
                   r"(?:\s*(?:of|/|von|з|із|из|de|sur)\s*(\d{1,4}))?[-–—|\s]*", re.I)  # fmt: skip


def drop_running_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """Returns the lines of each page without running heads, feet and page numbers."""
    found: dict[tuple[str, int], list[tuple[int, Line]]] = defaultdict(list)
    for at, lines in enumerate(pages):
        for line in _list_edges(lines):
            found[_NUMBER.sub("#", line.text), round(line.base / 4)].append((at, line))
    dropped = {id(line) for group in found.values() if _runs(group) for _, line in group}
    for at, lines in enumerate(pages):
        dropped |= {id(line) for line in _list_edges(lines) if _is_page_number(line, at + 1, len(pages))}
    return [[line for line in lines if id(line) not in dropped] for lines in pages]


def _list_edges(lines: list[Line]) -> list[Line]:
    by_height = sorted(lines, key=lambda line: -line.base)
    return by_height if len(by_height) <= 2 * _EDGE else [*by_height[:_EDGE], *by_height[-_EDGE:]]


def _runs(group: list[tuple[int, Line]]) -> bool:
    pages = [at for at, _ in group]
    if len(set(pages)) < 2:
        return False
    numbers = [[int(number) for number in _NUMBER.findall(line.text)] for _, line in group]
    for column in zip(*numbers, strict=True):
        same = len(set(column)) == 1
        counts = len({number - at for number, at in zip(column, pages, strict=True)}) == 1
        if not (same or counts):
            return False
    return True


def _is_page_number(line: Line, page: int, pages: int) -> bool:
    """Whether a line says nothing but which page it is on: `Page 2 of 3`, or the page's own number."""
    found = _PAGE.fullmatch(line.text.replace("\t", " ").strip())
    if not found or line.mark:
        return False
    named = not line.text.strip(" -–—|\t").isdigit()
    return named or (int(found[1]) == page and pages > 1)
