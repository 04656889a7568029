"""The lines of a PDF joined into paragraphs: by their gaps, indents and widths; rows of tables and notes kept apart.

Two lines belong together where they stand at the usual distance, the second is not indented, and its first word would
not have fitted behind the first. Over the end of a column or page, where the sentence goes on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from analysis.documents.document import Paragraph
from analysis.documents.pdf_lines import Line, Part
from analysis.documents.plain import begins_item, describe_line
from analysis.documents.runs import Runs

_WIDER = 1.25  # of the usual distance of lines: a paragraph begins
_LOOSE = 1.6  # of the usual size: lines further apart than that may be paragraphs each
_HEADING = 1.08  # of the usual size
_LONGEST_HEADING = 200  # characters
_WIDE = 12  # of the size: a shorter last line of a page tells nothing of the room it had
_SMALL = 0.95  # of the usual size: as notes are
_ENDS = (".", "!", "?", ":", ";", "…", "”", '"', "»", ")")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NOTE = re.compile(r"(\d{1,3}|[*†‡])\s*(?=\S)")
_GLUED = re.compile(r"(?<=[\w.,;:!?)»”])([*†‡]+)(?!\w)")


def join_lines(pages: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """Returns the paragraphs of a PDF, those that go on over the end of a page included; notes follow their page."""
    return _Joiner(pages).join(pages)


class _Joiner:
    """What is usual in a PDF, and the pass over its lines."""

    def __init__(self, pages: Sequence[Sequence[Line]]):
        lines = [line for page in pages for line in page]
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
        self.size = sizes.most_common(1)[0][0] if sizes else 1.0
        gaps: Counter[float] = Counter()
        for page in pages:
            for above, below in pairwise(page):
                if 0 < above.base - below.base < 3 * self.size and abs(below.size - self.size) < 0.07 * self.size:
                    gaps[round(above.base - below.base, 1)] += 1
        self.pitch = gaps.most_common(1)[0][0] if gaps else 1.2 * self.size
        self.rights: dict[tuple[int, int], float] = {}  # page and column -> where its longest line ends
        for line in lines:
            key = self._find_column(line)
            self.rights[key] = max(self.rights.get(key, 0.0), line.right)
        self.words = Counter(word.lower() for line in lines for word in _WORD.findall(line.text))
        for line in lines:
            if line.hyphen and (last := _WORD.findall(line.text)):
                self.words[last[-1].lower()] -= 1

    def _find_column(self, line: Line) -> tuple[int, int]:
        return line.page, round(line.left / (8 * self.size))

    def join(self, pages: Sequence[Sequence[Line]]) -> list[Paragraph]:
        """Returns the paragraphs of all pages."""
        found: list[Paragraph] = []
        block: list[Line] = []
        waiting: list[Paragraph] = []  # notes, until the paragraph that goes on is whole

        for page in pages:
            text, notes = self._part_notes(page)
            at = 0
            while at < len(text):
                rows = self._count_rows(text[at:])
                if rows:
                    found += [*self._build(block), *waiting, *_read_rows(text[at : at + rows])]
                    block, waiting = [], []
                    at += rows
                    continue
                if block and not self._continues(block, text[at]):
                    found += [*self._build(block), *(waiting if block[-1].page != text[at].page else ())]
                    waiting = [] if block[-1].page != text[at].page else waiting
                    block = []
                block.append(text[at])
                at += 1
            waiting += notes
        return [*found, *self._build(block), *waiting]

    def _part_notes(self, page: Sequence[Line]) -> tuple[list[Line], list[Paragraph]]:
        """Returns the lines of the text, and the notes: each from a mark to the last small line below."""
        text: list[Line] = []
        notes: list[list[Line]] = []
        for line in page:
            small = line.size < _SMALL * self.size
            begins = bool(line.mark) or (small and bool(_NOTE.match(line.text)) and bool(notes))
            if begins and len(line.text) > len(line.mark):
                notes.append([line])
            elif notes and small and text_after(notes[-1][-1], line):
                notes[-1].append(line)
            else:
                text.append(line)
        return text, [self._build_note(lines) for lines in notes]

    def _build_note(self, lines: list[Line]) -> Paragraph:
        first = lines[0]
        if first.mark:
            number = first.mark
            part = first.parts[0]
            parts = (replace(part, pieces=part.pieces[1:]), *first.parts[1:])
            lines = [replace(first, parts=tuple(part for part in parts if part.pieces)), *lines[1:]]
            (paragraph,) = self._build([line for line in lines if line.parts]) or [Paragraph("")]
            return replace(paragraph, kind="note", number=number, page=first.page)
        (paragraph,) = self._build(lines)
        mark = _NOTE.match(paragraph.text)
        assert mark
        return replace(paragraph, kind="note", number=mark[1], text=paragraph.text[mark.end() :])

    def _count_rows(self, lines: Sequence[Line]) -> int:
        """Returns how many lines from the first on are rows of a table: two parts or more besides a list's mark."""
        count = 0
        while count < len(lines) and len(lines[count].parts) > 1 and not _is_marked(lines[count]):
            count += 1
        return count

    def _continues(self, block: list[Line], line: Line) -> bool:
        last = block[-1]
        text = line.text
        ends = last.text.rstrip().endswith(_ENDS) and not last.hyphen
        if abs(line.size - last.size) > 0.07 * self.size:
            return False
        if last.hyphen:
            return True
        first = re.split(r"[ \t]", text, maxsplit=1)[0]  # a no-break space divides no lines
        word = len(first) * (line.right - line.left) / max(len(text), 1)
        room = self.rights[self._find_column(last)] - last.right - word - 0.25 * line.size
        fits = room > 0
        gap = last.base - line.base
        if line.page != last.page or gap < -0.5 * line.size:  # the next page or column
            wide = last.right - last.left > _WIDE * line.size
            return (text[0].islower() or (wide and not fits)) and not ends
        if gap > _WIDER * self.pitch * line.size / self.size or (
            begins_item(text) and (fits or ends or text[0] in "-–—•*▪◦·‣")
        ):
            return False
        if ends and self.pitch > _LOOSE * self.size and gap > 0.95 * self.pitch:
            return False  # paragraphs of one line each, or lines far apart: which of them, the sentence says
        hangs = len(block) == 1 and (begins_item(last.text) or len(last.parts) > 1)
        if line.left > last.left + 0.8 * line.size and not hangs:
            return False
        return not fits or (not ends and text[0].islower() and room < 0.15 * (last.right - last.left))

    def _build(self, block: list[Line]) -> list[Paragraph]:
        """Returns the paragraph of some lines, if there are any."""
        if not block:
            return []
        runs = Runs()
        for at, line in enumerate(block):
            after = block[at + 1].text if at + 1 < len(block) else ""
            for part in line.parts:
                _add_part(runs, part)
                runs.add("" if line.hyphen and part is line.parts[-1] else " ")
            if line.hyphen and self._keeps_hyphen(line.text, after):
                runs.add("-")
        text, marks = runs.take()
        if not text:
            return []
        first = block[0]
        is_title = first.size > _HEADING * self.size or (first.bold and len(block) == 1)
        if is_title and len(text) < _LONGEST_HEADING and not text.endswith((".", ",", ";")):
            return [Paragraph(text, "heading", page=first.page, marks=marks)]
        described = describe_line(text)
        cut = len(text) - len(described.text)
        marks = tuple(replace(mark, offset=max(mark.offset - cut, 0)) for mark in marks)
        return [replace(described, page=first.page, marks=marks)]

    def _keeps_hyphen(self, before: str, after: str) -> bool:
        """Whether a hyphen at the end of a line is the word's own: 28-point, Mar-a-Lago, or one known elsewhere."""
        head, tail = re.search(r"[\w-]*\Z", before), re.match(r"[\w-]*", after)
        first, second = head[0] if head else "", tail[0] if tail else ""
        if not second or not first or not first[-1].isalpha() or not second[0].isalpha():
            return True
        if self.words[f"{first}-{second}".lower()] > 0:
            return True
        return not (second[0].islower() or self.words[(first + second).lower()] > 0)


def text_after(last: Line, line: Line) -> bool:
    """Whether a line follows another below it, in the same size."""
    return line.page == last.page and 0 < last.base - line.base < 2 * line.size and abs(last.size - line.size) < 0.6


def _is_marked(line: Line) -> bool:
    """Whether the first part of a line is but the mark of a list, or a heading's number."""
    return len(line.parts) == 2 and bool(re.fullmatch(r"[-–—•*▪◦·‣]|\(?\w{1,3}[.)]|\d+(?:\.\d+)+", line.parts[0].text))


def _add_part(runs: Runs, part: Part) -> None:
    for piece in part.pieces:
        if piece.raised:
            runs.add_superscript(piece.text)
            continue
        at = 0
        for mark in _GLUED.finditer(piece.text):
            runs.add(piece.text[at : mark.start()])
            runs.add_mark(mark[1])
            at = mark.end()
        runs.add(piece.text[at:])


def _read_rows(rows: Sequence[Line]) -> list[Paragraph]:
    """Returns the cells of a table; its first row heads the columns where its cells are words or years."""
    heads = rows[0].parts if len(rows) > 1 and all(map(_is_head, rows[0].parts[1:])) else ()
    found = []
    for row in rows:
        for at, part in enumerate(row.parts):
            runs = Runs()
            _add_part(runs, part)
            text, marks = runs.take()
            if not text:
                continue
            named = row.parts[0].text.strip() if at and re.search(r"[^\W\d_]", row.parts[0].text) else ""
            over = [head.text.strip() for head in heads if head.left < part.right and part.left < head.right]
            if heads and not over:
                over = [min(heads, key=lambda head: abs(head.left + head.right - part.left - part.right)).text.strip()]
            is_head = row is rows[0] and bool(heads)
            found.append(
                Paragraph(
                    text,
                    "cell",
                    row="" if is_head else named,
                    column="" if is_head else " ".join(over),
                    page=row.page,
                    marks=marks,
                )
            )
    return found


def _is_head(part: Part) -> bool:
    return bool(re.fullmatch(r"\D+|(?:19|20)\d\d(?:[-–/]\d{2,4})?", part.text.strip()))
