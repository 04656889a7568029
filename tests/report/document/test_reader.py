"""Executed notebook -> Document: what is refused, and what is decided for every format alike."""

from __future__ import annotations

import math
import re

import nbformat
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import (
    bars,
    card,
    cards,
    compare,
    cover,
    elsewhere,
    load_case,
    ours,
    parameter,
    points,
    said_by,
    say,
    see,
    table,
)
from analysis.contract import BUNDLE_MIME, MADE_MIME, ClaimCard, SourceCard
from analysis.errors import MissingAltText, ReportError, UntracedNumber, UsageError
from analysis.estimates.constructors import make_leaf
from analysis.label import Label
from analysis.report.document import reader
from analysis.report.document.block_builder import BlockBuilder
from analysis.report.document.model import Figure, Heading, KeyNumbers, Points, Prose, Reference, Table, get_plain_text
from analysis.report.document.text_cells import Code, Emphasis, Link
from tests import notebooks_in_memory
from tests.conftest import TINY

TITLE = "{gap} is missing, by {by}, or {there}"


@pytest.fixture(scope="module")
def case():
    return load_case(TINY)


@pytest.fixture(scope="module")
def gap(case):
    return compare.reconstruction.gap(case)


@pytest.fixture(scope="module")
def title(case, gap):
    return cover(TITLE, "How much?", case.about, gap=gap, by=ours(gap), there=elsewhere(gap))


def make_notebook(*cells: object) -> nbformat.NotebookNode:
    """Text becomes a text cell, a shown object a cell that ends in it, a dict the output itself."""
    made = nbformat.v4.new_notebook()
    for content in cells:
        if isinstance(content, str):
            made.cells.append(nbformat.v4.new_markdown_cell(content))
            continue
        output = (
            content
            if isinstance(content, dict)
            else nbformat.v4.new_output("execute_result", data=content._repr_mimebundle_())
        )
        made.cells.append(nbformat.v4.new_code_cell("...", outputs=[nbformat.from_dict(output)]))
    return made


NOTHING = {"output_type": "display_data", "data": {MADE_MIME: []}, "metadata": {}}  # a cell that shows nothing


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        (["## A", NOTHING, "## B", "Words."], ["B"]),
        (["## A", NOTHING], []),
        (["## A", NOTHING, "### A one", NOTHING, "## B", "Words."], ["B"]),
        (["## A", "### A one", NOTHING, "### A two", "Words."], ["A", "A two"]),
        (["## A", NOTHING, "Words."], ["A"]),
        (["## A", "## B", "Words."], ["A", "B"]),  # nothing was asked below A: the author wants it so
        ([NOTHING, "## A", "## B", NOTHING, "Words."], ["A", "B"]),
    ],
)
def test_a_part_of_which_every_cell_is_silent_has_no_heading(title, cells, kept):
    blocks = reader.read_document(make_notebook(title, *cells)).blocks
    assert [get_plain_text(block.text) for block in blocks if isinstance(block, Heading)] == kept


def get_refusal(kind: type[Exception], *cells: object) -> str:
    with pytest.raises(kind) as error:
        reader.read_document(make_notebook(*cells))
    return str(error.value)


def make_needs_table(case, key: str = "needs", **more):
    return table(compare.reconstruction.by_source(case), "What is needed", key=key, **more)


def make_levels_chart(case, key: str = "levels"):
    return bars(compare.forces.levels(case), "Caps and strength", key=key, label="level", value="amount")


def change_bundle(shown, **changes) -> dict:
    """An output whose bundle was tampered with."""
    bundle = {**shown._repr_mimebundle_()[BUNDLE_MIME], **changes}
    return {"output_type": "display_data", "metadata": {}, "data": {BUNDLE_MIME: bundle}}


# What is refused


@pytest.mark.parametrize(
    "source",
    [
        "The gap is 700 billion.",
        "## By 2025",
        "- one\n- the 2nd",
        "**90%** agreed",
        "*in 2025*",
        "[the 20 points](https://example.org)",
        "a &#49; b",
    ],
)
def test_a_typed_digit_in_a_text_cell(title, source):
    said = get_refusal(UntracedNumber, title, source)
    assert said.startswith("cell 2: text cell ")
    assert "holds a typed digit; use say(" in said


@pytest.mark.parametrize(
    "source", ["`P28` is an id.", "[a link](https://example.org/2025)", "1. first\n2. second", "Nothing to count."]
)
def test_digits_that_state_nothing(title, source):
    assert reader.read_document(make_notebook(title, source)).blocks


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("<b>x</b>", "HTML"),
        ("![x](y.png)", "image"),
        ("> quoted", "block quote"),
        ("```\ncode\n```", "a block of code"),
        ("---", "a line across"),
        ("- a\n\n      code", "a block of code"),
        ("<div>x</div>", "HTML"),
        ("**a [b](https://c.d)**", "link within strong"),
        ("[x](javascript:alert)", "'javascript:alert'"),
    ],
)
def test_markdown_a_report_has_no_form_for(title, source, what):
    assert what in get_refusal(ReportError, title, source)


def test_what_is_printed(title):
    printed = {"output_type": "stream", "name": "stdout", "text": "gap 700\n"}
    assert get_refusal(UntracedNumber, title, printed).startswith("cell 2: prints 'gap 700', which cannot be")


def test_what_is_said_aside_is_left_out(title):
    aside = {"output_type": "stream", "name": "stderr", "text": "a warning of 1 thing\n"}
    assert reader.read_document(make_notebook(title, aside)).blocks == ()


def test_an_output_that_is_no_shown_object(title):
    foreign = {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "700"}}
    said = get_refusal(UntracedNumber, title, foreign)
    assert said == (
        "cell 2: shows the value '700', which cannot be displayed in a report; write say(...), table(...) or a chart, "
        "or end it without a value."
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"text/plain": "   a\n0  5", "text/html": '<div><table class="dataframe">'}, "shows a DataFrame.*write table"),
        (
            {"text/plain": "<Figure size 640x480>", "image/png": "iVBORw0KGgo="},
            r"shows a figure of matplotlib.*wrap .*figure\(fig",
        ),
        ({"text/plain": "<Image>", "image/png": "iVBORw0KGgo="}, r"shows a picture \(image/png\).*chart"),
        ({"text/plain": "<Axes: >"}, r"shows Axes of matplotlib.*figure\(fig, 'a caption'"),
        ({"text/plain": "<Figure size 640x480 with 1 Axes>"}, "shows a figure of matplotlib.*chart"),
        ({"image/svg+xml": "<svg/>"}, r"shows a picture \(image/svg\+xml\)"),
        ({"text/plain": "IntSlider()", "application/vnd.jupyter.widget-view+json": {}}, r"shows a widget.*what_if"),
        ({"text/plain": "<Markdown>", "text/markdown": "*a*"}, "shows Markdown or LaTeX.*text cell"),
        ({"text/plain": "<HTML>", "text/html": "<b>a</b>"}, "shows HTML, which cannot"),
        ({"text/plain": "'some text'"}, "shows the value \"'some text'\""),
        ({"text/plain": "[Prose(text=('a',))]"}, r"shows several things at once.*display\(\*things\)"),
        ({"text/plain": "word " * 40}, r"word \.\.\.'"),
        ({"application/json": {}}, "shows application/json"),
        ({}, "shows nothing"),
    ],
)
def test_every_other_output_is_refused_by_name(title, data, said):
    output = {"output_type": "display_data", "metadata": {}, "data": data}
    assert re.search(rf"cell 2: .*{said}", get_refusal(UntracedNumber, title, output))


def test_a_raw_cell_is_refused_unless_it_is_empty(title):
    made = make_notebook(title)
    made.cells.append(nbformat.v4.new_raw_cell(" \n"))
    assert reader.read_document(made).blocks == ()
    made.cells.append(nbformat.v4.new_raw_cell("A sentence that belongs to the text."))
    with pytest.raises(ReportError, match=r"cell 3: is a raw cell, found 'A sentence .*text \(Markdown\) cell"):
        reader.read_document(made)


def test_what_was_made_and_never_shown(title):
    left = {"output_type": "display_data", "metadata": {}, "data": {MADE_MIME: ["table 'a'", "table 'b'"]}}
    assert get_refusal(ReportError, title, left).startswith("cell 2: made and not shown: table 'a', table 'b'; only")
    assert reader.read_document(make_notebook(title, {**left, "data": {MADE_MIME: [], "text/plain": ""}})).blocks == ()


def test_a_cell_that_raised(title):
    raised = {"output_type": "error", "ename": "KeyError", "evalue": "'x'", "traceback": []}
    assert get_refusal(ReportError, title, raised) == "cell 2: KeyError: 'x'"


@pytest.mark.parametrize(
    "alt",
    [
        None,
        "",
        "  ",
        "Chart",
        "No description",
        "A bar chart.",
        "No description has been provided for this image",
        "This chart shows the data of the table beneath it.",
        "Levels compared",
    ],
)
def test_a_figure_nobody_can_hear(title, case, alt):
    said = get_refusal(MissingAltText, title, change_bundle(make_levels_chart(case), alt=alt))
    assert "figure 'levels' has no alternative text that says what it shows" in said


def test_a_figure_whose_title_is_all_it_says(title, case):
    finding = "Present strength stands against the caps of the plans"
    assert "write in alt=..., in addition to the title" in get_refusal(
        MissingAltText, title, change_bundle(make_levels_chart(case), title=[finding], alt=finding)
    )
    assert reader.read_document(
        make_notebook(title, change_bundle(make_levels_chart(case), title=[finding], alt=f"{finding}: about 800,000."))
    )


@pytest.mark.parametrize(
    "names",
    [
        ("drones", "missiles"),
        ("UK", "EU"),
        ("a", "b"),
        ("Київ", "москва"),
        ("北京", "東京"),
        ("the plan's cap", "the plan’s floor"),
        ("", "–"),
        ("  spaced ", "tab\tbed"),
    ],
)
def test_a_chart_is_drawn_whatever_the_names(title, case, names):
    for need in (case["reconstruction.need"], case["assets.usable"]):  # exact, and hedged
        frame = pd.DataFrame({"kind": names, "n": [need, need * 2]}, dtype=object)
        made = reader.read_document(make_notebook(title, bars(frame, "Two", key="k", label="kind", value="n")))
        assert isinstance(made.blocks[0], Figure)
        assert all(name in made.blocks[0].alt for name in names)


def test_a_number_without_a_claim(gap):
    title = cover("Money", "How much?", {})
    number = say("{gap}", gap=gap)._repr_mimebundle_()[BUNDLE_MIME]["text"][0]["number"]
    orphan = change_bundle(say("x"), text=[{"number": {**number, "claims": []}}])
    assert "'At least $700 billion' leads to no claim" in get_refusal(UntracedNumber, title, orphan)
    unknown = change_bundle(say("x"), text=[{"number": number}], claims={})
    assert "leads to claims the notebook does not describe: need_article, usable_article; run" in get_refusal(
        UntracedNumber, title, unknown
    )


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_cards_of_one_claim_the_one_that_says_more_is_kept(title, case, order):
    note = "Where like claims are pooled, 1 claim is set aside (revised since)."
    alone = say("{need}", need=case["reconstruction.need"])
    cards = alone._repr_mimebundle_()[BUNDLE_MIME]["claims"]
    pooled = change_bundle(alone, claims={id: {**card, "note": note} for id, card in cards.items()})
    cells = [alone, pooled]
    document = reader.read_document(make_notebook(title, *(cells[at] for at in order)))
    assert document.claims["need_article"].note == note


def test_a_digit_smuggled_into_a_bundle(title, case):
    sentence, caption = (
        change_bundle(say("x"), text=["is 5"]),
        change_bundle(make_needs_table(case), caption=["In 2025"]),
    )
    assert "sentence 'is 5' holds" in get_refusal(UntracedNumber, title, sentence)
    assert "caption 'In 2025' holds" in get_refusal(UntracedNumber, title, caption)


def test_two_things_of_one_key(title, case):
    said = get_refusal(ReportError, title, make_needs_table(case), make_levels_chart(case, key="needs"))
    assert said.startswith("cell 3: two tables or figures have the key 'needs'")


@pytest.mark.parametrize("key", ["../up", "a/b", "", "By Source", "ä", ".hidden"])
def test_a_key_that_can_name_no_file(title, case, key):
    assert f"the key {key!r} cannot name a file" in get_refusal(ReportError, title, make_needs_table(case, key=key))


def test_a_reference_to_nothing(title, case):
    said = get_refusal(ReportError, title, say("See {t}.", t=see("neds")), make_needs_table(case))
    assert said == "see('neds'): no table or figure has this key (nearest: needs); there are: needs."
    assert "no table or figure is shown" in get_refusal(ReportError, title, say("See {t}.", t=see("x")))


def test_a_report_without_a_title_and_one_with_two(title):
    assert get_refusal(ReportError, say("Words.")) == (
        "no cell shows cover(...), the title block; was the notebook executed?"
    )
    assert get_refusal(ReportError, title, title).startswith("cell 2: shows a second title block")


def test_a_kind_from_another_version(title):
    said = get_refusal(ReportError, title, change_bundle(say("x"), kind="hologram"))
    assert "cell 2: shows a 'hologram', which this version cannot read" in said


def test_the_cell_is_counted_as_in_the_file_not_as_papermill_left_it(title):
    made = make_notebook(title, "A digit: 5.")
    injected = nbformat.v4.new_code_cell("basis = 'all'", metadata={"tags": ["injected-parameters"]})
    made.cells.insert(0, injected)
    with pytest.raises(UntracedNumber, match=r"^cell 2: "):
        reader.read_document(made)


# What is decided


def test_blocks_stand_in_reading_order(title, case, gap):
    made = reader.read_document(
        make_notebook(
            title,
            say("By {by} it is {gap}.", role="answer", gap=gap, by=ours(gap)),
            cards(card(gap, say("by {by}", by=ours(gap)))),
            "## Tables\n\nSome words.",
            make_needs_table(case),
            make_levels_chart(case),
            points(say("One.")),
            "1. first\n2. second",
        )
    )
    assert [type(block) for block in made.blocks] == [Prose, KeyNumbers, Heading, Prose, Table, Figure, Points, Points]
    assert (made.blocks[0].role, made.blocks[3].role) == ("answer", "body")
    assert (made.blocks[6].ordered, made.blocks[7].ordered) == (False, True)
    assert get_plain_text(made.title) == "At least $700 billion is missing, by our arithmetic, or about $490 billion"
    assert made.about["id"] == "tiny"


def test_tables_and_figures_are_numbered_each_for_themselves(title, case):
    made = reader.read_document(
        make_notebook(
            title,
            make_needs_table(case),
            make_levels_chart(case),
            make_needs_table(case, key="more"),
            make_levels_chart(case, key="last"),
        )
    )
    assert [(block.key, block.number) for block in made.blocks] == [
        ("needs", 1),
        ("levels", 1),
        ("more", 2),
        ("last", 2),
    ]
    assert [block.anchor for block in made.blocks] == ["table-needs", "figure-levels", "table-more", "figure-last"]
    assert made.blocks[1].data.number == 0


class Firm:
    """What a title states, with a number of how firm it is."""

    is_firm = True

    def __init__(self, number):
        self.number = number

    def describe(self):
        return "It turns at {number}.", {"number": self.number}


def test_how_firm_a_title_is_stands_as_a_note_below_it(case, gap):
    first = cover("Much is missing", "How?", case.about, states=Firm(gap), otherwise="It is open")
    document = reader.read_document(make_notebook(first, "Text."))
    assert get_plain_text(document.blocks[0].text) == "It turns at at least $700 billion."
    assert document.blocks[0].role == "note"


def test_references_are_filled_in_wherever_they_stand(title, case, gap):
    t, f = see("needs"), see("levels")
    made = reader.read_document(
        make_notebook(
            cover(
                "By {by}, {gap} or {gap2} is missing, see {t}",
                "Why {f}?",
                case.about,
                gap=gap,
                gap2=elsewhere(gap),
                by=ours(gap),
                t=t,
                f=f,
            ),
            say("See {t} and {f}.", t=t, f=f),
            points(say("Also {t}.", t=t)),
            make_needs_table(case).note("Drawn in {f}.", f=f),
            make_levels_chart(case),
        )
    )
    there, drawn = Reference("Table 1", "table-needs"), Reference("Figure 1", "figure-levels")
    assert made.title[-1] == there
    assert drawn in made.question
    assert made.blocks[0].text == ("See ", there, " and ", drawn, ".")
    assert there in made.blocks[1].items[0]
    assert drawn in made.blocks[2].notes[0]


def test_no_two_places_have_one_anchor(title, case):
    made = reader.read_document(
        make_notebook(
            title,
            "## Table needs\n\n## Table needs\n\n## Ωμέγα",
            make_needs_table(case),
            make_levels_chart(case),
            make_levels_chart(case, key="levels-data"),
        )
    )
    anchors = [block.anchor for block in made.blocks]
    anchors += [block.data.anchor for block in made.blocks if isinstance(block, Figure)]
    assert len(set(anchors)) == len(anchors)


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Where it could come from", "where-it-could-come-from"),
        ("Потреба у відбудові", "потреба-у-відбудові"),
        ("საქართველო", "საქართველო"),
        ("अंतिम प्रस्ताव", "अंतिम-प्रस्ताव"),
        ("提案 の 比較", "提案-の-比較"),
        ("السلام الآن", "السلام-الآن"),
        ("Wide ＡＢＣ: “names”", "wide-abc-names"),
        ("…!", "part"),
        ("_notes", "notes"),
    ],
)
def test_an_anchor_keeps_the_letters_of_any_script(title, heading, anchor):
    assert reader.read_document(make_notebook(title, f"## {heading}")).blocks[0].anchor == anchor


@given(st.lists(st.text(st.characters(exclude_categories=["Nd", "Cs", "Cc"]), min_size=1), min_size=2, max_size=4))
def test_anchors_are_one_word_and_unlike_each_other(texts):
    builder = BlockBuilder()
    anchors = [builder.make_anchor(text) for text in texts]
    assert len(set(anchors)) == len(anchors)
    for anchor in anchors:
        assert not re.search(r"\s", anchor)
        assert not anchor.startswith("_")  # the page's own


def test_headings_begin_below_the_title(title):
    made = reader.read_document(make_notebook(title, "# One\n\n## Two\n\n### Three"))
    assert [block.level for block in made.blocks] == [1, 1, 2]


def test_emphasis_code_and_links_stay(title):
    made = reader.read_document(
        make_notebook(title, "A **heavy\nword**, *light*, `code` and [link](https://example.org).")
    )
    kinds = [part for part in made.blocks[0].text if not isinstance(part, str)]
    assert kinds == [
        Emphasis("heavy word", True),
        Emphasis("light", False),
        Code("code"),
        Link("link", "https://example.org"),
    ]


# Notes


def test_a_claim_has_one_note_however_often_it_is_shown(case, title):
    need = case["reconstruction.need"]
    made = reader.read_document(make_notebook(title, say("{a} and {b}.", a=need, b=need)))
    first, second = made.numbers[-2:]
    assert first.note == second.note
    note = made.notes[first.note - 1]
    assert (note.card.id, note.used) == ("need_article", (first.anchor, second.anchor))


def test_a_calculation_has_a_note_that_leads_to_those_of_its_claims(title):
    made = reader.read_document(make_notebook(title))
    calculation, _, need, usable, *_ = made.notes
    assert (calculation.card, calculation.how) == (None, "reconstruction need − usable frozen assets")
    assert calculation.text == "at least $700 billion"
    assert calculation.of == (need.number, usable.number)
    assert (need.card.id, usable.card.id) == ("need_article", "usable_article")
    assert (calculation.used, need.used) == (("n1",), ())


def test_notes_are_numbered_in_order_and_every_number_leads_to_one(title, case):
    made = reader.read_document(make_notebook(title, make_needs_table(case), make_levels_chart(case)))
    assert [note.number for note in made.notes] == list(range(1, len(made.notes) + 1))
    assert [number.anchor for number in made.numbers] == [f"n{i + 1}" for i in range(len(made.numbers))]
    for number in made.numbers:
        assert number.anchor in made.notes[number.note - 1].used


def test_marks_rise_in_reading_order_and_what_calculations_rest_on_comes_after(case, gap):
    need, usable = case["reconstruction.need"], case["assets.usable"]
    made = reader.read_document(
        make_notebook(
            cover(TITLE, "How much?", case.about, gap=gap, by=ours(gap), there=elsewhere(gap)),
            say("{share} of it, {need} in all.", share=gap / need, need=need),
        )
    )
    assert [number.note for number in made.numbers] == [1, 2, 3, 4]
    first, _, share, shown, beneath, *_ = made.notes
    assert (shown.card.id, beneath.card.id) == ("need_article", usable.leaf.id)
    assert first.of == (4, 5)
    assert (share.how, share.of) == ("funding gap / reconstruction need", (1, 4))


def test_a_tables_title_is_read_before_its_rows(title, case, gap):
    shown = table(compare.reconstruction.by_source(case), "Up to {most}", key="k", most=case["assets.frozen"])
    made = reader.read_document(make_notebook(title, shown))
    caption = next(part for part in made.blocks[0].caption if not isinstance(part, str))
    row = next(part for cell in made.blocks[0].rows[0] for part in cell if hasattr(part, "note"))
    assert caption.note < row.note


def test_a_named_result_beneath_a_calculation_has_a_note_of_its_own(case, gap):
    need = case["reconstruction.need"]
    made = reader.read_document(
        make_notebook(
            cover("{share} is missing ({by})", "How much?", case.about, share=gap / need, by=ours(gap / need))
        )
    )
    share, named, *_ = made.notes
    assert (share.how, share.of) == ("funding gap / reconstruction need", (2, 3))
    assert (named.name, named.text, named.low, named.high, named.unit) == (
        "Funding gap",
        "at least $700 billion",
        700,
        800,
        "billion USD",
    )
    assert (named.how, named.of, named.used) == ("reconstruction need − usable frozen assets", (3, 4), ())


def test_a_note_keeps_the_sign_a_sentence_leaves_out(title, case):
    change = case["assets.usable"] - case["reconstruction.need"]
    made = reader.read_document(make_notebook(title, say("A cut of {change:size}.", change=change)))
    assert made.numbers[-1].text == "at least $700 billion"
    note = made.notes[made.numbers[-1].note - 1]
    assert (note.text, note.low, note.high) == ("at most −$700 billion", -800, -700)


def test_a_calculation_nobody_named_is_called_by_where_it_stands(title, case):
    twice = case["reconstruction.need"] * 2
    frame = pd.DataFrame(
        {"who": [case.label("smith")], "what": [case.label("ukraine")], "twice": [twice]}, dtype=object
    )
    made = reader.read_document(
        make_notebook(
            title, table(frame, "Who", key="who", columns={"who": "Who", "what": "What", "twice": "Twice the need"})
        )
    )
    assert made.notes[made.numbers[-1].note - 1].name == "Smith, Ukraine – Twice the need"


def test_calculations_of_one_name_are_told_apart_by_their_rows(title, case):
    one, other = ((case["reconstruction.need"] * factor).named("", "Sum") for factor in (2, 3))
    frame = pd.DataFrame(
        {"who": [case.label("ukraine"), case.label("united_states")], "sum": [one, other]}, dtype=object
    )
    made = reader.read_document(
        make_notebook(title, table(frame, "Who", key="who", columns={"who": "Who", "sum": "In all"}))
    )
    assert [made.notes[number.note - 1].name for number in made.numbers[-2:]] == [
        "Ukraine – Sum",
        "United States – Sum",
    ]
    frame = pd.DataFrame({"who": ["Sum"], "a": [one], "b": [other]}, dtype=object)
    made = reader.read_document(
        make_notebook(title, table(frame, "Who", key="who", columns={"who": "", "a": "Ours", "b": "All"}))
    )
    assert [made.notes[number.note - 1].name for number in made.numbers[-2:]] == ["Sum – Ours", "Sum – All"]


def test_the_article_is_a_source_whatever_is_cited(case):
    made = reader.read_document(make_notebook(cover("Nothing", "How much?", case.about)))
    assert [source.source_id for source in made.sources] == ["article"]
    assert "articles" not in made.about
    assert "names" not in made.about


def make_source(id: str, date: str) -> dict[str, str]:
    return SourceCard(id, f"The {id}", date=date).to_json()


def test_the_sources_behind_words_and_names_are_listed_after_those_of_numbers(case):
    about = case.about
    rows = {"events/fall": ["wire", "paper"], "claims/a": ["wire"], "claims/b": ["third"], "plans/x": ["none"]}
    about |= {"cited": {"rows": rows, "sources": [make_source(id, "2026") for id in ("third", "paper", "wire")]}}
    shown = say(
        "{need} {event} {two} {plan}",
        need=case["reconstruction.need"],
        event=Label("It fell", "events/fall"),  # by the wire, and what became of it by the paper
        two=Label("Said twice", "claims/a+b"),
        plan=Label("A plan", "plans/x"),
    )
    made = reader.read_document(make_notebook(cover("Nothing", "How much?", about), shown))
    assert [source.source_id for source in made.sources] == ["article", "survey", "wire", "paper", "third"]


@pytest.mark.parametrize("place", ["before", "after", ""])
def test_a_source_of_which_only_a_table_of_sources_tells_is_not_listed_again(case, place):
    about = case.about
    about |= {"cited": {"rows": {"sources/wire": ["wire"]}, "sources": [make_source("wire", "2026-03")]}}
    title, date = Label("The wire", "sources/wire"), Label("March", "sources/wire")
    listed = table(pd.DataFrame([{"title": title, "date": date, "kind": "news"}], dtype=object), "All", key="all")
    named = say("By {who}.", who=title)
    parts = {"before": (named, listed), "after": (listed, named), "": (listed,)}[place]
    made = reader.read_document(make_notebook(cover("Nothing", "How much?", about), *parts))
    assert [source.source_id for source in made.sources] == ["article", *(["wire"] if place else [])]
    assert made.about["checked_to"] == "March 2026"


def test_the_basis_says_how_far_sources_reach_of_which_only_words_are_shown(case):
    about = {**case.about, "cited": {**case.about["cited"], "sources": [make_source("survey", "2026-05")]}}
    said = say("{words}", words=Label("The survey says so", "claims/need_survey"))
    made = reader.read_document(make_notebook(cover("Nothing", "How much?", about), said))
    assert made.about["basis"] == f"{case.about['basis']}, with other sources to May 2026"
    assert "cited" not in made.about
    made = reader.read_document(make_notebook(cover("Nothing", "How much?", about)))
    assert made.about["basis"] == case.about["basis"]


def test_the_basis_says_how_far_other_sources_reach(case):
    about, need = case.about, case["reconstruction.need"]
    there = elsewhere(need)
    words = cover("{need} ({by}) or {there}", "How much?", about, need=need, by=said_by(need, there), there=there)
    made = reader.read_document(make_notebook(words))
    assert made.about["basis"] == f"{about['basis']}, with other sources to June 2025"
    assert (made.about["basis_alone"], made.about["date"]) == (about["basis"], "2026-01-01")


def test_where_every_source_counts_the_date_is_that_of_the_newest_cited():
    about = load_case(TINY, basis="all").about
    about |= {"cited": {**about["cited"], "sources": [make_source("survey", "2026-05")]}}
    said = say("{words}", words=Label("The survey says so", "claims/need_survey"))
    made = reader.read_document(make_notebook(cover("Nothing", "How much?", about), said))
    assert (made.about["date"], made.about["date_text"]) == ("2026-05", "May 2026")
    assert made.about["basis"] == about["basis"]


def test_sources_are_those_of_the_notes_each_once(title, case):
    made = reader.read_document(make_notebook(title, make_needs_table(case)))
    assert [source.source_id for source in made.sources] == ["article", "survey"]


def test_an_interval_without_end_is_infinite_again(title, case):
    balance = make_leaf(
        "y", 1, "billion USD", low=-1, high=2, origin=ClaimCard("y", "claim", "balance", "billion USD", value=1)
    )
    share = case["reconstruction.need"] / balance
    made = reader.read_document(make_notebook(title, say("It is {share}.", share=share)))
    assert (made.numbers[-1].low, made.numbers[-1].high) == (-math.inf, math.inf)


# Parameters


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        (
            'a: Annotated[Literal["article", "all"], "whose claims: the article\'s, or the best"] = "article"',
            ("whose claims", "the article's"),
        ),
        ('a: Annotated[Literal["x", "y"], "which one"] = "y"', ("which one", "y")),
        ('a: Annotated[str, "one plan, an id of plans.csv"] = "plan_low"', ("one plan", "28-point plan")),
        ('a: Annotated[str, "one plan, an id of plans.csv"] = "plan_lost"', ("one plan", "plan_lost")),
        ('a: Annotated[str, "earliest date, EDTF"] = "2025-02"', ("earliest date", "February 2025")),
        ('a: Annotated[list[float], "shares of it"] = [0.25, 0.5, 1.0]', ("shares of it", "0.25, 0.5 and 1")),
        ('a: Annotated[float | None, "the need; None takes the claim"] = None', ("the need", "the claim")),
        ('a: Annotated[float | None, "the need; None takes the claim"] = 2.5', ("the need", "2.5")),
        ("a: bool = True", ("a", "yes")),
        ("some_sum: float | None = None", ("some sum", "not set")),
    ],
)
def test_a_parameter_is_described_in_a_readers_words(title, declared, told):
    made = make_notebook(title)
    made.cells.insert(0, nbformat.v4.new_code_cell(declared, metadata={"tags": ["parameters"]}))
    (given,) = reader.read_document(made).parameters
    assert (given.label, given.text) == told


def test_the_parameters_a_report_was_made_with_are_listed(title):
    made = make_notebook(title)
    declared = 'need: Annotated[float | None, "the need"] = None\nbasis: str = "article"'
    cells = [("parameters", declared), ("injected-parameters", "need = 500.0")]
    for place, (tag, source) in enumerate(cells):
        made.cells.insert(place, nbformat.v4.new_code_cell(source, metadata={"tags": [tag]}))
    given = reader.read_document(made).parameters
    assert [(g.name, g.value, g.help, g.changed) for g in given] == [
        ("need", 500.0, "the need", True),
        ("basis", "article", "", False),
    ]


def test_a_parameters_cell_that_cannot_be_read(title):
    made = make_notebook(title)
    made.cells.insert(0, nbformat.v4.new_code_cell("need: Path = None", metadata={"tags": ["parameters"]}))
    with pytest.raises(UsageError, match="need has the type Path"):
        reader.read_document(made)


def test_a_table_of_gaps_and_names(title, case):
    frame = pd.DataFrame({"who": [case.label("smith"), None], "what": ["words", None]})
    made = reader.read_document(make_notebook(title, table(frame, "Who", key="who")))
    rows = [[get_plain_text(cell) for cell in row] for row in made.blocks[0].rows]
    assert rows == [["Smith", "words"], ["–", "–"]]
    assert made.blocks[0].notes == (("– nothing on record",),)


def test_a_control_character_is_a_space_wherever_it_stands():
    case = load_case(TINY)
    names = pd.DataFrame(
        {"na\x0bme": ["Soft\x0bbreak", "Page one\x0cpage two", "Bell\x07", "Half \ud800 of"]}, dtype=object
    )
    document = reader.read_document(
        notebooks_in_memory.make_executed_notebook(
            cover("Title\x1b[m", "Why\x00?", {**case.about, "title": "Case\x85name"}),
            "## A\x0bheading\n\nWith `co\x0cde`.",
            say("One\x0btwo {label}.", label=Label("of\x9bthe case", "plans/a")),
            table(names, "Cap\x0btion", key="names").note("Not\x0be."),
            parameters='basis: Annotated[str, "wh\\x0bose"] = "arti\\x0bcle"',
        )
    )
    said = repr((document.title, document.question, document.about, document.blocks, document.parameters))
    assert [sign for sign in map(chr, (0, 7, 0xB, 0xC, 0x1B, 0x85, 0x9B, 0xD800)) if repr(sign)[1:-1] in said] == []
    assert [get_plain_text(row[0]) for row in document.blocks[-1].rows] == [
        "Soft break",
        "Page one page two",
        "Bell ",
        "Half   of",
    ]
    assert get_plain_text(document.title) == "Title [m"
    assert document.about["title"] == "Case name"
    assert (document.parameters[0].value, document.parameters[0].help) == ("arti cle", "wh ose")


def test_the_digits_of_a_result_are_one_more_than_its_claims_have_and_four_at_least(title):
    few, many = parameter("few", 800), parameter("many", 1234.5)
    made = reader.read_document(make_notebook(title, say("{a} {b} {c}.", a=few, b=few / 3, c=few / many)))
    assert [number.digits for number in made.numbers[-3:]] == [12, 4, 6]
