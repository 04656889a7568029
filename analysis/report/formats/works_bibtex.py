"""The works on method that a report cites, as BibTeX: from CSL-JSON, as authors' own reference managers write it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from analysis.addresses import is_web_address
from analysis.report.formats.bibliography import escape_latex, format_entry, protect_capitals

# CSL type -> BibTeX's entry type, its field for what contains the work, and that for who published it
_TYPES = {
    "article-journal": ("article", "journal", "publisher"),
    "article-newspaper": ("article", "journal", "publisher"),
    "book": ("book", "series", "publisher"),
    "chapter": ("incollection", "booktitle", "publisher"),
    "paper-conference": ("inproceedings", "booktitle", "publisher"),
    "report": ("techreport", "series", "institution"),
    "thesis": ("phdthesis", "series", "school"),
}
_OTHER = ("misc", "howpublished", "publisher")
_FIELDS = {"volume": "volume", "issue": "number", "number": "number", "page": "pages", "edition": "edition"}
_PAGES = re.compile(r"\w+-\w+")
_FURTHER = {"publisher-place": "address", "genre": "type", "DOI": "doi", "ISBN": "isbn"}


def format_works(works: Iterable[Mapping[str, Any]]) -> str:
    """Returns works as BibTeX in UTF-8, one entry each, under their ids.

    >>> print(format_works([{"id": "a", "type": "book", "title": "On B", "author": [{"family": "C", "given": "D."}]}]))
    @book{a,
      title = {On {B}},
      author = {C, D.},
    }
    <BLANKLINE>
    """
    return "\n".join(map(_format_work, works))


def _format_work(work: Mapping[str, Any]) -> str:
    kind, container, publisher = _TYPES.get(str(work["type"]), _OTHER)
    found = {"title": f"{{{protect_capitals(str(work['title']))}}}"}
    for role in ("author", "editor"):
        if names := [_format_name(name) for name in work.get(role, ())]:
            found[role] = f"{{{' and '.join(names)}}}"
    if date := (work.get("issued") or {}).get("date-parts"):
        found["year"] = f"{{{date[0][0]}}}"
    columns = {"container-title": container, "publisher": publisher, **_FIELDS, **_FURTHER}
    for name, bibtex in columns.items():
        if text := str(work.get(name) or ""):
            found[bibtex] = f"{{{text.replace('-', '--') if _PAGES.fullmatch(text) else escape_latex(text)}}}"
    if is_web_address(str(work.get("URL") or "")):
        found["url"] = f"{{{work['URL']}}}"
    return format_entry(kind, str(work["id"]), found)


def _format_name(name: Mapping[str, Any]) -> str:
    """Returns a person as `Family, Given`; an institution in braces, as it is one name."""
    if "literal" in name:
        return f"{{{escape_latex(str(name['literal']))}}}"
    return escape_latex(", ".join(str(name[part]) for part in ("family", "given") if name.get(part)))
