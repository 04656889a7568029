"""Units by name: a thin, cached reading of `units.txt` through pint.

Estimates keep units as text and magnitudes in base units; pint is asked once for each new unit.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import UnitError, format_nearest

if TYPE_CHECKING:
    import pint


@cache
def load_registry() -> pint.UnitRegistry:
    """Returns the registry made from units.txt: only the units a ledger may use."""
    import pint  # half a second; a command that computes nothing does not pay it

    return pint.UnitRegistry(str(Path(__file__).with_name("units.txt")), on_redefinition="raise")


# Names, multiplied, divided or raised: 'billion USD', 'USD / MWh', 'km**2'.
_UNIT_PATTERN = re.compile(r"(1 */ *)?[A-Za-z_]+(( +| *[*/] *)[A-Za-z_]+| *\*\* *\d)*")


@cache
def _resolve_unit(unit: str) -> tuple[float, str]:
    try:
        if not _UNIT_PATTERN.fullmatch(unit):
            raise ValueError(unit)
        scale, base = load_registry().get_base_units(load_registry().Unit("" if unit == "dimensionless" else unit))
    except Exception as error:  # whatever the parser stumbles over: a word, a bracket, a division by 0
        raise UnitError(
            f"unit {unit!r} is not one of units.txt{format_nearest(unit, list(load_registry()))}"
        ) from error
    return float(scale), "one" if base.dimensionless else str(base)


def get_factor(unit: str) -> float:
    """Returns how many base units one `unit` is: factor('billion USD') is 1e9. Raises UnitError."""
    return _resolve_unit(unit)[0]


def get_base_unit(unit: str) -> str:
    """Returns the base unit of `unit`, as text; 'one' for shares. Raises UnitError."""
    return _resolve_unit(unit)[1]


def check_same_dimension(a: str, b: str, verb: str) -> None:
    """Raises UnitError, naming both, unless a and b measure the same thing."""
    if get_base_unit(a) != get_base_unit(b):
        one, other = ("a plain number" if unit == "one" else unit for unit in (b, a))
        raise UnitError(f"{one} cannot be {verb} {other}: they measure different things")


@cache
def combine_units(a: str, b: str, op: str) -> str:
    """Returns the base unit of a * b or a / b, as text ('one' where nothing is left)."""
    left, right = (load_registry().Unit("" if get_base_unit(unit) == "one" else get_base_unit(unit)) for unit in (a, b))
    return get_base_unit(str(left * right if op == "*" else left / right) or "one")
