"""What the readers return: one work of a bibliography, as far as its entry says what a source is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote

from analysis.addresses import is_web_address

_DOI = re.compile(r"(?:doi:\s*|(?:https?://)?(?:dx\.)?(?:www\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.I)

_NO_NAME = re.compile(r"[A-Z0-9]{8}|RN\d+|ITEM-\d+|[^A-Za-z]*|.*/.*", re.S)


@dataclass(frozen=True, slots=True)
class Entry:
    """One work. What its entry does not say is ''.

    place: where the entry is in its file: `line 12` or `entry 3`. key: its own name there.
    type: the kind of work, in the words of CSL 1.0.2: `article-newspaper`. written_type: as the file has it.
    author: the names in natural order, separated by ;. date, accessed: in EDTF. language: as written.
    url: a web address. doi: without an address before it, in small letters.
    unread: what the entry says and cannot be taken, each in a few words: `date 'n.d.'`.
    """

    place: str
    key: str = ""
    type: str = ""
    written_type: str = ""
    title: str = ""
    publisher: str = ""
    author: str = ""
    date: str = ""
    language: str = ""
    url: str = ""
    doi: str = ""
    accessed: str = ""
    unread: tuple[str, ...] = ()

    @property
    def has_name(self) -> bool:
        """Whether its key says something to a reader: programs also give numbers, addresses and random letters."""
        return bool(self.key) and not _NO_NAME.fullmatch(self.key)

    @property
    def name(self) -> str:
        """What messages call the entry: its key, or else its title, and its place."""
        title = f"“{self.title[:50]}{'…' if len(self.title) > 50 else ''}”" if self.title else ""
        named = self.key if self.has_name else title
        return f"{named} ({self.place})" if named else self.place

    @property
    def address(self) -> str:
        """Its web address; where it has none, that of its DOI, if it has one."""
        return self.url or (f"https://doi.org/{quote(self.doi, safe='/:;()._-')}" if self.doi else "")


def find_doi(texts: Iterable[str]) -> str:
    """Returns the first DOI among texts, in small letters; '' if none is one.

    >>> find_doi(["", "https://doi.org/10.1000/XYZ"])
    '10.1000/xyz'
    """
    for text in texts:
        if found := _DOI.fullmatch(text.strip()):
            return unquote(found[1]).lower()
    return ""


def find_address(texts: Iterable[str]) -> tuple[str, list[str]]:
    """Returns the first web address among texts, '' if none is one, and what is no web address, in words.

    >>> find_address(["www.example.org", "https://example.org/a"])
    ('https://example.org/a', ["address 'www.example.org'"])
    """
    known = [text.strip() for text in texts if text.strip()]
    found = next((text for text in known if is_web_address(text)), "")
    return found, [f"address {text!r}" for text in known if not is_web_address(text)]
