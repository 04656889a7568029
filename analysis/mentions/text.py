"""What the grammar works on: a text as tokens, with what each of them may mean, and a number read from some of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis.mentions.lexicon import Lexicon, Meanings
from analysis.mentions.tokens import Token

DASHES = ("-", "–", "—", "−", "‑", "‐")
HYPHENS = ("-", "‑", "‐")
Doubt = tuple[str, str]  # a grade, B or C, and its reason


@dataclass
class Numeral:
    """A number read from tokens: its value before the scale, the scale, and the positions of its tokens."""

    value: float
    scale: float
    first: int
    last: int  # the position after its last token
    doubts: list[Doubt] = field(default_factory=list)
    in_words: bool = False
    fraction: bool = False
    loose: bool = False  # a round number by its nature: a dozen
    weak: bool = False  # a word that is often no number: one


@dataclass(frozen=True)
class Text:
    """The tokens of a text, what the phrases that begin at each of them mean, and how it writes decimals."""

    text: str
    tokens: Sequence[Token]
    meanings: Sequence[Meanings]
    lexicon: Lexicon
    language: str
    about: Mapping[str, str | bool]
    decimal: str
    hedges: Mapping[int, tuple[int, str]]  # position after a hedge -> its first token, and the qualifier

    def find(self, kind: str, at: int) -> tuple[str, int] | None:
        """Returns what the phrase of a kind at a position means and where it ends, or None."""
        return self.meanings[at].get(kind) if 0 <= at < len(self.tokens) else None

    def get_low(self, at: int) -> str:
        """Returns the token at a position as it is looked up; '' outside of the text."""
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def is_glued(self, at: int) -> bool:
        """Whether the token at a position follows the one before without white space."""
        return 0 < at < len(self.tokens) and self.tokens[at].glued

    def starts_hyphen(self, at: int) -> bool:
        """Whether a hyphen at a position joins what stands before it and behind it."""
        return self.get_low(at) in HYPHENS and self.is_glued(at) and self.is_glued(at + 1)

    def has_measure(self, at: int) -> bool:
        """Whether a unit, money, a scale or people begin at a position: what a number before it counts."""
        return any(self.find(kind, at) for kind in ("unit", "money", "scale", "people"))

    def find_before(self, kind: str, at: int, reach: int = 3) -> tuple[str, int] | None:
        """Returns what a phrase of a kind means that ends right before a position, and where it begins, or None.

        reach: how many tokens it has at most.
        """
        for first in range(max(0, at - reach), at):
            found = self.find(kind, first)
            if found and found[1] == at:
                return found[0], first
        return None
