"""What a report says of itself in a reader's words: which sources it is based on, and how each parameter is set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, get_args, get_origin

from analysis import dates
from analysis.contract import SourceCard
from analysis.label import join_names
from analysis.messages import gettext, pgettext
from analysis.report.document.parameters import Parameter
from analysis.wording.capitals import begin_with_capital
from analysis.wording.number_format import load_number_format
from analysis.wording.qualifiers import describe_grade
from analysis.wording.quotation import quote

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
    # translators: {basis}: such as `claims of “The meeting”`, within a sentence; {date}: `28 December 2025`, `May 2026`
    extended = (
        gettext("{basis}, with other sources to {date}", basis=basis, date=day)
        if _DAY_OR_MONTH.fullmatch(last)
        else gettext("{basis}, with other sources, the newest dated {date}", basis=basis, date=day)
    )
    return {"basis": extended, "basis_alone": basis, "checked_to": day}


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
    if not date:
        return ""
    if articles == 1:
        return gettext("{date}, the date of the text analysed", date=date)
    if articles:
        return gettext("{date}, the date of the newest text analysed", date=date)
    if is_cited:
        return gettext("{date}, the date of the newest source cited", date=date)
    return gettext("{date}, the date of the newest source", date=date)


def describe_sources(about: Mapping[str, Any], articles: int) -> str:
    """Returns the line under a title: whose claims count, of when they are, and how far they were checked; or ''.

    about: of the title block, with what `extend_basis` or `find_newest_cited` adds. articles: how many are analysed.

    >>> about = {"basis": "claims of “The meeting”", "date_text": "May 2026", "checked_to": "June 2026"}
    >>> describe_sources(about, 1)
    'Claims of “The meeting”, of May 2026; checked against sources up to June 2026'
    """
    basis, date, last = about.get("basis_alone") or about.get("basis"), about.get("date_text"), about.get("checked_to")
    if not basis:
        # translators: {date}: such as `May 2026, the date of the newest source`
        return gettext("As of {date}", date=about.get("as_of") or date) if date else ""
    line = begin_with_capital(basis)
    if date and articles == 1:
        # translators: {basis}: such as `Claims of “The meeting”`
        line = gettext("{basis}, of {date}", basis=line, date=date)
    elif date and articles:
        line = gettext("{basis}, the newest of {date}", basis=line, date=date)
    elif date:
        line = gettext("{basis}, up to {date}", basis=line, date=date)
    if not last:
        return line
    if _DAY_OR_MONTH.fullmatch(dates.parse_date(last)):
        # translators: {basis}: such as `Claims of “The meeting”, of May 2026`
        return gettext("{basis}; checked against sources up to {date}", basis=line, date=last)
    return gettext("{basis}; checked against sources of which the newest is dated {date}", basis=line, date=last)


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
        name = begin_with_capital(text["name"]) if len(analysed) == 1 else gettext("Text analysed")
        rows.append((name, _describe_work(source)))
        rows += [(gettext("What it is"), text["note"].strip().removesuffix("."))] if text["note"] else []
        rows += [(gettext("Its grade"), describe_grade(source.reliability))] if source.reliability else []
    return rows


def _describe_work(source: SourceCard) -> str:
    """Returns title, date and makers of a work, with a word before each name, so that any script keeps its place."""
    is_named = source.author or source.publisher or source.url
    title = quote(source.title)
    facts = (
        # translators: {title}: in quotation marks
        gettext("{title} of {date}", title=title, date=source.date_text) if source.date_text else title,
        source.author and gettext("by {author}", author=source.author),
        source.publisher and gettext("published by {publisher}", publisher=source.publisher),
        "" if is_named else gettext("no author or publisher named"),
    )
    return ", ".join(filter(None, facts))


def _find_newest(days: Iterable[str]) -> str:
    """Returns the newest date (EDTF) by its first day: a year is no newer than a day within it. '' if there is none."""
    return max(filter(None, days), key=lambda edtf: dates.compute_span(edtf)[0], default="")


def describe_parameter(parameter: Parameter, value: Any, names: Mapping[str, str]) -> tuple[str, str]:
    """Returns what a parameter sets, and to what, in words taken from its help text.

    The help text has one of these forms: `need; None takes the claim`, whose second half describes None;
    `the baseline: the article's, or the preferred`, with a description of each choice; `one plan, an id of plans.csv`.
    A notebook in another language has them in that: `потреба; None – як у джерелі`. names: id -> name, for the last.
    """
    words, default = _split_default(parameter.help)
    what, _, choices = words.partition(": ")
    # translators: between the last two choices in the help text of a parameter, `the article's, or the preferred`
    last = pgettext("between two choices", "or")
    described, choice = re.split(rf",? (?:or|{re.escape(last)}) |, ", choices), get_args(parameter.type)
    if get_origin(parameter.type) is Literal and len(described) == len(choice) and value in choice:
        return what, described[choice.index(value)]
    what = _drop_input_form(words) or parameter.name.replace("_", " ")
    if value is None:
        return what, default or gettext("not set")
    if isinstance(value, str) and words.endswith(", EDTF"):
        return what, dates.format_date(value)
    return what, _format_value(value, names)


def _drop_input_form(words: str) -> str:
    """Returns what a help text says without how to write the value, which only matters to those who set it."""
    # translators: in the help text of a parameter, before the name of a table: `one plan, an id of plans.csv`
    own = re.escape(gettext("an id of"))
    return re.sub(rf",? (?:(?:an id of|{own}) \w+\.csv|EDTF)$", "", words)


def _split_default(help: str) -> tuple[str, str]:
    """Returns what a help text says of a parameter, and of None."""
    # translators: in the help text of a parameter, before what it is taken from where it is not set
    for mark in (gettext("None takes"), "None takes"):
        words, found, default = help.partition(f"; {mark} ")
        if found:
            return words, default
    return help, ""


def _format_value(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return pgettext("value of a parameter", "yes") if value else pgettext("value of a parameter", "no")
    if isinstance(value, int | float):
        return f"{value:.12g}".replace(".", load_number_format().decimal)
    if isinstance(value, list | tuple):
        return join_names([_format_value(one, names) for one in value] or [pgettext("an empty list", "none")])
    return names.get(str(value), str(value))
