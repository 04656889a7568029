"""Reconstruction: the sums of the article, worked by hand, and what their wording does to the intervals."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import compare, load_case, number
from analysis.compare.reconstruction import ranges, sums
from analysis.errors import MissingClaim, MissingRole, UnitError
from analysis.show.number import format_estimate
from tests.case.test_funds import write_rows
from tests.case.test_ledger import replace_text
from tests.conftest import TINY


def test_at_most_usable_leaves_at_least_missing(case):
    gap = sums.gap(case)
    assert (gap.qualifier, gap.low, gap.high) == ("at_least", 700, 800)
    assert format_estimate(gap) == "at least $700 billion"
    assert gap.claims == {"need_article", "usable_article"}
    assert gap.how == "reconstruction need − usable frozen assets"


def test_coverage_is_a_ceiling(case):
    coverage = sums.coverage(case)
    assert (coverage.qualifier, coverage.low, coverage.high) == ("at_most", 0, 12.5)
    assert format_estimate(coverage) == "at most 12.5%"


def test_all_frozen_assets_would_not_suffice_either(case):
    assert format_estimate(sums.ceiling(case)) == "about 38%"
    shortfall = sums.shortfall(case)
    assert (shortfall.qualifier, shortfall.low, shortfall.high) == ("about", 470, 530)


def test_a_shortfall_is_never_negative(tiny):
    case = load_case(tiny, override={"reconstruction.need": 280})
    shortfall = sums.shortfall(case)
    assert (shortfall.value, shortfall.low, shortfall.high) == (0, 0, 10)


def test_break_even_says_where_all_of_the_assets_would_not_suffice(case):
    frame = sums.break_even(case, [0.25, 0.375, 0.5])
    assert [format_estimate(share, "bare") for share in frame["share"]] == ["66.7%", "100%", "133.3%"]
    assert frame["within"].tolist() == ["yes", "yes", "no"]
    assert [target.claims for target in frame["target"]] == [
        {"parameter:targets.1"},
        {"parameter:targets.2"},
        {"parameter:targets.3"},
    ]
    assert frame["amount"].iloc[0].unit == "billion USD"


def test_the_rungs_of_the_ladder_add_up_to_the_need(case):
    frame = sums.funding(case)
    assert [rung.value for rung in frame["amount"]] == [100, 200, 500]
    assert frame["amount"].sum().value == 800
    assert [share.value for share in frame["share"]] == [12.5, 25, 62.5]
    assert sum(frame["share"].tolist()).to("percent").qualifier == "exact"  # whatever the assets are


def test_assets_beyond_the_need_leave_no_rung_above_it(tiny):
    frame = sums.funding(load_case(tiny, override={"reconstruction.need": 250}))
    assert [rung.value for rung in frame["amount"]] == [100, 150, 0]


def test_the_loan_of_the_union_is_not_set_against_rebuilding():
    case = load_case()
    loan = case["funding.pledged_eur", "eu_loan_defence"] * case["currency.usd_per_eur"]
    assert loan.to("billion USD").value == pytest.approx(60 * 1.176)
    with pytest.raises(UnitError, match="money for unlike purposes"):
        loan / sums.gap(case)


def test_both_bases_of_the_shipped_case_answer():
    article, everybody = (sums.gap(load_case(basis=basis)) for basis in ("article", "all"))
    assert not article.claims & everybody.claims
    assert {leaf.origin.rank for leaf in everybody.leaves} == {"preferred"}


def test_a_need_set_by_the_reader_runs_through():
    case = load_case(TINY, override={"reconstruction.need": 500})
    assert sums.gap(case).value == 400
    assert "parameter:reconstruction.need" in sums.coverage(case).claims


def test_other_names_can_be_asked_for(case):
    assert sums.gap(case, usable="assets.frozen").value == 500


@pytest.mark.parametrize("ask", ["gap", "coverage", "funding", "swings"])
def test_a_missing_claim_names_the_quantity(tiny, ask):
    replace_text(tiny, "claims", "usable_article,assets.usable", "usable_article,assets.frozen")
    replace_text(tiny, "claims", "approximately 300 billion,,,,preferred", "approximately 300 billion,,,,deprecated")
    with pytest.raises(MissingClaim, match=r"tiny has no claim on assets\.usable"):
        getattr(compare.reconstruction, ask)(load_case(tiny))


def test_no_number_is_infinite_or_without_a_claim(case):
    for frame in (sums.funding(case), ranges.swings(case)):
        estimates = [cell for column in frame for cell in frame[column] if hasattr(cell, "claims")]
        assert len(estimates) >= len(frame) > 0
        for estimate in estimates:
            assert estimate.claims
            assert math.isfinite(estimate.low)
            assert math.isfinite(estimate.high)


def add_means(folder, *rows):
    """Adds quantities that are there to meet the need; each row: id, name, unit, value."""
    for id, name, unit, value in rows:
        write_rows(folder / "quantities.csv", {"quantity_id": id, "name": name, "unit": unit, "meaning": "Money."})
        write_rows(
            folder / "claims.csv",
            {"claim_id": id.replace(".", "_"), "quantity": id, "source": "article", "locator": "p. 1", "value": value}
            | {"qualifier": "exact", "status": "reported", "statement": "It is there.", "rank": "normal"},
        )


@pytest.fixture
def several(tiny):
    """A need of 800 billion dollars, met from grants of 150 and loans of 50 billion, which are a part of nothing."""
    add_means(tiny, ("money.grants", "grants", "billion USD", "150"), ("money.loans", "loans", "billion USD", "50"))
    (tiny / "roles.csv").write_text(
        "role_id,played_by,note\nneed,reconstruction.need,\nmeans,money.grants; money.loans,\n"
    )
    return tiny


def test_several_means_are_added_up(several):
    case, r = load_case(several), compare.reconstruction
    assert (r.means(case).value, r.gap(case).value, r.coverage(case).value) == (200, 600, 25)
    assert r.gap(case, usable="money.loans").value == 750
    assert r.means(case, usable="money.loans").label == ""
    assert {claim.text for claim in r.swings(case).claim} == {"grants", "loans", "reconstruction need"}
    assert [gap.value for gap in r.by_source(case).gap] == [600, 388]


def test_a_ladder_without_a_stock_has_a_rung_for_each_of_the_means(several):
    rungs = sums.funding(load_case(several))
    assert [(str(rung), amount.value) for rung, amount in zip(rungs.rung, rungs.amount, strict=True)] == [
        ("Grants", 150),
        ("Loans", 50),
        ("Not covered", 600),
    ]
    with pytest.raises(MissingRole, match="does not say what is its stock"):
        sums.ceiling(load_case(several))


def test_means_within_a_stock_count_once(several):
    with (several / "roles.csv").open("a") as file:
        file.write("stock,assets.frozen,\n")
    rungs = sums.funding(load_case(several))
    assert [amount.value for amount in rungs.amount] == [150, 50, 100, 500]  # 300 frozen, 200 of it usable


def test_means_in_another_currency_are_converted(several):
    add_means(several, ("money.euros", "euros", "billion EUR", "100"), ("money.rate", "rate", "USD/EUR", "1.2"))
    (several / "roles.csv").write_text(
        "role_id,played_by,note\nneed,reconstruction.need,\nmeans,money.grants; money.euros,\n"
        "exchange_rate,money.rate,\n"
    )
    case = load_case(several)
    assert sums.means(case).value == pytest.approx(150 + 1.2 * 100)
    assert sums.gap(case).value == pytest.approx(800 - 270)


def test_a_case_in_another_currency_needs_no_rate(several):
    for name in ("quantities", "units"):
        path = several / f"{name}.csv"
        path.write_text(path.read_text().replace("USD", "EUR")) if path.exists() else None
    gap = sums.gap(load_case(several))
    assert (gap.value, gap.unit, format_estimate(gap)) == (600, "billion EUR", "€600 billion")


@given(parts=st.lists(st.integers(1, 999), min_size=1, max_size=4), need=st.integers(1, 4000))
def test_rungs_add_up_to_the_need_whatever_there_is(parts, need):
    case = Rungs({f"part.{at}": part for at, part in enumerate(parts)} | {"need": need}, len(parts))
    rungs = sums.funding(case)
    assert sum(amount.value for amount in rungs.amount) == pytest.approx(need)
    assert all(amount.value >= 0 for amount in rungs.amount)
    assert sums.gap(case).value == need - sum(parts)


class Rungs:
    """A case with a need and some means, without a folder."""

    def __init__(self, values, parts):
        self.values, self.parts = values, tuple(f"part.{at}" for at in range(parts))

    def __getitem__(self, key):
        return number(self.values[key[0] if isinstance(key, tuple) else key], "billion USD")

    def quantity(self, id):
        return id

    def symbol(self, quantity, subject):
        return quantity

    def role(self, name, instead=None):
        return instead or "need"

    def roles(self, name):
        return self.parts if name == "means" else ()


def test_one_kind_of_means_has_its_name_and_several_have_words(tiny):
    assert str(sums.means_name(load_case(tiny))) == "usable frozen assets"
    write_rows(tiny / "roles.csv", {"role_id": "means", "played_by": "assets.usable; assets.frozen"})
    assert sums.means_name(load_case(tiny)) == "sources of money on record"


def test_sums_are_named_in_ukrainian(ukrainian):
    case = load_case(TINY)
    assert sums.gap(case).label == "Дефіцит фінансування"
    assert [str(rung) for rung in sums.funding(case).rung][1:] == [
        "Решта: frozen assets",
        "Понад усю суму (frozen assets)",
    ]
    rows = sums.break_even(case, [0.1, 1])
    assert rows.within.tolist() == ["yes", "no"]
    assert rows.within.map(str).tolist() == ["так", "ні"]
