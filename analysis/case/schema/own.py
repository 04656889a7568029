"""What one case calls and adds by itself: roles, words, remarks, reports, and its texts in other languages."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from analysis.case.columns import (
    NAME,
    PROSE,
    SHARED_PROSE,
    Allowed,
    FileId,
    Id,
    Ids,
    PrintedLanguage,
    Ref,
    RoleName,
    Row,
    Text,
)


class Role(Row):
    """What plays a part in the questions that all cases share: the need, say, that a gap is computed from."""

    table: ClassVar[str] = "roles"
    key: ClassVar[str] = "role_id"
    may_be_missing: ClassVar[bool] = True
    role_id: RoleName = Field(description="The role's name")
    played_by: Annotated[
        Ids, Ref("quantities", "parties", "plans", "people", "events", "regions", "issues", "subjects")
    ] = Field(description="What plays it in this case; several where the question is asked of each")
    note: Annotated[str | None, PROSE] = Field(None, description="Anything else a reader should know")


class Word(Row):
    """A word of this case's own for a column that offers a choice of words, or a name of its own for a word of ours."""

    table: ClassVar[str] = "vocabulary"
    key: ClassVar[str] = "word_id"
    may_be_missing: ClassVar[bool] = True
    word_id: Id = Field(description="Stable id")
    column: Text = Field(description="The column that it is added to, as table/column: parties/kind")
    word: Id = Field(description="The word as the column has it")
    name: Annotated[Text, NAME] = Field(
        description="What a report calls it, in lower case as in the middle of a sentence"
    )
    meaning: Annotated[Text, PROSE] = Field(
        description="What it means, so that somebody else gives the same row the same word"
    )


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
    text: Annotated[Text, PROSE] = Field(
        description="The sentence. In braces stands what the case holds: {quantity@subject}, {claims/id}, {events/id} "
        "for its date, {id} for a name, {table/id/column} for a text; a spec may follow, {claims/id:round}"
    )
    note: Annotated[str | None, PROSE] = Field(None, description="Anything else a reader should know")


class Report(Row):
    """One report of this case. A file of variants has the same columns."""

    table: ClassVar[str] = "reports"
    key: ClassVar[str] = "report_id"
    further: ClassVar[frozenset[str]] = frozenset(("section",))
    report_id: FileId = Field(description="Stable id, also the folder's name")
    notebook: FileId = Field(description="Name of the notebook, without .ipynb")
    title: Annotated[Text, PROSE] = Field(description="Short title, for lists")
    parameters: str | None = Field(
        None, description="Parameters as name=value; name=value, in place of the notebook's defaults"
    )
    section: Annotated[str | None, SHARED_PROSE] = Field(
        None, description="The question of the section of the index that the report is in; empty: none"
    )


class Translation(Row):
    """A text of this case in another language, or a name in a grammatical form."""

    table: ClassVar[str] = "translations"
    key: ClassVar[str] = "translation_id"
    may_be_missing: ClassVar[bool] = True
    parts: ClassVar[tuple[str, ...]] = ("row", "column", "language", "form")
    row: Text = Field(
        description="The row, as table/id: parties/ukraine; case for what datapackage.json says; "
        "units/truck for what a unit of units.txt is called"
    )
    column: Id = Field(
        description="The column of that row: name, meaning, statement; of case: title, description; of a unit: one, "
        "few, many, other (the plural categories of CLDR), and per for what a rate is per. Whose words they are, what "
        "a number covers and other texts that recur are given once, for any of the rows that have them"
    )
    language: PrintedLanguage = Field(description="BCP 47 language tag")
    form: Literal["genitive", "dative", "accusative", "instrumental", "locative"] | None = Field(
        None, description="The grammatical form of a name, for sentences that need it; empty: the text itself"
    )
    text: Text = Field(description="The text in that language")
