"""Passages of stems, such as the name of a quantity or the statement of a claim, and which of them a text is like.

What a passage shares with a text is the sum of the rarities of the stems in both, over the root of the summed rarity of
its own: the usual weighting by inverse document frequency (Journal of Documentation 28, 1972, pages 11 to 21), with the
length of a passage counted as in BM25, not in full.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_FEWEST = 150  # passages among which a stem is rare or not: in a small case nearly every word would be frequent
_SMOOTHING = 25.0  # keeps a passage of two words from being the most similar whenever one of them is shared


class PassageIndex:
    """Passages of stems, and which of them has a stem.

    >>> index = PassageIndex([{"need", "rebuild"}, {"asset", "frozen"}])
    >>> [bool(shared) for shared in index.compare({"frozen": 1.0})]
    [False, True]
    """

    def __init__(self, passages: Sequence[Iterable[str]]) -> None:
        self._stems = [frozenset(stems) for stems in passages]
        positions: dict[str, list[int]] = {}
        for at, stems in enumerate(self._stems):
            for stem in sorted(stems):
                positions.setdefault(stem, []).append(at)
        self._positions = {stem: np.array(found) for stem, found in positions.items()}
        count = max(len(passages), _FEWEST)
        self._rarity = {stem: math.log(1 + count / len(found)) for stem, found in positions.items()}
        self._mass = np.full(len(passages), _SMOOTHING)
        for stem, found in self._positions.items():
            self._mass[found] += self._rarity[stem]

    def compare(self, weights: Mapping[str, float]) -> Floats:
        """Returns how much each passage shares with a text. weights: what each stem of the text weighs, up to 1."""
        shared = np.zeros(len(self._mass))
        for stem, weight in weights.items():
            if stem in self._positions:
                shared[self._positions[stem]] += weight * self._rarity[stem]
        return np.asarray(shared / np.sqrt(self._mass))

    def list_shared(self, at: int, weights: Mapping[str, float]) -> list[str]:
        """Returns the stems that a passage shares with a text, in the order of the text."""
        return [stem for stem in weights if stem in self._stems[at]]
