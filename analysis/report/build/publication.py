"""What is published at an address: which version of which report, as `publication.json` there says, and where it lies.

A version of a report is all files of its folder, under a name that its manifest gives; the manifest has the digest of
each. `published-versions/REPORT/VERSION/` holds a version and never changes; the files that readers open lie where a
local folder has them, `REPORT/REPORT.html`, and what a page leads to is of the page's own version.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from analysis.errors import ReportError
from analysis.report.fingerprint import compute_content_fingerprint

STATE, VERSIONS, MANIFEST = "publication.json", "published-versions", "manifest.json"
_FORMAT = 1
_DIGITS = 16  # hexadecimal, of a digest


@dataclass(frozen=True)
class Version:
    """One version of a report. digest: of its manifest. files: path in the folder -> size and digest.

    before: the digest of the version before it, which is kept for readers who have its page open; '' for the first.
    """

    digest: str
    files: Mapping[str, tuple[int, str]]
    before: str = ""

    def is_same(self, other: Version | None) -> bool:
        """Returns whether it is the same version."""
        return other is not None and self.digest == other.digest


@dataclass(frozen=True)
class Publication:
    """What is published at an address. reports: folder -> version. files: those over all reports -> digest."""

    reports: Mapping[str, Version] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def format(self) -> str:
        """Returns it as JSON, the same text for the same publication."""
        reports = {
            folder: {
                "version": one.digest,
                "before": one.before,
                "files": {name: [*about] for name, about in one.files.items()},
            }
            for folder, one in self.reports.items()
        }
        content = {"format": _FORMAT, "reports": reports, "files": dict(self.files)}
        return json.dumps(content, sort_keys=True, separators=(",", ":")) + "\n"


def parse_publication(content: bytes | None, shown: str) -> Publication:
    """Returns what is published, by the content of `publication.json`; nothing where there is none.

    shown: its address, for messages. Raises ReportError if it is none of this version.
    """
    if content is None:
        return Publication()
    try:
        found: Mapping[str, Any] = json.loads(content)
        if found["format"] != _FORMAT:
            raise ValueError(found["format"])
        reports = {
            folder: Version(
                str(one["version"]),
                {name: (int(size), str(digest)) for name, (size, digest) in one["files"].items()},
                str(one["before"]),
            )
            for folder, one in found["reports"].items()
        }
        return Publication(reports, {name: str(digest) for name, digest in found["files"].items()})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ReportError(
            f"{shown} was not written by this version of communique; give another address with --out, or remove it: "
            "all reports are then published again."
        ) from None


def read_version(folder: Path) -> Version | None:
    """Returns the version of a report that is in a folder here; None if its files are not what its manifest says."""
    try:
        content = (folder / MANIFEST).read_bytes()
        files = {}
        for name, digest in json.loads(content)["files"].items():
            made = (folder / name).read_bytes()
            if compute_content_fingerprint(made) != digest:
                return None
            files[name] = (len(made), digest[:_DIGITS])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    digest = compute_digest(content)
    return Version(digest, {**files, MANIFEST: (len(content), digest)})


def compute_digest(content: bytes) -> str:
    """Returns the digest by which a publication knows a file."""
    return compute_content_fingerprint(content)[:_DIGITS]


def locate_version(folder: str, digest: str, name: str = "") -> str:
    """Returns where a file of a version lies.

    >>> locate_version("forces", "1f", "forces.pdf")
    'published-versions/forces/1f/forces.pdf'
    """
    return f"{VERSIONS}/{folder}/{digest}/{name}"


def is_page(name: str) -> bool:
    """Returns whether a file of a report is a page in the report's own folder, which leads to others there.

    >>> is_page("forces.html"), is_page("figures/caps.html")
    (True, False)
    """
    return name.endswith(".html") and "/" not in name


def point_to_version(page: str, folder: str, digest: str, names: Collection[str]) -> str:
    """Returns a page that leads to the files of its own version. names: of the files of the version.

    Other pages, those of single figures, are led to in their place: each is whole by itself, and leads back to there.

    >>> point_to_version('<a href="forces.pdf">', "forces", "1f", ["forces.html", "forces.pdf"])
    '<a href="../published-versions/forces/1f/forces.pdf">'
    """
    others = "|".join(re.escape(name) for name in names if not name.endswith(".html"))
    place = quote(locate_version(folder, digest), safe="/@=,+")
    return re.sub(rf'(\s(?:href|src|content)=")({others})"', rf'\g<1>../{place}\g<2>"', page) if others else page
