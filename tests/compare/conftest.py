"""What the tests of comparisons share."""

from __future__ import annotations

import pytest

from analysis import load_case


@pytest.fixture(scope="session")
def shipped():
    """The shipped case, on the basis of its article."""
    return load_case()
