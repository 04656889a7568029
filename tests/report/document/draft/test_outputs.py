"""Outputs of every kind: the richest form that needs no script, and what is said of the rest."""

from __future__ import annotations

import pytest

from analysis.report.document.draft.outputs import OutputReader
from analysis.report.document.draft.pictures import PictureReader
from analysis.report.document.model import Formula, Grid, Look, Picture, Prose, Verbatim, get_plain_text

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def read(*outputs):
    return list(OutputReader(PictureReader()).read(outputs, 4))


def show(**forms):
    return read(
        {"output_type": "display_data", "data": {kind.replace("__", "/"): form for kind, form in forms.items()}}
    )


def test_text_printed_bit_by_bit_is_one_text():
    parts = [{"output_type": "stream", "name": "stdout", "text": text} for text in ("a ", "b\n")]
    aside = {"output_type": "stream", "name": "stderr", "text": ["warn\n"]}
    assert read(*parts, aside) == [Verbatim("a b", "output"), Verbatim("warn", "aside")]


def test_an_error_is_shown_with_its_traceback_and_its_colours():
    error = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\x1b[31mE\x1b[0m", "line 3"]}
    assert read(error) == [Verbatim("E\nline 3", "error", (Look(0, 1, ("red",)),))]
    assert read({"output_type": "error", "ename": "E", "evalue": "v", "traceback": []}) == [Verbatim("E: v", "error")]


def test_html_is_taken_before_a_picture_and_a_picture_before_text():
    table = "<table><tr><td>1</td></tr></table>"
    assert isinstance(show(text__html=table, image__png=PIXEL)[0], Grid)
    (picture,) = show(image__png=PIXEL, text__plain="<Figure size 640x480>")
    assert isinstance(picture, Picture)
    assert (picture.kind, picture.width, picture.height) == ("png", 1, 1)
    assert picture.alt == "Picture made by cell 4: <Figure size 640x480>"


def test_a_picture_that_is_none_is_named():
    (item,) = show(image__png='"><script>alert(1)</script>')
    assert isinstance(item, Prose)
    assert get_plain_text(item.text) == "A picture (image/png) that cannot be read."


def test_what_only_a_script_shows_is_named_and_its_next_form_shown():
    items = show(**{"text__html": "<div id='a'></div><script>draw()</script>", "text__plain": "Chart of 3 bars"})
    assert items == [Verbatim("Chart of 3 bars", "output")]
    items = show(**{"application__vnd.jupyter.widget-view+json": {}, "text__plain": "IntSlider(value=3)"})
    assert [get_plain_text(item.text) if isinstance(item, Prose) else item.text for item in items] == [
        "Here the notebook has a widget, which only runs there.",
        "IntSlider(value=3)",
    ]
    (item,) = show(text__html="<script>draw()</script>")
    assert get_plain_text(item.text) == "Interactive content, made by a script that a draft does not run."


@pytest.mark.parametrize(
    ("latex", "inside"),
    [
        (r"$\displaystyle x^2$", r"\displaystyle x^2"),
        ("$$y$$", "y"),
        (r"\begin{align}a\end{align}", r"\begin{align}a\end{align}"),
    ],
)
def test_mathematics_of_an_output(latex, inside):
    assert show(text__latex=latex, text__plain="x**2") == [Prose((Formula(inside, display=True),))]


def test_a_table_in_latex_is_shown_as_its_source():
    assert show(text__latex=r"\begin{tabular}{l}a\end{tabular}") == [
        Verbatim(r"\begin{tabular}{l}a\end{tabular}", "output")
    ]


def test_json_is_shown_whole():
    assert show(application__json={"a": [1]}, text__plain="<JSON object>") == [
        Verbatim('{\n "a": [\n  1\n ]\n}', "output")
    ]
