"""Word files read: paragraphs, headings, numbered lists, tables and notes, as they are after all tracked changes.

Deleted text and comments are left out, inserted text is in; headers and footers are left out. A box with text follows
the paragraph that it is fixed to. Only the parts that hold text are unpacked (ISO/IEC 29500; zipfile and lxml).
"""

from __future__ import annotations

import io
import zipfile
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from analysis import limits
from analysis.documents.document import Paragraph, ParagraphKind, SourceDocument
from analysis.documents.docx_inline import Inline, choose_way
from analysis.documents.docx_lists import Lists
from analysis.documents.docx_xml import Element, find, get_name, get_value
from analysis.documents.list_numbers import format_number, read_whole
from analysis.documents.runs import normalise_space
from analysis.documents.tables import WIDEST, Cell, name_cells
from analysis.errors import UsageError

_WRAPPERS = frozenset(
    ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo")
)
_NOTE_STYLES = ("FootnoteReference", "EndnoteReference", "footnote reference", "endnote reference")


def read_docx(content: bytes, name: str) -> SourceDocument:
    """Returns the paragraphs of a Word file, without places; notes follow the text. name: what messages call it.

    Raises UsageError for a file that is damaged, is no Word file, or unpacks to more than may be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return _Word(file, name).read()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise UsageError(
            f"{name} cannot be read as a Word file (.docx): it is damaged ({error}); save it again"
        ) from None


@dataclass
class _Style:
    """What a paragraph style says: its name, the style that it rests on, and its list."""

    name: str
    based_on: str = ""
    list_id: str = ""
    level: int = 0
    outline: str = ""
    is_raised: bool = False


class _Word:
    """A Word file: its parts, styles and lists."""

    def __init__(self, file: zipfile.ZipFile, name: str):
        self.file, self.name = file, name
        self.main = self._find_main()
        root = self._parse(self.main)
        self.body = find(root, "body")
        self.folder = PurePosixPath(self.main).parent
        self.styles = dict(self._read_styles())
        self.lists = Lists(self._parse_beside("numbering.xml"))
        relations = self._parse(str(self.folder / "_rels" / f"{PurePosixPath(self.main).name}.rels"))
        self.links = {
            get_value(one, "Id"): get_value(one, "Target")
            for one in (relations if relations is not None else ())
            if get_value(one, "Type").endswith("/hyperlink")
        }
        self.notes: dict[tuple[str, str], str] = {}  # kind and id of each note referred to -> its number
        self.waiting = deque[tuple[str, str]]()  # those whose text is not read yet
        self.counts = {"footnote": 0, "endnote": 0}

    def _parse(self, part: str) -> Element | None:
        from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

        if part not in self.file.namelist():
            return None
        if (size := self.file.getinfo(part).file_size) > limits.MAX_UNPACKED_BYTES:
            raise UsageError(
                f"{self.name}: {part} has {size:,} bytes unpacked; allowed: at most {limits.MAX_UNPACKED_BYTES:,}"
            )
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        try:
            root = etree.fromstring(self.file.read(part), parser)
        except etree.XMLSyntaxError as error:
            raise UsageError(f"{self.name} is damaged: {part} is not XML ({error}); save it again") from None
        if root.getroottree().docinfo.doctype:
            raise UsageError(
                f"{self.name}: {part} declares a document type, as no Word file does; save it again in Word"
            )
        return root

    def _parse_beside(self, part: str) -> Element | None:
        return self._parse(str(self.folder / part))

    def _find_main(self) -> str:
        """Returns the part that holds the text. Raises UsageError where the archive is no Word file."""
        names = self.file.namelist()
        relations = self._parse("_rels/.rels")
        for relation in relations if relations is not None else ():
            target = get_value(relation, "Target").lstrip("/")
            if get_value(relation, "Type").endswith("/officeDocument") and target in names:
                if PurePosixPath(target).parent.name in ("xl", "ppt"):
                    break
                return target
        kinds = {"xl/workbook.xml": "an Excel file", "ppt/presentation.xml": "a PowerPoint file"}
        kinds |= {"mimetype": "an OpenDocument or EPUB file"}
        found = next((kind for part, kind in kinds.items() if part in names), "a zip archive of something else")
        raise UsageError(f"{self.name} cannot be read as a Word file (.docx): it is {found}. Save it as .docx.")

    def _read_styles(self) -> Iterator[tuple[str, _Style]]:
        root = self._parse_beside("styles.xml")
        for style in root if root is not None else ():
            if get_name(style) == "style":
                named, based = find(style, "name"), find(style, "basedOn")
                made = _Style(get_value(named).lower() if named is not None else "")
                made.based_on = get_value(based) if based is not None else ""
                _set_list(made, find(style, "pPr"))
                made.is_raised = _get_child(find(style, "rPr"), "vertAlign") == "superscript"
                yield get_value(style, "styleId"), made

    def is_raised(self, properties: Element | None) -> bool:
        """Whether a run is superscript: by itself, by its height above the line, or by its style."""
        if properties is None:
            return False
        if align := _get_child(properties, "vertAlign"):
            return align == "superscript"
        if height := _get_child(properties, "position"):
            return (read_whole(height) or 0) > 0
        named = _get_child(properties, "rStyle")
        style = self.styles.get(named, _Style(""))
        return style.is_raised or named in _NOTE_STYLES or style.name in _NOTE_STYLES

    def describe(self, paragraph: Element) -> tuple[ParagraphKind, str]:
        """Returns what a paragraph is, and its number in its list, which counts on."""
        properties = find(paragraph, "pPr")
        own, named = _Style(""), find(properties, "pStyle")
        _set_list(own, properties)
        at, names = get_value(named) if named is not None else "", list[str]()
        while at in self.styles and len(names) < 20:  # styles that rest on each other in a circle end here
            style = self.styles[at]
            names.append(style.name)
            if not own.list_id:
                own.list_id, own.level = style.list_id, own.level or style.level
            own.outline = own.outline or style.outline
            at = style.based_on
        listed, number = self.lists.count(own.list_id, own.level)
        outline = read_whole(own.outline)
        if (outline is not None and 0 <= outline < 9) or any(name.startswith(("heading ", "title")) for name in names):
            return "heading", number
        if "caption" in names:
            return "caption", number
        return ("item" if listed else "text"), number

    def read(self) -> SourceDocument:
        """Returns the document."""
        found = list(self.read_blocks(self.body)) if self.body is not None else []
        parts = {kind: self._parse_beside(f"{kind}s.xml") for kind in self.counts}
        texts = {
            (kind, get_value(note, "id")): note for kind, root in parts.items() if root is not None for note in root
        }
        while self.waiting:  # a note may refer to another one
            key = self.waiting.popleft()
            note = texts.get(key)
            for paragraph in self.read_blocks(note) if note is not None else ():
                found.append(replace(paragraph, kind="note", number=self.notes[key]))
        core, styles = self._parse("docProps/core.xml"), self._parse_beside("styles.xml")
        title, language = find(core, "title"), find(styles, "docDefaults", "rPrDefault", "rPr", "lang")
        return SourceDocument(
            "docx",
            found,
            normalise_space(title.text or "") if title is not None else "",
            get_value(language) if language is not None else "",
        )

    def number_note(self, kind: str, id: str) -> str:
        """Returns the number of a note, which is that of its first reference; endnotes have Roman ones."""
        if (kind, id) not in self.notes:
            self.counts[kind] += 1
            self.notes[kind, id] = format_number(self.counts[kind], "1" if kind == "footnote" else "i")
            self.waiting.append((kind, id))
        return self.notes[kind, id]

    def read_blocks(self, parent: Element) -> Iterator[Paragraph]:
        """Yields the paragraphs and cells below an element, in order."""
        joined: list[Element] = []  # paragraphs whose end is deleted, so that the next one goes on in them
        for block in _list_blocks(parent):
            if get_name(block) != "p":
                if joined:
                    yield from self._read_paragraph(joined)
                    joined = []
                yield from self._read_table(block)
                continue
            joined.append(block)
            if find(block, "pPr", "rPr", "del") is None:
                yield from self._read_paragraph(joined)
                joined = []
        if joined:
            yield from self._read_paragraph(joined)

    def _read_paragraph(self, elements: Sequence[Element]) -> Iterator[Paragraph]:
        """Yields the text of a paragraph, which tracked changes may have put together from several."""
        walk, element = Inline(self), elements[-1]
        for part in elements:
            walk.read(part)
        texts = [*walk.finish()]
        if texts:
            kind, number = self.describe(element)
            links = tuple(dict.fromkeys(walk.links))
            yield from (Paragraph(text, kind, number=number, marks=marks, links=links) for text, marks in texts)
        for box in walk.boxes:
            yield from self.read_blocks(box)

    def _read_table(self, table: Element) -> Iterator[Paragraph]:
        rows: list[list[Cell[list[Paragraph]]]] = []
        open_cells: dict[int, Cell[list[Paragraph]]] = {}  # column -> the cell that goes on below
        heads, at_top = 0, True
        for row in _list_named(table, "tr"):
            at_top = at_top and find(row, "trPr", "tblHeader") is not None
            heads += at_top
            column = read_whole(_get_child(find(row, "trPr"), "gridBefore"), 0, WIDEST) or 0
            cells: list[Cell[list[Paragraph]]] = [Cell([], "", across=column)] if column else []
            for cell in _list_named(row, "tc"):
                merge = find(cell, "tcPr", "vMerge")
                across = read_whole(_get_child(find(cell, "tcPr"), "gridSpan"), 1, WIDEST) or 1
                if merge is not None and get_value(merge) != "restart" and column in open_cells:
                    open_cells[column].down += 1
                else:
                    content = [*self.read_blocks(cell)]
                    made = Cell(content, " ".join(paragraph.text for paragraph in content), across=across)
                    open_cells[column] = made
                    cells.append(made)
                column += across
            rows.append(cells)
        named = name_cells(rows, heads)
        if named is None:
            yield from (paragraph for row in rows for cell in row for paragraph in cell.content)
            return
        for cell, row_name, column_name in named:
            for paragraph in cell.content:
                inner = paragraph.row, paragraph.column  # of a table within the cell
                row_name, column_name = inner if any(inner) else (row_name, column_name)
                yield replace(paragraph, kind="cell", row=row_name, column=column_name)


def _get_child(element: Element | None, name: str) -> str:
    """Returns the value of a child of an element, '' where it has none."""
    child = find(element, name)
    return get_value(child) if child is not None else ""


def _set_list(style: _Style, properties: Element | None) -> None:
    numbered, level = find(properties, "numPr", "numId"), find(properties, "numPr", "ilvl")
    outline = find(properties, "outlineLvl")
    style.list_id = get_value(numbered) if numbered is not None else ""
    style.level = (read_whole(get_value(level), 0, 8) if level is not None else None) or 0
    style.outline = get_value(outline) if outline is not None else ""


def _list_blocks(parent: Element) -> Iterator[Element]:
    for child in parent:
        name = get_name(child)
        if name in ("p", "tbl"):
            yield child
        elif name in _WRAPPERS:
            yield from _list_blocks(child)
        elif name == "AlternateContent":
            yield from _list_blocks(choose_way(child))


def _list_named(parent: Element, wanted: str) -> Iterator[Element]:
    for child in parent:
        if get_name(child) == wanted:
            if find(child, "trPr", "del") is None:  # a row whose deletion is tracked
                yield child
        elif get_name(child) in _WRAPPERS:
            yield from _list_named(child, wanted)
