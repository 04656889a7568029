"""Executed notebook -> Document: the one form between the notebook and every format.

All that a writer would otherwise have to decide is decided here: the order of blocks, the numbers of tables and
figures, cross-references, which note a number leads to, and that a control character is a space. block_builder.py
builds the blocks, headline.py holds title and answers against the other basis, note_numbers.py numbers the notes,
references.py resolves the cross-references, parameters.py reads the parameters.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from analysis.characters import replace_controls, replace_controls_within
from analysis.contract import (
    BUNDLE_MIME,
    CITED_MIME,
    MADE_MIME,
    READS_MIME,
    ClaimCard,
    CoverBlock,
    DisplayBundle,
    Parts,
    ProseBlock,
    SourceCard,
    TableBlock,
)
from analysis.dependencies import add_cited, compute_digest
from analysis.errors import CellError, ReportError, UntracedNumber, describe_raised
from analysis.messages import get_language, gettext, use_language
from analysis.report.document.basis_text import (
    describe_date,
    describe_parameter,
    describe_sources,
    extend_basis,
    find_newest_cited,
    introduce_texts,
)
from analysis.report.document.block_builder import BlockBuilder
from analysis.report.document.bundles import read_bundle
from analysis.report.document.headline import check_both_bases
from analysis.report.document.model import Block, Document, Heading, Note, ParameterValue, RichText
from analysis.report.document.page_language import check_page_language, find_page_language
from analysis.report.document.parameters import read_injected_values, read_parameters
from analysis.report.document.references import Target, resolve_references
from analysis.report.document.refusals import Refusals
from analysis.style.house import House, compute_house_fingerprint, parse_house
from analysis.wording.own_units import read_definitions

if TYPE_CHECKING:
    import nbformat  # with its validator it takes seconds

_MAX_PRINTED = 60  # characters of what a cell prints, in a message


def read_document(notebook: nbformat.NotebookNode) -> Document:
    """Returns the document that an executed notebook holds.

    Raises, with the number of the cell: CellError for an error that it raised; UntracedNumber for a digit that leads to
    no claim; MissingAltText; ReportError for a missing title block, a value that cannot be displayed in a report, or a
    reference to a key that is not shown. Where there are several problems, one error has a line for each; what follows
    from a cell that raised an error is not among them.
    """
    reader = _DocumentReader()
    position = 0
    with use_language(find_page_language(notebook)):
        for cell in notebook.cells:
            position += "injected-parameters" not in cell.get("metadata", {}).get("tags", ())  # as in the file
            reader.read_cell(cell, f"cell {position}")
        return reader.build_document(notebook)


@dataclass(frozen=True)
class _Cover:
    """The title block."""

    title: RichText
    question: RichText
    about: Mapping[str, Any]
    house: House


@dataclass
class _DocumentReader:
    """Reads cells in order, then puts the document together."""

    cover: _Cover | None = None
    blocks: list[Block] = field(default_factory=list)
    builder: BlockBuilder = field(default_factory=BlockBuilder)
    headlines: list[Parts] = field(default_factory=list)  # the title and the answers
    strip: list[Parts] = field(default_factory=list)  # the rows under the title with the numbers of both bases
    reads: dict[str, str] = field(default_factory=dict)  # what the notebook read of a case -> digest of its content
    cited: dict[str, dict[str, Any]] = field(default_factory=dict)  # the sources of what was read of a large case
    units: dict[str, None] = field(default_factory=dict)  # the definitions of units that its case has added, in order
    refusals: Refusals = field(default_factory=Refusals)
    has_cover: bool = False  # also where it was refused
    has_failed: bool = False  # whether a cell raised an error
    silent: list[int] = field(default_factory=list)  # for each code cell that showed nothing, how many blocks precede

    def read_cell(self, cell: Mapping[str, Any], where: str) -> None:
        """Reads a cell; what is refused of it is kept for the end. where: `cell 3`."""
        kind, collect = cell["cell_type"], partial(self.refusals.collect, where)
        if kind == "markdown":
            self.blocks += self.builder.build_text_cell(replace_controls(cell["source"]), collect)
        elif kind == "code":
            before = len(self.blocks)
            for output in self._list_outputs(cell):
                with collect():
                    self._read_output(output)
            if len(self.blocks) == before:
                self.silent.append(before)
        elif cell["source"].strip():
            with collect():
                raise ReportError(
                    f"is a {kind} cell, found {_shorten(cell['source'])}; a report has no place for it: make it a text "
                    "(Markdown) cell, or remove it."
                )

    def _list_outputs(self, cell: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        """Returns the outputs of a cell of code; of one that raised an error, without what it made until then.

        A cell that uses what such a one did not make has none to be read.
        """
        outputs: Sequence[Mapping[str, Any]] = cell.get("outputs", ())
        if self.refusals.follows(cell["source"]):
            return ()
        if any(output["output_type"] == "error" for output in outputs):
            self.refusals.lose(cell["source"])
            self.has_failed = True
            return [output for output in outputs if MADE_MIME not in output.get("data", {})]
        return outputs

    def _read_output(self, output: Mapping[str, Any]) -> None:
        kind = output["output_type"]
        if kind == "error":
            raise CellError(describe_raised(output["ename"], output["evalue"]))
        if kind == "stream":
            if output["name"] == "stdout":
                raise UntracedNumber(
                    f"prints {_shorten(output['text'])}, which cannot be traced to a claim; "
                    "remove the print, or end the cell with say(...), table(...) or a chart."
                )
            return  # what is said aside, such as a library's warnings: the notebook itself has nothing to say there
        data = output["data"]
        for key, digest in data.get(READS_MIME, {}).items():
            known = self.reads.setdefault(key, digest)
            if digest not in known:  # two cases of one name, or a file changed meanwhile: no state of one case is both
                self.reads[key] = f"{known} {digest}"
        add_cited(self.cited, replace_controls_within(data.get(CITED_MIME, {})))
        if data.get(MADE_MIME):
            raise ReportError(
                f"made and not shown: {', '.join(data[MADE_MIME])}; only the last line of a cell is shown, without a "
                "semicolon. Give each a cell of its own, or write display(...) around it, as in a loop."
            )
        if BUNDLE_MIME in data:
            self._read_bundle(read_bundle(data[BUNDLE_MIME]))
        elif READS_MIME not in data and MADE_MIME not in data:
            raise UntracedNumber(_describe_foreign(data))

    def _read_bundle(self, bundle: DisplayBundle) -> None:
        check_page_language(bundle.language)
        read_definitions(bundle.units)
        self.units |= dict.fromkeys(bundle.units)
        known = self.builder.claims
        known |= {id: _choose_fuller(card, known.get(id)) for id, card in bundle.claims.items()}
        block = bundle.block
        if isinstance(block, ProseBlock) and block.role == "answer":
            self.headlines.append(block.text)
        if isinstance(block, TableBlock) and block.strip:
            self.strip += block.rows
        if not isinstance(block, CoverBlock):
            self.blocks.append(self.builder.build_block(block))
            return
        if self.has_cover:
            raise ReportError("shows a second title block; a report has one cover(...).")
        self.has_cover = True
        self.headlines.append(block.title)
        title = self.builder.build_text(block.title, "title")
        question = self.builder.build_text(block.question, "question")
        self.cover = _Cover(title, question, block.about, parse_house(block.house))
        if block.firmness:
            self.blocks.append(self.builder.build_block(ProseBlock("note", block.firmness)))

    def build_document(self, notebook: nbformat.NotebookNode) -> Document:
        collect = self.refusals.collect
        if not self.has_cover and not self.has_failed:
            with collect():
                raise ReportError("no cell shows cover(...), the title block; was the notebook executed?")
        if self.cover is None or self.has_failed:  # what is missing from the whole may be what a cell did not make
            self.refusals.raise_found()
        assert self.cover is not None
        with collect():
            check_both_bases(self.headlines, self.strip)
        with collect():
            self._check_house_style(self.cover.house)
        builder, about = self.builder, dict(self.cover.about)
        notes = builder.notes.build_notes()
        bases, names, articles = (
            about.pop("bases", {}),
            about.pop("names", {}),
            [*map(SourceCard.from_json, about.pop("articles", ()))],
        )
        known, untranslated = about.pop("cited", {}), about.pop("untranslated", {})
        rows = {**known.get("rows", {}), **_find_rows(self.cited.get("rows", {}), builder.cited, builder.described)}
        given = (*known.get("sources", ()), *self.cited.get("sources", {}).values())
        cards = [*map(SourceCard.from_json, given)]
        shown = (ref for ref in builder.cited if ref not in builder.described)
        sources = list_sources(articles, notes, _list_cited(rows, cards, shown))
        dated = [*sources, *_list_cited(rows, cards, builder.described)]
        newest = {} if articles else find_newest_cited(dated)
        about |= extend_basis(about, dated) if articles else newest
        about["as_of"] = describe_date(about.get("date_text", ""), len(articles), bool(newest))
        about["sources"] = describe_sources(about, len(articles))
        about["introduction"] = introduce_texts(about.pop("analysed", ()))
        citations, reference_list = builder.citations.resolve(builder.make_anchor(gettext("References")))
        targets: dict[str, Target] = {**builder.placements, **citations}
        resolved: list[Block] = []
        for block in self._list_filled():
            with collect():
                resolved.append(resolve_references(block, targets))
        self.refusals.raise_found()
        if self.reads:
            about["data"] = compute_digest(sorted(self.reads.items()))
        return Document(
            title=resolve_references(self.cover.title, targets),
            question=resolve_references(self.cover.question, targets),
            about=about,
            blocks=(*resolved, *reference_list),
            works=tuple(builder.citations.works.values()),
            notes=notes,
            sources=sources,
            parameters=tuple(_list_parameter_values(notebook, names)),
            claims=builder.claims,
            numbers=tuple(builder.numbers),
            reads=dict(sorted(self.reads.items())),
            units=tuple(self.units),
            language=get_language(),
            house=self.cover.house,
            bases=bases,
            untranslated=untranslated,
        )

    def _list_filled(self) -> Iterator[Block]:
        """Yields the blocks without the headings of parts of which every cell had nothing to show on this case.

        A heading with nothing below it in the notebook either is the author's, and stays.
        """
        for position, block in enumerate(self.blocks):
            if isinstance(block, Heading):
                end = next(
                    (
                        later
                        for later, other in enumerate(self.blocks[position + 1 :], position + 1)
                        if not isinstance(other, Heading) or other.level <= block.level
                    ),
                    len(self.blocks),
                )
                is_empty = end == len(self.blocks) or isinstance(self.blocks[end], Heading)
                if is_empty and any(position < before <= end for before in self.silent):
                    continue
            yield block

    def _check_house_style(self, house: House) -> None:
        for key, style in self.builder.figure_styles.items():
            if style != compute_house_fingerprint(house):
                raise ReportError(
                    f"figure {key!r} and the title block use different house styles, as the numbers and names "
                    "in the figure come from another case, or from none; make the figure within "
                    "`with analysis.style.house.use_house(case.house):`, where case is that of the title block."
                )


def _shorten(text: str) -> str:
    return repr(textwrap.shorten(text, _MAX_PRINTED, placeholder=" ..."))


def _describe_foreign(data: Mapping[str, Any]) -> str:
    """Returns what a cell shows that a report has no place for, with what to write. data: MIME type -> output."""
    text, html = "".join(data.get("text/plain", "")), "".join(data.get("text/html", ""))
    if "dataframe" in html:
        shown, remedy = "a DataFrame", "write table(frame, 'a caption', key='a_key')"
    elif re.match(r"\W*<?(Figure|Axes|matplotlib\.)", text):
        shown = "Axes of matplotlib" if text.startswith("<Axes") else "a figure of matplotlib"
        remedy = (
            "wrap the figure in figure(fig, 'a caption', key='a_key', data=frame, alt='...'), or draw a chart of this "
            "library"
        )
    elif picture := next((kind for kind in data if kind.startswith(("image/", "application/pdf"))), ""):
        shown, remedy = f"a picture ({picture})", "draw it with a chart of this library, whose numbers lead to claims"
    elif any("widget" in kind for kind in data):
        shown, remedy = "a widget", "keep it for exploring; sliders in a report are made with what_if(...)"
    elif "text/markdown" in data or "text/latex" in data:
        shown, remedy = "Markdown or LaTeX", "write it in a text cell, or as say(...)"
    elif html:
        shown, remedy = "HTML", "write a text cell, say(...), table(...) or a chart"
    elif text.startswith(("[", "(")):
        shown = f"several things at once, {_shorten(text)}"
        remedy = "show each with display(*things), or write say(...), table(...) or a chart"
    elif text:
        shown, remedy = (
            f"the value {_shorten(text)}",
            "write say(...), table(...) or a chart, or end it without a value",
        )
    else:
        shown, remedy = ", ".join(sorted(data)) or "nothing", "write say(...), table(...) or a chart"
    return f"shows {shown}, which cannot be displayed in a report; {remedy}."


def _choose_fuller(card: ClaimCard, known: ClaimCard | None) -> ClaimCard:
    """Returns of two cards of one claim the one with more in its note: in a pool, what is set aside from that."""
    return known if known and len(known.note or "") > len(card.note or "") else card


def list_sources(
    articles: Iterable[SourceCard], notes: Iterable[Note], cited: Iterable[SourceCard]
) -> tuple[SourceCard, ...]:
    """Returns the baseline's articles, then the sources of the notes in order of first use, then the others, each once.

    cited: those behind the names and words that are shown, but for what stands in a table of sources alone.
    """
    behind = (source for note in notes if note.card for source in _list_card_sources(note.card))
    sources: dict[str, SourceCard] = {}
    for source in (*articles, *behind, *cited):
        sources.setdefault(source.source_id, source)
    return tuple(sources.values())


def _list_rows(ref: str) -> list[str]:
    """Returns the rows of which a name or words are shown; a text made of several names them all: `claims/a+b`."""
    table, _, ids = ref.partition("/")
    return [f"{table}/{id}" for id in ids.split("+")]


def _find_rows(cited: Mapping[str, str], *shown: Iterable[str]) -> dict[str, list[str]]:
    """Returns the sources of the rows that are shown. cited: sources -> the rows that rest on them, as words."""
    wanted = {row for refs in shown for ref in refs for row in _list_rows(ref)}
    return {row: sources.split() for sources, rows in cited.items() for row in rows.split() if row in wanted}


def _list_cited(
    rows: Mapping[str, Iterable[str]], sources: Iterable[SourceCard], refs: Iterable[str]
) -> Iterator[SourceCard]:
    """Yields the sources of the rows of which a name or words are shown. rows: row -> the sources that it rests on."""
    cards = {card.source_id: card for card in sources}
    for ref in refs:
        for row in _list_rows(ref):
            yield from (cards[source] for source in rows.get(row, ()) if source in cards)


def _list_card_sources(card: ClaimCard) -> Iterator[SourceCard]:
    yield from card.all_sources
    yield from (rival.source for rival in card.rivals)


def _list_parameter_values(notebook: nbformat.NotebookNode, names: Mapping[str, str]) -> Iterator[ParameterValue]:
    """Yields each parameter with its value. names: id -> name of the case's plans."""
    injected = read_injected_values(notebook)
    for parameter in read_parameters(notebook):
        value = injected.get(parameter.name, parameter.default)
        label, text = map(replace_controls, describe_parameter(parameter, value, names))
        changed, value = value != parameter.default, replace_controls_within(value)
        yield ParameterValue(parameter.name, value, replace_controls(parameter.help), changed, label, text)
