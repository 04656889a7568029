"""Which words of a figure of matplotlib may hold digits: those of its numbers and names, and those of its axes."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from analysis.contract import NumberPart
from analysis.errors import UntracedNumber, format_nearest
from analysis.wording.number_format import load_number_format
from analysis.wording.numbers import format_magnitude, format_number

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from matplotlib.ticker import Formatter

_NEAR = 0.01  # of a power of ten, as numbers at an axis are rounded
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"[12]\d{3}")
_SPECS = ("", "sign", "bare", "range", "sign,range", "bare,range", "signed", "bare,signed", "round", "bare,round")


@dataclass(frozen=True)
class DrawnWords:
    """The words with digits that may stand in a drawing: those of the numbers in its data and beside it, and names."""

    data: Sequence[NumberPart]
    beside: Sequence[NumberPart]
    names: Sequence[str]
    where: str

    @cached_property
    def alone(self) -> Mapping[str, int | None]:
        """The same for digits without a unit: only where they are all that is written, as an axis has the unit then."""
        found: dict[str, int | None] = {}
        for position, part in enumerate(self.data):
            text = format_magnitude(part.value, "item", exact=True)
            found[text] = None if text in found else position
        return found

    @cached_property
    def positions(self) -> Mapping[str, int | None]:
        """What writes a number of the data, and no other one -> its position there; None for other words."""
        found: dict[str, int | None] = {}
        for position, part in enumerate(self.data):
            for text in _list_spellings(part):
                found[text] = None if text in found else position
        others = (text for part in self.beside for text in _list_spellings(part))
        return dict.fromkeys((*self.names, *others)) | found

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds any of the words, the longest first, and not within a longer number or word."""
        longest = sorted(self.positions, key=len, reverse=True)
        return re.compile(rf"(?<![\w.,−+-])(?:{'|'.join(map(re.escape, longest))})(?!\w|[.,]\d)")

    def find(self, text: str) -> int | None:
        """Returns the position in the data of the number that a text writes, None for any other text.

        Raises UntracedNumber for a digit that is in none of the words.
        """
        if not _DIGIT.search(text):
            return None
        if text in self.alone:
            return self.alone[text]
        rest = self.pattern.sub("", text) if self.positions else text
        if _DIGIT.search(rest):
            raise UntracedNumber(
                f"{self.where}: {text!r} is drawn and holds a digit of no number or name in data{self._suggest(text)}; "
                "write it with format_estimate(...), or give its Estimate, or a Label of the case, in data or in a "
                "place of the caption."
            )
        return self.positions.get(text)

    def _suggest(self, text: str) -> str:
        return format_nearest(text, self.positions) if self.positions else ""


def _list_spellings(part: NumberPart) -> set[str]:
    """Returns the ways in which a number may be written in a drawing: in any format."""
    low = -math.inf if part.low is None else part.low
    high = math.inf if part.high is None else part.high
    written = {part.text}
    for spec, exact in product(_SPECS, (True, False)):
        written.add(format_number(part.value, low, high, part.unit, part.qualifier, spec=spec, exact=exact))
    return written


def list_scale_words(fig: Figure, words: DrawnWords) -> set[Text]:
    """Returns the words of axes that say no more than where on its scale something is, and years.

    Raises UntracedNumber if there are numbers among them and none in the data.
    """
    from matplotlib.axis import Axis

    free: set[Text] = set()
    for axis in fig.findobj(Axis):
        if not (axis.axes.axison and axis.axes.get_visible() and axis.get_visible()):
            continue
        for formatter, ticks in (
            (axis.get_major_formatter(), axis.get_major_ticks()),
            (axis.get_minor_formatter(), axis.get_minor_ticks()),
        ):
            for tick in ticks:
                for text in (tick.label1, tick.label2):
                    said = text.get_text().strip()
                    is_year = is_date(formatter) or _YEAR.fullmatch(said)
                    if not is_year and not (is_scale(formatter) or _says_position(said, tick.get_loc())):
                        continue
                    free.add(text)
                    if not is_year and text.get_visible() and _DIGIT.search(said) and not words.data:
                        raise UntracedNumber(
                            f"{words.where}: an axis has numbers, and data have none; give data=..., a DataFrame with "
                            "what is drawn as Estimates, or take the numbers off the axis."
                        )
        free.add(axis.get_offset_text())
    return free


def is_date(formatter: Formatter) -> bool:
    """Returns whether matplotlib writes dates at an axis."""
    from matplotlib.dates import AutoDateFormatter, ConciseDateFormatter, DateFormatter

    return isinstance(formatter, AutoDateFormatter | ConciseDateFormatter | DateFormatter)


def is_scale(formatter: Formatter) -> bool:
    """Returns whether matplotlib itself writes the words at an axis, from where they are."""
    from matplotlib.category import StrCategoryFormatter
    from matplotlib.ticker import FixedFormatter, FuncFormatter

    return type(formatter).__module__.startswith("matplotlib.") and not isinstance(
        formatter, FuncFormatter | FixedFormatter | StrCategoryFormatter
    )


def _says_position(words: str, position: float) -> bool:
    """Whether the one number in some words at an axis is that of their place, in any power of ten.

    >>> _says_position("20 bn", 20e9), _says_position("20 bn", 1)
    (True, False)
    """
    signs = load_number_format()
    numbers = re.findall(rf"\d[\d{re.escape(signs.group)}]*(?:{re.escape(signs.decimal)}\d+)?", words)
    if len(numbers) != 1:
        return not numbers
    said = float(numbers[0].replace(signs.group, "").replace(signs.decimal, "."))
    if not said or not position:
        return said == position
    power = math.log10(abs(position) / said)
    return abs(power - round(power)) < _NEAR
