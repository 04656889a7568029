"""What if: a page gets all it needs to compute the library's own results, and nothing without a claim."""

from __future__ import annotations

import json
import math
import operator
import re
from dataclasses import replace

import pytest

from analysis import compare, load_case, maximum, number, parameter, slider, what_if
from analysis.contract import ClaimCard, RivalCard, SourceCard
from analysis.errors import UntracedNumber, UsageError
from analysis.estimates.browser_program import build_program
from analysis.estimates.constructors import make_leaf
from analysis.report.document import model
from analysis.report.document.model import get_plain_text
from analysis.report.document.without_sliders import remove_sliders
from analysis.report.formats import markdown
from analysis.report.formats.html.page import write_html
from analysis.report.formats.side_files import build_results
from analysis.show import what_if_in_notebook
from analysis.style.house import THEME_FOLDER
from tests import notebooks_in_memory
from tests.conftest import TINY

ACTS = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "neg": operator.neg,
    "abs": abs,
    "sqrt": math.sqrt,
    "max": max,
    "min": min,
}


@pytest.fixture(scope="module")
def case():
    return load_case(TINY)


def compute_results(made: dict, settings: dict[int, float]) -> list[float]:
    """The results of a program in their units: each node's act on the nodes before it, and no more."""
    tips = [tip["value"] for tip in made["leaves"]]
    for at, setting in settings.items():
        for tip in made["moved"][at]["leaves"]:
            tips[tip] = setting * made["moved"][at]["factor"]
    values: list[float] = []
    for op, *of in made["nodes"]:
        values.append(tips[of[0]] if op == "leaf" else ACTS[op](*(values[node] for node in of)))
    return [values[result["node"]] / result["factor"] for result in made["results"]]


# The program


def test_a_formula_travels_as_leaves_in_base_units_and_nodes_after_what_they_rest_on(case):
    made = build_program([case["reconstruction.need"], case["assets.usable"]], [compare.reconstruction.gap(case)])
    assert made == {
        "leaves": [
            {"value": 800e9, "low": 800e9, "high": 800e9, "qualifier": "exact"},
            {"value": 100e9, "low": 0, "high": 100e9, "qualifier": "at_most"},
        ],
        "nodes": [["leaf", 0], ["leaf", 1], ["-", 0, 1]],
        "moved": [{"leaves": [0], "factor": 1e9}, {"leaves": [1], "factor": 1e9}],
        "results": [{"node": 2, "factor": 1e9}],
    }


def test_it_gives_the_results_worked_out_by_hand(case):
    need, usable, r = case["reconstruction.need"], case["assets.usable"], compare.reconstruction
    made = build_program([need, usable], [r.gap(case), r.coverage(case), r.shortfall(case)])
    assert compute_results(made, {}) == [700, pytest.approx(12.5), 500]
    assert compute_results(made, {0: 500}) == [400, 20, 200]  # 500 - 100; 100 / 500; 500 - 300
    assert compute_results(made, {0: 250, 1: 50}) == [200, 20, 0]  # never below 0


def test_every_operation_travels():
    a, b = make_leaf("a", 9, "one"), make_leaf("b", 4, "one")
    made = build_program([a], [a + b, a - b, a * b, a / b, -a, abs(b - a), a.sqrt(), maximum(a, b), 1 - a])
    assert compute_results(made, {}) == [13, 5, 36, 2.25, -9, 5, 3, 9, -8]
    assert compute_results(made, {0: 1}) == [5, -3, 4, 0.25, -1, 3, 1, 4, 0]


def test_one_claim_is_one_leaf_and_one_formula_one_node_over_all_results():
    a = make_leaf("a", 1, "one", qualifier="about")
    again = make_leaf("a", 1, "one", qualifier="about")
    made = build_program([a], [(a + 1) * 2, (again + 1) / 2])
    assert len(made["leaves"]) == 3  # a, 1 and 2
    assert [node[0] for node in made["nodes"]] == ["leaf", "leaf", "+", "leaf", "*", "/"]


def test_no_bit_is_lost_on_the_way():
    made = build_program([make_leaf("a", 0.1 + 0.2, "one")], [make_leaf("a", 0.1 + 0.2, "one") * 3])
    assert json.loads(json.dumps(made))["leaves"][0]["value"] == 0.30000000000000004


# Sliders


def list_slider_ends(*arguments, **options) -> tuple[str, str, str]:
    found = slider(*arguments, **options)
    return tuple(f"{place.normalize():f}" for place in (found.low, found.high, found.step))


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (make_leaf("a", 800, "billion USD"), ("400", "1200", "5")),
        (make_leaf("a", 100, "billion USD", qualifier="at_most", minimum=0), ("0", "150", "0.5")),
        (make_leaf("a", 600_000, "person", minimum=0), ("300000", "900000", "2000")),
        (make_leaf("a", 35.8, "million person", minimum=0), ("18", "53.6", "0.2")),  # 35.8 is itself one of the steps
        (make_leaf("a", 90, "percent", minimum=0, maximum=100), ("45", "100", "0.2")),  # a share is never more than all
        (make_leaf("a", 0.7, "one", low=0.5, high=0.85, kind="assumption"), ("0.35", "1.05", "0.002")),
        (make_leaf("a", -40, "percent"), ("-60", "-20", "0.2")),
        (make_leaf("a", None, "million person", low=25, high=27), ("13", "39", "0.1")),
    ],
)
def test_a_slider_reaches_as_far_as_is_worth_asking_in_round_steps(claim, expected):
    assert list_slider_ends(claim) == expected


def test_a_slider_takes_in_the_interval_and_the_rivals():
    source = SourceCard("s", "A text")
    rivals = tuple(
        RivalCard("b", unit, value, None, None, "exact", "normal", "", "", source)
        for value, unit in ((2000.0, "billion USD"), (None, "billion USD"), (9000.0, "USD"))
    )
    card = ClaimCard("a", "claim", "need", "billion USD", value=800, rivals=rivals)
    claim = make_leaf("a", 800, "billion USD", low=300, high=900, origin=card)
    assert list_slider_ends(claim) == ("300", "2000", "10")


def test_a_slider_may_be_given_its_ends():
    assert list_slider_ends(make_leaf("a", 800, "billion USD"), low=0, high=1000) == ("0", "1000", "5")


@pytest.mark.parametrize(("low", "high"), [(900, 1000), (0, 700), (800, 800), (-5, 1000), (0, math.inf)])
def test_ends_that_leave_no_room_are_refused_with_what_is_allowed(low, high):
    with pytest.raises(
        UsageError, match="give ends on both sides of its value, 800, and within what it can be, 0 to inf"
    ):
        slider(make_leaf("a", 800, "billion USD", minimum=0), low, high)


def test_what_is_computed_has_no_slider(case):
    for wrong in (compare.reconstruction.gap(case), number(3), 3):
        with pytest.raises(UsageError, match=r"no slider can set .*; allowed: a claim, an assumption or a parameter"):
            slider(wrong)


def test_a_claim_of_zero_needs_ends():
    with pytest.raises(UsageError, match="found the ends 0 and 0"):
        slider(make_leaf("a", 0, "USD"))
    assert list_slider_ends(make_leaf("a", 0, "USD"), high=100) == ("0", "100", "0.5")


def test_limits_reach_claims_assumptions_and_what_the_reader_sets():
    for override in ({}, {"reconstruction.need": 10.0}):
        assert load_case(TINY, override=override)["reconstruction.need"].leaf.minimum == 0
    assert load_case()["plant.load_factor"].leaf.maximum == 1


# What is shown


def test_every_number_shown_leads_to_its_claims(case):
    need, gap = case["reconstruction.need"], compare.reconstruction.gap(case)
    bundle = what_if("The gap", [need], [gap]).build_bundle().to_json()
    [moved], [follows] = bundle["sliders"], bundle["results"]
    assert moved["label"] == [{"label": "Reconstruction need", "ref": "claims/need_article"}]
    assert (moved["number"]["text"], moved["number"]["claims"]) == ("$800 billion", ["need_article"])
    assert (moved["low"], moved["high"], moved["step"], moved["start"]) == ("400", "1200", "5", "800")
    assert moved["claims"] == ["588", "800"]
    assert follows["number"]["text"] == "at least $700 billion"
    assert set(bundle["claims"]) == {"need_article", "usable_article"}
    json.dumps(bundle, allow_nan=False)


def test_as_plain_text_it_is_the_figures_as_they_stand(case):
    shown = what_if("The gap", [case["reconstruction.need"]], [compare.reconstruction.gap(case)])
    assert shown.render_text() == "The gap Reconstruction need $800 billion Funding gap at least $700 billion"


def test_a_result_has_the_format_asked_for(case):
    change = compare.forces.caps(case).iloc[0].change
    shown = what_if("The cut", [case["forces.strength"]], [change], spec={change.name: "size, bare"})
    assert shown.build_block().results[0].number.text == "200,000"
    assert shown.build_block().program["results"][0]["spec"] == ["size", "bare"]


def test_what_would_do_nothing_is_refused_with_what_to_do(case):
    need, frozen, gap = case["reconstruction.need"], case["assets.frozen"], compare.reconstruction.gap(case)
    for move, follow, spec, message in (
        ([need, frozen], [gap], {}, "no result is computed from frozen assets, so its slider would move nothing"),
        (
            [frozen],
            [compare.reconstruction.shortfall(case), gap],
            {},
            "Funding gap is not computed from anything that a slider",
        ),
        ([need, need], [gap], {}, "two sliders move reconstruction need"),
        ([], [gap], {}, "give at least one claim"),
        ([need], [], {}, "give at least one claim"),
        (
            [need],
            [gap],
            {"reconstruction.gab": "bare"},
            r"spec has a format for 'reconstruction.gab', which is not a result \(nearest: reconstruction.gap\)",
        ),
        ([parameter(f"p{at}", 1.0) for at in range(7)], [gap], {}, "found 7 sliders; give at most 6"),
    ):
        with pytest.raises(UsageError, match=message):
            what_if("The gap", move, follow, spec)
    with pytest.raises(UntracedNumber, match="700 leads to no claim"):
        what_if("The gap", [need], [700])
    with pytest.raises(UntracedNumber, match="typed digit"):
        what_if("The gap in 2026", [need], [gap])


def test_a_part_and_its_whole_travel_by_the_places_of_their_sliders(case):
    need, frozen, usable = (case[name] for name in ("reconstruction.need", "assets.frozen", "assets.usable"))
    r = compare.reconstruction

    def within(*pairs):
        return (
            what_if("The gap", [need, frozen, usable], [r.gap(case), r.shortfall(case)], within=pairs)
            .build_block()
            .program["within"]
        )

    assert within() == []
    assert within((usable, frozen)) == [[2, 1]]  # 100 of 300
    assert within((need, frozen)) == []  # 800 of 300: the claims themselves say otherwise
    people = parameter("people", 3.0, "person")
    for pair, message in (
        ((usable, r.gap(case)), "within has .*, which no slider moves"),
        ((usable, people), "within has people, which no slider moves"),
    ):
        with pytest.raises(UsageError, match=message):
            within(pair)
    with pytest.raises(UsageError, match="a part in billion USD and its whole in person; both must have one dimension"):
        what_if("The gap", [need, people], [r.gap(case), people * 2], within=[(need, people)])


# In the report


def test_formats_without_sliders_have_neither_them_nor_their_heading_and_print_no_number_again():
    document = notebooks_in_memory.read_reconstruction()
    at, item = next((at, block) for at, block in enumerate(document.blocks) if isinstance(block, model.WhatIf))
    over = document.blocks[at - 1]
    left = remove_sliders(document).blocks
    assert [block for block in document.blocks if block not in left] == (
        [over, item] if isinstance(over, model.Heading) else [item]
    )
    sliding = {row.number.anchor for row in (*item.sliders, *item.results)}
    assert {number.anchor for number in remove_sliders(document).numbers} == {
        n.anchor for n in document.numbers
    } - sliding
    assert not sliding & {anchor for note in remove_sliders(document).notes for anchor in note.used}
    assert get_plain_text(item.title) not in markdown.write_markdown(document)


SLIDERS = model.WhatIf("w", ("The gap",), (), (), {})


@pytest.mark.parametrize(
    ("blocks", "left"),
    [
        ("1 w 1 p", "1 p"),  # the section held nothing else
        ("1 2 w 2 p", "1 2 p"),  # the one above it holds another
        ("1 2 w 1 p", "1 p"),  # both held nothing else
        ("1 p w 1 p", "1 p 1 p"),
        ("1 w p", "1 p"),
        ("1 w w", ""),
    ],
)
def test_a_heading_goes_with_the_sliders_that_were_all_beneath_it(blocks, left):
    kinds = {"1": model.Heading(1, (), ""), "2": model.Heading(2, (), ""), "p": model.Prose(()), "w": SLIDERS}
    document = replace(notebooks_in_memory.read_forces(), blocks=tuple(kinds[kind] for kind in blocks.split()))
    assert remove_sliders(document).blocks == tuple(kinds[kind] for kind in left.split())


def test_its_numbers_are_among_the_results():
    shown = build_results(notebooks_in_memory.read_reconstruction())
    assert shown["results"]["reconstruction.gap"]["value"] == 700
    anchors = [entry["anchor"] for entry in shown["shown"]]
    item = next(b for b in notebooks_in_memory.read_reconstruction().blocks if isinstance(b, model.WhatIf))
    assert {row.number.anchor for row in (*item.sliders, *item.results)} <= set(anchors)


def test_only_a_page_with_sliders_carries_their_script():
    assert "function computeResults(" in write_html(notebooks_in_memory.read_reconstruction())
    assert "function computeResults(" not in write_html(notebooks_in_memory.read_forces())


PAGE_SCRIPTS = [path.name for path in THEME_FOLDER.glob("*.js") if not path.name.startswith("notebook_")]
NOTEBOOK_SCRIPTS = ["notebook_theme.js", *what_if_in_notebook.SCRIPTS]
CARD_SCRIPTS = ["notebook_cards.js", "cards.js"]


@pytest.mark.parametrize("files", [PAGE_SCRIPTS, NOTEBOOK_SCRIPTS, CARD_SCRIPTS])
def test_no_script_takes_a_name_of_another(files):
    """Those of a page share one script element, so a second function of a name would silently replace the first."""
    scripts = [(THEME_FOLDER / name).read_text(encoding="utf-8") for name in files]
    names = [name for script in scripts for name in re.findall(r"^(?:function|class|const|let) (\w+)", script, re.M)]
    assert {"computeResults", "setUpWhatIf"} <= set(names) or {"buildCardBody", "showNote"} <= set(names)
    assert len(names) == len(set(names))


def test_a_pool_of_claims_is_one_slider_and_moves_what_is_computed_from_it():
    need = load_case(TINY, basis="pooled")["reconstruction.need"]  # (800 × 0.5 + 588) / 1.5, from 529.2 to 800
    block = what_if("Set it", [need], [need * 2]).build_block()
    assert block.sliders[0].start == "658.666666667"
    assert [(leaf["low"], leaf["high"]) for leaf in block.program["leaves"][:1]] == [(pytest.approx(529.2e9), 800e9)]
    assert block.program["moved"][0]["leaves"] == [0]
    with pytest.raises(UsageError, match="no result is computed from reconstruction need"):
        what_if("Set it", [need], [make_leaf("other", 1, "USD")])
