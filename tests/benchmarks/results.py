"""What was measured, kept beside this file, and written as a table, a chart and a block of the README."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks.measure import ROOT, machine

HERE = Path(__file__).resolve().parent
_MARKS = re.compile(r"(<!-- benchmarks -->\n).*?(<!-- /benchmarks -->)", re.S)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    measured: str
    against: str = ""  # the peer, and what it took
    ratio: float | None = None
    aim: str = ""
    met: bool | None = None
    in_readme: bool = False


@dataclass(frozen=True)
class Part:
    """What one part of the benchmark brought: lines, and the series its chart is drawn from."""

    rows: Sequence[Row]
    growth: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # series -> size -> seconds


def keep(name: str, part: Part, into: Path = HERE) -> dict[str, Any]:
    """Puts a part's results in the place of an earlier run's, which stay beside them as `before`; returns them all."""
    path = into / "results.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    kept[name] = {
        "machine": machine(),
        "rows": [asdict(row) for row in part.rows],
        "growth": part.growth,
        "before": kept.get(name, {}).get("rows", []),
    }
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return kept


def write(kept: Mapping[str, Any], order: Sequence[str], into: Path = HERE) -> None:
    """Writes RESULTS.md and growth.svg."""
    lines = [
        "# What it costs",
        "",
        "Written by `python -m tests.benchmarks`; the README beside says what each line",
        "is. Each ratio is of two measurements of one run on one machine; the last column is of another run.",
    ]
    for name in [name for name in order if name in kept]:
        rows, before = ([Row(**row) for row in kept[name].get(key, ())] for key in ("rows", "before"))
        lines += ["", f"## {name.capitalize()}", "", f"On {kept[name]['machine']}.", "", *table(rows, before)]
    series = {name: found for part in kept.values() for name, found in part["growth"].items()}
    if series:
        (into / "growth.svg").write_text(chart(series), encoding="utf-8")
        lines += ["", "![Time against size, both logarithmic; the grey lines are linear growth](growth.svg)"]
    (into / "RESULTS.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def table(rows: Sequence[Row], before: Sequence[Row] = ()) -> list[str]:
    """Returns the lines as a Markdown table. before: those of another run."""
    other = {_key(row): row for row in before}
    lines = ["| what | measured | against | ratio | aim | met | in another run |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        ratio = f"{row.ratio:.3g} ×" if row.ratio is not None else ""
        met = "" if row.met is None else "yes" if row.met else "no"
        again = _other(other.get(_key(row)))
        lines.append(f"| {row.what} | {row.measured} | {row.against} | {ratio} | {row.aim} | {met} | {again} |")
    return lines


def refresh_readme(kept: Mapping[str, Any], path: Path = ROOT / "README.md") -> bool:
    """Writes the chosen lines between the README's markers; returns whether it has them."""
    text = path.read_text(encoding="utf-8")
    rows = [Row(**row) for part in kept.values() for row in part["rows"] if row["in_readme"]]
    before = {_key(row): row for part in kept.values() for row in (Row(**row) for row in part.get("before", ()))}
    lines = [
        "| what | measured | the peer | times | in another run | aim |",
        "|---|---|---|---|---|---|",
        *(
            f"| {row.what} | {row.measured} | {row.against} | {_times(row)} | {_other(before.get(_key(row)))} | "
            f"{row.aim} |"
            for row in rows
        ),
        "",
        f"On {next(iter(kept.values()))['machine']}.",
    ]
    new, found = _MARKS.subn(lambda marks: marks[1] + "\n".join(lines) + "\n" + marks[2], text)
    if found:
        path.write_text(new, encoding="utf-8")
    return bool(found)


def _key(row: Row) -> tuple[str, str]:
    """What is measured, and against which peer."""
    return row.what, row.against.partition(":")[0]


def _times(row: Row) -> str:
    return f"{row.ratio:.3g}" if row.ratio else ""


def _other(row: Row | None) -> str:
    return "" if row is None else "; ".join(filter(None, (row.measured, row.ratio and f"{_times(row)} times")))


def chart(series: Mapping[str, Mapping[str, float]]) -> str:
    """Returns time against size for each series, as SVG: the same for the same numbers."""
    import io

    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"svg.hashsalt": "growth", "svg.fonttype": "none"}):
        figure = Figure(figsize=(7, 4.2), layout="constrained")
        axes = figure.add_subplot()
        for name, found in series.items():
            sizes = [float(size) for size in found]
            axes.plot(sizes, list(found.values()), marker="o", markersize=4, label=name)
            first, cost = sizes[0], next(iter(found.values()))
            axes.plot(sizes, [cost * size / first for size in sizes], color="0.8", linewidth=0.8, zorder=0)
        axes.set(xscale="log", yscale="log", xlabel="how many", ylabel="processor seconds")
        axes.legend(frameon=False, fontsize=8)
        axes.spines[["top", "right"]].set_visible(False)
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()
