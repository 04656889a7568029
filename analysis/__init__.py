"""Communique: briefs on negotiations in which every number leads to its claim.

    case = load_case()
    compare.reconstruction.gap(case)      # an Estimate: value, unit, interval, claims, formula
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis import compare
    from analysis.case import Case, load_case
    from analysis.errors import CaseError, CommuniqueError, MissingClaim, UnitError, UsageError
    from analysis.estimate import Estimate, maximum, minimum, number, parameter, total
    from analysis.explore import explorer
    from analysis.show.axis import timeline
    from analysis.show.bars import bars
    from analysis.show.bundle import see
    from analysis.show.dots import dots
    from analysis.show.ladder import ladder
    from analysis.show.map import regions
    from analysis.show.network import network
    from analysis.show.prose import card, cards, cover, points, say
    from analysis.show.table import table
    from analysis.show.what_if import slider, what_if

_HOME = {
    "Case": "case", "load_case": "case", "Estimate": "estimate", "maximum": "estimate", "minimum": "estimate",
    "number": "estimate", "parameter": "estimate", "total": "estimate",
    "CaseError": "errors", "CommuniqueError": "errors", "MissingClaim": "errors", "UnitError": "errors",
    "UsageError": "errors", "bars": "show.bars",
    "dots": "show.dots", "explorer": "explore", "ladder": "show.ladder", "network": "show.network",
    "regions": "show.map",
    "timeline": "show.axis", "card": "show.prose", "cards": "show.prose", "cover": "show.prose",
    "points": "show.prose", "say": "show.prose", "see": "show.bundle", "table": "show.table",
    "slider": "show.what_if", "what_if": "show.what_if",
}
__all__ = [
    "Case", "CaseError", "CommuniqueError", "Estimate", "MissingClaim", "UnitError", "UsageError",
    "bars", "card", "cards", "compare", "cover", "dots", "explorer", "ladder", "load_case", "maximum", "minimum",
    "network", "number", "parameter", "points", "regions", "say", "see", "slider", "table", "timeline", "total",
    "what_if",
]


def __getattr__(name: str) -> Any:
    """Resolves a public name on first use, so that `import analysis` itself costs nothing."""
    if name == "compare":
        return importlib.import_module("analysis.compare")
    if name in _HOME:
        return getattr(importlib.import_module(f"analysis.{_HOME[name]}"), name)
    raise AttributeError(f"analysis has no {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)
