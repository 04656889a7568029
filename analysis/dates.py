"""EDTF dates (Library of Congress, ISO 8601-2:2019): checked, ordered and read out without gaining precision."""

from __future__ import annotations

import io
import re
from calendar import monthrange
from contextlib import redirect_stdout
from datetime import date
from functools import cache

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")


# Nearly every date of a ledger; the library takes some 35 ms for each.
_PLAIN = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?[~?%]?")


@cache
def valid(text: str) -> bool:
    """Returns whether the text is an EDTF date or interval, levels 0 to 2."""
    plain = _PLAIN.fullmatch(text)
    if plain:
        year, month, day = (int(part or 1) for part in plain.groups())
        return year >= 1 and 1 <= day <= monthrange(year, month)[1]
    import edtf

    try:
        with redirect_stdout(io.StringIO()):   # it prints what it stumbles over ...
            edtf.parse_edtf(text)
    except Exception:                          # ... and raises whatever comes of it
        return False
    return True


@cache
def span(text: str) -> tuple[date, date]:
    """Returns the first and the last day the EDTF date may mean: 2025-10 is 1 to 31 October."""
    plain = _PLAIN.fullmatch(text)
    if plain:
        year, month, day = (int(part) if part else None for part in plain.groups())
        return (date(year, month or 1, day or 1),
                date(year, month or 12, day or monthrange(year, month or 12)[1]))
    import edtf

    parsed = edtf.parse_edtf(text)
    first, last = parsed.lower_strict(), parsed.upper_strict()
    return date(*first[:3]), date(*last[:3])


def readable(text: str) -> str:
    """Returns the date in words, as precise as it was given: `28 December 2025`, `about January 2026`."""
    if "/" in text:
        return " to ".join(readable(part) if part not in ("", "..") else "open" for part in text.split("/"))
    plain = text.rstrip("~?%")
    about = "about " if text != plain else ""
    parts = plain.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return about + plain
    year, *rest = parts
    words = [str(int(rest[1]))] if len(rest) == 2 else []
    words += [MONTHS[int(rest[0]) - 1]] if rest and 1 <= int(rest[0]) <= 12 else rest[:1]
    return about + " ".join([*words, year])
