"""Charts: the words beside the picture, the data behind it, and the same bytes every time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from urllib.parse import unquote

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import bars, compare, dots, ladder, load_case, network, timeline
from analysis.contract import BUNDLE_MIME
from analysis.errors import UntracedNumber, UsageError
from analysis.estimates.constructors import make_leaf
from analysis.label import Label
from analysis.show.bundle import find_numbers, format_text
from analysis.show.charts import canvas
from analysis.show.charts.certainty import KEY
from analysis.show.charts.drawing import render_svg
from analysis.show.charts.typeface import measure_text, wrap_text
from analysis.show.number import format_estimate
from analysis.style.house import get_shipped_house
from tests.conftest import ROOT, TINY
from tests.show.charts.drawn import read_bars, read_lines, read_words

CODE = """
import hashlib, sys
from analysis import bars, compare, load_case
levels = compare.forces.levels(load_case(sys.argv[1]))
chart = bars(levels, "Caps", key="levels", label="level", value="amount")
print(hashlib.sha256((chart.wide + chart.narrow).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def case():
    return load_case(TINY)


@pytest.fixture(scope="module")
def levels(case):
    return bars(
        compare.forces.levels(case),
        "The {plan} alone asks for less",
        key="levels",
        label="level",
        value="amount",
        plan=case.label("plan_low"),
    )


@pytest.fixture(scope="module")
def steps(case):
    need = case["reconstruction.need"]
    return ladder(
        compare.reconstruction.funding(case),
        "Most of {need} has no source",
        key="steps",
        label="rung",
        value="amount",
        total=need.named("need", "Need"),
        need=need,
    )


@pytest.fixture(scope="module")
def grouped(case):
    return bars(
        compare.forces.caps(case),
        "Each cap weighs more today",
        key="density",
        label="plan",
        value={"per_1000_now": "now", "per_1000_before": "before the war"},
    )


@pytest.fixture(params=["levels", "steps", "grouped"])
def chart(request):
    return request.getfixturevalue(request.param)


def test_the_alternative_text_says_the_finding_and_every_value(chart):
    block = chart.build_block()
    assert format_text(block.title).rstrip(".") in block.alt
    for number in find_numbers(block.data.rows):
        bare = re.sub(r"^[≈≲≥≤>] ", "", number.text)
        assert bare in block.alt
    for row in block.data.rows:
        assert format_text([row[0]]) in block.alt
    assert not re.search(r"\d\.\d{4,}|nan|inf\b|None", block.alt)


def test_the_alternative_text_says_how_sure_each_value_is(levels):
    assert levels.alt.startswith("Bar chart. The 28-point plan alone asks for less.")
    assert "Present strength: about 800,000 (720,000 to 880,000)" in levels.alt
    assert "Troop cap in the 28-point plan: 600,000" in levels.alt


def test_the_ladder_says_what_its_rungs_make(steps):
    assert steps.alt.endswith("Together they make Need, $800 billion.")


def test_every_number_drawn_leads_to_a_card(chart):
    bundle = chart.build_bundle()
    numbers = find_numbers([bundle.block.title, *bundle.block.notes, *bundle.block.data.rows])
    assert numbers
    for number in numbers:
        assert number.claims
        assert all(bundle.claims[claim].statement for claim in number.claims)


def test_the_bundle_is_plain_json_with_both_drawings(chart):
    bundle = chart._repr_mimebundle_()
    found = json.loads(json.dumps(bundle[BUNDLE_MIME], allow_nan=False))
    assert {"version", "kind", "claims", "key", "title", "svg", "narrow", "alt", "data", "notes"} <= {*found}
    assert found["kind"] == "figure"
    assert bundle["text/plain"] == found["alt"]


def test_a_printed_number_leads_to_its_place_in_the_data_and_in_a_notebook_to_its_note(chart):
    bundle, data = chart._repr_mimebundle_(), find_numbers(chart.data.rows)
    for svg in (chart.wide, chart.narrow):
        printed = re.findall(r'<a href="#number-(\d+)">\s*<text[^>]*>([^<]*)</text>', svg)
        assert sorted(int(number) for number, _ in printed) == list(range(len(data)))
        for number, text in printed:  # as a sentence has it there, with a sign here
            assert text.split()[-1].strip("%") in data[int(number)].text
    assert "<a " not in bundle["image/svg+xml"]
    html = unquote(bundle["text/html"])
    assert '<a href="#number-' not in html
    marks = re.findall(r'<g class="mark"[^>]* aria-label="([^"]*)" data-note="#note-([^"]*)"', html)
    assert sorted(text for text, _ in marks) == sorted(2 * [number.text for number in data])  # wide and narrow
    assert all(f'data-key="{key}"' in html for _, key in marks)


def test_the_drawings_are_sound_svg_and_need_nothing_from_outside(chart):
    for svg in (chart.wide, chart.narrow):
        assert ElementTree.fromstring(svg).tag.endswith("svg")
        assert "<script" not in svg
        assert not re.search(r'(href|src)="(?!#)', svg.replace("http://www.w3.org", ""))
        assert "<metadata" not in svg


def test_what_is_drawn_is_what_is_said(levels, case):
    frame = compare.forces.levels(case)
    assert len(frame) > 1
    for row in frame.itertuples():
        assert format_estimate(row.amount) in levels.wide


def test_the_same_data_give_the_same_bytes(case, levels):
    again = bars(
        compare.forces.levels(case),
        "The {plan} alone asks for less",
        key="levels",
        label="level",
        value="amount",
        plan=case.label("plan_low"),
    )
    assert (again.wide, again.narrow) == (levels.wide, levels.narrow)


@pytest.mark.slow
def test_the_same_bytes_in_another_process():
    found = {
        subprocess.run(
            [sys.executable, "-c", CODE, str(TINY)],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        ).stdout
        for seed in "12"
    }
    assert len(found) == 1


def test_two_charts_on_a_page_share_no_id(levels, steps):
    ids = [set(re.findall(r' id="([^"]+)"', chart)) for chart in (levels.wide, levels.narrow, steps.wide)]
    assert len(set.union(*ids)) == sum(map(len, ids))


def test_a_note_is_one_more_line_and_may_have_places(levels, case):
    noted = levels.note("Of {now} people.", now=case["population.now"])
    assert "pop_now_article" in noted._repr_mimebundle_()[BUNDLE_MIME]["claims"]
    assert levels.notes == ()


@pytest.mark.parametrize(
    "make",
    [
        lambda f: bars(f, "By 2025", key="k", label="level", value="amount"),
        lambda f: bars(f, "Caps", key="k", label="level", value={"amount": "in 2025"}),
        lambda f: bars(f, "Caps", key="k", label="level", value="amount").note("In 2025"),
        lambda f: bars(f.assign(amount=5), "Caps", key="k", label="level", value="amount"),
        lambda f: bars(f.assign(level="Plan 28"), "Caps", key="k", label="level", value="amount"),
    ],
)
def test_numbers_without_a_claim_are_refused(case, make):
    with pytest.raises(UntracedNumber):
        make(compare.forces.levels(case))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"label": "levl"}, r"chart 'k': no column 'levl' \(nearest: level\)"),
        ({"value": "amont"}, r"chart 'k': no column 'amont' \(nearest: amount\)"),
    ],
)
def test_a_misspelt_column_names_the_nearest(case, asked, said):
    with pytest.raises(UsageError, match=said):
        bars(compare.forces.levels(case), "Caps", key="k", **({"label": "level", "value": "amount"} | asked))


@pytest.mark.parametrize(
    "draw",
    [
        lambda empty: bars(empty, "Nothing", key="k", label="a", value="b"),
        lambda empty: dots(empty, "Nothing", key="k", label="a", series="b", value="c"),
        lambda empty: network(empty, "Nothing", key="k", one="a", other="b", layer="c"),
        lambda empty: timeline(empty, "Nothing", key="k", day="a", when="b", label="c"),
    ],
)
def test_nothing_to_draw_says_so(draw):
    with pytest.raises(UsageError, match="there is nothing to draw"):
        draw(pd.DataFrame(columns=["a", "b", "c"]))


def test_an_unknown_layer_of_a_network_names_the_nearest():
    channels = pd.DataFrame({"one": ["North"], "other": ["South"], "layer": ["frist"]})
    with pytest.raises(UsageError, match=r"'k': found 'frist' in column 'layer'; allowed: first, second, none.*first"):
        network(channels, "Who talks", key="k")


@pytest.mark.parametrize("values", [(0, 0), (-5, 5), (-5, -1), (1e-9, 1e12)])
def test_bars_of_any_sign_and_size_can_be_drawn(values):
    frame = pd.DataFrame(
        {
            "what": ["One", "Other"],
            "much": [make_leaf(f"c{v}", v, "USD", low=v - abs(v), high=v + abs(v)) for v in values],
        }
    )
    chart = bars(frame, "Of any size", key="k", label="what", value="much")
    assert "nan" not in chart.wide
    assert ElementTree.fromstring(chart.wide) is not None


@pytest.mark.parametrize("bold", [False, True])
def test_a_word_wider_than_its_line_is_broken_and_nothing_is_lost(bold):
    word = "Nonintervention" * 6
    lines = wrap_text(f"Of {word} alone", 1.2, bold=bold)
    assert lines[0] == "Of"
    assert "".join(lines).replace(" ", "") == f"Of{word}alone"
    assert lines[-1].endswith("alone")
    assert all(measure_text(line, bold=bold) <= 1.2 for line in lines)
    assert wrap_text("narrower than a letter", 0.01)[:3] == ["n", "a", "r"]
    assert wrap_text("е\u0301", 0.01) == ["е\u0301"]  # an accent stays with its letter


def test_bars_grow_rightward_beside_a_word_without_end():
    frame = pd.DataFrame(
        {
            "name": ["x" * 90, "short"],
            "number": [make_leaf("a", 2, "person", origin=None), make_leaf("b", 1, "person", origin=None)],
        }
    )
    chart = bars(frame, "One is longer", key="endless", label="name", value="number")
    for svg, width in ((chart.wide, canvas.WIDE), (chart.narrow, canvas.NARROW)):
        colour = canvas.get_series_colour(0)
        shapes = re.findall(rf'<path d="M ([\d.]+) [\d.]+ \nL ([\d.]+) [^"]*" style="fill: {colour}"', svg)
        assert len(shapes) == 2
        (first, second) = [[float(x) for x in shape] for shape in shapes]
        assert first[0] == second[0]
        assert (first[1] - first[0]) == pytest.approx(2 * (second[1] - second[0]), rel=0.01)
        assert first[1] <= width * 72


def test_a_circle_is_two_arcs_with_its_radius():
    def draw(renderer):
        from matplotlib.patches import Circle

        Circle((36, 36), 18, transform=None).draw(renderer)  # points, from the lower left corner

    (path,) = re.findall(r' d="([^"]*)"', render_svg(draw, width=1, height=1, key="k").split("<g>")[-1])
    assert path.strip() == "M 36 54 A 18 18 0 1 0 36 18 A 18 18 0 1 0 36 54 z"


def test_each_kind_of_bar_has_a_colour_and_is_named_at_its_first(case):
    frame = compare.forces.levels(case)
    made = bars(frame, "A finding", key="kinds", label="level", value="amount", by="kind")
    for svg in (made.wide, made.narrow):
        assert [svg.count(f">{kind}</text>") for kind in ("Limit", "Level")] == [1, 1]  # above those of its kind
        assert {canvas.get_series_colour(0), canvas.get_series_colour(1)} <= set(re.findall(r"fill: (#\w{6})", svg))
    assert [format_text(column.label) for column in made.data.columns] == ["level", "kind", "amount"]


def test_headings_of_several_bars_are_said_once(grouped):
    assert grouped.wide.count(">before the war<") == grouped.narrow.count(">before the war<") == 1


def test_a_misspelt_kind_names_the_nearest(case):
    with pytest.raises(UsageError, match="nearest: level"):
        bars(compare.forces.levels(case), "A finding", key="k", label="level", value="amount", by="levle")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ["الزابوريجيا", "議定書", "Peace 🕊", "a\tb"])
def test_a_name_in_letters_the_typeface_lacks_can_be_drawn(case, name):
    frame = compare.forces.levels(case).assign(level=[name] * 4)
    made = bars(frame, "A finding", key="k", label="level", value="amount")
    assert name.split()[0].replace("\t", " ") in made.wide


def find_position(svg: str, words: str) -> tuple[float, float]:
    """Where words begin, in points."""
    found = re.search(rf'<text[^>]*transform="translate\(([\d.]+) ([\d.]+)\)[^>]*>{re.escape(words)}<', svg)
    return float(found[1]), float(found[2])


def make_frame(*sizes: float, sure: bool = True) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "what": [Label(f"Row {chr(65 + n)}", f"r{n}") for n in range(len(sizes))],
            "claims": [
                make_leaf(f"c{n}", size, "item", low=None if sure else size * 0.9) for n, size in enumerate(sizes)
            ],
        },
        dtype=object,
    )


@pytest.mark.parametrize("sure", [True, False])
def test_each_number_stands_right_of_its_own_bar(sure):
    made = bars(make_frame(57, 83, sure=sure), "A finding", key="k", label="what", value="claims")
    words = "" if sure else "at most "
    for svg in (made.wide, made.narrow):
        ends = [
            max(bar.right for bar in read_bars(svg) if bar.top == top)
            for top in sorted({b.top for b in read_bars(svg)})
        ]
        gaps = [find_position(svg, words + size)[0] / 72 - end for size, end in zip(("57", "83"), ends, strict=True)]
        assert 0 < min(gaps) <= max(gaps) < 0.15


def test_the_key_names_the_signs_that_a_figure_uses_and_no_others():
    frame = pd.DataFrame(
        {
            "what": list("ABC"),
            "much": [
                make_leaf("a", 5, "USD"),
                make_leaf("b", 6, "USD", qualifier="at_most", minimum=0),
                make_leaf("c", 7, "USD", qualifier="about"),
            ],
        }
    )
    told = [
        [
            format_text(note)
            for note in bars(frame.iloc[:rows], "Lines", key="k", label="what", value="much").build_block().notes
        ]
        for rows in (1, 2, 3)
    ]
    assert told == [[], [KEY["fading"]], [f"{KEY['fading']} {KEY['dashed']}"]]


def test_a_ladder_draws_what_is_unsure_of_each_rung_from_where_it_begins(case):
    need = case["reconstruction.need"].named("need", "Need")
    frame = pd.DataFrame(
        {
            "rung": ["One", "Other"],
            "amount": [make_leaf("one", 300, "billion USD"), make_leaf("other", 500, "billion USD", low=400, high=500)],
        }
    )
    made = ladder(frame, "A finding", key="k", label="rung", value="amount", total=need)
    first, *rest = read_bars(made.wide, canvas.get_series_colour(0))
    scale = (first.right - first.left) / 300
    (solid, *faded) = sorted(rest, key=lambda bar: bar.opacity, reverse=True)
    assert solid[:2] == pytest.approx((first.right, first.right + 400 * scale), abs=1e-4)
    assert {bar.left for bar in faded} == {solid.right}
    assert max(bar.right for bar in faded) == pytest.approx(first.right + 500 * scale, abs=1e-4)


@given(
    st.lists(
        st.tuples(st.integers(1, 999), st.sampled_from(["USD", "thousand USD", "million USD", "billion USD"])),
        min_size=2,
        max_size=4,
    )
)
@settings(max_examples=10, deadline=None)
def test_bars_are_as_long_as_their_numbers_whatever_the_unit_of_each(amounts):
    estimates = [make_leaf(f"c{at}", value, unit) for at, (value, unit) in enumerate(amounts)]
    frame = pd.DataFrame({"what": [f"Row {'abcd'[at]}" for at in range(len(amounts))], "much": estimates})
    made = bars(frame, "Of several units", key="k", label="what", value="much")
    colour = canvas.get_series_colour(0)
    drawn = [
        max(found) - min(found)
        for path in re.findall(rf'<path d="([^"]*)"[^>]*style="fill: {colour}', made.wide)
        for found in [[float(x) for x in re.findall(r"[ML] ([\d.]+)", path)]]
    ]
    sizes = [estimate.base_value for estimate in estimates]
    assert [length / max(drawn) for length in drawn] == pytest.approx([size / max(sizes) for size in sizes], abs=0.001)


def test_the_double_of_a_claim_is_a_bar_of_double_length():
    need = make_leaf("need", 30, "billion USD")  # its double is in USD, as all that is multiplied
    frame = pd.DataFrame({"what": ["Once", "Twice"], "much": [need, need * 2]})
    made = bars(frame, "The double", key="k", label="what", value="much")
    paths = re.findall(rf'<path d="([^"]*)"[^>]*style="fill: {canvas.get_series_colour(0)}', made.wide)
    once, twice = (
        max(found) - min(found) for path in paths for found in [[float(x) for x in re.findall(r"[ML] ([\d.]+)", path)]]
    )
    assert twice == pytest.approx(2 * once, abs=0.001)
    assert "Once: $30 billion; Twice: $60 billion." in made.alt


def test_numbers_that_measure_different_things_share_no_scale():
    frame = pd.DataFrame({"what": ["Need", "Staff"], "much": [make_leaf("a", 3, "USD"), make_leaf("b", 4, "person")]})
    with pytest.raises(
        UsageError, match=r"chart 'k': found USD \(Need\) and person \(Staff\); allowed: numbers that me"
    ):
        bars(frame, "Both", key="k", label="what", value="much")


def _draw_dots(*estimates):
    frame = pd.DataFrame({"matter": "Border", "party": list("ABC")[: len(estimates)], "view": estimates})
    return dots(frame, "Views", key="k", label="matter", series="party", value="view")


def _find_dots(made):
    return [float(x) for x in re.findall(r'<use xlink:href="[^"]*" x="([\d.]+)"', made.wide)][-3:]


def test_a_share_in_percent_is_a_dot_where_the_same_share_is():
    as_shares, as_percent = (
        _draw_dots(*(make_leaf(f"c{size}", size * factor, unit) for size in (0, 0.4, 1)))
        for factor, unit in ((1, "one"), (100, "percent"))
    )
    first, middle, last = _find_dots(as_percent)
    assert (first, middle, last) == tuple(_find_dots(as_shares))
    assert middle == pytest.approx(first + 0.4 * (last - first))


@pytest.mark.parametrize(
    ("value", "unit", "shown"), [(30, "USD", r"\$30"), (1.5, "one", "1.5"), (-1, "percent", "−1%")]
)
def test_a_dot_that_is_not_on_the_scale_is_refused(value, unit, shown):
    with pytest.raises(UsageError, match=rf"chart 'k': found {shown} \(Border, A\); allowed: numbers from 0 to 1"):
        _draw_dots(make_leaf("a", value, unit))


def test_a_range_without_an_end_is_drawn_to_the_end_of_the_scale():
    made = _draw_dots(make_leaf("a", 0.5, "one", qualifier="at_least"), make_leaf("b", 0.2, "one", low=0.1, high=0.3))
    assert "inf" not in made.wide
    assert ElementTree.fromstring(made.wide) is not None


def test_a_ladder_that_leads_up_and_down_has_a_colour_and_a_sign_for_either():
    amounts = [make_leaf(name, value, "USD") for name, value in (("a", 9), ("b", -4), ("c", 2))]
    frame = pd.DataFrame({"rung": list("ABC"), "amount": amounts})
    made = ladder(frame, "A finding", key="k", label="rung", value="amount", total=make_leaf("t", 7, "USD"))
    colours = get_shipped_house().colour
    assert [bar.colour for bar in read_bars(made.wide)] == [colours["series"][0], colours["risk"], colours["good"]]
    assert {"$9", "−$4", "+$2", "$7"} <= {*read_words(made.wide)}


def test_the_parts_of_a_ladder_have_one_colour_and_measure_what_the_total_does():
    amounts = [make_leaf("a", 9, "USD"), make_leaf("b", 4, "USD")]
    frame = pd.DataFrame({"rung": ["A", "B"], "amount": amounts})
    made = ladder(frame, "A finding", key="k", label="rung", value="amount", total=make_leaf("t", 13, "USD"))
    assert re.findall(r'style="fill: (#\w{6})"/>', made.wide) == [canvas.get_series_colour(0)] * 2
    with pytest.raises(UsageError, match=r"chart 'k': found person \(t\) and USD \(A\); allowed: numbers that measure"):
        ladder(frame, "A finding", key="k", label="rung", value="amount", total=make_leaf("t", 13, "person"))


@pytest.mark.parametrize(
    ("unit", "column", "said"),
    [
        ("item", "claims", "Number of claims"),
        ("person", "troops", "Troops, in persons"),
        ("one", "weight", "Weight"),
        ("USD", "cost", "Cost, in dollars"),
        ("percent", "share", "Share, in per cent"),
        ("km**2 / day", "gain", "Gain, in km² a day"),
    ],
)
def test_what_a_size_leaves_open_is_said_above_the_bars(unit, column, said):
    frame = pd.DataFrame({"what": ["One"], column: [make_leaf("c", 0.5, unit)]})
    made = bars(frame, "A finding", key="k", label="what", value=column)
    for svg in (made.wide, made.narrow):
        assert next(iter(read_words(svg))) == said


def test_bars_have_an_axis_whose_ticks_stand_where_their_values_do():
    frame = pd.DataFrame({"what": ["One", "Other"], "cost": [make_leaf("c", 450, "USD"), make_leaf("d", 100, "USD")]})
    made = bars(frame, "A finding", key="k", label="what", value="cost")
    for svg in (made.wide, made.narrow):
        longest, shortest = read_bars(svg)
        ticks = sorted({line.points[0][0] for line in read_lines(svg, get_shipped_house().colour["rule"])})
        assert {"$0", "$200", "$400"} <= {*read_words(svg)}
        assert longest.left == pytest.approx(ticks[0], abs=1e-4)
        assert (ticks[-1] - ticks[0]) / 400 == pytest.approx((longest.right - longest.left) / 450, abs=1e-5)
        assert (shortest.right - shortest.left) * 4.5 == pytest.approx(longest.right - longest.left, abs=1e-4)


def test_a_digit_in_a_subtitle_is_refused():
    frame = pd.DataFrame({"what": ["One"], "cost": [make_leaf("c", 450, "USD")]})
    with pytest.raises(
        UntracedNumber, match=r"chart 'k': the subtitle 'Per 1,000' holds a digit .* write the number as"
    ):
        bars(frame, "A finding", key="k", label="what", value="cost", subtitle="Per 1,000")


def test_a_series_is_named_at_its_first_bar_that_can_be_seen():
    frame = pd.DataFrame(
        {
            "what": ["First", "Second"],
            "one": [make_leaf("a", 6, "item"), make_leaf("b", 1, "item")],
            "other": [make_leaf("c", 0, "item"), make_leaf("d", 11, "item")],
        }
    )
    made = bars(frame, "A finding", key="k", label="what", value={"one": "earlier", "other": "later"})
    for svg in (made.wide, made.narrow):
        assert find_position(svg, "earlier")[1] == find_position(svg, "6")[1]
        assert find_position(svg, "later")[1] == find_position(svg, "11")[1]


def test_kinds_that_follow_one_another_stand_under_a_heading_each():
    frame = make_frame(4, 3, 2, 1).assign(when=["before", "before", "now", "now"])
    made = bars(frame, "A finding", key="k", label="what", value="claims", by="when")
    for svg in (made.wide, made.narrow):
        heights = [find_position(svg, words)[1] for words in ("Before", "Row A", "Row B", "Now", "Row C", "Row D")]
        assert heights == sorted(heights)
        assert find_position(svg, "Before")[0] == find_position(svg, "Now")[0]


def test_a_drawing_begins_with_some_room():
    frame = pd.DataFrame({"what": ["One"], "cost": [make_leaf("c", 5, "USD")]})
    made = bars(frame, "A finding", key="k", label="what", value="cost")
    bar = re.search(rf'<path d="([^"]*)" style="fill: {canvas.get_series_colour(0)}', made.wide)[1]
    assert min(float(y) for y in re.findall(r"[ML] [\d.]+ ([\d.]+)", bar)) > 4  # points


def test_a_dot_plot_says_what_is_drawn_and_a_network_holds_further_columns(case):
    at = make_leaf("north", 0.2, "one")
    shares = pd.DataFrame({"matter": ["Border"], "who": ["North"], "at": [at]}, dtype=object)
    drawn = {"key": "k", "label": "matter", "series": "who", "value": "at"}
    chart = dots(shares, "Alone", **drawn, subtitle="What each wants")
    assert "What each wants" in read_words(chart.wide)
    assert "Dot plot. What each wants. Border: North 0.2." in chart.alt
    with pytest.raises(UntracedNumber, match=r"chart 'k': the subtitle 'From 0' holds a digit"):
        dots(shares, "Alone", **drawn, subtitle="From 0")
    talks = pd.DataFrame({"one": ["North"], "other": ["South"], "layer": ["first"], "text": ["Prisoners"]})
    data = network(talks, "The two talk", key="k", beside={"text": "What about"}).data
    assert [format_text(column.label) for column in data.columns] == ["one side", "other side", "layer", "What about"]
    assert format_text(data.rows[0][-1:]) == "Prisoners"


def test_a_dot_plot_need_not_show_what_ranges_have_in_common(case):
    ends = {"low": 0.1, "high": 0.6}
    shares = pd.DataFrame(
        {"matter": "Border", "who": ["North", "South"], "at": [make_leaf(n, 0.3, "one", **ends) for n in "ns"]}
    )
    shares.at[1, "at"] = make_leaf("s", 0.8, "one", low=0.5, high=0.9)
    drawn = {"key": "k", "label": "matter", "series": "who", "value": "at"}
    met = dots(shares, "Both", **drawn)
    apart = dots(shares, "Both", **drawn, with_common=False)
    assert "All ranges meet on: Border." in met.alt
    assert "shared by all" in read_words(met.wide)
    assert "ranges meet" not in apart.alt
    assert "shared by all" not in read_words(apart.wide)
