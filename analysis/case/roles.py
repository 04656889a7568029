"""What plays which part in the questions that all cases share: a role's name -> the rows that a case gives it.

A comparison asks for a role (`need`), and the case says in roles.csv which of its quantities, plans, parties or events
that is. So no comparison and no shared notebook has to know the ids of any case. The roles that there are stand in
`analysis.case.role_names`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.case.role_names import ROLES
from analysis.case.schema import Role
from analysis.case.table import Ledger
from analysis.errors import MissingRole, UsageError, format_nearest


def find_role(ledger: Ledger, role: str) -> tuple[str, ...]:
    """Returns the ids that play a role in a case, () if none does. Raises UsageError if there is no such role.

    >>> from analysis import load_case
    >>> from analysis.case.roles import find_role
    >>> find_role(load_case().ledger, "need")
    ('reconstruction.need',)
    """
    if role not in ROLES:
        raise UsageError(f"no role {role!r}{format_nearest(role, ROLES)}; there are {', '.join(ROLES)}")
    roles = ledger.get_table(Role)
    return roles[role].played_by if role in roles else ()


def make_missing_role(case: str, role: str, known: Iterable[str], found: Sequence[str] = ()) -> MissingRole:
    """Makes the error for a role that nothing in a case plays, or several things play where one is needed.

    known: the roles that something plays. found: what plays this one.
    """
    what = f"{role.replace('_', ' ')} ({ROLES[role]})"
    if found:
        return MissingRole(f"{case} has several for the {what}: {', '.join(found)}. Name one id in the call.")
    return MissingRole(
        f"{case} does not say what is its {what}; it has the roles: {', '.join(known) or 'none'}. "
        f"Add a row {role} to roles.csv, or name the id in the call."
    )
