"""Works cited, from what reference managers export: CSL-JSON, BibTeX and RIS as entries, and entries as sources.

`read_bibliography` is the reader. `reader` finds out the format, and a module reads each: `csl`, `bibtex` (with
`latex`) and `ris`. `entry` is what they return, `dates` turns what is written about a date into EDTF, `kinds` knows
which types of work say what kind of source a work is, and `rows` makes rows of sources.csv.
"""

from analysis.bibliography.entry import Entry
from analysis.bibliography.reader import read_bibliography
from analysis.bibliography.rows import SourceRows, build_source_rows

__all__ = ["Entry", "SourceRows", "build_source_rows", "read_bibliography"]
