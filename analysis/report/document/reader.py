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

from analysis.dependencies import READS_MIME as READS
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

MIME = "application/vnd.communique+json"
_KINDS = ("prose", "points", "cards", "table", "figure", "what_if")
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
    cover: Mapping[str, Any] | None = None
    house: House = field(default_factory=get_shipped_house)
    figure_styles: dict[str, str] = field(default_factory=dict)  # figure -> the house style it is drawn in
    claims: dict[str, Mapping[str, Any]] = field(default_factory=dict)
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
        bundle = output["data"].get(MIME)
        if bundle is None:
            found = ", ".join(sorted(output["data"]))
            raise UntracedNumber(
                f"ends in something that is no shown object ({found}); end it in say(...), "
                "table(...), a chart, or in nothing."
            )
        self.claims.update(bundle["claims"])
        self.reads.update(output["data"].get(READS, {}))
        if bundle["kind"] == "cover":
            if self.cover is not None:
                raise ReportError("shows a second title block; a report has one cover(...).")
            self.cover = {
                "title": self._read_text(bundle["title"], "title"),
                "question": self._read_text(bundle["question"], "question"),
                "about": bundle["about"],
            }
            self.house = parse_house(bundle.get("house"))
        elif bundle["kind"] in _KINDS:
            self.blocks.append(getattr(self, f"_{bundle['kind']}")(bundle))
        else:
            raise ReportError(
                f"shows a {bundle['kind']!r}, which this version cannot read; it reads {', '.join(_KINDS)} and cover."
            )

    def _prose(self, bundle: Mapping[str, Any]) -> Prose:
        return Prose(self._read_text(bundle["text"], "sentence"), bundle["role"])

    def _points(self, bundle: Mapping[str, Any]) -> Points:
        return Points(tuple(self._read_text(item, "point") for item in bundle["items"]))

    def _cards(self, bundle: Mapping[str, Any]) -> KeyNumbers:
        return KeyNumbers(
            tuple(
                KeyNumber(
                    self._read_text(item["label"], "card"),
                    self._read_number(item["number"]),
                    self._read_text(item["note"], "card"),
                )
                for item in bundle["items"]
            )
        )

    def _table(self, bundle: Mapping[str, Any]) -> Table:
        anchor, number = self._register_key("table", bundle["key"])
        return self._build_table(bundle, anchor, number)

    def _figure(self, bundle: Mapping[str, Any]) -> Figure:
        alt = (bundle.get("alt") or "").strip()
        anchor, number = self._register_key("figure", bundle["key"])
        self.figure_styles[bundle["key"]] = bundle.get("house", "")
        title = self._read_text(bundle["title"], "figure title")
        data = self._build_table(bundle["data"], self._make_anchor(f"{anchor}-data"), 0)
        if len(alt) < _MIN_ALT or alt in get_plain_text(title) or not _is_about_data(alt, data):
            raise MissingAltText(
                f"figure {bundle['key']!r} has no sentence that says what it shows "
                f"(found {alt!r}); say in alt, beyond the title, what its data are."
            )
        return Figure(
            bundle["key"],
            anchor,
            number,
            title,
            bundle["svg"],
            bundle["narrow"],
            alt,
            data,
            tuple(self._read_text(note, "figure note") for note in bundle["notes"]),
        )

    def _what_if(self, bundle: Mapping[str, Any]) -> WhatIf:
        title = self._read_text(bundle["title"], "title")
        sliders = tuple(
            Slider(
                self._read_text(row["label"], "slider"),
                self._read_number(row["number"]),
                row["low"],
                row["high"],
                row["step"],
                row["start"],
                tuple(row["claims"]),
            )
            for row in bundle["sliders"]
        )
        results = tuple(
            Result(self._read_text(row["label"], "result"), self._read_number(row["number"]))
            for row in bundle["results"]
        )
        return WhatIf(self._make_anchor("sliders"), title, sliders, results, bundle["program"])

    def _build_table(self, bundle: Mapping[str, Any], anchor: str, number: int) -> Table:
        caption = self._read_text(bundle["caption"], "caption")  # above the rows, so its numbers come first
        columns = tuple(Column(c["key"], self._read_text(c["label"], "heading"), c["align"]) for c in bundle["columns"])
        rows = tuple(tuple(self._read_text([cell], "table cell") for cell in row) for row in bundle["rows"])
        self.notes.record_table(columns, rows)
        return Table(
            bundle["key"],
            anchor,
            number,
            caption,
            columns,
            rows,
            tuple(self._read_text(note, "table note") for note in bundle["notes"]),
        )

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

    def _read_text(self, raw: list[Any], where: str) -> RichText:
        result: list[Inline] = []
        for item in raw:
            if isinstance(item, str):
                _check_no_digits(item, where)
                if item:
                    result.append(item)
            elif "number" in item:
                result.append(self._read_number(item["number"]))
            elif "label" in item:
                result.append(Label(item["label"], item["ref"]))
            else:
                result.append(Reference("", item["see"]))  # filled in when all keys are known
        return tuple(result)

    def _read_number(self, raw: Mapping[str, Any]) -> Number:
        if not raw["claims"]:
            raise UntracedNumber(
                f"{raw['text']!r} leads to no claim; compute it from claims, assumptions or parameters."
            )
        missing = [claim for claim in raw["claims"] if not self.claims.get(claim)]
        if missing:
            raise UntracedNumber(f"{raw['text']!r} leads to {', '.join(missing)}, of which nothing is known.")
        ends = {end: sign * math.inf for end, sign in (("low", -1), ("high", 1)) if raw[end] is None}
        anchor = f"n{len(self.numbers) + 1}"
        found = Number(
            **{**{name: told for name, told in raw.items() if name != "of"}, **ends, "claims": tuple(raw["claims"])},
            anchor=anchor,
            note=self.notes.assign_note(raw, anchor),
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
        about = dict(self.cover["about"])
        names, articles = about.pop("names", {}), about.pop("articles", ())
        sources: dict[str, Mapping[str, Any]] = {}
        for source in (*articles, *(source for note in notes for source in _list_sources(note.card))):
            sources.setdefault(source["source_id"], source)
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
            resolve(self.cover["title"]),
            resolve(self.cover["question"]),
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


def _list_sources(card: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    for claim in (card, *card.get("rivals", ())) if card else ():
        yield from filter(None, (claim.get("source"), *claim.get("sources", ())))


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
        if is_dataclass(block) and not isinstance(block, Number | Label):
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
