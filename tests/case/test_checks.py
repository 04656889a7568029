"""What the rows of a case owe one another: at a bound a value is accepted, beyond it it is refused by name."""

from __future__ import annotations

import csv
import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.case import ledger
from analysis.case.checks import _CHECKS, _find_misfits, check_values
from analysis.case.csv_reader import ReadResult, read_csv
from analysis.case.files import open_files
from analysis.case.schema import TABLES, Quantity
from analysis.errors import CaseError
from analysis.paths import find_case
from tests.case.test_ledger import catch_case_error, replace_text

NEED = "need_article,reconstruction.need,,article,I p1,800,,,,exact"


def list_problems(case) -> list[str]:
    return [str(problem) for problem in catch_case_error(case).problems]


@pytest.fixture
def bounded(tiny):
    """The tiny case, in which a need is from 500 to 800."""
    replace_text(tiny, "quantities", "reconstruction need,billion USD,0,,", "reconstruction need,billion USD,500,800,")
    return tiny


@pytest.mark.parametrize(
    ("cells", "column", "found", "allowed"),
    [
        ("800.5,,", "value", "800.5", "800 or less, in billion USD. Correct it, or the maximum in quantities.csv."),
        ("499.5,,", "value", "499.5", "500 or more, in billion USD. Correct it, or the minimum in quantities.csv."),
        ("700,499,800", "low", "499", "500 or more, in billion USD. Correct it, or the minimum in quantities.csv."),
        ("700,600,800.25", "high", "800.25", "800 or less, in billion USD. Correct it, or the maximum"),
        ("700,701,", "value", "700", "701 or more: low <= value <= high. Swap them, or correct one of them."),
        ("700,,699", "high", "699", "700 or more: low <= value <= high. Swap them, or correct one of them."),
        (",700,699", "high", "699", "700 or more: low <= value <= high. Swap them, or correct one of them."),
        (",,", "value", "nothing", "a number in billion USD, or both low and high. Fill in this cell."),
        (",600,", "value", "nothing", "a number in billion USD, or both low and high. Fill in this cell."),
        (",,600", "value", "nothing", "a number in billion USD, or both low and high. Fill in this cell."),
    ],
)
def test_a_number_its_quantity_cannot_have(bounded, cells, column, found, allowed):
    replace_text(bounded, "claims", NEED, NEED.replace("800,,", cells))
    [problem] = list_problems(bounded)
    assert problem.startswith(f"claims.csv:2:{column}: found {found}; allowed: {allowed}")


@pytest.mark.parametrize("cells", ["800,,", "500,,", "700,500,800", "700,700,700", ",500,800", "700,,700", "700,700,"])
def test_a_number_up_to_its_bounds(bounded, cells):
    replace_text(bounded, "claims", NEED, NEED.replace("800,,", cells))
    assert ledger.read_ledger(bounded).tables["claims"]["need_article"].quantity == "reconstruction.need"


@pytest.mark.parametrize("value", ["5e-23", "-5e-23"])
def test_a_share_too_small_for_its_unit_is_refused(tiny, value):
    """A per cent is a hundredth: what a cell may hold, its unit may make too small."""
    replace_text(tiny, "quantities", "reconstruction need,billion USD,0,,", "reconstruction need,percent,,,")
    replace_text(tiny, "claims", NEED, NEED.replace("800,,", f"{value},,"))
    assert (
        f"claims.csv:2:value: found {value}; allowed: 0, or 1e-22 to 1e+26 percent in size." in list_problems(tiny)[0]
    )


small = st.none() | st.integers(0, 6).map(float)


@given(small, small, small, small, small)
def test_what_fits_is_what_is_in_order(low, value, high, minimum, maximum):
    quantity = Quantity.model_construct(
        quantity_id="a.b", name="a", unit="item", minimum=minimum, maximum=maximum, formula=None
    )
    given_numbers = [number for number in (low, value, high) if number is not None]
    in_order = given_numbers == sorted(given_numbers)
    within = all(
        (minimum is None or number >= minimum) and (maximum is None or number <= maximum) for number in given_numbers
    )
    complete = value is not None or (low is not None and high is not None)
    assert (not list(_find_misfits(quantity, low, value, high, None))) == (in_order and within and complete)


def test_a_date_and_a_text_have_no_number_and_a_date_has_its_date(tiny):
    replace_text(
        tiny,
        "quantities",
        "forces.prewar,",
        "x.day,a day,date,,,,A day,,\nx.word,a word,text,,,,A word,,\nforces.prewar,",
    )
    claims = tiny / "claims.csv"
    row = "{},{},,article,I,{},,,{},exact,reported,,,,Said.,said,,,,{},\n"
    given_rows = [
        row.format("a", "x.day", "", "2025-12-01", "preferred"),
        row.format("b", "x.day", "", "", "normal"),
        row.format("c", "x.day", "5", "2025-12-01", "normal"),
        row.format("d", "x.word", "5", "", "normal"),
        row.format("e", "x.word", "", "", "normal"),
    ]
    claims.write_text(claims.read_text(encoding="utf-8") + "".join(given_rows), encoding="utf-8")
    assert [problem.partition(" Fill")[0].partition(" Empty")[0] for problem in list_problems(tiny)] == [
        "claims.csv:14:date: found nothing; allowed: an EDTF date, as x.day is a date.",
        "claims.csv:15:value: found 5; allowed: no number, as x.day is a date.",
        "claims.csv:16:value: found 5; allowed: no number, as x.word is a text.",
    ]


@pytest.mark.parametrize(("bounds", "is_sound"), [("5,5", True), ("5,5.5", True), ("5.5,5", False)])
def test_a_minimum_is_not_above_its_maximum(tiny, bounds, is_sound):
    replace_text(tiny, "quantities", "forces.prewar,", f"x.y,a thing,item,{bounds},,A thing,,\nforces.prewar,")
    if is_sound:
        assert "x.y" in ledger.read_ledger(tiny).tables["quantities"]
    else:
        said = "quantities.csv:10:maximum: found 5; allowed: 5.5 or more: minimum <= maximum."
        assert list_problems(tiny)[0].startswith(said)


def test_two_preferred_claims_on_one_thing_are_one_too_many(tiny):
    replace_text(tiny, "claims", "800 billion,,,,normal", "800 billion,,,,preferred")
    [problem] = list_problems(tiny)
    assert problem == (
        "claims.csv:3:rank: found 'preferred'; allowed: one preferred claim for reconstruction.need. "
        "need_article is preferred too; set the rank of one of them to normal."
    )
    replace_text(tiny, "claims", "800 billion,,,,preferred", "800 billion,,,,normal")
    replace_text(tiny, "claims", "cap_high,forces.cap,plan_high", "cap_high,forces.cap,plan_low")
    [problem] = list_problems(tiny)
    assert "allowed: one preferred claim for forces.cap of plan_low. cap_low is preferred too" in problem


def test_a_step_whose_time_has_not_run_out_is_open(tiny):
    row = "meeting,2025-12-28,The meeting,The lake,ukraine; united_states,meeting,,,,article,I p1,December 28,,"
    late = row.replace("2025-12-28", "2099").replace("united_states,meeting", "united_states,scheduled")
    replace_text(tiny, "events", row, late + "no")
    [problem] = list_problems(tiny)
    assert problem.startswith("events.csv:2:came_about: found 'no'; allowed: open, as the date may mean 2099-12-31")
    replace_text(tiny, "events", late + "no", late + "open")
    ledger.read_ledger(tiny)
    replace_text(tiny, "events", late + "open", late.replace("2099", "2025-01") + "no")
    assert ledger.read_ledger(tiny).tables["events"]["meeting"].came_about == "no"


@pytest.mark.parametrize(
    ("date", "code", "source", "column"),  # the survey is of June 2025, the newest source of 1 January 2026
    [
        ("2025-06-30", "yes", "survey", ""),
        ("2025-07-01", "yes", "survey", "outcome_source"),
        ("2025-07-01", "partly", "survey", "outcome_source"),
        ("2025-07-01", "no", "survey", ""),  # called off in time
        ("2025-07-01", "open", "survey", ""),
        ("2025-05/2025-07", "yes", "survey", ""),  # it may have come early
        ("2025-07-01~", "yes", "survey", ""),  # a day is in doubt, so that 30 June may be meant
        ("2025-07-01", "yes", "", ""),
        ("2026-01-02", "yes", "", "came_about"),
    ],
)
def test_what_became_of_an_event_no_older_source_can_say(tiny, date, code, source, column):
    row = "meeting,2025-12-28,The meeting,The lake,ukraine; united_states,meeting,,,,article,I p1,December 28,,"
    step = f"meeting,{date},The meeting,The lake,ukraine; united_states,scheduled,,Held,{source},article,I p1,,,{code}"
    replace_text(tiny, "events", row, step)
    if not column:
        assert ledger.read_ledger(tiny).tables["events"]["meeting"].came_about == code
        return
    [problem] = list_problems(tiny)
    day = {"outcome_source": "survey is of 2025-06-30", "came_about": "the newest source is of 2026-01-01"}[column]
    assert problem.startswith(f"events.csv:2:{column}: found '{source or code}'; allowed: open, or a source of {date}")
    assert day in problem


def test_a_circle_of_formulas_is_named_in_full(tiny):
    replace_text(
        tiny,
        "quantities",
        "forces.prewar,",
        "x.a,a,item,,,x.b + 1,A,,\nx.b,b,item,,,x.c * x.d,B,,\nx.c,c,item,,,x.b,C,,\nx.d,d,item,,,,D,,\nforces.prewar,",
    )
    assert list_problems(tiny) == [
        "quantities.csv:11:formula: found 'x.b -> x.c -> x.b'; allowed: a formula that does not lead back to its own "
        "quantity. Remove one of these formulas."
    ]


def test_a_copy_of_a_copy_of_itself_is_named_in_full(tiny):
    text = (tiny / "sources.csv").read_text(encoding="utf-8")
    (tiny / "sources.csv").write_text(
        text.replace(",C,,", ",C,survey,").replace(",A,,", ",A,article,"), encoding="utf-8"
    )
    assert list_problems(tiny) == [
        "sources.csv:2:copy_of: found 'article -> survey -> article'; "
        "allowed: a row that does not lead back to itself. Empty one of these cells."
    ]


def test_an_id_is_used_once_among_all_that_a_claim_may_be_on(tiny):
    replace_text(tiny, "plans", "plan_low,", "ukraine,")
    with pytest.raises(CaseError) as error:
        ledger.read_ledger(tiny)
    assert "allowed: an id that is used once in " in str(error.value)
    assert ".csv has the same id; rename one of them." in str(error.value)


def add_claim(folder, row):
    with (folder / "claims.csv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")


def test_a_claim_that_is_there_again_under_another_id_is_refused(tiny):
    rows = (tiny / "claims.csv").read_text(encoding="utf-8").splitlines()
    again = "again" + rows[1][rows[1].index(",") :]
    add_claim(tiny, again)
    problem = list_problems(tiny)[0]
    assert problem.startswith(f"claims.csv:{len(rows) + 1}:claim_id: found 'again'; allowed: a claim that no other row")
    assert "need_article, in row 2, says the same there" in problem
    replace_text(tiny, "claims", again, again.replace("I p1", "II p9"))  # at another place it is another statement
    ledger.read_ledger(tiny)


def test_two_preferred_claims_without_a_subject_say_that_it_may_be_missing(tiny):
    with (tiny / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = [row | {"subject": ""} for row in csv.DictReader(file) if row["quantity"] != "region.occupied"]
    with (tiny / "claims.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    [problem] = [problem for problem in list_problems(tiny) if "cap_low is preferred too" in problem]
    assert problem.endswith("or, where they are on different things, say which in the column subject.")


@pytest.mark.parametrize(
    ("translation", "said"),
    [
        ("Needs survey", "allowed: another text than in title, or nothing. Translate the title, or leave it empty."),
        ("[The survey]", "allowed: the translated title, without brackets. Remove the brackets: reports print them."),
        ("The survey [2025]", None),
        ("", None),
    ],
)
def test_a_translated_title_is_another_one_and_has_no_brackets_of_its_own(tiny, translation, said):
    path = tiny / "sources.csv"
    head, article, survey = path.read_text().splitlines()
    path.write_text(f"{head},title_translation\n{article},\n{survey},{translation}\n")
    if said is None:
        assert ledger.read_ledger(tiny).tables["sources"]["survey"].title_translation == (translation or None)
    else:
        [problem] = list_problems(tiny)
        assert problem == f"sources.csv:3:title_translation: found '{translation}'; {said}"


class RecordedTables(dict):
    """Tables that note which of them were asked for."""

    def __init__(self, tables):
        super().__init__(tables)
        self.asked: set[str] = set()

    def __getitem__(self, name):
        self.asked.add(name)
        return super().__getitem__(name)


@pytest.mark.parametrize(("check", "tables"), _CHECKS, ids=lambda item: getattr(item, "__name__", ""))
def test_a_check_looks_at_no_tables_but_those_that_it_names(check, tables):
    whole = ledger.read_ledger(find_case("mar-a-lago-2025-12-28"))
    recorded = RecordedTables(whole.tables)
    assert list(check(dataclasses.replace(whole, tables=recorded))) == []
    assert recorded.asked
    assert recorded.asked <= set(tables)


def test_a_check_of_what_did_not_change_is_left_out(tiny):
    row = (tiny / "claims.csv").read_text(encoding="utf-8").splitlines()[1]
    add_claim(tiny, "again" + row[row.index(",") :])
    result = ReadResult()
    tables = {name: read_csv(open_files(tiny), f"{name}.csv", kind, result) for name, kind in TABLES.items()}
    found = [str(problem) for problem in check_values(ledger.Ledger(tables))]
    assert found
    assert list(check_values(ledger.Ledger(tables), {"people", "sources"})) == []
    assert [str(problem) for problem in check_values(ledger.Ledger(tables), {"quantities"})] == found
