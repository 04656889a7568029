"""What an SVG may contain: shapes, text, and nothing that runs or loads. What is not on these lists is refused.

Sources: the elements, attributes and properties of SVG 2 (w3.org/TR/SVG2), without scripts, links, animation, event
handlers and foreign content; of CSS functions, colours, transformations and references within the drawing.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree


def _read_words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = _read_words(
    """svg g defs symbol use title desc style image
    path rect circle ellipse line polyline polygon text tspan
    clipPath mask pattern marker linearGradient radialGradient stop
    filter feBlend feColorMatrix feComposite feFlood feGaussianBlur feMerge feMergeNode feOffset"""
)
# Attributes that name or describe a thing: their values are never read as an address or a style.
_NAMES = _read_words(
    """id class role lang aria-hidden aria-label aria-labelledby aria-describedby data-name type version
    baseProfile {http://www.w3.org/XML/1998/namespace}space {http://www.w3.org/XML/1998/namespace}lang"""
)
_PATHS = frozenset(("d", "points"))  # long, and only numbers
_HREFS = frozenset(("href", "{http://www.w3.org/1999/xlink}href"))
_ATTRIBUTES = _read_words(
    """style transform viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy rotate
    textLength lengthAdjust offset gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits
    patternTransform clipPathUnits maskUnits maskContentUnits markerWidth markerHeight markerUnits refX refY orient
    filterUnits primitiveUnits in in2 result mode operator values stdDeviation k1 k2 k3 k4 pathLength
    fill fill-opacity fill-rule stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-opacity stroke-width opacity clip-path clip-rule mask filter marker marker-start marker-mid
    marker-end stop-color stop-opacity flood-color flood-opacity color color-interpolation color-interpolation-filters
    font font-family font-size font-size-adjust font-stretch font-style font-variant font-weight text-anchor
    text-decoration dominant-baseline alignment-baseline baseline-shift letter-spacing word-spacing writing-mode
    direction unicode-bidi display visibility overflow shape-rendering text-rendering image-rendering vector-effect
    paint-order mix-blend-mode isolation enable-background pointer-events"""
)
_FUNCTIONS = _read_words(
    "rgb rgba hsl hsla matrix translate translatex translatey scale scalex scaley rotate skewx skewy"
)
_CALL = re.compile(r"(?<![\w-])([\w-]*)\(\s*([\"']?#)?")  # from the name's beginning: a long word is read once
_RASTER = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
# What drawing programs note about a file; no program that shows it acts on this.
_NOTED = (
    "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}",
    "{http://creativecommons.org/ns#}",
    "{http://web.resource.org/cc/}",
    "{http://purl.org/dc/elements/1.1/}",
    "{http://www.inkscape.org/namespaces/inkscape}",
    "{http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd}",
    f"{_SVG}metadata",
)


def find_foreign_content(element: ElementTree.Element) -> str:
    """Returns the name or attribute by which an SVG element may do more than draw, or '' if there is none.

    >>> find_foreign_content(ElementTree.fromstring('<rect xmlns="http://www.w3.org/2000/svg" onload="x()"/>'))
    'onload=x()'
    """
    name = strip_namespace(element.tag)
    if (
        element.tag.removeprefix(_SVG) != name
        or name not in _ELEMENTS
        or (name == "style" and _runs_or_loads(element.text or ""))
    ):
        return name
    for attribute, value in element.attrib.items():
        if attribute in _PATHS or attribute in _NAMES:
            continue
        if attribute in _HREFS:
            allowed = value.startswith("#") or (name == "image" and _RASTER.fullmatch(value) is not None)
        else:
            allowed = attribute in _ATTRIBUTES and not _runs_or_loads(value)
        if not allowed:
            return f"{strip_namespace(attribute)}={value}"
    return ""


def _runs_or_loads(style: str) -> bool:
    """Whether a style or a property could do more than set a look: by a rule, an escape, or a function."""
    return any(sign in style for sign in "@\\<") or any(
        not (reference if name.lower() == "url" else name == "" or name.lower() in _FUNCTIONS)
        for name, reference in _CALL.findall(style)
    )


def remove_notes(root: ElementTree.Element) -> None:
    """Removes what a drawing program noted about the file, within an SVG read as XML."""
    for element in root.iter():
        for child in [child for child in element if str(child.tag).startswith(_NOTED)]:
            element.remove(child)
        for attribute in [name for name in element.attrib if name.startswith(_NOTED)]:
            del element.attrib[attribute]


def strip_namespace(name: str) -> str:
    """Returns the name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]
