"""A report whose sources are in twelve languages and ten scripts, for the tests of every format."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pandas as pd

from analysis import Estimate, bars, cover, load_case, say, see, table
from analysis.case.schema import Source
from analysis.label import Label
from analysis.messages import set_language
from analysis.report.document import reader
from tests.conftest import TINY, merge_folders
from tests.notebooks_in_memory import make_executed_notebook

SCRIPTS = TINY.parent / "scripts"


_WORDS = {
    "en": (
        "Who says what",
        "What is needed?",
        "{who} writes of {need} in {what}, and others of as much.",
        "Twelve surveys",
        "Twelve surveys, by title",
        "",
    ),
    "uk": (
        "Хто що каже",
        "Скільки потрібно?",
        "{who} пише про {need} у праці {what}, інші — про стільки ж.",
        "Дванадцять досліджень",
        "Дванадцять досліджень за назвами",
        "Разом {total}: див. {titles} та {surveys}. {titles} називає їх.",
    ),
}


def _refer(sentence: str, claims: Iterable[Estimate]) -> object:
    """Returns a sentence with a computed number and references to the table and to the chart."""
    first, *others = claims
    return say(sentence, total=sum(others, first), titles=see("titles"), surveys=see("surveys"))


@cache
def read_report(language: str = "en") -> reader.Document:
    """Returns the report: each source is named in a table, in a chart and in the notes of its number."""
    folder = Path(tempfile.mkdtemp())
    title, question, sentence, chart, by_title, _ = words = _WORDS[language]
    try:
        case = load_case(merge_folders(TINY, SCRIPTS, into=folder / "scripts"), language=language)
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
                cover(title, question, case.about),
                say(sentence, **{n: c[0] for n, c in columns.items()}),
                bars(frame, chart, key="surveys", label="who", value="need"),
                table(frame, by_title, key="titles"),
                *([_refer(words[-1], claims.values())] if language != "en" else []),
            )
        )
    finally:
        set_language("en")
        shutil.rmtree(folder)
