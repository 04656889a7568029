"""Tables and key numbers as Word tables: column widths by content, header rows repeated on each page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docx.enum.text import WD_ALIGN_PARAGRAPH

from analysis.report.document.model import KeyNumber, KeyNumbers, Number, RichText, Table, get_plain_text
from analysis.report.document.typography import make_unbreakable
from analysis.report.formats.docx.text import write_text
from analysis.report.formats.docx.writer import Element, WordDraft, add_run, make_element, set_style
from analysis.wording.numbers import split_qualifier

_CELL_PADDING = 160  # twips beside a cell's text, both sides together
_LETTER_WIDTH = 98  # twips of a letter in a table, on average, in any typeface Word may substitute
_DIGIT_WIDTH = 106  # twips of a digit or a sign
_MARK_WIDTH = 65  # twips of a digit of a note's number
_MAX_KEPT_LINES = 16  # lines of the longest table kept on one page
_MAX_ACROSS = 5  # key numbers in a row
_COLUMN_GAP = 200  # twips added between a column of numbers and one of words
_MAX_HEADING = 2400  # twips of the longest column name kept on one line
_SPARE_GAP = 300  # twips added between columns where there is room
_FULL_SHARE = 0.75  # share of the text's width, from which on a table takes all of it


def write_table(table: Table, draft: WordDraft) -> None:
    """Writes a table at the end of the document."""
    sizes = compute_widths(table, draft.width)
    kept, apart = _choose_kept_rows(table, sizes), _find_spaced_columns(table)
    made = _add_table(draft, "HouseTable", sizes, get_plain_text(table.caption))
    for position, row in enumerate([tuple(column.label for column in table.columns), *table.rows]):
        line = _add_row(made, header=position == 0)
        for at, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            paragraph = _add_cell(line, sizes, at, "TableHead" if position == 0 else "TableText", apart=at in apart)
            paragraph.pPr.keepNext_val = True if position in kept else None
            if column.align == "right":
                paragraph.pPr.jc_val = WD_ALIGN_PARAGRAPH.RIGHT
            write_text(cell, draft, paragraph)


def _find_spaced_columns(table: Table) -> set[int]:
    """Returns the columns of words that follow one of numbers and need space before them."""
    sides = [column.align for column in table.columns]
    return {at for at in range(1, len(sides)) if sides[at - 1] == "right" and sides[at] != "right"}


def _choose_kept_rows(table: Table, sizes: Sequence[int]) -> set[int]:
    """Returns the rows to keep on one page with the next: all of a short table, else two at each end."""
    count = len(table.rows)
    lines = sum(
        max(
            -(-_estimate_width(get_plain_text(cell)) // (size - _CELL_PADDING))
            for cell, size in zip(row, sizes, strict=True)
        )
        for row in table.rows
    )
    return set(range(count)) if lines <= _MAX_KEPT_LINES else {0, 1, count - 1}


def write_key_numbers(item: KeyNumbers, draft: WordDraft) -> None:
    """Writes the key numbers as three rows of a table: label, number and remark."""
    count = len(item.items)
    across = count if count <= _MAX_ACROSS else 4
    sizes = [draft.width // across] * across
    made = _add_table(draft, "KeyNumbers", sizes, "Key numbers")
    for start in range(0, count, across):
        some = item.items[start : start + across]
        label, number, note = (_add_row(made, header=start == 0 and line == 0) for line in range(3))
        for at, card in enumerate(some):
            write_text(card.label, draft, _add_cell(label, sizes, at, "CardLabel", edge=draft.house.colour["accent"]))
            _write_key_number(card, draft, _add_cell(number, sizes, at, "CardNumber", low=True))
            write_text(card.note, draft, _add_cell(note, sizes, at, "CardNote"))
        for line in (label, number, note):
            for at in range(len(some), across):
                _add_cell(line, sizes, at, "CardNote")


def _write_key_number(card: KeyNumber, draft: WordDraft, paragraph: Element) -> None:
    """Writes a key number with its qualifier in small type above it and `per person` below."""
    word, bare = split_qualifier(card.number.text)
    size, per, unit = bare.partition(" per ")
    write_text((card.number,), draft, paragraph)
    link = paragraph.hyperlink_lst[0]
    link.r_lst[0].text = size  # with ordinary spaces, so that it may break: Word's typeface may be wider
    if word:
        link.r_lst[0].addprevious(add_run(link, f"{word}\n", "CardQualifier"))
    if per:
        add_run(link, f"\nper {unit}", "CardQualifier")


def compute_widths(table: Table, total: int) -> list[int]:
    """Returns the width of each column, in twips: at least its longest word, and together at most `total`.

    Spare width goes to the columns whose lines would otherwise break.
    """
    spaced = _find_spaced_columns(table)
    bounds = [_measure_column(table, position, position in spaced) for position in range(len(table.columns))]
    least, wanted = [low for low, _ in bounds], [want for _, want in bounds]
    if sum(least) >= total:
        return _round_widths([size * total / sum(least) for size in least], total)
    if sum(wanted) <= total:
        airy = [size + _SPARE_GAP for size in wanted]
        line = sum(airy) if sum(airy) < _FULL_SHARE * total else total
        return _round_widths([size * line / sum(airy) for size in airy], line)
    return _round_widths(_share_width(least, wanted, total), total)


def _measure_column(table: Table, position: int, spaced: bool) -> tuple[int, int]:
    """Returns a column's least width, that of its longest word, and the width at which no line breaks, in twips."""
    label = get_plain_text(table.columns[position].label)
    cells = [row[position] for row in table.rows]
    words = [
        *(_estimate_width(word) for word in label.split()),
        *(_estimate_width(word, _count_mark_digits(cell)) for cell in cells for word in _split_words(cell)),
    ]
    lines = [_estimate_width(get_plain_text(cell), _count_mark_digits(cell)) for cell in cells]
    padding = _CELL_PADDING + (_COLUMN_GAP if spaced else 0)
    least = padding + max(words, default=0)
    return least, max(least, padding + max([min(_estimate_width(label), _MAX_HEADING), *lines]))


def _share_width(least: Sequence[int], wanted: Sequence[int], total: int) -> list[float]:
    """Returns widths between least and wanted that add up to `total`."""
    # The square root keeps one long text from taking all: a column twice as long gets half as much again.
    claims = [(want - low) ** 0.5 for low, want in zip(least, wanted, strict=True)]
    sizes = [low + (total - sum(least)) * claim / sum(claims) for low, claim in zip(least, claims, strict=True)]
    over = sum(max(0.0, size - want) for size, want in zip(sizes, wanted, strict=True))
    short = [want - size if size < want else 0.0 for size, want in zip(sizes, wanted, strict=True)]
    return [
        min(size, want) + over * (lack / sum(short) if sum(short) else 0)
        for size, want, lack in zip(sizes, wanted, short, strict=True)
    ]


def _round_widths(sizes: Sequence[float], total: int) -> list[int]:
    whole = [int(size) for size in sizes]
    whole[-1] += total - sum(whole)
    return whole


def _split_words(cell: RichText) -> list[str]:
    """Returns the pieces that stay on one line: a number as a whole, each word of other text."""
    return [
        word
        for item in cell
        for word in (
            re.split(r"[\s]+|(?<=[-/–])", item if isinstance(item, str) else item.text)
            if not isinstance(item, Number)
            else make_unbreakable(item.text).split(" ")
        )
    ]


def _estimate_width(text: str, marks: int = 0) -> int:
    letters = sum(letter.isalpha() or letter == " " for letter in text)
    return letters * _LETTER_WIDTH + (len(text) - letters) * _DIGIT_WIDTH + marks * _MARK_WIDTH


def _count_mark_digits(cell: RichText) -> int:
    return max((len(str(item.note)) for item in cell if isinstance(item, Number)), default=0)


def _add_table(draft: WordDraft, style: str, sizes: Sequence[int], description: str) -> Element:
    made = make_element(
        "tbl",
        make_element(
            "tblPr",
            make_element("tblStyle", val=style),
            make_element("tblW", w=sum(sizes), type="dxa"),
            make_element("tblLayout", type="fixed"),
            make_element(
                "tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0, noVBand=1
            ),
            make_element("tblCaption", val=description),
        ),
        make_element("tblGrid", *(make_element("gridCol", w=size) for size in sizes)),
    )
    draft.word.element.body.sectPr.addprevious(made)
    return made


def _add_row(table: Element, header: bool) -> Element:
    made = make_element(
        "tr", make_element("trPr", make_element("cantSplit"), *([make_element("tblHeader")] if header else []))
    )
    table.append(made)
    return made


def _add_cell(
    row: Element, sizes: Sequence[int], at: int, style: str, edge: str = "", low: bool = False, apart: bool = False
) -> Element:
    """Adds a cell and returns its paragraph.

    edge: colour of a thick line above. low: with the text at the bottom. apart: with space before the text.
    """
    facts = [make_element("tcW", w=sizes[at], type="dxa")]
    if edge:
        facts.append(make_element("tcBorders", make_element("top", val="single", sz=12, space=0, color=edge[1:])))
    # The outer columns align with the text around the table.
    left = 0 if at == 0 else _CELL_PADDING // 2 + _COLUMN_GAP if apart else None
    right = 0 if at == len(sizes) - 1 else None
    margins = [
        make_element(side, w=size, type="dxa") for side, size in (("left", left), ("right", right)) if size is not None
    ]
    if margins:
        facts.append(make_element("tcMar", *margins))
    if low:
        facts.append(make_element("vAlign", val="bottom"))
    paragraph = set_style(make_element("p"), style)
    row.append(make_element("tc", make_element("tcPr", *facts), paragraph))
    return paragraph
