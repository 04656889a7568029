"""Imported first by the process that forks: all that a plan of renders and a notebook's first cells both need."""

from analysis.case import case
from analysis.case.columns import read_texts
from analysis.case.schema import TABLES
from analysis.wording import units

for kind in TABLES.values():
    for column in kind.model_fields:
        read_texts(kind, column, ())  # builds the check of every column
units.get_factor("billion USD / person")  # parses units.txt

__all__ = ["case"]
