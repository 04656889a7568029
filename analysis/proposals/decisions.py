"""What the decisions of a review table add to a case: the new rows of claims.csv and waivers.csv, and what is wrong.

A row that is accepted is a claim; one that is rejected is a waiver with its reason. One that is merged says what a
claim says already: it becomes a waiver that names the claim, since the phrase and the place of a claim that is there
are never changed. So `communique audit` finds every decided number accounted for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from analysis import limits
from analysis.case.appending import read_cells, read_header
from analysis.case.case import Case
from analysis.case.columns import make_id
from analysis.case.schema import Event, Quantity, Source
from analysis.errors import Problem, UnitError, UsageError, format_nearest
from analysis.proposals.proposal import Proposal
from analysis.proposals.slips import describe_slip
from analysis.proposals.state import LANDED_IN
from analysis.proposals.table import ACCEPT, GONE, MERGE, ReviewTable
from analysis.wording import units

CLAIMS, WAIVERS = LANDED_IN
_COPIED = (  # columns of a review table that a claim has too
    *("claim_id", "quantity", "subject", "source", "locator", "value", "low", "high", "date", "qualifier", "status"),
    *("as_of", "attributed_to", "statement", "phrase"),
)
_NEEDED = {"quantity": "an id of quantities.csv", "statement": "what the source states, in your own words"}
_PLACE = ("source", "locator", "phrase")

Cells = Mapping[str, str]


@dataclass
class Additions:
    """What a review table adds to a case.

    name: of the table, for messages. undecided: its rows that wait for a decision. lost: rows deleted from it.
    claims, waivers: each new row, as column -> cell, with its row of the table. there: decided rows whose claim or
    waiver the case has already. remarks: what somebody may want to do by hand. problems: why it cannot be added.
    """

    name: str
    undecided: int = 0
    lost: int = 0
    claims: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    waivers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    there: int = 0
    remarks: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, line: int, column: str, found: object, allowed: str, remedy: str = "") -> None:
        """Adds a problem with a row of the review table."""
        self.problems.append(Problem(self.name, line, column, found, allowed, remedy))


def plan_additions(case: Case, table: ReviewTable, name: str, before: Mapping[str, bytes]) -> Additions:
    """Returns what a table adds to a case, with a problem for each row that cannot be added.

    name: of the table's file. before: name -> content of claims.csv and waivers.csv. Raises UsageError where no row is
    decided.
    """
    found = Additions(name, sum(not row.decision for row in table.rows), table.lost)
    claims, waivers = (read_cells(before[file]) for file in LANDED_IN)
    lines = list(zip(table.lines, table.rows, strict=True))
    if found.undecided == len(lines):
        raise UsageError(f"{name}: no row is decided; write accept, reject or merge:ID in the column decision.")
    known = {cells["claim_id"].strip(): cells for cells in claims}
    claimed = {get_place(cells): cells["claim_id"].strip() for cells in claims}
    accepted: dict[str, int] = {}
    for line, row in lines:
        if row.hash.startswith(GONE):
            _plan_gone(found, line, row)
        elif row.decision.startswith(ACCEPT):
            _plan_claim(found, case, line, row, known, accepted)
    waived = {get_place(cells) for cells in waivers}
    taken = {cells["waiver_id"].strip() for cells in waivers}
    targets = {*known, *accepted, *case.ledger.get_table(Event)}
    for line, row in lines:
        if not row.decision or row.decision.startswith(ACCEPT) or row.hash.startswith(GONE):
            continue
        reason = _make_reason(found, line, row, targets)
        if (place := get_place(row)) in claimed:
            found.remarks.append(
                f"row {line}: {row.phrase!r} is the phrase of the claim {claimed[place]}; where that is wrong, remove "
                "it from claims.csv."
            )
        if place in waived or place in claimed:
            found.there += 1
        elif reason:
            waived.add(place)
            taken.add(id := _make_free_id(row, taken))
            found.waivers.append((line, {"waiver_id": id, "reason": reason, **_list_place(row)}))
    for file, rows in ((CLAIMS, found.claims), (WAIVERS, found.waivers)):
        _refuse_columns(found, file, read_header(before[file]), rows)
    if "verified" in read_header(before[CLAIMS]):
        for _, cells in found.claims:
            cells["verified"] = table.state.day.isoformat()  # when its phrase was read in the document
    return found


def get_place(row: Cells | Proposal) -> tuple[str, ...]:
    """Returns what says which words of which source a row is about."""
    cells = _list_place(row) if isinstance(row, Proposal) else row
    return tuple(cells.get(column, "").strip() for column in _PLACE)


def _list_place(row: Proposal) -> dict[str, str]:
    return {column: getattr(row, column) for column in _PLACE}


def _plan_gone(found: Additions, line: int, row: Proposal) -> None:
    """A claim whose words are gone stays: what becomes of it is for the analyst to write into claims.csv."""
    if row.decision:
        found.there += 1
        found.remarks.append(
            f"row {line}: nothing is added for words that are gone. Where the claim {row.claim_id} no longer holds, "
            "give it the rank deprecated in claims.csv, and say why in its note."
        )


def _plan_claim(
    found: Additions, case: Case, line: int, row: Proposal, known: Mapping[str, Cells], accepted: dict[str, int]
) -> None:
    id = row.claim_id.strip()
    if id in known and get_place(known[id]) == get_place(row):
        found.there += 1
        return
    faults = len(found.problems)
    if id in accepted:
        remedy = "Rename one of them, or merge one into the other with merge:ID."
        found.refuse(line, "claim_id", id, f"an id that no other row accepts; row {accepted[id]} does", remedy)
    elif id in known:
        found.refuse(line, "claim_id", id, "an id that no claim of the case has", "Rename it, or merge the row.")
    elif not id:
        found.refuse(line, "claim_id", None, "an id for the claim in snake_case", "Write one.")
    accepted.setdefault(id, line)
    for column, allowed in _NEEDED.items():
        if not getattr(row, column).strip():
            found.refuse(line, column, None, f"{allowed}; no row is accepted without it", "Fill in this cell.")
    quantities = case.ledger.get_table(Quantity)
    if (quantity := row.quantity.strip()) and quantity not in quantities:
        near = format_nearest(quantity, quantities)
        remedy = f"Correct it, or add the quantity to quantities.csv{_word_unit(row)}."
        found.refuse(line, "quantity", quantity, f"an id of quantities.csv{near}", remedy)
    elif quantity:
        row = _convert(found, line, row, quantities[quantity].unit)
    if len(found.problems) == faults:
        if slip := describe_slip(row, case.ledger.get_table(Source)[row.source].language):
            found.remarks.append(f"row {line}: {slip}; correct {id} in claims.csv where that is a slip.")
        cells = {column: getattr(row, column).strip() for column in _COPIED} | {
            "rank": row.decision.partition(":")[2] or "normal"
        }
        found.claims.append((line, cells | {"phrase": row.phrase}))


def _word_unit(row: Proposal) -> str:
    return f", with the unit {row.unit.strip()}" if row.unit.strip() else ""


def _convert(found: Additions, line: int, row: Proposal, unit: str) -> Proposal:
    """Returns a row whose numbers are in the unit of its quantity."""
    converted = convert_numbers(row, unit)
    if converted is None:
        remedy = f"Choose a quantity that is measured so; or write {unit} here, with the numbers in it."
        allowed = f"{unit}, in which {row.quantity.strip()} is measured"
        found.refuse(line, "unit", row.unit.strip(), allowed, remedy)
    return converted or row


def convert_numbers(row: Proposal, unit: str) -> Proposal | None:
    """Returns a row with its numbers in another unit, None where that measures something else.

    Where it has no numbers, or the unit of its numbers is not written, it stays as it is.

    >>> row = convert_numbers(Proposal(value="1.1", high="2", unit="trillion USD"), "billion USD")
    >>> row.value, row.high, row.unit
    ('1100', '2000', 'billion USD')
    """
    written = row.unit.strip()
    if not written or written == unit or not (row.value or row.low or row.high):
        return row
    factor = find_factor(written, unit)
    if factor is None:
        return None
    numbers = {column: _multiply(getattr(row, column).strip(), factor) for column in ("value", "low", "high")}
    return replace(row, **numbers, unit=unit)


def find_factor(written: str, unit: str) -> Decimal | None:
    """Returns what a number in one unit is multiplied by to be in another; None where they measure different things.

    What is counted may have any noun: items, people, and what a case itself counts.

    >>> find_factor("million USD", "billion USD"), find_factor("thousand people", "person"), find_factor("EUR", "USD")
    (Decimal('0.001'), Decimal('1000'), None)
    """
    try:
        bases = units.get_base_unit(written), units.get_base_unit(unit)
        factors = units.get_factor(written), units.get_factor(unit)
    except UnitError:
        return None
    counted = [base in ("item", "person") or base in units.find_added(base) for base in bases]
    if bases[0] != bases[1] and not all(counted):
        return None
    return (Decimal(repr(factors[0])) / Decimal(repr(factors[1]))).normalize() + 0


def _multiply(number: str, factor: Decimal) -> str:
    """Returns a product in decimal digits; a text that is no number as it is, as `check` says what is wrong with it.

    >>> _multiply("1500", Decimal("0.001")), _multiply("many", Decimal(2))
    ('1.5', 'many')
    """
    if not re.fullmatch(r"[+-]?\d+(?:\.\d+)?", number):
        return number
    product = (Decimal(number) * factor).normalize() + 0
    return format(Decimal(f"{product:.15g}"), "f")


def _make_reason(found: Additions, line: int, row: Proposal, targets: set[str]) -> str:
    """Returns why a number needs no claim of its own, '' where the row does not say it."""
    reason = row.reason.strip()
    if not row.decision.startswith(MERGE):
        if not reason:
            allowed = "why the number needs no claim; no row is rejected without it"
            found.refuse(line, "reason", None, allowed, "Fill in this cell.")
        return reason
    target = row.decision.removeprefix(MERGE).removeprefix("claims/").removeprefix("events/")  # as `why` names rows
    if target not in targets:
        allowed = "merge: and the id of a claim or an event of the case, or of a row that is accepted"
        found.refuse(line, "decision", row.decision, f"{allowed}{format_nearest(target, targets)}")
        return ""
    return f"Says what {target} says" + (f": {reason}" if reason else "")


def _make_free_id(row: Proposal, taken: set[str]) -> str:
    """Returns an id that no waiver has: the one proposed, or one made of the phrase."""
    stem = (
        re.sub(r"^[^a-z]+", "", make_id(row.claim_id) or make_id(row.phrase))[: limits.MAX_ID - 5].strip("_")
        or "number"
    )
    names = (stem, *(f"{stem}_{count}" for count in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _refuse_columns(found: Additions, file: str, header: Sequence[str], rows: Sequence[tuple[int, Cells]]) -> None:
    """Adds a problem for each cell that would be lost, as the file of the case has no such column."""
    for line, cells in rows:
        for column, cell in cells.items():
            if cell and column not in header:
                allowed = f"nothing, as {file} has no column {column}"
                remedy = f"Empty the cell; or add the column to {file}, then write the table again."
                found.refuse(line, "claim_id" if column == "waiver_id" else column, cell, allowed, remedy)
