"""What words mean to the reader of numbers: a table a language, `languages/<code>.toml`.

A table gives phrases to each meaning of a kind: under `[unit]`, `km = "kilometre*, kilometer*"`. Commas separate
phrases; a word that ends in `*` stands for every word that begins so. `languages/common.toml` counts in every language.
The grammar that puts the meanings together is the same for all languages (`analysis.mentions.reader`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from analysis.errors import UsageError, format_nearest
from analysis.mentions.currencies import name_currencies
from analysis.mentions.tokens import Token, split_tokens

LANGUAGES = ("en", "uk", "de", "fr", "ru", "es")
Meanings = Mapping[str, tuple[str, int]]  # kind -> what it means, and the position of the token after the phrase
_NONE: Meanings = {}


_STAR = "\u2217"  # in place of `*`, which would be a token of its own


class _Entry(NamedTuple):
    kind: str
    meaning: str
    rest: tuple[tuple[str, bool], ...]  # the words after the first, and whether each follows without white space


class Lexicon:
    """The phrases of a language, and of the units that a case adds.

    tables: kind -> meaning -> phrases, separated by commas.
    """

    def __init__(self, tables: Iterable[Mapping[str, Mapping[str, str]]], *, elides: bool = False):
        self.elides = elides
        self._exact: dict[str, list[_Entry]] = {}
        self._stems: dict[str, list[_Entry]] = {}
        self._known: dict[str, list[_Entry]] = {}
        self.words: dict[str, dict[str, str]] = {}  # kind -> phrase -> meaning
        for table in tables:
            for kind, meanings in table.items():
                for meaning, phrases in meanings.items():
                    for phrase in phrases.split(","):
                        self._add(kind, meaning, phrase.strip())
        self._lengths = sorted({len(stem) for stem in self._stems})

    def _add(self, kind: str, meaning: str, phrase: str) -> None:
        merged: list[tuple[str, bool]] = []
        for token in split_tokens(phrase.replace("*", _STAR), elides=self.elides):
            if token.low == _STAR:
                merged[-1] = (merged[-1][0] + "*", merged[-1][1])
            else:
                merged.append((token.low, token.glued))
        if not merged:
            return
        self.words.setdefault(kind, {})[phrase] = meaning
        first, rest = merged[0][0], tuple(merged[1:])
        where = self._stems if first.endswith("*") else self._exact
        where.setdefault(first.removesuffix("*"), []).append(_Entry(kind, meaning, rest))

    def _list_entries(self, word: str) -> list[_Entry]:
        if word not in self._known:
            found = list(self._exact.get(word, ()))
            for length in self._lengths:
                if length > len(word):
                    break
                found += self._stems.get(word[:length], ())
            self._known[word] = found
        return self._known[word]

    def match(self, tokens: Sequence[Token], at: int) -> Meanings:
        """Returns what the phrases that begin at a token mean, the longest phrase of each kind."""
        entries = self._list_entries(tokens[at].low)
        if not entries:
            return _NONE
        found: dict[str, tuple[str, int]] = {}
        for entry in entries:
            end = at + 1 + len(entry.rest)
            if end > len(tokens) or (entry.kind in found and found[entry.kind][1] >= end):
                continue
            if all(
                token.glued == glued and (token.low == word or _begins(word, token.low))
                for (word, glued), token in zip(entry.rest, tokens[at + 1 : end], strict=True)
            ):
                found[entry.kind] = (entry.meaning, end)
        return found


def _begins(stem: str, word: str) -> bool:
    return stem[-1] == "*" and word.startswith(stem[:-1])


def _read_table(name: str) -> dict[str, Any]:
    text = resources.files("analysis.mentions").joinpath("languages", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def load_table(language: str) -> Mapping[str, Any]:
    """Returns the table of a language. Raises UsageError for a language that has none.

    >>> load_table("de")["about"]["decimal"]
    ','
    """
    if language not in LANGUAGES:
        raise UsageError(f"language {language!r}{format_nearest(language, LANGUAGES)}; allowed: {', '.join(LANGUAGES)}")
    return _read_table(language)


@cache
def load_lexicon(language: str, own_units: tuple[tuple[str, ...], ...] = ()) -> Lexicon:
    """Returns the phrases of a language. Raises UsageError for a language that has none.

    own_units: the names of each unit that a case adds, the first its own, the second its plural.

    >>> "nearly" in load_lexicon("en").words["before"]
    True
    """
    table = load_table(language)
    own = {(*names, *names)[1]: ", ".join(name.replace("_", " ") for name in names) for names in own_units if names}
    tables = [{kind: words for kind, words in one.items() if kind != "about"} for one in (_read_table("common"), table)]
    tables += [{"unit": own}, {"money": name_currencies(language)}]
    return Lexicon(tables, elides=table["about"].get("elides", False))


@cache
def list_frequent(language: str) -> frozenset[str]:
    """Returns the frequent words of a language, which say nothing of what a text is about. Raises UsageError.

    >>> "the" in list_frequent("en")
    True
    """
    return frozenset(word.strip() for words in load_table(language)["stop"].values() for word in words.split(","))


def guess_language(text: str) -> str:
    """Returns the code of the language that a text is most likely in, of those the reader knows: by its frequent words.

    A text in Cyrillic letters is Ukrainian or Russian by the letters that only one of them has, before words count.

    >>> guess_language("Der Schaden liegt bei 5 Millionen Euro und mehr"), guess_language("Понад 5 мільйонів осіб")
    ('de', 'uk')
    """
    words = [token.low for token in split_tokens(text[:20_000]) if token.kind == "word"]
    letters = "".join(words)
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in letters)
    if cyrillic * 2 > len(letters):
        ukrainian, russian = (sum(letters.count(one) for one in own) for own in ("іїєґ", "ыэъё"))
        if ukrainian != russian:
            return "uk" if ukrainian > russian else "ru"
        choices: tuple[str, ...] = ("uk", "ru")
    else:
        choices = ("en", "de", "fr", "es")
    split = [word for token in words for word in token.split("'")]
    return max(choices, key=lambda code: sum(word in list_frequent(code) for word in split))
