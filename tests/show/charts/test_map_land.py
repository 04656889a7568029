"""The land on the map of the shipped case, read back from its drawing: as large as the numbers say."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from analysis import load_case, regions, table
from analysis.compare import land, territory
from analysis.show.charts.drawing import ROLES
from analysis.show.charts.map import read_shapes
from analysis.show.charts.map_parts import measure_area
from analysis.show.number import format_estimate

PLANS = ("plan_28", "plan_20")


@pytest.fixture(scope="module")
def case():
    return load_case(basis="all")


@pytest.fixture(scope="module")
def drawn(case):
    parts = territory.parts(case, PLANS)
    columns = {"plan": "Plan", "party": "Who", "region": "Region", "share": "Part", "land": "Land"}
    found = {str(name): {} for name in territory.headings(case, PLANS).values()}
    data = table(parts, "Land", key="land", columns=columns)
    held = {"held": territory.held(case), "holder": territory.holder(case), "land": parts}
    return regions(case.file("map.svg"), found, "Land", key="k", data=data, names=territory.names(case), **held)


def read_hatched(svg, colour):
    """Returns the hatched rings in a colour, in points of the drawing; the key's rectangles and enlarged areas too."""
    found = []
    for path in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}path"):
        style = path.get("style", "")
        if "url(#" in style and colour in style:
            numbers = list(map(float, re.findall(r"-?\d+\.?\d*", path.get("d", ""))))
            found.append(np.array(numbers).reshape(-1, 2))
    return found


def test_land_that_is_left_is_paper_behind_its_lines_on_light_and_dark_pages(drawn):
    for svg in (drawn.wide, drawn.narrow):
        assert not [mark for mark in ROLES if mark in svg]  # stand-ins, which are nearly black
        assert 'class="paper-fill" style="fill: #ffffff"' in svg


@pytest.mark.parametrize(("party", "plans", "wanted"), [("ukraine", 1, 5807), ("russia", 2, 1906)])
def test_what_each_side_leaves_is_as_large_as_its_number_at_the_scale_of_the_map(case, drawn, party, plans, wanted):
    outlines, box, _ = read_shapes(case.file("map.svg"))
    sizes = {row["region"].id: row["area"].value for row in land.areas(case).to_dict("records")}
    unit = sum(sizes.values()) / sum(measure_area(outlines[region]) for region in sizes)  # km² of a unit's square
    width = float(re.search(r'viewBox="0 0 ([\d.]+)', drawn.wide)[1]) / 72  # inches
    scale = (width - 0.2) / 2 / (box[2] - box[0]) * 72  # points a unit, two maps side by side
    rings = read_hatched(drawn.wide, case.look(party).colour)
    foot = (0.04 + 0.3) * 72 + scale * (box[3] - box[1])  # of the maps; key and enlarged areas are below
    within = [ring for ring in rings if ring[:, 1].max() < foot]
    area = measure_area(within) / scale**2 * unit / plans
    assert area == pytest.approx(wanted, rel=0.2)


def test_the_numbers_stand_beside_the_map_and_the_smallest_areas_are_there_again(drawn, case):
    rows = territory.parts(case, PLANS)
    numbers = {format_estimate(size) for size in rows.land[rows.land.notna()]}
    assert len(numbers) == 5  # of Donetsk, of three regions and of these together
    for svg in (drawn.wide, drawn.narrow):
        words = re.findall(r">([^<>\n]+)</text>", svg)
        assert numbers <= set(words)
        assert words.count("Sumy") >= 2
        assert "Held by Russia" in words
