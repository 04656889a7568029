"""A problem in a case's files, and many of them in a few lines: the cause first, and what is alike in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

MAX_LINES = 20  # of a message, with its closing line
_MAX_FOUND = 120  # characters of what was found
_MAX_WORDS = 600  # characters of what is allowed, and of what to do
_MAX_PLACE = 60  # characters of a column's name: an unknown column has any
_MAX_ROWS_NAMED = 5


class Words(str):
    """What was found, in words: printed without quotation marks.

    >>> print(Problem("claims.csv", 7, None, Words("3 cells"), "19, one for each column of the header"))
    claims.csv:7: found 3 cells; allowed: 19, one for each column of the header.
    """

    __slots__ = ()


@dataclass(frozen=True)
class Problem:
    """One problem in a case's files: where, what was found, what is allowed, what to do.

    cause: what has a problem that leads to this one, a file or `table/id`; '' if there is none. leads: whether it leads
    to others, and so comes before them.

    >>> print(Problem("claims.csv", 7, "value", "seven", "a number", "Write it in digits."))
    claims.csv:7:value: found 'seven'; allowed: a number. Write it in digits.
    """

    file: str
    row: int | None  # the line in the file, the header being line 1; None for the whole file
    column: str | None
    found: object
    allowed: str
    remedy: str = ""
    cause: str = ""
    leads: bool = False

    def __str__(self) -> str:
        parts = (str(part) for part in (self.file, self.row, self.column) if part is not None)
        place = ":".join(shorten(part, _MAX_PLACE) for part in parts)
        remedy = f" {shorten(self.remedy, _MAX_WORDS)}" if self.remedy else ""
        return f"{place}: found {_format_found(self.found)}; allowed: {shorten(self.allowed, _MAX_WORDS)}.{remedy}"


def _format_found(found: object) -> str:
    if found in (None, ""):
        return "nothing"
    if isinstance(found, Words):
        return shorten(found, _MAX_WORDS)
    if isinstance(found, float):
        return f"{found:.15g}"
    text = found if isinstance(found, str) else repr(found)
    if len(text) > _MAX_FOUND:
        return f"{text[:_MAX_FOUND]!r} and {len(text) - _MAX_FOUND:,} characters more"
    return repr(found)


def shorten(text: str, longest: int = _MAX_FOUND) -> str:
    """Returns a text as part of a line: not too long, and with what cannot be printed as Python writes it.

    >>> shorten("two\\nlines", 6)
    'two\\\\nl…'
    """
    line = text[: longest + 1]
    if not line.isprintable():
        line = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in line)
    return line if len(text) <= longest else f"{line[:longest]}…"


def summarise(problems: Sequence[Problem], most: int = MAX_LINES - 1) -> list[str]:
    """Returns the problems in at most so many lines, each for one problem or for several of one kind.

    A problem that another one causes has no line: the line of its cause counts it. Three or more equal problems of one
    column share a line. Where there are too many lines, those of the file that has most of them are joined: first the
    equal ones, then those of one kind in a column, then those of one kind in the file, then all of the file.

    >>> for line in summarise([Problem("a.csv", row, "source", "artcle", "an id of sources.csv") for row in (3, 4, 9)]):
    ...     print(line)
    a.csv:3:source: found 'artcle'; allowed: an id of sources.csv. The same in 2 other cells, rows 4, 9.
    """
    own = [problem for problem in problems if not problem.cause]
    equal = Counter(_make_key(problem, 1) for problem in own)
    levels = dict.fromkeys((problem.file for problem in own), 0)
    while True:
        groups: dict[tuple[object, ...], list[Problem]] = {}
        for problem in own:
            level = levels[problem.file] or int(equal[_make_key(problem, 1)] > 2)
            key = (*_make_key(problem, level), level if level else id(problem))
            groups.setdefault(key, []).append(problem)
        lines = Counter(str(key[0]) for key in groups)
        wide = [file for file, _ in lines.most_common() if levels[file] < len(_MORE)]
        if len(groups) <= most or not wide:
            break
        levels[wide[0]] += 1
    found = [_format_group(group, levels[group[0].file] or 1) for group in groups.values()]
    more = len(found) - most + 1
    return found if len(found) <= most else [*found[: most - 1], f"… and problems in {more} other files."]


_MORE = (  # after the first of a group, for each level
    "The same in {} other cell{}",
    "Not accepted in this column either: {} other cell{}",
    "Of this kind in this file: {} other problem{}",
    "Also in this file: {} other problem{}",
)


def _make_key(problem: Problem, level: int) -> tuple[object, ...]:
    """Returns what problems that share a line have in common, the file first. level: 0 if none do, up to 4."""
    kind = problem.allowed.partition(" (nearest")[0]
    keys = ((), (problem.column, str(problem.found), kind), (problem.column, kind), (kind,), ())
    return problem.file, *keys[level]


def _format_group(group: Sequence[Problem], level: int) -> str:
    first, *others = group
    if not others:
        return str(first)
    more = _MORE[level - 1].format(f"{len(others):,}", "s" if len(others) > 1 else "")
    rows = [str(row) for row in dict.fromkeys(problem.row for problem in others if problem.row != first.row) if row]
    named = ", ".join(rows[:_MAX_ROWS_NAMED]) + (", …" if len(rows) > _MAX_ROWS_NAMED else "")
    return f"{first} {more}" + (f", row{'s' if len(rows) > 1 else ''} {named}." if rows else ".")
