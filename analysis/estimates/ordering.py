"""The order of draws: the one a stable sort gives, by a faster sort wherever no two draws are equal."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def sort_draws(draws: NDArray[np.float64]) -> NDArray[np.intp]:
    """Returns the positions of the draws from the least to the greatest, shape (n,): equal ones in their order.

    numpy's own sort, vectorised, takes an eighth of the time of its stable one, and can differ only for equal draws.

    >>> sort_draws(np.array([3.0, 1.0, 2.0])).tolist(), sort_draws(np.array([1.0, 0.0, 1.0])).tolist()
    ([1, 2, 0], [1, 0, 2])
    """
    order: NDArray[Any] = np.argsort(draws)
    ordered = draws[order]
    is_sure = bool((ordered[1:] > ordered[:-1]).all())  # also without what is not a number, which is last
    return order if is_sure else np.argsort(draws, kind="stable")
