r"""What a terminal shows of a text: each line as it was last written, and the colours of its words.

Colours are taken as what they are for: the eight of ECMA-48 (8.3.117), their bright forms, and those of the 256 or of
red, green and blue, each become the nearest of seven that can be read on light and on dark paper.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from analysis.characters import replace_controls
from analysis.report.document.draft.numbers import NUMBER
from analysis.report.document.model import BEHIND, Look

# What a terminal obeys (ECMA-48): colours and the like, titles of windows, and single shifts
_ESCAPES = re.compile(r"\x1b\[([0-?]*)[ -/]*([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_]")
_ERASED = re.compile(r"[^\n]\x08")
_TAB = 8  # columns
_BASIC = ("grey", "red", "green", "yellow", "blue", "magenta", "cyan", "")  # 30 to 37; white is the ink of the page
_HUES = ("red", "yellow", "green", "cyan", "blue", "magenta")  # at 0, 60, ... degrees
_STEPS = (0, 95, 135, 175, 215, 255)  # of red, green and blue among the 256 colours, as xterm has them
_FAINT = 0.2  # of saturation, below which a colour is a grey
_GREYS = (0.25, 0.75)  # of lightness, between which a grey is seen on light and on dark paper
_LONGEST = 9  # digits of a number of a control sequence that are read: none has more than three
_STYLES = {1: "bold", 3: "italic"}
_ENDED = {22: "bold", 23: "italic"}

_Looks = frozenset[str]
_PLAIN: _Looks = frozenset()


def clean_text(text: str) -> str:
    r"""Returns what a terminal shows of a text, without its colours.

    >>> clean_text("\x1b[31m10%\x1b[0m\r100%\n")
    '100%\n'
    """
    text = _ESCAPES.sub("", text)
    while "\x08" in text and (shorter := _ERASED.sub("", text)) != text:
        text = shorter
    if "\r" in text:
        text = "\n".join(_overwrite(line) for line in text.replace("\r\n", "\n").split("\n"))
    return replace_controls(text)


def _overwrite(line: str) -> str:
    """Returns a line after what follows each carriage return has been written over its beginning."""
    shown = ""
    for part in line.split("\r"):
        shown = part + shown[len(part) :]
    return shown


def read_terminal(text: str) -> tuple[str, tuple[Look, ...]]:
    r"""Returns what a terminal shows of a text, and where it has colours; empty lines around it are left out.

    >>> read_terminal("\x1b[31mKeyError\x1b[0m: 'rye'\n")
    ("KeyError: 'rye'", (Look(start=0, end=8, names=('red',)),))
    """
    if "\x1b[" not in text:
        return clean_text(text).expandtabs(_TAB).strip("\n").rstrip(), ()
    pieces: Sequence[tuple[str, _Looks]] = [*_split_looks(text)]
    if any(sign in text for sign in "\r\x08\t"):
        pieces = [*_type(pieces)]
    whole = replace_controls("".join(piece for piece, _ in pieces))
    looks = [look for piece, look in pieces for _ in piece]
    for number in NUMBER.finditer(whole):  # which is marked as one
        looks[number.start() : number.end()] = [looks[number.start()]] * len(number[0])
    shown = whole.strip("\n").rstrip()
    start = len(whole) - len(whole.lstrip("\n"))
    return shown, tuple(_locate_looks(looks[start : start + len(shown)]))


def _split_looks(text: str) -> Iterator[tuple[str, _Looks]]:
    """Yields a text in pieces of one look, without what a terminal obeys; lines end with a line feed."""
    looks, done = _PLAIN, 0
    text = text.replace("\r\n", "\n")
    for found in _ESCAPES.finditer(text):
        if found.start() > done:
            yield text[done : found.start()], looks
        done = found.end()
        if found[2] == "m":
            looks = _change_looks(looks, found[1])
    if done < len(text):
        yield text[done:], looks


def _type(pieces: Sequence[tuple[str, _Looks]]) -> Iterator[tuple[str, _Looks]]:
    """Yields the letters of pieces as a terminal writes them: over those before, or up to the next stop of a tab."""
    line: list[tuple[str, _Looks]] = []
    at = 0
    for piece, looks in pieces:
        for letter in piece:
            if letter == "\n":
                yield from line
                yield "\n", _PLAIN
                line, at = [], 0
            elif letter == "\r":
                at = 0
            elif letter == "\x08":
                at = max(0, at - 1)
                del line[at : at + 1]
            else:
                typed = [(letter, looks)] if letter != "\t" else [(" ", looks)] * (_TAB - at % _TAB)
                line[at : at + len(typed)] = typed
                at += len(typed)
    yield from line


def _locate_looks(looks: Iterable[_Looks]) -> Iterator[Look]:
    """Yields where letters have a look. looks: of each letter."""
    at = 0
    for look, letters in groupby(looks):
        end = at + sum(1 for _ in letters)
        if look:
            yield Look(at, end, tuple(sorted(look)))
        at = end


@lru_cache(maxsize=1024)
def _change_looks(looks: _Looks, codes: str) -> _Looks:
    """Returns the look after a control sequence "select graphic rendition". codes: its numbers, as `1;31`."""
    numbers = [int(code[:_LONGEST]) if code.isdigit() else 0 for code in re.split("[;:]", codes)]
    while numbers:
        code = numbers.pop(0)
        if code == 0:
            looks = _PLAIN
        elif code in _STYLES:
            looks |= {_STYLES[code]}
        elif code in _ENDED:
            looks -= {_ENDED[code]}
        elif code in (38, 48):
            looks = _paint(looks, _take_colour(numbers), behind=code == 48)
        elif 30 <= code <= 49:
            looks = _paint(looks, _BASIC[code % 10] if code % 10 < 8 else "", behind=code >= 40)
        elif 90 <= code <= 97 or 100 <= code <= 107:
            looks = _paint(looks, _BASIC[code % 10], behind=code >= 100)
    return looks


def _paint(looks: _Looks, colour: str, behind: bool) -> _Looks:
    """Returns a look with another colour of the words, or behind them; '' is that of the page."""
    kept = {name for name in looks if name in _STYLES.values() or name.startswith(BEHIND) != behind}
    return frozenset(kept | ({f"{BEHIND}{colour}" if behind else colour} if colour else set()))


def _take_colour(numbers: list[int]) -> str:
    """Takes the numbers of a colour from the front of a list, and returns its name: `5;N` or `2;RED;GREEN;BLUE`."""
    kind = numbers.pop(0) if numbers else 0
    taken = numbers[: {5: 1, 2: 3}.get(kind, 0)]
    del numbers[: len(taken)]
    if kind == 2 and len(taken) == 3:
        return _name_colour(*taken)
    if kind != 5 or not taken:
        return ""
    number = taken[0]
    if number < 16:
        return _BASIC[number % 8]
    if number >= 232:
        return _name_colour(*[8 + 10 * (number - 232)] * 3)
    number -= 16
    return _name_colour(*(_STEPS[number // place % 6] for place in (36, 6, 1)))


def _name_colour(red: int, green: int, blue: int) -> str:
    """Returns the name of the nearest of our colours, '' for black and white. red, green, blue: 0 to 255.

    >>> _name_colour(255, 175, 175), _name_colour(0, 0, 95), _name_colour(250, 250, 250)
    ('red', 'blue', '')
    """
    hue, lightness, _ = colorsys.rgb_to_hls(*(min(255, part) / 255 for part in (red, green, blue)))
    strongest = max(red, green, blue)
    if not strongest or (strongest - min(red, green, blue)) / strongest < _FAINT:
        return "grey" if _GREYS[0] <= lightness <= _GREYS[1] else ""
    return _HUES[round(hue * 6) % 6]
