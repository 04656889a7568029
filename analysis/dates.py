"""EDTF dates (Library of Congress, ISO 8601-2:2019): checked, ordered and read out without gaining precision."""

from __future__ import annotations

from datetime import date
from functools import cache

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")


@cache
def valid(text: str) -> bool:
    """Returns whether the text is an EDTF date or interval, levels 0 to 2."""
    import edtf

    try:
        edtf.parse_edtf(text)
    except (edtf.EDTFParseException, ValueError):
        return False
    return True


@cache
def span(text: str) -> tuple[date, date]:
    """Returns the first and the last day the EDTF date may mean: 2025-10 is 1 to 31 October."""
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
