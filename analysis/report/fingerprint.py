"""Fingerprints: short digests that tell whether a file, this library or the packages beneath it have changed.

Every command imports this module, so it imports next to nothing itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
IGNORED = ("__pycache__", "shipped")  # compiled files, and the data that a wheel carries inside the package
VERSIONED_PACKAGES = (
    "communique",
    "manimgx-fonts",
    "manimgx-fonts-cjk",
    "matplotlib",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "python-docx",
    "typst",
)  # what a report is made with; one that is not installed is left out


def compute_content_fingerprint(content: bytes) -> str:
    """Returns the SHA-256 digest of some bytes, as 64 hexadecimal digits."""
    import hashlib

    return hashlib.sha256(content).hexdigest()


@cache
def compute_library_fingerprint() -> str:
    """Returns a digest of this library's own files, computed once in each process."""
    import hashlib

    hasher = hashlib.blake2b(digest_size=8)
    for path in _list_library_files():
        content = path.read_bytes()
        hasher.update(f"{path.relative_to(PACKAGE).as_posix()} {len(content)}\n".encode() + content)
    return hasher.hexdigest()


def describe_installation() -> list[str]:
    """Returns what tells this installation of the library from another: the places of it, of Python and of packages."""
    return [str(PACKAGE), sys.executable, sys.version, *sys.path]


def is_library_unchanged() -> bool:
    """Returns whether the library's files are still what `compute_library_fingerprint` first found in this process."""
    return compute_library_fingerprint() == compute_library_fingerprint.__wrapped__()


@cache
def list_versions() -> dict[str, str]:
    """Returns name -> version of Python and of the installed packages a report is made with."""
    from importlib.metadata import PackageNotFoundError, version

    versions = {"python": sys.version.split()[0]}
    for name in VERSIONED_PACKAGES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:  # an extra that was not asked for
            continue
    return versions


def list_metadata_files() -> Iterator[Path]:
    """Yields the METADATA files of those packages: another version has another folder."""
    from importlib.metadata import PackageNotFoundError, distribution

    for name in VERSIONED_PACKAGES:
        try:
            folder = getattr(distribution(name), "_path", None)
        except PackageNotFoundError:
            continue
        if folder is not None:
            yield Path(folder) / "METADATA"


def _list_library_files() -> Iterator[Path]:
    for root, folders, names in os.walk(PACKAGE):
        folders[:] = sorted(name for name in folders if name not in IGNORED)
        yield from (Path(root, name) for name in sorted(names) if not name.endswith(".pyc"))
