"""The Sobol sequence: points that fill a unit cube more evenly than random ones, with a random shift.

Computed here, and not by a library: importing SciPy's takes five times as long as a report does in all. The numbers are
the same ones, those of Joe and Kuo (2008), and a test holds the points to SciPy's. The shift, of the binary digits, is
that of L'Ecuyer and Lemieux (2002): each point alone is then uniform, and another seed gives another sample.

Joe, S. and Kuo, F. Y. 2008: Constructing Sobol sequences with better two-dimensional projections, SIAM Journal on
Scientific Computing 30.
L'Ecuyer, P. and Lemieux, C. 2002: Recent advances in randomized quasi-Monte Carlo methods, in Modeling Uncertainty.
Owen, A. B. 1998: Latin supercube sampling for very high-dimensional simulations, ACM Transactions on Modeling and
Computer Simulation 8.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

BITS = 30  # of a coordinate, and so at most 2 to the 30 points
MAX_DIMENSIONS = 256  # of the sequence: further coordinates are random numbers


def draw_points(dimensions: int, n: int, seed: int) -> NDArray[np.float64]:
    """Returns n points of the unit cube, shape (dimensions, n): the first ones of the Sobol sequence, shifted.

    n: a power of 2. Coordinates beyond MAX_DIMENSIONS are random numbers, as in the padding of Owen (1998).
    Source: the Sobol sequence with the numbers of Joe and Kuo (2008) and a digital shift, see the module.

    >>> draw_points(2, 4, seed=0).round(2).tolist()
    [[0.98, 0.48, 0.73, 0.23], [0.08, 0.58, 0.83, 0.33]]
    """
    rng = np.random.default_rng([seed, dimensions])
    even = min(dimensions, MAX_DIMENSIONS)
    shift = rng.integers(1 << BITS, size=(even, 1))
    points: NDArray[np.float64] = ((compute_sequence(even, n) ^ shift) + 0.5) / (1 << BITS)
    return np.concatenate([points, rng.random((dimensions - even, n))]) if dimensions > even else points


def compute_sequence(dimensions: int, n: int) -> NDArray[np.int64]:
    """Returns the first n points of the Sobol sequence as whole numbers of BITS binary digits, shape (dimensions, n).

    n: a power of 2; dimensions: at most MAX_DIMENSIONS.

    >>> (compute_sequence(2, 4) / 2**BITS).tolist()
    [[0.0, 0.5, 0.25, 0.75], [0.0, 0.5, 0.75, 0.25]]
    """
    numbers = _compute_directions(dimensions)
    points = np.zeros((dimensions, n), np.int64)
    done = 1
    for bit in range(n.bit_length() - 1):  # the second half is the first with one more number
        points[:, done : 2 * done] = points[:, :done] ^ numbers[:, bit : bit + 1]
        done *= 2
    return points


@lru_cache(maxsize=4)
def _compute_directions(dimensions: int) -> NDArray[np.int64]:
    """Returns the direction numbers, shape (dimensions, BITS): those of the file, continued by their recurrence."""
    text = (files("analysis.estimates") / "direction_numbers.txt").read_text(encoding="ascii")
    rows = [[int(word) for word in line.split()] for line in text.splitlines() if not line.startswith("#")]
    found = [[1] * BITS]
    for polynomial, *numbers in rows[: dimensions - 1]:
        degree = len(numbers)
        for at in range(degree, BITS):
            number = numbers[at - degree]
            for step in range(1, degree + 1):
                if polynomial >> (degree - step) & 1:
                    number ^= numbers[at - step] << step
            numbers.append(number)
        found.append(numbers)
    return np.array(found, np.int64) << np.arange(BITS - 1, -1, -1)
