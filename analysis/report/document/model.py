"""The classes a report is made of: what a writer of any format is given, with nothing left to decide.

A Document holds blocks (headings, paragraphs, tables, figures); their texts hold inlines (words, numbers, links).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from analysis.contract import ClaimCard, SourceCard
from analysis.messages import gettext, mark_message, ngettext, pgettext
from analysis.report.document.text_cells import Break, Code, Emphasis, Link, Struck
from analysis.style.house import House, get_shipped_house
from analysis.wording.numbers import format_magnitude

if TYPE_CHECKING:
    from analysis.report.document.published import Published


@dataclass(frozen=True)
class Number:
    """A number in the report: its printed text, its value and interval, and the note that says where it comes from."""

    text: str
    value: float
    unit: str
    low: float
    high: float
    qualifier: str
    claims: tuple[str, ...]
    how: str
    computed: bool
    name: str
    label: str
    anchor: str  # its place, to which the note links back
    note: int = 0  # the number of its note
    formula: str = ""  # in full, where `how` is an outline of it
    digits: int = 12  # significant ones that a file of numbers has


@dataclass(frozen=True)
class Label:
    """Text from the case, such as the name of a plan. path: of the report that it names, seen from the page, if any."""

    text: str
    ref: str
    path: str = ""


@dataclass(frozen=True)
class Reference:
    """A cross-reference, such as `Figure 2`, or a citation, such as `(Brier, 1950)`."""

    text: str
    anchor: str


@dataclass(frozen=True)
class Run:
    """Words of a draft that lead to no claim, so that each number in them is marked.

    styles: of bold, italic, code, struck, sub and sup; what is code has no mark.
    """

    text: str
    styles: frozenset[str] = frozenset()
    url: str = ""


@dataclass(frozen=True)
class Formula:
    """Mathematics of a draft, as it is written in TeX. display: whether it stands on a line of its own."""

    text: str
    display: bool = False


# Where the report's numbers are held against those of the other basis
STRIP = mark_message("the strip under the title")

Inline: TypeAlias = str | Number | Label | Reference | Emphasis | Code | Link | Struck | Break | Run | Formula
RichText: TypeAlias = tuple[Inline, ...]

_Part = TypeVar("_Part", Number, Label)


def name_table(number: int, within: bool = False) -> str:
    """Returns what a table is called in its caption, or within a sentence. number: 0 for the strip under the title."""
    if not number:
        return gettext(STRIP)
    return (
        # translators: as a sentence refers to it, in the form that fits any sentence, such as an abbreviation
        pgettext("within a sentence", "Table {number}", number=number)
        if within
        else gettext("Table {number}", number=number)
    )


def name_figure(number: int, within: bool = False) -> str:
    """Returns what a figure is called in its caption, or within a sentence."""
    return (
        # translators: as a sentence refers to it, in the form that fits any sentence, such as an abbreviation
        pgettext("within a sentence", "Figure {number}", number=number)
        if within
        else gettext("Figure {number}", number=number)
    )


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the highest below the title."""

    level: int
    text: RichText
    anchor: str


@dataclass(frozen=True)
class Prose:
    """A paragraph; role is body, answer, note or, in a draft, quote."""

    text: RichText
    role: str = "body"


@dataclass(frozen=True)
class Points:
    """A list; nested: the lists below each item, where any has one. start: the number of its first item."""

    items: tuple[RichText, ...]
    ordered: bool = False
    nested: tuple[tuple[Points, ...], ...] = ()
    start: int = 1

    def list_items(self) -> Iterator[tuple[RichText, tuple[Points, ...]]]:
        """Yields each item with the lists below it."""
        return zip(self.items, self.nested or ((),) * len(self.items), strict=True)


@dataclass(frozen=True)
class KeyNumber:
    """One key number, what it is, and a remark."""

    label: RichText
    number: Number
    note: RichText


@dataclass(frozen=True)
class KeyNumbers:
    """A row of key numbers."""

    items: tuple[KeyNumber, ...]


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    key: str
    label: RichText
    align: str


@dataclass(frozen=True)
class Table:
    """A numbered, captioned table; number 0 for the data behind a figure, and for the strip under the title.

    summed: whether the last row is a total.
    """

    key: str
    anchor: str
    number: int
    caption: RichText
    columns: tuple[Column, ...]
    rows: tuple[tuple[RichText, ...], ...]
    notes: tuple[RichText, ...]
    summed: bool = False

    @property
    def name(self) -> str:
        """What its caption calls it: `Table 2`; or the strip, which has no number."""
        return name_table(self.number)

    @property
    def name_within(self) -> str:
        """What a sentence calls it."""
        return name_table(self.number, within=True)


@dataclass(frozen=True)
class Figure:
    """A numbered figure in two widths, with its alternative text and its data.

    data: without columns where nothing is drawn that is a number. parts: for print, if it is high.
    """

    key: str
    anchor: str
    number: int
    title: RichText
    svg: str
    narrow: str
    alt: str
    data: Table
    notes: tuple[RichText, ...]
    parts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What its caption calls it: `Figure 2`."""
        return name_figure(self.number)

    @property
    def name_within(self) -> str:
        """What a sentence calls it."""
        return name_figure(self.number, within=True)

    @property
    def alt_below_title(self) -> str:
        """Its alternative text without its title, which is heard just before where it stands above the drawing."""
        return self.alt.replace(f"{get_plain_text(self.title)}. ", "", 1)


@dataclass(frozen=True)
class Slider:
    """A claim the reader may change: ends, step, start and all claims of it, as decimals in its unit."""

    label: RichText
    number: Number
    low: str
    high: str
    step: str
    start: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """A number computed from the sliders."""

    label: RichText
    number: Number


@dataclass(frozen=True)
class WhatIf:
    """Sliders and their results; from `program` a page recalculates the results."""

    anchor: str
    title: RichText
    sliders: tuple[Slider, ...]
    results: tuple[Result, ...]
    program: Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """A cell of a grid. across, down: how many columns and rows it takes."""

    text: RichText
    head: bool = False
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class Grid:
    """A table of a draft as it came. heads: how many rows at its top are headings."""

    rows: tuple[tuple[Cell, ...], ...]
    width: int
    heads: int = 0


@dataclass(frozen=True)
class Picture:
    """A picture of a draft. kind: png, jpeg, gif, svg or pdf. name: of its file. Width and height in pixels."""

    data: bytes = field(repr=False)
    kind: str
    name: str
    alt: str
    width: float
    height: float


BEHIND = "on "  # before the name of a colour that is behind the words


@dataclass(frozen=True)
class Look:
    """How a part of a text was printed. start, end: its place. names: bold, italic, a colour, BEHIND with a colour."""

    start: int
    end: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Verbatim:
    """Text of a draft line by line, in a typewriter face.

    role: code (of a cell), sample (code in a text), output, aside (what is said on the standard error), error or raw.
    looks: in order, of the parts that have one.
    """

    text: str
    role: str
    looks: tuple[Look, ...] = ()


Block: TypeAlias = Heading | Prose | Points | KeyNumbers | Table | Figure | WhatIf | Grid | Picture | Verbatim


@dataclass(frozen=True)
class Note:
    """Where a number comes from: a claim's card, or a calculation from other notes.

    The fields from `name` on, and `text`, `how` and `of`, describe a calculation; with a card they are empty.
    """

    number: int
    anchor: str
    card: ClaimCard | None  # a claim, assumption or parameter
    text: str  # the result as printed
    how: str  # its formula
    of: tuple[int, ...]  # the notes of its inputs
    used: tuple[str, ...]  # anchors of the numbers that lead here
    name: str = ""  # of the result, or else its place
    low: float = 0  # its interval, in its unit
    high: float = 0
    unit: str = "one"
    matter: tuple[tuple[int, float], ...] = ()  # the notes of the claims it depends on most, and their shares (0 to 1)
    rounded: bool = False  # whether its terms do not add up to it, as they are printed


@dataclass(frozen=True)
class ParameterValue:
    """A parameter with the value this report was rendered with."""

    name: str
    value: Any
    help: str
    changed: bool  # whether the value is not the default
    label: str = ""  # what it sets, in a reader's words
    text: str = ""  # its value, in a reader's words


def format_count(count: int) -> str:
    """Returns how many there are, as numbers are written in the language of the reader.

    >>> format_count(6000)
    '6,000'
    """
    return format_magnitude(count, "item", exact=True)


@dataclass(frozen=True)
class DraftCount:
    """What a draft says of itself: how many numbers it shows, and how many of them lead to a claim."""

    numbers: int
    traced: int

    def __str__(self) -> str:
        return ngettext(
            # translators: how many numbers a draft shows, and how many of them lead to a claim
            "{numbers} number, {traced} traced",
            "{numbers} numbers, {traced} traced",
            self.numbers,
            numbers=format_count(self.numbers),
            traced=format_count(self.traced),
        )

    @property
    def warning(self) -> str:
        """What stands at the beginning of a draft, after the word `Draft`."""
        if self.numbers > self.traced:
            # translators: {count}: how many numbers it has, and how many of them are traced
            return gettext(
                "This notebook is not yet a report: {count}. An underlined number leads to no claim.", count=self
            )
        return gettext("This notebook is not yet a report: {count}.", count=self)


@dataclass(frozen=True)
class Document:
    """A whole report, ready to be written in any format."""

    title: RichText
    question: RichText
    about: Mapping[str, Any]
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    sources: tuple[SourceCard, ...]
    parameters: tuple[ParameterValue, ...]
    claims: Mapping[str, ClaimCard]
    numbers: tuple[Number, ...]
    reads: Mapping[str, str]  # what was read of the case -> digest of its content
    units: tuple[str, ...] = ()  # the definitions of units that its case has added
    works: tuple[Mapping[str, Any], ...] = ()  # the works on method that it cites, as CSL-JSON
    language: str = "en"
    house: House = field(default_factory=get_shipped_house)
    bases: Mapping[str, str] = field(default_factory=dict)  # whose claims may count: basis -> what a text calls them
    published: Published | None = None  # where it is published, if a build does so
    draft: DraftCount | None = None  # of a notebook that is not yet a report
    untranslated: Mapping[str, Any] = field(default_factory=dict)  # what its case has in no language but its own

    @property
    def basis(self) -> str:
        """Whose claims count in it; '' where its notebook has no such parameter."""
        return str(next((given.value for given in self.parameters if given.name == "basis"), ""))

    @property
    def other_basis(self) -> str:
        """The basis that its page can be turned to; '' where the case, or the notebook, has no other."""
        others = [basis for basis in self.bases if basis != self.basis]
        return others[0] if self.basis and others else ""

    @property
    def timestamp(self) -> datetime:
        """The date of the case: the clock's would make every render different."""
        try:
            return datetime.fromisoformat(self.about.get("date", "")).replace(tzinfo=UTC)
        except ValueError:
            return datetime(2000, 1, 1, tzinfo=UTC)


def find_parts(item: object, kind: type[_Part]) -> Iterator[_Part]:
    """Yields every part of a kind within a block, a text or several of them, such as every Number.

    >>> [part.text for part in find_parts((("a", Label("b", "plans/b")),), Label)]
    ['b']
    """
    left = [item]
    while left:
        next_one = left.pop()
        if isinstance(next_one, kind):
            yield next_one
        elif isinstance(next_one, tuple):
            left.extend(reversed(next_one))
        elif type(next_one) is not str:  # nearly all are
            left.extend(getattr(next_one, name) for name in reversed(list_fields(next_one)))


def list_fields(item: object) -> tuple[str, ...]:
    """Returns the names of the fields of a block or part that is a dataclass; of anything else none.

    >>> list_fields(Label("a", "plans/a")), list_fields("a")
    (('text', 'ref', 'path'), ())
    """
    return _list_fields(cast(Any, type(item)))


@cache
def _list_fields(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def get_plain_text(parts: RichText) -> str:
    """Returns a text without its links and emphasis."""
    return "".join(part if isinstance(part, str) else part.text for part in parts)
