"""Which claims are pooled for the basis `pooled`, with which weights, and why the others are left out.

Only like is pooled with like. Of the claims on a quantity and subject, these are left out, and named with the reason: a
deprecated claim; a source of weight 0; another base than that of the preferred claim; another time in a series, or
another whole year (`analysis.case.series`); what its own voice has revised since; a copy of a source that is there
already; a second report of one voice; of what a plan says, all but its own text; what is older than the newest by more
than the window; and, in the end, a number that is only a bound, where others give a value. Bounds alone are pooled if
all are on one side.

A plan's own text is no estimate that others could correct: where the subject is a plan, and its source by plans.csv (or
that of the plan as published) is of the kind plan_text, official or statement, claims from it are pooled alone. A value
that is the same number as a preferred bound repeats it without its word (300 for "at least 300"): it is left out.

| grade | weight | reason |
|---|---|---|
| A completely reliable | 1 | the whole of a scale from 0 to 1 |
| B usually reliable | 0.75 | one of four equal steps down |
| C fairly reliable | 0.5 | the next |
| D not usually reliable | 0.25 | the next |
| E unreliable | 0 | it is left out |
| F cannot be judged | 0.5 | neither good nor bad is known of it: the middle |

Grades order sources and measure nothing (Irwin and Mandel, Improving information evaluation for intelligence
production, Intelligence and National Security 34, 2019), so a weight is a judgement. For A, B and C it is that of the
MISP project's taxonomy `admiralty-scale` (version 5: 100, 75, 50); the others are ours, on the same steps.
`load_case(weights={"D": 0.5})` moves them, `window` the window.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Literal

from analysis.case.schema import Claim, Source
from analysis.case.series import WINDOW as WINDOW
from analysis.case.series import (
    Ends,
    find_origin,
    find_revisions,
    find_span,
    find_voice,
    make_voice_key,
    states_other_time,
)
from analysis.contract import Qualifier
from analysis.messages import Word, gettext, ngettext

WEIGHTS: Mapping[str, float] = MappingProxyType({"A": 1.0, "B": 0.75, "C": 0.5, "D": 0.25, "E": 0.0, "F": 0.5})
BOUNDS: tuple[Qualifier, ...] = ("at_most", "at_least")
_RANKS = ("preferred", "normal")
_REVISED = Word("revised since", "why a claim is not pooled")
_COPIED = Word("a copy of a source that is counted", "why a claim is not pooled")
_REPORT = Word("a report of the plan’s own text", "why a claim is not pooled")
_VALUE_OF_BOUND = Word("the bound that is preferred, without its word", "why a claim is not pooled")
_BOUND = Word("only a bound", "why a claim is not pooled")


@dataclass(frozen=True)
class Pool:
    """The claims that are pooled on one quantity and subject.

    members: each with its weight, by id; none where there is nothing to pool. left_out: each with the reason, by id.
    side: of a pool of bounds, which; else ''.
    """

    members: tuple[tuple[Claim, float], ...]
    left_out: tuple[tuple[Claim, str], ...]
    side: Qualifier | Literal[""] = ""

    def describe_left_out(self) -> str:
        """Returns how many claims are left out and why, as a sentence; '' where none is.

        >>> from analysis import load_case
        >>> load_case().pool("reconstruction.need").describe_left_out()
        'Where like claims are pooled, 2 claims are set aside (another base: a sum to be raised; revised since).'
        """
        if not self.left_out:
            return ""
        often = Counter(reason for _, reason in self.left_out)
        return ngettext(
            "Where like claims are pooled, {count} claim is set aside ({reasons}).",
            "Where like claims are pooled, {count} claims are set aside ({reasons}).",
            len(self.left_out),
            reasons="; ".join(str(reason) if times == 1 else _count(reason, times) for reason, times in often.items()),
        )


def _count(reason: str, times: int) -> str:
    """Returns a reason with the number of claims for which it holds."""
    return ngettext("{reason}: {count} claim", "{reason}: {count} claims", times, reason=reason)


def find_pool(
    claims: Sequence[Claim],
    preferred: Claim,
    sources: Mapping[str, Source],
    find_interval: Callable[[Claim], Ends],
    weights: Mapping[str, float] = WEIGHTS,
    window: int = WINDOW,
    *,
    over_time: bool = False,
    own_texts: Collection[str] = (),
) -> Pool:
    """Returns which of some claims are pooled, whatever their order.

    claims: on one quantity and subject. preferred: the one that counts on the basis `all`; it
    says what is counted, by its base. find_interval: the ends of a claim's interval, in the quantity's unit.
    weights: by grade. window: days. over_time: whether the claims are a series. own_texts: ids of the sources that are
    the text of the plan which is the subject.

    >>> from analysis import load_case
    >>> pool = load_case().pool("reconstruction.need")
    >>> [(claim.id, weight) for claim, weight in pool.members]
    [('need_prosperity', 0.75), ('need_rdna5', 1.0)]
    >>> dict((claim.id, reason) for claim, reason in pool.left_out)["need_rdna4"]
    'revised since'
    """
    weighed = {claim.id: weights[sources[claim.source].reliability] for claim in claims}
    kept, left_out = sorted(claims, key=lambda claim: claim.id), dict[str, tuple[Claim, str]]()
    steps: tuple[Callable[[Sequence[Claim]], Mapping[str, str]], ...] = (
        lambda kept: {claim.id: _find_difference(claim, preferred, weighed[claim.id]) for claim in kept},
        lambda kept: {
            claim.id: Word("of another time", "why a claim is not pooled")
            for claim in kept
            if states_other_time(sources, claim, preferred, over_time=over_time)
        },
        lambda kept: dict.fromkeys(find_revisions(sources, kept, find_interval, over_time=over_time), _REVISED),
        partial(_find_copies, sources),
        partial(_find_second_reports, sources, own_texts),
        partial(_find_reports_of_text, sources, own_texts),
        partial(_find_old, sources, window),
        partial(_find_values_of_bound, preferred),
        _find_bounds,
    )
    for step in steps:
        reasons = {id: reason for id, reason in step(kept).items() if reason}
        left_out |= {claim.id: (claim, reasons[claim.id]) for claim in kept if claim.id in reasons}
        kept = [claim for claim in kept if claim.id not in reasons]
    bounds: list[Qualifier] = [claim.qualifier for claim in kept if _is_bound(claim)]
    return Pool(
        tuple((claim, weighed[claim.id]) for claim in kept),
        tuple(left_out[id] for id in sorted(left_out)),
        bounds[0] if bounds else "",
    )


def _find_difference(claim: Claim, preferred: Claim, weight: float) -> str:
    """Returns why a claim cannot be pooled with the preferred one, whatever else there is; '' if it can."""
    if claim.rank == "deprecated":
        return Word("deprecated", "why a claim is not pooled")
    if not weight:
        return Word("its source’s grade has no weight", "why a claim is not pooled")
    if claim.base == preferred.base:
        return ""
    if claim.base:
        # translators: what a claim counts, where the others count something else
        return gettext("another base: {base}", base=claim.base)
    return Word("its base is not stated", "why a claim is not pooled")


def _find_copies(sources: Mapping[str, Source], kept: Sequence[Claim]) -> dict[str, str]:
    """Returns the claims of copies, where the source copied, or another copy of it, makes a claim too."""
    documents: dict[str, set[str]] = {}
    for claim in kept:
        documents.setdefault(find_origin(sources, claim.source), set()).add(claim.source)
    first = {origin: origin if origin in found else min(found) for origin, found in documents.items()}
    used = {claim.id: first[find_origin(sources, claim.source)] for claim in kept}
    return {claim.id: _COPIED for claim in kept if claim.source != used[claim.id]}


def _find_second_reports(
    sources: Mapping[str, Source], own_texts: Collection[str], kept: Sequence[Claim]
) -> dict[str, str]:
    """Returns the claims of a voice that has a better one: a plan's text, else by rank, grade of its source and id."""

    def order(claim: Claim) -> tuple[bool, int, str, str]:
        is_report = not _is_of_text(sources, own_texts, claim)
        return is_report, _RANKS.index(claim.rank), sources[claim.source].reliability, claim.id

    best: dict[str, str] = {}
    voices = {claim.id: find_voice(sources, claim) for claim in kept}
    for claim in sorted(kept, key=order):
        best.setdefault(make_voice_key(voices[claim.id]), claim.id)
    return {
        id: gettext("{voice} is counted already", voice=voice)
        for id, voice in voices.items()
        if best[make_voice_key(voice)] != id
    }


def _find_reports_of_text(
    sources: Mapping[str, Source], own_texts: Collection[str], kept: Sequence[Claim]
) -> dict[str, str]:
    """Returns the claims on what a plan says that are not of its own text, where there is one that is."""
    reports = [claim for claim in kept if not _is_of_text(sources, own_texts, claim)]
    return {claim.id: _REPORT for claim in reports} if len(reports) < len(kept) else {}


def _is_of_text(sources: Mapping[str, Source], own_texts: Collection[str], claim: Claim) -> bool:
    return find_origin(sources, claim.source) in own_texts


def _find_old(sources: Mapping[str, Source], window: int, kept: Sequence[Claim]) -> dict[str, str]:
    """Returns the claims that are older than the newest by more than the window, or of no known date."""
    spans = {claim.id: find_span(sources, claim) for claim in kept}
    newest = max((span[1] for span in spans.values() if span), default=None)
    if newest is None:
        return {}
    oldest = max(newest.toordinal() - window, 1)
    return {
        id: _describe_age(window) if span else Word("its date is not known", "why a claim is not pooled")
        for id, span in spans.items()
        if span is None or span[1].toordinal() < oldest
    }


def _describe_age(window: int) -> str:
    return ngettext(
        "more than {count} day older than the newest", "more than {count} days older than the newest", window
    )


def _find_values_of_bound(preferred: Claim, kept: Sequence[Claim]) -> dict[str, str]:
    """Returns the claims that give a preferred bound as a value."""
    if preferred not in kept or not _is_bound(preferred):
        return {}
    same = [claim for claim in kept if not _is_bound(claim) and claim.value == preferred.value]
    return {claim.id: _VALUE_OF_BOUND for claim in same}


def _find_bounds(kept: Sequence[Claim]) -> dict[str, str]:
    """Returns the claims that are only a bound, where others give a value or a bound on the other side."""
    bounds = [claim for claim in kept if _is_bound(claim)]
    if len(bounds) == len(kept) and len({claim.qualifier for claim in bounds}) <= 1:
        return {}
    return {claim.id: _BOUND for claim in bounds}


def _is_bound(claim: Claim) -> bool:
    return claim.qualifier in BOUNDS and (claim.low is None or claim.high is None)
