"""Checks that the map of a case, if it has one, can be read and has the regions that its plans say something about."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.case.case import Case
from analysis.case.schema import Region, RegionStatus
from analysis.errors import Problem, UsageError, format_nearest
from analysis.problems import Words

MAP_FILE = "map.svg"


def check_map(case: Case) -> Iterator[Problem]:
    """Yields a problem if map.svg cannot be read, else one for each region with a status that it has no shape of.

    >>> from analysis import load_case
    >>> list(check_map(load_case()))
    []
    """
    if not case.files.exists(MAP_FILE):
        return
    from analysis.show.charts.map import read_shapes  # few cases have a map, and drawing one imports much

    try:
        shapes, _, _ = read_shapes(case.files.locate(MAP_FILE))
    except UsageError as error:
        allowed = "an SVG picture with a path for each region"
        yield Problem(MAP_FILE, None, None, Words("a fault in it"), allowed, f"{error}.")
        return
    regions = case.ledger.get_table(Region)
    for id in dict.fromkeys(case.ledger.get_table(RegionStatus).columns["region"]):
        if id not in shapes:
            allowed = f"the id of a path in {MAP_FILE}, as region_status.csv has it{format_nearest(id, shapes)}"
            remedy = f"Give the region's shape in {MAP_FILE} this id, or add the shape."
            yield Problem("regions.csv", regions.find_line(id), "region_id", id, allowed, remedy)
