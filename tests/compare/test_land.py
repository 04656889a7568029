"""The land held, worked by hand: region by region, in all, and month by month."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analysis import load_case
from analysis.compare import land
from analysis.errors import MissingClaim


@pytest.fixture(scope="module")
def shipped():
    return load_case()


def test_land_held_is_area_times_share(matters):
    assert land.held(matters).to("km**2").value == pytest.approx(26517 * 0.78)
    assert land.areas(matters).held[1] is None  # no size is claimed for it


def test_the_sum_over_the_regions_stands_beside_what_the_source_states(shipped):
    by_hand = [
        26081 * 1,
        26517 * 0.781,
        26684 * 0.996,
        27180 * 0.748,
        28461 * 0.72,
        31914 * 0.006,
        23834 * 0.01,
        31415 * 0.047,
        864 * 1,
    ]
    assert land.held(shipped).value == pytest.approx(sum(by_hand))
    stated = land.stated(shipped)
    assert stated is not None
    assert (stated.value, stated.claims) == (116165, {"occupied_total_deepstate"})
    assert str(land.counted(shipped)) == "DeepState of 1 January 2026"
    assert next(row for row in land.areas(shipped).itertuples() if row.region.id == "mykolaiv").share is None


def test_a_share_that_no_source_gives_is_our_assumption(shipped, matters):
    assert str(land.assumed(shipped)) == "Sevastopol"
    assert land.assumed(matters) is None
    kinds = {leaf.id: leaf.kind for leaf in land.held(shipped).leaves}
    assert kinds["occupied_sevastopol"] == "assumption"
    only_claimed = land.held(shipped, claimed_only=True)
    assert land.held(shipped).value - only_claimed.value == pytest.approx(864)  # the whole of Sevastopol
    assert land.held(matters, claimed_only=True).value == land.held(matters).value


def test_what_the_sum_leaves_out_and_the_day_of_a_count_are_named(shipped, matters):
    assert str(land.missing(shipped)) == "Mykolaiv"
    assert str(land.day(shipped, land.stated(shipped))) == "1 January 2026"
    assert str(land.missing(matters)) == str(land.areas(matters).region[1])


def test_sizes_alone_leave_the_other_columns_empty(matters, tmp_path):
    folder = Path(shutil.copytree(matters.folder, tmp_path / "matters"))
    text = (folder / "roles.csv").read_text(encoding="utf-8")
    (folder / "roles.csv").write_text(text.replace("share_held,region.occupied,\n", ""), encoding="utf-8")
    frame = land.areas(load_case(folder))
    assert [row.area.value for row in frame.itertuples()] == [26517]
    assert (frame["share"].tolist(), frame.held.tolist()) == ([None], [None])


def test_months_are_listed_from_the_earliest(shipped):
    rows = [(str(row.month), row.land.value, str(row.by)) for row in land.months(shipped).itertuples()]
    assert rows == [
        ("January 2026", 245, "DeepState"),
        ("February 2026", 126, "DeepState"),
        ("May 2026", 14, "DeepState"),
        ("June 2026", 84, "DeepState"),
    ]
    assert str(land.net(shipped)).startswith("By DeepState, June may end with a net loss")


def test_a_case_that_says_nothing_of_it_has_no_total_no_months_and_nobody_who_holds_land(matters):
    assert (land.holder(matters), land.stated(matters), land.net(matters)) == (None, None, None)
    assert land.months(matters).empty
    with pytest.raises(MissingClaim, match=r"no claim on region\.nothing; add a row to claims\.csv"):
        land.counted(matters, occupied="region.nothing")


def test_land_is_named_in_ukrainian(ukrainian):
    assert land.held(ukrainian).label == "Площа під контролем"
    assert str(land.counted(ukrainian)).replace("\xa0", " ") == "DeepState, 1 січня 2026 року"
