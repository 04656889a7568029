"""Formulas in Word's own mathematics: well formed, with every sign, and sums that hold what they add."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from analysis.report.formats.docx.formulas import NAMESPACE, write_formula

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def write(tex: str, display: bool = False) -> etree._Element:
    return etree.fromstring(f"<a {NAMESPACE}>{write_formula(tex, display)}</a>")


def test_a_fraction_a_root_and_a_power_by_hand():
    words = re.sub(r"<m:rPr>.*?</m:rPr>", "", write_formula(r"\frac{a}{b}^2", False))
    a, b, two = (f"<m:r><m:t>{sign}</m:t></m:r>" for sign in "ab2")
    fraction = f"<m:f><m:num>{a}</m:num><m:den>{b}</m:den></m:f>"
    assert words == f"<m:oMath><m:sSup><m:e>{fraction}</m:e><m:sup>{two}</m:sup></m:sSup></m:oMath>"
    assert [one.text for one in write(r"\sqrt[3]{x}").find(f".//{M}rad").iter(f"{M}t")] == ["3", "x"]


def test_a_sum_holds_what_it_adds_and_its_limits():
    (sum_of,) = write(r"y=\sum_{i=1}^n x_i", True).iter(f"{M}nary")
    parts = ["".join(part.itertext()) for part in sum_of]
    assert parts == ["", "i=1", "n", "xi"]
    assert sum_of.find(f".//{M}limLoc").get(f"{M}val") == "undOvr"


@pytest.mark.parametrize(
    ("tex", "name", "count"),
    [
        (r"\left(x\right)", "d", 1),
        (r"\begin{bmatrix}1&2\\3&4\end{bmatrix}", "mr", 2),
        (r"\hat x", "acc", 1),
        (r"\overline{ab}", "bar", 1),
        (r"\underbrace{a+b}_n", "groupChr", 1),
        (r"\max_{x} f", "limLow", 0),
        (r"x_i^2", "sSubSup", 1),
        (r"\text{if } x", "nor", 1),
    ],
)
def test_parts_have_their_elements(tex, name, count):
    assert len([*write(tex).iter(f"{M}{name}")]) == count


def test_what_cannot_be_read_is_none_and_signs_are_escaped():
    assert write_formula(r"\boxed{E}", False) is None
    assert "".join(write(r"a<b \& c").itertext()) == "a<b&c"
