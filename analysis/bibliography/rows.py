"""Entries of a bibliography as rows of sources.csv: only what an entry says, and what it lacks is named.

The grade of a new source is F, whose reliability cannot be judged: an entry says nothing of it. Its role is `second`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.bibliography.entry import Entry, find_doi
from analysis.bibliography.ids import propose_id
from analysis.bibliography.kinds import find_kind
from analysis.case import languages
from analysis.case.columns import read_texts
from analysis.case.schema import Source
from analysis.case.table import Ledger
from analysis.case.vocabulary import list_words

_WANTED = ("publisher", "author", "date", "url", "accessed")  # what a reader of a source misses most


@dataclass(frozen=True, slots=True)
class SourceRows:
    """What becomes of the entries of a bibliography. rows: to add to sources.csv, each column -> text.

    added, known, refused: a line for each entry that is added, that is there already, and that cannot be added.
    """

    rows: tuple[Mapping[str, str], ...]
    added: tuple[str, ...]
    known: tuple[str, ...]
    refused: tuple[str, ...]


def build_source_rows(ledger: Ledger, entries: Iterable[Entry], kind: str = "", language: str = "") -> SourceRows:
    """Returns the rows that entries add to the sources of a case, and what is said of each entry.

    An entry with the DOI, the address, or the title and date of a source, or of an entry before it, adds nothing.
    kind, language: of entries whose type says no kind of source, and of those that name no language.

    >>> from analysis import load_case
    >>> entry = Entry("entry 1", "fox", "article-newspaper", title="On lakes", date="2021", language="en")
    >>> found = build_source_rows(load_case().ledger, [entry])
    >>> found.rows[0]["source_id"], found.rows[0]["kind"], found.added
    ('fox', 'press', ('fox: added from fox (entry 1); it has no publisher, no author, no url',))
    """
    words = list_words(ledger, Source, "kind")
    sources = ledger.get_table(Source)
    taken, seen = {*sources}, dict[tuple[str, ...], str]()
    for source in sources.values():
        for mark in _list_marks(source.title, source.date or "", source.publisher or "", source.url or ""):
            seen.setdefault(mark, source.id)
    rows, added, known, refused = list[Mapping[str, str]](), list[str](), list[str](), list[str]()
    for entry in entries:
        marks = [*_list_marks(entry.title, entry.date, entry.publisher, entry.address, entry.doi)]
        if same := next((mark for mark in marks if mark in seen), None):
            known.append(f"{entry.name}: not added; {seen[same]} has the same {same[0]}")
            continue
        tag = languages.find_tag(entry.language) if entry.language.strip() else language
        row, lost = _build_row(entry, find_kind(entry.type, words) or kind, tag or language)
        if missing := [*_list_missing(entry, row)]:
            refused.append(f"{entry.name}: not added; {'; '.join(missing)}")
            continue
        row["source_id"] = propose_id(entry, taken)
        taken.add(row["source_id"])
        seen.update((mark, row["source_id"]) for mark in reversed(marks))
        rows.append(row)
        added.append("; ".join(_describe_added(entry, row, lost)))
    return SourceRows(tuple(rows), tuple(added), tuple(known), tuple(refused))


def _list_marks(title: str, date: str, publisher: str, *addresses: str) -> Iterator[tuple[str, ...]]:
    """Yields what a source is known by: its DOI, its address, its title with its date."""
    if doi := find_doi(addresses):
        yield "DOI", doi
    for address in addresses[:1]:
        if address:
            bare = re.sub(r"^https?://(?:www\.)?", "", address.partition("#")[0].rstrip("/"), flags=re.I)
            yield "address", bare.lower()
    if words := "".join(sign for sign in title.casefold() if sign.isalnum()):
        yield ("title and date", words, date) if date else ("title, without a date", words, publisher.casefold())


def _build_row(entry: Entry, kind: str, language: str) -> tuple[dict[str, str], list[str]]:
    """Returns the cells of an entry that their columns accept, and in words those that they do not."""
    cells = {
        "source_id": "",
        "title": entry.title,
        "publisher": entry.publisher,
        "author": entry.author,
        "date": entry.date,
        "kind": kind,
        "role": "second",
        "language": language,
        "url": entry.address,
        "accessed": entry.accessed,
        "reliability": "F",
    }
    lost = []
    for column, text in cells.items():
        faults = read_texts(Source, column, [text])[1] if text and column != "kind" else {}
        for fault in faults.values():
            cells[column] = ""
            lost.append(f"its {column} has {fault.found}" if column == "title" else f"{column} {fault.found!r}")
    return cells, lost


def _list_missing(entry: Entry, row: Mapping[str, str]) -> Iterator[str]:
    """Yields what an entry does not say and every source must have."""
    if not row["title"]:
        yield "it has no title that can be taken"
    if not row["kind"]:
        yield f"its type {entry.written_type or 'is missing and'} does not say the kind of source"
    if not row["language"]:
        said = entry.language.strip()
        yield f"its language {said!r} is no language tag or name" if said else "it names no language"


def _describe_added(entry: Entry, row: Mapping[str, str], lost: Sequence[str]) -> Iterator[str]:
    """Yields what is said of an entry that is added: as which source, what it lacks, what was not taken."""
    yield f"{row['source_id']}: added from {entry.name}"
    if lacking := [column for column in _WANTED if not row[column] and (row["url"] or column != "accessed")]:
        yield f"it has {', '.join(f'no {column}' for column in lacking)}"
    if unread := [*entry.unread, *lost]:
        yield f"not taken: {', '.join(unread)}"
