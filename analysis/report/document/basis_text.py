"""What a report says of itself in a reader's words: which sources it is based on, and how each parameter is set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, get_args, get_origin

from analysis import dates
from analysis.contract import SourceCard
from analysis.label import join_names
from analysis.report.document.parameters import Parameter
from analysis.wording.capitals import begin_with_capital
from analysis.wording.qualifiers import describe_grade

_INPUT_FORM = re.compile(r",? (?:an id of \w+\.csv|EDTF)$")  # how to write it, which only matters to those who set it
_DAY_OR_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-\d\d)?")  # of EDTF: what sources can reach up to


def extend_basis(about: Mapping[str, Any], sources: Iterable[SourceCard]) -> dict[str, str]:
    """Returns how `about` describes a basis of analysed sources, where a report cites others too.

    about: of the title block. sources: of the numbers, and of the names and statements cited. Returns `basis`, with the
    date of the newest, `basis_alone`, the basis without it, which is the same for every report of a case, and
    `checked_to`, that date in words; {} where no other dated source is cited.
    """
    basis = about.get("basis")
    last = _find_newest(source.date or "" for source in sources if source.role != "article")
    if not basis or not last:
        return {}
    day = dates.format_date(last)
    others = f"other sources to {day}" if _DAY_OR_MONTH.fullmatch(last) else f"other sources, the newest dated {day}"
    return {"basis": f"{basis}, with {others}", "basis_alone": basis, "checked_to": day}


def find_newest_cited(sources: Iterable[SourceCard]) -> dict[str, str]:
    """Returns the date of a report for which every source counts: that of the newest cited.

    sources: as for `extend_basis`. Returns `date` (EDTF) and `date_text`; {} where none has a date.
    """
    last = _find_newest(source.date or "" for source in sources)
    return {"date": last, "date_text": dates.format_date(last)} if last else {}


def describe_date(date: str, articles: int, is_cited: bool) -> str:
    """Returns the date of a report in words, and what it is the date of; '' without a date.

    date: in words. articles: how many texts it analyses, from whose newest the date is; without one it is from the
    newest source cited, or, if none is dated, from the newest of the case.

    >>> describe_date("May 2026", 0, is_cited=True)
    'May 2026, the date of the newest source cited'
    """
    what = "the text analysed" if articles == 1 else "the newest text analysed" if articles else "the newest source"
    return f"{date}, the date of {what}{' cited' if is_cited and not articles else ''}" if date else ""


def describe_sources(about: Mapping[str, Any], articles: int) -> str:
    """Returns the line under a title: whose claims count, of when they are, and how far they were checked; or ''.

    about: of the title block, with what `extend_basis` or `find_newest_cited` adds. articles: how many are analysed.

    >>> about = {"basis": "claims of “The meeting”", "date_text": "May 2026", "checked_to": "June 2026"}
    >>> describe_sources(about, 1)
    'Claims of “The meeting”, of May 2026; checked against sources up to June 2026'
    """
    basis, date, last = about.get("basis_alone") or about.get("basis"), about.get("date_text"), about.get("checked_to")
    if not basis:
        return f"As of {about.get('as_of') or date}" if date else ""
    when = ", of" if articles == 1 else ", the newest of" if articles else ", up to"
    end = "up to" if _DAY_OR_MONTH.fullmatch(dates.parse_date(last or "")) else "of which the newest is dated"
    checked = f"; checked against sources {end} {last}" if last else ""
    return f"{begin_with_capital(basis)}{f'{when} {date}' if date else ''}{checked}"


def introduce_texts(analysed: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Returns the rows that introduce the texts a case analyses: which, what is noted of it, and its grade.

    analysed: of the title block, each with the name that sentences call it by, its note and the card of its source.

    >>> card = SourceCard("a", "The meeting", publisher="The Daily", date_text="May 2026", reliability="B")
    >>> introduce_texts([{"name": "the article", "note": "The first account.", "source": card.to_json()}])[:2]
    [('The article', '“The meeting” of May 2026, published by The Daily'), ('What it is', 'The first account')]
    """
    rows = []
    for text in analysed:
        source = SourceCard.from_json(text["source"])
        name = text["name"] if len(analysed) == 1 else "text analysed"
        rows.append((begin_with_capital(name), _describe_work(source)))
        rows += [("What it is", text["note"].strip().removesuffix("."))] if text["note"] else []
        rows += [("Its grade", describe_grade(source.reliability))] if source.reliability else []
    return rows


def _describe_work(source: SourceCard) -> str:
    """Returns title, date and makers of a work, with a word before each name, so that any script keeps its place."""
    is_named = source.author or source.publisher or source.url
    facts = (
        source.author and f"by {source.author}",
        source.publisher and f"published by {source.publisher}",
        "" if is_named else "no author or publisher named",
    )
    return ", ".join(
        filter(None, (f"“{source.title}”" + (f" of {source.date_text}" if source.date_text else ""), *facts))
    )


def _find_newest(days: Iterable[str]) -> str:
    """Returns the newest date (EDTF) by its first day: a year is no newer than a day within it. '' if there is none."""
    return max(filter(None, days), key=lambda edtf: dates.compute_span(edtf)[0], default="")


def describe_parameter(parameter: Parameter, value: Any, names: Mapping[str, str]) -> tuple[str, str]:
    """Returns what a parameter sets, and to what, in words taken from its help text.

    The help text has one of these forms: `need; None takes the claim`, whose second half describes None;
    `the baseline: the article's, or the preferred`, with a description of each choice; `one plan, an id of plans.csv`.
    names: id -> name, for the last.
    """
    words, _, default = parameter.help.partition("; None takes ")
    what, _, choices = words.partition(": ")
    described, choice = re.split(r", or |, | or ", choices), get_args(parameter.type)
    if get_origin(parameter.type) is Literal and len(described) == len(choice) and value in choice:
        return what, described[choice.index(value)]
    what = _INPUT_FORM.sub("", words) or parameter.name.replace("_", " ")
    if value is None:
        return what, default or "not set"
    if isinstance(value, str) and words.endswith(", EDTF"):
        return what, dates.format_date(value)
    return what, _format_value(value, names)


def _format_value(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:.12g}"
    if isinstance(value, list | tuple):
        return join_names([_format_value(one, names) for one in value] or ["none"])
    return names.get(str(value), str(value))
