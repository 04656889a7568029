"""What was promised and what was delivered, by whose count: worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import load_case
from analysis.case.schema import Fund, Source, Subject
from analysis.compare.quantities.promises import promised_and_delivered
from analysis.errors import MissingClaim, MissingRole, UnitError, UsageError
from tests.compare.quantities.cases_of_claims import add_claims, add_rows, read
from tests.conftest import TINY

GOAL, PAID, STOCKS = "aid.goal", "aid.paid", ("assets.frozen", "assets.usable")


@pytest.fixture
def years(tiny):
    """A goal for each year, and what two voices count of it in two of the three."""
    ids = ["y2021", "y2022", "y2023"]
    add_rows(tiny, Subject, *({"subject_id": id, "name": id.removeprefix("y")} for id in ids))
    add_rows(tiny, Source, *({"source_id": id, "title": id, "publisher": id} for id in ("agency", "critic")))
    add_claims(tiny, GOAL, *({"value": 100, "subject": id} for id in ids))
    return add_claims(
        tiny,
        PAID,
        {"value": 90, "subject": "y2021", "source": "agency", "rank": "preferred"},
        {"value": 30, "subject": "y2021", "source": "critic"},
        {"value": 116, "subject": "y2022", "source": "agency"},
        {"value": 5, "subject": "y2022", "source": "critic", "rank": "deprecated"},
    )


def test_each_subject_has_a_row_for_each_count(years):
    rows = promised_and_delivered(years, GOAL, PAID)
    assert [(str(row.subject), str(row.count_by), row.verdict, row.chosen) for row in rows.itertuples()] == [
        ("2021", "agency", "short", "yes"),
        ("2021", "critic", "short", ""),
        ("2022", "agency", "kept", "yes"),
        ("2023", "", "not counted", ""),
    ]
    assert read(rows["share"]) == [90, 30, pytest.approx(116), ""]
    assert read(rows.missing) == [10, 70, 0, ""]


def test_an_interval_that_holds_the_promise_leaves_the_verdict_open(tiny):
    add_claims(tiny, GOAL, {"value": 100})
    case = add_claims(tiny, PAID, {"value": 95, "qualifier": "about"})
    row = promised_and_delivered(case, GOAL, PAID).iloc[0]
    assert (row.verdict, row.subject, row.missing.value) == ("open", "", 5)


@pytest.mark.parametrize(("paid", "verdict"), [(6.1, "kept"), (6, "kept"), (5.9, "short")])
def test_a_promise_of_at_least_a_sum_is_kept_once_that_sum_is_there(tiny, paid, verdict):
    add_claims(tiny, GOAL, {"value": 6, "qualifier": "at_least"})
    row = promised_and_delivered(add_claims(tiny, PAID, {"value": paid}), GOAL, PAID).iloc[0]
    assert row.verdict == verdict
    assert (row["share"].low, row["share"].high) == pytest.approx((paid / 0.06, paid / 0.06))  # of 6, which is a rule
    assert (row.missing.low, row.missing.high) == pytest.approx((max(0, 6 - paid), max(0, 6 - paid)))


def test_one_promise_stands_for_each_subject(tiny):
    add_claims(tiny, GOAL, {"value": 100})
    case = add_claims(tiny, PAID, {"value": 40, "subject": "ukraine"}, {"value": 60, "subject": "united_states"})
    rows = promised_and_delivered(case, GOAL, PAID)
    assert [(row.subject.id, row.missing.value) for row in rows.itertuples()] == [
        ("ukraine", 60),
        ("united_states", 40),
    ]


def test_of_a_voice_the_last_count_is_taken(tiny):
    add_claims(tiny, GOAL, {"value": 100})
    claims = ({"value": 40, "as_of": "2023"}, {"value": 60, "as_of": "2024", "rank": "preferred"})
    rows = promised_and_delivered(add_claims(tiny, PAID, *claims), GOAL, PAID)
    assert [row.delivered.value for row in rows.itertuples()] == [60]


@pytest.mark.parametrize(
    ("promise", "times", "delivered", "when"),
    [
        ("2024", ("2023", "2024"), 11, "2024"),
        ("2024", ("2024", "2025-06"), 11, "June 2025"),
        ("2024-06", ("2023-12", "2024-05"), "", ""),  # both are of before the promise
        ("2024-06", ("2023", "2024"), 11, "2024"),  # a year that holds the day
        (None, ("2023", "2024"), 11, "2024"),
    ],
)
def test_what_was_there_before_the_promise_keeps_none_of_it(tiny, promise, times, delivered, when):
    add_claims(tiny, GOAL, {"value": 100, "as_of": promise})
    counts = ({"value": 10 + at, "as_of": time} for at, time in enumerate(times))
    case = add_claims(
        tiny, PAID, *({"rank": "preferred"} | count for count in list(counts)[1:]), {"value": 10, "as_of": times[0]}
    )
    row = promised_and_delivered(case, GOAL, PAID).iloc[0]
    assert (read([row.delivered]), str(row.as_of)) == ([delivered], when)


def test_one_voice_has_one_count_however_it_is_cited(tiny):
    add_claims(tiny, GOAL, {"value": 100})
    counts = (
        {"value": 40, "as_of": "2023", "attributed_to": "the Agency"},
        {"value": 60, "as_of": "2024", "rank": "preferred", "attributed_to": "Agency"},
    )
    assert read(promised_and_delivered(add_claims(tiny, PAID, *counts), GOAL, PAID).delivered) == [60]


def test_counts_of_other_years_are_left_out(tiny):
    claims = {"value": 9, "as_of": "2021"}, {"value": 10, "as_of": "2023", "source": "article", "rank": "preferred"}
    add_claims(tiny, PAID, *claims)
    add_claims(tiny, GOAL, {"value": 100})
    add_rows(
        tiny,
        Fund,
        {"fund_id": "goal", "years": "2022/2024", "covers": GOAL},
        {"fund_id": "old", "years": "2010/2015", "covers": "assets.frozen"},
        {"fund_id": "same", "years": "2022/2024", "covers": "assets.usable"},
    )
    case = load_case(tiny)
    delivered = {key: read(promised_and_delivered(case, GOAL, key).delivered) for key in (*STOCKS, PAID)}
    assert delivered == {"assets.frozen": [""], "assets.usable": [100], PAID: [10]}


def test_money_for_another_purpose_keeps_no_promise(tiny):
    add_claims(tiny, PAID, {"value": 9})
    add_claims(tiny, GOAL, {"value": 100})
    arms = {"fund_id": "arms", "purpose": "defence", "covers": PAID}
    add_rows(tiny, Fund, {"fund_id": "goal", "covers": GOAL}, arms)
    with pytest.raises(UnitError, match="money for unlike purposes"):
        promised_and_delivered(load_case(tiny), GOAL, PAID)


def test_another_currency_needs_a_rate(tiny):
    add_claims(tiny, GOAL, {"value": 100})
    add_claims(tiny, "rate.euro", {"value": 1.25}, unit="USD/EUR")
    case = add_claims(tiny, PAID, {"value": 40}, unit="billion EUR")
    row = promised_and_delivered(case, GOAL, PAID, rate="rate.euro").iloc[0]
    assert (row.delivered.value, row["share"].value) == (50, 50)


def test_what_nobody_promised_is_missing(tiny):
    with pytest.raises(MissingClaim):
        promised_and_delivered(load_case(tiny), "reconstruction.damage", "assets.usable")


def test_what_plays_the_two_roles_is_compared_in_pairs(years):
    write_roles(years.folder, f"promised,assets.frozen; {GOAL},", f"delivered,assets.usable; {PAID},")
    case = load_case(years.folder)
    rows = promised_and_delivered(case)
    assert [row.promised.value for row in rows.itertuples()] == [300, 100, 100, 100, 100]
    assert read(rows.delivered) == [100, *read(promised_and_delivered(case, GOAL, PAID).delivered)]
    write_roles(years.folder, f"promised,{GOAL},", f"delivered,assets.usable; {PAID},")
    with pytest.raises(UsageError, match=r"1 promised \(aid\.goal\), 2 delivered \(assets\.usable, aid\.paid\)"):
        promised_and_delivered(load_case(years.folder))
    with pytest.raises(MissingRole, match="what is its promised"):
        promised_and_delivered(load_case(TINY))


def write_roles(case, *rows):
    (case / "roles.csv").write_text("\n".join(["role_id,played_by,note", *rows, ""]))


def test_a_number_that_the_reader_sets_is_the_count():
    row = promised_and_delivered(load_case(TINY, override={"assets.usable": 300}), *STOCKS).iloc[0]
    assert (row.delivered.value, row["share"].value, row.count_by, row.chosen) == (300, 100, "", "yes")
    assert row.delivered.claims == {"parameter:assets.usable"}


@settings(max_examples=15)
@given(promised=st.integers(1, 10**6), delivered=st.integers(0, 10**6))
def test_share_missing_and_verdict_agree(promised, delivered):
    case = load_case(TINY, override=dict(zip(STOCKS, (promised, delivered), strict=True)))
    row = promised_and_delivered(case, *STOCKS).iloc[0]
    assert row.verdict == ("kept" if delivered >= promised else "short")
    assert row["share"].value == pytest.approx(100 * delivered / promised)
    assert row.missing.value == pytest.approx(max(promised - delivered, 0))


@pytest.mark.parametrize("counted", ["2023", "2023-06-30"])
def test_what_is_promised_and_counted_for_each_year_is_compared_year_by_year(gauge, counted):
    add_rows(gauge, Source, *({"source_id": id, "title": id, "publisher": id} for id in ("agency", "critic")))
    add_claims(gauge, GOAL, *({"value": 40 + at, "as_of": 2021 + at} for at in range(3)), over_time="true")
    case = add_claims(
        gauge,
        PAID,
        {"value": 40, "as_of": 2021, "source": "agency"},
        {"value": 20, "as_of": 2021, "source": "critic", "rank": "preferred"},
        {"value": 50, "as_of": counted, "source": "agency"},
        over_time="true",
    )
    rows = promised_and_delivered(case, GOAL, PAID)
    found = [(str(row.as_of), row.promised.value, *read([row.delivered]), row.chosen) for row in rows.itertuples()]
    if counted != "2023":  # a sum that runs on, as of a day: its last count stands against the last promise
        assert found == [("30 June 2023", 42, 50, "yes")]
        return
    assert found == [("2021", 40, 20, "yes"), ("2021", 40, 40, ""), ("2022", 41, "", ""), ("2023", 42, 50, "yes")]
    assert [row.verdict for row in rows.itertuples()] == ["short", "kept", "not counted", "kept"]
    assert read(rows["share"]) == [50, 100, "", pytest.approx(100 * 50 / 42)]
