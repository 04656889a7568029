"""The text of one paragraph as it is put together from pieces: white space made even, footnote marks taken out.

A superscript is a footnote mark unless it belongs to what stands before it: the 2 of m², the 6 of 10⁶, the st of 21st.
"""

from __future__ import annotations

import re

from analysis.characters import replace_controls
from analysis.documents.document import Mark

_PLACEHOLDER = "\ufdd0"  # no character, so no text holds it once controls are replaced
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")  # soft hyphens, and spaces without width
_NO_BREAK = "\u00a0\u2007\u2009\u202f"  # what stands between the digits of one number
_SPACE = re.compile(rf"\s[\s{_PLACEHOLDER}]*")
_UNIT = re.compile(r"(?<![^\W\d_])(?:[munpµkcd]?m|km|ft|in|yd|mi|sec|s|км|см|мм|дм|м)\Z", re.I)
_TEN = re.compile(r"(?<![\d.,])10\Z")
_TIMES = re.compile(r"[×·x*⋅]\s*10\Z")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|re|e|[eè]me|o|os|as|te|ter|й|я|е|го|му)\.?", re.I)
_STROKES = ("/", "⁄")
_SIGN = re.compile(r"[\[(]?\s*(\d{1,3}|[a-z]|[*†‡§¶#]+|[ivx]{1,5})\s*[\])]?[,;]?", re.I)
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_RAISED = str.maketrans("0123456789+-−–n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻ⁿ")


def normalise_space(text: str) -> str:
    """Returns a text in one line: each run of white space is one space, and what cannot be seen is left out.

    A no-break space stays where it stands between two digits.

    >>> normalise_space("nearly  12\\u00a0000 \\n so\\u00adldiers\\u00a0left ")
    'nearly 12\\xa0000 soldiers left'
    """
    return _SPACE.sub(_choose_space, _INVISIBLE.sub("", replace_controls(text))).strip()


def _choose_space(found: re.Match[str]) -> str:
    run, text = found[0], found.string
    if run in _NO_BREAK and text[found.start() - 1 : found.start()].isdigit() and text[found.end() :][:1].isdigit():
        return run
    return _PLACEHOLDER * run.count(_PLACEHOLDER) + " "


def read_superscript(before: str, raised: str, *, linked: bool = False) -> str | None:
    """Returns how a superscript continues the text before it, or None where it is a footnote mark.

    linked: whether it leads elsewhere in its document, as marks do.

    >>> read_superscript("an area of 12 km", "2"), read_superscript("the 21", "st"), read_superscript("500", "1")
    ('²', 'st', None)
    """
    raised = raised.strip()
    if linked:
        return None if _SIGN.fullmatch(raised) or not raised.isalpha() else raised
    if re.fullmatch(r"[-−–]?[1-4]", raised) and _UNIT.search(before):
        return raised.translate(_RAISED)
    if re.fullmatch(r"[-−–+]?\d{1,2}|n", raised) and (_TIMES.search(before) or _TEN.search(before)):
        return raised.translate(_RAISED)
    if before[-1:].isdigit() and _ORDINAL.fullmatch(raised):
        return raised
    signs = [part for part in re.split(r"[\s,;]+|(?<=\])(?=\[)", raised) if part]
    return None if signs and all(map(_SIGN.fullmatch, signs)) else raised


class Runs:
    """Collects the pieces of one paragraph."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._signs: list[str] = []

    @property
    def tail(self) -> str:
        """The last characters that were added, without marks: what a superscript may belong to."""
        return "".join(self._pieces[-4:]).replace(_PLACEHOLDER, "")[-20:]

    def add(self, text: str) -> None:
        """Adds a piece of text."""
        self._pieces.append(replace_controls(text))

    def add_superscript(self, raised: str, *, linked: bool = False) -> None:
        """Adds what is raised: as text where it belongs to what stands before it, else as a footnote mark."""
        if not raised.strip():
            return
        text = read_superscript(self.tail, raised, linked=linked)
        if text is None:
            self.add_mark(raised)
        else:
            self.add(text)

    def add_power(self, raised: str) -> None:
        """Adds what is raised and no mark: in a formula, or above the stroke of a fraction."""
        self.add(raised.translate(_RAISED))

    def add_subscript(self, lowered: str) -> None:
        """Adds what is lowered: digits behind a digit or a fraction's stroke as lowered ones, else as it is: CO2."""
        self.add(lowered.translate(_LOWERED) if self.tail[-1:].isdigit() or self.tail[-1:] in _STROKES else lowered)

    def add_mark(self, sign: str) -> None:
        """Adds a footnote mark, which leaves the text."""
        self._pieces.append(_PLACEHOLDER)
        self._signs.append(sign.strip().strip("[]()"))

    def take(self) -> tuple[str, tuple[Mark, ...]]:
        """Returns the text and its marks, and begins the next paragraph."""
        joined = _INVISIBLE.sub("", "".join(self._pieces))
        parts = _SPACE.sub(_choose_space, joined).split(_PLACEHOLDER)
        text = "".join(parts)
        lead = len(text) - len(text.lstrip())
        marks, length = [], -lead
        for part, sign in zip(parts, self._signs, strict=False):
            length += len(part)
            marks.append(Mark(max(length, 0), sign))
        self._pieces.clear()
        self._signs.clear()
        return text.strip(), tuple(marks)
