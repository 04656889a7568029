"""Statement: what a sentence says about some Estimates, true or false at every choice of their claims.

A comparison of two Estimates is a statement, and so is what several of them say together. It keeps the difference
that each comparison is about (its margin), so that it can be asked again with the claims at other values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.errors import UsageError
from analysis.estimates.constructors import number
from analysis.estimates.estimate import Estimate
from analysis.estimates.evaluate import Vector

Truth = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Statement:
    """A statement that holds or does not. Made by `exceeds` and the functions beside it.

    margin: of a comparison, the Estimate that is above 0 where it holds. parts, needed: of any other, the statements
    it is made of and how many of them must hold. is_denial: whether it holds where its one part does not.
    """

    margin: Estimate | None = None
    parts: tuple[Statement, ...] = ()
    needed: int = 0
    is_denial: bool = False

    @cached_property
    def margins(self) -> tuple[Estimate, ...]:
        """The margins of all comparisons in it, each once.

        >>> from analysis import number
        >>> len(every([exceeds(number(2), 1), falls_below(number(2), 3)]).margins)
        2
        """
        found: dict[int, Estimate] = {id(self.margin): self.margin} if self.margin is not None else {}
        for part in self.parts:
            found |= {id(margin): margin for margin in part.margins}
        return tuple(found.values())

    @property
    def holds(self) -> bool:
        """Whether it holds at every claim's own value.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> exceeds(case["reconstruction.need"], case["assets.usable"]).holds
        True
        """
        return bool(self.judge({id(margin): np.array(margin.base_value) for margin in self.margins}))

    def judge(self, margins: Mapping[int, Vector]) -> Truth:
        """Returns whether it holds, for each of several values of its margins. margins: id of a margin -> its values.

        >>> import numpy as np
        >>> from analysis import number
        >>> statement = exceeds(number(2), 1)
        >>> statement.judge({id(statement.margin): np.array([0.5, 0.0])}).tolist()
        [True, False]
        """
        if self.margin is not None:
            return np.asarray(margins[id(self.margin)] > 0)
        found = np.array([part.judge(margins) for part in self.parts])
        return np.asarray(~found[0] if self.is_denial else found.sum(axis=0) >= self.needed)

    def measure(self, margins: Mapping[int, Vector]) -> Vector:
        """Returns how far it is from turning, for each of several values of its margins: above 0 where it holds.

        margins: as for `judge`, all on one scale, or their comparison means nothing.

        >>> import numpy as np
        >>> from analysis import number
        >>> low, high = exceeds(number(2), 1), exceeds(number(9), 1)
        >>> both = {id(low.margin): np.array([1.0]), id(high.margin): np.array([8.0])}
        >>> every([low, high]).measure(both).tolist(), some([low, high]).measure(both).tolist()
        ([1.0], [8.0])
        """
        if self.margin is not None:
            return margins[id(self.margin)]
        found = np.array([part.measure(margins) for part in self.parts])
        return np.asarray(-found[0] if self.is_denial else np.sort(found, axis=0)[-self.needed])

    def __bool__(self) -> bool:
        raise UsageError("a statement is not true or false by itself; ask .holds, or robustness(case, statement).")


def exceeds(a: Estimate, b: Estimate | float) -> Statement:
    """Returns the statement that a is greater than b. A plain number b is in the unit of a.

    Raises UnitError if they measure different things.

    >>> from analysis import exceeds, load_case
    >>> exceeds(load_case()["reconstruction.need"], 500).holds
    True
    """
    return Statement(a - _give_unit(b, a))


def falls_below(a: Estimate, b: Estimate | float) -> Statement:
    """Returns the statement that a is less than b. A plain number b is in the unit of a.

    Raises UnitError if they measure different things.

    >>> from analysis import falls_below, load_case
    >>> falls_below(load_case()["reconstruction.need"], 800).holds
    False
    """
    return Statement(_give_unit(b, a) - a)


def reaches(a: Estimate, b: Estimate | float) -> Statement:
    """Returns the statement that a is at least b. A plain number b is in the unit of a.

    Raises UnitError if they measure different things.

    >>> from analysis import load_case, reaches
    >>> reaches(load_case()["reconstruction.need"], 800).holds
    True
    """
    return denies(falls_below(a, b))


def denies(statement: Statement) -> Statement:
    """Returns the statement that holds where another does not.

    >>> from analysis import denies, exceeds, number
    >>> denies(exceeds(number(2), 1)).holds
    False
    """
    return Statement(parts=(statement,), is_denial=True)


def every(statements: Iterable[Statement]) -> Statement:
    """Returns the statement that all of some hold. Raises UsageError if there are none.

    >>> from analysis import every, exceeds, number
    >>> every([exceeds(number(2), 1), exceeds(number(2), 3)]).holds
    False
    """
    return _combine(statements, len)


def some(statements: Iterable[Statement]) -> Statement:
    """Returns the statement that one or more of some hold. Raises UsageError if there are none.

    >>> from analysis import exceeds, number, some
    >>> some([exceeds(number(2), 1), exceeds(number(2), 3)]).holds
    True
    """
    return _combine(statements, lambda parts: 1)


def at_least(n: int, statements: Iterable[Statement]) -> Statement:
    """Returns the statement that n or more of some hold. Raises UsageError for an n other than 1 to their number.

    >>> from analysis import at_least, exceeds, number
    >>> at_least(2, [exceeds(number(2), bound) for bound in (0, 1, 3)]).holds
    True
    """
    return _combine(statements, lambda parts: n)


def _give_unit(b: Estimate | float, like: Estimate) -> Estimate:
    return b if isinstance(b, Estimate) else number(b, like.unit)


def _combine(statements: Iterable[Statement], count: Callable[[tuple[Statement, ...]], int]) -> Statement:
    parts = tuple(statements)
    needed = count(parts)
    if not 1 <= needed <= len(parts):
        raise UsageError(
            f"{needed} of {len(parts)} statements are to hold; give one or more statements, and a number from 1 to "
            "that of the statements."
        )
    return Statement(parts=parts, needed=needed)
