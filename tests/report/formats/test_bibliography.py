"""The sources of a report as CSL-JSON and BibTeX: read back by a BibTeX parser and set by a citation processor."""

from __future__ import annotations

import csv
import json
import warnings
from dataclasses import fields, replace
from itertools import accumulate

import bibtexparser
import pytest
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors
from hypothesis import given
from hypothesis import strategies as st

from analysis.contract import SourceCard
from analysis.messages import use_language
from analysis.paths import SHIPPED_CASE, find_case
from analysis.report.formats import bibliography
from tests.dates.samples import edtf_texts
from tests.report.formats import texts_everywhere

WIRE = SourceCard(
    source_id="reuters_gap",
    title="EU leaders fail to agree on $300bn of assets",
    publisher="Reuters",
    date="2025-12-19",
    kind="wire",
    role="second",
    language="en",
    accessed="2026-11-23",
    url="https://example.org/a_b?x=1&y=50%25#part",
    reliability="B",
)
POLL = SourceCard(
    source_id="kiis",
    title="Довіра до президента",
    author="KIIS",
    publisher="KIIS & partners",
    date="2025-12~",
    kind="poll",
    language="uk",
)
BARE = SourceCard("article", "A Difficult Game", kind="article")


def read_back(text: str) -> dict[str, dict[str, str]]:
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    return {
        entry.key: {"type": entry.entry_type, **{field.key: field.value for field in entry.fields}}
        for entry in library.entries
    }


def test_bibtex_holds_each_field_where_bibtex_looks_for_it():
    found = read_back(bibliography.format_bibtex([WIRE, POLL, BARE]))
    assert found["reuters_gap"] == {
        "type": "article",
        "title": r"{EU} leaders fail to agree on \$300bn of assets",
        "journal": "Reuters",
        "year": "2025",
        "month": "dec",
        "date": "2025-12-19",
        "url": "https://example.org/a_b?x=1&y=50%25#part",
        "urldate": "2026-11-23",
        "language": "en",
        "note": "Reliability B (Admiralty code)",
    }
    assert found["kiis"] == {
        "type": "techreport",
        "title": "Довіра до президента",
        "author": "{KIIS}",
        "institution": r"KIIS \& partners",
        "year": "about December 2025",
        "date": "2025-12~",
        "language": "uk",
    }
    assert found["article"] == {"type": "misc", "title": "A {Difficult} {Game}"}


def test_csl_holds_each_field_under_its_csl_name():
    wire, poll, bare = bibliography.build_csl([WIRE, POLL, BARE])
    assert wire == {
        "id": "reuters_gap",
        "type": "article-newspaper",
        "title": "EU leaders fail to agree on $300bn of assets",
        "container-title": "Reuters",
        "issued": {"date-parts": [[2025, 12, 19]]},
        "language": "en",
        "URL": "https://example.org/a_b?x=1&y=50%25#part",
        "accessed": {"date-parts": [[2026, 11, 23]]},
        "note": "Reliability B (Admiralty code)",
    }
    assert poll["author"] == [{"literal": "KIIS"}]
    assert (poll["type"], poll["publisher"], poll["issued"]) == (
        "report",
        "KIIS & partners",
        {"date-parts": [[2025, 12]], "circa": True},
    )
    assert bare == {"id": "article", "type": "article", "title": "A Difficult Game"}


def test_a_translated_title_stands_beside_the_original():
    """CSL's styles put `medium` in brackets; biblatex prints `titleaddon` after the title."""
    source = SourceCard("uk", "Огляд", title_translation="A survey", language="uk")
    (entry,) = bibliography.build_csl([source])
    assert (entry["title"], entry["medium"]) == ("Огляд", "A survey")
    assert "  title = {Огляд},\n  titleaddon = {[A survey]},\n" in bibliography.format_bibtex([source])


@pytest.mark.parametrize(
    ("edtf", "csl"),
    [
        ("2025", {"date-parts": [[2025]]}),
        ("2025-12", {"date-parts": [[2025, 12]]}),
        ("2025-12-28?", {"date-parts": [[2025, 12, 28]], "circa": True}),
        ("2025-12-28/2026-01-02", {"date-parts": [[2025, 12, 28], [2026, 1, 2]]}),
        ("2025-23", {"date-parts": [[2025]], "season": 3}),
        ("2025-12-28/..", {"literal": "from 28 December 2025 on"}),
        ("2025-24?", {"date-parts": [[2025]], "season": 4, "circa": True}),
        ("2025-30", {"date-parts": [[2025]], "season": 2}),
        ("2025-33", {"literal": "first quarter of 2025"}),
        ("2025-21/2025-22", {"literal": "spring 2025 to summer 2025"}),
        ("2025-XX", {"date-parts": [[2025]]}),
        ("2025-12-XX~", {"date-parts": [[2025, 12]], "circa": True}),
        ("2025-XX-XX", {"date-parts": [[2025]]}),
        ("2025-XX-05", {"literal": "day 5 of some month of 2025"}),
        ("2025-1X", {"literal": "some month from October to December 2025"}),
        ("202X", {"literal": "the 2020s"}),
        ("2004-06~-11", {"date-parts": [[2004, 6, 11]], "circa": True}),
        ("1950S2", {"date-parts": [[1950]], "circa": True}),
        ("[2025,2026]", {"literal": "2025 or 2026"}),
        ("2026-01-01T23:30:00-05:00", {"date-parts": [[2026, 1, 1]]}),
    ],
)
def test_a_date_becomes_no_more_precise(edtf, csl):
    assert bibliography.build_csl_date(edtf) == csl


@pytest.mark.parametrize(
    ("edtf", "fields"),
    [
        ("2026-01-01T23:30:00-05:00", {"year": "2026", "month": "jan", "date": "2026-01-01T23:30:00-05:00"}),
        ("2025-33", {"year": "first quarter of 2025", "date": "2025-33"}),
        ("2025-24?", {"year": "perhaps winter 2025", "date": "2025-24?"}),
        ("202X", {"year": "the 2020s", "date": "202X"}),
        ("2025-12-XX", {"year": "some day of December 2025", "date": "2025-12-XX"}),
        ("2025-1X", {"year": "some month from October to December 2025"}),
        ("2004-06~-11", {"year": "11 June 2004 (year approximate; month approximate)"}),
        ("[2025,2026]", {"year": "2025 or 2026"}),
        ("2025/", {"year": "from 2025, end unknown", "date": "2025/"}),
        ("2025/2026-1X", {"year": "2025 to some month from October to December 2026"}),
    ],
)
def test_bibtex_has_the_year_and_biblatex_the_date_it_can_read(edtf, fields):
    entry = read_back(bibliography.format_bibtex([replace(BARE, date=edtf)]))["article"]
    assert {name: entry[name] for name in ("year", "month", "date") if name in entry} == fields


@given(edtf_texts())
def test_any_date_has_a_place_in_both(text):
    csl = bibliography.build_csl_date(text)
    assert csl.get("literal") or all(1 <= len(parts) <= 3 for parts in csl["date-parts"])
    entry = read_back(bibliography.format_bibtex([replace(BARE, date=text)]))["article"]
    assert entry["year"]
    assert entry.get("date", text) == text


def test_a_grade_is_noted_in_ukrainian():
    with use_language("uk"):
        (entry,) = bibliography.build_csl([replace(WIRE, reliability="B")])
    assert entry["note"] == "Достовірність B (за кодом Адміралтейства)"


def test_an_address_no_reader_should_follow_is_left_out():
    source = replace(BARE, url="javascript:alert(1)")
    assert "URL" not in bibliography.build_csl([source])[0]
    assert "url" not in bibliography.format_bibtex([source])


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=30)


@given(title=st.lists(WORDS, min_size=1, max_size=5).map(" ".join), publisher=WORDS)
def test_whatever_a_title_holds_the_entry_stays_one(title, publisher):
    text = bibliography.format_bibtex([replace(WIRE, title=title, publisher=publisher), BARE])
    found = read_back(text)
    assert set(found) == {"reuters_gap", "article"}
    assert found["reuters_gap"]["title"].count("{") == found["reuters_gap"]["title"].count("}")
    assert found["reuters_gap"]["url"] == WIRE.url


TITLES = texts_everywhere.TEXTS | st.lists(
    st.sampled_from(["AB_c", "100%", "$5", "#1", "R&D", "x^2", "a{b", "c}d", "~", "Plain", "Ünder", "@", "@x{", "--"]),
    min_size=1,
    max_size=6,
).map(" ".join)


@given(title=TITLES, publisher=TITLES, author=TITLES)
def test_latex_prints_every_text_letter_for_letter(title, publisher, author):
    source = replace(WIRE, title=title, publisher=publisher, author=author)
    library = bibtexparser.parse_string(
        bibliography.format_bibtex([source]), append_middleware=[LatexDecodingMiddleware()]
    )
    assert not library.failed_blocks
    found = [library.entries[0][name] for name in ("title", "journal", "author")]
    assert found == [" ".join(text.split()) for text in (title, publisher, author)]
    assert bibliography.build_csl([source])[0]["title"] == title


@given(text=texts_everywhere.TEXTS)
def test_bibtex_too_finds_every_brace_closed(text):
    depths = list(accumulate({"{": 1, "}": -1}.get(sign, 0) for sign in bibliography.escape_latex(text)))
    assert min(depths, default=0) >= 0
    assert (depths or [0])[-1] == 0


def test_what_is_no_key_cannot_end_an_entry():
    found = read_back(bibliography.format_bibtex([replace(BARE, source_id="a, b}")]))
    assert list(found) == ["a__b_"]


def test_a_name_in_braces_of_its_own_is_one_author():
    text = bibliography.format_bibtex([replace(POLL, author="Kyiv International Institute of Sociology and Partners")])
    entry = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors()]).entries[0]
    assert entry["author"] == ["{Kyiv International Institute of Sociology and Partners}"]


def shipped_sources() -> list[SourceCard]:
    with (find_case(SHIPPED_CASE) / "sources.csv").open(encoding="utf-8", newline="") as file:
        names = [each.name for each in fields(SourceCard) if each.name != "date_text"]
        return [SourceCard(**{name: row.get(name) or None for name in names}) for row in csv.DictReader(file)]


def test_every_source_of_the_shipped_case_is_read_back():
    sources = shipped_sources()
    found = read_back(bibliography.format_bibtex(sources))
    assert list(found) == [source.source_id for source in sources]
    assert all(found[source.source_id]["date"] == source.date for source in sources if source.date)
    assert all(found[source.source_id]["url"] for source in sources if source.url)


def test_a_citation_processor_sets_the_list():
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    sources = [WIRE, *shipped_sources()]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        processor = CitationStylesBibliography(
            style, CiteProcJSON(json.loads(json.dumps(bibliography.build_csl(sources)))), formatter.plain
        )
        for source in sources:
            processor.register(Citation([CitationItem(source.source_id)]))
        lines = [str(line) for line in processor.bibliography()]
    assert len(lines) == len(sources)
    wire = next(line for line in lines if "$300bn" in line)
    assert "Reuters" in wire
    assert "2025" in wire
    assert "Available at: https://example.org/a_b" in wire
