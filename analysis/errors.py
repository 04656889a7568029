"""Every error a user can meet. Each message says what was found, what is allowed, and what to do.

CommuniqueError        exit 1
  UsageError           exit 2: an unknown report, parameter, format or folder (with the nearest name)
  CaseError            exit 2: problems in the data, all of them at once
    MissingClaim       the case has no claim on this quantity
      MissingRole      the case does not say what plays a part in a question
      CannotAnswer     the case lacks what a question needs
  UnitError            units that cannot be combined, or a number about to lose its claims
  ReportError          this report failed, the others were finished
    CellError          a notebook cell raised an error
    UntracedNumber     a digit that leads to no claim
    MissingAltText     a figure without alternative text
  StoreError           an address (a bucket) that cannot be reached, read or written
"""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self

from analysis.problems import Problem as Problem
from analysis.problems import shorten, summarise

_MAX_WORD = 200  # characters of a misspelt name: a longer text is none
_MAX_RAISED = 600  # characters of an error that is not ours, which may hold a whole table


class CommuniqueError(Exception):
    """Any error the user can fix. Its text is the whole message; the command shows no traceback.

    >>> from analysis import CommuniqueError, load_case
    >>> try:
    ...     load_case()["reconstruction.need"] + 5
    ... except CommuniqueError as error:
    ...     print(type(error).__name__, error.exit_code)
    UnitError 1
    """

    exit_code = 1

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *getattr(self, "__notes__", ())])

    def __reduce__(self) -> Any:
        """Pickled without its constructor, whose arguments differ, so that any of them can go to another process."""
        return _restore_error, (type(self), self.args, dict(self.__dict__))


def _restore_error(kind: type[CommuniqueError], args: tuple[Any, ...], state: dict[str, Any]) -> CommuniqueError:
    """Returns the error that `__reduce__` wrote."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class UsageError(CommuniqueError):
    """The command or a function was asked for something that does not exist.

    >>> from analysis import load_case
    >>> load_case("mar-a-lago")
    Traceback (most recent call last):
    analysis.errors.UsageError: no case folder 'mar-a-lago' (nearest: mar-a-lago-2025-12-28); there are: ...
    """

    exit_code = 2


class CaseError(CommuniqueError):
    """The data of a case has problems. `problems` holds all that were found, each with file, row and column.

    Its text has at most 20 lines: equal problems share one, and what follows from another problem is counted with it.
    where: the case's folder.

    >>> from analysis import CaseError
    >>> from analysis.errors import Problem
    >>> raise CaseError("data/my-case", [Problem("claims.csv", 7, "value", "seven", "a number", "Write it in digits.")])
    Traceback (most recent call last):
    analysis.errors.CaseError: claims.csv:7:value: found 'seven'; allowed: a number. Write it in digits.
    1 problem in data/my-case; nothing was rendered.
    """

    exit_code = 2

    def __init__(self, where: str, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        self.where = where
        super().__init__(self._format(summarise(self.problems)))

    def list_all(self) -> Self:
        """Returns the same error with a line for each problem in its text.

        >>> from analysis.errors import Problem
        >>> problems = [Problem("claims.csv", row, "value", "x", "a number") for row in (7, 8, 9)]
        >>> error = CaseError("data/my-case", problems)
        >>> print(error)
        claims.csv:7:value: found 'x'; allowed: a number. The same in 2 other cells, rows 8, 9.
        3 problems (`communique check --case data/my-case --all` lists each) in data/my-case; nothing was rendered.
        >>> print(error.list_all())
        claims.csv:7:value: found 'x'; allowed: a number.
        claims.csv:8:value: found 'x'; allowed: a number.
        claims.csv:9:value: found 'x'; allowed: a number.
        3 problems in data/my-case; nothing was rendered.
        """
        if self.problems:
            self.args = (self._format([str(problem) for problem in self.problems]),)
        return self

    def _format(self, lines: Sequence[str]) -> str:
        count = f"{len(self.problems):,} problem{'s' if len(self.problems) != 1 else ''}"
        check = f"communique check --case {shlex.quote(self.where)} --all"
        hint = f" (`{check}` lists each)" if len(lines) < len(self.problems) else ""
        return "\n".join([*lines, f"{count}{hint} in {self.where}; nothing was rendered."])


class MissingClaim(CaseError):
    """The case has no claim on a quantity that a comparison needs.

    >>> from analysis import MissingClaim, load_case
    >>> try:
    ...     load_case()["reconstruction.need", "atlantis"]
    ... except MissingClaim as error:
    ...     print(error)
    mar-a-lago-2025-12-28 has no claim on reconstruction.need...
    """

    def __init__(self, message: str):
        self.problems = ()
        self.where = ""
        CommuniqueError.__init__(self, message)


class MissingRole(MissingClaim):
    """The case does not say which of its rows plays a part in a question that all cases share.

    >>> raise MissingRole("my-case does not say what is its need (the sum asked for); it has the roles: debt.")
    Traceback (most recent call last):
    analysis.errors.MissingRole: my-case does not say what is its need (the sum asked for); it has the roles: debt.
    """


class CannotAnswer(MissingClaim):
    """The case lacks a table or a role that the question of a notebook needs.

    >>> raise CannotAnswer("my-case cannot answer this question: no positions (positions.csv has no rows).")
    Traceback (most recent call last):
    analysis.errors.CannotAnswer: my-case cannot answer this question: no positions (positions.csv has no rows).
    """


class UnitError(CommuniqueError):
    """Units that cannot be combined (dollars and people), or a number about to lose its claims.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> case["reconstruction.need"] + case["population.now"]
    Traceback (most recent call last):
    analysis.errors.UnitError: million person cannot be added to billion USD: they measure different things
    >>> float(case["reconstruction.need"])
    Traceback (most recent call last):
    analysis.errors.UnitError: float() would drop the claims behind reconstruction need; use .value
    """


class ReportError(CommuniqueError):
    """One report failed. The others were finished."""


class CellError(ReportError):
    """A notebook cell raised an error."""


class UntracedNumber(ReportError):
    """A digit in a report leads to no claim."""


class MissingAltText(ReportError):
    """A figure has no alternative text: a sentence for those who cannot see it."""


class StoreError(CommuniqueError):
    """What is at an address cannot be reached, read or written. Whatever was published there stands as it was.

    >>> raise StoreError("s3://bucket/reports: no answer in time; try again.")
    Traceback (most recent call last):
    analysis.errors.StoreError: s3://bucket/reports: no answer in time; try again.
    """


def describe_raised(name: str, value: str) -> str:
    """Returns what a cell raised, in one line: our own errors are written for the reader, any other has its class.

    name: of its class. value: its text.

    >>> describe_raised("UsageError", "no table 'claim'"), describe_raised("KeyError", "'claim'")
    ("no table 'claim'", "KeyError: 'claim'")
    """
    own = isinstance(globals().get(name), type) and issubclass(globals()[name], CommuniqueError)
    return value if own else shorten(f"{name}: {' '.join(value.split())}", _MAX_RAISED)


@contextmanager
def add_context(what: str) -> Iterator[None]:
    """Adds, to any CommuniqueError raised within, what was being done when it was raised.

    >>> with add_context("forces, cell 3"):
    ...     raise UsageError("no table 'claim' (nearest: claims)")
    Traceback (most recent call last):
    analysis.errors.UsageError: forces, cell 3: no table 'claim' (nearest: claims)
    """
    try:
        yield
    except CommuniqueError as error:
        error.args = (f"{what}: {error.args[0]}", *error.args[1:])
        raise


def format_nearest(word: str, allowed: Iterable[str], cutoff: float = 0.5) -> str:
    """Returns the allowed name closest to a misspelt one, to be added to a message; '' if none is close.

    Nothing is close to a word much longer than a name is. cutoff: how alike they must be, from 0 to 1.

    >>> format_nearest("forces.capp", ["forces.cap", "forces.now"])
    ' (nearest: forces.cap)'
    """
    near = find_nearest(word, allowed, cutoff)
    return f" (nearest: {near})" if near else ""


def find_nearest(word: str, allowed: Iterable[str], cutoff: float = 0.5) -> str:
    """Returns the allowed name closest to a misspelt one, '' if none is close, as for `format_nearest`.

    >>> find_nearest("forces.capp", ["forces.cap", "forces.now"])
    'forces.cap'
    """
    close = difflib.get_close_matches(word, list(allowed), n=1, cutoff=cutoff) if len(word) <= _MAX_WORD else []
    return close[0] if close else ""
