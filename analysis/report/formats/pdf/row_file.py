"""The rows of a very long table as Typst wrote them in a PDF of their own: its pages, and the tags of its rows."""

from __future__ import annotations

import re
from functools import cached_property

from analysis.errors import ReportError
from analysis.report.formats.pdf.pdf_objects import read_objects

_KIND = re.compile(rb"/Type/StructElem/S/(\w+)")
_KIDS = re.compile(rb"/K(?:ids)?\[([^\]]*)\]")
_NUMBER = re.compile(rb"(\d+) 0 R")
_PAGE = re.compile(rb"/Pg (\d+) 0 R")
_LEADS = re.compile(rb"(\d+) (\d+) 0 R")


class RowFile:
    """A PDF of some rows.

    objects: all of its objects by their numbers. tags: of what kind an object is, where it is a tag. pages: the numbers
    of its pages, in order; above_pages: of what they are listed in.
    """

    def __init__(self, pdf: bytes) -> None:
        """Raises ReportError for a PDF that Typst did not write, or not as this module knows it."""
        self.objects = read_objects(pdf)
        self.tags = {number: found[1] for number, body in self.objects.items() if (found := _KIND.search(body))}
        catalog = next(body for body in self.objects.values() if body.startswith(b"<</Type/Catalog"))
        self.above_pages = _find_number(rb"/Pages (\d+) 0 R", catalog)
        self._tree = _find_number(rb"/StructTreeRoot (\d+) 0 R", catalog)
        self.pages = self.list_kids(self.above_pages)

    @cached_property
    def table(self) -> int:
        """The number of the tag of the table."""
        return self._find_tag(b"Table")

    @cached_property
    def body(self) -> int:
        """The number of the tag above the rows."""
        return self._find_tag(b"TBody")

    @cached_property
    def rows(self) -> list[int]:
        """The numbers of the tags of the rows, in order."""
        return self.list_kids(self.body)

    @cached_property
    def document(self) -> int:
        """The number of the tag of the whole file."""
        return self._find_tag(b"Document")

    def read_parents(self) -> dict[int, int]:
        """Returns the keys with which pages and links lead to tags -> the number of what each leads to."""
        body = self.objects[self._tree]
        listed = re.search(rb"/ParentTree<</Nums\[([^\]]*)\]>>", body)
        found = {int(key): int(number) for key, number in _LEADS.findall(listed[1] if listed else b"")}
        if len(found) != self.count_keys():
            raise ReportError("the PDF that Typst made lists its tags in a way that is not known here")
        return found

    def count_keys(self) -> int:
        """Returns how many pages and links lead to tags."""
        return _find_number(rb"/ParentTreeNextKey (\d+)", self.objects[self._tree])

    def list_kids(self, number: int) -> list[int]:
        """Returns the numbers of what an object lists within itself."""
        found = _KIDS.search(self.objects[number])
        return [int(one) for one in _NUMBER.findall(found[1])] if found else []

    def find_page(self, tag: int) -> int | None:
        """Returns the number of the page that a tag begins on, None if it has no content."""
        if found := _PAGE.search(self.objects[tag]):
            return int(found[1])
        return next((page for kid in self.list_kids(tag) if (page := self.find_page(kid)) is not None), None)

    def _find_tag(self, kind: bytes) -> int:
        found = [number for number, one in self.tags.items() if one == kind]
        if len(found) != 1:
            raise ReportError(f"the PDF of some rows has {len(found)} tags of the kind {kind.decode()} in place of one")
        return found[0]


def find_filled(pdf: bytes, rows: int, is_last: bool) -> tuple[int, int]:
    """Returns how many pages of some rows are full, and how many rows are on them; all of them for the last."""
    found = RowFile(pdf)
    pages = len(found.pages)
    if is_last or pages == 1:
        return pages, rows
    over = 0
    for row in reversed(found.rows):
        if found.find_page(row) != found.pages[-1]:
            break
        over += 1
    return (pages - 1, rows - over) if over < rows else (pages, rows)


def _find_number(pattern: bytes, body: bytes) -> int:
    found = re.search(pattern, body)
    if not found:
        raise ReportError(f"the PDF that Typst made has no {pattern.split()[0].decode()} where it is looked for")
    return int(found[1])
