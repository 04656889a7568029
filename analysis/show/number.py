"""How an Estimate is written in a sentence, a table or a drawing; `analysis.wording.numbers` has the wording itself."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from analysis.estimates.estimate import Estimate
from analysis.wording.numbers import count_printed_decimals, format_number, round_as_printed
from analysis.wording.unit_form import ALIGNED_STYLES, find_unit_form

_SAME = 1e-9  # of the largest term: a smaller difference is none


def format_estimate(estimate: Estimate, spec: str = "", decimals: int | None = None) -> str:
    """Returns an Estimate in words fit for a sentence: `at least $700 billion`, `12.5%`.

    spec: comma-separated, see `analysis.wording.numbers.format_number`. decimals: where the number is one of several
    under one another (see `find_common_decimals`); a claim keeps
    those of its source.

    >>> from analysis import format_estimate, number
    >>> format_estimate(number(12.5, "percent") - number(20, "percent"), "sign,signed")
    '−7.5%'
    """
    return format_number(
        estimate.value,
        estimate.low,
        estimate.high,
        estimate.unit,
        estimate.qualifier,
        spec=spec,
        decimals=None if _is_claim(estimate) else decimals,
        exact=is_given(estimate),
    )


def find_common_decimals(estimates: Iterable[Estimate]) -> int | None:
    """Returns the decimals with which shares and ratios under one another are all written; None for anything else.

    A claim keeps the decimals of its source; so does each number where shares and ratios are mixed.
    """
    found = [e for e in estimates if find_unit_form(e.unit).style in ALIGNED_STYLES and not _is_claim(e)]
    if len({e.unit for e in found}) > 1:
        return None
    return max((count_printed_decimals(e.value, e.unit, exact=is_given(e)) for e in found), default=None)


def is_given(estimate: Estimate) -> bool:
    """Returns whether a number is a figure that somebody gave: a claim, an assumption or a parameter.

    >>> from analysis import number, parameter
    >>> is_given(parameter("share", 0.25)), is_given(number(0.25, "one"))
    (True, False)
    """
    return estimate.leaf is not None and estimate.leaf.kind != "number"


def is_off_by_rounding(estimate: Estimate) -> bool:
    """Returns whether a number is a sum whose terms, as they are printed, do not add up to it as it is printed.

    >>> from analysis import number
    >>> part = number(1.26, "billion USD")
    >>> is_off_by_rounding(part + part), is_off_by_rounding(part + number(1, "billion USD"))
    (True, False)
    """
    terms = list(_list_terms(estimate))
    printed = [sign * round_as_printed(one.value, one.unit, exact=is_given(one)) for sign, one in terms]
    whole = round_as_printed(estimate.value, estimate.unit, exact=is_given(estimate))
    return len(terms) > 1 and abs(math.fsum(printed) - whole) > _SAME * max(map(abs, printed))


def _list_terms(whole: Estimate) -> Iterator[tuple[int, Estimate]]:
    """Yields the terms of a sum, each with its sign; a result with a name is one term, as in the formula's outline."""
    stack = [(1, whole)]
    while stack:
        sign, node = stack.pop()
        if node.op in ("+", "-") and (node is whole or not node.label):
            left, right = node.args
            stack += [(sign, left), (-sign if node.op == "-" else sign, right)]
        else:
            yield sign, node


def _is_claim(estimate: Estimate) -> bool:
    return estimate.leaf is not None and estimate.leaf.kind == "claim"
