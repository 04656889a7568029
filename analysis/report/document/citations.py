"""Citations of works on method, and the list of them at the end of a report: set by citeproc-py.

The style is author and date, after Cite Them Right, the one that comes with citeproc-py; CSL names it, see
citationstyles.org. Its words are those of CSL's locale for the language of the reader, with those of
`citations.xml` in its folder of `analysis.messages` in their place. A citation is a reference to the heading of the
list, so every format links it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from string import ascii_lowercase
from typing import IO, Any

from analysis.addresses import is_web_address
from analysis.errors import ReportError
from analysis.messages import get_language, gettext, list_languages, use_language
from analysis.messages.languages import FOLDER
from analysis.report.document.model import Heading, Inline, Points, Reference, RichText, get_plain_text
from analysis.report.document.text_cells import Emphasis, Link
from analysis.wording.sorting import build_sort_key

Work = Mapping[str, Any]

_KEPT = 32  # lists of works that a process keeps as set
_STYLE = "harvard-cite-them-right"
_OPEN, _CLOSE = "\U000f0000", "\U000f0001"  # stand for < and > while the processor runs; no text has them
_ADDRESS = re.compile(r"https?://[^\s<>]*[^\s<>.,;)]")


@dataclass
class CitationList:
    """The works that a report cites, collected in reading order."""

    works: dict[str, Work] = field(default_factory=dict)
    _cited: dict[str, tuple[str, ...]] = field(default_factory=dict)  # place of a reference -> ids of works

    def add(self, works: Sequence[Work]) -> Reference:
        """Returns the reference that `resolve` gives its words. Raises ReportError if two works share an id."""
        for work in works:
            if self.works.setdefault(work["id"], work) != work:
                raise ReportError(f"cites two different works under the id {work['id']!r}; give each an id of its own.")
        ids = tuple(work["id"] for work in works)
        place = "cite:" + "\n".join(ids)  # no key of a table or figure has a colon
        self._cited[place] = ids
        return Reference("", place)

    def resolve(self, anchor: str) -> tuple[dict[str, Reference], tuple[Heading, Points] | tuple[()]]:
        """Returns place -> citation in words, and the list of references: nothing if nothing is cited.

        anchor: that of the list's heading. Raises ReportError for a work that cannot be set.
        """
        if not self.works:
            return {}, ()
        texts, entries = _set_works_once(get_language(), json.dumps([*self.works.values()]), (*self._cited.values(),))
        citations = {place: Reference(text, anchor) for place, text in zip(self._cited, texts, strict=True)}
        return citations, (Heading(1, (gettext("References"),), anchor), Points(entries))


@lru_cache(maxsize=_KEPT)
def _set_works_once(
    language: str, works: str, cited: tuple[tuple[str, ...], ...]
) -> tuple[tuple[str, ...], tuple[RichText, ...]]:
    """Returns what `_set_works` does for works as JSON, kept: the variants of a sweep all cite alike."""
    with use_language(language):
        texts, entries = _set_works(json.loads(works), cited)
    return tuple(texts), entries


def _set_works(works: Sequence[Work], cited: Iterable[tuple[str, ...]]) -> tuple[list[str], tuple[RichText, ...]]:
    """Returns each citation as text, and each work as the list has it, in its order."""
    from citeproc import (  # with lxml it takes 0.2 s
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON

    try:
        source = CiteProcJSON([_hide_brackets(work) for work in works])
        style = CitationStylesStyle(_open_style(), locale=list_languages()[get_language()].locale, validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.html)
        citations = {work["id"]: Citation([CitationItem(work["id"])]) for work in works}
        for citation in citations.values():
            bibliography.register(citation)
        bibliography.sort()
        entries = dict(zip(bibliography.keys, map(str, bibliography.bibliography()), strict=True))
        if get_language() != "en":  # citeproc-py sorts by code points
            entries = dict(sorted(entries.items(), key=lambda entry: build_sort_key(_read_plain(entry[1]))))
        alone = {id: str(bibliography.cite(citations[id], lambda item: None)) for id in entries}
    except (AttributeError, KeyError, TypeError, ValueError) as error:  # whatever is not as CSL-JSON has it
        names = ", ".join(str(work["id"]) for work in works)
        raise ReportError(f"cites a work that is not as CSL-JSON has it, one of {names}: {error}") from None
    _add_letters(alone, entries)
    texts = [
        "; ".join(_read_plain(text).removeprefix("(").removesuffix(")") for id, text in alone.items() if id in ids)
        for ids in cited
    ]
    return [f"({text})" for text in texts], tuple(map(_read_html, entries.values()))


def _open_style() -> IO[bytes]:
    """Returns the style, with the words that the language's own folder has in place of CSL's: `citations.xml`."""
    from citeproc import STYLES_PATH

    style = (Path(STYLES_PATH) / f"{_STYLE}.csl").read_bytes()
    own = FOLDER / get_language() / "citations.xml"
    return BytesIO(style.replace(b"</style>", own.read_bytes() + b"</style>") if own.exists() else style)


def _add_letters(alone: dict[str, str], entries: dict[str, str]) -> None:
    """Puts a letter after the year where the same citation stands for several works: citeproc-py 0.11 does not.

    alone: id -> its citation; entries: id -> how the list has it, in the list's order.
    """
    alike: dict[str, list[str]] = {}
    for id in entries:
        alike.setdefault(alone[id], []).append(id)
    for citation, ids in alike.items():
        year = re.search(r"(\d{4})\)$", citation)
        if len(ids) > 1 and year:
            for id, letter in zip(ids, ascii_lowercase, strict=False):
                alone[id] = f"{citation[:-1]}{letter})"
                entries[id] = entries[id].replace(f"({year[1]})", f"({year[1]}{letter})", 1)


def _hide_brackets(value: Any) -> Any:
    """Returns CSL-JSON whose texts the processor does not read as markup: a title prints as it is given."""
    if isinstance(value, str):
        return value.replace("<", _OPEN).replace(">", _CLOSE)
    if isinstance(value, Mapping):
        return {name: _hide_brackets(item) for name, item in value.items()}
    return [_hide_brackets(item) for item in value] if isinstance(value, list | tuple) else value


class _InlineReader(HTMLParser):
    """Reads what the processor's HTML formatter writes: text, italics and bold."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[Inline] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        data = data.replace(_OPEN, "<").replace(_CLOSE, ">")
        if {"i", "b"} & set(self._open):
            self.parts.append(Emphasis(data, bold="b" in self._open))
            return
        end = 0
        for found in _ADDRESS.finditer(data):
            if is_web_address(found[0]):
                self.parts += [data[end : found.start()], Link(found[0], found[0])]
                end = found.end()
        self.parts.append(data[end:])


def _read_html(text: str) -> RichText:
    reader = _InlineReader()
    reader.feed(text)
    reader.close()
    return tuple(part for part in reader.parts if part)


def _read_plain(text: str) -> str:
    return get_plain_text(_read_html(text))
