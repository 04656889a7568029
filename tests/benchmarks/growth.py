"""How time grows with the number of reports, of claims, and of rows in a table."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks.cases import grown, shipped, with_reports
from tests.benchmarks.measure import communique, exponent, task
from tests.benchmarks.results import Part, Row


def measure(quick: bool = False) -> Part:
    """Returns some sizes each, the fitted exponent (1 is linear), and the series for the chart."""
    reports, claims, rows = (
        ((1, 2, 3), (300, 600, 900), (30, 60, 90, 120))
        if quick
        else ((4, 12, 36), (30_000, 100_000, 300_000, 1_000_000), (1_000, 3_000, 10_000, 20_000))
    )
    noted_rows = rows[:3] if quick else (300, 1_000, 3_000)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        series = {
            "reports: render, HTML": {count: _reports(place, count) for count in reports},
            "claims: load": {
                count: task("load", grown(place / f"claims-{count}", count), cache=place / "cache")["seconds"]
                for count in claims
            },
        }
        found = {count: _best([task("rows", count) for _ in range(1 if quick else 3)]) for count in rows}
        noted = {count: task("rows", count, grown(place / f"rows-{count}", 2 * count)) for count in noted_rows}
    series |= {
        f"rows: {step}": {count: took[step] for count, took in found.items()}
        for step in ("table", "document", "html", "pdf")
    }
    series["rows with a note each: pdf"] = {count: took["pdf"] for count, took in noted.items()}
    shown = rows[1]
    return Part(
        [_row(name, costs) for name, costs in series.items()]
        + [
            Row(
                f"a table of {shown:,} rows in a PDF",
                f"{found[shown]['pdf']:.1f} s",
                aim="2 s",
                met=found[shown]["pdf"] < 2,
                in_readme=True,
            )
        ],
        {name: {str(size): cost for size, cost in costs.items()} for name, costs in series.items()},
    )


def _reports(place: Path, count: int) -> float:
    rows = [
        {"report_id": f"report_{n}", "notebook": "forces", "title": "Troop caps", "parameters": ""}
        for n in range(count)
    ]
    case = with_reports(shipped(place / f"reports-{count}"), rows)
    return communique(
        "render",
        "--case",
        str(case),
        "--out",
        str(place / f"out-{count}"),
        "--format",
        "html",
        cache=place / f"cache-{count}",
    ).cpu


def _best(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Returns the least each step took: milliseconds are mostly noise."""
    return {step: min(run[step] for run in runs) for step in runs[0]}


def _row(name: str, costs: Mapping[int, float]) -> Row:
    grows = exponent(list(costs), list(costs.values()))
    return Row(
        name,
        ", ".join(f"{size:,}: {cost:.2f} s" for size, cost in costs.items()),
        against=f"exponent {grows:.2f}",
        aim="not above linear",
        met=grows <= 1.1,
    )
