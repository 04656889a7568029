"""A case's own sentences for the shared notebooks: text with places -> the numbers, dates and names that fill them.

remarks.csv holds them, each for one place of a notebook. A place in braces names what stands there: a quantity
(`{topic.quantity@plan}`), a claim (`{claims/need}`), an event, as its date (`{events/meeting}`), another row, as
its name (`{lake_state}`), or a text of a row (`{sources/kiel/publisher}`). A spec may follow, as in `say`:
`{claims/need:round}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from string import Formatter
from typing import TYPE_CHECKING, Any

from analysis.case.schema import TABLES, Claim, Remark, Translation
from analysis.errors import CommuniqueError, Problem, UsageError, format_nearest

if TYPE_CHECKING:
    from analysis.case.case import Case

_ALLOWED = "a sentence with places such as {quantity@subject}, {claims/id}, {events/id}, {id} or {table/id/column}"


def list_remarks(case: Case, notebook: str, place: str) -> list[tuple[str, dict[str, Any]]]:
    """Returns the remarks of a case for one place of a notebook that hold on its basis, in the order of remarks.csv.

    Returns: each remark's text with places, and what fills them, for `say(text, **places)`.
    Raises: UsageError if a place names nothing of the case.
    """
    rows = case.ledger.get_table(Remark).find_rows("notebook", notebook)
    return [
        _fill_places(case, row.text)
        for row in rows
        if row.place == place and (not row.basis or case.basis in row.basis)
    ]


def join_remarks(remarks: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[str, dict[str, Any]]:
    """Returns remarks as one text, each after a space, in which each place has a name of its own.

    >>> join_remarks([("It is {place_1}.", {"place_1": 7}), ("It was {place_1:round}.", {"place_1": 8})])
    (' It is {remark_1_place_1}. It was {remark_2_place_1:round}.', {'remark_1_place_1': 7, 'remark_2_place_1': 8})
    """
    words, filled = "", dict[str, Any]()
    for position, (text, places) in enumerate(remarks, 1):
        words += " "
        for before, name, spec, _ in Formatter().parse(text):
            words += _escape(before)
            if name is not None:
                filled[f"remark_{position}_{name}"] = places[name]
                words += _write_place(f"remark_{position}_{name}", spec)
    return words, filled


def _fill_places(case: Case, text: str) -> tuple[str, dict[str, Any]]:
    """Returns a text whose places have names that `say` accepts, and what fills them."""
    words, filled = "", dict[str, Any]()
    for before, name, spec, _ in Formatter().parse(text):
        words += _escape(before)
        if name is not None:
            key = f"place_{len(filled) + 1}"
            filled[key] = _find(case, name)
            words += _write_place(key, spec)
    return words, filled


def _escape(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _write_place(name: str, spec: str | None) -> str:
    return f"{{{name}:{spec}}}" if spec else f"{{{name}}}"


def _find(case: Case, name: str) -> Any:
    """Returns the number, date, name or text that a place in a remark names."""
    table, _, rest = name.partition("/")
    id, _, column = rest.partition("/")
    if not rest:
        quantity, _, subject = name.partition("@")
        if "." in quantity:  # as only ids of quantities have; raises with the nearest one
            case.quantity(quantity)
            return case[quantity, subject] if subject else case[quantity]
        return case.label(name)
    if table not in TABLES:
        raise UsageError(f"no table {table!r}{format_nearest(table, TABLES)} for the place {name!r}")
    rows = case.ledger.tables[table]
    if id not in rows:
        raise UsageError(f"{table}.csv has no row {id!r}{format_nearest(id, rows)} for the place {name!r}")
    if column:
        columns = type(rows[id]).model_fields
        if column not in columns:
            raise UsageError(f"{table}.csv has no column {column!r}{format_nearest(column, columns)} for {name!r}")
        return case.text(table, id, column)
    if isinstance(row := rows[id], Claim):
        return case.estimate(row)
    return case.date(id) if table == "events" else case.source(id) if table == "sources" else case.label(id)


def check_remarks(case: Case) -> Iterator[Problem]:
    """Yields a problem for each remark with a place that names nothing of the case, or with a typed digit.

    >>> from analysis import load_case
    >>> list(check_remarks(load_case()))
    []
    """
    table, others = case.ledger.get_table(Remark), case.ledger.get_table(Translation)
    for row in table.values():
        yield from _check_text(case, row.text, "remarks.csv", table.find_line(row.id))
    for other in others.values():
        if other.row.startswith(f"{Remark.table}/") and other.column == "text":
            yield from _check_text(case, other.text, "translations.csv", others.find_line(other.id))


def _check_text(case: Case, text: str, file: str, line: int) -> Iterator[Problem]:
    try:
        words, _ = _fill_places(case.on("all"), text)
    except (CommuniqueError, ValueError) as error:  # ValueError: braces that do not match
        yield Problem(file, line, "text", text, _ALLOWED, f"In it: {str(error).rstrip('.')}.")
        return
    if any(part.isdigit() for before, *_ in Formatter().parse(words) for part in before):
        remedy = "Put a place such as {claims/ID} where the number stands."
        yield Problem(file, line, "text", text, "no typed digit", remedy)
