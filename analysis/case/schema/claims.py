"""What is measured, what sources state of it, what it is of, and what we assume."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from analysis.case.columns import (
    NAME,
    PROSE,
    SHARED_NAME,
    SHARED_PROSE,
    Edtf,
    Flag,
    Formula,
    Id,
    Ids,
    Level,
    Number,
    OwnWord,
    Phrase,
    QuantityId,
    Ref,
    Row,
    Text,
    Unit,
)
from analysis.contract import ClaimQualifier

Status = Literal["proposed", "committed", "reported", "estimated", "in_force"]
Rank = Literal["preferred", "normal", "deprecated"]


class Quantity(Row):
    """A thing that can be measured or stated."""

    table: ClassVar[str] = "quantities"
    key: ClassVar[str] = "quantity_id"
    further: ClassVar[frozenset[str]] = frozenset(("base", "over_time"))
    quantity_id: QuantityId = Field(description="topic.quantity")
    name: Annotated[Text, NAME] = Field(description="Its name in text and in formulas, in lower case")
    unit: Unit = Field(description="Unit of every claim on it; 'date' for an EDTF date, 'text' for a statement")
    minimum: Number | None = Field(None, description="The lowest possible value, in its unit")
    maximum: Number | None = Field(None, description="The highest possible value, in its unit")
    formula: Formula | None = Field(
        None,
        description="How to compute it from other quantities; claims on it are compared with the result. Where a "
        "quantity in it has several subjects and none is named, it is computed for each of them; a claim is compared "
        "with the result for its own subject and, of what is measured over time, as of its own time",
    )
    over_time: Flag = Field(
        False,
        description="Whether it is a count that runs on, or has a value for each year or day: claims as of other "
        "times are then one series, of which the newest counts, and no rivals",
    )
    meaning: Annotated[Text, PROSE] = Field(description="What exactly is measured")
    reading: Annotated[str | None, PROSE] = Field(None, description="How to read it, and what it does not mean")
    base: Annotated[str | None, SHARED_PROSE] = Field(
        None,
        description="The base of the claims that another quantity is set against, per head, as a share or as a "
        "multiple; where the claim that counts has another base, one with this base takes its place",
    )


class Claim(Row):
    """One statement by one source about one quantity."""

    table: ClassVar[str] = "claims"
    key: ClassVar[str] = "claim_id"
    further: ClassVar[frozenset[str]] = frozenset(("base", "verified"))
    claim_id: Id = Field(description="Stable; every number in a report leads here")
    quantity: Annotated[str, Ref("quantities")] = Field(description="What is measured or stated")
    subject: Annotated[str, Ref("parties", "plans", "people", "events", "regions", "funds", "subjects")] | None = Field(
        None, description="What the value belongs to: a party, plan, person, event, region, fund or other subject"
    )
    source: Annotated[str, Ref("sources")] = Field(description="The source")
    locator: Text = Field(
        description="Where in the source, as the source itself counts: III.3 p1, point 4, Art. 5, § 3, annex II, p. 12 "
        "or title; several separated by ;"
    )
    value: Number | None = Field(None, description="The number as given, in the quantity's unit")
    low: Number | None = Field(None, description="Lower end of the range, if the source gives one")
    high: Number | None = Field(None, description="Upper end of the range, if the source gives one")
    date: Edtf | None = Field(None, description="The date as given, for quantities whose unit is date")
    qualifier: ClaimQualifier = Field(description="How the source qualifies the number")
    status: Status | OwnWord = Field(description="Status of what the source states")
    as_of: Edtf | None = Field(None, description="The time the statement is about, EDTF")
    base: Annotated[Text | None, SHARED_PROSE] = Field(
        None,
        description="What the number covers where claims on the quantity differ in it, such as a territory, the prices "
        "or those asked; only claims of one base are set against each other or pooled; empty: not stated",
    )
    attributed_to: Annotated[str | None, SHARED_NAME] = Field(
        None, description="Whom the source cites for it; empty: the source itself"
    )
    statement: Annotated[Text, PROSE] = Field(description="The statement, paraphrased")
    phrase: Phrase | None = Field(None, description="The few words of the source that contain the number, for checking")
    verified: Edtf | None = Field(
        None,
        description="When the phrase was found in a copy of the source, EDTF; empty: not verified. "
        "`communique audit TEXT --case .` verifies the claims of the text that the case analyses",
    )
    verdict: Annotated[
        Literal[
            "confirmed",
            "partly",
            "contradicted",
            "unverified",
            "opinion",
            "garbled",
            "kept",
            "partly_kept",
            "broken",
            "open",
        ]
        | None,
        Level("nominal"),
    ] = Field(
        None,
        description="For a claim of the article: the result of checking it against other sources; for a promise, of "
        "whatever source: whether it was kept, partly_kept or broken, or is open as its time has not run out",
    )
    verdict_claims: Annotated[Ids, Ref("claims", "sources")] = Field(
        (), description="The claims or sources that the verdict is based on"
    )
    rank: Rank = Field(description="preferred: chosen first where all sources count; deprecated: never chosen")
    note: Annotated[str | None, PROSE] = Field(None, description="Anything else a reader should know")


class Fund(Row):
    """A sum of money, or a need for one, and what it is for."""

    table: ClassVar[str] = "funds"
    key: ClassVar[str] = "fund_id"
    may_be_missing: ClassVar[bool] = True
    fund_id: Id = Field(description="Stable id; claims on this money have it as their subject")
    name: Annotated[Text, NAME] = Field(description="Its name in text and tables")
    purpose: Literal["rebuilding", "defence", "budget", "humanitarian", "several"] | OwnWord = Field(
        description="What it is for; several: its parts are not known. Money for unlike purposes is neither added nor "
        "divided"
    )
    prices: Edtf | None = Field(None, description="The year whose prices it is in, EDTF; empty: not stated")
    years: Edtf | None = Field(None, description="The years that it is spent in, EDTF; empty: not stated")
    covers: Annotated[Ids, Ref("quantities", "claims")] = Field(
        (),
        description="Quantities and claims that are this money without having it as their subject; a claim goes first",
    )
    note: Annotated[str | None, PROSE] = Field(None, description="Anything else a reader should know")


class Subject(Row):
    """What else a claim can be about: a phase, a crossing, a sector."""

    table: ClassVar[str] = "subjects"
    key: ClassVar[str] = "subject_id"
    may_be_missing: ClassVar[bool] = True
    subject_id: Id = Field(description="Stable id; claims about it have it as their subject")
    name: Annotated[Text, NAME] = Field(description="Its name in text")
    kind: Annotated[Text, SHARED_PROSE] = Field(
        description="What sort of thing it is, in a word: phase, crossing, sector"
    )
    note: Annotated[str | None, PROSE] = Field(None, description="Anything else a reader should know")


class Assumption(Row):
    """A value that we assume, where no source claims one."""

    table: ClassVar[str] = "assumptions"
    key: ClassVar[str] = "assumption_id"
    assumption_id: Id = Field(description="Stable id")
    quantity: Annotated[str, Ref("quantities")] = Field(description="What is assumed")
    subject: Annotated[str, Ref("parties", "plans", "people", "events", "regions", "subjects")] | None = Field(
        None, description="What the value belongs to: a party, plan, person, event, region or other subject"
    )
    value: Number = Field(description="The assumed value, in the quantity's unit")
    low: Number = Field(description="The lowest value that we consider plausible")
    high: Number = Field(description="The highest value that we consider plausible")
    reason: Annotated[Text, PROSE] = Field(description="Why this value and this range")
