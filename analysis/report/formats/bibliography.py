"""The sources a report cites, for a reference manager: CSL-JSON and BibTeX.

Sources: the CSL 1.0.2 specification and its csl-data.json schema (citationstyles.org); Patashnik, BibTeXing (1988);
the biblatex manual, section 2.3.8, for `date` and `urldate`. The BibTeX is written by hand: bibtexparser 2.1 (2026) and
pybtex 0.26 (2026) write an entry's fields as they are given. The hard part, which capitals to protect and what to
escape without unbalancing a brace, would remain, and their encoders turn é, which every engine reads, into \\'e.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from analysis import dates
from analysis.contract import SourceCard
from analysis.report.document.note_text import get_web_address

_TYPES = {  # kind -> CSL type, BibTeX entry type
    "article": ("article", "misc"),
    "plan_text": ("document", "misc"),
    "official": ("document", "misc"),
    "assessment": ("report", "techreport"),
    "wire": ("article-newspaper", "article"),
    "press": ("article-newspaper", "article"),
    "poll": ("report", "techreport"),
    "dataset": ("dataset", "misc"),
    "think_tank": ("report", "techreport"),
    "statement": ("speech", "misc"),
    "aggregator": ("webpage", "misc"),
}
_OTHER_TYPES = ("document", "misc")
# BibTeX's field for the publisher, by entry type
_PUBLISHER_FIELDS = {"article": "journal", "techreport": "institution"}  # required there
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([~?%]?)")
_SEASON = re.compile(r"(\d{4})-2([1-4])([~?%]?)")
_ESCAPES = {
    **{sign: f"\\{sign}" for sign in "&%$#_"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",  # BibTeX counts a \{ as an open brace
}


def build_csl(sources: Iterable[SourceCard]) -> list[dict[str, Any]]:
    """Returns sources as CSL-JSON, one object each, under their ids.

    An author is a literal, because a case does not say whether it is a person or an institution.
    A doubtful or approximate date is `circa`, CSL's only mark of doubt; a date CSL cannot express is given in words.
    """
    return [_build_csl_entry(source) for source in sources]


def _build_csl_entry(source: SourceCard) -> dict[str, Any]:
    kind, _ = _get_types(source)
    found: dict[str, Any] = {"id": source.source_id, "type": kind, "title": source.title}
    if source.author:
        found["author"] = [{"literal": source.author}]
    if source.publisher:
        found["container-title" if kind == "article-newspaper" else "publisher"] = source.publisher
    if source.date:
        found["issued"] = build_csl_date(source.date)
    if source.language:
        found["language"] = source.language
    if url := get_web_address(source.url):
        found["URL"] = url
        if source.accessed:
            found["accessed"] = build_csl_date(source.accessed)
    if source.reliability:
        found["note"] = _format_reliability(source)
    return found


def build_csl_date(text: str) -> dict[str, Any]:
    """Returns an EDTF date as a CSL date: with as many parts as are known; two dates for a range."""
    season = _SEASON.fullmatch(text)
    if season:
        return {"date-parts": [[int(season[1])]], "season": int(season[2]), **({"circa": True} if season[3] else {})}
    ends = [_DATE.fullmatch(end) for end in text.split("/")]
    if len(ends) > 2 or not all(ends):
        return {"literal": dates.format_date(text)}
    return {
        "date-parts": [[int(part) for part in end.groups()[:3] if part] for end in ends if end],
        **({"circa": True} if any(end and end[4] for end in ends) else {}),
    }


def format_bibtex(sources: Iterable[SourceCard]) -> str:
    """Returns sources as BibTeX in UTF-8, one entry each, under their ids.

    `year` and `month`, as precise as given, are for BibTeX; biblatex reads `date`, in EDTF, in their place.
    """
    return "\n".join(_format_bibtex_entry(source) for source in sources)


def _format_bibtex_entry(source: SourceCard) -> str:
    _, kind = _get_types(source)
    if kind in _PUBLISHER_FIELDS and not source.publisher:
        kind = "misc"
    fields = {"title": f"{{{protect_capitals(source.title)}}}"}
    if source.author:
        fields["author"] = f"{{{{{escape_latex(source.author)}}}}}"  # extra braces: it is one name
    if source.publisher:
        fields[_PUBLISHER_FIELDS.get(kind, "publisher")] = f"{{{escape_latex(source.publisher)}}}"
    if source.date:
        fields |= _format_date_fields(source.date)
    if url := get_web_address(source.url):
        fields["url"] = f"{{{_escape_url(url)}}}"
        if source.accessed:
            fields["urldate"] = f"{{{source.accessed}}}"
    if source.language:
        fields["language"] = f"{{{escape_latex(source.language)}}}"
    if source.reliability:
        fields["note"] = f"{{{escape_latex(_format_reliability(source))}}}"
    inside = "".join(f"  {name} = {value},\n" for name, value in fields.items())
    return f"@{kind}{{{source.source_id},\n{inside}}}\n"


def _format_date_fields(text: str) -> dict[str, str]:
    plain = _DATE.fullmatch(text)
    edtf = {"date": f"{{{text}}}"} if plain or _SEASON.fullmatch(text) or "/" in text else {}
    if plain and not plain[4]:
        month = {"month": dates.MONTHS[int(plain[2]) - 1][:3].lower()} if plain[2] else {}
        return {"year": f"{{{plain[1]}}}", **month, **edtf}
    return {"year": f"{{{escape_latex(dates.format_date(text))}}}", **edtf}  # in words: `about January 2026`


def escape_latex(text: str) -> str:
    """Returns text as LaTeX prints it, on one line and with every brace closed."""
    return "".join(_ESCAPES.get(sign, sign) for sign in " ".join(text.split()))


def protect_capitals(title: str) -> str:
    """Returns an escaped title whose capitals no style changes: words with a capital are in braces.

    Styles leave the first letter as it is, so it needs none. A brace before a backslash would begin what BibTeX calls
    a special character, whose case it changes; a second brace prevents that.
    """
    words = []
    for position, word in enumerate(title.split()):
        text = escape_latex(word)
        if (word[1:] if position == 0 else word).lower() != (word[1:] if position == 0 else word):
            text = f"{{{{{text}}}}}" if text.startswith("\\") else f"{{{text}}}"
        words.append(text)
    return " ".join(words)


def _escape_url(url: str) -> str:
    """Returns an address for the url field, with the characters escaped that would end the field."""
    return "".join(quote(sign) if sign in "{}\\" or sign.isspace() else sign for sign in url)


def _get_types(source: SourceCard) -> tuple[str, str]:
    return _TYPES.get(source.kind or "", _OTHER_TYPES)


def _format_reliability(source: SourceCard) -> str:
    return f"Reliability {source.reliability} (Admiralty code)"
