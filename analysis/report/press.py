"""Typst source -> PDF or PNG: the one compiler, with the house's typefaces and no others."""

from __future__ import annotations

import threading
from functools import cache
from typing import Any

from analysis.errors import ReportError
from analysis.house import FONTS

_one_at_a_time = threading.Lock()


def press(source: str, **how: Any) -> bytes:
    """Returns a Typst file compiled; how: format and whatever else `typst.Compiler.compile` takes.

    Raises ReportError with Typst's own words should it refuse the page.
    """
    import typst

    try:
        with _one_at_a_time:         # a compiler serves one thread; it takes hundredths of a second
            return _compiler().compile(source.encode(), **how)
    except typst.TypstError as error:
        raise ReportError(f"the {how['format'].upper()} could not be set: {error.message}"
                          + "".join(f"; {hint}" for hint in error.hints)) from None


@cache
def _compiler() -> Any:
    import typst

    return typst.Compiler(font_paths=fonts())


@cache
def fonts() -> Any:
    """Returns the typefaces, found once; a process that forks may do so beforehand, as it starts no thread."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])
