"""Outlook: what speaks for and against an outcome, how likely is it, and what would change that?

What the outcome is, such as a signed agreement, the case says: the role `outcome` in roles.csv.

A product with one multiplier for each factor: the factor occurs with its likelihood and then lowers (a risk) or
raises (a positive factor) the probability by its impact, so the multiplier is 1 − likelihood × impact, or
1 + likelihood × impact. A factor that only sources later than the analysed text know of is listed and not counted.

All inputs are assumptions with ranges: the result is arithmetic on stated beliefs. Its interval reaches from
LOW_QUANTILE to HIGH_QUANTILE of random draws; the extremes, every assumption at its worst or at its best at once, are
outside (Morgan and Henrion 1990). In the draws the assumptions move together by a common correlation, since a
coder's errors go together and coders may err alike (`analysis.estimates.correlation`): at 0 each errs on its own, at 1
all err in the same direction. The assumptions are on what plays the roles `base_chance`, `horizon` and `correlation`.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Hashable, Mapping
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analysis import dates
from analysis.case.description import find_newest_day
from analysis.case.schema import Assumption, Risk, Source
from analysis.compare.quantities.numbers import find_optional
from analysis.errors import MissingClaim
from analysis.estimates.constructors import minimum, number, parameter, replace_interval
from analysis.estimates.correlation import draw_correlated
from analysis.estimates.estimate import Estimate
from analysis.estimates.statement import Statement, falls_below
from analysis.estimates.variance import compute_variance_shares
from analysis.label import Label

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from analysis.case.case import Case

COMMON = 0.5  # the correlation where a case assumes none: halfway between independent and fully dependent, our choice
DRAWS, SEED = 20_000, 0  # so many that the quantiles below are accurate to a fifth of a percentage point
EVEN = 50  # percent
LOW_QUANTILE, HIGH_QUANTILE = 0.05, 0.95  # the ends of the interval
_NOT_IN_NAMES = re.compile(r"[^a-z0-9_]+")


class Horizon(NamedTuple):
    """The time in which the outcome has to come: its first and last day, and the event it counts from."""

    start: Label
    end: Label
    event: Label


def outcome(case: Case) -> Label:
    """Names what the probability is of, in words for the middle of a sentence; "the outcome" where the case does not.

    >>> from analysis import compare, load_case
    >>> print(compare.outlook.outcome(load_case()))
    a signed agreement
    """
    named = case.roles("outcome")
    return case.label(named[0]) if named else Label("the outcome", "risks", case)


def _call_probability(case: Case) -> str:
    return f"Probability of {outcome(case)}"


def horizon(case: Case) -> Horizon:
    """Computes from when to when the probability counts: the day of an event, and the same day a horizon later.

    The event and the length are those of the assumption on what plays `horizon`.
    Raises: MissingClaim if there is none, or none of an event.

    >>> from analysis import compare, load_case
    >>> start, end, _ = compare.outlook.horizon(load_case())
    >>> print(start, end, sep=" to ")
    28 December 2025 to 28 December 2026
    """
    length, event = _find_horizon(case)
    _, end = _compute_horizon_days(case)
    ref = f"assumptions/{next(iter(length.claims))}"
    return Horizon(case.date(event), Label(dates.format_date(str(end)), ref, case), case.label(event))


def factors(case: Case, kind: str = "", *, hindsight: bool = True) -> pd.DataFrame:
    """Lists the risks and positive factors of this basis, by whose account, as coded.

    kind: risk or positive; all if empty. hindsight: whether to list those too that only sources know of which are later
    than the analysed text and the start of the horizon.
    Returns: one row a factor, greatest weight first. name, text, by: Label; kind: text; likelihood, impact: 0 to 1;
        weight: likelihood × impact (dimensionless); counted: yes, or no and why.

    >>> from analysis import compare, load_case
    >>> row = compare.outlook.factors(load_case()).iloc[0]
    >>> print(row["name"], row.kind, row.weight.value)
    Deadlock over territory risk 0.54
    """
    import pandas as pd

    rows = [
        {
            "name": _make_factor_label(r),
            "kind": r.kind,
            "text": Label(r.text, f"risks/{r.id}"),
            "by": Label(r.attributed_to or str(case.source(r.source)), f"risks/{r.id}"),
            "likelihood": case.coded("risks", r.id, "likelihood"),
            "impact": case.coded("risks", r.id, "impact"),
            "weight": (_compute_weight(case, r)).named(f"outlook.weight.{r.id}"),
            "counted": "No, known only later" if _is_hindsight(case, r) else "Yes",
        }
        for r in _list_counted(case, hindsight)
        if kind in ("", r.kind)
    ]
    return pd.DataFrame(
        rows, columns=["name", "kind", "text", "by", "likelihood", "impact", "weight", "counted"], dtype=object
    ).sort_values("weight", ascending=False, ignore_index=True)


def strongest(case: Case) -> Label | None:
    """Names the factor whose multiplier is farthest from 1, as a ratio either way; None where no factor counts.

    A risk of a half halves the chance, which is more than what a positive factor of a half adds to it.

    >>> from analysis import compare, load_case
    >>> print(compare.outlook.strongest(load_case()))
    Deadlock over territory
    """
    sizes = {
        risk.id: abs(math.log(max(_compute_multiplier(case, risk).value, sys.float_info.min)))
        for risk in _list_counted(case)
    }
    return _make_factor_label(case.ledger.get_table(Risk)[max(sizes, key=sizes.__getitem__)]) if sizes else None


def probability(case: Case, *, base: str | None = None, correlation: float | None = None) -> Estimate:
    """Computes the probability of the outcome (percent, at most 100); its interval is that of the random draws.

    base: the quantity that holds the probability with none of the factors at work. correlation: between the
    assumptions, 0 to 1; None takes that of the case, see `common_correlation`.
    Source: a product of multipliers, see the module; the interval reaches from LOW_QUANTILE to HIGH_QUANTILE of the
    draws (Morgan and Henrion 1990).
    Raises: MissingClaim if the case has no claim on the base; UsageError for a correlation outside 0 to 1.

    >>> from analysis import compare, load_case
    >>> chance = compare.outlook.probability(load_case())
    >>> round(chance.value), round(chance.low), round(chance.high)
    (15, 2, 55)
    """
    base = case.role("base_chance", base)
    return _build_probability(case, base, correlation, False).named("outlook.probability", _call_probability(case))


def probability_with_hindsight(case: Case, *, base: str | None = None, correlation: float | None = None) -> Estimate:
    """Computes `probability` with the factors too that are known only from later sources (percent, at most 100).

    base, correlation: as for `probability`.
    Raises: MissingClaim if the case has no claim on the base; UsageError for a correlation outside 0 to 1.

    >>> from analysis import compare, load_case
    >>> round(compare.outlook.probability_with_hindsight(load_case(basis="all")).value, 1)
    13.5
    """
    base = case.role("base_chance", base)
    return _build_probability(case, base, correlation, True).named(
        "outlook.probability_with_hindsight", f"{_call_probability(case)}, with factors known only later"
    )


def _build_probability(case: Case, base: str, correlation: float | None, hindsight: bool) -> Estimate:
    common = common_correlation(case)
    drawn = _draw_product(case, base, _choose_correlation(case, correlation), hindsight)
    least, most = np.quantile(drawn, (LOW_QUANTILE, HIGH_QUANTILE))
    product = _compute_product(case, base, hindsight)
    beneath = (common,) if correlation is None else ()
    return replace_interval(product, min(least, product.value), max(most, product.value), *beneath)


def known(case: Case) -> Label:
    """Finds the day for which the probability speaks: of the analysed text, or the start of the horizon if later.

    Raises: MissingClaim if the case has no horizon.

    >>> from analysis import compare, load_case
    >>> print(compare.outlook.known(load_case()))
    1 January 2026
    """
    length, _ = _find_horizon(case)
    last = max(_list_known(case), key=lambda date: dates.compute_span(date)[1])
    return Label(dates.format_date(last), f"assumptions/{next(iter(length.claims))}", case)


def remaining(case: Case, *, base: str | None = None) -> Estimate | None:
    """Computes the chance of the outcome in what is left of the horizon after the newest source, if none came before.

    base: as for `probability`.
    Returns: percent; None where no source is dated to a day within the horizon.
    Source: the same chance on each day of the horizon, so 1 − (1 − probability) to the power of the share of the days
    that is left; a probability p over a year leaves 1 − √(1 − p) for its second half.
    Raises: MissingClaim if the case has no claim on the base, or no horizon.

    >>> from analysis import compare, load_case
    >>> round(compare.outlook.remaining(load_case()).value, 1)
    7.4
    """
    base = case.role("base_chance", base)
    length, _ = _find_horizon(case)
    (start, end), newest = _compute_horizon_days(case), find_newest_day(case.ledger)
    day = dates.compute_span(newest.date or "")[0] if newest else start
    if not start < day < end:
        return None
    left, chance = (end - day).days / (end - start).days, probability(case, base=base)
    value, low, high = (100 * (1 - (1 - p / 100) ** left) for p in (chance.value, chance.low, chance.high))
    how = f"1 − (1 − probability of {outcome(case)}) to the power of {left:.3g}, the share of the days that is left"
    return replace_interval(number(value, "percent", how), low, high, chance, length).named(
        "outlook.remaining", "Chance in the time that is left"
    )


def below_even(case: Case, *, base: str | None = None, correlation: float | None = None) -> Estimate:
    """Computes the share of the random draws in which the outcome is less likely than not (percent).

    base, correlation: as for `probability`.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> compare.outlook.below_even(case, correlation=0).value > compare.outlook.below_even(case, correlation=1).value
    True
    """
    base = case.role("base_chance", base)
    chosen = _choose_correlation(case, correlation)
    share = 100 * float(np.mean(_draw_product(case, base, chosen, False) < EVEN))
    how = f"share of {DRAWS:,} random draws of the probability that are below {EVEN} %, at a correlation of {chosen:g}"
    name = "outlook.below_even" + ("" if correlation is None else f".{correlation:g}")
    return replace_interval(
        number(share, "percent", how), share, share, probability(case, base=base, correlation=correlation)
    ).named(name, f"Draws in which {outcome(case)} is less likely than not")


def less_likely_than_not(case: Case, *, base: str | None = None) -> Statement:
    """States that the probability is below an even chance, to be asked of `robustness` how sure that is.

    base: as for `probability`.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> compare.outlook.less_likely_than_not(load_case()).holds
    True
    """
    base = case.role("base_chance", base)
    return falls_below(_compute_product(case, base), number(EVEN, "percent", "an even chance"))


def quantile(case: Case, share: float, *, base: str | None = None, correlation: float | None = None) -> Estimate:
    """Computes the probability below which a given share of the random draws falls (percent, without an interval).

    share: of the draws, 0 to 1. base, correlation: as for `probability`.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> round(compare.outlook.quantile(load_case(), 0.5).value)
    14
    """
    base = case.role("base_chance", base)
    chosen = _choose_correlation(case, correlation)
    value = float(np.quantile(_draw_product(case, base, chosen, False), share))
    what = f"what {share:.0%} of {DRAWS:,} random draws of the probability are below"
    plain = number(value, "percent", f"{what}, at a correlation of {chosen:g} between the assumptions")
    name = f"outlook.quantile_{round(100 * share):02d}" + ("" if correlation is None else f".{correlation:g}")
    return replace_interval(plain, value, value, probability(case, base=base, correlation=correlation)).named(
        name, f"The lowest {share:.0%} of the draws end here"
    )


def interval_share(case: Case, *, base: str | None = None) -> Estimate:
    """Computes the share of the random draws inside the interval of `probability` (percent).

    base: as for `probability`.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> compare.outlook.interval_share(load_case()).value
    90.0
    """
    base = case.role("base_chance", base)
    share = round(100 * (HIGH_QUANTILE - LOW_QUANTILE))
    what = f"share of {DRAWS:,} random draws of the probability that are in its interval"
    return replace_interval(number(share, "percent", what), share, share, probability(case, base=base)).named(
        "outlook.interval_share", "Draws within the interval"
    )


def common_correlation(case: Case) -> Estimate:
    """Returns the correlation between the assumptions (dimensionless, 0 to 1): that of the case, or COMMON.

    >>> from analysis import compare, load_case
    >>> compare.outlook.common_correlation(load_case()).value
    0.5
    """
    assumed = find_optional(case, "correlation")
    if assumed in case:
        return case[assumed]
    return parameter("correlation", COMMON, symbol="correlation between the assumptions")


def _choose_correlation(case: Case, asked: float | None) -> float:
    return common_correlation(case).value if asked is None else asked


def correlations(case: Case, *, base: str | None = None) -> pd.DataFrame:
    """Compares the interval of the probability by how closely the assumptions move together.

    base: as for `probability`.
    Returns: one row a correlation: 0, that of the case, and 1. correlation: dimensionless; meaning: text; least, most:
        the ends of the interval (percent), each without an interval; below: see `below_even`.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> row = compare.outlook.correlations(load_case()).iloc[-1]
    >>> print(row.correlation.value, round(row.least.value), round(row.most.value))
    1.0 1 85
    """
    import pandas as pd

    base = case.role("base_chance", base)
    common = common_correlation(case)
    rows = [
        {
            "correlation": common if value == common.value else replace_interval(number(value), value, value, common),
            "meaning": _describe_correlation(value),
            "least": quantile(case, LOW_QUANTILE, base=base, correlation=value),
            "most": quantile(case, HIGH_QUANTILE, base=base, correlation=value),
            "below": below_even(case, base=base, correlation=value),
        }
        for value in sorted({0.0, common.value, 1.0})
    ]
    return pd.DataFrame(rows, columns=["correlation", "meaning", "least", "most", "below"], dtype=object)


def _describe_correlation(value: float) -> str:
    """Says in words what a correlation between the assumptions means."""
    if value == 0:
        return "Each guess errs on its own, and errors cancel"
    return "All err in the same direction at once" if value == 1 else "Whoever is too hopeful in one tends to be in all"


def _list_counted(case: Case, hindsight: bool = False) -> list[Risk]:
    """Lists the factors that count; those known only from later sources if `hindsight`."""
    return [risk for risk in case.select_rows(Risk) if hindsight or not _is_hindsight(case, risk)]


def _is_hindsight(case: Case, risk: Risk) -> bool:
    """Whether a factor rests on a source later than the analysed text and than the start of the horizon."""
    date, known = case.ledger.get_table(Source)[risk.source].date, _list_known(case)
    return bool(date and known) and dates.compute_span(date or "")[0] > max(dates.compute_span(k)[1] for k in known)


def _list_known(case: Case) -> list[str]:
    """Lists the dates (EDTF) up to which factors were known: of the analysed texts, and of the start of the horizon."""
    texts = case.ledger.get_table(Source).find_rows("role", "article")
    start = [case.edtf(_find_horizon(case)[1])] if find_optional(case, "horizon") in case else []
    return [source.date for source in texts if source.date] + start


def _find_horizon(case: Case) -> tuple[Estimate, str]:
    """Finds the length of the horizon and the event from which it counts."""
    horizon = case.role("horizon")
    rows = case.ledger.get_table(Assumption).find_rows("quantity", horizon)
    event = next((row.subject for row in rows if row.subject), None)
    if event is None:
        raise MissingClaim(f"{case.folder.name} has no assumption on {horizon} of an event; add it to assumptions.csv.")
    return case[horizon, event], event


def _compute_horizon_days(case: Case) -> tuple[date, date]:
    """Returns the first and the last day of the horizon."""
    length, event = _find_horizon(case)
    start = dates.compute_span(case.edtf(event))[0]
    return start, dates.move_months(start, round(length.to("year").value * 12))


def _compute_product(case: Case, base: str, hindsight: bool = False) -> Estimate:
    chance = case[base]
    for risk in _list_counted(case, hindsight):
        chance = chance * _compute_multiplier(case, risk)
    return minimum(chance.to("percent"), 100)


@lru_cache(maxsize=8)
def _draw_product(case: Case, base: str, correlation: float, hindsight: bool) -> np.ndarray:
    """Draws the probability; cached, so that all quantiles are of the same draws."""
    return draw_correlated(_compute_product(case, base, hindsight), correlation, DRAWS, SEED)


def steps(case: Case, *, base: str | None = None) -> pd.DataFrame:
    """Computes the probability factor by factor, each assumption at its own value.

    base: as for `probability`.
    Returns: one row a step, in order: the start, then each factor. step: Label or text; multiplier: dimensionless,
        None for the start; probability: percent after that step, rounded to a tenth, without an interval; change:
        percentage points that the step adds, for the start all of it, so that they sum to the result.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> row = compare.outlook.steps(load_case()).iloc[1]
    >>> print(row.step, row.probability.value, row.change.value)
    Deadlock over territory 23.0 -27.0
    """
    import pandas as pd

    base = case.role("base_chance", base)
    chance, rows = case[base].to("percent"), list[dict[str, Any]]()
    for risk in (None, *_list_counted(case)):
        how, name, called, unit = chance.how, "outlook.start", "Probability at the start", "percent"
        row: dict[str, Any] = {"step": "Start, no factor at work", "multiplier": None}
        beneath = [chance]
        if risk:
            effect = _compute_multiplier(case, risk).named(f"outlook.multiplier.{risk.id}", "Multiplier")
            chance, name, called = chance * effect, f"outlook.step.{risk.id}", "Probability so far"
            how, unit, row = (
                f"probability before it × ({effect.how})",
                "percentage_point",
                {"step": _make_factor_label(risk), "multiplier": effect},
            )
            beneath = [rows[-1]["probability"], effect]
        after = round(min(chance.to("percent").value, 100), 1)
        moved = number(
            after - (rows[-1]["probability"].value if risk else 0),
            unit,
            f"{how} − probability before it" if risk else how,
        )
        row["probability"] = replace_interval(number(after, "percent", how), after, after, *beneath).named(name, called)
        row["change"] = replace_interval(moved, moved.value, moved.value, *beneath).named(
            f"{name}.change", "Change by this factor" if risk else called
        )
        rows.append(row)
    return pd.DataFrame(rows, columns=["step", "multiplier", "probability", "change"], dtype=object)


def waterfall(case: Case, *, base: str | None = None, least: float = 2) -> pd.DataFrame:
    """Computes the steps with the small ones joined, for a chart.

    least: consecutive steps in one direction that move less than this become one (percentage points).
    base: as for `probability`.
    Returns: one row a step or a group of steps, in order. step: Label or text; change: percentage points.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> waterfall = compare.outlook.waterfall(load_case())
    >>> print(*waterfall["step"].iloc[4:6], sep="; ")
    Guarantees without a mechanism; Smaller risks
    """
    import pandas as pd

    base = case.role("base_chance", base)
    rows, before = [], None
    for small, found in groupby(
        steps(case, base=base).to_dict("records"), lambda row: _classify_small_step(row, least)
    ):
        together = list(found)
        if small and len(together) > 1 and before is not None:
            after = together[-1]["probability"]
            moved = number(after.value - before.value, "percentage_point", "probability after − probability before")
            rows.append(
                {
                    "step": f"Smaller {'risks' if small < 0 else 'positive factors'}",
                    "change": replace_interval(moved, moved.value, moved.value, after, before).named(
                        f"outlook.steps.{len(rows)}", "Change by these factors"
                    ),
                }
            )
        else:
            rows += [{"step": row["step"], "change": row["change"]} for row in together]
        before = together[-1]["probability"]
    return pd.DataFrame(rows, columns=["step", "change"], dtype=object)


def _classify_small_step(row: Mapping[Hashable, Any], least: float) -> int:
    """Finds the direction in which a small step moves the probability; 0 if the step is not small."""
    change = row["change"].value
    return 0 if row["multiplier"] is None or abs(change) >= least else 1 if change > 0 else -1


def result(case: Case, *, base: str | None = None) -> Estimate:
    """Computes the probability at the end of `steps` (percent, rounded to a tenth, without an interval).

    base: as for `probability`.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> compare.outlook.result(load_case()).value
    14.7
    """
    base = case.role("base_chance", base)
    last: Estimate = steps(case, base=base)["probability"].iloc[-1]
    return last.named("outlook.result", _call_probability(case))


def movers(case: Case, *, base: str | None = None) -> pd.DataFrame:
    """Compares how far each assumption alone moves the probability, and how much of its uncertainty each explains.

    base: as for `probability`.
    Returns: one row an assumption that is uncertain, the greatest distance first. assumption: Label; lowest, highest:
        percent at its low and at its high end, without an interval; share: of the variance of independent draws that
        it explains alone (percent; first-order Sobol index, see `analysis.estimates.variance`).
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> row = compare.outlook.movers(load_case()).iloc[0]
    >>> print(row.assumption, round(row.lowest.value, 1), round(row.highest.value, 1))
    impact (Deadlock over territory) 8.9 21.7
    """
    import pandas as pd

    base = case.role("base_chance", base)
    product, whole, start = _compute_product(case, base), probability(case, base=base), case[base].leaf
    rows: list[dict[str, Any]] = []
    swings, shares = product.swings(), compute_variance_shares(product, DRAWS, SEED)
    for leaf in product.leaves:
        if leaf.is_certain:
            continue
        called = "starting chance" if start and leaf.id == start.id else leaf.symbol
        ends = []
        for end, value in zip(("low", "high"), swings[leaf.id], strict=True):
            ends.append(
                replace_interval(
                    number(value, "percent", f"the probability with the {called} at its {end} end"), value, value, whole
                ).named(
                    f"outlook.at.{_NOT_IN_NAMES.sub('.', leaf.id)}.{end}",
                    f"Probability with the {called} at its {end} end",
                )
            )
        part = number(100 * shares[leaf.id], "percent", f"share of the variance that the {called} explains alone")
        share = replace_interval(part, part.value, part.value, whole).named(
            f"outlook.variance.{_NOT_IN_NAMES.sub('.', leaf.id)}", f"Variance explained by the {called}"
        )
        rows.append({"assumption": Label(called, leaf.id), "lowest": min(ends), "highest": max(ends), "share": share})
    rows.sort(key=lambda row: row["lowest"].value - row["highest"].value)
    return pd.DataFrame(rows, columns=["assumption", "lowest", "highest", "share"], dtype=object)


def ends(case: Case, *, base: str | None = None) -> pd.DataFrame:
    """Finds how low and how high the probability gets when one assumption alone moves, and which does it.

    base: as for `probability`.
    Returns: one row, none where no assumption is uncertain. lowest, highest: percent, without an interval; lowest_by,
        highest_by: Label of the assumption.
    Raises: MissingClaim if the case has no claim on the base.

    >>> from analysis import compare, load_case
    >>> row = compare.outlook.ends(load_case()).iloc[0]
    >>> print(round(row.lowest.value, 1), row.lowest_by, round(row.highest.value, 1), row.highest_by, sep="; ")
    8.8; starting chance; 21.7; impact (Deadlock over territory)
    """
    import pandas as pd

    base = case.role("base_chance", base)
    moved, rows = movers(case, base=base).to_dict("records"), list[dict[str, Any]]()
    if moved:
        low, high = min(moved, key=lambda row: row["lowest"].value), max(moved, key=lambda row: row["highest"].value)
        rows.append(
            {
                "lowest": low["lowest"],
                "lowest_by": low["assumption"],
                "highest": high["highest"],
                "highest_by": high["assumption"],
            }
        )
    return pd.DataFrame(rows, columns=["lowest", "lowest_by", "highest", "highest_by"], dtype=object)


def _compute_multiplier(case: Case, risk: Risk) -> Estimate:
    weight = _compute_weight(case, risk)
    return number(1) - weight if risk.kind == "risk" else number(1) + weight


def _compute_weight(case: Case, risk: Risk) -> Estimate:
    return case.coded("risks", risk.id, "likelihood") * case.coded("risks", risk.id, "impact")


def _make_factor_label(risk: Risk) -> Label:
    return Label(risk.name, f"risks/{risk.id}")
