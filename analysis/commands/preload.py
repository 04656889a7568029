"""Imported once by the process that forks kernels: whatever a notebook's first cells would otherwise wait for."""

import string

import pandas as pd

from analysis import compare
from analysis.case import case
from analysis.case import datapackage as package
from analysis.case.columns import read_texts
from analysis.case.schema import TABLES
from analysis.estimates import units
from analysis.show import prose, table, what_if
from analysis.show.charts import bars, ladder
from analysis.show.charts import canvas as drawing

for name in dir(compare):
    getattr(compare, name)  # imports it
for kind in TABLES.values():
    for column in kind.model_fields:
        read_texts(kind, column, ())  # builds the check of every column
units.factor("billion USD / person")  # parses units.txt
pd.DataFrame({"": [""]}).to_dict("records")  # imports what it is done with
sheet = drawing.Sheet(1, 1)  # finds the typefaces and measures their letters
for bold in (False, True):
    sheet.text(0, 0, string.printable.strip() + "−–’≈≤≥", bold=bold)
sheet.bar(0, 0, 1, 1, "#000000")
sheet.line([0, 1], [0, 1], "#000000", 1)
drawing.paint(sheet, "warm")

__all__ = ["bars", "case", "compare", "ladder", "package", "prose", "table", "what_if"]
