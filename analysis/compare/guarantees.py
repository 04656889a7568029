"""Guarantees: which elements does each promise specify, and what remains open with whom?

Detail of an element is coded 0 open, 1 mentioned, 2 specified; completeness is the sum over the most a
promise could reach (2 an element). The elements follow the parts of mutual-defence treaties that the ATOP
project codes (Leeds et al., International Interactions 28(3), 2002).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from analysis import dates
from analysis.case.schema import Guarantee, Source
from analysis.errors import MissingClaim, format_nearest
from analysis.estimates.constructors import number, total
from analysis.estimates.estimate import Estimate
from analysis.estimates.settings import make_setting
from analysis.label import Label, add_article, join_names

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

Role = Literal["", "article", "second"]
YEARS, SIGNED = "guarantee.years", "guarantee.signed"
ELEMENTS = {
    "guarantors": "Guarantors",
    "trigger": "Trigger",
    "response": "Response",
    "forces": "Forces",
    "duration": "Duration",
    "ratification": "Ratification",
    "monitoring": "Monitoring",
    "funding": "Funding",
    "conditions": "Conditions",
}
DETAIL = ("open", "mentioned", "specified")


def matrix(case: Case, role: Role = "") -> pd.DataFrame:
    """Compares how far each promise goes on each element, and how complete it is.

    role: only promises as the article or as second sources report them; all if empty.
    Returns: one row an element, and a last one. element: text; one column a promise: Label (open, mentioned or
        specified), None where it is not coded; in the last row its completeness (percent).
    Raises: MissingClaim if the case has no guarantee.

    >>> from analysis import compare, load_case
    >>> matrix = compare.guarantees.matrix(load_case(), "article").set_index("element")
    >>> print(*matrix.loc["Trigger"], sep="; ")
    Mentioned; Open; Open; Open
    """
    import pandas as pd

    promises = _list_promises(case, role)
    rows: list[dict[str, object]] = []
    for element, name in ELEMENTS.items():
        found = {promise: [g for g in _find_elements(case, promise) if g.element == element] for promise in promises}
        if any(found.values()):
            rows.append(
                {
                    "element": name,
                    **{
                        promise: Label(DETAIL[gs[0].detail].capitalize(), f"guarantees/{gs[0].id}") if gs else None
                        for promise, gs in found.items()
                    },
                }
            )
    rows.append(
        {"element": "Of a full guarantee", **{promise: _compute_completeness(case, promise) for promise in promises}}
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
        promise: Label(promise, f"guarantees/{_find_elements(case, promise)[0].id}")
        for promise in _list_promises(case, role)
    }


def completeness(case: Case) -> pd.DataFrame:
    """Computes how much of a full guarantee each promise specifies, for the promises of this basis.

    Returns: one row a promise, the most complete first. promise: Label; teller: by whose account, text; specified,
        open: elements (item); completeness: percent of the detail a full guarantee would have.
    Raises: MissingClaim if the case has no guarantee.

    >>> from analysis import compare, load_case
    >>> row = compare.guarantees.completeness(load_case()).iloc[0]
    >>> print(row.promise, round(row.completeness.value, 1))
    20-point plan in the article 27.8
    """
    import pandas as pd

    rows = []
    chosen = dict.fromkeys(g.promise for g in case.select_rows(Guarantee))
    for promise in (promise for promise in _list_promises(case) if promise in chosen):
        mine = _find_elements(case, promise)
        by_article = case.ledger.get_table(Source)[mine[0].source].role == "article"
        rows.append(
            {
                "promise": Label(promise, f"guarantees/{mine[0].id}"),
                "teller": "as the article reports it" if by_article else "in published texts and by other accounts",
                "specified": case.count(
                    "guarantees", [g for g in mine if g.detail == 2], f"elements specified in {promise}", ["detail"]
                ),
                "open": _count_open(case, promise),
                "completeness": _compute_completeness(case, promise),
            }
        )
    return pd.DataFrame(rows, dtype=object).sort_values("completeness", ascending=False, ignore_index=True)


def fullest(case: Case) -> Estimate:
    """Computes the completeness of the most complete promise of this basis (percent).

    Raises: MissingClaim if the case has no guarantee.

    >>> from analysis import compare, load_case
    >>> round(compare.guarantees.fullest(load_case()).value, 1)
    27.8
    """
    first: Estimate = completeness(case)["completeness"].iloc[0]
    return first.named("guarantees.fullest", "Completeness of the fullest promise")


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

    rows = [
        {
            "promise": Label(g.promise, f"guarantees/{g.id}"),
            "element": ELEMENTS[g.element],
            "detail": DETAIL[g.detail].capitalize(),
            "text": Label(g.text, f"guarantees/{g.id}"),
        }
        for promise in _list_promises(case)
        for g in _find_elements(case, promise)
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

    rows = []
    for promise in _list_promises(case):
        mine, ref = _find_elements(case, promise), f"guarantees/{_find_elements(case, promise)[0].id}"
        days = {case.ledger.get_table(Source)[g.source].date for g in mine}
        missing = [ELEMENTS[g.element].lower() for g in mine if g.detail == 0]
        parties = dict.fromkeys(party for g in mine if g.detail < 2 for party in g.open_with)
        rows.append(
            {
                "promise": Label(promise, ref),
                "dated": Label(join_names(dates.format_date(day) for day in sorted(filter(None, days))), ref)
                if any(days)
                else None,
                "open": _count_open(case, promise),
                "elements": Label(join_names(missing), ref) if missing else None,
                "open_with": Label(join_names(add_article(case.label(party)) for party in parties), ref)
                if parties
                else None,
            }
        )
    return pd.DataFrame(rows, columns=["promise", "dated", "open", "elements", "open_with"], dtype=object)


def years(case: Case, *, years: str = YEARS, signed: str = SIGNED) -> pd.DataFrame:
    """Computes how long guarantees would run, and until when, for every claim of it, offered or asked for.

    years: the quantity that holds the length. signed: the one that holds the year in which a guarantee would be signed.
    Returns: one row a claim that is not deprecated, shortest first. source, said_by: Label; years: year, and
        shortest, longest: its ends where it is a range; until: the calendar year in which it would end, and first,
        last: the earliest and the latest, each None if the case knows no year of signature.
    Raises: MissingClaim if there is no claim on it.

    >>> from analysis import compare, load_case
    >>> row = compare.guarantees.years(load_case()).iloc[0]
    >>> print(row.years.value, row.until.value)
    15.0 2041.0
    """
    import pandas as pd

    start = case[signed] if signed in case else None  # noqa: SIM401 (a Case is not a dict)
    rows = []
    for claim in case.claims(years):
        if claim.rank == "deprecated":
            continue
        length, name = case.estimate(claim), f"guarantees.until.{claim.id}"
        shortest, longest = (
            length if length.leaves[0].is_certain else length.at(claim.id, end) for end in ("low", "high")
        )
        row = {
            "source": case.source(claim.source),
            "said_by": Label(claim.attributed_to or "the source itself", f"claims/{claim.id}"),
            "years": length,
            "shortest": shortest,
            "longest": longest,
            "until": None,
            "first": None,
            "last": None,
        }
        if start is not None:
            until = (start + length).named(name, "Last year of the guarantee")
            row |= {
                "until": until,
                "first": _move_all_to_end(until, "low").named(f"{name}.low", "Last year, at the earliest"),
                "last": _move_all_to_end(until, "high").named(f"{name}.high", "Last year, at the latest"),
            }
        rows.append(row)
    if not rows:
        raise MissingClaim(f"{case.folder.name} has no claim on {years}; add a row to claims.csv.")
    return pd.DataFrame(rows, dtype=object).sort_values("years", ignore_index=True, kind="stable")


def elements() -> Estimate:
    """Counts the elements that a full guarantee specifies (item), traced as a setting of ours.

    >>> from analysis import compare
    >>> compare.guarantees.elements()
    <elements of a full guarantee: 9 item>
    """
    return make_setting(
        "guarantees.elements",
        len(ELEMENTS),
        "item",
        "elements of a full guarantee",
        f"A full guarantee specifies {join_names(ELEMENTS.values()).lower()}.",
    )


def mentioned() -> Estimate:
    """Computes how much an element that is only mentioned counts (percent of a specified one), as a setting of ours.

    >>> from analysis import compare
    >>> compare.guarantees.mentioned().value
    50.0
    """
    return make_setting(
        "guarantees.mentioned",
        100 * DETAIL.index("mentioned") / DETAIL.index("specified"),
        "percent",
        "weight of an element that is only mentioned",
        "An element that is specified counts in full, an open one does not count.",
    )


def of(case: Case, promise: str) -> Estimate:
    """Finds one promise's completeness (percent).

    Raises: MissingClaim for a promise this basis does not know, with the nearest name.

    >>> from analysis import compare, load_case
    >>> round(compare.guarantees.of(load_case(), "European pledges").value, 1)
    16.7
    """
    found: dict[str, Estimate] = {
        str(row["promise"]): row["completeness"] for row in completeness(case).to_dict("records")
    }
    if promise not in found:
        raise MissingClaim(
            f"{case.folder.name} has no promise {promise!r}{format_nearest(promise, found)}; "
            f"there are: {', '.join(found)}."
        )
    return found[promise]


def _compute_completeness(case: Case, promise: str) -> Estimate:
    detail = total(case.coded("guarantees", g.id, "detail") for g in _find_elements(case, promise))
    most = number(DETAIL.index("specified") * len(ELEMENTS), symbol="the most that all elements can reach")
    slug = re.sub(r"\W+", "_", promise.lower())
    return (detail / most).to("percent").named(f"guarantees.completeness.{slug}", "Completeness")


def _count_open(case: Case, promise: str) -> Estimate:
    return case.count(
        "guarantees",
        [g for g in _find_elements(case, promise) if g.detail == 0],
        f"elements open in {promise}",
        ["detail"],
    )


def _move_all_to_end(sum_: Estimate, end: Literal["low", "high"]) -> Estimate:
    """Moves all inputs of a sum to one end of their intervals."""
    for leaf in sum_.leaves:
        sum_ = sum_ if leaf.is_certain else sum_.at(leaf.id, end)
    return sum_


def _list_promises(case: Case, role: Role = "") -> list[str]:
    sources = case.ledger.get_table(Source)
    found = list(
        dict.fromkeys(
            g.promise for g in case.ledger.get_table(Guarantee).values() if role in ("", sources[g.source].role)
        )
    )
    if not found:
        raise MissingClaim(f"{case.folder.name} has no guarantee; add rows to guarantees.csv.")
    return found


def _find_elements(case: Case, promise: str) -> list[Guarantee]:
    return list(case.ledger.get_table(Guarantee).find_rows("promise", promise))
