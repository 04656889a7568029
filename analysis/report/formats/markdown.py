"""Document -> Markdown for GitHub, Pandoc and a plain editor; every number has a footnote.

No footnote is within another, because not every reader of Markdown supports that: the note of a calculation names its
claims, and a list at the end has the footnotes of those that no number of the text has. Figures and their data are
files beside the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import singledispatch
from textwrap import indent
from typing import Any

from analysis.report.document import note_text
from analysis.report.document.model import (
    Document,
    Figure,
    Heading,
    KeyNumbers,
    Label,
    Number,
    Points,
    Prose,
    Reference,
    RichText,
    Table,
    WhatIf,
    get_plain_text,
)
from analysis.report.document.text_cells import Break, Code, Emphasis, Link, Struck
from analysis.report.document.without_sliders import describe_what_if, remove_slider_numbers

_SPECIAL = re.compile(r"([\\`*_\[\]<>&|$~^@])")  # markup within a line, for GitHub or Pandoc
_LEADING = re.compile(r"^(?:([#+\-=:])|(\d+)([.)]))")  # markup at the beginning of a line
_BREAK = "\\\n   "  # the end of a line; what follows is indented as far as an item of a list
_MAX_RULE = 40  # dashes below a column's name, at most


def write_markdown(document: Document, links: Mapping[str, str] | None = None, folder: str = "") -> str:
    """Returns the whole report as Markdown, the same for the same document; it leads to side files only.

    folder: where those are, with a / at its end, as an address seen from the text; '' if they are beside it.
    """
    document = remove_slider_numbers(document)
    about = document.about
    classified = document.house.header["classification"]
    paragraphs = [
        *([f"**{escape_markdown(classified)}**"] if classified else []),
        f"# {render_text(document.title)}",
        f"*{render_text(document.question)}*",
        *([f"**{escape_markdown(about['title'])}**"] if about.get("title") else []),
        *(
            [escape_markdown(". ".join(note_text.list_basis_lines(document))) + "."]
            if note_text.list_basis_lines(document)
            else []
        ),
        *(_render_figure(item, folder) if isinstance(item, Figure) else render_block(item) for item in document.blocks),
        *_render_sources(document),
        *_render_about(document),
        *_render_notes(document),
    ]
    return "\n\n".join(paragraphs) + "\n"


def escape_markdown(text: str) -> str:
    """Returns text on one line with its special characters escaped, so that nothing in it is markup."""
    return _SPECIAL.sub(r"\\\1", re.sub(r"\s*\n\s*", " ", text))


def render_text(text: RichText) -> str:
    """Returns a text with its footnotes, references and emphasis."""
    first, *more = "".join(render_inline(item) for item in text).split(_BREAK)
    return _BREAK.join([first, *map(_escape_beginning, more)])


def _render_paragraph(text: RichText) -> str:
    """Returns a text at the beginning of a line."""
    return _escape_beginning(render_text(text))


def _escape_beginning(line: str) -> str:
    """Returns a line whose first characters are no markup, as they could be there."""
    return _LEADING.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", line)


@singledispatch
def render_inline(item: Any) -> str:
    """Returns one part of a text as Markdown."""
    raise TypeError(f"no Markdown for the part {type(item).__name__}")


@render_inline.register
def _(item: str) -> str:
    return escape_markdown(item)


@render_inline.register
def _(item: Number) -> str:
    return f"{escape_markdown(item.text)}[^{item.note}]"


@render_inline.register
def _(item: Label) -> str:
    return escape_markdown(item.text)


@render_inline.register
def _(item: Reference) -> str:
    return f"[{escape_markdown(item.text)}](#{item.anchor})"


@render_inline.register
def _(item: Emphasis) -> str:
    return _mark_text(item.text, "**" if item.bold else "*")


@render_inline.register
def _(item: Struck) -> str:
    return _mark_text(item.text, "~~")


def _mark_text(text: str, mark: str) -> str:
    """Returns a text between marks, which must be next to its words."""
    bare = text.strip()
    if not bare:
        return text
    before, after = text.split(bare)
    return f"{before}{mark}{escape_markdown(bare)}{mark}{after}"


@render_inline.register
def _(item: Break) -> str:
    return _BREAK


@render_inline.register
def _(item: Code) -> str:
    fence = "`" * (1 + max(map(len, re.findall("`+", item.text)), default=0))
    pad = " " if item.text.startswith("`") or item.text.endswith("`") else ""
    return f"{fence}{pad}{item.text}{pad}{fence}"


@render_inline.register
def _(item: Link) -> str:
    url = re.sub(r"[\s<>()|\\]", lambda found: f"%{ord(found[0]):02X}", item.url)
    return (
        f"[{escape_markdown(item.text)}]({url})" if note_text.get_web_address(item.url) else escape_markdown(item.text)
    )


@singledispatch
def render_block(item: Any) -> str:
    """Returns one block of a report as Markdown."""
    raise TypeError(f"no Markdown for the block {type(item).__name__}")


@render_block.register
def _(item: Heading) -> str:
    return f"{'#' * min(item.level + 1, 6)} {render_text(item.text)}"


@render_block.register
def _(item: Prose) -> str:
    return ("> " if item.role == "answer" else "") + _render_paragraph(item.text)


@render_block.register
def _(item: Points) -> str:
    below = item.nested or ((),) * len(item.items)
    points = (
        "\n".join([render_text(point), *(indent(render_block(one), "   ") for one in lists)])
        for point, lists in zip(item.items, below, strict=True)
    )
    return _render_list(points, item.ordered)


@render_block.register
def _(item: KeyNumbers) -> str:
    return _render_list(
        f"**{render_text(card.label)}:** {render_inline(card.number)}"
        + (f" ({render_text(card.note)})" if card.note else "")
        for card in item.items
    )


@render_block.register
def _(item: Table) -> str:
    return "\n\n".join(
        [
            _render_caption(item.anchor, f"Table {item.number}", item.caption),
            _render_table(item),
            *map(_render_paragraph, item.notes),
        ]
    )


@render_block.register
def _(item: Figure) -> str:
    return _render_figure(item)


def _render_figure(item: Figure, folder: str = "") -> str:
    """Renders the data as folded where HTML is supported, as on GitHub; elsewhere it follows the figure."""
    return "\n\n".join(
        [
            _render_caption(item.anchor, f"Figure {item.number}", item.title),
            f"![{escape_markdown(item.alt)}]({folder}figures/{item.key}.svg)",
            *map(_render_paragraph, item.notes),
            "<details><summary>Data behind this figure</summary>",
            _render_table(item.data),
            f"[The same as CSV]({folder}tables/{item.key}.csv)",
            "</details>",
        ]
    )


@render_block.register
def _(item: WhatIf) -> str:
    return "\n\n".join(map(render_block, describe_what_if(item)))


def _render_caption(anchor: str, name: str, text: RichText) -> str:
    return f'<a id="{anchor}"></a>**{name}.** {render_text(text)}'


def _render_table(table: Table) -> str:
    rows = [
        [render_text(column.label) for column in table.columns],
        [_render_rule(table, at) for at in range(len(table.columns))],
        *([render_text(cell) for cell in row] for row in table.rows),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _render_rule(table: Table, at: int) -> str:
    """Returns the dashes below a column's name; Pandoc takes their number as the column's width."""
    longest = max((len(get_plain_text(row[at])) for row in table.rows), default=0)
    dashes = "-" * min(max(longest, len(get_plain_text(table.columns[at].label)), 3), _MAX_RULE)
    return dashes + ":" if table.columns[at].align == "right" else dashes


def _render_list(items: Iterable[str], ordered: bool = False) -> str:
    return "\n".join(f"{at}. {item}" if ordered else f"- {item}" for at, item in enumerate(items, 1))


def _render_sources(document: Document) -> Iterator[str]:
    if document.sources:
        yield "## Sources"
        yield _render_list(render_text(note_text.format_source(source)) for source in document.sources)


def _render_about(document: Document) -> Iterator[str]:
    facts = note_text.describe_report(document)
    if facts:
        yield "## About this report"
        yield _render_list(
            f"{escape_markdown(words)}: "
            + (f"`{value}`" if words == note_text.FINGERPRINT_LABEL else escape_markdown(value))
            for words, value in facts
        )


def _render_notes(document: Document) -> Iterator[str]:
    """Yields the list of notes that only calculations use, then every note."""
    if not document.notes:
        return
    yield "## Where the numbers come from"
    labels = note_text.collect_names(document)
    names = {note.number: get_plain_text(next(note_text.format_note(note, labels))) for note in document.notes}
    beneath = [note.number for note in document.notes if not note.used]
    more = " The calculations also use:" if beneath else ""
    yield f"Each footnote says where its number comes from.{more}"
    if beneath:
        yield _render_list(f"{escape_markdown(names[number])}[^{number}]" for number in beneath)
    for note in document.notes:
        lines = (render_text(_replace_references(line, names)) for line in note_text.format_note(note, labels))
        yield f"[^{note.number}]: " + "\\\n    ".join(lines)


def _replace_references(line: RichText, names: Mapping[int, str]) -> RichText:
    """Returns a line in which other notes are given by name."""
    return tuple(f"“{names[int(item.text)]}”" if isinstance(item, Reference) else item for item in line)
