"""What a case knows that a number or a date of a draft may be: its claims, assumptions, results and dates, indexed.

A topic is what numbers are of: a quantity and its subject, or a printed result. The numbers of one unit are sorted, so
that those near a written one are found without a look at the others; words lead to quantities by their stems.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeAlias

from analysis.case.schema import Assumption, Claim, Event, Plan, Quantity, Source
from analysis.case.selection import Basis
from analysis.case.table import Table
from analysis.contract import ClaimQualifier
from analysis.errors import CommuniqueError
from analysis.matching.stems import split_stems
from analysis.mentions import guess_language

if TYPE_CHECKING:
    from analysis.case.case import Case
    from analysis.estimates.estimate import Estimate
    from analysis.verification.results import PrintedResult

KnownKind: TypeAlias = Literal["claim", "assumption", "computed", "result", "date"]
_FEWEST = 30  # quantities among which a word is rare or not: in a small case nearly every word would be frequent
_FIELDS = {"name": 1.0, "own": 0.8, "meaning": 0.6, "siblings": 0.4}  # what a word weighs by where it stands
_MAX_SIBLINGS = 20  # claims of a quantity whose words describe the quantity too
_VALUES = ("value", "low", "high", "qualifier", "date", "as_of", "base")
_COLUMNS = ("quantity", "subject", "source", *_VALUES, "attributed_to", "statement", "phrase", "rank")  # of a claim
_COMPUTED: tuple[Basis, ...] = ("article", "all")  # the bases on which formulas are computed


@dataclass(slots=True, eq=False)
class Topic:
    """What numbers are of. key: of the quantity, of which siblings have other subjects. subject: its id, or ''."""

    key: str
    subject: str
    unit: str
    name: str
    meaning: str = ""
    over_time: bool = False
    known: list[Known] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Known:
    """A number or date that the case holds, in the unit of its topic.

    id: what leads to it. words: what says what it is. language: of those words. voices: who says it. text: as printed,
    of a result. rank, url: of a claim, and of its source. table: where the row is, of a claim.
    """

    id: str
    kind: KnownKind
    topic: Topic
    value: float | None = None
    low: float | None = None
    high: float | None = None
    qualifier: ClaimQualifier = "exact"
    date: str = ""
    as_of: str = ""
    published: str = ""
    words: str = ""
    voices: tuple[str, ...] = ()
    text: str = ""
    rank: str = ""
    url: str = ""
    table: Table[Claim] | None = None

    @property
    def claim(self) -> Claim | None:
        """The row, where it is a claim; made when it is asked for, as there may be very many."""
        return self.table[self.id] if self.table is not None else None

    def list_numbers(self) -> Iterator[float]:
        """Yields its value, and the ends of a range."""
        yield from (number for number in (self.value, self.low, self.high) if number is not None)


class Knowledge:
    """All that a case knows, found by number or by words. results: numbers that reports of it print."""

    def __init__(self, case: Case, results: Sequence[PrintedResult] = ()):
        self.case = case
        self.topics: dict[tuple[str, str], Topic] = {}
        self.by_claim: dict[str, Known] = {}
        for known in (*self._read_claims(), *self._read_assumptions(), *self._read_dates()):
            known.topic.known.append(known)
        for known in (*self._read_results(results), *(() if results else self._compute_formulas())):
            known.topic.known.append(known)
        self.siblings: dict[str, list[Topic]] = defaultdict(list)  # by key
        for topic in self.topics.values():
            self.siblings[topic.key].append(topic)
        self._words: dict[int, Mapping[str, float]] = {}

    def _get_topic(self, row: Quantity, subject: str | None) -> Topic:
        place = (row.id, subject or "")
        if place not in self.topics:
            self.topics[place] = Topic(row.id, subject or "", row.unit, row.name, row.meaning, row.over_time)
        return self.topics[place]

    def _read_claims(self) -> Iterator[Known]:
        quantities, sources = self.case.ledger.get_table(Quantity), self.case.ledger.get_table(Source)
        table = self.case.ledger.get_table(Claim)
        for id, *cells in zip(table, *(table.columns[name] for name in _COLUMNS), strict=True):
            cell = dict(zip(_COLUMNS, cells, strict=True))
            row, source = quantities[cell["quantity"]], sources[cell["source"]]
            if row.unit == "text":
                continue
            known = Known(
                id,
                "claim",
                self._get_topic(row, cell["subject"]),
                cell["value"],
                cell["low"],
                cell["high"],
                cell["qualifier"],
                cell["date"] or "",
                cell["as_of"] or "",
                source.date or "",
                " ".join(filter(None, (cell["statement"], cell["phrase"], cell["base"]))),
                tuple(filter(None, (cell["attributed_to"], source.publisher, source.author))),
                rank=cell["rank"],
                url=make_address_key(source.url or ""),
                table=table,
            )
            self.by_claim[id] = known
            yield known

    def _read_assumptions(self) -> Iterator[Known]:
        quantities = self.case.ledger.get_table(Quantity)
        for one in self.case.ledger.get_table(Assumption).values():
            topic = self._get_topic(quantities[one.quantity], one.subject)
            yield Known(f"assumptions/{one.id}", "assumption", topic, one.value, words=one.reason)

    def _read_dates(self) -> Iterator[Known]:
        """Yields the dates of events, plans and sources."""
        for event in self.case.ledger.get_table(Event).values():
            topic = Topic(f"events/{event.id}", "", "date", event.title, event.place or "")
            self.topics[topic.key, ""] = topic
            yield Known(topic.key, "date", topic, date=event.date, words=event.phrase or "")
        for plan in self.case.ledger.get_table(Plan).values():
            if plan.date:
                topic = Topic(f"plans/{plan.id}", "", "date", plan.name, plan.authors or "")
                self.topics[topic.key, ""] = topic
                yield Known(topic.key, "date", topic, date=plan.date)
        for source in self.case.ledger.get_table(Source).values():
            if source.date:
                topic = Topic(f"sources/{source.id}", "", "date", source.title)
                self.topics[topic.key, ""] = topic
                yield Known(topic.key, "date", topic, date=source.date, voices=(source.publisher or source.title,))

    def _read_results(self, results: Sequence[PrintedResult]) -> Iterator[Known]:
        for result in results:
            topic = Topic(f"{result.label}/{result.unit}", "", result.unit, result.label)
            self.topics.setdefault((topic.key, ""), topic)
            topic = self.topics[topic.key, ""]
            yield Known(
                result.id,
                "result",
                topic,
                result.value,
                result.low,
                result.high,
                result.qualifier,
                words=result.about,
                text=result.text,
            )

    def _compute_formulas(self) -> Iterator[Known]:
        """Yields what the formulas of the quantities give from the claims, on each basis."""
        for row in self.case.ledger.get_table(Quantity).values():
            if not row.formula or row.unit in ("date", "text"):
                continue
            for subject in self.case.formula_subjects(row.id):
                for basis in _COMPUTED:
                    try:
                        found: Estimate = self.case.on(basis).derived(row.id, subject)
                    except CommuniqueError:  # nothing to compute it from, on this basis
                        continue
                    topic = self._get_topic(row, subject)
                    qualifier = found.qualifier if found.qualifier != "between" else "about"
                    yield Known(f"quantities/{row.id}", "computed", topic, found.value, qualifier=qualifier)

    @cached_property
    def language(self) -> str:
        """The language in which the case describes what it knows."""
        words = [topic.name + " " + topic.meaning for topic in islice(self.topics.values(), 200)]
        return guess_language(" ".join(words))

    @cached_property
    def _by_unit(self) -> Mapping[str, tuple[list[float], list[Known]]]:
        """Unit -> its numbers in order, and beside them what they are of."""
        pairs: dict[str, list[tuple[float, int, Known]]] = defaultdict(list)
        at = 0
        for topic in self.topics.values():
            for known in topic.known:
                for number in known.list_numbers():
                    pairs[topic.unit].append((number, at, known))
                    at += 1
        found = {}
        for unit, numbers in pairs.items():
            numbers.sort(key=lambda pair: pair[:2])
            found[unit] = ([number for number, _, _ in numbers], [known for _, _, known in numbers])
        return found

    @property
    def units(self) -> Iterable[str]:
        """The units that numbers are in."""
        return self._by_unit

    def find_near(self, unit: str, low: float, high: float) -> Sequence[Known]:
        """Returns what has a number from low to high, in a unit."""
        numbers, known = self._by_unit[unit]
        slack = 1e-9 * max(abs(low), abs(high)) if math.isfinite(low) and math.isfinite(high) else 0
        return list(dict.fromkeys(known[bisect_left(numbers, low - slack) : bisect_right(numbers, high + slack)]))

    @cached_property
    def _by_date(self) -> Mapping[str, list[Known]]:
        """Year, month or day, and month and day alone -> what has that date."""
        found: dict[str, list[Known]] = defaultdict(list)
        for topic in self.topics.values():
            for known in topic.known if topic.unit == "date" else ():
                date = known.date.rstrip("~?%")
                for part in {date[:4], date[:7], date, f"XXXX{date[4:]}"}:
                    found[part].append(known)
        return found

    def find_dates(self, written: str) -> Sequence[Known]:
        """Returns what has a date that a written one, in EDTF, may mean: of a year whatever is in it."""
        return self._by_date.get(written, ())

    @cached_property
    def _by_stem(self) -> Mapping[str, Sequence[tuple[str, float]]]:
        """Stem -> keys of the topics that it describes, each with what the word weighs there."""
        found: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for key, words in self._key_words.items():
            for stem, weight in words.items():
                found[stem].append((key, weight * self.get_rareness(stem)))
        return found

    @cached_property
    def _key_words(self) -> Mapping[str, Mapping[str, float]]:
        """Key -> stem -> what the word weighs as a description of the quantity."""
        found = {}
        for key, topics in self.siblings.items():
            words = dict[str, float]()
            first = topics[0]
            texts = [(first.meaning, "meaning"), (key.partition("/")[0].replace(".", " ").replace("_", " "), "meaning")]
            known = islice((known for topic in topics for known in topic.known), _MAX_SIBLINGS)
            texts += [(one.words, "siblings") for one in known]
            for text, where in (*texts, (first.name, "name")):
                _add_words(words, text, self.language, _FIELDS[where])
            found[key] = words
        return found

    @cached_property
    def named(self) -> Mapping[str, frozenset[str]]:
        """Key -> the stems of the name of its quantity."""
        return {
            key: frozenset(stem.stem for stem in split_stems(topics[0].name, self.language))
            for key, topics in self.siblings.items()
            if topics[0].unit != "date"
        }

    def names_topic(self, stem: str) -> bool:
        """Returns whether a word stands in the name of a quantity."""
        return stem in self._in_names

    @cached_property
    def _in_names(self) -> frozenset[str]:
        return frozenset[str]().union(*self.named.values())

    @cached_property
    def _rareness(self) -> Mapping[str, float]:
        """Stem -> how much it says, from near 0 for a word that describes most quantities."""
        counts = Counter(stem for words in self._key_words.values() for stem in words)
        total = max(len(self._key_words), _FEWEST)
        return {stem: math.log((1 + total) / count) / math.log(1 + total) for stem, count in counts.items()}

    def get_rareness(self, stem: str) -> float:
        """Returns how much a word says of what a number is of, from 0 to 1; 1 for one that the case does not use."""
        return self._rareness.get(stem, 1.0)

    def find_keys(self, stems: Iterable[str]) -> Mapping[str, float]:
        """Returns the keys of the topics that words may mean, with what the words weigh together."""
        found = dict[str, float]()
        for stem in stems:
            for key, weight in self._by_stem.get(stem, ()):
                found[key] = found.get(key, 0.0) + weight
        return found

    def describe(self, known: Known) -> Mapping[str, float]:
        """Returns the stems that describe a number: its own words, and those of its quantity."""
        at = id(known)
        if at not in self._words:
            words = dict(self._key_words[known.topic.key])
            _add_words(words, known.words, self.language, _FIELDS["own"])
            self._words[at] = words
        return self._words[at]


def make_address_key(url: str) -> str:
    """Returns what is the same for all spellings of an address on the web: without protocol, `www.` and fragment.

    >>> make_address_key("https://www.example.org/a/#:~:text=90") == make_address_key("http://example.org/a")
    True
    """
    return url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/").lower()


def _add_words(words: dict[str, float], text: str, language: str, weight: float) -> None:
    for stem in split_stems(text, language):
        words[stem.stem] = max(weight, words.get(stem.stem, 0))
