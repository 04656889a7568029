"""`python -m tests.benchmarks [PART ...] [--quick] [--into FOLDER] [--readme]`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import again, card, cluster, cold, growth, large, library, limits, opening, results, sweep

PARTS = {
    "cold": cold.measure,
    "again": again.measure,
    "sweep": sweep.measure,
    "cluster": cluster.measure,
    "library": library.measure,
    "opening": opening.measure,
    "card": card.measure,
    "growth": growth.measure,
    "large": large.measure,
    "limits": limits.measure,
}


def main(given: Sequence[str] | None = None) -> None:
    """Measures the parts asked for and writes the results."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"any of {', '.join(PARTS)}; all if none is named")
    parser.add_argument("--quick", action="store_true", help="tiny sizes, to see that it runs; say --into with it")
    parser.add_argument("--into", type=Path, default=results.HERE, help="where the results go")
    parser.add_argument("--readme", action="store_true", help="refresh the table in README.md too")
    asked = parser.parse_args(given)
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    asked.into.mkdir(parents=True, exist_ok=True)
    for name in asked.parts or PARTS:
        part = PARTS[name](asked.quick)
        kept = results.keep(name, part, asked.into)
        results.write(kept, list(PARTS), asked.into)
        print("\n".join([f"## {name}", *results.table(part.rows)]), flush=True)
    if asked.readme and not results.refresh_readme(kept):
        print("README.md has no <!-- benchmarks --> and <!-- /benchmarks --> to write between")


if __name__ == "__main__":
    main()
