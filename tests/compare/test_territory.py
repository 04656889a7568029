"""Regions of any case: its own words, whoever holds the land, plans without withdrawals, texts that are no article."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from analysis import load_case
from analysis.compare import land, territory
from analysis.label import Label
from analysis.messages import use_language
from tests.compare.test_answers import fill_places
from tests.conftest import TINY, merge_folders

STATUS = "status_id,plan,region,status,withdraws,source,locator,note"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny case with regions, free to change."""
    return merge_folders(TINY, TINY.parent / "matters", into=tmp_path / "any")


def write_rows(folder: Path, table: str, header: str, *rows: str) -> None:
    """Replaces the rows of a table."""
    (folder / f"{table}.csv").write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")


def add_role(folder: Path, role: str, id: str) -> None:
    with (folder / "roles.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow([role, id, ""])


def measure_land_left(folder: Path) -> list[float | None]:
    """Returns the land (km²) that each party leaves in Donetsk, of which 78 % of 26,517 km² is held."""
    rows = territory.withdrawals(load_case(folder)).to_dict("records")
    return [None if row["land"] is None else row["land"].value for row in rows]


def test_who_holds_the_land_is_read_from_the_data(folder):
    rows = (
        "a,plan_low,donetsk,withdrawal,ukraine,article,II p1,",
        "b,plan_high,donetsk,zone,united_states,article,II,",
    )
    write_rows(folder, "region_status", STATUS, *rows)
    assert measure_land_left(folder) == [None, None]  # nothing says whose share is claimed
    add_role(folder, "land_holder", "ukraine")
    assert measure_land_left(folder) == [pytest.approx(26517 * 0.78), pytest.approx(26517 * 0.22)]


def test_land_is_in_the_unit_of_the_claims_on_its_size(folder):
    """26,517 km² are 2,651,700 ha, of which 78 % is held."""
    quantities, claims = ((folder / f"{name}.csv") for name in ("quantities", "claims"))
    quantities.write_text(quantities.read_text().replace("region.area,area,km**2,", "region.area,area,hectare,"))
    claims.write_text(claims.read_text().replace(",26517,", ",2651700,"))
    add_role(folder, "land_holder", "ukraine")
    rows = (
        "a,plan_low,donetsk,withdrawal,ukraine,article,II p1,",
        "b,plan_high,donetsk,zone,united_states,article,II,",
    )
    write_rows(folder, "region_status", STATUS, *rows)
    case = load_case(folder)
    held = land.held(case)
    assert (held.unit, held.value) == ("hectare", pytest.approx(2651700 * 0.78))
    assert [row["land"].unit for row in territory.withdrawals(case).to_dict("records")] == ["hectare", "hectare"]
    assert measure_land_left(folder) == [pytest.approx(2651700 * 0.78), pytest.approx(2651700 * 0.22)]


def test_land_is_not_measured_where_the_case_names_no_size(folder):
    write_rows(folder, "roles", "role_id,played_by,note", "land_holder,ukraine,")
    row = territory.withdrawals(load_case(folder), ("plan_low",)).iloc[0]
    assert (row.land, str(row.unknown), row["count"].value) == (None, "Donetsk", 1)


def test_a_case_has_words_of_its_own_for_what_becomes_of_a_region(folder):
    write_rows(
        folder,
        "vocabulary",
        "word_id,column,word,name,meaning",
        "shared,region_status/status,shared,governed in common,Both govern it",
        "frozen,region_status/status,frozen,without a change for ten years,Nothing changes",
    )
    rows = ("a,plan_low,donetsk,shared,,article,II p1,", "b,plan_low,sumy,frozen,ukraine,article,II p1,")
    write_rows(folder, "region_status", STATUS, *rows)
    case = load_case(folder)
    assert territory.by_plan(case, "plan_low") == {
        "donetsk": "Governed in common",
        "sumy": "Without a change for ten years, Ukraine leaves",
    }
    assert str(territory.says(case, "plan_low")) == (
        "Donetsk governed in common; Sumy without a change for ten years, left by Ukraine"
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("plan_low,donetsk,frozen", "plan_high,donetsk,zone"), "the plans differ on Donetsk"),
        (("plan_low,donetsk,frozen", "plan_high,donetsk,frozen"), "the plans make the same of every region"),
        (("plan_low,donetsk,frozen", "plan_high,sumy,zone"), "not every plan speaks of Donetsk and Sumy"),
    ],
)
def test_plans_that_have_nobody_leave_are_compared_by_what_they_make_of_regions(folder, rows, said):
    write_rows(
        folder,
        "region_status",
        STATUS,
        *(f"s{n},{row},,article,II,".replace(",,,", ",,") for n, row in enumerate(rows)),
    )
    case = load_case(folder)
    assert fill_places(territory.finding(case, "plan_low", "plan_high")) == said
    assert territory.finding(case, "plan_low")[0] == "{plan} speaks of {regions}"


def test_one_plan_alone_is_compared_with_none(folder):
    said = fill_places(territory.finding(load_case(folder), "plan_low"))
    assert said == "the 28-point plan has Ukraine leave its part of Donetsk"


def test_which_plans_are_set_side_by_side(folder):
    assert territory.compared(load_case(folder)) == ("plan_low", "plan_high")
    assert territory.compared(load_case(folder), later="plan_low") == ("plan_low", "plan_low")
    (folder / "roles.csv").unlink()
    write_rows(folder, "region_status", STATUS, "a,plan_high,donetsk,zone,,article,II p1,")
    assert territory.compared(load_case(folder)) == ("plan_high",)


@pytest.mark.parametrize(
    ("kind", "name"), [("article", "article"), ("official", "document"), ("statement", "statement"), ("poll", "poll")]
)
def test_the_analysed_text_is_called_by_its_kind(folder, kind, name):
    sources = folder / "sources.csv"
    sources.write_text(sources.read_text().replace(",article,article,", f",{kind},article,"))
    case = load_case(folder)
    assert str(case.analysed) == f"the {name}"
    assert territory.teller(case, ("plan_low",)) == f"By the account of the {name}"


def test_each_region_that_a_side_leaves_is_counted_by_the_part_that_is_left():
    case = load_case(basis="all")
    rows = territory.parts(case, ("plan_28", "plan_20")).to_dict("records")
    found = {
        (row["plan"].id, row["party"].id, str(row["region"])): None if row["land"] is None else round(row["land"].value)
        for row in rows
    }
    first, second = (str(case.telling(plan)) for plan in ("plan_28", "plan_20"))
    # 26,517 km² of which Russia holds 78.1 %: Ukraine leaves the rest, Russia what it holds
    assert found[first, "ukraine", "Donetsk"] == round(26517 * 0.219)
    assert found[second, "russia", "Kharkiv"] == round(31415 * 0.047)
    assert found[second, "russia", "Mykolaiv"] is None  # nobody gives its share
    totals = [row for row in rows if str(row["region"]) == territory.TOGETHER]
    assert [round(row["land"].value) for row in totals] == [1906, 1906]
    clause, places = territory.describe_parts(territory.parts(case, ("plan_28",)))
    assert clause == "{plan_a}: {party_a_a} leaves {land_a_a:round}, {party_a_b} {land_a_b:round}"
    assert round(places["land_a_b"].value) == 1906


def test_a_map_that_draws_who_leaves_does_not_say_it():
    case = load_case(basis="all")
    assert territory.by_plan(case, "plan_28", says_leaving=False)["donetsk"].endswith("with a special zone")
    assert "kharkiv" not in territory.by_plan(case, "plan_28", says_leaving=False)
    assert territory.by_plan(case, "plan_20")["kharkiv"].startswith("Russia leaves")


def test_a_brief_finding_says_only_where_the_plans_differ():
    case = load_case(basis="all")
    whole = fill_places(territory.finding(case, "plan_28", "plan_20"))
    brief = fill_places(territory.finding(case, "plan_28", "plan_20", is_brief=True))
    assert whole == f"{brief}; both plans have Russia leave land"
    short = fill_places(territory.finding(case, "plan_28", "plan_20", is_brief=True, is_short=True))
    assert short == "the 28-point plan has Ukraine leave Donetsk; open in the 20-point plan"


DONETSK = Label("Донецька область", "regions/donetsk", forms={"genitive": "Донецької області"})
RUSSIA = Label("Росія", "parties/russia", forms={"genitive": "Росії"})
UKRAINE = Label("Україна", "parties/ukraine", forms={"genitive": "України"})
PLANS = {
    "plan_28": Label("план із 28 пунктів", "plans/plan_28", own="28-point plan"),
    "plan_20": Label("план із 20 пунктів", "plans/plan_20", own="20-point plan"),
}


@pytest.fixture
def named():
    """The shipped case over all sources, with Ukrainian names of two parties, plans and a region."""
    with use_language("uk"):
        case = load_case(basis="all")
        found = {"donetsk": DONETSK, "russia": RUSSIA, "ukraine": UKRAINE, **PLANS}
        case._labels |= {(id, "name"): label for id, label in found.items()}
        yield case


def test_who_would_leave_is_said_in_ukrainian_with_the_cases_of_names(named):
    assert territory.finding(named, "plan_28", "plan_20")[0] == (
        "{ukraine_under} передбачає вихід {ukraine:genitive} з {ukraine_left}, {ukraine_open} залишає це відкритим; "
        "обидва плани передбачають вихід {russia:genitive} з частини території"
    )
    assert fill_places(territory.finding(named, "plan_28", "plan_20")) == (
        "план із 28 пунктів передбачає вихід України з Донецької області (у своїй частині), план із 20 пунктів "
        "залишає це відкритим; обидва плани передбачають вихід Росії з частини території"
    )
    short = fill_places(territory.finding(named, "plan_28", "plan_20", is_brief=True, is_short=True))
    assert (
        short == "план із 28 пунктів передбачає вихід України з Донецької області; відкрите питання: план із 20 пунктів"
    )


def test_a_status_is_said_in_ukrainian(named):
    assert territory.by_plan(named, "plan_20")["donetsk"] == "На лінії зіткнення; залишено відкритим"
    assert territory.by_plan(named, "plan_20")["sumy"] == "Вихід Росії"
    assert territory.by_plan(named, "e3_draft")["donetsk"] == "На лінії зіткнення, за нашим прочитанням"
    assert str(territory.says(named, "plan_20_us")) == "Донецька область: з особливою зоною, вихід України"


def test_withdrawals_print_in_ukrainian_and_compare_in_english(named):
    rows = territory.withdrawals(named, ("plan_28",)).to_dict("records")
    assert [(row["named"] == territory.NAMED, str(row["named"])) for row in rows] == [
        (True, "Названі"),
        (False, "За нашим прочитанням"),
    ]
    clause, places = territory.describe_parts(territory.parts(named, ("plan_28",)))
    assert clause == (
        "{plan_a}: вихід {party_a_a:genitive} з {land_a_a:round}, {party_a_b:genitive} — з {land_a_b:round}"
    )
    assert f"{places['party_a_a']:genitive}" == "України"


def test_the_other_account_is_retold_in_ukrainian(named):
    sentence, places = territory.retold(named, ("plan_28",))
    said = sentence.format(**places)
    assert said == " За викладом статті, план із 28 пунктів не передбачає нічийого виходу."
    told = territory.teller(named.on("article"), ("plan_28", "plan_20"))
    assert told == "За викладом статті"
