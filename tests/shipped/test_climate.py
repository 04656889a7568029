"""The second shipped case: every claim can be looked up, and what its sources give in parts makes up their wholes."""

from __future__ import annotations

import re

import pytest

from analysis import load_case, total
from analysis.case.schema import Claim, Event, Report, Source
from analysis.case.soundness import check_formulas
from analysis.estimates.estimate import Estimate
from analysis.paths import find_case

CASE = "un-climate-finance-2024"


@pytest.fixture(scope="module")
def case():
    return load_case(CASE, basis="all")


@pytest.fixture(scope="module")
def claims(case):
    return case.ledger.get_table(Claim)


def test_every_claim_can_be_looked_up(case, claims):
    sources = case.ledger.get_table(Source)
    lacking = {
        claim.id: lack
        for claim in claims.values()
        if (
            lack := [name for name in ("phrase", "verified", "as_of") if not getattr(claim, name)]
            + [name for name in ("url", "publisher", "accessed") if not getattr(sources[claim.source], name)]
        )
    }
    assert lacking == {}
    cited = {sources[claim.source].id for claim in claims.values()}
    assert len(claims) >= 60
    assert len(cited) >= 15
    assert {sources[id].language for id in cited} == {"de", "en", "es", "fr", "it", "pt"}


def test_its_formulas_have_a_value_on_every_basis(case):
    assert list(check_formulas(case)) == []


def test_its_notebooks_are_there(case):
    reports = case.ledger.get_table(Report)
    folder = find_case(CASE) / "notebooks"
    assert {path.stem for path in folder.glob("*.ipynb")} <= {report.notebook for report in reports.values()}


def test_every_scheduled_event_says_whether_it_came_about(case):
    events = case.ledger.get_table(Event).find_rows("kind", "scheduled")
    assert {event.came_about for event in events} == {"yes", "partly", "no", "open"}


def sum_up(case, quantity: str) -> Estimate:
    return total(case.by_subject(quantity).values())


# What one source says, and what it is made of in the words of another, or elsewhere in the same.
@pytest.mark.parametrize(
    ("whole", "parts", "expected"),
    [
        ("need.investment", lambda c: sum_up(c, "need.part"), 2050 + 400 + 350 + 350 + 50),
        ("need.investment", lambda c: c["need.domestic"] + c["need.external"], 1900 + 1300),
        ("goal.wide", lambda c: sum_up(c, "roadmap.part"), 80 + 300 + 40 + 650 + 230),
        ("finance.shortfall", lambda c: c.derived("finance.shortfall"), 100 - 83.3),
        ("fund.outstanding", lambda c: c.derived("fund.outstanding"), 6000 - 2000),
    ],
    ids=["purposes", "domestic_and_external", "roadmap", "shortfall", "outstanding"],
)
def test_parts_make_up_the_whole(case, whole, parts, expected):
    assert case[whole].value == pytest.approx(expected)
    assert parts(case).value == pytest.approx(expected)


@pytest.mark.parametrize(("year", "expected"), [("y2018", 62.2 + 14.6 + 2.1), ("y2020", 68.3 + 13.1 + 1.9)])
def test_public_private_and_export_money_make_up_what_was_delivered(case, year, expected):
    kinds = total(case[f"finance.{kind}", year] for kind in ("public", "private", "export"))
    assert kinds.value == pytest.approx(case["finance.delivered", year].value) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("need", "delivered", "gap", "expected"),
    [
        ("adapt_need_2035_model", "adapt_2023", "low", 310 - 26),
        ("adapt_need_2035_stated", "adapt_2023", "high", 365 - 26),
        ("adapt_need_2030_model", "adapt_2022", "low", 215 - 28),
        ("adapt_need_2030_stated", "adapt_2022", "high", 387 - 28),
    ],
)
def test_the_stated_adaptation_gap_is_need_less_delivery(claims, need, delivered, gap, expected):
    year = claims[need].subject
    (stated,) = [c for c in claims.values() if (c.quantity, c.subject) == ("need.adaptation_gap", year)]
    assert claims[need].value - claims[delivered].value == getattr(stated, gap) == expected


def test_the_slip_in_the_article_is_corrected(case, claims):
    assert claims["asked_total_article"].verdict == "garbled"
    assert load_case(CASE, basis="article")["asked.total", "g77"].value == 1300


def test_its_reports_render_and_trace_every_number(communique, case, tmp_path):
    reports = case.ledger.get_table(Report)
    done = communique("render", "--case", CASE, "--format", "md", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"{len(reports)} of {len(reports)} reports" in done.stdout
    for report in reports:
        text = (tmp_path / "reports" / CASE / report / f"{report}.md").read_text(encoding="utf-8")
        assert re.search(r"\[\^1\][^:]", text), report  # a number, and it leads to its note
        assert "\n[^1]: " in text
