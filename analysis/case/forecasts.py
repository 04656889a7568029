"""Checks of forecasts.csv: each forecast has one probability, and an outcome that fits its horizon.

What the rows show by themselves is checked whenever a case is read. That the horizon of an open forecast has passed
depends on the day, so only `communique check` asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from analysis import dates
from analysis.case.schema import Claim, Forecast, Quantity
from analysis.case.table import Ledger
from analysis.errors import Problem


def check_forecasts(ledger: Ledger) -> Iterator[Problem]:
    """Yields a problem for each forecast without exactly one probability, or whose dates or outcome do not fit."""
    table = ledger.get_table(Forecast)
    for row in table.values():
        for column, found, allowed, remedy in (*_find_probability_faults(ledger, row), *_find_date_faults(row)):
            yield Problem("forecasts.csv", table.find_line(row.id), column, found, allowed, remedy)


def check_due_forecasts(ledger: Ledger, today: date) -> Iterator[Problem]:
    """Yields a problem for each open forecast whose horizon ended before a day: what became of it has to be said.

    >>> from analysis.case.ledger import read_ledger
    >>> from analysis.paths import find_case
    >>> ledger = read_ledger(find_case("mar-a-lago-2025-12-28"))
    >>> list(check_due_forecasts(ledger, date(2026, 11, 29)))
    []
    """
    table = ledger.get_table(Forecast)
    for row in table.values():
        end = dates.compute_span(row.horizon)[1]
        if row.outcome == "open" and end < today:
            allowed = f"yes or no, as the horizon ended on {dates.format_date(str(end))}"
            remedy = "Say what became of it, with outcome_date and outcome_source."
            yield Problem("forecasts.csv", table.find_line(row.id), "outcome", row.outcome, allowed, remedy)


def _find_probability_faults(ledger: Ledger, row: Forecast) -> Iterator[tuple[str, object, str, str]]:
    """Yields (column, found, allowed, remedy) if a forecast has no probability, two, or a claim on something else."""
    claims, quantities = ledger.get_table(Claim), ledger.get_table(Quantity)
    if row.claim is None and row.probability is None:
        yield "probability", None, "a number from 0 to 100, or a claim that gives it", "Fill in probability, or claim."
    if row.claim is not None and row.probability is not None:
        allowed = f"nothing, as the claim {row.claim} gives it"
        yield "probability", row.probability, allowed, "Empty the cell, or the claim."
    claim = claims.get(row.claim or "")
    if claim is None or claim.quantity not in quantities:
        return
    unit, value = quantities[claim.quantity].unit, claim.value
    if unit != "percent" or value is None or not 0 <= value <= 100:
        given = "no value" if value is None else f"{value:.15g}"
        allowed = f"a claim with a value from 0 to 100, in percent; {row.claim} has {given}, in {unit}"
        yield "claim", row.claim, allowed, "Name the claim that gives the probability."


def _find_date_faults(row: Forecast) -> Iterator[tuple[str, object, str, str]]:
    """Yields (column, found, allowed, remedy) for each date or outcome that does not fit the others."""
    start, end = dates.compute_span(row.horizon)
    if dates.compute_span(row.made_on)[0] > end:
        yield "made_on", row.made_on, f"a day up to the end of the horizon, {row.horizon}", "Correct one of them."
    if row.as_of and dates.compute_span(row.as_of)[0] > dates.compute_span(row.made_on)[1]:
        yield "as_of", row.as_of, f"a day up to made_on, {row.made_on}", "Correct one of them."
    for column in ("outcome_date", "outcome_source"):
        found = getattr(row, column)
        if row.outcome == "open" and found:
            yield column, found, "nothing while the outcome is open", "Empty it, or enter yes or no as the outcome."
        elif row.outcome != "open" and not found:
            yield column, None, f"a cell that is filled in, as the outcome is {row.outcome}", "Fill in this cell."
    if row.outcome == "open" or not row.outcome_date:
        return
    first, last = dates.compute_span(row.outcome_date)
    if row.outcome == "yes" and (last < start or first > end):
        allowed = f"a day within the horizon, {row.horizon}, as the outcome is yes"
        yield "outcome_date", row.outcome_date, allowed, "Correct one of them."
    if row.outcome == "no" and last < end:
        allowed = f"{end} or later, as the outcome is no and the horizon is {row.horizon}"
        yield "outcome_date", row.outcome_date, allowed, "Correct one of them."
