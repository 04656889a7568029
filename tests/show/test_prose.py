"""Sentences with places for numbers: what they carry, and that no digit is typed into them."""

from __future__ import annotations

import json

import pytest

from analysis import card, cards, cover, load_case, ours, parameter, points, remarks, said_by, say, see
from analysis.contract import BUNDLE_MIME, VERSION, ClaimCard, LabelPart, ReferencePart, SourceCard
from analysis.errors import UntracedNumber, UsageError
from analysis.estimates.constructors import make_leaf
from analysis.label import Label
from analysis.show.bundle import find_numbers, format_text, make_part, parse_template
from tests.conftest import TINY


@pytest.fixture(scope="module")
def case():
    return load_case(TINY)


@pytest.fixture(scope="module")
def gap(case):
    return (case["reconstruction.need"] - case["assets.usable"]).named("gap", "Funding gap")


def by(number):
    """The words below a card."""
    return say("by {by}", by=ours(number))


def make_json(thing) -> dict:
    return thing._repr_mimebundle_()[BUNDLE_MIME]


# Remarks


def test_a_remark_alone_is_a_paragraph_and_several_are_a_list():
    first, second = ("It is {one}.", {"one": parameter("one", 1)}), ("It was.", {})
    assert remarks([]) is None
    assert remarks([first]) == say("It is {one}.", **first[1])
    assert remarks([first, second]) == points(say("It is {one}.", **first[1]), say("It was."))


# Places


def test_a_place_takes_a_number_a_name_and_a_reference(gap, case):
    text = parse_template(
        "{plan} leaves {gap} open, see {table}.",
        {"plan": case.label("plan_low"), "gap": gap, "table": see("by_source")},
    )
    assert format_text(text) == "28-point plan leaves at least $700 billion open, see “by source”."
    assert text[0] == LabelPart("28-point plan", "plans/plan_low")
    assert ReferencePart("by_source") in text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("It is {gap}.", "It is at least $700 billion."),
        ("It is {gap:bare}.", "It is $700 billion."),
        ("It is {gap:sign}.", "It is ≥ $700 billion."),
        ("Nothing.", "Nothing."),
        ("", ""),
        ("{gap} is missing.", "At least $700 billion is missing."),
        ("So {{it}} is {gap:bare}.", "So {it} is $700 billion."),
    ],
)
def test_a_template_is_filled(gap, template, text):
    assert format_text(parse_template(template, {"gap": gap})) == text


def test_a_value_no_place_takes_is_left_out_but_a_place_wants_a_value(gap):
    assert format_text(parse_template("Nothing.", {"gap": gap})) == "Nothing."
    with pytest.raises(UsageError, match=r"has a place \{gpa\} that nothing fills \(nearest: gap\)"):
        say("It is {gpa}.", gap=gap)


@pytest.mark.parametrize("template", ["{", "}", "a {gap", "{}", "{0}", "{gap.value}", "{gap:bear}"])
def test_a_template_that_cannot_be_filled_is_one_clear_error(gap, template):
    with pytest.raises(UsageError):
        say(template, gap=gap)


def test_a_card_writes_its_number_in_the_format_asked_for(gap):
    shown = cards(card(gap, by(gap)), card(gap, by(gap), spec="bare,range")).build_block().items
    assert [item.number.text for item in shown] == [
        "at least $700 billion",
        "$700 billion ($700 billion to $800 billion)",
    ]


# Digits


@pytest.mark.parametrize(
    "template", ["It is 700 billion.", "by 2025", "the 20-point plan", "²⁰ 1", "٣", "{gap} of 800"]
)
def test_a_digit_typed_into_a_sentence_is_refused(gap, template):
    with pytest.raises(UntracedNumber, match="holds a typed digit; put the number in a place"):
        say(template, gap=gap)


@pytest.mark.parametrize("value", [700, 7.5, True, "700", {"a": 1}])
def test_a_bare_number_in_a_place_is_refused(value):
    with pytest.raises(UntracedNumber):
        say("It is {gap}.", gap=value)


def test_text_without_digits_and_nothing_at_all_may_fill_a_place():
    assert format_text(parse_template("It is {what}{more}.", {"what": "open", "more": None})) == "It is open."


def test_digits_of_the_case_are_its_own():
    assert make_part(Label("20-point plan", "plans/plan_20")) == LabelPart("20-point plan", "plans/plan_20")


@pytest.mark.parametrize(
    "make",
    [
        lambda: cover("By 2025", "Why?", {}),
        lambda: cover("Soon", "Why 2?", {}),
        lambda: make_json(cards(card(make_leaf("a", 1, "USD"), label="The 2nd"))),
    ],
)
def test_digits_in_titles_and_labels_are_refused(make):
    with pytest.raises(UntracedNumber):
        make()


# What it carries


def test_a_sentence_carries_the_card_of_every_claim(gap):
    bundle = make_json(say("It is {gap}.", gap=gap))
    assert (bundle["version"], bundle["kind"], bundle["role"]) == (VERSION, "prose", "body")
    assert set(bundle["claims"]) == {"need_article", "usable_article"}
    assert bundle["claims"]["need_article"]["statement"] == "Rebuilding takes this much."
    [_, item, _] = bundle["text"]
    assert item["number"] == {
        "text": "at least $700 billion",
        "value": 700.0,
        "unit": "billion USD",
        "low": 700.0,
        "high": 800.0,
        "qualifier": "at_least",
        "claims": ["need_article", "usable_article"],
        "computed": True,
        "how": "reconstruction need − usable frozen assets",
        "name": "gap",
        "label": "Funding gap",
        "origin": "arithmetic",
        "matter": [{"claim": "usable_article", "share": 1.0}],
    }


def test_a_claim_itself_is_not_computed(case):
    [number] = find_numbers([say("It is {need}.", need=case["reconstruction.need"]).text])
    assert (number.computed, number.claims) == (False, ("need_article",))


def test_numbers_are_cut_to_what_every_processor_agrees_on():
    third = make_leaf("a", 1, "one") / 3
    assert find_numbers([parse_template("It is {third}.", {"third": third})])[0].value == 0.333333333333


def test_an_interval_without_end_is_null_in_json():
    share = make_leaf("a", 1, "one") / make_leaf("b", 1, "one", low=-1, high=2)
    [number] = find_numbers([parse_template("It is {share}.", {"share": share})])
    assert (number.low, number.high) == (None, None)
    json.dumps(number.to_json(), allow_nan=False)


def test_everything_shown_is_plain_json_and_has_plain_forms(gap, case):
    things = [
        say("It is {gap}.", gap=gap),
        points(say("One {gap}.", gap=gap), say("Two.")),
        cards(card(gap, say("of {need}, by {who}", need=case["reconstruction.need"], who=said_by(gap)))),
        cover("{gap} is missing, by {by}", "How much?", case.about, gap=gap, by=ours(gap)),
    ]
    assert len({type(thing) for thing in things}) == len(things)
    for thing in things:
        bundle = thing._repr_mimebundle_()
        assert json.loads(json.dumps(bundle[BUNDLE_MIME], allow_nan=False)) == bundle[BUNDLE_MIME]
        assert "700 billion" in bundle["text/plain"]
        assert '<a class="n" href="#' in bundle["text/html"]


def test_html_is_escaped_and_plain_text_is_not():
    bundle = say("Research & <development>: {what}", what=Label("a & b", "x/y"))._repr_mimebundle_()
    assert "Research &amp; &lt;development&gt;: a &amp; b" in bundle["text/html"]
    assert bundle["text/plain"] == "Research & <development>: a & b"


def test_an_empty_name_stays_empty():
    assert format_text([LabelPart("", "x/y")]) == ""
    assert say("It is {what}.", what=Label("", "x/y"))._repr_mimebundle_()["text/plain"] == "It is ."


def test_points_and_cards_hold_every_number_in_them(gap, case):
    need = case["reconstruction.need"]
    assert set(points(say("{a}", a=gap), say("{b}", b=case["forces.strength"])).build_bundle().claims) == {
        "need_article",
        "usable_article",
        "strength_article",
    }
    made = cards(
        card(gap, say("of {need}, by {who}", need=need, who=said_by(gap))),
        card(parameter("p", 1), say("{by}", by=ours(parameter("p", 1))), label="Set"),
    ).build_bundle()
    assert [format_text(item.label) for item in made.block.items] == ["Funding gap", "Set"]
    assert [item.number.text for item in made.block.items] == ["at least $700 billion", "1"]
    assert set(made.claims) == {"need_article", "usable_article", "parameter:p"}


def test_a_card_takes_a_number_format(gap):
    [item] = cards(card(gap, by(gap), spec="sign")).build_block().items
    assert item.number.text == "≥ $700 billion"


def test_a_card_without_a_label_goes_by_its_formula(gap):
    assert card(gap.named("gap", ""), by(gap))[0] == "Funding gap"
    assert card(make_leaf("a", 1, "USD", symbol="need"))[0] == "need"


def test_the_title_block_says_what_case_it_is_of(gap, case):
    block = cover("{gap} is missing, by {by}", "How much?", case.about, gap=gap, by=ours(gap)).build_block()
    assert format_text(block.title) == "At least $700 billion is missing, by our arithmetic"
    assert block.about["id"] == "tiny"


def test_shown_objects_are_frozen(gap):
    with pytest.raises(AttributeError):
        say("It is {gap}.", gap=gap).role = "note"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda gap: points(), "points: there is nothing to list; give at least one say"),
        (lambda gap: points("words"), "points: found 'words'; allowed: paragraphs made with say"),
        (lambda gap: cards(), "cards: there is no number to show; give at least one card"),
        (lambda gap: cards(gap), "cards: found <Funding gap.*allowed: key numbers made with card"),
        (lambda gap: card(gap, "a note"), "card: found the note 'a note'; allowed: a sentence made with say"),
    ],
)
def test_lists_of_nothing_or_of_something_else_are_refused_in_words(gap, make, said):
    with pytest.raises(UsageError, match=said):
        make(gap)


def test_a_card_takes_estimates_only():
    with pytest.raises(UntracedNumber, match="card: 700 leads to no claim"):
        card(700)


# A title that rests on our coding


class Statement:
    """What a title states, firm or not."""

    def __init__(self, number, is_firm):
        self.number, self.is_firm = number, is_firm

    def describe(self):
        return "It turns at {number}.", {"number": self.number}


@pytest.mark.parametrize(("is_firm", "said"), [(True, "Much is missing"), (False, "It is open what is missing")])
def test_a_title_says_only_what_is_firm_and_how_firm_it_is(case, gap, is_firm, said):
    states = Statement(gap, is_firm)
    made = cover("Much is missing", "How?", case.about, states=states, otherwise="It is open what is missing")
    block = made.build_block()
    assert format_text(block.title) == said
    sharper = "" if is_firm else "A sharper title would be: “Much is missing”. "
    assert format_text(block.firmness) == f"{sharper}It turns at at least $700 billion."
    assert make_json(made)["claims"].keys() == gap.claims


def test_open_words_are_checked_like_those_of_the_title(case, gap):
    for wrong in ({"states": Statement(gap, True)}, {"otherwise": "Open"}):
        with pytest.raises(UsageError, match="only one of states and otherwise"):
            cover("Much", "How?", case.about, **wrong)
    with pytest.raises(UntracedNumber, match="does not say so"):  # also where they are not printed
        cover("Much", "How?", case.about, states=Statement(gap, True), otherwise="Open: {gap}", gap=gap)


CARD = ClaimCard("a", "assumption", "a", "one", source=SourceCard("a", "A title"))
CODE = make_leaf("positions/a/position", 0.4, "one", kind="assumption", low=0.2, high=0.5, origin=CARD)
FIXED = make_leaf("positions/b/position", 0.4, "one", kind="assumption", origin=CARD)
GUESS = make_leaf("chance", 40, "percent", kind="assumption", low=20, high=50)
COUNT = make_leaf("count:positions/far", 3, "item", kind="count", rests_on=["positions.position"])


@pytest.mark.parametrize(
    ("title", "number", "rests_on"),
    [
        ("By {by} it is {n}", CODE, "our coding"),
        ("By {by} it is {n:range}", FIXED, "our coding"),  # there is no range to print
        ("By {by} it is {n}", GUESS, "our assumptions"),
        ("By {by} it is {n}", CODE * GUESS, "our coding and assumptions"),
        ("By {by} there are {n:range}", COUNT, "our coding"),
        ("By {by} they are far apart", CODE, "our coding"),  # a statement without a number
    ],
)
def test_a_title_on_what_is_ours_says_how_sure_it_is(title, number, rests_on):
    with pytest.raises(UsageError) as caught:
        cover(title, "How?", {}, n=number, by=ours(number))
    assert str(caught.value) == (
        f"title: {title!r} rests on {rests_on}, and nothing says how sure it is; add states=robustness(case, "
        "statement), with what the title states, and otherwise=..., the title in words that leave it open. A title "
        "that states nothing but such a number may print it with its range instead, as in {number:range}."
    )
    made = cover(title, "How?", {}, n=number, by=ours(number), states=Statement(CODE, True), otherwise="It is open")
    assert made.build_block().firmness


@pytest.mark.parametrize("number", [CODE, GUESS, CODE * GUESS])
def test_a_number_with_its_range_says_how_sure_it_is(number):
    made = cover("By {by} it is {n:round,range}", "How?", {}, n=number, by=ours(number), other=COUNT)
    assert " to " in format_text(made.build_block().title)


def test_what_rests_on_claims_needs_no_statement(gap):
    made = cover("By {by} {n} is missing", "How?", {}, n=gap, by=ours(gap))
    assert made.build_block().firmness == ()
