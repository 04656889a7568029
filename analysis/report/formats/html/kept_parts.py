"""Parts of pages that this process has written before: the variants of a sweep have most of theirs in common.

What is kept is found by the content of what was written, and by all that decides how it is written, so that whatever
differs is written again: the language, the words in other languages, and the units of cases.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from analysis.messages import get_language
from analysis.report.document.kept import Kept
from analysis.report.document.languages import get_languages
from analysis.wording.units import count_changes

_Item = TypeVar("_Item")
_Given = ParamSpec("_Given")
_Part = TypeVar("_Part")

_KEPT = Kept[Any](most=4_000_000)  # characters


def keep_part(
    write: Callable[Concatenate[_Item, _Given], _Part],
) -> Callable[Concatenate[_Item, _Given], _Part]:
    """Makes a function that writes a part of a page return the part that it wrote before for the same content.

    The function depends on what it is given, on the language and on the units alone; what it returns is not changed.

    >>> @keep_part
    ... def write_words(words):
    ...     print("written")
    ...     return f"<p>{words}</p>"
    >>> write_words("Four words stand here."), write_words("Four words stand here.")
    written
    ('<p>Four words stand here.</p>', '<p>Four words stand here.</p>')
    """
    name = f"{write.__module__}.{write.__qualname__}"

    @wraps(write)
    def find_or_write(item: _Item, /, *given: _Given.args, **named: _Given.kwargs) -> _Part:
        setting = name, get_language(), get_languages().digest, count_changes()
        content = pickle.dumps((setting, item, given, named), 5)
        return cast(_Part, _KEPT.find_or_make(content, lambda: write(item, *given, **named), _count_characters))

    return find_or_write


def _count_characters(part: object) -> int:
    return len(part if isinstance(part, str) else repr(part))


def forget_parts() -> None:
    """Forgets all parts, as in a process that has written none.

    >>> forget_parts()
    """
    _KEPT.clear()
