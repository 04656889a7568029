"""Units by name: converts and checks them with pint. To add a unit, add a line to `units.txt` beside this file.

Estimates keep units as text and magnitudes in base units; pint is asked once for each new unit. How values of a unit
are printed (`$`, `%`, plural, digits) is decided elsewhere: `find_unit_form` in `analysis/wording/numbers.py` for all
text, and `_UNIT_WORDS` in `analysis/show/charts/bars.py` for the axis title of bars whose labels do not show the unit.
A unit that neither of them names is printed after the value, by its own name. The script of the
sliders (`analysis/style/theme`) writes numbers by the form that `find_unit_form` gives it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from analysis.errors import UnitError, format_nearest

if TYPE_CHECKING:
    import pint


@cache
def load_registry() -> pint.UnitRegistry[Any]:
    """Returns pint's registry of the units in units.txt, the only ones a case may use."""
    import pint  # takes half a second, which commands that compute nothing should not wait for

    return pint.UnitRegistry(str(Path(__file__).with_name("units.txt")), on_redefinition="raise")


# Names, each perhaps to a power of one digit, multiplied or divided: 'billion USD', 'USD / MWh', 'km**2'. A power of a
# power is none: its size has no bound.
_NAME = r"[A-Za-z_]+( *\*\* *\d)?"
_UNIT_PATTERN = re.compile(rf"(1 */ *)?{_NAME}(( +| *[*/] *){_NAME})*")


@cache
def _resolve_unit(unit: str) -> tuple[float, str]:
    """Returns how many base units one `unit` is, and the base unit."""
    try:
        if not _UNIT_PATTERN.fullmatch(unit):
            raise ValueError(unit)
        scale, base = load_registry().get_base_units(load_registry().Unit("" if unit == "dimensionless" else unit))
    except Exception as error:  # of many types, all from pint's parser: a word, a bracket, a division by 0
        raise UnitError(
            f"unit {unit!r} is not one of units.txt{format_nearest(unit, list(load_registry()))}"
        ) from error
    return float(cast(float, scale)), "one" if base.dimensionless else str(base)


def get_factor(unit: str) -> float:
    """Returns how many base units one `unit` is. Raises UnitError.

    >>> get_factor("billion USD")
    1000000000.0
    """
    return _resolve_unit(unit)[0]


def get_base_unit(unit: str) -> str:
    """Returns the base unit of `unit`, as text; 'one' for shares. Raises UnitError.

    >>> get_base_unit("billion USD"), get_base_unit("percent")
    ('USD', 'one')
    """
    return _resolve_unit(unit)[1]


def check_same_dimension(a: str, b: str, verb: str) -> None:
    """Raises UnitError, naming both, unless a and b measure the same thing.

    verb: what b cannot be to a, such as "added to".
    """
    if get_base_unit(a) != get_base_unit(b):
        one, other = ("a plain number" if unit == "one" else unit for unit in (b, a))
        raise UnitError(f"{one} cannot be {verb} {other}: they measure different things")


@cache
def combine_units(a: str, b: str, op: str) -> str:
    """Returns the base unit of a * b or a / b, as text ('one' where nothing is left)."""
    left, right = (load_registry().Unit("" if get_base_unit(unit) == "one" else get_base_unit(unit)) for unit in (a, b))
    return get_base_unit(str(left * right if op == "*" else left / right) or "one")
