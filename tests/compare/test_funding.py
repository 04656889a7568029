"""Funding: what is pledged, allocated and disbursed, compared with sums worked by hand."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import compare, load_case
from analysis.errors import MissingClaim, UnitError
from analysis.estimates.estimate import Estimate
from tests.case.test_funds import HEADER, write_rows
from tests.conftest import TINY, merge_folders

STAGES = ("pledged", "allocated", "disbursed")
FUNDS = (
    "houses,Houses,rebuilding,,2026/2027,,\nroads,Roads,rebuilding,,2026/2027,,\n"
    "arms,Arms,defence,,2026/2027,,\nboth,Both,several,,2026/2027,,\n"
    "need_houses,Need for houses,rebuilding,,2026/2027,,\nneed_later,Need later,rebuilding,,2028,,\n"
    "need_both,Need for both,several,,2026/2027,,\n"
)
SUMS = (
    ("pledged", "houses", 50),
    ("allocated", "houses", 20),
    ("disbursed", "roads", 5),
    ("pledged", "arms", 40),
    ("pledged", "both", 9),
    ("need", "need_houses", 100),
    ("need", "need_later", 300),
    ("need", "need_both", 10),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The tiny case with four funds and three needs."""
    more = tmp_path_factory.mktemp("funds")
    for table in ("quantities.csv", "claims.csv"):
        shutil.copy(TINY / table, more)
    unit = {"unit": "billion USD", "minimum": "0", "meaning": "Money"}
    stages = [{"quantity_id": f"funding.{stage}", "name": stage, **unit} for stage in (*STAGES, "need")]
    write_rows(more / "quantities.csv", *stages)
    said = {"source": "article", "locator": "I p1", "qualifier": "exact", "status": "reported", "rank": "preferred"}
    claims = [
        {"claim_id": f"{stage}_{fund}", "quantity": f"funding.{stage}", "subject": fund, "value": str(value)}
        for stage, fund, value in SUMS
    ]
    write_rows(more / "claims.csv", *(claim | said | {"statement": "Money."} for claim in claims))
    (more / "funds.csv").write_text(HEADER + FUNDS)
    roles = (TINY / "roles.csv").read_text() + "sums_needed,funding.need,\n"
    (more / "roles.csv").write_text(roles + "".join(f"{stage},funding.{stage},\n" for stage in STAGES))
    return merge_folders(TINY, more, into=tmp_path_factory.mktemp("case") / "funded")


@pytest.fixture(scope="module")
def case(folder):
    return load_case(folder)


def read(frame, *columns):
    return [tuple(v.value if isinstance(v, Estimate) else str(v) for v in row) for row in frame[[*columns]].to_numpy()]


def test_the_stack_has_a_row_for_each_fund_of_which_a_sum_is_known(case):
    frame = compare.funding.stack(case)
    assert read(frame, "fund", "purpose", "years", *STAGES, "largest") == [
        ("Houses", "rebuilding", "2026 to 2027", 50, 20, "", 50),
        ("Roads", "rebuilding", "2026 to 2027", "", "", 5, 5),
        ("Arms", "defence", "2026 to 2027", 40, "", "", 40),
        ("Both", "several purposes", "2026 to 2027", 9, "", "", 9),
    ]
    assert frame.years[0].ref == "funds/houses"


def test_what_is_only_known_as_paid_is_no_pledge_and_what_is_for_several_purposes_is_left_out(case):
    # of the houses alone; the roads are paid already
    assert read(compare.funding.by_purpose(case), "purpose", *STAGES) == [
        ("rebuilding", 50, 20, 5),
        ("defence", 40, "", ""),
    ]


def test_a_need_meets_the_pledges_of_its_purpose_and_years_alone(case):
    found = read(compare.funding.against_needs(case), "need", "amount", "pledged", "share", "missing")
    assert found == [("Need for houses", 100, 50, 50, 50)]


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=3))
def test_each_stage_has_its_own_sums(folder, sums):
    pledged, allocated, disbursed = sorted(sums, reverse=True)
    keys = ("funding.pledged@houses", "funding.allocated@houses", "funding.disbursed@roads")
    frame = compare.funding.by_purpose(
        load_case(folder, override=dict(zip(keys, (pledged, allocated, disbursed), strict=True)))
    )
    assert [frame.iloc[0][stage].value for stage in STAGES] == pytest.approx([pledged, allocated, disbursed])


def test_what_is_only_known_as_allocated_was_pledged(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "case")
    claims = copy / "claims.csv"
    claims.write_text(claims.read_text().replace("pledged_houses,funding.pledged,", "more,funding.disbursed,"))
    assert read(compare.funding.by_purpose(load_case(copy)), *STAGES)[0] == (20, 20, 55)


def test_a_case_without_funds_has_empty_tables():
    tiny, funding = load_case(TINY), compare.funding
    assert [len(ask(tiny)) for ask in (funding.stack, funding.by_purpose, funding.against_needs, funding.hoped)] == [
        0
    ] * 4


def test_the_shipped_loan_is_set_against_the_needs_it_is_for():
    case = load_case()
    defence, budget = compare.funding.against_needs(case).itertuples()
    assert (defence.purpose, defence.share.value) == ("defence", pytest.approx(100 * 60 / 83.4))
    assert (budget.purpose, budget.share.value) == ("budget", pytest.approx(100 * 30 / 52.3))
    assert defence.amount.value == pytest.approx(83.4 * 1.176)
    rebuilding = compare.funding.by_purpose(case).iloc[0]
    assert rebuilding.pledged.value == pytest.approx(9.5 * 1.176 + 15)
    assert not any("loan" in claim for claim in rebuilding.pledged.claims)


def test_a_sum_in_another_currency_keeps_its_words():
    fund = next(row for row in compare.funding.stack(load_case()).itertuples() if "Gdansk" in str(row.fund))
    assert (fund.pledged.unit, fund.pledged.qualifier) == ("billion EUR", "over")
    assert (fund.largest.unit, fund.largest.value) == ("billion USD", pytest.approx(10 * 1.176))


def test_what_is_hoped_for_is_listed_by_part():
    assert read(compare.funding.hoped(load_case()), "purpose", "amount") == [
        ("rebuilding", 500),
        ("rebuilding", pytest.approx(207 * 1.176)),
        ("budget", pytest.approx(100 * 1.176)),
    ]


def test_a_rate_that_is_missing_is_named():
    with pytest.raises(MissingClaim, match=r"no claim on no\.rate"):
        compare.funding.stack(load_case(), rate="no.rate")


def test_sums_are_in_their_own_unit_where_the_need_is_a_sum_a_year(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "yearly")
    write_rows(copy / "quantities.csv", {"quantity_id": "reconstruction.need", "unit": "billion USD/year"})
    rows = compare.funding.stack(load_case(copy))
    assert {row.largest.unit for row in rows.itertuples()} == {"billion USD"}
    assert [row.largest.value for row in rows.itertuples() if str(row.fund) == "Houses"] == [50]


@pytest.fixture(scope="module")
def yearly(folder, tmp_path_factory):
    """The case with funds, where what is needed is a sum a year, and the roads are pledged a sum a year."""
    copy = shutil.copytree(folder, tmp_path_factory.mktemp("yearly") / "case")
    rate = {"unit": "billion USD/year", "minimum": "0", "meaning": "Money a year", "name": "a year"}
    write_rows(copy / "quantities.csv", *({"quantity_id": id} | rate for id in ("aid.needed", "aid.promised")))
    said = {"source": "article", "locator": "I p1", "qualifier": "exact", "status": "reported", "rank": "preferred"}
    said |= {"statement": "Money a year."}
    write_rows(
        copy / "claims.csv",
        said | {"claim_id": "needed", "quantity": "aid.needed", "value": "7"},
        said | {"claim_id": "promised", "quantity": "aid.promised", "value": "3", "subject": "roads"},
    )
    write_rows(
        copy / "roles.csv",
        {"role_id": "need", "played_by": "aid.needed"},
        {"role_id": "pledged", "played_by": "funding.pledged; aid.promised"},
    )
    return load_case(copy)


def test_sums_in_all_and_a_year_stay_apart(yearly):
    funding = compare.funding
    units = {str(row.fund): row.largest.unit for row in funding.stack(yearly).itertuples()}
    assert units == dict.fromkeys(("Houses", "Arms", "Both"), "billion USD") | {"Roads": "billion USD/year"}
    found = [row for row in funding.by_purpose(yearly).itertuples() if row.purpose == "rebuilding"]
    assert [(row.pledged.value, row.pledged.unit) for row in found] == [(50, "billion USD"), (3, "billion USD/year")]
    assert len({row.pledged.name for row in found}) == 2
    assert read(funding.against_needs(yearly), "need", "pledged") == [("Need for houses", 50)]  # without those a year


def test_a_unit_that_is_asked_for_has_to_fit_every_sum(yearly):
    with pytest.raises(UnitError, match="measure different things"):
        compare.funding.stack(yearly, unit="billion USD")
