"""EDTF dates (Library of Congress, ISO 8601-2:2019), such as `2025-10` or `2026-01~`.

`edtf` reads them, `spans` finds the days they may mean, and `words` writes them in words
without adding precision; the words themselves are in `templates`.
"""

from analysis.dates.edtf import PARTS_OF_YEAR, Date, DateSet, Edtf, Interval, is_valid, read_edtf
from analysis.dates.spans import compute_moments, compute_reach, compute_span, make_sort_key, move_months
from analysis.dates.templates import MONTHS, DateText
from analysis.dates.words import format_date, parse_date

__all__ = [
    "MONTHS",
    "PARTS_OF_YEAR",
    "Date",
    "DateSet",
    "DateText",
    "Edtf",
    "Interval",
    "compute_moments",
    "compute_reach",
    "compute_span",
    "format_date",
    "is_valid",
    "make_sort_key",
    "move_months",
    "parse_date",
    "read_edtf",
]
