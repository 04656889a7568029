"""What a text says of a number's exactness: the words before it and behind it, in the qualifiers of a claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from analysis.contract import ClaimQualifier
from analysis.mentions.lexicon import Meanings
from analysis.mentions.text import Doubt, Text
from analysis.mentions.tokens import Token

_REACH = {"change": 9, "next": 1}  # tokens before a hedge that are looked at
_MARKS = frozenset(".;:!?()")


def find_hedges(tokens: Sequence[Token], meanings: Sequence[Meanings]) -> Mapping[int, tuple[int, str]]:
    """Returns each hedge by the position after it, the longest that ends there: its first token and its qualifier.

    >>> from analysis.mentions.lexicon import load_lexicon
    >>> from analysis.mentions.tokens import split_tokens
    >>> tokens = split_tokens("No more than 60,000")
    >>> find_hedges(tokens, [load_lexicon("en").match(tokens, at) for at in range(len(tokens))])
    {3: (0, 'at_most')}
    """
    found: dict[int, tuple[int, str]] = {}
    for at, meaning in enumerate(meanings):
        if "before" in meaning:
            qualifier, end = meaning["before"]
            if end not in found:  # an earlier beginning is a longer hedge
                found[end] = (at, qualifier)
    return found


def read_hedge_before(
    text: Text, at: int, *, time: bool, counted: bool = False
) -> tuple[ClaimQualifier, int, list[Doubt]]:
    """Returns the qualifier of the words that end right before a position, the first of them, and what is in doubt.

    time: whether the number is a length of time, before which "over" may say "in the course of". counted: whether a
    noun is counted, before which "within" says where and not how many.
    """
    hedge = text.hedges.get(at)
    if hedge is None and (article := text.find("article", at)):  # "más de la mitad", a hedge with its article
        hedge = longer if (longer := text.hedges.get(article[1])) and longer[0] < at else None
    if hedge is None:  # "nearly a third", "mindestens aber 20"
        for before in range(max(0, at - 3), at):
            share = (unit := text.find("unit", at + 1)) and unit[0] == "percent"  # "cerca de un 6 %"
            if text.find("indefinite", before) or (text.find("one", before) and not share):
                continue  # "under a 10-year deal"
            if any((skipped := text.find(kind, before)) and skipped[1] == at for kind in ("filler", "article")):
                hedge = text.hedges.get(before)
                break
    if hedge is None:
        return "exact", at, []
    first, qualifier = hedge
    words = " ".join(token.low for token in text.tokens[first:at])
    if _is_unhedged(text, first, words) or (counted and text.find("of_measure", first)):
        return "exact", at, []
    if time and text.find("during", first) and not text.find("unduring", first - 1):
        return "exact", at, [("C", f"“{words}” may say during or more than")]
    if first and (joined := text.hedges.get(first)) and joined[1] != qualifier and joined[1] in ("at_least", "at_most"):
        return cast(ClaimQualifier, joined[1]), joined[0], [("B", "two words on exactness")]
    return cast(ClaimQualifier, qualifier), first, []


def _is_unhedged(text: Text, first: int, words: str) -> bool:
    """Whether a word before makes no hedge of one: "organised around four pillars", "вырос до 63"."""
    reach = _REACH["change"] if text.find("to", first) else _REACH["next"]
    if text.about.get("late_verbs") and not text.find("stop", first - 1):
        reach = _REACH["change"]  # "verhandelten die Staaten über 26 Kapitel", not "sprach vor über 500 Gästen"
    for at in range(first - 1, max(-1, first - 1 - reach), -1):
        if text.tokens[at].text in _MARKS:
            return False
        found = text.find("unhedge", at)
        if found and (words == found[0] or words.startswith(f"{found[0]} ")):
            return True
    return False


def read_hedge_after(text: Text, at: int) -> tuple[ClaimQualifier, int] | None:
    """Returns the qualifier of the words that begin at a position behind a number, and the position after them."""
    if at < len(text.tokens) and text.get_low(at - 1) == "." and text.tokens[at].text[0].isupper():
        return None  # of the next sentence
    found = text.find("after", at)
    if found and any(
        (other := text.find("before", next_at)) and other[1] > found[1] for next_at in range(at + 1, found[1])
    ):
        return None  # "35 dead and more than 100 wounded"
    if found is None or (found[0] in ("at_least", "at_most") and _belongs_to_next(text, found[1])):
        return None
    return cast(ClaimQualifier, found[0]), found[1]


def _belongs_to_next(text: Text, at: int) -> bool:
    """Whether a number follows, of which a word such as "at least" then speaks."""
    if at >= len(text.tokens):
        return False
    meaning = text.meanings[at]
    return text.tokens[at].kind == "number" or any(
        kind in meaning for kind in ("cardinal", "hundred", "one", "before_money", "half")
    )
