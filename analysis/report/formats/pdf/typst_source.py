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

from analysis.report.document import note_text as notes
from analysis.report.document.model import (
    Cards,
    Document,
    Figure,
    Heading,
    Label,
    Note,
    Number,
    Parts,
    Points,
    Prose,
    Reference,
    Table,
    WhatIf,
    apostrophes,
    at_rest,
    breakable,
    still,
    text_of,
    together,
)
from analysis.report.document.text_cells import Code, Link, Strong
from analysis.report.formats.pdf import table_layout as lines
from analysis.show.bundle import unlinked
from analysis.style.house import THEME, House

_MANY = 500  # rows or notes, from which on Typst is not left to look how each fits
_PAGEFUL = 800  # characters that fit a narrow column of one page, with room to spare
_RUNNING = 90  # characters of a title that fit the head of a page
_SHORT = 20  # characters a column of words may have and still be as wide as its words


def typst_source(document: Document) -> str:
    """Returns the report as one Typst file."""
    document = still(document)
    about = document.about
    title = text_of(document.title)
    year, month, day = (*(about.get("date") or "").split("-"), "", "", "")[:3]
    date = f"datetime(year: {int(year)}, month: {int(month)}, day: {int(day)})" if day.isdigit() else "none"
    heading, *small = list(_appendix(document)) or [""]
    return (
        "\n".join(
            [
                f"#let house = {_dictionary(_house(document.house))}",
                _template(),
                f"#show: page-setup.with(title: {_text(title)}, date: {date}, "
                f"running: {_text(shorten(title, _RUNNING, placeholder='…'))}, language: {_text(document.language)})",
                f"#cover({parts(document.title)}, {parts(document.question)}, {_words(about.get('title', ''))}, "
                f"{_words(' '.join(f'{told}.' for told in notes.basis(document)))})",
                *_body(document),
                heading,
                "#appendix[",
                *small,
                "]",
            ]
        )
        + "\n"
    )


def _body(document: Document) -> Iterator[str]:
    """The blocks, with the contents list after the answer: a reader on page one wants the answer first."""
    first = next((at for at, item in enumerate(document.blocks) if isinstance(item, Heading)), len(document.blocks))
    for position, item in enumerate(document.blocks):
        if position == first:
            yield "#contents()"
        yield long_table(item, document.house) if isinstance(item, Table) and len(item.rows) > _MANY else block(item)


def parts(text: Parts) -> str:
    """Returns a text as Typst content."""
    return "[" + "".join(part(item) for item in text) + "]"


@singledispatch
def part(item: Any) -> str:
    """Returns one part of a text as Typst."""
    raise TypeError(f"no Typst for the part {type(item).__name__}")


@part.register
def _(item: str) -> str:
    return f"#{_words(item)};"


@part.register
def _(item: Number) -> str:
    return f"#num({_text(together(item.text))}, {item.note}, {_text(item.anchor)});"


@part.register
def _(item: Label) -> str:
    return f"#{_words(item.text)};"


@part.register
def _(item: Reference) -> str:
    return f"#see({_text(together(item.text))}, {_text(item.anchor)});"


@part.register
def _(item: Strong) -> str:
    return f"#{'strong' if item.heavy else 'emph'}({_words(item.text)});"


@part.register
def _(item: Code) -> str:
    return f"#code({_text(item.text)});"


@part.register
def _(item: Link) -> str:
    return f"#out({_text(item.text)}, {_text(item.url)});"


def drawing_source(svg: str, width_mm: float, fill: str = "white") -> str:
    """Returns a page of Typst that holds one drawing and nothing else, as wide as that."""
    return (
        f"#set page(width: {width_mm}mm, height: auto, margin: 0pt, fill: {fill})\n"
        f'#image(bytes({_text(unlinked(svg))}), format: "svg", width: 100%)\n'
    )


@singledispatch
def block(item: Any) -> str:
    """Returns one block of a report as Typst."""
    raise TypeError(f"no Typst for the block {type(item).__name__}")


@block.register
def _(item: Heading) -> str:
    return f"#[#heading(level: {item.level}, {parts(item.text)})#label({_text(item.anchor)})]"


@block.register
def _(item: Prose) -> str:
    return f"#prose({_text(item.role)}, {parts(item.text)})"


@block.register
def _(item: Points) -> str:
    return f"#{'enum' if item.ordered else 'list'}({', '.join(parts(point) for point in item.items)})"


@block.register
def _(item: Cards) -> str:
    written = []
    for card in item.items:
        word, bare = notes.qualified(card.number.text)
        number = part(replace(card.number, text=bare))
        written.append(_array((parts(card.label), _text(word), f"[{number}]", parts(card.note))))
    return f"#cards({', '.join(written)})"


@block.register
def _(item: Figure) -> str:
    return (
        f"#picture({_text(item.anchor)}, {_text(f'Figure {item.number}')}, {parts(item.title)}, "
        f"{_text(unlinked(item.svg))}, {_text(item.alt)}, {_array(parts(note) for note in item.notes)}, "
        f"{_array(_array(map(str, run)) for run in _runs(item.data))})"
    )


def _runs(data: Table) -> list[tuple[int, ...]]:
    """The notes of a figure's numbers, first and last of each run: a drawing holds no links, so they stand beneath."""
    notes = sorted({part.note for row in data.rows for cell in row for part in cell if isinstance(part, Number)})
    starts = [note for note in notes if note - 1 not in notes]
    ends = [note for note in notes if note + 1 not in notes]
    return [(start, end) if start < end else (start,) for start, end in zip(starts, ends, strict=True)]


@block.register
def _(item: Table) -> str:
    return _grid(item, _widths(item), ())


def long_table(item: Table, house: House) -> str:
    """Returns a table of many pages as Typst, told how wide its columns are and which rows fill one line."""
    widths = _widths(item)
    numbers = any(isinstance(part, Number) for row in item.rows for cell in row for part in cell)
    known = lines.laid_out(item, widths, house) if numbers else None
    return _grid(item, *(known or (widths, ())))


def _grid(item: Table, widths: Iterable[str], single: Iterable[bool]) -> str:
    rooms = [_room(item, position) for position in range(len(item.columns))]
    rows = _array(
        _array(
            f"[{''.join(_cell(part, room) for part in cell)}{_gap(cell, room)}]"
            for cell, room in zip(row, rooms, strict=True)
        )
        for row in item.rows
    )
    heights = _array("one-line" if one else "auto" for one in single)
    return (
        f"#grid-table({_text(item.anchor)}, {_text(f'Table {item.number}')}, {parts(item.caption)}, "
        f"{_array(widths)}, "
        f"{_array(column.align for column in item.columns)}, {_array(parts(c.label) for c in item.columns)}, "
        f"{rows}, {_array(parts(note) for note in item.notes)}, "
        f"{_whole(cell for row in item.rows for cell in row)}, {heights})"
    )


def _widths(item: Table) -> list[str]:
    widths = [_width(item, position) for position in range(len(item.columns))]
    if all(width == "auto" for width in widths):
        widths = ["1fr" if column.align == "left" else "auto" for column in item.columns]
    return widths if any(width != "auto" for width in widths) else ["1fr", *widths[1:]]


@block.register
def _(item: WhatIf) -> str:
    return "\n".join(map(block, at_rest(item)))


def _cell(item: Any, room: int = 0) -> str:
    if isinstance(item, Number):
        return f"#cell({_text(together(item.text))}, {item.note}{f', room: {room}' if room else ''});"
    return part(item)


def _room(table: Table, position: int) -> int:
    """How many figures the marks of a column of numbers need, so that the numbers themselves stand in line."""
    if table.columns[position].align != "right":
        return 0
    return max(
        (len(str(part.note)) for row in table.rows for part in row[position] if isinstance(part, Number)), default=0
    )


def _gap(cell: Parts, room: int) -> str:
    return f"#gap({room});" if room and cell and not isinstance(cell[-1], Number) else ""


def _width(table: Table, position: int) -> str:
    """Numbers and short words take what they need; longer texts share the rest by their usual length."""
    if table.columns[position].align == "right":
        return "auto"
    lengths = [len(text_of(row[position])) for row in table.rows]
    if max(lengths, default=0) <= _SHORT:
        return "auto"
    usual = (sum(length**2 for length in lengths) / len(lengths)) ** 0.5
    return f"{min(max(usual, _SHORT), 150) ** 0.5:.2f}fr"


def _appendix(document: Document) -> Iterator[str]:
    if document.notes:
        yield '#heading(level: 1, "Where the numbers come from")'
        blocks, places, labels = _blocks(document), notes.places(document), notes.labels(document)
        few = len(document.notes) <= _MANY
        yield from (_note(note, blocks, places, labels, few) for note in document.notes)
    if document.sources:
        yield '#heading(level: 1, "Sources")'
        yield from (_source(source) for source in document.sources)
    told = [f"{words}: {value}." for words, value in notes.about(document)]
    if told:
        yield '#heading(level: 1, "About this report")'
        yield from (f"#par({_words(line)})" for line in told)


def _note(
    note: Note, blocks: Mapping[str, str], places: Mapping[str, str], labels: Mapping[int, str], few: bool
) -> str:
    lines = list(notes.lines(note, labels))
    ways = (
        f"({_text(place)}, {_text(blocks.get(anchors[0], anchors[0]))})" for place, anchors in notes.uses(note, places)
    )
    return (
        f"#note({note.number}, {_text(note.anchor)}, {_array(map(parts, lines))}, {_array(ways)}, "
        f"{_whole([tuple(part for line in lines for part in line)], few)})"
    )


def _whole(texts: Iterable[Parts], few: bool = True) -> str:
    """Whether a row or note stays on one page: each of its texts is far shorter than a narrow column is long.

    few: whether there is time to look how each fits.
    """
    return str(few and all(len(text_of(text)) <= _PAGEFUL for text in texts)).lower()


def _blocks(document: Document) -> dict[str, str]:
    """A number in a table or drawing is found by that: a label on each of thousands of cells is slow to set."""
    found = {}
    for item in document.blocks:
        table = item.data if isinstance(item, Figure) else item
        if isinstance(table, Table):
            found |= {
                n.anchor: item.anchor for row in table.rows for cell in row for n in cell if isinstance(n, Number)
            }
    return found


def _source(source: Mapping[str, Any]) -> str:
    return f"#par({parts(notes.source(source))})"


def _text(text: str) -> str:
    """A Typst string literal: JSON's escapes, but for \\u, which Typst writes otherwise."""
    return json.dumps(text, ensure_ascii=False).replace("\\b", "").replace("\\f", "")


def _words(text: str) -> str:
    """A string literal of running text."""
    return _text(breakable(apostrophes(text)))


def _array(items: Iterable[str]) -> str:
    return "(" + "".join(f"{item}, " for item in items) + ")"


def _dictionary(value: Any) -> str:
    if isinstance(value, Mapping):
        return "(" + ", ".join(f"{_text(name)}: {_dictionary(entry)}" for name, entry in value.items()) + ")"
    if isinstance(value, list):
        return _array(_dictionary(entry) for entry in value)
    return _text(value) if isinstance(value, str) else str(value)


def _house(style: House) -> dict[str, Any]:
    logo = style.logo
    return {
        "colour": style.colour,
        "type": style.families,
        "paper": style.paper,
        "header": style.header,
        "logo": {"svg": logo.svg, "text": logo.text, "height": logo.height_mm} if logo else {},
    }


@cache
def _template() -> str:
    return (THEME / "page.typ").read_text(encoding="utf-8")
