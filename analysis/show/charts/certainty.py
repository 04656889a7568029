"""How sure a number is, in every form of chart: one grammar, and one key in the same words.

Solid is what is stated. Fading is a ceiling or a floor: the value may lie anywhere along it, so "at most" is never
drawn solid to its end. A thin line is the range that a source gives, or, where the figure says so, the interval of an
estimate from a sample; a dashed line is a range of ours. Of a range without a value a bar is solid to its nearer end,
and a dot is hollow.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from analysis.contract import Parts
from analysis.estimates.estimate import Estimate
from analysis.estimates.leaf import Leaf
from analysis.estimates.origin import find_leaf_origin
from analysis.messages import gettext, mark_message
from analysis.show.charts import canvas
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.drawing import INK
from analysis.style.looks import Look

Kind: TypeAlias = Literal["stated", "ceiling", "floor", "range"]
KEY = {
    "fading": mark_message(
        "Fading: a ceiling (“at most”) or a floor (“at least”); the value may lie anywhere along it."
    ),
    "line": mark_message("Thin line: the range that the source gives."),
    "sampled": mark_message("Thin line: the interval of an estimate from a sample."),
    "dashed": mark_message(
        "Dashed line: a range of ours, from the width that we give to a word such as “about”, our codes or our weights."
    ),
}
_CEILINGS, _FLOORS = ("at_most", "less_than"), ("at_least", "over")
_DASHES = (2.4, 1.6)
_LINE, _CAP = 1.3, 0.05  # points of a line of a range, inches of half the stroke at its end
_OPEN_SHARE = 0.15  # of the value: how far a ceiling or floor without an end is drawn


@dataclass(frozen=True)
class Certainty:
    """What is drawn of a number beside its value, all in its unit.

    is_ours: whether the range is. has_value: whether there is more than a range, of which the value is the middle.
    is_sampled: whether the range is the interval of an estimate from a sample.
    """

    kind: Kind
    value: float
    low: float
    high: float
    is_ours: bool = False
    has_value: bool = True
    is_sampled: bool = False

    @property
    def sign(self) -> str:
        """The entry of the key that explains it; empty for a number that is stated."""
        if self.kind == "range":
            return "sampled" if self.is_sampled else "dashed" if self.is_ours else "line"
        return "" if self.kind == "stated" else "fading"

    @property
    def inner(self) -> float:
        """The end of the part of a bar from 0 on that is stated: solid up to there."""
        is_bound = self.kind == ("ceiling" if self.value > 0 else "floor")
        if is_bound or not self.has_value:
            return max(self.low, 0.0) if self.value > 0 else min(self.high, 0.0)
        return self.value

    @property
    def outer(self) -> float:
        """The end of a bar from 0 on, with what fades: its value, or how far a floor may reach."""
        if self.kind == "floor" and self.value >= 0:
            return self.high
        if not self.has_value:
            return self.inner
        return self.low if self.kind == "ceiling" and self.value <= 0 else self.value


def judge_sampled(estimate: Estimate) -> Certainty:
    """Returns how sure an estimate from a sample is: within its interval, whatever its words.

    >>> from analysis import parameter
    >>> judge_sampled(parameter("share", 0.2)).sign
    ''
    """
    value, low, high = estimate.value, estimate.low, estimate.high
    return Certainty("range" if low < high else "stated", value, low, high, is_sampled=True)


def judge_certainty(estimate: Estimate) -> Certainty:
    """Returns how sure a number is, from its qualifier and from whose the widths beneath it are.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> [judge_certainty(case[id]).sign for id in ("reconstruction.need", "assets.usable", "population.now")]
    ['', 'fading', 'dashed']
    """
    value, low, high = estimate.value, estimate.low, estimate.high
    if not low < high:
        return Certainty("stated", value, value, value)
    reach = abs(value) * _OPEN_SHARE or 1.0
    low, high = (low if math.isfinite(low) else value - reach), (high if math.isfinite(high) else value + reach)
    is_ours = any(_is_width_ours(leaf) for leaf in estimate.leaves if not leaf.is_certain)
    if estimate.qualifier in _CEILINGS:
        return Certainty("ceiling", value, low, value)
    if estimate.qualifier in _FLOORS:
        return Certainty("floor", value, value, high)
    return Certainty("range", value, low, high, is_ours, estimate.qualifier != "between")


def _is_width_ours(leaf: Leaf) -> bool:
    """Whether the interval of a claim is not its source's, or the number is not a claim."""
    if find_leaf_origin(leaf) not in ("claim", "arithmetic") or leaf.origin is None:
        return True
    return leaf.kind == "claim" and leaf.origin.low is None and leaf.origin.high is None


def list_key(certainties: Iterable[Certainty]) -> list[Parts]:
    """Returns the key of the signs that a figure uses, one sentence each, the same words in every figure."""
    used = {certainty.sign for certainty in certainties}
    return [[gettext(words)] for sign, words in KEY.items() if sign in used]


def draw_amount(
    sheet: Sheet, certainty: Certainty, place: Callable[[float], float], y: float, depth: float, colour: str
) -> None:
    """Draws a number as a bar from 0 on, from its upper edge at y, with what is unsure of it.

    place: value -> inches from the left. A ceiling ends in a stroke, since nothing is beyond it; a floor does not.
    """
    zero, inner, outer = place(0.0), place(certainty.inner), place(certainty.outer)
    if inner != zero or not certainty.sign:
        sheet.draw_bar(zero, y, inner - zero, depth, colour)
    if outer != inner:
        sheet.draw_fade(inner, outer, y, depth, colour)
        if certainty.value == certainty.outer:
            sheet.draw_line([outer, outer], [y, y + depth], colour, 1.3)
    if certainty.kind == "range":
        draw_range(sheet, certainty, place, y + depth / 2, on_bar=colour)


def draw_range(
    sheet: Sheet,
    certainty: Certainty,
    place: Callable[[float], float],
    y: float,
    *,
    on_bar: str = "",
    colour: str = INK,
) -> None:
    """Draws a range as a line with ends, dashed where it is ours; on a bar of a colour in one that is legible on it.

    A bar shorter than the ends are high is no ground for them.
    """
    low, high = certainty.low, certainty.high
    is_upon = bool(on_bar) and abs(place(certainty.inner) - place(0.0)) > 2 * _CAP
    inside = sorted((0.0, certainty.inner)) if is_upon else (math.inf, math.inf)
    upon = canvas.choose_legible_colour(on_bar) if is_upon else colour
    dashes = _DASHES if certainty.is_ours else ()
    pieces = (
        (low, min(high, inside[0]), colour),
        (max(low, inside[0]), min(high, inside[1]), upon),
        (max(low, inside[1]), high, colour),
    )
    for start, stop, ink in pieces:
        if start < stop:
            sheet.draw_line([place(start), place(stop)], [y, y], ink, _LINE, dashes=dashes)
    for end in (low, high):
        ink = upon if inside[0] < end < inside[1] else colour
        sheet.draw_line([place(end)] * 2, [y - _CAP, y + _CAP], ink, _LINE)


def draw_point(
    sheet: Sheet, certainty: Certainty, place: Callable[[float], float], y: float, look: Look, *, size: float = 6.5
) -> None:
    """Draws a number as a dot with its middle at y, and what is unsure of it."""
    x = place(certainty.value)
    if certainty.kind == "range":
        draw_range(sheet, certainty, place, y, colour=look.colour)
    elif certainty.kind != "stated":
        end = certainty.low if certainty.kind == "ceiling" else certainty.high
        sheet.draw_fade(x, place(end), y - 0.035, 0.07, look.colour)
    sheet.draw_dot(x, y, look.mark, look.colour, size=size, hollow=not certainty.has_value)


def draw_upright(
    sheet: Sheet, certainty: Certainty, place: Callable[[float], float], x: float, look: Look, *, size: float = 6
) -> None:
    """Draws a number as a dot at x, with what is unsure of it above and below. place: value -> inches from the top."""
    y = place(certainty.value)
    if certainty.kind == "range":
        dashes = _DASHES if certainty.is_ours else ()
        ends = [place(certainty.low), place(certainty.high)]
        sheet.draw_line([x, x], ends, look.colour, _LINE, dashes=dashes)
        for end in ends:
            sheet.draw_line([x - _CAP, x + _CAP], [end, end], look.colour, _LINE)
    elif certainty.kind != "stated":
        end = place(certainty.low if certainty.kind == "ceiling" else certainty.high)
        sheet.draw_fade_upright(x - 0.035, 0.07, y, end, look.colour)
    sheet.draw_dot(x, y, look.mark, look.colour, size=size, hollow=not certainty.has_value)
