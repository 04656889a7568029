"""Whether a drawing may be part of a report: checked once for every format, as a notebook may come from anywhere."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from analysis.contract import NUMBER_LINK
from analysis.errors import ReportError
from analysis.report.document.kept import Kept, compute_key
from analysis.style.svg_safety import find_foreign_content, strip_namespace

_KEPT = Kept[str](most=2_000)  # drawings: each is checked as it is read and again as it is written, and so are variants


def check_drawing(svg: str, name: str) -> None:
    """Checks that a drawing is an SVG of shapes and text that needs nothing from outside.

    name: of the drawing, in messages. Raises ReportError.

    >>> check_drawing("<svg><script/></svg>", "gap")
    Traceback (most recent call last):
    analysis.errors.ReportError: the drawing 'gap' holds 'script'; allowed: one SVG of shapes and text that needs ...
    """
    key = compute_key(svg.encode("utf-8", "surrogatepass"))
    if fault := _KEPT.find_or_make(key, lambda: _find_fault(svg), lambda _: 1):
        raise ReportError(f"the drawing {name!r} {fault}.")


def _find_fault(svg: str) -> str:
    """Returns what is wrong with a drawing, behind its name; '' for nothing."""
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        return f"is not an SVG ({error})"
    # HTML ends comments, declarations and instructions elsewhere than XML does, and might read shapes as its own code.
    found = next((start for start in ("<!", "<?") if start in svg), "")
    if strip_namespace(root.tag) != "svg":
        found = strip_namespace(root.tag)
    found = found or next(filter(None, map(_find_foreign, root.iter())), "")
    allowed = "one SVG of shapes and text that needs nothing from outside"
    return f"holds {found!r}; allowed: {allowed}" if found else ""


def _find_foreign(element: ElementTree.Element) -> str:
    """Returns what an element does beyond drawing, or ''."""
    if strip_namespace(element.tag) == "a" and re.fullmatch(rf"#{NUMBER_LINK}\d+", element.get("href", "")):
        return "" if set(element.attrib) == {"href"} else "a"  # a number of the drawing, which will link to its note
    return find_foreign_content(element)
