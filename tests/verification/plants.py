"""Plants errors in true drafts and measures how many are found: `python -m tests.verification.plants [--seed 7] [-v]`.

`true_sentences.csv` has a sentence of our own words around each claim of the analysed texts that has a number or a
date, and around some of other sources. A draft is the sentences of one case; an error changes one of them:

- digit: one digit of the number is another. unit: dollars are euros, years months. scale: billions are millions.
- hedge: "at most" is left out, or is "at least". date: it is the date of another sentence. subject: it is said of
  another plan, person or year.

`held_out_sentences.csv` has others, written when the rules were done (`--held-out`).

A change after which another claim on the same quantity and subject holds is no error, and is not planted. An error is
found if the number or date that was changed, or whose subject was changed, is neither supported nor disputed. Every
number and date of an unchanged sentence that is neither is a false alarm.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from analysis import load_case
from analysis.case.case import Case
from analysis.case.schema import Claim
from analysis.documents import SourceDocument
from analysis.documents.document import Paragraph
from analysis.verification import Verdict, verify_document

SENTENCES = Path(__file__).with_name("true_sentences.csv")
HELD_OUT = Path(__file__).with_name("held_out_sentences.csv")
CASES = {"mar": "mar-a-lago-2025-12-28", "un": "un-climate-finance-2024"}
KINDS = ("digit", "unit", "scale", "hedge", "date", "subject")
_UNITS = {"dollars": "euros", "euros": "dollars", "yuan": "dollars", "years": "months", "hour": "day", "MW": "kW"}
_UNITS |= {"people": "percent", "troops": "tonnes"}
_SCALES = {"billion": "million", "trillion": "billion", "million": "billion"}
_TURNED = {"nearly": "over", "about": "at least", "at most": "at least", "more than": "less than", "over": "less than"}
_TURNED |= {"some": "less than", "at least": "at most", "no more than": "no less than"}
_HOLDS = ("supported", "disputed", "not_checked")


@dataclass(frozen=True)
class Plant:
    """A sentence with an error. at: of its row; phrase: the number or date that is wrong now."""

    kind: str
    at: int
    sentence: str
    phrase: str


@dataclass
class Score:
    """What was found. missed: the errors that were not; alarms: verdicts on numbers that are right."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[Plant, Verdict | None]] = field(default_factory=list)
    alarms: list[tuple[str, Verdict]] = field(default_factory=list)
    true_numbers: int = 0
    disputed: int = 0

    @property
    def share_found(self) -> float:
        return sum(self.found.values()) / sum(self.planted.values())

    @property
    def alarms_per_hundred(self) -> float:
        return 100 * len(self.alarms) / self.true_numbers


@cache
def load(case: str) -> Case:
    return load_case(CASES[case])


def read_rows(case: str, path: Path = SENTENCES) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["case"] == case]


def make_plants(rows: Sequence[dict[str, str]], case: Case, chance: random.Random) -> Iterator[Plant]:
    """Yields errors of all kinds, as many as are asked for: each time another sentence and kind."""
    while True:
        kind, at = chance.choice(KINDS), chance.randrange(len(rows))
        row = rows[at]
        if kind == "subject":
            if row["swap"]:
                one, other = row["swap"].split(">")
                sentence = row["sentence"].replace(one, other)
                phrase = row["phrase"].replace(one, other)
                yield Plant(kind, at, sentence, phrase)
            continue
        phrase = _change(kind, row, rows, chance)
        if phrase and phrase != row["phrase"] and not _holds_otherwise(kind, row, phrase, case):
            yield Plant(kind, at, row["sentence"].replace(row["phrase"], phrase), phrase)


def _change(kind: str, row: dict[str, str], rows: Sequence[dict[str, str]], chance: random.Random) -> str:
    phrase, number, hedge = row["phrase"], row["number"], row["hedge"]
    if kind == "date" and row["unit"] == "date":
        same = [other["phrase"] for other in rows if other["unit"] == "date" and other["phrase"] != phrase]
        return chance.choice(same) if same else ""
    if kind == "digit" and number:
        places = [at for at, sign in enumerate(number) if sign in "123456789"]
        at = chance.choice(places)
        digit = chance.choice([one for one in "123456789" if one != number[at]])
        return phrase.replace(number, number[:at] + digit + number[at + 1 :], 1)
    if kind == "unit" and row["unit"] in _UNITS:
        return phrase.replace(row["unit"], _UNITS[row["unit"]])
    if kind == "scale" and row["scale"]:
        return phrase.replace(row["scale"], _SCALES[row["scale"]])
    if kind == "hedge" and hedge:
        return (
            phrase.replace(hedge, _TURNED[hedge.lower()]) if chance.random() < 0.5 else phrase.replace(f"{hedge} ", "")
        )
    return ""


def _holds_otherwise(kind: str, row: dict[str, str], phrase: str, case: Case) -> bool:
    """Whether another claim on the same quantity and subject gives what the sentence says now."""
    if row["unit"] == "date":
        return False
    claim = case.ledger.get_table(Claim)[row["claim"]]
    others = [one for one in case.claims(claim.quantity, claim.subject) if one.id != claim.id]
    if kind == "hedge" and phrase.startswith(("at least", "over")):  # true of whatever is a little more
        more = [one.value for one in others if one.value is not None and claim.value is not None]
        if any(claim.value <= value <= 1.2 * claim.value for value in more):
            return True
    if kind == "hedge":
        plain = phrase[0].isdigit()
        return any(
            one.value is not None
            and claim.value is not None
            and abs(one.value - claim.value) <= 0.01 * abs(claim.value)
            and (one.qualifier == "exact" if plain else one.qualifier != claim.qualifier)
            for one in others
        )
    if kind == "digit":
        found = re.search(r"[\d,.]*\d", phrase)
        assert found
        old, new = float(row["number"].replace(",", "")), float(found[0].replace(",", ""))
        scale = (claim.value or claim.low or 1) / old
        return any(
            value is not None and abs(new * scale - value) <= 0.06 * abs(value)
            for one in others
            for value in (one.value, one.low, one.high)
        )
    return False


def measure(count: int, seed: int, path: Path = SENTENCES) -> Score:
    """Returns how errors are found in drafts of about six errors each."""
    chance, score = random.Random(seed), Score()
    for case in CASES:
        rows, share = read_rows(case, path), 0.6 if case == "mar" else 0.4
        plants, left = make_plants(rows, load(case), chance), round(count * share)
        while left:
            wanted = min(left, 6)
            chosen: dict[int, Plant] = {}
            while len(chosen) < wanted:
                plant = next(plants)
                chosen.setdefault(plant.at, plant)
            left -= wanted
            _score_draft(case, rows, chosen, score)
    return score


def _score_draft(case: str, rows: Sequence[dict[str, str]], plants: dict[int, Plant], score: Score) -> None:
    texts = [plants[at].sentence if at in plants else row["sentence"] for at, row in enumerate(rows)]
    document = SourceDocument("text", [Paragraph(text) for text in texts], language="en")
    found = verify_document(load(case), document)
    for at, text in enumerate(texts):
        here = [verdict for verdict in found if verdict.paragraph == at]
        if at not in plants:
            checked = [verdict for verdict in here if verdict.kind != "not_checked"]
            score.true_numbers += len(checked)
            score.disputed += sum(verdict.kind == "disputed" for verdict in checked)
            score.alarms += [(text, verdict) for verdict in checked if verdict.kind not in _HOLDS]
            continue
        plant = plants[at]
        start = text.index(plant.phrase)
        end = start + len(plant.phrase)
        touching = [verdict for verdict in here if verdict.start < end and start < verdict.end]
        score.planted[plant.kind] += 1
        if any(verdict.kind not in _HOLDS for verdict in touching):
            score.found[plant.kind] += 1
        else:
            score.missed.append((plant, touching[0] if touching else None))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("--held-out", action="store_true", help="sentences that no rule was tried on")
    options = parser.parse_args()
    score = measure(options.count, options.seed, HELD_OUT if options.held_out else SENTENCES)
    if options.verbose:
        for plant, verdict in score.missed:
            print("missed", plant, verdict, sep="\n    ")
        for text, verdict in dict(score.alarms).items():
            print("alarm", text, verdict, sep="\n    ")
    for kind in KINDS:
        print(f"{kind}: {score.found[kind]} of {score.planted[kind]} found")
    print(f"found: {score.share_found:.3f} of {sum(score.planted.values())}")
    print(f"false alarms: {score.alarms_per_hundred:.2f} per 100 of {score.true_numbers} true numbers")
    print(f"disputed: {score.disputed}")


if __name__ == "__main__":
    main()
