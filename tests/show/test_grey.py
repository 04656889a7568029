"""Nothing in a drawing hangs on colour: house colours differ in grey, and what colour tells apart, form does too."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from analysis.errors import UsageError
from analysis.estimate import leaf
from analysis.house import house
from analysis.label import Label
from analysis.report.html_svg import contrast
from analysis.show.dots import dots
from analysis.show.map import regions
from analysis.show.network import network
from analysis.show.table import table

_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
SQUARES = " ".join(f'<path id="r{i}" d="M{i * 10} 0h9v9h-9z"/>' for i in range(9))


def lightness(colour: str) -> float:
    """CIE L* of a hex colour, 0 to 100, from its contrast with black."""
    relative = contrast(colour, "#000000") * 0.05 - 0.05
    return 116 * relative ** (1 / 3) - 16


def test_lightness_is_that_of_the_textbook():
    assert lightness("#ffffff") == pytest.approx(100, abs=0.01)
    assert lightness("#777777") == pytest.approx(50.03, abs=0.05)


def test_house_colours_stand_out_from_paper_and_from_the_next_in_grey():
    colours = house().colour["series"]
    assert [c for c in colours if contrast(c, house().colour["paper"]) < 3] == []
    near = [(one, other) for one, other in pairwise((*colours, colours[0]))
            if abs(lightness(one) - lightness(other)) < 10]
    assert near == []


def elements(svg: str, name: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(f"{_SVG}{name}"))


def style(element: ElementTree.Element, name: str) -> str:
    found = re.search(rf"(?:^|; ?){name}: ([^;]+)", element.get("style", ""))
    return found[1] if found else ""


def standings(parties: int) -> pd.DataFrame:
    return pd.DataFrame({"issue": [Label("Issue", "i")] * parties,
                         "party": [Label(f"Party {chr(65 + n)}", f"p{n}") for n in range(parties)],
                         "stand": [leaf(f"s{n}", 0.1 + n / 10, "dimensionless") for n in range(parties)]})


def test_each_party_has_a_dot_of_its_own_form():
    drawn = dots(standings(6), "Where they stand", key="k", label="issue", series="party", value="stand")
    for svg in (drawn.wide, drawn.narrow):
        forms = {path.get("id"): path.get("d") for path in elements(svg, "path") if path.get("id")}
        used = [forms[use.get(f"{_XLINK}href").lstrip("#")] for use in elements(svg, "use")]
        assert len(set(used)) == 6
        assert used[:6] == used[6:]         # the key, then the dots


def test_more_parties_than_forms_are_refused():
    with pytest.raises(UsageError, match=r"7 series .* at most 6 can be told apart without colour"):
        dots(standings(7), "Where they stand", key="k", label="issue", series="party", value="stand")


def drawn_map(tmp_path: Path, statuses: int):
    shapes = tmp_path / "map.svg"
    shapes.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 9">{SQUARES}</svg>', encoding="utf-8")
    found = {f"r{n}": f"status {chr(65 + n)}" for n in range(statuses)}
    frame = pd.DataFrame({"region": [Label(id, id) for id in found], "status": [Label(s, s) for s in found.values()]})
    return regions(shapes, {"the plan": found}, "What becomes of them", key="k", names={},
                   data=table(frame, "Data behind the figure", key="k"))


def test_each_status_has_a_pattern_of_its_own_in_the_map_and_in_its_key(tmp_path):
    drawn = drawn_map(tmp_path, 8)
    for svg in (drawn.wide, drawn.narrow):
        patterns = {it.get("id"): "".join(path.get("d", "") for path in it.iter(f"{_SVG}path"))
                    for it in elements(svg, "pattern")}
        fills = [style(path, "fill") for path in elements(svg, "path")]
        forms = [patterns.get(fill[5:-1], "plain") for fill in fills
                 if fill.startswith(("url(#", house().colour["series"][0]))]
        assert len(set(forms)) == 8
        assert sorted(forms[:8]) == sorted(forms[8:])       # the areas, then the key


def test_more_statuses_than_patterns_are_refused(tmp_path):
    with pytest.raises(UsageError, match=r"9 statuses .* a map tells at most 8 apart without colour"):
        drawn_map(tmp_path, 9)


def test_each_layer_of_a_network_has_a_line_of_its_own_form():
    one, other = [Label(n, n) for n in "ABC"], [Label(n, n) for n in "BCA"]
    channels = pd.DataFrame({"one": one, "other": other, "layer": ["first", "second", "none"]})
    drawn = network(channels, "Who talks", key="k")
    forms = [(style(path, "stroke-dasharray"), style(path, "stroke-width")) for path in elements(drawn.wide, "path")
             if style(path, "stroke") in house().colour["series"]]
    assert len(forms) == 6                                  # three lines, and the key
    assert len(set(forms)) == 3
    assert len({dashes for dashes, _ in forms}) == 3
