"""Guarantees: which elements does each promise specify, and what stays open with whom?

Detail of an element is coded 0 open, 1 mentioned, 2 specified; completeness is the sum over the most a
promise could reach (2 an element). The elements follow the parts of mutual-defence treaties that the ATOP
project codes (Leeds et al., International Interactions 28(3), 2002).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from analysis.errors import MissingClaim, nearest
from analysis.estimate import Estimate, number, total
from analysis.label import Label
from analysis.schema import Guarantee, Source

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case import Case

Role = Literal["", "article", "second"]
YEARS, SIGNED = "guarantee.years", "guarantee.signed"
ELEMENTS = {"guarantors": "Guarantors", "trigger": "Trigger", "response": "Response", "forces": "Forces",
            "duration": "Duration", "ratification": "Ratification", "monitoring": "Monitoring",
            "funding": "Funding", "conditions": "Conditions"}
DETAIL = ("open", "mentioned", "specified")


def matrix(case: Case, role: Role = "") -> pd.DataFrame:
    """What each promise says of each element.

    role: promises as the article or as second sources tell them; all if empty.
    Returns: one row an element. element: text; one column a promise: Label with what it specifies, prefixed
        open, mentioned or specified; None where the coding is silent.
    """
    import pandas as pd

    promises = _promises(case, role)
    rows = []
    for element, name in ELEMENTS.items():
        found = {promise: [g for g in _of(case, promise) if g.element == element] for promise in promises}
        if any(found.values()):
            rows.append({"element": name, **{promise: Label(f"{DETAIL[gs[0].detail].capitalize()}: {gs[0].text}",
                                                            f"guarantees/{gs[0].id}") if gs else None
                                             for promise, gs in found.items()}})
    return pd.DataFrame(rows, columns=["element", *promises], dtype=object)


def headings(case: Case, role: Role = "") -> dict[str, Label]:
    """Returns promise -> heading for the columns of `matrix`."""
    return {promise: Label(promise, f"guarantees/{_of(case, promise)[0].id}") for promise in _promises(case, role)}


def completeness(case: Case) -> pd.DataFrame:
    """How much of a full guarantee each promise the basis tells of specifies.

    Returns: one row a promise, fullest first. promise: Label; specified, open: elements (item);
        completeness: percent of the detail a full guarantee would have.
    """
    import pandas as pd

    rows = []
    told = dict.fromkeys(g.promise for g in case.told(Guarantee))
    for promise in (promise for promise in _promises(case) if promise in told):
        mine = _of(case, promise)
        detail = total(case.coded("guarantees", g.id, "detail") for g in mine)
        most = number(2 * len(ELEMENTS), symbol="the most nine elements can reach")
        slug = re.sub(r"\W+", "_", promise.lower())
        rows.append({
            "promise": Label(promise, f"guarantees/{mine[0].id}"),
            "specified": case.count("guarantees", [g for g in mine if g.detail == 2],
                                    f"elements specified in {promise}"),
            "open": case.count("guarantees", [g for g in mine if g.detail == 0], f"elements open in {promise}"),
            "completeness": (detail / most).to("percent").named(f"guarantees.completeness.{slug}", "Completeness")})
    return pd.DataFrame(rows, dtype=object).sort_values("completeness", ascending=False, ignore_index=True)


def fullest(case: Case) -> Estimate:
    """Returns the completeness of the fullest promise the basis tells of, in per cent."""
    return completeness(case).completeness.iloc[0].named("guarantees.fullest", "Completeness of the fullest promise")


def still_open(case: Case) -> pd.DataFrame:
    """What stays open, and with whom.

    Returns: one row an open or merely mentioned element. promise: Label; element: text; text: Label;
        open_with: Label naming the parties, or None.
    """
    import pandas as pd

    rows = [{"promise": Label(g.promise, f"guarantees/{g.id}"), "element": ELEMENTS[g.element],
             "text": Label(g.text, f"guarantees/{g.id}"),
             "open_with": Label(", ".join(str(case.label(p)) for p in g.open_with), f"guarantees/{g.id}")
             if g.open_with else None}
            for promise in _promises(case) for g in _of(case, promise) if g.detail < 2]
    return pd.DataFrame(rows, columns=["promise", "element", "text", "open_with"], dtype=object)


def years(case: Case, *, years: str = YEARS, signed: str = SIGNED) -> pd.DataFrame:
    """How long guarantees would run, and until when: every claim of it, offered or asked for.

    signed: the quantity that says in which year a guarantee would be signed.
    Returns: one row a claim that is not deprecated, shortest first. source, said_by: Label; years: year; until: the
        calendar year in which it would end, None if the case knows no year of signature; chosen: 'baseline' for the
        claim the report uses.
    """
    import pandas as pd

    start = case[signed] if signed in case else None     # noqa: SIM401 (a Case is no dict)
    baseline = {id for estimate in case.by_subject(years).values() for id in estimate.claims}
    rows = [{"source": case.source(claim.source),
             "said_by": Label(claim.attributed_to or "the source itself", f"claims/{claim.id}"),
             "years": case.estimate(claim),
             "until": None if start is None else (start + case.estimate(claim)).named(
                 f"guarantees.until.{claim.id}", "Last year of the guarantee"),
             "chosen": "baseline" if claim.id in baseline else ""}
            for claim in case.claims(years) if claim.rank != "deprecated"]
    return pd.DataFrame(rows, dtype=object).sort_values("years", ignore_index=True, kind="stable")


def of(case: Case, promise: str) -> Estimate:
    """Returns one promise's completeness, in per cent. Raises MissingClaim for a promise the case does not know."""
    found = {str(row.promise): row.completeness for row in completeness(case).itertuples()}
    if promise not in found:
        raise MissingClaim(f"{case.folder.name} knows no promise {promise!r}{nearest(promise, found)}; "
                           f"there are: {', '.join(found)}.")
    return found[promise]


def _promises(case: Case, role: Role = "") -> list[str]:
    sources = case.ledger.of(Source)
    found = list(dict.fromkeys(g.promise for g in case.ledger.of(Guarantee).values()
                               if role in ("", sources[g.source].role)))
    if not found:
        raise MissingClaim(f"{case.folder.name} speaks of no guarantee; add rows to guarantees.csv.")
    return found


def _of(case: Case, promise: str) -> list[Guarantee]:
    return list(case.ledger.of(Guarantee).where("promise", promise))
