"""The typed blocks a report is made of: what a writer of any format is given, with nothing left to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias

from analysis.report.document.text_cells import Code, Emphasis, Link
from analysis.style.house import House, get_shipped_house


@dataclass(frozen=True)
class Number:
    """A number on the page: what is printed, what it stands for, and the note that tells whence."""

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
    anchor: str  # where it stands, for the way back from the note
    note: int = 0  # which note tells its story
    formula: str = ""  # in full, where `how` only outlines it


@dataclass(frozen=True)
class Label:
    """Text from the case, such as the name of a plan."""

    text: str
    ref: str


@dataclass(frozen=True)
class Reference:
    """`Figure 2`, leading there."""

    text: str
    anchor: str


Inline: TypeAlias = str | Number | Label | Reference | Emphasis | Code | Link
RichText: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the first below the title."""

    level: int
    text: RichText
    anchor: str


@dataclass(frozen=True)
class Prose:
    """A paragraph; role is body, answer or note."""

    text: RichText
    role: str = "body"


@dataclass(frozen=True)
class Points:
    """A list."""

    items: tuple[RichText, ...]
    ordered: bool = False


@dataclass(frozen=True)
class KeyNumber:
    """One key number."""

    label: RichText
    number: Number
    note: RichText


@dataclass(frozen=True)
class KeyNumbers:
    """The key numbers."""

    items: tuple[KeyNumber, ...]


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    key: str
    label: RichText
    align: str


@dataclass(frozen=True)
class Table:
    """A numbered, captioned table; number 0 for the data behind a figure."""

    key: str
    anchor: str
    number: int
    caption: RichText
    columns: tuple[Column, ...]
    rows: tuple[tuple[RichText, ...], ...]
    notes: tuple[RichText, ...]


@dataclass(frozen=True)
class Figure:
    """A numbered figure in two widths, with the sentence that says what it shows and its data."""

    key: str
    anchor: str
    number: int
    title: RichText
    svg: str
    narrow: str
    alt: str
    data: Table
    notes: tuple[RichText, ...]


@dataclass(frozen=True)
class Slider:
    """A claim the reader may set: ends, step, start and the claims made of it, as decimals in its unit."""

    label: RichText
    number: Number
    low: str
    high: str
    step: str
    start: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """What follows from the sliders."""

    label: RichText
    number: Number


@dataclass(frozen=True)
class WhatIf:
    """Sliders and their results; `program` is what a page needs to reckon and write these anew."""

    anchor: str
    title: RichText
    sliders: tuple[Slider, ...]
    results: tuple[Result, ...]
    program: Mapping[str, Any]


Block: TypeAlias = Heading | Prose | Points | KeyNumbers | Table | Figure | WhatIf


@dataclass(frozen=True)
class Note:
    """Where a number comes from: a claim's card, or a calculation from other notes."""

    number: int
    anchor: str
    card: Mapping[str, Any] | None  # a claim, assumption or parameter
    text: str  # a calculation: the result as printed ...
    how: str  # ... and its formula
    of: tuple[int, ...]  # ... and the notes of what it is made from
    used: tuple[str, ...]  # anchors of the numbers that lead here
    name: str = ""  # ... of a calculation, what the result is called, or where it stands
    low: float = 0  # ... and its interval, in its unit
    high: float = 0
    unit: str = "one"


@dataclass(frozen=True)
class ParameterValue:
    """A parameter as this report was rendered with."""

    name: str
    value: Any
    help: str
    changed: bool
    label: str = ""  # what it sets, as a reader says it
    text: str = ""  # ... and to what


@dataclass(frozen=True)
class Document:
    """A whole report, ready to be written in any format."""

    title: RichText
    question: RichText
    about: Mapping[str, Any]
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    sources: tuple[Mapping[str, Any], ...]
    parameters: tuple[ParameterValue, ...]
    claims: Mapping[str, Mapping[str, Any]]
    numbers: tuple[Number, ...]
    reads: Mapping[str, str]  # what was read of the case, with a digest of what it held
    language: str = "en"
    house: House = field(default_factory=get_shipped_house)

    @property
    def timestamp(self) -> datetime:
        """The date of the case: the clock's would make every render different."""
        try:
            return datetime.fromisoformat(self.about.get("date", "")).replace(tzinfo=UTC)
        except ValueError:
            return datetime(2000, 1, 1, tzinfo=UTC)


def get_plain_text(parts: RichText) -> str:
    """Returns parts as plain text."""
    return "".join(part if isinstance(part, str) else part.text for part in parts)
