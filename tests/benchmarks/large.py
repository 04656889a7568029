"""Reports of many rows, figures and claims: memory of all processes and processor time, against an earlier build."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat

from tests.benchmarks import earlier
from tests.benchmarks.cases import SHIPPED, grown, shipped, with_reports
from tests.benchmarks.measure import Run, communique, exponent, in_turn
from tests.benchmarks.results import Part, Row

_AIM = 1 / 3  # of the earlier build's memory
_IMPORTS = """import pandas as pd
from analysis import bars, cover, load_case, say, table
from analysis.label import Label
case = load_case(case_dir)"""
_START = (
    _IMPORTS
    + """
tables = getattr(case.ledger, "tables", None) or case.ledger.rows  # as the earlier build calls them
claims = [c for c in tables["claims"].values() if case.quantity(c.quantity).unit == "billion USD"]
def make_frame(count):
    chosen = [claims[at % len(claims)] for at in range(count)]
    return pd.DataFrame({"claim": [Label(c.id, f"claims/{c.id}") for c in chosen],
        "place": [Label(c.locator, f"claims/{c.id}") for c in chosen],
        "value": [case.estimate(c) for c in chosen]}, dtype=object)"""
)
_ROWS = 'table(make_frame({count}), "Many claims", key="many")'
_ASKED = """asked = [c for at in (0, 1, 5) for c in case.claims(f"grown.quantity_{at}")][:300]
table(pd.DataFrame({"claim": [Label(c.id, f"claims/{c.id}") for c in asked],
    "value": [case.estimate(c) for c in asked]}, dtype=object), "Claims asked for", key="asked")"""
_FIGURE = 'bars(make_frame(8), "Claims drawn", key="drawn_{name}", label="claim", value="value")'


def measure(quick: bool = False) -> Part:
    """Returns what the largest of each kind costs in both builds, and how memory and time grow over four sizes."""
    rows, figures, claims = (
        ((20, 40, 60, 80), (1, 2, 3, 4), (300, 600, 900, 1200))
        if quick
        else ((2_500, 5_000, 10_000, 20_000), (25, 50, 100, 200), (12_500, 25_000, 50_000, 100_000))
    )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        build = earlier.install(place / "earlier")
        kinds: dict[str, tuple[tuple[int, ...], Callable[[Path, Path, int], tuple[Path, str]]]] = {
            "a table of {} rows": (rows, _write_rows),
            "{} figures": (figures, _write_figures),
            "`sources` over {} claims": (claims, _grow),
        }
        written, series = [], {}
        for name, (sizes, write) in kinds.items():
            costs = {size: _render(place / "now" / str(size), write, size) for size in sizes}
            before = _render(place / "before" / str(len(written)), write, sizes[-1], build)
            written += _compare(name, costs, before)
            series[f"large: {name.format('…')}, memory"] = {str(size): cost.peak_of_all for size, cost in costs.items()}
        written.append(_measure_asked(place / "asked", (1_000, 2_000) if quick else (1_000, 1_000_000)))
    return Part(written, series)


def _measure_asked(place: Path, sizes: tuple[int, int]) -> Row:
    """Returns what a report costs that reads 300 claims, of a small case and of a large one, run in turn."""

    def make_run(size: int) -> Callable[[], Run]:
        case, report = _write_notebook(grown(place / str(size), size), _ASKED, start=_IMPORTS)
        wanted = ("render", report, "--case", str(case), "--out", str(place / f"out{size}"), "--format", "html")
        kept = {"cache": place / f"cache{size}", "runtime": place / f"run{size}"}
        kept["runtime"].mkdir(parents=True, exist_ok=True)
        return lambda: communique(*wanted, "--trust", "--force", **kept)

    runs = [make_run(size) for size in sizes]
    first = [run() for run in runs]  # which makes the copy of a large table, and is measured apart
    small, large = in_turn(3, *runs)
    return Row(
        f"a report that reads 300 of {sizes[1]:,} claims, HTML: processor time",
        f"{large.cpu:.1f} s; the first time {first[1].cpu:.1f} s",
        f"of {sizes[0]:,} claims: {small.cpu:.1f} s; the first time {first[0].cpu:.1f} s",
        large.cpu / small.cpu,
        "as fast as on a small case",
        large.cpu <= 1.2 * small.cpu,
    )


def _compare(name: str, costs: dict[int, Run], before: Run) -> list[Row]:
    largest, run = max(costs.items())
    what = name.format(f"{largest:,}")
    grows = [exponent(list(costs), [getattr(run, of) for run in costs.values()]) for of in ("cpu", "peak_of_all")]
    ratio = run.peak_of_all / before.peak_of_all
    return [
        Row(
            f"{what}, HTML + PDF: memory of all processes",
            f"{run.peak_of_all:.0f} MB",
            f"commit {earlier.COMMIT}: {before.peak_of_all:.0f} MB",
            ratio,
            "a third",
            ratio <= _AIM,
        ),
        Row(f"{what}: processor time", f"{run.cpu:.1f} s", f"{before.cpu:.1f} s", run.cpu / before.cpu),
        Row(
            f"{name.format('…')}: growth over {', '.join(f'{size:,}' for size in costs)}",
            f"exponent of time {grows[0]:.2f}, of memory {grows[1]:.2f}",
            aim="not above linear",
            met=max(grows) <= 1.05,
        ),
    ]


def _render(
    place: Path, write: Callable[[Path, Path, int], tuple[Path, str]], size: int, build: earlier.Build | None = None
) -> Run:
    """Renders a report of a kind and size, its memory watched. build: the earlier one; None for this one."""
    for folder in (place, place / "run"):
        folder.mkdir(parents=True, exist_ok=True)
    own = shipped(place / "data", build.data / SHIPPED if build else None)
    case, report = write(place, own, size)
    wanted = ("render", report, "--case", str(case), "--out", str(place / "out"), "--format", "html,pdf")
    if build:
        return build.communique(*wanted, runtime=place / "run", watched=True)
    return communique(*wanted, "--trust", cache=place / "cache", runtime=place / "run", watched=True)


def _write_rows(place: Path, case: Path, size: int) -> tuple[Path, str]:
    return _write_notebook(case, _ROWS.format(count=size))


def _write_figures(place: Path, case: Path, size: int) -> tuple[Path, str]:
    names = ("".join(chr(ord("a") + int(digit)) for digit in str(at)) for at in range(size))
    return _write_notebook(case, *(_FIGURE.format(name=name) for name in names))


def _grow(place: Path, case: Path, size: int) -> tuple[Path, str]:
    return grown(place / "grown", size, case), "sources"


def _write_notebook(case: Path, *cells: str, start: str = _START) -> tuple[Path, str]:
    v4 = nbformat.v4
    parameters = v4.new_code_cell(f"case_dir = {str(case)!r}", id="parameters", metadata={"tags": ["parameters"]})
    shown = 'cover("Many", "How long does it take?", case.about)', 'say("All lead to claims.", role="answer")', *cells
    code = [v4.new_code_cell(text, id=f"cell-{at}") for at, text in enumerate((start, *shown))]
    (case / "notebooks").mkdir(exist_ok=True)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(v4.new_notebook(cells=[parameters, *code], metadata=kernel), case / "notebooks" / "large.ipynb")
    return with_reports(
        case, [{"report_id": "large", "notebook": "large", "title": "Large", "parameters": ""}]
    ), "large"
