"""A case's CSV files -> its ledger: every table read, checked and corrected. All problems are reported at once.

Where things are: the columns of a table in `schema`, reading one file in `csv_reader`, checks of one cell in `columns`,
checks of several rows or tables in `checks`, the words a case adds in `vocabulary`, corrections.csv in `corrections`,
the tables themselves in `table`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from analysis import characters, dates
from analysis.case import checks, codings, corrections, references
from analysis.case.columns import Row
from analysis.case.csv_reader import ReadResult, is_large, read_csv
from analysis.case.description import (
    DESCRIPTOR_FILE,
    describe_cited,
    find_own_language,
    lists_all_cited,
    read_descriptor,
)
from analysis.case.files import CaseFiles, open_files
from analysis.case.own_units import UNITS_FILE, check_own_units, find_faulty_names, read_units
from analysis.case.schema import TABLES, Quantity, Source, Translation
from analysis.case.table import Ledger as Ledger
from analysis.case.table import Table, make_empty_table
from analysis.case.translation_checks import check_translations
from analysis.case.vocabulary import check_words
from analysis.errors import CaseError, Problem
from analysis.messages import use_language
from analysis.problems import Words
from analysis.style.house import read_house, remember_house
from analysis.wording import units
from analysis.wording.own_units import OwnUnit, add_units

R = TypeVar("R", bound=Row)
_MAX_PRELOADED_ROWS = 5_000  # rows of a table that are made in advance, since some report will need them


def read_ledger(folder: Path, cache: LedgerCache | None = None) -> Ledger:
    """Returns the ledger in a folder, with its corrections applied. Raises CaseError with every problem found.

    cache: ledgers read before, of which one is returned while its files are unchanged.

    >>> from analysis.paths import find_case
    >>> ledger = read_ledger(find_case("mar-a-lago-2025-12-28"))
    >>> ledger.tables["parties"]["ukraine"].name
    'Ukraine'
    """
    found = cache.find(folder) if cache else None
    if found is None:
        return _read_tables(open_files(folder))
    add_units(found.units)
    return found


def _read_tables(files: CaseFiles) -> Ledger:
    _check_folder(files)
    large = [name for name, kind in TABLES.items() if is_large(files, f"{name}.csv", kind)]
    digests = _hash_others(files, large) if large else []
    result = ReadResult()
    own, result.problems = read_units(files)
    for name, kind in TABLES.items():
        result.tables[name] = read_csv(files, f"{name}.csv", kind, result)
    copies = [result.tables[name].copy_key for name in large]
    if large and all(copies) and digests == _hash_others(files, large):  # then these are the digests of what was read
        return _read_marked(files, result, own, [*digests, *copies])
    return _check_ledger(files, result, own)


def _hash_others(files: CaseFiles, large: Sequence[str]) -> list[str]:
    """Returns the digests of what the checks of a ledger look at, but for large tables, whose copies have their own."""
    tables = (f"{name}.csv" for name in TABLES if name not in large)
    return [files.hash_content(name) for name in (UNITS_FILE, DESCRIPTOR_FILE, *tables)]


def _read_marked(files: CaseFiles, result: ReadResult, own: tuple[OwnUnit, ...], digests: Sequence[str]) -> Ledger:
    """Returns the ledger of some tables, of which large ones are checked once for each state of all files."""
    from analysis.case.columnar import store  # loads pyarrow

    mark = store.make_mark(digests)
    if not result.problems and store.has_mark(mark):
        return Ledger(*corrections.apply_corrections(result.tables), own)
    ledger = _check_ledger(files, result, own)
    store.keep_mark(mark)
    return ledger


def _check_ledger(files: CaseFiles, result: ReadResult, own: tuple[OwnUnit, ...]) -> Ledger:
    """Returns the ledger of some tables, with its corrections applied. Raises CaseError with every problem found."""
    if result.problems and (names := find_faulty_names(files)):
        result.problems = [_name_cause(problem, names) for problem in result.problems]
    ledger = Ledger(result.tables, units=own)
    result.problems += _check_tables(files, ledger, result)
    if not result.problems:
        tables, original_texts = corrections.apply_corrections(result.tables)
        ledger = Ledger(tables, original_texts, own)
        changed = {name for name, table in tables.items() if table is not result.tables[name]}
        result.problems += _check_corrected(ledger, changed)
    if result.problems:
        raise CaseError(str(files), _sort_problems(result.problems))
    return ledger


def _name_cause(problem: Problem, names: set[str]) -> Problem:
    """Returns a problem, with its cause where it is a unit that a faulty line of units.txt was to define."""
    if problem.file == UNITS_FILE:
        return replace(problem, leads=True)
    words = re.findall(r"[A-Za-z_]\w*", str(problem.found)) if problem.column == "unit" else ()
    return replace(problem, cause=UNITS_FILE) if names.intersection(words) else problem


def _sort_problems(problems: Sequence[Problem]) -> list[Problem]:
    """Returns the problems in the order of tables and lines, after those that lead to others or are of a whole file."""
    order = {f"{name}.csv": position for position, name in enumerate(TABLES)}
    return sorted(problems, key=lambda p: (not p.leads, p.row is not None, order.get(p.file, -1), p.row or 0))


def _check_folder(files: CaseFiles) -> None:
    """Raises CaseError if the folder cannot be read, is not a case, or has a name that cannot be printed."""
    if words := characters.find_forbidden(files.name):
        problem = Problem(files.name, None, None, Words(words), "the name of a folder in letters", "Rename the folder.")
        raise CaseError(files.name, [problem])
    try:
        if any(files.exists(f"{name}.csv") for name in TABLES):
            return
        found: object = "a folder without any table of a case"
        allowed, remedy = "a folder with claims.csv and the other tables", "Give the folder of the case itself."
    except OSError as error:
        found, allowed, remedy = error.strerror, "a folder that can be read", "Check its permissions."
    raise CaseError(str(files), [Problem(files.name or str(files), None, None, found, allowed, remedy)]) from None


def _check_tables(files: CaseFiles, ledger: Ledger, result: ReadResult) -> Iterator[Problem]:
    if not result.unread_tables:  # a reference to a table that could not be read proves nothing
        lost = [*references.check_references(ledger, result.faulty_rows)]
        causes = {problem.cause for problem in lost}
        for problem in (
            *corrections.check_corrections(result.tables, result.faulty_rows),
            *codings.check_codings(result.tables, result.faulty_rows),
        ):
            row = "/".join(str(problem.found).split("/")[:2])  # of a cell, as table/id/column
            lost.append(replace(problem, cause=row) if row in causes else problem)
        if ledger.get_table(Translation):
            lost += check_translations(ledger, _read_own_language(files), result.faulty_rows)
        yield from references.report_empty_tables(lost)
        yield from lost
    yield from check_own_units(ledger.get_table(Quantity), ledger.units)
    yield from check_words(ledger)
    yield from checks.check_values(ledger)
    yield from codings.check_equal_clauses(ledger.tables)


def _read_own_language(files: CaseFiles) -> str:
    """Returns the language that a case says it is in; `en` where it says none, or none that there is."""
    with suppress(CaseError):  # which says what is wrong with it when the case is loaded
        return find_own_language(read_descriptor(files))
    return "en"


def _check_corrected(ledger: Ledger, changed: Set[str]) -> Iterator[Problem]:
    """Yields what is wrong only since the corrections were applied. changed: the tables that they have changed.

    A correction changes no id, so that what refers to a row still does.
    """
    found = (
        *references.check_references(ledger, frozenset(), changed),
        *check_words(ledger, changed),
        *checks.check_values(ledger, changed),
    )
    for problem in found:
        yield replace(problem, remedy=f"{problem.remedy} A row of corrections.csv causes this problem.".strip())


def make_empty_ledger() -> Ledger:
    """Returns a ledger without a row, of which only what the schema says can be asked.

    >>> len(make_empty_ledger().tables["claims"])
    0
    """
    return Ledger({name: make_empty_table(kind) for name, kind in TABLES.items()})


def read_table(path: Path, kind: type[R]) -> Table[R]:
    """Returns the rows of one file that is not part of a case. Raises CaseError with every problem found."""
    result = ReadResult()
    table = read_csv(open_files(path.parent), path.name, kind, result)
    if result.problems:
        raise CaseError(str(path.parent), result.problems)
    return table


class LedgerCache:
    """Ledgers that were read before, each valid while its files are unchanged.

    >>> from analysis.paths import find_case
    >>> cache, folder = LedgerCache(), find_case("mar-a-lago-2025-12-28")
    >>> cache.find(folder) is None
    True
    >>> cache.preload(folder)
    >>> read_ledger(folder, cache) is read_ledger(folder, cache)
    True
    """

    def __init__(self) -> None:
        self._ledgers: dict[Path, tuple[dict[str, tuple[str, str]], Ledger]] = {}

    def preload(self, folder: Path) -> None:
        """Reads a ledger in advance, in place of those preloaded before; not again while its files are unchanged.

        Raises CaseError with every problem found.
        """
        if self.find(folder) is None:
            self._read(folder)
        with suppress(CaseError):  # which the case says when it is loaded
            remember_house(read_house(open_files(folder))[0])

    def _read(self, folder: Path) -> None:
        units.forget_added()  # of the case preloaded before
        files = open_files(folder)
        states = {name: files.describe_state(name) for name in (UNITS_FILE, *(f"{name}.csv" for name in TABLES))}
        ledger = read_ledger(folder)
        for table in ledger.tables.values():
            table.share_digests()
            if len(table) <= _MAX_PRELOADED_ROWS:
                table.values()
        ledger.get_table(Translation).find_positions("language", "")  # has it indexed, as every report asks for it
        self._ledgers = {folder.resolve(): (states, ledger)}

    def list_ledgers(self) -> list[Ledger]:
        """Returns what was preloaded."""
        return [ledger for _, ledger in self._ledgers.values()]

    def find(self, folder: Path) -> Ledger | None:
        """Returns the ledger that was preloaded from a folder, None if there is none or a file has changed since."""
        states, ledger = self._ledgers.get(folder.resolve(), ({}, None))
        files = open_files(folder)
        return ledger if ledger and all(files.has_state(name, state) for name, state in states.items()) else None


PRELOADED = LedgerCache()
"""What `load_case` looks in first. Empty but in a process that is forked to run notebooks, see `preload_ledger`."""


def preload_ledger(folder: str | Path) -> None:
    """Reads a ledger into `PRELOADED`, for the processes forked from this one. Raises CaseError as `read_ledger` does.

    The command that starts the fork server names this function to it, as `analysis.case.ledger:preload_ledger`.
    """
    PRELOADED.preload(Path(folder))


def preload_sources(language: str) -> None:
    """Writes what every report says of the sources in `PRELOADED` in a language, for processes forked from this one.

    Every report lists all sources of its case, and what is written of a date is kept (`dates.format_date`).
    """
    with use_language(language):
        for ledger in PRELOADED.list_ledgers():
            if lists_all_cited(ledger):
                describe_cited(ledger)
            else:
                for source in ledger.get_table(Source).values():
                    if source.date:
                        dates.format_date(source.date)
