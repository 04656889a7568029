"""Sources: the ledger itself. What stands confirmed, what is contradicted, and does the article's own arithmetic hold?

Verdicts rest on named claims of other sources; copies of one source count as one. They also leave as
schema.org ClaimReview (https://schema.org/ClaimReview).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis import dates
from analysis.estimate import Estimate, total
from analysis.label import Label
from analysis.schema import Claim, Correction, Quantity, Source

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case import Case

VERDICTS = {"confirmed": "Confirmed", "partly": "Partly right", "contradicted": "Contradicted",
            "unverified": "Not verified", "opinion": "Opinion", "garbled": "Garbled"}
_RATINGS = {"contradicted": 1, "garbled": 2, "unverified": 3, "partly": 4, "confirmed": 5}


def verdicts(case: Case) -> pd.DataFrame:
    """How the article's claims fare against other sources.

    Returns: one row a verdict. verdict: text; claims: item; share: percent of all with a verdict.
    """
    import pandas as pd

    counts = {name: case.count("claims", [c for c in _article(case) if c.verdict == key], f"claims {name.lower()}")
              for key, name in VERDICTS.items()}
    whole = total(counts.values())
    return pd.DataFrame([{"verdict": name, "claims": count.named(f"sources.verdict.{name.lower().replace(' ', '_')}"),
                          "share": (count / whole).to("percent") if whole > 0 else None}
                         for name, count in counts.items()], dtype=object)


def ledger(case: Case) -> pd.DataFrame:
    """Every claim of the article with its verdict and what it rests on.

    Returns: one row a claim, in file order. statement, locator: Label; value: Estimate, or Label of a date, or
        None; verdict: text; against: Label naming the independent sources behind the verdict.
    """
    import pandas as pd

    return pd.DataFrame([{
        "statement": Label(c.statement, f"claims/{c.id}"), "locator": Label(c.locator, f"claims/{c.id}"),
        "value": _value(case, c), "verdict": VERDICTS.get(c.verdict or ""),
        "against": Label("; ".join(str(case.source(s)) for s in independent(case, c.verdict_claims)), f"claims/{c.id}")
        if c.verdict_claims else None} for c in _article(case)],
        columns=["statement", "locator", "value", "verdict", "against"], dtype=object)


def independent(case: Case, ids: tuple[str, ...]) -> list[str]:
    """Returns the sources behind some claims or sources, copies of one wire counted once."""
    claims, sources = case.ledger.of(Claim), case.ledger.of(Source)
    named = [claims[id].source if id in claims else id for id in ids]
    return list(dict.fromkeys(_origin(sources, id) for id in named))


def rivals(case: Case) -> pd.DataFrame:
    """Where sources differ on a number.

    Returns: one row a quantity and subject with claims of two or more independent sources. quantity, subject:
        Label; article: the article's own, or None; lowest, highest: Estimates; sources: item.
    """
    import pandas as pd

    groups: dict[tuple[str, str | None], list[Claim]] = {}
    for claim in case.ledger.of(Claim).values():
        if claim.rank != "deprecated" and case.quantity(claim.quantity).unit not in ("date", "text"):
            groups.setdefault((claim.quantity, claim.subject), []).append(claim)
    rows, own = [], {c.id for c in _article(case)}
    for (quantity, subject), claims in groups.items():
        apart = independent(case, tuple(c.id for c in claims))
        if len(apart) < 2:
            continue
        values = sorted((case.estimate(c) for c in claims), key=lambda e: e.value)
        mine = [case.estimate(c) for c in claims if c.id in own]
        rows.append({"quantity": Label(case.quantity(quantity).name, f"quantities/{quantity}"),
                     "subject": case.label(subject) if subject else None, "article": mine[0] if mine else None,
                     "lowest": values[0], "highest": values[-1],
                     "sources": case.count("sources", [case.ledger.of(Source)[id] for id in apart],
                                           f"independent sources on {quantity} {subject or ''}".strip())})
    return pd.DataFrame(rows, columns=["quantity", "subject", "article", "lowest", "highest", "sources"], dtype=object)


def switched(case: Case) -> pd.DataFrame:
    """Every number that changes when the preferred claim over all sources takes the place of the article's.

    Returns: one row a quantity and subject, in the order of quantities.csv. quantity: Label; subject: Label or None;
        article, all: the claim each basis rests on; change: percent of the article's, None where that is 0.
    """
    import pandas as pd

    here, there, rows = case.on("article"), case.on("all"), []
    for quantity in case.ledger.of(Quantity).values():
        if quantity.unit in ("date", "text") or quantity.id not in case:
            continue
        for subject in dict.fromkeys(c.subject for c in case.claims(quantity.id)):
            key = (quantity.id, subject) if subject else quantity.id
            before, after = here[key], there[key]
            if (before.value, before.low, before.high) != (after.value, after.low, after.high):
                rows.append({"quantity": Label(quantity.name, f"quantities/{quantity.id}"),
                             "subject": case.label(subject) if subject else None, "article": before, "all": after,
                             "change": ((after - before) / before).to("percent") if before.value else None})
    return pd.DataFrame(rows, columns=["quantity", "subject", "article", "all", "change"], dtype=object)


def corrections(case: Case) -> pd.DataFrame:
    """The defects of the sources, as given and as they should read.

    Returns: one row a correction. locator, kind, as_given, corrected, reason: Label or text; corrected is None
        where nothing can be recovered.
    """
    import pandas as pd

    return pd.DataFrame([{
        "locator": Label(c.locator, f"corrections/{c.id}"), "kind": c.kind.replace("_", " "),
        "as_given": Label(c.as_given, f"corrections/{c.id}"),
        "corrected": Label(c.corrected, f"corrections/{c.id}") if c.corrected else None,
        "reason": Label(c.reason, f"corrections/{c.id}")} for c in case.ledger.of(Correction).values()],
        columns=["locator", "kind", "as_given", "corrected", "reason"], dtype=object)


def defects(case: Case) -> Estimate:
    """Returns how many defects the sources' texts have (item)."""
    return case.count("corrections", case.ledger.of(Correction).values(), "defects of the sources")


def reliability(case: Case) -> pd.DataFrame:
    """The sources and how far they can be relied on (Admiralty code, NATO AJP-2.1).

    Returns: one row a source. title, publisher, date: Label; kind, reliability: text; claims: item.
    """
    import pandas as pd

    return pd.DataFrame([{
        "title": case.source(s.id), "publisher": Label(s.publisher, f"sources/{s.id}") if s.publisher else None,
        "date": Label(dates.readable(s.date), f"sources/{s.id}") if s.date else None,
        "kind": s.kind.replace("_", " "), "reliability": s.reliability,
        "claims": case.count("claims", case.ledger.of(Claim).where("source", s.id),
                             f"claims of {s.id}")} for s in case.ledger.of(Source).values()], dtype=object)


def recomputed(case: Case) -> pd.DataFrame:
    """The sums that sources state against the same computed from the claims beneath them (`formula` of quantities.csv).

    Returns: one row a claim on a derived quantity. what, source: Label; stated, computed, difference: Estimates of
        one unit; holds: 'yes' if the stated figure and the computed interval meet (`meets`), else 'no'.
    """
    import pandas as pd

    rows = []
    for quantity in case.ledger.of(Quantity).values():
        for claim in case.claims(quantity.id) if quantity.formula else ():
            stated, computed = case.estimate(claim), case.derived(quantity.id)
            rows.append({"what": Label(quantity.name, f"quantities/{quantity.id}"), "source": case.source(claim.source),
                         "stated": stated, "computed": computed, "difference": computed - stated,
                         "holds": "yes" if meets(stated, computed) else "no"})
    return pd.DataFrame(rows, columns=["what", "source", "stated", "computed", "difference", "holds"], dtype=object)


def meets(stated: Estimate, computed: Estimate) -> bool:
    """Returns whether two intervals meet, give or take half a per cent, for a rounded figure is no wrong one."""
    found = computed.to(stated.unit)
    slack = 0.005 * abs(stated.value)
    return stated.low - slack <= found.high and found.low <= stated.high + slack


def sums(results: Sequence[Estimate]) -> pd.DataFrame:
    """What follows from the claims by arithmetic, sum by sum, with its formula.

    Returns: one row a result. what: Label of the result; formula: Label; result: Estimate.
    """
    import pandas as pd

    return pd.DataFrame([{"what": Label(r.label or r.name, r.name), "formula": Label(r.how, r.name), "result": r}
                         for r in results], columns=["what", "formula", "result"], dtype=object)


def claim_reviews(case: Case) -> list[dict[str, Any]]:
    """Returns the verdicts as schema.org ClaimReview objects (JSON-LD), one a checkable claim with a verdict."""
    sources = case.ledger.of(Source)
    reviews = []
    for claim in _article(case):
        if claim.verdict not in _RATINGS:
            continue
        source = sources[claim.source]
        reviews.append({
            "@context": "https://schema.org", "@type": "ClaimReview", "claimReviewed": claim.statement,
            "itemReviewed": {"@type": "Claim", "identifier": claim.id, "appearance": {
                "@type": "CreativeWork", "name": source.title, "datePublished": source.date,
                **({"url": source.url} if source.url else {})}},
            "reviewRating": {"@type": "Rating", "ratingValue": _RATINGS[claim.verdict], "bestRating": 5,
                             "worstRating": 1, "alternateName": VERDICTS[claim.verdict]},
            "citation": [{"@type": "CreativeWork", "name": sources[id].title,
                          **({"url": sources[id].url} if sources[id].url else {})}
                         for id in independent(case, claim.verdict_claims)]})
    return reviews


def _article(case: Case) -> list[Claim]:
    sources = case.ledger.of(Source)
    return [c for c in case.ledger.of(Claim).values() if sources[c.source].role == "article"]


def _origin(sources: Any, id: str) -> str:
    seen = {id}
    while sources[id].copy_of and sources[id].copy_of not in seen:
        id = sources[id].copy_of
        seen.add(id)
    return id


def _value(case: Case, claim: Claim) -> Estimate | Label | None:
    unit = case.ledger.of(Quantity)[claim.quantity].unit
    if unit == "date":
        return Label(dates.readable(claim.date), f"claims/{claim.id}")
    return None if unit == "text" else case.estimate(claim)
