"""What passes between data and page: the cards behind a number, and the bundle a shown object leaves in a notebook.

A notebook cell ends in a shown object. Its output carries a `DisplayBundle` as JSON under `BUNDLE_MIME`, beside
ordinary HTML and text. The bundle holds the block that is shown and the card of every claim behind every number, so
its reader needs neither the case nor the comparisons. `contract.schema.json` publishes this JSON; a change that an
older reader cannot read raises `VERSION`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from functools import cache, partial
from typing import Any, ClassVar, Literal, Self, TypeAlias, cast, get_args, get_origin, get_type_hints

from analysis.errors import ReportError

BUNDLE_MIME = "application/vnd.communique+json"
READS_MIME = "application/vnd.communique.reads+json"  # key -> digest of what a notebook read, see `dependencies`
CITED_MIME = "application/vnd.communique.cited+json"  # beside it, of a large case: the sources of what was read
MADE_MIME = "application/vnd.communique.made+json"  # what a cell has made and nothing shows, see `show.made`
VERSION = 2
EMPTY_CELL = "–"  # of a table, where there is no number
NUMBER_LINK = "number-"  # in a drawing, <a href="#number-2"> leads to the third number of the figure's data

Json: TypeAlias = dict[str, Any]
CardKind = Literal["claim", "assumption", "parameter", "count", "event"]
ClaimQualifier = Literal["exact", "about", "nearly", "at_least", "at_most", "over", "less_than"]
Qualifier = Literal[ClaimQualifier, "between"]  # between: a range of which no value is known
Relation = Literal["rival", "earlier", "later", "before", "after"]
Role = Literal["body", "answer", "note"]
Origin = Literal["setting", "claim", "arithmetic", "parameter", "assumption", "coding"]  # see `estimates.origin`


class Record:
    """A frozen dataclass that is written as a JSON object: its fields are the keys, in their order.

    A field that has a default is left out of the JSON where it holds it.
    """

    def to_json(self) -> Json:
        """Returns the record as JSON."""
        defaults = self._list_optional()
        return {
            name: value if type(value) in _PLAIN else _convert(value)
            for name, value in vars(self).items()
            if name not in defaults or value != defaults[name]
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Returns the record that `to_json` wrote. Raises KeyError, TypeError or AttributeError for any other JSON."""
        parsers = _build_parsers(cls)  # type: ignore[arg-type]  # mypy checks the instances' __hash__
        return cls(**{name: parsers[name](data[name]) if name in parsers else data[name] for name in data})

    def _list_optional(self) -> Mapping[str, Any]:
        """Returns the fields that may be left out, and the value at which they are."""
        return _find_defaults(type(self))  # type: ignore[arg-type]  # mypy checks the instances' __hash__


@cache
def _find_defaults(record: type[Record]) -> Mapping[str, Any]:
    return {each.name: each.default for each in fields(cast(Any, record)) if each.default is not MISSING}


_PLAIN = frozenset((str, float, int, bool, type(None)))  # most values: they are JSON as they are


def _convert(value: Any) -> Any:
    if isinstance(value, Record):
        return value.to_json()
    if isinstance(value, list | tuple):
        return [
            item
            if type(item) in _PLAIN
            else {"number": item.to_json()}
            if isinstance(item, NumberPart)
            else _convert(item)
            for item in value
        ]
    return dict(value) if isinstance(value, Mapping) else value


@cache
def _build_parsers(record: type[Record]) -> Mapping[str, Callable[[Any], Any]]:
    """Returns, for each field that is not a plain value, how its JSON is read."""
    parsers = {name: _find_parser(hint) for name, hint in get_type_hints(record).items()}
    return {name: parse for name, parse in parsers.items() if parse}


def _find_parser(hint: Any) -> Callable[[Any], Any] | None:
    if hint == Parts:
        return parse_parts
    if isinstance(hint, type) and issubclass(hint, Record):
        return hint.from_json
    if get_origin(hint) is Literal:
        return partial(_parse_choice, get_args(hint))
    parse = _find_parser(get_args(hint)[0]) if get_args(hint) else None
    if get_origin(hint) in (tuple, Sequence):
        return partial(_parse_items, parse) if parse else tuple
    return partial(_parse_optional, parse) if parse and type(None) in get_args(hint) else None


def _parse_choice(choices: Sequence[str], word: str) -> str:
    """Returns a word that is one of a few, as writers print it outside of any text. Raises TypeError for another."""
    if word not in choices:
        raise TypeError(f"{word!r} is none of {', '.join(choices)}")
    return word


def _parse_items(parse: Callable[[Any], Any], items: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(map(parse, items))


def _parse_optional(parse: Callable[[Any], Any], item: Any) -> Any:
    return None if item is None else parse(item)


# Cards: where a number comes from


@dataclass(frozen=True)
class SourceCard(Record):
    """A document that a claim comes from, as far as it is known. date, accessed: EDTF; date_text: the date in words.

    >>> SourceCard("survey", "Needs survey", publisher="World Bank").to_json()
    {'source_id': 'survey', 'title': 'Needs survey', 'publisher': 'World Bank'}
    """

    source_id: str
    title: str
    publisher: str | None = None
    author: str | None = None
    date: str | None = None
    kind: str | None = None
    role: str | None = None
    language: str | None = None
    url: str | None = None
    accessed: str | None = None
    reliability: str | None = None  # a letter of the Admiralty scale
    date_text: str | None = None
    title_translation: str | None = None

    @property
    def translation(self) -> str:
        """Its translated title as it stands beside the original, `[Needs survey]`; '' if it has none."""
        return f"[{self.title_translation}]" if self.title_translation else ""


@dataclass(frozen=True)
class CorrectionCard(Record):
    """A defect of a source: what it gives, what is right (None if nobody knows), and why."""

    as_given: str
    corrected: str | None
    reason: str


@dataclass(frozen=True)
class RivalCard(Record):
    """Another claim on the same thing. value, low, high: in `unit`; date: in words, where a date is claimed.

    relation: `earlier` is what the same voice said before, `later` what it has said since, in another number; `before`
    and `after` are of another time. as_of: in words. base: what it counts, where the card's own claim counts another.
    """

    id: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    qualifier: Qualifier
    rank: str
    locator: str | None
    statement: str
    source: SourceCard
    date: str | None = None
    relation: Relation = "rival"
    as_of: str | None = None
    base: str | None = None


@dataclass(frozen=True)
class ClaimCard(Record):
    """What a page shows of a claim, an assumption, a parameter, a count or an event when its number is opened.

    value, low, high: in `unit`, as claimed. date, as_of: in words. rows, sources: of a count, the rows that it counts
    (`table/id`) and their sources. more: how many rivals there are beside those listed. address: where on the web the
    words of a claim stand, if a link can lead there. verdict: what we found of it. unverified: whether
    nobody has found those words in its source. status_text: what the case itself calls the status, if it has a name.

    >>> ClaimCard("parameter:need", "parameter", "reconstruction need", "billion USD", value=700).to_json()["value"]
    700
    """

    id: str
    kind: CardKind
    quantity: str
    unit: str
    meaning: str | None = None
    subject: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    date: str | None = None
    qualifier: Qualifier = "exact"
    status: str | None = None
    as_of: str | None = None
    attributed_to: str | None = None
    statement: str | None = None
    phrase: str | None = None
    locator: str | None = None
    rank: str | None = None
    note: str | None = None
    rows: tuple[str, ...] = ()
    source: SourceCard | None = None
    sources: tuple[SourceCard, ...] = ()
    corrections: tuple[CorrectionCard, ...] = ()
    rivals: tuple[RivalCard, ...] = ()
    more: int | None = None
    address: str | None = None
    verdict: str | None = None
    unverified: bool = False
    status_text: str | None = None

    @property
    def all_sources(self) -> tuple[SourceCard, ...]:
        """Its source, or those of the rows that it counts."""
        return (self.source, *self.sources) if self.source else self.sources

    def _list_optional(self) -> Mapping[str, Any]:
        return _OPTIONAL[self.kind]


# What a kind of card says also where it is empty: a claim all that it can have, so that `null` means "not known".
_ALWAYS: Mapping[CardKind, frozenset[str]] = {
    "claim": frozenset(each.name for each in fields(ClaimCard))
    - {"date", "rows", "source", "sources", "more", "address", "verdict", "unverified", "status_text"},
    "assumption": frozenset(("subject", "value", "low", "high", "qualifier", "rivals")),
    "parameter": frozenset(("qualifier", "rivals")),
    "count": frozenset(("qualifier", "rows", "sources", "rivals")),
    "event": frozenset(("phrase", "locator", "qualifier", "rivals")),
}
_OPTIONAL: Mapping[CardKind, Mapping[str, Any]] = {
    kind: {each.name: each.default for each in fields(ClaimCard) if each.name not in always}
    for kind, always in _ALWAYS.items()
}


# Texts: plain text with places for numbers, for names from the case, and for cross-references


@dataclass(frozen=True)
class Counterpart(Record):
    """The number that the same formula gives on the other basis, where the two cannot both be true."""

    text: str
    value: float
    unit: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class InputShare(Record):
    """A claim that a number depends on, and its share (0 to 1) of what all its claims do to it."""

    claim: str
    share: float


@dataclass(frozen=True)
class NumberPart(Record):
    """A number in a text: as printed, what it stands for in `unit`, and the claims beneath it.

    low, high: None where the interval has no end. how: the formula, a long one in outline; formula: the whole of such
    a one. of: what the outline is made of where it names results: a claim's id, or a number again. rounded: whether it
    is a sum whose terms, as they are printed, do not add up to it as it is printed. origin: whose it is. elsewhere: of
    a number in a title or an answer, what the other basis says against it. matter: the claims it depends on most.
    """

    text: str
    value: float
    unit: str
    low: float | None
    high: float | None
    qualifier: Qualifier
    claims: tuple[str, ...]
    how: str
    computed: bool
    name: str
    label: str
    formula: str = ""
    of: tuple[str | NumberPart, ...] = ()
    rounded: bool = False
    origin: Origin = "setting"
    elsewhere: Counterpart | None = None
    matter: tuple[InputShare, ...] = ()

    def to_json(self) -> Json:
        """Returns the number as JSON."""
        data = super().to_json()
        if self.of:  # which cannot be a text: nothing marks a number in it
            data["of"] = [one if isinstance(one, str) else one["number"] for one in data["of"]]
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Returns the number that `to_json` wrote."""
        of = tuple(one if isinstance(one, str) else cls.from_json(one) for one in data.get("of", ()))
        elsewhere = Counterpart.from_json(data["elsewhere"]) if data.get("elsewhere") else None
        matter = tuple(map(InputShare.from_json, data.get("matter", ())))
        return cls(**{**data, "claims": tuple(data["claims"]), "of": of, "elsewhere": elsewhere, "matter": matter})


@dataclass(frozen=True)
class LabelPart(Record):
    """A text of the case itself, and the row it was read from."""

    text: str
    ref: str

    def to_json(self) -> Json:
        """Returns the label as JSON: `{"label": ..., "ref": ...}`."""
        return {"label": self.text, "ref": self.ref}


@dataclass(frozen=True)
class ReferencePart(Record):
    """A cross-reference to the table or figure of that key: `Figure 2`, once the report is put together."""

    key: str

    def to_json(self) -> Json:
        """Returns the reference as JSON: `{"see": key}`."""
        return {"see": self.key}


@dataclass(frozen=True)
class CitationPart(Record):
    """A citation of works on method, each as CSL-JSON: `(Brier, 1950)`, once the report is put together."""

    works: tuple[Mapping[str, Any], ...]

    def to_json(self) -> Json:
        """Returns the citation as JSON: `{"cite": [works]}`."""
        return {"cite": [dict(work) for work in self.works]}


Part: TypeAlias = str | NumberPart | LabelPart | ReferencePart | CitationPart
Parts: TypeAlias = Sequence[Part]


def parse_parts(data: Iterable[Any]) -> tuple[Part, ...]:
    """Returns a text from JSON: strings, `{"number": ...}`, `{"label": ..., "ref": ...}`, `{"see": key}` and
    `{"cite": [...]}`.

    >>> parse_parts(["By ", {"label": "the plan", "ref": "plans/a"}])
    ('By ', LabelPart(text='the plan', ref='plans/a'))
    """
    return tuple(item if isinstance(item, str) else _parse_part(item) for item in data)


def _parse_part(item: Mapping[str, Any]) -> Part:
    if "number" in item:
        return NumberPart.from_json(item["number"])
    if "cite" in item:
        return CitationPart(tuple(item["cite"]))
    return LabelPart(item["label"], item["ref"]) if "label" in item else ReferencePart(item["see"])


# Blocks: what one cell shows


@dataclass(frozen=True)
class CoverBlock(Record):
    """The title block. about: what the case says of itself; house: its style where it has one of its own.

    firmness: how sure the title is, a sentence for below it.
    """

    title: Parts
    question: Parts
    about: Mapping[str, Any]
    house: Mapping[str, Any] | None = None
    firmness: Parts = ()

    kind: ClassVar[str] = "cover"


@dataclass(frozen=True)
class ProseBlock(Record):
    """A paragraph."""

    role: Role
    text: Parts

    kind: ClassVar[str] = "prose"


@dataclass(frozen=True)
class PointsBlock(Record):
    """A list."""

    items: Sequence[Parts]

    kind: ClassVar[str] = "points"


@dataclass(frozen=True)
class NamedNumber(Record):
    """A number with what it is called: a key number, with a note on it, or a result of sliders, without."""

    label: Parts
    number: NumberPart
    note: Parts | None = None


@dataclass(frozen=True)
class CardsBlock(Record):
    """The key numbers."""

    items: Sequence[NamedNumber]

    kind: ClassVar[str] = "cards"


@dataclass(frozen=True)
class TableColumn(Record):
    """A column: its name in the CSV file, its heading, and the side its cells are aligned to."""

    key: str
    label: Parts
    align: Literal["left", "right"]


@dataclass(frozen=True)
class TableBlock(Record):
    """A captioned table; each row holds one part a column. summed: whether the last row adds up those above it.

    strip: whether it holds the report's numbers against another basis, under the title, and is no table of its own.
    """

    key: str
    caption: Parts
    columns: Sequence[TableColumn]
    rows: Sequence[Parts]
    notes: Sequence[Parts]
    summed: bool = False
    strip: bool = False

    kind: ClassVar[str] = "table"


@dataclass(frozen=True)
class FigureBlock(Record):
    """A figure drawn wide (`svg`) and narrow. alt: what it shows, in a sentence; house: the style it is drawn in.

    parts: a wide drawing too high for a page, in parts for print.
    """

    key: str
    title: Parts
    svg: str
    narrow: str
    alt: str
    data: TableBlock
    notes: Sequence[Parts]
    house: str = ""
    parts: Sequence[str] = ()

    kind: ClassVar[str] = "figure"


@dataclass(frozen=True)
class SliderRow(Record):
    """A number that a reader may set: ends, step, start and the claims on it, as decimals in the number's unit."""

    label: Parts
    number: NumberPart
    low: str
    high: str
    step: str
    start: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class WhatIfBlock(Record):
    """Sliders, the results that follow them, and `program`: what a page needs to compute and write the results."""

    title: Parts
    sliders: Sequence[SliderRow]
    results: Sequence[NamedNumber]
    program: Mapping[str, Any]

    kind: ClassVar[str] = "what_if"


Block: TypeAlias = CoverBlock | ProseBlock | PointsBlock | CardsBlock | TableBlock | FigureBlock | WhatIfBlock
BLOCKS: Mapping[str, type[Block]] = {
    block.kind: block
    for block in (ProseBlock, PointsBlock, CardsBlock, TableBlock, FigureBlock, WhatIfBlock, CoverBlock)
}


@dataclass(frozen=True)
class DisplayBundle:
    """What a shown object leaves in the notebook: the block, and the card of every claim behind its numbers, by id.

    units: the definitions of units that cases have added. language: in which it was printed (BCP 47).

    >>> DisplayBundle(ProseBlock("body", ["Nothing new."])).to_json()
    {'version': 2, 'kind': 'prose', 'claims': {}, 'role': 'body', 'text': ['Nothing new.']}
    """

    block: Block
    claims: Mapping[str, ClaimCard] = field(default_factory=dict)
    units: Sequence[str] = ()
    language: str = "en"

    def to_json(self) -> Json:
        """Returns the bundle as JSON, with the version of this contract."""
        claims = {id: self.claims[id].to_json() for id in sorted(self.claims)}
        own: Json = {"units": list(self.units)} if self.units else {}
        own |= {"language": self.language} if self.language != "en" else {}
        return {"version": VERSION, "kind": self.block.kind, "claims": claims, **own, **self.block.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> DisplayBundle:
        """Returns the bundle that `to_json` wrote.

        Raises: ReportError if it is of another version or kind, or not whole.
        """
        own = dict(data)
        version, kind, claims = (own.pop(name, None) for name in ("version", "kind", "claims"))
        units, language = own.pop("units", ()), str(own.pop("language", "en"))
        again = "Run the notebook again with this version of Communique."
        if version != VERSION:
            raise ReportError(f"shows version {version!r} of the display format; this is version {VERSION}. {again}")
        if kind not in BLOCKS:
            *most, last = BLOCKS
            raise ReportError(
                f"shows a {kind!r}, which this version cannot read; it reads {', '.join(most)} and {last}."
            )
        try:
            cards = {id: ClaimCard.from_json(card) for id, card in claims.items()}
            return cls(BLOCKS[kind].from_json(own), cards, tuple(map(str, units)), language)
        except (AttributeError, KeyError, TypeError) as error:
            raise ReportError(f"shows a {kind} that is incomplete ({type(error).__name__}: {error}). {again}") from None


def remove_links(svg: str) -> str:
    """Returns a drawing without the links of its numbers, for a place where they would lead nowhere."""
    return re.sub(rf'<a href="#{NUMBER_LINK}\d+">\s*(.*?)</a>\s*', r"\1", svg, flags=re.DOTALL)
