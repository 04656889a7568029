"""Reconstruction: how much of the need is in reach, what is missing, and against what to hold it?

All sums are in the currency the case claims them in. Need and assets are stocks; nothing is discounted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.estimates.estimate import Estimate, maximum, minimum, parameter
from analysis.label import Label
from analysis.wording import units

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

NEED, FROZEN, USABLE = "reconstruction.need", "assets.frozen", "assets.usable"
HELD, HELD_ABROAD = "assets.frozen_held", "assets.frozen_eur"  # by holder, as quoted in each currency
RATE, LOAN = "currency.usd_per_eur", "loan.eu"
DEBT, POPULATION = "debt.federal", "population.now"


def gap(case: Case, *, need: str = NEED, usable: str = USABLE) -> Estimate:
    """Returns what is missing, in the need's currency: need less the usable assets.

    "At most" usable makes it "at least" missing. Raises MissingClaim.
    """
    return (case[need] - case[usable]).named("reconstruction.gap", "Funding gap")


def coverage(case: Case, *, need: str = NEED, usable: str = USABLE) -> Estimate:
    """Returns the usable assets as a percentage of the need. Raises MissingClaim."""
    return (case[usable] / case[need]).to("percent").named("reconstruction.coverage", "Need covered")


def ceiling(case: Case, *, need: str = NEED, frozen: str = FROZEN) -> Estimate:
    """Returns all frozen assets as a percentage of the need: what could be covered at the very most."""
    return (case[frozen] / case[need]).to("percent").named("reconstruction.ceiling", "Covered by all frozen assets")


def shortfall(case: Case, *, need: str = NEED, frozen: str = FROZEN) -> Estimate:
    """Returns what is missing, in the need's currency, even if all frozen assets were usable; never below 0."""
    return maximum(case[need] - case[frozen], 0).named(
        "reconstruction.shortfall", "Missing even if all frozen assets were used"
    )


def usable_share(case: Case, *, frozen: str = FROZEN, usable: str = USABLE) -> Estimate:
    """Returns the usable part of the frozen assets, in per cent."""
    return (case[usable] / case[frozen]).to("percent").named("reconstruction.usable_share", "Usable share")


def break_even(case: Case, targets: Sequence[float], *, need: str = NEED, frozen: str = FROZEN) -> pd.DataFrame:
    """The share of the frozen assets that must become usable for a given coverage of the need.

    targets: shares of the need (dimensionless, 0.5 for half), traced as parameters.
    Returns: one row a target. target: percent of the need; amount: currency of the need; share: percent
        of the frozen assets, above 100 where even all of them would not do; within: 'yes' or 'no'.
    Source: target × need / frozen, solved for the share from usable = share × frozen.
    """
    import pandas as pd

    rows = []
    for position, share_of_need in enumerate(targets, 1):
        target = parameter(f"targets.{position}", share_of_need, symbol="target share of the need")
        amount = (target * case[need]).to(case[need].unit)
        share = (amount / case[frozen]).to("percent")
        rows.append(
            {
                "target": target.to("percent"),
                "amount": amount,
                "share": share,
                "within": "yes" if share.value <= 100 else "no",
            }
        )
    return pd.DataFrame(rows, dtype=object)


def funding(case: Case, *, need: str = NEED, frozen: str = FROZEN, usable: str = USABLE) -> pd.DataFrame:
    """The stacked funding ladder: what the need could be met from, rung by rung.

    Returns: three rows that add up to the need. rung: text; amount: currency of the need; share: percent
        of the need. The second rung counts the frozen assets only as far as the need goes.
    """
    import pandas as pd

    whole, reachable = case[need], minimum(case[frozen], case[need])
    rungs = {
        "Usable frozen assets": case[usable],
        "Frozen, not usable": (reachable - case[usable]).named("reconstruction.locked", "Frozen, not usable"),
        "Beyond all frozen assets": (whole - reachable).named("reconstruction.unsourced", "Beyond all frozen assets"),
    }
    return pd.DataFrame(
        {
            "rung": list(rungs),
            "amount": list(rungs.values()),
            "share": [(amount / whole).to("percent") for amount in rungs.values()],
        },
        dtype=object,
    )


def per_head(case: Case, *, need: str = NEED, population: str = POPULATION) -> Estimate:
    """Returns the need per inhabitant, in the need's currency per person."""
    return (case[need] / case[population]).named("reconstruction.per_head", "Need per inhabitant")


def share_of_debt(case: Case, *, need: str = NEED, debt: str = DEBT) -> Estimate:
    """Returns the need as a percentage of a debt: a sense of size, a stock against a sum spent over years."""
    return (case[need] / case[debt]).to("percent").named("reconstruction.share_of_debt", "Need against US federal debt")


def by_source(case: Case, *, need: str = NEED, usable: str = USABLE) -> pd.DataFrame:
    """The gap against every claim of the need, the usable assets staying as they are.

    Returns: one row a claim that is not deprecated, largest need first. source: Label; need, gap: currency;
        coverage: percent; chosen: 'baseline' for the claim the report uses.
    """
    import pandas as pd

    baseline = case[need].claims
    rows = []
    for claim in case.claims(need):
        if claim.rank == "deprecated":
            continue
        rival = case.estimate(claim)
        rows.append(
            {
                "source": case.source(claim.source),
                "need": rival,
                "gap": rival - case[usable],
                "coverage": (case[usable] / rival).to("percent"),
                "chosen": "baseline" if claim.id in baseline else "",
            }
        )
    return pd.DataFrame(rows, dtype=object).sort_values("need", ascending=False, ignore_index=True)


def by_holder(
    case: Case, *, need: str = NEED, held: Sequence[str] = (HELD_ABROAD, HELD), rate: str = RATE
) -> pd.DataFrame:
    """Where the frozen assets are held, in the currency quoted and in the need's.

    held: quantities claimed by holder. rate: the need's currency for one of another.
    Returns: one row a holder, largest first. holder: Label; quoted: currency of the claim; amount: currency of the
        need; share: percent of the need. Holders may hold parts of one another (a union, its depository).
    """
    import pandas as pd

    rows = []
    for holder, quoted in (pair for key in held if key in case for pair in case.by_subject(key).items()):
        amount = _convert_currency(case, quoted, need, rate).named(f"reconstruction.held.{holder}")
        rows.append(
            {
                "holder": case.label(holder),
                "quoted": quoted,
                "amount": amount,
                "share": (amount / case[need]).to("percent").named(f"reconstruction.held_share.{holder}"),
            }
        )
    return pd.DataFrame(rows, columns=["holder", "quoted", "amount", "share"], dtype=object).sort_values(
        "amount", ascending=False, ignore_index=True
    )


def by_currency(
    case: Case, whole: str, *, need: str = NEED, frozen: str = FROZEN, held: str = HELD_ABROAD, rate: str = RATE
) -> pd.DataFrame:
    """What it changes whether the frozen total was meant in the need's currency or in another.

    whole: the holder that stands for all. Returns: two rows. reading: text; frozen: as quoted; amount, shortfall:
        currency of the need; ceiling: percent of the need that all of it would cover.
    """
    import pandas as pd

    rows = []
    for reading, quoted in (
        ("As the report takes it", case[frozen]),
        ("As quoted in the other currency", case[held, whole]),
    ):
        amount = _convert_currency(case, quoted, need, rate)
        rows.append(
            {
                "reading": reading,
                "frozen": quoted,
                "amount": amount,
                "ceiling": (amount / case[need]).to("percent"),
                "shortfall": maximum(case[need] - amount, 0),
            }
        )
    return pd.DataFrame(rows, dtype=object)


def loan(case: Case, lender: str, *, need: str = NEED, loan: str = LOAN, rate: str = RATE) -> Estimate:
    """Returns what a lender has agreed to lend instead, in the need's currency."""
    return _convert_currency(case, case[loan, lender], need, rate).named("reconstruction.loan", "Loan agreed instead")


def _convert_currency(case: Case, quoted: Estimate, need: str, rate: str) -> Estimate:
    unit = case[need].unit
    return (
        quoted.to(unit)
        if units.get_base_unit(quoted.unit) == units.get_base_unit(unit)
        else (quoted * case[rate]).to(unit)
    )


def swings(case: Case, *, need: str = NEED, usable: str = USABLE) -> pd.DataFrame:
    """Which claim moves the gap most: each at its low and its high end, the others as they stand.

    Returns: one row a claim, widest first. claim: what is claimed; low, high: the claim's own ends;
        gap_low, gap_high: the gap at those ends; swing: their distance. All in the need's currency.
    """
    import pandas as pd

    whole, rows = gap(case, need=need, usable=usable), []
    for side in (case[need], case[usable]):
        claim = side.leaf.id
        gaps = sorted(whole.at(claim, end) for end in ("low", "high"))
        rows.append(
            {
                "claim": Label(side.leaf.symbol, f"claims/{claim}"),
                "low": side.at(claim, "low"),
                "high": side.at(claim, "high"),
                "gap_low": gaps[0],
                "gap_high": gaps[1],
                "swing": gaps[1] - gaps[0],
            }
        )
    return pd.DataFrame(rows, dtype=object).sort_values("swing", ascending=False, ignore_index=True)
