"""What an Estimate is asked for, as text and numbers that a notebook displays with the cards behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.estimates import evaluate, formula_text
from analysis.front_end import Displayed

if TYPE_CHECKING:
    from analysis.estimates.estimate import Estimate


class Trace(Displayed, str):
    """The tree from a number down to its claims, as text. estimate: the number."""

    estimate: Estimate

    def __new__(cls, estimate: Estimate) -> Trace:
        made = super().__new__(cls, formula_text.format_trace(estimate))
        made.estimate = estimate
        return made

    def __repr__(self) -> str:
        return str(self)


class Swings(Displayed, dict[str, tuple[float, float]]):
    """Id of a claim -> the values of a number with that claim at either end. estimate: the number."""

    def __init__(self, estimate: Estimate) -> None:
        super().__init__(evaluate.compute_swings(estimate))
        self.estimate = estimate
