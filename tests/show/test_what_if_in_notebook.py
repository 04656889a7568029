"""Sliders in a notebook: the page's own, and without script a table of what can be set and the line that sets it."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from analysis import compare, load_case, parameter, what_if
from analysis.messages import use_language
from analysis.show.what_if_in_notebook import PythonLine
from tests.conftest import TINY

KEYS = ("reconstruction.need", "assets.frozen", "assets.usable")


def build(case):
    r = compare.reconstruction
    return what_if("The sums", [case[key] for key in KEYS], [r.gap(case), r.shortfall(case)])


@pytest.fixture(scope="module")
def seen():
    return BeautifulSoup(build(load_case(TINY)).render_html(), "html.parser")


def read_rows(table):
    return [[cell.text for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]


def test_without_script_it_says_what_can_be_set_and_what_follows(seen):
    can_be_set, follows = seen.find_all("table")
    assert read_rows(can_be_set) == [
        ["What can be set", "In this report", "From", "To"],
        ["Reconstruction need", "$800 billion", "$400 billion", "$1.2 trillion"],
        ["Frozen assets", "about $300 billion", "$150 billion", "$450 billion"],
        ["Usable frozen assets", "at most $100 billion", "$0", "$150 billion"],
    ]
    assert read_rows(follows)[1] == ["Funding gap", "at least $700 billion"]
    assert not seen.find_all(["input", "button", "section"])


def test_with_script_it_is_what_the_page_has(seen):
    live = BeautifulSoup(seen.select_one("[data-live]")["data-live"], "html.parser")
    assert [slider["min"] for slider in live.find_all("input")] == ["400", "150", "0"]
    program = json.loads(live.section["data-program"])
    assert program == json.loads(json.dumps(dict(build(load_case(TINY)).build_block().program)))
    assert seen.script.text.count("function computeResults(") == 1
    assert seen.script.text.startswith("window.communique_what_if ||= ")  # one copy runs, however many blocks there are


def test_the_line_of_python_does_what_the_sliders_do(seen):
    line = seen.select_one(".python code").text
    assert line == 'load_case(case.folder, basis="article", override={"reconstruction.need": 800})'
    data = json.loads(seen.select_one(".python")["data-line"])
    assert data["keys"] == [*KEYS]
    case = load_case(TINY)
    again = eval(line.replace("800", "900"), {"load_case": load_case, "case": case})
    assert compare.reconstruction.gap(again).value == 900 - 100


def test_the_line_keeps_what_was_set_before_and_names_the_subject():
    case = load_case(TINY, override={"reconstruction.need": 500})
    data = json.loads(
        unescape(re.search('data-line="([^"]*)"', build(case).render_html())[1])  # type: ignore[index]
    )
    assert data["given"] == {"reconstruction.need": "500"}
    assert data["keys"] == [*KEYS]
    cap = case["forces.cap", "plan_low"]
    assert case.find_override(cap.leaf.id, cap.unit) == "forces.cap@plan_low"


def test_what_load_case_cannot_set_so_has_no_line():
    case, pooled = load_case(TINY), load_case(TINY, basis="pooled")
    rival = next(row.id for row in case.claims("reconstruction.need") if row.id != "need_article")
    assert case.find_override(rival, "billion USD") is None  # it is not what counts
    assert case.find_override("need_article", "USD") is None
    assert case.find_override("parameter:other", "USD") is None
    need = pooled["reconstruction.need"]
    for moved in (need, parameter("people", 30.0, "person")):
        assert "The same in Python" not in what_if("Set it", [moved], [moved * 2]).render_html()


def test_the_ends_are_text_whatever_the_title():
    people = parameter("people", 30.0, "person")
    shown = what_if("A <b>title</b> & more", [people], [people * 2]).render_html()
    assert "A &lt;b&gt;title&lt;/b&gt; &amp; more" in shown


@given(
    st.dictionaries(st.text("ab.@_\"'", min_size=1), st.integers(-(10**9), 10**9).map(lambda n: n / 100), max_size=3)
)
def test_the_line_can_be_read_back(values):
    def keep(folder, basis, override):
        return basis, override

    line = PythonLine("all", (), values).write({"more": "12.5"})
    names = {"load_case": keep, "case": type("Case", (), {"folder": ""})}
    assert eval(line, names) == ("all", pytest.approx(values | {"more": 12.5}))


def test_the_line_that_does_the_same_keeps_the_language():
    line = PythonLine("all", ("money.need",), {})
    with use_language("uk"):
        assert 'basis="all", language="uk", override={' in line.write({"money.need": "9"})
    assert line.write({"money.need": "9"}) == 'load_case(case.folder, basis="all", override={"money.need": 9})'
