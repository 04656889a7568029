"""How much of the scheme each promise specifies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis.case.schema import Guarantee, Source
from analysis.compare.guarantees.coding_scheme import FULL, MENTION, mentioned, scheme
from analysis.compare.guarantees.rows import (
    count_all_coded,
    count_open,
    count_specified,
    find_elements,
    list_promises,
    name_promise,
)
from analysis.errors import MissingClaim, format_nearest
from analysis.estimates.constructors import maximum, minimum, number, parameter, total
from analysis.estimates.estimate import Estimate
from analysis.estimates.substitution import hold_all
from analysis.label import Label, join_labels
from analysis.messages import gettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


def completeness(case: Case, *, mention: float = MENTION, weights: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Computes how much of our scheme each promise specifies, for the promises of this basis.

    mention: how much an element that is only mentioned counts (percent of a specified one). weights: element -> its
        weight beside that of the others; those not named weigh 1, see `read_weights`.
    Returns: one row a promise, the most complete first. promise: Label; teller: by whose account, text; coded: elements
        of the scheme that are coded (item); specified, open: of these (item), over all codes that the coders give;
        completeness: percent of the whole scheme.
    Raises: MissingClaim if the case has no guarantee.

    >>> from analysis import compare, load_case
    >>> row = compare.guarantees.completeness(load_case()).iloc[0]
    >>> print(row.promise, row.completeness.value)
    20-point plan in the article 31.25
    """
    import pandas as pd

    rows = []
    chosen = dict.fromkeys(g.promise for g in case.select_rows(Guarantee))
    for promise in (promise for promise in list_promises(case) if promise in chosen):
        mine = find_elements(case, promise)
        by_article = case.ledger.get_table(Source)[mine[0].source].role == "article"
        rows.append(
            {
                "promise": name_promise(case, promise),
                "teller": gettext("as {source} reports it", source=case.analysed)
                if by_article
                else gettext("in published texts and by other accounts"),
                "coded": count_all_coded(case, promise),
                "specified": count_specified(case, promise),
                "open": count_open(case, promise),
                "completeness": compute_completeness(case, promise, mention, weights or {}),
            }
        )
    return pd.DataFrame(rows, dtype=object).sort_values(
        "completeness", ascending=False, ignore_index=True, kind="stable"
    )


def fullest(case: Case, *, mention: float = MENTION, weights: Mapping[str, float] | None = None) -> Estimate:
    """Computes the completeness of the most complete promise of this basis (percent). mention, weights: as there.

    Raises: MissingClaim if the case has no guarantee.

    >>> from analysis import compare, load_case
    >>> compare.guarantees.fullest(load_case()).value
    31.25
    """
    first: Estimate = completeness(case, mention=mention, weights=weights)["completeness"].iloc[0]
    return first.named("guarantees.fullest", gettext("Completeness of the fullest promise"))


def specified(case: Case, *, mention: float = MENTION, weights: Mapping[str, float] | None = None) -> Estimate:
    """Counts the elements that the most complete promise of this basis specifies (item). mention, weights: as there.

    Raises: MissingClaim if the case has no guarantee.

    >>> from analysis import compare, load_case
    >>> compare.guarantees.specified(load_case()).value
    2.0
    """
    first: Estimate = completeness(case, mention=mention, weights=weights)["specified"].iloc[0]
    return first.named("guarantees.specified", gettext("Elements that the fullest promise specifies"))


def names_of_fullest(frame: pd.DataFrame) -> Label:
    """Names the promises that are most complete: one, or all that are equally so.

    frame: as `completeness` returns it.

    >>> from analysis import compare, load_case
    >>> str(compare.guarantees.names_of_fullest(compare.guarantees.completeness(load_case())))
    '20-point plan in the article'
    """
    best = frame[[found.value >= frame["completeness"].iloc[0].value for found in frame["completeness"]]]["promise"]
    return join_labels(best, best.iloc[0].ref)


def rival(frame: pd.DataFrame) -> tuple[Label, Estimate] | None:
    """Finds the promise that could be fuller than the fullest: where a copy read is cut off, or coders differ.

    frame: as `completeness` returns it.
    Returns: its name and how far it could reach (percent), of several the one that could reach most; None if none could
    be fuller.

    >>> from analysis import compare, load_case
    >>> name, reach = compare.guarantees.rival(compare.guarantees.completeness(load_case(basis="all")))
    >>> print(name, reach.value)
    European counter-draft 75.0
    """
    fullest = frame["completeness"].iloc[0].value
    rows = [row for row in frame.to_dict("records") if row["completeness"].value < fullest < row["completeness"].high]
    if not rows:
        return None
    best = max(rows, key=lambda row: row["completeness"].high)
    reach = hold_all(best["completeness"], "high")
    return best["promise"], reach.named("guarantees.reach", gettext("Completeness, at most"))


def of(case: Case, promise: str) -> Estimate:
    """Finds one promise's completeness (percent).

    Raises: MissingClaim for a promise this basis does not know, with the nearest name.

    >>> from analysis import compare, load_case
    >>> compare.guarantees.of(load_case(), "European pledges").value
    12.5
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


def compute_completeness(
    case: Case, promise: str, mention: float = MENTION, weights: Mapping[str, float] | None = None
) -> Estimate:
    """Returns the share of the elements that a promise specifies (percent). mention, weights: see `completeness`."""
    given = weights or {}
    weight = {element: given.get(element, 1) for element in scheme(case)}
    terms = [
        _weigh(_credit(case.coded("guarantees", g.id, "detail"), mention), g.element, weight[g.element])
        for g in find_elements(case, promise)
        if weight.get(g.element)
    ]
    most = number(FULL * sum(weight.values()), symbol=gettext("the most that all elements can reach"))
    slug = re.sub(r"\W+", "_", name_promise(case, promise).own_text.lower())
    found = total(terms) if terms else number(0, symbol=gettext("no element that counts is coded"))
    return (found / most).to("percent").named(f"guarantees.completeness.{slug}", gettext("Completeness"))


def _credit(detail: Estimate, mention: float) -> Estimate:
    """Returns what a detail counts, from 0 to 2: a mention by its share, in a straight line on both sides of it."""
    if mention == MENTION:
        return detail
    share = mentioned(mention).to("one") * FULL
    return minimum(detail, 1) * share + maximum(detail - 1, 0) * (FULL - share)


def _weigh(detail: Estimate, element: str, weight: float) -> Estimate:
    return (
        detail
        if weight == 1
        else detail * parameter(f"weights.{element}", weight, symbol=gettext("weight of {element}", element=element))
    )
