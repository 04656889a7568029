"""Works on method that a report cites: how its numbers are computed, and who has written of it.

The works that Communique's own methods rest on stand in references.json, as CSL-JSON (citationstyles.org). The report
engine sets them: the citation in the text, the list of references at the end.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from analysis.errors import UsageError, format_nearest
from analysis.messages import gettext


@dataclass(frozen=True)
class Citation:
    """A place for a citation: `(Brier, 1950)`, set when the report is put together."""

    works: tuple[Mapping[str, Any], ...]


def cite(*works: str | Mapping[str, Any]) -> Citation:
    """Returns a citation of works on method, for a place in a sentence; a report lists at its end what it cites.

    works: keys of `list_works()`, or works of your own as CSL-JSON: a mapping with at least id, type and title.
    Raises UsageError for an unknown key, with the nearest, or a work that is not whole.

    >>> from analysis import cite, say
    >>> print(say("The score is the mean squared difference {source}.", source=cite("brier1950")))
    The score is the mean squared difference (Brier, 1950).
    """
    if not works:
        raise UsageError("cite: no work is named; give at least one key, such as cite('brier1950').")
    return Citation(tuple(_find_work(work) if isinstance(work, str) else _check_work(work) for work in works))


def name_work(work: Mapping[str, Any]) -> str:
    """Returns how a sentence names a work in a notebook: by its authors or editors and year, or its title.

    work: CSL-JSON.

    >>> name_work(list_works()["brier1950"])
    'Brier, 1950'
    >>> name_work({"title": "A title", "author": [{"family": "Ay"}, {"family": "Be"}]})
    'Ay & Be'
    """
    people = work.get("author") or work.get("editor") or ()
    names = [str(one.get("family") or one.get("literal") or one.get("given")) for one in people] or [str(work["title"])]
    # translators: of the authors of a work, in brackets: "Ay & Be", "Ay et al."
    who = names[0] if len(names) == 1 else gettext("{first} & {second}", first=names[0], second=names[1])
    if len(names) > 2:
        who = gettext("{first} et al.", first=names[0])
    dates = (work.get("issued") or {}).get("date-parts") or [[]]
    return ", ".join([who, *(str(part) for part in dates[0][:1])])


def list_works() -> Mapping[str, Mapping[str, Any]]:
    """Returns the works that Communique's own methods rest on: key -> CSL-JSON.

    >>> from analysis.show.citation import list_works
    >>> list_works()["brier1950"]["title"]
    'Verification of forecasts expressed in terms of probability'
    """
    return _read_works()


@cache
def _read_works() -> Mapping[str, Mapping[str, Any]]:
    text = (files("analysis.show") / "references.json").read_text(encoding="utf-8")
    return {work["id"]: work for work in json.loads(text)}


def _find_work(key: str) -> Mapping[str, Any]:
    if key not in _read_works():
        raise UsageError(
            f"cite: no work {key!r}{format_nearest(key, _read_works())}; there are {', '.join(_read_works())}"
        )
    return _read_works()[key]


def _check_work(work: Mapping[str, Any]) -> Mapping[str, Any]:
    missing = [name for name in ("id", "type", "title") if not (isinstance(work.get(name), str) and work[name].strip())]
    if missing:
        raise UsageError(
            f"cite: the work {dict(work)!r} has no {' and no '.join(missing)}; allowed: CSL-JSON, such as "
            "{'id': 'brier1950', 'type': 'article-journal', 'title': ...}."
        )
    return dict(work)
