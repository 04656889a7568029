"""Whether a worker would make the same bytes: it has the library as it is here, and the same packages beneath it."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.report.fingerprint import compute_library_fingerprint, list_versions

_FILES = "files of communique"  # by fingerprint: an edited library has the version that it had


def describe_versions() -> dict[str, str]:
    """Returns what a report is made with in this process: name -> version. For workers, and for the command."""
    return {**list_versions(), _FILES: compute_library_fingerprint()}


def describe_mismatch(there: Mapping[str, str], here: Mapping[str, str]) -> str:
    """Returns in which versions a worker differs, and what to do; '' if in none.

    >>> describe_mismatch({"python": "3.11.2", "numpy": "2.0"}, {"python": "3.11.2", "numpy": "2.1", "typst": "0.14"})
    'it has numpy 2.0, here it is 2.1; it has no typst, here it is 0.14. Install there what is installed here.'
    """
    differing = [name for name in {**here, **there} if there.get(name) != here.get(name)]
    if len(differing) > 1 and "communique" in differing and _FILES in differing:
        differing.remove(_FILES)  # of course
    parts = [
        f"it has {f'{name} {there[name]}' if name in there else f'no {name}'}, here it is {here.get(name, 'absent')}"
        for name in differing
    ]
    return f"{'; '.join(parts)}. Install there what is installed here." if parts else ""
