"""Funding: what is hoped for, pledged, allocated and disbursed, by source of money and by purpose.

The stages are those of Trebesch and others, Kiel Working Paper 2218: a pledge is a promise, an allocation is set aside
for a concrete package, a disbursement is paid. Each is contained in the one before it. Only money for one purpose is
added up or set against a need; nothing is discounted, and each sum is in the money of its day. The quantities are those
that play the roles `pledged`, `allocated`, `disbursed`, `sums_hoped_for` and `sums_needed` in the case, one sum a fund.

All sums are in one unit, that of what plays `need`, else that of the first sum. A sum of another kind (one in all,
where the need is one a year) cannot be converted into it: such sums are in the unit of the first of their kind, and are
neither added to the others nor set against them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from analysis.case.funds import describe_purpose, describe_years
from analysis.case.schema import Fund
from analysis.compare.quantities.numbers import convert, find_by_subject, make_name
from analysis.estimates.estimate import Estimate
from analysis.messages import gettext, mark_message
from analysis.wording import units

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

STAGES = ("pledged", "allocated", "disbursed")  # roles: of the quantities that hold each, one a currency
_STAGE_TITLES = {
    "pledged": mark_message("Pledged for {purpose}"),
    "allocated": mark_message("Allocated for {purpose}"),
    "disbursed": mark_message("Disbursed for {purpose}"),
}
_NAMES = {"sums_needed": "need", "sums_hoped_for": "hoped"}  # of a role, in the names of results


def stack(case: Case, *, rate: str | None = None, unit: str | None = None) -> pd.DataFrame:
    """Lists the sources of money with what of each is pledged, allocated and disbursed.

    rate: the currency of `unit` for one of another, by default what plays `exchange_rate`. unit: of all sums; by
        default as said above.
    Returns: one row a fund, by purpose in the order of funds.csv. fund, years: Label ('' where no years are stated);
        purpose: text; pledged, allocated, disbursed: in the currency quoted, so that a source's words stay with its
        number, '' where no source gives it; largest: the first of them that is known, in one unit. Funds of unlike
        purpose may hold parts of one another.
    Source: the stages are those of Trebesch and others, Kiel Working Paper 2218.
    Raises: MissingClaim if the case has no claim on the rate where one is used, UnitError if a sum does not fit `unit`.

    >>> from analysis import compare, load_case
    >>> row = compare.funding.stack(load_case()).iloc[0]
    >>> print(row.fund, row.purpose, round(row.pledged.value, 2), round(row.allocated.value, 2), sep="; ")
    Investment framework within the Facility; rebuilding; 9.5; 8.4
    """
    import pandas as pd

    rows, quoted = [], {fund.id: sums for fund, sums in _find_sums(case, STAGES)}
    for fund, sums in _convert_sums(case, STAGES, rate, unit):
        rows.append(
            {
                "fund": case.label(fund.id),
                "purpose": describe_purpose(case.ledger, fund),
                "years": describe_years(case, fund),
                **{stage: quoted[fund.id].get(stage, "") for stage in STAGES},
                "largest": next(iter(sums.values())),
            }
        )
    columns = ["fund", "purpose", "years", *STAGES, "largest"]
    return pd.DataFrame(_sort_by_purpose(rows), columns=columns, dtype=object)


def by_purpose(case: Case, *, rate: str | None = None, unit: str | None = None) -> pd.DataFrame:
    """Computes what is pledged, allocated and disbursed for each purpose.

    What is known only as allocated was pledged before, so it counts there with that sum. What is known only as
    disbursed does not: it has met needs of the past. Funds of one purpose may still hold parts of one another.
    Returns: one row a purpose and kind of sum. purpose: text; pledged, allocated, disbursed: currency, '' where no
        source gives a sum.
        What is for several purposes is left out, as its parts are not known.
    Raises: MissingClaim if the case has no claim on the rate where one is used.

    >>> from analysis import compare, load_case
    >>> row = compare.funding.by_purpose(load_case()).iloc[0]
    >>> print(row.purpose, round(row.pledged.value, 2), row.disbursed.value, sep="; ")
    rebuilding; 26.17; 20.0
    """
    import pandas as pd

    found: dict[tuple[str, str], dict[str, list[Estimate]]] = {}
    for fund, sums in _convert_sums(case, STAGES, rate, unit):
        if fund.purpose != "several":
            reached = {"pledged": sums["allocated"]} | sums if "allocated" in sums else sums
            for stage, amount in reached.items():
                like = fund.purpose, units.find_kind(amount.unit)
                found.setdefault(like, {}).setdefault(stage, []).append(amount)
    rows = [
        {"purpose": words, **{stage: _add_up(totals, make_name(purpose, *per), words, stage) for stage in STAGES}}
        for (purpose, kind), totals in found.items()
        for _, *per in (kind.split(" / "),)
        for words in (str(case.word("funds/purpose", purpose)),)
    ]
    return pd.DataFrame(_sort_by_purpose(rows), columns=["purpose", *STAGES], dtype=object)


def _add_up(totals: Mapping[str, list[Estimate]], name: str, words: str, stage: str) -> Estimate | str:
    if stage not in totals:
        return ""
    first, *others = totals[stage]
    return sum(others, first).named(f"funding.{stage}.{name}", gettext(_STAGE_TITLES[stage], purpose=words))


def against_needs(case: Case, *, rate: str | None = None, unit: str | None = None) -> pd.DataFrame:
    """Sets what is pledged against the needs for the same purpose in the same years.

    Returns: one row a need that a pledge is for. need, years: Label; purpose: text; amount, pledged: currency;
        share: percent of the need; missing: currency.
    Raises: MissingClaim if the case has no claim on the rate where one is used.

    >>> from analysis import compare, load_case
    >>> row = compare.funding.against_needs(load_case()).iloc[0]
    >>> print(row.purpose, round(row.share.value, 1), sep="; ")
    defence; 71.9
    """
    import pandas as pd

    pledged: dict[tuple[str, str | None, str], list[Estimate]] = {}
    for fund, sums in _convert_sums(case, ["pledged"], rate, unit):
        like = fund.purpose, fund.years, units.find_kind(sums["pledged"].unit)
        pledged.setdefault(like, []).append(sums["pledged"])
    rows = []
    for fund, sums in _convert_sums(case, ["sums_needed"], rate, unit):
        need = sums["sums_needed"]
        first, *others = pledged.get((fund.purpose, fund.years, units.find_kind(need.unit)), (None,))
        if first is not None and fund.purpose != "several":
            sum_pledged = sum(others, first)
            rows.append(
                {
                    "need": case.label(fund.id),
                    "purpose": describe_purpose(case.ledger, fund),
                    "years": describe_years(case, fund),
                    "amount": need,
                    "pledged": sum_pledged,
                    "share": (sum_pledged / need).to("percent").named(f"funding.covered.{fund.id}"),
                    "missing": (need - sum_pledged).named(f"funding.missing.{fund.id}"),
                }
            )
    columns = ["need", "purpose", "years", "amount", "pledged", "share", "missing"]
    return pd.DataFrame(_sort_by_purpose(rows), columns=columns, dtype=object)


def hoped(case: Case, *, rate: str | None = None, unit: str | None = None) -> pd.DataFrame:
    """Lists what plans hope to raise, part by part; nobody has promised it.

    Returns: one row a part. fund, years: Label; purpose: text; amount: currency.
    Raises: MissingClaim if the case has no claim on the rate where one is used.

    >>> from analysis import compare, load_case
    >>> [round(amount.value, 1) for amount in compare.funding.hoped(load_case())["amount"]]
    [500.0, 243.4, 117.6]
    """
    import pandas as pd

    rows = [
        {
            "fund": case.label(fund.id),
            "purpose": describe_purpose(case.ledger, fund),
            "years": describe_years(case, fund),
            "amount": sums["sums_hoped_for"],
        }
        for fund, sums in _convert_sums(case, ["sums_hoped_for"], rate, unit)
    ]
    return pd.DataFrame(_sort_by_purpose(rows), columns=["fund", "purpose", "years", "amount"], dtype=object)


def _find_sums(case: Case, roles: Sequence[str]) -> Iterator[tuple[Fund, dict[str, Estimate]]]:
    """Yields each fund of which a sum is known, in the order of funds.csv, with its sums by role, as quoted."""
    found = {role: find_by_subject(case, role) for role in roles}
    for id, fund in case.ledger.get_table(Fund).items():
        if sums := {role: found[role][id] for role in roles if id in found[role]}:
            yield fund, sums


def _convert_sums(
    case: Case, roles: Sequence[str], rate: str | None, unit: str | None
) -> Iterator[tuple[Fund, dict[str, Estimate]]]:
    """Yields the same in `unit`; where none is named, in one unit for each kind of sum, the need's for its own."""
    by_kind = {units.find_kind(case.quantity(need).unit): case.quantity(need).unit for need in case.roles("need")[:1]}
    for fund, sums in _find_sums(case, roles):
        yield (
            fund,
            {
                role: convert(
                    case, amount, unit or by_kind.setdefault(units.find_kind(amount.unit), amount.unit), rate
                ).named(f"funding.{_NAMES.get(role, role)}.{fund.id}")
                for role, amount in sums.items()
            },
        )


def _sort_by_purpose(rows: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """Returns the rows with those of one purpose together, in the order in which the purposes first occur."""
    order = {purpose: position for position, purpose in enumerate(dict.fromkeys(row["purpose"] for row in rows))}
    return sorted(rows, key=lambda row: order[row["purpose"]])
