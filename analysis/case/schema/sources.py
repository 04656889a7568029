"""The sources, and what is wrong or needs no claim in them."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from analysis.case.columns import PROSE, SHARED_NAME, Edtf, Id, Ids, Language, OwnWord, Phrase, Ref, Row, Text, Url


# To mark a source as retracted: add a column here, and to SourceCard in `analysis.contract`; `analysis.case.cards`
# copies it, `analysis.compare.sources` is where sources are compared, `analysis.case.checks` where a claim that rests
# on such a source would be refused, and `analysis.wording` where the page says it.
class Source(Row):
    """A document that claims are taken from."""

    table: ClassVar[str] = "sources"
    key: ClassVar[str] = "source_id"
    further: ClassVar[frozenset[str]] = frozenset(("title_translation",))
    source_id: Id = Field(description="Stable id")
    title: Text = Field(description="Title, as published")
    title_translation: Annotated[str | None, PROSE] = Field(
        None, description="The title in the language of the reports, printed in brackets beside the one published"
    )
    publisher: Annotated[str | None, SHARED_NAME] = Field(None, description="Who published it")
    author: Annotated[str | None, SHARED_NAME] = Field(None, description="Who wrote it, if named")
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
    note: Annotated[str | None, PROSE] = Field(None, description="Anything else a reader should know")


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
        description="replace: the corrected text stands in that cell for every report; note: it is only reported"
    )
    row: str | None = Field(
        None, description="The cell of this case that it concerns, as table/id/column: people/rubio/name"
    )
    as_given: Text = Field(description="What the source prints")
    corrected: str | None = Field(None, description="The correct text; empty if it cannot be recovered")
    reason: Annotated[Text, PROSE] = Field(description="Why this is an error")
    shown_by: Annotated[Ids, Ref("sources", "claims")] = Field(
        (), description="The sources or claims that show the error"
    )
    status: Literal["open", "fixed_upstream"] = Field(
        description="open: the source still contains the error; fixed_upstream: the source has corrected it"
    )


class Waiver(Row):
    """A number in a source's text that needs no claim, with the reason."""

    table: ClassVar[str] = "waivers"
    key: ClassVar[str] = "waiver_id"
    waiver_id: Id = Field(description="Stable id")
    source: Annotated[str, Ref("sources")] = Field(description="The source")
    locator: Text = Field(description="Where in the source: one place, several separated by ;, or throughout")
    phrase: Phrase = Field(description="The few words of the source that contain the number")
    reason: Text = Field(description="Why it needs no claim")
