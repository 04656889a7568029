"""Words of a drawing that are set as outlines: those that Typst's reader of SVG would set wrongly, or not at all.

It sets a word in one typeface, loses marks on letters, misplaces the vowels of Indic scripts, and takes a typeface of
changing weight at its thinnest. In a text Typst does none of this, so such words are set as texts, each on a page of
its own, and their outlines take their place. A drawing has an alternative text; its words are not read from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import unescape

from analysis.report.document.languages import find_script, split_languages
from analysis.report.document.typography import isolate
from analysis.report.formats.glyphs import PLACEHOLDER, find_missing
from analysis.report.formats.typst import draw_svg_pages, quote_text
from analysis.style.assets import Face
from analysis.style.scripts import find_families

# Marks on letters, what has no width, and all beyond Latin, Greek, Cyrillic, signs of print and of mathematics, arrows.
_BEYOND = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u0500-\u1dff\u200b-\u200f\u2028-\u202e\u2060-\u206f\u20a0-\u20ab\u20ad-\u20b3\u20b5-\u20ff\u2c00-\U0010ffff]"
)
_LINE_END = re.compile("[\u2028\u2029\n]")
_WORDS = re.compile(r"<text\b(?P<about>[^>]*)>(?P<words>[^<]*)</text>")
_STYLE = re.compile(r"(?<![a-z-])([a-z-]+): ([^;\"]+)")
_PLACE = re.compile(r'transform="([^"]*)"')
_WIDTH = re.compile(r'width="([\d.]+)pt"')
_INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.S)
_SHIFTS = {"middle": 0.5, "end": 1.0}  # text-anchor -> share of its width that a word is moved to the left


def prepare_drawing(svg: str, faces: Sequence[Face]) -> str:
    """Returns an SVG whose words Typst can set: with outlines of some, and a square for what no typeface has.

    faces: the house's typefaces beside the shipped ones.

    >>> prepare_drawing("<text>A \\U000f0000</text>", ())
    '<text>A □</text>'
    """
    if not _BEYOND.search(svg):
        return svg
    for sign in sorted(find_missing(svg, faces), key=len, reverse=True):
        svg = svg.replace(sign, PLACEHOLDER)
    found = [word for word in _WORDS.finditer(svg) if _BEYOND.search(word["words"])]
    drawn = iter(_draw_words(tuple(map(_write_words, found)), tuple(faces)))
    return _WORDS.sub(lambda word: _place(word, next(drawn)) if _BEYOND.search(word["words"]) else word[0], svg)


def _write_words(word: re.Match[str]) -> str:
    """Returns the page of Typst that has one word of a drawing, in its typeface, size and colour."""
    style = dict(_STYLE.findall(word["about"]))
    family, fill = style.get("font-family", "").strip("'"), style.get("fill", "#000000")
    size, bold = style.get("font-size", "16px").removesuffix("px"), style.get("font-weight", "400") >= "600"
    text = _LINE_END.sub(" ", unescape(word["words"]))
    said = "".join(isolate(piece.text) if piece.from_right else piece.text for piece in split_languages(text))
    known = [find_script(piece.language) for piece in split_languages(text) if piece.language]
    families = ", ".join(map(quote_text, filter(None, (family, *find_families(text, known)))))
    return (
        f"#page(text(font: ({families},), size: {size}pt, fill: rgb({quote_text(fill)}), "
        f'weight: "{"bold" if bold else "regular"}", dir: ltr, {quote_text(said)}))'
    )


@cache
def _draw_words(pages: tuple[str, ...], faces: tuple[Face, ...]) -> tuple[str, ...]:
    head = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
        '#set text(top-edge: "baseline", bottom-edge: "baseline")\n'
    )
    return tuple(draw_svg_pages(head + "\n".join(pages), faces))


def _place(word: re.Match[str], drawn: str) -> str:
    """Returns the outlines of a word where its text was."""
    place, width = _PLACE.search(word["about"]), _WIDTH.search(drawn)
    shift = _SHIFTS.get(dict(_STYLE.findall(word["about"])).get("text-anchor", ""), 0) * float(width[1] if width else 0)
    inside = _INSIDE.search(drawn)
    moved = f"{place[1] if place else ''} translate({-shift:g} 0)" if shift else place[1] if place else ""
    glyphs = inside[1].replace("xlink:href", "href") if inside else ""  # a drawing need not know that namespace
    return f'<g transform="{moved}">{glyphs}</g>'
