"""Everything that can go wrong for a user.

CommuniqueError        exit 1
  UsageError           exit 2: an unknown report, parameter, format or folder (with the nearest name)
  CaseError            exit 2: problems in the data, all of them at once
    MissingClaim       the case does not speak of this quantity
  UnitError            units that do not go together, or a number stripped of its history
  ReportError          this report failed, the others went on
    CellError          a cell raised
    UntracedNumber     a digit that leads to no claim
    MissingAltText     a figure nobody can hear
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


class CommuniqueError(Exception):
    """Anything the user can mend. Its text is the whole message; no traceback is shown."""

    exit_code = 1

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *getattr(self, "__notes__", ())])

    def __reduce__(self) -> Any:
        """Pickled as it is, whatever its constructor asks for, so that it can cross to another process."""
        return _restore_error, (type(self), self.args, dict(self.__dict__))


def _restore_error(kind: type[CommuniqueError], args: tuple[Any, ...], state: dict[str, Any]) -> CommuniqueError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class UsageError(CommuniqueError):
    """The command or a function was asked for something that does not exist."""

    exit_code = 2


@dataclass(frozen=True)
class Problem:
    """One defect in a case's files: where, what was found, what is allowed, what to do."""

    file: str
    row: int | None  # the line in the file, the header being line 1; None for the whole file
    column: str | None
    found: object
    allowed: str
    remedy: str = ""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.row, self.column) if part is not None)
        number = f"{self.found:.15g}" if isinstance(self.found, float) else repr(self.found)
        found = "nothing" if self.found in (None, "") else number
        return f"{place}: found {found}; allowed: {self.allowed}." + (f" {self.remedy}" if self.remedy else "")


class CaseError(CommuniqueError):
    """A case's data cannot be trusted. Carries every problem found."""

    exit_code = 2

    def __init__(self, where: str, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        count = f"{len(self.problems)} problem{'s' if len(self.problems) != 1 else ''}"
        lines = [str(problem) for problem in self.problems]
        super().__init__("\n".join([*lines, f"{count} in {where}; nothing was rendered."]))


class MissingClaim(CaseError):
    """The case does not speak of a quantity that a comparison needs."""

    def __init__(self, message: str):
        self.problems = ()
        CommuniqueError.__init__(self, message)


class UnitError(CommuniqueError):
    """Units that do not go together (dollars and people), or a number about to lose its history."""


class ReportError(CommuniqueError):
    """One report could not be made. The others went on."""


class CellError(ReportError):
    """A notebook cell raised."""


class UntracedNumber(ReportError):
    """A digit in a report leads to no claim."""


class MissingAltText(ReportError):
    """A figure has no sentence that says what it shows."""


@contextmanager
def add_context(what: str) -> Iterator[None]:
    """Say, in any CommuniqueError raised within, what was being done: `forces, cell 3: ...`."""
    try:
        yield
    except CommuniqueError as error:
        error.args = (f"{what}: {error.args[0]}", *error.args[1:])
        raise


def format_nearest(word: str, allowed: Iterable[str]) -> str:
    """Returns ' (nearest: x)' for the allowed name closest to a misspelt one, or ''."""
    close = difflib.get_close_matches(word, list(allowed), n=1, cutoff=0.5)
    return f" (nearest: {close[0]})" if close else ""
