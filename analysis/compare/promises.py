"""Promises: which were kept, in part or in full, which were broken, and which are still open?

What became of a promise is our verdict, based on named claims of other sources; a promise may be of any source. It is
neither true nor false, so that it counts apart from the verdicts on what the article states (`verdicts`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from analysis.case.schema import Claim
from analysis.case.series import label_publishers
from analysis.label import Label
from analysis.messages import Phrase, gettext, mark_message
from analysis.wording.cards import PROMISES
from analysis.wording.locators import describe_locator

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case

NOTHING = "–"  # in a cell without a value
_COUNTED = {
    "kept": Phrase("promises kept"),
    "partly_kept": Phrase("promises kept in part"),
    "broken": Phrase("promises broken"),
    "open": Phrase("promises open"),
}
_TITLES = {
    "kept": mark_message("Promises kept"),
    "partly_kept": mark_message("Promises kept in part"),
    "broken": mark_message("Promises broken"),
    "open": mark_message("Promises open"),
}


def list_promises(case: Case) -> list[Claim]:
    """Returns the claims that have a verdict of a promise, the broken ones first, then in the order of the file.

    >>> from analysis import load_case
    >>> from analysis.compare.promises import list_promises
    >>> list_promises(load_case())
    []
    """
    order = ("broken", "partly_kept", "kept", "open")
    found = [claim for claim in case.ledger.get_table(Claim).values() if claim.verdict in PROMISES]
    return sorted(found, key=lambda claim: order.index(claim.verdict or ""))


def promises(case: Case) -> pd.DataFrame:
    """Lists the promises and what became of each.

    Returns: one row a promise, the broken first. verdict: text; statement, source, locator: Label; value: Estimate,
        Label of a date, or None; as_of: Label or a dash; against: Label of who publishes the sources behind the
        verdict, or a dash.

    >>> from analysis import compare, load_case
    >>> list(compare.promises.promises(load_case()).columns)
    ['verdict', 'statement', 'value', 'as_of', 'source', 'against', 'locator']
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "verdict": PROMISES[claim.verdict or ""],
                "statement": Label(claim.statement, f"claims/{claim.id}"),
                "value": case.value(claim),
                "as_of": case.as_of(claim) or NOTHING,
                "source": case.source(claim.source),
                "against": label_publishers(case.ledger, claim) or NOTHING,
                "locator": Label(describe_locator(claim.locator), f"claims/{claim.id}"),
            }
            for claim in list_promises(case)
        ],
        columns=["verdict", "statement", "value", "as_of", "source", "against", "locator"],
        dtype=object,
    )


def counts(case: Case) -> pd.DataFrame:
    """Counts the promises by what became of them.

    Returns: one row a verdict that any promise has, kept first. verdict: text; promises: item, our coding; share:
        percent of all promises with a verdict.

    >>> from analysis import compare, load_case
    >>> len(compare.promises.counts(load_case()))
    0
    """
    import pandas as pd

    found, rows = list_promises(case), []
    whole = case.count("claims", found, Phrase("promises"), ["verdict"])
    for verdict, words in PROMISES.items():
        count = case.count_coded("claims", found, "verdict", _match(verdict), _COUNTED[verdict])
        if count.value:
            share = (count / whole).to("percent").named(f"promises.{verdict}", gettext(_TITLES[verdict]))
            rows.append({"verdict": words, "promises": count, "share": share})
    return pd.DataFrame(rows, columns=["verdict", "promises", "share"], dtype=object)


def _match(verdict: str) -> Callable[[Claim], bool]:
    """Returns whether a claim has a verdict, as a function."""
    return lambda claim: claim.verdict == verdict
