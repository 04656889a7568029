"""Text that comes from the case and says so: names of plans, dates, titles. Digits in it are traced."""

from __future__ import annotations

from dataclasses import dataclass
from functools import total_ordering


@total_ordering
@dataclass(frozen=True)
class Label:
    """A piece of the case's own text, with the row it was read from (`plans/plan_28`)."""

    text: str
    ref: str

    @property
    def id(self) -> str:
        """The id of the row it was read from: `plan_28`."""
        return self.ref.rpartition("/")[2]

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: object) -> bool:
        return self.text < str(other)
