"""How well drafts are held against the shipped cases: `python -m tests.verification.score [open|blind|all] [-v]`.

`paraphrases.csv` has sentences about claims, in other words, units and languages: some right (`supported`, or `hedge`),
some wrong (`flagged`: anything but supported), and some about things that the case does not know (`unknown`). It was
written before the rules. `open` are the sentences whose checksum is even, which the rules were tried on; the others
are `blind`.
"""

from __future__ import annotations

import csv
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis import load_case
from analysis.case.case import Case
from analysis.documents import SourceDocument
from analysis.documents.document import Paragraph
from analysis.verification import Verdict, verify_document

PARAPHRASES = Path(__file__).with_name("paraphrases.csv")
CASES = {"mar": "mar-a-lago-2025-12-28", "un": "un-climate-finance-2024"}
_RIGHT = {
    "supported": {"supported", "disputed"},
    "hedge": {"hedge"},
    "unknown": {"unknown"},
    "flagged": {"hedge", "differs", "stale", "unknown"},
}


@dataclass(frozen=True)
class Outcome:
    """A sentence with the verdict on its phrase. row: of the table."""

    row: dict[str, str]
    verdict: Verdict | None

    @property
    def is_right(self) -> bool:
        if self.verdict is None or self.verdict.kind not in _RIGHT[self.row["expected"]]:
            return False
        wanted = set(filter(None, self.row["by"].split(";")))
        return not wanted or bool(wanted.intersection((*self.verdict.by, *self.verdict.others)))


@cache
def load(case: str) -> Case:
    return load_case(CASES[case])


def read_rows(part: str) -> Iterator[dict[str, str]]:
    """Yields the rows of a part: open, blind or all."""
    with PARAPHRASES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            is_blind = zlib.crc32(row["sentence"].encode()) % 2 == 1
            if part == "all" or is_blind == (part == "blind"):
                yield row


def judge(part: str) -> Iterator[Outcome]:
    for row in read_rows(part):
        sentence = row["sentence"]
        document = SourceDocument("text", [Paragraph(sentence)], language=row["language"])
        start = sentence.index(row["phrase"])
        end = start + len(row["phrase"])
        found = verify_document(load(row["case"]), document)
        yield Outcome(row, next((one for one in found if one.start < end and start < one.end), None))


def main(part: str, *, verbose: bool) -> None:
    counts = Counter[tuple[str, bool]]()
    for outcome in judge(part):
        counts[outcome.row["expected"], outcome.is_right] += 1
        if verbose and not outcome.is_right:
            print(outcome.row["expected"], outcome.row["by"], outcome.row["sentence"], outcome.verdict, sep="\n    ")
    for expected in _RIGHT:
        right, wrong = counts[expected, True], counts[expected, False]
        print(f"{part} {expected}: {right} of {right + wrong}")


if __name__ == "__main__":
    main(next((part for part in sys.argv[1:] if not part.startswith("-")), "open"), verbose="-v" in sys.argv)
