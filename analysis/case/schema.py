"""The rows of a case, said once: the checks, datapackage.json, the codebook and empty CSVs follow.

A class is a table, a field is a column; its type is the check and its description the codebook's line.
To add a column, add a field.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from analysis.case.columns import (
    Allowed,
    Coded,
    Edtf,
    Flag,
    Formula,
    Id,
    Ids,
    Language,
    Number,
    Phrase,
    QuantityId,
    Ref,
    Row,
    Text,
    Unit,
)
from analysis.contract import Qualifier

Status = Literal["proposed", "committed", "reported", "estimated", "in_force"]
Rank = Literal["preferred", "normal", "deprecated"]


class Source(Row):
    """A document that says something."""

    table: ClassVar[str] = "sources"
    key: ClassVar[str] = "source_id"
    source_id: Id = Field(description="Stable id")
    title: Text = Field(description="Title, as published")
    publisher: str | None = Field(None, description="Who published it")
    author: str | None = Field(None, description="Who wrote it, if named")
    date: Edtf | None = Field(None, description="Publication date, EDTF")
    kind: Literal[
        "article",
        "plan_text",
        "official",
        "assessment",
        "wire",
        "press",
        "poll",
        "dataset",
        "think_tank",
        "statement",
        "aggregator",
    ] = Field(description="What sort of document")
    role: Literal["article", "second"] = Field(
        description="article: the text this case analyses; second: whatever else speaks to it"
    )
    language: Language = Field(description="BCP 47 language tag")
    url: str | None = Field(None, description="Where to find it")
    accessed: Edtf | None = Field(None, description="When it was read")
    reliability: Literal["A", "B", "C", "D", "E", "F"] = Field(
        description="Admiralty code (NATO AJP-2.1): A completely reliable to E unreliable, F cannot be judged"
    )
    copy_of: Annotated[str, Ref("sources")] | None = Field(
        None, description="The source this one copies; copies count as one"
    )
    note: str | None = Field(None, description="Anything a reader should know of it")


class Quantity(Row):
    """A thing that can be measured or stated."""

    table: ClassVar[str] = "quantities"
    key: ClassVar[str] = "quantity_id"
    quantity_id: QuantityId = Field(description="topic.quantity")
    name: Text = Field(description="What a formula and a reader call it, lower case")
    unit: Unit = Field(description="Unit of every claim on it; 'date' for an EDTF date, 'text' for a statement")
    minimum: Number | None = Field(None, description="The least it can be at all, in its unit")
    maximum: Number | None = Field(None, description="The most it can be at all, in its unit")
    formula: Formula | None = Field(
        None, description="How it follows from other quantities; claims on it are held against that"
    )
    meaning: Text = Field(description="What exactly is measured")
    reading: str | None = Field(None, description="How to read it, and what it is not")


class Claim(Row):
    """One statement of one source on one quantity."""

    table: ClassVar[str] = "claims"
    key: ClassVar[str] = "claim_id"
    claim_id: Id = Field(description="Stable; every number in a report leads here")
    quantity: Annotated[str, Ref("quantities")] = Field(description="What is measured or stated")
    subject: Annotated[str, Ref("parties", "plans", "people", "events", "regions")] | None = Field(
        None, description="Whose or which: a party, plan, person or event"
    )
    source: Annotated[str, Ref("sources")] = Field(description="Who says so")
    locator: Text = Field(description="Where in the source: section and paragraph, as in III.3 p1")
    value: Number | None = Field(None, description="The number as given, in the quantity's unit")
    low: Number | None = Field(None, description="Lower end, where the source gives one")
    high: Number | None = Field(None, description="Upper end, where the source gives one")
    date: Edtf | None = Field(None, description="The date as given, for quantities whose unit is date")
    qualifier: Qualifier = Field(description="How the source hedges the number")
    status: Status = Field(description="Standing of what is said")
    as_of: Edtf | None = Field(None, description="The time the statement is about, EDTF")
    attributed_to: str | None = Field(None, description="Whom the source credits; empty: the source itself")
    statement: Text = Field(description="What is said, paraphrased")
    phrase: Phrase | None = Field(None, description="The few words that hold the figure, for checking")
    verdict: Literal["confirmed", "partly", "contradicted", "unverified", "opinion", "garbled"] | None = Field(
        None, description="Of an article's claim, held against other sources"
    )
    verdict_claims: Annotated[Ids, Ref("claims", "sources")] = Field(
        (), description="Claims (or sources) of others that the verdict rests on; ;"
    )
    rank: Rank = Field(description="preferred: the choice over all sources; deprecated: never chosen")
    note: str | None = Field(None, description="Anything a reader should know of it")


class Assumption(Row):
    """A value that is ours, not a source's."""

    table: ClassVar[str] = "assumptions"
    key: ClassVar[str] = "assumption_id"
    assumption_id: Id = Field(description="Stable id")
    quantity: Annotated[str, Ref("quantities")] = Field(description="What is assumed")
    subject: Annotated[str, Ref("parties", "plans", "people", "events", "regions")] | None = Field(
        None, description="Whose or which"
    )
    value: Number = Field(description="The value taken, in the quantity's unit")
    low: Number = Field(description="The least we would defend")
    high: Number = Field(description="The most we would defend")
    reason: Text = Field(description="Why this value and this range")


class Correction(Row):
    """A defect of a source: as given, corrected, why."""

    table: ClassVar[str] = "corrections"
    key: ClassVar[str] = "correction_id"
    correction_id: Id = Field(description="Stable id")
    source: Annotated[str, Ref("sources")] = Field(description="The source that errs")
    locator: Text = Field(description="Where in the source")
    kind: Literal[
        "garbled_name",
        "garbled_term",
        "lost_number",
        "repeated_text",
        "wrong_date",
        "wrong_number",
        "contradiction",
        "format",
    ] = Field(description="What sort of defect")
    action: Literal["replace", "note"] = Field(
        description="replace: the corrected value is used everywhere; note: it is only reported"
    )
    row: str | None = Field(None, description="table/id/column of the ledger it bears on, as in people/rubio/name")
    as_given: Text = Field(description="What the source prints")
    corrected: str | None = Field(None, description="What it should say; empty if nothing can be recovered")
    reason: Text = Field(description="Why we think so")
    shown_by: Annotated[Ids, Ref("sources", "claims")] = Field((), description="Sources or claims that show it; ;")
    status: Literal["open", "fixed_upstream"] = Field(description="open until the source mends it")


class Plan(Row):
    """A plan on the table."""

    table: ClassVar[str] = "plans"
    key: ClassVar[str] = "plan_id"
    plan_id: Id = Field(description="Stable id")
    name: Text = Field(description="What a reader calls it, as in '28-point plan'")
    date: Edtf | None = Field(None, description="When it became known")
    authors: str | None = Field(None, description="Who drew it up, by the source's account")
    status: Text = Field(description="What became of it")
    published: Annotated[str, Ref("plans")] | None = Field(
        None, description="The same plan by its published text, which stands in for it where all sources count"
    )
    source: Annotated[str, Ref("sources")] = Field(description="Who tells of it")
    locator: Text = Field(description="Where in the source")
    note: str | None = Field(None, description="Anything a reader should know of it")


class Party(Row):
    """A state, alliance or institution with a stake."""

    table: ClassVar[str] = "parties"
    key: ClassVar[str] = "party_id"
    party_id: Id = Field(description="Stable id")
    name: Text = Field(description="What a reader calls it")
    kind: Literal["state", "alliance", "institution"] = Field(description="What sort of party")
    iso: Annotated[str, Field(pattern=r"^[A-Z]{2}$"), Allowed("an ISO 3166-1 alpha-2 code")] | None = Field(
        None, description="ISO 3166-1 alpha-2 code of a state"
    )
    force: Flag = Field(description="Whether it is one of the forces the source weighs against each other")
    note: str | None = Field(None, description="Anything a reader should know of it")


class Person(Row):
    """Somebody named by a source."""

    table: ClassVar[str] = "people"
    key: ClassVar[str] = "person_id"
    person_id: Id = Field(description="Stable id")
    name: Text = Field(description="Name as the source gives it; corrections.csv corrects it")
    role: Text = Field(description="Office or part played, corrected")
    side: Annotated[str, Ref("parties")] = Field(description="Whose side")
    source: Annotated[str, Ref("sources")] = Field(description="Who names the person")
    locator: Text = Field(description="Where in the source")
    note: str | None = Field(None, description="Anything a reader should know")


class Event(Row):
    """Something that happened, or was said to be about to."""

    table: ClassVar[str] = "events"
    key: ClassVar[str] = "event_id"
    event_id: Id = Field(description="Stable id")
    date: Edtf = Field(description="When, EDTF, as precise as the source")
    title: Text = Field(description="What happened, paraphrased")
    place: str | None = Field(None, description="Where")
    parties: Annotated[Ids, Ref("parties")] = Field((), description="Who was involved; ;")
    kind: Literal[
        "meeting",
        "call",
        "attack",
        "announcement",
        "deadline",
        "decree",
        "scandal",
        "dismissal",
        "publication",
        "scheduled",
    ] = Field(description="What sort of event")
    topic: Annotated[str, Field(pattern=r"^[a-z_]+$"), Allowed("one word, such as plant")] | None = Field(
        None, description="What it bears on, for timelines of one matter"
    )
    outcome: str | None = Field(None, description="Of something scheduled: what became of it, by another source")
    outcome_source: Annotated[str, Ref("sources")] | None = Field(None, description="Who says so")
    source: Annotated[str, Ref("sources")] = Field(description="Who tells of it")
    locator: Text = Field(description="Where in the source")
    phrase: Phrase | None = Field(None, description="The few words that hold the date, for checking")
    note: str | None = Field(None, description="Anything a reader should know of it")


class Issue(Row):
    """A matter that is negotiated."""

    table: ClassVar[str] = "issues"
    key: ClassVar[str] = "issue_id"
    issue_id: Id = Field(description="Stable id")
    name: Text = Field(description="What a reader calls it")
    meaning: Text = Field(description="What is at stake")
    scale_from: Text = Field(description="What a position of 0 means on this issue")
    scale_to: Text = Field(description="What a position of 1 means on this issue")
    agreed: Flag = Field(description="Whether the source's headline counts it as agreed")


class Provision(Row):
    """What a plan says on an issue, paraphrased."""

    table: ClassVar[str] = "provisions"
    key: ClassVar[str] = "provision_id"
    provision_id: Id = Field(description="Stable id")
    plan: Annotated[str, Ref("plans")] = Field(description="Which plan")
    issue: Annotated[str, Ref("issues")] = Field(description="On which issue")
    point: str | None = Field(None, description="Its number in the plan, where known")
    text: Text = Field(description="What it says, paraphrased")
    detail: Annotated[int, Field(ge=0, le=3), Allowed("0 none, 1 mention, 2 substantive, 3 full")] = Field(
        description="Detail as PA-X codes it (Bell and Badanjak 2019): 0 none, 1 mention, 2 substantive, 3 full"
    )
    fate: Literal["kept", "changed", "dropped", "new"] | None = Field(
        None, description="Against the plan before it; empty for the first plan"
    )
    position: Coded | None = Field(None, description="Where it stands on the issue's scale; coded by us")
    position_low: Coded | None = Field(None, description="The least we would defend")
    position_high: Coded | None = Field(None, description="The most we would defend")
    favours: Annotated[Ids, Ref("parties")] = Field((), description="Who gains by it; coded by us; ;")
    source: Annotated[str, Ref("sources")] = Field(description="Who says so")
    locator: Text = Field(description="Where in the source")
    phrase: Phrase | None = Field(None, description="The few words that hold it, for checking")
    note: str | None = Field(None, description="Anything a reader should know of it")


class Position(Row):
    """A party's stance on an issue, by whose account, with how much it matters to it."""

    table: ClassVar[str] = "positions"
    key: ClassVar[str] = "position_id"
    position_id: Id = Field(description="Stable id")
    party: Annotated[str, Ref("parties")] = Field(description="Whose stance")
    issue: Annotated[str, Ref("issues")] = Field(description="On which issue")
    stance: Text = Field(description="What it wants, paraphrased")
    attributed_to: str | None = Field(None, description="By whose account; empty: the source's own")
    position: Coded = Field(description="Where it would like the issue settled on its scale; coded by us")
    position_low: Coded = Field(description="The least it is thought to want or accept; coded by us")
    position_high: Coded = Field(description="The most it is thought to want or accept; coded by us")
    salience: Coded = Field(description="How much the issue matters to it, 0 to 1; coded by us")
    salience_low: Coded = Field(description="The least we would defend")
    salience_high: Coded = Field(description="The most we would defend")
    reason: Text = Field(description="Why it is coded so")
    source: Annotated[str, Ref("sources")] = Field(description="Who tells of it")
    locator: Text = Field(description="Where in the source")
    note: str | None = Field(None, description="Anything a reader should know of it")


class Region(Row):
    """A region whose status is negotiated or that borders on one."""

    table: ClassVar[str] = "regions"
    key: ClassVar[str] = "region_id"
    region_id: Id = Field(description="Stable id; also the shape's id in map.svg")
    name: Text = Field(description="What a reader calls it")
    iso: Annotated[str, Field(pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$"), Allowed("an ISO 3166-2 code")] = Field(
        description="ISO 3166-2 code"
    )
    contested: Flag = Field(description="Whether a plan speaks of it")
    note: str | None = Field(None, description="Anything a reader should know of it")


class RegionStatus(Row):
    """What a plan makes of a region."""

    table: ClassVar[str] = "region_status"
    key: ClassVar[str] = "status_id"
    status_id: Id = Field(description="Stable id")
    plan: Annotated[str, Ref("plans")] = Field(description="Under which plan")
    region: Annotated[str, Ref("regions")] = Field(description="Which region")
    status: Literal["recognised", "frozen", "contact_line", "withdrawal", "zone", "unsettled"] = Field(
        description="recognised: as Russian; frozen: on the line; contact_line: line taken as contact line; "
        "withdrawal: of foreign forces; zone: special zone proposed; unsettled: left open"
    )
    withdraws: Annotated[str, Ref("parties")] | None = Field(None, description="Whose forces would have to leave")
    source: Annotated[str, Ref("sources")] = Field(description="Who says so")
    locator: Text = Field(description="Where in the source")
    note: str | None = Field(None, description="Anything a reader should know of it")


class Guarantee(Row):
    """What a plan or promise specifies of one element a security guarantee needs."""

    table: ClassVar[str] = "guarantees"
    key: ClassVar[str] = "guarantee_id"
    guarantee_id: Id = Field(description="Stable id")
    promise: Text = Field(description="The plan or promise, as a reader calls it")
    element: Literal[
        "guarantors", "trigger", "response", "forces", "duration", "ratification", "monitoring", "funding", "conditions"
    ] = Field(description="The element of a guarantee")
    detail: Annotated[int, Field(ge=0, le=2), Allowed("0 open, 1 mentioned, 2 specified")] = Field(
        description="0 open, 1 mentioned, 2 specified"
    )
    text: Text = Field(description="What is specified, or what is missing, paraphrased")
    open_with: Annotated[Ids, Ref("parties")] = Field((), description="With whom it stays open; ;")
    source: Annotated[str, Ref("sources")] = Field(description="Who says so")
    locator: Text = Field(description="Where in the source")
    note: str | None = Field(None, description="Anything a reader should know of it")


class Channel(Row):
    """Who talks to whom, at which layer."""

    table: ClassVar[str] = "channels"
    key: ClassVar[str] = "channel_id"
    channel_id: Id = Field(description="Stable id")
    one: Annotated[str, Ref("parties")] = Field(description="One side")
    other: Annotated[str, Ref("parties")] = Field(description="The other side")
    layer: Literal["first", "second", "none"] = Field(description="Layer of the talks, by the source's account")
    text: Text = Field(description="What passes between them, paraphrased")
    attributed_to: str | None = Field(None, description="By whose account")
    source: Annotated[str, Ref("sources")] = Field(description="Who tells of it")
    locator: Text = Field(description="Where in the source")
    note: str | None = Field(None, description="Anything a reader should know of it")


class Risk(Row):
    """Something that may break or carry the outcome, by whose account; likelihood and impact coded by us."""

    table: ClassVar[str] = "risks"
    key: ClassVar[str] = "risk_id"
    risk_id: Id = Field(description="Stable id")
    kind: Literal["risk", "positive"] = Field(description="Whether it stands against or for the outcome")
    name: Text = Field(description="What a reader calls it")
    text: Text = Field(description="What is said of it, paraphrased")
    attributed_to: str | None = Field(None, description="By whose account; empty: the source's own")
    likelihood: Coded = Field(description="That it comes about; coded by us")
    likelihood_low: Coded = Field(description="The least we would defend")
    likelihood_high: Coded = Field(description="The most we would defend")
    impact: Coded = Field(description="Share by which it lowers (a risk) or lifts (a positive factor) the odds")
    impact_low: Coded = Field(description="The least we would defend")
    impact_high: Coded = Field(description="The most we would defend")
    reason: Text = Field(description="Why it is coded so")
    source: Annotated[str, Ref("sources")] = Field(description="Who tells of it")
    locator: Text = Field(description="Where in the source")
    note: str | None = Field(None, description="Anything a reader should know of it")


class Waiver(Row):
    """A number in a source's text that no claim needs to carry, with the reason."""

    table: ClassVar[str] = "waivers"
    key: ClassVar[str] = "waiver_id"
    waiver_id: Id = Field(description="Stable id")
    source: Annotated[str, Ref("sources")] = Field(description="Whose text")
    locator: Text = Field(description="Where in the source; ; between several places, or throughout")
    phrase: Phrase = Field(description="The few words that hold the number")
    reason: Text = Field(description="Why no claim carries it")


class Report(Row):
    """One report this case has. A sweep file has the same columns."""

    table: ClassVar[str] = "reports"
    key: ClassVar[str] = "report_id"
    report_id: Id = Field(description="Stable id, also the folder's name")
    notebook: Id = Field(description="Name of the notebook, without .ipynb")
    title: Text = Field(description="Short title, for lists")
    parameters: str | None = Field(None, description="name=value; name=value, over the notebook's defaults")


TABLES: dict[str, type[Row]] = {
    row.table: row
    for row in (
        Source,
        Quantity,
        Claim,
        Assumption,
        Correction,
        Plan,
        Party,
        Person,
        Event,
        Issue,
        Provision,
        Position,
        Region,
        RegionStatus,
        Guarantee,
        Channel,
        Risk,
        Waiver,
        Report,
    )
}
