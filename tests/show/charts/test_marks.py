"""Marks are drawn as matplotlib's own artists draw them in a figure, to the byte, and keep its order of layers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from analysis.show.charts.canvas import Sheet, render_sheet
from analysis.show.charts.drawing import INK, PAPER, ROLES, RULE, TINT, save_svg, use_settings
from analysis.show.charts.svg import tidy_svg

WIDTH, HEIGHT, MARGIN = 3.0, 2.0, 0.06  # inches
inches = st.integers(0, 180).map(lambda steps: steps / 90)
colours = st.sampled_from([INK, RULE, PAPER, TINT, "#134a7c", "#C78818", "#000000"])


def draw_with_artists(artists) -> str:
    """The drawing of a sheet as matplotlib makes it of artists in a figure."""
    with use_settings("k"):
        figure = Figure(figsize=(WIDTH, HEIGHT + MARGIN))
        for artist in artists:
            artist.set_transform(Affine2D().scale(1, -1).translate(0, HEIGHT) + figure.dpi_scale_trans)
            figure.add_artist(artist)
        return tidy_svg(save_svg(figure), ROLES)


def draw_bar(sheet, x, y, colour):
    sheet.draw_bar(x, y, 0.5, 0.25, colour)
    return [Rectangle((x, y), 0.5, 0.25, facecolor=colour, edgecolor="none", clip_on=False)]


def draw_cell(sheet, x, y, colour):
    sheet.draw_cell(x, y, 0.5, -0.25, (colour, 0.4), INK)
    return [Rectangle((x, y), 0.5, -0.25, facecolor=(colour, 0.4), edgecolor=INK, linewidth=0.7, clip_on=False)]


def draw_outline(sheet, x, y, colour):
    sheet.draw_outline(x, y, 0.5, 0.25)
    return [Rectangle((x, y), 0.5, 0.25, facecolor="none", edgecolor=INK, linewidth=1.1, clip_on=False)]


def draw_line(sheet, x, y, colour):
    sheet.draw_line([0, x, 2.5], [y, 1, y], colour, 1.3, dashes=(3, 2))  # of two lines of a style, one artist
    sheet.draw_line([0, x], [1, 1], colour, 1.3, dashes=(3, 2))
    gap = float("nan")
    drawn = Line2D([0, x, 2.5, gap, 0, x, gap], [y, 1, y, gap, 1, 1, gap], color=colour, linewidth=1.3, clip_on=False)
    drawn.set_linestyle((0, (3, 2)))
    drawn.set_dash_capstyle("butt")
    return [drawn]


def draw_band(sheet, x, y, colour, hatch=""):
    sheet.draw_band(x, y, 0.5, 0.25, colour, hatch)
    corners = [(x, y), (x + 0.5, y), (x + 0.5, y + 0.25), (x, y + 0.25), (x, y)]
    path = Path(corners, [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY])
    face = "none" if hatch else colour
    return [PathPatch(path, zorder=-1, lw=0, hatch=hatch or None, edgecolor=colour, facecolor=face, clip_on=False)]


def draw_hatched_band(sheet, x, y, colour):
    return draw_band(sheet, x, y, colour, "///")


def draw_dot(sheet, x, y, colour, *, hollow=False):
    sheet.draw_dot(x, y, "D", colour, hollow=hollow)
    edge, weight = (colour, 1.3) if hollow else (INK, 0.6)
    return [
        Line2D(
            [x],
            [y],
            marker="D",
            color=PAPER if hollow else colour,
            markersize=6,
            markeredgecolor=edge,
            markeredgewidth=weight,
            linestyle="none",
            clip_on=False,
            zorder=5,
        )
    ]


def draw_hollow_dot(sheet, x, y, colour):
    return draw_dot(sheet, x, y, colour, hollow=True)


def draw_disc(sheet, x, y, colour):
    sheet.draw_disc(x, y, 0.1)
    return [Circle((x, y), 0.1, facecolor=PAPER, edgecolor=INK, linewidth=0.6, zorder=2.5, clip_on=False)]


MARKS = [
    draw_bar,
    draw_cell,
    draw_outline,
    draw_line,
    draw_band,
    draw_hatched_band,
    draw_dot,
    draw_hollow_dot,
    draw_disc,
]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(MARKS), inches, inches, colours),
        min_size=1,
        max_size=4,
        unique_by=lambda mark: mark[0],
    )
)
def test_marks_are_drawn_as_matplotlibs_artists_are(chosen):
    sheet, artists = Sheet(WIDTH, HEIGHT), []
    with use_settings("k"):  # some of which an artist takes when it is made
        for draw, x, y, colour in chosen:
            artists += draw(sheet, x, y, colour)
    assert render_sheet(sheet, "k") == draw_with_artists(artists)


def test_words_stand_on_their_baseline_and_lead_to_their_number():
    sheet = Sheet(WIDTH, HEIGHT)
    sheet.write_text(0.5, 1, "Ukraine's <need>", bold=True, colour=RULE, number=2)
    sheet.write_upright(1.5, 1, "upwards")
    svg = render_sheet(sheet, "k")
    # 72 (1 + 0.06) down, and 0.31 of 9.5 points more to the baseline
    assert re.search(r'<a href="#number-2">\s*<text class="rule-fill" [^>]*translate\(36 79.265\)">Ukraine’s &lt;', svg)
    assert re.search(r'<text class="ink-fill" [^>]*translate\(110.945 76.32\) rotate\(-90\)">upwards</text>', svg)


@pytest.mark.parametrize("hollow", [False, True])
def test_marks_further_in_front_are_drawn_later_whatever_comes_first(hollow):
    sheet = Sheet(WIDTH, HEIGHT)
    sheet.draw_dot(1, 1, "o", "#c78818", hollow=hollow)
    sheet.write_text(1, 1, "words")
    sheet.draw_line([0, 1], [1, 1], INK, 1.5)
    sheet.draw_bar(0, 0, 1, 1, "#134a7c")
    sheet.draw_band(0, 0, 2, 2, TINT)
    svg = render_sheet(sheet, "k")
    places = [svg.index(mark) for mark in ("tint-fill", "#134a7c", "stroke-width: 1.5", "<text", "<use")]
    assert places == sorted(places)


def test_matplotlibs_settings_are_as_they_were_after_a_drawing():
    import matplotlib as mpl

    with mpl.rc_context({"font.size": 33, "svg.hashsalt": "mine"}):
        before = dict(mpl.rcParams)
        with use_settings("k"):
            during = mpl.rcParams["svg.hashsalt"]
        assert during == "k"
        assert dict(mpl.rcParams) == before
