"""Fingerprints: the same for the same, another for another, and without what is not installed."""

from __future__ import annotations

import hashlib

from analysis.report import fingerprint


def test_content_has_its_sha256():
    assert fingerprint.compute_content_fingerprint(b"abc") == hashlib.sha256(b"abc").hexdigest()


def test_the_library_has_one_that_changes_with_any_of_its_files(tmp_path, monkeypatch):
    (tmp_path / "a.py").write_text("1")
    (tmp_path / "__pycache__").mkdir()
    monkeypatch.setattr(fingerprint, "PACKAGE", tmp_path)
    compute = fingerprint.compute_library_fingerprint.__wrapped__
    first = compute()
    (tmp_path / "__pycache__" / "a.pyc").write_text("compiled")
    assert compute() == first
    (tmp_path / "a.py").write_text("2")
    assert compute() != first


def test_a_package_that_is_not_installed_is_left_out(monkeypatch):
    monkeypatch.setattr(fingerprint, "VERSIONED_PACKAGES", ("numpy", "not-a-package-of-anybody"))
    assert set(fingerprint.list_versions.__wrapped__()) == {"python", "numpy"}
    assert [path.name for path in fingerprint.list_metadata_files()] == ["METADATA"]
