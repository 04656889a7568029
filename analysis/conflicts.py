"""Where git left two versions of some lines in a file because it could not merge them: what to say of its marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.problems import Problem, Words

_MARK = re.compile(r"^(<{7}|>{7}) (\S.*?)\r?$", re.MULTILINE)
_REMEDY = "Keep the lines that are right, and delete those that begin with <<<<<<<, |||||||, ======= and >>>>>>>."


def find_conflicts(file: str, content: bytes) -> Iterator[Problem]:
    """Yields a problem for each place in a text file where git could not merge two branches, with their names.

    file: its name, for the message. content: UTF-8.

    >>> print(*find_conflicts("a.csv", b"id\\n<<<<<<< HEAD\\none\\n=======\\ntwo\\n>>>>>>> water\\n"))
    a.csv:2: found a conflict that git left, between HEAD and water, to line 6; allowed: one version of these lines. ...
    """
    if b"<<<<<<< " not in content and b">>>>>>> " not in content:  # as in most files, whose lines need no look
        return
    text = content.decode("utf-8", "replace")
    begun: tuple[int, str] | None = None
    for mark in _MARK.finditer(text):
        line, branch = text.count("\n", 0, mark.start()) + 1, mark[2]
        if mark[1][0] == "<":
            if begun:
                yield _make_problem(file, *begun)
            begun = (line, branch)
        else:
            both = f"{begun[1]} and {branch}" if begun else branch
            yield _make_problem(file, begun[0] if begun else line, both, line if begun else None)
            begun = None
    if begun:
        yield _make_problem(file, *begun)


def _make_problem(file: str, line: int, branches: str, end: int | None = None) -> Problem:
    found = f"a conflict that git left, between {branches}, to line {end}" if end else f"git’s mark of {branches}"
    return Problem(file, line, None, Words(found), "one version of these lines", _REMEDY)
