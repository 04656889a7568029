"""translations.csv: what a case says in other languages than its own, and the grammatical forms of its names.

The texts of a language take the place of the case's own in its tables, once, when the case is loaded: whatever looks a
row up reads it in that language, and the digest of the row says which text was read. What has no translation stays in
the case's own language.

Some texts recur and mean the same wherever they stand: whose words a claim reports, who published a source, what a
number covers (`SHARED_NAME` and `SHARED_PROSE` in `analysis.case.columns`). One translation holds for all of them, as
numbers are compared by them; that of a party or another row with a name holds for it too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from analysis.case.cells import list_distinct
from analysis.case.columns import NAMES, Translated, find_marker
from analysis.case.schema import TABLES, Source, Translation
from analysis.case.series import make_voice_key
from analysis.case.table import Ledger, Table
from analysis.dependencies import compute_text_digest
from analysis.wording.units import add_unit_words

CASE = "case"  # what is translated of datapackage.json has this in place of a row
CASE_COLUMNS = ("title", "description")
UNITS = "units"  # what a unit of units.txt is called has this in place of a table
FILE = f"{Translation.table}.csv"
TITLE = "title_translation"  # of a source; empty where its title is in the language of the case
_MAX_NAMED = 3  # texts without a translation that a remark names of each table

Cell = tuple[str, str]  # id and column


@cache
def list_translated(table: str) -> Mapping[str, Translated]:
    """Returns the columns of a table whose texts may be given in other languages, each with its marker.

    >>> list(list_translated("parties"))
    ['name', 'note']
    """
    kind = TABLES[table]
    marks = {column: find_marker(kind, column, Translated) for column in kind.model_fields}
    return {column: mark for column, mark in marks.items() if mark}


@dataclass
class _Texts:
    """What a language gives for the cells of one table."""

    texts: dict[Cell, str | None] = field(default_factory=dict)
    forms: dict[Cell, Mapping[str, str]] = field(default_factory=dict)


@dataclass
class _Given:
    """A text of one language with its forms, as translations.csv gives it."""

    text: str = ""
    forms: dict[str, str] = field(default_factory=dict)


def translate_ledger(ledger: Ledger, language: str, own: str) -> Ledger:
    """Returns a ledger in a language. own: that of the case, of which the names get their grammatical forms."""
    made = _collect_texts(ledger, language)
    if language != own:
        titles = made.setdefault(Source.table, _Texts()).texts
        titles |= _drop_translated_titles(ledger, language, titles)
    changed = {
        name: ledger.tables[name].copy_with_texts(found.texts, found.forms)
        for name, found in made.items()
        if found.texts or found.forms
    }
    return replace(ledger, tables={**ledger.tables, **changed}, known={}) if changed else ledger


def _collect_texts(ledger: Ledger, language: str) -> dict[str, _Texts]:
    """Returns table -> what a language has for its cells: for each itself, or because its text recurs."""
    found = _collect_given(ledger, language)
    if not found:
        return {}
    recurring, made = _collect_recurring(ledger, found), dict[str, _Texts]()
    for name, table in ledger.tables.items():
        of_table = made[name] = _Texts()
        for column, mark in list_translated(name).items():
            group = mark.find_group(column)
            positions = _find_given(table, column, group, found, recurring) if table.is_large else None
            for id, text in table.list_cells((column,), positions):
                given = found.get((f"{name}/{id}", column)) if text or column == TITLE else None
                if text and group and given is None:
                    given = recurring.get((group, make_voice_key(text)))
                if given and given.text:
                    of_table.texts[id, column] = given.text
                if given and given.forms and mark.has_forms:
                    of_table.forms[id, column] = given.forms
    return made


def _find_given(
    table: Table[Any],
    column: str,
    group: str,
    found: Mapping[tuple[str, str], _Given],
    recurring: Mapping[tuple[str, str], _Given],
) -> list[int]:
    """Returns the positions of the cells of a column for which a language has something: given, or as it recurs."""
    before = f"{table.kind.table}/"
    ids = (row.removeprefix(before) for row, of in found if of == column and row.startswith(before))
    positions = {table.positions[id] for id in ids if id in table.positions}
    if group and recurring:
        texts = filter(None, list_distinct(table.columns[column]))
        again = (text for text in texts if (group, make_voice_key(text)) in recurring)
        positions.update(at for text in again for at in table.find_positions(column, text))
    return sorted(positions)


def _collect_given(ledger: Ledger, language: str) -> dict[tuple[str, str], _Given]:
    """Returns row and column -> what translations.csv gives for them in a language."""
    found: dict[tuple[str, str], _Given] = {}
    table = ledger.get_table(Translation)
    positions = table.find_positions("language", language)  # which the table keeps, and so what forks the process
    for _, row, column, form, text in table.list_cells(("row", "column", "form", "text"), positions):
        given = found.setdefault((row, column), _Given())
        if form:
            given.forms[form] = text
        else:
            given.text = text
    return found


def _collect_recurring(ledger: Ledger, found: Mapping[tuple[str, str], _Given]) -> dict[tuple[str, str], _Given]:
    """Returns the group of a recurring text, and the text as `make_voice_key` has it -> what the language gives for it.

    What is given for one of the cells where it recurs goes before the name of a row.
    """
    names: dict[tuple[str, str], _Given] = {}
    recurring: dict[tuple[str, str], _Given] = {}
    for (row, column), given in found.items():
        name, _, id = row.partition("/")
        mark = list_translated(name).get(column) if name in TABLES else None
        if mark is None or id not in ledger.tables[name]:
            continue
        key = make_voice_key(str(getattr(ledger.tables[name][id], column) or ""))
        if group := mark.find_group(column):
            recurring.setdefault((group, key), given)
        elif mark.has_forms:
            names.setdefault((NAMES, key), given)
    return names | recurring


def _drop_translated_titles(ledger: Ledger, language: str, given: Mapping[Cell, str | None]) -> dict[Cell, str | None]:
    """Returns the translated titles that a reader does not need: of sources in the reader's own language."""
    columns = ledger.get_table(Source).columns
    cells = zip(columns["source_id"], columns["language"], columns["title_translation"], strict=True)
    return {
        (id, TITLE): None for id, tag, text in cells if text and _is_same(tag, language) and (id, TITLE) not in given
    }


def translate_entry(ledger: Ledger, descriptor: Mapping[str, Any], name: str, language: str) -> str:
    """Returns an entry of datapackage.json, `title` or `description`, in a language; as it is where it has no other.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> translate_entry(case.ledger, {"title": "A meeting"}, "title", "fr")
    'A meeting'
    """
    table = ledger.get_table(Translation)
    id = Translation.join_parts({"row": CASE, "column": name, "language": language, "form": None})
    return table[id].text if id in table else str(descriptor.get(name) or "")


def name_units(ledger: Ledger, own: Ledger, language: str) -> None:
    """Makes known to this process what the case's units are called in a language.

    ledger: of which the rows are recorded as read. own: the same in the case's own language.
    """
    columns, words = own.get_table(Translation).columns, dict[str, dict[str, str]]()
    for id, row, tag in zip(*(columns[name] for name in ("translation_id", "row", "language")), strict=True):
        table, _, name = row.partition("/")
        if table == UNITS and tag == language:
            read = ledger.get_table(Translation)[id]
            words.setdefault(name, {})[read.column] = read.text
    for name, forms in words.items():
        named = [word for form, word in forms.items() if form != "per"]
        add_unit_words(name, language, ({"other": named[-1]} if named else {}) | forms)


def list_missing(ledger: Ledger, language: str) -> Iterator[tuple[str, str, str, str]]:
    """Yields table, id, column and text of each text of a case that a language does not have.

    ledger: in the case's own language. Of a source in the language of the reader, names need no translation.
    """
    made, sources = _collect_texts(ledger, language), ledger.get_table(Source).columns
    known = {id for id, tag in zip(sources["source_id"], sources["language"], strict=True) if _is_same(tag, language)}
    for name, table in ledger.tables.items():
        given = made.get(name, _Texts()).texts
        for column in list_translated(name):
            if column == TITLE:
                continue
            for id, text in zip(table.columns[table.kind.key], table.columns[column], strict=True):
                needs_none = name == Source.table and column in ("publisher", "author") and id in known
                if text and (id, column) not in given and not needs_none:
                    yield name, id, column, text


def describe_untranslated(ledger: Ledger, language: str, own: str) -> dict[str, Any]:
    """Returns what a page needs to say of words in the case's own language that they are: their language, and which.

    ledger: in that language. Names are found within other words; of longer texts a short digest is enough.
    """
    names, texts = dict[str, None](), dict[str, None]()
    for table, _, column, text in list_missing(ledger, language):
        if list_translated(table)[column].has_forms:
            names[text] = None
        else:
            texts[compute_text_digest(text)] = None
    return {"language": own, "names": [*names], "texts": [*texts]}


def _is_same(tag: str, language: str) -> bool:
    """Returns whether the language of a source is one that a report is printed in, whatever its script and region."""
    return tag.partition("-")[0].lower() == language.partition("-")[0].lower()


def describe_missing(ledger: Ledger, own: str) -> Iterator[str]:
    """Yields a line for each table of which a language that the case has begun lacks texts, with the first of them."""
    for language in dict.fromkeys(ledger.get_table(Translation).columns["language"]):
        if language == own:
            continue
        counts, named = Counter[str](), dict[str, list[str]]()
        for name, id, column, _ in list_missing(ledger, language):
            counts[name] += 1
            if counts[name] <= _MAX_NAMED:
                named.setdefault(name, []).append(f"{id}/{column}")
        for name, count in counts.items():
            first = named[name]
            more = f" and {count - len(first):,} more" if count > len(first) else ""
            yield (
                f"{FILE} lacks {count:,} text{'s' if count > 1 else ''} of {name}.csv in {language}, which stand in "
                f"{own} there: {', '.join(first)}{more}"
            )
