"""Stacked bars: each part begins where the last one ends, and as shares all bars are equally long."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import stacks
from analysis.errors import UsageError
from analysis.estimates.constructors import make_leaf
from analysis.show.charts.canvas import get_series_colour
from tests.show.charts.drawn import read_bars, read_words


def make_frame(*rows: tuple[float, float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "year": [f"Year {chr(65 + at)}" for at in range(len(rows))],
            "loans": [make_leaf(f"l{at}", one, "USD") for at, (one, _) in enumerate(rows)],
            "grants": [make_leaf(f"g{at}", other, "USD") for at, (_, other) in enumerate(rows)],
        }
    )


def draw(*rows: tuple[float, float], **options):
    value = {"loans": "loans", "grants": "grants"}
    return stacks(make_frame(*rows), "Mostly loans", key="k", label="year", value=value, **options)


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=1, max_size=3))
@settings(max_examples=8, deadline=None)
def test_parts_follow_one_another_and_are_as_long_as_their_numbers(rows):
    loans, grants = (read_bars(draw(*rows).wide, get_series_colour(at)) for at in (0, 1))
    scale = (loans[0].right - loans[0].left) / rows[0][0]
    lengths = [bar.right - bar.left for pair in zip(loans, grants, strict=True) for bar in pair]
    assert lengths == pytest.approx([size * scale for row in rows for size in row], abs=1e-3)
    assert [bar.left for bar in grants] == pytest.approx([bar.right for bar in loans], abs=1e-4)


def test_shares_of_every_row_fill_the_axis_from_nothing_to_all():
    made = draw((30, 10), (5, 15), as_shares=True)
    for svg in (made.wide, made.narrow):
        loans, grants = (read_bars(svg, get_series_colour(at)) for at in (0, 1))
        assert grants[0].right == grants[1].right
        assert [(bar.right - bar.left) / (grants[0].right - bar.left) for bar in loans] == pytest.approx(
            [0.75, 0.25], abs=1e-3
        )
        assert {"0%", "100%", "$30", "$15"} <= {*read_words(svg)}
        assert next(iter(read_words(svg))).startswith("Shares of each whole, in per cent")


def test_a_part_that_is_at_most_so_much_is_not_solid_to_its_end():
    frame = make_frame((30, 10))
    frame["grants"] = [make_leaf("g", 10, "USD", qualifier="at_most", minimum=0)]
    made = stacks(frame, "Mostly loans", key="k", label="year", value={"loans": "loans", "grants": "grants"})
    assert all(bar.opacity < 1 or bar.left == bar.right for bar in read_bars(made.wide, get_series_colour(1)))
    assert made.legend


@pytest.mark.parametrize(
    ("row", "options", "said"),
    [
        ((3, -1), {}, r"found −\$1 \(Year A\); allowed: parts of a whole"),
        ((0, 0), {"as_shares": True}, "add up to nothing"),
    ],
)
def test_what_is_no_part_of_a_whole_is_refused(row, options, said):
    with pytest.raises(UsageError, match=f"chart 'k'.*{said}"):
        draw(row, **options)
