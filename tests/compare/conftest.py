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
def _shipped_to_print_in_ukrainian():
    with use_language("uk"):
        return load_case()


@pytest.fixture
def ukrainian(_shipped_to_print_in_ukrainian):
    """The shipped case with its English names, within a context that prints in Ukrainian."""
    with use_language("uk"):
        yield _shipped_to_print_in_ukrainian
