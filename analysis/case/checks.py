"""Checks that need several rows or tables: ranges, ranks, ids and formulas.

Each function yields a Problem for every row that fails. The checks of one cell are in `analysis.case.columns`, those
of one file in `analysis.case.csv_reader`, those of ids that no row has in `analysis.case.references`, those of
corrections.csv in `analysis.case.corrections`. To add a check, write a generator like these and name it in `_CHECKS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise
from typing import Any

from analysis import dates, limits
from analysis.case.cells import list_distinct, list_ids
from analysis.case.columns import Ref, find_marker
from analysis.case.forecasts import check_forecasts
from analysis.case.schema import TABLES, Assumption, Claim, Event, Forecast, Fund, Quantity, Source
from analysis.case.table import Ledger, Table
from analysis.errors import Problem, UnitError
from analysis.estimates import expression
from analysis.estimates.constructors import number
from analysis.problems import Words
from analysis.wording import units


def check_values(ledger: Ledger, changed: Set[str] = frozenset(TABLES)) -> Iterator[Problem]:
    """Yields a problem for each value that does not fit the rest of the ledger.

    changed: the tables without which the ledger has passed every check: what looks at none of them is left out.
    """
    for check, tables in _CHECKS:
        if not changed.isdisjoint(tables):
            yield from check(ledger)


def _check_translations(ledger: Ledger) -> Iterator[Problem]:
    """Yields a problem for each title that is called its own translation, or whose translation has its own brackets."""
    table = ledger.get_table(Source)
    for source in table.values():
        given = source.title_translation or ""
        bracketed = given.startswith("[") and given.endswith("]")
        if given and (given == source.title or bracketed):
            allowed = (
                "the translated title, without brackets" if bracketed else "another text than in title, or nothing"
            )
            remedy = (
                "Remove the brackets: reports print them." if bracketed else "Translate the title, or leave it empty."
            )
            yield Problem("sources.csv", table.find_line(source.id), "title_translation", given, allowed, remedy)


def _check_covered_once(ledger: Ledger) -> Iterator[Problem]:
    """No quantity and no claim is covered by two funds, as then nobody knows what its money is for."""
    table, first = ledger.get_table(Fund), dict[str, str]()
    for fund in table.values():
        for id in fund.covers:
            if first.setdefault(id, fund.id) != fund.id:
                allowed = f"what no other fund covers; {first[id]} covers it"
                yield Problem(
                    "funds.csv", table.find_line(fund.id), "covers", id, allowed, "Remove it from one of them."
                )


_SAID = (
    *("quantity", "subject", "source", "locator", "value", "low", "high", "date", "qualifier", "as_of", "base"),
    "attributed_to",
)


def _check_said_once(ledger: Ledger) -> Iterator[Problem]:
    """No two claims say the same at the same place of a source: it would count as two sources do."""
    table, first = ledger.get_table(Claim), dict[tuple[Any, ...], str]()
    numbers = {quantity.id for quantity in ledger.get_table(Quantity).values() if quantity.unit != "text"}
    alike = None
    if table.is_large:
        from analysis.case.columnar.suspects import find_alike

        alike = find_alike([table.columns[column] for column in _SAID])
    for id, *said in table.list_cells(_SAID, alike):
        if said[0] in numbers and (other := first.setdefault(tuple(said), id)) != id:
            allowed = f"a claim that no other row makes; {other}, in row {table.find_line(other)}, says the same there"
            remedy = "Delete one of them, or correct what differs."
            yield Problem("claims.csv", table.find_line(id), "claim_id", id, allowed, remedy)


def _check_time_has_run_out(ledger: Ledger) -> Iterator[Problem]:
    """Yields a problem for each event that is coded as not held while it may still be held: no source is as late."""
    sources, events = ledger.get_table(Source), ledger.get_table(Event)
    days = [dates.compute_span(day)[1] for row in sources.values() for day in (row.date, row.accessed) if day]
    for event in events.values():
        end = dates.compute_span(event.date)[1]
        if event.came_about == "no" and days and end > max(days):
            allowed = f"open, as the date may mean {end} and no source was read after {max(days)}"
            yield Problem("events.csv", events.find_line(event.id), "came_about", "no", allowed, "Enter open.")


def _check_outcomes_known(ledger: Ledger) -> Iterator[Problem]:
    """Yields a problem for each event that is coded as having come about while no source that could know is as late.

    That is the source of the outcome, by its date of publication; where none is named, any source.
    """
    sources, events = ledger.get_table(Source), ledger.get_table(Event)
    published = {
        row.id: dates.compute_reach(row.date or row.accessed or "")[1]
        for row in sources.values()
        if row.date or row.accessed
    }
    for event in events.values():
        (start, end), named = dates.compute_reach(event.date), event.outcome_source
        known = published.get(named) if named else max(published.values(), default=None)
        if event.came_about in ("yes", "partly") and known and known < start:
            who = f"{named} is" if named else "the newest source is"
            allowed = f"open, or a source of {start} or later that says so; {who} of {known}"
            remedy = (
                "Enter open as came_about, or name a later source; the date of a step that came about early is an "
                f"interval, such as {known}/{end}."
            )
            column, found = ("outcome_source", named) if named else ("came_about", event.came_about)
            yield Problem("events.csv", events.find_line(event.id), column, found, allowed, remedy)


def _check_numbers(ledger: Ledger) -> Iterator[Problem]:
    """Claims and assumptions have what their quantity's unit needs, within the range that is possible."""
    quantities = dict(ledger.get_table(Quantity))
    ranges = {
        id: (
            -most if quantity.minimum is None else max(quantity.minimum, -most),
            most if quantity.maximum is None else min(quantity.maximum, most),
            least,
        )
        for id, quantity in quantities.items()
        if quantity.unit not in ("date", "text")
        for least, most in (_compute_sizes(quantity.unit),)
    }
    for id, quantity in quantities.items():
        if id in ranges:
            line = ledger.get_table(Quantity).find_line(id)
            for column, bound in (("minimum", quantity.minimum), ("maximum", quantity.maximum)):
                if bound and not ranges[id][2] <= abs(bound) <= _compute_sizes(quantity.unit)[1]:
                    yield Problem("quantities.csv", line, column, bound, _describe_sizes(quantity.unit), _SIZE_REMEDY)
    for name in (Claim.table, Assumption.table):
        table, misfits = ledger.tables[name], None
        if table.is_large:
            from analysis.case.columnar.suspects import find_misfits

            dated = {id: one.unit == "date" for id, one in quantities.items() if id not in ranges}
            misfits = find_misfits(table.columns, ranges, dated)
        names = [column for column in ("quantity", "low", "value", "high", "date") if column in table.columns]
        for id, quantity, low, value, high, *date in table.list_cells(names, misfits):
            if value is not None and quantity in ranges:  # nearly every row, and most of them without a problem
                lowest, highest, least = ranges[quantity]
                if (
                    lowest <= (value if low is None else low) <= value <= (value if high is None else high) <= highest
                    and (not value or value >= least or value <= -least)
                    and (low is None or not low or abs(low) >= least)
                    and (high is None or not high or abs(high) >= least)
                ):
                    continue
            if quantity in quantities:
                for column, found, allowed, remedy in _find_misfits(quantities[quantity], low, value, high, *date):
                    yield Problem(f"{name}.csv", table.find_line(id), column, found, allowed, remedy)


_SIZE_REMEDY = "Check the number and the unit in quantities.csv."


def _compute_sizes(unit: str) -> tuple[float, float]:
    """Returns the smallest size other than 0, and the largest, that a number of a unit may have."""
    factor = units.get_factor(unit)
    return limits.MIN_NUMBER / factor, limits.MAX_NUMBER / factor


def _describe_sizes(unit: str) -> str:
    least, most = _compute_sizes(unit)
    return f"0, or {least:.3g} to {most:.3g} {unit} in size"


def _find_misfits(
    quantity: Quantity, low: float | None, value: float | None, high: float | None, date: str | None = None
) -> Iterator[tuple[str, object, str, str]]:
    """Yields (column, found, allowed, remedy) for each cell of a row that its quantity does not allow."""
    unit = quantity.unit
    numbers = [
        (column, number) for column, number in (("low", low), ("value", value), ("high", high)) if number is not None
    ]
    if unit in ("date", "text"):
        if numbers:
            yield *numbers[0], f"no number, as {quantity.quantity_id} is a {unit}", "Empty the cell."
        if unit == "date" and date is None:
            yield "date", None, f"an EDTF date, as {quantity.quantity_id} is a date", "Fill in this cell."
        return
    if value is None and (low is None or high is None):
        yield "value", None, f"a number in {unit}, or both low and high", "Fill in this cell."
    for (_, smaller), (column, larger) in pairwise(numbers):
        if smaller > larger:
            yield column, larger, f"{smaller:.15g} or more: low <= value <= high", "Swap them, or correct one of them."
    least, most = _compute_sizes(unit)
    for column, value in numbers:
        if value and not least <= abs(value) <= most:
            yield column, value, _describe_sizes(unit), _SIZE_REMEDY
        if quantity.minimum is not None and value < quantity.minimum:
            allowed = f"{quantity.minimum:.15g} or more, in {unit}"
            yield column, value, allowed, "Correct it, or the minimum in quantities.csv."
        if quantity.maximum is not None and value > quantity.maximum:
            allowed = f"{quantity.maximum:.15g} or less, in {unit}"
            yield column, value, allowed, "Correct it, or the maximum in quantities.csv."


def _check_order(ledger: Ledger) -> Iterator[Problem]:
    """A coded value is between its `_low` and `_high`, and a quantity's minimum is not above its maximum."""
    for name, kind in TABLES.items():
        ordered: list[tuple[str, ...]] = [
            (f"{column}_low", column, f"{column}_high")
            for column in kind.model_fields
            if f"{column}_low" in kind.model_fields
        ]
        ordered += [("minimum", "maximum")] if kind is Quantity else []
        table = ledger.tables[name]
        for columns in ordered:
            for id, *cells in zip(table, *(table.columns[column] for column in columns), strict=True):
                numbers = [(column, cell) for column, cell in zip(columns, cells, strict=True) if cell is not None]
                for (_, smaller), (column, larger) in pairwise(numbers):
                    if smaller > larger:
                        allowed = f"{smaller:.15g} or more: {' <= '.join(columns)}"
                        remedy = "Swap them, or correct one of them."
                        yield Problem(f"{name}.csv", table.find_line(id), column, larger, allowed, remedy)


def _check_single_choice(ledger: Ledger) -> Iterator[Problem]:
    """There is at most one preferred claim for each quantity and subject, in a series for each time; and one
    assumption."""
    claims, assumptions = ledger.get_table(Claim), ledger.get_table(Assumption)
    table = ledger.get_table(Quantity)
    series = {id for id, is_series in zip(table, table.columns["over_time"], strict=True) if is_series}
    columns = ("quantity", "subject", "as_of")
    preferred = claims.find_positions("rank", "preferred")
    if claims.is_large:
        from analysis.case.columnar.suspects import find_alike_preferred

        preferred = find_alike_preferred(claims.columns, series)
    rows = (
        (id, quantity, subject, as_of if quantity in series else None)
        for id, quantity, subject, as_of in claims.list_cells(columns, preferred)
    )
    for id, other, key in _list_repeated(rows):
        allowed = f"one preferred claim for {key}"
        remedy = f"{other} is preferred too; set the rank of one of them to normal."
        if not any(list_distinct(claims.columns["subject"])):
            remedy = f"{remedy[:-1]}, or, where they are on different things, say which in the column subject."
        yield Problem("claims.csv", claims.find_line(id), "rank", "preferred", allowed, remedy)
    rows = ((*cells, None) for cells in assumptions.list_cells(("quantity", "subject")))
    for id, other, key in _list_repeated(rows):
        allowed = f"one assumption for {key}"
        remedy = f"{other} is an assumption for it too; delete one of them."
        quantity = assumptions[id].quantity
        yield Problem("assumptions.csv", assumptions.find_line(id), "quantity", quantity, allowed, remedy)


def _list_repeated(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[str, str, str]]:
    """Yields (id, id of the earlier row, what both are on, in words) for rows on one quantity and subject at one time.

    rows: id, quantity, subject, and as of when, where that tells rows apart.
    """
    first: dict[tuple[str, str | None, str | None], str] = {}
    for id, quantity, subject, time in rows:
        if (other := first.setdefault((quantity, subject, time), id)) != id:
            words = f"{quantity} of {subject}" if subject else quantity
            yield id, other, f"{words} as of {time}" if time else words


def _check_unique_ids(ledger: Ledger) -> Iterator[Problem]:
    """A claim names its subject by id alone, so parties, plans, people, events and regions share no id."""
    subjects = find_marker(Claim, "subject", Ref).tables
    first: dict[str, str] = {}
    for name in subjects:
        table = ledger.tables[name]
        for id in table:
            if id in first:
                allowed = f"an id that is used once in {', '.join(subjects)}"
                remedy = f"{first[id]}.csv has the same id; rename one of them."
                yield Problem(f"{name}.csv", table.find_line(id), table.kind.key, id, allowed, remedy)
            first.setdefault(id, name)


def _check_formulas(ledger: Ledger) -> Iterator[Problem]:
    """A formula does not need its own result, is not too long with all that it builds on, and gives what its quantity
    measures."""
    table = ledger.get_table(Quantity)
    formulas = {id: text for id, text in zip(table, table.columns["formula"], strict=True) if text}
    names = {
        id: [expression.split_reference(name).quantity for name in expression.list_names(text)]
        for id, text in formulas.items()
    }
    circle = expression.find_circle({id: tuple(dict.fromkeys(found)) for id, found in names.items()})
    if circle:
        allowed = "a formula that does not lead back to its own quantity"
        remedy = "Remove one of these formulas."
        yield Problem("quantities.csv", table.find_line(circle[0]), "formula", " -> ".join(circle), allowed, remedy)
        return
    yield from _check_lengths(table, names)
    for id, text in formulas.items():
        if all(name in table for name in names[id]):
            for allowed, remedy in _find_unit_faults(table, table[id], text):
                yield Problem("quantities.csv", table.find_line(id), "formula", text, allowed, remedy)


def _check_lengths(table: Table[Quantity], names: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """No formula builds on too many others, or has too many terms when theirs are put in. names: without a circle."""
    sizes: dict[str, tuple[int, int]] = {}  # formulas one on the other, and terms
    stack = [*names]
    while stack:
        id = stack[-1]
        ahead = [name for name in names[id] if name in names and name not in sizes]
        if ahead:
            stack += ahead
            continue
        below = [sizes.get(name, (0, 1)) for name in names[id]]
        sizes[id] = 1 + max(chain for chain, _ in below), sum(terms for _, terms in below)
        stack.pop()
    for id, (chain, terms) in sizes.items():
        most = (limits.MAX_CHAIN, limits.MAX_TERMS)
        if chain > most[0] or terms > most[1]:
            found = Words(f"{chain:,} formulas that build on one another, with {terms:,} terms in all")
            allowed = f"at most {most[0]} formulas and {most[1]:,} terms"
            remedy = "Enter the result of one of them as a claim or an assumption, without a formula."
            yield Problem("quantities.csv", table.find_line(id), "formula", found, allowed, remedy)
            return  # all that build on it are too long as well


def _find_unit_faults(table: Table[Quantity], quantity: Quantity, formula: str) -> Iterator[tuple[str, str]]:
    """Yields (allowed, remedy) if a formula does not give what its quantity measures."""
    given = {
        name: table[expression.split_reference(name).quantity].unit for name in expression.list_references(formula)
    }
    words = next((f"{name} is a {unit}" for name, unit in given.items() if unit in ("date", "text")), "")
    if quantity.unit in ("date", "text"):
        words = f"{quantity.quantity_id} is a {quantity.unit}"
    if words:
        yield f"a formula of numbers: {words}", "Remove the formula, or name another quantity."
        return
    try:
        result = expression.compute_formula(formula, lambda name: number(1, given[name]))
        result.to(quantity.unit)
    except UnitError as error:
        yield f"a formula that gives {quantity.unit}", f"Correct the formula or the unit: {error}."


def _check_cycles(ledger: Ledger) -> Iterator[Problem]:
    """A row that refers to rows of its own table does not lead back to itself, as a copy of its own copy would."""
    for name, kind in TABLES.items():
        for column in kind.model_fields:
            refers = find_marker(kind, column, Ref)
            if not refers or refers.tables != (name,):
                continue
            table = ledger.tables[name]
            circle = expression.find_circle(
                {id: list_ids(cell) for id, cell in zip(table, table.columns[column], strict=True) if cell}
            )
            if circle:
                allowed = "a row that does not lead back to itself"
                remedy = "Empty one of these cells."
                line = table.find_line(circle[0])
                yield Problem(f"{name}.csv", line, column, " -> ".join(circle), allowed, remedy)


_OF_CLAIMS = Claim.table, Quantity.table, Assumption.table
_CHECKS: tuple[tuple[Callable[[Ledger], Iterator[Problem]], Iterable[str]], ...] = (  # and the tables it looks at
    (_check_numbers, _OF_CLAIMS),
    (_check_order, TABLES),
    (_check_single_choice, _OF_CLAIMS),
    (_check_unique_ids, find_marker(Claim, "subject", Ref).tables),
    (_check_formulas, (Quantity.table,)),
    (_check_cycles, TABLES),
    (check_forecasts, (Forecast.table, Claim.table, Quantity.table)),
    (_check_covered_once, (Fund.table,)),
    (_check_said_once, (Claim.table, Quantity.table)),
    (_check_time_has_run_out, (Source.table, Event.table)),
    (_check_outcomes_known, (Source.table, Event.table)),
    (_check_translations, (Source.table,)),
)
