"""How far each line is from what nothing of ours could make cheaper: the cells alone, imports alone, a file read."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from tests.benchmarks import cases, peers
from tests.benchmarks.measure import Run, communique, run, task
from tests.benchmarks.results import Part, Row

# Packages of others that the process which runs cells imports, and the one that writes the report. Both begin at once,
# and without what no report uses; what both need is imported twice, as one could be forked only after that.
_CELLS = "numpy, pydantic, pandas, matplotlib.backends.backend_svg, ipykernel.kernelapp"
_REPORT = "numpy, pydantic, papermill.execute, nbclient, jinja2, mistune, citeproc, typst"
_IMPORT = "from analysis.deferred_imports import defer_imports\nwith defer_imports():\n    import {packages}\n"
_AT_ONCE = """
import subprocess, sys
other = subprocess.Popen([sys.executable, "-c", {other!r}])
exec({own!r})
sys.exit(other.wait())
"""
_TYPST = """#set text(size: 9pt)
#table(columns: 3, ..range({rows}).map(n => ([claim #n], [page #n], [#n billion])).flatten())
"""


def measure(quick: bool = False) -> Part:
    """Returns what each line costs beside the part of it that is not ours."""
    variants, claims, rows = (3, 2_000, 60) if quick else (60, 1_000_000, 20_000)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        return Part(
            [
                _measure_sweep(place, variants),
                _measure_cold(place, 1 if quick else None),
                _measure_cron(place, 1 if quick else 3),
                _measure_ledger(place, claims),
                _measure_table(place, rows),
            ]
        )


def _measure_sweep(place: Path, count: int) -> Row:
    few, many = (_sweep(place, number) for number in (2, 2 + count))
    ours = (many.cpu - few.cpu) / count
    least = task("cells", 3, "forces")["seconds"]
    return _compare("a variant of a sweep", ours, "its cells, in one process that has run them before", least)


def _sweep(place: Path, count: int) -> Run:
    path = place / f"variants-{count}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(["report_id", "notebook", "title", "parameters"])
        lines.writerows([f"v_{n}", "forces", "Troop caps", f"population_m={30 + n / 100:.2f}"] for n in range(count))
    options = ("--out", str(place / f"out-{count}"), "--format", "html")
    return communique("sweep", str(path), *options, cache=place / f"cache-{count}")


def _measure_cold(place: Path, only: int | None) -> Row:
    names = [report for report, _, _ in peers.reports(cases.shipped(place / "cold"))][:only]
    options = ("--out", str(place / "all"), "--format", "html,pdf", "--linger", "0")
    ours = communique("render", *names, *options, cache=place / "cache-all")
    notebooks = [notebook.stem for report, notebook, _ in peers.reports(place / "cold" / cases.SHIPPED)][:only]
    least = task("cells", 1, *notebooks)["seconds"]
    return _compare(f"{len(names)} reports, cold, HTML + PDF", ours.cpu, "their cells, in one process", least)


def _measure_cron(place: Path, times: int) -> Row:
    case = cases.shipped(place / "cron")
    options = ("--case", str(case), "--out", str(place / "cron-out"), "--linger", "0")

    def render() -> Run:
        return communique("render", "forces", *options, cache=place / "cache-cron", runtime=place)

    render()
    walls = []
    for n in range(times):
        cases.change_a_value(case, "strength_article", str(801_000 + n))
        walls.append(render().wall)
    other, own = (_IMPORT.format(packages=packages) for packages in (_REPORT, _CELLS))
    least = min(run("python", "-c", _AT_ONCE.format(other=other, own=own)).wall for _ in range(times))
    limit = f"in two processes at once, and nothing else: import {_CELLS}; import {_REPORT}"
    return _compare("one claim changed, from a cron line (wall)", min(walls), limit, least)


def _measure_ledger(place: Path, claims: int) -> Row:
    folder = cases.grown(place / "ledger", claims)
    ours = task("load", folder, cache=place / "cache-ledger")["seconds"]
    least = task("read_csv", folder / "claims.csv")["seconds"]
    return _compare(f"{claims:,} claims: load, check, index", ours, "claims.csv read by pyarrow, unchecked", least)


def _measure_table(place: Path, rows: int) -> Row:
    ours = task("rows", rows)["pdf"]
    source = place / "plain.typ"
    source.write_text(_TYPST.format(rows=rows), encoding="utf-8")
    least = task("typeset", source)["seconds"]
    what = "as many cells of plain text by Typst, without links, claims and tags"
    return _compare(f"a table of {rows:,} rows in a PDF", ours, what, least)


def _compare(what: str, ours: float, limit: str, least: float) -> Row:
    return Row(what, f"{ours:.2f} s", f"{limit}: {least:.2f} s", ours / least)
