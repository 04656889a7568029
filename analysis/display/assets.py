"""The style sheet and the script of an output: the page's own, for a place that belongs to a front end.

Each output holds both, as any of them may be the only one that is left. The script is at work once in a document.
"""

from __future__ import annotations

import re
from functools import cache

from analysis.messages import cache_by_language
from analysis.report.formats.html.head import format_data
from analysis.report.formats.html.page import load_templates
from analysis.style.css import build_colour_variables, read_scripts
from analysis.style.house import House, read_theme

_STYLES = ("cards.css", "notebook_cards.css")
_SCRIPTS = ("notebook_cards.js", "cards.js")
# More than any rule of a front end for what it shows: JupyterLab's have two classes.
_SCOPE = ".communique.communique.communique"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"^\s*(?://.*\n)?|(?<=\S)[ \t]{2,}//.*$", re.MULTILINE)


@cache
def build_style(house: House) -> str:
    """Returns the rules for outputs in the colours of a house, nested so that they change nothing else."""
    light, both = build_colour_variables(house)
    rules = "\n".join(map(read_theme, _STYLES))
    return f"{_SCOPE} {{ {light} {both}\n{_shorten(_COMMENT.sub('', rules))}}}"


@cache_by_language
def build_script() -> str:
    """Returns the script that opens cards; it does nothing in a document where it is at work already."""
    card = load_templates().get_template("card.html.j2").render()
    script = read_scripts(*_SCRIPTS)
    return (
        '(() => {\n"use strict";\nif (window.communiqueCards) return;\nwindow.communiqueCards = true;\n'
        f"const CARD = {format_data(card)};\n{_shorten(script)}}})();"
    )


def _shorten(text: str) -> str:
    """Returns a script or style sheet without empty lines, indentation and comments behind two slashes."""
    return _SPACE.sub("", text)
