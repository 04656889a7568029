"""The sources a report cites, for a reference manager: CSL-JSON and BibTeX.

Sources: the CSL 1.0.2 specification and its csl-data.json schema (citationstyles.org); Patashnik, BibTeXing (1988);
the biblatex manual, section 2.3.8, for `date` and `urldate`. The BibTeX is written by hand: bibtexparser 2.1 (2026) and
pybtex 0.26 (2026) write an entry's fields as they are given. The hard part, which capitals to protect and what to
escape without unbalancing a brace, would remain, and their encoders turn é, which every engine reads, into \\'e.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from analysis import dates
from analysis.contract import SourceCard
from analysis.messages import gettext
from analysis.report.document.note_text import get_web_address
from analysis.report.formats.kept_parts import keep_part

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
_SEASONS = tuple(map(str, range(21, 33)))
# Digits may be unspecified from the right only: 199X, 1999-XX, 1999-01-XX, 1999-XX-XX.
_LEVEL_1 = re.compile(r"\d{4}(-\d\d(-(\d\d|XX))?|-XX(-XX)?)?|\d{3}X|\d\dXX")
_ESCAPES = {
    **{sign: f"\\{sign}" for sign in "&%$#_"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\string^",  # pylatexenc 2.11 (2026) reads \textasciicircum as another sign
    # BibTeX counts a \{ as an open brace; in \vphantom is one to close it, which has no width and is not seen.
    "{": r"\{\vphantom{\}}",
    "}": r"\vphantom{\{}\}",
}
_LIGATURE = re.compile(r"-(?=-)|`(?=`)|'(?=')|[?!](?=`)|,(?=,)|<(?=<)|>(?=>)")  # TeX prints two such signs as one
_KEY_END = re.compile(r"[^\w:.+/-]")


def build_csl(sources: Iterable[SourceCard]) -> list[dict[str, Any]]:
    """Returns sources as CSL-JSON, one object each, under their ids.

    An author is a literal, because a case does not say whether it is a person or an institution.
    A doubtful or approximate date is `circa`, CSL's only mark of doubt; a date CSL cannot express is given in words.
    """
    return [_build_csl_entry(source) for source in sources]


@keep_part
def _build_csl_entry(source: SourceCard) -> dict[str, Any]:
    kind, _ = _get_types(source)
    found: dict[str, Any] = {"id": source.source_id, "type": kind, "title": source.title}
    if source.title_translation:
        found["medium"] = source.title_translation  # CSL 1.0.2 has no translated title; its styles put this in brackets
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
    """Returns an EDTF date as a CSL date: with as many parts as are known; two dates for a range.

    A time becomes its day, a season keeps its year and its number; what CSL has no place for is in words.

    >>> build_csl_date("2025-24?"), build_csl_date("2025-33")
    ({'date-parts': [[2025]], 'season': 4, 'circa': True}, {'literal': 'first quarter of 2025'})
    """
    found = dates.read_edtf(text)
    ends = (found.start, found.end) if isinstance(found, dates.Interval) else (found,)
    known = [end for end in ends if isinstance(end, dates.Date) and _is_known(end)]
    circa = {"circa": True} if any("".join(end.doubts) or end.significant for end in known) else {}
    if len(known) == len(ends) and all(end.month not in dates.PARTS_OF_YEAR for end in known):
        return {"date-parts": [[int(part) for part in end.parts if part.isdigit()] for end in known], **circa}
    if known == [found] and known[0].month in _SEASONS:
        return {"date-parts": [[int(known[0].year)]], "season": (int(known[0].month) - 21) % 4 + 1, **circa}
    return {"literal": dates.format_date(text)}


def _is_known(date: dates.Date) -> bool:
    """Whether a date can be given as its parts: unspecified digits are only whole parts at its end."""
    return date.year.isdigit() and bool(_LEVEL_1.fullmatch("-".join(date.parts)))


def format_bibtex(sources: Iterable[SourceCard]) -> str:
    """Returns sources as BibTeX in UTF-8, one entry each, under their ids.

    `year` and `month`, as precise as given, are for BibTeX; biblatex reads `date`, in EDTF, in their place.
    """
    return "\n".join(_format_bibtex_entry(source) for source in sources)


@keep_part
def _format_bibtex_entry(source: SourceCard) -> str:
    _, kind = _get_types(source)
    if kind in _PUBLISHER_FIELDS and not source.publisher:
        kind = "misc"
    fields = {"title": f"{{{protect_capitals(source.title)}}}"}
    if source.title_translation:
        fields["titleaddon"] = f"{{{escape_latex(source.translation)}}}"
    if source.author:
        fields["author"] = f"{{{{{escape_latex(source.author)}}}}}"  # extra braces: it is one name
    if source.publisher:
        fields[_PUBLISHER_FIELDS.get(kind, "publisher")] = f"{{{escape_latex(source.publisher)}}}"
    if source.date:
        fields |= _format_date_fields(source.date)
    if url := get_web_address(source.url):
        fields["url"] = f"{{{_escape_url(url)}}}"
        if source.accessed and _is_biblatex(dates.read_edtf(source.accessed)):
            fields["urldate"] = f"{{{source.accessed}}}"
    if source.language:
        fields["language"] = f"{{{escape_latex(source.language)}}}"
    if source.reliability:
        fields["note"] = f"{{{escape_latex(_format_reliability(source))}}}"
    return format_entry(kind, source.source_id, fields)


def format_entry(kind: str, id: str, fields: Mapping[str, str]) -> str:
    """Returns an entry of BibTeX. fields: name -> value as it is written, with its braces."""
    inside = "".join(f"  {name} = {value},\n" for name, value in fields.items())
    return f"@{kind}{{{_KEY_END.sub('_', id)},\n{inside}}}\n"


def _format_date_fields(text: str) -> dict[str, str]:
    found = dates.read_edtf(text)
    edtf = {"date": f"{{{text}}}"} if _is_biblatex(found) else {}
    if (
        isinstance(found, dates.Date)
        and found.is_plain
        and found.whole_doubt == ""
        and found.month not in dates.PARTS_OF_YEAR
    ):
        month = {"month": dates.MONTHS[int(found.month) - 1][:3].lower()} if found.month else {}
        return {"year": f"{{{found.year}}}", **month, **edtf}
    return {"year": f"{{{escape_latex(dates.format_date(text))}}}", **edtf}  # in words: `about January 2026`


def _is_biblatex(found: dates.Edtf) -> bool:
    """Whether biblatex reads a date: EDTF of level 1, and all parts of a year."""
    if isinstance(found, dates.Interval):
        return all(_is_biblatex(end) for end in (found.start, found.end) if isinstance(end, dates.Date))
    if not isinstance(found, dates.Date) or found.whole_doubt is None or found.significant:
        return False
    return bool(_LEVEL_1.fullmatch("-".join(found.parts)))


def escape_latex(text: str) -> str:
    r"""Returns text as LaTeX prints it, letter for letter, on one line and with every brace closed.

    >>> print(escape_latex("50% of A & B -- 1"))
    50\% of A \& B -{}- 1
    """
    line = _LIGATURE.sub(r"\g<0>\0", " ".join(text.split()))  # the mark of a place to part them, which no text holds
    return "".join(_ESCAPES.get(sign, sign) for sign in line).replace("\0", "{}")


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
    # translators: {grade}: a letter from A to F
    return gettext("Reliability {grade} (Admiralty code)", grade=source.reliability)
