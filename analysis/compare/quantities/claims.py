"""By claim: what each source says of a quantity, and how far that is from the number that counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import dates
from analysis.case.likeness import is_of_two_times
from analysis.compare.quantities.numbers import compute_deviation, find_base, is_like, list_claims, make_name, split_key
from analysis.label import Label
from analysis.messages import Word, gettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


def by_source(case: Case, quantity: str, subject: str | None = None) -> pd.DataFrame:
    """Lists every claim on a quantity, the greatest number first, with its distance from the one that counts.

    quantity: a key. subject: of a key that names none; the quantity's only one by default.
    Returns: one row a claim that is not deprecated. source: Label; value: in the quantity's unit; as_of: Label of the
        time it is about, base: Label of what is counted, each '' where that is not stated; standing: text, the status
        of what the source states; chosen: yes for what counts on this basis; deviation: points between shares in per
        cent, else per cent of the number that counts, '' for that number, for what has another base, and in a series
        for what is of another time.
    Raises: MissingClaim if there is no claim on it, CaseError if it has several subjects and none is named, UsageError
        for a date or a text.

    >>> from analysis import compare, load_case
    >>> row = compare.quantities.by_source(load_case(basis="all"), "reconstruction.need").iloc[-1]
    >>> print(row.value.value, row.base, row.as_of, round(row.deviation.value, 1), sep="; ")
    500.0; need over ten years; January 2026; -15.0
    """
    import pandas as pd

    id, named = split_key(quantity)
    of = named or subject
    claims = list_claims(case, id, of)
    counts = case[id, of]
    base, rows = find_base(case, counts, claims), []
    for claim in claims:
        value, is_chosen = case.estimate(claim), claim.id in counts.claims
        ref = f"claims/{claim.id}"
        is_apart = case.quantity(id).over_time and is_of_two_times(case.ledger, value, counts)
        is_alike = is_like(claim.base, base) and not is_apart
        deviation = compute_deviation(value, counts) if is_alike and not is_chosen else ""
        if not isinstance(deviation, str):
            label = gettext("Deviation from the number that counts")
            deviation = deviation.named(make_name("deviation", claim.id), label)
        rows.append(
            {
                "source": case.source(claim.source),
                "value": value,
                "as_of": Label(dates.format_date(claim.as_of), ref, case) if claim.as_of else "",
                "base": Label(claim.base, ref, case) if claim.base else "",
                "standing": str(case.word("claims/status", claim.status)),
                "chosen": Word("yes") if is_chosen else "",
                "deviation": deviation,
            }
        )
    columns = ["source", "value", "as_of", "base", "standing", "chosen", "deviation"]
    found = pd.DataFrame(rows, columns=columns, dtype=object)
    return found.sort_values("value", kind="stable", ascending=False, ignore_index=True)
