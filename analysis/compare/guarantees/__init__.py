"""Guarantees: which elements does each promise specify, what voids it, and what remains open with whom?

Detail of an element is coded by us, 0 open, 1 mentioned, 2 specified, by the rules of coding_rules.csv. Completeness is
the weighted share of the elements that is specified; a mention counts half. The elements are a scheme of ours after the
parts of alliance treaties that the ATOP project codes (Leeds et al., International Interactions 28(3), 2002); their
weights, all equal unless others are given, are ours. What voids or narrows a guarantee is shown beside it, and adds
nothing. A case may add elements of its own in vocabulary.csv, for agreements of another kind; its scheme is then what
its rows code. The quantities are those that play the roles `guarantee_years`, `guarantee_signed`, `guarantor` (party),
`guarantee_stage` (state) and `agreed_share_of_guarantees` in the case, unless the call names others.
"""

from analysis.compare.guarantees.coding_scheme import LIMITS, MENTION, elements, is_own, mentioned, read_weights, scheme
from analysis.compare.guarantees.content import by_promise, left_open, said
from analysis.compare.guarantees.course import agreed, became, length, terms, years
from analysis.compare.guarantees.fullness import completeness, fullest, names_of_fullest, of, rival, specified

__all__ = [
    "LIMITS",
    "MENTION",
    "agreed",
    "became",
    "by_promise",
    "completeness",
    "elements",
    "fullest",
    "is_own",
    "left_open",
    "length",
    "mentioned",
    "names_of_fullest",
    "of",
    "read_weights",
    "rival",
    "said",
    "scheme",
    "specified",
    "terms",
    "years",
]
