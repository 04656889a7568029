"""What a colour means: one colour and mark for each party, plan and verdict, in every figure of a case."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import bars, dots, load_case
from analysis.errors import CaseError
from analysis.estimates.constructors import make_leaf
from analysis.show.charts.meaning import MEANINGS, find_look, find_looks
from analysis.style.colour import compute_contrast, compute_lightness
from analysis.style.looks import Look
from analysis.wording.cards import PROMISES, VERDICTS
from tests.show.charts.drawn import read_bars, read_dots


def test_every_verdict_on_a_claim_or_a_promise_has_a_meaning():
    assert {word.lower() for word in (*VERDICTS.values(), *PROMISES.values())} <= MEANINGS.keys()


def test_a_party_looks_alike_whatever_else_is_drawn():
    case = load_case()
    one = find_looks([case.label("ukraine"), case.label("russia")])
    other = find_looks([case.label("russia"), case.label("ukraine")])
    assert one == other
    assert len({look.colour for look in one.values()}) == len({look.mark for look in one.values()}) == 2


def test_plans_are_one_hue_the_earlier_the_darker():
    case = load_case()
    lightness = [compute_lightness(case.look(plan).colour) for plan in ("istanbul_2022", "plan_28", "plan_20")]
    assert lightness == sorted(lightness)
    assert case.look("plan_20_us").colour == case.look("plan_20").colour


def test_what_means_nothing_is_coloured_by_its_place():
    assert find_look("Need") is None
    assert find_looks(["Need", "Confirmed"])["Confirmed"] == find_look("confirmed")


def test_bars_and_dots_of_a_party_have_one_colour():
    case = load_case()
    sides = [case.label(id) for id in ("russia", "ukraine", "united_states")]
    frame = pd.DataFrame({"side": sides, "share": [make_leaf(f"c{at}", 0.2 * (at + 1), "one") for at in range(3)]})
    wanted = [case.look(side.id).colour for side in sides]
    assert [bar.colour for bar in read_bars(bars(frame, "B", key="b", label="side", value="share").wide)] == wanted
    spread = dots(frame.assign(matter="Land"), "D", key="d", label="matter", series="side", value="share")
    assert [dot.colour for dot in read_dots(spread.wide)][-3:] == wanted


def test_a_plan_heads_its_bars_in_its_own_colour():
    case = load_case()
    plans = [case.label(id) for id in ("plan_28", "plan_20")]
    frame = pd.DataFrame({"side": ["North"], "a": [make_leaf("a", 1, "item")], "b": [make_leaf("b", 2, "item")]})
    made = bars(frame, "B", key="b", label="side", value=dict(zip("ab", plans, strict=True)))
    assert [bar.colour for bar in read_bars(made.wide)] == [case.look(plan.id).colour for plan in plans]
    assert "28-point plan" in made.wide


def test_the_row_of_a_party_sets_its_look(tiny):
    path = tiny / "parties.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    first, *others = (f"{row},," for row in rows)
    path.write_text("\n".join([f"{head},colour,mark", f"{first[:-2]},#A23B3B,star", *others]) + "\n", encoding="utf-8")
    assert load_case(tiny).look(first.partition(",")[0]) == Look("#a23b3b", "*")


@pytest.mark.parametrize(("colour", "contrast"), [("#ffee00", 1.2), ("#000000", 21), ("red", 0)])
def test_a_colour_that_is_not_seen_or_is_like_ink_is_refused(tiny, colour, contrast):
    path = tiny / "parties.csv"
    head, first, *_ = path.read_text(encoding="utf-8").splitlines()
    text = (
        path.read_text(encoding="utf-8").replace(head, f"{head},colour,mark").replace(first, f"{first},{colour},circle")
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(
        CaseError, match=f"colour: found '{colour}'; allowed: a colour in hex, such as #134a7c, with a con"
    ):
        load_case(tiny)
    assert not contrast or compute_contrast(colour, "#ffffff") == pytest.approx(contrast, abs=0.1)
