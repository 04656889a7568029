"""What a reader has set and asked: the case that follows from it, and the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.case.case import Case
from analysis.case.selection import Basis
from analysis.explore.questions import Comparison
from analysis.messages import gettext


@dataclass(frozen=True)
class Settings:
    """What is set and asked of a case.

    given: the case as it is named in a cell. asked: a comparison of the library, or a function of the reader's own.
    arguments: what a comparison is given beside the case. override: key of a number -> what it is set to.
    """

    case: Case
    given: str
    asked: Comparison | Callable[[Case], Any]
    arguments: Mapping[str, str] = field(default_factory=dict)
    basis: Basis = "article"
    override: Mapping[str, float] = field(default_factory=dict)

    @property
    def function(self) -> Callable[..., Any]:
        """The function that is called."""
        return self.asked.function if isinstance(self.asked, Comparison) else self.asked

    @property
    def title(self) -> str:
        """What is asked, in words: of a reader's function the first line of its docstring, else its name."""
        if isinstance(self.asked, Comparison):
            return self.asked.words
        name = getattr(self.asked, "__name__", "<lambda>")
        first = (self.asked.__doc__ or "").strip().partition("\n")[0].rstrip(".")
        return first or (
            gettext("Your own function") if name == "<lambda>" else name.replace("_", " ").strip().capitalize()
        )

    def load(self, *, as_claimed: bool = False) -> Case:
        """Returns the case as it is set. as_claimed: without what the reader has set.

        Raises UsageError for a number that a quantity cannot have.
        """
        override = {} if as_claimed else dict(self.override)
        return self.case.with_settings(self.basis, override)

    def answer(self, case: Case) -> Any:
        """Returns what the comparison or the function answers for a case."""
        return self.function(case, **self.arguments)
