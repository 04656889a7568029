"""The library alone: imports, a large ledger, the comparisons, draws."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.benchmarks.cases import SHIPPED, grown
from tests.benchmarks.measure import task
from tests.benchmarks.results import Part, Row


def measure(quick: bool = False) -> Part:
    """Returns what importing and computing cost, each in a process of its own."""
    claims, draws = (1_000, 10_000) if quick else (100_000, 1_000_000)
    imports = task("imports", 1 if quick else 7)
    more = max(0.0, imports["both"] - imports["pandas"])  # below the noise, at best
    with tempfile.TemporaryDirectory() as folder:
        ledger = min(
            (task("load", grown(Path(folder) / str(n), claims)) for n in range(1 if quick else 3)),
            key=lambda found: found["seconds"],
        )
        words = 1_000 if quick else 10_000
        verified = task("verify", words), task("verify", words, Path(folder) / "0" / SHIPPED)
        million = _measure_million(Path(folder), 2_000 if quick else 1_000_000)
    compared = min((task("comparisons") for _ in range(1 if quick else 3)), key=lambda found: found["seconds"])
    drawn = task("draws", draws)
    peer = drawn.get("squigglepy")
    ran = task("runs", draws)
    chart = task("drawing", 3 if quick else 30)
    return Part(
        [
            Row(
                "import analysis",
                f"{more * 1000:.0f} ms over import pandas",
                f"import pandas: {imports['pandas']:.2f} s",
                aim="100 ms",
                met=more <= 0.1,
            ),
            Row(
                f"a ledger of {claims:,} claims: load, check, index",
                f"{ledger['seconds']:.2f} s of processor, {ledger['peak']:.0f} MB at the peak",
                aim="2 s, 500 MB",
                met=ledger["seconds"] < 2 and ledger["peak"] < 500,
                in_readme=True,
            ),
            *million,
            Row(
                f"all comparisons on the shipped case ({compared['calls']:.0f} calls, as the notebooks make them)",
                f"{compared['seconds']:.2f} s",
                aim="0.2 s",
                met=compared["seconds"] < 0.2,
            ),
            Row(
                f"a draft of {verified[0]['words']:,.0f} words held against the shipped case",
                f"{verified[0]['seconds']:.2f} s for {verified[0]['numbers']:.0f} numbers",
                f"against {claims:,} claims: {verified[1]['seconds']:.2f} s, {verified[1]['peak']:.0f} MB",
                aim="3 s; 10 s and 300 MB",
                met=verified[0]["seconds"] < 3 and verified[1]["seconds"] < 10 and verified[1]["peak"] < 300,
            ),
            Row(
                "a chart of 40 bars with their names, as SVG",
                f"{chart['ours'] * 1000:.1f} ms of processor",
                f"the same marks in a figure of matplotlib: {chart['matplotlib'] * 1000:.1f} ms",
                chart["matplotlib"] / chart["ours"],
                "4",
                chart["ours"] * 4 <= chart["matplotlib"],
            ),
            Row(
                f"{draws:,} draws of the funding gap",
                f"{drawn['ours']:.3f} s",
                f"squigglepy: {peer:.3f} s" if peer else "squigglepy is not installed",
                peer / drawn["ours"] if peer else None,
                "0.5 s",
                drawn["ours"] < 0.5,
                True,
            ),
            Row(
                f"{draws:,} runs of the outlook, for its sensitivity",
                f"{ran['program']:.3f} s of processor; its Sobol indices, with correlation: {ran['indices']:.3f} s for "
                f"{ran['indices_runs']:,.0f} runs",
                f"its own draws, as many: {ran['draws']:.3f} s",
                ran["draws"] / ran["program"],
                "1 s",
                ran["program"] < 1,
            ),
        ]
    )


def _measure_million(place: Path, claims: int) -> list[Row]:
    """Returns what a ledger of a million claims costs: read from its CSV, from the copy in the cache, and asked."""
    folder = grown(place / "million", claims)
    first, again = (task("load", folder, cache=place / "cache") for _ in range(2))
    asked = task("ask", folder, cache=place / "cache")
    return [
        Row(
            f"a ledger of {claims:,} claims: load, check, index",
            f"{first['seconds']:.2f} s of processor, {first['peak']:.0f} MB at the peak",
            f"from the copy in the cache: {again['seconds']:.2f} s, {again['peak']:.0f} MB",
            aim="8 s, 1 GB",
            met=first["seconds"] < 8 and first["peak"] < 1_000,
            in_readme=True,
        ),
        Row(
            f"all claims on one quantity of {claims:,} claims",
            f"{asked['seconds'] * 1000:.1f} ms",
            aim="10 ms",
            met=asked["seconds"] < 0.01,
        ),
    ]
