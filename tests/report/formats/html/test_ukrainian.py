"""A page in Ukrainian: what it says itself, by hand, and that nothing on it is left in English."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Comment

from analysis.messages import use_language
from analysis.report.document.model import DraftCount
from analysis.report.document.published import ListedReport, OtherLanguage, Published
from analysis.report.formats.html import blocks, text
from analysis.report.formats.html.page import write_html
from tests import ukrainian

# Names and formats, the same in every language; grades of reliability and numerals; ids, of which one is a basis's, and
# the fingerprint.
_ALLOWED = re.compile(
    r"Communiqué|PDF|PNG|SVG|CSV|JSON|CSL|BibTeX|JavaScript|In English|max\(|min\(|\b[A-F]\b|\b[IVX]+\b"
    r"|\b[a-z]+_\w+\b|^article$|\b[0-9a-f]{16}\b"
)
_SAID = ("aria-label", "title", "alt", "data-name", "data-label", "data-verdict")
PUBLISHED = Published(
    "gap",
    "gap",
    "Гроші",
    (ListedReport("a", "Перший", "a"), ListedReport("gap", "Гроші", "gap"), ListedReport("c", "Третій", "c")),
    others=(OtherLanguage("en", "gap.en/gap.en.html"),),
)


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return ukrainian.make_case(tmp_path_factory.mktemp("case") / "lake")


@pytest.fixture(scope="module")
def document(case):
    return replace(ukrainian.read_report(case), published=PUBLISHED)


@pytest.fixture(scope="module")
def page(document):
    return open_page(write_html(document, {"PDF": "gap.pdf", "All reports": "../index.html"}))


def open_page(written: str) -> BeautifulSoup:
    """Returns a page with all that it builds later."""
    tree = BeautifulSoup(written, "html.parser")
    for later in tree.body.find_all("noscript"):
        later.replace_with(BeautifulSoup(later.decode_contents(), "html.parser"))
    return tree


def get_words(element) -> str:
    return " ".join(element.get_text().split())


def list_foreign(tree: BeautifulSoup) -> list[str]:
    """Returns what a page says in Latin letters, outside of what it marks as another language."""
    said = [tree.title.string]
    for one in tree.body.find_all(string=True):
        if not isinstance(one, Comment) and one.parent.name not in ("script", "style", "pre"):
            said += [one] if one.find_parent(lang=True) is tree.html else []
    for one in tree.body.find_all(True):
        said += [str(one[name]) for name in _SAID if one.get(name)]
    return [" ".join(one.split()) for one in said if re.search("[A-Za-z]", _ALLOWED.sub("", one))]


def test_the_head_says_its_language_and_where_the_others_are(page):
    assert page.html["lang"] == "uk"
    assert page.select_one("meta[property='og:locale']")["content"] == "uk_UA"
    assert page.select_one("meta[property='og:locale:alternate']")["content"] == "en_US"
    links = {link["hreflang"]: link["href"] for link in page.select("link[rel=alternate]")}
    assert links == {"en": "../gap.en/gap.en.html", "uk": "../gap/gap.html"}
    [link] = page.select("header.title a[hreflang]")
    assert (link["href"], link["lang"], link.string) == ("../gap.en/gap.en.html", "en", "In English")


def test_the_frame_is_in_ukrainian(page):
    said = {
        get_words(one)
        for one in page.select("a.skip, button, summary, h2, .facts a, .share a, nav a, nav p, nav span, dt, th")
    }
    assert said >= {
        "Перейти до тексту",
        "Темна сторінка",
        "Зміст",
        "Звідки взято числа",
        "Відкрити всі примітки",
        "Джерела",
        "Про цей звіт",
        "Як цитувати",
        "Копіювати",
        "Кейс",
        "Станом на",
        "Основа",
        "Усі звіти",
        "Попередній",
        "Наступний",
        "PDF",
        "Дані до цього рисунка",
        "Завантажити CSV",
        "Поділитися Рис. 1",
        "Окрема сторінка",
        "Що з цього випливає",
        "Дослівно",
        "В інших джерелах",
    }
    assert page.select_one("p.hint").string == "гортайте →"


def test_notes_are_counted_in_three_plurals(page):
    for group in page.select(".notes > .group"):
        count = int(get_words(group.select_one("summary .count")).split()[0])
        forms = ("примітка" if count % 10 == 1 else "примітки") if count % 10 in (1, 2, 3, 4) else "приміток"
        assert get_words(group.select_one("summary .count")) == f"{count} {forms}"
    assert len(page.select(".notes > .group")) > 1


def test_a_number_and_a_calculation_are_named(page):
    labels = {link["aria-label"] for link in page.select("a.n")}
    assert "800\u00a0млрд\u00a0$, примітка 3" in labels
    [whose] = {get_words(one) for one in page.select("#note-1 > .whose")}
    assert whose == "Наш розрахунок; головний чинник — доступні заморожені активи (щонайбільше 100 млрд $)."
    assert any(get_words(one).startswith("Входить до розрахунку: ") for one in page.select(".uses"))
    assert any(get_words(one).startswith("Де використано: ") for one in page.select(".uses"))


def test_classes_and_ids_are_those_of_an_english_page(page):
    kinds = {name for row in page.select("dl.card > div") for name in row.get("class", ())}
    assert kinds >= {"fact-as-claimed", "fact-statement", "fact-in-its-words", "fact-source"}
    assert page.select_one("#_notes") is not None


def test_no_english_word_is_left(page):
    assert list_foreign(page) == []


def test_a_word_left_in_english_would_be_found(page):
    odd = open_page(str(page).replace("Перейти до тексту", "Skip to the text").replace('alt="', 'alt="A '))
    assert "Skip to the text" in list_foreign(odd)


def test_both_sides_of_a_page_are_in_ukrainian(case, document):
    written = open_page(write_html(document, {"PDF": "gap.pdf"}, ukrainian.read_report(case, "all")))
    assert get_words(written.select_one("nav.switch span")) == "Основа чисел:"
    assert written.select_one("nav.switch")["aria-label"] == "Чиї числа взято за основу"
    notice = get_words(written.select_one(".unscripted"))
    assert notice.startswith("Ця сторінка бере за основу числа однієї сторони")
    assert notice.endswith("Що кажуть інші, наведено в примітках.")


def test_a_draft_says_so_in_ukrainian(document):
    written = write_html(replace(document, draft=DraftCount(3, 1)))
    tree = open_page(written)
    assert tree.title.string.startswith("Чернетка – ")
    assert get_words(tree.select_one("p.draft strong")) == "Чернетка."
    assert 'content: "ЧЕРНЕТКА"' in written


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        ("27\u00a0000\u00a0$ на особу", ("27\u00a0000", "$ на особу")),
        ("24\u00a0242–29\u00a0630\u00a0$", ("24\u00a0242–29\u00a0630", "$")),
        ("12,5%", ("12,5%", "")),
        ("28 грудня 2025 року", ("28", "грудня 2025 року")),
        ("$2.2 billion", ("$2.2", "billion")),
        ("5 to 10 years", ("5", "to 10 years")),
    ],
)
def test_the_digits_of_a_key_number_are_set_apart_from_its_unit(number, parts):
    assert blocks._split_unit(number) == parts


def test_what_a_line_may_not_part_stays_together_in_its_language():
    with use_language("uk"):
        assert text.typeset_unbroken("наказ № 5 від 28 грудня 2025 року — у силі") == (
            "наказ №\u00a05 від 28\u00a0грудня 2025\u00a0року\u00a0— у\u00a0силі"
        )
        assert text.fill_places("Див. {link} — <далі>", link=text.Markup("<b>тут</b>")) == (
            "Див. <b>тут</b>\u00a0— &lt;далі&gt;"
        )
    assert text.typeset_unbroken("№ 5 — so") == "№ 5 — so"
