"""Imported once by the process that forks kernels: whatever a notebook's first cells would otherwise wait for."""

from analysis import case, compare, package, units
from analysis.columns import read_texts
from analysis.schema import TABLES
from analysis.show import chart, drawing, prose, table

for name in dir(compare):
    getattr(compare, name)                                             # imports it
for kind in TABLES.values():
    for column in kind.model_fields:
        read_texts(kind, column, ())                                   # builds the check of every column
units.factor("billion USD / person")                                   # parses units.txt
drawing.svg(lambda figure: figure.text(0, 0, "0 −"), width=1, height=1, key="warm")   # finds the typefaces

__all__ = ["case", "chart", "compare", "package", "prose", "table"]
