"""The verdict on one number or date: whether what is known supports it, or which claim says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis import dates
from analysis.case.schema import Quantity, Source
from analysis.case.series import count_days_apart, is_of_time
from analysis.contract import ClaimQualifier
from analysis.verification.agreement import agrees, find_hedge_fault
from analysis.verification.candidates import Candidate, Finder, overlap
from analysis.verification.context import Context
from analysis.verification.known import Known, Topic
from analysis.verification.results import normalise
from analysis.verification.verdict import VerdictKind
from analysis.verification.wording import describe_known, describe_owner, format_known

SUPPORTS = 0.6  # the score from which words and subject say that a number that agrees is the one that is meant
MEANS = 1.7  # the score from which they say so of a number that does not agree
_LEAST_WORDS, _MEANING_WORDS = 0.25, 0.9  # what the words alone must weigh for either
_AGAINST = 0.7  # of the score of the likeliest other topic: what one that agrees must reach to be meant
_ALONE = 0.5  # of that score, where one topic alone has such a number: words say little in a case of few rows
_FEW_TOPICS, _FEW = 2, 0.4  # where no more topics have the number, it speaks for them by so much
_AGAINST_DATE = 0.6  # the same of a date, which rarely agrees by chance
_ALIKE = 0.8  # of the best score: from here claims on one topic are equally likely to be meant
_LEAST_FIT = 0.7
_LIMITS = frozenset(("limit", "cap", "ceil", "maximum", "minimum", "floor", "threshold"))  # stems of what bounds
_NOT_SPOKEN = 0.01


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict without its place. known: what it rests on."""

    kind: VerdictKind
    known: tuple[Known, ...] = ()
    others: tuple[Known, ...] = ()
    why: str = ""
    remedy: str = ""


NOT_COUNTED = Judgement("not_checked", why="It names, dates or orders something, and counts nothing.")
_UNKNOWN = Judgement(
    "unknown", why="Nothing in the case is near.", remedy="Add a claim with its source, or leave it out."
)


class Judge:
    """Judges the numbers of one draft."""

    def __init__(self, finder: Finder):
        self.finder, self.knowledge, self.case = finder, finder.knowledge, finder.knowledge.case
        self._sources = self.case.ledger.get_table(Source)
        self._quantities = self.case.ledger.get_table(Quantity)

    def judge_number(self, context: Context) -> Judgement:
        """Returns the verdict on a number that counts or measures something."""
        found = self.finder.find(context)
        least = _LEAST_WORDS if self.finder.same_language else 0.0
        agreeing = [one for one in found if one.agrees and one.words >= least]
        others = [
            one
            for one in found
            if not one.agrees and one.fit.sureness >= _LEAST_FIT and not self._is_said_beside(context, one.known)
        ]
        if agreeing and self._is_meant(context, agreeing, others):
            return self._judge_agreeing(context, agreeing, others)
        if others and others[0].score >= MEANS and others[0].words >= _MEANING_WORDS:
            return self._judge_different(context, others)
        if unlike := self.finder.find_in_other_unit(context, MEANS):
            return Judgement(
                "differs",
                (unlike,),
                why=f"{describe_owner(self.case, unlike)} gives it in another unit: {format_known(unlike)}.",
                remedy=f"Write {format_known(unlike)}; nothing is converted.",
            )
        return _UNKNOWN

    def _is_meant(self, context: Context, agreeing: Sequence[Candidate], others: Sequence[Candidate]) -> bool:
        """Returns whether the words and the subject lead to a number that agrees, rather than to another topic."""
        best = agreeing[0]
        if not self.finder.same_language and not (others and others[0].score >= MEANS and best.score < SUPPORTS):
            return best.subject >= 0 and (best.score > 0.2 or _is_distinctive(context))
        count = len({one.known.topic.key for one in agreeing})
        bonus = _FEW if count <= _FEW_TOPICS else 0.0
        claimed = {one.known.topic.key for one in agreeing if one.known.kind == "claim"}  # a result repeats its claims
        least = SUPPORTS * (_ALONE if len(claimed) <= 1 and _is_distinctive(context) else 1)
        topics = {id(one.known.topic) for one in agreeing if one.score >= _ALIKE * best.score}
        elsewhere = next((one.score for one in others if id(one.known.topic) not in topics), 0.0)
        return best.score >= least and best.score + bonus >= _AGAINST * elsewhere

    def _judge_agreeing(
        self, context: Context, agreeing: Sequence[Candidate], others: Sequence[Candidate]
    ) -> Judgement:
        best = agreeing[0]
        topic = best.known.topic
        same = [one for one in agreeing if one.known.topic is topic]
        if spoken := self._find_speaker(context, same, [one for one in others if one.known.topic is topic]):
            return self._describe_difference(context, spoken)
        alike = [
            one
            for one in agreeing
            if one.score >= _ALIKE * best.score and (one.known.topic is topic or one.subject >= best.subject)
        ]
        faults = {id(one): self._find_fault(context, one.known) for one in alike}
        right = [one for one in alike if not faults[id(one)]]
        if not right:
            return self._describe_hedge(best.known, faults[id(best)])
        current = [one.known for one in right if not self._is_stale(context, one.known)]
        if not current:
            return self._describe_stale(right[0].known)
        rivals = self._list_rivals(context, current[0])
        shown = (current[0], *(known for known in current[1:] if known.kind == "claim"))[:3]
        if rivals:
            who = "; ".join(f"{describe_owner(self.case, one)}: {format_known(one)}" for one in rivals[:3])
            return Judgement(
                "disputed", shown, tuple(rivals), f"{describe_known(self.case, current[0])}. Disputed by {who}."
            )
        return Judgement("supported", shown, why=f"{describe_known(self.case, current[0])}.")

    def _is_said_beside(self, context: Context, known: Known) -> bool:
        """Returns whether another number of the sentence gives what a claim says: then this one is not it."""
        for other in context.beside:
            fit = self.finder.fit(other, known.topic.unit)
            if fit is None or other.value is None or known.value is None:
                continue
            if agrees(other.value, other.qualifier, known.value / fit.factor):
                return True
        return False

    def _find_speaker(
        self, context: Context, same: Sequence[Candidate], others: Sequence[Candidate]
    ) -> Candidate | None:
        """Returns the claim of who is named in the sentence, where only others give the number."""
        if any(one.voice > 0 or one.known.kind != "claim" for one in same):
            return None
        named = [
            one
            for one in others
            if one.known.kind == "claim" and one.voice > 0 and self.finder.speaks(context, one.known)
        ]
        current = [one for one in named if one.known.id not in self._list_revised(one.known.topic)]
        return next(iter(current), None)

    def _find_fault(self, context: Context, known: Known) -> str:
        """Returns how a draft changes what a claim says of its exactness: lost, turned, or '' where it does not."""
        mention = context.mention
        if mention.value is None:
            return ""
        if known.kind == "result" and known.text and normalise(known.text) == normalise(mention.text):
            return ""
        limit = not _LIMITS.isdisjoint(self.knowledge.describe(known))
        if known.value is None:
            return "" if mention.qualifier != "exact" else "lost"
        factor = next((one.factor for one in [self.finder.fit(mention, known.topic.unit)] if one), 1.0)
        is_same = abs(mention.value * factor - known.value) <= 1e-6 * abs(known.value)
        written: ClaimQualifier = mention.qualifier
        if written in ("exact", "about") and known.qualifier in ("at_most", "at_least") and _says_limit(context):
            return ""
        if written == "exact" and known.qualifier in ("over", "at_least") and _says_more(context):
            return ""
        return find_hedge_fault(written, known.qualifier, same=is_same, limit=limit)

    def _describe_hedge(self, known: Known, fault: str) -> Judgement:
        said = format_known(known)
        what = "loses" if fault == "lost" else "turns"
        return Judgement(
            "hedge",
            (known,),
            why=f"It {what} what {describe_owner(self.case, known)} says of its exactness: {said}.",
            remedy=f"Write {said}.",
        )

    def _list_revised(self, topic: Topic) -> Iterable[str]:
        return self.case.revisions(topic.key) if topic.key in self._quantities else ()

    def _is_stale(self, context: Context, known: Known) -> bool:
        claim = known.claim
        if claim is None:
            return False
        if claim.rank == "deprecated":
            return True
        if any(overlap(day, time) for day in context.dates for time in (known.as_of, known.published) if time):
            return False
        if later := self.case.revisions(claim.quantity).get(claim.id):
            newer = self.knowledge.by_claim.get(later.id)
            return newer is None or not self._is_said_beside(context, newer)  # else it is given as what was before
        if not known.topic.over_time or not claim.as_of:
            return False
        if context.dates:
            return False  # it is said of which time it is
        newest = [one.as_of for one in known.topic.known if one.rank not in ("", "deprecated") and one.as_of]
        latest = max(map(dates.make_sort_key, newest))
        return dates.make_sort_key(claim.as_of) < latest and not is_of_time(
            claim.as_of, max(newest, key=dates.make_sort_key)
        )

    def _describe_stale(self, known: Known) -> Judgement:
        claim = known.claim
        assert claim is not None
        later = self.case.revisions(claim.quantity).get(claim.id)
        newer = self.knowledge.by_claim.get(later.id) if later else None
        if newer is None and known.topic.over_time:
            newer = max(
                (one for one in known.topic.known if one.as_of and one.rank not in ("", "deprecated")),
                key=lambda one: dates.make_sort_key(one.as_of),
                default=None,
            )
        if newer is None:
            note = f" ({claim.note})" if claim.note else ""
            return Judgement("stale", (known,), why=f"The claim is deprecated{note}.", remedy="Choose another claim.")
        when = f", as of {dates.format_date(newer.as_of)}" if newer.as_of else ""
        return Judgement(
            "stale",
            (known,),
            (newer,),
            f"{describe_known(self.case, known)}; since then {describe_owner(self.case, newer)} says "
            f"{format_known(newer)}{when}.",
            f"Write {format_known(newer)}, or say of which time the number is.",
        )

    def _list_rivals(self, context: Context, known: Known) -> list[Known]:
        """Returns the claims on the same thing and time that a written number does not agree with."""
        claim = known.claim
        if claim is None:
            return []
        quantity = self._quantities[claim.quantity]
        revised = self.case.revisions(claim.quantity)
        found = []
        for other in known.topic.known:
            if other.rank in ("", "deprecated") or other.id in revised or other is known:
                continue
            row = other.claim
            assert row is not None
            if count_days_apart(self._sources, quantity, row, claim):
                continue
            if row.base and claim.base and row.base != claim.base:
                continue
            if not self._may_be(context, other):
                found.append(other)
        return sorted(found, key=lambda one: one.rank != "preferred")

    def _may_be(self, context: Context, other: Known) -> bool:
        """Returns whether what a rival says allows the written number."""
        mention, fit = context.mention, self.finder.fit(context.mention, other.topic.unit)
        if fit is None or other.claim is None:
            return True
        interval = self.case.estimate(other.claim)
        numbers = [number for number in (mention.value, mention.low, mention.high) if number is not None]
        written = [number * fit.factor for number in numbers]
        if any(interval.low <= number <= interval.high for number in written):
            return True
        return any(agrees(n, mention.qualifier, known / fit.factor) for n in numbers for known in other.list_numbers())

    def _judge_different(self, context: Context, others: Sequence[Candidate]) -> Judgement:
        best = others[0]
        topic = best.known.topic
        same = [one for one in others if one.known.topic is topic and one.score >= _ALIKE * best.score]
        same = [one for one in same if one.known.id not in self._list_revised(topic)] or same
        return self._describe_difference(context, min(same, key=lambda one: self._measure_distance(context, one)))

    def _measure_distance(self, context: Context, one: Candidate) -> float:
        written = next((n for n in (context.mention.value, context.mention.low) if n is not None), 0.0) * one.fit.factor
        return min((abs(written - number) for number in one.known.list_numbers()), default=float("inf"))

    def _describe_difference(self, context: Context, one: Candidate) -> Judgement:
        written = next((n for n in (context.mention.value, context.mention.low) if n is not None), 0.0) * one.fit.factor
        known = next(one.known.list_numbers(), 0.0)
        how = _describe_ratio(written, known)
        said = format_known(one.known)
        return Judgement(
            "differs", (one.known,), why=f"{describe_known(self.case, one.known)}{how}.", remedy=f"Write {said}."
        )

    def judge_date(self, context: Context, chosen: Sequence[Known], other_dates: Sequence[str]) -> Judgement:
        """Returns the verdict on a date. chosen: what supports the numbers of its sentence; other_dates: its others."""
        written = context.mention.date
        if "X" in written.removeprefix("XXXX-") or "/.." in written or not written:
            return NOT_COUNTED
        found = [one for one in self.finder.find(context) if one.known.date]
        agreeing = [one for one in found if contains(written, one.known.date)]
        others = [one for one in found if not contains(written, one.known.date)]
        others = [one for one in others if not any(contains(day, one.known.date) for day in other_dates)]
        best = agreeing[0] if agreeing else None
        needed = SUPPORTS if self.finder.same_language else _NOT_SPOKEN
        if (
            best
            and best.score >= needed
            and (not others or others[0].score < MEANS or best.score >= _AGAINST_DATE * others[0].score)
        ):
            known = tuple(one.known for one in agreeing if one.score >= _ALIKE * best.score)[:3]
            rivals = self._list_other_dates(best.known, written)
            if rivals:
                who = "; ".join(f"{describe_owner(self.case, one)}: {format_known(one)}" for one in rivals[:3])
                return Judgement(
                    "disputed", known, tuple(rivals), f"{describe_known(self.case, best.known)}. Disputed by {who}."
                )
            return Judgement("supported", known, why=f"{describe_known(self.case, best.known)}.")
        others = [one for one in others if _may_differ(written, one.known)]
        if others and others[0].score >= MEANS and (best is None or others[0].score > best.score):
            one = others[0].known
            return Judgement(
                "differs", (one,), why=f"{describe_known(self.case, one)}.", remedy=f"Write {format_known(one)}."
            )
        of_number = [one for one in chosen if self._is_time_of(written, one)]
        if of_number:
            return Judgement("supported", tuple(of_number[:3]), why="It is the time of the number in its sentence.")
        if best and not self.finder.same_language:
            return Judgement("supported", (best.known,), why=f"{describe_known(self.case, best.known)}.")
        return _UNKNOWN

    def _list_other_dates(self, known: Known, written: str) -> list[Known]:
        return [
            one
            for one in known.topic.known
            if one.date
            and one.rank not in ("", "deprecated")
            and not contains(written, one.date)
            and one.id not in self._list_revised(known.topic)
        ]

    def _is_time_of(self, written: str, known: Known) -> bool:
        times = (known.as_of, known.published, str(self.finder.name_subject(known.topic)))
        return any(contains(written, time) or contains(time, written) for time in times if time)


def contains(written: str, known: str) -> bool:
    """Returns whether a known EDTF date lies in a written one, which may leave out the day, the month or the year.

    >>> contains("2025-12", "2025-12-28"), contains("XXXX-12-28", "2025-12-28"), contains("2025-12-27", "2025-12")
    (True, True, False)
    """
    if written.startswith("XXXX-"):
        return known.rstrip("~?%")[4:] == written[4:] and not known.startswith("XXXX")
    try:
        (first, last), (start, end) = dates.compute_span(written), dates.compute_span(known)
    except ValueError:
        return False
    return first <= start and end <= last


def _may_differ(written: str, known: Known) -> bool:
    """Returns whether a date may be meant as another one: a year alone only as that of a claim that gives a date."""
    if known.kind == "claim":
        return True
    return len(written) > 4 and known.id.startswith("events/")


_LIMIT_WORDS = re.compile(
    r"\b(?:limit|cap(?:ped)?\b|ceiling|maximum|exceed|at most|no more|minimum|floor|at least)", re.I
)


def _says_limit(context: Context) -> bool:
    """Returns whether a sentence says elsewhere that its number is a limit: "a ceiling of 100 billion"."""
    return bool(_LIMIT_WORDS.search(context.text))


_MORE_WORDS = re.compile(
    r"(?:pass|top|surpass|exceed|cross|überst|übertr|перевищ|превы)\w*(?: the)?(?: mark of)? ?$", re.I
)


def _says_more(context: Context) -> bool:
    """Returns whether a verb right before a number says that it is more: "passed 195 billion"."""
    return bool(_MORE_WORDS.search(context.text[: max(0, context.mention.start - context.start)]))


def _is_distinctive(context: Context) -> bool:
    """Returns whether a number says by itself what it is of: not a small count, a round share or a bare number."""
    mention = context.mention
    numbers = [number for number in (mention.value, mention.low, mention.high) if number is not None]
    digits = max(len(f"{number:.12g}".replace(".", "").strip("0")) for number in numbers)
    if mention.unit in ("items", "people", "one", "percent", "percentage_point", ""):
        return digits >= 3 or mention.scale > 1
    return True


def _describe_ratio(written: float, known: float) -> str:
    if not known or not written or written / known <= 0:
        return ""
    ratio = written / known
    if 0.2 < ratio < 5:
        change = abs(ratio - 1)
        return (
            f"; the draft is {change:.2g} times as much {'above' if ratio > 1 else 'below'} it"
            if change >= 1
            else (f"; the draft is {100 * change:.2g} % {'above' if ratio > 1 else 'below'} it")
        )
    return f"; the draft has {ratio:.3g} times as much"
