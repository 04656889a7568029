"""The shared notebooks on cases of other kinds: what one lacks is left out, and nothing is said of it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest

from analysis import load_case
from analysis.case.casting import check_casting
from analysis.case.template import create_case
from analysis.commands.shared.questions import list_questions
from analysis.errors import CannotAnswer
from analysis.report.document.headline import check_both_bases
from analysis.show.bundle import Shown
from analysis.show.prose import Cover, Prose
from tests.case.test_funds import write_rows
from tests.conftest import ROOT

# A count of one before a plural or its verb, as in "1 steps" or "1 are open"; cells of a table stand beside each other.
MANY_OF_ONE = re.compile(
    r"(?<![\d.,/≈] )(?<![\w.,/–])1 (?:are|were|state|claims|issues|steps|provisions|plans|points|sources|defects|codes"
    r"|parties|elements)\b(?! of\b)"
)
ROLES = "role_id,played_by,note\n"
PLANS, ISSUES = ("earlier", "later"), ("amount", "control")  # of the example rows
LEFTOVERS = re.compile(r"\bNone\b|\bnan\b|\{|\}|  +[a-z]|\.\.(?!\.)| ,| \.(?!\d)")  # of a sentence that lacks something


def run(name, case, **parameters):
    """Runs the cells of a notebook on a case and returns what each shows, as text, by the cell's id.

    A report whose title and answer hold one of two numbers that exclude each other is refused, as in a rendering.
    """
    path = name if isinstance(name, Path) else ROOT / "notebooks" / f"{name}.ipynb"
    names, found, headlines = {}, {}, []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        *before, last = ast.parse(cell.source).body
        is_shown = isinstance(last, ast.Expr)
        exec(compile(ast.Module(before if is_shown else [*before, last], []), cell.id, "exec"), names)
        if "parameters" in cell.metadata.get("tags", ()):
            names |= {"case_dir": str(case), **parameters}
        shown = eval(compile(ast.Expression(last.value), cell.id, "eval"), names) if is_shown else None
        if isinstance(shown, Shown):
            found[cell.id] = str(shown)
        if isinstance(shown, Cover):
            headlines.append(shown.title)
        elif isinstance(shown, Prose) and shown.role == "answer":
            headlines.append(shown.text)
    check_both_bases(headlines)
    return found


def check_sentences(shown):
    broken = {
        id: found[0] for id, text in shown.items() if (found := LEFTOVERS.search(text) or MANY_OF_ONE.search(text))
    }
    assert broken == {}, shown


@pytest.fixture
def water(tiny):
    """A dispute over water, in euros: works that are needed, and two funds that are there to pay for them."""
    for id, name, value in (("water.need", "works needed", 900), ("water.north", "northern fund", 300)):
        add_number(tiny, id, name, "million EUR", value)
    add_number(tiny, "water.south", "southern fund", "million EUR", 150)
    (tiny / "roles.csv").write_text(f"{ROLES}need,water.need,\nmeans,water.north; water.south,\n")
    return tiny


def add_number(case, id, name, unit, value, source="article"):
    write_rows(case / "quantities.csv", {"quantity_id": id, "name": name, "unit": unit, "meaning": "Money for water."})
    claim = {"claim_id": id.replace(".", "_"), "quantity": id, "source": source, "locator": "p. 1", "value": value}
    said = {"qualifier": "exact", "status": "reported", "statement": "So much.", "rank": "normal"}
    write_rows(case / "claims.csv", claim | said)


def test_a_case_without_roles_has_a_brief_of_what_it_holds(tiny):
    (tiny / "roles.csv").write_text(ROLES)
    shown = run("brief", tiny)
    assert shown["brief-04"].startswith("Sources on record, by our count: 2 ")
    assert shown["brief-05"].startswith("By our count, there are sources (2) and claims (11) on record. ")
    assert set(shown) == {"brief-04", "brief-05", "method"}
    check_sentences(shown)


def test_a_case_without_a_need_cannot_answer_how_much_of_it_is_in_reach(tiny):
    (tiny / "roles.csv").write_text(ROLES)
    with pytest.raises(CannotAnswer, match=r"cannot answer this question: .*need"):
        run("reconstruction", tiny)


def test_several_means_in_another_currency_are_told_without_a_stock(water):
    shown = run("reconstruction", water)
    assert shown["reconstruction-04"].startswith(
        "Not covered by the sources of money on record, by our arithmetic: €450 million of the need reported "
    )
    assert (
        "the sum of the sources of money on record is €450 million. By our arithmetic, that leaves €450 million"
        in (shown["reconstruction-05"])
    )
    assert not {"d42caac4", "bab85b0e", "reconstruction-12"} & set(shown)  # the stock's share, holders, break-even
    check_sentences(shown)


def test_a_value_is_set_by_the_parameter_in_the_unit_of_the_case(water):
    shown = run("reconstruction", water, need_usd_bn=600)
    assert (
        "by our arithmetic on a value set for this report: €150 million of the need set" in shown["reconstruction-04"]
    )


def test_a_gap_that_may_be_none_is_left_open_in_the_title(water):
    # about 460 (414 to 506) less 450 of two funds: from −36 to 56, and 31 % of the draws leave no gap
    write_rows(water / "claims.csv", {"claim_id": "water_need", "value": "460", "qualifier": "about"})
    shown = run("reconstruction", water)
    assert (
        "it is open whether the sources of money on record would cover the need reported" in shown["reconstruction-04"]
    )
    assert "leaves about €10 million uncovered" in shown["reconstruction-05"]


def test_means_that_suffice_are_told_as_such(water):
    shown = run("reconstruction", water, need_usd_bn=400)
    assert "would cover the whole need set for this report" in shown["reconstruction-04"]
    assert "Not covered" not in shown["reconstruction-06"]
    assert "cover the whole" not in run("brief", water)["brief-04"]
    check_sentences(shown)


def test_an_issue_that_is_open_leads_where_nobody_gives_a_share_agreed(tiny):
    (tiny / "roles.csv").write_text(ROLES)
    issue = {"meaning": "Who has it.", "scale_from": "One has it", "scale_to": "The other has it", "agreed": "false"}
    write_rows(tiny / "issues.csv", issue | {"issue_id": "lake", "name": "Use of the lake"})
    for party, place in (("ukraine", "0.1"), ("united_states", "0.9")):
        row = {"position_id": f"{party}_on_lake", "party": party, "issue": "lake", "stance": "It wants it."}
        row |= {"position": place, "position_low": place, "position_high": place, "reason": "It says so."}
        row |= {"salience": "0.5", "salience_low": "0.4", "salience_high": "0.6"}
        row |= {"source": "article", "locator": "p. 1"}
        write_rows(tiny / "positions.csv", row)
    shown = run("brief", tiny)
    assert "Use of the lake is open" in shown["brief-04"]
    assert "By our coding, Use of the lake is open." in shown["brief-05"]
    assert "Open: Use of the lake." in shown["brief-16"]
    assert (
        "Use of the lake. By our coding, no outcome would be accepted by all: Ukraine and United States"
        in (shown["brief-18"])
    )
    check_sentences(shown)


BASES = ("article", "all", "pooled")


@pytest.fixture
def pond(tmp_path):
    """The example of a new case: about 30 or 32 needed, at most 20 there of about 60 in all, and a notebook."""
    create_case(tmp_path / "pond", {"reconstruction": ("need", "means", "stock")})
    return tmp_path / "pond"


def dispute(case, quantity, value, *, subject="", source="example_survey", ours=""):
    """Adds a claim of another source, which is preferred to that of the article. ours: the id of this one."""
    claim = {"claim_id": "of_another", "quantity": quantity, "subject": subject, "source": source, "locator": "p. 2"}
    claim |= {"value": value, "qualifier": "exact", "status": "estimated", "statement": "So much.", "rank": "preferred"}
    write_rows(case / "claims.csv", claim, *([{"claim_id": ours, "rank": "normal"}] if ours else []))


def run_all(case, basis):
    """Runs the notebook of a new case and both that have money; returns what each shows."""
    found = [run(path, case, basis=basis) for path in (case / "notebooks" / "first.ipynb", "reconstruction", "brief")]
    for shown in found:
        check_sentences(shown)
    return found


@pytest.mark.parametrize("basis", BASES)
def test_means_that_are_disputed_are_given_by_both_sources(pond, basis):
    dispute(pond, "example.means", 26)
    first, money, brief = run_all(pond, basis)
    for answer in (first["cell-5"], money["reconstruction-05"]):
        assert "at most $20 billion" in answer
        assert "$26 billion" in answer
    if basis == "article":  # about 30 less at most 20; 32 less 26
        assert "is at most $20 billion, and by “An example of another source” it is $26 billion. " in answer
        assert "that leaves about $10 billion uncovered, or $6 billion by preferred claims over all sources" in answer
        assert "; by preferred claims over all sources, $6 billion would be missing." in brief["brief-05"]


@pytest.mark.parametrize("basis", BASES)
def test_means_that_suffice_by_one_source_only_are_told_as_such(pond, basis):
    dispute(pond, "example.means", 40)
    _, money, brief = run_all(pond, basis)
    missing, covered = (
        "about $10 billion would be missing",
        "all is covered (a gap of −$8 billion)",
    )  # 32 - 20, 30 - 40
    missing = "about $10 billion would be missing" if basis == "pooled" else missing  # 30 - 20, by the article alone
    for answer in (money["reconstruction-05"], brief["brief-05"]):
        assert (covered if basis == "article" else missing) in answer
        assert (missing if basis == "article" else covered) not in answer
    cards = money["reconstruction-06"]
    assert "−" not in cards
    assert ("Not covered otherwise" in cards) == (basis != "article")


@pytest.mark.parametrize("basis", BASES)
def test_needs_that_are_disputed_are_both_given_where_their_gaps_overlap(pond, basis):
    claims = pond / "claims.csv"
    write_rows(claims, {"claim_id": "need_example", "value": "27.5", "qualifier": "exact"})
    write_rows(claims, {"claim_id": "need_of_survey", "value": "22.7"})
    _, money, brief = run_all(pond, basis)
    if basis == "article":
        assert "; “An example of another source” gives $22.7 billion, a need assessed" in money["reconstruction-05"]
        assert "; “An example of another source” gives $22.7 billion, a need assessed." in brief["brief-05"]
    assert "otherwise" not in money["reconstruction-06"]  # at least 7.5 and at least 2.7 can both be


@pytest.mark.parametrize(
    ("basis", "left"),
    [
        (
            "article",
            "would close the gap ($0 is left); by preferred claims over all sources, $4 billion would be left.",
        ),
        ("all", "would still leave $4 billion, or $0 by claims of “An example of an article”."),
        ("pooled", "would close the gap."),
    ],
)
def test_a_whole_that_is_disputed_is_given_by_both_sources(pond, basis, left):
    dispute(pond, "example.stock", 28)
    shown = run("reconstruction", pond, basis=basis)
    check_sentences(shown)
    assert shown["reconstruction-05"].endswith(f"all of the example stock {left}")


def test_sliders_leave_out_what_none_of_them_moves(pond):
    dispute(pond, "example.stock", 90)
    sliders = run("reconstruction", pond, basis="pooled")["reconstruction-what-if-sums"]  # need and whole are pooled
    assert "Funding gap" in sliders
    assert "Missing even if" not in sliders
    assert "Missing even if" in run("reconstruction", pond)["reconstruction-what-if-sums"]


def test_no_more_sums_are_set_than_a_page_has_sliders(water):
    for name in ("east", "west", "upper", "lower"):
        add_number(water, f"water.{name}", f"{name} fund", "million EUR", 10)
    funds = "; ".join(f"water.{name}" for name in ("north", "south", "east", "west", "upper", "lower"))
    (water / "roles.csv").write_text(f"{ROLES}need,water.need,\nmeans,{funds},\n")
    sliders = run("reconstruction", water)["reconstruction-what-if-sums"]
    assert "Upper fund" in sliders
    assert "Lower fund" not in sliders


def test_a_share_agreed_that_is_disputed_is_given_by_both_sources(tiny):
    words = {"unit": "percent", "meaning": "How much both sides call agreed."}
    write_rows(tiny / "quantities.csv", words | {"quantity_id": "plan.agreed", "name": "share agreed"})
    write_rows(tiny / "roles.csv", {"role_id": "agreed_share", "played_by": "plan.agreed"})
    own = {"claim_id": "agreed_article", "quantity": "plan.agreed", "subject": "plan_high", "source": "article"}
    own |= {"locator": "p. 1", "value": "90", "qualifier": "exact", "status": "estimated", "statement": "Nearly all."}
    other = {"claim_id": "agreed_survey", "source": "survey", "value": "60", "rank": "preferred"}
    write_rows(tiny / "claims.csv", own | {"rank": "normal"}, own | other)
    shown = run("brief", tiny, later="plan_high")
    assert "agreed. By Test Bank, it is 60%." in shown["brief-05"]
    check_sentences(shown)


def test_what_was_delivered_stands_beside_what_was_promised(water):
    assert "promises" not in run("reconstruction", water)
    for id, name, value in (("hiring.promised", "promised posts", 200), ("hiring.done", "filled posts", 84)):
        add_number(water, id, name, "person", value)
    with (water / "roles.csv").open("a") as file:
        file.write("promised,hiring.promised,\ndelivered,hiring.done,\n")
    shown = run("reconstruction", water)
    assert "200 84 42% Short " in shown["promises"]
    check_sentences({"promises": shown["promises"]})


@pytest.fixture
def example(tmp_path):
    """The example rows of a new case, for these roles and tables."""

    def make(*needs: str) -> Path:
        create_case(tmp_path / "example", {"any": needs}, with_first=False)
        return tmp_path / "example"

    return make


@pytest.mark.parametrize("basis", ["article", "all", "pooled"])
def test_load_and_price_that_a_source_claims_are_called_its_own_and_no_assumption(example, basis):
    case = example("shares")
    for role, unit, value in (("capacity", "MW", 100), ("load_factor", "percent", 40), ("price", "USD/MWh", 50)):
        add_number(case, f"work.{role}", role.replace("_", " "), unit, value, "example")
        write_rows(case / "roles.csv", {"role_id": role, "played_by": f"work.{role}"})
    write_rows(case / "claims.csv", {"claim_id": "work_load_factor", "qualifier": "about"})
    shown = run("plant", case, basis=basis)
    assert "by our arithmetic, at about 40% of full capacity, by the article" in shown["plant-06"]
    # 100 MW x 0.4 x 8766 h x $50 = $17.532 million, and 40 % is 36 to 44 %
    assert (
        "with capacity, load and price by the article, it may be anything from $16 million to $19 million"
        in (shown["plant-05"])
    )
    assert "assum" not in "".join(shown.values())
    check_sentences(shown)


def test_a_load_that_we_assume_is_called_an_assumption(example):
    case = example("shares")
    for role, unit, value in (("capacity", "MW", 100), ("price", "USD/MWh", 50)):
        add_number(case, f"work.{role}", role, unit, value, "example")
    load = {"quantity_id": "work.load_factor", "name": "load factor", "unit": "percent", "meaning": "How much of it."}
    write_rows(case / "quantities.csv", load)
    guess = {"quantity": "work.load_factor", "value": "40", "low": "30", "high": "50", "reason": "Usual."}
    write_rows(case / "assumptions.csv", guess | {"assumption_id": "load"})
    for role in ("capacity", "load_factor", "price"):
        write_rows(case / "roles.csv", {"role_id": role, "played_by": f"work.{role}"})
    shown = run("plant", case, basis="all")
    assert "by our assumptions, at about 40% of full capacity Value" in shown["plant-06"]
    assert "at $50 per MWh, by the article" in shown["plant-06"]


@pytest.mark.parametrize("basis", ["article", "all", "pooled"])
def test_limits_are_compared_without_people_and_without_a_level_before(example, basis):
    shown = run("forces", example("limit", "level_now"), basis=basis)
    assert shown["forces-04"].startswith(
        "By the article's count, the earlier draft cuts the present level by about 30,000"
    )
    assert "in the later draft 60,000: 20,000 apart" in shown["forces-05"]
    assert {"forces-11", "forces-12", "forces-14", "forces-15"}.isdisjoint(shown)
    check_sentences(shown)


def test_a_cut_that_the_intervals_leave_open_is_not_stated(example):
    case = example("limit", "level_now")
    # about 70,000 is 63,000 to 77,000; the caps of "at most" 69,000 and 80,000 are rules
    caps = [{"claim_id": "limit_earlier_text", "value": "69000"}, {"claim_id": "limit_later_text", "value": "80000"}]
    write_rows(case / "claims.csv", *(cap | {"qualifier": "at_most"} for cap in caps))
    shown = run("forces", case)
    assert shown["forces-04"].startswith(
        "By the article's count, it is open whether the earlier draft cuts the present level"
    )
    assert "with a change of about −1,000 (−8,000 to 6,000), and the later draft leaves room" in shown["forces-05"]
    assert "sets a limit below" not in "".join(shown.values())
    assert "80,000: 11,000 apart" in shown["forces-05"]
    check_sentences(shown)


def test_limits_are_told_in_the_words_of_the_case(example):
    shown = run("forces", example("limit", "level_now", "level_before", "population_now", "population_before"))
    assert "In the earlier draft the example limit is 40,000" in shown["forces-05"]
    assert "in every thousand (people now)" in shown["forces-06"]
    assert "Level before: 50,000" in shown["forces-08"].replace("about ", "")
    check_sentences(shown)


def test_a_vote_is_told_without_what_pressed_and_without_people(example):
    shown = run("context", example("support", "challenger", "incumbent", "occasion", "poll_sample"))
    assert shown["context-04"].startswith("Person in office would lose a vote imagined by the article")
    assert shown["context-05"].startswith("In a vote, by the article, Rival of this person has 55%")
    assert {"context-counts", "context-10"}.isdisjoint(shown)
    check_sentences(shown)


def test_what_is_agreed_is_told_without_a_count_of_points(example):
    case = example("agreed_share", "later_plan", "issues", "positions")
    shown = run("consensus", case)
    assert "as agreed. Counted by issue" in shown["consensus-05"]
    assert "not 80%" in shown["ways-table"]
    check_sentences(shown)


def test_what_is_agreed_is_told_where_only_points_of_another_plan_are_counted(example):
    case = example("agreed_share", "points", "earlier_plan", "later_plan", "issues", "positions")
    lines = (case / "claims.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not (",example.points," in line and ",later," in line)]
    assert len(kept) == len(lines) - 1
    (case / "claims.csv").write_text("".join(kept), encoding="utf-8")
    assert [*check_casting(load_case(case))] == []
    shown = run("consensus", case)
    assert "as agreed. Counted by issue" in shown["consensus-05"]
    check_sentences(shown)


def test_a_new_case_with_a_brief_renders_at_once(tmp_path):
    question = list_questions()["brief"]
    create_case(tmp_path / "new", {"brief": (*question.needs, *question.uses)}, with_first=False)
    shown = run("brief", tmp_path / "new")
    assert shown["brief-04"].startswith("The article calls 80% of the later draft agreed ")
    assert "example means: at most $20 billion" in shown["brief-09"]
    # 60 is all of the example stock, twice the need of about 30
    assert "the example stock (about $60 billion by the article) would cover all of the need" in shown["brief-18"]
    check_sentences(shown)


@pytest.mark.parametrize("basis", BASES)
def test_an_analysed_text_that_tells_of_no_promise_is_not_called_to_witness(tmp_path, basis):
    create_case(tmp_path / "pond", {"guarantees": ("guarantees",)})
    path = tmp_path / "pond" / "guarantees.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",example,", ",example_survey,"), encoding="utf-8")
    shown = run("guarantees", path.parent, basis=basis)
    check_sentences(shown)
    for id in ("guarantees-04", "guarantees-05", "guarantees-cards"):  # title, answer, key numbers
        assert "the fullest promise on record" in shown[id].lower()
        assert "article" not in shown[id]
    assert shown["guarantees-bases"].startswith("+ by other sources only: Elements that the fullest promise specifies")


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        # one promise by the article, one by another source: 5 of 16 against 1 of 16
        ([("who", "First", "guarantors", 2, "a"), ("when", "First", "trigger", 1, "a"),
          ("long", "First", "duration", 2, "a"), ("other", "Second", "guarantors", 1, "b")],
         "the article’s fullest promise specifies 2 of 8 elements What"),
        ([("who", "First", "guarantors", 2, "a")], "the fullest promise on record specifies 1 of 8 elements What"),
        ([("who", "First", "guarantors", 2, "a"), ("other", "Second", "guarantors", 2, "b")],
         "the article’s fullest promise specifies 1 of 8 elements What"),
    ],
)  # fmt: skip
def test_the_fullest_promise_is_told_wherever_promises_come_from(tmp_path, rows, title):
    create_case(tmp_path / "pond", {"guarantees": ("guarantees",)})
    path = tmp_path / "pond" / "guarantees.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    for id, promise, element, detail, source in rows:
        row = {"guarantee_id": id, "promise": promise, "element": element, "detail": detail, "text": "So it says."}
        write_rows(path, row | {"source": {"a": "example", "b": "example_survey"}[source], "locator": "p. 1"})
    shown = run("guarantees", path.parent)
    assert title in shown["guarantees-04"]
    few = len([row for row in rows if row[1] == "First"])
    assert f"(First) leaves 0 of {few} that are coded open" in shown["guarantees-05"]
    check_sentences(shown)


def test_a_blank_column_is_no_finding(example):
    case = example("provisions", "earlier_plan", "later_plan", "positions", "limit", "level_now", "level_before")
    rows = [{"provision_id": f"{plan}_{on}", "favours": "", "fate": ""} for plan in PLANS for on in ISSUES]
    write_rows(case / "provisions.csv", *rows)
    other = {"claim_id": "before_again", "quantity": "example.level_before", "subject": "first_party"}
    other |= {"source": "example", "locator": "p. 1", "value": "45000", "qualifier": "exact", "rank": "normal"}
    preferred = {"claim_id": "level_before_first_party_text", "rank": "preferred"}
    write_rows(
        case / "claims.csv", preferred, other | {"status": "reported", "as_of": "2020", "statement": "So many before."}
    )
    plans, positions, forces = (run(name, case) for name in ("plans", "positions", "forces"))
    assert plans["plans-04"].startswith("What the earlier draft says and what the later draft says, issue by issue")
    assert "favour" not in plans["plans-05"]
    assert "Whom it favours" not in plans.get("plans-15", "")
    assert "written rules" not in plans["method"]
    assert "contested-note" not in positions  # no position says what it rests on
    assert "rest on" not in positions["positions-08"]
    before = "The article gives 45,000, 110% of the lower limit"  # 45,000 of 40,000 is 112.5 %
    assert before in forces["forces-14"]
    assert "Whether they count the same is not on record." in forces["forces-14"]
    plans.pop("plans-13")  # a table in which None is a code
    for shown in (plans, positions, forces):
        check_sentences(shown)
