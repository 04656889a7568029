"""What a draft may hold besides the blocks of a report, as HTML of our own, with no markup of a stranger in it."""

from __future__ import annotations

import re
from base64 import b64encode
from html import escape
from itertools import starmap

from markupsafe import Markup

from analysis.messages import gettext
from analysis.report.document.draft.numbers import COUNTED, NUMBER, split_printed
from analysis.report.document.model import Cell, Formula, Grid, Picture, Run, Verbatim
from analysis.report.document.note_text import get_web_address
from analysis.report.formats.draft_colours import name_class
from analysis.report.formats.draft_pictures import draw_pdf
from analysis.report.formats.draft_tables import format_spans, is_number
from analysis.report.formats.html.blocks import render_block
from analysis.report.formats.html.filling import fill_markup
from analysis.report.formats.html.text import render_inline, render_text
from analysis.report.formats.mathml import convert_tex

_TAGS = {"bold": "strong", "italic": "em", "code": "code", "struck": "s", "sub": "sub", "sup": "sup"}
_MATH = re.compile(r"(<math\b[^>]*>)(.*)</math>", re.S)
_ATTRIBUTES = re.compile(r'\s(?:href|style|on\w+|xlink:href)="[^"]*"')


def _mark(text: str) -> str:
    """Returns words as HTML in which every number is marked."""
    return NUMBER.sub(r'<u class="no">\g<0></u>', escape(text, quote=False))


@render_inline.register
def _(item: Run) -> Markup:
    html = escape(item.text, quote=False) if "code" in item.styles else _mark(item.text)
    for style in _TAGS:
        if style in item.styles:
            html = f"<{_TAGS[style]}>{html}</{_TAGS[style]}>"
    if item.url and get_web_address(item.url):
        html = f'<a href="{escape(item.url)}" rel="noreferrer">{html}</a>'
    return Markup(html)


@render_inline.register
def _(item: Formula) -> Markup:
    return Markup(convert_formula(item.text, item.display))


def convert_formula(tex: str, display: bool) -> str:
    """Returns mathematics in TeX as MathML with its source, or the source alone where it cannot be read.

    >>> convert_formula("x", False)[:50]
    '<math xmlns="http://www.w3.org/1998/Math/MathML" d'
    """
    source = escape(tex, quote=False)
    found = _MATH.fullmatch(convert_tex(tex, display) or "")
    if not found:
        return f'<code class="formula">{source}</code>'
    note = f'<annotation encoding="application/x-tex">{source}</annotation>'
    inner = _ATTRIBUTES.sub("", found[2])
    return f"{found[1]}<semantics>{inner}{note}</semantics></math>"


@render_block.register
def _(item: Verbatim, level: int = 2) -> Markup:
    counted = item.role in COUNTED
    if item.looks:
        text = "".join(starmap(_render_printed, split_printed(item.text, item.looks, counted=counted)))
    else:
        text = _mark(item.text) if counted else escape(item.text, quote=False)
    shown = Markup(f'<pre class="{item.role}" tabindex="0">{text}</pre>')
    return (
        fill_markup('<details class="code"><summary>{}</summary>{}</details>', gettext("Code"), shown)
        if item.role == "code"
        else shown
    )


def _render_printed(text: str, names: tuple[str, ...], is_number: bool) -> str:
    html = escape(text, quote=False)
    if names:
        html = f'<span class="{" ".join(map(name_class, names))}">{html}</span>'
    return f'<u class="no">{html}</u>' if is_number else html


@render_block.register
def _(item: Picture, level: int = 2) -> Markup:
    data, kind = (draw_pdf(item), "png") if item.kind == "pdf" else (item.data, item.kind)
    return fill_markup(
        '<p class="picture"><img src="data:{};base64,{}" alt="{}" width="{}" height="{}"></p>',
        "image/svg+xml" if kind == "svg" else f"image/{kind}",
        Markup(b64encode(data).decode()),
        item.alt,
        round(item.width),
        round(item.height),
    )


@render_block.register
def _(item: Grid, level: int = 2) -> Markup:
    head = "".join(map(_render_row, item.rows[: item.heads]))
    body = "".join(map(_render_row, item.rows[item.heads :]))
    head = f"<thead>{head}</thead>\n" if head else ""
    return Markup(f'<div class="grid" tabindex="0"><table>\n{head}<tbody>{body}</tbody>\n</table></div>')


def _render_row(row: tuple[Cell, ...]) -> str:
    return f"<tr>{''.join(map(_render_cell, row))}</tr>\n"


def _render_cell(cell: Cell) -> str:
    tag = "th" if cell.head and cell.text else "td"
    aligned = ' class="n"' if not cell.head and is_number(cell) else ""
    return f"<{tag}{format_spans(cell)}{aligned}>{render_text(cell.text)}</{tag}>"
