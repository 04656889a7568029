"""`communique reviews`: the verdicts on the article's claims as schema.org ClaimReview (https://schema.org/ClaimReview)."""

from __future__ import annotations

from typing import Any

import click

from analysis.case.case import Case, load_case
from analysis.case.schema import Source
from analysis.case.series import find_independent, list_article_claims
from analysis.commands.shared.options import CaseFolder, case_option
from analysis.commands.shared.terminal import print_json
from analysis.compare.promises import list_promises
from analysis.compare.verdicts import VERDICTS
from analysis.report.document.note_text import get_web_address
from analysis.wording.cards import PROMISES

_RATINGS = {"contradicted": 1, "garbled": 2, "unverified": 3, "partly": 4, "confirmed": 5}
_PROMISE_RATINGS = {"broken": 1, "partly_kept": 3, "kept": 5}  # one that is open has no rating yet


def build_claim_reviews(case: Case) -> list[dict[str, Any]]:
    """Returns the verdicts as schema.org ClaimReview objects (JSON-LD), one a checkable claim of the article, and one a
    promise of any source of which it is known whether it was kept."""
    documents = case.ledger.get_table(Source)
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
                    "alternateName": (VERDICTS | PROMISES)[claim.verdict or ""].capitalize(),
                },
                "citation": [
                    {"@type": "CreativeWork", "name": documents[id].title, **_give_address(documents[id])}
                    for id in find_independent(case.ledger, claim.verdict_claims)
                ],
            }
        )
    return reviews


def _give_address(source: Source) -> dict[str, str]:
    url = get_web_address(source.url)
    return {"url": url} if url else {}


@click.command()
@case_option
def command(case: CaseFolder) -> None:
    """Print the verdicts on the article's claims as schema.org ClaimReview (JSON-LD)."""
    print_json(build_claim_reviews(load_case(case.path)))
