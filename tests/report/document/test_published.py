"""Where a report is published: what is beside it, and its address, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.document.published import (
    ListedReport,
    Published,
    build_address,
    describe_place,
    list_facts,
    locate_page,
)
from analysis.style.house import get_shipped_house
from tests import notebooks_in_memory

LISTED = tuple(ListedReport(name, name.upper(), name) for name in ("a", "b", "c"))


@pytest.mark.parametrize(
    ("report", "beside"), [("a", (None, "b")), ("b", ("a", "c")), ("c", ("b", None)), ("elsewhere", (None, None))]
)
def test_a_report_has_the_one_before_and_the_one_after(report, beside):
    found = Published(report, f"{report}@x=1", "A title", LISTED).find_beside()
    assert tuple(other and other.report for other in found) == beside


@given(st.lists(st.from_regex(r"[a-z]{1,4}", fullmatch=True), unique=True, min_size=1))
def test_who_goes_on_from_report_to_report_passes_each_once(names):
    listed = tuple(ListedReport(name, name, name) for name in names)
    passed, at = [], listed[0]
    while at is not None:
        passed.append(at.report)
        at = Published(at.report, at.report, "", listed).find_beside()[1]
    assert passed == names


def test_an_address_is_of_the_site_or_there_is_none():
    assert build_address("https://example.org/a/", locate_page("gap")) == "https://example.org/a/gap/gap.html"
    assert build_address("", locate_page("gap")) == ""
    assert locate_page("gap", "gap@basis=x y") == "gap@basis=x%20y/gap.html"


def test_a_picture_names_the_page_by_its_address_or_else_by_its_title():
    document, published = notebooks_in_memory.read_forces(), Published("forces", "forces", "Troop caps")
    assert describe_place(document, published, "figure-1") == "Troop caps"
    house = replace(get_shipped_house(), share={"site": "https://example.org", "author": ""})
    there = replace(document, house=house)
    assert describe_place(there, published, "figure-1") == "https://example.org/forces/forces.html#figure-1"
    about = {"title": "The lake", "date_text": "1 January 2026"}
    assert list_facts(replace(document, about=about), ("First",)) == "First · The lake · 1 January 2026"
