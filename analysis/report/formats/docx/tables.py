"""Tables and key numbers as Word tables: column widths by content, header rows repeated on each page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from analysis.messages import gettext
from analysis.report.document.model import KeyNumber, KeyNumbers, Number, RichText, Table, get_plain_text
from analysis.report.document.typography import insert_break_points, split_rate
from analysis.report.formats import table_fit
from analysis.report.formats.docx.text import write_text
from analysis.report.formats.docx.writer import TWIPS_PER_MM, Element, WordDraft, add_run, make_element, set_style
from analysis.style.paper import measure_text_area
from analysis.wording.numbers import split_qualifier

_CELL_PADDING = 160  # twips beside a cell's text, both sides together
_LETTER_WIDTH = 98  # twips of a letter in a table, on average, in any typeface Word may substitute
_CYRILLIC_WIDTH = 113  # twips of a Cyrillic letter, likewise
_DIGIT_WIDTH = 106  # twips of a digit or a sign
_WIDEST = 1.12  # for numbers and bold headings, which have room also in the widest typeface that may be substituted
_DIGIT = re.compile(r"\d")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_MARK_WIDTH = 65  # twips of a digit of a note's number
_MAX_KEPT_LINES = 16  # lines of the longest table kept on one page
_MAX_ACROSS = 5  # key numbers in a row
_COLUMN_GAP = 200  # twips added between a column of numbers and one of words
_MAX_HEADING = 2400  # twips of the longest column name kept on one line
_SPARE_GAP = 300  # twips added between columns where there is room
_SIZES = (9, 8, 7)  # points of a table's type, as in theme/word/styles.xml.j2, and those tried where it is too wide
_FULL_SHARE = 0.75  # share of the text's width, from which on a table takes all of it


def choose_fit(table: Table, draft: WordDraft) -> table_fit.Fit:
    """Returns how a table is printed: in smaller type, on turned pages, or in parts, where it is too wide for a page.

    Raises ReportError for a table that does not fit any page.
    """

    def measure(size: float) -> list[float]:
        return [least for least, _ in _measure_columns(table, size)]

    rooms = [measure_text_area(draft.house, turned)[0] * TWIPS_PER_MM for turned in (False, True)]
    return table_fit.choose_fit(table, measure, rooms, _SIZES)


def write_table(table: Table, fit: table_fit.Fit, draft: WordDraft, name: str) -> None:
    """Writes a table at the end of the document, each further part with a caption.

    name: as within a sentence, such as `Table 3`.
    """
    for position, part in enumerate(table_fit.split_table(table, fit)):
        if position:
            write_continued(draft, name, part.caption)
        _write_grid(part, fit.size, draft)


def write_continued(draft: WordDraft, name: str, text: RichText) -> None:
    """Writes the caption of a further part of a table or figure, which Word does not count as one of its own."""
    paragraph = draft.add_paragraph("Caption")
    # translators: {name}: such as `Table 3`, as within a sentence
    add_run(paragraph, gettext("{name}, continued", name=name), "CaptionPlace")
    add_run(paragraph, "\u2003")
    write_text(table_fit.link_to_notes(text), draft, paragraph)


def _write_grid(table: Table, size: float, draft: WordDraft) -> None:
    """Writes the rows and columns of a table in type of a size, in points."""
    sizes = compute_widths(table, draft.width, size)
    kept, apart = _choose_kept_rows(table, sizes), _find_spaced_columns(table)
    made = _add_table(draft, "HouseTable", sizes, get_plain_text(table.caption))
    for position, row in enumerate([tuple(column.label for column in table.columns), *table.rows]):
        line = _add_row(made, header=position == 0)
        for at, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            paragraph = _add_cell(line, sizes, at, "TableHead" if position == 0 else "TableText", apart=at in apart)
            paragraph.pPr.keepNext_val = True if position in kept else None
            if column.align == "right":
                paragraph.pPr.jc_val = WD_ALIGN_PARAGRAPH.RIGHT
            write_text(_add_break_points(cell), draft, paragraph)
            if size != _SIZES[0]:
                _set_size(paragraph, size)


def _add_break_points(cell: RichText) -> RichText:
    """Returns a cell with places where a line may end in very long words, as Word would break them at any letter."""
    return tuple(insert_break_points(item) if isinstance(item, str) else item for item in cell)


def _set_size(paragraph: Element, size: float) -> None:
    for run in paragraph.iter(qn("w:r")):
        run.get_or_add_rPr().sz_val = Pt(size)


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
    made = _add_table(draft, "KeyNumbers", sizes, gettext("Key numbers"))
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
    size, rate = split_rate(bare)
    write_text((card.number,), draft, paragraph)
    link = paragraph.hyperlink_lst[0]
    link.r_lst[0].text = size  # with ordinary spaces, so that it may break: Word's typeface may be wider
    if word:
        link.r_lst[0].addprevious(add_run(link, f"{word}\n", "CardQualifier"))
    if rate:
        add_run(link, f"\n{rate}", "CardQualifier")


def compute_widths(table: Table, total: int, size: float = _SIZES[0]) -> list[int]:
    """Returns the width of each column, in twips: at least its longest word, and together at most `total`.

    Spare width goes to the columns whose lines would otherwise break. size: of the type, in points.
    """
    bounds = _measure_columns(table, size)
    least, wanted = [low for low, _ in bounds], [want for _, want in bounds]
    if sum(least) >= total:
        return _round_widths([size * total / sum(least) for size in least], total)
    if sum(wanted) <= total:
        airy = [size + _SPARE_GAP for size in wanted]
        line = sum(airy) if sum(airy) < _FULL_SHARE * total else total
        return _round_widths([size * line / sum(airy) for size in airy], line)
    return _round_widths(table_fit.share_width(least, wanted, total), total)


def _measure_columns(table: Table, size: float) -> list[tuple[float, float]]:
    """Returns each column's least width, that of its longest word, and that at which no line breaks, in twips."""
    spaced = _find_spaced_columns(table)
    share = size / _SIZES[0]
    found = []
    for position in range(len(table.columns)):
        padding = _CELL_PADDING + (_COLUMN_GAP if position in spaced else 0)
        least, wanted = _measure_column(table, position)
        found.append((padding + least * share, padding + wanted * share))
    return found


def _measure_column(table: Table, position: int) -> tuple[int, int]:
    """Returns the width of a column's longest word, and of its longest cell, without padding and in the usual size."""
    label = get_plain_text(table.columns[position].label)
    cells = [row[position] for row in table.rows]
    words = [
        *(round(_estimate_width(word) * _WIDEST) for word in label.split()),
        *(
            round(_estimate_width(word, _count_mark_digits(cell)) * (_WIDEST if _DIGIT.search(word) else 1))
            for cell in cells
            for word in _split_words(cell)
        ),
    ]
    lines = [_estimate_width(get_plain_text(cell), _count_mark_digits(cell)) for cell in cells]
    least = max(words, default=0)
    return least, max([least, min(_estimate_width(label), _MAX_HEADING), *lines])


def _round_widths(sizes: Sequence[float], total: float) -> list[int]:
    whole = [int(size) for size in sizes]
    whole[-1] += int(total) - sum(whole)
    return whole


def _split_words(cell: RichText) -> list[str]:
    return [piece for piece, _ in table_fit.split_pieces(cell)]


def _estimate_width(text: str, marks: int = 0) -> int:
    letters = sum(letter.isalpha() or letter == " " for letter in text)
    wide = 0 if text.isascii() else len(_CYRILLIC.findall(text))
    return (
        (letters - wide) * _LETTER_WIDTH
        + wide * _CYRILLIC_WIDTH
        + (len(text) - letters) * _DIGIT_WIDTH
        + marks * _MARK_WIDTH
    )


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
