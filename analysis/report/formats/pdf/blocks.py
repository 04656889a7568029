"""Each block of a report as Typst, except tables and figures: one function a class; nothing is decided here."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch

from analysis.report.document.model import Block, Heading, KeyNumbers, Points, Prose
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
    points = (
        f"[#{render_text(point)}{''.join(map(render_block, lists))}]" if lists else render_text(point)
        for point, lists in item.list_items()
    )
    start = f"start: {item.start}, " if item.ordered and item.start != 1 else ""
    return f"#{'enum' if item.ordered else 'list'}({start}{', '.join(points)})"


@render_block.register
def _(item: KeyNumbers) -> str:
    written = []
    for card in item.items:
        word, bare = split_qualifier(card.number.text)
        number = render_inline(replace(card.number, text=bare))
        written.append(format_array((render_text(card.label), quote_text(word), f"[{number}]", render_text(card.note))))
    return f"#cards({', '.join(written)})"
