"""The rules by which we code, the codes of further coders, and forecasts."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from analysis.case.columns import PROSE, SHARED_PROSE, Edtf, Id, Ids, Number, Percent, Ref, Row, Text


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
    rule: Annotated[Text, PROSE] = Field(description="When this code is given")
    example: Annotated[str | None, PROSE] = Field(None, description="A clause that gets this code")
    scheme: Annotated[Text, SHARED_PROSE] = Field(
        description="Whose scheme the rule follows, such as PA-X; ours where nobody has one"
    )
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
    reason: Annotated[str | None, PROSE] = Field(
        None, description="Why this code: the rule applied, and the words of the text it rests on"
    )
    rests_on: Annotated[Ids, Ref("claims", "provisions", "sources")] = Field(
        (), description="The claims, provisions or sources that the code rests on"
    )
    note: Annotated[str | None, PROSE] = Field(None, description="Anything else a reader should know")


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
    event: Annotated[Text, PROSE] = Field(
        description="What is forecast, in words: at the end of the horizon it has happened or not"
    )
    claim: Annotated[str, Ref("claims")] | None = Field(
        None, description="The claim that gives the probability; empty: the forecast is ours"
    )
    probability: Percent | None = Field(None, description="The probability of a forecast of ours, in percent")
    probability_low: Percent | None = Field(None, description="The lowest value that we considered plausible")
    probability_high: Percent | None = Field(None, description="The highest value that we considered plausible")
    horizon: Edtf = Field(description="The time in which the event has to happen, EDTF: from one day to another")
    resolves: Annotated[Text, PROSE] = Field(description="How it is decided whether the event has happened")
    outcome: Literal["yes", "no", "open"] = Field(description="Whether it happened; open: not decided yet")
    outcome_date: Edtf | None = Field(
        None, description="The day on which it happened or, for no, on which the horizon ended, EDTF"
    )
    outcome_source: Annotated[str, Ref("sources")] | None = Field(None, description="The source of the outcome")
    note: Annotated[str | None, PROSE] = Field(None, description="Anything else a reader should know")
