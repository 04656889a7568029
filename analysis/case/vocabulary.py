"""vocabulary.csv: the words that a case adds to columns of fixed words, such as kinds of party, and its names for them.

A column that may be widened is marked with `Widened` in `analysis.case.schema`. A row of vocabulary.csv adds a word to
it, or gives one of the library's own words the name that it has in this case: what land is recognised as, for example.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Set
from functools import cache

from analysis.case.cells import list_distinct
from analysis.case.columns import Row, Widened, find_marker, list_choices
from analysis.case.schema import TABLES, Coding, CodingRule, Word
from analysis.case.table import Ledger
from analysis.errors import Problem, UsageError, format_nearest
from analysis.wording.vocabulary import name_word


@cache
def list_widened() -> Mapping[str, tuple[str, ...]]:
    """Returns `table/column` -> the library's own words, for each column to which a case may add words.

    >>> list_widened()["parties/kind"]
    ('state', 'alliance', 'institution')
    """
    return {
        f"{name}/{column}": list_choices(row.model_fields[column].annotation)
        for name, row in TABLES.items()
        for column in row.model_fields
        if find_marker(row, column, Widened)
    }


def list_words(ledger: Ledger, row: type[Row], column: str) -> tuple[str, ...]:
    """Returns the words that a column of fixed words accepts in a case: the library's own, then those that it adds.

    >>> from analysis import load_case
    >>> from analysis.case.schema import Party
    >>> list_words(load_case().ledger, Party, "kind")
    ('state', 'alliance', 'institution')
    """
    added = ledger.get_table(Word).find_rows("column", f"{row.table}/{column}")
    return tuple(dict.fromkeys((*list_choices(row.model_fields[column].annotation), *(one.word for one in added))))


def find_word(ledger: Ledger, case: str, column: str, word: str) -> tuple[str, str]:
    """Returns what a case calls a word of a column, and the row that says so: `vocabulary/recognised`.

    column: as `table/column`. A word that has no name of its own is called by itself, with spaces.
    Raises UsageError with the nearest column or word.
    """
    if column not in list_widened():
        known = ", ".join(list_widened())
        raise UsageError(f"no words are added to {column!r}{format_nearest(column, list_widened())}; allowed: {known}")
    for row in ledger.get_table(Word).find_rows("column", column):
        if row.word == word:
            return row.name, f"vocabulary/{row.id}"
    table, _, name = column.partition("/")
    if word not in list_widened()[column]:
        known_words = list_words(ledger, TABLES[table], name)
        near = format_nearest(word, known_words)
        raise UsageError(f"{case} has no word {word!r} for {column}{near}; there are {', '.join(known_words)}")
    return name_word(column, word), "vocabulary"


def check_words(ledger: Ledger, changed: Set[str] = frozenset(TABLES)) -> Iterator[Problem]:
    """Yields a problem for each word that is neither the library's nor declared, and for each wrong declaration.

    changed: the tables without which all words are right.
    """
    yield from _check_declarations(ledger)
    for column in list_widened():
        name, _, column = column.partition("/")
        if changed & {name, Word.table, CodingRule.table, Coding.table}:
            yield from _check_column(ledger, name, column)


def _check_declarations(ledger: Ledger) -> Iterator[Problem]:
    table, first = ledger.get_table(Word), dict[tuple[str, str], str]()
    for row in table.values():
        line, own = table.find_line(row.id), list_widened().get(row.column)
        if own is None:
            allowed = f"one of {', '.join(list_widened())}{format_nearest(row.column, list_widened())}"
            yield Problem("vocabulary.csv", line, "column", row.column, allowed, "Correct it.")
        elif row.word in own and row.name == row.word.replace("_", " "):
            allowed = f"a word that {row.column} does not have yet, or another name for this one"
            yield Problem("vocabulary.csv", line, "word", row.word, allowed, "Delete the row.")
        elif (other := first.setdefault((row.column, row.word), row.id)) != row.id:
            allowed = f"a word that {row.column} has once"
            yield Problem("vocabulary.csv", line, "word", row.word, allowed, f"{other} is this word; delete one row.")


def _check_column(ledger: Ledger, name: str, column: str) -> Iterator[Problem]:
    """Yields a problem for each cell that holds no known word of a widened column, also in rules and further codes."""
    known = list_words(ledger, TABLES[name], column)
    for table, id, at, found, word, before in _list_uses(ledger, name, column, known):
        if word not in known:
            allowed = f"{before}{', '.join(known)}{format_nearest(word, known)}"
            remedy = f"Correct it, or add a row for {name}/{column} to vocabulary.csv."
            yield Problem(f"{table}.csv", ledger.tables[table].find_line(id), at, found, allowed, remedy)


def _list_uses(
    ledger: Ledger, name: str, column: str, known: Collection[str]
) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Yields table, id and column of each cell that holds a word of a column, its text, the word, and what is before
    it in a message.

    known: words that are left out where the table is large.
    """
    table, positions = ledger.tables[name], None
    if table.is_large:
        odd = [word for word in list_distinct(table.columns[column]) if word not in known]
        positions = sorted(at for word in odd for at in table.find_positions(column, word))
    for id, word in table.list_cells((column,), positions):
        yield name, id, column, word, word, ""
    yield from _list_uses_elsewhere(ledger, name, column)


def _list_uses_elsewhere(ledger: Ledger, name: str, column: str) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Yields the same of coding rules and further codes."""
    for rule in ledger.get_table(CodingRule).values():
        key, _, word = (rule.applies_to or "").partition("=")
        if key == column and rule.column.startswith(f"{name}/"):
            yield rule.table, rule.id, "applies_to", rule.applies_to or "", word, f"{column}= and one of: "
    for coding in ledger.get_table(Coding).values():
        if coding.cell.startswith(f"{name}/") and coding.cell.endswith(f"/{column}"):
            yield coding.table, coding.id, "value", coding.value, coding.value, ""


def check_unused_words(ledger: Ledger) -> Iterator[Problem]:
    """Yields a problem for each word of vocabulary.csv that no row uses.

    >>> from analysis import load_case
    >>> list(check_unused_words(load_case().ledger))
    []
    """
    table, used = ledger.get_table(Word), dict[str, set[str]]()
    for row in table.values():
        if row.column not in used:
            name, _, column = row.column.partition("/")
            cells = list_distinct(ledger.tables[name].columns[column])
            used[row.column] = {*cells, *(use[4] for use in _list_uses_elsewhere(ledger, name, column))}
        if row.word not in used[row.column]:
            allowed, remedy = f"a word that a row has in {row.column}", "Remove the row, or use the word."
            yield Problem("vocabulary.csv", table.find_line(row.id), "word", row.word, allowed, remedy)
