"""Text that comes from the case and says so: names of plans, dates, titles. Digits in it are traced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import total_ordering

_ARTICLE_NAMES = ("United ", "European Union")  # how names begin that English gives an article


@total_ordering
@dataclass(frozen=True)
class Label:
    """A piece of the case's own text, with the row it was read from (`plans/plan_28`)."""

    text: str
    ref: str
    case: object = field(default=None, compare=False, repr=False)  # the Case it was read from: charts take its style

    @property
    def id(self) -> str:
        """The id of the row it was read from: `plan_28`."""
        return self.ref.rpartition("/")[2]

    @property
    def closed(self) -> Label:
        """The same for the middle of a sentence, with the comma that ends an aside: `the plan, as published, keeps`."""
        return replace(self, text=f"{self.text},") if "," in self.text else self

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: object) -> bool:
        return self.text < str(other)


def add_article(name: Label) -> Label:
    """Returns a name as it stands in a sentence: the United States, but Ukraine."""
    return replace(name, text=f"the {name}") if name.text.startswith(_ARTICLE_NAMES) else name


def join_names(names: Iterable[object]) -> str:
    """Returns names as a sentence lists them: `A, B and C`."""
    *first, last = map(str, names)
    return f"{', '.join(first)} and {last}" if first else last
