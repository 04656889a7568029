r"""BibTeX, as Zotero, JabRef, EndNote and Mendeley write it, with LaTeX in it."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.bibliography.bibtex import read_bibtex
from analysis.case.schema import Source
from analysis.errors import UsageError
from analysis.report.formats.bibliography import format_bibtex


def read_one(inside: str, kind: str = "article"):
    (entry,) = read_bibtex(f"@{kind}{{key,\n{inside}\n}}\n", "works.bib")
    return entry


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (r"{M{\"u}ller, J{\"o}rg}", "Jörg Müller"),
        ("{van der Berg, Anna and Ludwig van Beethoven}", "Anna van der Berg; Ludwig van Beethoven"),
        ("{{World Bank} and {Barnes and Noble}}", "World Bank; Barnes and Noble"),
        ("{King, Jr., Martin Luther}", "Martin Luther King Jr."),
        ("{{Da Costa}, Nuno M.C. and others}", "Nuno M.C. Da Costa; et al."),
        (r'"Erd{\H o}s, P\'al"', "Pál Erdős"),
        (
            "{{European Commission. Directorate-General for Trade}}",
            "European Commission. Directorate-General for Trade",
        ),
        ("{}", ""),
        ("{Smith, }", "Smith"),
    ],
)
def test_names_are_in_natural_order(written, expected):
    assert read_one(f"author = {written}, title = {{t}}").author == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("year = 2021, month = jan", "2021-01"),
        ("year = {2021}, month = {January}", "2021-01"),
        ("year = 2021, month = 1, day = 5", "2021-01-05"),
        ('year = 2021, month = jan # "~15"', "2021-01-15"),
        ('year = 2021, month = "15~" # jan', "2021-01-15"),
        ("year = {2019--2020}", "2019/2020"),
        ("year = {c. 1990}", "1990~"),
        ("date = {2021-01~}, year = 2021", "2021-01~"),
        ("date = {2021-01-05/2021-02-01}", "2021-01-05/2021-02-01"),
        ("date = {2021-24}", "2021-24"),
        ("date = {n.d.}, year = 2021", "2021"),
        ("year = 2021, month = {whenever}", "2021"),
        ("year = {in press}", ""),
    ],
)
def test_dates_are_as_precise_as_given(fields, expected):
    assert read_one(f"title = {{t}}, {fields}").date == expected


def test_what_cannot_be_taken_is_said():
    found = read_one("title = {t}, year = {in press}, url = {www.example.org}, urldate = {soon}")
    assert found.unread == ("year 'in press'", "urldate 'soon'", "address 'www.example.org'")
    assert read_one("title = {t}, year = 2021, month = {whenever}").unread == ("month 'whenever'",)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (r"{{Ukraine}'s bill: \$524 billion, 50\% more}", "Ukraine's bill: $524 billion, 50% more"),
        ("{From $5 to $6 billion, 7% of all}", "From $5 to $6 billion, 7% of all"),
        ("{CO$_2$ and m\\textsuperscript{2} -- ``now''}", "CO2 and m2 – “now”"),
        ("{Stra{\\ss}e, S{\\o}ren, {\\'E}cole, na{\\\"\\i}ve}", "Straße, Søren, École, naïve"),
        ("{two\n   lines}", "two lines"),
        (r"{On {\LaTeX} \& \TeX}", "On LaTeX & TeX"),
        (r"{A \& B~C}", "A & B C"),
        ("{Київ, 北京}", "Київ, 北京"),
    ],
)
def test_latex_becomes_text(written, expected):
    assert read_one(f"title = {written}").title == expected


def test_addresses_are_not_latex():
    assert read_one(r"title = {t}, url = {https://example.org/a\_b%20c#d~e}").url == "https://example.org/a_b%20c#d~e"
    assert read_one(r"title = {t}, howpublished = {\url{https://example.org/a}}", "misc").url == "https://example.org/a"
    assert read_one("title = {t}, doi = {10.1000/A_b}").address == "https://doi.org/10.1000/a_b"


def test_strings_comments_and_two_works_of_one_key_are_read():
    text = """% Encoding: UTF-8
@string{rtr = "Reuters"}
@comment{jabref-meta: databaseType:bibtex;}
@article{a, title = {One}, journal = rtr # " News", entrysubtype = {newspaper}}
@online(a, title = "Two", organization = {UN})
"""
    first, second = read_bibtex(text, "works.bib")
    assert (first.publisher, first.type, first.place) == ("Reuters News", "article-newspaper", "line 4")
    assert (second.title, second.publisher, second.type) == ("Two", "UN", "webpage")


def test_every_source_we_export_comes_back_as_it_was():
    case = load_case()
    cards = [case.cards.build_source(id) for id in case.ledger.get_table(Source)]
    kept = ("title", "publisher", "author", "date", "language", "url")
    expected = [tuple(getattr(card, name) or "" for name in kept) for card in cards]
    found = read_bibtex(format_bibtex(cards), "x")
    assert [tuple(getattr(entry, name) for name in kept) for entry in found] == expected


def test_all_entries_that_cannot_be_read_are_named_with_their_lines():
    text = "@article{a, title={x {y}\n}\n@book{b, title={ok}}\n@misc{c, title = {x}, year 2020}\n"
    with pytest.raises(UsageError) as error:
        read_bibtex(text, "works.bib")
    lines = str(error.value).splitlines()
    assert [line.rpartition(": ")[0][:11] for line in lines[:2]] == ["works.bib:1", "works.bib:4"]
    assert lines[2] == "Correct these 2 entries, or export the file again; nothing was added."
