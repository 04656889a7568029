"""What each promise says on each element, and what it leaves open with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import dates
from analysis.case.schema import Source
from analysis.compare.guarantees.coding_scheme import LIMITS, scheme
from analysis.compare.guarantees.fullness import compute_completeness
from analysis.compare.guarantees.rows import Role, count_coded, describe_detail, find_elements, list_promises
from analysis.label import Label, add_article, join_names

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

SHARE = "Share of our scheme"


def matrix(case: Case, role: Role = "") -> pd.DataFrame:
    """Compares how far each promise goes on each element, and how complete it is.

    role: only promises as the article or as second sources report them; all if empty.
    Returns: one row an element, one with the completeness (percent), and one with what voids or narrows the promise.
        element: text; one column a promise: Label (open, mentioned or specified; none named), None where it is
        not coded.
    Raises: MissingClaim if the case has no guarantee.

    >>> from analysis import compare, load_case
    >>> matrix = compare.guarantees.matrix(load_case(), "article").set_index("element")
    >>> print(*matrix.loc["Trigger"], sep="; ")
    Specified; Open; Open; Open
    """
    import pandas as pd

    promises = list_promises(case, role)
    rows: list[dict[str, object]] = []
    for element, name in (scheme(case) | LIMITS).items():
        if element in LIMITS:
            rows.append({"element": SHARE, **{promise: compute_completeness(case, promise) for promise in promises}})
        found = {promise: [g for g in find_elements(case, promise) if g.element == element] for promise in promises}
        if any(found.values()):
            rows.append(
                {
                    "element": name,
                    **{
                        promise: Label(describe_detail(gs[0]), f"guarantees/{gs[0].id}") if gs else None
                        for promise, gs in found.items()
                    },
                }
            )
    return pd.DataFrame(rows, columns=["element", *promises], dtype=object)


def headings(case: Case, role: Role = "") -> dict[str, Label]:
    """Lists the headings for the columns of `matrix`: promise -> Label with its name.

    role: as for `matrix`.
    Raises: MissingClaim if the case has no guarantee.

    >>> from analysis import compare, load_case
    >>> list(compare.guarantees.headings(load_case(), "article"))[:2]
    ['20-point plan in the article', 'US commitment of fifteen years']
    """
    return {
        promise: Label(promise, f"guarantees/{find_elements(case, promise)[0].id}")
        for promise in list_promises(case, role)
    }


def said(case: Case) -> pd.DataFrame:
    """Lists what the promises say on each element that they mention or specify.

    Returns: one row a promise and element. promise: Label; element, detail: text; text: Label.
    Raises: MissingClaim if the case has no guarantee.

    >>> from analysis import compare, load_case
    >>> row = compare.guarantees.said(load_case()).iloc[0]
    >>> print(row.promise, row.element, row.detail, sep="; ")
    20-point plan in the article; Guarantors; Specified
    """
    import pandas as pd

    names = scheme(case) | LIMITS
    rows = [
        {
            "promise": Label(g.promise, f"guarantees/{g.id}"),
            "element": names.get(g.element, g.element),
            "detail": describe_detail(g),
            "text": Label(g.text, f"guarantees/{g.id}"),
        }
        for promise in list_promises(case)
        for g in find_elements(case, promise)
        if g.detail
    ]
    return pd.DataFrame(rows, columns=["promise", "element", "detail", "text"], dtype=object)


def left_open(case: Case) -> pd.DataFrame:
    """Lists what each promise leaves open, and with whom.

    Returns: one row a promise. promise: Label; dated: Label, the day or days of its sources, or None; open: elements of
        which it says nothing (item); elements: Label naming them, or None; open_with: Label naming the parties with
        whom what is open or only mentioned remains open, or None.
    Raises: MissingClaim if the case has no guarantee.

    >>> from analysis import compare, load_case
    >>> row = compare.guarantees.left_open(load_case()).iloc[0]
    >>> print(row.promise, row["open"].value, row.open_with, sep="; ")
    20-point plan in the article; 5.0; the United States, NATO, Europe, the European Union and Russia
    """
    import pandas as pd

    rows, names = [], scheme(case)
    for promise in list_promises(case):
        mine, ref = find_elements(case, promise), f"guarantees/{find_elements(case, promise)[0].id}"
        days = {case.ledger.get_table(Source)[g.source].date for g in mine}
        missing = [names[g.element].lower() for g in mine if g.detail == 0 and g.element in names]
        parties = dict.fromkeys(party for g in mine if g.detail < 2 and g.element in names for party in g.open_with)
        rows.append(
            {
                "promise": Label(promise, ref),
                "dated": Label(join_names(dates.format_date(day) for day in sorted(filter(None, days))), ref)
                if any(days)
                else None,
                "open": count_coded(case, promise, 0, "open"),
                "elements": Label(join_names(missing), ref) if missing else None,
                "open_with": Label(join_names(add_article(case.label(party)) for party in parties), ref)
                if parties
                else None,
            }
        )
    return pd.DataFrame(rows, columns=["promise", "dated", "open", "elements", "open_with"], dtype=object)
