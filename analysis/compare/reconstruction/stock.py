"""Where the stock is held, and what its currency changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.compare.quantities.numbers import convert
from analysis.errors import MissingClaim
from analysis.estimates.constructors import maximum
from analysis.estimates.estimate import Estimate
from analysis.messages import gettext
from analysis.wording import units

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


_LEAST_SHARE = 0.01  # per cent; a smaller share says no more than that it is nothing


def by_holder(
    case: Case, *, need: str | None = None, held: Sequence[str] = (), rate: str | None = None
) -> pd.DataFrame:
    """Lists where the stock is held, in the currency quoted and in the need's.

    Holders may hold parts of one another (a union, its depository): the rows do not add up.
    held: quantities claimed by holder. rate: the need's currency for one of another.
    Returns: one row a holder, largest first. holder: Label; quoted: currency of the claim; amount: currency of the
        need; share: percent of the need, '' where it is less than a hundredth of one per cent.
    Raises: MissingClaim if the case has no claim on the need, or on the rate where one is used.

    >>> from analysis import compare, load_case
    >>> row = compare.reconstruction.by_holder(load_case()).iloc[0]
    >>> print(row.holder, row.quoted.value, round(row.amount.value, 1), sep="; ")
    G7; 300.0; 352.8
    """
    import pandas as pd

    need, held = case.role("need", need), held or case.roles("stock_by_holder")
    rows = []
    for holder, quoted in (pair for key in held if key in case for pair in case.by_subject(key).items()):
        amount = convert(case, quoted, case[need].unit, rate).named(f"reconstruction.held.{holder}")
        share = (amount / case[need]).to("percent")
        rows.append(
            {
                "holder": case.label(holder),
                "quoted": quoted,
                "amount": amount,
                "share": share.named(f"reconstruction.held_share.{holder}") if share.value >= _LEAST_SHARE else "",
            }
        )
    return pd.DataFrame(rows, columns=["holder", "quoted", "amount", "share"], dtype=object).sort_values(
        "amount", ascending=False, ignore_index=True
    )


def by_currency(
    case: Case,
    whole: str,
    *,
    need: str | None = None,
    frozen: str | None = None,
    held: str | None = None,
    rate: str | None = None,
) -> pd.DataFrame:
    """Computes what changes if the total of the stock is read in another currency than the need's.

    whole: the holder whose total is read so. held: the quantity that has it, by default the first of those claimed by
        holder in which it is in another currency.
    Returns: two rows. reading: text; frozen: as quoted; amount, shortfall:
        currency of the need; ceiling: percent of the need that all of it would cover.
    Raises: MissingClaim if the case has no claim on one of the quantities.

    >>> from analysis import compare, load_case
    >>> rows = compare.reconstruction.by_currency(load_case(), "g7")
    >>> [round(amount.value, 1) for amount in rows["amount"]]
    [300.0, 352.8]
    """
    import pandas as pd

    need, frozen = case.role("need", need), case.role("stock", frozen)
    rows = []
    for reading, quoted in (
        (gettext("As this report reads it"), case[frozen]),
        (gettext("As quoted in the other currency"), _find_quoted(case, whole, need, held)),
    ):
        amount = convert(case, quoted, case[need].unit, rate)
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


def _find_quoted(case: Case, whole: str, need: str, held: str | None) -> Estimate:
    """Returns a holder's total in another currency than the need's. Raises MissingClaim if nobody quotes it so."""
    keys = [held] if held else [key for key in case.roles("stock_by_holder") if case.claims(key, whole)]
    own = units.get_base_unit(case[need].unit)
    others = [key for key in keys if units.get_base_unit(case.quantity(key).unit) != own]
    if not others:
        raise MissingClaim(
            f"{case.folder.name} has no sum held by {whole} in another currency than {case[need].unit}; add a claim "
            "on a quantity that plays stock_by_holder, or name the quantity in the call"
        )
    return case[others[0], whole]
