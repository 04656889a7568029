"""A figure in a notebook: whole without script, wide or narrow with it, and as wide as measured in any typeface."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from analysis import bars, compare, figure, load_case, number
from analysis.show.bundle import format_text
from analysis.show.charts import in_notebook
from analysis.show.charts.canvas import Sheet, render_sheet
from analysis.show.charts.typeface import measure_text
from analysis.style.assets import Face
from analysis.style.house import FONT_FOLDER, get_shipped_house
from tests.conftest import TINY

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def chart():
    levels = compare.forces.levels(load_case(TINY))
    return bars(levels, "Caps & levels", key="levels", label="level", value="amount")


@pytest.fixture(scope="module")
def seen(chart):
    return BeautifulSoup(chart.render_html(), "html.parser")


def draw(*words: str) -> str:
    sheet = Sheet(3.0)
    for at, one in enumerate(words):
        sheet.write_text(0, 0.2 * at, one, bold=at % 2 == 1)
    sheet.height = 0.2 * len(words)
    return render_sheet(sheet, "words")


def read_lengths(svg: str) -> dict[str, float]:
    root = ElementTree.fromstring(in_notebook.fix_widths(svg, get_shipped_house()))
    return {text.text: float(text.get("textLength", "nan")) for text in root.iter(f"{SVG}text")}


@given(st.lists(st.text("aZ9 &<>'\"$€–бЇ漢", min_size=1).filter(str.strip), min_size=1, max_size=4, unique=True))
def test_every_line_of_words_has_the_width_it_was_measured_with(words):
    svg = draw(*words)
    lengths = list(read_lengths(svg).values())
    shown = [text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]
    assert lengths == [
        pytest.approx(72 * measure_text(one, bold=at % 2 == 1), abs=0.006) for at, one in enumerate(shown)
    ]


def test_the_width_of_digits_by_hand():
    # a digit of Source Sans 3 is 497 of 1,000 units wide, of its Semibold 513, and a space 200: times 9.5 points
    assert read_lengths(draw("0123456789", "0123456789 ")) == {
        "0123456789": pytest.approx(10 * 497 * 0.0095, abs=0.01),
        "0123456789 ": pytest.approx((10 * 513 + 200) * 0.0095, abs=0.01),
    }


def test_words_in_another_typeface_or_broken_into_parts_are_left_alone():
    for svg in (
        "<text style=\"font-size: 9.5px; font-family: 'DejaVu Sans'\">at most</text>",
        "<text style=\"font-size: 9.5px; font-family: 'Communique Sans'\"> </text>",
        "<text style=\"font-size: 9.5px; font-family: 'Communique Sans'\"><tspan>10</tspan></text>",
    ):
        assert in_notebook.fix_widths(svg, get_shipped_house()) == svg


def test_without_script_a_picture_stands_there_that_holds_its_letters(chart, seen):
    [picture] = seen.select("figure > img")
    assert picture["alt"] == chart.alt
    kind, _, written = picture["src"].partition(",")
    assert kind == "data:image/svg+xml"
    root = ElementTree.fromstring(unquote(written))
    assert root.tag == f"{SVG}svg"
    style = root.find(f"{SVG}style").text
    assert style.count("@font-face") == style.count("data:font/woff2;base64,") == 2
    assert [text.text for text in root.iter(f"{SVG}text")] == [
        text.text for text in ElementTree.fromstring(chart.wide).iter(f"{SVG}text")
    ]


def test_with_script_there_is_the_narrow_drawing_too(chart, seen):
    root = ElementTree.fromstring(unquote(seen.figure["data-narrow"]))
    assert root.get("viewBox") == ElementTree.fromstring(chart.narrow).get("viewBox")
    assert "communique_figure.setUp()" in seen.script.text


def test_title_notes_and_the_data_behind_stand_around_it_as_on_a_page(chart, seen):
    assert seen.figcaption.text == "Caps & levels"
    assert [note.text for note in seen.select("figure > p")] == [
        format_text(note) for note in chart.build_block().notes
    ]
    assert seen.summary.text == "Data behind this figure"
    assert len(seen.select("details tbody tr")) == len(chart.data.rows)
    assert {"mathjax_ignore", "tex2jax_ignore"} <= {*seen.figure["class"]}  # $1 to $2 is no formula


def test_a_figure_without_data_has_no_fold():
    from matplotlib.figure import Figure

    drawn = Figure(figsize=(3, 2))
    drawn.text(0.5, 0.5, "nothing but words")
    shown = BeautifulSoup(figure(drawn, "Words", key="words", alt="Words alone.").render_html(), "html.parser")
    assert not shown.details
    assert shown.img["alt"] == "Words alone."


def test_nothing_is_asked_for_from_outside(chart):
    written = unquote(unescape(chart.render_html()))
    assert {*re.findall(r"https?://[^\s\"')]+", written)} <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert not re.findall(r"url\((?!\"?(?:data:|#))", written)


def test_a_typeface_of_a_case_is_not_put_in_but_its_words_have_their_width(chart):
    house = get_shipped_house()
    data = (FONT_FOLDER / "CommuniqueSans-Regular.ttf").read_bytes()
    own = replace(house, faces=(Face("Communique Sans", "Regular", data),))
    assert "@font-face" in in_notebook.build_typefaces(house)
    assert in_notebook.build_typefaces(own) == ""
    assert in_notebook.build_typefaces(replace(house, type={**house.type, "label": "Nowhere Sans"})) == ""


def test_where_only_pictures_are_shown_words_have_their_width_too(chart):
    texts = list(ElementTree.fromstring(chart._repr_mimebundle_()["image/svg+xml"]).iter(f"{SVG}text"))
    assert texts
    assert all(text.get("textLength") for text in texts)


def test_a_figure_with_cyrillic_letters_brings_them():
    chart = bars(
        pd.DataFrame({"who": ["Київ"], "cost": [number(3, "USD")]}), "Витрати", key="k", label="who", value="cost"
    )
    faces = re.findall(r"@font-face\{[^}]*\}", unquote(chart.render_html()))
    assert [face.endswith("unicode-range:U+0400-052F}") for face in faces] == [False, False, True, True]
    assert "unicode-range" not in in_notebook.build_typefaces(chart.house)
