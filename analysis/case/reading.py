"""How the claims of a case are read: what words mean, what grades weigh, and how old a claim may be to be pooled.

These are judgements of ours that no row of a case holds; `load_case` changes them for one report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.case.pooling import WEIGHTS, WINDOW
from analysis.contract import Qualifier
from analysis.errors import UsageError, format_nearest
from analysis.wording.qualifiers import WIDTHS, Width, set_widths

_MAX_WINDOW = 36_525  # days: a century


@dataclass(frozen=True)
class Reading:
    """How the claims of a case are read.

    widths: how far the interval of each word reaches. weights: of each grade, in a pool. window: days between the
    newest claim of a pool and the oldest.
    """

    widths: Mapping[Qualifier, Width] = field(repr=False)  # long, where `help` shows what is usual
    weights: Mapping[str, float] = field(repr=False)
    window: int


USUAL = Reading(WIDTHS, WEIGHTS, WINDOW)


def make_reading(widths: float | Mapping[str, float], weights: Mapping[str, float] | None, window: int) -> Reading:
    """Returns how claims are read, with what a report changes in it.

    widths: as `set_widths` takes them. weights: grade -> weight, in place of the table's. window: days.
    Raises UsageError for an unknown word or grade, or a number that is not allowed.

    >>> make_reading(1, {"D": 0}, 30).weights["D"]
    0
    """
    for grade, weight in (weights or {}).items():
        if grade not in WEIGHTS:
            raise UsageError(
                f"weights has the grade {grade!r}{format_nearest(str(grade), WEIGHTS)}; allowed: {', '.join(WEIGHTS)}"
            )
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight <= 1:
            raise UsageError(f"weights has {weight!r} for {grade}; allowed: a number from 0 to 1")
    if isinstance(window, bool) or not isinstance(window, int) or not 0 <= window <= _MAX_WINDOW:
        raise UsageError(f"window is {window!r}; allowed: a whole number of days from 0 to {_MAX_WINDOW}")
    return Reading(set_widths(widths), {**WEIGHTS, **weights} if weights else WEIGHTS, window)
