"""How well labelled sentences are read, a line a language: `python -m tests.mentions.score FILE ...`.

A file is a table of sentences with one row a number: language, sentence, phrase, value or low and high, unit,
qualifier, date, and draft: `yes` (a claim can be made of it), `ask` (a date, a vague or derived number), `no`. A
mention that counts is a hit where its characters overlap those of a phrase to draft; it is false where it overlaps
neither those nor a phrase to ask. People and items are one class, a share may be a fraction or per cent, and "an
estimated" may be `exact` or `about`.

`open_sentences.csv` was given; `sentences.csv` was labelled before the reader had seen a sentence of it.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.mentions import Mention, read_mentions
from analysis.mentions.mention import SCALES

FOLDER = Path(__file__).parent
OPEN, OWN = FOLDER / "open_sentences.csv", FOLDER / "sentences.csv"
BARS = {"recall": (0.98, 0.95), "precision": (0.93, 0.90), "value": (0.985, 0.97), "unit": (0.95, 0.92)}
BARS["qualifier"] = (0.95, 0.93)
_UP, _DOWN = {"over", "at_least"}, {"at_most", "nearly", "less_than"}
_FACTORS = {name: factor for factor, name in SCALES.items()}


@dataclass(frozen=True)
class Label:
    """A number of a sentence and its right reading. start, end: characters of the sentence."""

    row: dict[str, str]
    start: int
    end: int

    def overlaps(self, mention: Mention) -> bool:
        return mention.start < self.end and self.start < mention.end


@dataclass(frozen=True)
class Sentence:
    language: str
    text: str
    labels: tuple[Label, ...]


def read_sentences(path: Path) -> Iterator[Sentence]:
    """Yields the sentences of a table with their labels, each phrase at its next place in the sentence."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for text in dict.fromkeys(row["sentence"] for row in rows):
        labels, reached = list[Label](), Counter[str]()
        for row in (row for row in rows if row["sentence"] == text):
            start = text.find(row["phrase"], reached[row["phrase"]])
            assert start >= 0, row
            labels.append(Label(row, start, start + len(row["phrase"])))
            reached[row["phrase"]] = start + 1
        language = next(row["language"] for row in rows if row["sentence"] == text)
        yield Sentence(language, text, tuple(labels))


def split_unit(unit: str) -> tuple[float, str]:
    first, _, rest = unit.partition(" ")
    return (_FACTORS[first], rest) if first in _FACTORS else (1.0, unit)


def has_value(mention: Mention, row: dict[str, str]) -> bool:
    """Whether value, or low and high, are those of a label, scales and per cent multiplied out."""
    factor, unit = split_unit(row["unit"])
    factor *= 0.01 if unit == "percent" else 1
    own = 0.01 if mention.unit == "percent" else 1
    for column in ("value", "low", "high"):
        got, wanted = mention.compute_total(getattr(mention, column)), row[column]
        if (got is None) != (not wanted):
            return False
        if got is not None and not math.isclose(got * own, float(wanted) * factor, rel_tol=1e-3, abs_tol=1e-12):
            return False
    return True


def has_unit(mention: Mention, row: dict[str, str]) -> bool:
    classes = {"people": "items", "percent": "one"}
    wanted = split_unit(row["unit"])[1]
    return classes.get(mention.unit, mention.unit) == classes.get(wanted, wanted)


def has_qualifier(mention: Mention, row: dict[str, str]) -> bool:
    allowed = {row["qualifier"]}
    if "estimated" in row["phrase"]:
        allowed |= {"exact", "about"}
    return mention.qualifier in allowed or (row["qualifier"] == "at_most" and mention.qualifier == "less_than")


def is_inverted(mention: Mention, row: dict[str, str]) -> bool:
    return (row["qualifier"] in _UP and mention.qualifier in _DOWN) or (
        row["qualifier"] in _DOWN and mention.qualifier in _UP
    )


def is_tenfold_off(mention: Mention, row: dict[str, str]) -> bool:
    """Whether a mention of the surest grade is off ten times or more."""
    if mention.grade != "A" or not row["value"] or mention.value is None:
        return False
    factor, unit = split_unit(row["unit"])
    wanted = abs(float(row["value"]) * factor * (0.01 if unit == "percent" else 1))
    got = abs((mention.compute_total(mention.value) or 0) * (0.01 if mention.unit == "percent" else 1))
    return got != wanted and (not got or not wanted or not 0.1 < got / wanted < 10)


def score(
    sentences: Iterable[Sentence], found: dict[str, list[Mention]] | None = None
) -> tuple[Counter[str], list[str]]:
    """Returns counts of what was right, and a line on each fault. found: mentions by sentence; read where missing."""
    counts, faults = Counter[str](), list[str]()
    for sentence in sentences:
        mentions = found[sentence.text] if found else read_mentions(sentence.text, sentence.language)
        drafted = [mention for mention in mentions if mention.counts]
        for mention in drafted:
            counts["drafted"] += 1
            labels = [one for one in sentence.labels if one.overlaps(mention) or one.row["phrase"] == mention.text]
            if any(label.row["draft"] in ("yes", "ask") for label in labels):
                counts["true"] += 1
            else:
                faults.append(f"{sentence.language} false      {mention.text!r} in {sentence.text!r}")
            if labels and all(label.row["draft"] == "no" for label in labels):
                counts["no drafted"] += 1
        for label in sentence.labels:
            row = label.row
            if row["date"]:
                counts["dates"] += 1
                right = any(m.date == row["date"] for m in mentions if label.overlaps(m))
                counts["dates right"] += right
                if not right:
                    faults.append(f"{sentence.language} date       {row['phrase']!r} in {sentence.text!r}")
                continue
            counts[row["draft"]] += 1
            if row["draft"] != "yes":
                continue
            hits = [mention for mention in drafted if label.overlaps(mention)]
            if not hits:
                faults.append(f"{sentence.language} missed     {row['phrase']!r} in {sentence.text!r}")
                continue
            hit = next((m for m in hits if has_value(m, row)), hits[0])
            counts["hit"] += 1
            rights = {"value": has_value(hit, row), "unit": has_unit(hit, row), "qualifier": has_qualifier(hit, row)}
            counts.update(name for name, right in rights.items() if right)
            counts["all three"] += all(rights.values())
            counts["inverted"] += is_inverted(hit, row)
            counts["tenfold"] += is_tenfold_off(hit, row)
            for name, right in rights.items():
                if not right:
                    got = f"{hit.value}|{hit.low}|{hit.high} {hit.ledger_unit} {hit.qualifier} {hit.grade}"
                    faults.append(f"{sentence.language} {name:10} {row['phrase']!r} gave {got} in {sentence.text!r}")
    return counts, faults


def compute_rates(counts: Counter[str]) -> dict[str, float]:
    """Returns the rates that the bars are set for."""
    rates = {"recall": counts["hit"] / max(counts["yes"], 1), "precision": counts["true"] / max(counts["drafted"], 1)}
    hits = max(counts["hit"], 1)
    return rates | {name: counts[name] / hits for name in ("value", "unit", "qualifier", "all three")}


def main(paths: Iterable[str]) -> None:
    sentences = [sentence for path in paths or (OPEN, OWN) for sentence in read_sentences(Path(path))]
    faults: list[str] = []
    for language in [*dict.fromkeys(sentence.language for sentence in sentences), "all"]:
        counts, found = score(one for one in sentences if language in (one.language, "all"))
        faults += found if language != "all" else []
        rates = " ".join(f"{name} {rate:.3f}" for name, rate in compute_rates(counts).items())
        others = " ".join(f"{name} {counts[name]}" for name in ("inverted", "tenfold", "no", "no drafted"))
        print(f"{language:4} yes {counts['yes']:3} {rates}  {others}  dates {counts['dates right']}/{counts['dates']}")
    print("\n".join(faults))


if __name__ == "__main__":
    main(sys.argv[1:])
