"""Arithmetic between the numbers of a paragraph, as questions with the sum written out.

Conversions that the text itself gives in brackets, sums of parts, shares of a whole and growth in per cent. What fits
within rounding may still be a coincidence, so that it is a question and never an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from analysis.mentions import Mention
from analysis.proposals.values import format_value, measure_rounding

_SHARES = {"one": 1.0, "percent": 0.01}
_FRACTION_SLACK = 0.01  # how far "a third" may be off, as a share of itself: a fraction in words shows no digits
_WIDEST = 0.03  # of the result: within more than that of it, nearly everything fits
_CLOSE = 0.005  # of the result: so near, it fits however coarse the rounding
_MOST_PARTS = 5
_MOST_NUMBERS = 30  # of a paragraph in which sums are looked for: among more of them something always adds up
_COUNTED_EXACTLY = 1_000
_BESIDE = 8  # characters between a share and the amount that it is said to be of

Found = tuple[int, str]


def find_relations(mentions: Sequence[Mention]) -> dict[int, list[str]]:
    """Returns the position of each number that others of its paragraph give -> the arithmetic, as questions.

    mentions: the numbers of a paragraph, in their order.

    >>> from analysis.mentions import read_mentions
    >>> text = "Of 800 billion dollars at most 100 billion dollars are there, one-eighth of it."
    >>> find_relations(read_mentions(text, "en"))
    {2: ['0.125 × 800 billion USD = 100 billion USD: is it this share?']}
    """
    counting = [at for at, mention in enumerate(mentions) if mention.counts and mention.value is not None]
    found: dict[int, list[str]] = {}
    relations = [*_find_conversions(mentions)]
    if len(counting) <= _MOST_NUMBERS:
        relations += [*_find_shares(mentions, counting), *_find_sums(mentions, counting)]
    for at, relation in relations:
        found.setdefault(at, []).append(relation)
    return found


def _compute_total(mention: Mention) -> float:
    return mention.compute_total(mention.value) or 0.0


def _compute_slack(mention: Mention) -> float:
    """Returns by how much a number may have been rounded, in its unit without the scale; a short count is exact."""
    if mention.unit in ("items", "people") and mention.scale == 1 and _compute_total(mention) < _COUNTED_EXACTLY:
        return 0.0
    return measure_rounding(mention.value or 0.0) * mention.scale


def _describe(mention: Mention, total: float | None = None) -> str:
    """Returns a number, or another in the same scale and unit, in words: 73.5 billion USD."""
    value = mention.value if total is None else total / mention.scale
    return f"{format_value(float(f'{value:.6g}'))} {mention.ledger_unit}".strip()


def _find_conversions(mentions: Sequence[Mention]) -> Iterator[Found]:
    starts = {mention.start: mention for mention in mentions}
    for at, mention in enumerate(mentions):
        original = starts.get(mention.converts) if mention.converts is not None else None
        if not original or original.value is None or mention.value is None or not _compute_total(original):
            continue
        rate = _compute_total(mention) / _compute_total(original)
        yield (
            at,
            f"{_describe(original)} in another unit: 1 {original.unit} = {rate:.4g} {mention.unit}, by these two",
        )


def _find_shares(mentions: Sequence[Mention], counting: Sequence[int]) -> Iterator[Found]:
    shares = [at for at in counting if mentions[at].unit in _SHARES]
    amounts = [at for at in counting if mentions[at].unit not in _SHARES and _compute_total(mentions[at]) > 0]
    for at in shares:
        share = mentions[at]
        size = _compute_total(share) * _SHARES[share.unit]
        slack = _FRACTION_SLACK * size if share.unit == "one" else _compute_slack(share) * 0.01
        if not 0 < size < 1:
            continue
        fitting = [*_fit_shares(mentions, amounts, share, size, slack)]
        yield from ((at, words) for words in fitting[:2])
        whole = next((mentions[one] for one in amounts if 0 < mentions[one].start - share.end <= _BESIDE), None)
        if not fitting and whole:
            part = _describe(whole, size * _compute_total(whole))
            yield at, f"{format_value(float(f'{size:.6g}'))} × {_describe(whole)} = {part}: does the text say so?"


def _fit_shares(
    mentions: Sequence[Mention], amounts: Sequence[int], share: Mention, size: float, slack: float
) -> Iterator[str]:
    shown = format_value(float(f"{size:.6g}"))
    for one, other in permutations(amounts, 2):
        whole, part = mentions[one], mentions[other]
        if (whole.unit, whole.per) != (part.unit, part.per):
            continue
        total, wanted = _compute_total(whole), _compute_total(part)
        allowed = slack * total + size * _compute_slack(whole) + _compute_slack(part)
        if _fits(size * total, wanted, allowed):
            yield f"{shown} × {_describe(whole)} = {_describe(part, size * total)}: is it this share?"
        growth = total * (1 + size)
        if share.unit == "percent" and _fits(growth, wanted, allowed):
            yield f"{_describe(whole)} + {shown} of it = {_describe(part, growth)}: is it this growth?"


def _fits(computed: float, wanted: float, allowed: float) -> bool:
    """Whether a result is what the text says within rounding, and not because rounding allows nearly everything."""
    off = abs(computed - wanted)
    return off <= allowed and (allowed <= _WIDEST * wanted or off <= _CLOSE * wanted)


def _find_sums(mentions: Sequence[Mention], counting: Sequence[int]) -> Iterator[Found]:
    groups: dict[tuple[str, str], list[int]] = {}
    for at in counting:
        groups.setdefault((mentions[at].unit, mentions[at].per), []).append(at)
    for group in groups.values():
        for place, at in enumerate(group):
            for parts in _list_runs(group, place):
                total = sum(_compute_total(mentions[one]) for one in parts)
                slack = sum(_compute_slack(mentions[one]) for one in (*parts, at))
                wanted = _compute_total(mentions[at])
                positive = all(0 < _compute_total(mentions[one]) < wanted for one in parts)
                if positive and _fits(total, wanted, slack):
                    sums = " + ".join(_describe(mentions[one]) for one in parts)
                    yield at, f"{sums} = {_describe(mentions[at], total)}: is it this sum?"
                    break


def _list_runs(group: Sequence[int], place: int) -> Iterator[Sequence[int]]:
    """Yields the parts that the number at a place of its group may be the sum of: those right before, those behind."""
    for count in range(_MOST_PARTS, 1, -1):
        if place >= count:
            yield group[place - count : place]
        if place + 1 + count <= len(group):
            yield group[place + 1 : place + 1 + count]
