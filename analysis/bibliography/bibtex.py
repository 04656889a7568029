"""BibTeX and biblatex, read by bibtexparser: entries with their strings put in, names in parts, LaTeX as text.

Sources: Patashnik, BibTeXing (1988); the biblatex manual, sections 2.2 (fields) and 2.3.8 (dates, which are EDTF).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

from analysis import dates
from analysis.bibliography.dates import join_date, read_date, read_years
from analysis.bibliography.entry import Entry, find_address, find_doi
from analysis.bibliography.kinds import name_bibtex_type
from analysis.bibliography.latex import decode_address, decode_latex
from analysis.errors import UsageError
from analysis.problems import shorten

_PERIODICALS = ("journaltitle", "journal")
_DATES = ("date", "urldate")  # EDTF, in which ~ is doubt and no space
_PIECE = re.compile(r'"(?:[^"{}]|\{(?:[^{}]|\{[^{}]*\})*\})*"|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|[^\s"#{}]+')
_PIECES = re.compile(rf"\s*(?:{_PIECE.pattern})(?:\s*#\s*(?:{_PIECE.pattern}))*\s*")
_LATEX = ("title", "subtitle", "year", "month", "day", "langid", "language", "hyphenation", "entrysubtype")
_PUBLISHERS = ("publisher", "institution", "school", "organization", "booktitle", "eventtitle")


def read_bibtex(text: str, name: str) -> list[Entry]:
    """Returns the works of a BibTeX text. name: of the file, for messages.

    Raises UsageError, with the line of each entry that cannot be read: some of what it says might be lost.
    """
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock
    from bibtexparser.model import Entry as Block

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it warns of is in the blocks that failed
    found = parse_string(text, parse_stack=[])  # no middleware: it decodes addresses, and joins no jan # "~15"
    strings = {key.lower(): _join_pieces(string.value, {}) for key, string in found.strings_dict.items()}
    entries, faults = list[Entry](), list[str]()
    for block in found.blocks:
        known: Any = getattr(block, "ignore_error_block", None)
        if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock) and known is not None:
            block = known  # two works of one key are two works; of a field that is there twice the first counts
        if isinstance(block, Block):
            entries.append(_read_entry(block, strings))
        elif error := getattr(block, "error", None):
            line, reason = (block.start_line or 0) + 1, getattr(error, "abort_reason", "") or str(error)
            faults.append(f"{name}:{line}: {shorten(' '.join(reason.split()), 120).rstrip('. ')}.")
    if faults:
        count = "this entry" if len(faults) == 1 else f"these {len(faults)} entries"
        raise UsageError("\n".join([*faults, f"Correct {count}, or export the file again; nothing was added."]))
    return entries


def _join_pieces(value: str, strings: Mapping[str, str]) -> str:
    """Returns what a field holds: its braces or quotes taken off, strings put in, pieces with # between them joined."""
    value = value.strip()
    pieces = [found[0] for found in _PIECE.finditer(value)] if "#" in value and _PIECES.fullmatch(value) else []
    if len(pieces) > 1:
        return "".join(_join_pieces(piece, strings) for piece in pieces)
    return value[1:-1] if value[:1] in ('"', "{") else strings.get(value.lower(), value)


def _read_entry(block: Any, strings: Mapping[str, str]) -> Entry:
    raw = {field.key.lower(): _join_pieces(field.value, strings) for field in reversed(block.fields)}
    read = (*_LATEX, *_PERIODICALS, *_PUBLISHERS)  # and no abstracts, which take a hundred times as long
    fields = {key: decode_latex(raw[key]) for key in read if key in raw}
    fields |= {key: raw.get(key, "").strip("{} \n\t") for key in _DATES}
    language = fields.get("langid") or fields.get("language") or fields.get("hyphenation") or ""
    date, lost = _read_issued(fields, language)
    accessed = read_date(fields.get("urldate", ""), language)
    if fields.get("urldate") and not accessed:
        lost.append(f"urldate {fields['urldate']!r}")
    url, lost_url = _find_address(raw)
    type = name_bibtex_type(block.entry_type, fields.get("entrysubtype", ""))
    return Entry(
        f"line {(block.start_line or 0) + 1}",
        block.key.strip(),
        type,
        f"@{block.entry_type}",
        _join_title(fields),
        _find_publisher(fields, is_article=type.startswith("article")),
        "; ".join(_list_names(raw.get("author", ""))),
        date,
        language,
        url,
        find_doi([decode_address(raw.get("doi", "")), url]),
        accessed,
        (*lost, *lost_url),
    )


def _join_title(fields: Mapping[str, str]) -> str:
    title, subtitle = fields.get("title", ""), fields.get("subtitle", "")
    return f"{title}: {subtitle}" if title and subtitle else title


def _find_publisher(fields: Mapping[str, str], *, is_article: bool) -> str:
    """Returns who published a work: of an article the periodical, of any other the publisher or institution."""
    order = (*_PERIODICALS, *_PUBLISHERS) if is_article else (*_PUBLISHERS, *_PERIODICALS)
    return next((fields[key] for key in order if fields.get(key)), "")


def _find_address(raw: Mapping[str, str]) -> tuple[str, list[str]]:
    r"""Returns the address in `url`, or one that `howpublished` or `note` is (`\url{…}`), and what is none."""
    found, lost = find_address([decode_address(raw.get("url", ""))])
    others = [decode_address(raw.get(key, "")) for key in ("howpublished", "note")]
    return found or find_address(others)[0], lost


def _list_names(people: str) -> Iterator[str]:
    """Yields names in natural order: first, von, last, jr; an institution in braces is one name."""
    from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

    for name in split_multiple_persons_names(people) if people.strip() else ():
        one = parse_single_name_into_parts(name, strict=False)
        parts = [decode_latex(part) for part in (*one.first, *one.von, *one.last, *one.jr)]
        if found := " ".join(filter(None, parts)):
            yield "et al." if found == "others" else found


def _read_issued(fields: Mapping[str, str], language: str) -> tuple[str, list[str]]:
    """Returns the date that `date` states, or `year`, `month` and `day` together, and what cannot be taken."""
    if text := fields.get("date", ""):
        found = text if dates.is_valid(text) else read_date(text, language)
        if found:
            return found, []
    year, month, day = (fields.get(key, "") for key in ("year", "month", "day"))
    lost = [f"date {text!r}"] if text else []
    found = join_date(year, month, day, language) if month or day else read_years(year)
    if not found and (month or day) and (found := read_years(year)):
        return found, [*lost, f"month {' '.join(filter(None, (day, month)))!r}"]
    if year and not found:
        lost.append(f"year {year!r}")
    return found, lost
