"""Characters that no text is meant to hold (controls, halves of pairs, what hides text on a terminal), and directions.

Text copied from a PDF or taken from a broken file may hold them. A case's tables must not (`find_forbidden`). A report
takes each as a space (`replace_controls`), in every format alike, because XML cannot hold them and no reader can see
them. On a terminal, which would obey them, they are written out (`show_controls`).
"""

from __future__ import annotations

import re
from typing import Any

# C0 without tab, line feed and carriage return; DEL and C1; halves of surrogate pairs; and what Unicode keeps as no
# characters.
_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
FORBIDDEN = re.compile(rf"[{_CONTROLS}\r]")
"""What no text of a case may hold: a carriage return too, which ends a line for some readers and not for others."""
_CONTROL = re.compile(f"[{_CONTROLS}]")
# The same in UTF-8, and as JSON escapes them; also what only looks like one, such as a backslash before a b.
_IN_JSON = re.compile(rb"\\(?:[bfr]|u00[01])|\x7f|\xc2[\x80-\x9f]|\xef\xb7[\x90-\xaf]|\xef\xbf[\xbe\xbf]")
_LINE_END = re.compile(r"\r\n?")
# On a terminal also: carriage returns, which overwrite a line, other line ends, and what changes the order of letters.
_UNSEEN = re.compile(rf"[{_CONTROLS}\r\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")

_NAMES = {
    "\x00": "a NUL character",
    "\x07": "a bell character",
    "\x08": "a backspace character",
    "\x0b": "a vertical tab",
    "\x0c": "a form feed",
    "\r": "a carriage return",
    "\x1b": "an escape character",
}


def has_right_to_left(text: str) -> bool:
    """Whether a text has a letter that is read from right to left, as those of Arabic and Hebrew are."""
    return _FROM_RIGHT.search(text) is not None


def replace_controls(text: str) -> str:
    r"""Returns a text with a space for each control character, and line feeds for other ends of lines.

    >>> replace_controls("soft\x0bbreak\r\nnext")
    'soft break\nnext'
    """
    return _CONTROL.sub(" ", _LINE_END.sub("\n", text) if "\r" in text else text)


def replace_controls_within(value: Any) -> Any:
    r"""Returns JSON with `replace_controls` applied to every text in it; the keys of objects are names, and stay.

    JSON without any control character, as almost all is, is returned itself.

    >>> replace_controls_within({"name": ["page\x0cbreak", 7]})
    {'name': ['page break', 7]}
    """
    import orjson  # takes milliseconds to import

    try:
        if not _IN_JSON.search(orjson.dumps(value)):
            return value
    except TypeError:  # such as for half of a surrogate pair
        pass
    return _replace_controls_within(value)


def _replace_controls_within(value: Any) -> Any:
    if isinstance(value, str):
        return replace_controls(value)
    if isinstance(value, dict):
        return {name: _replace_controls_within(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_replace_controls_within(item) for item in value]
    return value


def show_controls(text: str) -> str:
    r"""Returns a text that a terminal only prints: controls and overrides of direction are written out.

    >>> print(show_controls("a\x1b[31mred, \u202ecba"))
    a\x1b[31mred, \u202ecba
    """
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def find_forbidden(text: str) -> str:
    """Returns in words the first character of a text that no format can print, '' if there is none.

    >>> find_forbidden("a\\x0cb"), find_forbidden("two\\nlines")
    ('a form feed (U+000C)', '')
    """
    found = FORBIDDEN.search(text)
    return describe_character(found[0]) if found else ""


def describe_character(character: str) -> str:
    """Returns a forbidden character in words: `a form feed (U+000C)`."""
    kind = "a control character" if character < "\xa0" else "a character that is none"
    return f"{_NAMES.get(character, kind)} (U+{ord(character):04X})"
