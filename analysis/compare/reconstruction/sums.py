"""What is there to meet the need, what is missing, and what the stock could cover."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.compare import quantities
from analysis.compare.quantities.numbers import convert
from analysis.estimates.constructors import maximum, parameter, total
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import Word, gettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


def gap(case: Case, *, need: str | None = None, usable: str | None = None) -> Estimate:
    """Computes what is missing, in the need's currency: need less the means.

    "At most" usable makes it "at least" missing.
    need, usable: the quantities that hold them; by default all that plays `means` is added up.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> compare.reconstruction.gap(load_case())
    <Funding gap: 700 (700 to 800) billion USD>
    """
    need, means = case.role("need", need), find_means(case, usable)
    return quantities.gap(case, need, means).named("reconstruction.gap", gettext("Funding gap"))


def coverage(case: Case, *, need: str | None = None, usable: str | None = None) -> Estimate:
    """Computes the means as a share of the need (percent).

    need, usable: the quantities that hold them.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> compare.reconstruction.coverage(load_case())
    <Need covered: 12.5 (0 to 12.5) percent>
    """
    need, means = case.role("need", need), find_means(case, usable)
    return quantities.coverage(case, need, means).named("reconstruction.coverage", gettext("Need covered"))


def means(case: Case, *, need: str | None = None, usable: str | None = None) -> Estimate:
    """Computes what is there to meet the need: all that plays `means`; several are summed in its unit.

    need, usable: as in `gap`.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> compare.reconstruction.means(load_case())
    <usable frozen assets: 100 (0 to 100) billion USD>
    """
    found = find_means(case, usable)
    if len(found) == 1:
        return case[found[0]]
    unit = case[case.role("need", need)].unit
    return total(convert(case, case[source], unit) for source in found).named(
        "reconstruction.means", gettext("All means")
    )


def means_name(case: Case) -> Label | str:
    """Names what is there to meet the need: the one quantity that plays `means`, or words for several of them.

    Raises: MissingRole if nothing plays it.

    >>> from analysis import compare, load_case
    >>> print(compare.reconstruction.means_name(load_case()))
    usable frozen assets
    """
    found = find_means(case, None)
    return case.label(found[0]) if len(found) == 1 else gettext("sources of money on record")


def ceiling(case: Case, *, need: str | None = None, frozen: str | None = None) -> Estimate:
    """Computes the whole stock as a share of the need (percent): the most that it could cover.

    need, frozen: the quantities that hold them.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> compare.reconstruction.ceiling(load_case()).value
    37.5
    """
    need, frozen = case.role("need", need), case.role("stock", frozen)
    label = gettext("Covered by all of the {stock}", stock=case.label(frozen))
    return quantities.coverage(case, need, [frozen]).named("reconstruction.ceiling", label)


def shortfall(case: Case, *, need: str | None = None, frozen: str | None = None) -> Estimate:
    """Computes what is missing, in the need's currency, even if the whole stock were usable; never below 0.

    need, frozen: the quantities that hold them.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> compare.reconstruction.shortfall(load_case())
    <Missing even if all of the frozen assets were used: 500 (470 to 530) billion USD>
    """
    need, frozen = case.role("need", need), case.role("stock", frozen)
    label = gettext("Missing even if all of the {stock} were used", stock=case.label(frozen))
    return maximum(case[need] - case[frozen], 0).named("reconstruction.shortfall", label)


def usable_share(case: Case, *, frozen: str | None = None, usable: str | None = None) -> Estimate:
    """Computes the usable part of the stock (percent).

    frozen, usable: the quantities that hold them.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> round(compare.reconstruction.usable_share(load_case()).value, 1)
    33.3
    """
    frozen, usable = case.role("stock", frozen), case.role("means", usable)
    return quantities.share(case, usable, frozen).named("reconstruction.usable_share", gettext("Usable share"))


def break_even(
    case: Case, targets: Sequence[float], *, need: str | None = None, frozen: str | None = None
) -> pd.DataFrame:
    """Computes the share of the stock that must become usable for a given coverage of the need.

    targets: shares of the need (dimensionless, 0.5 for half), traced as parameters.
    Returns: one row a target. target: percent of the need; amount: currency of the need; share: percent
        of the stock, above 100 where even all of it would not suffice; within: yes or no.
    Source: target × need / frozen, solved for the share from usable = share × frozen.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> row = compare.reconstruction.break_even(load_case(), [0.25]).iloc[0]
    >>> print(row.amount.value, round(row["share"].value, 1), row.within)
    200.0 66.7 yes
    """
    import pandas as pd

    need, frozen = case.role("need", need), case.role("stock", frozen)
    rows = []
    for position, share_of_need in enumerate(targets, 1):
        target = parameter(f"targets.{position}", share_of_need, symbol=gettext("target share of the need"))
        amount = (target * case[need]).to(case[need].unit)
        share = (amount / case[frozen]).to("percent")
        rows.append(
            {
                "target": target.to("percent"),
                "amount": amount,
                "share": share,
                "within": Word("yes") if share.value <= 100 else Word("no"),
            }
        )
    return pd.DataFrame(rows, dtype=object)


def funding(
    case: Case, *, need: str | None = None, frozen: str | None = None, usable: str | None = None
) -> pd.DataFrame:
    """Computes the funding ladder: what the need could be met from, rung by rung.

    need, frozen, usable: the quantities that hold them; a case without a stock has no rung for it.
    Returns: rows that add up to the need: each of the means, the rest of the stock (as far as the need goes), and what
        lies beyond. rung: Label; amount: currency of the need; share: percent of the need.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> ladder = compare.reconstruction.funding(load_case())
    >>> [amount.value for amount in ladder["amount"]]
    [100.0, 200.0, 500.0]
    """
    import pandas as pd

    need, sources = case.role("need", need), find_means(case, usable)
    if frozen is None and not case.roles("stock"):
        return quantities.ladder(case, need, sources)
    frozen = case.role("stock", frozen)
    rungs = quantities.ladder(case, need, [*sources, frozen], within=dict.fromkeys(sources, frozen))
    beyond = gettext("Beyond all of the {stock}", stock=case.label(frozen))
    *first, locked, unsourced = rungs["amount"]
    amounts = [
        *first,
        locked.named("reconstruction.locked", locked.label),
        unsourced.named("reconstruction.unsourced", beyond),
    ]
    labels = [*rungs["rung"][:-1], Label(beyond, f"quantities/{frozen}")]
    return pd.DataFrame({"rung": labels, "amount": amounts, "share": rungs["share"].tolist()}, dtype=object)


def find_means(case: Case, usable: str | None) -> tuple[str, ...]:
    """Returns the quantities that are there to meet the need. Raises MissingRole if there is none."""
    return case.roles("means") if usable is None and case.roles("means") else (case.role("means", usable),)
