"""Parts of reports that this process has written before: the variants of a sweep have most of theirs in common.

What is kept is found by the content of what was written, and by all that decides how it is written, so that whatever
differs is written again: the language, the words in other languages, and the units of cases.
"""

from __future__ import annotations

import hashlib
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
_MOST_BYTES = 1_000_000  # of what a part is written from; a table of thousands of rows has more


def keep_part(write: Callable[Concatenate[_Item, _Given], _Part]) -> Callable[Concatenate[_Item, _Given], _Part]:
    """Makes a function that writes a part of a report return the part that it wrote before for the same content.

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
        try:
            key = _compute_digest((setting, item, given, named))
        except _TooLarge:
            return write(item, *given, **named)
        return cast(_Part, _KEPT.find_or_make(key, lambda: write(item, *given, **named), _count_characters))

    return find_or_write


class _TooLarge(Exception):
    """What is to be written is so large that to compare it would not pay."""


class _Digest:
    """A file that keeps nothing of what is written to it but a digest. Raises _TooLarge."""

    def __init__(self) -> None:
        self._hash, self._size = hashlib.blake2b(digest_size=16), 0

    def write(self, content: bytes) -> int:
        self._size += len(content)
        if self._size > _MOST_BYTES:
            raise _TooLarge
        self._hash.update(content)
        return len(content)

    def compute(self) -> bytes:
        return self._hash.digest()


def _compute_digest(content: object) -> bytes:
    digest = _Digest()
    pickle.dump(content, digest, 5)
    return digest.compute()


def _count_characters(part: object) -> int:
    return len(part if isinstance(part, str) else repr(part))


def forget_parts() -> None:
    """Forgets all parts, as in a process that has written none.

    >>> forget_parts()
    """
    _KEPT.clear()
