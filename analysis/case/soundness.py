"""What a report would find wrong with a case that is loaded: formulas that have no value for its claims.

What the tables alone show is checked whenever they are read (`analysis.case.checks`); this takes Estimates, and is
asked for by `communique check`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analysis import limits
from analysis.case.case import Case
from analysis.case.schema import Quantity
from analysis.case.selection import BASES, Basis
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
