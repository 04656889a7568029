"""What a report would find wrong with a case that is loaded: formulas without a value, and claims that tie.

What the tables alone show is checked whenever they are read (`analysis.case.checks`); this asks which claim counts on
each basis, and computes, and is asked for by `communique check`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from analysis import limits
from analysis.case.case import Case
from analysis.case.schema import Claim, Event, Quantity, Source
from analysis.case.selection import BASES, Basis, ClaimSelector
from analysis.errors import CaseError, MissingClaim, Problem, UnitError, UsageError

_BASIS_WORDS: Mapping[Basis, str] = {
    "article": "the claims of the analysed text",
    "all": "the preferred claims over all sources",
    "pooled": "the claims pooled over all sources",
}


def check_formulas(case: Case) -> Iterator[Problem]:
    """Yields a problem for each formula that has no value on one of the bases.

    A formula of which a quantity has no claim yet is sound: there is nothing to compute it from.

    >>> from analysis import load_case
    >>> list(check_formulas(load_case()))
    []
    """
    table = case.ledger.get_table(Quantity)
    for id, formula in zip(table, table.columns["formula"], strict=True):
        faults = _list_faults(case, id) if formula else ()
        if fault := next(filter(None, faults), None):
            yield Problem("quantities.csv", table.find_line(id), "formula", formula, *fault)


def describe_analysed(case: Case) -> Iterator[str]:
    """Yields a sentence on the sources with the role article, if there are several: few cases analyse several texts.

    >>> from analysis import load_case
    >>> list(describe_analysed(load_case()))
    []
    """
    analysed = [source.id for source in case.ledger.get_table(Source).find_rows("role", "article")]
    if len(analysed) > 1:
        yield (
            f"sources.csv: {', '.join(analysed)} have the role article, so their claims count together as those of the "
            "analysed text; give the role second to each that is only compared with it."
        )


def check_ties(case: Case) -> Iterator[Problem]:
    """Yields a problem for each quantity and subject on which several claims are equally good on one of the bases.

    A report that asks for it stops. Texts, and dates of what is no event, are never asked for as one value.

    >>> from analysis import load_case
    >>> list(check_ties(load_case()))
    []
    """
    events = case.ledger.get_table(Event)
    units = {quantity.id: quantity.unit for quantity in case.ledger.get_table(Quantity).values()}
    selectors: dict[Basis, ClaimSelector] = {
        basis: ClaimSelector(case.ledger, case.folder, basis, {}, case.reading) for basis in BASES
    }
    analysed = " ".join(describe_analysed(case))
    analysed = f" {analysed}" if analysed else ""
    for quantity, subject in _list_contested(case):
        unit = units[quantity]
        if unit == "text" or (unit == "date" and subject not in events):
            continue
        for basis, selector in selectors.items():
            try:
                selector.choose(quantity, subject)
            except CaseError as error:
                where, more = f"where {_BASIS_WORDS[basis]} count", analysed if basis == "article" else ""
                yield from (
                    replace(problem, allowed=f"{problem.allowed} {where}", remedy=problem.remedy + more)
                    for problem in error.problems
                )
                break  # one problem, on whichever basis it is met first


def _list_contested(case: Case) -> list[tuple[str, str | None]]:
    """Returns the quantities and subjects on which there are several claims, of which more than one may be best."""
    claims, quantities = case.ledger.get_table(Claim), case.ledger.get_table(Quantity)
    if claims.is_large:
        from analysis.case.columnar.suspects import find_contested

        series = {id for id, is_series in quantities.list_cells(("over_time",)) if is_series}
        return find_contested(claims.columns, series, case.ledger.get_table(Source).find_ids("role", "article"))
    cells = claims.list_cells(("quantity", "subject", "rank"))
    rivals = Counter((quantity, subject) for _, quantity, subject, rank in cells if rank != "deprecated")
    return [key for key, count in rivals.items() if count > 1]


def _list_faults(case: Case, id: str) -> Iterator[tuple[str, str] | None]:
    """Yields what `_find_fault` finds on each basis, for each subject and each time that a formula is computed for."""
    subjects = case.formula_subjects(id)
    asked: list[tuple[str | None, str | None]] = [(subject, None) for subject in subjects]
    for claim in case.claims(id):
        if claim.as_of and (subjects == (None,) or claim.subject in subjects):
            asked.append((None if subjects == (None,) else claim.subject, claim.as_of))
    for basis in BASES:
        for subject, time in dict.fromkeys(asked):
            yield _find_fault(case.on(basis), id, subject, time)


def _find_fault(case: Case, id: str, subject: str | None, time: str | None = None) -> tuple[str, str] | None:
    """Returns (allowed, remedy) if a formula has no value on the basis of a case."""
    allowed = f"a formula that has a value for {_BASIS_WORDS[case.basis]}"
    try:
        value = case.derived(id, subject, time).base_value
    except MissingClaim:
        return None
    except CaseError as error:
        return "quantities that have one value each", str(error.problems[0])
    except (UnitError, UsageError) as error:
        return allowed, f"Correct the formula, or a claim: {error}."
    if abs(value) > limits.MAX_NUMBER:
        return allowed, f"Correct the formula, or a claim: it gives {value:.3g}, more than {limits.MAX_NUMBER:g}."
    return None
