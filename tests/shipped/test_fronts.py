"""What the first pages of the shipped brief, funding and troop reports say, compared with their own tables."""

from __future__ import annotations

import csv

import pytest

from tests.conftest import read_json


def read_table(rendered, report, table):
    with (rendered / report / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_texts(rendered, report):
    return [entry["text"] for entry in read_json(rendered / report / "results.json")["shown"]]


@pytest.mark.parametrize(
    ("report", "title"),
    [
        ("brief", "Zelensky calls 90% of the peace plan agreed; land and the plant are open"),
        (
            "reconstruction",
            "Not covered by the usable frozen assets, by our arithmetic: at least $700 billion of the sum hoped for, "
            "about $488 billion of the need assessed",
        ),
        (
            "forces",
            "By the article's count of the army, the 28-point plan means a cut of about 200,000; the 20-point plan "
            "changes little or nothing",
        ),
    ],
)
def test_a_title_states_the_finding(rendered, report, title):
    assert read_json(rendered / report / "results.json")["title"].replace("’", "'") == title


def test_the_brief_lists_every_obstacle_the_widest_first(rendered):
    rows = read_table(rendered, "brief", "obstacles")
    widths = [float(row["width"]) for row in rows]
    assert (len(rows), rows[0]["issue"]) == (7, "Security guarantees")
    assert widths == sorted(widths) == pytest.approx([-0.2, -0.2, -0.15, -0.15, -0.1, -0.1, -0.05])


def test_where_the_article_is_silent_the_brief_says_so(rendered):
    rows = read_table(rendered, "brief", "plans")
    assert [row["plan_28"] for row in rows].count("Not reported in the article") == 5
    assert all(cell for row in rows for cell in row.values())
    assert [row["issue"] for row in rows if "Added" in row["fate"]] == ["Who decides: ratification and referendum"]
    assert [row["fate"].split(", ")[0] for row in rows].count("Newly reported") == 5


def test_the_chance_of_an_agreement_comes_with_its_range(rendered):
    texts = read_texts(rendered, "brief")
    assert {"about 15%", "2.4%", "55%"} <= {text[0].lower() + text[1:] for text in texts}


def test_the_strength_before_the_war_is_shown_with_other_counts(rendered):
    rows = {row["level"]: float(row["amount"]) for row in read_table(rendered, "forces", "levels")}
    assert rows["Pre-war strength, by the article"] == 600_000
    assert [
        rows[f"Pre-war strength, {count}"]
        for count in ("lowest other count: active troops", "highest other count: standing army")
    ] == [196_000, 290_000]


def test_money_stands_under_its_purpose(rendered):
    rows = {row["fund"]: row for row in read_table(rendered, "reconstruction", "stack")}
    loan = rows["Loan of the Union, for defence"]
    assert (loan["purpose"], float(loan["pledged"])) == ("Defence", pytest.approx(60))  # euros, as quoted
    for row in read_table(rendered, "reconstruction", "met"):
        assert row["purpose"] in ("defence", "budget")
        assert float(row["share"]) == pytest.approx(100 * float(row["pledged"]) / float(row["amount"]))


def test_a_sum_hoped_for_is_not_called_a_need_assessed(rendered):
    rows = {row["source"]: row["standing"] for row in read_table(rendered, "reconstruction", "by_source")}
    assert rows.pop("A Difficult Game Under Optimistic Rhetoric") == "sum hoped for"
    assert rows.pop("") == ""  # the measure that all are compared with
    assert set(rows.values()) == {"need assessed"}


@pytest.mark.parametrize("report", ["brief", "reconstruction", "forces"])
def test_what_does_not_change_with_the_basis_says_so(rendered, report):
    rows = read_table(rendered, report, "basis")
    assert rows
    for row in rows:
        assert (row["change"].lower() == "the same") == (float(row["article"]) == pytest.approx(float(row["all"])))
