"""`communique reviews`: the verdicts on the article's claims as schema.org ClaimReview (https://schema.org/ClaimReview)."""

from __future__ import annotations

from typing import Any

import click

from analysis import dates
from analysis.case.case import Case, open_case
from analysis.case.schema import Claim, Source
from analysis.case.series import find_independent, list_article_claims
from analysis.commands.shared.options import CaseFolder, case_option
from analysis.commands.shared.terminal import print_json
from analysis.compare.promises import list_promises
from analysis.report.document.note_text import get_web_address
from analysis.style.house import get_shipped_house
from analysis.wording.cards import PROMISES, VERDICTS

_RATINGS = {"contradicted": 1, "garbled": 2, "unverified": 3, "partly": 4, "confirmed": 5}
_PROMISE_RATINGS = {"broken": 1, "partly_kept": 3, "kept": 5}  # one that is open has no rating yet


def build_claim_reviews(case: Case) -> list[dict[str, Any]]:
    """Returns the verdicts as schema.org ClaimReview objects (JSON-LD), one a checkable claim of the article, and one a
    promise of any source of which it is known whether it was kept.

    Their author is the contributors in datapackage.json, else the name in the case's house.toml, else nobody is named;
    their date is the last day on which anything they rest on was looked up.

    >>> from analysis import load_case
    >>> review = build_claim_reviews(load_case())[0]
    >>> review["@type"], review["itemReviewed"]["identifier"]
    ('ClaimReview', 'need_article')
    """
    documents, authors = case.ledger.get_table(Source), _list_authors(case)
    reviews = []
    claims = [(claim, _RATINGS.get(claim.verdict or "")) for claim in list_article_claims(case.ledger)]
    claims += [(claim, _PROMISE_RATINGS.get(claim.verdict or "")) for claim in list_promises(case)]
    for claim, rating in claims:
        if rating is None:
            continue
        source = documents[claim.source]
        reviews.append(
            {
                "@context": "https://schema.org",
                "@type": "ClaimReview",
                **({"author": authors} if authors else {}),
                **_give_date(case, claim),
                "claimReviewed": claim.statement,
                "itemReviewed": {
                    "@type": "Claim",
                    "identifier": claim.id,
                    "appearance": {
                        "@type": "CreativeWork",
                        "name": source.title,
                        "datePublished": source.date,
                        **_give_address(source),
                    },
                },
                "reviewRating": {
                    "@type": "Rating",
                    "ratingValue": rating,
                    "bestRating": 5,
                    "worstRating": 1,
                    "alternateName": {**VERDICTS, **PROMISES}[claim.verdict or ""].capitalize(),
                },
                "citation": [
                    {"@type": "CreativeWork", "name": documents[id].title, **_give_address(documents[id])}
                    for id in find_independent(case.ledger, claim.verdict_claims)
                ],
            }
        )
    return reviews


def _list_authors(case: Case) -> list[dict[str, str]]:
    """Returns who answers for the verdicts, as schema.org has it: by datapackage.json, else by house.toml."""
    given = case.descriptor.get("contributors")
    people = [
        {"@type": "Organization" if entry.get("role") == "publisher" else "Person", "name": entry["title"]}
        for entry in (given if isinstance(given, list) else ())
        if isinstance(entry, dict) and isinstance(entry.get("title"), str)
    ]
    name = case.house.header["name"]
    house = [] if case.house is get_shipped_house() else [{"@type": "Organization", "name": name}]  # not the program
    return people or house


def _give_date(case: Case, claim: Claim) -> dict[str, str]:
    """Returns the last day on which the claim, or anything its verdict rests on, was looked up."""
    documents, claims = case.ledger.get_table(Source), case.ledger.get_table(Claim)
    found = [claim.verified, documents[claim.source].accessed]
    for id in claim.verdict_claims:
        row = claims.get(id)
        found += [row.verified, documents[row.source].accessed] if row else [documents[id].accessed]
    days = [dates.compute_span(day)[1] for day in found if day]
    return {"datePublished": max(days).isoformat()} if days else {}


def _give_address(source: Source) -> dict[str, str]:
    url = get_web_address(source.url)
    return {"url": url} if url else {}


@click.command()
@case_option
def command(case: CaseFolder) -> None:
    """Print the verdicts on the article's claims as schema.org ClaimReview (JSON-LD)."""
    print_json(build_claim_reviews(open_case(case.path)))
