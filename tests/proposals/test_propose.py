"""Claims proposed from documents: nothing invented, nothing twice, nothing left to account for."""

from __future__ import annotations

import csv
import re
from dataclasses import asdict, replace
from math import isclose
from pathlib import Path

import pytest

from analysis import load_case
from analysis.commands.audit import audit_document
from analysis.documents import read_document
from analysis.errors import UnitError, UsageError
from analysis.mentions import LANGUAGES, read_mentions
from analysis.mentions.mention import SCALES
from analysis.proposals.citations import find_claimable
from analysis.proposals.proposal import COLUMNS, Proposal, compute_hash
from analysis.proposals.propose import propose_claims
from analysis.wording.units import get_factor
from tests.mentions.score import OWN, read_sentences

PAGE = """<html lang="en"><body><h1>Aid to the region</h1><h2>Money</h2>
<p>Donors pledged nearly $5.2 billion for 2026, the World Bank said.
Of this, one-quarter, or $1.3 billion, is paid.</p>
<p>The loan is €150 billion ($165 billion). Tens of thousands of families left on 3 May 2025.</p>
<p>The World Bank said that donors pledged nearly $5.2 billion for 2026.</p></body></html>"""


def propose(folder: Path, content: str = PAGE, **more) -> list[Proposal]:
    return propose_claims(load_case(folder), read_document(content.encode()), "survey", **more)


def find_factor(unit: str) -> float:
    """How many base units a unit is; of one that is not known, its scale."""
    try:
        return 1.0 if unit in ("", "date") else get_factor(unit)
    except UnitError:
        return {name: factor for factor, name in SCALES.items()}.get(unit.partition(" ")[0], 1.0)


def find(rows: list[Proposal], words: str) -> Proposal:
    return next(row for row in rows if words in row.phrase)


def test_a_row_says_what_the_document_says_and_no_more(tiny):
    row = find(propose(tiny), "pledged nearly $5.2 billion")
    assert (row.value, row.low, row.high, row.qualifier, row.status) == ("5.2", "", "", "nearly", "committed")
    assert (row.as_of, row.attributed_to, row.source, row.locator) == ("2026", "World Bank", "survey", "Lead p2")
    assert (row.decision, row.statement, row.same_as) == ("", "", "")
    assert row.sentence == "Donors pledged nearly $5.2 billion for 2026, the World Bank said."


def test_the_link_is_the_address_of_the_source_with_the_words(tiny):
    sources = tiny / "sources.csv"
    with sources.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with sources.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(
            {**row, "url": "https://example.org/aid"} if row["source_id"] == "survey" else row for row in rows
        )
    assert (
        find(propose(tiny), "€150 billion").link
        == "https://example.org/aid#:~:text=The%20loan%20is%20%E2%82%AC150%20billion"
    )


def test_relations_repeats_and_conversions_are_questions(tiny):
    rows = propose(tiny)
    assert find(rows, "one-quarter").relation == "0.25 × 5.2 billion USD = 1.3 billion USD: is it this share?"
    converted = find(rows, "$165 billion")
    assert converted.grade == "C"
    assert "1 EUR = 1.1 USD" in converted.relation
    assert converted.reason == "Conversion of €150 billion, which stands beside it"
    first, again = (row for row in rows if row.value == "5.2")
    assert again.same_as == first.claim_id
    assert again.grade == "B"


def test_dates_and_numbers_without_a_value_are_asked_about(tiny):
    rows = propose(tiny)
    date, vague = find(rows, "3 May 2025"), find(rows, "Tens of thousands")
    assert (date.grade, date.date, date.value) == ("C", "2025-05-03", "")
    assert (vague.grade, vague.value, vague.low, vague.high) == ("C", "", "", "")
    assert date.reason
    assert vague.reason


def test_ids_are_free_and_hashes_stay_the_same(tiny):
    rows, again = propose(tiny), propose(tiny)
    assert rows == again
    assert len({row.claim_id for row in rows}) == len({row.hash for row in rows}) == len(rows)
    assert not {row.claim_id for row in rows} & set(load_case(tiny).ledger.tables["claims"])
    assert [row.hash for row in rows] == [compute_hash(row.source, row.locator, row.phrase) for row in rows]


def test_parts_of_one_source_share_no_id_and_no_hash(tiny):
    first = propose(tiny)
    second = propose(tiny, before=first)
    assert len({row.claim_id for row in (*first, *second)}) == 2 * len(first)
    assert len({row.hash for row in (*first, *second)}) == 2 * len(first)


def test_what_waivers_account_for_is_not_proposed_again_and_the_audit_agrees(tiny):
    rows = propose(tiny)
    with (tiny / "waivers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["waiver_id", "source", "locator", "phrase", "reason"])
        writer.writerows([f"w{at}", row.source, row.locator, row.phrase, row.reason] for at, row in enumerate(rows))
    assert propose(tiny) == []
    findings = audit_document(load_case(tiny), read_document(PAGE.encode()), "survey")
    numbers = [finding for finding in findings if finding.kind == "number"]
    assert len(numbers) >= len(rows)
    assert [finding for finding in findings if finding.open and finding.kind in ("number", "locator")] == []
    assert {f.found for f in findings if f.open and f.kind == "phrase"} & {row.phrase for row in rows} == set()


def test_an_unknown_source_and_language_are_refused(tiny):
    with pytest.raises(UsageError, match="no source 'surveys'"):
        propose_claims(load_case(tiny), read_document(PAGE.encode()), "surveys")
    with pytest.raises(UsageError, match="allowed: en, uk"):
        propose(tiny, language="xx")


def test_the_columns_of_a_row_are_its_fields_in_their_order():
    assert tuple(asdict(Proposal())) == COLUMNS
    assert COLUMNS[:5] == ("decision", "grade", "why", "claim_id", "quantity")
    assert replace(Proposal(), value="1").value == "1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_value_comes_from_characters_that_the_phrase_quotes(language):
    case = load_case()
    sentences = [one.text for one in read_sentences(OWN) if one.language == language][:60]
    text = "\n".join(("News", "Today", *sentences))
    document = read_document(text.encode(), "text")
    rows = propose_claims(case, document, "rdna4_reuters", language)
    texts = {paragraph.place: paragraph.text for paragraph in document.paragraphs}
    wrong = []
    for row in rows:
        text = texts[row.locator.rpartition(", ")[2]]
        spans = [found.span() for found in re.finditer(re.escape(row.phrase), text)]
        quoted = [m for m in find_claimable(text, language) if any(a <= m.start and m.end <= b for a, b in spans)]
        totals = [m.compute_total(n) for m in quoted for n in (m.value, m.low, m.high)]
        factor = find_factor(row.unit)
        shown = [float(cell) * factor for cell in (row.value, row.low, row.high) if cell]
        bases = [1.0 if not m.unit else find_factor(m.ledger_unit) / m.scale for m in quoted for _ in range(3)]
        known = [total * base for total, base in zip(totals, bases, strict=True) if total is not None]
        if not quoted or any(not any(isclose(one, other, rel_tol=1e-9) for other in known) for one in shown):
            wrong.append(row)
    assert len(rows) > 20
    assert wrong == []


def test_every_claimable_number_is_proposed(tiny):
    rows = propose(tiny)
    document = read_document(PAGE.encode())
    mentions = [m for paragraph in document.paragraphs for m in read_mentions(paragraph.text, "en")]
    claimable = [m for m in mentions if m.role in ("quantity", "vague", "date")]
    assert len(rows) == len(claimable)


def test_the_source_itself_is_not_cited(tiny):
    (own,) = propose(tiny, "News\nToday\nIt has 40 ports, the Test Bank said.\n")
    (other,) = propose(tiny, "News\nToday\nIt has 40 ports, the World Bank said.\n")
    assert (own.attributed_to, other.attributed_to) == ("", "World Bank")


def test_a_number_with_a_long_unit_is_quoted_in_few_words(tiny):
    text = f"It took 5 {'very ' * 30}long days, and 7 million people of {'all ' * 40}kinds."
    assert all(len(row.phrase) <= 80 for row in propose(tiny, f"News\nToday\n{text}\n"))
