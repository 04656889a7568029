"""A report whose sources are in twelve languages and ten scripts, for the tests of every format."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

import pandas as pd

from analysis import bars, cover, load_case, say, table
from analysis.case.schema import Source
from analysis.label import Label
from analysis.report.document import reader
from tests.conftest import TINY, merge_folders
from tests.notebooks_in_memory import make_executed_notebook

SCRIPTS = TINY.parent / "scripts"


@cache
def read_report() -> reader.Document:
    """Returns the report: each source is named in a table, in a chart and in the notes of its number."""
    folder = Path(tempfile.mkdtemp())
    try:
        case = load_case(merge_folders(TINY, SCRIPTS, into=folder / "scripts"))
        sources = case.ledger.get_table(Source)
        claims = {claim.source: case.estimate(claim) for claim in case.claims("reconstruction.need")}
        ids = [id for id in claims if id.endswith("_survey")]
        columns = {
            "who": [Label(str(sources[id].publisher), f"sources/{id}", case) for id in ids],
            "what": [case.source(id) for id in ids],
            "need": [claims[id] for id in ids],
        }
        frame = pd.DataFrame(columns, dtype=object)
        return reader.read_document(
            make_executed_notebook(
                cover("Who says what", "What is needed?", case.about),
                say(
                    "{who} writes of {need} in {what}, and others of as much.", **{n: c[0] for n, c in columns.items()}
                ),
                bars(frame, "Twelve surveys", key="surveys", label="who", value="need"),
                table(frame, "Twelve surveys, by title", key="titles"),
            )
        )
    finally:
        shutil.rmtree(folder)
