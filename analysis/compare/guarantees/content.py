"""What each promise says on each element, and what it leaves open with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import dates
from analysis.case.schema import Source
from analysis.compare.guarantees.coding_scheme import LIMITS, name_elements, scheme
from analysis.compare.guarantees.fullness import compute_completeness
from analysis.compare.guarantees.rows import count_open, describe_detail, find_elements, list_promises, name_promise
from analysis.label import Label, add_article, join_labels, join_names

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


def by_promise(case: Case) -> pd.DataFrame:
    """Compares how far each promise goes on each element, and how complete it is.

    Returns: one row a promise, those of the article first. promise: Label; one column an element of the scheme, see
        `scheme`: Label (open, mentioned or specified), None where it is not coded; limits: Label, what voids or narrows
        it, None where nobody looked; share: completeness (percent).
    Raises: MissingClaim if the case has no guarantee.

    >>> from analysis import compare, load_case
    >>> rows = compare.guarantees.by_promise(load_case())
    >>> print(rows.promise[0], rows.trigger[0], rows.duration[0], sep="; ")
    20-point plan in the article; Specified; Open
    """
    import pandas as pd

    rows: list[dict[str, object]] = []
    for promise in list_promises(case):
        found = {g.element: Label(describe_detail(g), f"guarantees/{g.id}") for g in find_elements(case, promise)}
        rows.append(
            {
                "promise": name_promise(case, promise),
                **{element: found.get(element) for element in scheme(case)},
                "limits": next((found[element] for element in LIMITS if element in found), None),
                "share": compute_completeness(case, promise),
            }
        )
    return pd.DataFrame(rows, columns=["promise", *scheme(case), "limits", "share"], dtype=object)


def said(case: Case) -> pd.DataFrame:
    """Lists what the promises say on each element that they mention or specify.

    Returns: one row a promise and element. promise: Label; element, detail: text (detail a Word); text: Label.
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
            "promise": case.text("guarantees", g.id, "promise"),
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

    rows, names = [], name_elements(case)
    for promise in list_promises(case):
        mine, ref = find_elements(case, promise), f"guarantees/{find_elements(case, promise)[0].id}"
        days = {case.ledger.get_table(Source)[g.source].date for g in mine}
        missing = [names[g.element] for g in mine if g.detail == 0 and g.element in names]
        parties = dict.fromkeys(party for g in mine if g.detail < 2 and g.element in names for party in g.open_with)
        rows.append(
            {
                "promise": name_promise(case, promise),
                "dated": Label(join_names(dates.format_date(day) for day in sorted(filter(None, days))), ref)
                if any(days)
                else None,
                "open": count_open(case, promise),
                "elements": Label(join_names(missing), ref) if missing else None,
                "open_with": join_labels((add_article(case.label(party)) for party in parties), ref)
                if parties
                else None,
            }
        )
    return pd.DataFrame(rows, columns=["promise", "dated", "open", "elements", "open_with"], dtype=object)
