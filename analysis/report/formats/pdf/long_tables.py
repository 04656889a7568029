"""The rows of a very long table in the PDF: set by Typst some at a time, and put on pages that the report has for them.

Typst keeps what it has laid out until the whole file is written, about 40 kB for a row of three cells; twenty thousand
rows took more than a gigabyte. So a table of more than `MANY_APART` cells has its caption and notes in the report, and
after them empty pages, with head and foot of their own. Its rows are set apart, each file begins where the one before
had filled its last page, and `join_pages` puts their pages in the place of the empty ones: in the tags of the PDF they
are one table again, and each number still leads to its note.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from analysis.errors import ReportError
from analysis.messages import ngettext, pgettext
from analysis.report.document.languages import mark_languages
from analysis.report.document.model import Document, Number, Table, format_count
from analysis.report.formats.pdf import tables
from analysis.report.formats.pdf.text import format_array, quote_words, render_text
from analysis.report.formats.typst import compile_pdf, forget_layouts

if TYPE_CHECKING:
    import pikepdf

MANY_APART = 4500  # cells; a larger table is set apart
_CELLS_AT_ONCE, _LEAST_AT_ONCE = 1500, 100  # cells, which take about 30 MB; rows, which are more than a page
_ABOVE = 10  # points that a link goes to above a note, as those of Typst do
_ObjectNumber: TypeAlias = tuple[int, int]
_TARGET = "to:"  # before the anchor that a link of a row leads to
# The links of rows lead out of their file; its head and foot are those of the report's page.
_WITHOUT_REPORT = f"""#let cell(body, note, room: 0) = link("{_TARGET}note-" + str(note), noted(body, note, room: room))
#let num(body, note, anchor) = cell(body, note)
#let see(body, anchor) = if not anchor.starts-with("note-") {{ body }} else {{
  link("{_TARGET}" + anchor, text(fill: accent, body))
}}
#set page(header: none, footer: none)"""


@dataclass(frozen=True)
class RowPages:
    """Some rows of a table as a PDF. pages: how many of its first ones are full; rows: how many rows they hold."""

    pdf: bytes
    pages: int
    rows: int


@dataclass(frozen=True)
class TablePages:
    """All rows of a table as pages. parts: the files of each part, one below the other. turned: by a quarter."""

    parts: tuple[tuple[RowPages, ...], ...]
    turned: bool

    @property
    def pages(self) -> int:
        """How many pages they take."""
        return sum(found.pages for part in self.parts for found in part)


def list_apart(document: Document) -> list[Table]:
    """Returns the tables of a report whose rows are set apart, in order."""
    tables = (item for item in document.blocks if isinstance(item, Table))
    return [item for item in tables if len(item.rows) * len(item.columns) > MANY_APART]


def render_apart(item: Table, found: TablePages) -> str:
    """Returns caption, notes and empty pages of a table whose rows are set apart, as Typst. found: its rows."""
    count = found.pages
    # translators: below the caption of a table of very many rows; {rows}: how many, such as `20,000 rows`
    said = ngettext(
        "Its {rows} rows are on the next page.",
        "Its {rows} rows are on the next {count} pages.",
        count,
        rows=format_count(len(item.rows)),
        count=format_count(count),
    )
    numbers = {part.note for row in item.rows for cell in row for part in cell if isinstance(part, Number)}
    return (
        f"#table-apart({tables.name_part(item, 0)}, {render_text(item.caption)}, {quote_words(said)}, "
        f"{format_array(render_text(note) for note in item.notes)}, {count}, "
        f"{str(found.turned).lower()}, {format_array(map(str, sorted(numbers)))})"
    )


@mark_languages
def set_rows(document: Document, item: Table, head: Sequence[str]) -> TablePages:
    """Returns the rows of a table as pages. head: the lines with which a file of the report begins.

    Raises ReportError for a table that does not fit any page.
    """
    layout, parts = tables.lay_out(item, document.house)
    turned = f"#set page(flipped: {str(layout.fit.turned).lower()})"
    made = []
    for position, part in enumerate(parts):
        rooms, start, files = tables.count_mark_digits(part), 0, list[RowPages]()
        at_once = max(_LEAST_AT_ONCE, _CELLS_AT_ONCE // len(part.columns))
        while start < len(part.rows):
            span = slice(start, start + at_once)
            columns, rows, whole, heights = tables.render_rows(part, layout, position, span, rooms)
            heads = "" if start == 0 else "#let heads = heads.map(head => pdf.artifact(head))"
            lines = (
                *head,
                _WITHOUT_REPORT,
                turned,
                f"#let (widths, aligns, heads) = ({columns})",
                heads,
                f"#rows-grid(widths, aligns, heads, {rows}, {whole}, {heights}, {layout.fit.size}pt)",
            )
            pdf = compile_pdf("\n".join(lines) + "\n", document.house.print_faces, document.timestamp)
            forget_layouts()
            count = len(part.rows[span])
            is_last = start + count == len(part.rows)
            files.append(RowPages(pdf, *_find_filled(pdf, count, is_last or whole != "true")))
            start += files[-1].rows
        made.append(tuple(files))
    return TablePages(tuple(made), layout.fit.turned)


def _find_filled(pdf: bytes, rows: int, is_last: bool) -> tuple[int, int]:
    """Returns how many pages of some rows are full, and how many rows are on them; all of them for the last."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as source:
        pages = len(source.pages)
        if is_last or pages == 1:
            return pages, rows
        last = source.pages[-1].obj.objgen
        body = _find_element(_get_document(source), "/TBody")
        over = 0
        for row in reversed(list(body.K)):
            if _find_page(row) != last:
                break
            over += 1
        return (pages - 1, rows - over) if over < rows else (pages, rows)


def join_pages(report: bytes, apart: Sequence[tuple[TablePages, Mapping[str, Any]]]) -> bytes:
    """Returns a report with the rows of its long tables on the pages that it has for them.

    apart: for each such table, in order, its rows, and what the report says of them as theme/page.typ writes it: the
    page they begin on, and where the notes are.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(report)) as out:
        tree = out.Root.StructTreeRoot
        document = _get_document(out)
        positions: dict[_ObjectNumber | None, int] = {page.obj.objgen: at for at, page in enumerate(out.pages)}
        children = [(positions.get(_find_page(child), -1), child) for child in document.K]
        joined = _Joined(out, int(tree.get("/ParentTreeNextKey", 0)))
        for number, (found, place) in enumerate(apart, 1):
            joined.know_notes(place["notes"])
            first = at = place["page"] - 1
            made = []
            for part, files in enumerate(found.parts, 1):
                made.append(joined.add_table(files, at, f"T{number}.{part}."))
                at += sum(one.pages for one in files)
            before = next((index for index, (page, _) in enumerate(children) if page >= at), len(children))
            for one in made:
                one.P = document
            children[before:before] = [(first, one) for one in made]
        document.K = pikepdf.Array([child for _, child in children])
        tree.ParentTreeNextKey = joined.next_key
        written = io.BytesIO()
        out.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return written.getvalue()


class _Joined:
    """A report while pages are put into it. next_key: the first free one of what leads from pages to tags."""

    def __init__(self, out: pikepdf.Pdf, next_key: int):
        import pikepdf

        tree = out.Root.StructTreeRoot
        if "/IDTree" not in tree:
            tree.IDTree = pikepdf.NameTree.new(out).obj
        self._out, self.next_key = out, next_key
        self._parents, self._ids = pikepdf.NumberTree(tree.ParentTree), pikepdf.NameTree(tree.IDTree)
        self._notes: dict[str, tuple[Any, str]] = {}  # what leads to a note -> its place and its name

    def add_table(self, files: Sequence[RowPages], at: int, prefix: str) -> Any:
        """Puts rows on the pages from a position on; returns their table. prefix: of the ids of its headings."""
        import pikepdf

        table: Any = None
        body: Any = None
        rows: list[Any] = []
        for found in files:
            with pikepdf.open(io.BytesIO(found.pdf)) as source:
                _lighten(source, found, prefix)
                for page in range(found.pages):
                    self._replace_page(at + page, source.pages[page])
                added = self._add_tags(source, found)
            own = _find_element(added, "/TBody")
            rows += list(own.K)
            if table is None:
                table, body = added, own
                for head in _list_elements(_find_element(added, "/THead"), "/TH"):
                    self._ids[str(head.ID)] = head
            at += found.pages
        for row in rows:
            row.P = body
        body.K = pikepdf.Array(rows)
        return table

    def _replace_page(self, at: int, page: Any) -> None:
        """Puts a page in the place of an empty one, whose head and foot it takes over."""
        import pikepdf

        if "/StructParents" in self._out.pages[at].obj:
            raise ReportError(f"page {at + 1} of the PDF, which is for the rows of a long table, is not empty")
        own = self._out.pages[at].as_form_xobject()
        for stream in page.obj.Contents if isinstance(page.obj.Contents, pikepdf.Array) else [page.obj.Contents]:
            _own_bytes(stream)
        self._out.pages[at] = page
        placed = self._out.pages[at]
        # a name of its own choice would be another each time
        name = placed.add_resource(own, pikepdf.Name.XObject, pikepdf.Name.ReportPage)
        placed.contents_add(f"q {name} Do Q".encode(), prepend=True)
        if "/StructParents" in placed.obj:
            placed.obj.StructParents += self.next_key
        for link in placed.obj.get("/Annots", ()):
            link.StructParent += self.next_key
            if note := self._notes.get(str(link.get("/A", {"/URI": ""}).get("/URI", ""))):
                del link["/A"]
                link.Dest, link.Contents = note

    def know_notes(self, places: Iterable[Sequence[float] | None]) -> None:
        """Learns where notes are. places: of each its number and page, and points from the left and the top."""
        import pikepdf

        for number, page, x, y in filter(None, places):
            target = self._out.pages[int(page) - 1]
            place = [target.obj, pikepdf.Name.XYZ, round(x, 2), round(float(target.mediabox[3]) - y + _ABOVE, 2), 0]
            said = f"{pgettext('before a number', 'Note')} {int(number)}"
            self._notes[f"{_TARGET}note-{int(number)}"] = self._out.make_indirect(pikepdf.Array(place)), said

    def _add_tags(self, source: pikepdf.Pdf, found: RowPages) -> Any:
        """Copies the tags of some rows, after their pages; returns their table."""
        import pikepdf

        left_out = {key for page in list(source.pages)[found.pages :] for key in _list_keys(page)}
        added = self._out.copy_foreign(source.Root.StructTreeRoot)
        for key, element in pikepdf.NumberTree(added.ParentTree).items():
            if key not in left_out:
                self._parents[key + self.next_key] = element
        self.next_key += int(source.Root.StructTreeRoot.ParentTreeNextKey)
        return _find_element(added.K[0] if isinstance(added.K, pikepdf.Array) else added.K, "/Table")


def _lighten(source: pikepdf.Pdf, found: RowPages, prefix: str) -> None:
    """Leaves out of some rows what is not on their full pages and what has no use, and makes ids the report's own.

    Each of thousands of cells has lines and shapes among its tags, which take more memory than its text.
    """
    import pikepdf

    table = _find_element(_get_document(source), "/Table")
    body = _find_element(table, "/TBody")
    body.K = pikepdf.Array(list(body.K)[: found.rows])
    headed = []
    for head in _list_elements(_find_element(table, "/THead"), "/TH"):
        head.ID = pikepdf.String(prefix + str(head.ID))
        leads = pikepdf.Dictionary(O=pikepdf.Name.Table, Headers=[head.ID])
        headed.append(source.make_indirect(pikepdf.Array([leads])))
    for row in body.K:
        for at, cell in enumerate(row.K):
            cell.A = headed[at]
    border = source.make_indirect(pikepdf.Array([0, 0, 0]))
    for page in source.pages:
        for link in page.obj.get("/Annots", ()):
            link.Border = border
            if "/QuadPoints" in link:  # a number does not go on on the next line, so its box is its shape
                del link["/QuadPoints"]
    for thing in source.objects:
        if isinstance(thing, pikepdf.Stream):
            _own_bytes(thing)


def _own_bytes(stream: Any) -> None:
    """Has a stream keep its bytes itself, so that the file it is from can be closed."""
    stream.write(stream.read_raw_bytes(), filter=stream.get("/Filter"), decode_parms=stream.get("/DecodeParms"))


def _list_keys(page: Any) -> Iterator[int]:
    """Yields the keys with which a page and its links lead to their tags."""
    if "/StructParents" in page.obj:
        yield int(page.obj.StructParents)
    for link in page.obj.get("/Annots", ()):
        yield int(link.StructParent)


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


def _list_elements(element: Any, kind: str) -> Iterator[Any]:
    import pikepdf

    for kid in _list_kids(element):
        if isinstance(kid, pikepdf.Dictionary):
            if kid.get("/S") == kind:
                yield kid
            yield from _list_elements(kid, kind)


def _find_element(element: Any, kind: str) -> Any:
    """Returns the first tag of a kind within a tag."""
    return next(_list_elements(element, kind))


def _find_page(element: Any) -> _ObjectNumber | None:
    """Returns the object number of the page that a tag begins on, None if it has no content."""
    import pikepdf

    if not isinstance(element, pikepdf.Dictionary):
        return None
    kids = _list_kids(element)
    own: _ObjectNumber | None = element.Pg.objgen if "/Pg" in element else None
    if own and not (kids and isinstance(kids[0], pikepdf.Dictionary)):
        return own
    return next((found for kid in kids if (found := _find_page(kid))), own)
