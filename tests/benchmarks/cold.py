"""Everything from nothing: one `communique render` against papermill and nbconvert on the same notebooks.

And against an earlier build, each on its own case and notebooks, of the reports that both have.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from analysis.case.case import find_case
from tests.benchmarks import earlier, peers
from tests.benchmarks.cases import SHIPPED, shipped
from tests.benchmarks.measure import Failed, Run, communique, in_turn
from tests.benchmarks.results import Part, Row

_TIMES = 3
_AIM = 1.7  # times the earlier build


def measure(quick: bool = False) -> Part:
    """Returns the cold render of every report of the shipped case, and what the peers take."""
    listed = peers.reports(find_case(SHIPPED))[: 1 if quick else None]
    names = [report for report, _, _ in listed] if quick else []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        ours = _ours(names, place / "both", "html,pdf")
        html_only = _ours(names, place / "html", "html")
        rows = [
            Row(
                f"{len(listed)} reports, HTML + PDF + side files, cold",
                f"{ours.wall:.1f} s ({ours.cpu:.1f} s of processor)",
            ),
            Row("the same without PDF", f"{html_only.wall:.1f} s ({html_only.cpu:.1f} s of processor)"),
        ]
        spent, done = [], ""
        for step, act in (("papermill", peers.papermill), ("html", peers.html), ("pdf", peers.pdf)):
            if absent := peers.missing(step):
                rows.append(Row(f"the peer's {step}", "not measured", f"{', '.join(absent)} is not installed"))
                break
            spent += act(listed, place)
            done += {"papermill": "papermill", "html": " + nbconvert HTML", "pdf": " + nbconvert PDF (XeLaTeX)"}[step]
            if step == "papermill":
                continue
            wall, cpu, aim = sum(run.wall for run in spent), sum(run.cpu for run in spent), {"html": 8, "pdf": 15}[step]
            rows.append(
                Row(
                    f"{len(listed)} reports, cold, HTML + PDF + side files",
                    f"{ours.wall:.1f} s",
                    f"{done}: {wall:.0f} s",
                    wall / ours.wall,
                    f"{aim} ×",
                    wall >= aim * ours.wall,
                    True,
                )
            )
            rows.append(Row("the same in processor time", f"{ours.cpu:.1f} s", f"{cpu:.0f} s", cpu / ours.cpu))
            if step == "html":
                rows.append(
                    Row(
                        "like with like: HTML + side files",
                        f"{html_only.wall:.1f} s",
                        f"{done}: {wall:.0f} s",
                        wall / html_only.wall,
                    )
                )
    return Part([*rows, *_compare_earlier(quick)])


def _compare_earlier(quick: bool) -> Iterator[Row]:
    """Yields both builds in turn, nothing cached, on the reports that both have."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        try:
            build = earlier.install(place / "earlier")
        except Failed as error:
            yield Row("against an earlier build", "not measured", str(error).strip().splitlines()[-1])
            return
        case, theirs = shipped(place / "data"), build.data / SHIPPED
        names = [name for name in _list_reports(theirs) if name in _list_reports(case)][: 1 if quick else None]
        (place / "run").mkdir()

        def render() -> Run:
            shutil.rmtree(place / "out", ignore_errors=True)
            options = ("--case", str(case), "--out", str(place / "out"), "--format", "html,pdf", "--linger", "0")
            return communique("render", *names, *options, cache=place / "cache", runtime=place / "run")

        def render_earlier() -> Run:
            shutil.rmtree(place / "before" / "out", ignore_errors=True)
            return earlier.render_reports(build, theirs, *names, "--format", "html,pdf", place=place / "before")

        for first in (render, render_earlier):  # compiles its modules, and finds the typefaces
            first()
        ours, before = in_turn(1 if quick else _TIMES, render, render_earlier)
        what = f"the {len(names)} reports that commit {earlier.COMMIT} has too, HTML + PDF, cold"
        for name, one, other in ((what, ours.wall, before.wall), ("the same in processor time", ours.cpu, before.cpu)):
            measured = f"commit {earlier.COMMIT}: {other:.1f} s"
            yield Row(name, f"{one:.1f} s", measured, other / one, f"{_AIM} ×", other >= _AIM * one, name == what)


def _list_reports(case: Path) -> list[str]:
    with (case / "reports.csv").open(encoding="utf-8", newline="") as file:
        return [row["report_id"] for row in csv.DictReader(file)]


def _ours(names: list[str], out: Path, formats: str) -> Run:
    return communique(
        "render", *names, "--out", str(out), "--format", formats, cache=out.with_name(f"{out.name}-cache")
    )
