"""The numbers of a document that are still to be claimed, each in its place."""

from __future__ import annotations

from analysis import load_case
from analysis.documents import Places, read_document
from analysis.proposals.numbers import DocumentNumber, find_document_numbers, write_locator

TABLE = """<h1>Needs</h1><table><tr><th>Year</th><th>Need (billion USD)</th><th>Share, in %</th><th>Trucks</th></tr>
<tr><td>2024</td><td>4.1</td><td>35</td><td>700</td></tr></table>"""


def read(case, content: str, kind="html", source: str = "survey", language: str = "en") -> list[DocumentNumber]:
    return list(find_document_numbers(load_case(case), read_document(content.encode(), kind), source, language))


def test_a_cell_has_the_unit_and_the_time_of_its_headings(tiny):
    cells = {number.mention.text: number for number in read(tiny, TABLE)}
    need, share, trucks = cells["4.1"], cells["35"], cells["700"]
    assert (need.mention.ledger_unit, need.as_of, need.mention.grade) == ("billion USD", "2024", "B")
    assert share.mention.ledger_unit == "percent"
    assert trucks.mention.unit == "items"
    assert need.sentence == "2024 | Need (billion USD) | 4.1"
    assert "Need (billion USD)" in need.heading


def test_a_locator_says_first_what_a_reader_sees_and_means_its_paragraph_alone():
    text = "A plan\nToday\nAnnex II\nArticle 5\nPeace holds.\n1. Trade opens.\n2. Banks open.\n"
    places = Places(read_document(text.encode()).paragraphs)
    locators = [write_locator(places, at) for at in range(len(places.paragraphs))]
    assert locators[-2:] == ["annex ii, Art. 5, point 1, Lead p4", "annex ii, Art. 5, point 2, Lead p5"]
    assert [sorted(places.find(locator)) for locator in locators] == [[at] for at in range(len(locators))]


def test_the_sentence_is_the_one_around_the_number(tiny):
    (ports,) = read(tiny, "News\nToday\nThe U.S. counted ships. It saw 40 ports. Nobody left.\n", "text")
    assert ports.sentence == "It saw 40 ports."
    assert ports.phrase.text == "It saw 40 ports"


def test_a_sentence_that_is_said_twice_at_one_place_is_there_once(tiny):
    numbers = read(tiny, "News\nToday\nThe cap is 5 million men. The cap is 5 million men.\n", "text")
    assert [number.mention.value for number in numbers] == [5]


def test_the_number_of_a_heading_itself_is_none(tiny):
    assert read(tiny, "News\nToday\n(1) Plans and 20 ports\n", "text")[0].mention.text == "20 ports"


def test_own_units_of_the_case_are_read(tiny):
    (tiny / "units.txt").write_text("pallet = [pallet] = pallets\n")
    (number,) = read(tiny, "News\nToday\nIt took 40 pallets.\n", "text")
    assert number.mention.unit == "pallets"
