"""Which claims a result depends on most: by how far each alone moves it, or else by its share in it."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.contract import InputShare
from analysis.estimates.evaluate import compute_moved
from analysis.estimates.node import Node, find_shared

_STEP = 0.01  # of a claim's value, where no claim has an interval
_MOST = 3  # inputs that are named


def rank_inputs(whole: Node) -> tuple[InputShare, ...]:
    """Returns the three claims that a result depends on most, each with its share (0 to 1) of what all of them do.

    What a claim does is the width of the result's interval while that claim alone moves over its own, the other claims
    held at their values. Where no claim has an interval, or none moves the result, it is how far the result moves with
    a hundredth of the claim's value; of a sum, that is the claim's share in the sum. A result of a single claim, and
    one that nothing moves, has none.
    Source: one-at-a-time sensitivity, as `Estimate.swings` gives it.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> rank_inputs(case["reconstruction.need"] - case["assets.usable"])[0]
    InputShare(claim='usable_article', share=1.0)
    """
    return find_shared(whole, "inputs", lambda: _rank_inputs(whole))


def _rank_inputs(whole: Node) -> tuple[InputShare, ...]:
    if len(whole.leaves) < 2:
        return ()
    moving = {node.leaf.id for node in whole.nodes if node.leaf and not node.leaf.is_certain}
    uncertain = [leaf for leaf in whole.leaves if leaf.id in moving]  # the others' own ends move nothing
    done = _measure(compute_moved(whole, lambda leaf: (leaf.low, leaf.high), uncertain))
    if not any(done.values()):
        done = _measure(compute_moved(whole, lambda leaf: (leaf.value, (1 + _STEP) * leaf.value)))
    every = sum(done.values())
    ranked = sorted(filter(done.get, done), key=lambda id: -done[id])[:_MOST]
    return tuple(InputShare(id, float(f"{done[id] / every:.3g}")) for id in ranked)


def _measure(moved: Mapping[str, tuple[float, float]]) -> Mapping[str, float]:
    """Returns, by claim, how far apart the result is at two values of that claim; 0 where it is not finite."""
    found = {id: abs(high - low) for id, (low, high) in moved.items()}
    return {id: width if width < float("inf") else 0.0 for id, width in found.items()}
