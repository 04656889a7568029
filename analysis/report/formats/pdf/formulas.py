"""A formula as Typst: signs and words of TeX as escapes and string literals, within calls of Typst's mathematics."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.report.formats.mathml import (
    Element,
    UnknownPart,
    find_brackets,
    find_sign,
    list_between,
    list_parts,
    read_text,
    write_parts,
)
from analysis.report.formats.typst import quote_text

_ACCENTS = {"^": 0x302, "ˆ": 0x302, "~": 0x303, "˜": 0x303, "¯": 0x304, "˙": 0x307, "¨": 0x308, "→": 0x20D7, "ˇ": 0x30C,
            "˘": 0x306, "´": 0x301, "`": 0x300}  # fmt: skip
_LINES = {"¯": "overline", "―": "overline", "‾": "overline", "_": "underline", "⏞": "overbrace", "⏟": "underbrace"}
_VARIANTS = {
    "bold": "std.math.bold({})",
    "italic": "std.math.italic({})",
    "normal": "std.math.upright({})",
    "bold-italic": "std.math.bold(std.math.italic({}))",
}
_NOTHING = '""'
_WIDTH = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)em")
_CALL = re.compile(r'#formula\(("(?:[^"\\]|\\.)*"), \$[^$]*\$\);')


def write_formula(tex: str, display: bool) -> str:
    """Returns mathematics in TeX as Typst, with the TeX as its alternative text; as typed where it cannot be read.

    >>> print(write_formula("x+1", False))
    #formula("x+1", $x \\u{2b}"1"$);
    """
    body = write_parts(tex, display, _write_row)
    space = " " if display else ""  # on a line of its own
    call = f"#formula({quote_text(tex)}, ${space}{body}{space}$);"
    return call if body.strip() else write_as_typed(call)


def write_as_typed(source: str) -> str:
    """Returns Typst in which every formula is printed in TeX.

    >>> print(write_as_typed(write_formula("x", False)))
    #typewriter("x");
    """
    return _CALL.sub(r"#typewriter(\1);", source)


def _write_row(parts: Iterable[Element]) -> str:
    return "".join(map(_write, parts))


def _write_group(element: Element) -> str:
    """Returns one argument of a call."""
    return _write(element).strip() or _NOTHING


def _write(element: Element) -> str:
    tag, parts = element.tag, list(element)
    if brackets := find_brackets(element):
        opening, closing = map(_write_signs, brackets)
        return f"std.math.lr({opening}{_write_row(list_between(element))}{closing}) "
    match tag:
        case "mrow" | "math" | "mstyle" | "mpadded":
            return _write_row(list_parts(element))
        case "mi" | "mn" | "mo" | "mtext" if not parts:
            return _write_leaf(element)
        case "mi" | "mo":
            return _write_row(parts)
        case "mfrac":
            above, below = map(_write_group, parts)
            return (
                f"std.math.mat(delim: #none, {above}; {below}) "
                if element.get("linethickness") == "0"
                else (f"std.math.frac({above}, {below}) ")
            )
        case "msup" | "msub" | "msubsup":
            return _attach(_write_group(parts[0]), *_split_scripts(tag, parts))
        case "munder" | "mover" | "munderover":
            return _write_over(tag, parts)
        case "msqrt":
            return f"std.math.sqrt({_write_row(list_parts(element)).strip() or _NOTHING}) "
        case "mroot":
            return f"std.math.root({_write_group(parts[1])}, {_write_group(parts[0])}) "
        case "mtable":
            return _write_table(element)
        case "mspace":
            return _write_space(element)
    raise UnknownPart(tag)


def _write_leaf(element: Element) -> str:
    text, tag = read_text(element), element.tag
    if not text:
        return ""
    if tag in ("mn", "mtext"):
        written = _quote(text)
    elif len(text) == 1:
        written = _write_signs(text)
    else:
        below = ", limits: #true" if tag == "mo" else ""  # lim, max: what they are taken over is below them
        written = f"std.math.op({_quote(text)}{below}) " if below or text.islower() else _quote(text)
    look = _VARIANTS.get(element.get("mathvariant", ""))
    return look.format(written.strip()) + " " if look else written


def _write_signs(text: str) -> str:
    """Returns signs one by one: a letter is a variable, and no sign is read as code."""
    return "".join(map(_write_sign, text))


def _write_sign(sign: str) -> str:
    if sign.isascii() and sign.isalpha():
        return f"{sign} "
    escaped = f"\\u{{{ord(sign):x}}}"
    return (
        f'std.math.class("normal", {escaped})' if sign in "|‖" else escaped
    )  # it may open or close, and is no relation


def _quote(text: str) -> str:
    return quote_text(text).replace("$", r"\u{24}")  # a formula ends at a dollar sign, for `write_as_typed`


def _split_scripts(tag: str, parts: list[Element]) -> tuple[str, str]:
    """Returns what is below and what is above the first part, '' for nothing."""
    written = [_write_group(part) for part in parts[1:]]
    if len(written) == 2:
        return written[0], written[1]
    return ("", written[0]) if tag in ("msup", "mover") else (written[0], "")


def _attach(base: str, below: str, above: str) -> str:
    return f"std.math.attach({base}{below and f', b: {below}'}{above and f', t: {above}'}) "


def _write_over(tag: str, parts: list[Element]) -> str:
    base, sign = _write_group(parts[0]), find_sign(parts[1]) if len(parts) == 2 else ""
    wide = len(list_parts(parts[0])) > 1
    if sign in _LINES and (wide or sign not in _ACCENTS):
        return f"std.math.{_LINES[sign]}({base}) "
    if tag == "mover" and sign in _ACCENTS:
        return f"std.math.accent({base}, \\u{{{_ACCENTS[sign]:x}}}) "
    return _attach(f"std.math.limits({base})", *_split_scripts(tag, parts))


def _write_table(element: Element) -> str:
    rows = [[(cell, _write_row(list_parts(cell)).strip()) for cell in row] for row in element]
    if element.get("displaystyle") == "true":  # equations, one below the other
        return " \\ ".join(" & ".join(text for _, text in row) for row in rows) + " "
    at_left = all(cell.get("columnalign") == "left" for row in rows for cell, _ in row)
    written = "; ".join(", ".join(text or _NOTHING for _, text in row) for row in rows)
    return f"std.math.mat(delim: #none, {'align: #left, ' if at_left else ''}{written}) "


def _write_space(element: Element) -> str:
    if element.get("linebreak") == "newline":
        return " \\ "
    width = element.get("width", "")
    return f"#h({width});" if _WIDTH.fullmatch(width) else ""
