"""Which languages have a catalogue, and what is particular to each: its folder holds all of it.

A folder is named by the language's tag (BCP 47) and holds `language.toml`, `communique.po` for translators, and the
same compiled, `communique.mo`, which is what is read here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from analysis.errors import UsageError, find_nearest

FOLDER = Path(__file__).with_name("catalogues")
DOMAIN = "communique"
ALL = "all"  # in place of tags: every language


@dataclass(frozen=True)
class Language:
    """A language in which Communique can print.

    tag: by BCP 47. name: in the language itself. draft: whether no editor of that language has gone through it.
    money: how large numbers, and so amounts of money, name their scale, by CLDR: `long` (700 million) or `short`
    (700 mln). genitive: for languages in which a number has a genitive, the plural category (CLDR) of a number -> the
    category whose form its unit then takes: from 2 to 5 days is від 2 до 5 днів, and 2 days alone 2 дні. alphabet:
    its letters in their order, where that is not the order of their code points.
    locale: the language as its main country has it, by which Word checks spelling and works are cited.
    no_break: regular expressions of a few characters within a line whose spaces never end it.
    """

    tag: str
    name: str
    draft: bool = False
    money: str = "short"
    genitive: Mapping[str, str] = field(default_factory=dict)
    alphabet: str = ""
    locale: str = ""
    no_break: Sequence[str] = ()


_ENGLISH = Language("en", "English", money="long", locale="en-GB")


def list_tags() -> list[str]:
    """Returns the tags of the languages that have a catalogue, English first, without reading anything of them.

    >>> list_tags() == list(list_languages())
    True
    """
    return ["en", *sorted(path.name for path in FOLDER.iterdir() if path.is_dir())]


@cache
def list_languages() -> dict[str, Language]:
    """Returns the languages that have a catalogue, by tag; English, which needs none, first. Raises UsageError.

    >>> list(list_languages())[0], list_languages()["uk"].name
    ('en', 'українська')
    """
    import tomllib

    found = {"en": _ENGLISH}
    for file in sorted(FOLDER.glob("*/language.toml")):
        try:
            found[file.parent.name] = Language(file.parent.name, **tomllib.loads(file.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, TypeError) as error:
            raise UsageError(f"{file.parent.name}/{file.name} does not describe a language: {error}") from error
    return found


@cache
def find_language(tag: str) -> str:
    """Returns the tag of the catalogue for a language: its own, else that of the language without script and region.

    Raises UsageError, with the nearest and those there are, if there is none.

    >>> find_language("uk-UA"), find_language("EN")
    ('uk', 'en')
    """
    known = {each.lower(): each for each in list_languages()}
    parts = str(tag).replace("_", "-").lower().split("-")
    for length in range(len(parts), 0, -1):
        if found := known.get("-".join(parts[:length])):
            return found
    raise UsageError(f"no language {tag!r}{format_nearest_language(tag)}; there are {describe_languages()}")


def describe_languages() -> str:
    """Returns the languages that there are, each with its name.

    >>> describe_languages().startswith("en (English), ")
    True
    """
    return ", ".join(f"{tag} ({language.name})" for tag, language in list_languages().items())


def format_nearest_language(tag: str) -> str:
    """Returns ` (nearest: uk)`, the language whose tag or name, its own or in English, is nearest; '' if none is near.

    >>> format_nearest_language("ua"), format_nearest_language("Ukranian"), format_nearest_language("україньска")
    (' (nearest: uk)', ' (nearest: uk)', ' (nearest: uk)')
    """
    from babel import Locale

    english = Locale("en").languages
    names = {
        name.lower(): each
        for each, known in list_languages().items()
        for name in (each, known.name, str(english.get(each.partition("-")[0], each)))
    }
    near = find_nearest(tag.lower(), names)
    return f" (nearest: {names[near]})" if near else ""
