"""What a new version of a document changes: each number that the case or a review table quotes is looked for in it.

`finding` says how. What is quoted of the old version stays as it is: a number that has changed, is gone or is new is a
row to decide on, with the old words and what rests on them beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, TypeAlias

from analysis.case.case import Case
from analysis.case.schema import Claim, Quantity
from analysis.documents import Places, SourceDocument
from analysis.errors import UsageError
from analysis.extras import require_extra
from analysis.matching.language import choose_language
from analysis.proposals.citations import Coverage, find_numerals, find_source, list_citations
from analysis.proposals.finding import Finder, Quoted
from analysis.proposals.linking import change_quantity
from analysis.proposals.numbers import DocumentNumber, find_document_numbers
from analysis.proposals.proposal import Proposal, compute_hash
from analysis.proposals.propose import propose_numbers
from analysis.proposals.table import GONE, make_gone_hash

State: TypeAlias = Literal["same", "moved", "changed", "gone", "new"]
STATES: tuple[State, ...] = ("same", "moved", "changed", "gone", "new")


@dataclass(frozen=True)
class Difference:
    """One number of a document in two versions.

    old: as it is quoted, None where it is new. row: of a review table, None where nothing is to be decided. place:
    where it stands in the new version, '' where it is gone.
    """

    state: State
    old: Quoted | None
    row: Proposal | None
    place: str = ""

    def __str__(self) -> str:
        old, new = self.old, self.row
        words = [f"“{one.phrase}” ({place})" for one, place in ((old, old.locator if old else ""),) if one]
        if self.state == "moved":
            words.append(self.place)
        elif new and self.state != "gone":
            words.append(f"“{new.phrase}” ({new.locator})")
        rests = f": {', '.join(old.rows)}" if old and old.rows else ""
        return f"{self.state:8} {' -> '.join(words)}{rests}"


def compare_versions(
    case: Case, document: SourceDocument, source: str, rows: Sequence[Proposal] = (), language: str | None = None
) -> list[Difference]:
    """Returns what became of each number that is quoted of a document's old version, and the numbers that are new.

    document: the new version. source: its id in sources.csv. rows: of the review table of the old version, which may be
    another source; without them, it is compared with what the case quotes of this source. language: as for
    `propose_claims`.
    Returns: in the order of the new version; what is gone comes last.
    Raises UsageError if the case has no such source, or a package is missing.

    >>> from analysis import load_case
    >>> from analysis.documents import read_document
    >>> page = read_document(b"News\\nToday\\nIt has climbed to $530 billion.")
    >>> [(one.state, one.old.phrase, one.row.phrase) for one in compare_versions(load_case(), page, "rdna4_reuters")]
    [('changed', 'has climbed to $524 billion', 'has climbed to $530 billion')]
    """
    require_extra("rapidfuzz", "draft", "draft --since")
    language = language or choose_language(document, find_source(case, source).language)
    numbers = [*find_document_numbers(case, document, None, language)]
    before = rows[0].source if rows else source
    quoted, finder = list_quoted(case, before, rows), Finder(document, numbers, language)
    found = finder.find_all(quoted)
    new = finder.list_left() - _find_accounted(case, document, source, numbers)
    due = sorted(new | {place.numbers[0] for state, place in found.values() if state == "changed"})
    proposed = dict(zip(due, propose_numbers(case, document, source, [numbers[at] for at in due]), strict=True))
    differences: list[tuple[int, Difference]] = []
    for at, (state, place) in found.items():
        row = None
        if state == "changed":
            row = _write_changed(case, quoted[at], proposed[place.numbers[0]], numbers[place.numbers[0]])
        differences.append((place.at, Difference(state, quoted[at], row, document.paragraphs[place.at].place)))
    for at in new:
        differences.append(
            (numbers[at].at, Difference("new", None, _add_reason(proposed[at], "new"), numbers[at].locator))
        )
    gone = [old for at, old in enumerate(quoted) if at not in found]
    return [
        *(difference for _, difference in sorted(differences, key=lambda pair: pair[0])),
        *(Difference("gone", old, _write_gone(case, old, before)) for old in gone),
    ]


def _find_accounted(case: Case, document: SourceDocument, source: str, numbers: Sequence[DocumentNumber]) -> set[int]:
    """Returns the positions of the numbers that a row of the case accounts for, such as the correction of an error."""
    coverage, found = Coverage(case, Places(document.paragraphs), source), set[int]()
    for paragraph, group in groupby(range(len(numbers)), key=lambda at: numbers[at].at):
        positions = [*group]
        rows = coverage.find_rows(paragraph, [find_numerals(numbers[at].mention) for at in positions])
        found.update(at for at, row in zip(positions, rows, strict=True) if row)
    return found


def list_quoted(case: Case, source: str, rows: Iterable[Proposal] = ()) -> list[Quoted]:
    """Returns the words that a case and a review table quote of a source, each with all that rests on them.

    A claim that is deprecated rests on nothing any more.

    >>> from analysis import load_case
    >>> list_quoted(load_case(), "article")[0]
    Quoted(phrase='800 billion dollars', locator='III.3 p1', rows=('claims/need_article',), sentence='')
    """
    found: dict[tuple[str, str], Quoted] = {}
    deprecated = {f"claims/{claim.id}" for claim in case.ledger.get_table(Claim).find_rows("rank", "deprecated")}
    for row, locator, phrase in list_citations(case, source):
        if row in deprecated:
            continue
        old = found.get((locator, phrase), Quoted(phrase, locator))
        found[locator, phrase] = replace(old, rows=(*old.rows, row))
    for proposal in rows:
        if not proposal.hash.startswith(GONE):
            key = (proposal.locator, proposal.phrase)
            found[key] = replace(found.get(key, Quoted(proposal.phrase, proposal.locator)), sentence=proposal.sentence)
    return list(found.values())


def _add_reason(row: Proposal, reason: str) -> Proposal:
    return replace(row, why="; ".join(filter(None, (reason, row.why))))


def _find_claims(case: Case, old: Quoted) -> list[Claim]:
    claims = case.ledger.get_table(Claim)
    return [claims[row.removeprefix("claims/")] for row in old.rows if row.startswith("claims/")]


def _name_rows(old: Quoted) -> str:
    """Returns what rests on some words, as `why` says it."""
    return f"{', '.join(old.rows)} rest{'' if len(old.rows) > 1 else 's'} on it" if old.rows else "no row rests on it"


def _write_changed(case: Case, old: Quoted, row: Proposal, number: DocumentNumber) -> Proposal:
    """Returns the row of a number that has changed, about what the claim on the old one is about."""
    reason = f"changed: “{old.phrase}” ({old.locator}) was in its place; {_name_rows(old)}"
    about = {(claim.quantity, claim.subject or "", claim.attributed_to or "") for claim in _find_claims(case, old)}
    if len(about) == 1:
        quantity, subject, attributed_to = about.pop()
        with suppress(UsageError):  # the new number measures something else
            known = replace(row, grade=number.mention.grade, why="; ".join(number.mention.why))
            row = change_quantity(known, quantity, case)
            row = replace(row, subject=subject, attributed_to=row.attributed_to or attributed_to)
    return _add_reason(row, reason)


def _write_gone(case: Case, old: Quoted, source: str) -> Proposal:
    """Returns the row of words that are gone: accepting it adds nothing, and says what to do with the claim."""
    row = Proposal(
        grade="C",
        why=f"gone: the new version has no such words; {_name_rows(old)}",
        claim_id=", ".join(claim.claim_id for claim in _find_claims(case, old)),
        source=source,
        locator=old.locator,
        phrase=old.phrase,
        sentence=old.sentence,
        hash=make_gone_hash(compute_hash(source, old.locator, old.phrase)),
    )
    claims = _find_claims(case, old)
    if len(claims) != 1:
        return row
    (claim,) = claims
    numbers = {
        name: "" if (number := getattr(claim, name)) is None else f"{number:.15g}" for name in ("value", "low", "high")
    }
    return replace(
        row,
        **numbers,
        quantity=claim.quantity,
        subject=claim.subject or "",
        date=claim.date or "",
        unit=case.ledger.get_table(Quantity)[claim.quantity].unit,
        qualifier=claim.qualifier,
        as_of=claim.as_of or "",
    )
