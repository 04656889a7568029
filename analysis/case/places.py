"""Whether a code of a country or a region is one that ISO 3166 has, by the tables of the package pycountry."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import orjson

from analysis.errors import format_nearest

# Kosovo has no code of ISO; this one is left to users, and the IMF and SWIFT, among others, use it for Kosovo.
_USERS_OWN = ("XK",)
_MAX_NAMED = 40  # codes of a country that a message names


def find_country_fault(code: str) -> str:
    """Returns what is allowed in place of a code of a country, '' if it is one of ISO 3166-1.

    >>> find_country_fault("GB"), find_country_fault("XK"), find_country_fault("UK")
    ('', '', 'an ISO 3166-1 alpha-2 code that exists, such as GB')
    """
    return "" if code in _list_countries() else "an ISO 3166-1 alpha-2 code that exists, such as GB"


def find_region_fault(code: str) -> str:
    """Returns what is allowed in place of a code of a region, '' if it is one of ISO 3166-2.

    >>> find_region_fault("UA-43"), find_region_fault("XK-01")
    ('', 'an ISO 3166-2 code that exists; XK has none')
    """
    country = code.partition("-")[0]
    known = _list_regions().get(country, ())
    if code in known:
        return ""
    if not known:
        return f"an ISO 3166-2 code that exists; {country} has none"
    near = format_nearest(code, known) if len(known) > _MAX_NAMED else f"; of {country}: {', '.join(known)}"
    return f"an ISO 3166-2 code that exists{near}"


@cache
def _list_countries() -> tuple[str, ...]:
    return (*(row["alpha_2"] for row in _read_table("3166-1")), *_USERS_OWN)


@cache
def _list_regions() -> Mapping[str, tuple[str, ...]]:
    """Returns country -> the codes of its regions, in alphabetical order."""
    found: dict[str, list[str]] = {}
    for row in _read_table("3166-2"):
        found.setdefault(row["code"].partition("-")[0], []).append(row["code"])
    return {country: tuple(sorted(codes)) for country, codes in found.items()}


def _read_table(standard: str) -> list[dict[str, str]]:
    """Returns the rows of a standard. Read from the package's file: to import it takes half a second."""
    package = find_spec("pycountry")
    assert package, "it is a dependency of ours"
    assert package.origin, "and has files"
    path = Path(package.origin).parent / "databases" / f"iso{standard}.json"
    rows: list[dict[str, str]] = orjson.loads(path.read_bytes())[standard]
    return rows
