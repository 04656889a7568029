"""A review of proposals one after the other: each key decides and moves on, and is saved before the next row is shown.

It knows neither keyboard nor screen: `analysis.commands.shared.reviewing` has both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from analysis.case.case import Case
from analysis.case.columns import read_texts
from analysis.case.schema import Claim, Quantity
from analysis.errors import UsageError, format_nearest
from analysis.proposals.linking import change_quantity
from analysis.proposals.proposal import Proposal

EDITABLE = (
    *("claim_id", "quantity", "subject", "value", "low", "high", "date", "unit", "qualifier", "status", "as_of"),
    *("attributed_to", "statement", "same_as", "reason"),
)
"""The fields that may be changed: those that say where the words stand may not, since the table could not be read."""

Save = Callable[[Sequence[Proposal]], None]


class ReviewSession:
    """Proposals under review. Every decision is saved at once; what cannot be saved is not decided.

    case: whose proposals they are. rows: all of them, decided or not. save: keeps them.

    >>> from analysis import load_case
    >>> kept = []
    >>> rows = [Proposal(phrase="two sides", reason="A way of speaking"), Proposal(phrase="5 ports")]
    >>> session = ReviewSession(load_case(), rows, kept.append)
    >>> session.reject()
    >>> session.current.phrase, [row.decision for row in kept[-1]]
    ('5 ports', ['reject', ''])
    """

    def __init__(self, case: Case, rows: Sequence[Proposal], save: Save) -> None:
        self._case, self._save = case, save
        self.rows = list(rows)
        self._past: list[tuple[int, Proposal]] = []
        self._at = -1
        self._move_on()

    @property
    def at(self) -> int:
        """The position of the row under review; that behind the last row when all have been seen."""
        return self._at

    @property
    def current(self) -> Proposal | None:
        """The row under review, None when all have been seen."""
        return self.rows[self._at] if self._at < len(self.rows) else None

    @property
    def undecided(self) -> int:
        """How many rows wait for a decision."""
        return sum(not row.decision for row in self.rows)

    def list_offered(self) -> list[Quantity]:
        """Returns the quantities that are offered for the row under review, the one that counts first."""
        row = self._get_row()
        table = self._case.ledger.get_table(Quantity)
        return [table[id] for id in (row.quantity, row.quantity_2, row.quantity_3) if id in table]

    def accept(self) -> None:
        """Accepts the row under review. Raises UsageError while it has no quantity of the case or no statement."""
        row = self._get_row()
        quantities = self._case.ledger.get_table(Quantity)
        if row.quantity not in quantities:
            raise UsageError(
                f"no quantity {row.quantity!r}{format_nearest(row.quantity, quantities)}; edit the field quantity."
                if row.quantity
                else "it has no quantity: edit the field quantity; or skip it, and add a row to quantities.csv first."
            )
        if not row.statement.strip():
            raise UsageError("it has no statement: edit the field statement, in your own words.")
        self._decide("accept")

    def reject(self) -> None:
        """Rejects the row under review; its reason goes into waivers.csv. Raises UsageError without a reason."""
        if not self._get_row().reason.strip():
            raise UsageError("it has no reason: edit the field reason, such as: a way of speaking.")
        self._decide("reject")

    def merge(self, id: str = "") -> None:
        """Merges the row under review into the claim that says the same: `same_as`, or another.

        Raises UsageError if there is no such claim or row.
        """
        row = self._get_row()
        wanted = id.strip() or row.same_as
        known = [*self._case.ledger.get_table(Claim), *(other.claim_id for other in self.rows if other is not row)]
        if wanted not in known:
            near = format_nearest(wanted, known)
            raise UsageError(f"no claim or row {wanted!r}{near}; give the id of one." if wanted else "give an id.")
        self._decide(f"merge:{wanted}")

    def choose(self, number: int) -> None:
        """Gives the row under review the first, second or third quantity that it is offered; stays at the row.

        Raises UsageError if it is not offered so many.
        """
        offered = self.list_offered()
        if not 1 <= number <= len(offered):
            raise UsageError(f"it is offered {len(offered) or 'no'} quantities.")
        self._set(change_quantity(self._get_row(), offered[number - 1].id, self._case))

    def edit(self, field: str, text: str) -> None:
        """Changes a field of the row under review; stays at the row.

        Raises UsageError for another field than those of `EDITABLE`, and for a text that the field does not accept.
        """
        if field not in EDITABLE:
            raise UsageError(f"no field {field!r}{format_nearest(field, EDITABLE)}; allowed: {', '.join(EDITABLE)}.")
        row, text = self._get_row(), text.strip()
        if field == "quantity" and text:
            self._set(change_quantity(row, text, self._case))
            return
        _check_field(field, text)
        if field == "claim_id" and text in (other.claim_id for other in self.rows if other is not row):
            raise UsageError(f"{text!r} is the id of another row; give one that is free.")
        self._set(replace(row, **{field: text}))

    def skip(self) -> None:
        """Leaves the row under review undecided."""
        self._past.append((self._at, self._get_row()))
        self._move_on()

    def undo(self) -> None:
        """Takes back the last step and returns to its row. Raises UsageError if there is none."""
        if not self._past:
            raise UsageError("there is nothing to undo.")
        at, row = self._past[-1]
        if self.rows[at] != row:
            self._keep(at, row)
        self._past.pop()
        self._at = at

    def _get_row(self) -> Proposal:
        if self.current is None:
            raise UsageError("all rows have been seen.")
        return self.current

    def _decide(self, decision: str) -> None:
        self._set(replace(self._get_row(), decision=decision))
        self._move_on()

    def _set(self, row: Proposal) -> None:
        before = (self._at, self._get_row())
        self._keep(self._at, row)
        self._past.append(before)

    def _keep(self, at: int, row: Proposal) -> None:
        """Puts a row in its place and saves; where that fails, it is as it was."""
        rows = [*self.rows[:at], row, *self.rows[at + 1 :]]
        self._save(rows)
        self.rows = rows

    def _move_on(self) -> None:
        after = range(self._at + 1, len(self.rows))
        self._at = next((at for at in after if not self.rows[at].decision), len(self.rows))


def _check_field(field: str, text: str) -> None:
    """Raises UsageError for a text that the column of the claims, or of the quantities, does not accept."""
    kind = Quantity if field == "unit" else Claim
    if not text or field not in kind.model_fields:
        return
    _, faults = read_texts(kind, field, [text])
    for fault in faults.values():
        raise UsageError(f"{field}: found {fault.found!r}, allowed: {fault.allowed}. {fault.remedy}".strip())
