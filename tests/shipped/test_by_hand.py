"""The article's numbers, worked by hand (by_hand.csv), compared with both cases that contain them."""

from __future__ import annotations

import ast
import csv
import operator
from functools import cache
from pathlib import Path

import pytest

from analysis import compare, elsewhere, load_case
from analysis.estimates.estimate import Estimate
from tests.conftest import TINY

CASES = (TINY, "mar-a-lago-2025-12-28")
BASES = {"tiny": (CASES[0], "article"), "shipped": (CASES[1], "article"), "all sources": (CASES[1], "all")}
with Path(__file__).with_name("by_hand.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def list_cases(row) -> list[str]:
    """Returns the cases that a row holds for: the names in its last column, tiny and shipped where that is empty."""
    return [name.strip() for name in (row["cases"] or "tiny; shipped").split(";")]


def compute_sides(case) -> list[Estimate]:
    """Computes the weighted agreement of each side with coded positions, and the land held."""
    c, land = compare.consensus, compare.land
    return [
        *(c.weighted(case, party) for party in c.headings(case)),
        land.held(case),
        land.held(case, claimed_only=True),
    ]


@cache
def compute_results(name: str) -> dict[str, Estimate]:
    """Computes every result in by_hand.csv, by name; plans are named by their caps."""
    folder, basis = BASES[name]
    case = load_case(folder, basis=basis)
    r, f = compare.reconstruction, compare.forces
    found = [
        r.gap(case),
        r.coverage(case),
        r.ceiling(case),
        r.shortfall(case),
        r.usable_share(case),
        r.per_head(case),
        r.share_of_debt(case),
        f.multiple(case),
        *r.funding(case)["amount"].iloc[1:],
    ]
    found += compute_general(case, name)
    if name != "tiny":
        found += compute_people(case) + compute_money(case) + compute_sides(case)
    results = {estimate.name: estimate for estimate in found}
    half, quarter = r.break_even(case, [0.5, 0.25])["share"]
    pair, (lower, higher) = f.between(case).iloc[0], f.caps(case).itertuples()
    results |= {
        "break_even.half": half,
        "break_even.quarter": quarter,
        "forces.difference": pair.difference,
        "forces.below": pair.below,
        "forces.above": pair.above,
    }
    for column in ("change", "change_share", "per_1000_now", "per_1000_before"):
        results |= {
            f"forces.{column}.lower": getattr(lower, column),
            f"forces.{column}.higher": getattr(higher, column),
        }
    return results


def compute_general(case, name: str) -> list[Estimate]:
    """Computes general comparisons, by the ids of quantities."""
    q, need = compare.quantities, "reconstruction.need"
    found = [
        q.gap(case, need, ["assets.usable", "assets.frozen"]),
        q.coverage(case, need, ["assets.frozen"]),
        q.share(case, "assets.usable", "assets.frozen"),
    ]
    if name == "tiny":
        return [
            *found,
            q.per(case, "forces.cap", "population.now", "plan_high"),
            q.change_share(case, "forces.cap", "plan_low", "plan_high"),
        ]
    kept = q.promised_and_delivered(case, "funding.pledged_eur", "funding.disbursed_eur")["share"]
    deviations = q.by_source(case, need).deviation
    return [
        *found,
        q.change(case, "population.abroad", "2025", "2026"),
        *(cell for cell in (*kept, *deviations) if isinstance(cell, Estimate)),
    ]


def compute_people(case) -> list[Estimate]:
    """Computes what the shipped case alone has: polls, the attack, the population, other armies, what followed."""
    launched, followed = compare.context.launched(case).iloc[0], compare.timeline.followed(case).iloc[0]
    rivals = ("zaluzhnyi", "zelensky")
    return [
        launched.total,
        launched.share,
        launched.counted,
        compare.context.population(case).iloc[0].fall,
        compare.polls.lead(case, *rivals),
        compare.polls.chose(case, *rivals),
        *(margin for margin in compare.polls.rounds(case, *rivals).margin if isinstance(margin, Estimate)),
        *compare.forces.growth(case).times,
        *compare.forces.by_party(case).per_1000,
        followed.scheduled,
        followed.due,
        followed.held,
    ]


def compute_money(case) -> list[Estimate]:
    """Computes what the shipped case alone has: the gap by the other need, and what is pledged for rebuilding."""
    r = compare.reconstruction
    there = [elsewhere(r.gap(case)), elsewhere(r.shortfall(case))]
    most = r.by_usable(case).gap.iloc[-1].named("reconstruction.gap.most_usable")
    return [*there, most, compare.funding.by_purpose(case).pledged.iloc[0]]


@pytest.mark.parametrize(
    ("case", "row"), [pytest.param(case, row, id=f"{row['name']}-{case}") for row in ROWS for case in list_cases(row)]
)
def test_results_equal_those_worked_by_hand(case, row):
    assert compute_results(case)[row["name"]].to(row["unit"]).value == pytest.approx(float(row["expected"]), rel=1e-4)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['name']}-{row['cases']}")
def test_the_working_gives_the_expected_value(row):
    scale = 100 if row["unit"] == "percent" else 1
    worked = calculate(ast.parse(row["working"].replace(" x ", " * "), mode="eval").body)
    assert worked * scale == pytest.approx(float(row["expected"]), rel=1e-4)


def calculate(node: ast.expr) -> float:
    """Computes a sum written in numbers."""
    if isinstance(node, ast.Constant):
        return node.value
    acts = {
        ast.Add: operator.add,
        ast.Sub: operator.sub,
        ast.Mult: operator.mul,
        ast.Div: operator.truediv,
        ast.Pow: operator.pow,
    }
    return acts[type(node.op)](calculate(node.left), calculate(node.right))


def test_every_working_gives_the_places_of_its_numbers():
    assert all(row["locator"] for row in ROWS)
    assert len({(row["name"], case) for row in ROWS for case in list_cases(row)}) == sum(
        len(list_cases(row)) for row in ROWS
    )
