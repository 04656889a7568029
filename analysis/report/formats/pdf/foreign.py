"""What a draft may hold besides the blocks of a report, as Typst; and the PDF of a draft, with its pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import starmap
from textwrap import wrap

from analysis.errors import ReportError
from analysis.messages import gettext
from analysis.report.document.draft.numbers import COUNTED, describe_unmarked, split_numbers, split_printed
from analysis.report.document.model import (
    Block,
    Cell,
    Document,
    Formula,
    Grid,
    Picture,
    Prose,
    Run,
    Verbatim,
    get_plain_text,
)
from analysis.report.document.note_text import get_web_address
from analysis.report.document.typography import insert_break_points
from analysis.report.formats.draft_colours import find_paint
from analysis.report.formats.draft_pictures import can_draw
from analysis.report.formats.draft_tables import is_number, locate_cells
from analysis.report.formats.glyphs import find_missing
from analysis.report.formats.pdf.blocks import render_block
from analysis.report.formats.pdf.formulas import write_as_typed, write_formula
from analysis.report.formats.pdf.text import format_array, render_inline
from analysis.report.formats.pdf.typst_source import render_typst
from analysis.report.formats.typst import compile_pdf, quote_text
from analysis.style.assets import Face

_SIZES = (8.0, 7.0, 6.0, 5.0)  # points of the type of a table, the first that has room
_WIDTH_PT = 480  # of the text on a page, roughly
_LETTER = 0.56  # of the size of the type, a letter's width
_PADDING = 0.7  # of the size, beside the words of a cell
_LONG_WORD = re.compile(r"[^\s\u200b]{13,}")
_CALLS = {"bold": "strong", "italic": "emph", "struck": "strike", "sub": "sub", "sup": "super", "code": "typewriter"}
_LINES, _LONGEST = 20, 800  # lines of one paragraph, and letters of one of them: Typst takes long for longer ones
_PT = 0.75  # points of a pixel
_BROKEN = "\u200b"
_SPACE_THAT_STAYS = re.compile("^ | (?= )", re.MULTILINE)


def write_draft(document: Document, faces: Sequence[Face]) -> bytes:
    """Returns a draft as PDF. A picture that Typst cannot read is replaced by a remark, formulas by their TeX.

    Raises ReportError with Typst's message where it cannot set the draft.
    """
    try:
        return _compile(document, faces)
    except ReportError:
        blocks = tuple(map(_check_picture, document.blocks))
        return _compile(replace(document, blocks=blocks), faces, write_as_typed)


def _compile(document: Document, faces: Sequence[Face], change: Callable[[str], str] = str) -> bytes:
    """change: what is done to the source before it is set."""
    source = render_typst(document)
    missing = find_missing(source, faces)
    if missing:
        source = render_typst(document, missing)
    files = {item.name: item.data for item in document.blocks if isinstance(item, Picture)}
    return compile_pdf(change(source), faces, document.timestamp, files)


def _check_picture(item: Block) -> Block:
    if not isinstance(item, Picture) or can_draw(item):
        return item
    message = gettext(
        "{alt}: a picture ({kind}) that cannot be printed; the page shows it.", alt=item.alt, kind=item.kind
    )
    return Prose((message,), "note")


@render_inline.register
def _(item: Run) -> str:
    return _write_run(item)


def _write_run(item: Run, break_every: int = 0) -> str:
    """Returns words as Typst, each number marked. break_every: after how many letters of a word a line may end."""
    text = _LONG_WORD.sub(_break_word, item.text)
    drawn = _write_words(text, break_every) if "code" in item.styles else _mark(text, break_every)
    for style in _CALLS:
        if style in item.styles:
            drawn = f"#{_CALLS[style]}[{drawn}];"
    return f"#out([{drawn}], {quote_text(item.url)});" if item.url and get_web_address(item.url) else drawn


def _mark(text: str, break_every: int = 0) -> str:
    """Returns words as Typst in which every number is marked."""
    return "".join(
        f"#no-claim({_write_words(part, break_every)[1:-1]});" if is_number else _write_words(part, break_every)
        for part, is_number in split_numbers(text)
    )


def _write_words(text: str, break_every: int = 0) -> str:
    if break_every:
        text = re.sub(rf"(\S{{{break_every}}})(?=\S)", rf"\1{_BROKEN}", text)
    return f"#{quote_text(text)};"


def _break_word(found: re.Match[str]) -> str:
    """Returns a long word with places where a line may end: after a sign, or before a capital."""
    return insert_break_points(re.sub(r"(?<=[/_;:=&?)\]-])(?=\w)|(?<=[a-z])(?=[A-Z])", _BROKEN, found[0]))


@render_inline.register
def _(item: Formula) -> str:
    return write_formula(item.text, item.display)


@render_block.register
def _(item: Verbatim) -> str:
    unmarked = describe_unmarked(item)
    counted = item.role in COUNTED and not unmarked
    written = "#parbreak();".join(_write_looks(item, counted) if item.looks else _write_lines(item.text, counted))
    remark = f"#emph({quote_text(unmarked)})\n" if unmarked else ""
    return f"{remark}#verbatim({quote_text(item.role)}, [{written}])"


def _write_lines(text: str, counted: bool) -> Iterator[str]:
    """Yields a printed text as paragraphs; a line that ends within a string literal takes least time to set."""
    for lines in _group_lines(text):
        paragraph = _keep_spaces("\n".join(line for _, line in lines))
        yield _mark(paragraph) if counted else _write_words(paragraph)


def _write_looks(item: Verbatim, counted: bool) -> Iterator[str]:
    """Yields a printed text in which some words have a colour or are bold, as paragraphs."""
    for lines in _group_lines(item.text):
        split = (split_printed(line, item.looks, at, counted) for at, line in lines)
        yield "#linebreak();".join("".join(starmap(_write_printed, parts)) for parts in split)


def _group_lines(text: str) -> Iterator[list[tuple[int, str]]]:
    """Yields the lines of a printed text, each with the place where it begins, as many as are one paragraph."""
    lines, at = [], 0
    for line in text.split("\n"):
        for piece in _divide(line):
            lines.append((at, piece))
            at += len(piece)
        at += 1
    yield from (lines[first : first + _LINES] for first in range(0, len(lines), _LINES))


def _write_printed(text: str, names: tuple[str, ...], is_number: bool) -> str:
    words = _write_words(_keep_spaces(text))
    drawn = f"#no-claim({words[1:-1]});" if is_number else words
    for name in ("bold", "italic"):
        if name in names:
            drawn = f"#{_CALLS[name]}[{drawn}];"
    ink, behind = find_paint(names)
    drawn = f"#text(fill: rgb({quote_text(ink)}), [{drawn}]);" if ink else drawn
    return f"#highlight(fill: rgb({quote_text(behind)}), [{drawn}]);" if behind else drawn


def _divide(line: str) -> list[str]:
    """Returns a line in pieces that Typst can set in good time; each ends at a space."""
    return wrap(line, _LONGEST, break_long_words=False, drop_whitespace=False) if len(line) > _LONGEST else [line]


def _keep_spaces(line: str) -> str:
    """Returns a line in which several spaces stay, and of which each may end a line of the page."""
    return _SPACE_THAT_STAYS.sub("\u00a0", insert_break_points(line))


@render_block.register
def _(item: Picture) -> str:
    return f"#drawing({quote_text('/' + item.name)}, {item.width * _PT:.1f}pt, {quote_text(item.alt)})"


@render_block.register
def _(item: Grid) -> str:
    widths = _measure_columns(item)
    size = next((size for size in _SIZES if sum(widths) * size <= _WIDTH_PT), _SIZES[-1])
    cramped = sum(widths) * size > _WIDTH_PT
    columns = format_array(f"{width:.2f}fr" for width in widths) if cramped else f"(auto,) * {item.width}"
    aligns = format_array(_choose_alignment(item))
    heads, rows = item.rows[: item.heads], item.rows[item.heads :]
    cells = format_array(
        format_array(_render_cell(cell, cramped) for row in part for cell in row) for part in (heads, rows)
    )
    return f"#as-it-came({size}pt, {columns}, {item.heads}, {aligns}, {cells})"


def _measure_columns(item: Grid) -> list[float]:
    """Returns the width of each column by its longest cell, in sizes of the type; long ones may break."""
    longest = [2.0] * item.width
    for _, at, cell in locate_cells(item):
        if cell.across == 1:
            letters = max((len(line) for line in get_plain_text(cell.text).split("\n")), default=0)
            longest[at] = max(longest[at], min(letters, 40))
    return [letters * _LETTER + _PADDING for letters in longest]


def _choose_alignment(item: Grid) -> Iterator[str]:
    numeric = [0] * item.width
    for _, at, cell in locate_cells(item):
        if not cell.head and cell.text:
            numeric[at] += 1 if is_number(cell) else -1
    yield from ("right" if count > 0 else "left" for count in numeric)


def _render_cell(cell: Cell, cramped: bool) -> str:
    written = "".join(
        _write_run(part, 4) if cramped and isinstance(part, Run) else render_inline(part) for part in cell.text
    )
    written = f"[#strong[{written}]]" if cell.head else f"[{written}]"
    if cell.across == 1 and cell.down == 1:
        return written
    return f"table.cell(colspan: {cell.across}, rowspan: {cell.down}, {written})"
