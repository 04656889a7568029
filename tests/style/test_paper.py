"""The room on a page, and how a row of sizes is divided over pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.style.house import get_shipped_house
from analysis.style.paper import divide_evenly, measure_picture_area, measure_text_area


def test_the_text_area_is_the_paper_without_its_margins():
    letter = replace(get_shipped_house(), paper={"size": "us-letter", "margin_mm": 30})
    assert measure_text_area(letter) == (pytest.approx(155.9), pytest.approx(233.4))
    assert measure_text_area(letter, turned=True) == (pytest.approx(219.4), pytest.approx(169.9))
    assert measure_picture_area(letter)[1] < measure_text_area(letter)[1]


@given(st.lists(st.floats(0.1, 9), max_size=40), st.floats(5, 30))
def test_groups_are_in_order_as_few_as_possible_and_fit_the_room(sizes, room):
    groups = divide_evenly(sizes, room)
    assert [at for group in groups for at in group] == list(range(len(sizes)))
    totals = [sum(sizes[at] for at in group) for group in groups]
    assert all(total <= room + 1e-9 or len(group) == 1 for total, group in zip(totals, groups, strict=True))
    # one group fewer would not do: neighbours do not fit one room together, where they are filled one after the other
    filled, count = 0.0, 1
    for size in sizes:
        filled, count = (filled + size, count) if filled + size <= room or not filled else (size, count + 1)
    assert len(groups) == count


def test_groups_are_alike():
    assert divide_evenly([1] * 10, 9) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]
