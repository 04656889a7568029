"""What verification says of one number of a draft, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

VerdictKind: TypeAlias = Literal[
    "supported",  # a claim or a result gives it
    "disputed",  # a claim gives it, and rivals of it say otherwise
    "hedge",  # the number is right, and what the claim says of its exactness is lost or turned
    "stale",  # a claim gives it that is deprecated, or that its own voice has revised
    "differs",  # the words and the unit mean a claim that gives another number
    "unknown",  # nothing in the case is near
    "not_checked",  # a name, a page, an ordinal: it counts nothing
]
HOLDS: frozenset[VerdictKind] = frozenset(("supported", "disputed", "not_checked"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of one number or date of a draft.

    paragraph: the position of its paragraph in the document. start, end: its characters there; words: those characters.
    place: of the paragraph, as a locator says it.
    by: what the verdict rests on: ids of claims, `assumptions/id`, `events/id`, `quantities/id` for what a formula
        computes, or the report and name of a printed result; empty where nothing is near.
    others: ids of the rivals that say otherwise, or of the claim that revised it.
    why: the reason in a sentence. remedy: what to write instead, or what to do; '' where nothing needs to be done.
    """

    kind: VerdictKind
    paragraph: int
    start: int
    end: int
    words: str
    place: str = ""
    by: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    why: str = ""
    remedy: str = ""

    @property
    def holds(self) -> bool:
        """Whether an editor may leave the number as it is; what is disputed holds, with its rivals named.

        >>> Verdict("disputed", 0, 0, 3, "800").holds, Verdict("stale", 0, 0, 3, "524").holds
        (True, False)
        """
        return self.kind in HOLDS
