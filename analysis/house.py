"""The house style: house.toml read once, the case's own laid over it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from analysis.errors import UsageError, nearest

THEME = Path(__file__).with_name("theme")
FONTS = THEME / "fonts"


@dataclass(frozen=True)
class House:
    """Colours (hex), typefaces, paper and header that every format takes alike."""

    paper: dict[str, Any]
    type: dict[str, str]
    header: dict[str, str]
    colour: dict[str, Any]
    colour_dark: dict[str, Any]


@cache
def house(over: Path | None = None) -> House:
    """Returns the house style; `over` is a file whose entries replace the shipped ones.

    Raises UsageError for a section or an entry the house style does not have.
    """
    style = tomllib.loads((THEME / "house.toml").read_text(encoding="utf-8"))
    if over is not None and over.is_file():
        try:
            own = tomllib.loads(over.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise UsageError(f"{over}: {error}") from None
        for section, entries in own.items():
            if section not in style:
                raise UsageError(f"{over}: no section [{section}]{nearest(section, style)}")
            for name in entries:
                if name not in style[section]:
                    raise UsageError(f"{over}: [{section}] has no {name!r}{nearest(name, style[section])}")
            style[section] |= entries
    return House(**{field.name: style[field.name] for field in fields(House)})
