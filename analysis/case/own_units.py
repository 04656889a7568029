"""units.txt of a case: the units it adds, with all problems and their lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis import limits
from analysis.case.files import CaseFiles
from analysis.case.schema import Quantity
from analysis.case.table import Table
from analysis.conflicts import find_conflicts
from analysis.errors import Problem, UnitError
from analysis.problems import Words
from analysis.wording import units
from analysis.wording.own_units import OwnUnit, add_units, parse_units

UNITS_FILE = "units.txt"


def read_units(files: CaseFiles) -> tuple[tuple[OwnUnit, ...], list[Problem]]:
    """Returns the units that a case adds, now known to this process, and the problems of its units.txt.

    >>> from analysis.case.files import open_files
    >>> from analysis.paths import find_case
    >>> read_units(open_files(find_case("mar-a-lago-2025-12-28")))
    ((), [])
    """
    try:
        text = files.read_text(UNITS_FILE, limits.MAX_UNITS_BYTES).removeprefix("\ufeff")
    except FileNotFoundError:
        return (), []
    except limits.FileTooLarge as error:
        remedy = "Keep only the units that quantities.csv uses."
        return (), [Problem(UNITS_FILE, None, None, Words(error.found), error.allowed, remedy)]
    except UnicodeDecodeError as error:
        line, byte = error.object.count(b"\n", 0, error.start) + 1, f"byte {error.object[error.start]:#x}"
        return (), [Problem(UNITS_FILE, line, None, Words(byte), "UTF-8 text", "Save the file as UTF-8.")]
    except OSError as error:
        reason, remedy = error.strerror or str(error), "Check its type and its permissions."
        return (), [Problem(UNITS_FILE, None, None, reason, "a file that can be read", remedy)]
    if conflicts := [*find_conflicts(UNITS_FILE, text.encode())]:
        return (), conflicts
    found, faults = parse_units(text)
    problems = [Problem(UNITS_FILE, fault.line, None, fault.found, fault.allowed, fault.remedy) for fault in faults]
    try:
        add_units(found)
    except UnitError as error:
        allowed, remedy = (
            "one meaning of a name in all cases that are open",
            f"{error}: end this process, or rename it.",
        )
        problems.append(Problem(UNITS_FILE, None, None, Words("a unit of another meaning"), allowed, remedy))
    return found, problems


def find_faulty_names(files: CaseFiles) -> set[str]:
    """Returns the names that lines of units.txt would have given to units, had they no fault.

    >>> from analysis.case.files import open_files
    >>> from analysis.paths import find_case
    >>> find_faulty_names(open_files(find_case("mar-a-lago-2025-12-28")))
    set()
    """
    try:
        text = files.read_text(UNITS_FILE, limits.MAX_UNITS_BYTES).removeprefix("\ufeff")
    except (OSError, UnicodeDecodeError, limits.FileTooLarge):
        return set()
    return {name for fault in parse_units(text)[1] for name in fault.names}


def check_own_units(quantities: Table[Quantity], own: Sequence[OwnUnit]) -> Iterator[Problem]:
    """Yields a problem for each quantity in a unit that another case has added, and this one has not."""
    names = {unit.names[0] for unit in own}
    for id, unit in zip(quantities, quantities.columns["unit"], strict=True):
        if unit not in ("date", "text") and (foreign := set(units.find_added(unit)) - names):
            allowed = "units of the list and of this case's own units.txt"
            remedy = f"Add {sorted(foreign)[0]} to units.txt."
            yield Problem("quantities.csv", quantities.find_line(id), "unit", unit, allowed, remedy)
