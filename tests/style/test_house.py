"""A case's own house style: what it can contain, what is refused and how, and that charts and title block use it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image

from analysis import (
    CaseError,
    bars,
    compare,
    cover,
    dots,
    ladder,
    load_case,
    network,
    parameter,
    regions,
    table,
    timeline,
)
from analysis.case.case import Case
from analysis.case.schema import Region
from analysis.errors import ReportError
from analysis.show.charts.figure import Chart
from analysis.show.charts.typeface import measure_text
from analysis.style.colour import compute_contrast
from analysis.style.house import (
    FONT_FOLDER,
    compute_house_fingerprint,
    find_house,
    get_current_house,
    get_shipped_house,
    parse_house,
    serialise_house,
    use_house,
)
from analysis.style.rules import SECTIONS
from tests.case.test_ledger import replace_text

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="10" height="10" fill="#7a1f3d"/></svg>'
BRAND = """
[paper]
size = "us-letter"
margin_mm = 25
[header]
name = "Institute for Settled Things"
classification = "For the delegation only"
[logo]
file = "pictures/logo.svg"
text = "Institute for Settled Things"
[colour]
accent = "#7A1F3D"
series = ["#7a1f3d", "#b8862d", "#5c4d52", "#2f8f86"]
[colour_dark]
accent = "#eda3bb"
"""


def write_house(case: Path, toml: str = BRAND) -> Path:
    """Gives a case a house style and a logo."""
    (case / "house.toml").write_text(toml, encoding="utf-8")
    (case / "pictures").mkdir(exist_ok=True)
    (case / "pictures" / "logo.svg").write_text(LOGO, encoding="utf-8")
    return case


def write_typeface(case: Path, family: str, *, without: str = "", width: int = 0) -> None:
    """Writes the three cuts of a typeface of some name: the shipped one, renamed. width: of every letter, if given."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    (case / "fonts").mkdir(exist_ok=True)
    for cut in ("Regular", "Bold", "Italic"):
        font = TTFont(FONT_FOLDER / f"CommuniqueSans-{cut}.ttf")
        for entry in font["name"].names:
            if entry.nameID in (1, 4, 16):
                entry.string = family if entry.nameID != 4 else f"{family} {cut}"
            elif entry.nameID == 6:
                entry.string = f"{family.replace(' ', '')}-{cut}"
        if without:
            cutter = subset.Subsetter(subset.Options(name_IDs=["*"]))
            cutter.populate(unicodes=set(font.getBestCmap()) - set(map(ord, without)))
            cutter.subset(font)
        for name in font["hmtx"].metrics if width else ():
            font["hmtx"].metrics[name] = (width, 0)
        font.save(case / "fonts" / f"{cut}.ttf")


OWN_TYPE = '[type]\nlabel = "Brand Sans"\nlabel_files = ["fonts/Regular.ttf", "fonts/Bold.ttf", "fonts/Italic.ttf"]\n'


def catch_message(case: Path, toml: str) -> str:
    write_house(case, toml)
    with pytest.raises(CaseError) as error:
        load_case(case)
    assert error.value.exit_code == 2
    return str(error.value)


# What a case says is laid over the shipped style


def test_what_a_case_says_counts_and_the_rest_is_the_shipped_style(tiny):
    style = load_case(write_house(tiny)).house
    assert (style.paper["size"], style.paper["margin_mm"]) == ("us-letter", 25)
    assert style.header == {"name": "Institute for Settled Things", "classification": "For the delegation only"}
    assert style.colour["accent"] == "#7a1f3d"  # in small letters, as drawings have it
    assert style.colour["ink"] == get_shipped_house().colour["ink"]
    assert style.logo.proportion == 4
    assert style.families == get_shipped_house().families


def test_a_case_without_one_uses_the_shipped_style(tiny):
    assert load_case(tiny).house is get_shipped_house()
    assert "house" not in cover("Title", "Why?", {}).build_bundle().to_json()


def test_the_shipped_style_passes_its_own_checks(tiny):
    shutil.copy(FONT_FOLDER.parent / "house.toml", tiny / "house.toml")
    style = load_case(tiny).house
    assert all(getattr(style, section) == getattr(get_shipped_house(), section) for section in SECTIONS)


def test_it_is_among_what_a_report_reads(tiny):
    case = load_case(write_house(tiny))
    assert "house.toml" not in case.recorded_keys
    assert case.about["house"]
    assert {"house.toml", "pictures/logo.svg"} <= case.recorded_keys
    before = case.compute_digest("tiny:pictures/logo.svg")
    (tiny / "pictures" / "logo.svg").write_text(LOGO.replace("#7a1f3d", "#000000"))
    assert case.compute_digest("tiny:pictures/logo.svg") != before
    (tiny / "house.toml").unlink()
    case = load_case(tiny)
    assert "house" not in case.about
    assert "house.toml" in case.recorded_keys  # or one that is added later would not be seen
    assert "pictures/logo.svg" not in case.recorded_keys


def draw_levels(case: Case) -> Chart:
    return bars(compare.forces.levels(case), "Compared", key="x", label="level", value="amount")


def test_charts_are_drawn_in_the_colours_and_the_typeface_of_their_case(tiny, tmp_path):
    plain = draw_levels(load_case(shutil.copytree(tiny, tmp_path / "plain"))).wide
    write_typeface(tiny, "Brand Sans")
    own = draw_levels(load_case(write_house(tiny, BRAND + OWN_TYPE))).wide
    assert "fill: #7a1f3d" in own
    assert "Brand Sans" in own
    assert "fill: #134a7c" in plain
    assert "#7a1f3d" not in plain
    assert "Brand Sans" not in plain
    assert draw_levels(load_case(tmp_path / "plain")).wide == plain


def test_two_cases_in_one_process_do_not_disturb_each_other(tiny, tmp_path):
    plain = load_case(shutil.copytree(tiny, tmp_path / "plain"))
    own = load_case(write_house(tiny))
    for case, accent in ((plain, "#134a7c"), (own, "#7a1f3d"), (plain, "#134a7c")):
        assert f"fill: {accent}" in draw_levels(case).wide
        assert f"fill: {accent}" in draw_levels(case.on("all")).wide
        title = cover("Title", "Why?", case.about).build_block()
        assert parse_house(title.house).colour["accent"] == accent


def test_two_typefaces_of_one_name_are_measured_each_by_its_own_file(tiny, tmp_path):
    other = Path(shutil.copytree(tiny, tmp_path / "other"))
    for case, width in ((tiny, 600), (other, 900)):
        write_typeface(case, "Brand Sans", width=width)
        write_house(case, BRAND + OWN_TYPE)
    widths = []
    for case in (tiny, other):
        with use_house(load_case(case).house):
            widths.append(measure_text("nn"))
    assert widths[1] == pytest.approx(widths[0] * 1.5)


@pytest.mark.parametrize("form", ["bars", "ladder", "dots", "timeline", "network", "regions"])
def test_every_chart_form_is_drawn_in_one_style_throughout(tmp_path, form):
    """In the style of its case, a chart is the same as one that is made within it, measures and colours included."""
    folder = Path(shutil.copytree(load_case().folder, tmp_path / "case"))
    write_typeface(folder, "Brand Sans", width=700)
    case = load_case(write_house(folder, BRAND + OWN_TYPE))

    def draw() -> Chart:
        need, frozen = case["reconstruction.need"], case["assets.frozen"]
        sums = pd.DataFrame({"what": ["Need", "Frozen"], "sum": [need, frozen]}, dtype=object)
        if form == "bars":
            return bars(sums, "Compared", key="x", label="what", value="sum", by="what")
        if form == "ladder":
            return ladder(sums, "Added", key="x", label="what", value="sum", total=need + frozen)
        if form == "dots":
            coded = [case.coded("positions", id, "salience") for id in list(case.ledger.tables["positions"])[:2]]
            frame = pd.DataFrame({"issue": ["One", "Two"], "party": ["A", "B"], "value": coded}, dtype=object)
            return dots(frame, "Placed", key="x", label="issue", series="party", value="value")
        if form == "timeline":
            ids = ["meeting", "call_after", "deadline"]
            rows = [{"day": case.day(id), "date": case.date(id), "title": case.label(id)} for id in ids]
            return timeline(pd.DataFrame(rows, dtype=object), "In order", key="x", kind="")
        if form == "network":
            sides = {"one": [case.label("ukraine")], "other": [case.label("russia")], "layer": ["first"]}
            return network(pd.DataFrame(sides, dtype=object), "They talk", key="x")
        names = {region.id: region.name for region in case.ledger.get_table(Region).values()}
        status = dict.fromkeys(list(names)[:2], "frozen")
        data = table(pd.DataFrame({"region": [case.label(id) for id in status]}, dtype=object), "Data", key="x")
        return regions(case.file("map.svg"), {"A plan": status}, "Mapped", key="x", data=data, names=names)

    own = draw()
    with use_house(case.house):
        made_within = draw()
    assert own.house is case.house
    assert (own.wide, own.narrow) == (made_within.wide, made_within.narrow)


def test_a_chart_of_names_alone_is_drawn_in_the_style_of_their_case(tiny):
    case = load_case(write_house(tiny))
    sides = {"one": [case.label("ukraine")], "other": [case.label("united_states").closed], "layer": ["first"]}
    chart = network(pd.DataFrame(sides, dtype=object), "They talk", key="x")
    assert "#7a1f3d" in chart.wide
    assert chart.house is case.house


def test_what_no_case_gave_is_drawn_in_the_shipped_style_or_in_the_one_asked_for(tiny):
    case = load_case(write_house(tiny))
    frame = pd.DataFrame({"label": ["a", "b"], "value": [parameter("a", 1, "item"), parameter("b", 2, "item")]})

    def draw() -> Chart:
        return bars(frame, "Set", key="x", label="label", value="value")

    assert draw().house is get_shipped_house()
    with use_house(case.house):
        assert "fill: #7a1f3d" in draw().wide
    assert get_current_house() is get_shipped_house()


@pytest.mark.parametrize("number", ["claim", "derived", "count", "day", "coded", "override", "assumption"])
def test_every_number_of_a_case_leads_to_its_style(tiny, number):
    replace_text(tiny, "quantities", "forces.prewar,", "x.y,a guess,item,0,,,A guess,,\nforces.prewar,")
    (tiny / "assumptions.csv").write_text(
        "assumption_id,quantity,subject,value,low,high,reason\nguess,x.y,,5,4,7,Because\n", encoding="utf-8"
    )
    case = load_case(write_house(tiny), override={"debt.federal": 40})
    made = {
        "claim": lambda: case["assets.usable"],
        "derived": lambda: (case["assets.usable"] / case["reconstruction.need"]).to("percent").named("share", "Share"),
        "count": lambda: case.count("parties", case.ledger.tables["parties"].values(), "parties"),
        "day": lambda: case.day("meeting"),
        "coded": lambda: load_case().coded("positions", "united_states_on_territory", "salience"),
        "override": lambda: case["debt.federal"],
        "assumption": lambda: case["x.y"],
    }[number]()
    assert find_house([made]) is (get_shipped_house() if number == "coded" else case.house)
    assert made.leaves[0].case is not None


# As it travels


def test_a_title_block_carries_the_style_with_its_files(tiny):
    write_typeface(tiny, "Brand Sans")
    case = load_case(write_house(tiny, BRAND + OWN_TYPE))
    style, block = case.house, cover("Title", "Why?", case.about).build_block()
    assert "house" not in block.about
    card = json.loads(json.dumps(block.house))
    back = parse_house(card)
    assert back is parse_house(card)  # so that what is made from it is made once
    assert (back.colour, back.paper, back.header) == (style.colour, style.paper, style.header)
    assert back.logo.data == LOGO.encode()
    assert [(face.family, face.cut, face.data) for face in back.faces] == [
        ("Brand Sans", cut, (tiny / "fonts" / f"{cut}.ttf").read_bytes()) for cut in ("Regular", "Bold", "Italic")
    ]
    assert compute_house_fingerprint(back) == compute_house_fingerprint(style) != ""


@pytest.mark.parametrize(
    ("section", "name", "value", "said"),
    [
        ("colour", "accent", "red;}body{display:none", "a colour in hex"),
        ("type", "text", 'Sans"}', "the name of a typeface"),
        ("paper", "size", "a3", "a4 or us-letter"),
    ],
)
def test_a_notebook_cannot_bring_what_a_house_toml_may_not_say(tiny, section, name, value, said):
    card = serialise_house(load_case(write_house(tiny)).house)
    card["style"][section][name] = value
    with pytest.raises(ReportError, match=said):
        parse_house(card)


def test_a_notebook_cannot_bring_a_logo_with_a_script(tiny):
    from base64 import b64encode

    card = serialise_house(load_case(write_house(tiny)).house)
    card["logo"]["data"] = b64encode(LOGO.replace("<rect", "<script/><rect").encode()).decode()
    with pytest.raises(ReportError, match="'script'"):
        parse_house(card)


# What is refused


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[paper", "house.toml: found"),
        (
            "[papers]\nsize = 'a4'",
            "house.toml:[papers]: found '[papers] (nearest: paper)'; allowed: the sections paper,",
        ),
        ("paper = 'a4'", "house.toml:[paper]: found 'a4'; allowed: a section with the entries size, margin_mm."),
        ("[paper]\nformat = 'a4'", "house.toml:[paper] format: found 'format'; allowed: the entries size, margin_mm."),
        ("[paper]\nsize = 'A4'", "house.toml:[paper] size: found 'A4'; allowed: a4 or us-letter. Enter one of these."),
        ("[paper]\nmargin_mm = 5", "[paper] margin_mm: found 5; allowed: millimetres, from 10 to 40."),
        ("[paper]\nmargin_mm = true", "[paper] margin_mm: found True"),
        (
            "[type]\nsystem_typefaces = 'yes'",
            "[type] system_typefaces: found 'yes'; allowed: true or false. Write it without quotation marks.",
        ),
        ("[header]\nname = ''", "[header] name: found nothing; allowed: one line of 1 to 60 characters."),
        ('[header]\nclassification = "a\\nb"', "[header] classification: found 'a\\nb'"),
        ("[colour]\naccent = 'red'", "[colour] accent: found 'red'; allowed: a colour in hex, such as #134a7c."),
        ("[colour]\nseries = ['#000000']", "[colour] series: found ['#000000']; allowed: 4 to 12 different colours"),
        (
            "[colour]\nseries = ['#fffffe', '#fefefd', '#fdfdfc', '#fcfcfb']",
            "series: found '#fffffe (number 1) on paper #ffffff: a contrast of 1.0'; allowed: a contrast of at least 3",
        ),
        (
            "[colour]\nseries = ['#404040', '#454545', '#101010', '#777777']",
            "series: found '#404040 (number 1) followed by #454545: 2 of 100 apart in lightness'; allowed: neighbours",
        ),
        ("[colour]\npaper = '#202020'", "[colour] paper: found '#202020'; allowed: a light colour."),
        ("[colour_dark]\npaper = '#f0f0f0'", "[colour_dark] paper: found '#f0f0f0'; allowed: a dark colour."),
        (
            "[type]\ntext = 'Georgia'",
            "[type] text: found 'Georgia'; allowed: Communique Serif or Communique Sans, or a",
        ),
        ("[type]\ntext = 'x{}'", "[type] text: found 'x{}'; allowed: the name of a typeface"),
        ("[type]\nlabel_files = ['a.ttf']", "[type] label: found 'Communique Sans'; allowed: a name other than"),
        ("[type]\nlabel = 'X'\nlabel_files = ['a.woff2']", "found 'a.woff2'; allowed: a file ending in .ttf or .otf."),
        ("[type]\nlabel = 'X'\nlabel_files = ['pictures/no.ttf']", "found 'pictures/no.ttf, which cannot be read'"),
        ("[logo]\ntext = 'x'", "[logo] file: found nothing; allowed: an SVG or PNG in the case's folder"),
        ("[logo]\nfile = 'pictures/logo.svg'", "[logo] text: found nothing; allowed: what the logo shows, in words."),
        ("[logo]\nfile = '../logo.svg'\ntext = 'x'", "found '../logo.svg'; allowed: a path within the case's folder"),
        ("[logo]\nfile = 'logo.gif'\ntext = 'x'", "found 'logo.gif'; allowed: a file ending in .svg or .png."),
        ("[logo]\nfile = 'logo.png'\ntext = 'x'", "found 'logo.png, which cannot be read'; allowed: a file in "),
    ],
)
def test_one_clear_error(tiny, toml, message):
    assert message in catch_message(tiny, toml)


def test_words_that_could_not_be_read_are_refused_with_the_contrast_found(tiny):
    # #777777 on white: luminance 0.1845, so 1.05 / 0.2345 = 4.478; #767676: 0.1812, 1.05 / 0.2312 = 4.54
    assert compute_contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    grey = "[colour]\ntint = '#ffffff'\nquiet = "
    assert (
        "house.toml:[colour] quiet: found '#777777 on paper #ffffff: a contrast of 4.47'; allowed: a contrast of "
        "at least 4.5 (WCAG AA). Choose a darker quiet."
    ) in catch_message(tiny, f"{grey}'#777777'")
    write_house(tiny, f"{grey}'#767676'")
    assert load_case(tiny).house.colour["quiet"] == "#767676"


def test_every_problem_is_told_at_once(tiny):
    said = catch_message(tiny, "[paper]\nsize = 'a3'\n[header]\nname = ''\n[colour]\nink = 'black'")
    assert said.count("house.toml:") == 3
    assert "3 problems in " in said


@pytest.mark.parametrize(
    ("svg", "said"),
    [
        (LOGO.replace("<rect", "<script>alert(1)</script><rect"), "which contains 'script'"),
        (LOGO.replace("<rect", '<rect onload="x()"'), "which contains 'onload=x()'"),
        (LOGO.replace("<rect", '<image href="https://example.org/x.png"/><rect'), "which contains 'href=https"),
        (LOGO.replace("<rect", "<style>@import 'x'</style><rect"), "which contains 'style'"),
        (LOGO.replace("<rect", "<text>Name</text><rect"), "which contains text"),
        (LOGO.replace(' viewBox="0 0 40 10"', ""), "whose proportions are unknown"),
        (LOGO.replace("0 0 40 10", "0 0 inf 1"), "whose proportions are unknown"),
        (LOGO.replace("0 0 40 10", "0 0 nan 1"), "whose proportions are unknown"),
        (LOGO.replace("0 0 40 10", "0 0 51 1"), "which is 51 wide and 1 high"),
        ('<!DOCTYPE svg [<!ENTITY x "y">]>' + LOGO, "which defines entities"),
        ("<html/>", "which is not an SVG but <html>"),
        ("no", "which is not an SVG ("),
    ],
)
def test_a_logo_is_looked_into(tiny, svg, said):
    write_house(tiny)
    (tiny / "pictures" / "logo.svg").write_text(svg)
    with pytest.raises(CaseError) as error:
        load_case(tiny)
    assert f"house.toml:[logo] file: found 'pictures/logo.svg, {said}" in str(error.value).replace('found "', "found '")


def test_a_logo_may_be_a_png_but_must_be_one_and_a_small_one(tiny):
    png = BRAND.replace("logo.svg", "logo.png")
    write_house(tiny, png)
    Image.new("RGB", (60, 20), "#7a1f3d").save(tiny / "pictures" / "logo.png")
    assert load_case(tiny).house.logo.proportion == 3
    (tiny / "pictures" / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    assert "which is not a readable PNG" in catch_message(tiny, png)
    (tiny / "pictures" / "logo.png").write_bytes(bytes(151_000))
    assert "'pictures/logo.png, a file of 151,000 bytes'; allowed: a logo of at most 150,000 bytes" in catch_message(
        tiny, png
    )


def test_a_typeface_must_be_whole_and_have_cyrillic(tiny):
    write_typeface(tiny, "Brand Sans")
    assert len(load_case(write_house(tiny, OWN_TYPE)).house.faces) == 3
    two = OWN_TYPE.replace(', "fonts/Italic.ttf"', "")
    assert "fonts/Bold.ttf: no Italic'; allowed: one file each for Regular, Bold, Italic." in catch_message(tiny, two)
    assert "of the family Brand Sans'; allowed: files of Brand, as" in catch_message(
        tiny, OWN_TYPE.replace("d Sans", "d")
    )
    (tiny / "fonts" / "Bold.ttf").write_bytes(b"no typeface")
    assert "fonts/Bold.ttf, which is not a typeface" in catch_message(tiny, OWN_TYPE)
    write_typeface(tiny, "Brand Sans", without="ґҐ")
    assert "fonts/Regular.ttf without Ґ ґ'; allowed: a typeface with Latin, Cyrillic" in catch_message(tiny, OWN_TYPE)


def test_a_house_toml_that_begins_with_a_byte_order_mark_is_read(tiny):
    (tiny / "house.toml").write_bytes(b'\xef\xbb\xbf[paper]\nsize = "us-letter"\n')
    assert load_case(tiny).house.paper["size"] == "us-letter"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
@pytest.mark.parametrize(("make", "found"), [("mkdir", "Is a directory"), ("mkfifo", "a pipe, socket or device")])
def test_what_is_no_file_is_named(tiny, make, found):
    getattr(os, make)(tiny / "house.toml")
    with pytest.raises(CaseError, match=rf"^house\.toml: found '{found}.*'; allowed: a file that can be read\."):
        load_case(tiny)
