"""The numbers and months at the axes of a figure of matplotlib, in the language of the reader.

matplotlib writes them in English; what an author has written at an axis stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.messages import get_language
from analysis.show.charts.own_words import is_date, is_scale
from analysis.show.charts.time_axis import name_month
from analysis.wording.number_format import load_number_format

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w.,])")
_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b")


def translate_scales(fig: Figure) -> None:
    """Has the axes of a figure write their numbers and months in the language of the reader; in English they do so."""
    from matplotlib.axis import Axis
    from matplotlib.ticker import Formatter

    if get_language() == "en":
        return

    class _Translated(Formatter):
        """Writes what another formatter writes, in the language of the reader."""

        def __init__(self, found: Formatter) -> None:
            self.found = found

        def __call__(self, x: float, pos: int | None = None) -> str:
            return translate_tick(self.found(x, pos))

        def format_ticks(self, values: Sequence[float]) -> list[str]:
            return list(map(translate_tick, self.found.format_ticks(list(values))))

        def get_offset(self) -> str:
            return translate_tick(self.found.get_offset())

        def set_locs(self, locs: Any) -> None:
            self.found.set_locs(locs)

    for axis in fig.findobj(Axis):
        major, minor = axis.get_major_formatter(), axis.get_minor_formatter()
        if is_scale(major) or is_date(major):
            axis.set_major_formatter(_Translated(major))
        if is_scale(minor) or is_date(minor):
            axis.set_minor_formatter(_Translated(minor))


def translate_tick(words: str) -> str:
    """Returns what matplotlib writes at an axis, in the language of the reader.

    >>> translate_tick("1,234.5"), translate_tick("2025-Feb-03")
    ('1,234.5', '2025-Feb-03')
    """
    signs = load_number_format()
    separators = {ord(","): signs.group, ord("."): signs.decimal}
    words = _NUMBER.sub(lambda number: number[0].translate(separators), words)
    return _MONTH.sub(lambda month: name_month(month[0]), words)
