"""Which numbers of a document say the same as one before: equal value, unit and hedge, in sentences that share words.

Equal values alone are no repetition: a page may name the same sum for six decisions.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.errors import UnitError
from analysis.matching.stems import split_stems
from analysis.proposals.numbers import DocumentNumber
from analysis.wording import units

_SHARED = 0.5  # of the words of the shorter sentence
_FEWEST = 2  # words that two sentences share at least


def find_repeats(numbers: Sequence[DocumentNumber]) -> dict[int, int]:
    """Returns the position of each number that repeats another -> the position of the first that says so."""
    found: dict[int, int] = {}
    first: dict[tuple[object, ...], list[tuple[int, frozenset[str]]]] = {}
    for at, number in enumerate(numbers):
        if not number.mention.counts:
            continue
        words = _list_words(number)
        alike = first.setdefault(_describe(number), [])
        same = next((other for other, others in alike if _share_words(words, others)), None)
        if same is None:
            alike.append((at, words))
        else:
            found[at] = same
    return found


def _list_words(number: DocumentNumber) -> frozenset[str]:
    """Returns the words of a number's sentence but those of the number itself."""
    around = number.sentence.replace(number.mention.text, " ")
    return frozenset(stem.stem for stem in split_stems(around, number.language))


def _share_words(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= _FEWEST and shared >= _SHARED * min(len(one), len(other))


def _describe(number: DocumentNumber) -> tuple[object, ...]:
    """Returns what has to be equal: value, ends of a range, what the unit measures, and the hedge."""
    mention = number.mention
    try:
        base, factor = units.get_base_unit(mention.ledger_unit), units.get_factor(mention.ledger_unit)
    except UnitError:
        base, factor = mention.ledger_unit, 1.0
    values = (mention.value, mention.low, mention.high)
    totals = (None if one is None else f"{one * factor:.9g}" for one in values)
    return (*totals, base, mention.qualifier)
