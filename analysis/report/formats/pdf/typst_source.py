"""Document -> Typst source: title block, contents, blocks, notes, sources. The look is in theme/page.typ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import shorten

from analysis.contract import SourceCard
from analysis.messages import gettext, ngettext, pgettext
from analysis.report.document import note_text
from analysis.report.document.filled_text import split_message
from analysis.report.document.languages import mark_languages
from analysis.report.document.model import (
    Block,
    Document,
    Figure,
    Heading,
    KeyNumbers,
    Note,
    Number,
    Points,
    Prose,
    Table,
    get_plain_text,
)
from analysis.report.document.typography import find_rate_word
from analysis.report.formats.glyphs import PLACEHOLDER
from analysis.report.formats.pdf.blocks import render_block
from analysis.report.formats.pdf.figures import format_mark, render_figure
from analysis.report.formats.pdf.long_tables import TablePages, render_apart
from analysis.report.formats.pdf.tables import MANY_ROWS, format_kept_whole, render_table
from analysis.report.formats.pdf.text import (
    Value,
    find_language_and_region,
    format_array,
    format_value,
    quote_words,
    render_text,
)
from analysis.report.formats.typst import quote_text
from analysis.style.house import House, read_theme

_MAX_CODES = 20  # characters named that no typeface has
_MAX_RUNNING_TITLE = 90  # characters of a title that fit the head of a page

# In place of the notes, where only the pages before them are looked at: a third of the work
_WITHOUT_NOTES = "#let link(target, body) = body\n#[#metadata(none)<note-1>]"


@dataclass(frozen=True)
class Setting:
    """How a report is set.

    note_size: in points. blocks: in the order they are printed; None for that of the report. shares: of the text's
    width, of pictures made lower, by their anchors. listed: whether the sections are listed before the first.
    apart: the rows of very long tables, by their anchors.
    """

    note_size: float = 7.2
    blocks: tuple[Block, ...] | None = None
    shares: Mapping[str, float] = field(default_factory=dict)
    listed: bool = True
    apart: Mapping[str, TablePages] = field(default_factory=dict)


@mark_languages
def render_typst(
    document: Document, missing: Sequence[str] = (), setting: Setting = Setting(), with_notes: bool = True
) -> str:
    """Returns the report as one Typst file.

    missing: characters that no typeface has. with_notes: else only the blocks of the setting, without links, and the
    headings that the list of sections has.
    """
    about = document.about
    basis = " ".join(f"{line}." for line in note_text.list_basis_lines(document))
    heading, *small = list(_render_appendix(document, missing, with_notes)) or [""]
    return (
        "\n".join(
            [
                *render_head(document, missing, () if with_notes else (_WITHOUT_NOTES,)),
                *([f"#draft-banner({quote_text(document.draft.warning)})"] if document.draft else []),
                f"#cover({render_text(document.title)}, {render_text(document.question)}, "
                f"{quote_words(about.get('title', ''))}, {quote_words(basis)})",
                *_render_body(document, setting),
                *(() if with_notes else _render_later_headings(document, setting)),
                heading,
                f"#appendix(size: {setting.note_size}pt)[",
                *small,
                "]",
            ]
        )
        + "\n"
    )


def render_head(document: Document, missing: Sequence[str] = (), before: Sequence[str] = ()) -> list[str]:
    """Returns the lines with which a file of the report begins. before: lines before those of the theme."""
    title = get_plain_text(document.title)
    year, month, day = (*(document.about.get("date") or "").split("-"), "", "", "")[:3]
    date = f"datetime(year: {int(year)}, month: {int(month)}, day: {int(day)})" if day.isdigit() else "none"
    return [
        f"#let house = {format_value(_collect_style(document.house))}",
        f"#let words = {format_value(_collect_words())}",
        *before,
        read_theme("page.typ"),
        *([read_theme("draft.typ")] if document.draft else []),
        f"#show: page-setup.with(title: {quote_text(title)}, date: {date}, "
        f"running: {quote_text(shorten(title, _MAX_RUNNING_TITLE, placeholder='…'))}, "
        f"{_format_language(document.language)})",
        *_replace_missing(missing),
    ]


def name_block(position: int, item: Block) -> str:
    """Returns the name of the place where a block begins."""
    return item.anchor if isinstance(item, Figure) else f"block {position}"


def _render_body(document: Document, setting: Setting) -> Iterator[str]:
    """Yields the blocks, with the contents list after the answer, which a reader wants on page one.

    The pages of a draft are not filled, so no places are named in it: to find them takes half of the time.
    """
    blocks = document.blocks if setting.blocks is None else setting.blocks
    first = _place_contents(blocks) if setting.listed else -1
    headings: list[str] = []  # those just before a block, which go to its page where that is a turned one
    for position, item in enumerate(blocks):
        if position == first:
            yield "#contents()"
        drawn, turned = _render_piece(item, document.house, setting)
        if isinstance(item, Heading):
            headings.append(drawn)
            continue
        if turned:
            drawn = "\n".join(["#page(flipped: true)[", *headings, drawn, "]"])
        else:
            yield from () if document.draft else (format_mark(name_block(position, item)),)
            yield from headings
        headings.clear()
        yield drawn
    yield from () if document.draft else (format_mark("notes"),)
    yield from headings


def _render_later_headings(document: Document, setting: Setting) -> Iterator[str]:
    """Yields the headings of the blocks that the setting leaves out."""
    later = () if setting.blocks is None else document.blocks[len(setting.blocks) :]
    yield from (render_block(item) for item in later if isinstance(item, Heading))


def _place_contents(blocks: Sequence[Block]) -> int:
    """Returns the block before which the contents stand: the first heading, or figures after a text before that."""
    first = next((at for at, item in enumerate(blocks) if isinstance(item, Heading)), len(blocks))
    at = first
    while at and isinstance(blocks[at - 1], Figure):
        at -= 1
    return at if at and isinstance(blocks[at - 1], Prose | Points | KeyNumbers) else first


def _render_piece(item: Block, house: House, setting: Setting) -> tuple[str, bool]:
    """Returns a block as Typst, and whether it needs a page turned by a quarter. house: for the size of the page."""
    if isinstance(item, Table):
        found = setting.apart.get(item.anchor)
        return (render_apart(item, found), False) if found else render_table(item, house)
    return render_figure(item, house, setting.shares) if isinstance(item, Figure) else render_block(item), False


def _replace_missing(missing: Sequence[str]) -> Iterator[str]:
    """Yields the rule that prints a square for a character; title and alternative texts keep it for who listens."""
    if missing:
        signs = (
            "".join(f"\\u{{{ord(letter):x}}}" for letter in sign) for sign in sorted(missing, key=len, reverse=True)
        )
        yield f"#show regex({quote_text('|'.join(signs))}): {quote_text(PLACEHOLDER)}"


def _describe_missing(missing: Sequence[str]) -> tuple[str, str]:
    codes = ", ".join(" ".join(f"U+{ord(letter):04X}" for letter in sign) for sign in missing[:_MAX_CODES])
    more = len(missing) - _MAX_CODES
    # translators: {sign}: what is printed in the place of characters
    said = gettext("Printed as {sign}, as no typeface here has them", sign=PLACEHOLDER)
    return said, gettext("{characters} and {count} more", characters=codes, count=more) if more > 0 else codes


def _render_appendix(document: Document, missing: Sequence[str], with_notes: bool) -> Iterator[str]:
    """Yields the sections after the blocks. with_notes: else only their headings."""
    facts = [*note_text.describe_report(document), *([_describe_missing(missing)] if missing else [])]
    sections = (
        (gettext("Where the numbers come from"), document.notes, _render_notes(document)),
        (gettext("Sources"), document.sources, map(_render_source, document.sources)),
        (gettext("About this report"), facts, (f"#par({quote_words(f'{words}: {value}.')})" for words, value in facts)),
    )
    for heading, items, lines in sections:
        if items:
            yield f"#heading(level: 1, {quote_text(heading)})"
            yield from lines if with_notes else ()


def _render_notes(document: Document) -> Iterator[str]:
    blocks, places = _locate_blocks(document), note_text.locate_numbers(document)
    labels = note_text.collect_names(document)
    few = len(document.notes) <= MANY_ROWS
    yield from (_render_note(note, blocks, places, labels, few) for note in document.notes)


def _render_note(
    note: Note, blocks: Mapping[str, str], places: Mapping[str, str], labels: Mapping[int, str], few: bool
) -> str:
    lines = list(note_text.format_note(note, labels))
    uses = (
        f"({quote_text(place)}, {quote_text(blocks.get(anchors[0], anchors[0]))})"
        for place, anchors in note_text.group_uses(note, places)
    )
    return (
        f"#note({note.number}, {quote_text(note.anchor)}, {format_array(map(render_text, lines))}, "
        f"{format_array(uses)}, "
        f"{format_kept_whole([tuple(part for line in lines for part in line)], few)})"
    )


def _locate_blocks(document: Document) -> dict[str, str]:
    """Returns the anchor of a number in a table or figure -> that of the table or figure.

    Links from notes lead there: a label on each of thousands of cells would take Typst long.
    """
    found: dict[str, str] = {}
    for item in document.blocks:
        if isinstance(item, Figure | Table):
            table = item.data if isinstance(item, Figure) else item
            found |= {
                n.anchor: item.anchor for row in table.rows for cell in row for n in cell if isinstance(n, Number)
            }
    return found


def _render_source(source: SourceCard) -> str:
    return f"#par({render_text(note_text.format_source(source))})"


def _format_language(tag: str) -> str:
    """Returns language and region of the report as the theme takes them; Typst has no place for a script."""
    language, region = find_language_and_region(tag)
    return f"language: {quote_text(language or 'en')}" + (f", region: {quote_text(region)}" if region else "")


def _collect_words() -> dict[str, Value]:
    """Returns the words of the theme itself; what takes a place is in two parts."""
    # translators: {notes}: numbers of notes, such as `3–7, 12`
    drawn = [
        ngettext("Numbers drawn: note {notes}.", "Numbers drawn: notes {notes}.", count, notes="{notes}")
        for count in (1, 2)
    ]
    return {
        # translators: what a link to a figure says before its number
        "figure": pgettext("before a number", "Figure"),
        # translators: what a link to a table says before its number
        "table": pgettext("before a number", "Table"),
        # translators: what a link to a note says before its number
        "note": pgettext("before a number", "Note"),
        "draft": gettext("DRAFT"),
        "drawn-one": split_message(drawn[0], "notes"),
        "drawn": split_message(drawn[1], "notes"),
        # translators: {places}: where a number is used, such as `the answer, Table 1`
        "used": split_message(gettext("In {places}"), "places"),
        "rate": rf"\s{re.escape(word)}\s.+" if (word := find_rate_word()) else r"[^\s\S]",  # what a number is per
    }


def _collect_style(style: House) -> dict[str, Value]:
    logo = style.logo
    return {
        "colour": style.colour,
        "type": {**style.families, "fallback": list(dict.fromkeys(face.family for face in style.fallback))},
        "paper": style.paper,
        "header": style.header,
        "logo": {"svg": logo.svg, "text": logo.text, "height": logo.height_mm} if logo else {},
    }
