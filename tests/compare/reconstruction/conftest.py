"""The cases that the sums are worked on."""

from __future__ import annotations

import pytest

from analysis import load_case
from tests.shipped.test_by_hand import CASES


@pytest.fixture(scope="module", params=CASES, ids=["tiny", "shipped"])
def case(request):
    return load_case(request.param)
