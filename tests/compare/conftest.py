"""What the tests of comparisons share."""

from __future__ import annotations

import pytest

from analysis import load_case
from analysis.messages import use_language


@pytest.fixture(scope="session")
def shipped():
    """The shipped case, on the basis of its article."""
    return load_case()


@pytest.fixture(scope="session")
def shipped_in_ukrainian():
    """The shipped case, of which the tests ask in Ukrainian; its own names stay as they are."""
    with use_language("uk"):
        return load_case()


@pytest.fixture
def ukrainian(shipped_in_ukrainian):
    """The shipped case with its English names, within a context that prints in Ukrainian."""
    with use_language("uk"):
        yield shipped_in_ukrainian
