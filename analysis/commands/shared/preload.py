"""Imported once by the process that forks kernels: all that a notebook's first cells would otherwise import."""

import importlib
import string
from contextlib import suppress

import babel.dates
import pandas as pd

import analysis
from analysis import compare
from analysis.case import datapackage
from analysis.commands.shared import preload_plan
from analysis.show.charts import canvas

_FOR_PEOPLE = frozenset(("check_notebook", "explorer", "preview"))  # who write a notebook: no report calls these
for name in analysis.__all__:
    if name not in _FOR_PEOPLE:
        getattr(analysis, name)  # imports it, as the next does
for name in dir(compare):
    getattr(compare, name)
with suppress(ImportError):  # an extra
    importlib.import_module("krippendorff")
pd.DataFrame({"": [""]}).to_dict("records")  # imports what it is done with
sheet = canvas.Sheet(1, 1)  # finds the typefaces and measures their letters
for bold in (False, True):
    sheet.write_text(0, 0, string.printable.strip() + "−–’≈≤≥", bold=bold)
sheet.draw_bar(0, 0, 1, 1, "#000000")
sheet.draw_line([0, 1], [0, 1], "#000000", 1)
canvas.render_sheet(sheet, "warm")

__all__ = ["babel", "compare", "datapackage", "preload_plan"]
