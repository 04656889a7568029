"""What a sum of money is for, which is the row of funds.csv that a claim belongs to, and its currency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import dates
from analysis.case.schema import Claim, Fund, Word
from analysis.case.table import Ledger
from analysis.case.vocabulary import find_word
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import gettext
from analysis.wording import units

if TYPE_CHECKING:
    from analysis.case.case import Case


def find_fund(ledger: Ledger, quantity: str, subject: str | None, claim: str = "") -> Fund | None:
    """Returns the fund that a claim is about; None if there is none, as for what is no money.

    It is the subject of the claim, else the fund that covers the claim, else the one that covers its quantity.

    >>> from analysis import load_case
    >>> from analysis.case.funds import find_fund
    >>> ledger = load_case().ledger
    >>> find_fund(ledger, "reconstruction.need", None, "need_rdna5").years
    '2026/2035'
    >>> find_fund(ledger, "forces.cap", "plan_20") is None
    True
    """
    funds = ledger.get_table(Fund)
    if subject and subject in funds:
        return funds[subject]
    covering = {id: fund for fund in funds.values() for id in fund.covers}
    return covering.get(claim) or covering.get(quantity)


def find_purpose(ledger: Ledger, unit: str, quantity: str, subject: str | None, claim: Claim | None = None) -> str:
    """Returns what a number of the case is money for, '' if it is no money or nobody says what it is for.

    unit: of the quantity; only money has a purpose, so that nothing else depends on funds.csv.
    """
    if not units.names_currency(unit):
        return ""
    fund = find_fund(ledger, quantity, subject, claim.id if claim else "")
    return fund.purpose if fund else ""


def describe_purpose(ledger: Ledger, fund: Fund) -> str:
    """Returns what a sum of money is for, in words: `rebuilding`, `several purposes`, or as vocabulary.csv has it.

    >>> from analysis import load_case
    >>> from analysis.case.funds import describe_purpose
    >>> ledger = load_case().ledger
    >>> describe_purpose(ledger, find_fund(ledger, "reconstruction.need", None))
    'rebuilding'
    """
    name, row = find_word(ledger, "the case", "funds/purpose", fund.purpose)
    return gettext("several purposes") if fund.purpose == "several" and row == Word.table else name


def describe_fund(ledger: Ledger, fund: Fund | None) -> str:
    """Returns in words what a sum of money is for, in which years it is spent and in whose prices it is; '' for none.

    >>> from analysis import load_case
    >>> from analysis.case.funds import describe_fund
    >>> ledger = load_case().ledger
    >>> describe_fund(ledger, find_fund(ledger, "reconstruction.need", None, "need_rdna5"))
    'for rebuilding, spent in 2026 to 2035, in prices of 2025'
    """
    if fund is None:
        return ""
    # translators: what a sum of money is for: "for rebuilding"
    words = [gettext("for {purpose}", purpose=describe_purpose(ledger, fund))]
    if fund.years:
        words.append(gettext("spent in {years}", years=dates.format_date(fund.years)))
    if fund.prices:
        words.append(gettext("in prices of {year}", year=dates.format_date(fund.prices)))
    return ", ".join(words)


def describe_years(case: Case, fund: Fund | None) -> Label | str:
    """Returns the years that the money of a fund is spent in, in words; '' where none are stated.

    >>> from analysis import load_case
    >>> from analysis.case.funds import describe_years
    >>> case = load_case()
    >>> print(describe_years(case, find_fund(case.ledger, "reconstruction.need", None, "need_rdna5")))
    2026 to 2035
    """
    return Label(dates.format_date(fund.years), f"funds/{fund.id}", case) if fund and fund.years else ""


def convert_money(case: Case, quoted: Estimate, unit: str, rate: str) -> Estimate:
    """Returns a sum of money in a unit of one currency, where needed at a rate that the case claims or assumes.

    rate: the quantity that holds the unit's currency for one of the sum's. Raises MissingClaim if there is no rate
    where one is needed, UnitError if the rate is between other currencies.

    >>> from analysis import load_case
    >>> from analysis.case.funds import convert_money
    >>> case = load_case()
    >>> round(convert_money(case, case["loan.eu", "european_union"], "billion USD", "currency.usd_per_eur").value, 2)
    105.84
    """
    is_same = units.get_base_unit(quoted.unit) == units.get_base_unit(unit)
    return quoted.to(unit) if is_same else (quoted * case[rate]).to(unit)
