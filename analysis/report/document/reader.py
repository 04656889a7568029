"""Executed notebook -> Document: the one form between the notebook and every format.

Everything a writer might otherwise have to decide is decided here: the order of blocks, the numbers
of tables and figures, cross-references, which note a number leads to. What cannot be traced is
refused here. Exempt from the digit check, because they are not statements of fact: code spans, link
addresses, and whatever the case itself names (Labels).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis import contract
from analysis.contract import (
    BUNDLE_MIME,
    READS_MIME,
    ClaimCard,
    CoverBlock,
    DisplayBundle,
    LabelPart,
    NumberPart,
    Parts,
    SourceCard,
    TableBlock,
)
from analysis.dependencies import compute_digest
from analysis.errors import MissingAltText, ReportError, UntracedNumber, add_context, format_nearest
from analysis.report.document import parameters
from analysis.report.document.basis_text import describe_parameter, extend_basis
from analysis.report.document.model import (
    Block,
    Column,
    Document,
    Figure,
    Heading,
    Inline,
    KeyNumber,
    KeyNumbers,
    Label,
    Number,
    ParameterValue,
    Points,
    Prose,
    Reference,
    Result,
    RichText,
    Slider,
    Table,
    WhatIf,
    get_plain_text,
)
from analysis.report.document.note_numbers import NoteNumbering
from analysis.report.document.text_cells import Code, parse_markdown
from analysis.style.house import House, compute_house_fingerprint, get_shipped_house, parse_house

if TYPE_CHECKING:
    import nbformat  # with its validator it takes seconds

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")
_DIGIT = re.compile(r"\d")
_MIN_ALT = 30  # characters, at least, that say what a figure shows


def read_document(notebook: nbformat.NotebookNode) -> Document:
    """Returns the document an executed notebook amounts to.

    Raises: UntracedNumber for a digit that leads to no claim; MissingAltText; ReportError if there is no
        title block, an output that is no shown object, or a cross-reference to nothing. Each names the cell.
    """
    reader = _DocumentReader()
    position = 0
    for cell in notebook.cells:
        position += "injected-parameters" not in cell.get("metadata", {}).get("tags", ())  # as in the file
        with add_context(f"cell {position}"):
            reader.read_cell(cell)
    return reader.build_document(notebook)


@dataclass
class _DocumentReader:
    """Collects blocks and notes in reading order."""

    blocks: list[Block] = field(default_factory=list)
    cover: tuple[RichText, RichText, Mapping[str, Any]] | None = None  # title, question, about
    house: House = field(default_factory=get_shipped_house)
    figure_styles: dict[str, str] = field(default_factory=dict)  # figure -> the house style it is drawn in
    claims: dict[str, ClaimCard] = field(default_factory=dict)
    numbers: list[Number] = field(default_factory=list)
    keys: dict[str, tuple[str, int]] = field(default_factory=dict)
    anchors: set[str] = field(default_factory=set)
    notes: NoteNumbering = field(init=False)
    reads: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.notes = NoteNumbering(self.claims)

    def read_cell(self, cell: Mapping[str, Any]) -> None:
        if cell["cell_type"] == "markdown":
            self.blocks += self._read_text_cell(cell["source"])
        elif cell["cell_type"] == "code":
            for output in cell.get("outputs", ()):
                self._read_output(output)

    def _read_output(self, output: Mapping[str, Any]) -> None:
        kind = output["output_type"]
        if kind == "error":
            raise ReportError(f"raised {output['ename']}: {output['evalue']}")
        if kind == "stream":
            if output["name"] == "stdout":
                raise UntracedNumber(
                    f"prints {output['text'].strip()[:60]!r}, which cannot be traced; "
                    "end the cell in say(...), table(...) or a chart, or print nothing."
                )
            return
        data = output["data"]
        for key, digest in data.get(READS_MIME, {}).items():
            known = self.reads.setdefault(key, digest)
            if digest not in known:  # two cases of one name, or a file changed meanwhile: no state of one case is both
                self.reads[key] = f"{known} {digest}"
        if BUNDLE_MIME in data:
            self._read_bundle(DisplayBundle.from_json(data[BUNDLE_MIME]))
        elif READS_MIME not in data:
            found = ", ".join(sorted(data))
            raise UntracedNumber(
                f"ends in something that is not a shown object ({found}); end it in say(...), "
                "table(...), a chart, or in nothing."
            )

    def _read_bundle(self, bundle: DisplayBundle) -> None:
        self.claims.update(bundle.claims)
        block = bundle.block
        if isinstance(block, CoverBlock):
            if self.cover is not None:
                raise ReportError("shows a second title block; a report has one cover(...).")
            title, question = self._read_text(block.title, "title"), self._read_text(block.question, "question")
            self.cover = title, question, block.about
            self.house = parse_house(block.house)
        else:
            self.blocks.append(self._read_block(block))

    def _read_block(self, block: contract.Block) -> Block:
        match block:
            case contract.ProseBlock():
                return Prose(self._read_text(block.text, "sentence"), block.role)
            case contract.PointsBlock():
                return Points(tuple(self._read_text(item, "point") for item in block.items))
            case contract.CardsBlock():
                return KeyNumbers(tuple(map(self._read_key_number, block.items)))
            case contract.TableBlock():
                return self._build_table(block, *self._register_key("table", block.key))
            case contract.FigureBlock():
                return self._read_figure(block)
            case contract.WhatIfBlock():
                return self._read_what_if(block)
        raise TypeError(f"no block for {type(block).__name__}")

    def _read_key_number(self, item: contract.NamedNumber) -> KeyNumber:
        label, number = self._read_text(item.label, "card"), self._read_number(item.number)
        return KeyNumber(label, number, self._read_text(item.note or (), "card"))

    def _read_figure(self, block: contract.FigureBlock) -> Figure:
        alt = (block.alt or "").strip()  # a notebook may come from elsewhere
        anchor, number = self._register_key("figure", block.key)
        self.figure_styles[block.key] = block.house
        title = self._read_text(block.title, "figure title")
        data = self._build_table(block.data, self._make_anchor(f"{anchor}-data"), 0)
        if len(alt) < _MIN_ALT or alt in get_plain_text(title) or not _is_about_data(alt, data):
            raise MissingAltText(
                f"figure {block.key!r} has no sentence that says what it shows "
                f"(found {alt!r}); say in alt, beyond the title, what its data are."
            )
        notes = tuple(self._read_text(note, "figure note") for note in block.notes)
        return Figure(block.key, anchor, number, title, block.svg, block.narrow, alt, data, notes)

    def _read_what_if(self, block: contract.WhatIfBlock) -> WhatIf:
        title = self._read_text(block.title, "title")
        sliders = tuple(
            Slider(
                self._read_text(row.label, "slider"),
                self._read_number(row.number),
                row.low,
                row.high,
                row.step,
                row.start,
                row.claims,
            )
            for row in block.sliders
        )
        results = tuple(
            Result(self._read_text(row.label, "result"), self._read_number(row.number)) for row in block.results
        )
        return WhatIf(self._make_anchor("sliders"), title, sliders, results, block.program)

    def _build_table(self, block: TableBlock, anchor: str, number: int) -> Table:
        caption = self._read_text(block.caption, "caption")  # above the rows, so its numbers come first
        columns = tuple(Column(c.key, self._read_text(c.label, "heading"), c.align) for c in block.columns)
        rows = tuple(tuple(self._read_text([cell], "table cell") for cell in row) for row in block.rows)
        self.notes.record_table(columns, rows)
        notes = tuple(self._read_text(note, "table note") for note in block.notes)
        return Table(block.key, anchor, number, caption, columns, rows, notes)

    def _register_key(self, kind: str, key: str) -> tuple[str, int]:
        if not _KEY.fullmatch(key):
            raise ReportError(f"the key {key!r} cannot name a file; use lower-case letters, digits, _ and -.")
        if key in self.keys:
            raise ReportError(f"two tables or figures have the key {key!r}; keys name files, so each is used once.")
        number = 1 + sum(anchor.startswith(kind) for anchor, _ in self.keys.values())
        self.keys[key] = (self._make_anchor(f"{kind}-{key}"), number)
        return self.keys[key]

    def _make_anchor(self, wanted: str) -> str:
        slug = re.sub(r"[^a-z0-9]+", "-", wanted.lower()).strip("-") or "part"
        anchor, count = slug, 1
        while anchor in self.anchors:
            count += 1
            anchor = f"{slug}-{count}"
        self.anchors.add(anchor)
        return anchor

    def _read_text(self, text: Parts, where: str) -> RichText:
        result: list[Inline] = []
        for part in text:
            if isinstance(part, str):
                _check_no_digits(part, where)
                if part:
                    result.append(part)
            elif isinstance(part, NumberPart):
                result.append(self._read_number(part))
            elif isinstance(part, LabelPart):
                result.append(Label(part.text, part.ref))
            else:
                result.append(Reference("", part.key))  # filled in when all keys are known
        return tuple(result)

    def _read_number(self, part: NumberPart) -> Number:
        if not part.claims:
            raise UntracedNumber(f"{part.text!r} leads to no claim; compute it from claims, assumptions or parameters.")
        missing = [claim for claim in part.claims if claim not in self.claims]
        if missing:
            raise UntracedNumber(f"{part.text!r} leads to {', '.join(missing)}, of which nothing is known.")
        anchor = f"n{len(self.numbers) + 1}"
        found = Number(
            text=part.text,
            value=part.value,
            unit=part.unit,
            low=-math.inf if part.low is None else part.low,
            high=math.inf if part.high is None else part.high,
            qualifier=part.qualifier,
            claims=part.claims,
            how=part.how,
            computed=part.computed,
            name=part.name,
            label=part.label,
            anchor=anchor,
            note=self.notes.assign_note(part, anchor),
            formula=part.formula,
        )
        self.numbers.append(found)
        return found

    def _read_text_cell(self, source: str) -> Iterator[Block]:
        for kind, level, items in parse_markdown(source):
            for text in items:
                for part in text:
                    _check_no_digits(
                        "" if isinstance(part, Code) else part if isinstance(part, str) else part.text, "text cell"
                    )
            if kind == "heading":
                yield Heading(max(1, level - 1), items[0], self._make_anchor(get_plain_text(items[0])))
            elif kind == "list":
                yield Points(tuple(items), ordered=level == 1)
            else:
                yield Prose(items[0])

    def build_document(self, notebook: nbformat.NotebookNode) -> Document:
        if self.cover is None:
            raise ReportError("no cell shows cover(...), the title block; was the notebook executed?")
        for key, style in self.figure_styles.items():
            if style != compute_house_fingerprint(self.house):
                raise ReportError(
                    f"figure {key!r} and the title block use different house styles, as the numbers and names "
                    "in the figure come from another case, or from none; make the figure within "
                    "`with analysis.style.house.use_house(case.house):`, where case is that of the title block."
                )
        notes = self.notes.build_notes()
        resolve = _ReferenceResolver(self.keys).resolve
        title, question, about = self.cover[0], self.cover[1], dict(self.cover[2])
        names, articles = about.pop("names", {}), map(SourceCard.from_json, about.pop("articles", ()))
        sources: dict[str, SourceCard] = {}
        for source in (*articles, *(source for note in notes for source in _list_sources(note.card))):
            sources.setdefault(source.source_id, source)
        about |= extend_basis(about, sources.values())
        values = parameters.read_injected_values(notebook)
        shown = tuple(
            ParameterValue(
                p.name,
                values.get(p.name, p.default),
                p.help,
                values.get(p.name, p.default) != p.default,
                *describe_parameter(p, values.get(p.name, p.default), names),
            )
            for p in parameters.read_parameters(notebook)
        )
        if self.reads:
            about["data"] = compute_digest(sorted(self.reads.items()))
        return Document(
            resolve(title),
            resolve(question),
            about,
            tuple(resolve(block) for block in self.blocks),
            notes,
            tuple(sources.values()),
            shown,
            self.claims,
            tuple(self.numbers),
            dict(sorted(self.reads.items())),
            house=self.house,
        )


def _list_sources(card: ClaimCard | None) -> Iterator[SourceCard]:
    if card:
        yield from card.all_sources
        yield from (rival.source for rival in card.rivals)


def _check_no_digits(text: str, where: str) -> None:
    if _DIGIT.search(text):
        raise UntracedNumber(
            f"{where} {text.strip()!r} holds a typed digit; use say('... "
            "{gap} ...', gap=...) with an Estimate, or a Label of the case for a name or a date."
        )


@dataclass(frozen=True)
class _ReferenceResolver:
    """Fills cross-references in, once every table and figure has its number."""

    keys: Mapping[str, tuple[str, int]]

    def resolve(self, block: Any) -> Any:
        if isinstance(block, Reference):
            return self._resolve_reference(block)
        if isinstance(block, tuple):
            return tuple(self.resolve(item) for item in block)
        if is_dataclass(block) and not isinstance(block, Number | Label | type):
            changes = {f.name: self.resolve(getattr(block, f.name)) for f in fields(block)}
            return replace(block, **changes)
        return block

    def _resolve_reference(self, reference: Reference) -> Reference:
        if reference.anchor not in self.keys:
            there = f"there are {', '.join(self.keys)}" if self.keys else "no table or figure is shown"
            near = format_nearest(reference.anchor, self.keys)
            raise ReportError(f"see({reference.anchor!r}) leads nowhere{near}; {there}.")
        anchor, number = self.keys[reference.anchor]
        return Reference(f"{anchor.partition('-')[0].capitalize()} {number}", anchor)


def _is_about_data(alt: str, data: Table) -> bool:
    """Whether a text names anything of the data, which no boilerplate does; true where there are none."""
    said = [get_plain_text(cell) for row in data.rows for cell in row]
    return not said or any(words in alt for words in said if len(words) > 2)
