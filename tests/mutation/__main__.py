"""`python -m tests.mutation [--seed SEED] [--sample SIZE] [--minutes MINUTES] [--into FILE] [ROOM ...]`."""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.mutation.mutants import Mutant, list_places, sample_mutants
from tests.mutation.runner import WIDER, BrokenTests, Laboratory


def main(given: Sequence[str] | None = None) -> None:
    """Tries a sample of mutants and writes which of them the tests found."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=f"any of {', '.join(WIDER)}; all if none is named")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sample", type=int, default=300, help="how many mutants, a third in each of three rooms")
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop after these, with what is known by then")
    parser.add_argument("--into", type=Path, help="a JSON file for the results")
    asked = parser.parse_args(given)
    if unknown := set(asked.rooms) - set(WIDER):
        parser.error(f"no room {', '.join(sorted(unknown))}; there are {', '.join(WIDER)}")
    tried: dict[str, Counter[str]] = {room: Counter() for room in asked.rooms or WIDER}
    survivors: list[str] = []
    until = time.monotonic() + 60 * asked.minutes
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        laboratory = Laboratory(Path(folder))
        rooms = {room: sorted((laboratory.tree / "analysis" / room).rglob("*.py")) for room in tried}
        weights = {room: sum(len(list_places(path)) for path in paths) for room, paths in rooms.items()}
        for room, mutant in deal(rooms, asked.sample, asked.seed):
            if time.monotonic() > until:
                break
            try:
                verdict = laboratory.judge(mutant)
            except BrokenTests as error:
                print(error)
                break
            tried[room][verdict] += 1
            print(f"{verdict:8} {describe(mutant, laboratory.tree)}", flush=True)
            if verdict == "survived":
                survivors.append(describe(mutant, laboratory.tree))
    print("\n".join(summarise(tried, weights)))
    if asked.into:
        content = {"seed": asked.seed, "places": weights, "rooms": tried, "survivors": survivors}
        asked.into.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def deal(rooms: dict[str, list[Path]], size: int, seed: int) -> Iterator[tuple[str, Mutant]]:
    """Yields mutants room by room in turn, so that a run that is stopped has tried as many in each."""
    share = math.ceil(size / len(rooms))
    samples = {room: sample_mutants(paths, share, seed) for room, paths in rooms.items()}
    for _ in range(share):
        for room, mutants in samples.items():
            if mutant := next(mutants, None):
                yield room, mutant


def describe(mutant: Mutant, root: Path) -> str:
    """Returns file, line, operator, and the line before and after."""
    path = mutant.path.relative_to(root)
    before, after = (text.splitlines() for text in (mutant.path.read_text(encoding="utf-8"), mutant.code))
    old, new = next(
        ((old, new) for old, new in zip(before, after, strict=False) if old != new), (before[mutant.line - 1], "")
    )
    return f"{path}:{mutant.line} {mutant.operator}\n    - {old.strip()}\n    + {new.strip()}"


def summarise(tried: dict[str, Counter[str]], weights: dict[str, int]) -> Iterator[str]:
    """Yields the score of each room with its margin, and that of all, each room weighing as much as it has places."""
    total = variance = 0.0
    tried = {room: found for room, found in tried.items() if found.total()}
    for room, found in tried.items():
        size, killed = found.total(), found["killed"] + found["timeout"]
        low, high = compute_margin(killed, size)
        share = weights[room] / sum(weights[room] for room in tried)
        total += share * killed / size
        # of the Agresti-Coull estimate, which is not 0 where all were found
        near = (killed + 2) / (size + 4)
        variance += share**2 * near * (1 - near) / (size + 4)
        late = f", {found['timeout']} of them out of time" if found["timeout"] else ""
        yield f"{room}: {killed} of {size} killed{late}: {killed / size:.0%} (95 % interval: {low:.0%} to {high:.0%})"
    if tried:
        yield f"all, weighted by places: {total:.0%} ± {1.96 * math.sqrt(variance):.0%}"


def compute_margin(killed: int, size: int) -> tuple[float, float]:
    """Returns Wilson's 95 % interval of a share.

    >>> [round(end, 3) for end in compute_margin(50, 100)], [round(end, 3) for end in compute_margin(20, 20)]
    ([0.404, 0.596], [0.839, 1.0])
    """
    z, share = 1.96, killed / size
    centre = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return centre - half, min(1.0, centre + half)


if __name__ == "__main__":
    main()
