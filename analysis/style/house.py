"""The house style: theme/house.toml, with the entries of a case's own house.toml in place of the shipped ones.

How a style gets from a case to a page, without any state of the process:

- `Case.house` is the style of that case. `Case.about` contains it as JSON, with its files (`serialise_house`), so
  `cover(..., case.about)` puts it into the notebook, and the writers of reports need no case.
- A chart is drawn in the style of the case that its numbers and names come from: an Estimate's claims and a Label lead
  to their case, and `find_house` finds the style through them. Charts of two cases in one process each have their own.
- `use_house` sets the style for the time of one drawing. Outside a drawing, the style is the shipped one.
- The title block's style counts for the whole report. A figure in another style is refused when the report is read.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from analysis import limits
from analysis.conflicts import find_conflicts
from analysis.errors import CaseError, Problem, ReportError
from analysis.problems import Words
from analysis.style import assets, rules
from analysis.style.assets import Face, Logo, StyleFiles

HOUSE_FILE = "house.toml"
THEME_FOLDER = Path(__file__).with_name("theme")
FONT_FOLDER = THEME_FOLDER / "fonts"
_drawing_house: ContextVar[House] = ContextVar("_drawing_house")


@dataclass(frozen=True, eq=False)
class House:
    """Paper, typefaces, header and colours (hex) for all formats; theme/house.toml explains each entry.

    faces: the typefaces that the case has files for. fallback: in print, those for characters that the others lack.

    >>> get_shipped_house().paper["size"]
    'a4'
    """

    paper: Mapping[str, Any]
    type: Mapping[str, Any]
    header: Mapping[str, str]
    colour: Mapping[str, Any]
    colour_dark: Mapping[str, Any]
    logo: Logo | None = None
    faces: tuple[Face, ...] = ()
    fallback: tuple[Face, ...] = ()
    share: Mapping[str, str] = field(default_factory=lambda: {"site": "", "author": ""})

    @property
    def print_faces(self) -> tuple[Face, ...]:
        """All typefaces of the case, for PDF and pictures; a page has its reader's own ones to fall back on.

        `SYSTEM_FACES` is the last where the case allows those of the machine.
        """
        return (*self.faces, *self.fallback, *([assets.SYSTEM_FACES] if self.type.get("system_typefaces") else []))

    @property
    def families(self) -> dict[str, str]:
        """The names of the typefaces: of text, and of labels."""
        return {role: self.type[role] for role in rules.ROLES}


@cache
def read_theme(name: str) -> str:
    """Returns a style sheet, script or template of the theme.

    >>> read_theme("compute.js").count("function computeResults(")
    1
    """
    return (THEME_FOLDER / name).read_text(encoding="utf-8")


@cache
def get_shipped_house() -> House:
    """Returns the shipped house style."""
    return _build_house(_load_shipped_toml())


def read_house(files: StyleFiles) -> tuple[House, dict[str, str]]:
    """Returns the style of a case, and file name -> digest of each file that it depends on.

    Without a house.toml the style is the shipped one; house.toml is among the files then too, since one may be added.
    Raises CaseError with every problem found.
    """
    digests = {HOUSE_FILE: files.compute_digest(HOUSE_FILE)}
    if not files.exists(HOUSE_FILE):
        return get_shipped_house(), digests
    try:
        text = files.read_text(HOUSE_FILE, limits.MAX_HOUSE_BYTES).removeprefix("\ufeff")
        if conflicts := [*find_conflicts(HOUSE_FILE, text.encode())]:
            raise CaseError(str(files.folder), conflicts)
        given = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        remedy = "Put texts in quotation marks, and each entry on a line of its own."
        problem = Problem(HOUSE_FILE, _find_line(str(error)), None, str(error), "TOML, in UTF-8", remedy)
        if isinstance(error, limits.FileTooLarge):
            problem = Problem(HOUSE_FILE, None, None, Words(error.found), error.allowed, "Keep only what differs.")
        elif isinstance(error, OSError):
            allowed, remedy = "a file that can be read", "Check its type and its permissions."
            problem = Problem(HOUSE_FILE, None, None, error.strerror, allowed, remedy)
        raise CaseError(str(files.folder), [problem]) from None
    style, problems = rules.merge_style(_load_shipped_toml(), given)
    problems += rules.check_style(style)
    logo: Logo | None = None
    faces: tuple[Face, ...] = ()
    fallback: tuple[Face, ...] = ()
    if not problems:
        logo, faces, problems = assets.read_assets(style, files)
        fallback, more = assets.read_fallback(style, files)
        problems += more
    if problems:
        raise CaseError(str(files.folder), problems)
    named = (name for role in rules.FILE_ROLES for name in style["type"][f"{role}_files"])
    names = (style["logo"]["file"], *dict.fromkeys((*named, *assets.list_fallback_names(style, files))))
    return _build_house(style, logo, faces, fallback), digests | {
        name: files.compute_digest(name) for name in names if name
    }


def _find_line(fault: str) -> int | None:
    """Returns the line that a message about TOML names, None if it names none."""
    found = re.search(r"\(at line (\d+)", fault)
    return int(found[1]) if found else None


def find_house(values: Iterable[object]) -> House:
    """Returns the style of the case that the first of some Estimates and Labels comes from; else the shipped style.

    Values that do not come from a case, such as parameters and words, are passed over. Within `use_house`, it is the
    style given there.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> find_house(["a word", case.label("ukraine")]) is case.house
    True
    >>> find_house(["a word"]) is get_shipped_house()
    True
    """
    if chosen := _drawing_house.get(None):
        return chosen
    for value in values:
        for item in getattr(value, "leaves", (value,)):
            house = getattr(getattr(item, "case", None), "house", None)
            if isinstance(house, House):
                return house
    return get_shipped_house()


@contextmanager
def use_house(house: House) -> Iterator[None]:
    """Draws what is drawn within this block in a style: `with use_house(case.house): bars(...)`.

    Only a chart needs this whose numbers and names come from another case, or from none.

    >>> from dataclasses import replace
    >>> with use_house(replace(get_shipped_house(), header={"name": "Institute"})):
    ...     get_current_house().header["name"]
    'Institute'
    >>> get_current_house() is get_shipped_house()
    True
    """
    token = _drawing_house.set(house)
    try:
        yield
    finally:
        _drawing_house.reset(token)


def get_current_house() -> House:
    """Returns the style of the drawing that is being made (see `use_house`); the shipped one outside a drawing."""
    return _drawing_house.get(None) or get_shipped_house()


def serialise_house(style: House) -> dict[str, Any] | None:
    """Returns a style as JSON, its files included, as a title block contains it; None for the shipped one."""
    if style is get_shipped_house():
        return None
    logo = style.logo and {"kind": style.logo.kind, "data": b64encode(style.logo.data).decode()}
    faces, fallback = map(_serialise_faces, (style.faces, style.fallback))
    sections = {name: dict(getattr(style, name)) for name in rules.SECTIONS if name != "logo"}
    if style.logo:
        sections["logo"] = {"file": style.logo.name, "text": style.logo.text, "height_mm": style.logo.height_mm}
    return {"style": sections, "logo": logo, "faces": faces, "fallback": fallback}


def _serialise_faces(faces: Iterable[Face]) -> list[dict[str, str]]:
    return [{"family": face.family, "cut": face.cut, "data": b64encode(face.data).decode()} for face in faces]


def _parse_faces(cards: Iterable[Mapping[str, str]]) -> tuple[Face, ...]:
    return tuple(Face(card["family"], card["cut"], b64decode(card["data"])) for card in cards)


@cache
def compute_house_fingerprint(style: House) -> str:
    """Returns a hash that differs between styles; '' for the shipped one."""
    card = serialise_house(style)
    return hashlib.blake2b(json.dumps(card, sort_keys=True).encode(), digest_size=8).hexdigest() if card else ""


_remembered: dict[str, House] = {}  # by its fingerprint


def remember_house(style: House) -> None:
    """Keeps a style, in place of the one before, for this process and those forked from it; see `recall_house`."""
    _remembered.clear()
    _remembered[compute_house_fingerprint(style)] = style


def recall_house(fingerprint: str) -> House:
    """Returns the style of a fingerprint: the shipped one, or one that was remembered. Raises KeyError for any other.

    >>> recall_house(compute_house_fingerprint(get_shipped_house())) is get_shipped_house()
    True
    """
    return _remembered[fingerprint] if fingerprint else get_shipped_house()


def parse_house(card: Mapping[str, Any] | None) -> House:
    """Returns the style in a title block, as `serialise_house` made it; the same object for the same style.

    Everything is checked again, as a notebook may come from anywhere. Raises ReportError.
    """
    return _parse_house_text(json.dumps(card, sort_keys=True)) if card else get_shipped_house()


@cache
def _parse_house_text(text: str) -> House:
    try:
        card = json.loads(text)
        style, problems = rules.merge_style(_load_shipped_toml(), card["style"])
        problems += rules.check_style(style)
        faces, fallback = _parse_faces(card["faces"]), _parse_faces(card["fallback"])
        logo = None
        if card["logo"] and not problems:
            logo, problems = assets.parse_logo(style["logo"], b64decode(card["logo"]["data"]), card["logo"]["kind"])
    except (KeyError, TypeError, ValueError) as error:
        raise ReportError(
            f"the house style in the title block cannot be read by this version ({error!r}); render the notebook again."
        ) from None
    if problems:
        raise ReportError(
            "the house style in the title block cannot be used: " + " ".join(str(problem) for problem in problems)
        )
    return _build_house(style, logo, faces, fallback)


@cache
def _load_shipped_toml() -> dict[str, dict[str, Any]]:
    return tomllib.loads((THEME_FOLDER / HOUSE_FILE).read_text(encoding="utf-8"))


def _build_house(
    style: Mapping[str, Any], logo: Logo | None = None, faces: tuple[Face, ...] = (), fallback: tuple[Face, ...] = ()
) -> House:
    sections = {name: style[name] for name in rules.SECTIONS if name != "logo"}
    return House(**sections, logo=logo, faces=faces, fallback=fallback)
