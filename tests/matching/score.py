"""How often the right quantity is among the likeliest: `python -m tests.matching.score [TEXT]`, a line a set.

Each claim of the shipped cases that has a phrase and a number is ranked as if it were not there: its number as its
phrase has it, among all quantities of the case. `phrases` has the phrase alone, as few words as claims quote;
`sentences` has the phrase and the analyst's statement of the claim, which stands in for the sentence that the project
may not quote. With TEXT, the article that the first case analyses, `article` has each number in its own paragraph.
Claims whose phrase shows no number that fits are left out: nobody could link them.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis import load_case
from analysis.case.case import Case
from analysis.case.schema import Claim, Quantity, Source
from analysis.documents import Places, read_document
from analysis.matching import rank_quantities
from analysis.matching.fit import fit_unit
from analysis.mentions import LANGUAGES, Mention, read_mentions

CASES = ("mar-a-lago-2025-12-28", "un-climate-finance-2024")
BARS = {"phrases": 0.80, "sentences": 0.90, "article": 0.85}  # right quantity among the first three


@dataclass(frozen=True)
class Question:
    """A number in a text, and the claim that was made of it."""

    claim: Claim
    mention: Mention
    text: str
    heading: str
    language: str


def find_mention(mentions: Iterable[Mention], claim: Claim, unit: str) -> Mention | None:
    """Returns the number that a claim has, as a text has it."""
    wanted = [number for number in (claim.value, claim.low, claim.high) if number is not None]
    for mention in mentions:
        fit = fit_unit(mention, unit)
        if fit and claim.date and mention.date == claim.date:
            return mention
        if fit and mention.counts:
            shown = [n * fit.factor for n in (mention.value, mention.low, mention.high) if n is not None]
            if any(math.isclose(one, other, rel_tol=1e-6) for one in wanted for other in shown):
                return mention
    return None


def list_questions(case: Case, kind: str) -> Iterator[Question]:
    """Yields the claims of a case as questions of a kind: phrases or sentences."""
    for claim in case.ledger.get_table(Claim).values():
        source = case.ledger.get_table(Source)[claim.source]
        code = source.language.partition("-")[0]
        mentions = read_mentions(claim.phrase or "", code if code in LANGUAGES else None)
        mention = find_mention(mentions, claim, case.ledger.get_table(Quantity)[claim.quantity].unit)
        if mention:
            text = (claim.phrase or "") + (f". {claim.statement}" if kind == "sentences" else "")
            yield Question(claim, mention, text, source.title, code)


def list_article_questions(case: Case, path: Path) -> Iterator[Question]:
    """Yields the numbers of the analysed text that claims quote, each in its own paragraph."""
    places = Places(read_document(path).paragraphs)
    for claim in case.ledger.get_table(Claim).find_rows("source", "article"):
        for paragraph in (places.paragraphs[at] for at in sorted(places.find(claim.locator)) if claim.phrase):
            start = paragraph.text.find(claim.phrase or "")
            end = start + len(claim.phrase or "")
            mentions = [m for m in read_mentions(paragraph.text, "en") if m.start < end and start < m.end]
            mention = find_mention(mentions, claim, case.ledger.get_table(Quantity)[claim.quantity].unit)
            if start >= 0 and mention and mention.counts:
                yield Question(claim, mention, paragraph.text, paragraph.heading, "en")
                break


def rank(case: Case, question: Question) -> list[str]:
    found = rank_quantities(
        case,
        question.mention,
        question.text,
        heading=question.heading,
        language=question.language,
        without=[question.claim.id],
    )
    return [match.quantity for match in found]


def score(case: Case, questions: Iterable[Question]) -> tuple[int, float, float, list[str]]:
    """Returns how many questions there are, the shares right first and among three, and a line on each fault."""
    ranks, faults = list[int](), list[str]()
    for question in questions:
        ids = rank(case, question)
        wanted = question.claim.quantity
        ranks.append(ids.index(wanted) if wanted in ids else len(ids))
        if ranks[-1] > 2:
            faults.append(f"{question.claim.id}: {wanted}, not {', '.join(ids[:3])}")
    count = max(len(ranks), 1)
    return len(ranks), sum(one == 0 for one in ranks) / count, sum(one < 3 for one in ranks) / count, faults


def main(paths: list[str]) -> None:
    sets = [(name, kind, list_questions(load_case(name), kind)) for name in CASES for kind in ("phrases", "sentences")]
    sets += [(CASES[0], "article", list_article_questions(load_case(CASES[0]), Path(path))) for path in paths]
    for name, kind, questions in sets:
        count, first, three, faults = score(load_case(name), questions)
        print(f"{name:24} {kind:10} {count:3}  first {first:.3f}  among three {three:.3f}")
        if kind != "phrases":
            print("\n".join(f"  {fault}" for fault in faults))


if __name__ == "__main__":
    main(sys.argv[1:])
