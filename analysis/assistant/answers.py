"""The form of each answer, from which the schema is made that an assistant reads. Texts are data of the case."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class ReportEntry(BaseModel):
    """A report of the case."""

    id: str
    title: str
    notebook: str = Field(description="The notebook that it is rendered from")


class CaseAnswer(BaseModel):
    """What the case is about, and how much of it there is."""

    id: str
    title: str
    description: str
    basis: str = Field(description="Whose claims count where nothing else is asked")
    newest: str = Field(description="Date of the newest source, in words")
    counts: dict[str, int] = Field(description="Rows of each table that has some")
    topics: dict[str, list[str]] = Field(description="Topic -> comparisons, which compute takes as topic.comparison")


class ReportsAnswer(BaseModel):
    """The reports of the case, in their order."""

    reports: list[ReportEntry]


class ClaimEntry(BaseModel):
    """A claim in short; get_claim has all of it."""

    id: str
    quantity: str
    value: str = Field(description="As claimed, with its unit; empty where it is a text")
    statement: str
    source: str = Field(description="Title of the source")
    as_of: str = Field(description="The time that it is about, in words")
    rank: str


class ClaimsAnswer(BaseModel):
    """Claims that a search finds, the likeliest first. more: how many there are beside those listed."""

    claims: list[ClaimEntry]
    more: int = 0


class ClaimAnswer(BaseModel):
    """A claim with its source, corrections and rivals. text: as a page shows it. card: the same as data."""

    text: str
    card: dict[str, Any]


class NumberEntry(BaseModel):
    """A number and what it rests on. formula: in words, empty for a claim itself."""

    label: str
    text: str = Field(description="As printed, with its unit and interval")
    formula: str
    claims: list[ClaimEntry]


class TraceAnswer(BaseModel):
    """Where a printed number comes from. found_in: rendered reports, or the case itself where none prints it."""

    found_in: str
    numbers: list[NumberEntry]


class EstimateEntry(BaseModel):
    """A computed number. low, high: the interval, None where it has no end. claims: ids of all that is beneath it."""

    name: str
    text: str
    value: float
    low: float | None
    high: float | None
    unit: str
    qualifier: str
    formula: str
    claims: list[str]


class ComputeAnswer(BaseModel):
    """What a comparison gives: numbers, or the rows of a table, each cell as printed, with the claims of each row.

    more: how many rows there are beside those listed. claims: each claim beneath any of it, in short.
    """

    comparison: str
    asks: str = Field(description="What it answers")
    arguments: dict[str, str]
    basis: str
    numbers: list[EstimateEntry] = []
    rows: list[dict[str, str]] = []
    row_claims: list[list[str]] = []
    more: int = 0
    claims: list[ClaimEntry] = []


class ComparisonEntry(BaseModel):
    """A comparison. arguments: name -> the ids that it takes."""

    name: str
    asks: str
    arguments: dict[str, list[str]]


class ComparisonsAnswer(BaseModel):
    """The comparisons of a topic that the case can answer."""

    comparisons: list[ComparisonEntry]


class QuantityEntry(BaseModel):
    """A quantity that claims are made on. value: the number that counts, empty where none or several do."""

    id: str
    name: str
    unit: str
    value: str
    claims: int = Field(description="How many claims there are on it")


class QuantitiesAnswer(BaseModel):
    """Quantities. more: how many there are beside those listed."""

    quantities: list[QuantityEntry]
    more: int = 0


class VerdictEntry(BaseModel):
    """What the case says of one number or date of a text."""

    words: str
    place: str
    kind: str = Field(
        description="supported, disputed (rivals say otherwise), hedge (lost or turned), stale (revised), differs, "
        "unknown, or not_checked (it counts nothing)"
    )
    holds: bool = Field(description="Whether it may stay as it is")
    by: list[str] = Field(description="Ids of the claims, results or events that it rests on")
    others: list[str] = Field(description="Ids of rivals, or of the claim that revised it")
    why: str
    remedy: str


class VerifyAnswer(BaseModel):
    """The verdict on each number and date of a text, in its order. passes: whether all of them hold."""

    passes: bool
    summary: str
    verdicts: list[VerdictEntry]
