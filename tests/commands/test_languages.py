"""Reports in several languages: what the command makes, says and refuses, and that their numbers are the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from analysis.messages import get_language
from tests.case.test_case import write_language
from tests.case.test_translations import write_translations
from tests.conftest import read_json, write_notebook

UKRAINIAN = (
    ("parties/ukraine", "name", "uk", "", "Україна"),
    ("parties/ukraine", "name", "uk", "genitive", "України"),
    ("quantities/reconstruction.need", "name", "uk", "", "потреба у відбудові"),
    ("reports/pair", "title", "uk", "", "Пара"),
    ("case", "title", "uk", "", "Озерна зустріч"),
)
_LOAD = """case = load_case(case_dir, basis=basis, language="{language}")
gap = (case["reconstruction.need"] - case["assets.usable"]).named("gap", "Gap")
there, who = elsewhere(gap), case.label("ukraine")"""


def write_pair(folder: Path, language: str, title: str, answer: str, heading: str) -> None:
    suffix = "" if language == "en" else f".{language}"
    write_notebook(
        folder / "notebooks" / f"pair{suffix}.ipynb",
        "from analysis import cover, elsewhere, load_case, ours, say, see_report",
        _LOAD.format(language=language),
        f'cover("{title}", "{heading}?", case.about, gap=gap, by=ours(gap), there=there)',
        f'say("{answer}", role="answer", gap=gap, by=ours(gap), there=there, who=who, survey=case.source("survey"))',
        f"# {heading}",
        'say("{name}: {need}; {other}", name=case.label("reconstruction.need"), need=case["reconstruction.need"], '
        'other=see_report("reconstruction", "x"))',
        parameters='case_dir: str = "tiny"\nbasis: str = "article"',
    )


@pytest.fixture
def pair(tiny):
    """The tiny case with a report in English and in Ukrainian, which says some of the case's names."""
    write_translations(tiny, *UKRAINIAN)
    with (tiny / "reports.csv").open("a", encoding="utf-8") as file:
        file.write("pair,pair,A pair,\n")
    write_pair(
        tiny, "en", "{gap} is missing, by {by}", "For {who}, {gap} is missing by {by}; by {survey}, {there}.", "Means"
    )
    write_pair(tiny, "uk", "Бракує {gap} ({by})", "Для {who:genitive} бракує {gap} ({by}); {survey}: {there}.", "Кошти")
    return tiny


@pytest.fixture
def render(invoke, warm_server, pair, tmp_path):
    def run(*arguments: str):
        case = ("--case", str(pair), "--out", str(tmp_path / "out"), "--format", "html,md", "--trust")
        return invoke("render", "pair", *case, *arguments)

    return run


def list_numbers(folder: Path) -> list[tuple[object, ...]]:
    """Returns every number of a report in reading order, with the claims behind it."""
    columns = ("value", "unit", "low", "high", "qualifier", "claims")
    return [tuple(map(str, map(entry.get, columns))) for entry in read_json(folder / "results.json")["shown"]]


def test_one_render_makes_a_report_in_both_languages_with_the_same_numbers(render, tmp_path):
    done = render("--language", "all")
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 of 2 reports" in done.stdout
    english, ukrainian = (tmp_path / "out" / "tiny" / name for name in ("pair", "pair.uk"))
    assert list_numbers(english) == list_numbers(ukrainian)
    assert len(list_numbers(english)) == 4
    text = (ukrainian / "pair.uk.md").read_text(encoding="utf-8")
    assert "Для України бракує" in text
    assert "потреба у відбудові" in text
    assert "**Озерна зустріч**" in text
    page = BeautifulSoup((ukrainian / "pair.uk.html").read_text(encoding="utf-8"), "html.parser")
    assert page.html["lang"] == "uk"
    assert {link["hreflang"]: link["href"] for link in page.head.find_all("link", hreflang=True)} == {
        "en": "../pair/pair.html",
        "uk": "../pair.uk/pair.uk.html",
    }
    fallen_back = {element.get_text() for element in page.body.find_all(lang="en")}
    assert {"The survey puts the need lower.", "some analyses"} <= fallen_back
    assert read_json(ukrainian / "manifest.json")["title"] == "Пара"
    index = BeautifulSoup((tmp_path / "out" / "tiny" / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert index.html["lang"] == "en"
    assert [link["href"] for link in index.body.find_all("a", hreflang="uk")] == ["pair.uk/pair.uk.html"]
    assert get_language() == "en"


def test_the_index_is_in_the_language_that_was_asked_for(render, pair, tmp_path):
    reports = pair / "reports.csv"
    header, *_ = reports.read_text(encoding="utf-8").splitlines()
    if "section" not in header.split(","):
        reports.write_text(
            f"{header},section\npair,pair,Pair{',' * (header.count(',') - 1)}Who pays?\n", encoding="utf-8"
        )
    write_translations(pair, *UKRAINIAN, ("reports/pair", "section", "uk", "", "Хто платить?"))
    assert render("--language", "uk").returncode == 0
    index = BeautifulSoup((tmp_path / "out" / "tiny" / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert (index.html["lang"], index.title.string, index.h1.get_text(strip=True)) == (
        "uk",
        "Озерна зустріч",
        "Озерна зустріч",
    )
    assert "Хто платить?" in index.get_text()
    assert render("--language", "uk,en").returncode == 0
    index = BeautifulSoup((tmp_path / "out" / "tiny" / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert (index.html["lang"], "Who pays?" in index.get_text()) == ("en", True)


def test_only_what_a_translation_changes_is_rendered_again(render, pair):
    assert render("--language", "all").returncode == 0
    assert "2 of them unchanged" in render("--language", "uk,en").stdout
    write_translations(pair, *UKRAINIAN[:1], ("parties/ukraine", "name", "uk", "genitive", "Вкраїни"), *UKRAINIAN[2:])
    done = render("--language", "all").stdout
    assert "pair.uk (parties/ukraine changed)" in done
    assert "pair (unchanged)" in done


def test_without_the_option_a_report_is_in_the_language_of_the_case(render, pair, tmp_path):
    write_language(pair, "uk")
    (pair / "translations.csv").unlink()
    assert render().returncode == 0
    assert [path.name for path in (tmp_path / "out" / "tiny").glob("*/")] == ["pair.uk"]
    index = BeautifulSoup((tmp_path / "out" / "tiny" / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert index.html["lang"] == "uk"


def test_a_language_without_a_notebook_is_said_in_one_line(render, tmp_path):
    done = render("--language", "de")
    assert done.returncode == 0
    assert done.stderr == (
        "no notebook in de, such as pair.de.ipynb: pair; rendered in the language of the notebook there is\n"
    )
    assert (tmp_path / "out" / "tiny" / "pair" / "pair.html").exists()


def test_a_language_that_is_none_is_named_with_the_nearest(invoke, pair):
    done = invoke("render", "--case", str(pair), "--language", "ukrainian")
    assert done.returncode == 2
    assert "no language 'ukrainian' (nearest: uk); there are en (English), de (Deutsch)" in done.stderr


def test_the_list_and_the_help_name_the_languages(invoke, pair):
    lines = invoke("list", "--case", str(pair)).stdout.splitlines()
    assert "pair  A pair  [en, uk]" in lines
    assert "en, de, fr, uk or all" in invoke("render", "--help").stdout


def test_check_says_what_a_language_lacks_and_stays_in_english(invoke, pair):
    write_language(pair, "de")
    done = invoke("check", "--case", str(pair), "--all")
    assert done.returncode == 0, done.stderr
    assert (
        "translations.csv lacks 1 text of parties.csv in uk, which stand in de there: united_states/name" in done.stdout
    )
    assert get_language() == "en"


def test_check_names_a_notebook_that_cannot_take_the_place_of_another(invoke, pair):
    path = pair / "notebooks" / "pair.uk.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace(', language="uk"', "").replace('basis: str = "article"', "")
    path.write_text(json.dumps(notebook), encoding="utf-8")
    done = invoke("check", "--case", str(pair))
    assert done.returncode == 2
    assert (
        "notebooks/pair.uk.ipynb: found another language; allowed: a notebook in the language that its name"
        in done.stderr
    )
    assert "notebooks/pair.uk.ipynb: found no basis; allowed: the parameters of pair.ipynb" in done.stderr


def test_check_names_a_notebook_that_says_a_language_that_is_none_among_all_problems(invoke, pair):
    write_pair(pair, "ukr", "{gap} is missing, by {by}", "For {who}, {gap} is missing by {by}; {survey}, {there}.", "A")
    (pair / "notebooks" / "pair.ukr.ipynb").replace(pair / "notebooks" / "pair.ipynb")
    with (pair / "reports.csv").open("a", encoding="utf-8") as file:
        file.write("gone,gone,Gone,\n")
    said = invoke("check", "--case", str(pair)).stderr
    assert "notebooks/pair.ipynb: found a language that is none" in said
    assert "pair.ipynb, where it loads the case: no language 'ukr' (nearest: uk); there are en (English)" in said
    assert "reports.csv" in said
    assert "2 problems in" in said
