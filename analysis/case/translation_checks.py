"""Checks of translations.csv: what it names exists and is a text, is given once, and keeps apart what counts apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from string import Formatter

from analysis.case.columns import NAMES
from analysis.case.schema import TABLES, Remark, Translation
from analysis.case.series import make_voice_key
from analysis.case.table import Ledger
from analysis.case.translations import CASE, CASE_COLUMNS, FILE, TITLE, UNITS, list_translated
from analysis.errors import Problem, format_nearest
from analysis.limits import MAX_UNIT_NAME
from analysis.problems import Words
from analysis.wording.units import UNIT_FORMS

_FEW = 2  # rows of a table that are translated where it may have been empty all along
_COMPARED = (NAMES, "base")  # groups of texts by which claims are compared and counted


def check_translations(ledger: Ledger, own: str, faulty: Set[tuple[str, str]]) -> Iterator[Problem]:
    """Yields what is wrong with translations.csv.

    own: the language of the case. faulty: (table, id) of rows that have a problem of their own. What translates several
    rows of a table that has none is caused by that.
    """
    table = ledger.get_table(Translation)
    named = Counter(row.partition("/")[0] for row in {row.row for row in table.values()})
    emptied = {name for name, count in named.items() if count > _FEW and name in TABLES and not ledger.tables[name]}
    emptied -= {name for name, _ in faulty}
    rows, lost = list(table.values()), Counter[str]()
    for row in rows:
        found = _find_fault(ledger, row, own)
        name, _, id = row.row.partition("/")
        if found is None or (name, id) in faulty:
            continue
        column, what, allowed, remedy = found
        if column == "row":  # a row that was renamed has many texts: one problem
            lost[row.row] += 1
            if lost[row.row] > 1:
                continue
            count = sum(other.row == row.row for other in rows)
            what = Words(f"{row.row!r} ({count} lines)") if count > 1 else what
        cause = f"{name}.csv" if name in emptied else ""
        yield Problem(FILE, table.find_line(row.id), column, what, allowed, remedy, cause)
    yield from _check_shared(ledger)


def _find_fault(ledger: Ledger, row: Translation, own: str) -> tuple[str, object, str, str] | None:
    """Returns the column of a fault, what was found, what is allowed, and what to do; None without a fault."""
    name, _, id = row.row.partition("/")
    if row.row == CASE:
        columns: tuple[str, ...] = CASE_COLUMNS
        has_forms, text = False, None
    elif name == UNITS:
        return _find_unit_fault(ledger, row, id)
    elif name not in TABLES or not id:
        known = [CASE, *(f"{table}/" for table in TABLES if list_translated(table))]
        near = format_nearest(f"{name}/", known)
        return "row", row.row, f"table/id, or case for what datapackage.json says{near}", "Correct it."
    elif id not in ledger.tables[name]:
        near = format_nearest(id, ledger.tables[name])
        return "row", row.row, f"an id of {name}.csv after {name}/{near}", "Correct it, or add the row it refers to."
    else:
        marks = list_translated(name)
        columns, has_forms = tuple(marks), bool(marks.get(row.column) and marks[row.column].has_forms)
        text = getattr(ledger.tables[name][id], row.column, None)
    if row.column not in columns:
        if not columns:
            return "row", row.row, "a table with texts of the case's own", f"Delete the line: {name}.csv has none."
        allowed = f"a text of {name}: {', '.join(columns)}{format_nearest(row.column, columns)}"
        return "column", row.column, allowed, "Correct it."
    if row.row != CASE and not text and row.column != TITLE:
        return "column", row.column, f"a column that {row.row} fills", "Delete the line, or fill in that cell."
    if row.form and not has_forms:
        return "form", row.form, "nothing, as only names have forms", "Empty this cell."
    if row.language == own and not row.form:
        where = "datapackage.json" if row.row == CASE else f"{name}.csv"
        allowed = f"another language than that of the case; {where} holds its own text"
        return "language", own, allowed, "Delete the line."
    plain = Translation.join_parts({**vars(row), "form": None})
    if row.form and row.language != own and plain not in ledger.get_table(Translation):
        allowed = f"a form of a name that has a line of its own in {row.language}"
        return "form", row.form, allowed, "Add a line with the name itself and an empty form."
    if name == Remark.table and row.column == "text":
        return _find_place_fault(str(text), row.text)
    return None


def _find_unit_fault(ledger: Ledger, row: Translation, id: str) -> tuple[str, object, str, str] | None:
    """Returns the fault of a name of a unit."""
    names = [unit.names[0] for unit in ledger.units]
    if id not in names:
        allowed = f"a unit that {UNITS}.txt adds, after {UNITS}/{format_nearest(id, names)}"
        return "row", row.row, allowed, f"Correct it, or add the unit to {UNITS}.txt."
    if row.column not in UNIT_FORMS:
        allowed = f"a form of its name: {', '.join(UNIT_FORMS)}{format_nearest(row.column, UNIT_FORMS)}"
        return "column", row.column, allowed, "Correct it."
    if row.form:
        return "form", row.form, "nothing, as the column says which form of a unit's name it is", "Empty this cell."
    if len(row.text) > MAX_UNIT_NAME or ";" in row.text:
        return "text", row.text, f"a name of at most {MAX_UNIT_NAME} characters, without ;", "Shorten it."
    return None


def _find_place_fault(text: str, other: str) -> tuple[str, object, str, str] | None:
    """Returns the fault of a translated remark whose places are not those of the remark."""
    wanted = Counter(_list_places(text))
    places = ", ".join(f"{{{place}}}" for place in wanted)
    try:
        found = Counter(_list_places(other))
    except ValueError as error:
        return "text", other, f"the places {places or 'of the remark, of which there are none'}", f"In it: {error}."
    if set(found) == set(wanted):
        return None
    odd = sorted(set(found) ^ set(wanted))
    allowed = f"the places of the remark: {places}" if wanted else "a sentence without places, as the remark is"
    return "text", Words(", ".join(f"{{{place}}}" for place in odd)), allowed, "Use each of them, in any order."


def _list_places(text: str) -> Iterator[str]:
    yield from (name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _check_shared(ledger: Ledger) -> Iterator[Problem]:
    """Yields a problem where a recurring text has two translations, or two such texts have one and the same."""
    table = ledger.get_table(Translation)
    translated: dict[tuple[str, str, str], Translation] = {}
    original: dict[tuple[str, str, str], tuple[str, Translation]] = {}
    for row in table.values():
        name, _, id = row.row.partition("/")
        mark = list_translated(name).get(row.column) if name in TABLES else None
        group = mark.find_group(row.column) if mark else ""
        if not group or row.form or id not in ledger.tables[name]:
            continue
        text = getattr(ledger.tables[name][id], row.column) or ""
        key = make_voice_key(text)
        first = translated.setdefault((group, row.language, key), row)
        if make_voice_key(first.text) != make_voice_key(row.text):
            allowed = f"{first.text!r}, as row {table.find_line(first.id)} has it for the same text, {text!r}"
            yield Problem(FILE, table.find_line(row.id), "text", row.text, allowed, "Give it once, or twice the same.")
            continue
        before, other = original.setdefault((group, row.language, make_voice_key(row.text)), (key, row))
        if before != key and group in _COMPARED:
            allowed = f"a translation of {text!r} that no other text has; row {table.find_line(other.id)} has this one"
            remedy = "Tell the two apart, or give both one name in the case itself: what has one name counts as one."
            yield Problem(FILE, table.find_line(row.id), "text", row.text, allowed, remedy)
