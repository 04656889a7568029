"""What a mark in a draft says: the verdict on its number, in a few sentences; and the summary of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from analysis.verification.verdict import Verdict, VerdictKind

NAMES: dict[VerdictKind, str] = {
    "supported": "Supported",
    "disputed": "Supported, and disputed",
    "hedge": "Hedge lost or turned",
    "stale": "Revised since",
    "differs": "Differs",
    "unknown": "Unknown",
    "not_checked": "Not checked",
}
_MARKED: frozenset[VerdictKind] = frozenset(("disputed", "hedge", "stale", "differs", "unknown"))


def select_marked(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Returns the verdicts that an editor is to look at: all but supported numbers, and those that count nothing."""
    return [verdict for verdict in verdicts if verdict.kind in _MARKED]


def describe_verdict(verdict: Verdict) -> str:
    """Returns a verdict as a comment says it.

    >>> describe_verdict(Verdict("stale", 0, 0, 3, "524", by=("need_4",), why="It is revised.", remedy="Write 588."))
    'Revised since: It is revised. Write 588. [need_4]'
    """
    by = f"[{', '.join(verdict.by)}]" if verdict.by else ""
    return " ".join(filter(None, (f"{NAMES[verdict.kind]}:", verdict.why, verdict.remedy, by)))


def summarise(verdicts: Sequence[Verdict]) -> str:
    """Returns how many numbers and dates were checked, and how many there are of each verdict.

    >>> summarise([Verdict("supported", 0, 0, 1, "8"), Verdict("unknown", 0, 3, 4, "9")])
    'Communique checked 2 numbers and dates. Supported: 1. Unknown: 1.'
    """
    checked = Counter(verdict.kind for verdict in verdicts if verdict.kind != "not_checked")
    parts = [f"{NAMES[kind]}: {checked[kind]}." for kind in get_args(VerdictKind) if checked[kind]]
    return " ".join([f"Communique checked {checked.total()} numbers and dates.", *parts])
