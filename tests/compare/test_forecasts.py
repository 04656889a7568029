"""Forecasts and their scores, worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load_case, number
from analysis.compare import forecasts, outlook
from analysis.label import join_names
from tests.case.test_forecasts import HEAD

ROWS = (
    # made on, as of, ours, horizon, outcome: scored (0.3 - 0)^2, (0.8 - 1)^2, not scored, not scored
    "sceptic,2025-01-02,,A deal,,30,20,40,2025-01-02/2025-06-30,Both sign,no,2025-06-30,article,\n"
    "hopeful,2025-01-01,,A deal or a truce,,80,,,2025-01-01/2025-12-31,Both sign,yes,2025-03-01,article,\n"
    "late,2026-02-01,2025-12-28,A deal,,10,,,2025-12-28/2026-06-30,Both sign,no,2026-06-30,article,\n"
    "running,2026-03,,A deal,,25,,,2026-03/2027,Both sign,open,,,\n"
)


@pytest.fixture
def logged(tiny):
    (tiny / "forecasts.csv").write_text(HEAD + ROWS)
    return load_case(tiny)


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def test_a_forecast_is_scored_by_its_squared_distance_from_what_happened(logged):
    frame = forecasts.forecasts(logged)
    assert [row.event.id for row in frame.itertuples()] == ["hopeful", "sceptic", "late", "running"]
    assert list(frame.outcome) == ["Yes", "No", "No", "Open"]
    assert list(frame.hindsight) == [False, False, True, False]
    assert [None if score is None else score.value for score in frame.score] == [
        pytest.approx(0.04),
        pytest.approx(0.09),
        None,
        None,
    ]
    assert frame.probability[1].to("percent").low == 20
    assert str(frame.made_on[2]) == "1 February 2026, as of 28 December 2025"
    assert set(map(str, frame.by)) == {"We"}


def test_the_mean_is_of_those_that_are_scored(logged):
    mean = forecasts.mean_score(logged)
    assert mean.value == pytest.approx((0.04 + 0.09) / 2)
    assert mean.claims == {"forecasts/hopeful/probability", "forecasts/sceptic/probability"}


def test_our_latest_forecast_is_described_with_what_we_gave_before_for_the_same_event(logged):
    clause, places = forecasts.describe_ours(logged)
    assert clause == "dated {made_on}; earlier versions gave {ours_a:round} and {ours_b:round}"
    assert str(places["made_on"]) == "March 2026"
    assert [places["ours_a"].value, places["ours_b"].value] == [30, 10]


def test_a_forecast_made_in_hindsight_is_described_as_such(tiny):
    (tiny / "forecasts.csv").write_text(HEAD + "\n".join(ROWS.splitlines()[i] for i in (0, 2)) + "\n")
    clause, places = forecasts.describe_ours(load_case(tiny))
    assert clause == "dated {made_on}, in hindsight and so without a score; an earlier version gave {ours_a:round}"
    assert str(places["made_on"]) == "1 February 2026, as of 28 December 2025"


def test_a_case_without_forecasts_has_no_mean(tiny):
    case = load_case(tiny)
    assert forecasts.describe_ours(case) == ("", {})
    assert forecasts.mean_score(case) is None
    assert forecasts.forecasts(case).empty
    row = forecasts.summary(case).iloc[0]
    assert (row.decided.value, row.open.value, row.ours) == (0, 0, "not recorded")


@given(st.integers(0, 100))
def test_a_score_is_from_0_to_1_and_that_of_the_opposite_forecast_of_the_opposite(percent):
    from analysis.case.schema import Forecast

    class Log:
        def __init__(self, outcome: str, chance: int):
            row = Forecast(
                forecast_id="one",
                made_on="2025-01-01",
                event="A deal",
                probability=chance,
                horizon="2025",
                resolves="Both sign",
                outcome=outcome,
            )
            self.ledger = self
            self.rows = {"one": row}

        def get_table(self, kind):
            return self.rows

        def coded(self, table, id, column, unit):
            from analysis.estimates.constructors import number

            return number(getattr(self.rows[id], column), unit)

    found = forecasts.score(Log("yes", percent), "one").value
    assert 0 <= found <= 1
    assert found == pytest.approx(forecasts.score(Log("no", 100 - percent), "one").value)
    assert found == pytest.approx((percent / 100 - 1) ** 2)


def test_the_forecasts_of_others_in_the_shipped_case(shipped):
    # (0.78^2 + 0.28^2 + 0.53^2 + 0.40^2 + 0.40^2 + 0.06^2 + 0.24^2 + 0.415^2) / 8
    assert forecasts.mean_score(shipped).value == pytest.approx(1.521125 / 8)
    made = forecasts.forecasts(shipped)
    assert {str(row.by) for row in made.itertuples() if row.score is not None} == {
        "Polymarket",
        "Glimt",
        "Metaculus",
        "RAND Forecasting Initiative",
        "a betting market, unnamed",
    }


def test_the_latest_forecast_of_ours_is_what_the_outlook_computes(shipped):
    made = forecasts.forecasts(shipped)
    last = made[made.by.map(str) == "We"].iloc[-1]
    found = outlook.probability(shipped)
    assert last.probability.value == pytest.approx(outlook.result(shipped).value)
    assert (last.probability.low, last.probability.high) == pytest.approx((found.low, found.high), abs=0.05)
    start, end, _ = outlook.horizon(shipped)
    assert str(last.horizon) == f"{start} to {end}"


def test_a_forecast_of_something_else_is_not_taken_for_the_number_at_hand():
    case = load_case()
    clause, _ = forecasts.describe_ours(case, outlook.probability(case))
    assert clause.startswith("dated {made_on}")
    assert forecasts.describe_ours(case, number(64, "percent")) == ("", {})


def test_our_forecasts_are_said_in_ukrainian(ukrainian):
    words, _ = forecasts.describe_ours(ukrainian)
    earlier = join_names(["{ours_a:round}", "{ours_b:round}"])
    assert words == f"дата: {{made_on}}, складено постфактум, тому без оцінки; раніші версії давали {earlier}"
    rows = forecasts.forecasts(ukrainian)
    assert {str(word): word for word in rows.outcome} == {"Так": "Yes", "Ні": "No", "Ще не відомо": "Open"}
