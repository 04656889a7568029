"""What a draft may hold besides the blocks of a report, as Markdown; a table that Markdown has no form for is HTML.

Each untraced number of a text is underlined (<ins>); printed text stays as it is, and says above how many it holds.
"""

from __future__ import annotations

import re
from html import escape

from analysis.messages import ngettext
from analysis.report.document.draft.numbers import NUMBER, count_untraced, split_numbers
from analysis.report.document.model import Cell, Formula, Grid, Picture, Run, Verbatim, format_count, get_plain_text
from analysis.report.document.note_text import get_web_address
from analysis.report.document.text_cells import Code
from analysis.report.formats.draft_tables import format_spans
from analysis.report.formats.markdown import render_block
from analysis.report.formats.markdown_text import escape_address, escape_markdown, render_inline, render_line

_TAGS = {"bold": "strong", "italic": "em", "struck": "del", "sub": "sub", "sup": "sup"}
PICTURES = "pictures"
"""The folder beside the text that has the pictures."""


@render_inline.register
def _(item: Run) -> str:
    if "code" in item.styles:
        written = render_inline(Code(item.text))
    else:
        written = "".join(
            f"<ins>{escape_markdown(part)}</ins>" if is_number else escape_markdown(part)
            for part, is_number in split_numbers(item.text)
        )
    for style, tag in _TAGS.items():
        if style in item.styles and written.strip():
            written = f"<{tag}>{written}</{tag}>"
    return f"[{written}]({escape_address(item.url)})" if item.url and get_web_address(item.url) else written


@render_inline.register
def _(item: Formula) -> str:
    text = " ".join(item.text.split())
    if "$" in text or not text:
        return render_inline(Code(text))
    return f"$${text}$$" if item.display else f"${text}$"


@render_block.register
def _(item: Verbatim) -> str:
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", item.text)), default=0))
    block = f"{fence}\n{item.text}\n{fence}"
    count = count_untraced([item])
    number = format_count(count)
    said = ngettext("{number} untraced number:", "{number} untraced numbers:", count, number=number)
    return f"*{said}*\n\n{block}" if count else block


@render_block.register
def _(item: Picture) -> str:
    return f"![{escape_markdown(item.alt)}]({PICTURES}/{item.name})"


@render_block.register
def _(item: Grid) -> str:
    cells = [cell for row in item.rows for cell in row]
    if item.heads == 1 and all(cell.across == cell.down == 1 for cell in cells):
        head, *rows = (
            [render_line(cell.text).replace("\n", " ").replace("\\ ", "<br>") for cell in row] for row in item.rows
        )
        lines = [head, ["---"] * item.width, *rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return "<table>\n" + "\n".join(f"<tr>{''.join(map(_render_cell, row))}</tr>" for row in item.rows) + "\n</table>"


def _render_cell(cell: Cell) -> str:
    tag = "th" if cell.head else "td"
    text = NUMBER.sub(r"<ins>\g<0></ins>", escape(" ".join(get_plain_text(cell.text).split()), quote=False))
    return f"<{tag}{format_spans(cell)}>{text}</{tag}>"
