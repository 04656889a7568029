"""How much the files of a case may hold: one bound for all that reads them.

`docs/limits.md` lists them; a test keeps that page and these numbers the same.
"""

from __future__ import annotations

import errno

MAX_TABLE_BYTES = 1_000_000_000
"""Size of one CSV table."""

MAX_ROWS = 2_000_000
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

MAX_UNITS_BYTES = 20_000
"""Size of units.txt."""

MAX_UNIT_NAME = 40
"""Characters of a name that units.txt gives a unit."""

MAX_UNITS = 200
"""Units that a case adds in units.txt."""

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
"""Size of a document that is read: a source, or a draft."""

MAX_SOURCE_PAGES = 2_000
"""Pages of a PDF that is read."""

MAX_UNPACKED_BYTES = 200_000_000
"""Size of what a Word file that is read holds, unpacked."""

MAX_SENT_BYTES = 1_000_000_000
"""Size of all files that are sent to each worker of a cluster, before they are compressed."""

MAX_COPIED_FILES = 2_000
"""Files of a case at an address, which is copied whole."""

MAX_COPIED_BYTES = 1_000_000_000
"""Size of a case at an address, all its files together."""


class FileTooLarge(OSError):
    """A file is larger than what may be read. found, allowed: its size and the most, in words."""

    def __init__(self, size: int, most: int):
        self.found, self.allowed = f"a file of {size:,} bytes", f"at most {most:,} bytes"
        super().__init__(errno.EFBIG, f"{self.found}; allowed: {self.allowed}")
