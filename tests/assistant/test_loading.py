"""A case is read once, and again after a change; what was read before does not answer for files that are broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.assistant.loading import CaseLoader
from analysis.errors import CaseError
from tests.case.test_ledger import replace_text


def test_a_change_is_read_and_a_fault_is_raised_until_it_is_gone(tiny: Path):
    loader = CaseLoader(tiny)
    first = loader.load()
    assert loader.load() is first
    replace_text(tiny, "claims", "588", "many")
    for _ in range(2):
        with pytest.raises(CaseError, match=r"claims\.csv"):
            loader.load()
    replace_text(tiny, "claims", "many", "588")
    assert loader.load() is not first
    assert loader.load().list_topic("reconstruction") is loader.load().list_topic("reconstruction")
