"""Text that comes from a case: names of plans, titles, dates. It knows its row, so that digits in it are traced."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import total_ordering

# Names that take "the" in a sentence: what begins with "United", and what ends with a kind of body, state or bank.
_ARTICLE_NAME = re.compile(
    r"United .*|.* (?:Union|Nations|States|Kingdom|Republic|Federation|Emirates)"
    r"|(?:.* )?(?:World|Central|Development|Investment) Bank"
)


@total_ordering
@dataclass(frozen=True)
class Label:
    """A text of the case, with the row it was read from (`plans/first`).

    >>> from analysis import load_case
    >>> plan = load_case().label("plan_28")
    >>> print(plan.ref)
    plans/plan_28
    """

    text: str
    ref: str
    case: object = field(default=None, compare=False, repr=False)  # the Case it was read from: charts take its style

    @property
    def id(self) -> str:
        """The id of the row it was read from: `first` of `plans/first`."""
        return self.ref.rpartition("/")[2]

    @property
    def closed(self) -> Label:
        """The same for the middle of a sentence; a text with a comma gets one at its end.

        >>> print(Label("the plan, as published", "plans/plan_28").closed, "keeps")
        the plan, as published, keeps
        """
        return replace(self, text=f"{self.text},") if "," in self.text else self

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: object) -> bool:
        return self.text < str(other)


def add_article(name: Label) -> Label:
    """Returns a name as it is written in a sentence, with "the" if it takes one.

    >>> print(add_article(Label("United States", "parties/us")), add_article(Label("Ukraine", "parties/ukraine")))
    the United States Ukraine
    >>> print(add_article(Label("African Union", "parties/au")), add_article(Label("Union of Comoros", "parties/km")))
    the African Union Union of Comoros
    >>> print(add_article(Label("World Bank", "sources/wb")), add_article(Label("Deutsche Bank", "sources/db")))
    the World Bank Deutsche Bank
    """
    return replace(name, text=f"the {name}") if _ARTICLE_NAME.fullmatch(name.text) else name


def join_names(names: Iterable[object]) -> str:
    """Returns one or more names as a sentence lists them.

    >>> join_names(["A", "B", "C"])
    'A, B and C'
    """
    *first, last = map(str, names)
    return f"{', '.join(first)} and {last}" if first else last
