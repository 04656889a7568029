"""Numbers that count nothing: of names, articles, pages, clocks, telephones, streets, lists and footnotes."""

from __future__ import annotations

import re
from typing import NamedTuple

from analysis.mentions.dates import HOUR, read_hour_word
from analysis.mentions.mention import Role
from analysis.mentions.text import DASHES, Doubt, Text
from analysis.mentions.words import read_cardinal

_ADDRESS = re.compile(
    r"\b(?:https?://|www\.)[^\s<>\"”]+|\b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}|\bdoi:\S+|\bISBN[ :]*[0-9Xx -]{9,20}",
    re.I,
)
_PHONE = re.compile(
    r"(?<![\w.,])\+[0-9][0-9()]*(?:[ \u00a0.-][0-9()]+){1,7}(?![\w%])"
    r"|(?<!\w)\([0-9]{3}\) [0-9]{3}-[0-9]{4}\b|(?<![\w-])[0-9]{3}-[0-9]{3}-[0-9]{4}(?![\w-])"
)
_CLOCK = re.compile(
    r"(?<![\w:.,])(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?: ?[ap]\.?m\b\.?)?(?![\w:])"
    r"|(?<![\w.,])(?:[01]?[0-9]|2[0-4]) ?h(?: ?[0-5][0-9])?(?![\w/])(?= |[.,;)]|$)",
    re.I,
)
_FOOTNOTE = re.compile(r"\[[0-9]{1,3}(?:[,–-] ?[0-9]{1,3})*\]")
_LIST_MARK = re.compile(
    r"^[ \t]*(?:\(?[0-9]{1,3}(?:\.[0-9]{1,2})*\)|[0-9]{1,3}\.(?=[ \t]+[^\W\d_])"
    r"|[0-9]{1,2}\.[0-9]{1,2}\.?(?=[ \t]+[^\W\d_]{3}))",
    re.M,
)
# What a word behind a number and a hyphen may be, so that the two are a measure and no name.
_MEASURING = ("unit", "hundredth", "money", "scale", "suffix", "fraction", "cardinal", "hundred")
_IN_NAME = re.compile(r"[A-ZА-ЯҐЄІЇ]")


class Named(NamedTuple):
    """A number that counts nothing: what it is, and its tokens."""

    role: Role
    first: int
    last: int
    doubts: tuple[Doubt, ...] = ()


def find_reserved(text: str) -> list[tuple[int, int, Role]]:
    """Returns where a text has addresses, telephones, clock times and marks, in their order and apart from each other.

    >>> find_reserved("At 22:19 call +380 44 123 45 67.[12]")
    [(3, 8, 'time'), (14, 31, 'contact'), (32, 36, 'mark')]
    """
    patterns: tuple[tuple[Role, re.Pattern[str]], ...] = (
        ("contact", _ADDRESS),
        ("contact", _PHONE),
        ("time", _CLOCK),
        ("mark", _FOOTNOTE),
        ("mark", _LIST_MARK),
    )
    found: list[tuple[int, int, Role]] = []
    for role, pattern in patterns:
        found.extend((match.start(), match.end(), role) for match in pattern.finditer(text))
    apart: list[tuple[int, int, Role]] = []
    for start, end, role in sorted(found):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end, role))
    return apart


def read_named(text: Text, at: int) -> Named | None:
    """Returns what names something with a number from this token on; None if nothing does."""
    token = text.tokens[at]
    if idiom := text.find("idiom", at):
        return Named("idiom", at, idiom[1])
    if text.find("reference", at) and (found := _read_reference(text, at)):
        return found
    if token.kind == "number":
        return _read_number_name(text, at)
    if (ordinal := text.find("ordinal", at)) and not text.find("fraction_alone", at):
        return Named("ordinal", at, ordinal[1])
    if (cardinal := read_cardinal(text, at)) or (cardinal := _read_one(text, at)):
        if text.starts_hyphen(at - 1) and at > 1 and text.tokens[at - 2].kind == "word":
            return Named("name", at - 2, cardinal[1])  # "under-five"
        return _read_word_name(text, at, cardinal[1])
    return None


def _read_one(text: Text, at: int) -> tuple[float, int] | None:
    found = text.find("one", at)
    return (1.0, found[1]) if found else None


def _read_reference(text: Text, at: int) -> Named | None:
    """Reads a word such as Article and the numbers that follow it: Articles 5 and 6, paras 4 to 6, phase two."""
    reference = text.find("reference", at)
    assert reference
    end = reference[1]
    if text.get_low(end) in (".", ":", "№", "#"):
        end += 1
    last = _read_reference_number(text, _skip_letter(text, end), text.tokens[at])
    if last is None:
        return None
    while last < len(text.tokens):
        joined = last + 1
        if not (text.get_low(last) in (*DASHES, ",", "/") or text.find("and", last) or text.find("to", last)):
            break
        if joined < len(text.tokens) and text.tokens[joined].kind == "number" and not text.has_measure(joined + 1):
            last = joined + 1
            continue
        break
    of = text.find("of", last) if text.find("pages", at) else None
    if of and of[1] < len(text.tokens) and text.tokens[of[1]].kind == "number" and not _is_word(text, of[1] + 1):
        last = of[1] + 1  # page 3 of 12
    if text.get_low(last) == "(" and text.get_low(last + 2) == ")" and text.is_glued(last):
        last += 3
    return Named("reference", at, last)


def _skip_letter(text: Text, at: int) -> int:
    """Returns the position after a capital letter that a number of an article begins with: L. 121-3, A 5, B.2."""
    if at >= len(text.tokens) or len(text.tokens[at].text) > 1 or not text.tokens[at].text.isupper():
        return at
    return at + 2 if text.get_low(at + 1) == "." and text.is_glued(at + 1) else at + 1


def _read_reference_number(text: Text, at: int, word: object) -> int | None:
    if at >= len(text.tokens):
        return None
    token = text.tokens[at]
    if token.kind == "number":
        if text.has_measure(at + 1) or (len(token.text) > 4 and "," in token.text):
            return None
        return at + 1
    if (
        (cardinal := read_cardinal(text, at))
        and not text.find("people", cardinal[1])
        and not text.has_measure(cardinal[1])
    ):
        after = text.tokens[cardinal[1]] if cardinal[1] < len(text.tokens) else None
        if after is None or after.kind == "sign" or text.find("stop", cardinal[1]):
            return cardinal[1]
    return None


def _read_number_name(text: Text, at: int) -> Named | None:
    token = text.tokens[at]
    before, after = text.get_low(at - 1), text.get_low(at + 1)
    if (hour := read_hour_word(text, at)) is not None:
        return Named("time", at, hour)
    if text.is_glued(at) and text.tokens[at - 1].kind == "word" and not text.find_before("before_money", at, 4):
        return Named("name", at - 1, at + 1)  # Tele2
    if before in ("-", "‑") and text.is_glued(at) and text.is_glued(at - 1):
        word = text.tokens[at - 2]
        if word.kind == "word" and not text.find("year_before", at - 2) and not text.find_before("before_money", at, 4):
            return Named("name", at - 2, at + 1)  # F-16
    if before == "/" and at > 1 and text.is_glued(at) and text.is_glued(at - 1) and text.tokens[at - 2].kind == "word":
        return Named("name", at - 2, at + 1)  # S/RES/1701
    if _is_hour(text, at):
        return Named("time", at, at + 2)
    if (ordinal := _read_ordinal(text, at)) is not None:
        return Named("ordinal", at, ordinal)
    if text.is_glued(at + 1) and at + 1 < len(text.tokens):
        following = text.tokens[at + 1]
        if following.kind == "word" and not _is_measure(text, at + 1):
            return Named("name", at, at + 2)  # 5G
        if following.text in ("-", "‑") and text.is_glued(at + 2) and at + 2 < len(text.tokens):
            named = _read_hyphenated(text, at, at + 2)
            if named:
                return named
    if text.find("file_size", at + 1):
        return Named("extent", at, at + 2)
    if pages := text.find("pages", at + 1):
        return Named("extent", at, pages[1])
    if (end := _read_address(text, at)) is not None:
        return Named("contact", at, end)
    if after == "/" and text.is_glued(at + 1) and text.is_glued(at + 2) and text.tokens[at + 2].kind == "number":
        below = text.tokens[at + 2].text
        if not (below.isdigit() and token.text.isdigit() and int(token.text) < int(below) <= 100):
            return Named("name", at, at + 3)
    return _read_model(text, at)


def _is_hour(text: Text, at: int) -> bool:
    """Whether a number of hours is one of a day: "à 20 heures"."""
    hours = text.find("unit", at + 1)
    digits = text.tokens[at].text
    if not text.find_before("clock_before", at, 2) or not HOUR.fullmatch(digits) or float(digits) > 24:
        return False
    return bool(hours and hours[0] == "hours")


def _is_measure(text: Text, at: int) -> bool:
    return any(text.find(kind, at) for kind in ("unit", "money", "scale", "clock", "file_size", "suffix"))


def _read_ordinal(text: Text, at: int) -> int | None:
    """Returns the position after an ordinal in digits: 451st, 3rd, 1-й, der 3."""
    token = text.tokens[at]
    if not token.text.replace(",", "").isdigit():
        return None
    if text.is_glued(at + 1) and (end := text.find("ordinal_end", at + 1)):
        return end[1]
    if (
        text.get_low(at + 1) == "."
        and text.is_glued(at + 1)
        and len(token.text) < 3
        and text.find("ordinal_dot", at - 1)
    ):
        return at + 2 if at + 2 < len(text.tokens) and not text.find("month", at + 2) else None
    return None


def _read_hyphenated(text: Text, first: int, word: int) -> Named | None:
    """Reads a number with a hyphen and a word: 28-point names, 10-year measures, 1-й orders."""
    if any(text.find(kind, word) for kind in _MEASURING) or text.find("after", word - 1):  # "forty-odd"
        return None
    if text.tokens[word].kind != "word":
        return None
    if text.get_low(word) == "strong" or text.find("strong", word):
        return None
    return Named("name", first, word + 1)


def _read_word_name(text: Text, first: int, after: int) -> Named | None:
    """Reads a number word with a hyphen and a word that only names: two-faced, three-party."""
    if text.get_low(after) in ("-", "‑") and text.is_glued(after) and text.is_glued(after + 1):
        if after + 1 < len(text.tokens) and not text.find("one", after + 1) and not text.find("and_half", after):
            return _read_hyphenated(text, first, after + 1)
    elif (hour := read_hour_word(text, first)) is not None:
        return Named("time", first, hour)
    return None


def _read_address(text: Text, at: int) -> int | None:
    """Returns the position after a house number and its street: 1310 L Street."""
    if not text.tokens[at].text.isdigit():
        return None
    for ahead in range(at + 1, min(at + 5, len(text.tokens))):
        token = text.tokens[ahead]
        if text.find("address", ahead) and ahead > at + 1:
            return ahead + 1
        if token.kind != "word" or not _IN_NAME.match(token.text):
            return None
    return None


def _read_model(text: Text, at: int) -> Named | None:
    """Reads a small bare number right after a capitalised word within a sentence, as of a model: Leopard 2."""
    token = text.tokens[at]
    if at < 2 or not token.text.isdigit() or len(token.text) > 3 or text.tokens[at - 1].kind != "word":
        return None
    word = text.tokens[at - 1]
    if not word.text[0].isupper() or text.tokens[at - 2].text in ".!?:" or word.gap.count("\n"):
        return None
    if any(
        text.find(kind, at - 1) for kind in ("month", "before_money", "stop", "before", "year_before", "from", "change")
    ):
        return None
    if text.has_measure(at + 1) or at in text.hedges or text.get_low(at + 1) in DASHES:
        return None
    following = text.tokens[at + 1] if at + 1 < len(text.tokens) else None
    noun = following is not None and following.kind == "word" and not text.find("stop", at + 1)
    if noun and text.about.get("long_nouns") and following and not following.text[0].isupper():
        noun = False  # nouns of this language begin with a capital
    if noun and text.about.get("plurals") and not _has_plural(text, at + 1):
        noun = False
    if noun and (len(token.text) > 1 or text.about.get("long_nouns")):
        return None
    return Named("name", at - 1, at + 1, (("B", "it stands after a name"),))


def _is_word(text: Text, at: int) -> bool:
    return at < len(text.tokens) and text.tokens[at].kind == "word"


def _has_plural(text: Text, at: int) -> bool:
    """Whether one of the next words ends as a plural does, or names people."""
    for step in range(at, min(at + 3, len(text.tokens))):
        if text.find("stop", step) or text.tokens[step].kind != "word":
            return False
        if text.get_low(step).endswith(("s", "x")) or text.find("people", step):
            return True
    return False
