"""A figure as HTML for a notebook: whole in any front end, whatever typefaces its reader has.

Where no script runs, there is a picture of the wide drawing, which holds the letters that it is written with. A script
puts the drawing itself in its place, wide or narrow as the pane asks (theme/notebook_figure.js). So a front end that
removes scripts and styles, as JupyterLab does in a notebook that is not trusted, still shows the figure.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from html import escape, unescape
from urllib.parse import quote

from analysis.contract import NUMBER_LINK, FigureBlock, NumberPart
from analysis.messages import gettext
from analysis.show.bundle import find_note_key, find_numbers, format_html
from analysis.show.charts.typeface import SIZE, measure_text
from analysis.show.table import format_table
from analysis.style.css import NO_MATHEMATICS, build_output_script, build_output_style, list_drawn_colours
from analysis.style.house import FONT_FOLDER, House, use_house

_FALLBACKS = '"Source Sans 3","Arial Narrow",Arial,sans-serif'
_CUTS = (("Regular", "400"), ("Bold", "600 700"))
_LINK = re.compile(rf'<a href="#{NUMBER_LINK}(\d+)">(.*?)</a>', re.DOTALL)
_WORDS = re.compile(r"<text ([^>]*)>([^<]+)</text>")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_FONT_SIZE = re.compile(r"font-size: ([\d.]+)px")
_SAFE = " =:;/,.()!*-_'@~|+"  # in an address that stands in quotation marks


def render_figure(item: FigureBlock, house: House) -> str:
    """Returns a figure as HTML that needs nothing else: title, drawing, notes, and the data behind it, folded.

    house: the style it is drawn in.
    """
    numbers = find_numbers(item.data.rows)
    wide, narrow = (_write_drawing(link_numbers(svg, numbers), house) for svg in (item.svg, item.narrow))
    typefaces = build_typefaces(house, with_cyrillic=_CYRILLIC.search(wide) is not None)
    shown = f"<style>{typefaces}text{{font-family:{_list_families(house)}!important}}</style>"
    picture = _quote_svg(wide.replace(">", f">{shown}", 1))
    words = gettext("Data behind this figure")
    folded = (
        f'<details><summary>{escape(words)}</summary><div class="behind">{format_table(item.data)}</div></details>'
        if item.data.columns
        else ""
    )
    return (
        f"<style>{build_output_style(house, 'figure', list_drawn_colours(wide + narrow, house))}</style>"
        f'<figure class="communique-figure {NO_MATHEMATICS}" data-narrow="{_quote_svg(narrow)}">'
        f"<figcaption><b>{format_html(item.title)}</b></figcaption>"
        f'<img alt="{escape(item.alt)}" src="data:image/svg+xml,{picture}" '
        f'style="width:100%;background-color:{house.colour["paper"]}">'
        f"{''.join(f'<p>{format_html(note)}</p>' for note in item.notes)}{folded}</figure>"
        f"<script>{build_output_script('figure', ('notebook_figure.js',))}</script>"
    )


def link_numbers(svg: str, numbers: Sequence[NumberPart]) -> str:
    """Returns a drawing in which each number that is printed opens its card, by the key of its note.

    numbers: of the figure's data, in order. What opens is no link: a front end follows those of a drawing, and fails.
    """

    def mark(found: re.Match[str]) -> str:
        number = numbers[int(found[1])]
        data = f'data-note="#note-{find_note_key(number)}" data-label="{escape(number.label)}"'
        return f'<g class="mark" role="link" tabindex="0" aria-label="{escape(number.text)}" {data}>{found[2]}</g>'

    return _LINK.sub(mark, svg)


def fix_widths(svg: str, house: House) -> str:
    """Returns a drawing in which each line of words is as wide as it was measured, in whatever typeface it is shown.

    Source: Scalable Vector Graphics (SVG) 2, 11.5, the attributes textLength and lengthAdjust.
    """
    family = f"font-family: '{house.families['label']}'"

    def fix(found: re.Match[str]) -> str:
        attributes, words = found.groups()
        size = _FONT_SIZE.search(attributes)
        if size is None or family not in attributes or not words.strip():
            return found[0]
        width = measure_text(unescape(words), bold="font-weight: 700" in attributes) * 72 * float(size[1]) / SIZE
        return f'<text textLength="{width:.2f}" lengthAdjust="spacingAndGlyphs" {attributes}>{words}</text>'

    with use_house(house):
        return _WORDS.sub(fix, svg)


@cache
def build_typefaces(house: House, *, with_cyrillic: bool = False) -> str:
    """Returns the rules that hold the letters of a figure; nothing where the case has a typeface of its own.

    Of the shipped typeface, the Latin letters and, where the figure has any, the Cyrillic ones: others, and those of a
    case's own, are shown in a typeface of the reader's, as wide as measured.
    """
    family = house.families["label"]
    parts = {"Latin": "", **({"Cyrillic": ";unicode-range:U+0400-052F"} if with_cyrillic else {})}
    files = [
        (weight, FONT_FOLDER / f"{family.replace(' ', '')}-{cut}-{part}.woff2", letters)
        for part, letters in parts.items()
        for cut, weight in _CUTS
    ]
    if any(face.family == family for face in house.faces) or not all(path.exists() for _, path, _ in files):
        return ""
    return "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};'
        f'src:url("data:font/woff2;base64,{b64encode(path.read_bytes()).decode()}") format("woff2"){letters}}}'
        for weight, path, letters in files
    )


def _list_families(house: House) -> str:
    return f'"{house.families["label"]}",{_FALLBACKS}'


def _write_drawing(svg: str, house: House) -> str:
    """Returns a drawing that stands by itself, on as few lines as it can."""
    return re.sub(r"\s*\n\s*", " ", fix_widths(svg, house)).replace("> <", "><").strip()


def _quote_svg(svg: str) -> str:
    """Returns an SVG as it is written in an address, within an attribute in quotation marks."""
    return quote(svg, safe=_SAFE)
