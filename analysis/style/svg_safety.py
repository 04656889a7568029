"""Finds what an SVG must not bring into a page: scripts, and anything from outside."""

from __future__ import annotations

import re
from xml.etree import ElementTree

_ACTIVE = {"script", "foreignObject", "iframe", "animate", "animateTransform", "set", "a"}
_EXTERNAL = re.compile(r"url\(\s*[\"']?(?!#)|@import|javascript:", re.I)


def find_foreign_content(element: ElementTree.Element) -> str:
    """Returns the name or attribute by which an SVG element does more than draw, or '' if there is none."""
    name = strip_namespace(element.tag)
    if name in _ACTIVE or _EXTERNAL.search(element.text or ""):
        return name
    for attribute, value in element.attrib.items():
        own = strip_namespace(attribute)
        if own == "d":
            continue  # a path: long, and only numbers
        if (
            own.startswith("on")
            or _EXTERNAL.search(value)
            or (own in ("href", "src") and not value.startswith(("#", "data:image/")))
        ):
            return f"{own}={value}"
    return ""


def strip_namespace(name: str) -> str:
    """Returns the name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]
