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

from analysis.dependencies import MIME as READS
from analysis.dependencies import digest_of
from analysis.errors import MissingAltText, ReportError, UntracedNumber, during, nearest
from analysis.report.document import parameters
from analysis.report.document.basis_text import based, in_words
from analysis.report.document.model import (
    Block,
    Card,
    Cards,
    Column,
    Document,
    Figure,
    Given,
    Heading,
    Label,
    Number,
    Part,
    Parts,
    Points,
    Prose,
    Reference,
    Result,
    Slider,
    Table,
    WhatIf,
    text_of,
)
from analysis.report.document.note_numbers import Noting
from analysis.report.document.text_cells import Code, read_markdown
from analysis.style.house import House, house, mark, revived

if TYPE_CHECKING:
    import nbformat  # with its validator it takes seconds

MIME = "application/vnd.communique+json"
_KINDS = ("prose", "points", "cards", "table", "figure", "what_if")
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")
_DIGIT = re.compile(r"\d")
_SENTENCE = 30  # characters, at least, that say what a figure shows


def read(notebook: nbformat.NotebookNode) -> Document:
    """Returns the document an executed notebook amounts to.

    Raises: UntracedNumber for a digit that leads to no claim; MissingAltText; ReportError if there is no
        title block, an output that is no shown object, or a cross-reference to nothing. Each names the cell.
    """
    reader = _Reader()
    position = 0
    for cell in notebook.cells:
        position += "injected-parameters" not in cell.get("metadata", {}).get("tags", ())  # as in the file
        with during(f"cell {position}"):
            reader.cell(cell)
    return reader.document(notebook)


@dataclass
class _Reader:
    """Collects blocks and notes in reading order."""

    blocks: list[Block] = field(default_factory=list)
    cover: Mapping[str, Any] | None = None
    house: House = field(default_factory=house)
    dressed: dict[str, str] = field(default_factory=dict)  # figure -> the house style it is drawn in
    claims: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    numbers: list[Number] = field(default_factory=list)
    keys: dict[str, tuple[str, int]] = field(default_factory=dict)
    anchors: set[str] = field(default_factory=set)
    notes: Noting = field(init=False)
    reads: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.notes = Noting(self.claims)

    def cell(self, cell: Mapping[str, Any]) -> None:
        if cell["cell_type"] == "markdown":
            self.blocks += self._markdown(cell["source"])
        elif cell["cell_type"] == "code":
            for output in cell.get("outputs", ()):
                self._output(output)

    def _output(self, output: Mapping[str, Any]) -> None:
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
                "title": self._parts(bundle["title"], "title"),
                "question": self._parts(bundle["question"], "question"),
                "about": bundle["about"],
            }
            self.house = revived(bundle.get("house"))
        elif bundle["kind"] in _KINDS:
            self.blocks.append(getattr(self, f"_{bundle['kind']}")(bundle))
        else:
            raise ReportError(
                f"shows a {bundle['kind']!r}, which this version cannot read; it reads {', '.join(_KINDS)} and cover."
            )

    def _prose(self, bundle: Mapping[str, Any]) -> Prose:
        return Prose(self._parts(bundle["text"], "sentence"), bundle["role"])

    def _points(self, bundle: Mapping[str, Any]) -> Points:
        return Points(tuple(self._parts(item, "point") for item in bundle["items"]))

    def _cards(self, bundle: Mapping[str, Any]) -> Cards:
        return Cards(
            tuple(
                Card(
                    self._parts(item["label"], "card"), self._number(item["number"]), self._parts(item["note"], "card")
                )
                for item in bundle["items"]
            )
        )

    def _table(self, bundle: Mapping[str, Any]) -> Table:
        anchor, number = self._place("table", bundle["key"])
        return self._grid(bundle, anchor, number)

    def _figure(self, bundle: Mapping[str, Any]) -> Figure:
        alt = (bundle.get("alt") or "").strip()
        anchor, number = self._place("figure", bundle["key"])
        self.dressed[bundle["key"]] = bundle.get("house", "")
        title = self._parts(bundle["title"], "figure title")
        data = self._grid(bundle["data"], self._anchor(f"{anchor}-data"), 0)
        if len(alt) < _SENTENCE or alt in text_of(title) or not _named(alt, data):
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
            tuple(self._parts(note, "figure note") for note in bundle["notes"]),
        )

    def _what_if(self, bundle: Mapping[str, Any]) -> WhatIf:
        title = self._parts(bundle["title"], "title")
        sliders = tuple(
            Slider(
                self._parts(row["label"], "slider"),
                self._number(row["number"]),
                row["low"],
                row["high"],
                row["step"],
                row["start"],
                tuple(row["claims"]),
            )
            for row in bundle["sliders"]
        )
        results = tuple(
            Result(self._parts(row["label"], "result"), self._number(row["number"])) for row in bundle["results"]
        )
        return WhatIf(self._anchor("sliders"), title, sliders, results, bundle["program"])

    def _grid(self, bundle: Mapping[str, Any], anchor: str, number: int) -> Table:
        caption = self._parts(bundle["caption"], "caption")  # above the rows, so its numbers come first
        columns = tuple(Column(c["key"], self._parts(c["label"], "heading"), c["align"]) for c in bundle["columns"])
        rows = tuple(tuple(self._parts([cell], "table cell") for cell in row) for row in bundle["rows"])
        self.notes.placed(columns, rows)
        return Table(
            bundle["key"],
            anchor,
            number,
            caption,
            columns,
            rows,
            tuple(self._parts(note, "table note") for note in bundle["notes"]),
        )

    def _place(self, kind: str, key: str) -> tuple[str, int]:
        if not _KEY.fullmatch(key):
            raise ReportError(f"the key {key!r} cannot name a file; use lower-case letters, digits, _ and -.")
        if key in self.keys:
            raise ReportError(f"two tables or figures have the key {key!r}; keys name files, so each is used once.")
        number = 1 + sum(anchor.startswith(kind) for anchor, _ in self.keys.values())
        self.keys[key] = (self._anchor(f"{kind}-{key}"), number)
        return self.keys[key]

    def _anchor(self, wanted: str) -> str:
        slug = re.sub(r"[^a-z0-9]+", "-", wanted.lower()).strip("-") or "part"
        anchor, count = slug, 1
        while anchor in self.anchors:
            count += 1
            anchor = f"{slug}-{count}"
        self.anchors.add(anchor)
        return anchor

    def _parts(self, raw: list[Any], where: str) -> Parts:
        result: list[Part] = []
        for item in raw:
            if isinstance(item, str):
                _refuse_digits(item, where)
                if item:
                    result.append(item)
            elif "number" in item:
                result.append(self._number(item["number"]))
            elif "label" in item:
                result.append(Label(item["label"], item["ref"]))
            else:
                result.append(Reference("", item["see"]))  # filled in when all keys are known
        return tuple(result)

    def _number(self, raw: Mapping[str, Any]) -> Number:
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
            note=self.notes.note(raw, anchor),
        )
        self.numbers.append(found)
        return found

    def _markdown(self, source: str) -> Iterator[Block]:
        for kind, level, items in read_markdown(source):
            for text in items:
                for part in text:
                    _refuse_digits(
                        "" if isinstance(part, Code) else part if isinstance(part, str) else part.text, "text cell"
                    )
            if kind == "heading":
                yield Heading(max(1, level - 1), items[0], self._anchor(text_of(items[0])))
            elif kind == "list":
                yield Points(tuple(items), ordered=level == 1)
            else:
                yield Prose(items[0])

    def document(self, notebook: nbformat.NotebookNode) -> Document:
        if self.cover is None:
            raise ReportError("no cell shows cover(...), the title block; was the notebook executed?")
        for key, style in self.dressed.items():
            if style != mark(self.house):
                raise ReportError(
                    f"figure {key!r} and the title block wear different house styles; where a notebook "
                    "loads several cases, load last the one whose report it is, before the first cell "
                    "that shows something."
                )
        notes = self.notes.done()
        resolve = _Resolver(self.keys).block
        about = dict(self.cover["about"])
        names, articles = about.pop("names", {}), about.pop("articles", ())
        sources: dict[str, Mapping[str, Any]] = {}
        for source in (*articles, *(source for note in notes for source in _sources(note.card))):
            sources.setdefault(source["source_id"], source)
        about |= based(about, sources.values())
        values = parameters.given(notebook)
        shown = tuple(
            Given(
                p.name,
                values.get(p.name, p.default),
                p.help,
                values.get(p.name, p.default) != p.default,
                *in_words(p, values.get(p.name, p.default), names),
            )
            for p in parameters.declared(notebook)
        )
        if self.reads:
            about["data"] = digest_of(sorted(self.reads.items()))
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


def _sources(card: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    for claim in (card, *card.get("rivals", ())) if card else ():
        yield from filter(None, (claim.get("source"), *claim.get("sources", ())))


def _refuse_digits(text: str, where: str) -> None:
    if _DIGIT.search(text):
        raise UntracedNumber(
            f"{where} {text.strip()!r} holds a typed digit; use say('... "
            "{gap} ...', gap=...) with an Estimate, or a Label of the case for a name or a date."
        )


@dataclass(frozen=True)
class _Resolver:
    """Fills cross-references in, once every table and figure has its number."""

    keys: Mapping[str, tuple[str, int]]

    def block(self, block: Any) -> Any:
        if isinstance(block, Reference):
            return self._reference(block)
        if isinstance(block, tuple):
            return tuple(self.block(item) for item in block)
        if is_dataclass(block) and not isinstance(block, Number | Label):
            changes = {f.name: self.block(getattr(block, f.name)) for f in fields(block)}
            return replace(block, **changes)
        return block

    def _reference(self, reference: Reference) -> Reference:
        if reference.anchor not in self.keys:
            there = f"there are {', '.join(self.keys)}" if self.keys else "no table or figure is shown"
            near = nearest(reference.anchor, self.keys)
            raise ReportError(f"see({reference.anchor!r}) leads nowhere{near}; {there}.")
        anchor, number = self.keys[reference.anchor]
        return Reference(f"{anchor.partition('-')[0].capitalize()} {number}", anchor)


def _named(alt: str, data: Table) -> bool:
    """Whether a text names anything of the data, which no boilerplate does; true where there are none."""
    said = [text_of(cell) for row in data.rows for cell in row]
    return not said or any(words in alt for words in said if len(words) > 2)
