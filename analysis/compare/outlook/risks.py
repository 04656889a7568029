"""The risks and positive factors, and by how much each lowers or raises the probability."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import dates
from analysis.case.schema import Risk, Source
from analysis.compare.outlook.times import list_known
from analysis.estimates.constructors import number
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import Word, gettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


_KINDS = {"risk": Word("risk", "kind of factor"), "positive": Word("positive", "kind of factor")}


def factors(case: Case, kind: str = "", *, hindsight: bool = True) -> pd.DataFrame:
    """Lists the risks and positive factors of this basis, by whose account, as coded.

    kind: risk or positive; all if empty. hindsight: whether to list those too that only sources know of which are later
    than the analysed text and the start of the horizon.
    Returns: one row a factor, greatest weight first. name, text, by: Label; kind: Word; likelihood, impact: 0 to 1;
        weight: the difference between the chances with and without it, as a share of the larger of the two
        (dimensionless), whatever else is at work: what a risk takes away, likelihood × impact, or what is owed to a
        positive factor, that through 1 + that; counted: Word, yes, or no and why.

    >>> from analysis import compare, load_case
    >>> row = compare.outlook.factors(load_case()).iloc[0]
    >>> print(row["name"], row.kind, row.weight.value)
    Deadlock over territory risk 0.54
    """
    import pandas as pd

    rows = [
        {
            "name": make_factor_label(case, r),
            "kind": _KINDS[r.kind],
            "text": Label(r.text, f"risks/{r.id}"),
            "by": Label(r.attributed_to or str(case.source(r.source)), f"risks/{r.id}"),
            "likelihood": case.coded("risks", r.id, "likelihood"),
            "impact": case.coded("risks", r.id, "impact"),
            "weight": compute_weight(case, r).named(f"outlook.weight.{r.id}", gettext("Weight")),
            "counted": Word("No, known only later") if _is_hindsight(case, r) else Word("Yes"),
        }
        for r in list_counted(case, hindsight)
        if kind in ("", r.kind)
    ]
    return pd.DataFrame(
        rows, columns=["name", "kind", "text", "by", "likelihood", "impact", "weight", "counted"], dtype=object
    ).sort_values("weight", ascending=False, ignore_index=True)


def strongest(case: Case) -> Label | None:
    """Names the factor of the greatest weight, see `factors`; None where no factor counts.

    A risk of a half halves the chance, which is more than what a positive factor of a half adds to it.

    >>> from analysis import compare, load_case
    >>> print(compare.outlook.strongest(load_case()))
    Deadlock over territory
    """
    return next(iter(factors(case, hindsight=False)["name"]), None)


def list_counted(case: Case, hindsight: bool = False) -> list[Risk]:
    """Lists the factors that count; those known only from later sources if `hindsight`."""
    return [risk for risk in case.select_rows(Risk) if hindsight or not _is_hindsight(case, risk)]


def _is_hindsight(case: Case, risk: Risk) -> bool:
    """Whether a factor rests on a source later than the analysed text and than the start of the horizon."""
    date, known = case.ledger.get_table(Source)[risk.source].date, list_known(case)
    return bool(date and known) and dates.compute_span(date or "")[0] > max(dates.compute_span(k)[1] for k in known)


def compute_multiplier(case: Case, risk: Risk) -> Estimate:
    """Computes what a factor multiplies the probability by (dimensionless), see the package."""
    effect = _compute_effect(case, risk)
    return number(1) - effect if risk.kind == "risk" else number(1) + effect


def compute_weight(case: Case, risk: Risk) -> Estimate:
    """Computes what a factor changes of the larger chance, that with or that without it: see `factors`."""
    effect = _compute_effect(case, risk)
    return effect if risk.kind == "risk" else effect / compute_multiplier(case, risk)


def _compute_effect(case: Case, risk: Risk) -> Estimate:
    return case.coded("risks", risk.id, "likelihood") * case.coded("risks", risk.id, "impact")


def make_factor_label(case: Case, risk: Risk) -> Label:
    """Names a factor."""
    return case.text("risks", risk.id, "name")
