"""Tables and key numbers as Word tables: columns as wide as they need, header rows that come again on each page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH

from analysis.report.document.model import Card, Cards, Number, Parts, Table, text_of, together
from analysis.report.document.note_text import qualified
from analysis.report.formats.docx.writer import Sheet, node, run, styled

Write = Callable[[Parts, Sheet, Any], Any]

_PAD = 160  # twips beside a cell's text, both sides together
_LETTER = 98  # twips of a letter in a table, on average, in whatever typeface Word falls back to
_FIGURE = 106  # the same of a figure or a sign
_MARK = 65  # twips of a figure that leads to a note
_WHOLE = 16  # lines of a table that is kept on one page
_ACROSS = 5  # key numbers in a row
_APART = 200  # twips between a column of numbers and one of words, besides
_HEAD = 2400  # twips of a column's name that is kept on one line
_AIR = 300  # twips between columns that could stand closer
_FULL = 0.75  # of the text's width, from which on a table takes all of it


def grid(table: Table, sheet: Sheet, write: Write) -> None:
    """Writes a table at the end of the document."""
    sizes = widths(table, sheet.width)
    kept, apart = _kept(table, sizes), _apart(table)
    made = _table(sheet, "HouseTable", sizes, text_of(table.caption))
    for position, row in enumerate([tuple(column.label for column in table.columns), *table.rows]):
        line = _row(made, header=position == 0)
        for at, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            paragraph = _cell(line, sizes, at, "TableHead" if position == 0 else "TableText", apart=at in apart)
            paragraph.pPr.keepNext_val = True if position in kept else None
            if column.align == "right":
                paragraph.pPr.jc_val = WD_ALIGN_PARAGRAPH.RIGHT
            write(cell, sheet, paragraph)


def _apart(table: Table) -> set[int]:
    """The columns of words that follow one of numbers, which would otherwise run into them."""
    sides = [column.align for column in table.columns]
    return {at for at in range(1, len(sides)) if sides[at - 1] == "right" and sides[at] != "right"}


def _kept(table: Table, sizes: Sequence[int]) -> set[int]:
    """The rows on whose page the next one stands too: all of a short table, else two at either end."""
    count = len(table.rows)
    lines = sum(
        max(-(-_width(text_of(cell)) // (size - _PAD)) for cell, size in zip(row, sizes, strict=True))
        for row in table.rows
    )
    return set(range(count)) if lines <= _WHOLE else {0, 1, count - 1}


def cards(item: Cards, sheet: Sheet, write: Write) -> None:
    """Writes the key numbers: what each is, how much, and what to know, each on a line of the table."""
    count = len(item.items)
    across = count if count <= _ACROSS else 4
    sizes = [sheet.width // across] * across
    made = _table(sheet, "KeyNumbers", sizes, "Key numbers")
    for start in range(0, count, across):
        some = item.items[start : start + across]
        label, number, note = (_row(made, header=start == 0 and line == 0) for line in range(3))
        for at, card in enumerate(some):
            write(card.label, sheet, _cell(label, sizes, at, "CardLabel", edge=sheet.house.colour["accent"]))
            _key_number(card, sheet, write, _cell(number, sizes, at, "CardNumber", low=True))
            write(card.note, sheet, _cell(note, sizes, at, "CardNote"))
        for line in (label, number, note):
            for at in range(len(some), across):
                _cell(line, sizes, at, "CardNote")


def _key_number(card: Card, sheet: Sheet, write: Write, paragraph: Any) -> None:
    """A key number, its qualifier set small above it and `per person` below."""
    word, bare = qualified(card.number.text)
    size, per, unit = bare.partition(" per ")
    write((card.number,), sheet, paragraph)
    link = paragraph.hyperlink_lst[0]
    link.r_lst[0].text = size  # which may break: Word's typeface may be a wider one
    if word:
        link.r_lst[0].addprevious(run(link, f"{word}\n", "CardQualifier"))
    if per:
        run(link, f"\nper {unit}", "CardQualifier")


def widths(table: Table, total: int) -> list[int]:
    """Returns how wide each column is, in twips: at least its longest word, and together at most the line.

    What is left goes to those that would otherwise break their lines.
    """
    least, wanted, apart = [], [], _apart(table)
    for position, column in enumerate(table.columns):
        cells = [row[position] for row in table.rows]
        words = [
            *(_width(word) for word in text_of(column.label).split()),
            *(_width(word, _marks(cell)) for cell in cells for word in _words(cell)),
        ]
        pad = _PAD + (_APART if position in apart else 0)
        least.append(pad + max(words, default=0))
        lines = [_width(text_of(cell), _marks(cell)) for cell in cells]
        head = min(_width(text_of(column.label)), _HEAD)
        wanted.append(max(least[-1], pad + max([head, *lines])))
    if sum(least) >= total:
        return _exactly([size * total / sum(least) for size in least], total)
    if sum(wanted) <= total:
        airy = [size + _AIR for size in wanted]
        line = sum(airy) if sum(airy) < _FULL * total else total
        return _exactly([size * line / sum(airy) for size in airy], line)
    # The square root keeps one long text from taking all: a column twice as long gets half as much again.
    longing = [(want - low) ** 0.5 for low, want in zip(least, wanted, strict=True)]
    sizes = [low + (total - sum(least)) * long / sum(longing) for low, long in zip(least, longing, strict=True)]
    over = sum(max(0.0, size - want) for size, want in zip(sizes, wanted, strict=True))
    short = [want - size if size < want else 0.0 for size, want in zip(sizes, wanted, strict=True)]
    return _exactly(
        [
            min(size, want) + over * (lack / sum(short) if sum(short) else 0)
            for size, want, lack in zip(sizes, wanted, short, strict=True)
        ],
        total,
    )


def _exactly(sizes: Sequence[float], total: int) -> list[int]:
    whole = [int(size) for size in sizes]
    whole[-1] += total - sum(whole)
    return whole


def _words(cell: Parts) -> list[str]:
    """What may not be broken: a number as a whole, of other text each word."""
    return [
        word
        for item in cell
        for word in (
            re.split(r"[\s]+|(?<=[-/–])", item if isinstance(item, str) else item.text)
            if not isinstance(item, Number)
            else together(item.text).split(" ")
        )
    ]


def _width(text: str, marks: int = 0) -> int:
    letters = sum(letter.isalpha() or letter == " " for letter in text)
    return letters * _LETTER + (len(text) - letters) * _FIGURE + marks * _MARK


def _marks(cell: Parts) -> int:
    return max((len(str(item.note)) for item in cell if isinstance(item, Number)), default=0)


def _table(sheet: Sheet, style: str, sizes: Sequence[int], says: str) -> Any:
    made = node(
        "tbl",
        node(
            "tblPr",
            node("tblStyle", val=style),
            node("tblW", w=sum(sizes), type="dxa"),
            node("tblLayout", type="fixed"),
            node("tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0, noVBand=1),
            node("tblCaption", val=says),
        ),
        node("tblGrid", *(node("gridCol", w=size) for size in sizes)),
    )
    sheet.word.element.body.sectPr.addprevious(made)
    return made


def _row(table: Any, header: bool) -> Any:
    made = node("tr", node("trPr", node("cantSplit"), *([node("tblHeader")] if header else [])))
    table.append(made)
    return made


def _cell(
    row: Any, sizes: Sequence[int], at: int, style: str, edge: str = "", low: bool = False, apart: bool = False
) -> Any:
    """A new cell's paragraph. edge: colour of a heavy rule above. low: text at the bottom. apart: farther in."""
    facts = [node("tcW", w=sizes[at], type="dxa")]
    if edge:
        facts.append(node("tcBorders", node("top", val="single", sz=12, space=0, color=edge[1:])))
    left = 0 if at == 0 else _PAD // 2 + _APART if apart else None  # the outer columns stand in line with the text
    right = 0 if at == len(sizes) - 1 else None
    margins = [node(side, w=size, type="dxa") for side, size in (("left", left), ("right", right)) if size is not None]
    if margins:
        facts.append(node("tcMar", *margins))
    if low:
        facts.append(node("vAlign", val="bottom"))
    paragraph = styled(node("p"), style)
    row.append(node("tc", node("tcPr", *facts), paragraph))
    return paragraph
