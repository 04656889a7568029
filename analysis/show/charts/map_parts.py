"""The part of a region that is held, as an area: as large as its share, on the side away from the land not held.

Data give how much of a region is held, not where. The area is cut off by a straight line, so its size is to scale and
its edge is no line of contact. Clipping: Sutherland and Hodgman, Reentrant Polygon Clipping, Communications of the ACM
17 (1974).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Ring: TypeAlias = "NDArray[np.float64]"  # points, (n, 2)
Rings: TypeAlias = "list[Ring]"
_STEPS = 40  # halvings of the distance in which the line is looked for


def compute_edge_areas(ring: Ring) -> Ring:
    """Returns twice the area between the origin and each edge of a ring, signed by direction: shape (n,)."""
    onward = np.roll(ring, -1, axis=0)
    areas: Ring = ring[:, 0] * onward[:, 1] - onward[:, 0] * ring[:, 1]
    return areas


def measure_area(rings: Rings) -> float:
    """Returns the area of some rings, in the square of the unit of their points.

    >>> measure_area([np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 3.0], [0.0, 3.0]])])
    6.0
    """
    return sum(abs(float(compute_edge_areas(ring).sum())) / 2 for ring in rings)


def find_centre(ring: Ring) -> Ring:
    """Returns the centre of gravity of a ring's area, or the mean of its points if the area is zero: shape (2,)."""
    areas = compute_edge_areas(ring)
    size = areas.sum()
    centre: Ring = (
        ((ring + np.roll(ring, -1, axis=0)) * areas[:, None]).sum(axis=0) / (3 * size) if size else ring.mean(axis=0)
    )
    return centre


def find_largest(rings: Rings) -> Ring:
    """Returns the ring with the largest area."""
    return max(rings, key=lambda ring: measure_area([ring]))


def clip(rings: Rings, direction: Ring, least: float) -> Rings:
    """Returns what of some rings lies at least so far in a direction.

    >>> square = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])
    >>> measure_area(clip([square], np.array([1.0, 0.0]), 1.5))
    1.0
    """
    found: Rings = []
    for ring in rings:
        there = ring @ direction - least
        here, before = np.roll(there, 1), np.roll(ring, 1, axis=0)
        crosses = (here < 0) != (there < 0)
        way = np.divide(here, here - there, out=np.zeros_like(here), where=crosses)
        both = np.stack([before + (ring - before) * way[:, None], ring], axis=1)  # where it crosses, then the corner
        points = both[np.stack([crosses, there >= 0], axis=1)]
        if len(points) > 2:
            found.append(points)
    return found


def cut_share(rings: Rings, share: float, direction: Ring) -> Rings:
    """Returns the part of some rings that is such a share of their area, cut off by a straight line in a direction.

    >>> square = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])
    >>> round(measure_area(cut_share([square], 0.25, np.array([0.6, 0.8]))), 6)
    1.0
    """
    if share >= 1:
        return rings
    if share <= 0:
        return []
    reach = np.concatenate(rings) @ direction
    low, high, wanted = float(reach.min()), float(reach.max()), share * measure_area(rings)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if measure_area(clip(rings, direction, middle)) > wanted else (low, middle)
    return clip(rings, direction, (low + high) / 2)


def find_directions(outlines: Mapping[str, Rings], shares: Mapping[str, float]) -> dict[str, Ring]:
    """Returns region -> the direction, of length 1, in which it faces away from the land that is not held.

    That is from the middle of all land not held, of every region on the map, to the region's own.
    shares: region -> share held, from 0 to 1; of other regions nothing is. Where both middles are one, it is downward.

    >>> def square(x):
    ...     return [np.array([[x, 0.0], [x + 1, 0.0], [x + 1, 1.0], [x, 1.0]])]
    >>> find_directions({"left": square(0), "right": square(4)}, {"right": 0.2})["right"].tolist()
    [1.0, 0.0]
    """
    middles = {region: find_centre(find_largest(rings)) for region, rings in outlines.items()}
    free = {region: (1 - shares.get(region, 0.0)) * measure_area(rings) for region, rings in outlines.items()}
    total = sum(free.values())
    heart = sum((middles[region] * size for region, size in free.items()), np.zeros(2)) / (total or 1)
    found = {}
    for region in shares:
        away = middles[region] - heart
        length = float(np.hypot(*away))
        found[region] = away / length if length else np.array([0.0, 1.0])
    return found


def thin_out(ring: Ring, least: float) -> Ring:
    """Returns a ring without the points that are nearer than this to the last one kept.

    >>> thin_out(np.array([[0.0, 0.0], [0.1, 0.0], [1.0, 0.0], [1.0, 1.0]]), 0.5).tolist()
    [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]
    """
    kept = [ring[0]]
    for point in ring[1:]:
        if float(np.abs(point - kept[-1]).max()) >= least:
            kept.append(point)
    return np.array(kept) if len(kept) > 2 else ring
