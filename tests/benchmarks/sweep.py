"""A sweep: one report again and again with other parameters, against an earlier build and against each alone."""

from __future__ import annotations

import csv
import shutil
import tempfile
from pathlib import Path

from tests.benchmarks import cases, earlier
from tests.benchmarks.measure import Failed, Run, communique, task
from tests.benchmarks.results import Part, Row
from tests.conftest import hash_tree

_TURNS = 3  # of ours and the earlier build; of each the cheapest counts
_AIM = 1 / 3  # of the earlier build's processor time
_FLAT = 1.2  # times the memory at the fewest renders
_SMALLER = Path(__file__).with_name("two_charts.ipynb")  # as much in it as in the `forces` of the earlier build


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
        return Part([*_compare_earlier(place, many, large, 1 if quick else _TURNS), *rows])


def _compare_earlier(place: Path, count: int, ours: Run, turns: int) -> list[Row]:
    """Compares `forces`, which has grown since, and a notebook with as much in it as it had then."""
    whats = [f"sweep: {count} renders of {what}, HTML" for what in ("one report", "a report as large as that was")]
    try:
        build = earlier.install(place / "earlier")
        case = _build_smaller(place)
        runs = [
            (_sweep(place, count, turn), _sweep(place, count, turn, case), _sweep_earlier(build, place, count, turn))
            for turn in range(turns)
        ]
    except Failed as error:
        return [Row(whats[0], _describe(ours, count), str(error).strip().splitlines()[-1])]
    *best, theirs = (min(one, key=lambda run: run.cpu) for one in zip(*runs, strict=True))
    against, ratios = f"commit {earlier.COMMIT}: {_describe(theirs, count)}", [run.cpu / theirs.cpu for run in best]
    return [
        Row(what, _describe(run, count), against, ratio, f"{_AIM:.2f}", ratio <= _AIM, in_readme=True)
        for what, run, ratio in zip(whats, best, ratios, strict=True)
    ]


def _build_smaller(place: Path) -> Path:
    """Returns a copy of the shipped case that has a notebook with two figures and three tables."""
    case = cases.shipped(place)
    (case / "notebooks").mkdir(exist_ok=True)
    shutil.copy(_SMALLER, case / "notebooks")
    return case


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
    task("render_alone", place / f"forces-{count}.csv", place / "alone")
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


def _write_variants(place: Path, count: int, notebook: str = "forces") -> Path:
    path = place / f"{notebook}-{count}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["report_id", "notebook", "title", "parameters"])
        writer.writerows(
            [f"forces_{n}", notebook, "Troop caps", f"population_m={30 + n / 100:.2f}"] for n in range(count)
        )
    return path


def _sweep(place: Path, count: int, turn: int = -1, smaller: Path | None = None) -> Run:
    """Runs a sweep. smaller: the case with the smaller notebook, to vary that."""
    out, cache = _find_out(place, count, turn), place / f"cache-{count}-{turn}"
    if smaller:
        out, cache = (path.with_name(f"{path.name}-smaller") for path in (out, cache))
    variants = _write_variants(place, count, _SMALLER.stem if smaller else "forces")
    chosen = ("--case", str(smaller), "--trust") if smaller else ()
    return communique("sweep", str(variants), "--out", str(out), "--format", "html", *chosen, cache=cache)


def _sweep_earlier(build: earlier.Build, place: Path, count: int, turn: int) -> Run:
    (runtime := place / f"run-{count}-{turn}").mkdir()
    wanted = (str(_write_variants(place, count)), "--out", str(place / f"earlier-{count}-{turn}"), "--format", "html")
    return build.communique("sweep", *wanted, runtime=runtime)
