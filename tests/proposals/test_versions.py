"""Two versions of a document: what is the same, has moved or changed, is gone or is new, and what rests on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import load_case
from analysis.case.case import Case
from analysis.documents import read_document
from analysis.errors import UsageError
from analysis.proposals.propose import propose_claims
from analysis.proposals.table import GONE
from analysis.proposals.versions import Difference, compare_versions, list_quoted
from tests.conftest import TINY

PARAGRAPHS = [
    "The harbour moved 41 million tonnes of grain last spring, by the port authority.",
    "Rebuilding takes 800 billion dollars, they say, over at least 12 years.",
    "Of approximately 300 billion, at most 100 billion can be used.",
    "The debt exceeded 38 trillion dollars in March 2025.",
    "Population fell from nearly 40 million to about 30 million.",
    "Some 5 million people left. Another 5 million people stayed.",
    "Some 5 million people left the coast.",
    "Two thirds of 900 bridges are closed, and 57 ships wait.",
]


def read(*paragraphs: str):
    return read_document("\n\n".join(["The meeting by the lake", "Today", *paragraphs]).encode())


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case(TINY)


def compare(case: Case, old: list[str], new: list[str], *, with_table: bool = True) -> list[Difference]:
    rows = propose_claims(case, read(*old), "survey") if with_table else []
    return compare_versions(case, read(*new), "survey" if with_table else "article", rows)


def count(differences: list[Difference]) -> dict[str, int]:
    return dict(Counter(difference.state for difference in differences))


@given(st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_document_has_nothing_new_and_nothing_changed(case, paragraphs):
    assert set(count(compare(case, paragraphs, paragraphs))) == {
        "same",
        "gone",
    }  # what tiny itself quotes of it is gone


@given(st.permutations(PARAGRAPHS))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_paragraphs_in_another_order_have_only_moved(case, shuffled):
    found = [
        d for d in compare(case, PARAGRAPHS, shuffled) if "claims/need_survey" not in (d.old.rows if d.old else ())
    ]
    assert set(count(found)) <= {"same", "moved"}
    places = {d.old.sentence: d.place for d in found if d.old and PARAGRAPHS.count(d.old.sentence) == 1}
    assert all(place == f"Lead p{shuffled.index(sentence) + 1}" for sentence, place in places.items())


def compare_one(case: Case, old: str, new: str) -> Difference:
    """What became of the one number of a paragraph among others that stay."""
    around = PARAGRAPHS[:1], PARAGRAPHS[6:]
    found = compare(case, [*around[0], old, *around[1]], [*around[0], new, *around[1]])
    (difference,) = (d for d in found if d.state != "same" and not (d.old and d.old.rows))
    return difference


OLD = "The envoys put the cost of the bridge at nearly $610 million."


@pytest.mark.parametrize(
    "new",
    [
        "The envoys put the cost of the bridge at nearly $650 million.",
        "The envoys put the cost of the bridge at over $610 million.",
        "The envoys put the cost of the long bridge at nearly $1.2 billion.",
        "Today, the envoys put the cost of a bridge at almost $610 million.",
    ],
)
def test_another_number_or_hedge_in_the_same_sentence_is_a_change(case, new):
    found = compare_one(case, OLD, new)
    assert (found.state, found.place) == ("changed", "Lead p2")
    assert found.old
    assert found.row
    assert found.old.phrase in OLD
    assert found.row.phrase in new
    assert found.row.why.startswith(f"changed: “{found.old.phrase}” (Lead p2) was in its place; no row rests on it")


def test_another_sentence_is_gone_and_new(case):
    found = compare(case, [PARAGRAPHS[1]], ["Nine lorries came.", PARAGRAPHS[0]])
    assert count(found) == {"new": 2, "gone": 3}
    assert {d.row.why.split(";")[0] for d in found if d.row and d.state == "new"} == {"new"}
    assert [d.place for d in found] == ["Lead p1", "Lead p2", "", "", ""]


def test_the_number_is_found_where_sentence_and_number_have_changed_place(case):
    others = [PARAGRAPHS[0], PARAGRAPHS[3]]
    found = compare(case, [OLD, *others], [*others, OLD.replace("$610", "$700")])
    (changed,) = (d for d in found if d.state == "changed")
    assert (changed.place, "$700 million" in (changed.row.phrase if changed.row else "")) == ("Lead p3", True)
    assert count(found)["moved"] == 3


def test_of_two_numbers_in_a_sentence_the_one_that_changed_is_named(case):
    old = "Population fell from nearly 40 million to about 30 million."
    found = compare(case, [old], [old.replace("30", "28")])
    assert [(d.state, d.row and d.row.value) for d in found if not (d.old and d.old.rows)] == [
        ("same", None),
        ("changed", "28"),
    ]


ARTICLE = """The meeting by the lake

Today

I. Background

Rebuilding takes 810 billion dollars, they say.

Of approximately 300 billion, at most 100 billion can be used.

Population fell from nearly 40 million to about 30 million.

The debt exceeded 38 trillion dollars.

II. Progress

A cap of 600,000 against 800,000 was named, and a strength roughly equivalent to that figure.

A fleet of 90 ships came.
"""


def test_without_a_table_the_claims_of_the_source_are_looked_for(tiny):
    found = compare_versions(load_case(tiny), read_document(ARTICLE.encode()), "article")
    states = {d.old.rows[0]: d.state for d in found if d.old}
    assert states == {
        "claims/need_article": "changed",
        "claims/frozen_article": "same",
        "claims/usable_article": "same",
        "claims/debt_article": "moved",
        "claims/pop_now_article": "moved",
        "claims/pop_prewar_article": "moved",
        "claims/cap_low": "same",
        "claims/cap_high": "same",
        "claims/strength_article": "moved",
        "claims/prewar_article": "gone",
        "events/meeting": "gone",
    }
    assert [d.row.phrase for d in found if d.state == "new" and d.row] == ["A fleet of 90 ships"]


def test_a_changed_number_is_proposed_for_what_the_old_claim_is_about(tiny):
    found = compare_versions(load_case(tiny), read_document(ARTICLE.encode()), "article")
    (changed,) = (d.row for d in found if d.state == "changed")
    assert changed is not None
    assert (changed.quantity, changed.value, changed.unit, changed.decision) == (
        *("reconstruction.need", "810", "billion USD"),
        "",
    )
    assert changed.why == "changed: “800 billion” (I p1) was in its place; claims/need_article rests on it"
    assert changed.grade == "A"


def test_a_claim_that_is_deprecated_is_not_looked_for(tiny):
    claims = tiny / "claims.csv"
    claims.write_text(
        claims.read_text().replace("pre-conflict levels,,,,preferred", "pre-conflict levels,,,,deprecated")
    )
    found = compare_versions(load_case(tiny), read_document(ARTICLE.encode()), "article")
    assert "claims/prewar_article" not in {row for d in found if d.old for row in d.old.rows}


def test_what_is_gone_names_its_claim_and_is_no_row_of_its_own(tiny):
    found = compare_versions(load_case(tiny), read_document(ARTICLE.encode()), "article")
    gone = [d.row for d in found if d.state == "gone"]
    row = next(row for row in gone if row and row.claim_id == "prewar_article")
    assert (row.quantity, row.value, row.phrase, row.locator) == (
        *("forces.prewar", "600000", "pre-conflict levels"),
        "II p2",
    )
    assert row.hash.startswith(GONE)
    assert row.why == "gone: the new version has no such words; claims/prewar_article rests on it"


def test_claims_of_one_phrase_stay_together(tiny):
    quoted = {old.phrase: old.rows for old in list_quoted(load_case(tiny), "article")}
    assert quoted["800,000"] == ("claims/cap_high",)
    rows = (tiny / "claims.csv").read_text().splitlines(keepends=True)
    (tiny / "claims.csv").write_text(
        "".join([*rows, rows[9].replace("cap_high", "cap_too").replace("plan_high", "ukraine")])
    )
    quoted = {old.phrase: old.rows for old in list_quoted(load_case(tiny), "article")}
    assert quoted["800,000"] == ("claims/cap_high", "claims/cap_too")


def test_two_claims_on_one_number_have_both_changed(tiny):
    rows = (tiny / "claims.csv").read_text().splitlines(keepends=True)
    again = (
        rows[1]
        .replace("need_article,reconstruction.need,", "need_too,reconstruction.need,ukraine")
        .replace("800 billion", "takes 800 billion dollars")
    )
    (tiny / "claims.csv").write_text("".join([*rows, again]))
    found = compare_versions(load_case(tiny), read_document(ARTICLE.encode()), "article")
    assert {d.old.rows[0] for d in found if d.old and d.state == "changed"} == {
        "claims/need_article",
        "claims/need_too",
    }


def test_a_new_version_may_be_another_source(case):
    rows = propose_claims(case, read(*PARAGRAPHS[:2]), "article")
    found = compare_versions(case, read(*PARAGRAPHS[:2]), "survey", rows)
    states = {d.state for d in found if d.old and d.old.sentence}
    assert states == {"same"}
    assert not [d for d in found if d.state == "new"]


def test_what_is_gone_already_is_not_looked_for_again(case):
    gone = replace(propose_claims(case, read(PARAGRAPHS[0]), "survey")[0], hash=GONE + "1234", phrase="never there")
    assert "never there" not in {old.phrase for old in list_quoted(case, "survey", [gone])}


def test_an_unknown_source_is_said(case):
    with pytest.raises(UsageError, match="tiny has no source 'surve' \\(nearest: survey\\)"):
        compare_versions(case, read(*PARAGRAPHS), "surve")


# The command


@pytest.fixture
def versions(tmp_path) -> tuple[Path, Path]:
    for name, text in (("old", ARTICLE.replace("810", "800")), ("new", ARTICLE.replace("90 ships", "95 ships"))):
        (tmp_path / f"{name}.txt").write_text(text)
    return tmp_path / "old.txt", tmp_path / "new.txt"


def test_the_command_lists_what_has_changed_and_writes_it_as_a_table(tiny, tmp_path, invoke, versions):
    old, new = map(str, versions)
    case = ("--source", "article", "--case", str(tiny))
    assert invoke("draft", old, *case, "--out", "old.csv", cwd=tmp_path).returncode == 0
    done = invoke("draft", new, *case, "--since", "old.csv", "--out", "new.csv", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert (
        "changed  “800 billion” (I p1) -> “Rebuilding takes 810 billion dollars” (I p1): claims/need_article" in lines
    )
    assert "changed  “A fleet of 90 ships” (II p2) -> “A fleet of 95 ships” (II p2)" in lines
    assert "moved    “exceeded 38 trillion” (I p3) -> I p4: claims/debt_article" in lines
    assert f"{new}: 7 same, 4 moved, 2 changed, 2 gone, 0 new" in lines
    assert (tmp_path / "new.csv").read_text("utf-8-sig").count("changed: ") == 2


def test_the_table_of_the_old_version_is_not_written_over(tiny, tmp_path, invoke, versions):
    case = ("--source", "article", "--case", str(tiny))
    invoke("draft", str(versions[0]), *case, "--out", "old.csv", cwd=tmp_path)
    before = (tmp_path / "old.csv").read_bytes()
    done = invoke("draft", str(versions[1]), *case, "--since", "old.csv", "--out", "old.csv", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "old.csv is the table of the old version; give another file with --out." in done.stderr
    assert (tmp_path / "old.csv").read_bytes() == before


def test_without_a_change_there_is_nothing_to_decide(tiny, tmp_path, invoke, versions):
    (tiny / "events.csv").write_text((tiny / "events.csv").read_text().splitlines()[0] + "\n")
    claims = (tiny / "claims.csv").read_text().splitlines(keepends=True)
    (tiny / "claims.csv").write_text(
        "".join(row for row in claims if "pre-conflict" not in row and ",I p3," not in row)
    )
    done = invoke("draft", str(versions[0]), "--source", "article", "--case", str(tiny), "--since", cwd=tmp_path)
    assert "0 changed, 0 gone, 2 new" in done.stdout
    assert invoke("draft", "a", "b", "--source", "article", "--case", str(tiny), "--since").returncode == 2
