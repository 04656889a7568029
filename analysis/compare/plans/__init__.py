"""Plans: what does each say on each issue, what became of it on the way, and whom does it favour?

Detail is coded as in PA-X (Bell and Badanjak, Journal of Peace Research 56(3), 2019): 0 none, 1 mention,
2 substantive, 3 full. A row without detail says that the plan is silent where an earlier one was not: it records
what became of that provision, but is not counted as a provision of this plan. Whom a provision favours
is our coding, an assumption. On the basis of all sources, a plan's published text replaces the
article's account of it (`Case.telling`). On the article's basis, what an account reports only of the later plan is
"added" where the earlier plan's published text has nothing on the issue, else "newly reported": an account's silence
is no provision's absence.
"""

from analysis.compare.plans.accounts import account, retold
from analysis.compare.plans.balance import favouring, favours, open_points, shift, turn
from analysis.compare.plans.content import DETAIL, detail, points, side_by_side, substantive
from analysis.compare.plans.provisions import counts, size, spoken
from analysis.compare.plans.revision import FATES, REPORTED, compared, fate, fates, remarks, unjudged

__all__ = [
    "DETAIL",
    "FATES",
    "REPORTED",
    "account",
    "compared",
    "counts",
    "detail",
    "fate",
    "fates",
    "favouring",
    "favours",
    "open_points",
    "points",
    "remarks",
    "retold",
    "shift",
    "side_by_side",
    "size",
    "spoken",
    "substantive",
    "turn",
    "unjudged",
]
