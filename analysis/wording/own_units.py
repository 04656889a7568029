"""The units that a case adds: units.txt beside its tables, in pint's own format, of which two forms are allowed.

`truck = [truck] = trucks` is a unit that is counted or measured in nothing else, and `pallet = 0.8 * tonne = pallets`
is so much of a unit that is known already. What follows are further names; the first is the plural. The text passes
through notebooks to the report engine, so that all of it is checked here, wherever it comes from.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from analysis import characters, limits
from analysis.errors import ReportError, UnitError
from analysis.messages import list_languages
from analysis.problems import Words
from analysis.wording import units

if TYPE_CHECKING:
    import pint

_NUMBER = r"\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,2})?"
_MEASURE = re.compile(rf"(?:({_NUMBER})(?: *\* *| +))?({units.UNIT})(?: */ *({_NUMBER}))?")
_WORDS = re.compile(r"# ([\w-]+): (\w+): (.+)")
_WORD = re.compile(r"[A-Za-z][A-Za-z_]*[A-Za-z]")
_NO_UNITS = ("date", "text")  # what a quantity may be in place of a unit
_FORMS = "'truck = [truck] = trucks' for a new unit, or 'pallet = 0.8 * tonne = pallets' for so much of a known one"


@dataclass(frozen=True)
class OwnUnit:
    """A unit that a case adds. names: its own, its plural, and further ones. definition: in pint's format."""

    names: tuple[str, ...]
    definition: str


@dataclass(frozen=True)
class UnitFault:
    """A line of units.txt that cannot be used, counted from 1: what was found, what is allowed, what to do."""

    line: int
    found: str
    allowed: str
    remedy: str = ""
    names: tuple[str, ...] = ()  # what the line would have named


@lru_cache(maxsize=16)
def parse_units(text: str) -> tuple[tuple[OwnUnit, ...], tuple[UnitFault, ...]]:
    """Returns the units that a units.txt defines, and the faults of its other lines.

    Lines without a unit, and what follows a `#`, are passed over, as is a line that says of names which are known what
    they mean here anyway. A line may use the units of the lines above it.

    >>> (truck, pallet), faults = parse_units("truck = [truck] = trucks\\npallet = 0.8 * tonne")
    >>> truck.names, pallet.definition, faults
    (('truck', 'trucks'), 'pallet = 0.8 * tonne', ())
    >>> parse_units("barrel = 42 * litre")[1][0].allowed
    'a name that no unit or currency has yet'
    """
    registry, found, faults = units.build_registry(), list[OwnUnit](), list[UnitFault]()
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.partition("#")[0].strip()
        if not stripped:
            continue
        if len(found) == limits.MAX_UNITS:
            faults.append(UnitFault(number, Words("one unit more"), f"at most {limits.MAX_UNITS} units"))
            break
        try:
            if not _is_known(registry, stripped):
                found.append(_parse_line(registry, stripped))
        except _Refused as fault:
            faults.append(UnitFault(number, fault.found, fault.allowed, fault.remedy, _list_names(stripped)))
    return tuple(found), tuple(faults)


class _Refused(Exception):
    def __init__(self, found: str, allowed: str, remedy: str = ""):
        self.found, self.allowed, self.remedy = found, allowed, remedy


def _list_names(line: str) -> tuple[str, ...]:
    name, *rest = (part.strip() for part in line.split("="))
    return (name, *rest[1:])


def _is_known(registry: pint.UnitRegistry[Any], line: str) -> bool:
    """Whether a line says of names that are known what they mean, as where a unit has since been added to the list."""
    try:
        _, size, base = _parse_measure(registry, line.split("=")[1].strip())
        found = [units.resolve_unit(registry, name) for name in _list_names(line)]
        return all(math.isclose(one, size) and other == base for one, other in found)
    except (IndexError, UnitError, _Refused):
        return False


def _parse_line(registry: pint.UnitRegistry[Any], line: str) -> OwnUnit:
    """Returns the unit of a line and adds it to a registry. Raises _Refused."""
    if words := characters.find_forbidden(line):
        raise _Refused(Words(words), "characters that can be printed", "Delete it.")
    name, *rest = (part.strip() for part in line.split("="))
    if not rest:
        raise _Refused(line, _FORMS)
    names = (name, *rest[1:])
    for position, one in enumerate(names):
        _check_name(registry, one, names[:position])
    body = rest[0]
    if body.startswith("["):
        if body != f"[{name}]":
            raise _Refused(line, _FORMS, f"Write {name} = [{name}], or give a number and a known unit.")
        size = 1.0
    else:
        body, size, _ = _parse_measure(registry, body)
    unit = OwnUnit(names, " = ".join((name, body, *names[1:])))
    registry.define(unit.definition)
    for one in names:
        try:  # some names are words of the format itself, such as "per" or "squared"
            usable = all(
                math.isclose(units.resolve_unit(registry, text)[0], wanted)
                for text, wanted in (
                    (one, size),
                    (f"1 / {one}", 1 / size),
                    (f"thousand {one}", 1_000 * size),
                    (f"thousand {one} thousand", 1_000_000 * size),
                )
            )
        except UnitError:
            usable = False
        if not usable:
            raise _Refused(one, "a name that means nothing else in a unit", "Choose another name.")
    return unit


def _check_name(registry: pint.UnitRegistry[Any], name: str, others: Iterable[str]) -> None:
    if not _WORD.fullmatch(name) or len(name) > limits.MAX_UNIT_NAME:
        allowed = f"a name of 2 to {limits.MAX_UNIT_NAME} letters from A to Z or a to z, with _ between words"
        remedy = f"A line is {_FORMS}."
        if (known := units.rewrite_powers(name)) != name:
            remedy = f"Delete the line, and write {known}, which is known."
        raise _Refused(name, allowed, remedy)
    try:
        units.resolve_unit(registry, name)
        taken = True
    except UnitError:
        taken = name in (*_NO_UNITS, *others)
    if taken:
        raise _Refused(name, "a name that no unit or currency has yet", "Choose another name, or delete the line.")


def _parse_measure(registry: pint.UnitRegistry[Any], body: str) -> tuple[str, float, str]:
    """Returns so much of a known unit as pint writes it, its size in base units, and those. Raises _Refused."""
    found = _MEASURE.fullmatch(body) if len(body) <= limits.MAX_UNIT else None
    if not found:
        raise _Refused(body, f"[name], or a number times a known unit; a line is {_FORMS}")
    factor, unit, divisor = found.groups()
    try:
        size, base = units.resolve_unit(registry, unit)
    except UnitError as error:
        near = "".join(str(error).partition(" (nearest")[1:])
        raise _Refused(unit, f"a unit that is known already, or defined in a line above{near}") from None
    over = float(divisor or 1)
    size = float(factor or 1) * size / over if over else math.inf
    if not limits.MIN_NUMBER <= size <= limits.MAX_NUMBER:
        allowed = f"a size from {limits.MIN_NUMBER:g} to {limits.MAX_NUMBER:g} in base units"
        raise _Refused(body, allowed, "Correct the number.")
    parts = (f"{factor} * " if factor else "", unit, f" / {divisor}" if divisor else "")
    return "".join(parts), size, base


def list_added() -> list[str]:
    """Returns the units that cases have added to this process, in their order, and what they are called.

    Each is a line of units.txt; a name in another language is a remark there: `# uk: truck: one=вантажівка`.
    """
    words = [
        f"# {language}: {name}: {'; '.join(f'{form}={word}' for form, word in forms.items())}"
        for name, language, forms in units.list_unit_words()
    ]
    return [*units.list_definitions(), *words]


def read_definitions(definitions: Iterable[str]) -> None:
    """Makes known to this process the units that a notebook brings, as `list_added` has them. Raises ReportError.

    What another notebook brought before is forgotten where the two differ: a process that puts reports together has no
    numbers of an earlier one.

    >>> read_definitions([])
    """
    definitions = tuple(definitions)
    found, faults = parse_units("\n".join(definitions))
    if faults:
        raise ReportError(f"brings the unit {faults[0].found!r}; allowed: {faults[0].allowed}. Run the notebook again.")
    try:
        add_units(found)
    except UnitError:
        units.forget_added()
        add_units(found)
    for name, language, words in _parse_words(definitions, {unit.names[0] for unit in found}):
        units.add_unit_words(name, language, words)


def _parse_words(definitions: Iterable[str], known: Set[str]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yields unit, language and names of each definition that gives names. Raises ReportError."""
    for line in definitions:
        if not (found := _WORDS.fullmatch(line)):
            continue
        language, name, given = found.groups()
        words = {form: text for form, _, text in (part.partition("=") for part in given.split("; "))}
        is_sound = name in known and language in list_languages() and {*words} <= {*units.UNIT_FORMS}
        if (
            not is_sound
            or characters.find_forbidden(given)
            or len(given) > limits.MAX_UNIT_NAME * len(units.UNIT_FORMS)
        ):
            raise ReportError(f"brings the names {line[:80]!r} of a unit, which are not sound. Run the notebook again.")
        yield name, language, words


def add_units(found: Iterable[OwnUnit]) -> None:
    """Makes units of a case known to this process. Raises UnitError where a name of one means something else here.

    >>> add_units(())
    """
    for unit in found:
        units.add_unit(unit.names, unit.definition)
