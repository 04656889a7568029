"""Finds the folder of a case, and the case and notebooks shipped with the library."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from analysis.errors import UsageError, format_nearest

SHIPPED_CASE = "mar-a-lago-2025-12-28"
_PACKAGE = Path(__file__).resolve().parent


def find_shipped(kind: Literal["data", "notebooks"]) -> Path:
    """Returns the folder of the shipped cases or notebooks.

    It is `analysis/shipped` in an installed wheel; in a checkout (also one installed with `pip install -e`) it is
    beside the package.
    """
    inside = _PACKAGE / "shipped" / kind
    return inside if inside.is_dir() else _PACKAGE.parent / kind


def find_case(case: str | Path) -> Path:
    """Returns the folder of a case given by path or by name. Raises UsageError with the names that exist.

    >>> find_case("mar-a-lago-2025-12-28").name
    'mar-a-lago-2025-12-28'
    """
    places = [Path(case), Path("data") / case, find_shipped("data") / case] if str(case).strip() else []
    try:
        for place in places:
            if place.is_file():
                raise UsageError(f"{place} is a file; give the folder of the case, which holds its tables.")
            if place.is_dir():
                return place.resolve()
    except OSError as error:
        raise UsageError(f"cannot read a case from {str(case)[:80]!r}: {error.strerror}") from None
    known = sorted(
        {
            path.name
            for root in (Path("data"), find_shipped("data"))
            if root.is_dir()
            for path in root.iterdir()
            if path.is_dir()
        }
    )
    raise UsageError(
        f"no case folder {str(case)!r}{format_nearest(str(case), known)}; there are: {', '.join(known)}. "
        "Give a folder with --case, or the name of one in data/."
    )
