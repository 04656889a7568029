"""Numbers that belong together: a unit shared by a list or carried over, a conversion in brackets, the date beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from analysis.contract import ClaimQualifier
from analysis.dates import is_valid
from analysis.mentions.mention import Role
from analysis.mentions.text import Doubt, Text

_SENTENCE_END = frozenset(".!?")
_BESIDE = 6  # tokens between a number and a date that stands beside it
NOT_WRITTEN = "what is counted is not written beside it"  # the doubt about a number without a unit
_SMALL = range(20, 10_000)  # a whole sum so small, among millions, may have lost its scale


@dataclass
class Candidate:
    """A mention in the making. first, last: the positions of its tokens; the rest as in `Mention`."""

    role: Role
    first: int
    last: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    scale: float = 1
    unit: str = ""
    per: str = ""
    qualifier: ClaimQualifier = "exact"
    date: str = ""
    as_of: str = ""
    changes_from: Candidate | None = None
    converts: Candidate | None = None
    counted: bool = False
    money: bool = False
    fraction: bool = False
    doubts: list[Doubt] = field(default_factory=list)
    numerals: list[tuple[int, int]] = field(default_factory=list)


def share_unit(one: Candidate, other: Candidate) -> None:
    """Gives a number without a unit that of the number it is written with: "from 82 to 21 per cent"."""
    if not one.unit and other.unit:
        one.unit, one.counted, one.money = other.unit, other.counted, other.money
        if one.scale == 1 and other.scale > 1 and one.value is not None and one.value < 1000:
            one.scale = other.scale
            one.doubts.append(("B", "the scale is written once, behind the other number"))
    elif not other.unit and one.unit:
        other.unit, other.counted, other.money = one.unit, one.counted, one.money


def link(text: Text, found: Sequence[Candidate]) -> None:
    """Links the candidates of a text: lists, parts of a whole, units carried over, changes, conversions and dates."""
    sentences = list(_split_sentences(text, found))
    families = {unit.strip(): family for unit, family in text.lexicon.words["family"].items()}
    for sentence in sentences:
        quantities = [one for one in sentence if one.role == "quantity"]
        _reach_over_brackets(text, quantities)
        _share_lists(text, quantities)
        _link_changes(text, quantities)
        _carry_over(text, quantities)
        _link_conversions(text, quantities, families)
        _note_scales(quantities)
        _link_dates(sentence)


def _split_sentences(text: Text, found: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    """Yields the candidates of each sentence."""
    sentence: list[Candidate] = []
    reached = 0
    for one in found:
        if any(_ends_sentence(text, at) for at in range(reached, one.first)) and sentence:
            yield sentence
            sentence = []
        sentence.append(one)
        reached = max(reached, one.last - 1)
    if sentence:
        yield sentence


def _ends_sentence(text: Text, at: int) -> bool:
    token = text.tokens[at]
    if "\n\n" in token.gap:
        return True
    following = text.tokens[at + 1] if at + 1 < len(text.tokens) else None
    return token.text in _SENTENCE_END and (
        following is None or (not following.glued and (following.text[0].isupper() or following.kind == "number"))
    )


def _reach_over_brackets(text: Text, quantities: Sequence[Candidate]) -> None:
    """Gives a bare number, and those in the bracket behind it, the unit that stands behind: "1,5 (1,3) Mrd. Euro"."""
    for at, one in enumerate(quantities):
        if one.unit or text.get_low(one.last) != "(":
            continue
        closed = next((end for end in range(one.last, one.last + 9) if text.get_low(end) == ")"), None)
        if closed is None or closed + 1 >= len(text.tokens):
            continue
        scale = text.find("scale", closed + 1)
        behind = scale[1] if scale else closed + 1
        money, unit = text.find("money", behind), text.find("unit", behind)
        if not (scale or money or unit):
            continue
        for other in (one, *(inner for inner in quantities[at + 1 :] if inner.first < closed)):
            if not other.unit and other.scale == 1:
                other.scale = float(scale[0]) if scale else 1
                other.unit, other.money = (money or unit or ("", 0))[0], bool(money)
                other.doubts.append(("B", "scale and unit stand behind the bracket"))


def _share_lists(text: Text, quantities: Sequence[Candidate]) -> None:
    """Gives the bare numbers of a list, or of a part of a whole, the unit behind the last: "55, 25 and 20 per cent"."""
    listed = False  # whether the numbers behind are a list that ends in "and"
    for one, other in zip(reversed(quantities[:-1]), reversed(quantities[1:]), strict=True):
        between = range(one.last, other.first)
        ends = any(text.find("and", at) or text.find("or", at) for at in between)
        plain = all(text.get_low(at) == "," or text.find("and", at) or text.find("or", at) for at in between)
        listed = bool(between) and len(between) <= 2 and plain and (ends or listed)
        if one.unit or one.money or not other.unit or one.fraction or (other.fraction and one.scale > 1):
            continue
        if listed and one.scale in (1, other.scale) and not (other.scale > 1 and (one.value or 0) >= 1000):
            share_unit(one, other)
        elif text.find("of", one.last) and other.counted and len(between) <= 3:
            one.unit, one.counted = other.unit, True


def _link_changes(text: Text, quantities: Sequence[Candidate]) -> None:
    """Links "to 450,000 from 380,000"."""
    for one, other in pairwise(quantities):
        if one.changes_from or other.changes_from or other.first - one.last != 1 or not one.first:
            continue
        if text.find("from", one.last) and text.find("to", one.first - 1) and not text.find("between", one.last):
            share_unit(one, other)
            one.changes_from = other


def _carry_over(text: Text, quantities: Sequence[Candidate]) -> None:
    """Gives a number without a unit the money or people of the one before in its sentence, and says so."""
    before: Candidate | None = None
    money: Candidate | None = None  # the last sum of money, if no other great number has come since
    for one in quantities:
        if before and before.scale > 1 and _ends_in_m(text, one.last) and _ends_in_m(text, before.numerals[-1][1]):
            _scale_letter(one, before)
        if not one.unit and one.money:
            _name_cents(one, quantities)
        elif not one.unit:
            if before and any(text.find("part_of", at) for at in range(before.last, one.first)):
                one.unit, one.counted, one.money = before.unit, before.counted, before.money
                one.doubts.append(("B", "the unit is that of the whole, of which it is a part"))
            elif money and one.scale > 1:
                one.unit, one.money = money.unit, True
                one.doubts.append(("C", "the currency is carried over from the number before"))
            elif before and before.counted and _is_whole(one):
                one.unit, one.counted = before.unit, True
                one.doubts.append(("B", "what is counted is carried over from the number before"))
            elif not _is_whole(one):
                one.doubts.append(("C", "no unit is written beside it"))
            else:
                one.unit, one.counted = "items", True
                one.doubts.append(("B", NOT_WRITTEN))
        before = one
        if one.money or one.scale > 1:
            money = one if one.money else None


def _ends_in_m(text: Text, last: int) -> bool:
    return text.get_low(last - 1) == "m"


def _scale_letter(one: Candidate, before: Candidate) -> None:
    """Reads the letter behind a number as million, as it is read behind the number before it: "1.43m …, … of 1.5m"."""
    if one.unit == "metres" and before.unit != "metres" and one.scale == 1:
        one.unit, one.counted, one.money, one.scale = before.unit, before.counted, before.money, before.scale
        one.doubts.append(("C", "“m” is read as behind the number before it"))


def _name_cents(one: Candidate, quantities: Sequence[Candidate]) -> None:
    """Gives cents, and other money of a shared name, the only currency of their sentence."""
    if len(units := {other.unit for other in quantities if other.money and other.unit}) == 1:
        one.unit = min(units)


def _is_whole(one: Candidate) -> bool:
    """Whether a number can count things."""
    ends = [number for number in (one.value, one.low, one.high) if number is not None]
    return all(Decimal(repr(number)) * Decimal(one.scale) % 1 == 0 for number in ends)


def _link_conversions(text: Text, quantities: Sequence[Candidate], families: dict[str, str]) -> None:
    """Links a sum or measure in brackets to the one before it, of which it is the same in another unit."""
    for one, other in pairwise(quantities):
        opened = [at for at in range(one.last, other.first) if text.get_low(at) == "("]
        if not opened or other.first - one.last > 4 or one.unit == other.unit:
            continue
        same = (one.money and other.money) or (
            families.get(one.unit) and families.get(one.unit) == families.get(other.unit)
        )
        if same:
            other.converts = one
            other.doubts.append(("C", "it repeats the number before in another unit"))


def _note_scales(quantities: Sequence[Candidate]) -> None:
    """Doubts a small sum without a scale beside sums that have one: the scale may have been lost."""
    money = [one for one in quantities if one.money]
    for one in money:
        others = {other.scale for other in money if other is not one and other.unit == one.unit}
        number = one.value if one.value is not None else one.high
        if one.scale == 1 and others and min(others) >= 1e6 and number in _SMALL and not one.per:
            one.doubts.append(("C", "a scale word may be missing"))


def _join_dates(one: Candidate, following: Sequence[Candidate]) -> str:
    """Returns a date, or from it to the date right behind it: "from 2025 to 2035"."""
    other = following[0] if following else one
    joined = f"{one.date}/{other.date}"
    near = other.role == "date" and other is not one and other.first - one.last == 1
    return joined if near and is_valid(joined) else one.date


def _link_dates(sentence: Sequence[Candidate]) -> None:
    """Gives each quantity the date beside it: the one behind it, else the one before, with no quantity between."""
    for at, one in enumerate(sentence):
        if one.role != "quantity":
            continue
        after = sentence[at + 1] if at + 1 < len(sentence) else one
        before = sentence[at - 1] if at else one
        if after.role == "date" and after.first - one.last <= _BESIDE:
            one.as_of = _join_dates(after, sentence[at + 2 : at + 3])
        elif before.role == "date" and one.first - before.last <= _BESIDE:
            one.as_of = before.date
