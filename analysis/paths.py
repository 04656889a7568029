"""Where the shipped case and notebooks lie: inside an installed wheel, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent


def shipped(kind: Literal["data", "notebooks"]) -> Path:
    """Returns the folder of what travels with the library.

    A wheel holds it in `analysis/shipped`; a checkout (also one installed with `pip install -e`)
    holds it beside the package.
    """
    inside = _PACKAGE / "shipped" / kind
    return inside if inside.is_dir() else _PACKAGE.parent / kind
