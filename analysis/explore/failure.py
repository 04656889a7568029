"""What went wrong, in words for the panel, and at which line of a reader's function."""

from __future__ import annotations

import inspect
import linecache
import traceback
from collections.abc import Callable
from typing import Any

from analysis.errors import CommuniqueError
from analysis.messages import gettext


def describe_failure(error: Exception, function: Callable[..., Any]) -> str:
    """Returns in words what stopped a function, and at which of its lines. function: the reader's, or a comparison.

    >>> try:
    ...     len(5)
    ... except TypeError as error:
    ...     describe_failure(error, len)
    "len stopped: object of type 'int' has no len() (TypeError)."
    """
    where = _find_line(error, function)
    if isinstance(error, CommuniqueError):
        return f"{error}{f' ({where[0].lower()}{where[1:]})' if where else ''}"
    said = " ".join(str(error).split()) or gettext("it gave no reason")
    stopped = where or gettext("{function} stopped", function=_name_function(function))
    return f"{stopped}: {said} ({type(error).__name__})."


def _name_function(function: Callable[..., Any]) -> str:
    name = getattr(function, "__name__", "")
    return gettext("Your function") if name in ("", "<lambda>") else name


def _find_line(error: Exception, function: Callable[..., Any]) -> str:
    """Returns the innermost line of the file or cell of a reader's function that was running; '' for our own."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is None or function.__module__.partition(".")[0] == "analysis":
        return ""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == code.co_filename]
    if not frames or frames[-1].lineno is None:
        return ""
    line = linecache.getline(code.co_filename, frames[-1].lineno).strip()
    called, at = _name_function(function), frames[-1].lineno
    if not line:
        return gettext("{function} stopped at line {number}", function=called, number=at)
    return gettext("{function} stopped at line {number}, `{line}`", function=called, number=at, line=line)
