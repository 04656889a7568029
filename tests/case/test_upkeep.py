"""What needs care in a sound case: each kind is found where it stands, and nothing else is."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load_case
from analysis.case.upkeep import _count_apart, _find_faults_of_address, check_upkeep
from analysis.paths import SHIPPED_CASES
from tests.case.test_ledger import replace_text
from tests.case.test_soundness import set_formula
from tests.conftest import ROOT


def list_cares(case) -> list[tuple[str, str, str]]:
    return [(problem.file, problem.column or "", str(problem.found)) for problem in check_upkeep(load_case(case))]


def append(case, table: str, *rows: str) -> None:
    path = case / f"{table}.csv"
    path.write_text(path.read_text(encoding="utf-8") + "".join(f"{row}\n" for row in rows), encoding="utf-8")


@pytest.mark.parametrize("case", [*SHIPPED_CASES, ROOT / "tests/cases/tiny"], ids=lambda case: Path(case).name)
def test_no_row_of_a_case_that_is_shipped_needs_care(case):
    assert [str(problem) for problem in check_upkeep(load_case(case))] == []


def test_a_claim_that_nobody_verified_is_found(tiny):
    replace_text(tiny, "claims", "2026-01-02", "")
    assert list_cares(tiny) == [("claims.csv", "verified", "None")]


def test_rows_to_which_nothing_refers_are_found_in_tables_that_are_there_for_that(tiny):
    append(tiny, "quantities", "x.unused,x,item,,,,Unused,,", "x.computed,y,one,,,debt.federal / debt.federal,Y,,")
    append(tiny, "parties", "nobody,Nobody,state,,false,")
    append(tiny, "regions", "north,North,US-NY,true,", "neighbour,Neighbour,US-NJ,false,")
    assert list_cares(tiny) == [
        ("quantities.csv", "quantity_id", "x.unused"),
        ("parties.csv", "party_id", "nobody"),
        ("regions.csv", "region_id", "north"),
    ]
    set_formula(tiny, "assets.frozen * x.computed")
    replace_text(tiny, "quantities", "debt.federal / debt.federal", "x.unused / x.unused")
    assert ("quantities.csv", "quantity_id", "x.unused") not in list_cares(tiny)


def test_a_plan_is_used_by_a_quantity_whose_id_ends_in_it(tiny):
    append(
        tiny,
        "plans",
        "plan_third,Third plan,2025-11,,open,,article,II p3,",
        "plan_fourth,Fourth plan,2025-11,,open,,article,II p3,",
    )
    append(tiny, "quantities", "share.plan_third,share,percent,,,,Share,,")
    append(tiny, "roles", "shares,share.plan_third,")
    assert list_cares(tiny) == [("plans.csv", "plan_id", "plan_fourth")]


def test_a_unit_that_nothing_is_measured_in_is_found(tiny):
    (tiny / "units.txt").write_text("truck = [truck] = trucks\nload = 20 * truck\ncrate = [crate] = crates\n")
    assert ("units.txt", "", "load = 20 * truck") in list_cares(tiny)
    append(tiny, "quantities", "x.loads,loads,load/day,,,debt.federal / debt.federal * x.loads,L,,")
    replace_text(tiny, "quantities", "debt.federal / debt.federal * x.loads", "")
    assert [found for file, _, found in list_cares(tiny) if file == "units.txt"] == ["crate = [crate] = crates"]


def test_a_word_that_no_row_uses_is_found(tiny):
    (tiny / "vocabulary.csv").write_text(
        "word_id,column,word,name,meaning\nguild,parties/kind,guild,guild,Traders\nclub,parties/kind,club,club,Members\n"
    )
    append(tiny, "parties", "rowers,Rowers,club,,false,")
    assert ("vocabulary.csv", "word", "guild") in list_cares(tiny)
    assert ("vocabulary.csv", "word", "club") not in list_cares(tiny)


def test_what_a_remark_names_is_used(tiny):
    append(tiny, "quantities", "x.said,x,item,,,,Said,,", "x.silent,x,item,,,,Not said,,")
    append(tiny, "parties", "nobody,Nobody,state,,false,")
    (tiny / "remarks.csv").write_text(
        "remark_id,notebook,place,text,basis\none,forces,here,{nobody} says {x.said:round}: x.silent,\n"
    )
    assert [found for _, _, found in list_cares(tiny)] == ["x.silent"]


@pytest.mark.parametrize(
    ("times", "found"),
    [
        (("2024-01-01", "2024-03-01", "2025-01-02"), []),  # a year less a day before the article
        (("2024-01-01", "2024-03-01", "2025-01"), []),
        (("2024-01-01", "2024-03-01", "2025-01-01"), ["2025-01-01"]),
        (("2024-01", "2024-03", "2024-03-05"), []),  # March twice is one time
        (("2020", "2024-03", "2025-06"), []),
        (("2020", "2021", "2022"), []),  # by the year: as old as the article, which is the newest source
        (("2020", "2021", "2022-12"), ["2022-12"]),
    ],
)
def test_the_newest_of_a_running_count_may_not_be_a_year_older_than_the_newest_source(tiny, times, found):
    append(tiny, "quantities", "x.count,count,item,,,,Counted,,")
    header = (tiny / "claims.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    for n, as_of in enumerate(times):
        cells = {"claim_id": f"n{n}", "quantity": "x.count", "source": "article", "locator": f"I p{n}", "value": str(n)}
        cells |= {"qualifier": "exact", "status": "reported", "as_of": as_of, "statement": "S."}
        cells["rank"] = "preferred" if n == 2 else "normal"
        append(tiny, "claims", ",".join(cells.get(column, "") for column in header))
    assert load_case(tiny).ledger.tables["sources"]["article"].date == "2026-01-01"
    assert [value for _, column, value in list_cares(tiny) if column == "as_of"] == found


days = st.integers(0, 60).map(lambda n: date(2025, 1, 1) + timedelta(n))


@given(st.lists(st.tuples(days, days).map(lambda ends: (max(ends), min(ends), "id")), max_size=12))
def test_as_many_times_are_apart_as_can_be_chosen_without_a_common_day(times):
    count = _count_apart(times)
    chosen = []
    for time in sorted(times):
        if all(time[1] > other[0] for other in chosen):
            chosen.append(time)
    assert count == len(chosen)
    assert (count == 0) == (not times)
    if times:  # no more than there are days, and one at least
        assert 1 <= count <= len({day for last, first, _ in times for day in (last, first)})


@pytest.mark.parametrize(
    ("url", "remedies"),
    [
        ("https://example.org/report.pdf", []),
        ("https://example.org/?id=7", []),
        ("https://example.org/a?utm=1&page=2", []),
        ("http://example.org/a", ["Try it with https."]),
        ("https://example.org", ["This is a home page: give the page that was read."]),
        ("https://example.org/", ["This is a home page: give the page that was read."]),
        ("https://example.org/a?id=7&utm_medium=x&fbclid=y", ["Remove utm_medium=x and fbclid=y."]),
        ("https://example.org/a?gclid=", ["Remove gclid=."]),
    ],
)
def test_an_address_that_cannot_be_that_of_a_document(url, remedies):
    assert [remedy for _, remedy in _find_faults_of_address(url)] == remedies


def test_an_address_has_the_day_on_which_it_was_read(tiny):
    text = (tiny / "sources.csv").read_text(encoding="utf-8")
    assert "accessed" in text.splitlines()[0]
    replace_text(
        tiny, "sources", "\nsurvey,", "\nlonely,Title,,,2025-12-01,press,second,en,https://example.org/a,,B,,\nsurvey,"
    )
    found = list_cares(tiny)
    assert ("sources.csv", "accessed", "None") in found
    assert ("sources.csv", "source_id", "lonely") in found


def test_what_to_look_up_is_said_where_no_phrase_is_given(tiny):
    replace_text(tiny, "claims", "588 billion,2026-01-02", ",")
    [problem] = check_upkeep(load_case(tiny))
    assert problem.remedy.startswith("Enter as phrase the few words of the source")


@pytest.mark.parametrize(
    ("value", "qualifier", "found"),
    [
        ("800", "exact", []),
        ("588", "at_least", [("claims.csv", "verdict", "contradicted")]),  # 588 or more is not against about 588
        ("588", "exact", [("claims.csv", "verdict", "contradicted")]),
    ],
)
def test_a_number_is_not_contradicted_by_one_that_may_be_the_same(tiny, value, qualifier, found):
    old = "800,,,,exact,estimated,2025-12,,,Rebuilding takes this much.,800 billion,,,,normal,"
    new = old.replace("800,,,,exact", f"{value},,,,{qualifier}").replace(
        "billion,,,,", "billion,,contradicted,need_survey,"
    )
    replace_text(tiny, "claims", old, new)
    assert list_cares(tiny) == found
