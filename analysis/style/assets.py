"""The files that a house.toml names: a logo and typefaces. They are read, checked, and refused if a page cannot use
them: a logo with scripts or links, a typeface without Cyrillic, a file that is too large."""

from __future__ import annotations

import io
import math
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, Protocol
from xml.etree import ElementTree

from analysis import limits
from analysis.errors import Problem
from analysis.style.rules import ROLES, Style, make_problem
from analysis.style.svg_safety import find_foreign_content, remove_notes, strip_namespace

CUTS = ("Regular", "Bold", "Italic")
_SHIPPED_FAMILIES = ("Communique Serif", "Communique Sans")
_MIME = {"svg": "image/svg+xml", "png": "image/png"}
_MAX_BYTES = {  # every report contains logo and typefaces, its notebook also the fallback
    "logo": limits.MAX_LOGO_BYTES,
    "typeface": limits.MAX_TYPEFACE_BYTES,
    "fallback typeface": limits.MAX_FALLBACK_BYTES,
}
_MAX_PROPORTION = 50  # of a logo, wide or tall: more would not fit the header
# Reports are written in Latin letters, with names in Ukrainian and Russian, and with the signs of numbers and print.
_REQUIRED_SIGNS = (
    "".join(map(chr, range(0x20, 0x7F))) + "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
    "ЁЪЫЭёъыэ’“”–—−×…"
)


@dataclass(frozen=True)
class Face:
    """One style of a typeface (cut: Regular, Bold or Italic). path: of its file, in the process that read it."""

    family: str
    cut: str
    data: bytes
    path: Path | None = None

    @property
    def uri(self) -> str:
        """The file as a data URI."""
        return f"data:font/{self.suffix};base64,{b64encode(self.data).decode()}"

    @property
    def suffix(self) -> str:
        """otf or ttf, according to the first bytes of the file."""
        return "otf" if self.data.startswith(b"OTTO") else "ttf"


SYSTEM_FACES = Face("", "", b"")
"""Stands for every typeface of the machine, among those that print may take."""


@dataclass(frozen=True)
class Logo:
    """A picture in the header of a report.

    kind: svg or png. text: what it shows, for readers who cannot see it. proportion: width divided by height.
    """

    name: str
    kind: str
    data: bytes
    text: str
    height_mm: float
    proportion: float

    @cached_property
    def uri(self) -> str:
        """The file as a data URI."""
        return f"data:{_MIME[self.kind]};base64,{b64encode(self.data).decode()}"

    @cached_property
    def svg(self) -> str:
        """The logo as SVG; a PNG is embedded in one."""
        if self.kind == "svg":
            return self.data.decode("utf-8-sig")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.proportion * 100:.4f} 100">'
            f'<image width="{self.proportion * 100:.4f}" height="100" href="{self.uri}"/></svg>'
        )


class StyleFiles(Protocol):
    """The files of a case, as far as a house style needs them. name: relative to the case's folder."""

    @property
    def folder(self) -> Path:
        """The folder of the case."""
        ...

    def locate(self, name: str) -> Path:
        """Returns the path of a file."""
        ...

    def exists(self, name: str) -> bool:
        """Returns whether there is such a file."""
        ...

    def is_inside(self, name: str) -> bool:
        """Returns whether a path stays in the folder, also where it is a link."""
        ...

    def list_names(self, folder: str) -> list[str]:
        """Returns the files of a folder in the case's folder, in order. Raises OSError if there is no such folder."""
        ...

    def read(self, name: str, most: int) -> bytes:
        """Returns the content of a file. Raises OSError: `limits.FileTooLarge` if it has more bytes than `most`."""
        ...

    def read_text(self, name: str, most: int) -> str:
        """Returns the content of a text file. Raises what `read` does, or UnicodeDecodeError."""
        ...

    def compute_digest(self, name: str) -> str:
        """Returns a short hash of a file's content."""
        ...


def read_assets(style: Style, files: StyleFiles) -> tuple[Logo | None, tuple[Face, ...], list[Problem]]:
    """Returns the logo and the typefaces that a style names, and a problem for each that cannot be used."""
    logo: Logo | None = None
    faces: list[Face] = []
    problems: list[Problem] = []
    entry = style["logo"]
    if entry["file"]:
        data, problems = _read_asset(entry["file"], files, ("logo", "file"), tuple(_MIME), "logo")
        if data is not None:
            logo, problems = parse_logo(entry, data, entry["file"].rpartition(".")[2].lower())
    elif entry["text"]:
        problems.append(
            make_problem(
                "logo",
                "file",
                "",
                "an SVG or PNG in the case's folder, as there is a text for it",
                "Name the file, or remove the text.",
            )
        )
    for role in ROLES:
        cuts, wrong = _read_typeface(style["type"], role, files)
        faces += [face for face in cuts if face not in faces]
        problems += wrong
    return logo, tuple(faces), problems


def list_fallback_names(style: Style, files: StyleFiles) -> list[str]:
    """Returns the files of fallback typefaces that a style names; of a folder, the TTF and OTF files that it has."""
    found: list[str] = []
    for name in style["type"]["fallback_files"]:
        if name.endswith("/") and not _is_outside(name[:-1]) and files.is_inside(name):
            with suppress(OSError):
                names = [one for one in files.list_names(name) if one.lower().endswith((".ttf", ".otf"))]
                found += names or [name]
                continue
        found.append(name)
    return found


def read_fallback(style: Style, files: StyleFiles) -> tuple[tuple[Face, ...], list[Problem]]:
    """Returns the typefaces that a style names for characters its others lack, and a problem for each unusable one."""
    from matplotlib.ft2font import FT2Font

    faces: list[Face] = []
    problems: list[Problem] = []
    place = ("type", "fallback_files")
    for name in list_fallback_names(style, files):
        if name.endswith("/"):
            found, allowed = (
                f"{name}, a folder without such a file",
                "a folder in the case's folder, with TTF or OTF files",
            )
            problems.append(
                make_problem(*place, found, allowed, "Put typefaces into that folder, or remove the entry.")
            )
            continue
        data, wrong = _read_asset(name, files, place, ("ttf", "otf"), "fallback typeface")
        problems += wrong
        if data is None:
            continue
        try:
            faces.append(Face(FT2Font(io.BytesIO(data)).family_name, "Regular", data, files.locate(name)))
        except RuntimeError as error:
            found = f"{name}, which is not a typeface ({error})"
            problems.append(make_problem(*place, found, "a TTF or OTF file", "Save it again as TTF or OTF."))
    return tuple(faces), problems


def _is_outside(name: str) -> bool:
    """Whether a path may lead out of the case's folder, or to a hidden file."""
    pure = PurePosixPath(name)
    return pure.is_absolute() or ".." in pure.parts or str(pure) != name or not (name[0].isalnum() or name[0] == "_")


def _read_asset(
    name: str, files: StyleFiles, place: tuple[str, str], kinds: tuple[str, ...], what: str
) -> tuple[bytes | None, list[Problem]]:
    """Returns the content of a file of the case, or the problem with it. place: section and entry that name it."""
    pure = PurePosixPath(name)
    if _is_outside(name):
        return None, [
            make_problem(
                *place,
                name,
                "a path within the case's folder, such as pictures/logo.svg",
                "Put the file there and enter its path relative to house.toml.",
            )
        ]
    if pure.suffix[1:].lower() not in kinds:
        return None, [
            make_problem(*place, name, f"a file ending in .{' or .'.join(kinds)}", "Save it as one of these.")
        ]
    try:
        if not files.is_inside(name):
            raise FileNotFoundError
        return files.read(name, _MAX_BYTES[what]), []
    except limits.FileTooLarge as error:
        found, allowed = f"{name}, {error.found}", f"a {what} of {error.allowed}"
        remedy = "use a smaller file" + ("." if what == "logo" else ", or remove characters with `pyftsubset`.")
        return None, [make_problem(*place, found, allowed, f"Every report contains it: {remedy}")]
    except OSError:
        found, allowed = f"{name}, which cannot be read", f"a file in {files.folder}"
        return None, [make_problem(*place, found, allowed, "Put the file there.")]


def parse_logo(entry: Mapping[str, Any], data: bytes, kind: str) -> tuple[Logo | None, list[Problem]]:
    """Returns a logo made from the content of its file, or the problem with it.

    entry: the section [logo] of house.toml. kind: svg or png.
    """
    if not entry["text"].strip():
        return None, [
            make_problem(
                "logo", "text", "", "what the logo shows, in words", "Describe it for readers who cannot see it."
            )
        ]
    proportion, fault = _measure_svg(data) if kind == "svg" else _measure_png(data)
    if fault:
        return None, [make_problem("logo", "file", f"{entry['file']}, {fault[0]}", *fault[1:])]
    return Logo(entry["file"], kind, data, entry["text"].strip(), entry["height_mm"], proportion), []


Fault = tuple[str, str, str] | None


def _measure_svg(data: bytes) -> tuple[float, Fault]:
    allowed = "an SVG of shapes that loads nothing"
    try:
        text = data.decode("utf-8-sig")
        if "<!ENTITY" in text:
            return 0, ("which defines entities", allowed, "Save it as plain SVG.")
        root = ElementTree.fromstring(text.encode())
    except (UnicodeDecodeError, ElementTree.ParseError) as error:
        return 0, (f"which is not an SVG ({error})", allowed, "Save it again from your drawing program.")
    if strip_namespace(root.tag) != "svg":
        return 0, (
            f"which is not an SVG but <{strip_namespace(root.tag)}>",
            allowed,
            "Save it again from your drawing program.",
        )
    remove_notes(root)
    for element in root.iter():
        if content := find_foreign_content(element):
            return 0, (
                f"which contains {content!r}",
                allowed,
                "Save it as plain SVG, without scripts, links and animation.",
            )
        if strip_namespace(element.tag) == "text":
            return 0, (
                "which contains text",
                allowed,
                "Convert the text to outlines: not every reader has its typeface.",
            )
    try:
        box = root.get("viewBox")
        sides = box.replace(",", " ").split() if box else ["0", "0", root.get("width", ""), root.get("height", "")]
        left, top, width, height = (float(side.removesuffix("px")) for side in sides)
        if all(map(math.isfinite, (left, top, width, height))) and width > 0 and height > 0:
            if 1 / _MAX_PROPORTION <= width / height <= _MAX_PROPORTION:
                return width / height, None
            found = f"which is {width:g} wide and {height:g} high"
            return 0, (found, f"at most {_MAX_PROPORTION} times as wide as high, or as high as wide", "Draw it again.")
    except ValueError:
        pass
    return 0, ("whose proportions are unknown", "an SVG with a viewBox of four numbers", "Save it with a viewBox.")


def _measure_png(data: bytes) -> tuple[float, Fault]:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as picture:
            width, height = picture.size
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        return 0, (f"which is not a readable PNG ({error})", "a PNG", "Save it again as PNG.")
    return width / height, None


def _read_typeface(given: Mapping[str, Any], role: str, files: StyleFiles) -> tuple[list[Face], list[Problem]]:
    """Returns the cuts of the typeface of a role (text or label), and a problem for each that is missing or wrong."""
    family, names = given[role], given[f"{role}_files"]
    known = " or ".join(_SHIPPED_FAMILIES)
    if names and family in _SHIPPED_FAMILIES:
        return [], [
            make_problem(
                "type",
                role,
                family,
                f"a name other than {known}, as there are files for it",
                f"Enter the name of the typeface in the files, or remove {role}_files.",
            )
        ]
    if not names:
        return [], [] if family in _SHIPPED_FAMILIES else [
            make_problem(
                "type",
                role,
                family,
                f"{known}, or a typeface whose files are in {role}_files",
                "Reports do not use typefaces of the reader's computer: add the files, if their licence allows it.",
            )
        ]
    faces, problems = [], []
    for name in names:
        data, wrong = _read_asset(name, files, ("type", f"{role}_files"), ("ttf", "otf"), "typeface")
        problems += wrong
        if data is not None:
            face, wrong = _parse_face(name, data, files.locate(name), family, role)
            problems += wrong
            faces += [face] if face else []
    missing = [cut for cut in CUTS if cut not in {face.cut for face in faces}]
    if missing and not problems:
        problems.append(
            make_problem(
                "type",
                f"{role}_files",
                f"{', '.join(names)}: no {' and no '.join(missing)}",
                f"one file each for {', '.join(CUTS)}",
                "Add the missing files.",
            )
        )
    return faces, problems


def _parse_face(name: str, data: bytes, path: Path, family: str, role: str) -> tuple[Face | None, list[Problem]]:
    from matplotlib.ft2font import FT2Font

    place = ("type", f"{role}_files")
    try:
        font = FT2Font(io.BytesIO(data))
        characters = font.get_charmap()
    except RuntimeError as error:
        return None, [
            make_problem(
                *place,
                f"{name}, which is not a typeface ({error})",
                "a TTF or OTF file",
                "Save it again as TTF or OTF.",
            )
        ]
    if font.family_name != family:
        return None, [
            make_problem(
                *place,
                f"{name} of the family {font.family_name}",
                f"files of {family}, as [type] {role} says",
                f"Use files of {family}, or enter the family {font.family_name}.",
            )
        ]
    missing = [sign for sign in _REQUIRED_SIGNS if ord(sign) not in characters]
    if missing:
        more = f" and {len(missing) - 12} more" if len(missing) > 12 else ""
        return None, [
            make_problem(
                *place,
                f"{name} without {' '.join(missing[:12])}{more}",
                "a typeface with Latin, Cyrillic (also Ukrainian) and the signs of print",
                "Use a typeface that has them; names and quotations need them.",
            )
        ]
    style = (font.get_sfnt_table("OS/2") or {"fsSelection": 0})["fsSelection"]
    bold, italic = bool(style & 1 << 5), bool(style & 1)
    if bold and italic:
        return None, [
            make_problem(
                *place,
                f"{name}, which is bold and italic",
                f"one file each for {', '.join(CUTS)}",
                "Remove it: no report uses it.",
            )
        ]
    return Face(family, "Bold" if bold else "Italic" if italic else "Regular", data, path), []
