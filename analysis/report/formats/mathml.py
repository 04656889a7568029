"""Mathematics in TeX as MathML: what a page shows, and what formulas in PDF and Word are written from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, TypeAlias

Element: TypeAlias = Any  # of lxml, which has no types

_MATRIX = re.compile(r"\\begin\{([bpvBV]?matrix)\}.*?\\end\{\1\}", re.S)
_LINES = re.compile(
    r"\\(begin|end)\{(?:align|aligned|alignat|alignedat|flalign|gather|gathered|multline|eqnarray)\*?\}"
    r"(?:\[[tcb]\])?(?:\{\d+\})?"
)
_MIDDLE = re.compile(r"&\s*([^&\\\s]{1,3}|\\[a-z]+)\s*&")  # of a line of eqnarray, which has two places to align at
_PARTS = {"mfrac": 2, "msup": 2, "msub": 2, "msubsup": 3, "mover": 2, "munder": 2, "munderover": 3, "mroot": 2}
_FLAT = ("mrow", "math", "mstyle", "mpadded")  # as good as their content
_BRACKETS = frozenset("()[]{}|‖⟨⟩⌈⌉⌊⌋")


@lru_cache(maxsize=4096)
def convert_tex(tex: str, display: bool) -> str | None:
    """Returns mathematics in TeX as MathML, None where it cannot be read. display: whether it has a line of its own.

    >>> convert_tex("x^2", False).partition(">")[2]
    '<mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math>'
    """
    from latex2mathml.converter import convert

    try:
        return str(convert(_adapt(tex), display="block" if display else "inline"))
    except Exception:  # it has no error of its own for what it cannot read
        return None


def _adapt(tex: str) -> str:
    """Returns TeX in words that the converter knows: it numbers `align`, which notebooks do not, and lacks its kin."""
    if "eqnarray" in tex:
        tex = _MIDDLE.sub(r"&\1 ", tex)
    tex = _LINES.sub(r"\\\1{split}", tex)
    return _MATRIX.sub(r"{\g<0>}", tex)  # a matrix is one thing, which may be raised to a power


def parse_tex(tex: str, display: bool) -> Element | None:
    """Returns mathematics in TeX as an element `math` without namespaces, None where it cannot be read.

    Every element in it has as many parts as its name asks for, and no word of it is a command that was not understood.

    >>> [part.tag for part in parse_tex("x^2", False).iter()]
    ['math', 'mrow', 'msup', 'mi', 'mn']
    """
    from lxml.etree import QName, XMLSyntaxError, fromstring

    try:
        root = fromstring(convert_tex(tex, display) or "")
    except XMLSyntaxError:
        return None
    for element in root.iter():
        element.tag = QName(element).localname
        if len(element) != _PARTS.get(element.tag, len(element)) or "\\" in (element.text or ""):
            return None
    return root


class UnknownPart(Exception):
    """A part of a formula that a format does not know."""


def write_parts(tex: str, display: bool, write_row: Callable[[list[Element]], str]) -> str:
    """Returns mathematics in TeX as a format writes it, '' where it cannot be read.

    write_row: writes the parts of a formula, which follow one another; it raises UnknownPart for one that it does not
    know.

    >>> write_parts("x+1", False, lambda parts: " ".join(part.text for part in parts))
    'x + 1'
    """
    tree = parse_tex(tex, display)
    try:
        return write_row(list_parts(tree)) if tree is not None else ""
    except (UnknownPart, RecursionError):
        return ""


def list_parts(element: Element) -> list[Element]:
    """Returns the parts of an element, with those of rows that only group them in their place.

    >>> [part.text for part in list_parts(parse_tex("{a}{{b}}", False))]
    ['a', 'b']
    """
    return _flatten(element)


def find_brackets(element: Element) -> tuple[str, str] | None:
    """Returns the brackets of a row that grow with what is between them, '' for one that is not there; None if it has
    none.

    >>> find_brackets(parse_tex(r"\\left(x\\right)", False)[0][0])
    ('(', ')')
    """
    parts = list(element)
    if len(parts) < 2 or element.tag != "mrow":
        return None
    first, last = (part if part.tag == "mo" and _is_bracket(part) else None for part in (parts[0], parts[-1]))
    grows = [part for part in (first, last) if part is not None]
    around = any(part.tag == "mtable" or part.get("linethickness") == "0" for part in parts)
    if not grows or not (around or all(part.get("fence") == "true" for part in grows)):
        return None
    return _read_bracket(first), _read_bracket(last)


def list_between(element: Element) -> list[Element]:
    """Returns the parts of a row that are between its brackets."""
    first, last = (part.tag == "mo" and _is_bracket(part) for part in (element[0], element[-1]))
    return _flatten(element[int(first) : len(element) - int(last)])


def _flatten(parts: Iterable[Element]) -> list[Element]:
    flat: list[Element] = []
    for part in parts:
        flat += _flatten(part) if part.tag in _FLAT and not find_brackets(part) else [part]
    return flat


def _is_bracket(part: Element) -> bool:
    return part.get("fence") == "true" or read_text(part) in _BRACKETS


def _read_bracket(part: Element | None) -> str:
    text = "" if part is None else read_text(part)
    return "" if text == "." else text


def read_text(element: Element) -> str:
    """Returns the words or the sign that an element is."""
    return (element.text or "").strip() if element.tag != "mtext" else (element.text or "")


def find_sign(element: Element) -> str:
    """Returns the one sign that an element consists of, such as the mark over a letter; '' if it is more than that."""
    while element.tag in _FLAT and len(element) == 1:
        element = element[0]
    return read_text(element) if element.tag == "mo" and len(element) == 0 and len(read_text(element)) == 1 else ""
