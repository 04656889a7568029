"""How much the files of a case may hold, and which characters: one bound for all that reads them.

`docs/limits.md` lists them; a test keeps that page and these numbers the same.
"""

from __future__ import annotations

import errno
import re

MAX_TABLE_BYTES = 200_000_000
"""Size of one CSV table."""

MAX_ROWS = 1_000_000
"""Rows of one table."""

MAX_COLUMNS = 200
"""Columns in the header of a table."""

MAX_CELL = 10_000
"""Characters in a cell, or in a text of datapackage.json, unless its column takes less."""

MAX_ID = 100
"""Characters of an id, which may become the name of a folder."""

MAX_DATE = 200
"""Characters of a date."""

MAX_UNIT = 100
"""Characters of a unit."""

MAX_FORMULA = 1_000
"""Characters of a formula."""

MAX_NESTING = 50
"""Brackets within brackets, and signs before a number, in a formula."""

MAX_CHAIN = 20
"""Formulas that build on one another."""

MAX_TERMS = 1_000
"""Quantities in a formula, counted with those of the formulas that it builds on."""

MAX_NUMBER = 1e24
"""Largest size of a number, in base units (dollars, not billions)."""

MIN_NUMBER = 1e-24
"""Smallest size of a number other than 0, in base units."""

MAX_HOUSE_BYTES = 100_000
"""Size of house.toml."""

MAX_DESCRIPTOR_BYTES = 5_000_000
"""Size of datapackage.json, and of README.md."""

MAX_LOGO_BYTES = 150_000
"""Size of a logo."""

MAX_TYPEFACE_BYTES = 300_000
"""Size of a file of a typeface."""

MAX_FALLBACK_BYTES = 2_000_000
"""Size of a file of a fallback typeface."""

MAX_NOTEBOOK_BYTES = 20_000_000
"""Size of a notebook."""

MAX_TEXT_CELL = 200_000
"""Characters of one text cell of a notebook."""

MAX_SOURCE_BYTES = 50_000_000
"""Size of a source's text, for the audit."""


class FileTooLarge(OSError):
    """A file is larger than what may be read. found, allowed: its size and the most, in words."""

    def __init__(self, size: int, most: int):
        self.found, self.allowed = f"a file of {size:,} bytes", f"at most {most:,} bytes"
        super().__init__(errno.EFBIG, f"{self.found}; allowed: {self.allowed}")


# Controls other than tab and line feed, non-characters, and halves of surrogate pairs: XML holds none of them, so
# neither does Word, and PDF and HTML print them as boxes or not at all.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

_NAMES = {
    "\x00": "a NUL character",
    "\x07": "a bell character",
    "\x08": "a backspace character",
    "\x0b": "a vertical tab",
    "\x0c": "a form feed",
    "\r": "a carriage return",
    "\x1b": "an escape character",
}


def find_forbidden(text: str) -> str:
    """Returns in words the first character of a text that no format can print, '' if there is none.

    >>> find_forbidden("a\\x0cb"), find_forbidden("two\\nlines")
    ('a form feed (U+000C)', '')
    """
    found = FORBIDDEN.search(text)
    return describe_character(found[0]) if found else ""


def describe_character(character: str) -> str:
    """Returns a forbidden character in words: `a form feed (U+000C)`."""
    kind = "a control character" if character < "\xa0" else "a character that is none"
    return f"{_NAMES.get(character, kind)} (U+{ord(character):04X})"
