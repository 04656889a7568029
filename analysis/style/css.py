"""The house's colours in CSS, those of drawings on a dark page, and what an output in a notebook brings with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.messages.language import cache_by_language
from analysis.messages.scripts import write_script_messages
from analysis.style.colour import compute_contrast, compute_luminance, lighten
from analysis.style.house import House, read_theme

NO_MATHEMATICS = "mathjax_ignore tex2jax_ignore"  # classes: $1 to $2 is no formula, whichever MathJax looks for some
_ROLES = ("ink", "quiet", "rule", "paper", "tint")  # what is drawn in these has a class and changes with the page
# One that began with the choice of two words would be looked for at every letter of a page
_COLOUR = re.compile(r": (#[0-9a-f]{6})(?:(?<=fill: .{7})|(?<=stroke: .{7}))")
_MIN_CONTRAST = {"": 3.3, "text": 4.5}  # with a dark page: more than the 3 of WCAG 2.2 (1.4.11) for a shape


def list_drawn_colours(page: str, house: House) -> list[str]:
    """Returns the colours of a page's drawings, but for those as dark as ink, which stand on them, and its roles."""
    roles, dark = {house.colour[name] for name in _ROLES}, compute_luminance(house.colour["ink"])
    found = set(_COLOUR.findall(page)) - roles
    return sorted(colour for colour in found if compute_luminance(colour) > dark)


def build_colour_variables(house: House) -> tuple[str, str]:
    """Returns the house's colours as variables of CSS: for light pages, and for pages that may be light or dark."""
    names = [name for name in house.colour if name in house.colour_dark]
    light = "".join(f"--{name}:{house.colour[name]};" for name in names)
    both = "".join(f"--{name}:light-dark({house.colour[name]},{house.colour_dark[name]});" for name in names)
    return light, both


def build_dark_rules(colours: Sequence[str], page: str, within: str = "svg") -> str:
    """Returns CSS that lightens, on a dark page, those series colours that have too little contrast with it.

    Each becomes just light enough: a shape less than words, so that white words on it stay legible.
    page: the colour of a dark page, in hex. within: what selects the drawings.
    """
    rules = []
    for colour in colours:
        for element, least in _MIN_CONTRAST.items():
            on_dark, share = colour, 0
            while compute_contrast(on_dark, page) < least and share < 100:
                share += 2
                on_dark = lighten(colour, share / 100)
            roles = ("fill",) if element else ("fill", "stroke")
            rules += [
                f'{within} {element}[style*="{role}: {colour}"]{{{role}:light-dark({colour},{on_dark})!important}}'
                for role in roles
                if share
            ]
    return "\n".join(rules)


def build_output_style(house: House, name: str, drawn: Sequence[str] = ()) -> str:
    """Returns the style sheet of a kind of output in a notebook: the house's colours, light and dark, then its file.

    name: of the kind, such as `figure` for `.communique-figure` and theme/notebook_figure.css. drawn: the colours of
    its drawings, in hex.
    """
    light, both = build_colour_variables(house)
    place = f".communique-{name}"
    dark = build_dark_rules(drawn, house.colour_dark["paper"], f"{place} svg")
    return (
        f"{place}{{{light}}}@supports (color:light-dark(#000,#fff)){{{place}{{{both}}}{dark}}}"
        f"{place}.dark{{color-scheme:dark}}{place}.light{{color-scheme:light}}{read_theme(f'notebook_{name}.css')}"
    )


@cache_by_language
def read_scripts(*files: str) -> str:
    """Returns scripts of the theme as one, with what they print in the language of the reader.

    >>> read_scripts("share.js").startswith("const MESSAGES = {};")
    True
    """
    script = "\n".join(map(read_theme, files))
    needs_messages = "gettext(" in script or "fillPlaces(" in script
    return f"{write_script_messages(script)}{read_theme('messages.js')}\n{script}" if needs_messages else script


@cache_by_language
def build_output_script(name: str, files: tuple[str, ...]) -> str:
    """Returns the script of a kind of output in a notebook; the first that runs in a document serves all of the kind.

    files: of the theme, one of which has the function `setUp`.
    """
    script = read_scripts("notebook_theme.js", *files)
    place = f"window.communique_{name}"
    return f'{place} ||= (() => {{ "use strict";\n{script}\nreturn {{ setUp }};\n}})();\n{place}.setUp();'
