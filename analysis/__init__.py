"""Communique: briefs on negotiations in which every number leads to its claim.

>>> from analysis import compare, load_case
>>> case = load_case()
>>> compare.reconstruction.gap(case)  # an Estimate: value, unit, interval, claims, formula
<Funding gap: 700 (700 to 800) billion USD>
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis import compare
    from analysis.case.case import Case, load_case
    from analysis.errors import CaseError, CommuniqueError, MissingClaim, UnitError, UsageError
    from analysis.estimates.constructors import maximum, minimum, number, parameter, total
    from analysis.estimates.estimate import Estimate
    from analysis.estimates.statement import at_least, denies, every, exceeds, falls_below, reaches, some
    from analysis.explore.inputs import list_claimed, list_inputs
    from analysis.explore.panel import explorer
    from analysis.open_notebook import check_notebook, preview
    from analysis.show.attribution import ours, said_by
    from analysis.show.bases import bases
    from analysis.show.bundle import see
    from analysis.show.charts.bars import bars
    from analysis.show.charts.distribution import distribution
    from analysis.show.charts.dots import dots
    from analysis.show.charts.dumbbell import dumbbell
    from analysis.show.charts.heatmap import heatmap
    from analysis.show.charts.ladder import ladder
    from analysis.show.charts.map import regions
    from analysis.show.charts.multiples import multiples
    from analysis.show.charts.network import network
    from analysis.show.charts.own import figure, figure_style
    from analysis.show.charts.ranges import ranges
    from analysis.show.charts.scatter import scatter
    from analysis.show.charts.slope import slope
    from analysis.show.charts.spans import spans
    from analysis.show.charts.stacks import stacks
    from analysis.show.charts.timeline import timeline
    from analysis.show.charts.tornado import tornado
    from analysis.show.charts.trend import trend
    from analysis.show.charts.waffle import squares, waffle
    from analysis.show.citation import cite
    from analysis.show.number import format_estimate
    from analysis.show.other_basis import elsewhere
    from analysis.show.pivot import pivot
    from analysis.show.prose import card, cards, cover, points, remarks, say
    from analysis.show.report_link import see_report
    from analysis.show.table import table
    from analysis.show.what_if import slider, what_if

_ROOMS = {
    "case.case": ("Case", "load_case"),
    "estimates.constructors": ("maximum", "minimum", "number", "parameter", "total"),
    "estimates.estimate": ("Estimate",),
    "estimates.statement": ("at_least", "denies", "every", "exceeds", "falls_below", "reaches", "some"),
    "errors": ("CaseError", "CommuniqueError", "MissingClaim", "UnitError", "UsageError"),
    "show.charts.bars": ("bars",),
    "show.charts.distribution": ("distribution",),
    "show.charts.dots": ("dots",),
    "explore.inputs": ("list_claimed", "list_inputs"),
    "explore.panel": ("explorer",),
    "open_notebook": ("check_notebook", "preview"),
    "show.charts.dumbbell": ("dumbbell",),
    "show.charts.ranges": ("ranges",),
    "show.charts.slope": ("slope",),
    "show.charts.tornado": ("tornado",),
    "show.charts.heatmap": ("heatmap",),
    "show.charts.waffle": ("squares", "waffle"),
    "show.charts.stacks": ("stacks",),
    "show.charts.spans": ("spans",),
    "show.charts.scatter": ("scatter",),
    "show.charts.trend": ("trend",),
    "show.charts.multiples": ("multiples",),
    "show.charts.ladder": ("ladder",),
    "show.charts.network": ("network",),
    "show.charts.map": ("regions",),
    "show.charts.own": ("figure", "figure_style"),
    "show.charts.timeline": ("timeline",),
    "show.citation": ("cite",),
    "show.attribution": ("ours", "said_by"),
    "show.bases": ("bases",),
    "show.number": ("format_estimate",),
    "show.other_basis": ("elsewhere",),
    "show.pivot": ("pivot",),
    "show.prose": ("card", "cards", "cover", "points", "remarks", "say"),
    "show.bundle": ("see",),
    "show.report_link": ("see_report",),
    "show.table": ("table",),
    "show.what_if": ("slider", "what_if"),
}
_HOME = {name: module for module, names in _ROOMS.items() for name in names}
__all__ = [
    "Case",
    "CaseError",
    "CommuniqueError",
    "Estimate",
    "MissingClaim",
    "UnitError",
    "UsageError",
    "at_least",
    "bars",
    "bases",
    "card",
    "cards",
    "check_notebook",
    "cite",
    "compare",
    "cover",
    "denies",
    "distribution",
    "dots",
    "dumbbell",
    "elsewhere",
    "every",
    "exceeds",
    "explorer",
    "falls_below",
    "figure",
    "figure_style",
    "format_estimate",
    "heatmap",
    "ladder",
    "list_claimed",
    "list_inputs",
    "load_case",
    "maximum",
    "minimum",
    "multiples",
    "network",
    "number",
    "ours",
    "parameter",
    "pivot",
    "points",
    "preview",
    "ranges",
    "reaches",
    "regions",
    "remarks",
    "said_by",
    "say",
    "scatter",
    "see",
    "see_report",
    "slider",
    "slope",
    "some",
    "spans",
    "squares",
    "stacks",
    "table",
    "timeline",
    "tornado",
    "total",
    "trend",
    "waffle",
    "what_if",
]


if not TYPE_CHECKING:  # to a type checker any name would exist, also a misspelt one

    def __getattr__(name: str) -> Any:
        """Imports a public name on first use, so that `import analysis` itself costs nothing."""
        if name == "compare":
            return importlib.import_module("analysis.compare")
        if name in _HOME:
            return getattr(importlib.import_module(f"analysis.{_HOME[name]}"), name)
        raise AttributeError(f"analysis has no {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)


if hasattr(_shell := sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None, "kernel"):
    _front_end = importlib.import_module("analysis.front_end")
    _front_end.watch_frames(_shell)
    _front_end.complete_texts(_shell)
