"""Every report of the shipped case, rendered by the command: all of it is there, and every number is traced."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import jsonschema
import lxml.html
import pikepdf
import pytest

from tests.conftest import REPORTS, ROOT, read_json, read_tree
from tests.crates import choose_unlike, find_issues
from tests.other_page import unpack_other
from tests.sheets import Sheet, read_sheets


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_is_complete(rendered, report):
    names = {path.name for path in (rendered / report).iterdir()}
    assert {
        f"{report}.html",
        f"{report}.pdf",
        "results.json",
        "manifest.json",
        "notebook.ipynb",
        "tables",
        "references.json",
        "references.bib",
    } <= names
    page = (rendered / report / f"{report}.html").read_text(encoding="utf-8")
    assert len(page) < 1_500_000
    assert f'href="{report}/{report}.html"' in (rendered / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("report", REPORTS)
def test_its_references_are_the_sources_and_the_works_it_lists(rendered, report):
    page = lxml.html.parse(rendered / report / f"{report}.html")
    sources, works = (
        [item.text_content().replace("’", "'") for item in page.getroot().cssselect(f"{place} li")]
        for place in ("section.sources", "#references + ul")
    )
    references = read_json(rendered / report / "references.json")
    assert len(references) == len(sources) + len(works)
    assert sources
    assert works
    titles = [item["title"].replace("’", "'") for item in references]
    assert [title for title, line in zip(titles, sources, strict=False) if title not in line] == []
    assert [title for title in titles[len(sources) :] if not any(title in line for line in works)] == []
    entries = re.findall(r"^@\w+\{(\w+),$", (rendered / report / "references.bib").read_text(encoding="utf-8"), re.M)
    assert entries == [item["id"] for item in references]


def test_the_validator_of_ro_crates_accepts_every_kind_of_entity(rendered):
    """It takes seconds for a folder, and most hold the same kinds."""
    unlike = choose_unlike(rendered / report for report in REPORTS)
    assert {folder.name: find_issues(folder) for folder in unlike} == {folder.name: [] for folder in unlike}


@pytest.mark.parametrize("report", REPORTS)
def test_the_crate_of_its_folder_names_the_files_that_are_there(rendered, report):
    graph = read_json(rendered / report / "ro-crate-metadata.json")["@graph"]
    files = {entity["@id"] for entity in graph if "File" in entity["@type"]}
    assert files == set(read_tree(rendered / report)) - {"ro-crate-metadata.json"}


@pytest.mark.parametrize("report", REPORTS)
def test_every_number_leads_to_a_source_an_assumption_or_a_parameter(rendered, report):
    results = read_json(rendered / report / "results.json")
    traced = [entry for entry in results["shown"] if entry["claims"]]
    assert len(traced) == len(results["shown"]) > 0
    for entry in results["shown"]:
        for id in entry["claims"]:
            card = results["claims"][id]
            known = card.get("source") or card["kind"] in ("assumption", "parameter", "count")
            assert known, f"{entry['text']} rests on {id}, which says nothing of where it is from"
            assert card.get("locator") or card["kind"] != "claim"


@pytest.mark.parametrize("report", REPORTS)
def test_every_number_of_the_page_has_its_note(rendered, report):
    page = (rendered / report / f"{report}.html").read_text(encoding="utf-8")
    controls = re.findall(r'<a class="n" id="([^"]+)" href="#(note-\d+)"', page)
    notes = set(re.findall(r'id="(note-\d+)"', page))
    assert len(controls) == len(read_json(rendered / report / "results.json")["shown"])
    assert {note for _, note in controls} <= notes


@pytest.mark.parametrize("report", REPORTS)
def test_both_bases_are_in_the_page_and_what_the_titles_differ_in_is_in_the_strip(rendered, report):
    page = (rendered / report / f"{report}.html").read_text(encoding="utf-8")
    here, there = lxml.html.fromstring(page), lxml.html.fromstring(unpack_other(page))
    found = [block for block in here.cssselect("main > section.strip, main > p.note") if _is_strip(block)]
    assert len(found) == 1
    words = " ".join(found[0].xpath(".//text()[not(ancestor::sup)]"))
    titles = [{_read_number(number) for number in one.cssselect("h1 a.n")} for one in (here, there)]
    for number in titles[0] ^ titles[1]:
        assert set(re.findall(r"\d[\d.,]*", number)) <= set(re.findall(r"\d[\d.,]*", words)), number
    assert [link.get("href") for link in here.cssselect("nav.switch a")] == ["?basis=article", "?basis=all"]


def _read_number(link: lxml.html.HtmlElement) -> str:
    """Returns a number without that of its note."""
    return link.text_content().removesuffix("".join(mark.text_content() for mark in link.cssselect("sup")))


def _is_strip(block: lxml.html.HtmlElement) -> bool:
    words = block.text_content()
    return block.get("class") == "strip" or words.startswith(
        ("= the same by the article and", "+ by other sources only")
    )


@pytest.mark.parametrize("report", REPORTS)
def test_every_number_drawn_leads_to_its_note_too(rendered, report):
    page = (rendered / report / f"{report}.html").read_text(encoding="utf-8")
    leads = dict(re.findall(r'<a class="n" id="([^"]+)" href="#(note-\d+)"', page))
    for note, anchor in re.findall(r'<a class="mark" href="#(note-\d+)" data-number="([^"]+)"', page):
        assert leads[anchor] == note
    assert 'href="#number-' not in page


@pytest.mark.parametrize("report", REPORTS)
def test_the_results_follow_their_schema(rendered, report):
    schema = json.loads((ROOT / "analysis" / "report" / "formats" / "results.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(read_json(rendered / report / "results.json"))


@pytest.mark.parametrize("report", REPORTS)
def test_the_pdf_is_tagged_has_no_blank_page_and_links_each_number_to_its_note(rendered, report):
    page = lxml.html.parse(rendered / report / f"{report}.html").getroot()
    unmarked = sum(
        len(page.cssselect(where))
        for where in (  # drawings, titles and sliders have no note marks in print
            "figure > :not(figcaption) a.n",
            "h1 a.n",
            ".what-if a.n",
        )
    )
    path = rendered / report / f"{report}.pdf"
    with pikepdf.open(path) as parsed:
        assert bool(parsed.Root.MarkInfo.Marked)
        sheets = read_sheets(path)
        assert len(sheets) == len(parsed.pages)
        for sheet in sheets:
            printed = [c for c in sheet.chars if c["text"].strip()]
            assert len(printed) > 40
            assert all(c["x0"] > 20 and c["x1"] < sheet.width - 20 for c in printed)
        led = [way for way in list_links(parsed, sheets) if way[0]]
    assert [way for way in led if way[0] != way[2]] == []  # the note that a link names is the one it leads to
    marked = [way for way in led if way[1]]
    assert [way for way in marked if way[1] != way[0]] == []
    assert len(led) - len(marked) >= len(page.cssselect("h1 a.n"))
    assert len(marked) >= len(read_json(rendered / report / "results.json")["shown"]) - unmarked > 0


def list_links(parsed: pikepdf.Pdf, sheets: list[Sheet]) -> Iterator[tuple[str, str, str]]:
    """Lists for each link within the file: the note it names, its raised number, and the number at its target."""
    pages = {page.objgen: position for position, page in enumerate(parsed.pages)}
    for position, page in enumerate(parsed.pages):
        here = sheets[position]
        for link in page.get("/Annots", []):
            if not isinstance(link.get("/Dest"), pikepdf.Array):
                continue
            x0, y0, x1, y1 = (float(end) for end in link.Rect)
            inside = [
                c
                for c in here.chars
                if x0 - 1 <= (c["x0"] + c["x1"]) / 2 <= x1 + 1
                and y0 - 2 <= here.height - (c["top"] + c["bottom"]) / 2 <= y1 + 2
                and c["text"].strip()
            ]
            small = [c["text"] for c in inside if c["size"] < 0.7 * max(c["size"] for c in inside)]
            said = re.fullmatch(r"(?:Note (\d+))?.*", str(link.Contents))[1] or ""
            marks = re.findall(r"\d+(?=\]|$)", "".join(small))  # of two lines, the box holds all of both
            raised = said if said in marks else next(reversed(marks), "")
            there = sheets[pages[link.Dest[0].objgen]]
            left, top = float(link.Dest[2]), there.height - float(link.Dest[3])
            yield (
                said,
                raised,
                "".join(
                    c["text"]
                    for c in there.chars
                    if left - 3 <= c["x0"] <= left + 14 and top - 2 <= c["top"] <= top + 22 and c["text"].isdigit()
                ),
            )


def test_how_many_numbers_are_traced(rendered, record_property):
    numbers = [entry for report in REPORTS for entry in read_json(rendered / report / "results.json")["shown"]]
    traced = sum(bool(entry["claims"]) for entry in numbers)
    record_property("traced", f"{traced} of {len(numbers)}")
    print(f"traced {traced} of {len(numbers)} numbers in {len(REPORTS)} reports")
    assert traced == len(numbers) > 500


def test_there_are_more_figures_than_tables(rendered):
    pages = [lxml.html.parse(rendered / name / f"{name}.html").getroot() for name in REPORTS]
    figures, tables = (sum(len(page.cssselect(asked)) for page in pages) for asked in ("main figure", "main > .table"))
    assert figures >= 26
    assert 0 < tables <= 45


@pytest.mark.parametrize("report", REPORTS)
def test_a_page_can_be_passed_on(rendered, report):
    page = lxml.html.parse(rendered / report / f"{report}.html").getroot()
    told = {meta.get("property"): meta.get("content") for meta in page.cssselect("head meta[property]")}
    assert told["og:title"] == read_json(rendered / report / "results.json")["title"]
    assert told["og:description"]
    picture = (rendered / report / told["og:image"]).read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(picture[at : at + 4]) for at in (16, 20)] == [1200, 630]


@pytest.mark.parametrize("report", REPORTS)
def test_the_answer_does_not_repeat_the_title(rendered, report):
    page = lxml.html.parse(rendered / report / f"{report}.html").getroot()
    for number in page.cssselect("sup"):  # of a note
        number.drop_tree()
    title, answer = (" ".join(page.cssselect(asked)[0].text_content().split()) for asked in ("h1", "p.answer"))
    assert title
    assert title not in answer
