"""forecasts.csv: one probability each, an outcome that fits the horizon, and none left open when it has passed."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.case.forecasts import check_due_forecasts
from analysis.case.ledger import read_ledger
from tests.case.test_ledger import catch_case_error

HEAD = (
    "forecast_id,made_on,as_of,event,claim,probability,probability_low,probability_high,horizon,resolves,outcome,"
    "outcome_date,outcome_source,note\n"
)
OPEN = {
    "forecast_id": "peace",
    "made_on": "2026-01-02",
    "as_of": "",
    "event": "Peace is signed",
    "claim": "",
    "probability": "20",
    "probability_low": "10",
    "probability_high": "30",
    "horizon": "2026-01-02/2026-12-31",
    "resolves": "Both sign",
    "outcome": "open",
    "outcome_date": "",
    "outcome_source": "",
    "note": "",
}
DECIDED = OPEN | {"outcome": "no", "outcome_date": "2026-12-31", "outcome_source": "article"}


def write_forecast(case, **cells):
    (case / "forecasts.csv").write_text(HEAD + ",".join((OPEN | cells).values()) + "\n")


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        (
            {"probability": ""},
            "probability",
            "found nothing; allowed: a number from 0 to 100, or a claim that gives it",
        ),
        ({"probability": "101"}, "probability", "found '101'; allowed: a number from 0 to 100"),
        ({"probability_low": "21"}, "probability", "found 20; allowed: 21 or more"),
        ({"claim": "need_article"}, "probability", "found 20; allowed: nothing, as the claim need_article gives it"),
        ({"claim": "nobody", "probability": ""}, "claim", "found 'nobody'; allowed: "),
        (
            {"claim": "need_article", "probability": ""},
            "claim",
            "allowed: a claim with a value from 0 to 100, in percent; need_article has 800, in billion USD",
        ),
        ({"made_on": "2027-01-01"}, "made_on", "allowed: a day up to the end of the horizon, 2026-01-02/2026-12-31"),
        ({"as_of": "2026-01-03"}, "as_of", "allowed: a day up to made_on, 2026-01-02"),
        ({"outcome_date": "2026-05-01"}, "outcome_date", "allowed: nothing while the outcome is open"),
        ({"outcome": "perhaps"}, "outcome", "found 'perhaps'; allowed: yes, no"),
        (DECIDED | {"outcome_source": ""}, "outcome_source", "found nothing; allowed: a cell that is filled in"),
        (
            DECIDED | {"outcome_date": "2026-12-30"},
            "outcome_date",
            "allowed: 2026-12-31 or later, as the outcome is no",
        ),
        (
            DECIDED | {"outcome": "yes", "outcome_date": "2027-01-01"},
            "outcome_date",
            "allowed: a day within the horizon, 2026-01-02/2026-12-31, as the outcome is yes",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_cell(tiny, cells, column, said):
    write_forecast(tiny, **cells)
    found = [str(problem) for problem in catch_case_error(tiny).problems]
    matching = [problem for problem in found if problem.startswith(f"forecasts.csv:2:{column}: ")]
    assert len(matching) == 1
    assert said in matching[0]


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"probability_low": "", "probability_high": ""},
        {"made_on": "2026", "as_of": "2025-12-28"},
        DECIDED,
        DECIDED | {"outcome": "yes", "outcome_date": "2026-01-02"},
        DECIDED | {"outcome_date": "2027-02-01"},
    ],
)
def test_what_fits_is_read(tiny, cells):
    write_forecast(tiny, **cells)
    assert read_ledger(tiny).tables["forecasts"]["peace"].probability == 20


@pytest.mark.parametrize(
    ("day", "cells", "count"),
    [
        (date(2026, 12, 31), {}, 0),
        (date(2027, 1, 1), {}, 1),
        (date(2027, 1, 1), DECIDED, 0),
        (date(2030, 1, 1), {"horizon": "2026-01-02/.."}, 0),
    ],
)
def test_an_open_forecast_is_due_the_day_after_its_horizon(tiny, day, cells, count):
    write_forecast(tiny, **cells)
    found = [str(problem) for problem in check_due_forecasts(read_ledger(tiny), day)]
    assert len(found) == count
    if found:
        assert found[0].startswith(
            "forecasts.csv:2:outcome: found 'open'; allowed: yes or no, as the horizon ended on 31 December 2026. "
        )


def test_the_check_command_asks_for_what_is_due(tiny, monkeypatch):
    import click.testing

    from analysis.case import datapackage
    from analysis.case.case import load_case
    from analysis.commands import check

    write_forecast(tiny, horizon="2025-01-02/2025-12-31", made_on="2025-01-02")
    case = load_case(tiny)
    datapackage.update_files(tiny, case.ledger, case.descriptor)
    done = click.testing.CliRunner().invoke(check.command, ["--case", str(tiny)])
    assert done.exit_code == 0
    assert "remark: forecasts.csv:2:outcome: found 'open'" in done.output
