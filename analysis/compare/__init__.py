"""The comparisons: one module a question, pure functions from a Case to Estimates and frames of them.

Modules load on first use; a new one needs no entry here.
"""

from __future__ import annotations

import importlib
from types import ModuleType


def __getattr__(name: str) -> ModuleType:
    try:
        return importlib.import_module(f"analysis.compare.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"analysis.compare.{name}":
            raise
        raise AttributeError(f"there is no comparison {name!r}") from None
