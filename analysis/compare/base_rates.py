"""Base rates: how did wars like this one end, and how likely is an end within a year if it goes as those did?

The rates are claims of sources, on what plays the role `base_rates`; others are `duration`, `began` and
`share_ended_by_agreement`. A rate for this war has to be
conditional on its having lasted so long already. If wars that have lasted a year end with the same chance p in each
further year, they last 1 + 1/p years on average; so p = 1 / (mean − 1), where the mean is that of wars of more than a
year. The chance of an end falls with a war's age where it changes at all (Bennett and Stam 1996), so p is on the high
side, and it is the chance of any end: a peace agreement is one of several.

Bennett, D. S. and Stam, A. C. 1996: The duration of interstate wars, 1816-1985, American Political Science Review 90.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.case.schema import Event
from analysis.errors import MissingClaim
from analysis.estimates.constructors import number
from analysis.estimates.estimate import Estimate
from analysis.messages import gettext
from analysis.wording.capitals import begin_with_capital

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


def rates(case: Case) -> pd.DataFrame:
    """Lists what sources say of how wars ended, in the order of roles.csv.

    Returns: one row a claim. rate: Label of what is measured; value: in the unit of its quantity; source: Label.

    >>> from analysis import compare, load_case
    >>> row = compare.base_rates.rates(load_case()).iloc[0]
    >>> print(row.rate, row.value.value, row.source, sep="; ")
    Wars between states that end within a month; 26.0; How Does It End? What Past Wars Tell Us about How to Save Ukraine
    """
    import pandas as pd

    rows = [
        {
            "rate": case.label(quantity.id).change(begin_with_capital),
            "value": case.estimate(claim),
            "source": case.source(claim.source),
        }
        for quantity in map(case.quantity, case.roles("base_rates"))
        for claim in case.claims(quantity.id)
    ]
    return pd.DataFrame(rows, columns=["rate", "value", "source"], dtype=object)


def apply(case: Case) -> bool:
    """Says whether rates of past cases can be set against this one: how long they last, how they end, when it began.

    The method takes those that last more than a year, so that a mean duration of a year or less has no rate; and the
    claim on the beginning has an event as its subject.

    >>> from analysis import compare, load_case
    >>> compare.base_rates.apply(load_case())
    True
    """
    if not all(case.roles(role) for role in ("duration", "share_ended_by_agreement", "began")):
        return False
    return case[case.role("duration")].to("year").low > 1 and _find_beginning(case) is not None


def annual(case: Case) -> Estimate:
    """Computes the chance that a war which has lasted more than a year ends within the next, in any way (percent).

    Source: 1 / (mean duration − 1 year), see the module.
    Raises: MissingClaim if the case has no claim on the mean duration.

    >>> from analysis import compare, load_case
    >>> round(compare.base_rates.annual(load_case()).value, 1)
    11.1
    """
    further = case[case.role("duration")] - number(1, "year", symbol=gettext("the first year"))
    return (
        (number(1, "year", symbol=gettext("a year")) / further)
        .to("percent")
        .named("base_rates.annual", gettext("Chance of an end within a year"))
    )


def annual_agreement(case: Case) -> Estimate:
    """Computes the chance that such a war ends within the next year with a peace agreement (percent).

    Source: `annual` × the share of wars that end so, as if long wars ended so as often as short ones.
    Raises: MissingClaim if the case has no claim on one of the two.

    >>> from analysis import compare, load_case
    >>> round(compare.base_rates.annual_agreement(load_case()).value, 1)
    1.9
    """
    return (
        (annual(case) * case[case.role("share_ended_by_agreement")])
        .to("percent")
        .named("base_rates.annual_agreement", gettext("Chance of an end by an agreement within a year"))
    )


def age(case: Case, until: str) -> Estimate:
    """Computes how long the war of a case had lasted on the day of an event (years).

    until: an id of events.csv. The beginning is the event on whose date there is a claim on what plays `began`.
    Raises: MissingClaim if there is no such claim; UsageError for an event the case does not know.

    >>> from analysis import compare, load_case
    >>> round(compare.base_rates.age(load_case(), "meeting").value, 2)
    3.84
    """
    began = _find_beginning(case)
    if began is None:
        when = case.role("began")
        raise MissingClaim(f"{case.folder.name} has no claim on {when} of an event; add a row to claims.csv.")
    return (case.day(until) - case.day(began)).to("year").named("base_rates.age", gettext("Time since it began"))


def _find_beginning(case: Case) -> str | None:
    """Finds the event on whose date there is a claim on what plays `began`."""
    events = case.ledger.get_table(Event)
    return next((claim.subject for claim in case.claims(case.role("began")) if claim.subject in events), None)
