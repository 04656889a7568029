"""A text held against the shipped cases: each kind of verdict, what it rests on, and what it says."""

from __future__ import annotations

import csv
import shutil

import pytest

from analysis import load_case
from analysis.case.schema import Claim
from analysis.documents import SourceDocument, read_document
from analysis.documents.document import Paragraph
from analysis.errors import UsageError
from analysis.paths import find_case
from analysis.verification.verify import verify_document
from tests.verification.score import load


def verify(text: str, case: str = "mar", language: str = "en"):
    document = SourceDocument("text", [Paragraph(part) for part in text.split("\n")], language=language)
    return verify_document(load(case), document)


@pytest.mark.parametrize(
    ("case", "text", "kind", "by"),
    [
        ("mar", "The World Bank puts reconstruction at nearly 588 billion dollars.", "disputed", "need_rdna5"),
        ("mar", "The licence for the plant runs for 10 years.", "supported", "licence_term_rosatom"),
        ("mar", "The World Bank puts reconstruction at 588 billion dollars.", "hedge", "need_rdna5"),
        ("mar", "The World Bank puts reconstruction at over 588 billion dollars.", "hedge", "need_rdna5"),
        ("mar", "The World Bank puts reconstruction at nearly 688 billion dollars.", "differs", "need_rdna5"),
        ("mar", "Reconstruction would cost 524 billion dollars over ten years.", "stale", "need_rdna4"),
        ("mar", "The strike used nearly 50 missiles.", "stale", "missiles_regionews"),
        ("mar", "The 28-point plan would keep 800,000 in the armed forces.", "differs", "cap_28_article"),
        ("mar", "The bakery sold 420 loaves.", "unknown", None),
        ("un", "In 2020 climate finance delivered was 83.3 billion dollars.", "supported", "delivered_2020"),
        ("un", "In 2021 climate finance delivered was 83.3 billion dollars.", "differs", "delivered_2021"),
        ("un", "Climate finance delivered in 2020 was 83.3 million dollars.", "differs", None),
        ("un", "Germany delivered 6.1 billion dollars in 2024.", "differs", "de_delivered"),
    ],
)
def test_each_kind_of_verdict_rests_on_the_claim_that_is_meant(case, text, kind, by):
    found = next(one for one in verify(text, case) if one.kind != "not_checked" and not one.words.startswith("20"))
    assert found.kind == kind
    assert by is None or by in found.by


def test_each_verdict_names_what_exists():
    case = load("mar")
    known = {*case.ledger.get_table(Claim)}
    found = verify("\n".join(row["sentence"] for row in csv.DictReader(open_sentences())))
    named = [id for one in found for id in (*one.by, *one.others)]
    of_claims = [id for id in named if "/" not in id]
    assert len(of_claims) > 40
    assert set(of_claims) <= known
    tables = {id.partition("/")[0] for id in named if "/" in id}
    assert tables <= {"assumptions", "events", "plans", "sources", "quantities"}


def open_sentences():
    from tests.verification.plants import SENTENCES

    return SENTENCES.read_text(encoding="utf-8").splitlines()


def test_what_counts_nothing_is_not_checked():
    found = verify("Article 5 of the 28-point plan, on page 3, names the two presidents for the third time.")
    assert {one.kind for one in found} == {"not_checked"}


def test_a_disputed_number_names_its_rivals():
    (found,) = verify("The World Bank puts reconstruction at nearly 588 billion dollars.")
    assert found.kind == "disputed"
    assert found.holds
    assert found.others == ("need_prosperity",)
    assert "about $500 billion" in found.why


def test_what_counts_something_else_by_its_base_disputes_nothing():
    found = verify("Reconstruction will cost 800 billion dollars by the 20-point plan.")[0]
    assert found.kind == "supported"  # a sum to be raised, where others give a need


def test_a_difference_says_by_how_much_and_what_to_write():
    (found,) = verify("The World Bank puts reconstruction at nearly 688 billion dollars.")
    assert "17 % above" in found.why  # 688 / 588 = 1.17
    assert found.remedy == "Write nearly $588 billion."


def test_a_revised_number_may_be_told_with_its_time():
    found = verify("At the end of 2024 reconstruction would have cost 524 billion dollars, the World Bank said.")
    number = next(one for one in found if one.words.startswith("524"))
    assert number.kind in ("supported", "disputed")


def test_a_speaker_who_says_otherwise_is_held_to_it():
    (wrong,) = verify("Trump says that 90 percent of the share of the plan is agreed.")
    (right,) = verify("Zelensky says that 90 percent of the share of the plan is agreed.")
    assert wrong.kind == "differs"
    assert right.kind in ("supported", "disputed")


def test_a_link_to_a_source_says_whose_number_is_meant():
    page = "<p>Reconstruction takes <a href='{}'>500 billion dollars</a>.</p>"
    source = load("mar").ledger.tables["sources"]["world_bank_rdna5"].url
    (linked,) = verify_document(load("mar"), read_document(page.format(source).encode(), "html"))
    (other,) = verify_document(load("mar"), read_document(page.format("https://example.org").encode(), "html"))
    assert linked.kind == "differs"
    assert linked.by == ("need_rdna5",)
    assert other.by == ("need_prosperity",)


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("uk", "Відбудова коштуватиме майже 588 мільярдів доларів.", "supported"),
        ("uk", "Відбудова коштуватиме майже 688 мільярдів доларів.", "unknown"),
        ("de", "Russland hält 116.165 Quadratkilometer besetzt.", "supported"),
        ("de", "Russland hält 161.165 Quadratkilometer besetzt.", "unknown"),
    ],
)
def test_another_language_is_held_against_number_and_unit(language, text, kind):
    (found,) = verify(text, language=language)
    assert found.kind in ((kind, "disputed") if kind == "supported" else (kind,))


def test_a_date_is_supported_or_another_one_is_meant():
    right, wrong = verify("The presidents met on 28 December 2025.\nTheir meeting was on 28 November 2025.")[-2:]
    assert right.kind in ("supported", "disputed")
    assert wrong.kind in ("differs", "unknown")


def test_a_cell_is_held_against_its_row_and_column():
    cells = [
        Paragraph("30.6%", "cell", row="Zelensky", column="Support in the first round"),
        Paragraph("30.6%", "cell", row="Zaluzhnyi", column="Support in the first round"),
    ]
    right, wrong = verify_document(load("mar"), SourceDocument("text", cells, language="en"))
    assert right.kind in ("supported", "disputed")
    assert wrong.kind == "differs"


def test_a_language_that_is_not_read_is_refused():
    german = SourceDocument("text", [Paragraph("Der Schaden liegt bei 5 Millionen Euro und mehr")])
    with pytest.raises(UsageError, match="xx"):
        verify_document(load("mar"), german, language="xx")


@pytest.mark.parametrize(
    ("text", "quantity", "value"),
    [
        ("Reconstruction will cost 800 billion dollars by the 20-point plan.", "reconstruction.need", 800),
        ("The licence for the plant runs for 10 years.", "plant.licence_term", 10),
        ("The Zaporizhzhia plant has a capacity of 6,000 MW.", "plant.capacity", 6000),
    ],
)
def test_one_more_claim_that_agrees_makes_no_number_worse(tmp_path, text, quantity, value):
    folder = shutil.copytree(find_case("mar-a-lago-2025-12-28"), tmp_path / "case")
    table = folder / "claims.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    like = next(row for row in rows if row["quantity"] == quantity)
    added = {
        **like,
        "claim_id": "one_more",
        "value": value,
        "low": "",
        "high": "",
        "qualifier": "exact",
        "locator": "p. 99",
    }
    added |= {"rank": "normal", "verdict": "", "verdict_claims": "", "verified": ""}
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows([*rows, added])
    before, after = (
        [one.kind for one in verify_document(case, SourceDocument("text", [Paragraph(text)], language="en"))]
        for case in (load("mar"), load_case(folder))
    )
    assert set(before) <= {"supported", "disputed", "not_checked"}
    assert set(after) <= {"supported", "disputed", "not_checked"}


def test_in_a_case_of_few_rows_an_amount_that_one_topic_has_is_meant_by_few_words(tiny):
    """A word that most topics share, as "bonds" here, says little; the amount says the rest."""
    amounts = {"all": "12.6", "banks": "3.1", "funds": "4.7", "towns": "5.2", "mines": "6.3"}
    with (tiny / "quantities.csv").open("a", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, (tiny / "quantities.csv").read_text(encoding="utf-8").splitlines()[0].split(","))
        rows.writerows(
            {"quantity_id": f"bonds.{whose}", "name": f"bonds of {whose}", "unit": "billion USD", "meaning": "Bonds"}
            for whose in amounts
        )
    with (tiny / "claims.csv").open("a", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, (tiny / "claims.csv").read_text(encoding="utf-8").splitlines()[0].split(","))
        rows.writerows(
            {"claim_id": f"bonds_{whose}", "quantity": f"bonds.{whose}", "source": "survey", "locator": "p1"}
            | {"value": value, "qualifier": "exact", "status": "reported", "statement": "Bonds.", "rank": "normal"}
            for whose, value in amounts.items()
        )
    text = b"The bonds, they say in the ministry and in the offices that stand around it, come to about $12.6 billion."
    (verdict,) = verify_document(load_case(tiny), read_document(text, "text"))
    assert (verdict.kind, verdict.by) == ("supported", ("bonds_all",))
    (other,) = verify_document(load_case(tiny), read_document(text.replace(b"12.6", b"9.5"), "text"))
    assert other.kind == "unknown"
