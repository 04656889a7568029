"""The example rows of a new case: what the chosen questions need, with every row that these refer to.

They are one small sound case, in the folder `example` beside this module, in which each role is played.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from analysis.case.columns import Ref, find_marker
from analysis.case.schema import TABLES

Rows = Mapping[str, Mapping[str, str]]  # id -> cells
_FOLDER = Path(__file__).with_name("example")


@cache
def read_examples() -> Mapping[str, Rows]:
    """Returns all example rows: table -> id -> cells.

    >>> list(read_examples()["plans"])
    ['earlier', 'later']
    """
    found = {}
    for name, kind in TABLES.items():
        path = _FOLDER / f"{name}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                found[name] = {row[kind.key]: row for row in csv.DictReader(file)}
    return found


def select_examples(needs: Iterable[str]) -> dict[str, list[Mapping[str, str]]]:
    """Returns the example rows for what questions need, and all that these rows refer to.

    Of a role that is what plays it, of a table all rows, of a quantity also the claims and assumptions on it.

    needs: names of roles and tables; a name that has no example adds nothing.

    >>> rows = select_examples(["area"])
    >>> [row["claim_id"] for row in rows["claims"]]
    ['area_north_text', 'area_south_text']
    >>> [row["region_id"] for row in rows["regions"]]
    ['north', 'south']
    """
    every = read_examples()
    waiting = [("sources", next(iter(every["sources"])))]  # the analysed text, which every case has
    for need in needs:
        waiting += [(need, id) for id in every.get(need, ())]
        waiting += [("roles", need)] if need in every["roles"] else []
    kept: dict[str, set[str]] = {name: set() for name in every}
    while waiting:
        table, id = waiting.pop()
        if id not in kept[table]:
            kept[table].add(id)
            waiting += _list_related(table, id)
    return {name: [row for id, row in rows.items() if id in kept[name]] for name, rows in every.items()}


def _list_related(name: str, id: str) -> Iterator[tuple[str, str]]:
    """Yields table and id of each row that one row refers to, and of what is claimed or assumed of a quantity."""
    every = read_examples()
    for column, cell in every[name][id].items():
        marker = find_marker(TABLES[name], column, Ref)
        for other in cell.split(";") if marker else ():
            yield from ((table, other.strip()) for table in marker.tables if other.strip() in every.get(table, ()))
    if name == "quantities":
        for table in ("claims", "assumptions"):
            yield from ((table, key) for key, row in every[table].items() if row["quantity"] == id)
