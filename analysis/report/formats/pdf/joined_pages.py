"""Pages of the rows of very long tables, put in the place of the empty ones that a report has for them.

The tags and links of the rows are copied as bytes, one file after the other, so that memory does not grow with them.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from analysis.errors import ReportError
from analysis.messages import pgettext
from analysis.report.formats.pdf.long_tables import TARGET, RowPages, TablePages
from analysis.report.formats.pdf.pdf_objects import ObjectWriter, format_stream, replace_references
from analysis.report.formats.pdf.row_file import RowFile

if TYPE_CHECKING:
    import pikepdf

_ABOVE = 10  # points that a link goes to above a note, as those of Typst do
_IN_ONE = 500  # keys that lead to tags, in one list
_KEY = re.compile(rb"(/StructParents?) (\d+)")
_RESOURCES = re.compile(rb"/Resources (\d+) 0 R")
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R")
_ADDRESS = re.compile(rb"/A<</Type/Action/S/URI/URI\(([^()\\]*)\)>>")
_SAID = re.compile(rb"/Contents\((?:[^()\\]|\\.)*\)", re.S)
_SHAPE = re.compile(rb"/QuadPoints\[[^\]]*\]")
_ID = re.compile(rb"/ID\(([^()\\]*)\)")
_HEADERS = re.compile(rb"/Headers\[([^\]]*)\]")


def join_pages(report: bytes, apart: Sequence[tuple[TablePages, Mapping[str, Any]]]) -> bytes:
    """Returns a report with the rows of its long tables on the pages that it has for them.

    apart: for each such table, in order, its rows, and what the report says of them as theme/page.typ writes it: the
    page they begin on, and where the notes are.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(report)) as out:
        document = _get_document(out)
        positions = {page.obj.objgen[0]: at for at, page in enumerate(out.pages)}
        children = [(positions.get(_find_page(child) or 0, -1), child.objgen[0]) for child in document.K]
        joined = _Joined(out, [at for found, place in apart for at in _list_places(found, place)])
        for number, (found, place) in enumerate(apart, 1):
            joined.know_notes(place["notes"])
            first = at = place["page"] - 1
            made = []
            for part, files in enumerate(found.parts, 1):
                made.append(joined.add_table(files, at, f"T{number}.{part}."))
                at += sum(one.pages for one in files)
            before = next((index for index, (page, _) in enumerate(children) if page >= at), len(children))
            children[before:before] = [(first, one) for one in made]
        return joined.finish([child for _, child in children])


def _list_places(found: TablePages, place: Mapping[str, Any]) -> range:
    """Returns the positions of the pages that a report has for a table."""
    return range(place["page"] - 1, place["page"] - 1 + found.pages)


class _Place(NamedTuple):
    """An empty page: its number, that of what lists it, and that of its head and foot."""

    page: int
    above: int
    head: int


class _Joined:
    """A report while pages are put into it.

    writer: of its objects. next_key: the first free one of what leads from pages to tags. parents: what each such key
    leads to. ids: of headings of tables. notes: what leads to a note -> its place and its name. before: the number of
    what shows the head and foot of a page.
    """

    def __init__(self, out: pikepdf.Pdf, places: Iterable[int]) -> None:
        """places: the positions of the pages that are for rows; the head and foot of each are kept.

        Raises ReportError where there is more on one of them.
        """
        import pikepdf

        tree, document = out.Root.StructTreeRoot, _get_document(out)
        self._out, self._document = out, document.objgen[0]
        self.next_key = int(tree.get("/ParentTreeNextKey", 0))
        self.parents = {key: item.objgen[0] for key, item in pikepdf.NumberTree(tree.ParentTree).items()}
        names = pikepdf.NameTree(tree.IDTree).items() if "/IDTree" in tree else ()
        self.ids = {pikepdf.String(str(name)).unparse(): item.objgen[0] for name, item in names}
        self.notes: dict[bytes, bytes] = {}
        self._pages: dict[int, _Place] = {}  # by their positions
        for at in places:
            page = out.pages[at]
            if "/StructParents" in page.obj:
                raise ReportError(f"page {at + 1} of the PDF, which is for the rows of a long table, is not empty")
            head = out.make_indirect(page.as_form_xobject())
            self._pages[at] = _Place(page.obj.objgen[0], page.obj.Parent.objgen[0], head.objgen[0])
        tree.ParentTree, tree.IDTree, document.K = (out.make_indirect(pikepdf.Dictionary()) for _ in range(3))
        self._own = [one.objgen[0] for one in (tree.ParentTree, tree.IDTree, document.K)]
        self.writer = ObjectWriter(max(thing.objgen[0] for thing in out.objects) + 1)
        self.before = self.writer.take_number()
        self.writer.add(self.before, format_stream(b"", b"q /ReportPage Do Q\n"))

    def know_notes(self, places: Iterable[Sequence[float] | None]) -> None:
        """Learns where notes are. places: of each its number and page, and points from the left and the top."""
        import pikepdf

        for number, page, x, y in filter(None, places):
            target = self._out.pages[int(page) - 1]
            place = target.obj, pikepdf.Name.XYZ, round(x, 2), round(float(target.mediabox[3]) - y + _ABOVE, 2), 0
            own = self.writer.take_number()
            self.writer.add(own, pikepdf.Array(place).unparse())
            said = pikepdf.String(f"{pgettext('before a number', 'Note')} {int(number)}").unparse()
            self.notes[f"{TARGET}note-{int(number)}".encode()] = b"/Dest %d 0 R/Contents%b" % (own, said)

    def add_table(self, files: Sequence[RowPages], at: int, prefix: str) -> int:
        """Puts rows on the pages from a position on; returns the number of their table.

        prefix: of the ids of its headings.
        """
        table, body = self.writer.take_number(), self.writer.take_number()
        rows: list[int] = []
        for found in files:
            source = RowFile(zlib.decompress(found.packed))
            places = [self._pages[at + place] for place in range(found.pages)]
            copy = _Copy(self, source, {source.document: self._document, source.table: table, source.body: body})
            copy.add_pages(places)
            if not rows:
                copy.add_again(source.table)
            rows += copy.add_rows(found.rows, prefix.encode())
            at += found.pages
        self.writer.add(body, b"<</Type/StructElem/S/TBody/P %d 0 R/K%b>>" % (table, _format_list(rows)))
        return table

    def finish(self, children: Sequence[int]) -> bytes:
        """Returns the file. children: the numbers of the tags within the one of the whole report."""
        import pikepdf

        out, tree = self._out, self._out.Root.StructTreeRoot
        tree.ParentTreeNextKey = self.next_key
        left_out = {*self._own, *(place.page for place in self._pages.values())}
        for thing in out.objects:
            number = thing.objgen[0]
            if isinstance(thing, pikepdf.Stream):
                self.writer.add(number, _format_own_stream(thing))
            elif number not in left_out and thing is not None:
                self.writer.add(number, thing.unparse(resolved=True))
        parents, ids, kids = self._own
        self._add_parents(parents)
        named = b" ".join(b"%b %d 0 R" % one for one in sorted(self.ids.items()))
        self.writer.add(ids, b"<</Names[%b]>>" % named)
        self.writer.add(kids, _format_list(children))
        info = out.trailer.get("/Info")
        return self.writer.finish(out.Root.objgen[0], info.objgen[0] if info is not None else None)

    def _add_parents(self, own: int) -> None:
        """Adds the lists of keys that lead to tags. own: the number of what names the lists."""
        keys, lists = sorted(self.parents), []
        for at in range(0, len(keys), _IN_ONE):
            some = keys[at : at + _IN_ONE]
            lists.append(self.writer.take_number())
            pairs = b" ".join(b"%d %d 0 R" % (key, self.parents[key]) for key in some)
            self.writer.add(lists[-1], b"<</Limits[%d %d]/Nums[%b]>>" % (some[0], some[-1], pairs))
        self.writer.add(own, b"<</Kids%b>>" % _format_list(lists))


class _Copy:
    """What the report takes over of a file of rows: full pages, the tags of their rows, and all that these name."""

    def __init__(self, joined: _Joined, source: RowFile, numbers: dict[int, int]) -> None:
        """numbers: of what is there already, in the file -> in the report."""
        self._joined, self._source, self._numbers = joined, source, numbers
        self._waiting: deque[int] = deque()
        self._keys: list[int] = []  # of pages and links, in the file

    def add_pages(self, places: Sequence[_Place]) -> None:
        """Puts the first pages in the place of empty ones, whose heads and feet they take over."""
        pages = self._source.pages[: len(places)]
        self._numbers |= {page: place.page for page, place in zip(pages, places, strict=True)}
        for page, place in zip(pages, places, strict=True):
            self._numbers[self._source.above_pages] = place.above
            self._joined.writer.add(place.page, self._format_page(self._source.objects[page], place.head))

    def _format_page(self, page: bytes, head: int) -> bytes:
        named = _RESOURCES.search(page)
        if not named or not _CONTENTS.search(page):
            raise ReportError("a page that Typst made is not written in the way that is known here")
        shown = b"/ReportPage %d 0 R" % head
        resources = replace_references(self._source.objects[int(named[1])], self._number)
        if b"/XObject<<" in resources:
            resources = resources.replace(b"/XObject<<", b"/XObject<<" + shown, 1)
        else:
            resources = resources.replace(b"<<", b"<</XObject<<%b>>" % shown, 1)
        body = replace_references(page.replace(named[0], b"", 1), self._number)
        body = _CONTENTS.sub(b"/Contents[%d 0 R \\1 0 R]" % self._joined.before, body, count=1)
        return self._lead(b"<</Resources%b%b" % (resources, body[2:]))

    def add_again(self, tag: int) -> None:
        """Adds a tag that has its number already."""
        self._joined.writer.add(self._numbers[tag], replace_references(self._source.objects[tag], self._number))

    def add_rows(self, count: int, prefix: bytes) -> list[int]:
        """Adds the first rows and all that is named so far; returns the numbers of the rows. prefix: of headings."""
        rows = [self._number(row) for row in self._source.rows[:count]]
        self._add_waiting(prefix)
        parents, joined = self._source.read_parents(), self._joined
        for key in self._keys:
            joined.parents[key + joined.next_key] = self._number(parents[key])
        self._add_waiting(prefix)
        joined.next_key += self._source.count_keys()
        return rows

    def _number(self, old: int) -> int:
        """Returns the number in the report of an object of the file, which is added if it is not there yet."""
        if old not in self._numbers:
            self._numbers[old] = self._joined.writer.take_number()
            self._waiting.append(old)
        return self._numbers[old]

    def _add_waiting(self, prefix: bytes) -> None:
        while self._waiting:
            old = self._waiting.popleft()
            body = replace_references(self._source.objects[old], self._number)
            if self._source.tags.get(old) in (b"TH", b"TD"):
                body = self._name_headings(body, self._numbers[old], prefix)
            elif body.startswith(b"<</Type/Annot"):
                body = self._lead(self._aim_link(body))
            self._joined.writer.add(self._numbers[old], body)

    def _name_headings(self, cell: bytes, number: int, prefix: bytes) -> bytes:
        """Returns a cell whose headings, or whose own id, no other table of the report has."""
        cell = _HEADERS.sub(lambda found: found[0].replace(b"(", b"(" + prefix), cell)
        if found := _ID.search(cell):
            name = b"(%b%b)" % (prefix, found[1])
            self._joined.ids[name] = number
            cell = cell.replace(found[0], b"/ID" + name, 1)
        return cell

    def _aim_link(self, link: bytes) -> bytes:
        """Returns a link that leads to its note.

        A number does not go on on the next line, so the box of its link is its shape.
        """
        link = _SHAPE.sub(b"", link)
        address = _ADDRESS.search(link)
        if address and (note := self._joined.notes.get(address[1])):
            link = _SAID.sub(b"", link.replace(address[0], b"", 1), count=1)
            link = link[:2] + note + link[2:]
        return link

    def _lead(self, body: bytes) -> bytes:
        """Returns a page or link with its key in the report."""

        def shift(found: re.Match[bytes]) -> bytes:
            self._keys.append(int(found[2]))
            return b"%b %d" % (found[1], self._keys[-1] + self._joined.next_key)

        return _KEY.sub(shift, body, count=1)


def _format_list(numbers: Iterable[int]) -> bytes:
    return b"[%b]" % b" ".join(b"%d 0 R" % number for number in numbers)


def _format_own_stream(stream: Any) -> bytes:
    """Returns a stream of the report as an object, compressed."""
    import pikepdf

    entries = pikepdf.Dictionary({name: item for name, item in stream.stream_dict.items() if name != "/Length"})
    data, filtered = stream.read_raw_bytes(), b""
    if "/Filter" not in entries:
        data, filtered = zlib.compress(data), b"/Filter/FlateDecode"
    return format_stream(entries.unparse().strip()[2:-2] + filtered, data)


def _get_document(pdf: pikepdf.Pdf) -> Any:
    """Returns the tag of the whole file."""
    import pikepdf

    kids = pdf.Root.StructTreeRoot.K
    return kids[0] if isinstance(kids, pikepdf.Array) else kids


def _list_kids(element: Any) -> list[Any]:
    """Returns the tags, and marks of content, within a tag."""
    import pikepdf

    kids = element.get("/K", ()) if isinstance(element, pikepdf.Dictionary) else ()
    return list(kids) if isinstance(kids, pikepdf.Array | tuple) else [kids]


def _find_page(element: Any) -> int | None:
    """Returns the object number of the page that a tag begins on, None if it has no content."""
    import pikepdf

    if not isinstance(element, pikepdf.Dictionary):
        return None
    kids = _list_kids(element)
    own: int | None = element.Pg.objgen[0] if "/Pg" in element else None
    if own and not (kids and isinstance(kids[0], pikepdf.Dictionary)):
        return own
    return next((found for kid in kids if (found := _find_page(kid))), own)
