"""Document -> Markdown that GitHub, Pandoc and a plain editor can read; every number is a footnote.

Footnotes stand in one another nowhere, for not every reader of Markdown can follow them there: a
calculation's note names the claims beneath it, and a list at the end leads to those that are used
nowhere else. Figures and their data are the files beside the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import singledispatch
from typing import Any

from analysis.report.document import note_text as notes
from analysis.report.document.model import (
    Cards,
    Document,
    Figure,
    Heading,
    Label,
    Number,
    Parts,
    Points,
    Prose,
    Reference,
    Table,
    WhatIf,
    at_rest,
    still,
    text_of,
)
from analysis.report.document.text_cells import Code, Link, Strong
from analysis.report.formats import side_files as folder
from analysis.report.formats.exporter import CommuniqueExporter

_SPECIAL = re.compile(r"([\\`*_\[\]<>&|$~^@])")  # what may be markup within a line, to GitHub or to Pandoc
_LEADING = re.compile(r"^(?:([#+\-=:])|(\d+)([.)]))")  # what may be markup at its beginning
_WIDE = 40  # dashes beneath a column's name, at most


class CommuniqueMarkdown(CommuniqueExporter):
    """`jupyter nbconvert --to communique-md executed.ipynb`."""

    export_from_notebook = "Communique Markdown"
    output_mimetype = "text/markdown"

    def _file_extension_default(self) -> str:
        return ".md"

    def written(self, document: Document) -> str:
        """Returns the Markdown."""
        return md(document)

    def beside(self, document: Document) -> Mapping[str, str]:
        """Returns the figures and tables the text leads to."""
        return folder.pieces(document)


def md(document: Document) -> str:
    """Returns the whole report as Markdown, the same for the same document."""
    document = still(document)
    about = document.about
    classified = document.house.header["classification"]
    paragraphs = [
        *([f"**{escaped(classified)}**"] if classified else []),
        f"# {parts(document.title)}",
        f"*{parts(document.question)}*",
        *([f"**{escaped(about['title'])}**"] if about.get("title") else []),
        *([escaped(". ".join(notes.basis(document))) + "."] if notes.basis(document) else []),
        *(block(item) for item in document.blocks),
        *_sources(document),
        *_about(document),
        *_notes(document),
    ]
    return "\n\n".join(paragraphs) + "\n"


def escaped(text: str) -> str:
    """Returns text of which nothing is taken for markup, on one line."""
    return _SPECIAL.sub(r"\\\1", re.sub(r"\s*\n\s*", " ", text))


def parts(text: Parts) -> str:
    """Returns a text with its footnotes, references and emphasis."""
    return "".join(part(item) for item in text)


def _paragraph(text: Parts) -> str:
    """A text that begins a line."""
    return _LEADING.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", parts(text))


@singledispatch
def part(item: Any) -> str:
    """Returns one part of a text as Markdown."""
    raise TypeError(f"no Markdown for the part {type(item).__name__}")


@part.register
def _(item: str) -> str:
    return escaped(item)


@part.register
def _(item: Number) -> str:
    return f"{escaped(item.text)}[^{item.note}]"


@part.register
def _(item: Label) -> str:
    return escaped(item.text)


@part.register
def _(item: Reference) -> str:
    return f"[{escaped(item.text)}](#{item.anchor})"


@part.register
def _(item: Strong) -> str:
    mark, bare = "**" if item.heavy else "*", item.text.strip()
    if not bare:
        return item.text
    before, after = item.text.split(bare)
    return f"{before}{mark}{escaped(bare)}{mark}{after}"


@part.register
def _(item: Code) -> str:
    fence = "`" * (1 + max(map(len, re.findall("`+", item.text)), default=0))
    pad = " " if item.text.startswith("`") or item.text.endswith("`") else ""
    return f"{fence}{pad}{item.text}{pad}{fence}"


@part.register
def _(item: Link) -> str:
    url = re.sub(r"[\s<>()|\\]", lambda found: f"%{ord(found[0]):02X}", item.url)
    return f"[{escaped(item.text)}]({url})" if notes.web_address(item.url) else escaped(item.text)


@singledispatch
def block(item: Any) -> str:
    """Returns one block of a report as Markdown."""
    raise TypeError(f"no Markdown for the block {type(item).__name__}")


@block.register
def _(item: Heading) -> str:
    return f"{'#' * min(item.level + 1, 6)} {parts(item.text)}"


@block.register
def _(item: Prose) -> str:
    return ("> " if item.role == "answer" else "") + _paragraph(item.text)


@block.register
def _(item: Points) -> str:
    return _listed((parts(point) for point in item.items), item.ordered)


@block.register
def _(item: Cards) -> str:
    return _listed(
        f"**{parts(card.label)}:** {part(card.number)}" + (f" ({parts(card.note)})" if card.note else "")
        for card in item.items
    )


@block.register
def _(item: Table) -> str:
    return "\n\n".join(
        [_caption(item.anchor, f"Table {item.number}", item.caption), _grid(item), *map(_paragraph, item.notes)]
    )


@block.register
def _(item: Figure) -> str:
    """The data is folded away where HTML is read, as on GitHub, and stands beneath the figure elsewhere."""
    return "\n\n".join(
        [
            _caption(item.anchor, f"Figure {item.number}", item.title),
            f"![{escaped(item.alt)}](figures/{item.key}.svg)",
            *map(_paragraph, item.notes),
            "<details><summary>Data behind this figure</summary>",
            _grid(item.data),
            f"[The same as CSV](tables/{item.key}.csv)",
            "</details>",
        ]
    )


@block.register
def _(item: WhatIf) -> str:
    return "\n\n".join(map(block, at_rest(item)))


def _caption(anchor: str, name: str, text: Parts) -> str:
    return f'<a id="{anchor}"></a>**{name}.** {parts(text)}'


def _grid(table: Table) -> str:
    rows = [
        [parts(column.label) for column in table.columns],
        [_rule(table, at) for at in range(len(table.columns))],
        *([parts(cell) for cell in row] for row in table.rows),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _rule(table: Table, at: int) -> str:
    """The dashes beneath a column's name; Pandoc takes their number for the column's width."""
    longest = max((len(text_of(row[at])) for row in table.rows), default=0)
    dashes = "-" * min(max(longest, len(text_of(table.columns[at].label)), 3), _WIDE)
    return dashes + ":" if table.columns[at].align == "right" else dashes


def _listed(items: Iterable[str], ordered: bool = False) -> str:
    return "\n".join(f"{at}. {item}" if ordered else f"- {item}" for at, item in enumerate(items, 1))


def _sources(document: Document) -> Iterator[str]:
    if document.sources:
        yield "## Sources"
        yield _listed(parts(notes.source(source)) for source in document.sources)


def _about(document: Document) -> Iterator[str]:
    told = notes.about(document)
    if told:
        yield "## About this report"
        yield _listed(
            f"{escaped(words)}: " + (f"`{value}`" if words == notes.FINGERPRINT else escaped(value))
            for words, value in told
        )


def _notes(document: Document) -> Iterator[str]:
    """What leads to the notes that only calculations use, then every note."""
    if not document.notes:
        return
    yield "## Where the numbers come from"
    labels = notes.labels(document)
    names = {note.number: text_of(next(notes.lines(note, labels))) for note in document.notes}
    beneath = [note.number for note in document.notes if not note.used]
    rest = " The calculations rest on these too:" if beneath else ""
    yield f"Each footnote says where its number comes from.{rest}"
    if beneath:
        yield _listed(f"{escaped(names[number])}[^{number}]" for number in beneath)
    for note in document.notes:
        lines = (parts(_named(line, names)) for line in notes.lines(note, labels))
        yield f"[^{note.number}]: " + "\\\n    ".join(lines)


def _named(line: Parts, names: Mapping[int, str]) -> Parts:
    """A line in which other notes are called by their names."""
    return tuple(f"“{names[int(item.text)]}”" if isinstance(item, Reference) else item for item in line)
