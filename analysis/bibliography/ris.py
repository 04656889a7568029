"""RIS, read by rispy: one record at a time, so that each keeps its line, and a record without an end is not lost.

Sources: the RIS specification of Research Information Systems (2011); what Zotero, EndNote and Mendeley write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from analysis.bibliography.dates import read_dates
from analysis.bibliography.entry import Entry, find_address, find_doi
from analysis.bibliography.kinds import name_ris_type
from analysis.errors import UsageError

_START = re.compile(r"^TY  ?- ?", re.M)
_SUFFIX = re.compile(r"(?:jr|sr|[ivx]+)\.?", re.I)


def read_ris(text: str, name: str) -> list[Entry]:
    """Returns the works of a RIS text. name: of the file, for messages. Raises UsageError if it has no record."""
    starts = [found.start() for found in _START.finditer(text)]
    if not starts or text[: starts[0]].strip():
        raise UsageError(f"{name} is no RIS: its first line begins with no TY  - ; export it as RIS")
    ends = [*starts[1:], len(text)]
    return [
        _read_record(text[start:end], f"line {text.count(chr(10), 0, start) + 1}")
        for start, end in zip(starts, ends, strict=True)
    ]


def _read_record(text: str, place: str) -> Entry:
    import rispy

    # an address may hold a semicolon, at which rispy would divide it
    record = rispy.loads(f"{text.rstrip()}\nER  - \n", delimiter_tags_mapping={})[0]
    language = record.get("language", "")
    date, lost = read_dates([record.get(key, "") for key in ("year", "publication_year", "date")], language)
    accessed, lost_accessed = read_dates([record.get("access_date", "")], language)
    addresses = [part for text in record.get("urls", ()) for part in re.split(r";\s*(?=https?://)|\s+", text)]
    doi = find_doi([record.get("doi", ""), *addresses])
    url, lost_url = find_address(addresses)
    type = name_ris_type(record.get("type_of_reference", ""))
    return Entry(
        place,
        record.get("id", ""),
        type,
        record.get("type_of_reference", ""),
        _get_first(record, ("title", "primary_title")),
        _find_publisher(record, is_periodical=type.startswith(("article", "webpage", "post"))),
        "; ".join(_list_names(record)),
        date,
        language,
        url,
        doi,
        accessed,
        (*lost, *(f"accessed: {words}" for words in lost_accessed), *lost_url),
    )


def _get_first(record: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    return next((" ".join(str(record[key]).split()) for key in keys if record.get(key)), "")


def _find_publisher(record: Mapping[str, Any], *, is_periodical: bool) -> str:
    """Returns who published a work: of an article or a page the periodical or site, of any other the publisher."""
    periodicals = ("secondary_title", "alternate_title3", "journal_name", "alternate_title2", "alternate_title1")
    order = (*periodicals, "publisher") if is_periodical else ("publisher", "secondary_title")
    return _get_first(record, order)


def _list_names(record: Mapping[str, Any]) -> Iterator[str]:
    """Yields the authors in natural order: `Last, First, Suffix` is turned round, a name without a comma stays."""
    for name in record.get("authors") or record.get("first_authors") or ():
        last, *rest = [part.strip() for part in name.split(",")]
        suffix = rest.pop() if len(rest) > 1 and _SUFFIX.fullmatch(rest[-1]) else ""
        if found := " ".join(filter(None, (*rest, last, suffix))):
            yield found
