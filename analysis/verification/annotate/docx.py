"""A Word file with a comment at each number to look at, and one with the summary; every other part stays as it is.

Runs are split where a number begins or ends within one, with their properties. A note and a text box cannot hold a
comment in Word: there the comment stands at the mark of the note, or at what the box is fixed to.
ISO/IEC 29500-1, 17.13.4 (comments).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import PurePosixPath

from analysis.characters import replace_controls
from analysis.documents import SourceDocument
from analysis.documents.docx_xml import Element, find, get_name, get_value
from analysis.errors import UsageError
from analysis.verification.annotate.notes import describe_verdict, select_marked, summarise
from analysis.verification.annotate.stream import CharacterStream
from analysis.verification.verdict import Verdict

_AUTHOR, _INITIALS = "Communique", "C"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_LEFT_OUT = frozenset(("del", "moveFrom", "delText", "instrText", "rPr", "pPr", "rt"))
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class _Place:
    """A character: the text element that holds it, or the one that stands for it, and its offset there."""

    text: Element
    offset: int
    length: int = 1


def annotate_docx(content: bytes, document: SourceDocument, verdicts: Sequence[Verdict]) -> bytes:
    """Returns a Word file with a comment at each number that is not plainly supported, and one with the summary.

    Raises UsageError for a file that is damaged, or whose numbers are not found in it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            word = _Word(file)
            word.annotate(document, select_marked(verdicts), summarise(verdicts))
            return word.save()
    except (zipfile.BadZipFile, KeyError) as error:
        raise UsageError(
            f"the Word file cannot be annotated: it is damaged ({error}); save it again in Word."
        ) from None


class _Word:
    """The parts of a Word file that comments change."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self.file = file
        self.changed: dict[str, Element] = {}
        self._notes: dict[str, Element] = {}
        relation = next(one for one in self._parse("_rels/.rels") if get_value(one, "Type").endswith("/officeDocument"))
        self.main = get_value(relation, "Target").lstrip("/")
        self._relations = get_value(relation, "Type").rpartition("/")[0]  # what types of relations begin with
        self.root = self._change(self.main)
        self.namespace = self.root.tag.rpartition("}")[0].lstrip("{")
        self.comments = self._open_comments()
        ids = [int(get_value(one, "id")) for one in self.comments if get_value(one, "id").isdigit()]
        self.next_id = max(ids, default=-1) + 1

    def _parse(self, part: str) -> Element:
        from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        return etree.fromstring(self.file.read(part), parser)

    def _change(self, part: str) -> Element:
        if part not in self.changed:
            self.changed[part] = self._parse(part)
        return self.changed[part]

    def _make(self, name: str, **values: str) -> Element:
        made = self.root.makeelement(f"{{{self.namespace}}}{name}")
        for key, value in values.items():
            made.set(f"{{{self.namespace}}}{key}", value)
        return made

    def _open_comments(self) -> Element:
        """Returns the part with comments; a new one, with its entries in the lists of parts, where there is none."""
        from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

        folder = PurePosixPath(self.main).parent
        relations_part = str(folder / "_rels" / f"{PurePosixPath(self.main).name}.rels")
        relations = self._change(relations_part)
        for one in relations:
            if get_value(one, "Type").endswith("/comments"):
                target = get_value(one, "Target")
                return self._change(target.lstrip("/") if target.startswith("/") else str(folder / target))
        names, at = set(self.file.namelist()), 0
        while str(folder / f"comments{at or ''}.xml") in names:
            at += 1
        part = str(folder / f"comments{at or ''}.xml")
        ids, number = {get_value(one, "Id") for one in relations}, 1
        while f"rId{number}" in ids:
            number += 1
        space = relations.tag.rpartition("}")[0] + "}"
        entry = relations.makeelement(f"{space}Relationship")
        entry.set("Id", f"rId{number}")
        entry.set("Type", f"{self._relations}/comments")
        entry.set("Target", PurePosixPath(part).name)
        relations.append(entry)
        types = self._change("[Content_Types].xml")
        override = types.makeelement(f"{types.tag.rpartition('}')[0]}}}Override")
        override.set("PartName", f"/{part}")
        override.set("ContentType", _TYPE)
        types.append(override)
        self.changed[part] = etree.Element(f"{{{self.namespace}}}comments", nsmap={"w": self.namespace})
        return self.changed[part]

    def annotate(self, document: SourceDocument, marked: Sequence[Verdict], summary: str) -> None:
        """Adds a comment at each verdict that is found, and the summary at the first text."""
        stream, texts, notes = CharacterStream[_Place](), list[Element](), dict[Element, Element]()
        for element in self._list_texts(self.root, notes):
            texts.append(element)
            content = (element.text or "") if get_name(element) == "t" else "-"
            for at, character in enumerate(content):
                stream.add(character, _Place(element, at))
        found = stream.locate(document, marked)
        if marked and not found:
            raise UsageError("the numbers of the Word file are not found in its text; save it again in Word.")
        lost = [verdict for at, verdict in enumerate(marked) if at not in found]
        if lost:
            summary += " Not found in the file: " + "; ".join(f"{one.words} ({one.place})" for one in lost) + "."
        first = next(one for one in texts if (one.text or "").strip())
        order = sorted(found, key=lambda at: (marked[at].paragraph, marked[at].start))
        comments = [self._make_comment(self.next_id, summary)]
        for number, at in reversed([*enumerate(order, self.next_id + 1)]):  # what is split is behind what is to come
            self._comment_on(found[at][0], found[at][-1], number, notes)
        comments += [
            self._make_comment(n, describe_verdict(marked[at])) for n, at in enumerate(order, self.next_id + 1)
        ]
        anchor = self._find_anchor(first, notes)
        anchor = _get_run(first) if anchor is None else anchor
        self._refer(anchor, anchor, self.next_id)
        self.comments.extend(comments)

    def _list_texts(self, parent: Element, notes: dict[Element, Element]) -> Iterator[Element]:
        """Yields the elements of visible text below a part, and of its notes behind it, in the order of the reader."""
        boxes, references = list[Element](), list[Element]()
        yield from self._walk(parent, boxes, references)
        for reference in references:
            kind = get_name(reference).removesuffix("Reference")
            part = str(PurePosixPath(self.main).parent / f"{kind}s.xml")
            if part not in self.file.namelist():
                continue
            if part not in self._notes:
                self._notes[part] = self._parse(part)
            root = self._notes[part]
            note = next((one for one in root if get_value(one, "id") == get_value(reference, "id")), None)
            if note is not None:
                notes[note] = reference
                yield from self._list_texts(note, notes)

    def _walk(self, element: Element, boxes: list[Element], references: list[Element]) -> Iterator[Element]:
        for child in element:
            name = get_name(child)
            if name in _LEFT_OUT:
                continue
            if name == "AlternateContent":
                choice = find(child, "Choice")
                yield from self._walk(choice if choice is not None else child, boxes, references)
            elif name in ("t", "noBreakHyphen"):
                yield child
            elif name in ("footnoteReference", "endnoteReference"):
                references.append(child)
            elif name == "txbxContent":
                boxes.append(child)
            elif name == "p":
                inner: list[Element] = []
                yield from self._walk(child, inner, references)
                for box in inner:
                    yield from self._walk(box, boxes, references)
            else:
                yield from self._walk(child, boxes, references)

    def _find_anchor(self, text: Element, notes: dict[Element, Element]) -> Element | None:
        """Returns what a comment on a text in a note, box or formula stands at; None where the text can have one."""
        anchor: Element | None = None
        for parent in text.iterancestors():
            if parent in notes:
                outer = self._find_anchor(notes[parent], notes)
                return _get_run(notes[parent]) if outer is None else outer
            if get_name(parent) in ("oMath", "oMathPara"):
                anchor = parent
            elif get_name(parent) == "txbxContent":
                anchor = next(one for one in parent.iterancestors() if get_name(one) == "r")
        return anchor

    def _comment_on(self, first: _Place, last: _Place, id: int, notes: dict[Element, Element]) -> None:
        anchor = self._find_anchor(first.text, notes)
        if anchor is not None:
            self._refer(anchor, anchor, id)
            return
        if get_name(last.text) == "t":
            self._split(last.text, last.offset + 1)
        text = self._split(first.text, first.offset) if get_name(first.text) == "t" else first.text
        self._refer(_get_run(text), _get_run(text if last.text is first.text else last.text), id)

    def _split(self, text: Element, offset: int) -> Element:
        """Splits the run of a text before a character. Returns the text that begins with it."""
        content = text.text or ""
        run = _get_run(text)
        before_text = [child for child in run if get_name(child) != "rPr"]
        is_first = before_text and before_text[0] is text
        if offset >= len(content) or (offset == 0 and is_first):
            if offset >= len(content) and before_text[-1] is not text:
                self._move_behind(run, text)
            return text
        other = deepcopy(text)
        other.text = content[offset:]
        other.set(_XML_SPACE, "preserve")
        if offset:
            text.text = content[:offset]
            text.set(_XML_SPACE, "preserve")
            text.addnext(other)
            self._move_behind(run, text)
            return other
        previous = before_text[before_text.index(text) - 1]
        self._move_behind(run, previous)
        return text

    def _move_behind(self, run: Element, last: Element) -> None:
        """Moves what stands behind an element of a run into a new run behind it, with the same properties."""
        behind = list(last.itersiblings())
        if not behind:
            return
        made = run.makeelement(run.tag, dict(run.attrib))
        properties = find(run, "rPr")
        if properties is not None:
            made.append(deepcopy(properties))
        for one in behind:
            made.append(one)
        run.addnext(made)

    def _refer(self, first: Element, last: Element, id: int) -> None:
        """Puts the range of a comment around some runs, and the reference to it behind them."""
        first.addprevious(self._make("commentRangeStart", id=str(id)))
        end, reference = self._make("commentRangeEnd", id=str(id)), self._make("r")
        reference.append(self._make("commentReference", id=str(id)))
        last.addnext(end)
        end.addnext(reference)

    def _make_comment(self, id: int, words: str) -> Element:
        comment = self._make("comment", id=str(id), author=_AUTHOR, initials=_INITIALS)
        paragraph, run, text = self._make("p"), self._make("r"), self._make("t")
        text.text = replace_controls(words)
        text.set(_XML_SPACE, "preserve")
        run.append(text)
        paragraph.append(run)
        comment.append(paragraph)
        return comment

    def save(self) -> bytes:
        """Returns the file: its members in their order, those that changed written again, new ones at the end."""
        made, names = io.BytesIO(), self.file.namelist()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
            for info in self.file.infolist():
                part = info.filename
                content = _serialise(self.changed[part]) if part in self.changed else self.file.read(part)
                target.writestr(info, content, zipfile.ZIP_DEFLATED)
            for part in sorted(self.changed.keys() - set(names)):
                info = zipfile.ZipInfo(part, date_time=(1980, 1, 1, 0, 0, 0))
                target.writestr(info, _serialise(self.changed[part]), zipfile.ZIP_DEFLATED)
        return made.getvalue()


def _serialise(root: Element) -> bytes:
    from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

    return bytes(etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True))


def _get_run(text: Element) -> Element:
    return next(parent for parent in text.iterancestors() if get_name(parent) == "r")
