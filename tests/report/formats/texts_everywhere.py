"""One report with a text in every kind of place, and the texts that formats tend to read as their own code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st

from analysis.contract import ClaimCard, CorrectionCard, RivalCard, SourceCard
from analysis.report.document.model import (
    Column,
    Document,
    Figure,
    Heading,
    KeyNumber,
    KeyNumbers,
    Label,
    Note,
    Number,
    ParameterValue,
    Points,
    Prose,
    RichText,
    Table,
)
from analysis.style.house import get_shipped_house

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h10v10H0z"/></svg>'
NASTY = (
    r"C:\backup\folder\new",
    r"ends in \b",
    "\"quoted\" 'and' `ticked` ``twice``",
    "</script><b>bold</b><!-- no -->",
    "<script>x</script> &amp; &#39; &nbsp; &copy",
    "#import x; #text[y] $1+1$ *a* _b_ @c <d>",
    "{unbalanced } braces }{ %comment #sign ~tilde^hat",
    "[link](https://example.org) ![image](x.png) [^x] [ref][x]",
    "www.example.org and https://example.org/a_b_c, x@example.org",
    "| a | b \\| c |",
    "# heading #",
    "- item",
    "+ item",
    "1) item",
    "2025. A year",
    "(iv) item",
    "> quote",
    "=====",
    "-----",
    "---",
    "***",
    "~~~",
    "```",
    ": definition",
    "~~struck~~ ==marked== H~2~O x^2^",
    "=1+1",
    "two  spaces, ends in two  ",
    "   begins with three",
    "\ttab",
    "double--dash---and ``quotes'' ?` !` << >>",
    "ї ґ Ў 中文 עברית é e\u0301 ﬁ ½ ² … “ ” ‘ ’ – —",
    "javascript:x",
    "wow!",
    "a\\",
)

_PRINTABLE = st.characters(exclude_categories=["C", "Zl", "Zp"])
_MARKUP = st.text("\\`*_[](){}<>&|$~^@#+-=:.!%\"'/ 1aA", min_size=1, max_size=10)
TEXTS = (st.sampled_from(NASTY) | _MARKUP | st.text(_PRINTABLE, min_size=1, max_size=10)).filter(str.strip)


def build_document(give_text: Callable[[str], str]) -> Document:
    """Returns a report with a text from `give_text`, called with the name of the place, in every kind of place."""

    def write(place: str) -> RichText:
        return (Label(give_text(place), "plans/a"),)

    def count(position: int) -> Number:
        return Number("7 people", 7, "person", 7, 7, "exact", ("c",), "c", False, "", "", f"n{position}", position)

    source = SourceCard(
        "survey",
        give_text("source title"),
        publisher=give_text("source publisher"),
        author=give_text("source author"),
        url="https://example.org/a",
        kind="press",
        date="2025",
        date_text="2025",
    )
    card = ClaimCard(
        "c",
        "claim",
        give_text("claim quantity"),
        "person",
        meaning=give_text("claim meaning"),
        value=7,
        low=7,
        high=7,
        qualifier="exact",
        attributed_to=give_text("claim speaker"),
        statement=give_text("claim statement"),
        phrase=give_text("claim phrase"),
        locator=give_text("claim locator"),
        note=give_text("claim note"),
        source=source,
        corrections=(CorrectionCard(give_text("correction"), None, give_text("correction reason")),),
        rivals=(
            RivalCard(
                "r", "person", 8, 8, 8, "exact", "normal", give_text("rival locator"), give_text("rival"), source
            ),
        ),
    )
    column = Column("k", write("table heading"), "left"), Column("n", ("Number",), "right")
    shown = Table("shown", "table-shown", 1, write("table caption"), column, ((write("table cell"), (count(2),)),), ())
    drawn = Table("drawn", "data", 0, write("data caption"), column, ((write("data cell"), (count(3),)),), ())
    house = get_shipped_house()
    header = {"name": give_text("house name"), "classification": give_text("house classification")}
    return Document(
        title=write("title"),
        question=write("question"),
        about={
            "title": give_text("case title"),
            "sources": give_text("basis"),
            "date": "2025-01-02",
            "date_text": "2025",
        },
        blocks=(
            Prose(write("answer"), "answer"),
            Heading(1, write("heading"), "h"),
            Prose(write("prose")),
            Prose(write("remark"), "note"),
            Points((write("point"), ("plain",))),
            Points((write("ordered point"),), ordered=True),
            KeyNumbers((KeyNumber(write("card label"), count(1), write("card note")),)),
            replace(shown, notes=(write("table note"),)),
            Figure("drawn", "figure-drawn", 1, write("figure title"), SVG, SVG, give_text("figure alt"), drawn, ()),
        ),
        notes=tuple(Note(number, f"note-{number}", card, "", "", (), (f"n{number}",)) for number in (1, 2, 3)),
        sources=(source,),
        parameters=(ParameterValue("p", "x", "", True, give_text("parameter label"), give_text("parameter text")),),
        claims={"c": card},
        numbers=(count(1), count(2), count(3)),
        reads={},
        house=replace(house, header=header),
    )


@st.composite
def documents(draw: st.DrawFn) -> tuple[Document, dict[str, str]]:
    """A report, and by the name of the place the text that is there."""
    texts: dict[str, str] = {}

    def give_text(place: str) -> str:
        texts[place] = draw(TEXTS, label=place)
        return texts[place]

    return build_document(give_text), texts
