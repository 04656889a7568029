"""The comparisons: one module a question, with pure functions from a Case to Estimates and tables of them.

>>> from analysis import compare, load_case
>>> compare.reconstruction.gap(load_case()).value
700.0

Modules are imported on first use. A new one works without an entry here, but add it: type checkers and editors read the
list, and a test asks for it.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import TYPE_CHECKING

from analysis.errors import format_nearest

if TYPE_CHECKING:
    from analysis.compare import arithmetic as arithmetic
    from analysis.compare import base_rates as base_rates
    from analysis.compare import basis as basis
    from analysis.compare import brief as brief
    from analysis.compare import coding as coding
    from analysis.compare import concessions as concessions
    from analysis.compare import consensus as consensus
    from analysis.compare import context as context
    from analysis.compare import denominators as denominators
    from analysis.compare import direction as direction
    from analysis.compare import forces as forces
    from analysis.compare import forecasts as forecasts
    from analysis.compare import funding as funding
    from analysis.compare import guarantees as guarantees
    from analysis.compare import history as history
    from analysis.compare import land as land
    from analysis.compare import matrix as matrix
    from analysis.compare import outlook as outlook
    from analysis.compare import plans as plans
    from analysis.compare import plant as plant
    from analysis.compare import polls as polls
    from analysis.compare import positions as positions
    from analysis.compare import power as power
    from analysis.compare import promises as promises
    from analysis.compare import quantities as quantities
    from analysis.compare import reconstruction as reconstruction
    from analysis.compare import robustness as robustness
    from analysis.compare import sensitivity as sensitivity
    from analysis.compare import sharing as sharing
    from analysis.compare import sources as sources
    from analysis.compare import territory as territory
    from analysis.compare import timeline as timeline
    from analysis.compare import verdicts as verdicts


def __getattr__(name: str) -> ModuleType:
    """Imports a comparison on first use. Raises AttributeError with the nearest name."""
    try:
        return importlib.import_module(f"analysis.compare.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"analysis.compare.{name}":
            raise
        raise AttributeError(f"there is no comparison {name!r}{format_nearest(name, __dir__())}") from None


def __dir__() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(__path__))
