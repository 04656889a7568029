"""A printed number traced: in rendered reports, and where none prints it, in the claims and formulas of the case."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from analysis.assistant.answers import NumberEntry, TraceAnswer
from analysis.assistant.entries import describe_beneath, describe_claim, find_card
from analysis.case.case import Case
from analysis.case.schema import Claim, Quantity
from analysis.contract import ClaimCard
from analysis.errors import CommuniqueError, UsageError, format_nearest
from analysis.report.build.traces import TracedNumber, find_nearest_name, find_traced
from analysis.show.number import format_estimate
from analysis.wording.cards import format_claim_value
from analysis.wording.numbers import split_qualifier

_MOST = 10


class PrintedNumbers:
    """The claims of a case and what its formulas give, by how each is printed, read once."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._found: dict[str, list[NumberEntry]] = {}
        for claim in case.ledger.get_table(Claim).values():
            card = find_card(case, claim.id)
            entry = _describe_claimed(card)
            self._add((claim.id, _simplify(format_claim_value(card).partition(" (")[0])), entry)
        for quantity in case.ledger.get_table(Quantity).values():
            if quantity.formula:
                with suppress(CommuniqueError):
                    found = case.derived(quantity.id)
                    text, claims = format_estimate(found), [*describe_beneath(case, sorted(found.claims))]
                    entry = NumberEntry(label=quantity.name, text=text, formula=found.how, claims=claims)
                    self._add((quantity.id, _simplify(text)), entry)

    def _add(self, names: Iterable[str], entry: NumberEntry) -> None:
        for name in filter(None, names):
            self._found.setdefault(name, []).append(entry)

    def trace(self, reports: Path, wanted: str) -> TraceAnswer:
        """Returns where a printed number comes from. reports: the folder of the case's rendered reports.

        Raises UsageError if nothing prints it, with the nearest name.

        >>> from analysis import load_case
        >>> PrintedNumbers(load_case()).trace(Path("nowhere"), "$588 billion").numbers[0].claims[0].id
        'need_rdna5'
        """
        if printed := find_traced(reports, wanted):
            return TraceAnswer(found_in="rendered reports", numbers=[_describe(one) for one in printed[:_MOST]])
        if found := self._found.get(wanted) or self._found.get(_simplify(wanted)):
            return TraceAnswer(found_in="the case", numbers=found[:_MOST])
        near = find_nearest_name(reports, wanted) or format_nearest(wanted, self._found)
        raise UsageError(
            f"no number or claim {wanted!r}{near} in {self._case.folder.name}; give it as printed, or an id."
        )


def _describe(one: TracedNumber | ClaimCard) -> NumberEntry:
    if isinstance(one, ClaimCard):
        return _describe_claimed(one)
    claims = [describe_claim(card) for card in one.cards]
    return NumberEntry(label=one.label, text=one.text, formula=one.formula, claims=claims)


def _describe_claimed(card: ClaimCard) -> NumberEntry:
    return NumberEntry(label=card.quantity, text=format_claim_value(card), formula="", claims=[describe_claim(card)])


def _simplify(text: str) -> str:
    """Returns a number as printed, without its qualifier, however its spaces are written."""
    plain = " ".join(text.split())
    return split_qualifier(plain[:1].lower() + plain[1:])[1]
