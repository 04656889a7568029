"""The second render: nothing changed, and one claim changed, also against an earlier build."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import earlier
from tests.benchmarks.cases import SHIPPED, change_a_value, shipped
from tests.benchmarks.measure import Failed, Run, best, communique, in_turn
from tests.benchmarks.results import Part, Row

_REPORT, _CLAIM, _VALUE = "forces", "strength_article", 800_000  # a claim that several reports read
_TIMES = 5
_AIM = 0.5  # of the earlier build's time, where no process waits


def measure(quick: bool = False) -> Part:
    """Returns what a render costs that has nothing, or little, to do."""
    names = [_REPORT] if quick else []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        case = shipped(place / "data")

        def render(*reports: str, linger: int = 0) -> Run:
            return communique(
                "render",
                *(reports or names),
                "--case",
                str(case),
                "--out",
                str(place / "out"),
                "--linger",
                str(linger),
                cache=place / "cache",
                runtime=place / "run",
            )

        (place / "run").mkdir()
        render()
        before = _stamps(place / "out")
        version = best(3, lambda: communique("--version"))
        unchanged = best(3, render)
        redone = _redone(before, _stamps(place / "out"))
        rows = [
            Row(
                "render again, nothing changed",
                f"{unchanged.cpu:.2f} s of processor, {unchanged.wall:.2f} s; "
                f"{len(redone)} of {len(before)} reports redone",
                f"communique --version: {version.cpu:.2f} s",
                unchanged.cpu / version.cpu,
                "0.35 s, and 1.1",
                unchanged.cpu < 0.35 and unchanged.cpu <= 1.1 * version.cpu,
                not redone,
            )
        ]
        value = iter(range(_VALUE + 1000, _VALUE + 1_000_000, 1000))

        def changed(*reports: str, linger: int) -> float:
            change_a_value(case, _CLAIM, str(next(value)))
            return render(*reports, linger=linger).wall

        render(_REPORT)
        cold = changed(_REPORT, linger=600)  # leaves a process for those that follow
        warm = [changed(_REPORT, linger=600) for _ in range(1 if quick else _TIMES)]
        typical = statistics.median(warm)
        rows += [
            Row(
                f"one claim changed, `render {_REPORT}` on a terminal, where a process waits",
                f"{typical:.2f} s (median of {len(warm)}, {min(warm):.2f} to {max(warm):.2f})",
                aim="1.5 s",
                met=typical < 1.5,
                in_readme=True,
            ),
            Row("the same where none waits, as from a cron line", f"{cold:.1f} s", in_readme=True),
        ]
        before = _stamps(place / "out")
        took = changed(linger=0)  # and ends it
        redone = _redone(before, _stamps(place / "out"))
        rows.append(
            Row(
                "the same claim changed, `render`, where a process waits",
                f"{took:.1f} s; {len(redone)} of {len(before)} reports redone: {', '.join(redone)}",
            )
        )
    return Part([*rows, *_compare_cold(quick)])


def _compare_cold(quick: bool) -> Iterator[Row]:
    """Yields one changed claim where no process waits, against the earlier build on its own case, in turn."""
    name = f"one claim changed, `render {_REPORT}` from a cron line"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        try:
            build = earlier.install(place / "earlier")
        except Failed as error:
            yield Row(name, "not measured", str(error).strip().splitlines()[-1])
            return
        case, theirs = shipped(place / "data"), Path(shutil.copytree(build.data / SHIPPED, place / "theirs" / SHIPPED))
        values = iter(range(_VALUE + 1000, _VALUE + 1_000_000, 1000))
        (place / "run").mkdir()

        def render() -> Run:
            change_a_value(case, _CLAIM, str(next(values)))
            options = ("--case", str(case), "--out", str(place / "out"), "--linger", "0")
            return communique("render", _REPORT, *options, cache=place / "cache", runtime=place / "run")

        def render_earlier() -> Run:
            change_a_value(theirs, _CLAIM, str(next(values)))
            return earlier.render_reports(build, theirs, _REPORT, place=place / "before")

        for first in (render, render_earlier):  # compiles its modules, and finds the typefaces
            first()
        ours, before = in_turn(1 if quick else _TIMES, render, render_earlier)
        measured, aim = f"commit {earlier.COMMIT}: {before.wall:.2f} s", f"{_AIM}"
        met = ours.wall <= _AIM * before.wall
        yield Row(name, f"{ours.wall:.2f} s", measured, ours.wall / before.wall, aim, met, True)
        measured = f"commit {earlier.COMMIT}: {before.cpu:.2f} s"
        yield Row("the same in processor time", f"{ours.cpu:.2f} s", measured, ours.cpu / before.cpu)


def _stamps(out: Path) -> dict[str, int]:
    return {path.parent.name: path.stat().st_ino for path in out.glob("*/*/manifest.json")}


def _redone(before: dict[str, int], after: dict[str, int]) -> list[str]:
    """A report is made again beside its place and moved there, so that its files are new ones."""
    return sorted(name for name, file in after.items() if before.get(name) != file)
