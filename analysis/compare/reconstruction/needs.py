"""What the need is: what kind of sum, of which years, for what, since when known, and how large beside other sums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis import dates
from analysis.case.funds import describe_purpose, describe_years, find_fund
from analysis.case.schema import Claim, Source
from analysis.compare import denominators
from analysis.errors import UsageError
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import Word, gettext, pgettext

if TYPE_CHECKING:
    from analysis.case.case import Case


_HOPED_FOR, _PROMISED = Word("sum hoped for", "kind of need"), Word("sum promised", "kind of need")
_STANDINGS: Mapping[str, Word] = {  # words that a case adds are printed by its name for them
    "proposed": _HOPED_FOR,
    "committed": _PROMISED,
    "in_force": _PROMISED,
    "reported": Word("need reported", "kind of need"),
    "estimated": Word("need assessed", "kind of need"),
}


def standing(case: Case, need: Estimate) -> str:
    """Says what kind of sum a need is, by the status of its claims: what is hoped for differs from what is assessed.

    need: of claims of the case, or a value set for the report.
    Returns: a Word; `need that sources give` where several claims of unlike status are in it.
    Raises: UsageError if no claim of this case is in it.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> compare.reconstruction.standing(case, case["reconstruction.need"])
    'sum hoped for'
    """
    if any(leaf.kind == "parameter" for leaf in need.leaves):
        return Word("need set for this report", "kind of need")
    claims = case.ledger.get_table(Claim)
    statuses = (claims[leaf.id].status for leaf in need.leaves if leaf.id in claims)
    found: set[str] = {_STANDINGS.get(status) or str(case.word("claims/status", status)) for status in statuses}
    if not found:
        raise UsageError(f"{need.label or need.how} has no claim of {case.folder.name}; ask for the standing of one")
    return found.pop() if len(found) == 1 else Word("need that sources give", "kind of need")


def promise(case: Case, means: Estimate) -> str:
    """Says for the middle of a sentence that a sum is only proposed or promised; '' for one that is there.

    means: of claims of the case, or a value set for the report.
    Raises: UsageError if no claim of this case is in it.

    >>> from analysis import compare, load_case
    >>> compare.reconstruction.promise(load_case(basis="all"), load_case(basis="all")["assets.usable"])
    ' as proposed'
    """
    kind = standing(case, means)
    if kind == _HOPED_FOR:
        return " " + pgettext("of a sum", "as proposed")
    return " " + pgettext("of a sum", "as promised") if kind == _PROMISED else ""


def years(case: Case, need: Estimate) -> Label | str:
    """Says which years the money of a need is spent in; '' where its source states none, or it is of several claims.

    need: a claim of the case, or any other number.

    >>> from analysis import compare, load_case
    >>> print(compare.reconstruction.years(load_case(), load_case(basis="all")["reconstruction.need"]))
    2026 to 2035
    """
    claim = denominators.find_claim(case, need)
    return describe_years(case, find_fund(case.ledger, claim.quantity, claim.subject, claim.id)) if claim else ""


def purpose(case: Case, *, need: str | None = None) -> str:
    """Says what the need is money for, by the claim that counts on it; '' where funds.csv does not say one purpose.

    need: the quantity that holds it; of several claims that are pooled, the first by its id.
    Raises: MissingClaim if the case has no claim on it.

    >>> from analysis import compare, load_case
    >>> compare.reconstruction.purpose(load_case())
    'rebuilding'
    """
    need = case.role("need", need)
    fund = find_fund(case.ledger, need, None, min(case[need].claims))
    return describe_purpose(case.ledger, fund) if fund and fund.purpose != "several" else ""


def published(case: Case, need: Estimate) -> Label | str:
    """Says when the source of a need was published; '' where that is not known, or it is of several claims.

    need: a claim of the case, or any other number.

    >>> from analysis import compare, load_case
    >>> print(compare.reconstruction.published(load_case(), load_case(basis="all")["reconstruction.need"]))
    23 February 2026
    """
    claim = denominators.find_claim(case, need)
    day = case.ledger.get_table(Source)[claim.source].date if claim else None
    return Label(dates.format_date(day), f"sources/{claim.source}", case) if claim and day else ""


def per_head(case: Case, *, need: str | None = None, population: str | None = None) -> Estimate:
    """Computes the need per head, in the need's currency per person; of a need by the year, a year and person.

    need, population: the quantities that hold them; the population is that of the base which counts for a denominator
        (see `analysis.compare.denominators`).
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> round(compare.reconstruction.per_head(load_case()).to("USD/person").value)
    26667
    """
    need, population = case.role("need", need), case.role("population_now", population)
    people = denominators.denominator(case, population)
    share = case[need] / people
    share = share.to(f"{case[need].unit} / {people.unit.split()[-1]}") if "/" in case[need].unit else share
    return share.named("reconstruction.per_head", gettext("Need per head"))


def share_of_debt(case: Case, *, need: str | None = None, debt: str | None = None) -> Estimate:
    """Computes the need as a share of a debt (percent): only a sense of size, a stock against a sum spent over years.

    need, debt: the quantities that hold them.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> round(compare.reconstruction.share_of_debt(load_case()).value, 1)
    2.1
    """
    need, debt = case.role("need", need), case.role("debt", debt)
    return (
        (case[need] / case[debt])
        .to("percent")
        .named("reconstruction.share_of_debt", gettext("Need against {debt}", debt=case.label(debt)))
    )
