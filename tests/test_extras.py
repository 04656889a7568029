"""Optional packages: a missing one is an error that names the extra to install."""

from __future__ import annotations

import sys

import pytest

from analysis.errors import UsageError
from analysis.extras import require_extra


def test_an_installed_package_passes_without_being_imported(monkeypatch):
    monkeypatch.delitem(sys.modules, "wave", raising=False)
    require_extra("wave", "sound", "sound output")
    assert "wave" not in sys.modules


def test_a_missing_package_names_the_extra():
    with pytest.raises(UsageError) as error:
        require_extra("no_such_package", "docx", "the format docx")
    assert str(error.value) == (
        'the format docx needs the package no_such_package, which is not installed; run: pip install "communique[docx]"'
    )
    assert error.value.exit_code == 2


def test_a_blocked_package_counts_as_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "wave", None)
    with pytest.raises(UsageError, match=r"communique\[sound\]"):
        require_extra("wave", "sound", "sound output")
