"""A number with its unit and hedge, made into a mention."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.contract import ClaimQualifier
from analysis.mentions import pairs
from analysis.mentions.hedges import read_hedge_after, read_hedge_before
from analysis.mentions.measures import TIMES, Measure, read_measure
from analysis.mentions.numerals import read_numeral
from analysis.mentions.text import Doubt, Numeral, Text
from analysis.mentions.words import read_cardinal

WEAK: Doubt = ("C", "the word may count nothing")  # of "one"; in a range it counts


@dataclass
class Amount:
    """A numeral with its unit."""

    numeral: Numeral
    measure: Measure
    doubts: list[Doubt] = field(default_factory=list)


def read_money_first(text: Text, at: int) -> int:
    """Returns the position after the sign or code of a currency that begins here, else the position itself."""
    money = text.find("before_money", at)
    if not money or money[1] >= len(text.tokens):
        return at
    token = text.tokens[money[1]]
    is_number = token.kind == "number" or read_cardinal(text, money[1]) is not None or token.text in ("-", "−")
    return money[1] if is_number else at


def read_amount(text: Text, at: int) -> Amount | None:
    """Returns the number that begins at a token, with the unit beside it; None if none begins."""
    if at >= len(text.tokens):
        return None
    numeral = read_numeral(text, at)
    if numeral is None:
        return None
    measure = read_measure(text, numeral)
    if numeral.fraction and measure.counted and numeral.value != int(numeral.value):
        measure = Measure("one", numeral.first, numeral.last)
    if numeral.fraction and not measure.unit:
        measure = Measure("one", measure.first, measure.last)
    if text.find("and_half", measure.last) and numeral.in_words and measure.unit in TIMES:
        half = text.find("and_half", measure.last)
        assert half
        numeral.value += float(half[0])
        numeral.weak = False
        measure.last = half[1]
    return Amount(numeral, measure, list(numeral.doubts) + list(measure.doubts))


def keeps_weak(text: Text, amount: Amount) -> bool:
    """Whether "one" counts: with a hedge, a scale, a unit, or people, and where it is no article."""
    hedged = amount.measure.first in text.hedges
    if "weak_one" in text.lexicon.words:
        return hedged or amount.measure.unit in ("percent", "percentage_point")
    return hedged or bool(amount.measure.unit and amount.measure.unit not in ("items", "days"))


def make_candidate(text: Text, amount: Amount) -> pairs.Candidate:
    """Returns an amount with what its text says of it: hedge, unit, doubts."""
    numeral, measure = amount.numeral, amount.measure
    first, last = min(measure.first, numeral.first), max(measure.last, numeral.last)
    qualifier, hedge_first, doubts = read_hedge_before(text, first, time=measure.unit in TIMES, counted=measure.counted)
    if numeral.loose and qualifier == "exact":
        qualifier = "about"
    after = _find_after(text, numeral, last, measure)
    if after:
        qualifier, last = after
    candidate = pairs.Candidate(
        "quantity",
        hedge_first,
        last,
        value=numeral.value if measure.scale == 1 else round(numeral.value * measure.scale, 9),
        scale=numeral.scale,
        unit=measure.unit,
        per=measure.per,
        qualifier=qualifier,
        numerals=[(numeral.first, numeral.last)],
        counted=measure.counted,
        money=measure.money,
        fraction=numeral.fraction,
        doubts=[*amount.doubts, *doubts],
    )
    if not candidate.unit and text.find_before("multiplied", first, 2):
        candidate.unit = "one"
    if complement := text.find_before("complement", hedge_first):
        candidate.first = complement[1]
        candidate.doubts.append(("C", "all but these are counted"))
    if numeral.weak:
        candidate.doubts.append(WEAK)
    _note_age(text, candidate)
    return candidate


def _find_after(text: Text, numeral: Numeral, last: int, measure: Measure) -> tuple[ClaimQualifier, int] | None:
    """Returns the hedge behind a number, its unit, or the noun and rate that follow, and where it ends."""
    for place in (numeral.last, last):
        if found := read_hedge_after(text, place):
            return found[0], max(found[1], last)
    return None


def _note_age(text: Text, candidate: pairs.Candidate) -> None:
    last = candidate.last
    if text.find("age_after", last) and candidate.unit in TIMES:
        candidate.last = text.find("age_after", last)[1]  # type: ignore[index]
        candidate.doubts.append(("C", "it is an age"))
        return
    age = text.find_before("age", candidate.first)
    if age and candidate.unit in ("", "items", "people", "years"):
        candidate.first, candidate.unit, candidate.counted = age[1], "years", False
        candidate.doubts.append(("C", "it is an age"))
