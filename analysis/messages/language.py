"""The language in which this process prints: one for all of it, or another within a context.

A notebook's cells run in contexts of their own, so what one cell sets has to hold for the next: hence a value of the
process beside the value of the context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar, cast

from analysis.messages.languages import find_language

_Given = ParamSpec("_Given")
_Returned = TypeVar("_Returned")

_process = ["en"]
_within: ContextVar[str | None] = ContextVar("_within", default=None)


def get_language() -> str:
    """Returns the language in which is printed here and now: a tag of BCP 47 that has a catalogue, or `en`.

    >>> get_language()
    'en'
    """
    return _within.get() or _process[0]


def set_language(tag: str) -> None:
    """Makes this process print in a language. Raises UsageError, with the nearest, if it has no catalogue.

    >>> set_language("en")
    """
    _process[0] = find_language(tag)


@contextmanager
def use_language(tag: str) -> Iterator[None]:
    """Prints in a language within the context. Raises UsageError, with the nearest, if it has no catalogue.

    >>> with use_language("uk"):
    ...     get_language()
    'uk'
    """
    token = _within.set(find_language(tag))
    try:
        yield
    finally:
        _within.reset(token)


def cache_by_language(function: Callable[_Given, _Returned]) -> Callable[_Given, _Returned]:
    """Keeps what a function returns for what it is given, as `functools.cache` does, for each language apart.

    >>> @cache_by_language
    ... def name_page() -> str:
    ...     return get_language()
    >>> name_page()
    'en'
    """

    return keep_by_language(None)(function)


def keep_by_language(most: int | None) -> Callable[[Callable[_Given, _Returned]], Callable[_Given, _Returned]]:
    """Keeps what a function returns as `cache_by_language` does, but no more results than so many; None: all.

    >>> @keep_by_language(2)
    ... def repeat(letter: str) -> str:
    ...     return letter + get_language()
    >>> repeat("a")
    'aen'
    """

    def decorate(function: Callable[_Given, _Returned]) -> Callable[_Given, _Returned]:
        @lru_cache(maxsize=most)
        def call(_language: str, *given: Any, **named: Any) -> Any:
            return cast(Any, function)(*given, **named)

        @wraps(function)
        def call_in_language(*given: _Given.args, **named: _Given.kwargs) -> _Returned:
            return cast(_Returned, cast(Any, call)(get_language(), *given, **named))

        return call_in_language

    return decorate
