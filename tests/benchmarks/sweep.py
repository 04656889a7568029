"""A sweep: one report again and again with other parameters."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from tests.benchmarks.measure import Failed, Run, communique
from tests.benchmarks.results import Part, Row


def measure(quick: bool = False) -> Part:
    """Returns renders a second, and the parent's memory at a tenth of the renders and at all."""
    few, many = (2, 4) if quick else (20, 200)
    with tempfile.TemporaryDirectory() as folder:
        try:
            communique("sweep", "--help")
            small, large = (_swept(Path(folder), count) for count in (few, many))
        except Failed as error:
            return Part([Row("a sweep", "not measured", str(error).strip().splitlines()[-1])])
    return Part(
        [
            Row(
                f"sweep: {many} renders of one report, HTML",
                f"{many / large.wall:.1f} a second ({large.cpu / many:.2f} s of processor each)",
                aim="3 a second",
                met=many / large.wall >= 3,
                in_readme=True,
            ),
            Row(
                f"memory of the parent, {few} and {many} renders",
                f"{small.peak:.0f} and {large.peak:.0f} MB",
                ratio=large.peak / small.peak,
                aim="1.2",
                met=large.peak <= 1.2 * small.peak,
                in_readme=True,
            ),
        ]
    )


def _swept(place: Path, count: int) -> Run:
    path = place / f"sweep-{count}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["report_id", "notebook", "title", "parameters"])
        writer.writerows(
            [f"forces_{n}", "forces", "Troop caps", f"population_m={30 + n / 100:.2f}"] for n in range(count)
        )
    return communique(
        "sweep", str(path), "--out", str(place / f"out-{count}"), "--format", "html", cache=place / f"cache-{count}"
    )
