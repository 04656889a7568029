"""The coded elements of each promise, for the questions asked of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.case.schema import Guarantee
from analysis.compare.guarantees.coding_scheme import DETAIL, FULL, LIMITS
from analysis.errors import MissingClaim
from analysis.estimates.constructors import replace_interval
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import Phrase, Word

if TYPE_CHECKING:
    from analysis.case.case import Case


def list_promises(case: Case) -> list[str]:
    """Returns the names of the promises. Raises MissingClaim if there is none."""
    found = list(dict.fromkeys(g.promise for g in case.ledger.get_table(Guarantee).values()))
    if not found:
        raise MissingClaim(f"{case.folder.name} has no guarantee; add rows to guarantees.csv.")
    return found


def find_elements(case: Case, promise: str) -> list[Guarantee]:
    """Returns the rows of a promise, one an element."""
    return list(case.ledger.get_table(Guarantee).find_rows("promise", promise))


def name_promise(case: Case, promise: str) -> Label:
    """Returns the name of a promise with its forms, and that by which ids are made."""
    found = find_elements(case, promise)
    return case.text(Guarantee.table, found[0].id, "promise") if found else Label(promise, Guarantee.table)


def describe_detail(row: Guarantee) -> Word:
    """Returns a detail in words; what voids a guarantee is not open where nothing is named."""
    if row.element in LIMITS and not row.detail:
        return Word("None named", "what voids a guarantee")
    return DETAIL[row.detail]


def count_specified(case: Case, promise: str) -> Estimate:
    """Returns how many elements a promise specifies (item), as `_count_coded` counts them."""
    return _count_coded(
        case, promise, FULL, Phrase("elements specified in {promise}", promise=name_promise(case, promise))
    )


def count_open(case: Case, promise: str) -> Estimate:
    """Returns how many elements a promise leaves open (item), as `_count_coded` counts them."""
    return _count_coded(case, promise, 0, Phrase("elements open in {promise}", promise=name_promise(case, promise)))


def _count_coded(case: Case, promise: str, code: int, what: Phrase) -> Estimate:
    """Returns how many elements of a promise have a code (item): by the first coder, and over the codes of all."""
    mine = _find_counted(case, promise)
    coded = [case.coded("guarantees", g.id, "detail") for g in mine]
    counted = case.count("guarantees", [g for g in mine if g.detail == code], what, coded)
    surely = sum(found.low == found.high == code for found in coded)
    perhaps = sum(found.low <= code <= found.high for found in coded)
    return replace_interval(counted, surely, perhaps, *coded)


def count_all_coded(case: Case, promise: str) -> Estimate:
    """Returns how many elements of the scheme a promise has a code on (item); on the others nobody has looked."""
    what = Phrase("elements coded in {promise}", promise=name_promise(case, promise))
    return case.count("guarantees", _find_counted(case, promise), what, ["detail"])


def _find_counted(case: Case, promise: str) -> list[Guarantee]:
    """Returns the rows of a promise on what counts towards its completeness."""
    return [g for g in find_elements(case, promise) if g.element not in LIMITS]
