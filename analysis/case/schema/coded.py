"""What plans, promises and parties say of an issue, coded by us."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from analysis.case.columns import (
    NAME,
    PROSE,
    SHARED_NAME,
    SHARED_PROSE,
    Allowed,
    Coded,
    Flag,
    Id,
    Ids,
    Level,
    OwnWord,
    Phrase,
    Ref,
    Row,
    Text,
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
    text: Annotated[Text, PROSE] = Field(description="What it says, paraphrased")
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
    note: Annotated[str | None, PROSE] = Field(None, description="Anything else a reader should know")


class Position(Row):
    """A party's position on an issue, who reports it, and how much the issue matters to the party."""

    table: ClassVar[str] = "positions"
    key: ClassVar[str] = "position_id"
    further: ClassVar[frozenset[str]] = frozenset(("rests_on",))
    position_id: Id = Field(description="Stable id")
    party: Annotated[str, Ref("parties")] = Field(description="The party")
    issue: Annotated[str, Ref("issues")] = Field(description="The issue")
    stance: Annotated[Text, PROSE] = Field(description="What it wants, paraphrased")
    attributed_to: Annotated[str | None, SHARED_NAME] = Field(
        None, description="Who reports it; empty: the source itself"
    )
    position: Coded = Field(description="The outcome it prefers, on the issue's scale, coded by us")
    position_low: Coded = Field(description="The lowest outcome it is thought to want or accept, coded by us")
    position_high: Coded = Field(description="The highest outcome it is thought to want or accept, coded by us")
    salience: Coded = Field(description="How much the issue matters to it, from 0 to 1, coded by us")
    salience_low: Coded = Field(description="The lowest value that we consider plausible")
    salience_high: Coded = Field(description="The highest value that we consider plausible")
    reason: Annotated[Text, PROSE] = Field(description="The reason for this coding")
    rests_on: Annotated[Ids, Ref("claims", "provisions", "sources")] = Field(
        (), description="The claims, provisions or sources that the code rests on"
    )
    source: Annotated[str, Ref("sources")] = Field(description="The source")
    locator: Text = Field(description="Where in the source")
    note: Annotated[str | None, PROSE] = Field(None, description="Anything else a reader should know")


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
    limit: Annotated[str | None, SHARED_PROSE] = Field(
        None,
        description="What limits the status, in a few words that can stand after it, as in: de facto, only suggested",
    )
    source: Annotated[str, Ref("sources")] = Field(description="The source")
    locator: Text = Field(description="Where in the source")
    note: Annotated[str | None, PROSE] = Field(None, description="Anything else a reader should know")


class Guarantee(Row):
    """What a plan or promise specifies about one element of a security guarantee."""

    table: ClassVar[str] = "guarantees"
    key: ClassVar[str] = "guarantee_id"
    further: ClassVar[frozenset[str]] = frozenset(("detail_low", "detail_high", "clause", "rests_on"))
    guarantee_id: Id = Field(description="Stable id")
    promise: Annotated[Text, SHARED_NAME] = Field(description="The plan or promise, by its name in text")
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
    text: Annotated[Text, PROSE] = Field(description="What is specified, or what is missing, paraphrased")
    open_with: Annotated[Ids, Ref("parties")] = Field((), description="The parties with whom it is still open")
    rests_on: Annotated[Ids, Ref("claims", "provisions", "sources")] = Field(
        (), description="The claims, provisions or sources that the code rests on"
    )
    source: Annotated[str, Ref("sources")] = Field(description="The source")
    locator: Text = Field(description="Where in the source")
    note: Annotated[str | None, PROSE] = Field(None, description="Anything else a reader should know")


class Risk(Row):
    """Something that may prevent or support the outcome, and who reports it; likelihood and impact are coded by us."""

    table: ClassVar[str] = "risks"
    key: ClassVar[str] = "risk_id"
    risk_id: Id = Field(description="Stable id")
    kind: Literal["risk", "positive"] = Field(description="risk: works against the outcome; positive: works for it")
    name: Annotated[Text, NAME] = Field(description="Its name in text")
    text: Annotated[Text, PROSE] = Field(description="What the source says about it, paraphrased")
    attributed_to: Annotated[str | None, SHARED_NAME] = Field(
        None, description="Who reports it; empty: the source itself"
    )
    likelihood: Coded = Field(
        description="Probability that it happens, from 0 to 1, coded by us; 1: it has happened already"
    )
    likelihood_low: Coded = Field(description="The lowest value that we consider plausible")
    likelihood_high: Coded = Field(description="The highest value that we consider plausible")
    impact: Coded = Field(
        description="Share by which it lowers (a risk) or raises (a positive factor) the probability of the outcome if "
        "it happens, coded by us"
    )
    impact_low: Coded = Field(description="The lowest value that we consider plausible")
    impact_high: Coded = Field(description="The highest value that we consider plausible")
    reason: Annotated[Text, PROSE] = Field(description="The reason for this coding")
    source: Annotated[str, Ref("sources")] = Field(description="The source")
    locator: Text = Field(description="Where in the source")
    note: Annotated[str | None, PROSE] = Field(None, description="Anything else a reader should know")
