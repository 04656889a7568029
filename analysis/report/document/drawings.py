"""Whether a drawing may be part of a report: checked once for every format, as a notebook may come from anywhere."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from analysis.contract import NUMBER_LINK
from analysis.errors import ReportError
from analysis.style.svg_safety import find_foreign_content, strip_namespace


def check_drawing(svg: str, name: str) -> None:
    """Checks that a drawing is an SVG of shapes and text that needs nothing from outside.

    name: of the drawing, in messages. Raises ReportError.

    >>> check_drawing("<svg><script/></svg>", "gap")
    Traceback (most recent call last):
    analysis.errors.ReportError: the drawing 'gap' holds 'script'; allowed: one SVG of shapes and text that needs ...
    """
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise ReportError(f"the drawing {name!r} is not an SVG ({error}).") from None
    # HTML ends comments, declarations and instructions elsewhere than XML does, and might read shapes as its own code.
    found = next((start for start in ("<!", "<?") if start in svg), "")
    if strip_namespace(root.tag) != "svg":
        found = strip_namespace(root.tag)
    found = found or next(filter(None, map(_find_foreign, root.iter())), "")
    if found:
        raise ReportError(
            f"the drawing {name!r} holds {found!r}; allowed: one SVG of shapes and text that needs nothing from "
            "outside."
        )


def _find_foreign(element: ElementTree.Element) -> str:
    """Returns what an element does beyond drawing, or ''."""
    if strip_namespace(element.tag) == "a" and re.fullmatch(rf"#{NUMBER_LINK}\d+", element.get("href", "")):
        return "" if set(element.attrib) == {"href"} else "a"  # a number of the drawing, which will link to its note
    return find_foreign_content(element)
