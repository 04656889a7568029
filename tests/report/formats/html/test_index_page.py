"""The index in the language of its reader: what it says itself, and reports that are in several languages."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from analysis.report.build.index import _join_languages
from analysis.report.formats.html.index_page import IndexEntry, _take_first, render_index
from analysis.report.formats.html.index_search import FoundClaim

CLAIM = FoundClaim("need", "Відбудова коштує стільки.", "800 млрд $", "Стаття")


def make_entry(name: str, language: str = "uk", **changes) -> IndexEntry:
    files = {"HTML": f"{name}/{name}.html", "PDF": f"{name}/{name}.pdf", "результати": f"{name}/results.json"}
    given = {"headline": "Висновок", "question": "Питання?", "date_text": "", "parameters": "", "files": files}
    return IndexEntry(name.partition(".")[0], name, **given | {"raw": {"результати"}, "language": language} | changes)


def read_index(*entries: IndexEntry, language: str = "uk") -> BeautifulSoup:
    joined = list(_join_languages(entries, language))
    return BeautifulSoup(render_index("Зустріч", joined, language=language), "html.parser")


def get_words(element) -> str:
    return " ".join(element.get_text().split())


def test_an_index_in_ukrainian_says_so_and_counts_in_its_plurals():
    page = read_index(*(make_entry(name) for name in "абвгд"))
    assert page.html["lang"] == "uk"
    assert get_words(page.select_one("header .facts")) == "5 звітів"
    assert get_words(read_index(make_entry("а")).select_one("header .facts")) == "1 звіт"
    assert get_words(read_index(make_entry("а"), make_entry("б")).select_one("header .facts")) == "2 звіти"
    assert page.select_one("meta[name=description]")["content"] == "Звіти: Зустріч"
    assert page.select_one("meta[property='og:locale']")["content"] == "uk_UA"
    assert page.select_one("summary")["aria-label"] == "Дані та файли: а"


def test_what_failed_changed_and_may_be_searched_is_said_in_ukrainian():
    since = {"date": "1 травня", "title": "Старий", "count": 7}
    since["numbers"] = [["Потреба", "5", "6"], ["А", "", "3"], ["Б", "3", ""], ["В", "4", "4"]]
    page = read_index(
        make_entry("а", since=since, claims=[CLAIM]),
        make_entry("б", failed="файлу немає", since={"date": "", "title": "", "count": 0, "numbers": []}),
    )
    assert get_words(page.select_one(".since summary")) == "Від попередньої версії змінилися 2 звіти"
    first, second = map(get_words, page.select(".since li"))
    assert first == (
        "а, порівняно з версією від 1 травня: заголовок був «Старий»; Потреба: було 5, стало 6; А, 3: додано; "
        "Б, 3: вилучено; В, 4: інший розрахунок або інтервал; ще 3"
    )
    assert second == "б: названих чисел це не стосується; змінилися твердження або слова"
    assert get_words(page.select_one(".failure")) == (
        "Не вдалося оновити. файлу немає Збережено останній справний звіт."
    )
    assert get_words(page.select_one("search label")) == "Пошук у назвах, твердженнях і джерелах"


def test_no_english_word_is_left_in_what_the_index_says():
    page = read_index(make_entry("а", claims=[CLAIM]), make_entry("б"))
    for element in page(["script", "style", "noscript"]):
        element.decompose()
    said = {*page.body.stripped_strings, *(one["aria-label"] for one in page.select("[aria-label]"))}
    assert {word for text in said for word in re.findall(r"[A-Za-z]{2,}", text)} == {"PDF", "Communiqu"}


def test_the_languages_of_a_report_are_one_entry_that_leads_to_each():
    page = read_index(make_entry("brief", "en", headline="A finding"), make_entry("brief.uk"), language="uk")
    [entry] = page.select(".reports > li")
    assert get_words(entry.select_one(".finding")) == "Висновок"
    [link] = entry.select("a[hreflang]")
    assert (link["href"], link["hreflang"], link["lang"]) == ("brief/brief.html", "en", "en")
    assert get_words(link) == "In English: brief.uk"
    english = read_index(make_entry("brief", "en", headline="A finding"), make_entry("brief.uk"), language="en")
    assert get_words(english.select_one(".reports .finding")) == "A finding"
    assert get_words(english.select_one("a[hreflang=uk]")) == "Українською: brief"


def test_a_report_in_another_language_than_the_index_is_marked_and_one_in_its_own_is_not():
    page = read_index(make_entry("gap", "en"), make_entry("caps.uk"))
    theirs, own = page.select(".reports > li")
    assert {one["lang"] for one in theirs.select("[lang]")} == {"en"}
    assert {one.name for one in theirs.select("[lang]")} == {"a", "h2", "p"}
    assert own.select("[lang]") == []


def test_reports_of_the_same_name_and_language_stay_apart():
    assert len(read_index(make_entry("gap"), make_entry("gap", folder="gap@2")).select(".reports > li")) == 2
    apart = (make_entry("gap", "en", parameters="need = 5"), make_entry("gap.uk"))
    assert len(read_index(*apart).select(".reports > li")) == 2


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Речення. Друге речення.", "Речення. Друге речення."),
        (f"До 2025 р. було так. {'Слово ' * 60}.", "До 2025 р. було так."),
        (f"The U.S. pays. {'Word ' * 60}.", "The U.S. pays."),
    ],
)
def test_the_first_sentences_end_where_a_capital_follows_in_any_script(text, first):
    assert _take_first(text) == first
