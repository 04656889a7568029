"""What a panel opens on, for any case: a question that the case answers with numbers a reader can set."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from analysis.case.case import Case
from analysis.compare.quantities.numbers import split_key
from analysis.errors import UsageError
from analysis.estimates.estimate import Estimate
from analysis.explore.calls import Named
from analysis.explore.inputs import list_claimed
from analysis.explore.numbers import find_inputs
from analysis.explore.questions import Comparison, find_by_function, find_comparison, list_answered
from analysis.explore.views import list_looked
from analysis.wording.units import get_base_unit


@dataclass(frozen=True)
class Opening:
    """What is asked first, and with which arguments."""

    asked: Comparison | Callable[[Case], Any]
    arguments: dict[str, str] = field(default_factory=dict)


def choose_opening(case: Case, topics: Iterable[str], wanted: str | Callable[..., Any] | None) -> Opening:
    """Returns what a panel opens on.

    topics: those in which the case can answer something. wanted: a comparison, by its name or itself, or a reader's own
    function; without it, the first question whose answer is a number that rests on two that can be set, best of the
    same dimension, so that a chart sets them side by side; else the first that rests on any; else all numbers, or in a
    case without any the first question that has an answer.
    Raises UsageError for a comparison that there is not, or that the case cannot answer.

    >>> from analysis import load_case
    >>> choose_opening(load_case(), ["reconstruction"], None).asked.name
    'reconstruction.gap'
    """
    if wanted is not None:
        return _choose_wanted(case, wanted)
    found: dict[int, Opening] = {}
    alone: Opening | None = None  # a question whose answer rests on no number that can be set
    for topic in topics:
        for comparison, arguments in list_answered(case, topic):
            answer = comparison.function(case, **arguments)
            if alone is None and _says_something(answer):
                alone = Opening(comparison, arguments)
            found.setdefault(_count_fit(case, answer), Opening(comparison, arguments))
        if max(found, default=0) > 1:
            break
    best = max(found, default=0)
    if best:
        return found[best]
    return alone if alone and list_claimed(case).empty else Opening(list_claimed)


def _says_something(answer: Any) -> bool:
    """Whether an answer is no empty table or list, and no number that is missing."""
    if isinstance(answer, Estimate):
        return True
    return answer is not None and len(answer) > 0


def _count_fit(case: Case, answer: Any) -> int:
    """Returns how well an answer shows what a panel does: 3: a number of two alike, 2: of two, 1: any, 0: none."""
    inputs = find_inputs(case, [looked.number.value for looked in list_looked(Named("answer", answer))], 2)
    if not isinstance(answer, Estimate) or len(inputs) < 2:
        return min(len(inputs), 1)
    unit = get_base_unit(answer.unit)
    return 3 if all(get_base_unit(case.quantity(split_key(key)[0]).unit) == unit for key in inputs) else 2


def _choose_wanted(case: Case, wanted: str | Callable[..., Any]) -> Opening:
    if callable(wanted):
        comparison = find_by_function(wanted)
        if comparison is None:
            return Opening(wanted)
    else:
        comparison = find_comparison(wanted)
    arguments = comparison.find_arguments(case)
    if arguments is None:
        raise UsageError(f"{case.folder.name} cannot answer {comparison.name}: {comparison.explain_refusal(case)}")
    return Opening(comparison, arguments)
