"""How many digits of a number are printed, and in which scale: the rules are in `analysis.wording.numbers`."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal

from analysis.contract import Qualifier
from analysis.messages import keep_by_language
from analysis.wording.number_format import Scale, load_number_format
from analysis.wording.unit_form import ALIGNED_STYLES, UnitForm, find_unit_form

_SURE_DIGITS, _KNOWN_DIGITS = 12, 15  # of a computed number, and of one that was typed
_FEW_DECIMALS = 3
_MOST_KEPT = 4_096  # numbers as they are printed: each is asked for seven times, for its text and for the sum it is in
WIDE = Context(prec=700)  # room for every number that a computer holds


@keep_by_language(_MOST_KEPT)
def round_size(size: float, form: UnitForm, wanted: int | None, *, exact: bool) -> tuple[Decimal, Scale | None]:
    """Returns a positive number in its unit as it is printed, with its decimals, and its scale.

    wanted: decimals of a share or a ratio. exact: with all its digits.

    >>> round_size(36.3217, find_unit_form("billion USD"), None, exact=False)[0]
    Decimal('36.3')
    """
    value, scale = _round_digits(size * form.factor, _KNOWN_DIGITS if exact else _SURE_DIGITS), None
    if form.style == "scale":
        value, scale = _scale(value, form.factor if exact else None)
    places = _choose_places(value, form, scale)
    least = form.places if form.style == "fixed" else 0
    if wanted is not None and form.style in ALIGNED_STYLES:
        places = least = wanted
    if exact:
        places = max(count_decimals(value), least)
    for border in (0, form.whole):
        away = abs(value - border)
        if away and _round(value, places) == border:
            places = -away.adjusted()
    return _drop_zeros(_round(value, places), least), scale


def _choose_places(value: Decimal, form: UnitForm, scale: Scale | None) -> int:
    """Returns how many decimals a computed number has, at most."""
    if form.style == "scale":
        return 1 if scale or value < 100 else 0
    if form.style == "whole" and value >= 10:
        return 0
    if form.style == "fixed" and 0 < value < Decimal("0.1"):
        return 2 - value.adjusted()  # a rate that is multiplied with: three digits
    return form.places


def _scale(value: Decimal, own: float | None) -> tuple[Decimal, Scale | None]:
    """Returns a number in millions, billions or trillions and that scale, where it is large enough.

    own: for all its digits, the size of the unit in which it is claimed; a larger one is taken only where that needs
    no more than three decimals: 1.045 billion, but 1,234,567.
    """
    for scale in load_number_format().scales:
        scaled, size = value.scaleb(-scale.power, WIDE), 10**scale.power
        if own is None:
            fits = value >= Decimal(scale.least)
        else:
            fits = value >= size and (count_decimals(scaled) <= _FEW_DECIMALS or own >= size)
        if fits:
            return scaled, scale
    return value, None


def _round_digits(value: float, digits: int) -> Decimal:
    """Returns a number rounded to so many significant digits, half to even."""
    return Decimal(f"{value:.{digits}g}")


def round_roughly(value: float, unit: str) -> float:
    """Returns a number with two digits, unless it would then read as all of something that it is not all of.

    >>> round_roughly(62.4, "percent"), round_roughly(99.7, "percent")
    (62.0, 99.7)
    """
    form, rounded = find_unit_form(unit), float(_round_digits(value, 2))
    return value if form.whole and abs(rounded * form.factor) == form.whole else rounded


def round_about(value: float, low: float, high: float, unit: str) -> float:
    """Returns a number with two digits, or so many more that it stays in its interval and is not all of something.

    >>> round_about(12.345, 12, 13, "day"), round_about(12.345, 12.3, 12.4, "day")
    (12.0, 12.3)
    """
    form = find_unit_form(unit)
    for digits in range(2, _SURE_DIGITS):
        rounded = float(_round_digits(value, digits))
        if low <= rounded <= high and not (form.whole and abs(rounded * form.factor) == form.whole):
            return value if form.style == "year" else rounded
    return value


def breaks_bound(rounded: float, value: float, qualifier: Qualifier) -> bool:
    """Returns whether what a rounded bound says is more than what is known: at most 62, of at most 62.5.

    >>> breaks_bound(62, 62.5, "at_most"), breaks_bound(63, 62.5, "at_most")
    (True, False)
    """
    if qualifier in ("at_most", "less_than"):
        return rounded < value
    return rounded > value and qualifier in ("at_least", "over")


def _round(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN, WIDE)


def _drop_zeros(value: Decimal, least: int) -> Decimal:
    """Returns a number without zeros at its end, but with at least so many decimals."""
    return _round(value, max(count_decimals(value), least))


def count_decimals(value: Decimal) -> int:
    """Returns how many decimals a number has, without zeros at its end.

    >>> count_decimals(Decimal("12.50"))
    1
    """
    return max(0, -int(value.normalize(WIDE).as_tuple().exponent))
