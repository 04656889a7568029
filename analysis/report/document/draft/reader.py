"""Notebook -> Document, whatever is in it: the draft of a report, with a count of the numbers that lead to a claim.

What the words of this library show is read as in a report, as far as it may stand there; all else is read as it came:
text cells by markdown_cells.py and html_blocks.py, outputs by outputs.py. Cells tagged `remove_cell`, `remove_input` or
`remove_output`, also with a hyphen, are left out to that extent, as nbconvert and Jupyter Book do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.characters import replace_controls, replace_controls_within
from analysis.contract import BUNDLE_MIME, MADE_MIME, READS_MIME, CoverBlock, DisplayBundle
from analysis.errors import CommuniqueError
from analysis.messages import get_language, gettext, use_language
from analysis.report.document.block_builder import BlockBuilder
from analysis.report.document.draft.markdown_cells import convert_markdown
from analysis.report.document.draft.numbers import count_in_text, count_untraced
from analysis.report.document.draft.outputs import OutputReader
from analysis.report.document.draft.pictures import PictureReader
from analysis.report.document.draft.terminal import clean_text
from analysis.report.document.model import (
    Block,
    Document,
    DraftCount,
    Heading,
    Prose,
    RichText,
    Run,
    Verbatim,
    get_plain_text,
)
from analysis.report.document.page_language import find_page_language
from analysis.report.document.reader import list_sources
from analysis.report.document.references import Target, resolve_references
from analysis.style.house import House, get_shipped_house, parse_house
from analysis.wording.own_units import read_definitions

if TYPE_CHECKING:
    import nbformat

_HIDES_CELL, _HIDES_INPUT, _HIDES_OUTPUT = {"remove_cell"}, {"remove_input", "hide_code"}, {"remove_output"}


def read_draft(notebook: nbformat.NotebookNode, name: str, folder: Path | None = None) -> Document:
    """Returns the draft that a notebook is, with nothing of it left out.

    name: what it is called where it has no heading. folder: where it is, for the pictures beside it.

    >>> import nbformat
    >>> cell = nbformat.v4.new_markdown_cell("# Costs\\n\\nAbout 12 of 40.")
    >>> draft = read_draft(nbformat.v4.new_notebook(cells=[cell]), "costs")
    >>> get_plain_text(draft.title), str(draft.draft)
    ('Costs', '2 numbers, 0 traced')
    """
    reader = _DraftReader(PictureReader(folder))
    with use_language(find_page_language(notebook)):
        for position, cell in enumerate(notebook.cells, 1):
            reader.read_cell(cell, position)
        return reader.build_document(notebook, name)


@dataclass
class _DraftReader:
    """Reads cells in order, then puts the draft together."""

    pictures: PictureReader
    builder: BlockBuilder = field(default_factory=BlockBuilder)
    blocks: list[Block] = field(default_factory=list)
    own: list[Block] = field(default_factory=list)  # of these, what the words of this library show
    title: RichText = ()
    question: RichText = ()
    house: House = field(default_factory=get_shipped_house)
    about: dict[str, Any] = field(default_factory=dict)
    units: dict[str, None] = field(default_factory=dict)
    outputs: OutputReader = field(init=False)

    def __post_init__(self) -> None:
        self.outputs = OutputReader(self.pictures)

    def read_cell(self, cell: Mapping[str, Any], position: int) -> None:
        """Reads one cell. position: its number, from 1."""
        tags = {str(tag).replace("-", "_") for tag in cell.get("metadata", {}).get("tags") or ()}
        if tags & _HIDES_CELL:
            return
        source, kind = cell.get("source") or "", cell.get("cell_type")
        if kind == "markdown":
            self.pictures.attachments = dict(cell.get("attachments") or {})
            html = convert_markdown(replace_controls(source))
            self.blocks += self.outputs.read_html(html, self._make_heading)
        elif kind == "code":
            if not tags & _HIDES_INPUT and source.strip():
                self.blocks.append(Verbatim(clean_text(source).expandtabs(4).strip("\n"), "code"))
            if not tags & _HIDES_OUTPUT:
                self.blocks += self._read_outputs(cell.get("outputs") or (), position)
        elif source.strip():
            self.blocks.append(Verbatim(clean_text(source).strip("\n"), "raw"))

    def _make_heading(self, level: int, text: RichText) -> Block:
        if level == 1 and not self.title:
            self.title = text
            return Prose(())
        return Heading(
            self.builder.find_level(max(1, level - 1)), text, self.builder.make_anchor(get_plain_text(text)[:60])
        )

    def _read_outputs(self, outputs: Any, position: int) -> Iterator[Block]:
        """Yields the blocks of a cell's outputs: what this library shows as in a report, the rest as it came."""
        foreign: list[Mapping[str, Any]] = []
        for output in outputs:
            data = output.get("data") or {}
            if BUNDLE_MIME not in data and not (READS_MIME in data or MADE_MIME in data):
                foreign.append(output)
                continue
            yield from self.outputs.read(foreign, position)
            foreign.clear()
            if BUNDLE_MIME in data:
                yield from self._read_bundle(data, position)
        yield from self.outputs.read(foreign, position)

    def _read_bundle(self, data: Mapping[str, Any], position: int) -> Iterator[Block]:
        bundle = DisplayBundle.from_json(replace_controls_within(data[BUNDLE_MIME]))
        with suppress(CommuniqueError):
            read_definitions(bundle.units)
            self.units |= dict.fromkeys(bundle.units)
            self.builder.claims.update(bundle.claims)
            if isinstance(bundle.block, CoverBlock):
                self._read_cover(bundle.block)
            else:
                self.own.append(self.builder.build_block(bundle.block))
                yield self.own[-1]
            return
        yield from self.outputs.read_data({kind: form for kind, form in data.items() if kind != BUNDLE_MIME}, position)

    def _read_cover(self, block: CoverBlock) -> None:
        title, question = self.builder.build_text(block.title, "title"), self.builder.build_text(block.question, "q")
        if self.title:
            self.blocks.append(Prose(self.title))
        self.title, self.question, self.house = title, question, parse_house(block.house)
        self.about = {key: value for key, value in block.about.items() if isinstance(value, str)}

    def build_document(self, notebook: nbformat.NotebookNode, name: str) -> Document:
        builder = self.builder
        given = str(notebook.get("metadata", {}).get("title") or "").strip()
        title = self.title or (Run(given or name),)
        notes = builder.notes.build_notes()
        citations, works = builder.citations.resolve(builder.make_anchor(gettext("References")))
        targets, own = _Targets({**builder.placements, **citations}), {id(block) for block in self.own}
        shown = (block for block in (*self.blocks, *works) if not (isinstance(block, Prose) and not block.text))
        blocks = tuple(resolve_references(block, targets) if id(block) in own else block for block in shown)
        untraced = count_untraced(blocks) + count_in_text(title)
        return Document(
            title=title,
            question=self.question,
            about=self.about,
            blocks=blocks,
            works=tuple(builder.citations.works.values()),
            notes=notes,
            sources=list_sources((), notes, ()),
            parameters=(),
            claims=builder.claims,
            numbers=tuple(builder.numbers),
            reads={},
            units=tuple(self.units),
            language=get_language(),
            house=self.house,
            draft=DraftCount(untraced + len(builder.numbers), len(builder.numbers)),
        )


class _Targets(dict[str, Target]):
    """References by key, of which each has one: what leads nowhere is shown as it was written."""

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> Run:
        return Run(f"see({key!r})", frozenset(("code",)))
