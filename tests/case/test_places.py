"""Codes of countries and regions: those that ISO 3166 has, and no others."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.case import places
from analysis.case.schema import Region
from analysis.errors import CaseError
from tests.case.test_ledger import replace_text

HEADER = "region_id,name,iso,contested,note\n"


@pytest.mark.parametrize("code", ["US", "UA", "PS", "AZ", "XK"])
def test_countries_have_the_codes_of_the_standard_and_kosovo_the_one_left_to_users(code):
    assert places.find_country_fault(code) == ""


@pytest.mark.parametrize("code", ["UK", "EU", "XX", "ZZ", "SU"])
def test_codes_that_are_reserved_withdrawn_or_nobodys_are_no_countries(code):
    assert places.find_country_fault(code).startswith("an ISO 3166-1 alpha-2 code that exists")


@pytest.mark.parametrize("code", ["UA-43", "PS-GZA", "AZ-NX", "GB-SCT", "FR-75C"])
def test_regions_have_the_codes_of_the_standard(code):
    assert places.find_region_fault(code) == ""


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("PS-WBK", "of PS: PS-BTH, PS-DEB,"),
        ("UA-44", "of UA: UA-05, UA-07,"),
        ("GB-SCO", "(nearest: GB-"),  # of many, only the nearest
        ("XK-01", "XK has none"),
        ("QQ-01", "QQ has none"),
    ],
)
def test_another_code_of_a_region_is_refused_with_those_of_its_country(code, said):
    assert said in places.find_region_fault(code)


def test_a_region_needs_no_code_and_may_have_no_other(tiny):
    (tiny / "regions.csv").write_text(f"{HEADER}west_bank,West Bank,,true,\ngaza,Gaza Strip,PS-GZA,true,\n")
    assert load_case(tiny).ledger.get_table(Region)["west_bank"].iso is None
    replace_text(tiny, "regions", "West Bank,,", "West Bank,PS-WBK,")
    replace_text(tiny, "parties", "UA,", "UK,")
    with pytest.raises(CaseError) as raised:
        load_case(tiny)
    party, region = map(str, raised.value.problems)
    assert party.startswith(
        "parties.csv:2:iso: found 'UK'; allowed: an ISO 3166-1 alpha-2 code that exists, such as GB"
    )
    assert region.startswith("regions.csv:2:iso: found 'PS-WBK'; allowed: an ISO 3166-2 code that exists; of PS: ")
    assert region.endswith("; or nothing, for a region without one.")
