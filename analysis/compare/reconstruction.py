"""Reconstruction: how much of a need is in reach, what is missing, and what to compare it with?

All sums are in the currency the case claims them in. Need and means are stocks; nothing is discounted. The quantities
are those that play the roles `need`, `means` (usable), `stock` (frozen; the means are a part of it), `stock_by_holder`,
`debt`, `population_now` and `exchange_rate` in the case, unless the call names others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from analysis import dates
from analysis.case.funds import describe_purpose, describe_years, find_fund
from analysis.case.schema import Claim, Source, Status
from analysis.case.series import is_of_other_time
from analysis.compare import denominators, quantities
from analysis.compare.quantities.numbers import convert
from analysis.contract import Qualifier
from analysis.errors import MissingClaim, UsageError
from analysis.estimates.constructors import maximum, parameter, total
from analysis.estimates.estimate import Estimate
from analysis.estimates.origin import find_leaf_origin
from analysis.estimates.settings import make_width
from analysis.label import Label
from analysis.wording import units

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

_STANDINGS: Mapping[Status, str] = {
    "proposed": "sum hoped for",
    "committed": "sum promised",
    "in_force": "sum promised",
    "reported": "need reported",
    "estimated": "need assessed",
}
_LEAST_SHARE = 0.01  # per cent; a smaller share says no more than that it is nothing


def gap(case: Case, *, need: str | None = None, usable: str | None = None) -> Estimate:
    """Computes what is missing, in the need's currency: need less the means.

    "At most" usable makes it "at least" missing.
    need, usable: the quantities that hold them; by default all that plays `means` is added up.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> compare.reconstruction.gap(load_case())
    <Funding gap: 700 (700 to 800) billion USD>
    """
    need, means = case.role("need", need), _find_means(case, usable)
    return quantities.gap(case, need, means).named("reconstruction.gap", "Funding gap")


def coverage(case: Case, *, need: str | None = None, usable: str | None = None) -> Estimate:
    """Computes the means as a share of the need (percent).

    need, usable: the quantities that hold them.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> compare.reconstruction.coverage(load_case())
    <Need covered: 12.5 (0 to 12.5) percent>
    """
    need, means = case.role("need", need), _find_means(case, usable)
    return quantities.coverage(case, need, means).named("reconstruction.coverage", "Need covered")


def means(case: Case, *, need: str | None = None, usable: str | None = None) -> Estimate:
    """Computes what is there to meet the need: all that plays `means`; several are summed in its unit.

    need, usable: as in `gap`.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> compare.reconstruction.means(load_case())
    <usable frozen assets: 100 (0 to 100) billion USD>
    """
    found = _find_means(case, usable)
    if len(found) == 1:
        return case[found[0]]
    unit = case[case.role("need", need)].unit
    return total(convert(case, case[source], unit) for source in found).named("reconstruction.means", "All means")


def _find_means(case: Case, usable: str | None) -> tuple[str, ...]:
    """Returns the quantities that are there to meet the need. Raises MissingRole if there is none."""
    return case.roles("means") if usable is None and case.roles("means") else (case.role("means", usable),)


def ceiling(case: Case, *, need: str | None = None, frozen: str | None = None) -> Estimate:
    """Computes the whole stock as a share of the need (percent): the most that it could cover.

    need, frozen: the quantities that hold them.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> compare.reconstruction.ceiling(load_case()).value
    37.5
    """
    need, frozen = case.role("need", need), case.role("stock", frozen)
    label = f"Covered by all {case.quantity(frozen).name}"
    return quantities.coverage(case, need, [frozen]).named("reconstruction.ceiling", label)


def shortfall(case: Case, *, need: str | None = None, frozen: str | None = None) -> Estimate:
    """Computes what is missing, in the need's currency, even if the whole stock were usable; never below 0.

    need, frozen: the quantities that hold them.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> compare.reconstruction.shortfall(load_case())
    <Missing even if all frozen assets were used: 500 (470 to 530) billion USD>
    """
    need, frozen = case.role("need", need), case.role("stock", frozen)
    label = f"Missing even if all {case.quantity(frozen).name} were used"
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
    return quantities.share(case, usable, frozen).named("reconstruction.usable_share", "Usable share")


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

    need, sources = case.role("need", need), _find_means(case, usable)
    if frozen is None and not case.roles("stock"):
        return quantities.ladder(case, need, sources)
    frozen = case.role("stock", frozen)
    rungs = quantities.ladder(case, need, [*sources, frozen], within=dict.fromkeys(sources, frozen))
    beyond = f"Beyond all {case.quantity(frozen).name}"
    *first, locked, unsourced = rungs["amount"]
    amounts = [
        *first,
        locked.named("reconstruction.locked", locked.label),
        unsourced.named("reconstruction.unsourced", beyond),
    ]
    labels = [*rungs["rung"][:-1], Label(beyond, f"quantities/{frozen}")]
    return pd.DataFrame({"rung": labels, "amount": amounts, "share": rungs["share"].tolist()}, dtype=object)


def per_head(case: Case, *, need: str | None = None, population: str | None = None) -> Estimate:
    """Computes the need per inhabitant, in the need's currency per person.

    need, population: the quantities that hold them; the population is that of the base which counts for a denominator
        (see `analysis.compare.denominators`).
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> round(compare.reconstruction.per_head(load_case()).to("USD/person").value)
    26667
    """
    need, population = case.role("need", need), case.role("population_now", population)
    people = denominators.denominator(case, population)
    return (case[need] / people).named("reconstruction.per_head", "Need per inhabitant")


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
        .named("reconstruction.share_of_debt", f"Need against {case.quantity(debt).name}")
    )


def standing(case: Case, need: Estimate) -> str:
    """Says what kind of sum a need is, by the status of its claims: what is hoped for differs from what is assessed.

    need: of claims of the case, or a value set for the report.
    Returns: `need that sources give` where several claims of unlike status are in it.
    Raises: UsageError if no claim of this case is in it.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> compare.reconstruction.standing(case, case["reconstruction.need"])
    'sum hoped for'
    """
    if any(leaf.kind == "parameter" for leaf in need.leaves):
        return "need set for this report"
    claims = case.ledger.get_table(Claim)
    found = {_STANDINGS[claims[leaf.id].status] for leaf in need.leaves if leaf.id in claims}
    if not found:
        raise UsageError(f"{need.label or need.how} has no claim of {case.folder.name}; ask for the standing of one")
    return found.pop() if len(found) == 1 else "need that sources give"


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


def by_source(case: Case, *, need: str | None = None, usable: str | None = None) -> pd.DataFrame:
    """Computes the gap for every claim of the need, with the means unchanged.

    need, usable: as in `gap`. What is of another time (`Case.history`) is left out, unless it was revised since.
    Returns: one row a claim that is not deprecated, largest need first. source, years: Label (years: '' where the
        source states none); standing: as `standing`; need, gap: currency; coverage: percent; chosen: baseline for the
        claim the report uses, else empty.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> needs = compare.reconstruction.by_source(load_case())
    >>> [gap.value for gap in needs["gap"]]
    [700.0, 488.0, 424.0, 400.0]
    """
    import pandas as pd

    need, there = case.role("need", need), means(case, need=need, usable=usable)
    baseline = case[need].claims
    rows = []
    for claim in _list_rivals(case, need):
        rival = case.estimate(claim)
        rows.append(
            {
                "source": case.source(claim.source),
                "standing": standing(case, rival),
                "years": years(case, rival),
                "need": rival,
                "gap": rival - there,
                "coverage": (there / rival).to("percent"),
                "chosen": "baseline" if claim.id in baseline else "",
            }
        )
    return pd.DataFrame(rows, dtype=object).sort_values("need", ascending=False, ignore_index=True)


def by_usable(case: Case, *, need: str | None = None, usable: str | None = None) -> pd.DataFrame:
    """Computes the gap for every claim of the means, with the need unchanged.

    need, usable: the quantities that hold them. Left out is what `by_source` leaves out.
    Returns: one row a claim that is not deprecated, smallest sum first. source: Label; usable, gap: currency; chosen:
        baseline for the claim the report uses, else empty.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> sums = compare.reconstruction.by_usable(load_case())
    >>> [gap.value for gap in sums["gap"]]
    [700.0, 700.0, 600.0]
    """
    import pandas as pd

    need, usable = case.role("need", need), case.role("means", usable)
    baseline = case[usable].claims
    rows = [
        {
            "source": case.source(claim.source),
            "usable": rival,
            "gap": case[need] - rival,
            "chosen": "baseline" if claim.id in baseline else "",
        }
        for claim in _list_rivals(case, usable)
        for rival in [case.estimate(claim)]
    ]
    return pd.DataFrame(rows, dtype=object).sort_values("usable", kind="stable", ignore_index=True)


def _list_rivals(case: Case, quantity: str) -> list[Claim]:
    """Returns the claims on a quantity that are not deprecated; of another time only what counts or was revised."""
    sources, row, claims = case.ledger.get_table(Source), case.quantity(quantity), case.claims(quantity)
    revised, counts = case.revisions(quantity), [claim for claim in claims if claim.id in case[quantity].claims]
    return [
        claim
        for claim in claims
        if claim.rank != "deprecated" and (claim.id in revised or not is_of_other_time(sources, row, claim, counts))
    ]


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
        ("As this report reads it", case[frozen]),
        ("As quoted in the other currency", _find_quoted(case, whole, need, held)),
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


def width(qualifier: Qualifier, case: Case | None = None) -> Estimate:
    """Computes how far the interval of a word reaches from the number beside it (percent), traced as a setting of ours.

    It applies where a source gives no range of its own; see `analysis.wording.qualifiers`.
    qualifier: exact, about, nearly, at_least, at_most or over. case: one whose widths may have been set.

    >>> from analysis import compare
    >>> compare.reconstruction.width("about").value, compare.reconstruction.width("nearly").value
    (10.0, 5.0)
    """
    return make_width(qualifier, case.reading.widths) if case else make_width(qualifier)


def swings(case: Case, *, need: str | None = None, usable: str | None = None) -> pd.DataFrame:
    """Computes how far each claim alone moves the gap, from its low to its high end.

    need, usable: the quantities that hold them.
    Returns: one row a claim, the greatest distance first. claim: Label of what is claimed; low, high: the claim's own
        ends; gap_low, gap_high: the gap at those ends; swing: their distance. All in the need's currency.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> row = compare.reconstruction.swings(load_case()).iloc[0]
    >>> print(row.claim, row.gap_low.value, row.gap_high.value, sep="; ")
    usable frozen assets; 700.0; 800.0
    """
    import pandas as pd

    need, whole, rows = case.role("need", need), gap(case, need=need, usable=usable), []
    for side in (case[need], *(case[source] for source in _find_means(case, usable))):
        claims = {node.leaf.id: node for node in side.nodes if node.leaf and find_leaf_origin(node.leaf) != "setting"}
        for id, claim in claims.items():
            gaps = sorted(whole.at(id, end) for end in ("low", "high"))
            rows.append(
                {
                    "claim": _name_claim(claim, is_alone=len(claims) == 1),
                    "low": claim.at(id, "low"),
                    "high": claim.at(id, "high"),
                    "gap_low": gaps[0],
                    "gap_high": gaps[1],
                    "swing": gaps[1] - gaps[0],
                }
            )
    return pd.DataFrame(rows, dtype=object).sort_values("swing", ascending=False, ignore_index=True)


def _name_claim(claim: Estimate, *, is_alone: bool) -> Label:
    """Returns what is claimed; of several claims that are pooled also by whom."""
    leaf = claim.leaves[0]
    source = leaf.origin.source if leaf.origin else None
    who = (leaf.origin.attributed_to if leaf.origin else None) or (source.title if source else leaf.id)
    return Label(leaf.symbol if is_alone else f"{leaf.symbol} ({who})", f"claims/{leaf.id}")
