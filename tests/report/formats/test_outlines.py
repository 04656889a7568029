"""Words of a drawing that Typst's reader of SVG would set wrongly are drawn as outlines; the others stay words."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from PIL import Image

from analysis.report.formats.outlines import prepare_drawing
from analysis.report.formats.typst import draw_png
from analysis.style.scripts import list_font_folders

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 30"><text style="font-weight: {weight}; font-size: 20px; '
    'font-family: \'Communique Sans\'; fill: #000000{anchor}" transform="translate({at} 20)">{words}</text></svg>'
)
needs_typefaces = pytest.mark.skipif(len(list_font_folders()) < 2, reason="needs the extras scripts and east-asian")


def draw(words: str, weight: int = 400, at: int = 0, anchor: str = "") -> np.ndarray:
    """Draws a word, and returns how dark each dot is."""
    svg = prepare_drawing(DRAWING.format(words=words, weight=weight, at=at, anchor=anchor), ())
    return 255 - np.asarray(Image.open(io.BytesIO(draw_png(svg, 100, 100))).convert("L"), dtype=int)


@pytest.mark.parametrize("words", ["Київ &amp; 5 %", "Ελλάδα", "−5 × 3 ≈ 2 → ½", "“Łódź” – é"])
def test_words_that_are_set_well_stay_words(words):
    drawing = DRAWING.format(words=words, weight=400, at=0, anchor="")
    assert prepare_drawing(drawing, ()) == drawing


def test_what_no_typeface_has_is_a_square_and_markup_is_not_touched():
    drawing = '<svg><text x="1">\U000f0000 &amp; a</text></svg>'
    assert prepare_drawing(drawing, ()) == '<svg><text x="1">□ &amp; a</text></svg>'


@pytest.mark.parametrize("words", ["замо\u0301к", "Z\u0300a", "az\u200dwb", "a\u2028b"])
def test_a_mark_on_a_letter_is_drawn(words):
    made = prepare_drawing(DRAWING.format(words=words, weight=400, at=0, anchor=""), ())
    assert "<text" not in made
    assert "□" not in made
    assert draw(words).max() == 255


@needs_typefaces
@pytest.mark.parametrize(
    "words", ["معهد الاختبار", "מכון", "საცდელი", "Փորձնական", "परीक्षण संस्थान", "测试", "試験", "시험"]
)
def test_words_in_other_scripts_are_outlines_in_the_weight_asked_for(words):
    regular, bold = draw(words), draw(words, weight=700)
    assert regular.sum() > 0
    assert bold.sum() > 1.1 * regular.sum()


@needs_typefaces
def test_outlines_stand_where_the_words_stood():
    begun, ended = draw("测试", at=100), draw("测试", at=100, anchor="; text-anchor: end")
    columns = [np.flatnonzero(drawn.sum(axis=0)) for drawn in (begun, ended)]
    middle = begun.shape[1] / 2
    assert columns[0].min() >= middle
    assert columns[1].max() <= middle


@needs_typefaces
def test_outlines_keep_their_colour():
    made = prepare_drawing(DRAWING.format(words="测试", weight=400, at=0, anchor="").replace("#000000", "#5a6372"), ())
    assert set(re.findall(r'<use[^>]*fill="(#\w+)"', made)) == {"#5a6372"}
