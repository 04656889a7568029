"""Document -> Markdown for GitHub, Pandoc and a plain editor; every number has a footnote.

No footnote is within another, because not every reader of Markdown supports that: the note of a calculation names its
claims, and a list at the end has the footnotes of those that no number of the text has. Figures and their data are
files beside the report. The words are in markdown_text.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import singledispatch
from textwrap import indent
from typing import Any

from analysis.messages import gettext
from analysis.report.document import note_text
from analysis.report.document.languages import mark_languages
from analysis.report.document.model import (
    Document,
    Figure,
    Heading,
    KeyNumbers,
    Points,
    Prose,
    Reference,
    RichText,
    Table,
    get_plain_text,
)
from analysis.report.document.text_cells import Code
from analysis.report.document.without_sliders import remove_sliders
from analysis.report.formats.markdown_text import (
    escape_end,
    escape_markdown,
    render_inline,
    render_line,
    render_paragraph,
    render_text,
)
from analysis.wording.quotation import quote

_MAX_RULE = 40  # dashes below a column's name, at most


@mark_languages
def write_markdown(document: Document, links: Mapping[str, str] | None = None, folder: str = "") -> str:
    """Returns the whole report as Markdown, the same for the same document; it leads to side files only.

    folder: where those are, with a / at its end, as an address seen from the text; '' if they are beside it.
    """
    document = remove_sliders(document)
    about = document.about
    basis = note_text.list_basis_lines(document)
    classified = document.house.header["classification"]
    paragraphs = [
        *_render_banner(document),
        *([f"**{render_line((classified,))}**"] if classified else []),
        _render_heading(1, document.title),
        *([f"*{render_line(document.question)}*"] if document.question or not document.draft else []),
        *([f"**{render_line((about['title'],))}**"] if about.get("title") else []),
        *([render_paragraph((". ".join(basis) + ".",))] if basis else []),
        *(_render_figure(item, folder) if isinstance(item, Figure) else render_block(item) for item in document.blocks),
        *_render_sources(document),
        *_render_about(document),
        *_render_notes(document),
    ]
    return "\n\n".join(paragraphs) + "\n"


def _render_banner(document: Document) -> Iterator[str]:
    if document.draft:
        word = gettext("DRAFT")
        yield f"> **{word}.** {escape_markdown(document.draft.warning)}"


@singledispatch
def render_block(item: Any) -> str:
    """Returns one block of a report as Markdown."""
    raise TypeError(f"no Markdown for the block {type(item).__name__}")


@render_block.register
def _(item: Heading) -> str:
    return _render_heading(min(item.level + 1, 6), item.text)


def _render_heading(level: int, text: RichText) -> str:
    return f"{'#' * level} {escape_end(render_line(text))}"


@render_block.register
def _(item: Prose) -> str:
    return ("> " if item.role in ("answer", "quote") else "") + render_paragraph(item.text)


@render_block.register
def _(item: Points) -> str:
    points = (
        "\n".join([render_paragraph(point), *(indent(render_block(one), "   ") for one in lists)])
        for point, lists in item.list_items()
    )
    return _render_list(points, item.ordered, item.start)


@render_block.register
def _(item: KeyNumbers) -> str:
    return _render_list(
        f"**{render_line(card.label)}:** {render_inline(card.number)}"
        + (f" ({render_text(card.note)})" if card.note else "")
        for card in item.items
    )


@render_block.register
def _(item: Table) -> str:
    return "\n\n".join(
        [
            _render_caption(item.anchor, item.name, item.caption)
            if item.number
            else f"**{render_line(item.caption)}.**",
            _render_table(item),
            *map(render_paragraph, item.notes),
        ]
    )


@render_block.register
def _(item: Figure) -> str:
    return _render_figure(item)


def _render_figure(item: Figure, folder: str = "") -> str:
    """Renders the data as folded where HTML is supported, as on GitHub; elsewhere it follows the figure."""
    summary, same = gettext("Data behind this figure"), gettext("The same as CSV")
    data = [
        f"<details><summary>{summary}</summary>",
        _render_table(item.data),
        f"[{same}]({folder}tables/{item.key}.csv)",
        "</details>",
    ]
    return "\n\n".join(
        [
            _render_caption(item.anchor, item.name, item.title),
            f"![{escape_markdown(item.alt)}]({folder}figures/{item.key}.svg)",
            *map(render_paragraph, item.notes),
            *(data if item.data.columns else []),
        ]
    )


def _render_caption(anchor: str, name: str, text: RichText) -> str:
    return f'<a id="{anchor}"></a>**{name}.** {render_line(text)}'


def _render_table(table: Table) -> str:
    rows = [
        [render_line(column.label) for column in table.columns],
        [_render_rule(table, at) for at in range(len(table.columns))],
        *([render_line(cell) for cell in row] for row in table.rows),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _render_rule(table: Table, at: int) -> str:
    """Returns the dashes below a column's name; Pandoc takes their number as the column's width."""
    longest = max((len(get_plain_text(row[at])) for row in table.rows), default=0)
    dashes = "-" * min(max(longest, len(get_plain_text(table.columns[at].label)), 3), _MAX_RULE)
    return dashes + ":" if table.columns[at].align == "right" else dashes


def _render_list(items: Iterable[str], ordered: bool = False, start: int = 1) -> str:
    return "\n".join(f"{at}. {item}" if ordered else f"- {item}" for at, item in enumerate(items, start))


def _render_sources(document: Document) -> Iterator[str]:
    if document.sources:
        yield _render_heading(2, (gettext("Sources"),))
        yield _render_list(render_paragraph(note_text.format_source(source)) for source in document.sources)


def _render_about(document: Document) -> Iterator[str]:
    facts = note_text.describe_report(document)
    if facts:
        yield _render_heading(2, (gettext("About this report"),))
        yield _render_list(
            render_paragraph((f"{words}: ", Code(value) if words == gettext(note_text.FINGERPRINT_LABEL) else value))
            for words, value in facts
        )


def _render_notes(document: Document) -> Iterator[str]:
    """Yields the list of notes that only calculations use, then every note."""
    if not document.notes:
        return
    yield _render_heading(2, (gettext("Where the numbers come from"),))
    labels = note_text.collect_names(document)
    names = {note.number: get_plain_text(next(note_text.format_note(note, labels))) for note in document.notes}
    beneath = [note.number for note in document.notes if not note.used]
    yield (
        gettext("Each footnote says where its number comes from. The calculations also use:")
        if beneath
        else gettext("Each footnote says where its number comes from.")
    )
    if beneath:
        yield _render_list(f"{render_paragraph((names[number],))}[^{number}]" for number in beneath)
    for note in document.notes:
        lines = (render_paragraph(_replace_references(line, names)) for line in note_text.format_note(note, labels))
        yield f"[^{note.number}]: " + "\\\n    ".join(lines)


def _replace_references(line: RichText, names: Mapping[int, str]) -> RichText:
    """Returns a line in which other notes are given by name."""
    return tuple(quote(names[int(item.text)]) if isinstance(item, Reference) else item for item in line)
