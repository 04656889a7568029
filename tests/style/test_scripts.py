"""Typefaces of other scripts: found by letters and languages, in the packages that are installed, and in no others."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont

from analysis.style import scripts
from analysis.style.house import FONT_FOLDER

needs_typefaces = pytest.mark.skipif(len(scripts.list_font_folders()) < 2, reason="needs the extras")


@pytest.fixture
def installed(monkeypatch):
    """Both font packages, as far as anybody asks for their places."""
    monkeypatch.setattr(scripts, "list_font_folders", lambda: (Path("a"), Path("b")))


@pytest.mark.parametrize(
    ("text", "of_languages", "families"),
    [
        ("Kyiv, Київ, Ελλάδα – 5 %", (), []),
        ("معهد 12", (), ["Noto Sans Arabic"]),
        ("测试", (), ["Noto Sans CJK SC"]),
        ("測試", ("Hant",), ["Noto Sans CJK TC", "Noto Sans CJK SC"]),  # the first that has a character is taken
        ("試験の", ("Jpan",), ["Noto Sans CJK JP", "Noto Sans CJK SC"]),
        ("시험 и परीक्षा", (), ["Noto Sans CJK KR", "Noto Sans Devanagari"]),
        ("Probni institut", ("Latn",), []),
    ],
)
def test_the_languages_decide_before_the_letters(installed, text, of_languages, families):
    assert scripts.find_families(text, of_languages) == families


def test_without_a_package_no_typeface_is_named(only_shipped_typefaces):
    assert scripts.list_font_folders() == ()
    assert scripts.find_families("معهد 测试") == []


@pytest.mark.parametrize(
    ("letters", "extras"),
    [("معهد", ["scripts"]), ("测", ["east-asian"]), ("测م", ["east-asian", "scripts"]), ("ᚠA", []), ("", [])],
)
def test_an_extra_is_advised_for_what_it_has(only_shipped_typefaces, letters, extras):
    assert scripts.advise_extras(letters) == extras


@needs_typefaces
def test_what_is_installed_is_not_advised():
    assert scripts.advise_extras("معهد测") == []


@needs_typefaces
def test_the_packages_have_each_typeface_by_its_name():
    names = set()
    for folder in scripts.list_font_folders():
        for path in folder.glob("*.tt[fc]"):
            fonts = TTCollection(path).fonts if path.suffix == ".ttc" else [TTFont(path, lazy=True)]
            names |= {font["name"].getBestFamilyName() for font in fonts}
    assert {*scripts.FAMILIES.values()} <= names


def test_the_shipped_typefaces_have_none_of_these_letters():
    with TTFont(FONT_FOLDER / "CommuniqueSans-Regular.ttf") as font:
        known = {scripts.find_letter_script(chr(code)) for code in font.getBestCmap()}
    assert known == {""}
