"""The limits that the documentation names are those that the readers keep to."""

from __future__ import annotations

import re

from analysis import limits
from tests.conftest import ROOT


def test_the_page_names_every_limit_with_its_number():
    page = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| .+ \| ([\d,.e+-]+) \| `([A-Z_]+)` \|$", page, re.M)
    known = {name: value for name, value in vars(limits).items() if re.fullmatch("M(AX|IN)_[A-Z_]+", name)}
    assert len(known) > 15
    assert {name: float(number.replace(",", "")) for number, name in rows} == known
