"""The shared notebooks on cases of other kinds: what one lacks is left out, and nothing is said of it."""

from __future__ import annotations

import ast
import re

import nbformat
import pytest

from analysis.errors import CannotAnswer
from analysis.show.bundle import Shown
from tests.case.test_funds import write_rows
from tests.conftest import ROOT

ROLES = "role_id,played_by,note\n"
LEFTOVERS = re.compile(r"\bNone\b|\bnan\b|\{|\}|  +[a-z]|\.\.(?!\.)| ,| \.(?!\d)")  # of a sentence that lacks something


def run(name, case, **parameters):
    """Runs the cells of a notebook on a case and returns what each shows, as text, by the cell's id."""
    names, found = {}, {}
    for cell in nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4).cells:
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
    return found


def check_sentences(shown):
    broken = {id: LEFTOVERS.search(text)[0] for id, text in shown.items() if LEFTOVERS.search(text)}
    assert broken == {}, shown


@pytest.fixture
def water(tiny):
    """A dispute over water, in euros: works that are needed, and two funds that are there to pay for them."""
    for id, name, value in (("water.need", "works needed", 900), ("water.north", "northern fund", 300)):
        add_number(tiny, id, name, "million EUR", value)
    add_number(tiny, "water.south", "southern fund", "million EUR", 150)
    (tiny / "roles.csv").write_text(f"{ROLES}need,water.need,\nmeans,water.north; water.south,\n")
    return tiny


def add_number(case, id, name, unit, value):
    write_rows(case / "quantities.csv", {"quantity_id": id, "name": name, "unit": unit, "meaning": "Money for water."})
    claim = {"claim_id": id.replace(".", "_"), "quantity": id, "source": "article", "locator": "p. 1", "value": value}
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
    assert "Use of the lake Ukraine and United States 0.8 Open" in shown["brief-16"]
    check_sentences(shown)
