"""How an Estimate is written: the one place where numbers become text."""

from __future__ import annotations

from collections.abc import Callable

from analysis import units
from analysis.errors import UsageError, nearest
from analysis.estimate import Estimate
from analysis.qualifiers import Qualifier

WORDS: dict[Qualifier, str] = {"exact": "", "about": "about ", "nearly": "nearly ", "at_least": "at least ",
                               "at_most": "at most ", "over": "over "}
SIGNS: dict[Qualifier, str] = {"exact": "", "about": "≈ ", "nearly": "≲ ", "at_least": "≥ ", "at_most": "≤ ",
                               "over": "> "}
_SCALES = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
_CURRENCIES = {"USD": "$", "EUR": "€"}
SPECS = ("bare", "signed", "range", "size", "sign")


def written(estimate: Estimate, spec: str = "") -> str:
    """Returns the number in words fit for a sentence: `at least $700 billion`, `12.5%`.

    spec: comma-separated. bare: without the qualifier; sign: the qualifier as a sign, for tables;
        signed: with + or −; size: the magnitude, for "a cut of"; range: with the interval behind it.
    """
    wanted = [word.strip() for word in spec.split(",") if word.strip()]
    for word in wanted:
        if word not in SPECS:
            raise UsageError(f"no number format {word!r}{nearest(word, SPECS)}; there are {', '.join(SPECS)}")
    value = abs(estimate.value) if "size" in wanted else estimate.value
    text = magnitude(value, estimate.unit)
    if "signed" in wanted and value > 0:
        text = "+" + text
    if "bare" not in wanted:
        text = (SIGNS if "sign" in wanted else WORDS)[_as_seen(estimate, "size" in wanted)] + text
    if "range" in wanted and estimate.low < estimate.high:
        text += f" ({magnitude(estimate.low, estimate.unit)} to {magnitude(estimate.high, estimate.unit)})"
    return text


def _as_seen(estimate: Estimate, size: bool) -> Qualifier:
    """At least −5 seen as a size is at most 5."""
    flipped: dict[Qualifier, Qualifier] = {"at_least": "at_most", "at_most": "at_least"}
    word = estimate.qualifier
    return flipped.get(word, word) if size and estimate.value < 0 else word


def magnitude(value: float, unit: str) -> str:
    """Returns a bare value in its unit as text: `$700 billion`, `12.5%`, `200,000`, `15 years`."""
    minus = "−" if value < 0 and float(f"{value:.6g}") != 0 else ""
    return minus + _unsigned(abs(value), unit)


def _unsigned(value: float, unit: str) -> str:
    for name, form in _FORMS.items():
        if unit == name:
            return form(value)
    base, scaled = units.base(unit), value * units.factor(unit)
    money, _, per = base.partition(" / ")
    if money in _CURRENCIES:
        return f"{_CURRENCIES[money]}{scale(scaled)}" + (f" per {per}" if per else "")
    if base == "person":
        return scale(scaled)
    if base == "item":
        return trimmed(scaled)
    if base == "one":
        return trimmed(scaled, 2)
    return f"{trimmed(value)} {unit}{'' if value == 1 or unit.endswith('s') or ' ' in unit else 's'}"


def scale(value: float) -> str:
    """Returns a positive count with thousands separators, or in millions, billions or trillions."""
    for size, word in _SCALES:
        if value >= size * (1 - 1e-12):
            return trimmed(value / size) + word
    return trimmed(value, 0 if value >= 100 else 1)


def trimmed(value: float, places: int = 1) -> str:
    """Returns a positive number with at most `places` decimals and none that say nothing."""
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_FORMS: dict[str, Callable[[float], str]] = {
    "percent": lambda value: trimmed(value) + "%",
    "per_thousand": lambda value: f"{value:,.1f}",    # 20.0 against 26.7: one precision, so that they compare
    "km**2": lambda value: trimmed(value, 0) + " km²",
    "MW": lambda value: trimmed(value, 0) + " MW",
}
