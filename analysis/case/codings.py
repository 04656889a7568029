"""Codes of several coders: what a cell is that others coded too, and the checks of rules, codes and equal clauses.

The first coder's code stands in the table itself; codings.csv holds those of the others, one row a coder and cell.
Numbers on an interval scale are combined to their mean. A code with an order (0 open, 1 mentioned, 2 specified) stays
the first coder's, for a mean of such codes is no code. Either way the range reaches over all codes and their ranges, so
that disagreement shows wherever the number is used. Other codes (a status, a list of parties) stay the first coder's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from statistics import fmean
from typing import Any, Literal, TypeVar

from analysis.case.columns import Fault, Row, get_level, read_texts
from analysis.case.schema import TABLES, Coding, CodingRule, Guarantee
from analysis.case.table import Table
from analysis.errors import Problem, format_nearest
from analysis.messages import gettext, pgettext
from analysis.wording.numbers import format_interval, format_magnitude, join_interval

R = TypeVar("R", bound=Row)
Tables = Mapping[str, Table[Any]]
FIRST = "first"
"""The coder whose codes stand in the tables themselves."""
NONE = "none"
"""The code of a list that is empty, such as of the parties that gain from a clause: an empty cell would say nothing."""


@dataclass(frozen=True)
class Code:
    """What one coder made of a cell. low, high: the range that the coder considers plausible, None without one."""

    coder: str
    value: Any
    low: float | None = None
    high: float | None = None
    reason: str = ""


@cache
def list_coded_columns() -> dict[str, Literal["nominal", "ordinal", "interval"]]:
    """Returns `table/column` of every column that holds codes of ours -> its level of measurement.

    >>> list_coded_columns()["guarantees/detail"]
    'ordinal'
    """
    found: dict[str, Literal["nominal", "ordinal", "interval"]] = {}
    for name, kind in TABLES.items():
        for column in kind.model_fields:
            if level := get_level(kind, column):
                found[f"{name}/{column}"] = level
    return found


def list_codes(row: Row, column: str, codings: Iterable[Coding]) -> list[Code]:
    """Returns the code of every coder of a cell, the first coder's first; none where the cell is empty.

    codings: the rows of codings.csv on this cell.
    """
    cells = vars(row)
    if cells[column] is None:
        return []
    low, high = (cells.get(f"{column}_{end}") for end in ("low", "high"))
    others = [(coding, _read_code(type(row), column, coding.value)[0]) for coding in codings]
    return [
        Code(FIRST, cells[column], low, high, cells.get("reason") or ""),
        *(Code(each.coder, value, each.low, each.high, each.reason or "") for each, value in others),
    ]


def combine_codes(
    codes: Iterable[Code], level: Literal["ordinal", "interval"]
) -> tuple[float, float | None, float | None]:
    """Returns the value, low and high of a cell with numbers: those of its only coder, or of all of them together.

    codes: at least one, the first coder's first.

    >>> combine_codes([Code("first", 0.4, 0.2, 0.5), Code("second", 0.6, 0.5, 0.9)], "interval")
    (0.5, 0.2, 0.9)
    >>> combine_codes([Code("first", 2), Code("second", 1)], "ordinal")
    (2, 1, 2)
    """
    first, *others = codes
    if not others:
        return first.value, first.low, first.high
    numbers = [n for code in (first, *others) for n in (code.value, code.low, code.high) if n is not None]
    value = fmean(code.value for code in (first, *others)) if level == "interval" else first.value
    return value, min(numbers), max(numbers)


def count_by_coder(
    rows: Sequence[R], column: str, accepts: Callable[[R], bool], codings: Iterable[Coding]
) -> dict[str, int]:
    """Returns coder -> how many of the rows are accepted with the codes of that coder in a column, the first's first.

    codings: the rows of codings.csv, of any cells. Of a row that another coder did not code, the first code is taken.

    >>> from analysis import load_case
    >>> from analysis.case.schema import Issue
    >>> issues = list(load_case().ledger.get_table(Issue).values())
    >>> second = Coding(coding_id="c", cell=f"issues/{issues[0].id}/agreed", coder="second", value="true")
    >>> count_by_coder(issues[:2], "agreed", lambda issue: not issue.agreed, [second])
    {'first': 2, 'second': 1}
    """
    cells = {f"{row.table}/{row.id}/{column}": row for row in rows}
    by_coder: dict[str, dict[str, R]] = {}
    for coding in codings:
        row = cells.get(coding.cell)
        if row is not None and vars(row)[column] is not None:
            code = read_texts(type(row), column, [coding.value])[0][coding.value]
            by_coder.setdefault(coding.coder, {})[coding.cell] = row.model_copy(update={column: code})
    accepted = {cell: accepts(row) for cell, row in cells.items()}
    first = sum(accepted.values())
    others = {
        coder: first + sum(accepts(row) - accepted[cell] for cell, row in found.items())
        for coder, found in by_coder.items()
    }
    return {FIRST: first} | others


def describe_codes(codes: Iterable[Code]) -> str:
    """Returns what each coder chose, in words; '' where there is one coder.

    >>> describe_codes([Code("first", 0.4, 0.2, 0.5), Code("second", 0.6)])
    'Coders: first 0.4 (0.2 to 0.5), second 0.6.'
    """
    found = list(codes)
    if len(found) < 2:
        return ""
    # translators: each coder with the code that he or she chose: "first 0.4, second 0.6"
    return gettext("Coders: {codes}.", codes=", ".join(map(_describe_code, found)))


def _describe_code(code: Code) -> str:
    value = format_magnitude(code.value, "one", exact=True)
    low, high = code.low, code.high
    interval = "" if low is None or high is None else format_interval(low, high, "one", exact=True)
    return join_interval(f"{name_coder(code.coder)} {value}", interval)


def name_coder(coder: str) -> str:
    """Returns what a page calls a coder: by name, or by the order of those who have none.

    >>> name_coder("first")
    'first'
    """
    if coder == FIRST:
        return pgettext("coder", "first")
    if coder == "second":
        return pgettext("coder", "second")
    return pgettext("coder", "third") if coder == "third" else coder


# Checks


def check_codings(tables: Tables, faulty: Set[tuple[str, str]]) -> Iterator[Problem]:
    """Yields what is wrong with coding_rules.csv and codings.csv. faulty: (table, id) of rows with another problem.

    What codes a row of a table that has none is caused by that.
    """
    empty = {name for name, table in tables.items() if not table} - {table for table, _ in faulty}
    columns = list_coded_columns()
    rules = tables[CodingRule.table]
    for id in rules:
        if (fault := _find_rule_fault(rules[id], columns)) is not None:
            yield Problem("coding_rules.csv", rules.find_line(id), *fault)
    codings = tables[Coding.table]
    ruled = {rule.column for rule in rules.values()}
    seen: dict[tuple[str, str], str] = {}
    for id in codings:
        coding = codings[id]
        line, key = codings.find_line(id), (coding.cell, coding.coder)
        if key in seen:
            remedy = f"{seen[key]} is another code of this coder for this cell; delete one of them."
            yield Problem("codings.csv", line, "cell", coding.cell, "one code of a coder for a cell", remedy)
        elif tuple(coding.cell.split("/")[:2]) not in faulty:
            table = coding.cell.split("/")[0]
            for fault in _find_coding_faults(coding, tables, ruled):
                yield Problem("codings.csv", line, *fault, cause=f"{table}.csv" if table in empty else "")
        seen.setdefault(key, id)


def _find_rule_fault(rule: CodingRule, columns: Mapping[str, str]) -> tuple[str, object, str, str] | None:
    """Returns (column, found, allowed, remedy) of the first fault of a rule, None if it has none."""
    if rule.column not in columns:
        near = format_nearest(rule.column, columns)
        return "column", rule.column, f"table/column that is coded: {', '.join(columns)}{near}", "Correct it."
    if rule.applies_to is None:
        return None
    table, (name, _, value) = rule.column.partition("/")[0], rule.applies_to.partition("=")
    kind = TABLES[table]
    if name not in kind.model_fields:
        allowed = f"column=value, with a column of {table}.csv{format_nearest(name, kind.model_fields)}"
        return "applies_to", rule.applies_to, allowed, "Correct it, or empty the cell."
    faults = read_texts(kind, name, [value])[1]
    if faults:
        return "applies_to", rule.applies_to, f"{name}= and one of: {faults[value].allowed}", "Correct the value."
    return None


def _find_coding_faults(coding: Coding, tables: Tables, ruled: Set[str]) -> Iterator[tuple[str, object, str, str]]:
    """Yields (column, found, allowed, remedy) for each fault of a row of codings.csv."""
    parts = coding.cell.split("/")
    table, id, column = parts if len(parts) == 3 else ("", "", "")
    address = f"{table}/{column}"
    if address not in list_coded_columns():
        allowed = f"table/id/column, where table/column is one of: {', '.join(list_coded_columns())}"
        yield "cell", coding.cell, allowed, "Correct it."
        return
    if id not in tables[table]:
        yield "cell", coding.cell, f"a row of {table}.csv{format_nearest(id, tables[table])}", "Correct it."
        return
    if coding.coder == FIRST:
        allowed = f"another coder than {FIRST}, whose codes stand in {table}.csv"
        yield "coder", coding.coder, allowed, f"Name the coder, or change {table}.csv instead."
    if address not in ruled:
        remedy = "Write down the rule by which it is coded: a row of coding_rules.csv."
        yield "cell", coding.cell, f"a column with a rule: {', '.join(sorted(ruled)) or 'none has one'}", remedy
    value, fault = _read_code(tables[table].kind, column, coding.value)
    if fault:
        yield "value", coding.value, fault.allowed, "Correct it."
    elif list_coded_columns()[address] == "nominal":
        if coding.low is not None or coding.high is not None:
            yield "low", coding.low, f"nothing, as {address} is no number", "Empty low and high."
    else:
        yield from _find_range_faults(coding, value, tables[table].kind, column)


def _read_code(kind: type[Row], column: str, text: str) -> tuple[Any, Fault | None]:
    """Returns a code as the column of its cell holds it, and the fault if the column does not accept it."""
    if text == NONE and kind.model_fields[column].default == ():
        return (), None
    values, faults = read_texts(kind, column, [text])
    return values.get(text), faults.get(text)


def _find_range_faults(
    coding: Coding, value: float, kind: type[Row], column: str
) -> Iterator[tuple[str, object, str, str]]:
    """Yields a fault for an end of the range that the column does not accept, or that is on the wrong side."""
    for name, end, is_right in (
        ("low", coding.low, coding.low is None or coding.low <= value),
        ("high", coding.high, coding.high is None or coding.high >= value),
    ):
        if end is None:
            continue
        text = f"{end:.15g}"
        if faults := read_texts(kind, column, [text])[1]:
            yield name, text, faults[text].allowed, "Correct it."
        elif not is_right:
            yield name, text, f"low <= value <= high, where value is {value:.15g}", "Correct one of them."


def check_equal_clauses(tables: Tables) -> Iterator[Problem]:
    """Yields a problem for each clause on an element that two promises share and that is coded in two ways."""
    table: Table[Guarantee] = tables[Guarantee.table]
    named = [row for row in table.values() if row.clause]
    for _, group in groupby(sorted(named, key=_key_of_clause), key=_key_of_clause):
        first, *others = sorted(group, key=lambda row: table.find_line(row.id))
        for row in others:
            if row.detail != first.detail:
                allowed = f"{first.detail}, as {first.id} has for the clause {row.clause}"
                remedy = "The same clause gets the same code: correct one of them, or give them different clauses."
                yield Problem("guarantees.csv", table.find_line(row.id), "detail", row.detail, allowed, remedy)


def _key_of_clause(row: Guarantee) -> tuple[str, str]:
    return row.element, row.clause or ""


def describe_rules(rules: Iterable[CodingRule]) -> Iterator[str]:
    """Yields the codebook's lines on the written rules, a table for each coded column.

    >>> from analysis import load_case
    >>> lines = list(describe_rules(load_case().ledger.get_table(CodingRule).values()))
    >>> lines[0]
    '## Coding rules'
    """
    found = list(rules)
    if not found:
        return
    yield from ("## Coding rules", "")
    for column in dict.fromkeys(rule.column for rule in found):
        level = list_coded_columns().get(column, "")
        yield from (f"### {column} ({level})", "", "| for | code | rule | example | scheme |", "|---|---|---|---|---|")
        for rule in found:
            if rule.column == column:
                scheme = f"{rule.scheme}: {rule.reference}" if rule.reference else rule.scheme
                cells = (rule.applies_to or "all rows", rule.code or "", rule.rule, rule.example or "", scheme)
                yield "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"
        yield ""
