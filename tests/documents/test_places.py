"""Where a locator leads in a text, by whichever way of counting it goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.documents import Paragraph, Places, read_document
from analysis.documents.places import place_paragraphs

TREATY = """The treaty of the lake
Signed in spring
Article 1
Peace holds.
1. At once.
2. For ever.
Art. 2. Trade
Trade opens.
1) In spring.
Annex II
§ 3 Of boats
Boats are free.
"""
PLACES = Places(read_document(TREATY.encode()).paragraphs)


@pytest.mark.parametrize(
    ("locator", "texts"),
    [
        ("Title", ["The treaty of the lake"]),
        ("title", ["The treaty of the lake"]),
        ("Dateline", ["Signed in spring"]),
        ("Lead p2", ["Peace holds."]),
        ("p2", ["Peace holds."]),
        ("Art. 1", ["Article 1", "Peace holds.", "1. At once.", "2. For ever."]),
        ("article 2", ["Art. 2. Trade", "Trade opens.", "1) In spring."]),
        ("Article 1(2)", ["Article 1", "Peace holds.", "1. At once.", "2. For ever."]),
        ("Art. 1, point 2", ["2. For ever."]),
        ("point 1", ["1. At once.", "1) In spring."]),
        ("Annex II", ["Annex II", "§ 3 Of boats", "Boats are free."]),
        ("§3", ["§ 3 Of boats", "Boats are free."]),
        ("Art. 2, point 1; title", ["The treaty of the lake", "1) In spring."]),
        ("Art. 3", []),
        ("IV p1", []),
        ("IV", []),
        ("p99", []),
        ("Art. 1, point 9", []),
    ],
)
def test_a_locator_means_these_paragraphs(locator, texts):
    assert [PLACES.paragraphs[at].text for at in sorted(PLACES.find(locator))] == texts
    assert bool(PLACES.list_lost(locator)) == (not texts)


@pytest.mark.parametrize("locator", ["throughout", "p. 12", "Table 2", "00:12:30", "column 4, row 2", "pp. 3-4"])
def test_of_what_the_text_does_not_count_it_says_nothing(locator):
    assert len(PLACES.find(locator)) == len(PLACES.paragraphs)
    assert PLACES.list_lost(locator) == []


def test_pages_of_a_pdf_are_counted_from_one():
    texts = {"One": 1, "Two": 2, "Still two": 2, "Three": 3}
    places = Places(place_paragraphs(Paragraph(text, page=page) for text, page in texts.items()))
    assert [sorted(places.find(f"p. {page}")) for page in range(5)] == [[], [0], [1, 2], [3], []]
    assert sorted(places.find("page 2")) == [1, 2]


def test_notes_and_the_cells_of_a_table_are_found():
    cells = [Paragraph(text, "cell") for text in ("Men", "12", "500")]
    note = Paragraph("Of 2025.", "note", number="4")
    places = Places(
        place_paragraphs(
            [
                Paragraph("Title"),
                Paragraph("A sentence before the table of the plan."),
                *cells,
                Paragraph("After."),
                note,
            ]
        )
    )
    assert [sorted(places.find(name)) for name in ("Lead p1", "Lead p2", "p3", "note 4", "footnote 4", "note 5")] == [
        *([1], [2, 3, 4], [5], [6], [6], [])
    ]


def test_one_place_that_is_lost_hides_no_other():
    assert PLACES.list_lost("Art. 9; Art. 1; IX p4") == ["Art. 9", "IX p4"]
    assert PLACES.find("Art. 9; Art. 1") == PLACES.find("Art. 1")


@given(
    st.lists(st.sampled_from([*TREATY.splitlines(), "II. Talks", "(1) More", "A line."]), max_size=20),
    st.sampled_from([None, 1, 2]),
)
def test_each_paragraph_is_found_at_its_own_place(lines, page):
    places = Places(place_paragraphs(Paragraph(line, page=page) for line in lines))
    lost = []
    for at, paragraph in enumerate(places.paragraphs):
        within = [f"§{number}" if kind == "sign" else f"{kind} {number}" for kind, number in paragraph.within]
        lost += [(at, name) for name in (paragraph.place, *within) if at not in places.find(name)]
    assert lost == []


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        (("(XI)", "Five."), ["Lead.11 heading", "Lead.11 p1"]),
        (("(XI) Trade", "Five."), ["Lead.11 heading", "Lead.11 p1"]),
        (("XIV. Trade", "Five.", "(2)", "Six."), ["XIV heading", "XIV p1", "XIV.2 heading", "XIV.2 p1"]),
        (("IX.", "Five."), ["IX heading", "IX p1"]),
        (("XI", "Five."), ["XI heading", "XI p1"]),
        (("(IIX) Trade", "VV. Five."), ["Lead p2", "Lead p3"]),
        (("(iv) Trade", "(2024) Five."), ["Lead p2", "Lead p3"]),
    ],
)
def test_headings_may_have_any_roman_number(lines, places):
    found = place_paragraphs(map(Paragraph, ("A plan", "It was signed by all of them in spring.", *lines)))
    assert [paragraph.place for paragraph in found[2:]] == places
    assert Places(found).find(places[0]) == {2}


@given(st.text("IVXLC()1²³ .", max_size=8))
def test_any_mark_of_a_list_has_a_place(mark):
    (_, found) = place_paragraphs([Paragraph("A plan"), Paragraph(mark or "x")])
    assert found.place
