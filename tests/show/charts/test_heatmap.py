"""The heatmap: cells in shades by level, each with its word, or with letters that the key explains."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest

from analysis import heatmap
from analysis.errors import UsageError
from analysis.show.charts.meaning import find_look
from analysis.style.colour import compute_contrast, compute_lightness, lighten
from tests.show.charts.drawn import read_bars, read_words

LEVELS = ["nothing said", "mentioned", "specified"]


def draw(frame: pd.DataFrame, columns: int = 2, levels=LEVELS):
    names = [f"Plan {chr(65 + at)}" for at in range(columns)]
    return heatmap(
        frame,
        "Few are full",
        key="k",
        label="element",
        columns=dict(zip("abcdefgh", names, strict=False)),
        levels=levels,
    )


FRAME = pd.DataFrame(
    {"element": ["Trigger", "Response"], "a": ["mentioned", "Specified"], "b": ["nothing said", None]}, dtype=object
)


def test_shades_go_from_pale_to_dark_and_every_cell_has_its_word():
    svg = draw(FRAME).wide
    key, cells = read_bars(svg)[:3], read_bars(svg)[3:]
    lightness = [compute_lightness(lighten(bar.colour, 1 - bar.opacity)) for bar in key]
    assert all(one - other > 20 for one, other in pairwise(lightness))
    assert [bar.opacity for bar in cells[:3]] == [key[1].opacity, key[0].opacity, key[2].opacity]
    assert {bar.colour for bar in key} == {bar.colour for bar in cells[:3]}  # one hue, seen through on any page
    assert len(cells) == 3 or cells[3].colour not in {bar.colour for bar in key}  # the empty one
    assert {"mentioned", "nothing said", "specified", "–"} <= {*read_words(svg)}


def test_where_words_do_not_fit_letters_stand_and_the_key_explains_them():
    frame = pd.DataFrame({"element": ["Trigger"], **{key: ["specified"] for key in "abcdefgh"}})
    made = draw(frame, columns=8)
    words = read_words(made.narrow)
    assert {"N", "M", "S", "Specified", "Mentioned"} <= {*words}
    assert "specified" not in words


def test_the_word_on_a_shade_can_be_read():
    dark = "#134a7c"
    assert {bar.colour for bar in read_bars(draw(FRAME).wide)} >= {dark}
    assert compute_contrast(dark, "#fdfdfe") > 4.5


def test_verdicts_keep_their_own_colours():
    frame = pd.DataFrame({"element": ["One"], "a": ["Confirmed"], "b": ["Contradicted"]})
    svg = draw(frame, levels=["Confirmed", "Contradicted"]).wide
    assert [bar.colour for bar in read_bars(svg)[2:]] == [
        find_look(one).colour for one in ("Confirmed", "Contradicted")
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"levels": ["mentioned"]}, r"found 'Specified' \(Response, a\); allowed: mentioned"),
        ({"levels": list("abcdefg")}, r"found 7 levels .* allowed: 1 to 6"),
        ({"columns": {"z": "Plan"}}, "no column 'z'"),
    ],
)
def test_what_cannot_be_drawn_is_refused(change, said):
    with pytest.raises(UsageError, match=f"chart 'k': {said}"):
        heatmap(
            FRAME.iloc[1:], "X", key="k", **({"label": "element", "columns": {"a": "A"}, "levels": LEVELS} | change)
        )


def test_headings_run_upwards_where_a_word_is_wider_than_its_column():
    frame = pd.DataFrame({"element": ["Paris"], **{key: ["specified"] for key in "abcdefgh"}}, dtype=object)
    names = {key: f"Ratification {key.upper()}" for key in "abcdefgh"}
    made = heatmap(frame, "All", key="k", label="element", columns=names, levels=LEVELS)
    few = heatmap(frame, "Two", key="k", label="element", columns={k: names[k] for k in "ab"}, levels=LEVELS)
    assert made.narrow.count("rotate(-90") == 8
    assert "rotate(-90" not in few.wide
    words = read_words(made.narrow)
    places = [words[name] for name in names.values()]
    assert len({y for _, y in places}) == 1
    steps = [other[0] - one[0] for one, other in pairwise(places)]
    assert steps == pytest.approx([steps[0]] * 7)
    assert steps[0] > 0
