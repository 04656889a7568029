"""An axis of values: where a value stands, its ticks with their unit, and the sentence that says what is measured."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.errors import UntracedNumber
from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import Word, gettext, mark_message
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.certainty import Certainty
from analysis.show.charts.drawing import QUIET, RULE
from analysis.show.charts.typeface import LINE, measure_text, wrap_text
from analysis.wording.capitals import begin_with_capital
from analysis.wording.headings import name_column
from analysis.wording.number_format import load_number_format
from analysis.wording.numbers import format_magnitude
from analysis.wording.unit_form import find_unit_form
from analysis.wording.units import get_base_unit, split_price_year

_COUNTED = ("item", "person")  # units of which there is no half
_TICKS, _TICKS_NARROW = 4, 3  # gaps between ticks, at most
_WORD_GAP = 0.08  # inches between the words of two ticks, at least
# translators: what an axis measures, behind the name of a quantity and a comma: "Need, in dollars"
_CURRENCIES = {
    "USD": mark_message("in dollars"),
    "EUR": mark_message("in euros"),
    "GBP": mark_message("in pounds"),
    "UAH": mark_message("in hryvnias"),
}
_UNIT_WORDS = {
    "one": "",
    "item": Word("Number", "of what is counted"),
    "percent": Word("in per cent"),
    "per_thousand": Word("per thousand"),
}


@dataclass(frozen=True)
class Axis:
    """Converts values to inches from the left. low, high: its ends, in `unit`; start, length: in inches."""

    low: float
    high: float
    unit: str
    start: float
    length: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / ((self.high - self.low) or 1) * self.length

    def list_ticks(self, most: int) -> list[float]:
        """Returns round values within its ends, at most so many gaps between them; whole ones of what is counted.

        >>> Axis(0, 800, "USD", 0, 5).list_ticks(4), Axis(0, 10, "item", 0, 5).list_ticks(4)
        ([0.0, 200.0, 400.0, 600.0, 800.0], [0.0, 4.0, 8.0])
        """
        from matplotlib.ticker import MaxNLocator

        slack = (self.high - self.low) * 1e-9
        whole = self.unit in _COUNTED
        steps = [1, 2, 4, 5, 10] if whole else [1, 2, 2.5, 5, 10]
        ticks = MaxNLocator(most, steps=steps, integer=whole).tick_values(self.low, self.high)
        return [float(tick) for tick in ticks if self.low - slack <= tick <= self.high + slack]


def span_values(certainties: Iterable[Certainty], *, with_zero: bool) -> tuple[float, float]:
    """Returns the least and the greatest value that is drawn, ranges and all."""
    ends = [end for one in certainties for end in (one.low, one.value, one.high)] + ([0.0] if with_zero else [])
    low, high = min(ends), max(ends)
    return (low, high) if low < high else (low - 0.5, high + 0.5)


def pad_span(low: float, high: float, *, share: float = 0.06) -> tuple[float, float]:
    """Returns the ends of an axis with a share of it free on either side, but not beyond 0."""
    pad = (high - low) * share
    return (0.0 if low >= 0 > low - pad else low - pad), (0.0 if high <= 0 < high + pad else high + pad)


def draw_axis(sheet: Sheet, axis: Axis) -> list[float]:
    """Writes the ticks of an axis at the foot of the sheet, and moves down below them; returns where their lines are.

    A tick whose words would meet the last ones has a line alone; the first and the last are always named.
    """
    ticks = axis.list_ticks(_TICKS_NARROW if sheet.narrow else _TICKS)
    y = sheet.height + LINE / 2
    boxes = []
    for tick in ticks:
        words = name_tick(tick, axis.unit)
        wide = measure_text(words)
        start = min(max(axis(tick) - wide / 2, 0.0), sheet.width - wide)
        boxes.append((start, start + wide, words))
    shown: list[tuple[float, float]] = []
    for start, end, words in sorted(boxes, key=lambda box: box not in (boxes[0], boxes[-1])):
        if all(start > after + _WORD_GAP or end < before - _WORD_GAP for before, after in shown):
            sheet.write_text(start, y, words, colour=QUIET)
            shown.append((start, end))
    sheet.height += LINE + 0.05
    return [axis(tick) for tick in ticks]


def name_tick(tick: float, unit: str) -> str:
    """Returns a round value as an axis writes it: with its unit, without empty decimals.

    >>> name_tick(20, "per_thousand"), name_tick(200, "billion USD")
    ('20', '$200 billion')
    """
    return re.sub(rf"{re.escape(load_number_format().decimal)}0+(?!\d)", "", format_magnitude(tick, unit))


def draw_grid(sheet: Sheet, lines: Iterable[float], top: float, foot: float) -> None:
    """Draws thin lines down from the ticks of an axis, behind everything else."""
    for x in lines:
        sheet.draw_line([x, x], [top, foot], RULE, 0.7, 0)


def write_subtitle(sheet: Sheet, words: str) -> None:
    """Writes what is measured above a drawing, in as many lines as it takes; nothing for no words."""
    if lines := wrap_text(words, sheet.width):
        sheet.write_lines(0, sheet.height + len(lines) * LINE / 2, lines, colour=QUIET)
        sheet.height += len(lines) * LINE + 0.08


def read_subtitle(given: str | Label, where: str) -> str:
    """Returns the sentence above a drawing; a name of the case may hold digits, an author's sentence may not.

    Raises UntracedNumber for a digit in an author's sentence.
    """
    if isinstance(given, str) and any(letter.isdigit() for letter in given):
        raise UntracedNumber(
            f"{where}: the subtitle {given!r} holds a digit that leads to no claim; write the number as a word, such "
            "as “per thousand inhabitants”, or give a Label of the case."
        )
    return str(given)


def choose_subtitle(given: str | Label, estimates: Iterable[Estimate], columns: Iterable[str], where: str) -> str:
    """Returns the sentence above a drawing that says what is measured, and in which unit.

    given: the author's words; else the name of the column, if there is one, and the unit in words.
    Raises UntracedNumber for a digit in the author's words.

    >>> from analysis import number
    >>> choose_subtitle("", [number(800, "billion USD")], ["amount"], "chart 'k'")
    'Amount, in dollars'
    >>> choose_subtitle("", [number(27, "per_thousand")], ["density"], "chart 'k'")
    'Density, per thousand'
    """
    if said := read_subtitle(given, where):
        return said
    names = [name_column(name) for name in columns]
    named = names[0] if len(names) == 1 else ""
    unit = next(iter(estimates)).unit
    if named and _is_counted(unit):
        # translators: what an axis measures; {column} is the name of what is counted, as "claims"
        return gettext("Number of {column}", column=named)
    return begin_with_capital(", ".join(filter(None, (named, name_unit(unit)))))


def name_unit(unit: str) -> str:
    """Returns a unit as a subtitle says it: `in dollars`, `in persons`, `per thousand`; '' for a plain ratio.

    >>> name_unit("billion USD"), name_unit("thousand person"), name_unit("percent"), name_unit("day")
    ('in dollars', 'in persons', 'in per cent', 'in days')
    """
    base = get_base_unit(unit)
    if unit in _UNIT_WORDS or base == "item":
        words = _UNIT_WORDS.get(unit, _UNIT_WORDS["item"])
        return str(words)
    form, (code, _) = find_unit_form(unit), split_price_year(get_base_unit(unit.partition("/")[0].strip()))
    if code in _CURRENCIES:
        words = gettext(_CURRENCIES[code])
    elif base == "person":
        words = gettext("in persons")
    elif name := form.prefix.strip() or form.get_suffix("many").strip():
        # translators: {unit} is plural, in Ukrainian the form behind a number such as 5
        words = gettext("in {unit}", unit=name)
    else:
        return form.per.strip()
    return f"{words}{form.per}"


def _is_counted(unit: str) -> bool:
    return unit not in ("one", "percent", "per_thousand") and get_base_unit(unit) == "item"
