"""A sweep: one report again and again with other parameters, against an earlier build and against each alone."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from tests.benchmarks import earlier
from tests.benchmarks.measure import Failed, Run, communique, task
from tests.benchmarks.results import Part, Row
from tests.conftest import hash_tree

_TURNS = 3  # of ours and the earlier build; of each the cheapest counts
_AIM = 1 / 3  # of the earlier build's processor time
_FLAT = 1.2  # times the memory at the fewest renders


def measure(quick: bool = False) -> Part:
    """Returns the processor time against an earlier build, the parent's memory by renders, and what differs."""
    few, many, most = (2, 4, 6) if quick else (20, 200, 2000)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        try:
            communique("sweep", "--help")
            small, large, largest = (_sweep(place, count) for count in (few, many, most))
            rows = [_compare_memory((few, many, most), (small, large, largest)), _compare_alone(place, many)]
        except Failed as error:
            return Part([Row("a sweep", "not measured", str(error).strip().splitlines()[-1])])
        return Part([_compare_earlier(place, many, large, 1 if quick else _TURNS), *rows])


def _compare_earlier(place: Path, count: int, ours: Run, turns: int) -> Row:
    what = f"sweep: {count} renders of one report, HTML"
    try:
        build = earlier.install(place / "earlier")
        pairs = [(_sweep(place, count, turn), _sweep_earlier(build, place, count, turn)) for turn in range(turns)]
    except Failed as error:
        return Row(what, _describe(ours, count), str(error).strip().splitlines()[-1])
    best, theirs = (min((pair[side] for pair in pairs), key=lambda run: run.cpu) for side in (0, 1))
    ratio = best.cpu / theirs.cpu
    against = f"commit {earlier.COMMIT}: {_describe(theirs, count)}"
    return Row(what, _describe(best, count), against, ratio, f"{_AIM:.2f}", ratio <= _AIM, in_readme=True)


def _describe(run: Run, count: int) -> str:
    return f"{count / run.wall:.1f} a second ({run.cpu / count:.2f} s of processor each)"


def _compare_memory(counts: tuple[int, ...], runs: tuple[Run, ...]) -> Row:
    ratio = runs[-1].peak / runs[0].peak
    return Row(
        f"memory of the parent, {', '.join(map(str, counts))} renders",
        f"{', '.join(f'{run.peak:.0f}' for run in runs)} MB",
        ratio=ratio,
        aim=f"{_FLAT}",
        met=ratio <= _FLAT,
        in_readme=True,
    )


def _compare_alone(place: Path, count: int) -> Row:
    """Renders each variant in a kernel of its own, and compares every file."""
    task("render_alone", place / f"sweep-{count}.csv", place / "alone")
    swept, alone = (_hash_variants(path) for path in (_find_out(place, count), place / "alone"))
    different = [name for name in {*swept, *alone} if swept.get(name) != alone.get(name)]
    said = f"{count - len(different)} of {count}"
    return Row("variants of the sweep that are as rendered alone", said, aim="all", met=not different and bool(swept))


def _hash_variants(place: Path) -> dict[str, dict[str, str]]:
    """Returns the digest of each file of each variant, by its name, but for when and from where it was made."""
    folders = {path.parent for path in place.rglob("manifest.json")}
    return {
        path.name: {name: digest for name, digest in hash_tree(path).items() if name != "manifest.json"}
        for path in folders
    }


def _find_out(place: Path, count: int, turn: int = -1) -> Path:
    return place / f"out-{count}-{turn}"


def _write_variants(place: Path, count: int) -> Path:
    path = place / f"sweep-{count}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["report_id", "notebook", "title", "parameters"])
        writer.writerows(
            [f"forces_{n}", "forces", "Troop caps", f"population_m={30 + n / 100:.2f}"] for n in range(count)
        )
    return path


def _sweep(place: Path, count: int, turn: int = -1) -> Run:
    out = str(_find_out(place, count, turn))
    wanted = (str(_write_variants(place, count)), "--out", out, "--format", "html")
    return communique("sweep", *wanted, cache=place / f"cache-{count}-{turn}")


def _sweep_earlier(build: earlier.Build, place: Path, count: int, turn: int) -> Run:
    (runtime := place / f"run-{count}-{turn}").mkdir()
    wanted = (str(_write_variants(place, count)), "--out", str(place / f"earlier-{count}-{turn}"), "--format", "html")
    return build.communique("sweep", *wanted, runtime=runtime)
