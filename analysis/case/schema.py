"""The tables of a case and their columns. Checks, datapackage.json, the codebook and empty CSV files follow from this.

A class is a table and a field is a column: its type is the check (see `analysis.case.columns`), its description the
line of the codebook. The docstring of a class is printed in the codebook too.

To add a column, add a field and run `communique check --update`. To show the column on the card that opens with a
number, add it in `analysis.case.cards` (how it is built), `analysis.contract` (what a page gets of it)
and `analysis.wording.cards` (its words).
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from analysis.case.columns import (
    Allowed,
    Coded,
    Country,
    Edtf,
    FileId,
    Flag,
    Formula,
    Id,
    Ids,
    Language,
    Level,
    Number,
    OwnWord,
    Percent,
    Phrase,
    QuantityId,
    Ref,
    RegionCode,
    RoleName,
    Row,
    Text,
    Unit,
    Url,
)
from analysis.contract import ClaimQualifier

Status = Literal["proposed", "committed", "reported", "estimated", "in_force"]
Rank = Literal["preferred", "normal", "deprecated"]


# To mark a source as retracted: add a column here, and to SourceCard in `analysis.contract`; `analysis.case.cards`
# copies it, `analysis.compare.sources` is where sources are compared, `analysis.case.checks` where a claim that rests
# on such a source would be refused, and `analysis.wording` where the page says it.
class Source(Row):
    """A document that claims are taken from."""

    table: ClassVar[str] = "sources"
    key: ClassVar[str] = "source_id"
    source_id: Id = Field(description="Stable id")
    title: Text = Field(description="Title, as published")
    publisher: str | None = Field(None, description="Who published it")
    author: str | None = Field(None, description="Who wrote it, if named")
    date: Edtf | None = Field(None, description="Publication date, EDTF")
    kind: (
        Literal[
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
        ]
        | OwnWord
    ) = Field(description="Kind of document")
    role: Literal["article", "second"] = Field(
        description="article: the text this case analyses; second: any other source"
    )
    language: Language = Field(description="BCP 47 language tag")
    url: Url | None = Field(None, description="Web address")
    accessed: Edtf | None = Field(None, description="When it was accessed, EDTF")
    reliability: Literal["A", "B", "C", "D", "E", "F"] = Field(
        description="Admiralty code (NATO AJP-2.1): A completely reliable to E unreliable, F cannot be judged"
    )
    copy_of: Annotated[str, Ref("sources")] | None = Field(
        None, description="The source that this one copies; a source and its copies count as one"
    )
    note: str | None = Field(None, description="Anything else a reader should know")


class Quantity(Row):
    """A thing that can be measured or stated."""

    table: ClassVar[str] = "quantities"
    key: ClassVar[str] = "quantity_id"
    further: ClassVar[frozenset[str]] = frozenset(("base", "over_time"))
    quantity_id: QuantityId = Field(description="topic.quantity")
    name: Text = Field(description="Its name in text and in formulas, in lower case")
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
    meaning: Text = Field(description="What exactly is measured")
    reading: str | None = Field(None, description="How to read it, and what it does not mean")
    base: str | None = Field(
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
    status: Status = Field(description="Status of what the source states")
    as_of: Edtf | None = Field(None, description="The time the statement is about, EDTF")
    base: Text | None = Field(
        None,
        description="What the number covers where claims on the quantity differ in it, such as a territory, the prices "
        "or those asked; only claims of one base are set against each other or pooled; empty: not stated",
    )
    attributed_to: str | None = Field(None, description="Whom the source cites for it; empty: the source itself")
    statement: Text = Field(description="The statement, paraphrased")
    phrase: Phrase | None = Field(None, description="The few words of the source that contain the number, for checking")
    verified: Edtf | None = Field(
        None,
        description="When the phrase was found in a copy of the source, EDTF; empty: not verified. "
        "`communique audit` verifies the claims of the text that the case analyses",
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
    note: str | None = Field(None, description="Anything else a reader should know")


class Fund(Row):
    """A sum of money, or a need for one, and what it is for."""

    table: ClassVar[str] = "funds"
    key: ClassVar[str] = "fund_id"
    may_be_missing: ClassVar[bool] = True
    fund_id: Id = Field(description="Stable id; claims on this money have it as their subject")
    name: Text = Field(description="Its name in text and tables")
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
    note: str | None = Field(None, description="Anything else a reader should know")


class Subject(Row):
    """What else a claim can be about: a phase, a crossing, a sector."""

    table: ClassVar[str] = "subjects"
    key: ClassVar[str] = "subject_id"
    may_be_missing: ClassVar[bool] = True
    subject_id: Id = Field(description="Stable id; claims about it have it as their subject")
    name: Text = Field(description="Its name in text")
    kind: Text = Field(description="What sort of thing it is, in a word: phase, crossing, sector")
    note: str | None = Field(None, description="Anything else a reader should know")


class Role(Row):
    """What plays a part in the questions that all cases share: the need, say, that a gap is computed from."""

    table: ClassVar[str] = "roles"
    key: ClassVar[str] = "role_id"
    may_be_missing: ClassVar[bool] = True
    role_id: RoleName = Field(description="The role's name")
    played_by: Annotated[
        Ids, Ref("quantities", "parties", "plans", "people", "events", "regions", "issues", "subjects")
    ] = Field(description="What plays it in this case; several where the question is asked of each")
    note: str | None = Field(None, description="Anything else a reader should know")


class Word(Row):
    """A word of this case's own for a column that offers a choice of words, or a name of its own for a word of ours."""

    table: ClassVar[str] = "vocabulary"
    key: ClassVar[str] = "word_id"
    may_be_missing: ClassVar[bool] = True
    word_id: Id = Field(description="Stable id")
    column: Text = Field(description="The column that it is added to, as table/column: parties/kind")
    word: Id = Field(description="The word as the column has it")
    name: Text = Field(description="What a report calls it, in lower case as in the middle of a sentence")
    meaning: Text = Field(description="What it means, so that somebody else gives the same row the same word")


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
    reason: Text = Field(description="Why this value and this range")


class Correction(Row):
    """An error in a source: the text as printed, the correct text and the reason."""

    table: ClassVar[str] = "corrections"
    key: ClassVar[str] = "correction_id"
    correction_id: Id = Field(description="Stable id")
    source: Annotated[str, Ref("sources")] = Field(description="The source that contains the error")
    locator: Text = Field(description="Where in the source")
    kind: (
        Literal[
            "garbled_name",
            "garbled_term",
            "lost_number",
            "repeated_text",
            "wrong_date",
            "wrong_number",
            "contradiction",
            "format",
        ]
        | OwnWord
    ) = Field(description="Kind of error")
    action: Literal["replace", "note"] = Field(
        description="replace: the corrected value is used everywhere; note: it is only reported"
    )
    row: str | None = Field(
        None, description="The cell of this case that it concerns, as table/id/column: people/rubio/name"
    )
    as_given: Text = Field(description="What the source prints")
    corrected: str | None = Field(None, description="The correct text; empty if it cannot be recovered")
    reason: Text = Field(description="Why this is an error")
    shown_by: Annotated[Ids, Ref("sources", "claims")] = Field(
        (), description="The sources or claims that show the error"
    )
    status: Literal["open", "fixed_upstream"] = Field(
        description="open: the source still contains the error; fixed_upstream: the source has corrected it"
    )


class Plan(Row):
    """A plan that is negotiated."""

    table: ClassVar[str] = "plans"
    key: ClassVar[str] = "plan_id"
    further: ClassVar[frozenset[str]] = frozenset(("variant_of",))
    plan_id: Id = Field(description="Stable id")
    name: Text = Field(description="Its name in text, such as '12-point plan'")
    date: Edtf | None = Field(None, description="When it became known")
    authors: str | None = Field(None, description="Who wrote it, according to the source")
    status: Text = Field(description="What became of it")
    published: Annotated[str, Ref("plans")] | None = Field(
        None, description="The row of the same plan as published, which is used instead where all sources count"
    )
    variant_of: Annotated[str, Ref("plans")] | None = Field(
        None, description="The plan of whose open points this is one side's variant"
    )
    source: Annotated[str, Ref("sources")] = Field(description="The source")
    locator: Text = Field(description="Where in the source")
    note: str | None = Field(None, description="Anything else a reader should know")


class Party(Row):
    """A state, alliance, institution or other party with a stake."""

    table: ClassVar[str] = "parties"
    key: ClassVar[str] = "party_id"
    party_id: Id = Field(description="Stable id")
    name: Text = Field(description="Its name in text")
    kind: Literal["state", "alliance", "institution"] | OwnWord = Field(description="What sort of party")
    iso: Country | None = Field(None, description="ISO 3166-1 alpha-2 code of a state; XK for Kosovo, which has none")
    force: Flag = Field(description="Whether it is one of the forces that the source compares")
    note: str | None = Field(None, description="Anything else a reader should know")


class Person(Row):
    """A person named by a source."""

    table: ClassVar[str] = "people"
    key: ClassVar[str] = "person_id"
    person_id: Id = Field(description="Stable id")
    name: Text = Field(description="Name as the source gives it; corrections.csv corrects it")
    role: Text = Field(description="Office or role, corrected where necessary")
    side: Annotated[str, Ref("parties")] = Field(description="The party this person belongs to")
    source: Annotated[str, Ref("sources")] = Field(description="The source that names the person")
    locator: Text = Field(description="Where in the source")
    note: str | None = Field(None, description="Anything else a reader should know")


class Event(Row):
    """Something that happened or was announced."""

    table: ClassVar[str] = "events"
    key: ClassVar[str] = "event_id"
    further: ClassVar[frozenset[str]] = frozenset(("came_about",))
    event_id: Id = Field(description="Stable id")
    date: Edtf = Field(description="Date, EDTF, as precise as the source gives it")
    title: Text = Field(description="What happened, paraphrased")
    place: str | None = Field(None, description="Where")
    parties: Annotated[Ids, Ref("parties")] = Field((), description="The parties involved")
    kind: (
        Literal[
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
        ]
        | OwnWord
    ) = Field(description="Kind of event")
    topic: Annotated[str, Field(pattern=r"^[a-z_]+$"), Allowed("one word, such as plant")] | None = Field(
        None, description="The topic it belongs to, for timelines of one topic"
    )
    outcome: str | None = Field(None, description="For a scheduled event: what happened, according to another source")
    outcome_source: Annotated[str, Ref("sources")] | None = Field(None, description="The source of the outcome")
    source: Annotated[str, Ref("sources")] = Field(description="The source")
    locator: Text = Field(description="Where in the source")
    phrase: Phrase | None = Field(None, description="The few words of the source that contain the date, for checking")
    note: str | None = Field(None, description="Anything else a reader should know")
    came_about: Annotated[Literal["yes", "partly", "no", "open"] | None, Level("nominal")] = Field(
        None,
        description="For a scheduled event: whether it came about as announced, coded by us from the outcome; "
        "open: its time has not run out",
    )


class Issue(Row):
    """A matter that is negotiated."""

    table: ClassVar[str] = "issues"
    key: ClassVar[str] = "issue_id"
    issue_id: Id = Field(description="Stable id")
    name: Text = Field(description="Its name in text")
    meaning: Text = Field(description="What is at stake")
    scale_from: Text = Field(description="What a position of 0 means on this issue")
    scale_to: Text = Field(description="What a position of 1 means on this issue")
    agreed: Annotated[Flag, Level("nominal")] = Field(
        description="Whether the source's headline number counts it as agreed, coded by us where no source says so"
    )


class Provision(Row):
    """What a plan says about an issue, paraphrased."""

    table: ClassVar[str] = "provisions"
    key: ClassVar[str] = "provision_id"
    further: ClassVar[frozenset[str]] = frozenset(("earlier",))
    provision_id: Id = Field(description="Stable id")
    plan: Annotated[str, Ref("plans")] = Field(description="The plan")
    issue: Annotated[str, Ref("issues")] = Field(description="The issue")
    point: str | None = Field(None, description="Its number in the plan, if known")
    text: Text = Field(description="What it says, paraphrased")
    detail: Annotated[int, Field(ge=0, le=3), Allowed("0 none, 1 mention, 2 substantive, 3 full"), Level("ordinal")] = (
        Field(description="Detail as PA-X codes it (Bell and Badanjak 2019): 0 none, 1 mention, 2 substantive, 3 full")
    )
    fate: Annotated[Literal["kept", "changed", "dropped", "new"] | None, Level("nominal")] = Field(
        None, description="Compared with the previous plan; empty for the first plan"
    )
    earlier: Annotated[Ids, Ref("provisions")] = Field(
        (), description="The provisions of the previous plan that it keeps, changes or drops"
    )
    position: Coded | None = Field(None, description="Its position on the issue's scale, coded by us")
    position_low: Coded | None = Field(None, description="The lowest value that we consider plausible")
    position_high: Coded | None = Field(None, description="The highest value that we consider plausible")
    favours: Annotated[Ids, Ref("parties"), Level("nominal")] = Field(
        (), description="The parties that gain from it, coded by us"
    )
    source: Annotated[str, Ref("sources")] = Field(description="The source")
    locator: Text = Field(description="Where in the source")
    phrase: Phrase | None = Field(None, description="The few words of the source that contain it, for checking")
    note: str | None = Field(None, description="Anything else a reader should know")


class Position(Row):
    """A party's position on an issue, who reports it, and how much the issue matters to the party."""

    table: ClassVar[str] = "positions"
    key: ClassVar[str] = "position_id"
    further: ClassVar[frozenset[str]] = frozenset(("rests_on",))
    position_id: Id = Field(description="Stable id")
    party: Annotated[str, Ref("parties")] = Field(description="The party")
    issue: Annotated[str, Ref("issues")] = Field(description="The issue")
    stance: Text = Field(description="What it wants, paraphrased")
    attributed_to: str | None = Field(None, description="Who reports it; empty: the source itself")
    position: Coded = Field(description="The outcome it prefers, on the issue's scale, coded by us")
    position_low: Coded = Field(description="The lowest outcome it is thought to want or accept, coded by us")
    position_high: Coded = Field(description="The highest outcome it is thought to want or accept, coded by us")
    salience: Coded = Field(description="How much the issue matters to it, from 0 to 1, coded by us")
    salience_low: Coded = Field(description="The lowest value that we consider plausible")
    salience_high: Coded = Field(description="The highest value that we consider plausible")
    reason: Text = Field(description="The reason for this coding")
    rests_on: Annotated[Ids, Ref("claims", "provisions", "sources")] = Field(
        (), description="The claims, provisions or sources that the code rests on"
    )
    source: Annotated[str, Ref("sources")] = Field(description="The source")
    locator: Text = Field(description="Where in the source")
    note: str | None = Field(None, description="Anything else a reader should know")


class Region(Row):
    """A region whose status is negotiated, or a neighbour of one."""

    table: ClassVar[str] = "regions"
    key: ClassVar[str] = "region_id"
    region_id: Id = Field(description="Stable id; also the shape's id in map.svg")
    name: Text = Field(description="Its name in text")
    iso: RegionCode | None = Field(None, description="ISO 3166-2 code, if it has one")
    contested: Flag = Field(description="Whether a plan mentions it")
    note: str | None = Field(None, description="Anything else a reader should know")


class RegionStatus(Row):
    """The status that a plan gives a region."""

    table: ClassVar[str] = "region_status"
    key: ClassVar[str] = "status_id"
    further: ClassVar[frozenset[str]] = frozenset(("named", "limit"))
    status_id: Id = Field(description="Stable id")
    plan: Annotated[str, Ref("plans")] = Field(description="The plan")
    region: Annotated[str, Ref("regions")] = Field(description="The region")
    status: Annotated[
        Literal["recognised", "frozen", "contact_line", "withdrawal", "zone", "unsettled"] | OwnWord, Level("nominal")
    ] = Field(
        description="recognised: as another party's; frozen: on the line; contact_line: line taken as contact line; "
        "withdrawal: of foreign forces; zone: special zone proposed; unsettled: left open"
    )
    withdraws: Annotated[str, Ref("parties")] | None = Field(
        None, description="The party whose forces would have to leave"
    )
    named: Flag = Field(
        True,
        description="Whether the plan names the region; false: its clause names none, and the region is our reading",
    )
    limit: str | None = Field(
        None,
        description="What limits the status, in a few words that can stand after it, as in: de facto, only suggested",
    )
    source: Annotated[str, Ref("sources")] = Field(description="The source")
    locator: Text = Field(description="Where in the source")
    note: str | None = Field(None, description="Anything else a reader should know")


class Guarantee(Row):
    """What a plan or promise specifies about one element of a security guarantee."""

    table: ClassVar[str] = "guarantees"
    key: ClassVar[str] = "guarantee_id"
    further: ClassVar[frozenset[str]] = frozenset(("detail_low", "detail_high", "clause", "rests_on"))
    guarantee_id: Id = Field(description="Stable id")
    promise: Text = Field(description="The plan or promise, by its name in text")
    element: (
        Literal[
            "guarantors",
            "trigger",
            "response",
            "forces",
            "duration",
            "ratification",
            "monitoring",
            "funding",
            "conditions",
        ]
        | OwnWord
    ) = Field(
        description="The element of a guarantee; conditions are what voids or narrows it, and add nothing to how full "
        "it is"
    )
    detail: Annotated[int, Field(ge=0, le=2), Allowed("0 open, 1 mentioned, 2 specified"), Level("ordinal")] = Field(
        description="0 open, 1 mentioned, 2 specified, coded by us by the rules of coding_rules.csv"
    )
    detail_low: Annotated[int, Field(ge=0, le=2), Allowed("0 open, 1 mentioned, 2 specified")] | None = Field(
        None, description="The lowest code that we consider plausible"
    )
    detail_high: Annotated[int, Field(ge=0, le=2), Allowed("0 open, 1 mentioned, 2 specified")] | None = Field(
        None, description="The highest code that we consider plausible, as where the copy read is cut off"
    )
    clause: Id | None = Field(
        None,
        description="What the text says on the element, as a short name; where two promises say the same of an "
        "element, it is the same, and so is the code",
    )
    text: Text = Field(description="What is specified, or what is missing, paraphrased")
    open_with: Annotated[Ids, Ref("parties")] = Field((), description="The parties with whom it is still open")
    rests_on: Annotated[Ids, Ref("claims", "provisions", "sources")] = Field(
        (), description="The claims, provisions or sources that the code rests on"
    )
    source: Annotated[str, Ref("sources")] = Field(description="The source")
    locator: Text = Field(description="Where in the source")
    note: str | None = Field(None, description="Anything else a reader should know")


class Channel(Row):
    """Two parties that talk to each other, and at which layer."""

    table: ClassVar[str] = "channels"
    key: ClassVar[str] = "channel_id"
    channel_id: Id = Field(description="Stable id")
    one: Annotated[str, Ref("parties")] = Field(description="One side")
    other: Annotated[str, Ref("parties")] = Field(description="The other side")
    layer: Literal["first", "second", "none"] | OwnWord = Field(
        description="Layer of the talks, according to the source"
    )
    text: Text = Field(description="What they talk about, paraphrased")
    attributed_to: str | None = Field(None, description="Who reports it; empty: the source itself")
    source: Annotated[str, Ref("sources")] = Field(description="The source")
    locator: Text = Field(description="Where in the source")
    note: str | None = Field(None, description="Anything else a reader should know")


class Risk(Row):
    """Something that may prevent or support the outcome, and who reports it; likelihood and impact are coded by us."""

    table: ClassVar[str] = "risks"
    key: ClassVar[str] = "risk_id"
    risk_id: Id = Field(description="Stable id")
    kind: Literal["risk", "positive"] = Field(description="risk: works against the outcome; positive: works for it")
    name: Text = Field(description="Its name in text")
    text: Text = Field(description="What the source says about it, paraphrased")
    attributed_to: str | None = Field(None, description="Who reports it; empty: the source itself")
    likelihood: Coded = Field(
        description="Probability that it happens, from 0 to 1, coded by us; 1: it has happened already"
    )
    likelihood_low: Coded = Field(description="The lowest value that we consider plausible")
    likelihood_high: Coded = Field(description="The highest value that we consider plausible")
    impact: Coded = Field(
        description="Share by which it lowers (a risk) or raises (a positive factor) the odds, coded by us"
    )
    impact_low: Coded = Field(description="The lowest value that we consider plausible")
    impact_high: Coded = Field(description="The highest value that we consider plausible")
    reason: Text = Field(description="The reason for this coding")
    source: Annotated[str, Ref("sources")] = Field(description="The source")
    locator: Text = Field(description="Where in the source")
    note: str | None = Field(None, description="Anything else a reader should know")


class CodingRule(Row):
    """A written rule by which we code a column, so that somebody else finds the same code in the same text."""

    table: ClassVar[str] = "coding_rules"
    key: ClassVar[str] = "rule_id"
    may_be_missing: ClassVar[bool] = True
    rule_id: Id = Field(description="Stable id")
    column: Text = Field(description="The coded column, as table/column: guarantees/detail")
    applies_to: str | None = Field(
        None, description="The rows it holds for, as column=value: element=trigger; empty: all rows"
    )
    code: str | None = Field(
        None, description="The code, or the range of codes, it gives; empty: it holds for every code"
    )
    rule: Text = Field(description="When this code is given")
    example: str | None = Field(None, description="A clause that gets this code")
    scheme: Text = Field(description="Whose scheme the rule follows, such as PA-X; ours where nobody has one")
    reference: str | None = Field(None, description="Where that scheme is published")


class Coding(Row):
    """A code that a further coder gave a cell. The first coder's codes stand in the tables themselves."""

    table: ClassVar[str] = "codings"
    key: ClassVar[str] = "coding_id"
    may_be_missing: ClassVar[bool] = True
    coding_id: Id = Field(description="Stable id")
    cell: Text = Field(description="The coded cell, as table/id/column: risks/walk_out/likelihood")
    coder: Id = Field(description="Who coded it; first is the coder of the tables")
    value: Text = Field(description="The code, as the column of the cell accepts it; none for an empty list")
    low: Number | None = Field(None, description="The lowest code that this coder considers plausible")
    high: Number | None = Field(None, description="The highest code that this coder considers plausible")
    reason: str | None = Field(
        None, description="Why this code: the rule applied, and the words of the text it rests on"
    )
    rests_on: Annotated[Ids, Ref("claims", "provisions", "sources")] = Field(
        (), description="The claims, provisions or sources that the code rests on"
    )
    note: str | None = Field(None, description="Anything else a reader should know")


class Forecast(Row):
    """A probability that somebody gave an event, and what became of it."""

    table: ClassVar[str] = "forecasts"
    key: ClassVar[str] = "forecast_id"
    may_be_missing: ClassVar[bool] = True
    forecast_id: Id = Field(description="Stable id")
    made_on: Edtf = Field(description="The day on which it was made, EDTF")
    as_of: Edtf | None = Field(
        None,
        description="The day up to which things were known to whoever made it, EDTF; empty: made_on. A forecast made "
        "later than that is one in hindsight",
    )
    event: Text = Field(description="What is forecast, in words: at the end of the horizon it has happened or not")
    claim: Annotated[str, Ref("claims")] | None = Field(
        None, description="The claim that gives the probability; empty: the forecast is ours"
    )
    probability: Percent | None = Field(None, description="The probability of a forecast of ours, in percent")
    probability_low: Percent | None = Field(None, description="The lowest value that we considered plausible")
    probability_high: Percent | None = Field(None, description="The highest value that we considered plausible")
    horizon: Edtf = Field(description="The time in which the event has to happen, EDTF: from one day to another")
    resolves: Text = Field(description="How it is decided whether the event has happened")
    outcome: Literal["yes", "no", "open"] = Field(description="Whether it happened; open: not decided yet")
    outcome_date: Edtf | None = Field(
        None, description="The day on which it happened or, for no, on which the horizon ended, EDTF"
    )
    outcome_source: Annotated[str, Ref("sources")] | None = Field(None, description="The source of the outcome")
    note: str | None = Field(None, description="Anything else a reader should know")


class Waiver(Row):
    """A number in a source's text that needs no claim, with the reason."""

    table: ClassVar[str] = "waivers"
    key: ClassVar[str] = "waiver_id"
    waiver_id: Id = Field(description="Stable id")
    source: Annotated[str, Ref("sources")] = Field(description="The source")
    locator: Text = Field(description="Where in the source: one place, several separated by ;, or throughout")
    phrase: Phrase = Field(description="The few words of the source that contain the number")
    reason: Text = Field(description="Why it needs no claim")


class Remark(Row):
    """A sentence of this case for a place in a notebook, with the numbers, dates and names it takes from the case."""

    table: ClassVar[str] = "remarks"
    key: ClassVar[str] = "remark_id"
    may_be_missing: ClassVar[bool] = True
    remark_id: Id = Field(description="Stable id")
    notebook: FileId = Field(description="Name of the notebook, without .ipynb")
    place: Id = Field(description="Where in the notebook, by the name it has there: became, scale")
    basis: Annotated[Ids, Allowed("article, all, pooled, or several of them")] = Field(
        (), description="The bases on which it holds; empty: all"
    )
    text: Text = Field(
        description="The sentence. In braces stands what the case holds: {quantity@subject}, {claims/id}, {events/id} "
        "for its date, {id} for a name, {table/id/column} for a text; a spec may follow, {claims/id:round}"
    )
    note: str | None = Field(None, description="Anything else a reader should know")


class Report(Row):
    """One report of this case. A file of variants has the same columns."""

    table: ClassVar[str] = "reports"
    key: ClassVar[str] = "report_id"
    report_id: FileId = Field(description="Stable id, also the folder's name")
    notebook: FileId = Field(description="Name of the notebook, without .ipynb")
    title: Text = Field(description="Short title, for lists")
    parameters: str | None = Field(
        None, description="Parameters as name=value; name=value, in place of the notebook's defaults"
    )


TABLES: dict[str, type[Row]] = {
    row.table: row
    for row in (
        Source,
        Quantity,
        Claim,
        Fund,
        Subject,
        Role,
        Word,
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
        CodingRule,
        Coding,
        Forecast,
        Waiver,
        Remark,
        Report,
    )
}
