"""Tables and key numbers as Word tables: columns as wide as they need, header rows that come again on each page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH

from analysis.house import house
from analysis.report.blocks import Card, Cards, Number, Parts, Table, text_of, together
from analysis.report.docx_sheet import Sheet, node, run, styled
from analysis.report.notes import qualified

Write = Callable[[Parts, Sheet, Any], Any]

_PAD = 160           # twips beside a cell's text, both sides together
_LETTER = 98         # twips of a letter in a table, on average, in whatever typeface Word falls back to
_MARK = 62           # twips of a figure that leads to a note
_WHOLE = 8           # rows of a table that is kept on one page
_ACROSS = 5          # key numbers in a row


def grid(table: Table, sheet: Sheet, write: Write) -> None:
    """Writes a table at the end of the document."""
    sizes = widths(table, sheet.width)
    made = _table(sheet, "HouseTable", sizes, text_of(table.caption))
    for position, row in enumerate([tuple(column.label for column in table.columns), *table.rows]):
        line = _row(made, header=position == 0)
        kept = len(table.rows) <= _WHOLE and position < len(table.rows)
        for cell, column, size in zip(row, table.columns, sizes, strict=True):
            paragraph = _cell(line, size, "TableHead" if position == 0 else "TableText")
            paragraph.pPr.keepNext_val = True if kept or position == 0 else None
            if column.align == "right":
                paragraph.pPr.jc_val = WD_ALIGN_PARAGRAPH.RIGHT
            write(cell, sheet, paragraph)


def cards(item: Cards, sheet: Sheet, write: Write) -> None:
    """Writes the key numbers: what each is, how much, and what to know, each on a line of the table."""
    count = len(item.items)
    across = count if count <= _ACROSS else 4
    sizes = [sheet.width // across] * across
    made = _table(sheet, "KeyNumbers", sizes, "Key numbers")
    for start in range(0, count, across):
        some = item.items[start:start + across]
        label, number, note = (_row(made, header=start == 0 and line == 0) for line in range(3))
        for card in some:
            write(card.label, sheet, _cell(label, sizes[0], "CardLabel", top=True))
            _key_number(card, sheet, write, _cell(number, sizes[0], "CardNumber"))
            write(card.note, sheet, _cell(note, sizes[0], "CardNote"))
        for line in (label, number, note):
            for _ in range(across - len(some)):
                _cell(line, sizes[0], "CardNote")


def _key_number(card: Card, sheet: Sheet, write: Write, paragraph: Any) -> None:
    """A key number, its qualifier set small above it."""
    word, bare = qualified(card.number.text)
    write((card.number,), sheet, paragraph)
    if word:
        first = paragraph.hyperlink_lst[0].r_lst[0]
        first.text = bare
        small = run(paragraph.hyperlink_lst[0], f"{word}\n", "CardQualifier")
        first.addprevious(small)


def widths(table: Table, total: int) -> list[int]:
    """Returns how wide each column is, in twips: at least its longest word, and together the whole line.

    What is left goes to those that would otherwise break their lines, or to all alike if none would.
    """
    least, wanted = [], []
    for position, column in enumerate(table.columns):
        cells = [row[position] for row in table.rows]
        words = [*(_width(word) for word in text_of(column.label).split()),
                 *(_width(word, _marks(cell)) for cell in cells for word in _words(cell))]
        least.append(_PAD + max(words, default=0))
        lines = sorted(_width(text_of(cell), _marks(cell)) for cell in cells)
        wanted.append(max(least[-1], _PAD + max(lines, default=0)))
    if sum(least) >= total:
        return _exactly([size * total / sum(least) for size in least], total)
    if sum(wanted) <= total:
        return _exactly([size * total / sum(wanted) for size in wanted], total)
    # The square root keeps one long text from taking all: a column twice as long gets half as much again.
    longing = [(want - low) ** 0.5 for low, want in zip(least, wanted, strict=True)]
    sizes = [low + (total - sum(least)) * long / sum(longing) for low, long in zip(least, longing, strict=True)]
    over = sum(max(0.0, size - want) for size, want in zip(sizes, wanted, strict=True))
    short = [want - size if size < want else 0.0 for size, want in zip(sizes, wanted, strict=True)]
    return _exactly([min(size, want) + over * (lack / sum(short) if sum(short) else 0)
                     for size, want, lack in zip(sizes, wanted, short, strict=True)], total)


def _exactly(sizes: Sequence[float], total: int) -> list[int]:
    whole = [int(size) for size in sizes]
    whole[-1] += total - sum(whole)
    return whole


def _words(cell: Parts) -> list[str]:
    """What may not be broken: a number as a whole, of other text each word."""
    return [word for item in cell
            for word in (re.split(r"[\s]+|(?<=[-/–])", item if isinstance(item, str) else item.text)
                         if not isinstance(item, Number) else together(item.text).split(" "))]


def _width(text: str, marks: int = 0) -> int:
    return len(text) * _LETTER + marks * _MARK


def _marks(cell: Parts) -> int:
    return max((len(str(item.note)) for item in cell if isinstance(item, Number)), default=0)


def _table(sheet: Sheet, style: str, sizes: Sequence[int], says: str) -> Any:
    made = node("tbl", node("tblPr", node("tblStyle", val=style), node("tblW", w=sum(sizes), type="dxa"),
                            node("tblLayout", type="fixed"),
                            node("tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0,
                                 noVBand=1),
                            node("tblCaption", val=says)),
                node("tblGrid", *(node("gridCol", w=size) for size in sizes)))
    sheet.word.element.body.sectPr.addprevious(made)
    return made


def _row(table: Any, header: bool) -> Any:
    made = node("tr", node("trPr", node("cantSplit"), *([node("tblHeader")] if header else [])))
    table.append(made)
    return made


def _cell(row: Any, width: int, style: str, top: bool = False) -> Any:
    """A new cell's paragraph."""
    facts = [node("tcW", w=width, type="dxa")]
    if top:
        facts.append(node("tcBorders", node("top", val="single", sz=12, space=0, color=house().colour["accent"][1:])))
    paragraph = styled(node("p"), style)
    row.append(node("tc", node("tcPr", *facts), paragraph))
    return paragraph
