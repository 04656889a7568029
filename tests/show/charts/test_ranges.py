"""The range plot: a dot stands where its value does, is named by its source, and a measure crosses all rows."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import load_case, ranges
from analysis.errors import UntracedNumber, UsageError
from analysis.estimates.constructors import make_leaf, number
from analysis.show.bundle import find_numbers, format_text
from analysis.style.house import get_shipped_house
from tests.show.charts.drawn import read_dots, read_lines, read_words


def make_frame(*values: float) -> pd.DataFrame:
    leaves = [make_leaf(f"c{value}", value, "billion USD") for value in values]
    return pd.DataFrame({"source": [f"Bank {chr(65 + at)}" for at in range(len(values))], "value": leaves})


def test_dots_stand_on_the_axis_where_their_values_do():
    made = ranges(make_frame(800, 400, 200), "They differ", key="k")
    for svg in (made.wide, made.narrow):
        xs = [dot.x for dot in read_dots(svg)]
        zero = read_lines(svg, get_shipped_house().colour["rule"])[0].points[0][0]
        assert [(x - zero) / (xs[0] - zero) for x in xs] == pytest.approx([1, 0.5, 0.25], abs=1e-4)
        assert {"$0", "$800 billion", "$400 billion", "$200 billion", "Bank A"} <= {*read_words(svg)}


def test_a_measure_is_a_line_across_all_rows_and_in_the_data():
    measure = make_leaf("stock", 300, "billion USD")
    made = ranges(make_frame(600, 300), "Beyond it", key="k", line={"All assets": measure})
    same = read_dots(made.wide)[1].x
    lines = [line for line in read_lines(made.wide, get_shipped_house().colour["ink"]) if not line.dashes]
    assert {round(x, 3) for line in lines for x, _ in line.points} == {round(same, 3)}
    assert "All assets: $300 billion" in read_words(made.wide)
    assert len(find_numbers(made.data.rows)) == 3
    assert made.alt.endswith("Bank B: $300 billion; All assets: $300 billion.")


def test_a_measure_has_no_gap_between_rows_of_one_line_and_of_many():
    frame = make_frame(600, 300, 200).assign(source=["A", "A bank of many words " * 4, "C"])
    made = ranges(frame, "Beyond it", key="k", line={"All assets": make_leaf("stock", 450, "billion USD")})
    lines = read_lines(made.wide, get_shipped_house().colour["ink"])
    parts = sorted(sorted(y for _, y in line.points) for line in lines)
    assert len(parts) == 3
    assert [end for _, end in parts[:-1]] == pytest.approx([start for start, _ in parts[1:]], abs=0.04)


def test_claims_are_named_by_their_sources():
    case = load_case()
    needs = [case.estimate(claim) for claim in case.claims("reconstruction.need")]
    made = ranges(needs, "The need by source", key="k")
    names = [format_text([row[0]]) for row in made.data.rows]
    assert len(names) == len(needs)
    assert "World Bank, via This Day" in names


def test_an_axis_without_zero_begins_near_the_least():
    made = ranges(make_frame(810, 790), "Near", key="k", with_zero=False)
    first, second = (dot.x for dot in read_dots(made.wide))
    assert first - second > 2


def test_a_number_that_is_no_claim_needs_a_name():
    with pytest.raises(UntracedNumber, match=r"chart 'k': .* is no claim of a source; give a frame with a"):
        ranges([number(5, "USD")], "Nameless", key="k")


def test_numbers_that_measure_different_things_share_no_axis():
    frame = pd.DataFrame({"source": ["A", "B"], "value": [make_leaf("a", 3, "USD"), make_leaf("b", 4, "person")]})
    with pytest.raises(UsageError, match=r"found USD \(A\) and person \(B\)"):
        ranges(frame, "Both", key="k")


def test_further_columns_stand_in_the_data_and_are_empty_for_a_measure():
    frame = make_frame(800, 400).assign(kind=["hoped for", "assessed"])
    measure = make_leaf("stock", 300, "billion USD")
    made = ranges(frame, "They differ", key="k", beside={"kind": "What it is"}, line={"All assets": measure})
    assert [format_text(column.label) for column in made.data.columns] == ["source", "value", "What it is"]
    assert [format_text([row[2]]) for row in made.data.rows] == ["hoped for", "assessed", ""]
