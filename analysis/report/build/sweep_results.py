"""The results of a sweep's variants in one table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis.report.build.job import Render
from analysis.report.build.publish import publish_file

_NUMBER_COLUMNS = ("value", "low", "high", "unit", "qualifier")


def write_results_table(root: Path, renders: Sequence[Render]) -> Path:
    """Writes results.csv, each named number of each finished render with its parameters; returns its path."""
    from analysis.report.formats.table_csv import write_csv  # only a sweep needs it

    return publish_file(write_csv(_list_rows(renders)), root / "results.csv")


def _list_rows(renders: Sequence[Render]) -> Iterator[Sequence[object]]:
    """Yields the rows one by one: those of thousands of variants take fifty megabytes together."""
    names = sorted({name for render in renders for name in render.parameters if name != "case_dir"})
    yield ["report_id", *names, "result", *_NUMBER_COLUMNS]
    for render in renders:
        path = render.folder / "results.json"
        results = json.loads(path.read_text(encoding="utf-8"))["results"] if path.exists() else {}
        values = [render.parameters.get(name, "") for name in names]
        for name, number in results.items():
            if number["qualifier"] == "between":  # a range, of which nobody gives the value
                number["value"] = None
            yield [render.report, *values, name, *(number[column] for column in _NUMBER_COLUMNS)]
