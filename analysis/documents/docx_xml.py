"""Names and attributes of a Word file's XML, in whichever of its two namespaces it is written."""

from __future__ import annotations

from typing import Any, TypeAlias

Element: TypeAlias = Any  # of lxml, which has no types


def get_name(element: Element) -> str:
    """Returns the name of an element without its namespace, '' for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def get_value(element: Element, name: str = "val") -> str:
    """Returns an attribute of an element, in whichever namespace; '' where it has none."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def find(element: Element | None, *path: str) -> Element | None:
    """Returns the first element at a path of names below another, or None."""
    for name in path:
        element = next((child for child in element if get_name(child) == name), None) if element is not None else None
    return element
