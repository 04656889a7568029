"""Typefaces for scripts that the shipped ones lack, for PDF and pictures: those of font packages, which extras install.

The shipped typefaces have Latin and Cyrillic, and those within Typst Greek. The packages hold files of Google's Noto
Sans, so that a report is the same on every machine that has them. A page leaves these scripts to its reader's system:
every current one has them, while the typefaces would make the page larger for all.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from unicodedata import name

EXTRAS = {"manimgx_fonts": "scripts", "manimgx_fonts_cjk": "east-asian"}
"""The packages, by their import names, and the extras of communique that install them."""
FAMILIES = {
    "Arab": "Noto Sans Arabic",
    "Armn": "Noto Sans Armenian",
    "Beng": "Noto Sans Bengali",
    "Deva": "Noto Sans Devanagari",
    "Ethi": "Noto Sans Ethiopic",
    "Geor": "Noto Sans Georgian",
    "Hans": "Noto Sans CJK SC",
    "Hant": "Noto Sans CJK TC",
    "Hebr": "Noto Sans Hebrew",
    "Jpan": "Noto Sans CJK JP",
    "Khmr": "Noto Sans Khmer",
    "Kore": "Noto Sans CJK KR",
    "Mymr": "Noto Sans Myanmar",
    "Taml": "Noto Sans Tamil",
    "Thai": "Noto Sans Thai",
}
"""The typeface of a script, by its ISO 15924 code. Chinese, Japanese and Korean have forms of their own of one
character."""


# How Unicode begins the names of a script's letters, where that is not the name of the script in FAMILIES.
_SCRIPTS = {family.rpartition(" ")[2].upper(): script for script, family in FAMILIES.items() if "CJK" not in family} | {
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "HANGUL": "Kore",
    "CJK": "Hans",  # unless the language is known
}


@cache
def list_font_folders() -> tuple[Path, ...]:
    """Returns the folders of the font packages that are installed; none of them is imported."""
    return tuple(folder for package in EXTRAS if (folder := _find_folder(package)))


def _find_folder(package: str) -> Path | None:
    found = find_spec(package)
    return Path(next(iter(found.submodule_search_locations))) if found and found.submodule_search_locations else None


def find_families(text: str, scripts: Iterable[str] = ()) -> list[str]:
    """Returns the typefaces that a text needs beside the shipped ones, if they are installed.

    scripts: those that the languages of its parts are written in, which decide between the forms of one character.
    """
    if not list_font_folders():
        return []
    written = filter(None, map(find_letter_script, text))
    return list(dict.fromkeys(FAMILIES[script] for script in (*scripts, *written) if script in FAMILIES))


@cache
def find_letter_script(letter: str) -> str:
    """Returns the script of a letter that the shipped typefaces do not have; '' for others, and for signs.

    >>> find_letter_script("ب"), find_letter_script("か"), find_letter_script("a")
    ('Arab', 'Jpan', '')
    """
    return _SCRIPTS.get(name(letter, "").partition(" ")[0], "")


def advise_extras(letters: Iterable[str]) -> list[str]:
    """Returns the extras of communique that install typefaces with some letters, where they are not installed.

    >>> advise_extras("a")
    []
    """
    found = (FAMILIES[script] for script in dict.fromkeys(map(find_letter_script, letters)) if script)
    packages = dict.fromkeys("manimgx_fonts_cjk" if "CJK" in family else "manimgx_fonts" for family in found)
    return [EXTRAS[package] for package in packages if not _find_folder(package)]
