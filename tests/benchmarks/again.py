"""The second render: nothing changed, and one claim changed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.benchmarks.cases import change_a_value, shipped
from tests.benchmarks.measure import Run, best, communique
from tests.benchmarks.results import Part, Row

_CLAIM, _VALUE = "frozen_article", "301"


def measure(quick: bool = False) -> Part:
    """Returns what a render costs that has nothing, or little, to do."""
    names = ["forces"] if quick else []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        case = shipped(place / "data")

        def render() -> Run:
            return communique("render", *names, "--case", str(case), "--out", str(place / "out"),
                              cache=place / "cache")

        render()
        before = _stamps(place / "out")
        version = best(3, lambda: communique("--version"))
        unchanged = best(3, render)
        redone = _redone(before, _stamps(place / "out"))
        rows = [Row("render again, nothing changed", f"{unchanged.cpu:.2f} s of processor, {unchanged.wall:.2f} s; "
                    f"{len(redone)} of {len(before)} reports redone",
                    f"communique --version: {version.cpu:.2f} s", unchanged.cpu / version.cpu, in_readme=not redone)]
        before = _stamps(place / "out")
        change_a_value(case, _CLAIM, _VALUE)
        changed = render()
        redone = _redone(before, _stamps(place / "out"))
        rows.append(Row(f"render again, one claim ({_CLAIM}) changed", f"{changed.wall:.1f} s ({changed.cpu:.1f} s of "
                        f"processor); {len(redone)} of {len(before)} reports redone", in_readme=True))
        rows.append(Row("which", ", ".join(redone) or "none"))
    return Part(rows)


def _stamps(out: Path) -> dict[str, int]:
    return {path.parent.name: path.stat().st_ino for path in out.glob("*/*/manifest.json")}


def _redone(before: dict[str, int], after: dict[str, int]) -> list[str]:
    """A report is made anew beside its place and moved there: its files are others."""
    return sorted(name for name, file in after.items() if before.get(name) != file)
