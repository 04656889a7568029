"""Document -> Typst source. One function writes each block class and each part class; nothing is decided here.

All text goes into Typst string literals, so nothing in it can be markup; the look is in theme/page.typ.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, singledispatch
from textwrap import shorten
from typing import Any

from analysis.contract import SourceCard, remove_links
from analysis.report.document import note_text
from analysis.report.document.model import (
    Document,
    Figure,
    Heading,
    KeyNumbers,
    Label,
    Note,
    Number,
    Points,
    Prose,
    Reference,
    RichText,
    Table,
    WhatIf,
    curl_apostrophes,
    describe_what_if,
    get_plain_text,
    insert_break_points,
    make_unbreakable,
    remove_what_if,
)
from analysis.report.document.text_cells import Code, Emphasis, Link
from analysis.report.formats.pdf import table_layout
from analysis.style.house import THEME_FOLDER, House
from analysis.wording.numbers import split_qualifier

_MANY_ROWS = 500  # rows or notes, from which on Typst is not left to look how each fits
_MAX_KEPT_WHOLE = 800  # characters that fit a narrow column of one page, with room to spare
_MAX_RUNNING_TITLE = 90  # characters of a title that fit the head of a page
_SHORT_CELL = 20  # characters a column of words may have and still be as wide as its words


def render_typst(document: Document) -> str:
    """Returns the report as one Typst file."""
    document = remove_what_if(document)
    about = document.about
    title = get_plain_text(document.title)
    year, month, day = (*(about.get("date") or "").split("-"), "", "", "")[:3]
    date = f"datetime(year: {int(year)}, month: {int(month)}, day: {int(day)})" if day.isdigit() else "none"
    heading, *small = list(_render_appendix(document)) or [""]
    return (
        "\n".join(
            [
                f"#let house = {_format_value(_collect_style(document.house))}",
                _load_template(),
                f"#show: page-setup.with(title: {_quote(title)}, date: {date}, "
                f"running: {_quote(shorten(title, _MAX_RUNNING_TITLE, placeholder='…'))}, language: {_quote(document.language)})",
                f"#cover({render_text(document.title)}, {render_text(document.question)}, {_quote_words(about.get('title', ''))}, "
                f"{_quote_words(' '.join(f'{told}.' for told in note_text.list_basis_lines(document)))})",
                *_render_body(document),
                heading,
                "#appendix[",
                *small,
                "]",
            ]
        )
        + "\n"
    )


def _render_body(document: Document) -> Iterator[str]:
    """The blocks, with the contents list after the answer: a reader on page one wants the answer first."""
    first = next((at for at, item in enumerate(document.blocks) if isinstance(item, Heading)), len(document.blocks))
    for position, item in enumerate(document.blocks):
        if position == first:
            yield "#contents()"
        yield (
            render_long_table(item, document.house)
            if isinstance(item, Table) and len(item.rows) > _MANY_ROWS
            else render_block(item)
        )


def render_text(text: RichText) -> str:
    """Returns a text as Typst content."""
    return "[" + "".join(render_inline(item) for item in text) + "]"


@singledispatch
def render_inline(item: Any) -> str:
    """Returns one part of a text as Typst."""
    raise TypeError(f"no Typst for the part {type(item).__name__}")


@render_inline.register
def _(item: str) -> str:
    return f"#{_quote_words(item)};"


@render_inline.register
def _(item: Number) -> str:
    return f"#num({_quote(make_unbreakable(item.text))}, {item.note}, {_quote(item.anchor)});"


@render_inline.register
def _(item: Label) -> str:
    return f"#{_quote_words(item.text)};"


@render_inline.register
def _(item: Reference) -> str:
    return f"#see({_quote(make_unbreakable(item.text))}, {_quote(item.anchor)});"


@render_inline.register
def _(item: Emphasis) -> str:
    return f"#{'strong' if item.bold else 'emph'}({_quote_words(item.text)});"


@render_inline.register
def _(item: Code) -> str:
    return f"#code({_quote(item.text)});"


@render_inline.register
def _(item: Link) -> str:
    return f"#out({_quote(item.text)}, {_quote(item.url)});"


def build_drawing_source(svg: str, width_mm: float, fill: str = "white") -> str:
    """Returns a page of Typst that holds one drawing and nothing else, as wide as that."""
    return (
        f"#set page(width: {width_mm}mm, height: auto, margin: 0pt, fill: {fill})\n"
        f'#image(bytes({_quote(remove_links(svg))}), format: "svg", width: 100%)\n'
    )


@singledispatch
def render_block(item: Any) -> str:
    """Returns one block of a report as Typst."""
    raise TypeError(f"no Typst for the block {type(item).__name__}")


@render_block.register
def _(item: Heading) -> str:
    return f"#[#heading(level: {item.level}, {render_text(item.text)})#label({_quote(item.anchor)})]"


@render_block.register
def _(item: Prose) -> str:
    return f"#prose({_quote(item.role)}, {render_text(item.text)})"


@render_block.register
def _(item: Points) -> str:
    return f"#{'enum' if item.ordered else 'list'}({', '.join(render_text(point) for point in item.items)})"


@render_block.register
def _(item: KeyNumbers) -> str:
    written = []
    for card in item.items:
        word, bare = split_qualifier(card.number.text)
        number = render_inline(replace(card.number, text=bare))
        written.append(_format_array((render_text(card.label), _quote(word), f"[{number}]", render_text(card.note))))
    return f"#cards({', '.join(written)})"


@render_block.register
def _(item: Figure) -> str:
    return (
        f"#picture({_quote(item.anchor)}, {_quote(f'Figure {item.number}')}, {render_text(item.title)}, "
        f"{_quote(remove_links(item.svg))}, {_quote(item.alt)}, {_format_array(render_text(note) for note in item.notes)}, "
        f"{_format_array(_format_array(map(str, run)) for run in _find_note_ranges(item.data))})"
    )


def _find_note_ranges(data: Table) -> list[tuple[int, ...]]:
    """The notes of a figure's numbers, first and last of each run: a drawing holds no links, so they stand beneath."""
    notes = sorted({part.note for row in data.rows for cell in row for part in cell if isinstance(part, Number)})
    starts = [note for note in notes if note - 1 not in notes]
    ends = [note for note in notes if note + 1 not in notes]
    return [(start, end) if start < end else (start,) for start, end in zip(starts, ends, strict=True)]


@render_block.register
def _(item: Table) -> str:
    return _render_table(item, _choose_widths(item), ())


def render_long_table(item: Table, house: House) -> str:
    """Returns a table of many pages as Typst, told how wide its columns are and which rows fill one line."""
    widths = _choose_widths(item)
    numbers = any(isinstance(part, Number) for row in item.rows for cell in row for part in cell)
    known = table_layout.compute_layout(item, widths, house) if numbers else None
    return _render_table(item, *(known or (widths, ())))


def _render_table(item: Table, widths: Iterable[str], single: Iterable[bool]) -> str:
    rooms = [_count_mark_digits(item, position) for position in range(len(item.columns))]
    rows = _format_array(
        _format_array(
            f"[{''.join(_render_cell(part, room) for part in cell)}{_render_gap(cell, room)}]"
            for cell, room in zip(row, rooms, strict=True)
        )
        for row in item.rows
    )
    heights = _format_array("one-line" if one else "auto" for one in single)
    return (
        f"#grid-table({_quote(item.anchor)}, {_quote(f'Table {item.number}')}, {render_text(item.caption)}, "
        f"{_format_array(widths)}, "
        f"{_format_array(column.align for column in item.columns)}, {_format_array(render_text(c.label) for c in item.columns)}, "
        f"{rows}, {_format_array(render_text(note) for note in item.notes)}, "
        f"{_format_kept_whole(cell for row in item.rows for cell in row)}, {heights})"
    )


def _choose_widths(item: Table) -> list[str]:
    widths = [_choose_width(item, position) for position in range(len(item.columns))]
    if all(width == "auto" for width in widths):
        widths = ["1fr" if column.align == "left" else "auto" for column in item.columns]
    return widths if any(width != "auto" for width in widths) else ["1fr", *widths[1:]]


@render_block.register
def _(item: WhatIf) -> str:
    return "\n".join(map(render_block, describe_what_if(item)))


def _render_cell(item: Any, room: int = 0) -> str:
    if isinstance(item, Number):
        return f"#cell({_quote(make_unbreakable(item.text))}, {item.note}{f', room: {room}' if room else ''});"
    return render_inline(item)


def _count_mark_digits(table: Table, position: int) -> int:
    """How many figures the marks of a column of numbers need, so that the numbers themselves stand in line."""
    if table.columns[position].align != "right":
        return 0
    return max(
        (len(str(part.note)) for row in table.rows for part in row[position] if isinstance(part, Number)), default=0
    )


def _render_gap(cell: RichText, room: int) -> str:
    return f"#gap({room});" if room and cell and not isinstance(cell[-1], Number) else ""


def _choose_width(table: Table, position: int) -> str:
    """Numbers and short words take what they need; longer texts share the rest by their usual length."""
    if table.columns[position].align == "right":
        return "auto"
    lengths = [len(get_plain_text(row[position])) for row in table.rows]
    if max(lengths, default=0) <= _SHORT_CELL:
        return "auto"
    usual = (sum(length**2 for length in lengths) / len(lengths)) ** 0.5
    return f"{min(max(usual, _SHORT_CELL), 150) ** 0.5:.2f}fr"


def _render_appendix(document: Document) -> Iterator[str]:
    if document.notes:
        yield '#heading(level: 1, "Where the numbers come from")'
        blocks, places, labels = (
            _locate_blocks(document),
            note_text.locate_numbers(document),
            note_text.collect_names(document),
        )
        few = len(document.notes) <= _MANY_ROWS
        yield from (_render_note(note, blocks, places, labels, few) for note in document.notes)
    if document.sources:
        yield '#heading(level: 1, "Sources")'
        yield from (_render_source(source) for source in document.sources)
    told = [f"{words}: {value}." for words, value in note_text.describe_report(document)]
    if told:
        yield '#heading(level: 1, "About this report")'
        yield from (f"#par({_quote_words(line)})" for line in told)


def _render_note(
    note: Note, blocks: Mapping[str, str], places: Mapping[str, str], labels: Mapping[int, str], few: bool
) -> str:
    lines = list(note_text.format_note(note, labels))
    ways = (
        f"({_quote(place)}, {_quote(blocks.get(anchors[0], anchors[0]))})"
        for place, anchors in note_text.group_uses(note, places)
    )
    return (
        f"#note({note.number}, {_quote(note.anchor)}, {_format_array(map(render_text, lines))}, {_format_array(ways)}, "
        f"{_format_kept_whole([tuple(part for line in lines for part in line)], few)})"
    )


def _format_kept_whole(texts: Iterable[RichText], few: bool = True) -> str:
    """Whether a row or note stays on one page: each of its texts is far shorter than a narrow column is long.

    few: whether there is time to look how each fits.
    """
    return str(few and all(len(get_plain_text(text)) <= _MAX_KEPT_WHOLE for text in texts)).lower()


def _locate_blocks(document: Document) -> dict[str, str]:
    """A number in a table or drawing is found by that: a label on each of thousands of cells is slow to set."""
    found = {}
    for item in document.blocks:
        table = item.data if isinstance(item, Figure) else item
        if isinstance(table, Table):
            found |= {
                n.anchor: item.anchor for row in table.rows for cell in row for n in cell if isinstance(n, Number)
            }
    return found


def _render_source(source: SourceCard) -> str:
    return f"#par({render_text(note_text.format_source(source))})"


def _quote(text: str) -> str:
    """A Typst string literal: JSON's escapes, but for \\u, which Typst writes otherwise."""
    return json.dumps(text, ensure_ascii=False).replace("\\b", "").replace("\\f", "")


def _quote_words(text: str) -> str:
    """A string literal of running text."""
    return _quote(insert_break_points(curl_apostrophes(text)))


def _format_array(items: Iterable[str]) -> str:
    return "(" + "".join(f"{item}, " for item in items) + ")"


def _format_value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "(" + ", ".join(f"{_quote(name)}: {_format_value(entry)}" for name, entry in value.items()) + ")"
    if isinstance(value, list):
        return _format_array(_format_value(entry) for entry in value)
    return _quote(value) if isinstance(value, str) else str(value)


def _collect_style(style: House) -> dict[str, Any]:
    logo = style.logo
    return {
        "colour": style.colour,
        "type": style.families,
        "paper": style.paper,
        "header": style.header,
        "logo": {"svg": logo.svg, "text": logo.text, "height": logo.height_mm} if logo else {},
    }


@cache
def _load_template() -> str:
    return (THEME_FOLDER / "page.typ").read_text(encoding="utf-8")
