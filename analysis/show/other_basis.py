"""What the other basis says against a number, so that a title or an answer never holds one of two and hides the other.

The report engine, which knows title and answer together, refuses a report where only one of them is shown
(`analysis.report.document.headline`).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Protocol, cast

from analysis.contract import Counterpart, NumberPart
from analysis.errors import CaseError, UnitError
from analysis.estimates.estimate import Estimate
from analysis.estimates.leaf import Leaf
from analysis.estimates.substitution import meets, substitute
from analysis.show.bundle import build_number


class _TwoBases(Protocol):
    """The case that a claim was read from."""

    def elsewhere(self, claim: str) -> Estimate | None:
        """Returns the number that counts on the other basis in the place of a claim."""
        ...


def elsewhere(number: Estimate) -> Estimate | None:
    """Returns what the same formula gives on the other basis, where that and the number exclude each other.

    Each claim that counts on this basis gives way to the one that counts on the other for the same quantity and
    subject, as in the strip under the title: each basis its own need less its own means. Assumptions, and values set
    for this report, stay. Two numbers exclude each other if their intervals do not meet,
    with half a per cent of tolerance; two claims do not if one is the other with fewer decimals (36% for 35.8%).
    Returns: under the number's name and `.elsewhere`; None where the two agree, or the other basis knows no other
        number: it leaves a place in a sentence empty.

    >>> from analysis import compare, elsewhere, load_case
    >>> case = load_case()
    >>> elsewhere(compare.reconstruction.gap(case))
    <Funding gap: 488 (458.6 to 488) billion USD>
    >>> elsewhere(case["forces.strength"]) is None
    True
    """
    try:
        other = substitute(number, _find_counterpart)
        if other is None or _agree(number, other):
            return None
    except (UnitError, CaseError):  # it has no value there
        return None
    return other.named(f"{number.name}.elsewhere") if number.name else other


def _agree(number: Estimate, other: Estimate) -> bool:
    return meets(number, other) or meets(other, number) or _is_rounded(number, other)


def _is_rounded(number: Estimate, other: Estimate) -> bool:
    """Whether two claims are one number, given with fewer decimals by one of the sources: 36% for 35.8%."""
    if number.leaf is None or other.leaf is None:
        return False
    values = [Decimal(f"{each.value:.12g}") for each in (number, other.to(number.unit))]
    decimals = min(max(0, -int(value.as_tuple().exponent)) for value in values)
    return round(values[0], decimals) == round(values[1], decimals)


def build_headline_number(estimate: Estimate, spec: str = "") -> NumberPart:
    """Returns a number as `build_number` does, with what the other basis says against it.

    >>> from analysis import compare, load_case
    >>> from analysis.show.other_basis import build_headline_number
    >>> build_headline_number(compare.reconstruction.gap(load_case())).elsewhere.text
    'at most $488 billion'
    """
    part, other = build_number(estimate, spec), elsewhere(estimate)
    if other is None:
        return part
    there = build_number(other, spec)
    return replace(part, elsewhere=Counterpart(there.text, there.value, there.unit, there.claims))


def _find_counterpart(leaf: Leaf) -> Estimate | None:
    if leaf.kind != "claim" or leaf.case is None:
        return None
    return cast(_TwoBases, leaf.case).elsewhere(leaf.id)
