"""The house style: house.toml, and a case's own house.toml laid over it.

Whoever loads a case wears its style: charts drawn from then on take it, and the title block carries it in full, files
included, to whatever format the report is written in. So the writers need no case, and an executed notebook looks the
same wherever it is exported.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from analysis.dependencies import compute_file_digest
from analysis.errors import CaseError, Problem, ReportError
from analysis.style import assets, rules
from analysis.style.assets import Face, Logo

HOUSE_FILE = "house.toml"
THEME_FOLDER = Path(__file__).with_name("theme")
FONT_FOLDER = THEME_FOLDER / "fonts"


@dataclass(frozen=True, eq=False)
class House:
    """Paper, typefaces, header and colours (hex) that every format takes alike; see theme/house.toml."""

    paper: Mapping[str, Any]
    type: Mapping[str, Any]
    header: Mapping[str, str]
    colour: Mapping[str, Any]
    colour_dark: Mapping[str, Any]
    logo: Logo | None = None
    faces: tuple[Face, ...] = ()  # of typefaces the case brings itself

    @property
    def families(self) -> dict[str, str]:
        """The typefaces: of running text, and of labels."""
        return {role: self.type[role] for role in rules.ROLES}


@cache
def get_shipped_house() -> House:
    """Returns the shipped house style."""
    return _build_house(_load_shipped_toml(), None, ())


def read_house(folder: Path) -> tuple[House, dict[str, str]]:
    """Returns the style of a case, and of each file looked for the digest of what it held.

    It is the shipped one, unless there is a house.toml with entries of its own. Raises CaseError with every problem.
    """
    files = {HOUSE_FILE: compute_file_digest(folder / HOUSE_FILE)}
    if not (folder / HOUSE_FILE).exists():
        return get_shipped_house(), files
    try:
        given = tomllib.loads((folder / HOUSE_FILE).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise CaseError(
            str(folder),
            [
                Problem(
                    HOUSE_FILE,
                    None,
                    None,
                    str(error),
                    "TOML, in UTF-8",
                    "Put texts between quotation marks, one entry a line.",
                )
            ],
        ) from None
    style, problems = rules.merge_style(_load_shipped_toml(), given)
    problems += rules.check_style(style)
    logo, faces = None, ()
    if not problems:
        logo, faces, problems = assets.read_assets(style, folder)
    if problems:
        raise CaseError(str(folder), problems)
    names = [
        name
        for name in (style["logo"]["file"], *(f for role in rules.ROLES for f in style["type"][f"{role}_files"]))
        if name
    ]
    return _build_house(style, logo, faces), files | {name: compute_file_digest(folder / name) for name in names}


class _CurrentHouse:
    """The style of what is shown in this process."""

    source: Callable[[], House] | None = None


def set_current_house(style: Callable[[], House] | None) -> None:
    """Gives what is shown from now on a style, asked for when it is first needed; `load_case` gives the case's."""
    _CurrentHouse.source = style


def get_current_house() -> House:
    """Returns the style of what is shown: that of the case loaded last, the shipped one without a case."""
    return _CurrentHouse.source() if _CurrentHouse.source else get_shipped_house()


def serialise_house(style: House) -> dict[str, Any] | None:
    """Returns a style as JSON with its files, as it travels with a title block; None for the shipped one."""
    if style is get_shipped_house():
        return None
    logo = style.logo and {"kind": style.logo.kind, "data": b64encode(style.logo.data).decode()}
    faces = [{"family": face.family, "cut": face.cut, "data": b64encode(face.data).decode()} for face in style.faces]
    sections = {name: dict(getattr(style, name)) for name in rules.SECTIONS if name != "logo"}
    if style.logo:
        sections["logo"] = {"file": style.logo.name, "text": style.logo.text, "height_mm": style.logo.height_mm}
    return {"style": sections, "logo": logo, "faces": faces}


@cache
def compute_house_fingerprint(style: House) -> str:
    """Returns what tells one style from another; '' for the shipped one."""
    card = serialise_house(style)
    return hashlib.blake2b(json.dumps(card, sort_keys=True).encode(), digest_size=8).hexdigest() if card else ""


def parse_house(card: Mapping[str, Any] | None) -> House:
    """Returns the style a title block carries; the same object for the same style.

    Raises ReportError if it is none: it is checked again, as a notebook may come from anywhere.
    """
    return _parse_house_text(json.dumps(card, sort_keys=True)) if card else get_shipped_house()


@cache
def _parse_house_text(text: str) -> House:
    try:
        card = json.loads(text)
        style, problems = rules.merge_style(_load_shipped_toml(), card["style"])
        problems += rules.check_style(style)
        faces = tuple(Face(face["family"], face["cut"], b64decode(face["data"])) for face in card["faces"])
        logo = None
        if card["logo"] and not problems:
            logo, problems = assets.parse_logo(style["logo"], b64decode(card["logo"]["data"]), card["logo"]["kind"])
    except (KeyError, TypeError, ValueError) as error:
        raise ReportError(
            f"the title block carries no house style this version can read ({error!r}); render the notebook again."
        ) from None
    if problems:
        raise ReportError(
            "the title block carries a house style that cannot be used: "
            + " ".join(str(problem) for problem in problems)
        )
    return _build_house(style, logo, faces)


@cache
def _load_shipped_toml() -> dict[str, dict[str, Any]]:
    return tomllib.loads((THEME_FOLDER / HOUSE_FILE).read_text(encoding="utf-8"))


def _build_house(style: Mapping[str, Any], logo: Logo | None, faces: tuple[Face, ...]) -> House:
    sections = {field.name: style[field.name] for field in fields(House) if field.name not in ("logo", "faces")}
    return House(**sections, logo=logo, faces=faces)
