"""The comparisons: one module a question, pure functions from a Case to Estimates and frames of them.

Modules load on first use; a new one needs no entry here.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from analysis.errors import format_nearest


def __getattr__(name: str) -> ModuleType:
    try:
        return importlib.import_module(f"analysis.compare.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"analysis.compare.{name}":
            raise
        raise AttributeError(f"there is no comparison {name!r}{format_nearest(name, __dir__())}") from None


def __dir__() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(__path__))
