"""What a case says of itself: the names of its rows, its basis in words, and the content of a report's title block."""

from __future__ import annotations

import json
import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from analysis import characters, dates, limits
from analysis.case.cells import list_ids
from analysis.case.files import CaseFiles
from analysis.case.schema import TABLES, Claim, Source
from analysis.case.selection import Basis
from analysis.case.table import Ledger, Table
from analysis.case.vocabulary import find_word
from analysis.conflicts import find_conflicts
from analysis.contract import SourceCard
from analysis.errors import CaseError, Problem, UsageError, format_nearest
from analysis.label import Label, join_names
from analysis.messages import Word, find_language, get_language, gettext, ngettext
from analysis.messages.languages import describe_languages, format_nearest_language
from analysis.problems import Words
from analysis.wording import forms
from analysis.wording.forms import label_phrase
from analysis.wording.qualifiers import RELIABILITY
from analysis.wording.quotation import quote

DESCRIPTOR_FILE = "datapackage.json"
SOURCE_COLUMNS = tuple(each.name for each in fields(SourceCard) if each.name != "date_text")
_SOURCE_CELLS = ("source", "outcome_source", "claim", "verdict_claims")  # columns that name a source, or its claims
_MAX_ALL_CITED = 10_000  # rows of a case up to which a title block lists them all
_SEVERAL = Word("the texts that are analysed", "in all forms")
_NAMED_TABLES = ("parties", "plans", "people", "events", "regions", "issues", "funds", "subjects")


def find_text(ledger: Ledger, case: str, id: str, column: str) -> tuple[str, str]:
    """Returns a text of a party, plan, person, event, region, issue, fund, subject or quantity, and its row.

    column: `name` is the title of an event. Raises UsageError with the nearest name.
    """
    for table in (*_NAMED_TABLES, "quantities"):
        if id in ledger.tables[table]:
            row = ledger.tables[table][id]
            column = "title" if column == "name" and table == "events" else column
            columns = type(row).model_fields
            if column not in columns:
                raise UsageError(f"{table} has no column {column!r}{format_nearest(column, columns)}")
            return str(getattr(row, column) or ""), f"{table}/{id}"
    known = [id for table in (*_NAMED_TABLES, "quantities") for id in ledger.tables[table]]
    raise UsageError(f"{case} has no name for {id!r}{format_nearest(id, known)}")


def find_forms(ledger: Ledger, ref: str, column: str) -> Mapping[str, str]:
    """Returns the grammatical forms of a name: form -> the name in it. ref: its row, `parties/ukraine`.

    column: `name` is the title of an event.
    """
    table, _, id = ref.partition("/")
    column = "title" if column == "name" and table == "events" else column
    return ledger.tables[table].find_forms(id, column) if table in ledger.tables else {}


def list_names(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Yields id and name of each party, plan, person, event, region, issue, fund and subject.

    They are not recorded as read: a report depends on a name only where it looks the name up.
    """
    for table in _NAMED_TABLES:
        columns = ledger.tables[table].columns
        yield from zip(columns[TABLES[table].key], columns["title" if table == "events" else "name"], strict=True)


def describe_basis(ledger: Ledger, basis: Basis, *, with_reliability: bool) -> str:
    """Returns whose claims count, in words: `claims of “The meeting” (reliability C: fairly reliable)`.

    Where the case analyses no text, the claims of all sources count on the basis `article` too.
    """
    articles = list_articles(ledger)
    if basis == "all" or (basis == "article" and not articles):
        return gettext("preferred claims over all sources")
    if basis == "pooled":
        return gettext("like claims of all sources, pooled by their reliability")
    sources = join_names(_name_with_grade(one) if with_reliability else quote(one.title) for one in articles)
    return ngettext("claims of {sources}", "claims of {sources}", len(articles), sources=sources)


def _name_with_grade(source: Source) -> str:
    grade, words = source.reliability, gettext(RELIABILITY[source.reliability])
    return gettext("{title} (reliability {grade}: {words})", title=quote(source.title), grade=grade, words=words)


def list_articles(ledger: Ledger) -> tuple[Source, ...]:
    """Returns the sources that the case analyses."""
    return ledger.get_table(Source).find_rows("role", "article")


def list_bases(ledger: Ledger) -> tuple[str, ...]:
    """Returns whose claims may count in a report on the case: those of the text that it analyses, or all of them.

    >>> from analysis import load_case
    >>> list_bases(load_case().ledger)
    ('article', 'all')
    """
    return ("article", "all") if list_articles(ledger) else ()


def name_analysed(ledger: Ledger, case: str) -> Label | None:
    """Returns what a sentence calls the text that a case analyses, by its kind; None if there is none.

    >>> from analysis import load_case
    >>> name_analysed(load_case().ledger, "a case")
    Label(text='the article', ref='sources/article')
    """
    found = list_articles(ledger)
    if len(found) > 1:
        return label_phrase(_SEVERAL, "sources")
    if not found:
        return None
    name, ref = find_word(ledger, case, "sources/kind", found[0].kind)
    kind = name if ref.startswith("vocabulary/") else found[0].kind
    return forms.name_analysed(kind, f"sources/{found[0].id}")


def name_source(ledger: Ledger, case: str, source: Source) -> str:
    """Returns what a sentence calls a source: `the article` where the case analyses it, else who published it.

    >>> from analysis import load_case
    >>> ledger = load_case().ledger
    >>> name_source(ledger, "a case", ledger.get_table(Source)["article"])
    'the article'
    """
    analysed = name_analysed(ledger, case) if source.role == "article" else None
    return str(analysed) if analysed else source.publisher or source.title


def find_newest_date(ledger: Ledger, basis: Basis) -> str:
    """Returns the date (EDTF) of the newest source that counts on a basis, '' if none has a date.

    Over all sources it is that of the newest that is dated to the day, if one is: a year is no date for a report.
    Where the case analyses no text, all sources count.
    """
    articles = list_articles(ledger) if basis == "article" else ()
    newest = None if articles else find_newest_day(ledger)
    if newest is not None:
        return newest.date or ""
    sources = articles or ledger.get_table(Source).values()
    found = (source.date for source in sources if source.date)
    return max(found, key=lambda date: dates.compute_moments(date)[1], default="")


def lists_all_cited(ledger: Ledger) -> bool:
    """Returns whether a title block lists every row that rests on sources: of a large case, what is read is cited.

    >>> from analysis import load_case
    >>> lists_all_cited(load_case().ledger)
    True
    """
    return sum(map(len, ledger.tables.values())) <= _MAX_ALL_CITED


def list_cited_sources(ledger: Ledger, keys: Collection[str] | None = None) -> Iterator[tuple[str, list[str]]]:
    """Yields each row that rests on sources, such as `claims/first`, and their ids: who says so, and what became of it.

    The sources are among the rows; those behind our verdict on a claim are among its own. They are not recorded as
    read: what a report cites, it reads.
    keys: of what was read, of which alone the rows are yielded: `claims/first`, `sources`; None for all.
    """
    for name, table in ledger.tables.items():
        columns = [column for column in _SOURCE_CELLS if column in table.columns]
        positions = None if keys is None or name in keys else _list_positions(table, keys)
        for id, *cells in table.list_cells(columns, positions) if columns or name == Source.table else ():
            named = [id] if name == Source.table else [one for cell in cells for one in list_ids(cell)]
            if ids := dict.fromkeys(_find_sources(ledger, named)):
                yield f"{name}/{id}", list(ids)


def _list_positions(table: Table[Any], keys: Iterable[str]) -> list[int]:
    """Returns the positions of the rows of a table that some keys name."""
    before = f"{table.kind.table}/"
    found = (key.removeprefix(before) for key in keys if key.startswith(before))
    return sorted(table.positions[id] for id in found if id in table.positions)


def _find_sources(ledger: Ledger, ids: Sequence[str]) -> Iterator[str]:
    """Yields the source of each claim among some ids, and the others, which are sources."""
    claims = ledger.get_table(Claim)
    for id in ids:
        position = claims.positions.get(id)
        yield id if position is None else claims.columns["source"][position]


def cite_read(ledger: Ledger, keys: Collection[str]) -> dict[str, Any]:
    """Returns the rows among what was read that rest on sources, by these, and the cards of the sources by id.

    Ids of sources, and rows, are words of one text: as a list each of a hundred thousand rows would take 200 bytes, in
    each process that it goes through.

    >>> from analysis import load_case
    >>> cited = cite_read(load_case().ledger, {"claims/need_article"})
    >>> cited["rows"]  # the other sources are behind our verdict on it
    {'article world_bank_rdna5 rferl_prosperity gaze_plan20': 'claims/need_article'}
    >>> list(cited["sources"])
    ['article', 'world_bank_rdna5', 'rferl_prosperity', 'gaze_plan20']
    """
    rows: dict[str, list[str]] = {}
    for row, ids in list_cited_sources(ledger, keys):
        rows.setdefault(" ".join(ids), []).append(row)
    named = dict.fromkeys(id for ids in rows for id in ids.split())
    written = {ids: " ".join(found) for ids, found in rows.items()}
    return {
        "rows": written,
        "sources": {card.source_id: card.to_json() for card in list_source_cards(ledger, [*named])},
    }


def describe_cited(ledger: Ledger) -> dict[str, Any]:
    """Returns every row that rests on sources, with these, and the card of each source, as `cite_read` does of some.

    >>> from analysis import load_case
    >>> describe_cited(load_case().ledger)["rows"]["claims/need_article"][0]
    'article'
    """
    key = describe_cited, get_language()
    if key not in ledger.known:
        ledger.known[key] = dict(list_cited_sources(ledger)), [card.to_json() for card in list_source_cards(ledger)]
    rows, cards = ledger.known[key]
    return {"rows": dict(rows), "sources": list(cards)}


def list_source_cards(ledger: Ledger, ids: Sequence[str] | None = None) -> Iterator[SourceCard]:
    """Yields the card of each source, or of some, not recorded as read: see `list_cited_sources`."""
    table = ledger.get_table(Source)
    positions = None if ids is None else [table.positions[id] for id in ids]
    for _, *cells in table.list_cells(SOURCE_COLUMNS, positions):
        yield make_source_card(dict(zip(SOURCE_COLUMNS, cells, strict=True)))


def make_source_card(cells: Mapping[str, Any]) -> SourceCard:
    """Makes the card of a source from its cells, by the names of SOURCE_COLUMNS."""
    return SourceCard(**cells, date_text=dates.format_date(cells["date"]) if cells["date"] else None)


def find_newest_day(ledger: Ledger) -> Source | None:
    """Returns the newest source that is dated to the day, None if none is."""
    found = (source for source in ledger.get_table(Source).values() if source.date)
    days = (source for source in found if len(set(dates.compute_span(source.date or ""))) == 1)
    return max(days, key=lambda source: dates.compute_moments(source.date or "")[1], default=None)


def read_descriptor(files: CaseFiles) -> Mapping[str, Any]:
    """Returns the content of datapackage.json, {} if there is none. Raises CaseError if it cannot be read or used."""
    line = None
    try:
        content = files.read(DESCRIPTOR_FILE, limits.MAX_DESCRIPTOR_BYTES)
        if conflicts := [*find_conflicts(DESCRIPTOR_FILE, content)]:
            raise CaseError(str(files), conflicts)
        found = json.loads(content.decode())
    except FileNotFoundError:
        return {}
    except json.JSONDecodeError as error:
        line, fault = error.lineno, (error.msg, "well-formed JSON", "Fix the JSON.")
    except RecursionError:
        fault = (Words("lists within lists, too deep to read"), "well-formed JSON", "Fix the JSON.")
    except UnicodeDecodeError as error:
        fault = (str(error), "a readable file in UTF-8", "Save it as UTF-8.")
    except limits.FileTooLarge as error:
        fault = (
            Words(error.found),
            error.allowed,
            f"Run communique check --case {shlex.quote(str(files))} --update to write it again.",
        )
    except OSError as error:
        fault = (str(error), "a readable file in UTF-8", "Check its permissions.")
    else:
        if isinstance(found, dict):
            if problems := [*_check_descriptor(found)]:
                raise CaseError(str(files), problems)
            return found
        fault = (type(found).__name__, "a JSON object", "Fix the JSON.")
    raise CaseError(str(files), [Problem(DESCRIPTOR_FILE, line, None, *fault)])


def _check_descriptor(found: Mapping[str, Any]) -> Iterator[Problem]:
    """Yields a problem for each entry that a report prints, if it is no text that can be printed."""
    licence = get_licence(found) or {}
    entries = {name: found.get(name, "") for name in ("title", "description")}
    entries |= {f"licenses.{name}": licence.get(name, "") for name in ("name", "path", "title")}
    for name, text in entries.items():
        allowed = f"a text of at most {limits.MAX_CELL:,} characters, without control characters"
        if not isinstance(text, str):
            yield Problem(DESCRIPTOR_FILE, None, name, text, allowed, "Put it in quotation marks.")
        elif words := characters.find_forbidden(text) or (len(text) > limits.MAX_CELL and f"{len(text):,} characters"):
            yield Problem(DESCRIPTOR_FILE, None, name, Words(words), allowed, "Correct the text.")
    if (problem := _check_language(found.get("language"))) is not None:
        yield problem


def _check_language(language: object) -> Problem | None:
    """Returns a problem if the entry `language` is none in which a case can be printed."""
    allowed = f"a language: {describe_languages()}"
    if language is None:
        return None
    if not isinstance(language, str):
        return Problem(DESCRIPTOR_FILE, None, "language", language, allowed, "Put it in quotation marks.")
    try:
        find_language(language)
    except UsageError:
        remedy = f"Correct it{format_nearest_language(language)}, or leave it out for English."
        return Problem(DESCRIPTOR_FILE, None, "language", language, allowed, remedy)
    return None


def find_own_language(descriptor: Mapping[str, Any]) -> str:
    """Returns the language that a case says it is in (BCP 47); `en` where it says none. Raises UsageError.

    >>> find_own_language({"language": "uk-UA"}), find_own_language({})
    ('uk', 'en')
    """
    return find_language(descriptor.get("language") or "en")


def get_licence(descriptor: Mapping[str, Any]) -> dict[str, Any] | None:
    """Returns the first licence of a descriptor, None if it has none."""
    licences = descriptor.get("licenses")
    first = next(iter(licences), None) if isinstance(licences, list) else None
    return first if isinstance(first, dict) else None
