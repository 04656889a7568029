"""Whom a sentence cites for its numbers, and in what sense it gives them: reported, estimated, committed, proposed.

Only what a sentence says plainly: "according to X", "X said". Where two are cited, or nobody by name, it is empty.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

_LETTER = "A-ZÀ-ÖØ-ÞА-ЯІЇЄҐ"
_ARTICLES = ("the", "der", "die", "das", "le", "la", "les", "el", "los", "las")
_ARTICLE = rf"(?<!\w)(?:(?i:{'|'.join(_ARTICLES)}) )?"
_LINKS = (
    "of the|of|for the|for|on the|on|in the|and the|and|de la|de|du|des|der|"
    "des|von|für|und die|und der|und|et la|et le|et|y la|y|і|та|з|и"
)
_CAPITAL = rf"[{_LETTER}][\w'’.&-]*"
_NAME = rf"{_ARTICLE}{_CAPITAL}(?: (?:(?:{_LINKS}) )?{_CAPITAL})*"  # words with a capital, joined by a few small ones
# Where only the first word of a name has a capital, as in French or Ukrainian: all that stands up to a comma.
_UP_TO_COMMA = rf"{_ARTICLE}{_CAPITAL}(?: [^\s,;()]+){{0,5}}?(?=,|;|\.?$)"
_CAPITALS_THROUGHOUT = ("en", "de")
_STATUSES = ("in_force", "committed", "proposed", "estimated")
_REPORTED = "reported"


def find_voice(sentence: str, language: str, at: int | None = None) -> str:
    """Returns whom a sentence cites for what it says, '' where it is not plain.

    language: a tag such as `uk` or `en-GB`. at: where the number stands; who is cited beyond a semicolon or a word such
    as "while" is not cited for it.

    >>> find_voice("The need is 588 billion, according to the World Bank.", "en")
    'World Bank'
    >>> find_voice("He said that the need is 588 billion.", "en")
    ''
    """
    patterns = _load_voices(language.partition("-")[0].lower())
    turns = _load_turns(language.partition("-")[0].lower())
    matches = (
        match
        for pattern in patterns
        for match in pattern.finditer(sentence)
        if at is None or not turns.search(sentence[min(match.end(), at) : max(match.start(), at)])
    )
    found = [*dict.fromkeys(filter(None, (_clean(match["name"], language) for match in matches)))]
    return found[0] if len(found) == 1 else ""


def find_status(words: str, language: str) -> str:
    """Returns in what sense the words around a number give it: reported, unless they say otherwise.

    >>> find_status("Donors pledged 5 billion.", "en"), find_status("It cost 5 billion.", "en")
    ('committed', 'reported')
    """
    patterns = _load_statuses(language.partition("-")[0].lower())
    return next((status for status, pattern in patterns.items() if pattern.search(words)), _REPORTED)


def _clean(name: str, language: str) -> str:
    """Returns a name without an article; '' for a pronoun or another word that only begins a sentence."""
    words = name.rstrip(".").split()
    if words[0].lower() in _ARTICLES:
        words = words[1:]
    if not words or words[0].lower() in _list_phrases(language.partition("-")[0].lower(), "pronouns"):
        return ""
    return " ".join(words)


@cache
def _load_words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(resources.files("analysis.proposals").joinpath("words.toml").read_text(encoding="utf-8"))


@cache
def _list_phrases(language: str, kind: str) -> tuple[str, ...]:
    words = _load_words().get(language, {}).get(kind, "")
    return tuple(phrase.strip() for phrase in words.split(",") if phrase.strip())


def _join(phrases: tuple[str, ...]) -> str:
    return "|".join(re.escape(phrase).replace(r"\*", r"\w*") for phrase in phrases)


@cache
def _load_voices(language: str) -> tuple[re.Pattern[str], ...]:
    if not (by := _join(_list_phrases(language, "by"))):
        return ()
    says = _join(_list_phrases(language, "says"))
    return (
        re.compile(rf"(?<!\w)(?i:{by}) (?P<name>{_NAME if language in _CAPITALS_THROUGHOUT else _UP_TO_COMMA})"),
        re.compile(rf"(?P<name>{_NAME}),? (?:{says})(?!\w)"),
        re.compile(rf"[”\"»],? (?:{says}) (?P<name>{_NAME})"),
        re.compile(rf", (?:{says}) (?P<name>{_NAME})(?=[.,;]|$)"),
    )


@cache
def _load_turns(language: str) -> re.Pattern[str]:
    return re.compile(rf";|(?<!\w)(?:{_join(_list_phrases(language, 'turns')) or ';'})(?!\w)", re.I)


@cache
def _load_statuses(language: str) -> Mapping[str, re.Pattern[str]]:
    found = {status: _join(_list_phrases(language, status)) for status in _STATUSES}
    return {status: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.I) for status, words in found.items() if words}
