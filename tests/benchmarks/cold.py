"""Everything from nothing: one `communique render` against papermill and nbconvert on the same notebooks."""

from __future__ import annotations

import tempfile
from pathlib import Path

from analysis.case.case import find_case
from tests.benchmarks import peers
from tests.benchmarks.cases import SHIPPED
from tests.benchmarks.measure import Run, communique
from tests.benchmarks.results import Part, Row


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
    return Part(rows)


def _ours(names: list[str], out: Path, formats: str) -> Run:
    return communique(
        "render", *names, "--out", str(out), "--format", formats, cache=out.with_name(f"{out.name}-cache")
    )
