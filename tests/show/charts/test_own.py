"""Figures of matplotlib: in the house style, with their data, their numbers linked to claims, in every format."""

from __future__ import annotations

import re
import sys
from dataclasses import replace

import pandas as pd
import pytest
from matplotlib import rcParams
from matplotlib.figure import Figure

from analysis import cover, figure, figure_style, format_estimate, load_case
from analysis.errors import MissingAltText, UntracedNumber, UsageError
from analysis.report.document import reader
from analysis.report.formats.docx.document import write_docx
from analysis.report.formats.html.page import write_html
from analysis.report.formats.markdown import write_markdown
from analysis.report.formats.pdf.document import write_pdf
from analysis.report.formats.side_files import build_piece_files
from analysis.style.house import use_house
from tests.conftest import TINY
from tests.notebooks_in_memory import make_executed_notebook

ALT = "Two bars: Need is higher than Means."


@pytest.fixture(scope="module")
def case():
    return load_case(TINY)


@pytest.fixture(scope="module")
def frame(case):
    amounts = [case["reconstruction.need"], case["assets.usable"]]
    return pd.DataFrame({"item": ["Need", "Means"], "amount": amounts})


def draw(frame=None, *texts, numbered: bool = True, **size) -> Figure:
    """A bar chart of the frame, drawn in the house style, with more texts in it."""
    with figure_style():
        fig = Figure(**size)
        axes = fig.subplots()
        if numbered:
            axes.bar(frame["item"], [amount.value for amount in frame["amount"]])
        else:
            axes.axis("off")
        for text in texts:
            axes.annotate(text, (0, 1))
    return fig


def make(fig, frame, **more):
    return figure(fig, "A finding", key="own", data=frame, alt=ALT, **more)


def test_a_figure_has_its_data_its_claims_and_its_sources(frame):
    block = make(draw(frame), frame).build_block()
    assert [row[0] for row in block.data.rows] == ["Need", "Means"]
    assert [row[1].text for row in block.data.rows] == ["$800 billion", "≤ $100 billion"]
    assert [row[1].claims for row in block.data.rows] == [("need_article",), ("usable_article",)]
    assert block.notes == (["Source: ", block.notes[0][1], "."],)
    assert block.notes[0][1].text == "The Daily Test"


def test_a_number_in_the_drawing_leads_to_its_note(case, frame):
    first, second = frame["amount"]
    fig = draw(frame, format_estimate(second, "sign"), f"From {format_estimate(first)} down", "words alone")
    made = make(fig, frame)
    assert re.findall(r'<a href="#number-(\d)">\s*<text[^>]*>([^<]*)', made.wide) == [("1", "≤ $100 billion")]
    page = write_html(read(case, made), {})
    (drawn,) = re.findall(r'<div class="wide">(.*?)</div>\n<div class="narrow">', page, re.S)
    (note,) = re.findall(r'<a class="mark" href="#(note-\d+)"', drawn)
    assert f'id="{note}"' in page


def read(case, *shown):
    return reader.read_document(make_executed_notebook(cover("A title", "A question?", case.about), *shown))


def test_the_words_are_in_the_typeface_of_the_house_and_the_ink_can_change(frame):
    fig = Figure()  # not drawn in the house style
    fig.subplots().plot([0, 1], "k", label="a line")
    fig.legend(loc="upper left")
    svg = make(fig, frame).wide
    assert set(re.findall(r"font-family: ([^;\"]*)", svg)) == {"'Communique Sans'"}
    assert '<svg class="ink-fill"' in svg
    fixed = re.findall(r'<(?!svg)[^>]*style="[^"]*#(?:000000|ffffff|1b1f27)[^>]*>', svg)
    assert [tag for tag in fixed if "class=" not in tag] == []
    assert svg.count("ink-stroke") > 1
    assert "paper-fill" in svg


def test_a_power_of_ten_is_written_as_one_and_a_dollar_sign_stays(frame):
    fig = Figure()
    axes = fig.subplots()
    axes.plot([1, 1000])
    axes.set_yscale("log")
    axes.set_title("in $ and in $")
    svg = make(fig, frame).wide
    assert ">in $ and in $</text>" in svg
    assert "mathdefault" not in svg
    assert set(re.findall(r"font-family: ([^;\"]*)", svg)) == {"'Communique Sans'"}


def test_the_same_figure_has_the_same_bytes_whatever_a_notebook_has_set(frame):
    first = make(draw(frame), frame)
    with figure_style():
        rcParams["svg.fonttype"] = "path"
        rcParams["svg.hashsalt"] = "mine"
        second = make(draw(frame), frame)
    assert first.wide == second.wide == first.narrow


def test_the_style_of_a_case_reaches_the_figure_and_ends_with_the_block(case, frame):
    before = dict(rcParams)
    colour = {**case.house.colour, "series": ["#aa0000"], "ink": "#220000"}
    with use_house(replace(case.house, colour=colour)):
        svg = make(draw(frame), frame).wide
    assert "#aa0000" in svg
    assert "#220000" in svg
    with figure_style(replace(case.house, colour=colour)):
        assert rcParams["axes.prop_cycle"].by_key()["color"] == ["#aa0000"]
    assert dict(rcParams) == before


def test_a_figure_is_never_larger_than_it_was_drawn_and_its_words_can_be_read(frame):
    small = make(draw(frame, figsize=(3, 2)), frame).wide
    left, width = map(float, re.search(r'viewBox="([-\d.]+) 0 ([\d.]+)', small).groups())
    assert width == pytest.approx(6.4 * 72)
    assert left == pytest.approx(-(6.4 - 3) * 72 / 2, abs=8)
    with pytest.raises(
        UsageError, match=r"words of 9\.5 points in a figure 1\d\.\d inches wide are \d\.\d points where"
    ):
        make(draw(frame, figsize=(14, 4)), frame)


def test_a_telephone_gets_a_drawing_of_its_own(frame):
    made = make(draw(frame), frame, narrow=draw(frame, figsize=(3.4, 3)))
    assert made.narrow != made.wide
    assert float(re.search(r'viewBox="[-\d.]+ 0 ([\d.]+)', made.narrow)[1]) == pytest.approx(3.5 * 72)
    with pytest.raises(UntracedNumber, match="'about 700' is drawn"):
        make(draw(frame), frame, narrow=draw(frame, "about 700"))


# What is refused


@pytest.mark.parametrize("text", ["about $700 billion", "$8", "$800 billions", "−$800 billion", "28 points", "1,800"])
def test_a_digit_of_no_number_in_the_data_is_refused(frame, text):
    with pytest.raises(
        UntracedNumber, match=rf"figure 'own': {re.escape(repr(text))} is drawn and holds a digit of no"
    ):
        make(draw(frame, text), frame)


def test_a_place_of_the_caption_brings_its_number_and_its_name(case, frame):
    plan, need = case.label("plan_high"), case["reconstruction.need"]
    fig = draw(frame, f"{plan}: {format_estimate(need, 'bare')}")
    assert figure(fig, "A finding of {plan}", key="own", data=frame, alt=ALT, plan=plan).alt == ALT


def test_an_axis_needs_no_claims_but_its_words_do(frame):
    for labels in (["10", "20"], ["Plan 1", "Plan 2"]):
        fig = draw(frame)
        fig.axes[0].set_xticks([0, 1], labels=labels)
        with pytest.raises(UntracedNumber, match=f"{labels[0]!r} is drawn"):
            make(fig, frame)
    years = draw(frame)
    years.axes[0].set_xticks([0, 1], labels=["2014", "2022"])
    scaled = draw(frame)
    scaled.axes[0].yaxis.set_major_formatter(lambda value, _: f"{value / 1000:.1f} trillion")
    assert ">2014</text>" in make(years, frame).wide
    assert ">0.8 trillion</text>" in make(scaled, frame).wide


def test_an_axis_with_numbers_needs_data_and_a_drawing_without_any_does_not(case, frame):
    with pytest.raises(UntracedNumber, match=r"figure 'own': an axis has numbers, and data have none; give data="):
        make(draw(frame), None)
    made = make(draw(None, "from here to there", numbered=False), None)
    document = read(case, made)
    (block,) = document.blocks
    assert block.data.columns == ()
    assert build_piece_files(document).keys() == {"figures/own.svg", "figures/own-narrow.svg"}
    assert "Data behind" not in write_html(document, {})
    assert "Data behind" not in write_markdown(document)
    assert write_pdf(document, {}).startswith(b"%PDF")
    assert write_docx(document, {}).startswith(b"PK")


def test_a_figure_without_words_on_it_is_refused(frame):
    with pytest.raises(MissingAltText, match=r"figure 'own': write in alt="):
        figure(draw(frame), "A finding", key="own", data=frame, alt=" ")


def test_a_digit_in_the_alternative_text_or_the_caption_is_refused(case, frame):
    for more in ({"caption": "By 2030", "alt": ALT}, {"caption": "A finding", "alt": "Need is 800 billion."}):
        with pytest.raises(UntracedNumber, match="typed digit"):
            figure(draw(frame), key="own", data=frame, **more)
    said = figure(draw(frame), "A", key="own", data=frame, alt="Need is {need}.", need=case["reconstruction.need"])
    assert said.alt == "Need is $800 billion."


def test_what_is_no_figure_is_named_and_what_has_one_is_taken(frame):
    with pytest.raises(UsageError, match="found a value of type list; allowed: a figure of matplotlib, or its Axes"):
        make([1], frame)
    fig = draw(frame)
    parts = Figure().subfigures(1, 2)
    parts[0].subplots()
    assert make(fig.axes[0], frame).wide == make(draw(frame), frame).wide
    assert make(parts[0], frame).wide.count("<text") > 2


def test_a_shown_figure_is_closed_so_that_no_cell_shows_it_again(frame):
    from matplotlib import pyplot

    pyplot.switch_backend("agg")
    pyplot.close("all")
    with figure_style():
        fig, axes = pyplot.subplots()
        axes.plot([1, 2])
    assert pyplot.get_fignums() == [fig.number]
    make(fig, frame)
    assert pyplot.get_fignums() == []
    assert "matplotlib.pyplot" in sys.modules


def test_a_link_or_a_script_in_the_figure_is_refused(case, frame):
    fig = draw(frame)
    fig.axes[0].patches[0].set_url("https://example.org")
    with pytest.raises(Exception, match="holds 'a'; allowed: one SVG of shapes and text"):
        read(case, make(fig, frame))
