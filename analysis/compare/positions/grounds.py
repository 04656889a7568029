"""What the positions rest on: claims with a verdict, contradicted ones among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.case.schema import Claim, Position
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import Phrase, Word

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

_VERDICTS: dict[str, Word] = {
    word: word
    for word in (
        Word("confirmed", "verdict"),
        Word("partly", "verdict"),
        Word("contradicted", "verdict"),
        Word("unverified", "verdict"),
        Word("garbled", "verdict"),
        Word("opinion", "verdict"),
        Word("kept", "verdict"),
        Word("partly_kept", "verdict"),
        Word("broken", "verdict"),
        Word("open", "verdict"),
    )
}


def contested(case: Case) -> pd.DataFrame:
    """Lists the positions that rest on a claim which other sources contradict.

    Returns: one row a position and claim. party, issue: Label; claim: Label, what is claimed.

    >>> from analysis import compare, load_case
    >>> list(compare.positions.contested(load_case()).columns)
    ['party', 'issue', 'claim']
    """
    import pandas as pd

    rows = [
        {
            "party": case.label(p.party),
            "issue": case.label(p.issue),
            "claim": Label(claim.statement, f"claims/{claim.id}"),
        }
        for p in case.ledger.get_table(Position).values()
        for claim in rests_on(case, p, "contradicted")
    ]
    return pd.DataFrame(rows, columns=["party", "issue", "claim"], dtype=object)


def resting_on(case: Case, verdict: str) -> Estimate:
    """Counts the positions that rest on a claim with a verdict, alone or among others (item).

    verdict: as in claims.csv: `opinion` of the analysed text's judgements, `unverified` of what no other source bears
        out; all positions if empty.

    >>> from analysis import compare, load_case
    >>> case = load_case()
    >>> [compare.positions.resting_on(case, verdict).value for verdict in ("opinion", "")]
    [12.0, 38.0]
    """
    rows = [p for p in case.ledger.get_table(Position).values() if not verdict or rests_on(case, p, verdict)]
    what = (
        Phrase("positions that rest on a claim with the verdict {verdict}", verdict=_VERDICTS[verdict])
        if verdict
        else Word("positions", "what is counted")
    )
    return case.count("positions", rows, what)


def judged(case: Case) -> Estimate:
    """Counts the positions that rest on a claim with some verdict (item).

    Of the others nothing is known of what they rest on: `contested` and `resting_on` say nothing about them.

    >>> from analysis import compare, load_case
    >>> compare.positions.judged(load_case()).value
    28.0
    """
    rows = [p for p in case.ledger.get_table(Position).values() if rests_on(case, p, "")]
    return case.count("positions", rows, Phrase("positions that rest on a claim with a verdict"))


def rests_on(case: Case, position: Position, verdict: str) -> list[Claim]:
    """Returns the claims with a verdict that a position rests on; with any verdict if it is empty."""
    claims = case.ledger.get_table(Claim)
    found = [claims[id] for id in position.rests_on if id in claims]
    return [claim for claim in found if (claim.verdict == verdict if verdict else claim.verdict)]
