"""Document -> Typst source: title block, contents, blocks, notes, sources. The look is in theme/page.typ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from analysis.contract import SourceCard
from analysis.messages import gettext
from analysis.report.document import note_text
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
)
from analysis.report.formats.glyphs import PLACEHOLDER
from analysis.report.formats.pdf.blocks import render_block
from analysis.report.formats.pdf.figures import format_mark, name_pictures, render_figure
from analysis.report.formats.pdf.long_tables import TablePages, render_apart
from analysis.report.formats.pdf.tables import MANY_ROWS, format_kept_whole, render_table
from analysis.report.formats.pdf.text import format_array, quote_words, render_text
from analysis.report.formats.pdf.typst_head import render_head
from analysis.report.formats.typst import quote_text
from analysis.style.house import House

_MAX_CODES = 20  # characters named that no typeface has

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
def render_typst(document: Document, missing: Sequence[str] = ()) -> str:
    """Returns the report as one Typst file. missing: characters that no typeface has."""
    return ReportSource(document).render(missing)


class ReportSource:
    """A report as Typst in one setting after the other: what the setting does not reach is written once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._pieces: dict[tuple[int, tuple[float | None, ...]], tuple[str, bool]] = {}

    def render(self, missing: Sequence[str] = (), setting: Setting = Setting(), with_notes: bool = True) -> str:
        """Returns the report as one Typst file, in the language and with the words of `mark_languages`.

        missing: characters that no typeface has. with_notes: else only the blocks of the setting, without links, and
        the headings that the list of sections has.
        """
        document = self.document
        heading, *small = list(self._render_appendix(missing, with_notes)) or [""]
        return (
            "\n".join(
                [
                    *render_head(document, missing, () if with_notes else (_WITHOUT_NOTES,)),
                    *([f"#draft-banner({quote_text(document.draft.warning)})"] if document.draft else []),
                    self._cover,
                    *self._render_body(setting),
                    *(() if with_notes else self._render_later_headings(setting)),
                    heading,
                    f"#appendix(size: {setting.note_size}pt)[",
                    *small,
                    "]",
                ]
            )
            + "\n"
        )

    @cached_property
    def _cover(self) -> str:
        document = self.document
        basis = " ".join(f"{line}." for line in note_text.list_basis_lines(document))
        return (
            f"#cover({render_text(document.title)}, {render_text(document.question)}, "
            f"{quote_words(document.about.get('title', ''))}, {quote_words(basis)})"
        )

    def _render_body(self, setting: Setting) -> Iterator[str]:
        """Yields the blocks, with the contents list after the answer, which a reader wants on page one.

        The pages of a draft are not filled, so no places are named in it: to find them takes half of the time.
        """
        document = self.document
        blocks = document.blocks if setting.blocks is None else setting.blocks
        first = _place_contents(blocks) if setting.listed else -1
        headings: list[str] = []  # those just before a block, which go to its page where that is a turned one
        for position, item in enumerate(blocks):
            if position == first:
                yield "#contents()"
            drawn, turned = self._render_piece(item, setting)
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

    def _render_later_headings(self, setting: Setting) -> Iterator[str]:
        """Yields the headings of the blocks that the setting leaves out."""
        later = () if setting.blocks is None else self.document.blocks[len(setting.blocks) :]
        yield from (self._render_piece(item, setting)[0] for item in later if isinstance(item, Heading))

    def _render_piece(self, item: Block, setting: Setting) -> tuple[str, bool]:
        """Returns a block as Typst, and whether it needs a page turned by a quarter."""
        house = self.document.house
        if isinstance(item, Table) and (found := setting.apart.get(item.anchor)):
            return render_apart(item, found), False
        anchors = name_pictures(item, house) if isinstance(item, Figure) and setting.shares else ()
        key = id(item), tuple(map(setting.shares.get, anchors))  # the document has it as long as this is there
        if key not in self._pieces:
            self._pieces[key] = _render_block(item, house, setting.shares)
        return self._pieces[key]

    def _render_appendix(self, missing: Sequence[str], with_notes: bool) -> Iterator[str]:
        """Yields the sections after the blocks. with_notes: else only their headings."""
        document = self.document
        facts = [*note_text.describe_report(document), *([_describe_missing(missing)] if missing else [])]
        about = (f"#par({quote_words(f'{words}: {value}.')})" for words, value in facts)
        sections = (
            (gettext("Where the numbers come from"), document.notes, self._notes if with_notes else ()),
            (gettext("Sources"), document.sources, self._sources if with_notes else ()),
            (gettext("About this report"), facts, about if with_notes else ()),
        )
        for heading, items, lines in sections:
            if items:
                yield f"#heading(level: 1, {quote_text(heading)})"
                yield from lines

    @cached_property
    def _notes(self) -> list[str]:
        return list(_render_notes(self.document))

    @cached_property
    def _sources(self) -> list[str]:
        return list(map(_render_source, self.document.sources))


def name_block(position: int, item: Block) -> str:
    """Returns the name of the place where a block begins."""
    return item.anchor if isinstance(item, Figure) else f"block {position}"


def _place_contents(blocks: Sequence[Block]) -> int:
    """Returns the block before which the contents stand: the first heading, or figures after a text before that."""
    first = next((at for at, item in enumerate(blocks) if isinstance(item, Heading)), len(blocks))
    at = first
    while at and isinstance(blocks[at - 1], Figure):
        at -= 1
    return at if at and isinstance(blocks[at - 1], Prose | Points | KeyNumbers) else first


def _render_block(item: Block, house: House, shares: Mapping[str, float]) -> tuple[str, bool]:
    """Returns a block as Typst, and whether it needs a page turned by a quarter. house: for the size of the page."""
    if isinstance(item, Table):
        return render_table(item, house)
    return render_figure(item, house, shares) if isinstance(item, Figure) else render_block(item), False


def _describe_missing(missing: Sequence[str]) -> tuple[str, str]:
    codes = ", ".join(" ".join(f"U+{ord(letter):04X}" for letter in sign) for sign in missing[:_MAX_CODES])
    more = len(missing) - _MAX_CODES
    # translators: {sign}: what is printed in the place of characters
    said = gettext("Printed as {sign}, as no typeface here has them", sign=PLACEHOLDER)
    return said, gettext("{characters} and {count} more", characters=codes, count=more) if more > 0 else codes


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
