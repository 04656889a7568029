"""What "nearly", "about" or "at least" means: the interval that each qualifier puts around a value.

| qualifier | interval around the value v | whose | reason |
|---|---|---|---|
| exact | v to v | ours | the source gives the number flat |
| about | v - 10 % to v + 10 % | ours | a round figure in the press is rarely off by more than a tenth |
| nearly | v - 5 % to v | ours | just short of a round figure |
| over | v to v + 5 % | ours | just past a round figure |
| less_than | v - 5 % to v | ours | just short of a figure, as over is just past it |
| between | as the source gives it | ours | a range without a value, of which every value is equally likely |
| at_most | the quantity's minimum (without one, v - 50 %) to v | ours | it says nothing about the lower end |
| at_least | v to the quantity's maximum (without one, v + 50 %) | ours | it says nothing about the upper end |

`between` is no word of a source: it is what a number is whose claim gives both ends and no value. It is printed as the
range, and its middle is where arithmetic starts.

Below zero, qualifiers follow the number line as well: nearly -5 is just below -5. A claim's own `low` and `high` always
take precedence over these widths.

The widths are our assumption. That such words have measurable widths is shown by Ferson, O'Rawe, Antonenko, Siegrist,
Mickley, Luhmann, Sentz and Finkel, Natural language of uncertainty: numeric hedge words, International Journal of
Approximate Reasoning 57 (2015): people read them very differently, the words differ from each other less than expected
(there may be no more than three kinds), and a width depends on how large and how round the number is. We could read its
abstract and not its tables, so no width here is called measured, and none depends on roundness. To see what depends on
them, `load_case(widths=2)` makes all of them twice as wide, and `load_case(widths={"about": 0.2})` replaces one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, get_args

from analysis.contract import Qualifier
from analysis.errors import UsageError, format_nearest
from analysis.label import join_names
from analysis.messages import gettext, mark_message

QUALIFIERS: tuple[Qualifier, ...] = get_args(Qualifier)

# How reliable a source is: the Admiralty scale, in the words of NATO AJP-2.1.
RELIABILITY = {
    "A": mark_message("reliable"),
    "B": mark_message("usually reliable"),
    "C": mark_message("fairly reliable"),
    "D": mark_message("not usually reliable"),
    "E": mark_message("unreliable"),
    "F": mark_message("cannot be judged"),
}


def describe_grade(letter: str) -> str:
    """Returns a grade of reliability with the scale it is on, in words.

    Source: the Admiralty scale, NATO AJP-2.1. Raises KeyError for a letter that is not on it.

    >>> describe_grade("D")[:41]
    'D, not usually reliable, on a scale of A '
    """
    scale = join_names(one if one == letter else f"{one} ({gettext(words)})" for one, words in RELIABILITY.items())
    meaning = gettext(RELIABILITY[letter])
    # translators: {scale} lists all grades, each with its meaning
    return gettext("{grade}, {meaning}, on a scale of {scale}", grade=letter, meaning=meaning, scale=scale)


@dataclass(frozen=True)
class Width:
    """How far the interval of a word reaches below and above a number, as shares of it.

    whose: `measured` by a study, `ours`, or `set` for one report.
    """

    below: float
    above: float
    whose: Literal["measured", "ours", "set"] = "ours"


WIDTHS: Mapping[Qualifier, Width] = MappingProxyType(
    {
        "exact": Width(0, 0),
        "about": Width(0.10, 0.10),
        "nearly": Width(0.05, 0),
        "over": Width(0, 0.05),
        "less_than": Width(0.05, 0),
        "between": Width(0, 0),
        "at_most": Width(0.50, 0),
        "at_least": Width(0, 0.50),
    }
)
_WIDE: tuple[Qualifier, ...] = tuple(word for word in QUALIFIERS if word not in ("exact", "between"))
_MAX_WIDTH = 10  # of a factor, and of a width: ten times the number


def set_widths(widths: float | Mapping[str, float]) -> Mapping[Qualifier, Width]:
    """Returns the table of widths with all of them multiplied by a factor, or with some replaced.

    widths: the factor; or qualifier -> how far it reaches, as a share of the number, on the side or sides it has.
    Raises UsageError for a word that has no width, and for a number below 0 or above 10.

    >>> set_widths(2)["about"], set_widths({"nearly": 0.1})["nearly"].below
    (Width(below=0.2, above=0.2, whose='set'), 0.1)
    """
    given: dict[Any, float] = dict(widths) if isinstance(widths, Mapping) else dict.fromkeys(_WIDE, widths)
    for word, number in given.items():
        if word not in _WIDE:
            raise UsageError(f"widths has {word!r}{format_nearest(word, _WIDE)}; allowed: {', '.join(_WIDE)}")
        if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= _MAX_WIDTH:
            raise UsageError(f"widths has {number!r} for {word}; allowed: a number from 0 to {_MAX_WIDTH}")
    if widths == 1:
        return WIDTHS
    made = dict(WIDTHS)
    for word, number in given.items():
        ends = (WIDTHS[word].below, WIDTHS[word].above)
        below, above = (number * (bool(end) if isinstance(widths, Mapping) else end) for end in ends)
        made[word] = Width(below, above, "set")
    return made


def compute_interval(
    value: float,
    qualifier: Qualifier,
    minimum: float | None = None,
    maximum: float | None = None,
    widths: Mapping[Qualifier, Width] = WIDTHS,
) -> tuple[float, float]:
    """Returns (low, high) for a claimed value, in its own unit.

    minimum, maximum: the bounds of the quantity. widths: how far each word reaches.

    >>> compute_interval(500, "nearly")
    (475.0, 500)
    >>> compute_interval(100, "at_most", minimum=0)
    (0, 100)
    """
    width = widths[qualifier]
    low, high = value - abs(value) * width.below, value + abs(value) * width.above
    if qualifier == "at_most" and minimum is not None:
        low = minimum
    if qualifier == "at_least" and maximum is not None:
        high = maximum
    if minimum is not None:
        low = max(low, minimum)
    if maximum is not None:
        high = min(high, maximum)
    return min(low, value), max(high, value)


def find_qualifier(value: float, low: float, high: float) -> Qualifier:
    """Returns the qualifier of a computed number: at_least if it can only be more, at_most if only less.

    >>> find_qualifier(700, 700, 800)
    'at_least'
    """
    slack = 1e-9 * max(abs(end) for end in (value, low, high) if math.isfinite(end))
    below, above = value - low > slack, high - value > slack
    return "about" if below and above else "at_most" if below else "at_least" if above else "exact"
