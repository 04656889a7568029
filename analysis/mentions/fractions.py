"""Shares in words: two-thirds, a quarter of, half of, ein Viertel, треть; and halves of a scale: half a million."""

from __future__ import annotations

from analysis.mentions.text import HYPHENS, Numeral, Text
from analysis.mentions.words import read_cardinal


def read_fraction(text: Text, at: int) -> Numeral | None:
    """Returns a share in words: two-thirds, a quarter of, half of, ein Viertel, треть."""
    if found := _read_half(text, at):
        return found
    count: float
    numerator = read_cardinal(text, at)
    article = text.find("one", at) or text.find("article", at)
    if numerator:
        count, after = numerator
    elif article:
        count, after = 1.0, article[1]
    elif alone := text.find("fraction_alone", at):
        before = text.find("ordinal", at - 1)
        return None if before else Numeral(1 / float(alone[0]), 1.0, at, alone[1], in_words=True, fraction=True)
    elif at in text.hedges and text.about.get("long_nouns"):
        count, after = 1.0, at  # "ein gutes Drittel"
    else:
        return None
    if text.get_low(after) in ("-", "‑") and text.is_glued(after):
        after += 1
    below = text.find("fraction", after)
    if not below or count >= float(below[0]) or (numerator and count != int(count)):
        return None
    if article and not text.find("one", at) and not _is_share(text, below[1], at):
        return None
    ordinal = text.find("ordinal", after)
    if text.find("one", at) and ordinal and ordinal[1] >= below[1] and not _is_share(text, below[1], at, hyphen=after):
        return None
    end = below[1]
    if scale := _find_halved_scale(text, end):
        return Numeral(count / float(below[0]), scale[0], at, scale[1], in_words=True)
    return Numeral(count / float(below[0]), 1.0, at, end, in_words=True, fraction=True)


def _is_share(text: Text, at: int, first: int, hyphen: int = 0) -> bool:
    """Whether what follows or goes before an ordinal in an article says that it is a share: of, or a hedge before."""
    return (
        at >= len(text.tokens)
        or bool(text.find("of", at))
        or text.tokens[at].kind == "sign"
        or first in text.hedges
        or bool(text.find("by", first - 1))
        or text.get_low(hyphen - 1) == "-"
        or bool(text.find("stop", at))
        or bool(text.about.get("long_nouns"))
    )


def _find_halved_scale(text: Text, at: int) -> tuple[float, int] | None:
    """Returns the scale that a half is of, "a million" or "-million", and the position after it."""
    for skip in (("of", "article"), ("article",), ("of",), ()):
        after = at
        for kind in skip:
            found = text.find(kind, after)
            after = found[1] if found else after
        if text.get_low(after) == "-" and text.is_glued(after):
            after += 1
        if (scale := text.find("scale", after)) and len(text.get_low(after)) > 1:
            return float(scale[0]), scale[1]
    return None


def _read_half(text: Text, at: int) -> Numeral | None:
    """Returns a half that is said without a numeral: half of, half the, la moitié; or of a scale or a unit."""
    half, adjective = text.find("half", at), text.find("half_adjective", at)
    if not (found := half or adjective) or text.find("ordinal", at - 1) or text.get_low(at - 1) in HYPHENS:
        return None
    end = found[1]
    if scale := _find_halved_scale(text, end):
        return Numeral(0.5, scale[0], at, scale[1], in_words=True)
    article = text.find("indefinite", end)
    if dozen := text.find("loose", article[1] if article else end):
        return Numeral(float(dozen[0]) / 2, 1.0, at, dozen[1], in_words=True, loose=True)
    if adjective:
        unit = text.find("unit", end + (text.get_low(end) in HYPHENS))
        return Numeral(0.5, 1.0, at, end, in_words=True, fraction=True) if unit else None
    if text.get_low(end) in HYPHENS:
        return None
    is_noun = "possessive" not in text.lexicon.words  # a word of its own, as Hälfte or половина
    is_share = (
        any(text.find(kind, end) for kind in ("of", "article", "possessive"))
        or at in text.hedges
        or bool(text.find("by", at - 1))
        or is_noun
    )
    return Numeral(0.5, 1.0, at, end, in_words=True, fraction=True) if is_share else None
