"""The files a house.toml brings: a logo, and typefaces. Read, looked into, and refused if a page could not use them."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree

from analysis.errors import Problem
from analysis.style.rules import ROLES, Style, make_problem
from analysis.style.svg_safety import find_foreign_content, strip_namespace

CUTS = ("Regular", "Bold", "Italic")
_SHIPPED_FAMILIES = ("Communique Serif", "Communique Sans")
_MIME = {"svg": "image/svg+xml", "png": "image/png"}
_MAX_KB = {"logo": 150, "typeface": 300}  # kB: a report, which carries them, is to stay under 1 MB
# What reports are written in: Latin, the Ukrainian and Russian alphabets, and the signs of numbers and of print.
_REQUIRED_SIGNS = (
    "".join(map(chr, range(0x20, 0x7F))) + "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
    "ЁЪЫЭёъыэ’“”–—−×…"
)


@dataclass(frozen=True)
class Face:
    """One cut of a typeface. path: where it lies, in the process that read it."""

    family: str
    cut: str  # Regular, Bold or Italic
    data: bytes
    path: Path | None = None

    @property
    def uri(self) -> str:
        """The file as a data URI."""
        return f"data:font/{self.suffix};base64,{b64encode(self.data).decode()}"

    @property
    def suffix(self) -> str:
        """otf or ttf, by the file's own first bytes."""
        return "otf" if self.data.startswith(b"OTTO") else "ttf"


@dataclass(frozen=True)
class Logo:
    """A picture in the header, with the words for those who cannot see it."""

    name: str
    kind: str  # svg or png
    data: bytes
    text: str
    height_mm: float
    proportion: float  # width over height

    @cached_property
    def uri(self) -> str:
        """The file as a data URI."""
        return f"data:{_MIME[self.kind]};base64,{b64encode(self.data).decode()}"

    @cached_property
    def svg(self) -> str:
        """The logo as SVG; a PNG is set into one."""
        if self.kind == "svg":
            return self.data.decode("utf-8-sig")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.proportion * 100:.4f} 100">'
            f'<image width="{self.proportion * 100:.4f}" height="100" href="{self.uri}"/></svg>'
        )


Files = tuple["Logo | None", tuple["Face", ...], list[Problem]]


def read_assets(style: Style, folder: Path) -> Files:
    """Returns the logo and the typefaces a style names, and what is wrong with them."""
    found, faces, problems = None, [], []
    entry = style["logo"]
    if entry["file"]:
        data, problems = _read_asset(entry["file"], folder, ("logo", "file"), tuple(_MIME), "logo")
        if data is not None:
            found, problems = parse_logo(entry, data, entry["file"].rpartition(".")[2].lower())
    elif entry["text"]:
        problems.append(
            make_problem(
                "logo",
                "file",
                "",
                "an SVG or PNG in the case's folder, as there is a text for it",
                "Name the file, or take the text out.",
            )
        )
    for role in ROLES:
        cuts, wrong = _read_typeface(style["type"], role, folder)
        faces += [face for face in cuts if face not in faces]
        problems += wrong
    return found, tuple(faces), problems


def _read_asset(
    name: str, folder: Path, place: tuple[str, str], kinds: tuple[str, ...], what: str
) -> tuple[bytes | None, list[Problem]]:
    """A file of the case, or why there is none."""
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or str(pure) != name or not (name[0].isalnum() or name[0] == "_"):
        return None, [
            make_problem(
                *place,
                name,
                "a path within the case's folder, such as pictures/logo.svg",
                "Put the file there, and name it as seen from house.toml.",
            )
        ]
    if pure.suffix[1:].lower() not in kinds:
        return None, [
            make_problem(*place, name, f"a file ending in .{' or .'.join(kinds)}", "Save it as one of these.")
        ]
    path = folder / name
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        return None, [make_problem(*place, f"{name}, which is not there", f"a file in {folder}", "Put it there.")]
    data = path.read_bytes()
    if len(data) > _MAX_KB[what] * 1000:
        return None, [
            make_problem(
                *place,
                f"{name} of {len(data) // 1000} kB",
                f"a {what} of at most {_MAX_KB[what]} kB",
                "Every report carries it: take a smaller one"
                + ("." if what == "logo" else ", or cut it down with `pyftsubset`."),
            )
        ]
    return data, []


def parse_logo(entry: Mapping[str, Any], data: bytes, kind: str) -> tuple[Logo | None, list[Problem]]:
    """Returns a logo from its file's content, or what is wrong with it; kind: svg or png."""
    if not entry["text"].strip():
        return None, [
            make_problem("logo", "text", "", "what the logo shows, in words", "Say it: some readers hear the page.")
        ]
    proportion, fault = _measure_svg(data) if kind == "svg" else _measure_png(data)
    if fault:
        return None, [make_problem("logo", "file", f"{entry['file']}, {fault[0]}", *fault[1:])]
    return Logo(entry["file"], kind, data, entry["text"].strip(), entry["height_mm"], proportion), []


Fault = tuple[str, str, str] | None


def _measure_svg(data: bytes) -> tuple[float, Fault]:
    still = "an SVG of shapes that needs nothing from outside"
    try:
        text = data.decode("utf-8-sig")
        if "<!ENTITY" in text:
            return 0, ("which defines entities", still, "Save it as plain SVG.")
        root = ElementTree.fromstring(text.encode())
    except (UnicodeDecodeError, ElementTree.ParseError) as error:
        return 0, (f"which is no SVG ({error})", still, "Save it anew from your drawing program.")
    if strip_namespace(root.tag) != "svg":
        return 0, (
            f"which is no SVG but <{strip_namespace(root.tag)}>",
            still,
            "Save it anew from your drawing program.",
        )
    for element in root.iter():
        if brought := find_foreign_content(element):
            return 0, (f"which holds {brought!r}", still, "Save it as plain SVG, without scripts, links and animation.")
        if strip_namespace(element.tag) == "text":
            return 0, ("which holds text", still, "Turn its words into outlines: not every reader has their typeface.")
    try:
        box = root.get("viewBox")
        sides = box.replace(",", " ").split()[2:] if box else [root.get("width", ""), root.get("height", "")]
        width, height = (float(side.removesuffix("px")) for side in sides)
        if width > 0 and height > 0:
            return width / height, None
    except ValueError:
        pass
    return 0, ("whose proportions are unknown", "an SVG with a viewBox", "Save it with a viewBox.")


def _measure_png(data: bytes) -> tuple[float, Fault]:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as picture:
            width, height = picture.size
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        return 0, (f"which is no PNG that can be read ({error})", "a PNG", "Save it anew.")
    return width / height, None


def _read_typeface(given: Mapping[str, Any], role: str, folder: Path) -> tuple[list[Face], list[Problem]]:
    """The cuts of one typeface, or what they lack."""
    family, names = given[role], given[f"{role}_files"]
    known = " or ".join(_SHIPPED_FAMILIES)
    if names and family in _SHIPPED_FAMILIES:
        return [], [
            make_problem(
                "type",
                role,
                family,
                f"a name other than {known}, as there are files for it",
                f"Name the typeface of the files, or take {role}_files out.",
            )
        ]
    if not names:
        return [], [] if family in _SHIPPED_FAMILIES else [
            make_problem(
                "type",
                role,
                family,
                f"{known}, or a typeface whose files stand in {role}_files",
                "Reports use no typeface of the reader's machine: bring the files, with a licence that allows it.",
            )
        ]
    faces, problems = [], []
    for name in names:
        data, wrong = _read_asset(name, folder, ("type", f"{role}_files"), ("ttf", "otf"), "typeface")
        problems += wrong
        if data is not None:
            face, wrong = _parse_face(name, data, folder / name, family, role)
            problems += wrong
            faces += [face] if face else []
    lacking = [cut for cut in CUTS if cut not in {face.cut for face in faces}]
    if lacking and not problems:
        problems.append(
            make_problem(
                "type",
                f"{role}_files",
                f"{', '.join(names)}: no {' and no '.join(lacking)}",
                f"one file each for {', '.join(CUTS)}",
                "Add what is missing.",
            )
        )
    return faces, problems


def _parse_face(name: str, data: bytes, path: Path, family: str, role: str) -> tuple[Face | None, list[Problem]]:
    from matplotlib.ft2font import FT2Font

    place = ("type", f"{role}_files")
    try:
        font = FT2Font(io.BytesIO(data))
        there = font.get_charmap()
    except RuntimeError as error:
        return None, [
            make_problem(*place, f"{name}, which is no typeface ({error})", "a TTF or OTF file", "Save it anew.")
        ]
    if font.family_name != family:
        return None, [
            make_problem(
                *place,
                f"{name} of the family {font.family_name}",
                f"files of {family}, as [type] {role} says",
                f"Give the files of {family}, or name the family {font.family_name}.",
            )
        ]
    missing = [sign for sign in _REQUIRED_SIGNS if ord(sign) not in there]
    if missing:
        more = f" and {len(missing) - 12} more" if len(missing) > 12 else ""
        return None, [
            make_problem(
                *place,
                f"{name} without {' '.join(missing[:12])}{more}",
                "a typeface with Latin, Cyrillic (Ukrainian too) and the signs of print",
                "Take a typeface that has them; names and quotations need them.",
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
                "Take it out: no report sets it.",
            )
        ]
    return Face(family, "Bold" if bold else "Italic" if italic else "Regular", data, path), []
