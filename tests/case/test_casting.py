"""What plays a role is asked, before any report is, whether it can give what the role asks for."""

from __future__ import annotations

from itertools import chain

import pytest

from analysis import load_case
from analysis.case.casting import check_casting
from analysis.case.parts import PARTS
from analysis.case.role_names import ROLES
from analysis.case.schema import TABLES
from analysis.wording import units
from tests.case.test_funds import write_rows
from tests.case.test_ledger import replace_text
from tests.conftest import CASE, ROOT

DEBT = "debt_article,debt.federal,united_states,"
EVENT_DATE = ("debt.federal,federal debt,", "fight.began,beginning,date,,,,When it began,,\ndebt.federal,federal debt,")


def list_problems(case) -> list[str]:
    return [str(problem) for problem in check_casting(load_case(case))]


def test_every_role_says_what_it_asks_for_in_names_that_exist():
    assert PARTS.keys() == ROLES.keys()
    parts = PARTS.values()
    assert {part.table for part in parts} <= {*TABLES, ""}
    assert {part.of for part in parts} <= {*TABLES, *ROLES, ""}
    assert {part.like for part in parts} <= {*ROLES, ""}
    assert all(units.get_factor(part.unit) for part in parts if part.unit not in ("", "date", "text"))


@pytest.mark.parametrize("case", [CASE, ROOT / "data" / "un-climate-finance-2024"], ids=lambda path: path.name)
def test_the_shipped_cases_can_play_all_their_roles(case):
    assert list_problems(case) == []


@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        (
            "roles",
            "debt,debt.federal",
            "debt,plan_low",
            "roles.csv:5:played_by: found 'plan_low'; allowed: an id of quantities.csv, as debt is a sum that gives a "
            "sense of the size of the need. Correct it, or delete the row.",
        ),
        (
            "roles",
            "need,reconstruction.need",
            "need,reconstruction.need; debt.federal",
            "roles.csv:2:played_by: found 'reconstruction.need; debt.federal'; allowed: one id, as a question asks for "
            "one need. Keep one of them.",
        ),
        (
            "claims",
            DEBT,
            "debt_article,forces.cap,ukraine,",
            "roles.csv:5:played_by: found 'debt.federal'; allowed: a quantity with a claim or an assumption. Add one "
            "on debt.federal, or delete it here.",
        ),
        (
            "roles",
            "debt,debt.federal",
            "debt,population.now",
            "roles.csv:5:played_by: found 'population.now'; allowed: a quantity in billion USD, or in what converts to "
            "it, as reconstruction.need does, which plays need; population.now is in million person. Name another, or "
            "correct its unit.",
        ),
        (
            "roles",
            "need,reconstruction.need",
            "need,forces.cap",
            "roles.csv:2:played_by: found 'forces.cap'; allowed: a quantity with one number; forces.cap has several: "
            "one subject; it has plan_low, plan_high. Name another quantity.",
        ),
        (
            "roles",
            "debt,debt.federal",
            "base_chance,debt.federal",
            "roles.csv:5:played_by: found 'debt.federal'; allowed: a quantity in percent, or in what converts to it, "
            "as base_chance is the chance that we begin with; debt.federal is in trillion USD. Name another, or "
            "correct its unit.",
        ),
        (
            "roles",
            "debt,debt.federal",
            "support,debt.federal",
            "claims.csv:6:subject: found 'united_states'; allowed: an id of people.csv, as debt.federal plays the role "
            "support. Correct this cell, or delete debt.federal in roles.csv.",
        ),
        (
            "roles",
            "debt,debt.federal",
            "promised,debt.federal; assets.frozen,\ndelivered,assets.usable",
            "roles.csv:6:played_by: found 'assets.usable'; allowed: 2, one for each that plays promised (debt.federal, "
            "assets.frozen). Name them in the same order.",
        ),
    ],
)
def test_what_cannot_play_its_role_is_named_with_its_row(tiny, table, old, new, said):
    replace_text(tiny, table, old, new)
    assert said in list_problems(tiny)


def test_a_beginning_without_an_event_is_named_where_its_claim_stands(tiny):
    replace_text(tiny, "quantities", *EVENT_DATE)
    replace_text(tiny, "roles", "debt,debt.federal", "began,fight.began")
    first = "debt_article,debt.federal,united_states,article,I p3,38,,,,over"
    replace_text(tiny, "claims", first, "began,fight.began,,article,I p3,,,,2022-02-24,exact")
    said = "an id of events.csv, as fight.began plays the role began."
    remedy = "Fill in this cell, or delete fight.began in roles.csv."
    assert list_problems(tiny) == [f"claims.csv:6:subject: found nothing; allowed: {said} {remedy}"]
    event = next(iter(load_case(tiny).ledger.tables["events"]))
    replace_text(tiny, "claims", "began,fight.began,,", f"began,fight.began,{event},")
    assert list_problems(tiny) == []


def test_a_claim_that_is_deprecated_gives_no_number(tiny):
    text = (tiny / "claims.csv").read_text(encoding="utf-8").splitlines()
    rows = [row.replace(",preferred,", ",deprecated,") if row.startswith(DEBT) else row for row in text]
    (tiny / "claims.csv").write_text("\n".join(chain(rows, [""])), encoding="utf-8")
    assert [problem[:41] for problem in list_problems(tiny)] == ["roles.csv:5:played_by: found 'debt.federa"]


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        (
            "plan_low",
            "claims.csv:13:subject: found 'plan_low'; allowed: whom the claim names, such as a party, as run.plan_low "
            "plays the role operators (who runs it, a quantity for each plan). Name that row here; of which of "
            "plans.csv it is, the end of the quantity's id says.",
        ),
        ("ukraine", None),
    ],
)
def test_an_operator_is_no_plan(tiny, subject, said):
    words = {"quantity_id": "run.plan_low", "name": "low plan", "unit": "text", "meaning": "Who runs it."}
    write_rows(tiny / "quantities.csv", words)
    claim = {"claim_id": "runs", "quantity": "run.plan_low", "subject": subject, "source": "article", "locator": "p. 1"}
    claim |= {"qualifier": "exact", "status": "proposed", "statement": "It runs it.", "rank": "normal"}
    write_rows(tiny / "claims.csv", claim)
    write_rows(tiny / "roles.csv", {"role_id": "operators", "played_by": "run.plan_low"})
    assert list_problems(tiny) == ([said] if said else [])
