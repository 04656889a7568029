"""What a number counts or measures: the unit, currency or noun beside it, and the time that a rate is given for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from analysis.mentions.text import Doubt, Numeral, Text

TIMES = frozenset({"days", "weeks", "months", "years", "hours", "minutes", "seconds"})
UNKNOWN = {
    "pounds": "pounds of weight",
    "degC": "degrees",
    "feet": "feet",
    "gallons": "gallons",
    "square_miles": "square miles",
    "mm": "millimetres",
    "kV": "kilovolts",
    "kcal": "kilocalories",
    "knots": "knots",
    "inches": "inches",
    "ppm": "parts per million",
}
_NOUN_REACH = 4  # words behind a number among which the noun that names people is looked for


@dataclass
class Measure:
    """A unit read beside a number. unit: '' where none is written. first, last: the tokens, from currency to rate."""

    unit: str
    first: int
    last: int
    per: str = ""
    counted: bool = False  # by a noun: people or items
    money: bool = False
    doubts: list[Doubt] = field(default_factory=list)
    scale: float = 1  # of a sum in cents, and of basis points: a hundredth


@cache
def get_family(unit: str, pairs: tuple[tuple[str, str], ...]) -> str:
    """Returns what a unit measures, of those that convert into each other; '' for others."""
    return next((family for one, family in pairs if one == unit), "")


def read_measure(text: Text, numeral: Numeral) -> Measure:
    """Returns the unit beside a number, by what stands before it, right behind it, and by the noun that follows.

    Without any of them the unit is ''.
    """
    first, at = numeral.first, numeral.last
    hyphen = text.get_low(at) in ("-", "‑") and text.is_glued(at) and text.is_glued(at + 1)
    if hyphen:
        at += 1
    money = text.find_before("before_money", first, 4)
    if money:
        found = Measure(money[0], money[1], numeral.last, money=True)
        if not money[0]:
            found.doubts.append(("C", "several currencies are called so"))
        return _add_rate(text, found)
    if (unit := _read_unit(text, at, numeral)) is not None:
        return _add_rate(text, unit)
    if hyphen and (people := text.find("people", at)):
        return Measure("people", first, people[1], counted=True)
    if hyphen and not text.find("scale", at):
        at = numeral.last
    return _add_rate(text, _read_noun(text, at, first, numeral))


def _read_unit(text: Text, at: int, numeral: Numeral) -> Measure | None:
    places = [at]
    if (numeral.scale > 1 or numeral.loose) and (of := text.find("of", at)):
        places.append(of[1])
    if text.find("adjective", places[-1]) or (_is_title(text, places[-1]) and not text.about.get("long_nouns")):
        places.append(places[-1] + 1)
    for place in places:
        if part := text.find("hundredth", place):
            doubts = [] if part[0] else [("C", "several currencies are called so")]
            is_money = part[0] != "percentage_point"
            return Measure(part[0], numeral.first, part[1], money=is_money, scale=0.01, doubts=doubts)
        if (scaled := text.find("scaled_unit", place)) and numeral.scale == 1 and text.tokens[place].text != "MT":
            scale, _, named = scaled[0].partition(" ")
            numeral.scale = float(scale)  # MT are metric tons
            return Measure(named, numeral.first, scaled[1], money=len(named) == 3 and named.isupper())
        money = text.find("money", place)
        if money is None and (ambiguous := text.find("ambiguous_money", place)):
            doubts = [("C", "several currencies are called so")]
            return Measure("", numeral.first, ambiguous[1], money=True, doubts=doubts)
        if money:
            found = Measure(money[0], numeral.first, money[1], money=True)
            if money[0] == "CHF" and money[1] - place == 1 and text.tokens[place].text != "CHF":
                found.doubts.append(("C", "several currencies are called so"))
            return found
        if (unit := text.find("unit", place)) and (place == at or len(text.get_low(place)) > 2):
            if unit[1] - place == 1 and not _is_symbol(text, place):
                continue
            found = Measure(unit[0], numeral.first, unit[1])
            if unit[0] in UNKNOWN:
                found.doubts.append(("B", f"the ledger has no unit for {UNKNOWN[unit[0]]}"))
            return found
        if text.tokens[place : place + 1] and text.is_glued(place) and (suffix := text.find("suffix", place)):
            return Measure(suffix[0], numeral.first, suffix[1])
    return None


def _is_title(text: Text, at: int) -> bool:
    return at < len(text.tokens) and text.tokens[at].kind == "word" and text.tokens[at].text[0].isupper()


def _is_symbol(text: Text, at: int) -> bool:
    """Whether a single letter is the symbol of a unit: not a capital, and in English joined to its number."""
    token = text.tokens[at]
    if len(token.low) > 1 or not token.low.isalpha():
        return True
    if token.low == "c":
        return token.glued and token.text == "C"
    ends = text.get_low(at + 1) == "." and text.is_glued(at + 1)
    return token.text.islower() and (token.glued or (not text.about.get("joined_symbols") and not ends))


def _read_noun(text: Text, at: int, first: int, numeral: Numeral) -> Measure:
    """Returns people or items for the noun that follows, an empty unit where none does."""
    place = at
    of = text.find("of", place)
    if of and (numeral.scale > 1 or numeral.loose or text.about.get("noun_after_of")):
        place = of[1]
    noun = 0
    for step in range(place, min(place + _NOUN_REACH, len(text.tokens))):
        token = text.tokens[step]
        if token.kind == "sign" and token.text in ("-", "‑") and token.glued and step > place:
            continue
        if token.kind != "word" or (text.find("stop", step) and not text.find("people", step)):
            break
        if text.find("month", step) and token.text[0].isupper():
            break
        if _begins_sentence(text, step) and not text.about.get("long_nouns"):
            break  # "46,4 млрд. Уряд"
        if people := text.find("people", step):
            return Measure("people", first, people[1] if step == place else numeral.last, counted=True)
        if text.find("scale", step) or text.find("cardinal", step):
            break
        if token.text[0].isupper() or not text.about.get("long_nouns"):
            noun = noun or step + 1
    if noun:
        return Measure("items", first, noun, counted=True)
    return Measure("", first, numeral.last)


def _begins_sentence(text: Text, at: int) -> bool:
    """Whether a sentence begins at a token, where the full stop before may also be that of an abbreviation."""
    return 0 < at < len(text.tokens) and text.get_low(at - 1) == "." and text.tokens[at].text[0].isupper()


def _add_rate(text: Text, measure: Measure) -> Measure:
    for place in (measure.last, measure.last + 1):
        if place > measure.last and not (
            measure.last < len(text.tokens)
            and text.tokens[measure.last].kind == "word"
            and not text.find("stop", measure.last)
            and (measure.money or measure.counted)
        ):
            break
        if _begins_sentence(text, place):
            break
        rate = text.find("per", place)
        if rate:
            if text.find("unper", rate[1]):
                break
            if measure.unit in TIMES and rate[0] in ("day", "week", "month", "year") and text.get_low(place) == "a":
                break
            measure.per, measure.last = rate[0], rate[1]
            break
    return measure
