"""Ids of sources: short, ASCII, free, and the same whenever the same file is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

from analysis.bibliography.entry import Entry
from analysis.case.columns import make_id

_LONGEST = 40
_SUFFIXES = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "al."))  # at the end of a name, and no name
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "Ae", "œ": "oe", "đ": "d"})
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "by",
        "das",
        "der",
        "die",
        "for",
        "from",
        "how",
        "in",
        "la",
        "le",
        "les",
        "of",
        "on",
        "the",
        "to",
        "what",
    ]
)


def propose_id(entry: Entry, taken: Collection[str]) -> str:
    """Returns an id for a source that is not taken: its key, or author and year, longer or numbered where need be.

    >>> propose_id(Entry("entry 1", author="Jörg Müller; Anna Berg", date="2021-03", title="On peace"), ())
    'muller_2021'
    """
    bases = [base for base in _list_bases(entry) if re.fullmatch(r"[a-z][a-z0-9_]*", base)] or ["source"]
    numbered = (f"{bases[0]}_{number}" for number in range(2, len(taken) + 3))
    return next(id for id in (*bases, *numbered) if id not in taken)


def _list_bases(entry: Entry) -> Iterator[str]:
    if entry.has_name:
        yield _make_ascii_id(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", entry.key))
        return
    family = [part for part in entry.author.partition(";")[0].split() if part.lower() not in _SUFFIXES][-1:]
    words = [
        " ".join(family),
        " ".join(entry.publisher.split()[:2]),
        (urlsplit(entry.url).hostname or "").removeprefix("www."),
    ]
    who = next(filter(None, map(_make_ascii_id, words)), "")
    year = entry.date[:4] if entry.date[:4].isdigit() else ""
    title = next((word for word in _make_ascii_id(entry.title, 100).split("_") if word not in _SMALL_WORDS), "")
    for parts in ((who or title or "source", year), (who, year, title)):
        yield "_".join(filter(None, parts))[:_LONGEST].strip("_")


def _make_ascii_id(text: str, longest: int = _LONGEST) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return make_id("".join(sign for sign in plain if not unicodedata.combining(sign)))[:longest].strip("_")
