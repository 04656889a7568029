"""Each block and each part of a report as HTML: one function a class, and nothing left out in silence."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import singledispatch
from typing import Any

from markupsafe import Markup, escape

from analysis.dates import parse_date
from analysis.report.document.model import (
    Column,
    Figure,
    Heading,
    KeyNumbers,
    Label,
    Number,
    Points,
    Prose,
    Reference,
    RichText,
    Slider,
    Table,
    WhatIf,
    curl_apostrophes,
    get_plain_text,
    has_long_word,
)
from analysis.report.document.note_text import get_web_address
from analysis.report.document.text_cells import Code, Emphasis, Link
from analysis.report.formats.html.svg import embed_svg
from analysis.report.formats.side_files import format_csv
from analysis.wording.numbers import format_interval, split_qualifier
from analysis.wording.units import get_factor

_FEW_COLUMNS = 3  # columns that fit on a telephone, their words set on more lines
_LONG_CELL, _SHORT_CELL = 24, 16  # characters: a cell of more wants room; one of no more, such as a date, one line


# 20-point, Mar-a-Lago; $2.2 billion, −$157.8 million; II.1 p2, of a source
_UNBROKEN = re.compile(
    r"\b\w{1,3}-\w+(?:-\w+)*|−?[$€]?\d[\d.,]* (?:thousand|[mbtr]+illion|points?|days?|years?)\b"
    r"|−[$€]\d[\d.,]*\b|\b[IVX]+(?:\.\d+)? p\d+"
)
_MAX_UNBROKEN = 24  # characters of a number that stays on one line even of a telephone


def typeset_text(text: Any) -> Any:
    """Text with printers' apostrophes, as the PDF sets them; whatever is no plain text stays as it is."""
    return curl_apostrophes(text) if type(text) is str else text


def typeset_unbroken(text: str) -> Markup:
    """Typeset text in which `20-point` and `2.2 billion` stay on one line."""
    return Markup(_UNBROKEN.sub(r'<span class="one">\g<0></span>', str(escape(typeset_text(text)))))


def render_text(text: RichText) -> Markup:
    """Returns a text with its numbers, references and emphasis."""
    return Markup("").join(render_inline(item) for item in text)


@singledispatch
def render_inline(item: Any) -> Markup:
    """Returns one part of a text as HTML."""
    raise TypeError(f"no HTML for the part {type(item).__name__}")


@render_inline.register
def _(item: str) -> Markup:
    return typeset_unbroken(item)


@render_inline.register
def _(item: Number) -> Markup:
    word, bare = split_qualifier(item.text)
    figures = Markup('<span class="one">{}</span>').format(bare) if " " in bare and len(bare) <= _MAX_UNBROKEN else bare
    if not word or len(item.text) > _MAX_UNBROKEN:
        return _render_number(item, f"{word} " if word else "", figures, "")
    return _render_number(item, "", Markup('<span class="said">{} {}</span>').format(word, figures), "")


def _render_number(item: Number, before: Markup | str, text: Markup | str, after: Markup | str) -> Markup:
    """The way to a number's note; the raised figure is for paper and for pages without JavaScript."""
    said = Markup("").join(
        Markup(' data-{}="{}"').format(name, value)
        for name, value in (("label", item.label), ("range", format_interval(item.low, item.high, item.unit)))
        if value
    )
    return Markup(
        '<a class="n" id="{}" href="#note-{}" aria-label="{}, note {}"{}>{}{}<sup aria-hidden="true">{}</sup>{}</a>'
    ).format(item.anchor, item.note, item.text, item.note, said, before, text, item.note, after)


@render_inline.register
def _(item: Label) -> Markup:
    return typeset_unbroken(item.text)


@render_inline.register
def _(item: Reference) -> Markup:
    return Markup('<a class="one" href="#{}">{}</a>').format(item.anchor, item.text)


@render_inline.register
def _(item: Emphasis) -> Markup:
    return Markup("<strong>{}</strong>" if item.bold else "<em>{}</em>").format(item.text)


@render_inline.register
def _(item: Code) -> Markup:
    return Markup("<code>{}</code>").format(item.text)


@render_inline.register
def _(item: Link) -> Markup:
    if not get_web_address(item.url):
        return escape(item.text)
    return Markup('<a href="{}" rel="noreferrer">{}</a>').format(item.url, item.text)


@singledispatch
def render_block(item: Any) -> Markup:
    """Returns one block of a report as HTML."""
    raise TypeError(f"no HTML for the block {type(item).__name__}")


@render_block.register
def _(item: Heading) -> Markup:
    level = min(item.level + 1, 6)
    return Markup('<h{} id="{}">{} {}</h{}>').format(
        level, item.anchor, render_text(item.text), _render_anchor_link(item.anchor, get_plain_text(item.text)), level
    )


@render_block.register
def _(item: Prose) -> Markup:
    return Markup('<p class="{}">{}</p>').format(item.role, render_text(item.text))


@render_block.register
def _(item: Points) -> Markup:
    tag = Markup("ol" if item.ordered else "ul")
    points = Markup("").join(Markup("<li>{}</li>\n").format(render_text(point)) for point in item.items)
    return Markup("<{}>\n{}</{}>").format(tag, points, tag)


@render_block.register
def _(item: KeyNumbers) -> Markup:
    cards = (
        Markup("<div{}>\n<dt>{}</dt>\n<dd>{}{}</dd>\n</div>\n").format(
            Markup(' class="endless"')
            if any(has_long_word(get_plain_text(text)) for text in (card.label, card.note))
            else "",
            render_text(card.label),
            _render_number(card.number, *_split_key_number(card.number.text)),
            Markup("\n<p>{}</p>").format(render_text(card.note)) if card.note else "",
        )
        for card in item.items
    )
    return Markup('<dl class="cards">\n{}</dl>').format(Markup("").join(cards))


@render_block.register
def _(item: Table) -> Markup:
    grid = _render_table(item, f"Table {item.number}")
    return Markup('<div class="table" id="{}">\n{}</div>').format(item.anchor, grid)


@render_block.register
def _(item: Figure) -> Markup:
    name = f"Figure {item.number}"
    drawn = [
        (part.anchor, part.note) for row in item.data.rows for cell in row for part in cell if isinstance(part, Number)
    ]
    return Markup(
        '<figure id="{}">\n<figcaption>{}<span class="finding">{}</span></figcaption>\n'
        '<div class="drawing">\n<div role="img" aria-label="{}"></div>\n'
        '<div class="wide">{}</div>\n<div class="narrow">{}</div>\n</div>\n{}'
        '<details class="data"><summary>Data behind this figure</summary>\n{}</details>\n</figure>'
    ).format(
        item.anchor,
        _render_caption_label(item.anchor, name),
        render_text(item.title),
        item.alt,
        Markup(embed_svg(item.svg, f"{item.anchor}-w", drawn)),
        Markup(embed_svg(item.narrow, f"{item.anchor}-n", drawn)),
        _render_notes(item.notes),
        _render_table(item.data, f"Data behind {name}"),
    )


@render_block.register
def _(item: WhatIf) -> Markup:
    """Without script, what can be moved and what follows stand there as claimed."""
    program = json.dumps(dict(item.program), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    wholes = {part: item.sliders[whole].label for part, whole in item.program.get("within", ())}
    sliders = Markup("").join(
        _render_slider(one, f"{item.anchor}-{at}", wholes.get(at - 1)) for at, one in enumerate(item.sliders, 1)
    )
    rows = Markup("").join(
        Markup(
            '<tr><th scope="row"><span class="name">{}</span>'
            '<svg class="scripted" aria-hidden="true" focusable="false"></svg></th><td>{}</td>'
            '<td class="yours scripted"></td></tr>\n'
        ).format(render_text(row.label), render_inline(row.number))
        for row in item.results
    )
    return Markup(
        '<section class="what-if" id="{0}" aria-labelledby="{0}-title" data-program="{1}">\n'
        '<p class="finding" id="{0}-title">{2}</p>\n'
        '<p class="note scripted">Move a slider, by mouse, touch or arrow keys, to set a figure of your own. What '
        "follows is computed here by the formulas of this report; it is your setting, and nobody’s claim. "
        "Ticks mark what sources say, the longest what this report takes; the line beneath a bar is its "
        "interval.</p>\n"
        '<div class="sliders">\n{3}</div>\n'
        '<table>\n<thead><tr><th scope="col">What follows</th><th scope="col" class="right">In this report</th>'
        '<th scope="col" class="right yours scripted">By your setting</th></tr></thead>\n'
        "<tbody>\n{4}</tbody>\n</table>\n"
        '<p class="tools scripted"><button type="button" class="reset">Back to the report’s figures</button></p>\n'
        '<p role="status"></p>\n</section>'
    ).format(item.anchor, program, render_text(item.title), sliders, rows)


def _render_slider(one: Slider, id: str, whole: RichText | None) -> Markup:
    """One slider, with ticks where the report's own figure and its rivals lie, and what it is part of."""
    low, high = float(one.low), float(one.high)
    ticks = Markup("").join(
        Markup('<i class="{}" style="left:{:.2f}%"></i>').format(
            "own" if place == one.start else "rival", 100 * (float(place) - low) / (high - low)
        )
        for place in one.claims
    )
    limit = (
        Markup('\n<p class="limit scripted">Part of “{}”, and never more</p>').format(render_text(whole))
        if whole
        else ""
    )
    return Markup(
        '<div><p class="set"><label for="{0}">{1}</label> '
        '<output for="{0}" class="scripted" aria-live="off" hidden>your setting <b></b></output></p>\n'
        '<input class="scripted" type="range" id="{0}" min="{2}" max="{3}" step="{4}" value="{5}" autocomplete="off">\n'
        '<div class="ticks scripted" aria-hidden="true">{6}</div>\n'
        '<p class="ends scripted" aria-hidden="true"><span></span><span></span></p>\n'
        '<p class="own">In this report: {7}</p>{8}</div>\n'
    ).format(
        id, render_text(one.label), one.low, one.high, one.step, one.start, ticks, render_inline(one.number), limit
    )


def _render_table(table: Table, name: str) -> Markup:
    """A table in a box that scrolls by itself where the page is too narrow."""
    kinds = [
        _list_classes(column, [row[position] for row in table.rows]) for position, column in enumerate(table.columns)
    ]
    head = Markup("").join(
        Markup('<th scope="col" class="{}">{}</th>').format(kind, render_text(column.label))
        for kind, column in zip(kinds, table.columns, strict=True)
    )
    dated = [
        _is_date_column([get_plain_text(row[position]) for row in table.rows]) for position in range(len(table.columns))
    ]
    rows = (
        Markup("").join(
            _render_cell(cell, kind, position == 0, dated[position])
            for position, (cell, kind) in enumerate(zip(row, kinds, strict=True))
        )
        for row in table.rows
    )
    body = Markup("").join(Markup("<tr>{}</tr>\n").format(row) for row in rows)
    place = _render_caption_label(table.anchor, name) if table.number else ""
    return Markup(
        '<p class="caption">{2}<span class="finding">{3}</span></p>\n'
        '<div class="frame{4}">\n<p class="hint" aria-hidden="true">scroll →</p>\n'
        '<div class="scroll" role="region" tabindex="0" aria-label="{0}: {1}">\n<table aria-label="{0}: {1}">\n'
        "<thead><tr>{5}</tr></thead>\n<tbody>\n{6}</tbody>\n</table>\n</div>\n</div>\n{7}"
        '<p class="tools scripted"><button type="button" data-csv="{8}" data-file="{9}.csv" '
        'aria-label="Download CSV: {0}">Download CSV</button></p>\n'
    ).format(
        name,
        get_plain_text(table.caption),
        place,
        render_text(table.caption),
        " few" if len(table.columns) <= _FEW_COLUMNS else "",
        head,
        body,
        _render_notes(table.notes),
        format_csv(table),
        table.key,
    )


def _list_classes(column: Column, cells: Sequence[RichText]) -> str:
    """A column's classes; sentences need room where names and numbers do not."""
    longest = max((len(get_plain_text(cell)) for cell in cells), default=0)
    wide = longest > _LONG_CELL or len(get_plain_text(column.label)) > _LONG_CELL
    return (
        column.align
        + (" long" if wide else "")
        + (" short" if longest <= _SHORT_CELL else "")
        + (" endless" if any(map(has_long_word, (get_plain_text(column.label), *map(get_plain_text, cells)))) else "")
    )


def _render_caption_label(anchor: str, name: str) -> Markup:
    return Markup('<span class="place">{}{}</span> ').format(name, _render_anchor_link(anchor, name))


def _is_date_column(cells: Sequence[str]) -> bool:
    """Whether a column holds dates and nothing else."""
    said = [cell for cell in cells if cell]
    return bool(said) and all(map(parse_date, said))


def _make_sort_key(text: str) -> str:
    """A date in words as what sorts by time: its first day, a month or a year before the days within it."""
    first = parse_date(text).removeprefix("../").partition("/")[0]
    year, month, day = (*re.findall(r"\d+", first), "", "", "")[:3]
    return f"{year}{month:0>2}{day:0>2}" if year else ""


def _render_cell(cell: RichText, kind: str, first: bool, dated: bool) -> Markup:
    """A cell; what it sorts by is the number's value in base units, or the day, not its text."""
    number = next((item for item in cell if isinstance(item, Number)), None)
    by = (
        f"{number.value * get_factor(number.unit):.12g}"
        if number
        else _make_sort_key(get_plain_text(cell))
        if dated
        else ""
    )
    sort = Markup(' data-sort="{}"').format(by) if by else ""
    tag = Markup('th scope="row"' if first and number is None else "td")
    return Markup('<{} class="{}"{}>{}</{}>').format(tag, kind, sort, render_text(cell), tag[:2])


def _render_notes(notes: Sequence[RichText]) -> Markup:
    return Markup("").join(Markup('<p class="note">{}</p>\n').format(render_text(note)) for note in notes)


def _render_anchor_link(anchor: str, name: str) -> Markup:
    return Markup('<a class="here" href="#{}" aria-label="Link to {}">#</a>').format(anchor, name)


def _split_key_number(text: str) -> tuple[Markup | str, Markup, Markup | str]:
    """A key number's figures, large, between a small `at least` and a small `billion` on the same line."""
    word, bare = split_qualifier(text)
    figures, _, unit = bare.partition(" ")
    return (
        Markup("<small>{}</small> ").format(word) if word else "",
        Markup("<span>{}</span>").format(figures),
        Markup(" <small>{}</small>").format(unit) if unit else "",
    )
