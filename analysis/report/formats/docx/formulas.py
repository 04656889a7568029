"""A formula as Word's own mathematics (Office Math Markup Language, ECMA-376 part 1, section 22.1)."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

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

NAMESPACE = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
_BARS = {"¯": "top", "―": "top", "‾": "top", "_": "bot"}
_BRACES = {"⏞": "top", "⏟": "bot"}
_ACCENTS = {"^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "¯": "\u0305", "˙": "\u0307", "¨": "\u0308",
            "→": "\u20d7", "ˇ": "\u030c", "˘": "\u0306", "´": "\u0301", "`": "\u0300"}  # fmt: skip
_OPERATORS = frozenset("∑∏∐∫∬∭∮⋃⋂⋁⋀⨁⨂")
_VARIANTS = {"bold": "b", "italic": "i", "normal": "p", "bold-italic": "bi"}
_SCRIPTS = {"msup": ("sSup", ("sup",)), "msub": ("sSub", ("sub",)), "msubsup": ("sSubSup", ("sub", "sup"))}


def write_formula(tex: str, display: bool) -> str | None:
    """Returns mathematics in TeX as XML of a Word file, None where it cannot be read.

    >>> write_formula("x", False)
    '<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>'
    """
    written = write_parts(tex, display, _write_row)
    if not written:
        return None
    formula = f"<m:oMath>{written}</m:oMath>"
    return f"<m:oMathPara>{formula}</m:oMathPara>" if display else formula


def _write_row(parts: Sequence[Element]) -> str:
    """Returns parts that follow one another. A sum or its like holds those after it, and is as high as they are."""
    for at, part in enumerate(parts[:-1]):
        if operator := _find_operator(part):
            before = "".join(map(_write, parts[:at]))
            return before + _write_operator(part, operator, _write_row(parts[at + 1 :]))
    return "".join(map(_write, parts))


def _find_operator(part: Element) -> str:
    """Returns the sign of a sum, a product, an integral or their like, '' for anything else."""
    if part.tag not in ("mo", "munder", "mover", "munderover", "msub", "msup", "msubsup"):
        return ""
    sign = find_sign(part if part.tag == "mo" else part[0])
    return sign if sign in _OPERATORS else ""


def _write_operator(part: Element, sign: str, operand: str) -> str:
    limits = [_write(one) for one in part[1:]] if part.tag != "mo" else []
    below = limits[0] if limits and part.tag not in ("mover", "msup") else ""
    above = limits[-1] if limits and part.tag not in ("munder", "msub") else ""
    look = _set("chr", sign) + _set(
        "limLoc", "undOvr" if part.tag.startswith("mu") or part.tag == "mover" else "subSup"
    )
    look += "".join(_set(hides, "1") for hides, limit in (("subHide", below), ("supHide", above)) if not limit)
    return _tag("nary", _tag("naryPr", look) + _tag("sub", below) + _tag("sup", above) + _tag("e", operand))


def _tag(name: str, content: str) -> str:
    return f"<m:{name}>{content}</m:{name}>"


def _set(name: str, value: str) -> str:
    return f"<m:{name} m:val={quoteattr(value)}/>"


def _write(element: Element) -> str:
    tag, parts = element.tag, list(element)
    if brackets := find_brackets(element):
        ends = _set("begChr", brackets[0]) + _set("endChr", brackets[1])
        return _tag("d", _tag("dPr", ends) + _tag("e", _write_row(list_between(element))))
    match tag:
        case "mrow" | "math" | "mstyle" | "mpadded":
            return _write_row(list_parts(element))
        case "mi" | "mn" | "mo" | "mtext" if not parts:
            return _write_leaf(element)
        case "mi" | "mo":
            return _write_row(parts)
        case "mfrac":
            look = _tag("fPr", _set("type", "noBar")) if element.get("linethickness") == "0" else ""
            return _tag("f", look + _tag("num", _write(parts[0])) + _tag("den", _write(parts[1])))
        case "msup" | "msub" | "msubsup":
            name, places = _SCRIPTS[tag]
            scripts = "".join(_tag(place, _write(part)) for place, part in zip(places, parts[1:], strict=True))
            return _tag(name, _tag("e", _write(parts[0])) + scripts)
        case "munder" | "mover":
            return _write_over(element, parts)
        case "munderover":
            return _limit("limUpp", _limit("limLow", _write(parts[0]), _write(parts[1])), _write(parts[2]))
        case "msqrt":
            hidden = _tag("radPr", _set("degHide", "1")) + "<m:deg/>"
            return _tag("rad", hidden + _tag("e", _write_row(list_parts(element))))
        case "mroot":
            return _tag("rad", _tag("deg", _write(parts[1])) + _tag("e", _write(parts[0])))
        case "mtable":
            return _write_table(element)
        case "mspace":
            return _tag("r", '<m:t xml:space="preserve"> </m:t>')
    raise UnknownPart(tag)


def _write_leaf(element: Element) -> str:
    text, tag = read_text(element), element.tag
    if not text:
        return ""
    if tag == "mtext":
        look = _tag("rPr", "<m:nor/>")
    elif style := _VARIANTS.get(element.get("mathvariant", "")):
        look = _tag("rPr", _set("sty", style))
    else:
        look = _tag("rPr", _set("sty", "p")) if tag != "mi" or len(text) > 1 else ""
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return _tag("r", f"{look}<m:t{kept}>{escape(text)}</m:t>")


def _limit(name: str, base: str, limit: str) -> str:
    return _tag(name, _tag("e", base) + _tag("lim", limit))


def _write_over(element: Element, parts: list[Element]) -> str:
    base, sign, is_over = _write(parts[0]), find_sign(parts[1]), element.tag == "mover"
    wide = len(list_parts(parts[0])) > 1
    if sign in _BRACES:
        look = _set("chr", sign) + _set("pos", _BRACES[sign]) + _set("vertJc", "bot" if is_over else "top")
        return _tag("groupChr", _tag("groupChrPr", look) + _tag("e", base))
    if sign in _BARS and (wide or sign not in _ACCENTS):
        return _tag("bar", _tag("barPr", _set("pos", _BARS[sign])) + _tag("e", base))
    if is_over and sign in _ACCENTS:
        return _tag("acc", _tag("accPr", _set("chr", _ACCENTS[sign])) + _tag("e", base))
    return _limit("limUpp" if is_over else "limLow", base, _write(parts[1]))


def _write_table(element: Element) -> str:
    rows = [[_tag("e", _write_row(list_parts(cell))) for cell in row] for row in element]
    width = max(map(len, rows), default=0)
    sides = [cell.get("columnalign", "center") for cell in (element[0] if len(element) else ())]
    columns = "".join(
        _tag("mc", _tag("mcPr", _set("count", "1") + _set("mcJc", side)))
        for side in (sides + ["center"] * width)[:width]
    )
    filled = ("".join(row) + "<m:e/>" * (width - len(row)) for row in rows)
    return _tag("m", _tag("mPr", _tag("mcs", columns)) + "".join(_tag("mr", row) for row in filled))
