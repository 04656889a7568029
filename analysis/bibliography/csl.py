"""CSL-JSON: a list of works, as Zotero and others export it.

Sources: CSL 1.0.2, csl-data.json (citationstyles.org). A date is `date-parts`, or words in `raw` or `literal`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from analysis import dates
from analysis.bibliography.dates import join_date, read_date
from analysis.bibliography.entry import Entry, find_address, find_doi
from analysis.errors import UsageError

_PERIODICAL = ("article-", "webpage", "post", "broadcast")  # types whose container is who publishes
_TAG = re.compile(r"</?(?:i|b|sub|sup|sc|span)(?:\s[^<>]*)?>")
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}


def read_csl(text: str, name: str) -> list[Entry]:
    """Returns the works of a CSL-JSON text. name: of the file, for messages. Raises UsageError if it is none."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(f"{name}:{error.lineno}: this is no JSON ({error.msg}); export it again as CSL-JSON") from None
    works = found.get("items", [found]) if isinstance(found, dict) else found
    if not isinstance(works, list) or not all(isinstance(work, dict) and "type" in work for work in works):
        raise UsageError(f"{name} is JSON and no CSL-JSON: a list of works, each with a type; export it as CSL-JSON")
    return [_read_work(work, f"entry {at}") for at, work in enumerate(works, 1)]


def _read_work(work: Mapping[str, Any], place: str) -> Entry:
    language, type = _get_text(work, "language"), _get_text(work, "type")
    date, lost_date = _read_named_date(work, "issued", language)
    accessed, lost_accessed = _read_named_date(work, "accessed", language)
    url, lost_url = find_address([_get_text(work, "URL")])
    publisher, container = (_get_text(work, key) for key in ("publisher", "container-title"))
    first, second = (container, publisher) if type.startswith(_PERIODICAL) else (publisher, container)
    return Entry(
        place,
        _get_text(work, "id"),
        type,
        type,
        _get_text(work, "title"),
        first or _get_text(work, "authority") or second,
        "; ".join(_list_names(work.get("author"))),
        date,
        language,
        url,
        find_doi([_get_text(work, "DOI"), url]),
        accessed,
        (*lost_date, *lost_accessed, *lost_url),
    )


def _get_text(work: Mapping[str, Any], key: str) -> str:
    """Returns a field as text, without the mark-up that titles may hold."""
    value = work.get(key, "")
    return " ".join(_TAG.sub("", str(value)).split()) if isinstance(value, str | int | float) else ""


def _list_names(people: Any) -> Iterator[str]:
    """Yields the names of people and institutions, in natural order."""
    for one in people if isinstance(people, list) else ():
        if isinstance(one, dict):
            keys = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
            parts = (_get_text(one, key) for key in keys)
            if found := _get_text(one, "literal") or " ".join(filter(None, parts)):
                yield found


def _read_named_date(work: Mapping[str, Any], key: str, language: str) -> tuple[str, list[str]]:
    value = work.get(key)
    if value in (None, "", {}, []):
        return "", []
    found = read_csl_date(value, language)
    said = value.get("raw") or value.get("literal") or value.get("date-parts") if isinstance(value, dict) else value
    return found, [] if found else [f"{key} {said!r}"]


def read_csl_date(value: Any, language: str = "") -> str:
    """Returns a date of CSL as EDTF, as precise as it is given; '' if it is none.

    >>> read_csl_date({"date-parts": [["2019", 3]], "circa": True}), read_csl_date({"raw": "15 March 2019"})
    ('2019-03~', '2019-03-15')
    >>> read_csl_date({"date-parts": [[2019, 3], [2019, 5]]}), read_csl_date({"date-parts": [[2019]], "season": 4})
    ('2019-03/2019-05', '2019-24')
    """
    if not isinstance(value, dict):
        return read_date(value, language) if isinstance(value, str) else ""
    mark = "~" if str(value.get("circa", "")).lower() not in ("", "0", "false", "none") else ""
    if parts := value.get("date-parts"):
        ends = [_join_parts(end) for end in parts] if isinstance(parts, list) else [""]
        if len(ends) == 1 and value.get("season"):
            ends = [_join_season(ends[0], str(value["season"]))]
        if len(ends) == 2 and ends[0] and not ends[1]:  # CSL's way to leave the end open is an empty or a zero date
            return f"{ends[0]}{mark}/.."
        text = "/".join(f"{end}{mark}" for end in ends)
        return text if len(ends) <= 2 and all(ends) and dates.is_valid(text) else ""
    for key in ("raw", "literal", "edtf"):
        if isinstance(value.get(key), str) and (found := read_date(value[key], language)):
            marked = f"{found}{mark}" if mark and "/" not in found and found[-1] not in "~?%" else found
            return marked if dates.is_valid(marked) else ""
    return ""


def _join_parts(parts: Any) -> str:
    """Returns year, month and day of CSL as EDTF; a month of 13 to 16, or 21 to 24, is a season. '' for no date."""
    found = [str(part).strip() for part in parts if str(part).strip()] if isinstance(parts, list) else []
    if not 1 <= len(found) <= 3 or not all(part.isdigit() for part in found) or not 1 <= int(found[0]) <= 9999:
        return ""
    year = found[0].zfill(4)
    if len(found) == 2 and int(found[1]) in (*range(13, 17), *range(21, 25)):
        return _join_season(year, str(int(found[1]) - (12 if int(found[1]) < 20 else 20)))
    return join_date(year, *found[1:])


def _join_season(year: str, season: str) -> str:
    number = _SEASONS.get(season.strip().lower(), int(season) if season.strip().isdigit() else 0)
    return f"{year}-{20 + number}" if len(year) == 4 and 1 <= number <= 4 else ""
