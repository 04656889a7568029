"""Each block of a report as HTML: one function a class. An unknown class is an error, so that nothing is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import singledispatch

from markupsafe import Markup

from analysis.messages import gettext
from analysis.report.document.model import (
    Block,
    Figure,
    Heading,
    KeyNumbers,
    Number,
    Points,
    Prose,
    Table,
    WhatIf,
    get_plain_text,
)
from analysis.report.document.typography import has_long_word
from analysis.report.formats.html.filling import fill_markup
from analysis.report.formats.html.svg import embed_svg
from analysis.report.formats.html.tables import render_caption, render_notes, render_strip, render_table
from analysis.report.formats.html.text import render_anchor_link, render_number, render_text
from analysis.report.formats.html.what_if import render_what_if
from analysis.report.formats.kept_parts import keep_part
from analysis.wording.numbers import split_qualifier

_UNIT = re.compile("[ \u00a0\u202f](?!\\d)| ")


@singledispatch
def render_block(item: Block, level: int = 2) -> Markup:
    """Returns one block of a report as HTML. level: of the heading that a figure's or table's title is (2 to 6)."""
    raise TypeError(f"no HTML for the block {type(item).__name__}")


@render_block.register
def _(item: Heading, level: int = 2) -> Markup:
    own = min(item.level + 1, 6)
    return fill_markup(
        '<h{} id="{}">{} {}</h{}>',
        own,
        item.anchor,
        render_text(item.text),
        render_anchor_link(item.anchor, get_plain_text(item.text)),
        own,
    )


@render_block.register
def _(item: Prose, level: int = 2) -> Markup:
    return fill_markup('<p class="{}">{}</p>', item.role, render_text(item.text))


@render_block.register
def _(item: Points, level: int = 2) -> Markup:
    tag = Markup("ol" if item.ordered else "ul")
    start = fill_markup(' start="{}"', item.start) if item.ordered and item.start != 1 else ""
    points = Markup("").join(
        fill_markup("<li>{}{}</li>\n", render_text(point), Markup("").join(render_block(one) for one in lists))
        for point, lists in item.list_items()
    )
    return fill_markup("<{}{}>\n{}</{}>", tag, start, points, tag)


@render_block.register
def _(item: KeyNumbers, level: int = 2) -> Markup:
    cards = (
        fill_markup(
            "<div{}>\n<dt>{}</dt>\n<dd>{}{}</dd>\n</div>\n",
            Markup(' class="endless"')
            if any(has_long_word(get_plain_text(text)) for text in (card.label, card.note))
            else "",
            render_text(card.label),
            _render_key_number(card.number),
            fill_markup("\n<p>{}</p>", render_text(card.note)) if card.note else "",
        )
        for card in item.items
    )
    return fill_markup('<dl class="cards">\n{}</dl>', Markup("").join(cards))


@render_block.register
def _(item: Table, level: int = 2) -> Markup:
    if not item.number:
        return render_strip(item)
    grid = render_table(item, item.name, level)
    return fill_markup('<div class="table" id="{}">\n{}</div>', item.anchor, grid)


@render_block.register
def _(item: Figure, level: int = 2) -> Markup:
    drawn = [
        (part.anchor, part.note, part.text)
        for row in item.data.rows
        for cell in row
        for part in cell
        if isinstance(part, Number)
    ]
    return fill_markup(
        '<figure id="{}">\n<figcaption>{}</figcaption>\n'
        '<div class="drawing">\n<div role="img" aria-label="{}"></div>\n'
        '<div class="wide">{}</div>\n<div class="narrow">{}</div>\n</div>\n{}{}</figure>',
        item.anchor,
        render_caption(item.anchor, item.name, item.title, level),
        item.alt_below_title,
        Markup(embed_svg(item.svg, f"{item.anchor}-w", drawn)),
        Markup(embed_svg(item.narrow, f"{item.anchor}-n", drawn)),
        render_notes(item.notes),
        fill_markup(
            '<details class="data"><summary>{}</summary>\n{}</details>\n',
            gettext("Data behind this figure"),
            render_table(item.data, gettext("Data behind {name}", name=item.name)),
        )
        if item.data.columns
        else "",
    )


@render_block.register
def _(item: WhatIf, level: int = 2) -> Markup:
    return render_what_if(item, level)


def render_blocks(blocks: Iterable[Block], render_share: Callable[[Figure], Markup]) -> Markup:
    """Returns the blocks of a report; the title of a figure or table is a heading below that of its section.

    render_share: what follows a figure, to pass it on.
    """
    level, written = 2, []
    for item in blocks:
        written.append(_render_kept(item, level) + (render_share(item) if isinstance(item, Figure) else ""))
        level = min(item.level + 2, 6) if isinstance(item, Heading) else level
    return Markup("\n").join(written)


@keep_part
def _render_kept(item: Block, level: int) -> Markup:
    return render_block(item, level)


def _render_key_number(number: Number) -> Markup:
    """Returns its digits, large, between a small `at least` and a small `billion` on the same line."""
    qualifier, bare = split_qualifier(number.text)
    digits, unit = _split_unit(bare)
    return render_number(
        number,
        fill_markup("<small>{}</small> ", qualifier) if qualifier else "",
        fill_markup("<span>{}</span>", digits),
        fill_markup(" <small>{}</small>", unit) if unit else "",
    )


def _split_unit(text: str) -> tuple[str, str]:
    """Returns a number without its unit, and that; a space between digits, which some languages group them by, is of
    the number."""
    end = _UNIT.search(text)
    return (text[: end.start()], text[end.end() :]) if end else (text, "")
