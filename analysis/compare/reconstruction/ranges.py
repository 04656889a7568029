"""How far the interval of a word reaches, and how far that of each claim moves the gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.compare.reconstruction.sums import find_means, gap
from analysis.contract import Qualifier
from analysis.estimates.estimate import Estimate
from analysis.estimates.origin import find_leaf_origin
from analysis.estimates.settings import make_width
from analysis.label import Label

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.case import Case


def width(qualifier: Qualifier, case: Case | None = None) -> Estimate:
    """Computes how far the interval of a word reaches from the number beside it (percent), traced as a setting of ours.

    It applies where a source gives no range of its own; see `analysis.wording.qualifiers`.
    qualifier: exact, about, nearly, at_least, at_most or over. case: one whose widths may have been set.

    >>> from analysis import compare
    >>> compare.reconstruction.width("about").value, compare.reconstruction.width("nearly").value
    (10.0, 5.0)
    """
    return make_width(qualifier, case.reading.widths) if case else make_width(qualifier)


def swings(case: Case, *, need: str | None = None, usable: str | None = None) -> pd.DataFrame:
    """Computes how far each claim alone moves the gap, from its low to its high end.

    need, usable: the quantities that hold them.
    Returns: one row a claim, the greatest distance first. claim: Label of what is claimed; low, high: the claim's own
        ends; gap_low, gap_high: the gap at those ends; swing: their distance. All in the need's currency.
    Raises: MissingClaim if the case has no claim on one of them.

    >>> from analysis import compare, load_case
    >>> row = compare.reconstruction.swings(load_case()).iloc[0]
    >>> print(row.claim, row.gap_low.value, row.gap_high.value, sep="; ")
    usable frozen assets; 700.0; 800.0
    """
    import pandas as pd

    need, whole, rows = case.role("need", need), gap(case, need=need, usable=usable), []
    for side in (case[need], *(case[source] for source in find_means(case, usable))):
        claims = {node.leaf.id: node for node in side.nodes if node.leaf and find_leaf_origin(node.leaf) != "setting"}
        for id, claim in claims.items():
            gaps = sorted(whole.at(id, end) for end in ("low", "high"))
            rows.append(
                {
                    "claim": _name_claim(claim, is_alone=len(claims) == 1),
                    "low": claim.at(id, "low"),
                    "high": claim.at(id, "high"),
                    "gap_low": gaps[0],
                    "gap_high": gaps[1],
                    "swing": gaps[1] - gaps[0],
                }
            )
    return pd.DataFrame(rows, dtype=object).sort_values("swing", ascending=False, ignore_index=True)


def _name_claim(claim: Estimate, *, is_alone: bool) -> Label:
    """Returns what is claimed; of several claims that are pooled also by whom."""
    leaf = claim.leaves[0]
    source = leaf.origin.source if leaf.origin else None
    who = (leaf.origin.attributed_to if leaf.origin else None) or (source.title if source else leaf.id)
    return Label(leaf.symbol if is_alone else f"{leaf.symbol} ({who})", f"claims/{leaf.id}")
