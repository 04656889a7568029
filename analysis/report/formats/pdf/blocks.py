"""Each block of a report as Typst, except tables: one function a class; nothing is decided here."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch

from analysis.contract import remove_links
from analysis.report.document.model import Block, Figure, Heading, KeyNumbers, Number, Points, Prose, Table, WhatIf
from analysis.report.document.without_sliders import describe_what_if
from analysis.report.formats.pdf.text import format_array, render_inline, render_text
from analysis.report.formats.typst import quote_text
from analysis.wording.numbers import split_qualifier


@singledispatch
def render_block(item: Block) -> str:
    """Returns one block of a report as Typst."""
    raise TypeError(f"no Typst for the block {type(item).__name__}")


@render_block.register
def _(item: Heading) -> str:
    return f"#[#heading(level: {item.level}, {render_text(item.text)})#label({quote_text(item.anchor)})]"


@render_block.register
def _(item: Prose) -> str:
    return f"#prose({quote_text(item.role)}, {render_text(item.text)})"


@render_block.register
def _(item: Points) -> str:
    return f"#{'enum' if item.ordered else 'list'}({', '.join(render_text(point) for point in item.items)})"


@render_block.register
def _(item: KeyNumbers) -> str:
    written = []
    for card in item.items:
        word, bare = split_qualifier(card.number.text)
        number = render_inline(replace(card.number, text=bare))
        written.append(format_array((render_text(card.label), quote_text(word), f"[{number}]", render_text(card.note))))
    return f"#cards({', '.join(written)})"


@render_block.register
def _(item: Figure) -> str:
    return (
        f"#picture({quote_text(item.anchor)}, {quote_text(f'Figure {item.number}')}, {render_text(item.title)}, "
        f"{quote_text(remove_links(item.svg))}, {quote_text(item.alt)}, "
        f"{format_array(render_text(note) for note in item.notes)}, "
        f"{format_array(format_array(map(str, run)) for run in _find_note_ranges(item.data))})"
    )


def _find_note_ranges(data: Table) -> list[tuple[int, ...]]:
    """Returns the notes of a figure's numbers as ranges, to be printed below it: a drawing cannot hold the links."""
    notes = sorted({part.note for row in data.rows for cell in row for part in cell if isinstance(part, Number)})
    starts = [note for note in notes if note - 1 not in notes]
    ends = [note for note in notes if note + 1 not in notes]
    return [(start, end) if start < end else (start,) for start, end in zip(starts, ends, strict=True)]


@render_block.register
def _(item: WhatIf) -> str:
    return "\n".join(map(render_block, describe_what_if(item)))
