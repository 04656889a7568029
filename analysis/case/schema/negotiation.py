"""What is negotiated, by whom: plans, parties, people, events, issues, regions and who talks to whom."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from analysis.case.columns import (
    NAME,
    PROSE,
    SHARED_NAME,
    SHARED_PROSE,
    Allowed,
    Colour,
    Country,
    Edtf,
    Flag,
    Id,
    Ids,
    Level,
    OwnWord,
    Phrase,
    Ref,
    RegionCode,
    Row,
    Text,
)

Mark = Literal[
    "circle",
    "square",
    "diamond",
    "triangle",
    "triangle_down",
    "plus",
    "cross",
    "star",
    "triangle_left",
    "triangle_right",
]  # as `analysis.style.looks` has them


class Plan(Row):
    """A plan that is negotiated."""

    table: ClassVar[str] = "plans"
    key: ClassVar[str] = "plan_id"
    further: ClassVar[frozenset[str]] = frozenset(("variant_of",))
    plan_id: Id = Field(description="Stable id")
    name: Annotated[Text, NAME] = Field(description="Its name in text, such as '12-point plan'")
    date: Edtf | None = Field(None, description="When it became known")
    authors: Annotated[str | None, SHARED_PROSE] = Field(None, description="Who wrote it, according to the source")
    status: Annotated[Text, SHARED_PROSE] = Field(description="What became of it")
    published: Annotated[str, Ref("plans")] | None = Field(
        None, description="The row of the same plan as published, which is used instead where all sources count"
    )
    variant_of: Annotated[str, Ref("plans")] | None = Field(
        None, description="The plan of whose open points this is one side's variant"
    )
    source: Annotated[str, Ref("sources")] = Field(description="The source")
    locator: Text = Field(description="Where in the source")
    note: Annotated[str | None, PROSE] = Field(None, description="Anything else a reader should know")


class Party(Row):
    """A state, alliance, institution or other party with a stake."""

    table: ClassVar[str] = "parties"
    key: ClassVar[str] = "party_id"
    further: ClassVar[frozenset[str]] = frozenset(("colour", "mark"))
    party_id: Id = Field(description="Stable id")
    name: Annotated[Text, NAME] = Field(description="Its name in text")
    kind: Literal["state", "alliance", "institution"] | OwnWord = Field(description="What sort of party")
    iso: Country | None = Field(None, description="ISO 3166-1 alpha-2 code of a state; XK for Kosovo, which has none")
    force: Flag = Field(description="Whether it is one of the forces that the source compares")
    note: Annotated[str | None, PROSE] = Field(None, description="Anything else a reader should know")
    colour: Colour | None = Field(
        None, description="Its colour in every figure; empty: one of the house style, by its place in this table"
    )
    mark: Mark | None = Field(
        None, description="The form of its mark in every figure; empty: the next form, by its place in this table"
    )


class Person(Row):
    """A person named by a source."""

    table: ClassVar[str] = "people"
    key: ClassVar[str] = "person_id"
    person_id: Id = Field(description="Stable id")
    name: Annotated[Text, NAME] = Field(description="Name as the source gives it; corrections.csv corrects it")
    role: Annotated[Text, PROSE] = Field(description="Office or role, corrected where necessary")
    side: Annotated[str, Ref("parties")] = Field(description="The party this person belongs to")
    source: Annotated[str, Ref("sources")] = Field(description="The source that names the person")
    locator: Text = Field(description="Where in the source")
    note: Annotated[str | None, PROSE] = Field(None, description="Anything else a reader should know")


class Event(Row):
    """Something that happened or was announced."""

    table: ClassVar[str] = "events"
    key: ClassVar[str] = "event_id"
    further: ClassVar[frozenset[str]] = frozenset(("came_about",))
    event_id: Id = Field(description="Stable id")
    date: Edtf = Field(description="Date, EDTF, as precise as the source gives it")
    title: Annotated[Text, NAME] = Field(description="What happened, paraphrased")
    place: Annotated[str | None, SHARED_NAME] = Field(None, description="Where")
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
    outcome: Annotated[str | None, PROSE] = Field(
        None, description="For a scheduled event: what happened, according to another source"
    )
    outcome_source: Annotated[str, Ref("sources")] | None = Field(None, description="The source of the outcome")
    source: Annotated[str, Ref("sources")] = Field(description="The source")
    locator: Text = Field(description="Where in the source")
    phrase: Phrase | None = Field(None, description="The few words of the source that contain the date, for checking")
    note: Annotated[str | None, PROSE] = Field(None, description="Anything else a reader should know")
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
    name: Annotated[Text, NAME] = Field(description="Its name in text")
    meaning: Annotated[Text, PROSE] = Field(description="What is at stake")
    scale_from: Annotated[Text, PROSE] = Field(description="What a position of 0 means on this issue")
    scale_to: Annotated[Text, PROSE] = Field(description="What a position of 1 means on this issue")
    agreed: Annotated[Flag, Level("nominal")] = Field(
        description="Whether the source's headline number counts it as agreed, coded by us where no source says so"
    )


class Region(Row):
    """A region whose status is negotiated, or a neighbour of one."""

    table: ClassVar[str] = "regions"
    key: ClassVar[str] = "region_id"
    region_id: Id = Field(description="Stable id; also the shape's id in map.svg")
    name: Annotated[Text, NAME] = Field(description="Its name in text")
    iso: RegionCode | None = Field(None, description="ISO 3166-2 code, if it has one")
    contested: Flag = Field(description="Whether a plan mentions it")
    note: Annotated[str | None, PROSE] = Field(None, description="Anything else a reader should know")


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
    text: Annotated[Text, PROSE] = Field(description="What they talk about, paraphrased")
    attributed_to: Annotated[str | None, SHARED_NAME] = Field(
        None, description="Who reports it; empty: the source itself"
    )
    source: Annotated[str, Ref("sources")] = Field(description="The source")
    locator: Text = Field(description="Where in the source")
    note: Annotated[str | None, PROSE] = Field(None, description="Anything else a reader should know")
