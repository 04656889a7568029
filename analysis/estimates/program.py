"""A formula as a program that runs on many values of its inputs at once, with no Python for each run.

An input is what is drawn as one when the formula is drawn: a claim or an assumption with an interval, wherever and
however often it occurs, or a pool of claims. Everything else is a constant of the program. It is evaluated in blocks
small enough for the processor's cache, which is twice as fast as all runs in one step, and gives the same numbers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.errors import UsageError
from analysis.estimates.evaluate import CompiledFormula
from analysis.estimates.leaf import Leaf
from analysis.estimates.node import AnyNode, Node
from analysis.wording import units

_BLOCK = 8192  # runs evaluated at once: a vector of them is 64 kB


class Program:
    """A formula compiled once, to be run on the values of its inputs.

    inputs: what moves in it, each once, in order of use. `run` takes their values.
    Raises UsageError for a formula that holds a claim on its own and in a pool as well, or with two intervals: their
    draws are tied, so that they are no two inputs.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> program = Program(case["reconstruction.need"] - case["assets.usable"])
    >>> [leaf.id for leaf in program.inputs], program.run(np.array([[0.0, 100e9]])).tolist()
    (['usable_article'], [800.0, 700.0])
    """

    def __init__(self, whole: Node) -> None:
        moving = [(node, node.variable) for node in list_moving(whole)]
        inputs = {variable.key: variable for _, variable in moving if variable}
        self.inputs: tuple[Leaf, ...] = tuple(inputs.values())
        _refuse_tied(whole, self.inputs)
        places = {key: place for place, key in enumerate(inputs)}
        self._places = {id(node): places[variable.key] for node, variable in moving if variable}
        self._compiled = CompiledFormula(whole.variables, self._places)
        self._factor = units.get_factor(whole.unit)

    def run(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns the formula's values in its unit, shape (runs,); infinite or not a number where it has none.

        values: of the inputs, in base units, shape (inputs, runs).
        """
        runs = values.shape[1]
        found = np.empty(runs)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            for first in range(0, runs, _BLOCK):
                block = slice(first, first + _BLOCK)
                found[block] = self._evaluate(values[:, block])
        return found / self._factor

    def _evaluate(self, values: NDArray[np.float64]) -> NDArray[np.float64] | float:
        """Returns the formula's values in base units; of one without inputs the number alone."""

        def give(node: Node) -> NDArray[np.float64]:
            return values[self._places[id(node)]]  # type: ignore[no-any-return]  # a row of an array is one

        return self._compiled.evaluate(give)  # type: ignore[no-any-return]


def list_moving(whole: AnyNode) -> list[AnyNode]:
    """Returns the nodes of a formula that are drawn and reach its value, a pool as one node, in order of use.

    What stands beneath a number found otherwise than by its formula, as by random draws, does not reach it.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> [node.how for node in list_moving(case["reconstruction.need"] - case["assets.usable"])]
    ['usable frozen assets']
    """
    reached = {id(whole)}
    for node in reversed(whole.variables):
        if id(node) in reached and not node.variable:
            reached.update(map(id, node.args[:1] if node.op == "within" else node.args))
    return [node for node in whole.variables if id(node) in reached and node.variable and not node.variable.is_certain]


def _refuse_tied(whole: Node, inputs: tuple[Leaf, ...]) -> None:
    """Raises UsageError where a claim moves in two inputs: in a pool and on its own, in two pools, or in two ranges."""
    moved: set[str] = set()
    for leaf in inputs:
        claims = {member.id for member, _ in leaf.members if not member.is_certain} or {leaf.id}
        if moved & claims:
            raise UsageError(
                f"{whole.label or whole.name or 'the number'}: {min(moved & claims)} moves in it both in a pool and on "
                "its own, in two pools or in two ranges, so that what each does cannot be separated; take another basis"
            )
        moved |= claims
