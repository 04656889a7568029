"""What the search of the index looks through: titles, claims and sources, as compact JSON within the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from analysis.contract import ClaimCard
from analysis.wording.cards import format_claim_value


class FoundClaim(NamedTuple):
    """A claim as the search knows it. source: its title and who made it."""

    id: str
    statement: str
    value: str
    source: str


def list_claims(claims: Mapping[str, Mapping[str, Any]]) -> list[FoundClaim]:
    """Returns the claims among the claims, assumptions and counts of a report's results; only they have an anchor."""
    found = []
    for id, card in claims.items():
        if card["kind"] == "claim":
            source = card.get("source") or {}
            makers = (source.get("title"), source.get("author"), source.get("publisher"))
            about = (card["statement"] or card["quantity"], card["phrase"] and f"“{card['phrase']}”")
            value = format_claim_value(ClaimCard.from_json(card))
            found.append(FoundClaim(id, " ".join(filter(None, about)), value, ", ".join(filter(None, makers))))
    return found


def build_search(reports: Sequence[tuple[str, str, str, Iterable[FoundClaim]]]) -> dict[str, list[Any]]:
    """Returns the data of the search: each claim and source once, with the positions of the reports that use the claim.

    reports: title, headline, path of the page and claims of each.

    >>> one = FoundClaim("need", "Rebuilding needs this.", "$800 billion", "An article")
    >>> build_search([("Brief", "Much is missing", "brief/brief.html", [one])])["claims"]
    [['need', 'Rebuilding needs this.', '$800 billion', 0, [0]]]
    """
    sources: dict[str, int] = {}
    claims: dict[FoundClaim, list[int]] = {}
    for at, (_, _, _, used) in enumerate(reports):
        for claim in used:
            claims.setdefault(claim, []).append(at)
            sources.setdefault(claim.source, len(sources))
    return {
        "reports": [[title, headline, path] for title, headline, path, _ in reports],
        "sources": list(sources),
        "claims": [
            [claim.id, claim.statement, claim.value, sources[claim.source], uses] for claim, uses in claims.items()
        ],
    }
