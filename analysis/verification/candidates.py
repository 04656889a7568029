"""Which of the numbers that a case knows a number of a draft may be about, and how likely: by words, subject, voice."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import nlargest

from analysis import dates
from analysis.case.schema import Person
from analysis.errors import UnitError
from analysis.matching.fit import Fit, fit_unit
from analysis.mentions import Mention
from analysis.verification.agreement import compute_reach
from analysis.verification.context import Context, Names, is_named, read_names, split_name
from analysis.verification.known import Knowledge, Known, Topic
from analysis.wording import units

_MAX_AGREEING, _MAX_TOPICS, _MAX_OTHERS = 60, 60, 8  # that are looked at closely, of very many
_NAMED = 0.6  # of the words of a name that make it named
_MAX_KEYS = 12  # quantities that are looked at for the words' sake
_SUBJECT, _NOT_SUBJECT = 1.2, 0.35  # a named subject adds, and another one named takes away all but this share
_ALIKE = 0.15  # by how much less of its name than of another's may stand in a text that names both
_RARE_VOICE = 0.35  # how rare a word of a name must be, unless a person has it: any sentence may name a country
_VOICE = 0.8
_DATE, _NOT_DATE = 0.8, 0.5
_COMMON = 0.3  # the rareness up to which a word says too little to tell things apart
_NOT_HEAD = 0.3  # of what is known of other things than the noun that is counted


# What stands around a word of saying, in a bracket, or behind "according to": a name there is that of a speaker.
_SAYING = re.compile(
    r"(?<![\w’.'-])(?:[\w’.'-]+ ){0,5}"
    r"(?:(?:also |now |has |had )?(?:said|says?|tells?|told|puts?|estimate[sd]?|claim(?:s|ed)|"
    r"report(?:s|ed)|spoke|stated?|states|counts?|counted|finds?|found|announced|writes?|wrote|sees?|thinks?|speaks?))\b"
    r"(?: [\w'’.-]+){0,4}|\([^()]*\)|(?:[Aa]ccording to|[Bb]y|[Ff]or) [^,;]{3,60}"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A known number that a mention may be about.

    fit: how the units go together. agrees: whether the number is the same. words: what the words that both have in
    common weigh. subject: 1 where its subject is named, -1 where another one is, 0 where none is. voice: the same of
    who says it. time: of the date beside it. score: all together.
    """

    known: Known
    fit: Fit
    agrees: bool
    words: float
    subject: int
    voice: int
    time: int
    score: float


class Finder:
    """Finds candidates for the mentions of one draft. language: of the draft."""

    def __init__(self, knowledge: Knowledge, language: str):
        self.knowledge, self.language = knowledge, language
        self.same_language = language == knowledge.language
        self._subjects: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self._people = {person.name for person in knowledge.case.ledger.get_table(Person).values()}
        self._named: dict[str, Mapping[str, int]] = {}  # key -> of the mention that is looked at
        self._fits: dict[tuple[object, ...], Fit | None] = {}
        self._voice_tokens = lru_cache(maxsize=None)(self._split_voice)

    def find(self, context: Context) -> list[Candidate]:
        """Returns the candidates of a mention, the likeliest first."""
        keys = self.knowledge.find_keys(context.words)
        likely = nlargest(_MAX_KEYS, keys, key=keys.__getitem__)
        agreeing = dict[int, tuple[Known, Fit]]()
        for near, fit in self._find_agreeing(context):
            if len(near) > _MAX_AGREEING:  # of very many those that the words lead to
                near = nlargest(_MAX_AGREEING, near, key=lambda known: keys.get(known.topic.key, 0.0))
            agreeing |= {id(known): (known, fit) for known in near}
        found = [(known, fit, True) for known, fit in agreeing.values()]
        self._named.clear()
        for key in likely:
            for topic in self._choose_topics(context, key):
                if goes := self.fit(context.mention, topic.unit):
                    others = [known for known in topic.known if id(known) not in agreeing]
                    found += [(known, goes, False) for known in others[-_MAX_OTHERS:]]
        made = [self._weigh(context, *one) for one in found]
        return sorted(made, key=lambda one: (-one.score, not one.agrees))

    def _choose_topics(self, context: Context, key: str) -> Sequence[Topic]:
        """Returns the topics of a quantity; of one with very many those whose subject is named."""
        topics = self.knowledge.siblings[key]
        if len(topics) <= _MAX_TOPICS:
            return topics
        return [topic for topic in topics if self._judge_subject(context, topic) > 0][:_MAX_TOPICS]

    def fit(self, mention: Mention, unit: str) -> Fit | None:
        """Returns how the unit of a mention goes with another, None where it measures something else."""
        key = (mention.role, mention.date.isdigit(), mention.ledger_unit, mention.scale, mention.why, unit)
        if key not in self._fits:
            self._fits[key] = fit_unit(mention, unit)
        return self._fits[key]

    def find_in_other_unit(self, context: Context, least: float) -> Known | None:
        """Returns what has the same number and is plainly meant, and yet is in a unit that does not go with it.

        least: the score from which it is meant.
        """
        mention = context.mention
        number = mention.compute_total(mention.value)
        if number is None:
            return None
        best: tuple[float, Known] | None = None
        self._named.clear()
        keys = self.knowledge.find_keys(context.words)
        for key in nlargest(_MAX_KEYS, keys, key=keys.__getitem__):
            for topic in self.knowledge.siblings[key]:
                if topic.unit in ("date", "text") or self.fit(mention, topic.unit):
                    continue
                for known in topic.known:
                    if known.value is None or not _is_same_number(number, known.value, topic.unit):
                        continue
                    weighed = self._weigh(context, known, Fit(1.0, 1.0), agrees=True)
                    if weighed.score >= least and (best is None or weighed.score > best[0]):
                        best = (weighed.score, known)
        return best[1] if best else None

    def name_subject(self, topic: Topic) -> str:
        """Returns the name of the subject of a topic, '' where it has none."""
        if not topic.subject:
            return ""
        column = "title" if topic.subject in self.knowledge.case.ledger.tables["events"] else "name"
        return str(self.knowledge.case.label(topic.subject, column))

    def _find_agreeing(self, context: Context) -> Iterator[tuple[Sequence[Known], Fit]]:
        """Yields what has the number of a mention, of each unit that goes with its own."""
        mention = context.mention
        if mention.role == "date":
            yield self.knowledge.find_dates(mention.date), Fit(1.0, 1.0)
            return
        for unit in self.knowledge.units:
            fit = self.fit(mention, unit)
            if fit is None:
                continue
            if mention.value is not None:
                low, high = (end * fit.factor for end in compute_reach(mention.value, mention.qualifier))
                yield self.knowledge.find_near(unit, min(low, high), max(low, high)), fit
            elif mention.low is not None and mention.high is not None:
                ends = [[end * fit.factor for end in compute_reach(number)] for number in (mention.low, mention.high)]
                near = self.knowledge.find_near(unit, ends[0][0], ends[1][1])
                yield [known for known in near if _lies_within(known, ends)], fit

    def _weigh(self, context: Context, known: Known, fit: Fit, agrees: bool) -> Candidate:
        described = self.knowledge.describe(known)
        common = {stem: weight for stem, weight in context.words.items() if stem in described}
        words = sum(weight * described[stem] * self.knowledge.get_rareness(stem) for stem, weight in common.items())
        if self.same_language and self._counts_other(context, known):
            words *= _NOT_HEAD
        subject, voice, time = self._judge_subject(context, known.topic), self._judge_voice(context, known), 0
        time = _judge_time(context, known)
        score = words * fit.sureness
        score = (
            score + _SUBJECT * self._weigh_subject(known.topic)
            if subject > 0
            else score * _NOT_SUBJECT
            if subject < 0
            else score
        )
        score += _VOICE if voice > 0 else 0
        score = score + _DATE if time > 0 else score * _NOT_DATE if time < 0 else score
        return Candidate(known, fit, agrees, words, subject, voice, time, score)

    def _counts_other(self, context: Context, known: Known) -> bool:
        """Returns whether a text counts something else than a topic does, by the noun behind its number."""
        heads = [stem for stem in context.heads if self.knowledge.get_rareness(stem) > _COMMON]
        described, named = self.knowledge.describe(known), self.knowledge.named
        if any(stem in named.get(known.topic.key, ()) for stem in heads):
            return False
        is_elsewhere = any(self.knowledge.names_topic(stem) for stem in heads)
        return bool(heads) and (is_elsewhere or not any(stem in described for stem in heads))

    def _judge_subject(self, context: Context, topic: Topic) -> int:
        """Returns 1 where the subject of a topic is named, -1 where another subject of the quantity is, else 0."""
        if topic.key not in self._named:
            self._named[topic.key] = self._find_named(context, topic.key)
        return self._named[topic.key].get(topic.subject, 0)

    def _find_named(self, context: Context, key: str) -> Mapping[str, int]:
        """Returns subject -> 1 where it is named, -1 where another one of the quantity is; nothing where none is."""
        names, weights, family = self._name_subjects(key), self._weigh_tokens(key), self.knowledge.case.family
        for part in (context.owner, context.before, context.after, context.sentence):
            found = {subject: is_named(tokens, part, weights) for subject, tokens in names.items()}
            best = max(found.values(), default=0.0)
            if best >= _NAMED:
                meant = {subject for subject, value in found.items() if value >= max(_NAMED, best - _ALIKE)}
                families = {family(subject) for subject in meant}
                return {subject: 1 if subject in meant or family(subject) in families else -1 for subject in names}
        return {}

    def _weigh_subject(self, topic: Topic) -> float:
        """Returns how much it says that a subject is named: little of one that most of the case is about."""
        tokens = self._name_subjects(topic.key).get(topic.subject, ())
        return max((1.0 if token.isdigit() else self.knowledge.get_rareness(token) for token in tokens), default=0.0)

    def _name_subjects(self, key: str) -> Mapping[str, tuple[str, ...]]:
        """Returns subject -> the words of its name, of the subjects of a quantity."""
        if key not in self._subjects:
            found = {}
            for topic in self.knowledge.siblings[key]:
                if topic.subject:
                    name = self.name_subject(topic)
                    if topic.subject in self.knowledge.case.ledger.tables["people"]:
                        name = name.split()[-1]  # people are known by their surname
                    found[topic.subject] = split_name(name, self.knowledge.language)
            self._subjects[key] = found
        return self._subjects[key]

    @cache  # noqa: B019 - a finder lives as long as one draft is read
    def _weigh_tokens(self, key: str) -> Mapping[str, float]:
        """Returns what each word of the subjects' names says of which of them is meant."""
        names = self._name_subjects(key)
        counts = Counter(token for tokens in names.values() for token in tokens)
        return {token: math.log(1 + len(names) / count) for token, count in counts.items()}

    def _judge_voice(self, context: Context, known: Known) -> int:
        """Returns 1 where who says it is named, or the paragraph has a link to its source, else 0."""
        if known.url and known.url in context.links:
            return 1
        return int(any(self._names_voice(voice, context.sentence) for voice in known.voices))

    def speaks(self, context: Context, known: Known) -> bool:
        """Returns whether a sentence has who makes a claim say something, or cites it: "the minister put it at 90"."""
        if known.url and known.url in context.links:
            return True
        said = [read_names(part, self.language) for part in _SAYING.findall(context.text)]
        return any(self._names_voice(voice, names) for voice in known.voices for names in said)

    def _names_voice(self, voice: str, names: Names) -> bool:
        return any(is_named(tokens, names, weights) >= _NAMED for tokens, weights in self._voice_tokens(voice))

    def _split_voice(self, voice: str) -> Sequence[tuple[tuple[str, ...], Mapping[str, float]]]:
        """Returns the words of each of those who speak together, without those that any sentence may have."""
        found = []
        for part in voice.replace(";", ",").replace(" and ", ",").replace(" via ", ",").split(","):
            weights = {token: self.knowledge.get_rareness(token) for token in split_name(part, self.knowledge.language)}
            if max(weights.values(), default=0) >= _RARE_VOICE or part.strip() in self._people:
                found.append((tuple(weights), weights))
        return found


def _is_same_number(number: float, value: float, unit: str) -> bool:
    """Returns whether a number is that of a claim with or without the scale of its unit."""
    try:
        scale, _ = units.split_scale(unit)
    except UnitError:
        return False
    return any(abs(number - one) <= 1e-9 * abs(one) for one in (value, value * scale))


def _lies_within(known: Known, ends: list[list[float]]) -> bool:
    """Returns whether a number, or the range of a claim, is what a written range gives."""
    (low, low_reach), (high_reach, high) = (ends[0][0], ends[0][1]), (ends[1][0], ends[1][1])
    if known.low is not None and known.high is not None:
        return low <= known.low <= low_reach and high_reach <= known.high <= high
    return known.value is not None and (low <= known.value <= low_reach or high_reach <= known.value <= high)


def _judge_time(context: Context, known: Known) -> int:
    """Returns 1 where a date of the sentence is that of a claim, -1 where the date beside the number is another one."""
    if not known.as_of or known.topic.unit == "date":
        return 0
    if any(overlap(day, known.as_of) for day in context.dates):
        return 1
    beside = context.mention.as_of
    return -1 if beside and known.topic.over_time else 0


def overlap(one: str, other: str) -> bool:
    """Returns whether two EDTF dates may mean the same day; dates without a year are not compared."""
    if "X" in one[:4] or "X" in other[:4]:
        return False
    try:
        (first, last), (start, end) = dates.compute_span(one), dates.compute_span(other)
    except ValueError:
        return False
    return first <= end and start <= last
