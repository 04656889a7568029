"""Whether what plays a role can play it, as `analysis.case.parts` says what each asks for.

A report asks a role for one number, or for one of each of several subjects; where the case does not hold that, the
report stops. `communique check` asks first, on each basis.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.case.case import Case
from analysis.case.parts import PARTS, Part
from analysis.case.role_names import ROLES
from analysis.case.schema import TABLES, Assumption, Claim, Quantity, Role
from analysis.case.selection import BASES
from analysis.errors import CaseError, CommuniqueError, Problem
from analysis.wording import units

_FORMS = {"text": "that is a text", "date": "that is a date", "one": "that is a share"}


@dataclass(frozen=True)
class _Fault:
    """What is wrong with what plays a role. at: the cell that shows it: file, line, column and content."""

    allowed: str
    remedy: str
    at: tuple[str, int, str, object] | None = None


def check_casting(case: Case) -> Iterator[Problem]:
    """Yields a problem for each role that cannot be played by what roles.csv names: a report that asks for it stops.

    >>> from analysis import load_case
    >>> from analysis.case.casting import check_casting
    >>> list(check_casting(load_case()))
    []
    """
    table = case.ledger.get_table(Role)
    for row in table.values():
        part, line = PARTS[row.id], table.find_line(row.id)
        if len(row.played_by) > 1 and not part.many:
            allowed = f"one id, as a question asks for one {_name(row.id)}"
            yield Problem("roles.csv", line, "played_by", "; ".join(row.played_by), allowed, "Keep one of them.")
            continue
        for id in row.played_by:
            if fault := next(_list_faults(case, row.id, part, id), None):
                yield Problem(*(fault.at or ("roles.csv", line, "played_by", id)), fault.allowed, fault.remedy)
    promised, delivered = case.roles("promised"), case.roles("delivered")
    if promised and delivered and len(promised) != len(delivered):
        allowed = f"{len(promised)}, one for each that plays promised ({', '.join(promised)})"
        remedy = "Name them in the same order."
        found = "; ".join(delivered)
        yield Problem("roles.csv", table.find_line("delivered"), "played_by", found, allowed, remedy)


def _name(role: str) -> str:
    return role.replace("_", " ")


def _list_faults(case: Case, role: str, part: Part, id: str) -> Iterator[_Fault]:
    """Yields what keeps an id from playing a role; what comes later supposes that nothing came before."""
    if part.table and id not in case.ledger.tables[part.table]:
        yield _Fault(f"an id of {part.table}.csv, as {role} is {ROLES[role]}", "Correct it, or delete the row.")
    elif id in case.ledger.get_table(Quantity) and not case.quantity(id).formula:
        yield from _list_faults_of_claims(case, role, part, id)
    if id in case.ledger.get_table(Quantity):
        yield from _list_faults_of_measure(case, role, part, id)


def _list_faults_of_claims(case: Case, role: str, part: Part, id: str) -> Iterator[_Fault]:
    """Yields a fault if nobody claims a quantity, or nobody of what the role is about."""
    if id not in case:
        yield _Fault("a quantity with a claim or an assumption", f"Add one on {id}, or delete it here.")
        return
    subjects = set(case.ledger.tables[part.of]) if part.of in TABLES else set(case.roles(part.of) if part.of else ())
    rows: list[Claim | Assumption] = [claim for claim in case.claims(id) if claim.rank != "deprecated"]
    rows += case.ledger.get_table(Assumption).find_rows("quantity", id)
    if subjects and not any(row.subject in subjects for row in rows):
        place = f"{rows[0].table}.csv", case.ledger.tables[rows[0].table].find_line(rows[0].id), "subject"
        named = f"{' or '.join(sorted(subjects))}, the {_name(part.of)}"
        ids = f"an id of {part.of}.csv" if part.of in TABLES else named
        found = rows[0].subject
        remedy = f"{'Correct' if found else 'Fill in'} this cell, or delete {id} in roles.csv."
        yield _Fault(f"{ids}, as {id} plays the role {role}", remedy, (*place, found))
    for row in rows:
        if part.never and row.subject in case.ledger.tables[part.never]:
            place = f"{row.table}.csv", case.ledger.tables[row.table].find_line(row.id), "subject"
            allowed = f"whom the claim names, such as a party, as {id} plays the role {role} ({ROLES[role]})"
            remedy = f"Name that row here; of which of {part.never}.csv it is, the end of the quantity's id says."
            yield _Fault(allowed, remedy, (*place, row.subject))


def _list_faults_of_measure(case: Case, role: str, part: Part, id: str) -> Iterator[_Fault]:
    """Yields a fault if a quantity measures something else than its role, or has no single number."""
    unit, like = case.quantity(id).unit, next(iter(case.roles(part.like)), "") if part.like else ""
    wanted = case.quantity(like).unit if like in case.ledger.get_table(Quantity) else part.unit
    if wanted and _find_measure(unit) != _find_measure(wanted):
        what = _FORMS.get(wanted) or f"in {wanted}, or in what converts to it"
        reason = f"{like} does, which plays {part.like}" if like else f"{role} is {ROLES[role]}"
        yield _Fault(f"a quantity {what}, as {reason}; {id} is in {unit}", "Name another, or correct its unit.")
    elif part.one and unit in ("date", "text"):
        yield _Fault(f"a quantity with a number; {id} is a {unit}", "Name another quantity.")
    elif part.one:
        for basis in BASES:
            try:
                case.on(basis)[id]
            except CaseError as error:
                if any(problem.column == "subject" for problem in error.problems):  # ties have a problem of their own
                    words = error.problems[0].allowed
                    yield _Fault(f"a quantity with one number; {id} has several: {words}", "Name another quantity.")
                    return
            except CommuniqueError:  # a formula without a value has a problem of its own
                return


def _find_measure(unit: str) -> str:
    return unit if unit in ("date", "text") else units.get_base_unit(unit)
