"""Which quantities of a case a number of a text may be about.

`rank_quantities` is the way in, in `ranking`. `fit` says whether the units go together, `stems` makes words
comparable, `passages` compares them with what the case says, and `subjects` knows the names of parties, plans and
other subjects. `language` and `sentences` say in which language a document is read, and where its sentences are.
"""

from analysis.matching.ranking import LEAST_SCORE, Match, is_clear, rank_quantities

__all__ = ["LEAST_SCORE", "Match", "is_clear", "rank_quantities"]
