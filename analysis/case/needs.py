"""What a question needs of a case: roles that something plays, and tables that have rows.

A notebook names its needs where it loads its case, `load_case(case_dir, needs=("need", "means", "positions"))`. Where
one is not met the case cannot answer the question: `communique render` leaves the notebook out of the set and says so,
and the notebook itself, run anywhere, stops there with the same line.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from analysis.case.parts import PARTS
from analysis.case.role_names import ROLES
from analysis.case.roles import find_role
from analysis.case.schema import TABLES, Assumption, Claim, Quantity
from analysis.case.table import Ledger
from analysis.errors import UsageError, format_nearest
from analysis.label import join_names


def describe_unmet(ledger: Ledger, needs: Iterable[str]) -> str:
    """Returns in words which needs a case does not meet: `no positions; nothing that is the need`; '' if it meets all.

    Raises UsageError for a name that is neither a role nor a table.

    >>> from analysis import load_case
    >>> from analysis.case.needs import describe_unmet
    >>> describe_unmet(load_case().ledger, ["need", "positions"])
    ''
    """
    return "; ".join(_list_unmet(ledger, needs))


def _list_unmet(ledger: Ledger, needs: Iterable[str]) -> Iterator[str]:
    unplayed, silent = [], dict[str, list[str]]()
    for need in needs:
        words = need.replace("_", " ")
        if need in TABLES:
            if not ledger.tables[need]:
                yield f"no {words} ({need}.csv has no rows)"
        elif need in ROLES:
            found = find_role(ledger, need)
            if not found:
                unplayed.append(need)
            elif unclaimed := [id for id in found if not _count_subjects(ledger, id)]:
                silent.setdefault(" or ".join(unclaimed), []).append(words)
            elif (least := PARTS[need].least) > 1 and all(_count_subjects(ledger, id) < least for id in found):
                yield f"claims on {' and '.join(found)}, the {words}, of fewer than {least} subjects, as are compared"
        else:
            known = [*ROLES, *TABLES]
            raise UsageError(
                f"no role or table {need!r}{format_nearest(need, known)}; allowed: a table, such as positions, or a "
                f"role, such as need"
            )
    yield from (f"no claim on {ids}, the {join_names(roles)}" for ids, roles in silent.items())
    if len(unplayed) == 1:
        yield f"nothing that is the {unplayed[0].replace('_', ' ')} ({ROLES[unplayed[0]]}; see roles.csv)"
    elif unplayed:
        yield f"nothing that plays the roles {', '.join(unplayed)} (see roles.csv)"


def _count_subjects(ledger: Ledger, id: str) -> float:
    """Returns of how many subjects there is a number of a quantity; what is no quantity is known by its row."""
    quantity = ledger.get_table(Quantity).get(id)
    if quantity is None or quantity.formula:
        return math.inf
    claims = [claim for claim in ledger.get_table(Claim).find_rows("quantity", id) if claim.rank != "deprecated"]
    assumptions = ledger.get_table(Assumption).find_rows("quantity", id)
    return len({claim.subject for claim in claims} | {assumption.subject for assumption in assumptions})
