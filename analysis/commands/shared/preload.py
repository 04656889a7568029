"""Imported once by the process that forks kernels: all that a notebook's first cells would otherwise import."""

import string

import pandas as pd

from analysis import compare
from analysis.case import case, datapackage
from analysis.case.columns import read_texts
from analysis.case.schema import TABLES
from analysis.show import prose, table, what_if
from analysis.show.charts import bars, canvas, ladder
from analysis.wording import units

for name in dir(compare):
    getattr(compare, name)  # imports it
for kind in TABLES.values():
    for column in kind.model_fields:
        read_texts(kind, column, ())  # builds the check of every column
units.get_factor("billion USD / person")  # parses units.txt
pd.DataFrame({"": [""]}).to_dict("records")  # imports what it is done with
sheet = canvas.Sheet(1, 1)  # finds the typefaces and measures their letters
for bold in (False, True):
    sheet.write_text(0, 0, string.printable.strip() + "−–’≈≤≥", bold=bold)
sheet.draw_bar(0, 0, 1, 1, "#000000")
sheet.draw_line([0, 1], [0, 1], "#000000", 1)
canvas.render_sheet(sheet, "warm")

__all__ = ["bars", "case", "compare", "datapackage", "ladder", "prose", "table", "what_if"]
