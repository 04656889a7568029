"""What notes, sources and the title block say, the same in every format."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from analysis.contract import ClaimCard, CorrectionCard, RivalCard, SourceCard
from analysis.messages import use_language
from analysis.report.document import note_text
from analysis.report.document.model import Heading, Note, ParameterValue, Prose, get_plain_text
from analysis.report.formats.html.page import write_html
from analysis.report.formats.markdown import write_markdown
from analysis.wording.cards import format_card_text
from tests import notebooks_in_memory

SOURCE = SourceCard(
    "s", "Who pays?", publisher="Test Bank", date_text="June 2025", url="https://example.org", reliability="B"
)
CARD = ClaimCard(
    id="c",
    kind="claim",
    quantity="funding share",
    subject="France",
    unit="percent",
    value=33,
    low=33,
    high=33.3,
    statement="A third of it",
    phrase="one third",
    status="in_force",
    as_of="June 2025",
    attributed_to="a minister",
    meaning="Its part of the whole.",
    note="Of this year",
    locator="p. 3",
    source=SOURCE,
)
RIVAL = RivalCard("r", "percent", 40, None, None, "exact", "normal", None, "Two fifths", SOURCE)


def format_lines(card: ClaimCard) -> list[str]:
    return [get_plain_text(line) for line in note_text.format_note(Note(1, "note-1", card, "", "", (), ()), {})]


def test_a_claims_note_says_all_the_page_says():
    assert format_lines(CARD) == [
        "Funding share (France): at least 33% (33% to 33.3%)",
        "A third of it. “one third”",
        "Said by a minister, in Who pays?, Test Bank, June 2025, page 3.",
        "In force, as of June 2025. Measures: Its part of the whole. Note: Of this year.",
    ]


def test_what_is_ours_needs_no_line_of_its_own():
    card = ClaimCard("a", "assumption", "price", "percent", value=5, low=5, high=9, qualifier="about", statement="Why.")
    assert format_lines(card) == ["Price: about 5% (5% to 9%)", "Why. Our assumption."]
    assert format_lines(replace(card, statement=None)) == ["Price: about 5% (5% to 9%)", "Our assumption."]


def test_a_count_says_from_which_sources_and_not_that_it_was_counted_twice():
    card = ClaimCard(
        id="count:x",
        kind="count",
        quantity="number of plans",
        unit="item",
        value=2,
        statement="Counted: one and another.",
        sources=(SOURCE, replace(SOURCE, title="Another")),
    )
    assert format_lines(card) == ["Number of plans: 2", "Counted: one and another.", "From Who pays?, Another."]


def test_corrections_and_rivals_end_as_sentences_do():
    correction = CorrectionCard("6OO", "600", "letters for zeros")
    rival = replace(RIVAL, value=None, low=30, high=50, unit="year")
    assert format_lines(replace(CARD, corrections=(correction,), rivals=(rival,)))[-2:] == [
        "As given: 6OO; corrected: 600. letters for zeros.",
        "Elsewhere: 30 to 50 years (Who pays?).",
    ]


def test_history_is_told_apart_from_rivals_and_what_is_counted_stands_beside_a_value():
    earlier = replace(RIVAL, id="then", relation="earlier", as_of="May 2024")
    later = replace(RIVAL, id="since", relation="later", as_of="May 2026")
    rival = replace(RIVAL, base="of those who chose", as_of="June 2025")
    card = replace(CARD, rivals=(earlier, later, rival))
    assert format_lines(card)[-3:] == [
        "Revised from: 40%, as of May 2024 (Who pays?).",
        "Since revised to: 40%, as of May 2026 (Who pays?).",
        "Elsewhere: 40%, of those who chose (Who pays?).",
    ]
    assert list(format_card_text(card))[-3:] == [
        "revised from then: 40%, as of May 2024 (Who pays?)",
        "since revised to since: 40%, as of May 2026 (Who pays?)",
        f"rival {RIVAL.id}: 40%, of those who chose (Who pays?)",
    ]


def test_rivals_left_out_are_counted():
    *_, last = format_lines(replace(CARD, rivals=(RIVAL,), more=189))
    assert last == "Elsewhere: 40% (Who pays?) and 189 others in claims.csv."


def test_a_sum_that_does_not_add_up_as_printed_says_so():
    note = Note(1, "note-1", None, "$2.5 billion", "a + b", (2, 3), (), rounded=True)
    _, how, remark, _ = map(get_plain_text, note_text.format_note(note, {}))
    assert (how, remark) == ("= a + b", note_text.ROUNDED)
    assert len(list(note_text.format_note(replace(note, rounded=False), {}))) == 3


def test_a_calculations_note_has_its_interval_once():
    note = Note(1, "note-1", None, "about −25%", "a / b", (2, 3), (), "Change", -31.8, -16.7, "percent")
    assert [get_plain_text(line) for line in note_text.format_note(note, {1: "Change"})] == [
        "Change: about −25% (−31.8% to −16.7%)",
        "= a / b",
        "From notes 2, 3.",
    ]
    sure = Note(1, "note-1", None, "at least $0", "a", (2,), (), "", 0, math.inf, "USD")
    assert (
        get_plain_text(next(note_text.format_note(sure, {}))) == "Calculation: at least $0"
    )  # which is the interval already


def test_a_source_is_listed_with_one_stop_and_its_grade_in_words():
    assert get_plain_text(note_text.format_source(SOURCE)) == (
        "Who pays? Test Bank, June 2025. Reliability B: usually reliable. example.org"
    )
    bare = SourceCard("t", "A text", date_text="May 2025", reliability="D")
    assert get_plain_text(note_text.format_source(bare)) == (
        "A text. May 2025, no author or publisher named. Reliability D: not usually reliable."
    )


def test_what_stands_about_a_report_is_said_in_words():
    told = dict(note_text.describe_report(notebooks_in_memory.read_reconstruction()))
    assert told["Need in billions"] == "the claim"
    assert told["Whose claims are the baseline"] == "article"
    assert len(told["Fingerprint of the data read"]) == 16


# Addresses


@pytest.mark.parametrize(
    ("url", "followed"),
    [
        ("https://example.org", True),
        ("HTTP://EXAMPLE.ORG", True),
        ("MailTo:someone@example.org", True),
        ("javascript:x", False),
        ("file:///x", False),
        ("ftp://example.org", False),
        ("example.org", False),
        ("", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_and_of_mail_are_followed(url, followed):
    assert note_text.get_web_address(url) == (url if followed else "")


@pytest.mark.parametrize(
    ("url", "printed"),
    [
        ("https://www.example.org/", "example.org"),
        ("https://example.org/caf%C3%A9", "example.org/café"),
        ("https://example.org/%D0%BA%D0%B8%D1%97%D0%B2/", "example.org/київ"),
        ("https://example.org/a%20b?c=%26&d=%2F%25", "example.org/a%20b?c=%26&d=%2F%25"),  # not / & % and no blank
        ("https://example.org/%FF%C3", "example.org/%FF%C3"),
        ("https://example.org/a%E2%80%AEb%C2%A0", "example.org/a%E2%80%AEb%C2%A0"),  # what would turn or hide letters
        ("mailto:someone@example.org", "mailto:someone@example.org"),
        ("https://" + "x" * 70, "x" * 70),
        ("https://" + "x" * 71, "x" * 69 + "…"),
    ],
)
def test_an_address_is_printed_as_a_reader_can_read_it(url, printed):
    *_, link = note_text.format_source(replace(SOURCE, url=url))
    assert (link.text, link.url) == (printed, url)


def test_a_source_says_that_nobody_is_named_only_where_there_is_no_address_either():
    bare = SourceCard("t", "A text")
    assert note_text.list_authorship(bare)[-1] == "no author or publisher named"
    for one in (replace(bare, author="N. N."), replace(bare, publisher="A house"), replace(bare, url="https://x.org")):
        assert "no author or publisher named" not in note_text.list_authorship(one)


# Places


def test_each_number_is_found_in_the_words_of_its_place():
    document = notebooks_in_memory.read_reconstruction()
    places = note_text.locate_numbers(document)
    assert set(places) == {number.anchor for number in document.numbers}
    assert list(dict.fromkeys(places.values()))[:5] == [
        "the title",
        "the answer",
        "the key numbers",
        "Figure 1",
        "Table 1",
    ]
    assert "“What is uncertain”" in places.values()


def test_uses_are_grouped_by_place_in_reading_order():
    note = Note(1, "note-1", CARD, "", "", (), ("n1", "n2", "n3", "n4"))
    places = {"n1": "the title", "n2": "Table 1", "n3": "the title", "n4": "Figure 1"}
    assert note_text.group_uses(note, places) == [
        ("the title", ["n1", "n3"]),
        ("Table 1", ["n2"]),
        ("Figure 1", ["n4"]),
    ]


def test_a_note_knows_the_calculations_it_is_part_of_once_each():
    document = notebooks_in_memory.read_reconstruction()
    one, two, three = (Note(i, f"note-{i}", None, "", "", of, ()) for i, of in ((1, (2, 3, 2)), (2, (3,)), (3, ())))
    assert note_text.find_calculations(replace(document, notes=(one, two, three))) == {1: [], 2: [1], 3: [1, 2]}


def test_a_calculation_made_of_one_note_says_so():
    note = Note(1, "note-1", None, "5", "a", (2,), ())
    assert get_plain_text(list(note_text.format_note(note, {}))[-1]) == "From note 2."


def test_the_lines_below_the_question_say_what_was_set():
    document = replace(
        notebooks_in_memory.read_reconstruction(),
        about={"sources": "Claims of one, of 1 May"},
        parameters=(
            ParameterValue("case_dir", "/x", "", True),
            ParameterValue("need_bn", 5, "", True),
            ParameterValue("plan", "p", "", False, "one plan", "the plan"),
            ParameterValue("basis", "all", "", True, "whose claims count", "all"),
        ),
    )
    assert note_text.list_basis_lines(document) == ["Claims of one, of 1 May", "Set for this report: need bn – 5"]
    rows = [("Need bn", "5"), ("One plan", "the plan"), ("Whose claims count", "all")]
    assert note_text.describe_report(document) == rows
    assert note_text.list_basis_lines(replace(document, about={}, parameters=())) == []


def test_what_the_case_says_of_itself_is_below_the_question_and_at_the_end():
    document = replace(
        notebooks_in_memory.read_reconstruction(),
        about={"title": "A lake", "description": "A fictional dispute. No figure in it is real."},
        parameters=(),
    )
    words = "A fictional dispute. No figure in it is real"
    assert note_text.list_basis_lines(document) == [words]
    assert note_text.describe_report(document) == [("About the case", words)]
    page = write_html(document)
    assert page.count(f"{words}.") == 2
    assert f"{words}." in write_markdown(document)


def test_a_remark_stands_in_its_section_and_only_the_answer_is_the_answer():
    document = notebooks_in_memory.read_reconstruction()
    one, two, three = document.numbers[:3]
    heading = Heading(1, ("What is left",), "what-is-left")
    blocks = (Prose((one,), "note"), Prose((two,), "answer"), heading, Prose((three,)))
    places = note_text.locate_numbers(replace(document, title=(), question=(), blocks=blocks))
    assert places == {one.anchor: "the opening", two.anchor: "the answer", three.anchor: "“What is left”"}


def test_a_number_is_in_the_section_whose_heading_is_above_it():
    document = notebooks_in_memory.read_reconstruction()
    sections = note_text.locate_sections(document)
    first = next(at for at, block in enumerate(document.blocks) if isinstance(block, Heading))
    above = [n.anchor for n in note_text.find_numbers((document.title, document.blocks[:first]))]
    assert {sections[anchor] for anchor in above} == {"The opening"}
    assert {sections[n.anchor] for n in note_text.find_numbers(document.blocks[first + 1])} <= {
        get_plain_text(document.blocks[first].text)
    }
    assert set(sections.values()) > {"The opening"}


def test_a_calculation_leads_to_its_notes_in_ukrainian():
    with use_language("uk"):
        one, two = (
            [get_plain_text(line) for line in note_text.format_note(Note(9, "note-9", None, "5", "a", of, ()), {})]
            for of in ((7,), tuple(range(1, 22)))
        )
        assert one[0].startswith("Розрахунок: 5")
        assert one[-1] == "За приміткою 7."
        places = ", ".join(map(str, range(1, 22)))
        assert two[-1] == f"За примітками {places}."  # 21 of them, in the plural all the same


def test_a_source_without_a_maker_and_one_with_a_grade_are_listed_in_ukrainian():
    with use_language("uk"):
        assert get_plain_text(note_text.format_source(SourceCard("s", "Огляд"))) == (
            "Огляд. Автора чи видавця не зазначено."
        )
        graded = get_plain_text(note_text.format_source(SOURCE))
    assert " Достовірність B: " in graded


def test_places_of_numbers_are_named_in_ukrainian_as_a_list_has_them():
    document = notebooks_in_memory.read_reconstruction()
    with use_language("uk"):
        places = {*note_text.locate_numbers(document).values()}
        sections = {*note_text.locate_sections(document).values()}
    assert {"заголовок", "відповідь", "ключові показники", "рис. 1", "табл. 1"} & places >= {"відповідь", "табл. 1"}
    assert [place for place in places if place.startswith(("the ", "Table", "Figure", "“"))] == []
    assert "Вступ" in sections


def test_rivals_have_the_translations_of_their_titles_beside_them():
    foreign = SourceCard("u", "Огляд потреб", language="uk", title_translation="Survey of needs")
    lines = format_lines(replace(CARD, rivals=(replace(RIVAL, source=foreign),)))
    assert lines[-1] == "Elsewhere: 40% (Огляд потреб [Survey of needs])."
