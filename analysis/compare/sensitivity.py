"""Sensitivity: how much of what is unsure of a number hangs on each of its inputs?

Variance-based: of the variance that the result has while all its inputs move over their ranges at once, the share that
goes once one input is known, and the share that stays once all others are known (`analysis.estimates.sobol_indices`).
The ranges are those of the sources and of our codes; the shares are ours, of our formula, and say nothing of what the
formula leaves out. `Estimate.swings` and the tornado chart move one input at a time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis.compare.quantities.numbers import find_optional, name_number
from analysis.errors import UsageError
from analysis.estimates.constructors import number, replace_interval
from analysis.estimates.correlation import raises_result
from analysis.estimates.estimate import Estimate
from analysis.estimates.leaf import Leaf
from analysis.estimates.origin import is_ours
from analysis.estimates.program import Program
from analysis.estimates.settings import make_setting
from analysis.estimates.sobol_indices import CONFIDENCE, Index, Indices, NoValue, NoVariance, Vector, compute_indices
from analysis.label import Label
from analysis.messages import Place, gettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

SAMPLE, SEED = 1024, 0  # points: so many that a share is accurate to about a hundredth
_DIGITS = 3  # of a per cent: further ones would differ between processors
_NOT_IN_NAMES = re.compile(r"[^a-z0-9_]+")
_COLUMNS = ("first", "total", "own_first", "own_total")


@dataclass(frozen=True)
class Sensitivity:
    """How much of the variance of a result hangs on each of its inputs.

    shares: one row an input, what explains most first; see `sensitivity`. runs: of the formula (item). sample:
    its points (item), and seed: of its shift (dimensionless). confidence: of the interval around each share (percent).
    correlation: between the inputs that are ours (dimensionless); None where all inputs are independent.
    """

    shares: pd.DataFrame
    runs: Estimate
    sample: Estimate
    seed: Estimate
    confidence: Estimate
    correlation: Estimate | None
    software: Label

    def describe(self) -> tuple[str, Mapping[str, Any]]:
        """Describes how the shares were computed: sentences with places, and what fills them.

        >>> from analysis import compare, load_case
        >>> case = load_case()
        >>> found = compare.sensitivity.sensitivity(case, compare.outlook.probability(case), correlation=0)
        >>> found.describe()[0].partition(",")[0]
        'Sobol indices from {runs:bare} runs of our formula'
        """
        places = {name: getattr(self, name) for name in ("runs", "sample", "seed", "confidence", "software")}
        names = {name: Place(name) for name in places}
        words = gettext(
            "Sobol indices from {runs:bare} runs of our formula, on a sample of {sample:bare} points with the seed "
            "{seed:bare} ({software}), with intervals of {confidence} by a bootstrap of the points. The ranges of the "
            "inputs are those of the sources and of our codes; the shares are ours.",
            **names,
        )
        if self.correlation is None:
            return words, places
        tied = gettext(
            "Our guesses move together, with a correlation of {correlation} between any two: a guess that becomes "
            "known tells of the others too, so that more goes with it than stays once all else is known, which is its "
            "own part.",
            correlation=Place("correlation"),
        )
        return f"{words} {tied}", places | {"correlation": self.correlation}


def sensitivity(
    case: Case,
    result: Estimate,
    *,
    correlation: float | Estimate | None = None,
    n: int = SAMPLE,
    seed: int = SEED,
    names: Iterable[Label] = (),
    by: Literal["communique", "salib"] = "communique",
) -> Sensitivity:
    """Computes how much of the variance of a result hangs on each of its inputs: Sobol indices.

    result: any number computed from claims. correlation: between the inputs that are ours, codes and assumptions, from
    0 to 1, each turned so that more of it raises the result; None takes what plays the role `correlation` in the case,
    and 0 where nothing does. What sources claim is independent. n: points of the sample, a power of 2; the formula runs
    (inputs + 2) times as often, with a correlation (2 × inputs + 2) times. names: what to call inputs, by the id of the
    claim, as `compare.outlook.movers` has them. by: salib takes SALib's sample and estimators instead of ours, without
    correlation; it is slow, and needs the extra `sensitivity`.
    Returns: see `Sensitivity`. Its shares: input: Label; first: of the variance, what goes on average once this input
        alone is known; own_total: what stays if all others are known; total: what the input explains alone and
        together with others; own_first, own_total: the same without what correlated inputs tell of it. All in percent,
        cut to 0 to 100, with an interval at CONFIDENCE. Without correlation, own_first is first and own_total is total.
    Source: Sobol 1993; Mara and Tarantola 2012; see `analysis.estimates.sobol_indices`.
    Raises: UsageError if no uncertain input reaches the result, it does not vary or has no value in some runs, for an n
        that is no power of 2, a seed below 0, a correlation outside 0 to 1, and where SALib is asked for and missing.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> row = compare.sensitivity.sensitivity(case, compare.outlook.probability(case), correlation=0).shares.iloc[0]
    >>> print(row.input, round(row["first"].value), round(row.own_total.value), sep="; ")
    impact (Deadlock over territory); 22; 25
    """
    import pandas as pd

    program = Program(result)
    _check_inputs(program, result)
    common = _choose_correlation(case, correlation)
    matrix = _build_correlation(program, result, common.value)
    found = _compute(program, result, n, seed, matrix, by)
    tied = () if matrix is None else (common,)
    rows: list[dict[str, Any]] = []
    for at, (label, leaf) in enumerate(zip(_name_inputs(program.inputs, names), program.inputs, strict=True)):
        key = f"sensitivity.{result.name or 'result'}.{_NOT_IN_NAMES.sub('.', leaf.id.lower()).strip('.')}"
        shares = {
            column: _build_share(getattr(found, column), at, column, label, (result, *tied)).named(f"{key}.{column}")
            for column in _COLUMNS
        }
        rows.append({"input": label, **shares})
    rows.sort(key=lambda row: (-row["first"].value, -row["own_total"].value))
    return Sensitivity(
        shares=pd.DataFrame(rows, columns=["input", *_COLUMNS], dtype=object),
        runs=_set("runs", found.runs, "item", gettext("runs of the formula")),
        sample=_set("sample", n, "item", gettext("points of the sample")),
        seed=_set("seed", seed, "one", gettext("seed of the sample")),
        confidence=_set("confidence", 100 * CONFIDENCE, "percent", gettext("confidence of the intervals")),
        correlation=None if matrix is None else common,
        software=_name_software(by),
    )


def inputs(result: Estimate) -> list[Label]:
    """Lists what is uncertain and reaches a result by its formula, in order of use.

    Raises: UsageError as `analysis.estimates.program.Program` does.

    >>> from analysis import compare, load_case
    >>> print(*compare.sensitivity.inputs(compare.reconstruction.gap(load_case())))
    usable frozen assets
    """
    return _name_inputs(Program(result).inputs, ())


def _compute(program: Program, result: Estimate, n: int, seed: int, matrix: Vector | None, by: str) -> Indices:
    """Computes the indices. Raises UsageError, which names the result, see `sensitivity`."""
    quantiles = [leaf.compute_quantile for leaf in program.inputs]
    try:
        if by == "communique":
            return compute_indices(program.run, quantiles, n=n, seed=seed, correlation=matrix)
        if by == "salib":
            from analysis.estimates.salib_indices import compute_indices_by_salib

            return compute_indices_by_salib(program.run, quantiles, n=n, seed=seed, is_correlated=matrix is not None)
    except NoVariance:
        raise UsageError(
            f"{name_number(result)} is the same whatever its inputs are, so that there is nothing to explain"
        ) from None
    except NoValue as error:
        missing, runs = error.args
        raise UsageError(_describe_missing(result, f"in {missing:,} of {runs:,} runs")) from None
    raise UsageError(f"sensitivity has by={by!r}; allowed: communique or salib")


def _check_inputs(program: Program, result: Estimate) -> None:
    """Raises UsageError for a result that no uncertain input reaches, or that has no value for some of their values."""
    called = name_number(result)
    if not program.inputs:
        if any(not leaf.is_certain for leaf in result.leaves):
            raise UsageError(
                f"{called} was found otherwise than by its formula, such as by random draws, so that no uncertain "
                "input reaches it; ask for the number that it was found from"
            )
        raise UsageError(f"no uncertain input reaches {called}: all that it is computed from is certain")
    if not np.isfinite(result.base_range).all() and result.op != "within":
        raise UsageError(_describe_missing(result, "for some values of its inputs"))


def _describe_missing(result: Estimate, where: str) -> str:
    return (
        f"{name_number(result)} has no value {where}: it divides by zero or takes the square root of a negative "
        "number there, so that its variance means nothing; give the input a narrower low and high, or ask for another "
        "number"
    )


def _choose_correlation(case: Case, asked: float | Estimate | None) -> Estimate:
    """Returns the correlation that is asked for, or that of the case, or none. Raises UsageError outside 0 to 1."""
    if asked is None:
        assumed = find_optional(case, "correlation")
        if assumed not in case:
            return number(0)
        asked = case[assumed]
    value = asked.value if isinstance(asked, Estimate) else asked
    if not 0 <= value <= 1:
        raise UsageError(f"correlation {value:g} is not from 0 to 1")
    return asked if isinstance(asked, Estimate) else number(asked)


def _build_correlation(program: Program, result: Estimate, common: float) -> Vector | None:
    """Returns the correlation matrix of the inputs, (inputs, inputs); None if they are independent."""
    ours = np.array([is_ours(leaf) for leaf in program.inputs])
    if not common or ours.sum() < 2:
        return None
    swings = result.swings()
    signs = np.array([1.0 if raises_result(leaf, swings) else -1.0 for leaf in program.inputs]) * ours
    matrix: Vector = common * np.outer(signs, signs)
    np.fill_diagonal(matrix, 1.0)
    return matrix


def _build_share(index: Index, at: int, column: str, label: Label, beneath: Sequence[Estimate]) -> Estimate:
    """Builds one share (percent) with its interval, traced to all that the result is computed from."""
    share, margin = 100 * index.share[at], 100 * index.margin[at]
    value, low, high = (
        round(min(max(float(end), 0.0), 100.0), _DIGITS) for end in (share, share - margin, share + margin)
    )
    how, words = _describe_share(column, label)
    return replace_interval(number(value, "percent", how), low, high, *beneath).named("", words)


def _describe_share(column: str, label: Label) -> tuple[str, str]:
    """Returns what a share is, for a formula, and as a label."""
    given = {"input": label}
    if column == "first":
        return (
            gettext("share of the variance that goes once the {input} is known", **given),
            gettext("Goes once this is known: {input}", **given),
        )
    if column == "total":
        return (
            gettext("share of the variance that the {input} explains alone and with others", **given),
            gettext("Explained alone and with others: {input}", **given),
        )
    if column == "own_first":
        return (
            gettext("share of the variance that the own part of the {input} explains alone", **given),
            gettext("Explained by its own part alone: {input}", **given),
        )
    return (
        gettext("share of the variance that stays once all but the {input} is known", **given),
        gettext("Stays once all but this is known: {input}", **given),
    )


def _name_inputs(leaves: Iterable[Leaf], names: Iterable[Label]) -> list[Label]:
    """Returns the names of inputs, with their source where several have the same."""
    given, found = {label.ref: label for label in names}, tuple(leaves)
    times = Counter(leaf.symbol for leaf in found)
    return [
        given.get(leaf.id) or Label(_name_source(leaf) if times[leaf.symbol] > 1 else leaf.symbol, _find_row(leaf))
        for leaf in found
    ]


def _name_source(leaf: Leaf) -> str:
    """Returns the name of a claim with whose it is."""
    source = leaf.origin.source if leaf.origin else None
    who = (leaf.origin.attributed_to if leaf.origin else None) or (source.title if source else leaf.id)
    return f"{leaf.symbol} ({who})"


def _find_row(leaf: Leaf) -> str:
    """Returns the row that an input was read from; of a pool, that of its first claim."""
    first = leaf.members[0][0] if leaf.members else leaf
    return f"claims/{first.id}" if first.kind == "claim" else first.id


def _set(name: str, value: float, unit: str, what: str) -> Estimate:
    reason = gettext("How the sensitivity was computed.")
    return make_setting(f"sensitivity.{name}", value, unit, what, reason)


def _name_software(by: str) -> Label:
    names = [f"Communique {version('communique')}", f"NumPy {np.__version__}"]
    return Label(", ".join([*names, f"SALib {version('SALib')}"] if by == "salib" else names), "versions")
