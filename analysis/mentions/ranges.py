"""Two numbers that belong together: a range from one to the other, a change, a ratio."""

from __future__ import annotations

from dataclasses import replace

from analysis.mentions import pairs
from analysis.mentions.amounts import WEAK, Amount, make_candidate, read_amount, read_money_first
from analysis.mentions.text import DASHES, Text


def read_range(text: Text, one: Amount) -> list[pairs.Candidate]:
    """Returns a range, the two numbers of a change, or the number alone."""
    bare_end = one.measure.last if not one.measure.counted else one.numeral.last
    connector = _find_connector(text, bare_end)
    first = make_candidate(text, one)
    if connector is None:
        return [first]
    kind, after = connector
    money = read_money_first(text, after)
    other = read_amount(text, money) if money < len(text.tokens) else None
    if other is None and (article := text.find("article", after)):  # "entre el 5 y el 10 %"
        other = read_amount(text, read_money_first(text, article[1])) if article[1] < len(text.tokens) else None
    hedged = after
    if other is None and kind in ("to", "to_change") and (hedge := _find_hedged(text, after)):
        hedged = hedge
        money = read_money_first(text, hedge)
        other = read_amount(text, money)
    if other is None:
        return [first]
    if kind == "ratio":
        return [_make_ratio(first, one, other)] if not (one.numeral.in_words or other.numeral.scale > 1) else [first]
    opener = _find_opener(text, first.first)
    low, high = _compare(one, other)
    if not _is_same_kind(one, other) or (kind == "to" and not opener and _is_step(one, other)):
        return [first]
    second = make_candidate(text, other)
    if second.first < after:  # "с 8,9 до 8,5": what joins the two is no hedge
        second.first, second.qualifier = max(after, other.measure.first), "exact"
    if kind == "to_change" or (
        kind == "to" and opener and _is_change(text, opener[0], low, high, has_unit=bool(one.measure.unit))
    ):
        if opener is None:
            return [first]
        pairs.share_unit(first, second)
        second.changes_from = first
        return [first, second]
    if kind == "and" and not (opener and opener[1]):
        return [first]
    if kind == "or" and not (one.numeral.value + 1 == other.numeral.value and other.numeral.value <= 20):
        return [first]
    if kind == "to" and not opener and (text.about.get("to_needs_from") or hedged != after):
        return [first]
    if low >= high or hedged != after:
        if kind == "dash" and low >= high and text.is_glued(bare_end) and not other.measure.unit:
            return [pairs.Candidate("name", first.first, second.last, doubts=[("B", "two numbers that are no range")])]
        return [first]
    if first.qualifier == "at_most" and opener is None and kind == "to":
        return [first]
    made = _make_range(text, first, second, one, other, opener)
    if low < 100 and len(str(int(high))) > 3 and other.numeral.scale == 1 and not one.measure.unit:
        made.doubts.append(("C", "the first number may be in thousands too"))
    return [made]


def _find_connector(text: Text, at: int) -> tuple[str, int] | None:
    """Returns what joins two numbers at a position, as dash, to, to_change, and, or; and the position after it."""
    if at >= len(text.tokens):
        return None
    if text.tokens[at].text in DASHES:
        glued = text.is_glued(at) and text.is_glued(at + 1)
        spaced = not text.is_glued(at) and not text.is_glued(at + 1) and text.tokens[at].text in ("–", "-")
        return ("dash", at + 1) if glued or spaced else None
    if text.get_low(at) == ":" and text.is_glued(at) and text.is_glued(at + 1):
        return "ratio", at + 1
    for kind in ("to_change", "to", "and", "or"):
        if found := text.find(kind, at):
            return kind, found[1]
    return None


def _find_hedged(text: Text, at: int) -> int | None:
    """Returns the position after a hedge that begins here: "from 5 to more than 8"."""
    found = text.find("before", at)
    return found[1] if found and found[1] < len(text.tokens) else None


def _find_opener(text: Text, at: int) -> tuple[int, bool] | None:
    """Returns the token of "from" or "between" right before a position, and whether it is "between"."""
    if at > 1 and text.find("article", at - 1) and text.find("from", at - 2):
        at -= 1
    if at and text.find("from", at - 1):
        return at - 1, bool(text.find("between", at - 1))
    return None


def _is_change(text: Text, at: int, low: float, high: float, *, has_unit: bool) -> bool:
    """Whether "from … to" says a change: a verb of change stands before, or the number falls.

    has_unit: whether the first number has a unit of its own.
    """
    if low > high:
        return True
    for place in range(at - 1, max(-1, at - 7), -1):
        if text.tokens[place].text in ".;:!?" or text.find("spread", place):
            return False
        if text.find("change", place):
            return not (text.find("steady", place) and not has_unit)
    return any(
        text.find("change", place)
        for place in range(at + 1, min(at + 12, len(text.tokens)))
        if text.about.get("late_verbs") and text.tokens[place].text not in ".;:!?"
    )


def _compare(one: Amount, other: Amount) -> tuple[float, float]:
    low, high = one.numeral.value, other.numeral.value
    if one.numeral.scale == 1 and other.numeral.scale > 1 and low <= high and low < 1000:
        return low, high
    return low * one.numeral.scale, high * other.numeral.scale


def _is_same_kind(one: Amount, other: Amount) -> bool:
    units = {amount.measure.unit for amount in (one, other) if not amount.measure.counted} - {""}
    counted = [amount.measure.counted for amount in (one, other) if amount.measure.unit]
    if len(set(counted)) > 1:
        return False
    return len(units) <= 1


def _is_step(one: Amount, other: Amount) -> bool:
    """Whether a share is how far something moved, and a bare number where to: "slid 1.4% to 92.35"."""
    return one.measure.unit in ("percent", "percentage_point") and not other.measure.unit


def _make_ratio(first: pairs.Candidate, one: Amount, other: Amount) -> pairs.Candidate:
    below = other.numeral.value
    if not below:
        return first
    value = one.numeral.value / below
    numerals = [(one.numeral.first, one.numeral.last), (other.numeral.first, other.numeral.last)]
    return replace(first, last=other.numeral.last, value=value, unit="one", counted=False, numerals=numerals)


def _make_range(
    text: Text,
    first: pairs.Candidate,
    second: pairs.Candidate,
    one: Amount,
    other: Amount,
    opener: tuple[int, bool] | None,
) -> pairs.Candidate:
    low, high = one.numeral.value, other.numeral.value
    scale = other.numeral.scale
    if one.numeral.scale not in (1, scale) or (
        one.numeral.scale == 1 and scale > 1 and not (low <= high and low < 1000)
    ):
        low, high, scale = low * one.numeral.scale, high * scale, 1.0
    elif one.numeral.scale > 1 and scale == 1:
        low, scale = low * one.numeral.scale, 1.0
    unit = second if second.unit else first
    qualifier = first.qualifier if first.qualifier in ("about", "at_most", "at_least") else "exact"
    start = opener[0] if opener else first.first
    if opener and (hedge := text.hedges.get(opener[0])) and hedge[1] == "about":
        qualifier, start = "about", hedge[0]
    return pairs.Candidate(
        "quantity",
        start,
        second.last,
        low=low,
        high=high,
        scale=scale,
        unit=unit.unit if not (first.money and not second.money) else first.unit,
        per=second.per or first.per,
        qualifier=second.qualifier if second.qualifier == "about" else qualifier,
        numerals=[*first.numerals, *second.numerals],
        counted=unit.counted and not first.money,
        money=first.money or second.money,
        doubts=[doubt for doubt in (*first.doubts, *second.doubts) if doubt != WEAK],
    )
