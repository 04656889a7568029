"""Sliders in a real browser: page and library say the same at any setting, and the reader is told what is theirs."""

from __future__ import annotations

import ast
import math
import random
import re
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from typing import Any

import nbformat
import pytest

from analysis import Estimate, compare, load_case, maximum, minimum
from analysis.case.case import Case
from analysis.errors import UnitError
from analysis.estimates.browser_program import build_program
from analysis.estimates.constructors import make_leaf
from analysis.messages import use_language
from analysis.report.document import reader
from analysis.report.formats.html.page import write_html
from analysis.show.bundle import Shown
from analysis.show.number import format_estimate
from analysis.wording.numbers import SPECS, describe_number_format, format_number
from analysis.wording.unit_form import find_unit_form
from tests.browser.conftest import PHONE, lay_out_everything, loaded
from tests.conftest import ROOT
from tests.notebooks_in_memory import make_executed_notebook
from tests.wording.examples import EXAMPLES

pytestmark = pytest.mark.browser

SETTINGS = 100
R, F = compare.reconstruction, compare.forces

# What each slider overrides, and how the library comes to each result, in the order of the page.
OVERRIDES = {
    "reconstruction": ("reconstruction.need", "assets.frozen", "assets.usable"),
    "forces": ("forces.strength", "population.now", "forces.cap@plan_28", "forces.cap@plan_20"),
}
RESULTS: dict[str, tuple[Callable[[Case], Estimate], ...]] = {
    "reconstruction": (R.gap, R.shortfall, R.coverage, R.ceiling, R.usable_share),
    "forces": tuple(
        lambda case, plan=plan, column=column: of_plan(case, plan)[column]
        for columns in (("change", "change_share"), ("per_1000_now",))
        for plan in ("plan_28", "plan_20")
        for column in columns
    ),
}
SIGNED = {"reconstruction": (), "forces": (0, 1, 2, 3)}


def of_plan(case: Case, plan: str) -> Any:
    frame = F.caps(case)
    return frame[[row.id == plan for row in frame.plan]].iloc[0]


@cache
def shipped(name: str, basis: str) -> str:
    """The page of a shipped notebook, its cells run here one by one."""
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    names: dict[str, Any] = {}
    shown: list[Any] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            shown.append(cell.source)
            continue
        body = ast.parse(cell.source).body
        last = ast.Expression(body.pop().value) if isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), name, "exec"), names)
        if "parameters" in cell.metadata.get("tags", ()):
            names["basis"] = basis
        value = eval(compile(last, name, "eval"), names) if last else None
        shown += [value] if isinstance(value, Shown) else []
    return write_html(reader.read_document(make_executed_notebook(*shown)))


@pytest.fixture
def sliders(visit, site):
    """Opens the page of a shipped notebook."""

    def opened(name: str = "reconstruction", basis: str = "article", **options: Any) -> Any:
        (site / f"shipped-{name}-{basis}.html").write_text(shipped(name, basis), encoding="utf-8")
        page = visit(f"shipped-{name}-{basis}", **options)
        if options.get("java_script_enabled", True):
            lay_out_everything(page)
        return page

    return opened


@pytest.fixture(scope="module")
def calculator(chromium, site):
    """A page of which only the functions are called, opened once."""
    path = site / "calculator.html"
    path.write_text(shipped("reconstruction", "article"), encoding="utf-8")
    with loaded(chromium, path) as page:
        yield page


def move(page: Any, at: int, value: float) -> None:
    page.locator(".what-if input").nth(at).evaluate(
        "(slider, value) => { slider.value = value; slider.dispatchEvent(new Event('input')); }", str(value)
    )


# Moves all sliders, and reads their settings and what the page has computed and written.
MOVED = """places => places.map(setting => {
  const sliders = [...document.querySelectorAll('.what-if input')];
  sliders.forEach((slider, at) => {
    slider.value = setting[at] === null ? slider.defaultValue
      : Number(slider.min) + setting[at] * (Number(slider.max) - Number(slider.min));
  });
  for (const slider of sliders) slider.dispatchEvent(new Event('input'));       // the whole before its part
  return [sliders.map(slider => slider.value === slider.defaultValue ? null : slider.value),
          sliders.map(slider => slider.closest('div').querySelector('output b').textContent),
          [...document.querySelectorAll('.what-if td.yours')].map(cell => ({...cell.dataset, seen: cell.textContent}))];
})"""


def settings(count: int, seed: int) -> list[list[float | None]]:
    """Places on the sliders from 0 to 1; None leaves a claim. The first are the corners."""
    chance = random.Random(seed)
    corners = [[float(corner >> at & 1) for at in range(count)] for corner in range(2**count)]
    rest = [
        [chance.choice((None, chance.random(), chance.random())) for _ in range(count)]
        for _ in range(SETTINGS - len(corners))
    ]
    return corners + rest


def plain(text: str, unit: str) -> float:
    """A figure as the page writes it, back in its unit."""
    size = next((10**power for power, word in ((12, "trillion"), (9, "billion"), (6, "million")) if word in text), 1)
    return float(re.sub(r"[^\d.]", "", text)) * size / find_unit_form(unit).factor


def as_number(text: str) -> float:
    return float(text.replace("Infinity", "inf"))


@pytest.mark.parametrize("basis", ["article", "all"])
@pytest.mark.parametrize("name", RESULTS)
def test_page_and_library_agree_at_a_hundred_settings(sliders, name, basis):
    page, start = sliders(name, basis), load_case(basis=basis)
    found = page.evaluate(MOVED, settings(len(OVERRIDES[name]), seed=len(name)))
    assert len(found) == SETTINGS
    different = set()
    for places, said, cells in found:
        override = {key: float(place) for key, place in zip(OVERRIDES[name], places, strict=True) if place is not None}
        case = Case(start.folder, basis, override, start.ledger, own_tables=start.ledger)
        if name == "reconstruction":
            assert case["assets.usable"].value <= case["assets.frozen"].value
        for key, text in zip(OVERRIDES[name], said, strict=True):
            quantity, _, subject = key.partition("@")
            claim = case[quantity, subject] if subject else case[quantity]
            assert (plain(text, claim.unit) == pytest.approx(claim.value, rel=1e-12)) if key in override else not text
        assert len(cells) == len(RESULTS[name])
        for at, (cell, result) in enumerate(zip(cells, RESULTS[name], strict=True)):
            expected = result(case)
            for end in ("value", "low", "high"):
                near = pytest.approx(getattr(expected, end), rel=1e-9, abs=1e-12)
                assert as_number(cell[end]) == near, (override, at)
            assert cell["text"] == format_estimate(expected, "signed" if at in SIGNED[name] else ""), (override, at)
            assert cell["seen"] in ("unchanged", cell["text"])
            assert (cell["seen"] == cell["text"]) == (
                not override or bool({f"parameter:{key}" for key in override} & expected.claims)
            )
            different.add(cell["text"])
    assert len(different) > SETTINGS


@pytest.mark.parametrize("name", RESULTS)
def test_what_the_page_computes_at_rest_is_what_it_has_printed(sliders, name):
    rows = sliders(name).locator(".what-if tbody tr").all()
    assert len(rows) == len(RESULTS[name])
    for row in rows:
        shown = row.locator("a.n").evaluate("number => readNumber(number)")
        assert row.locator(".yours").get_attribute("data-text") == shown


# The rules, apart from the shipped notebooks


def claim(id: str, value: float, low: float, high: float, **options: Any) -> Estimate:
    return make_leaf(id, value, "one", low=low, high=high, **options)


A, B, C = claim("a", 3, 2, 5), claim("b", 4, 1, 6), claim("c", 0.5, -1, 2)
FORMULAS = {
    "once": A + B * C - 2,
    "share": A / (A + B),
    "twice": (A - B) / B,
    "hill": A * (6 - A),
    "valley": (A - 3) * (A - 3),
    "wave": C * C * C - C,
    "over zero": A / C,
    "to zero": A / claim("d", 1, 0, 2),
    "root": (A / B).sqrt(),
    "greater": maximum(A - B, 0),
    "lesser": minimum(A, B) - A,
    "size": abs(C),
    "negative": -A,
    "itself": A,
    "nothing": A - A,
    "divided twice": A / (B + C) / (B - C),
    "part of a part": (A + C) / (A + B + C) * B,
    "crossing": A / (B - B * C),
    "weighted": (A * C + B * 2) / (C + 2 + C * C),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_values_and_intervals_follow_the_librarys_rule_whatever_the_formula(calculator, name):
    page, formula = calculator, FORMULAS[name]
    tips = {one.leaf.id: one for one in (A, B, C) if one.leaf.id in formula.claims}
    made = build_program(list(tips.values()), [formula])
    chance = random.Random(name)
    places = [[None] * len(tips)] + [
        [chance.choice((None, round(chance.uniform(tip.low, tip.high), 3))) for tip in tips.values()] for _ in range(15)
    ]
    found = page.evaluate("([made, places]) => places.map(setting => computeResults(made, setting)[0])", [made, places])
    assert len(found) == 16
    for setting, result in zip(places, found, strict=True):
        expected = rebuilt(formula, dict(zip(tips, setting, strict=True)))
        try:
            ends = expected.value, expected.low, expected.high
        except UnitError:
            assert math.isnan(result["value"])
            continue
        there = result["value"], result["low"], result["high"]
        assert there == pytest.approx(ends, rel=1e-9, abs=1e-9), setting
        assert result["qualifier"] == expected.qualifier


def rebuilt(formula: Estimate, given: dict[str, float | None]) -> Estimate:
    """The same formula on exact values where they are given."""
    made: dict[int, Estimate] = {}
    for node in formula.nodes:
        value = given.get(node.leaf.id) if node.leaf else None
        made[id(node)] = (
            make_leaf(f"parameter:{node.leaf.id}", value, "one")
            if value is not None
            else Estimate(node.op, node.unit, tuple(made[id(arg)] for arg in node.args), node.leaf)
        )
    return made[id(formula)]


UNITS = (
    "billion USD",
    "USD",
    "EUR",
    "USD / person",
    "billion USD / year",
    "percent",
    "per_thousand",
    "person",
    "million person",
    "item",
    "one",
    "year",
    "day",
    "calendar_year",
    "km**2",
    "MW",
    "MWh",
    "person / km**2",
)
EDGES = (
    0.0,
    0.04,
    0.05,
    0.15,
    0.25,
    0.35,
    0.45,
    0.5,
    1.0,
    1.5,
    2.5,
    0.125,
    0.375,
    9.95,
    9.96,
    10.0,
    99.95,
    99.96,
    100.5,
    101.5,
    999.95,
    1000.0,
    1234.5,
    999_499.5,
    999_999.4,
    999_999.5,
    1e6,
    1.05e6,
    999.94e6,
    999.95e6,
    999.95e9,
    2.5e15,
    1e-10,
    0.001,
    0.0009999,
    0.0004,
    12.25,
    12.75,
    2026.5,
)


@pytest.mark.parametrize("language", ["en", "uk", "de"])
@pytest.mark.parametrize("unit", UNITS)
def test_numbers_are_written_to_the_letter_as_the_library_writes_them(calculator, unit, language):
    page, chance = calculator, random.Random(unit)
    values = [*EDGES, *(chance.choice((1, -1)) * 10 ** chance.uniform(-4, 14) for _ in range(200))]
    shown = [
        (
            make_leaf(
                "a",
                value if chance.random() < 0.9 else None,
                unit,
                low=value - abs(value) * chance.choice((0, 0.1, 2)),
                high=value + abs(value) * chance.choice((0, 0.1, 2)),
            ),
            spec,
        )
        for value in (*values, *(-value for value in EDGES))
        for spec in ("", chance.choice(SPECS), ",".join(chance.sample(SPECS, 3)))
    ]
    rows = [
        {
            "value": e.value,
            "low": e.low,
            "high": e.high,
            "qualifier": e.qualifier,
            "spec": spec.split(","),
            "given": at % 2,
        }
        for at, (e, spec) in enumerate(shown)
    ]
    with use_language(language):
        wanted = [
            format_number(e.value, e.low, e.high, e.unit, e.qualifier, spec=spec, exact=bool(at % 2))
            for at, (e, spec) in enumerate(shown)
        ]
        style, form = describe_number_format(), asdict(find_unit_form(unit))
    texts = page.evaluate(
        "([rows, form, style]) => rows.map(row => formatResult(row, form, row.spec, style))", [rows, form, style]
    )
    assert texts == wanted


def test_the_page_writes_the_examples_as_the_library_does(calculator):
    rows = [[value, asdict(find_unit_form(unit))] for value, unit, *_ in EXAMPLES]
    texts = calculator.evaluate(
        "([rows, style]) => rows.map(([value, form]) => [false, true].map("
        "exact => formatMagnitude(value, form, style, exact)))",
        [rows, describe_number_format()],
    )
    assert texts == [[computed, claimed] for _, _, computed, claimed in EXAMPLES]


# The reader


def test_a_moved_figure_is_marked_as_the_readers_and_the_claims_stay(sliders):
    page = sliders()
    slider = page.locator(".what-if > .sliders > div").first
    assert not slider.locator("output").is_visible()
    claimed = page.locator(".what-if tbody a.n").evaluate_all("numbers => numbers.map(readNumber)")
    assert page.locator(".what-if td.yours").all_inner_texts() == claimed
    move(page, 0, 900)
    assert slider.locator("output").inner_text() == "your setting $900 billion"
    assert slider.locator("output b").evaluate("mark => getComputedStyle(mark).borderStyle") == "dashed"
    assert slider.locator("a.n").inner_text() == "$800 billion"
    assert page.locator(".what-if thead th.yours").inner_text() == "By your setting"
    row = page.locator(".what-if tbody tr").first
    assert row.locator("a.n").inner_text() == "at least $700 billion"
    assert row.locator(".yours").inner_text() == "at least $800 billion"  # 900 less at most 100
    assert row.locator(".yours a").count() == 0
    assert page.locator(".what-if td.yours").last.inner_text() == "unchanged"  # usable against frozen


def test_the_figures_at_the_start_open_their_notes(sliders):
    page = sliders()
    for number in page.locator(".what-if a.n").all():
        number.click()
        assert page.locator("#_card").evaluate("card => card.matches(':popover-open')")
        assert page.locator("#_card .value").inner_text() == number.evaluate("number => spellOut(readNumber(number))")
        page.keyboard.press("Escape")
    assert page.locator(".what-if a.n").count() == 8


def test_the_keyboard_moves_a_slider_by_a_step_and_the_button_brings_all_back(sliders):
    page = sliders()
    page.get_by_role("slider", name="Reconstruction need").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".what-if output").first.inner_text() == "your setting $805 billion"
    page.keyboard.press("End")
    assert page.locator(".what-if td.yours").first.inner_text() == "at least $1.1 trillion"
    assert page.locator(".what-if.moved").count() == 1
    page.get_by_role("button", name="Back to the report’s figures").press("Enter")
    assert page.locator(".what-if.moved").count() == 0
    assert page.locator(".what-if td.yours").first.inner_text() == "at least $700 billion"
    assert page.get_by_role("slider", name="Reconstruction need").input_value() == "800"


def test_touch_moves_a_slider(sliders):
    page = sliders(viewport=PHONE, has_touch=True, is_mobile=True)
    slider = page.locator(".what-if input").first
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * 0.25, box["y"] + box["height"] / 2)
    assert page.locator(".what-if output").first.is_visible()
    assert 560 <= float(slider.input_value()) <= 640  # a quarter of the way from 400 to 1,200
    assert box["height"] >= 24


def test_a_screen_reader_hears_what_is_set_and_what_follows(sliders):
    page = sliders()
    slider = page.get_by_role("slider", name="Usable frozen assets")
    assert slider.get_attribute("aria-valuetext") == "at most $100 billion, as in this report"
    move(page, 2, 150)
    assert slider.get_attribute("aria-valuetext") == "$150 billion, your setting"
    status = page.locator(".what-if [role='status']")
    status.filter(
        has_text=re.compile(
            "^By your setting: Funding gap, [$]650 billion; Need covered, 18.8%; Usable share, about 50%[.]$"
        )
    ).wait_for()
    page.click(".what-if .reset")
    status.filter(has_text="As in this report.").wait_for()
    assert page.get_by_role("region", name="The sums, and what stays missing").count() == 1


def test_a_part_is_never_set_above_its_whole_and_has_its_place_again_when_there_is_room(sliders):
    page = sliders()
    frozen, usable = page.locator(".what-if input").nth(1), page.locator(".what-if input").nth(2)
    limit, share = page.locator(".what-if .limit"), page.locator(".what-if td.yours").last
    assert limit.all_inner_texts() == ["Part of “Frozen assets”, and never more"]
    assert page.locator(".what-if .limit.reached").count() == 0
    move(page, 2, 175)  # of about 300
    move(page, 1, 150)
    assert (frozen.input_value(), usable.input_value()) == ("150", "150")
    assert share.inner_text() == "100%"
    gap, rest = page.locator(".what-if td.yours").all_inner_texts()[:2]
    assert gap == rest == "$650 billion"  # 800 less 150: all that is frozen is used
    assert page.locator(".what-if .limit.reached").count() == 1
    assert usable.get_attribute("aria-valuetext") == (
        "$150 billion, your setting. Part of “Frozen assets”, and never more"
    )
    page.locator(".what-if [role='status']").filter(
        has_text="Usable frozen assets lowered: Part of “Frozen assets”, and never more"
    ).wait_for()
    usable.press("ArrowRight")
    assert usable.input_value() == "150"
    move(page, 1, 250)
    assert usable.input_value() == "150"  # the reader has asked for no more since
    assert page.locator(".what-if .limit.reached").count() == 0
    move(page, 2, 170)
    move(page, 1, 160)
    move(page, 1, 250)
    assert usable.input_value() == "170"  # as it was set
    page.click(".what-if .reset")
    assert page.locator(".what-if.moved").count() == 0


def test_what_a_slider_stands_at_is_written_with_every_digit_of_its_step(sliders):
    page = sliders()
    said = []
    for value in (995, 1000, 1005, 1045):
        move(page, 0, value)
        said.append(page.locator(".what-if output b").first.inner_text())
    assert said == ["$995 billion", "$1 trillion", "$1.005 trillion", "$1.045 trillion"]
    assert page.locator(".what-if input").first.get_attribute("aria-valuetext") == "$1.045 trillion, your setting"
    rows = [
        [1_045_000, "person"],
        [1_000_000, "person"],
        [12_500, "person"],
        [36.25, "percent"],
        [12.5, "km**2"],
        [26, "per_thousand"],
        [2026, "calendar_year"],
    ]
    texts = page.evaluate(
        "([rows, style]) => rows.map(([value, form]) => formatMagnitude(value, form, style, true))",
        [[[value, asdict(find_unit_form(unit))] for value, unit in rows], describe_number_format()],
    )
    assert texts == ["1.045 million", "1 million", "12,500", "36.25%", "12.5 km²", "26", "2026"]


def bars(page, row, kind):
    """Where bars of a kind begin and end, in parts of the drawing's width."""
    return page.locator(f".what-if tbody tr >> nth={row} >> rect.{kind}").evaluate_all(
        "bars => bars.map(bar => [bar.getAttribute('x'), bar.getAttribute('width')].map(parseFloat))"
    )


def test_the_drawing_shows_both_on_one_scale_that_stands_still(sliders):
    page = sliders()
    [[start, claimed]] = bars(page, 0, "claimed-bar")
    assert start == 0
    assert bars(page, 0, "yours-bar") == []
    move(page, 0, 450)
    assert bars(page, 0, "claimed-bar") == [[start, claimed]]
    [[_, yours]] = bars(page, 0, "yours-bar")
    assert yours / claimed == pytest.approx(350 / 700, abs=1e-4)  # 450 less 100, against 800 less 100
    [[_, shortfall]] = bars(page, 1, "yours-bar")
    assert shortfall / yours == pytest.approx(150 / 350, abs=1e-4)  # 450 less 300: the same unit, the same scale
    for row in range(5):
        for place, width in bars(page, row, "claimed-bar") + bars(page, row, "yours-bar"):
            assert -0.01 <= place <= place + width <= 100.01


def test_below_zero_bars_go_to_the_left(sliders):
    page = sliders("forces")
    [[start, width]] = bars(page, 0, "claimed-bar")  # a cut
    zero = float(page.locator(".what-if tbody tr >> nth=0 >> line.zero").get_attribute("x1").rstrip("%"))
    assert start + width == pytest.approx(zero, abs=0.01)
    move(page, 0, 500_000)
    [[start, width]] = bars(page, 0, "yours-bar")
    assert start == pytest.approx(zero, abs=0.01)
    assert width > 0
    assert page.locator(".what-if td.yours").first.inner_text() == "+100,000"


def test_what_divides_by_zero_says_so_and_draws_nothing(calculator):
    row = calculator.evaluate(
        """(style) => { const program = { leaves: [{value: 1, low: 1, high: 1, qualifier: 'exact'}],
        nodes: [['leaf', 0], ['-', 0, 0], ['/', 0, 1]], moved: [], results: [{node: 2, factor: 1}] };
        return formatResult(computeResults(program, [])[0], {}, [], style); }""",
        describe_number_format(),
    )
    assert row == "no number"


@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_nothing_is_wider_than_the_screen_before_or_after(sliders, name, width):
    page = sliders(name, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    tall = page.locator(".what-if .sliders").bounding_box()["height"]
    for at in range(len(OVERRIDES[name])):
        move(page, at, 1e9)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".what-if .sliders").bounding_box()["height"] == pytest.approx(tall, abs=12)  # nothing jumps


def test_ticks_stand_where_the_thumb_stands_for_that_figure(sliders):
    page = sliders()
    slider = page.locator(".what-if .sliders > div").first
    box, tick = slider.locator("input").bounding_box(), slider.locator("i.own").bounding_box()
    assert tick["x"] + tick["width"] / 2 == pytest.approx(box["x"] + box["width"] / 2, abs=1)  # 800 of 400 to 1,200
    assert slider.locator("i.rival").count() == 2  # 588 and 500; 524 is what 588 has revised


def test_the_ends_of_sliders_and_of_the_drawings_scales_are_written_beneath_them(sliders):
    page = sliders()
    assert page.locator(".what-if .ends").first.locator("span").all_inner_texts() == ["$400 billion", "$1.2 trillion"]
    scales = [row.locator("svg text").all_text_contents() for row in page.locator(".what-if tbody tr").all()]
    assert scales == [
        [],
        ["$0", "$1.2 trillion"],
        [],
        [],
        ["0%", "120%"],
    ]  # for each unit: 1,200 - 0; 450 / 400 with two digits


def test_without_script_and_on_paper_there_are_the_reports_figures_alone(sliders):
    bare, paper = sliders(java_script_enabled=False), sliders()
    move(paper, 0, 900)
    paper.emulate_media(media="print")
    for page in (bare, paper):
        assert page.locator(".what-if a.n:visible").count() == 8
        for part in ("input", "button", "output", ".yours", "svg", ".ticks", ".ends", ".note"):
            assert not page.locator(f".what-if {part}:visible").count(), part
        assert "900" not in page.locator(".what-if").inner_text()


def test_a_page_gone_back_to_begins_anew(sliders):
    page = sliders()
    move(page, 0, 900)
    page.reload()
    assert page.get_by_role("slider", name="Reconstruction need").input_value() == "800"
    assert page.locator(".what-if.moved").count() == 0
