"""Coding: how far do several coders agree on what we code, and where do they differ?

Agreement is Krippendorff's alpha: 1 where coders agree on every cell, 0 where they agree no more than by chance. Its
author relies on data from 0.8, and draws tentative conclusions from 0.667 (Krippendorff, Content Analysis, second
edition, 2004, page 241). It is computed by the package krippendorff, the extra `agreement`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

from analysis.case.codings import Code, list_coded_columns, list_codes, name_coder
from analysis.case.columns import Row
from analysis.case.schema import Coding, CodingRule
from analysis.contract import ClaimCard
from analysis.estimates.constructors import make_leaf
from analysis.estimates.estimate import Estimate
from analysis.estimates.settings import make_setting
from analysis.label import Label, join_names
from analysis.messages import Phrase, Place, Word, gettext, mark_message, pgettext
from analysis.wording.numbers import format_magnitude

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

    Cells = dict[str, list[Code]]  # id of a row -> its code by each coder

NAMES = {
    "claims/verdict": mark_message("verdicts on claims"),
    "events/came_about": mark_message("what came about"),
    "issues/agreed": mark_message("which issues are agreed"),
    "provisions/detail": mark_message("the detail of provisions"),
    "provisions/position": mark_message("the place of provisions on the scale"),
    "provisions/fate": mark_message("what became of provisions"),
    "provisions/favours": mark_message("who gains by provisions"),
    "positions/position": mark_message("positions"),
    "positions/salience": mark_message("salience"),
    "region_status/status": mark_message("the status of regions"),
    "guarantees/detail": mark_message("the detail of guarantees"),
    "risks/likelihood": mark_message("likelihood"),
    "risks/impact": mark_message("impact"),
}
RELIABLE, TENTATIVE = 0.8, 0.667
UNEQUAL = Word("not defined", "agreement of coders")
VERDICTS = (
    Word("reliable", "agreement of coders"),
    Word("for tentative conclusions only", "agreement of coders"),
    Word("too low to rest a conclusion on", "agreement of coders"),
    UNEQUAL,
)
_LEVELS = {
    "nominal": Word("nominal", "level of measurement"),
    "ordinal": Word("ordinal", "level of measurement"),
    "interval": Word("interval", "level of measurement"),
}


def agreement(case: Case, *tables: str) -> pd.DataFrame:
    """Computes how far several coders agree: Krippendorff's alpha of each column that more than one of them coded.

    tables: only columns of these tables; all if none is named.
    Returns: one row a column. column, coders: Label; level: of measurement, Word; cells: coded by more than one (item);
        alpha: dimensionless, traced to the codes, None if it is not defined or the package is missing; verdict: Word.

    >>> from analysis import compare, load_case
    >>> list(compare.coding.agreement(load_case()).columns)
    ['column', 'coders', 'level', 'cells', 'alpha', 'verdict']
    """
    import pandas as pd

    columns = ["column", "coders", "level", "cells", "alpha", "verdict"]
    return pd.DataFrame(_list_agreement(case, tables), columns=columns, dtype=object)


def _list_agreement(case: Case, tables: Sequence[str]) -> list[Mapping[str, Any]]:
    """Returns the rows of `agreement`."""
    return [case.find_once(_measure_agreement, column) for column in _find_cells(case, tables)]


def _measure_agreement(case: Case, column: str) -> Mapping[str, Any]:
    """Returns how far coders agree on a column that more than one of them coded."""
    table, ref = column.partition("/")[0], f"codings/{_list_rows(case, column)[0].id}"
    cells = case.find_once(_find_cells_on, column)
    alpha = compute_alpha(list(cells.values()), list_coded_columns()[column])
    coders = dict.fromkeys(code.coder for codes in cells.values() for code in codes)
    coded = [case.ledger.tables[table][id] for id in cells]
    counted = Phrase("cells on {column} with several codes", column=Word(NAMES[column]))
    return {
        "column": Label(gettext(NAMES[column]), ref),
        "coders": Label(join_names(map(name_coder, coders)), ref),
        "level": _LEVELS[list_coded_columns()[column]],
        "cells": case.count(table, coded, counted),
        "alpha": None if alpha is None else _trace(case, column, alpha),
        "verdict": _judge(alpha),
    }


def summary(case: Case, *tables: str) -> tuple[str, dict[str, Estimate | Label]]:
    """Words how far coders agree on some tables, as one line for `say`: a template, and what fills its places.

    tables: those whose columns count; all if none is named.

    >>> from analysis import compare, load_case
    >>> compare.coding.summary(load_case(), "parties")[0]
    'One coder gave these codes; no second coder has checked them.'
    """
    found = _list_agreement(case, tables)
    if not found:
        return gettext("One coder gave these codes; no second coder has checked them."), {}
    if not can_compute():
        return (
            gettext(
                "Several coders gave these codes; how far they agree is computed where the extra package of Communique "
                "for agreement is installed."
            ),
            {},
        )
    places: dict[str, Estimate | Label] = {}
    parts = []
    for position, row in enumerate(found):
        places[f"column_{position}"] = row["column"]
        given = {"column": Place(f"column_{position}"), "verdict": row["verdict"]}
        if row["alpha"] is None:
            parts.append(gettext("on {column} it is {verdict}, as all codes are equal", **given))
            continue
        places |= {f"alpha_{position}": row["alpha"], f"cells_{position}": row["cells"]}
        given |= {"alpha": Place(f"alpha_{position}"), "cells": Place(f"cells_{position}")}
        parts.append(gettext("on {column} it is {alpha} over {cells:bare} cells ({verdict})", **given))
    reliable, tentative = thresholds()
    words = gettext(
        "Agreement of the coders (Krippendorff's alpha): {parts}. Data count as reliable from {reliable}, and allow "
        "tentative conclusions from {tentative}.",
        parts=join_names(parts),
        reliable=Place("reliable"),
        tentative=Place("tentative"),
    )
    return words, places | {"reliable": reliable, "tentative": tentative}


def caution(case: Case, *columns: str) -> tuple[str, dict[str, Estimate | Label]]:
    """Words on which coded columns coders agree too little to rest a conclusion on them, as one line for `say`.

    columns: as in `NAMES`, `provisions/favours`. Returns: a template, and what fills its places; an empty text where
    they agree enough, or where nobody knows, since one coder gave the codes or the package is missing.

    >>> from analysis import compare, load_case
    >>> compare.coding.caution(load_case(), "positions/position")
    ('', {})
    """
    places = find_doubts(case, *columns)
    return describe_doubts(places), places


def find_doubts(case: Case, *columns: str) -> dict[str, Estimate | Label]:
    """Finds the coded columns on which coders agree too little to rest a conclusion on them, and how far they agree.

    columns: as in `NAMES`, `provisions/favours`. Returns: `low_0` with the name of the first and `low_alpha_0` with its
    alpha, and so on; empty where they agree enough, or where nobody knows.

    >>> from analysis import load_case
    >>> from analysis.compare.coding import find_doubts
    >>> find_doubts(load_case(), "positions/position")
    {}
    """
    found = _list_agreement(case, [column.partition("/")[0] for column in columns])
    names = {gettext(NAMES[column]) for column in columns}
    low = [r for r in found if str(r["column"]) in names and r["verdict"] == VERDICTS[2]]
    return {f"low_{at}": row["column"] for at, row in enumerate(low)} | {
        f"low_alpha_{at}": row["alpha"] for at, row in enumerate(low)
    }


def describe_doubts(doubts: Mapping[str, object], *, holds_by_each: bool = False) -> str:
    """Words on which coded columns coders agree too little, as a sentence with places; '' for none.

    doubts: what fills the places, as `find_doubts` returns it. holds_by_each: whether what is concluded holds by the
    codes of each coder all the same.

    >>> from analysis.compare.coding import describe_doubts
    >>> describe_doubts({"low_0": "salience", "low_alpha_0": 0.2})
    "Coders agree too little on {low_0} (Krippendorff's alpha {low_alpha_0}) to rest a conclusion on it."
    """
    count = sum(name.startswith("low_alpha_") for name in doubts)
    if not count:
        return ""
    parts = [
        gettext("{column} (Krippendorff's alpha {alpha})", column=Place(f"low_{at}"), alpha=Place(f"low_alpha_{at}"))
        for at in range(count)
    ]
    columns = join_names(parts)
    if holds_by_each:
        return gettext(
            "Coders agree too little on {columns} to rest a conclusion on it, yet by the codes of each it holds.",
            columns=columns,
        )
    return gettext("Coders agree too little on {columns} to rest a conclusion on it.", columns=columns)


def differences(case: Case, *tables: str) -> pd.DataFrame:
    """Lists the cells that coders coded differently, with what each chose.

    tables: only cells of these tables; all if none is named.
    Returns: one row a cell, in the order of the tables. column, row, coder, value, first: Label; reason: Label of the
        other coder's reason, or None.

    >>> from analysis import compare, load_case
    >>> list(compare.coding.differences(load_case()).columns)
    ['column', 'row', 'first', 'coder', 'value', 'reason']
    """
    import pandas as pd

    rows = []
    for column, cells in _find_cells(case, tables).items():
        table = column.partition("/")[0]
        codings = {(coding.cell.split("/")[1], coding.coder): coding.id for coding in _list_rows(case, column)}
        for id, (first, *others) in cells.items():
            for other in others:
                if other.value != first.value:
                    ref = f"codings/{codings[id, other.coder]}"
                    rows.append(
                        {
                            "column": Label(gettext(NAMES[column]), ref),
                            "row": Label(_name_row(case, case.ledger.tables[table][id]), f"{table}/{id}"),
                            "first": Label(_format_value(first.value), f"{table}/{id}"),
                            "coder": Label(name_coder(other.coder), ref),
                            "value": Label(_format_value(other.value), ref),
                            "reason": Label(other.reason, ref) if other.reason else None,
                        }
                    )
    return pd.DataFrame(rows, columns=["column", "row", "first", "coder", "value", "reason"], dtype=object)


def by_rules(case: Case, *columns: str) -> str:
    """Words that say that columns are coded by written rules, to stand after what is coded; '' where one has no rule.

    columns: as in `NAMES`.

    >>> from analysis import compare, load_case
    >>> compare.coding.by_rules(load_case(), "provisions/favours", "provisions/fate")
    ', by the written rules in the data'
    """
    written = {rule.column for rule in case.ledger.get_table(CodingRule).values()}
    return gettext(", by the written rules in the data") if written.issuperset(columns) else ""


def thresholds() -> tuple[Estimate, Estimate]:
    """Returns from which alpha data count as reliable, and from which they allow tentative conclusions, as settings.

    >>> from analysis import compare
    >>> [threshold.value for threshold in compare.coding.thresholds()]
    [0.8, 0.667]
    """
    reason = gettext("Krippendorff, Content Analysis, second edition, 2004, page 241.")
    return (
        make_setting("coding.reliable", RELIABLE, "one", gettext("alpha of reliable data"), reason),
        make_setting("coding.tentative", TENTATIVE, "one", gettext("alpha for tentative conclusions"), reason),
    )


def can_compute() -> bool:
    """Says whether the package that computes alpha is installed.

    >>> from analysis import compare
    >>> isinstance(compare.coding.can_compute(), bool)
    True
    """
    return find_spec("krippendorff") is not None


def compute_alpha(cells: Sequence[Sequence[Code]], level: Literal["nominal", "ordinal", "interval"]) -> float | None:
    """Returns Krippendorff's alpha of some cells; None where all codes are equal, or the package is missing.

    cells: the codes of each cell, at least one with two of them. level: of measurement.

    >>> from analysis.case.codings import Code
    >>> from analysis.compare.coding import compute_alpha
    >>> cells = [[Code("first", 1), Code("second", 1)], [Code("first", 2), Code("second", 2)]]
    >>> compute_alpha(cells, "ordinal")
    1.0
    """
    coders = list(dict.fromkeys(code.coder for codes in cells for code in codes))
    values = {_make_comparable(code.value) for codes in cells for code in codes}
    if len(values) < 2 or not can_compute():
        return None
    import krippendorff

    numbers: Mapping[Any, float] = (
        {value: position for position, value in enumerate(sorted(values, key=str))}
        if level == "nominal"
        else {value: float(value) for value in values}
    )
    given = [{code.coder: numbers[_make_comparable(code.value)] for code in codes} for codes in cells]
    data = [[codes.get(coder, math.nan) for codes in given] for coder in coders]
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement=level))


def _make_comparable(value: Any) -> Any:
    """Returns a code as it is compared: of several names their order does not count."""
    return tuple(sorted(value)) if isinstance(value, tuple) else value


def _format_value(value: Any) -> str:
    if isinstance(value, tuple):
        return join_names(value) if value else pgettext("a code", "none")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return format_magnitude(value, "one", exact=True) if isinstance(value, int | float) else str(value)


def _name_row(case: Case, row: Row) -> str:
    """Returns what a coded row is on: party and issue, plan and region, promise and element."""
    cells = vars(row)
    of = [str(case.label(cells[name])) for name in ("party", "plan", "issue", "region") if cells.get(name)]
    return ", ".join(
        of + [cells[name] for name in ("promise", "element", "name", "title", "statement") if cells.get(name)]
    )


def _judge(alpha: float | None) -> str:
    reliable, tentative, low, undefined = VERDICTS
    if alpha is None:
        return undefined
    return reliable if alpha >= RELIABLE else tentative if alpha >= TENTATIVE else low


def _list_rows(case: Case, column: str) -> Sequence[Coding]:
    """Returns the rows of codings.csv on a column."""
    return case.find_once(_group_codings).get(column, ())


def _group_codings(case: Case) -> Mapping[str, Sequence[Coding]]:
    """Returns column -> the rows of codings.csv on it."""
    found: dict[str, list[Coding]] = {}
    for coding in case.ledger.get_table(Coding).values():
        found.setdefault("{0}/{2}".format(*coding.cell.split("/")), []).append(coding)
    return found


def _find_cells(case: Case, tables: Sequence[str]) -> dict[str, Cells]:
    """Returns column -> the cells that more than one coder coded, with all their codes."""
    found: dict[str, Cells] = {}
    for column in list_coded_columns():
        if tables and column.partition("/")[0] not in tables:
            continue
        if cells := case.find_once(_find_cells_on, column):
            found[column] = cells
    return found


def _find_cells_on(case: Case, column: str) -> Cells:
    """Returns the cells of a column that more than one coder coded, with all their codes."""
    table, _, name = column.partition("/")
    by_id: dict[str, list[Coding]] = {}
    for coding in _list_rows(case, column):
        by_id.setdefault(coding.cell.split("/")[1], []).append(coding)
    cells = {id: list_codes(case.ledger.tables[table][id], name, codings) for id, codings in by_id.items()}
    return {id: codes for id, codes in cells.items() if len(codes) > 1}


def _trace(case: Case, column: str, alpha: float) -> Estimate:
    """Returns alpha, one less the disagreement, as a number that leads to the codes it is computed from."""
    id, rows = f"disagreement:{column}", _list_rows(case, column)
    card = ClaimCard(
        id,
        "count",
        gettext("disagreement on {column}, as a share of that by chance", column=gettext(NAMES[column])),
        "one",
        value=1 - alpha,
        statement=gettext(
            "Krippendorff's, computed from the codes of {coders} and of the first coder, on the level {level}.",
            coders=join_names(dict.fromkeys(name_coder(row.coder) for row in rows)),
            level=_LEVELS[list_coded_columns()[column]],
        ),
        rows=tuple(f"codings/{row.id}" for row in rows),
    )
    leaf = make_leaf(id, 1 - alpha, "one", kind="count", symbol=card.quantity, origin=card, case=case)
    label = gettext("Agreement on {column}", column=gettext(NAMES[column]))
    return (1 - leaf).named(f"coding.{column.replace('/', '.')}", label)
