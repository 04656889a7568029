"""Numbers as the cells of a table have them: decimal digits, with no more of them than a text shows."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal

_DIGITS = Context(prec=12, rounding=ROUND_HALF_EVEN)  # more than any text shows, fewer than a float keeps exactly


def format_value(number: float | None, factor: float = 1.0) -> str:
    """Returns a number times a factor as decimal digits without an exponent, '' for None.

    >>> format_value(0.8, 1000), format_value(7.1e-3), format_value(1 / 3), format_value(None)
    ('800', '0.0071', '0.333333333333', '')
    """
    if number is None:
        return ""
    product = _DIGITS.multiply(Decimal(repr(number)), Decimal(repr(float(factor)))).normalize(_DIGITS)
    return f"{product:f}"


def measure_rounding(number: float) -> float:
    """Returns by how much a number may have been rounded at most: half of its last digit, of a whole one half of 1.

    >>> measure_rounding(8.25), measure_rounding(800.0)
    (0.005, 0.5)
    """
    exponent = Decimal(repr(number)).normalize().as_tuple().exponent
    return 0.5 * 10.0 ** min(exponent if isinstance(exponent, int) else 0, 0)
