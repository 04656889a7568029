"""Ranks the quantities of a case by how likely a number of a text is about them.

Only quantities that the number's unit fits are ranked. Four things count, each weighed by a factor that was chosen on
the two shipped cases (`python -m tests.matching.score` measures it): the words that the text shares with the name,
meaning and reading of a quantity; the words it shares with the claim on it that is most like the text; how near the
number is to one that is claimed already; and how surely the unit fits. Words near the number weigh more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from analysis.case.case import Case
from analysis.case.schema import Claim, Quantity, Source
from analysis.matching.fit import Fit, fit_unit
from analysis.matching.passages import Floats, PassageIndex
from analysis.matching.stems import split_stems
from analysis.matching.subjects import SubjectNames
from analysis.mentions import Mention, guess_language
from analysis.wording import units

_NAME, _MEANING, _READING, _CLAIM, _VALUE = 1.2, 0.8, 0.25, 0.65, 1.4
_NEAR_VALUE = 0.6  # what a number weighs that is near a claimed one, beside 1 for the same number
_OUT_OF_BOUNDS = 1.0  # taken off where the number is below a quantity's minimum or above its maximum
_REACH, _FAR = 30, 0.35  # words: over how many of them the weight of a word falls, and to what
_BEYOND = 0.5  # what is left of the weight of a word between which and the number another number stands
_NUMBER = re.compile(r"\d+")  # digits are kept among the words of a text: they tell a 20-point plan from a 28-point one
_HEADING = 0.3  # what a word of the heading weighs
_MOST_CLAIMS = 60  # claims on one quantity that are read: the last ones, which are of a long series the newest
_TINY = 1e-3
_LEAD = 1.3  # by how much the first has to lead the second to be taken as right
LEAST_SCORE = 1.0
"""What the right quantity scores at least, in 98 of 100 cases; three quarters of unrelated numbers score less."""
_SAME = 1e-6  # relative: two numbers that differ by less are the same


@dataclass(frozen=True, slots=True)
class Match:
    """A quantity that a number of a text may be about.

    quantity: its id. subject: the id of the subject that the text names among those of its claims, '' where none.
    factor: what the number as written, before its scale word is multiplied out, is multiplied by to be in the
    quantity's unit. score: the higher the likelier; comparable within one case only. reason: what speaks for it.
    """

    quantity: str
    subject: str
    factor: float
    score: float
    reason: str


def rank_quantities(
    case: Case,
    mention: Mention,
    sentence: str,
    *,
    heading: str = "",
    language: str | None = None,
    most: int = 10,
    without: Collection[str] = (),
) -> list[Match]:
    """Returns the quantities of a case that a number of a text may be about, the likeliest first.

    mention: the number. sentence: the text that its characters count in, its sentence or paragraph; where they do not,
    its words are looked for there. heading: above that text, or the headings of row and column of a cell.
    language: of the text; without it, the one it is most likely in. most: how many to return. without: ids of claims
    that are not looked at, as to see how a claim would be ranked if it were not there.

    >>> from analysis import load_case
    >>> from analysis.mentions import read_mentions
    >>> text = "Rebuilding the country would now cost almost 600 billion dollars."
    >>> best = rank_quantities(load_case(), read_mentions(text, "en")[0], text)[0]
    >>> best.quantity, best.factor
    ('reconstruction.need', 1.0)
    """
    if case not in _RANKERS:
        _RANKERS[case] = QuantityRanker(case)
    return _RANKERS[case].rank(mention, sentence, heading, language or guess_language(sentence), most, without)


def is_clear(matches: Sequence[Match]) -> bool:
    """Returns whether the first of some ranked quantities leads so clearly that it is nearly always the right one.

    On the shipped cases it is in 19 of 20 where it does, and in 3 of 4 in all.

    >>> is_clear([Match("need", "", 1.0, 3.0, ""), Match("damage", "", 1.0, 1.5, "")]), is_clear([])
    (True, False)
    """
    others = [match.score for match in matches[1:2]] or [0.0]
    return bool(matches) and matches[0].score >= LEAST_SCORE and matches[0].score - others[0] >= _LEAD


@dataclass(frozen=True)
class _Bounds:
    minimum: float | None
    maximum: float | None

    is_scaled: bool  # whether the unit is in thousands, millions or billions, so that hardly any value is tiny in it

    def exclude(self, values: Iterable[float]) -> bool:
        return any(
            (self.minimum is not None and value < self.minimum)
            or (self.maximum is not None and value > self.maximum)
            or (self.is_scaled and 0 < abs(value) < _TINY)
            for value in values
        )


class QuantityRanker:
    """What a case says of its quantities, read once for any number of texts. See `rank_quantities`."""

    def __init__(self, case: Case) -> None:
        quantities = [*case.ledger.get_table(Quantity).values()]
        self._ids = [each.id for each in quantities]
        self._units = [each.unit for each in quantities]
        self._bounds = [_Bounds(each.minimum, each.maximum, _is_scaled(each.unit)) for each in quantities]
        self._names = SubjectNames(case)
        self._fields = [
            (_NAME, PassageIndex([_stem(f"{each.name} {re.sub('[._]', ' ', each.id)}") for each in quantities])),
            (_MEANING, PassageIndex([_stem(each.meaning) for each in quantities])),
            (_READING, PassageIndex([_stem(each.reading or "") for each in quantities])),
        ]
        claims = [*_select_claims(case, self._ids)]
        place = {id: at for at, id in enumerate(self._ids)}
        self._claims = [claim.id for claim in claims]
        self._positions = {id: at for at, id in enumerate(self._claims)}
        self._owners = np.array([place[claim.quantity] for claim in claims], dtype=np.int64)
        self._numbers = np.array([_list_numbers(claim) for claim in claims], dtype=float).reshape(len(claims), 3)
        self._dates = np.array([claim.date or "" for claim in claims])
        self._subjects: list[dict[str, None]] = [{} for _ in quantities]
        for claim in claims:
            if claim.subject:
                self._subjects[place[claim.quantity]][claim.subject] = None
        self._said = PassageIndex([self._stem_claim(case, claim) for claim in claims])

    def _stem_claim(self, case: Case, claim: Claim) -> list[str]:
        language = case.ledger.get_table(Source)[claim.source].language
        said = [*_stem(claim.statement), *_stem(claim.phrase or "", language), *_stem(claim.attributed_to or "")]
        return [*said, *sorted(self._names.list_stems(claim.subject)), *_stem((claim.as_of or "")[:4])]

    def rank(
        self,
        mention: Mention,
        sentence: str,
        heading: str,
        language: str,
        most: int = 10,
        without: Collection[str] = (),
    ) -> list[Match]:
        """Returns the likeliest quantities; see `rank_quantities`."""
        by_unit = {unit: fit_unit(mention, unit) for unit in dict.fromkeys(self._units)}
        if not any(by_unit.values()):
            return []
        fits = [by_unit[unit] for unit in self._units]
        weights = _weigh_words(mention, sentence, heading, language)
        said, near = self._compare_claims(mention, fits, weights, without)
        score = _CLAIM * _take_best(said, self._owners, len(fits)) + _VALUE * _take_best(near, self._owners, len(fits))
        for weight, index in self._fields:
            score += weight * index.compare(weights)
        for at, fit in enumerate(fits):
            if fit and self._bounds[at].exclude(_convert(mention, fit.factor)):
                score[at] -= _OUT_OF_BOUNDS
        score *= [fit.sureness if fit else 0 for fit in fits]
        likely = sorted((at for at, fit in enumerate(fits) if fit), key=lambda at: -score[at])[:most]
        return [self._make_match(at, fits, float(score[at]), weights, near) for at in likely]

    def _compare_claims(
        self, mention: Mention, fits: Sequence[Fit | None], weights: Mapping[str, float], without: Collection[str]
    ) -> tuple[Floats, Floats]:
        """Returns of each claim how like it the text is, and how near its number."""
        said = self._said.compare(weights)
        factors = np.array([fit.factor if fit else np.nan for fit in fits])[self._owners]
        near = np.zeros(len(said))
        for value in _convert(mention, 1.0):
            near = np.maximum(near, _measure_nearness(self._numbers, value * factors))
        if mention.date:
            near = np.maximum(near, (self._dates == mention.date).astype(float))
        for id in without:
            if id in self._positions:
                said[self._positions[id]] = near[self._positions[id]] = 0
        return said, near

    def _make_match(
        self, at: int, fits: Sequence[Fit | None], score: float, weights: Mapping[str, float], near: Floats
    ) -> Match:
        fit = fits[at]
        assert fit
        subject = self._names.guess(self._subjects[at], weights)
        return Match(self._ids[at], subject, fit.factor, score, "; ".join(self._list_reasons(at, fit, weights, near)))

    def _list_reasons(self, at: int, fit: Fit, weights: Mapping[str, float], near: Floats) -> Iterator[str]:
        if shared := self._fields[0][1].list_shared(at, weights):
            yield f"its name shares {', '.join(shared)}"
        same = [self._claims[place] for place in np.flatnonzero((self._owners == at) & (near == 1))]
        if same:
            yield f"{same[0]} has this number"
        if fit.reason:
            yield fit.reason


_RANKERS: WeakKeyDictionary[Case, QuantityRanker] = WeakKeyDictionary()


def _is_scaled(unit: str) -> bool:
    return unit not in ("date", "text") and units.split_scale(unit)[0] > 1


def _stem(text: str, language: str = "en") -> list[str]:
    return [stem.stem for stem in split_stems(text, language)]


def _select_claims(case: Case, quantities: Sequence[str]) -> Iterator[Claim]:
    """Yields the claims that are read, in the order of the quantities."""
    claims: dict[str, list[Claim]] = {id: [] for id in quantities}
    for claim in case.ledger.get_table(Claim).values():
        claims[claim.quantity].append(claim)
    for found in claims.values():
        yield from found[-_MOST_CLAIMS:]


def _list_numbers(claim: Claim) -> list[float]:
    return [np.nan if number is None else number for number in (claim.value, claim.low, claim.high)]


def _convert(mention: Mention, factor: float) -> list[float]:
    return [number * factor for number in (mention.value, mention.low, mention.high) if number is not None]


def _measure_nearness(numbers: Floats, wanted: Floats) -> Floats:
    """Returns how near each claim is to a number in its unit: 1 for the same, less the larger their ratio is.

    numbers: of each claim its value, low and high, NaN where it has none. wanted: the number in the unit of each.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.abs(np.log(numbers / wanted[:, None]))
        nearness = np.where(distance < _SAME, 1.0, _NEAR_VALUE * np.exp(-distance))
    nearness[(numbers == 0) & (wanted[:, None] == 0)] = 1.0
    best: Floats = np.nanmax(np.nan_to_num(nearness, nan=0.0), axis=1, initial=0.0)
    return best


def _take_best(values: Floats, owners: np.typing.NDArray[np.int64], count: int) -> Floats:
    best = np.zeros(count)
    np.maximum.at(best, owners, values)
    return best


def _weigh_words(mention: Mention, sentence: str, heading: str, language: str) -> dict[str, float]:
    """Returns what each stem of a text weighs: 1 beside the number, less the more words stand between, none within it.

    >>> weigh = _weigh_words(Mention(5, 7, "90", "quantity", 90.0), "Need 90 trucks", "Funds", "en")
    >>> sorted(weigh), weigh["need"] > weigh["fund"]
    (['fund', 'need', 'truck'], True)
    """
    start, end = mention.start, mention.end
    if sentence[start:end] != mention.text:
        start = max(sentence.find(mention.text), 0)
        end = start + len(mention.text)
    weights = dict.fromkeys((stem.stem for stem in split_stems(heading, language)), _HEADING)
    for part, step in ((sentence[:start], -1), (sentence[end:], 1)):
        numbers = [number.span() for number in _NUMBER.finditer(part)][::step]
        for distance, stem in enumerate(split_stems(part, language)[::step]):
            weight = max(_FAR, 1 - distance / _REACH)
            if numbers and (stem.start > numbers[0][0] if step > 0 else stem.end < numbers[0][1]):
                weight *= _BEYOND
            weights[stem.stem] = max(weights.get(stem.stem, 0), weight)
        weights |= {part[start:end]: 1.0 for start, end in numbers}
    return weights
