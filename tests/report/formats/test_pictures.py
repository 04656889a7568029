"""How wide a drawing is printed, and what is said beside its parts."""

from __future__ import annotations

import pytest

from analysis.messages import use_language
from analysis.report.document.model import Figure, Table
from analysis.report.formats.pictures import list_pictures
from analysis.style.house import get_shipped_house

DATA = Table("k", "k-data", 0, (), (), (), ())


def draw(width: float, height: float) -> str:
    """An empty drawing."""
    return f'<svg viewBox="0 0 {width} {height}"></svg>'


@pytest.mark.parametrize(
    ("svg", "share", "height"),
    [
        (draw(100, 50), 1, 83),  # 166 mm wide
        (draw(100, 200), 206 / 332, 206),  # 332 mm would be higher than the 206 that a page has
        ("<svg></svg>", 1, 166),
        ('<svg viewBox="0,0,0,9"></svg>', 1, 166),
    ],
)
def test_a_drawing_is_as_wide_as_the_text_or_as_high_as_a_page_allows(svg, share, height):
    figure = Figure("k", "k", 2, (), svg, "", "What it shows.", DATA, ())
    (picture,) = list_pictures(figure, get_shipped_house())
    assert picture.share == pytest.approx(share)
    assert picture.height_mm == pytest.approx(height)
    assert (picture.alt, picture.place) == ("What it shows.", "Figure 2")


def test_parts_are_printed_in_place_of_the_whole():
    parts = (draw(100, 90), draw(100, 80))
    figure = Figure("k", "k", 2, (), draw(100, 170), "", "What it shows.", DATA, (), parts)
    first, second = list_pictures(figure, get_shipped_house())
    assert (first.svg, second.svg) == parts
    assert (first.alt, second.alt) == ("What it shows.", "Figure 2, part 2 of 2; part 1 says what is drawn.")
    assert second.place == "Figure 2, continued"


def test_further_parts_are_named_in_ukrainian():
    figure = Figure("k", "k", 2, (), draw(100, 170), "", "Що видно.", DATA, (), (draw(100, 90), draw(100, 80)))
    with use_language("uk"):
        first, second = list_pictures(figure, get_shipped_house())
    assert (first.place, second.place) == ("Рис. 2", "Продовження рис. 2")
    assert second.alt == "Рис. 2, частина 2 з 2; що зображено, описано в частині 1."
