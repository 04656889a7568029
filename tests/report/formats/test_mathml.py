"""Mathematics in TeX as MathML: what can be read, and the rows that group its parts."""

from __future__ import annotations

import pytest

from analysis.report.formats.mathml import convert_tex, find_brackets, list_parts, parse_tex


@pytest.mark.parametrize("tex", [r"\frac{a}", "{", r"\mathop{\arg\max}_x", ""])
def test_what_cannot_be_read_is_none(tex):
    assert parse_tex(tex, False) is None or not len(parse_tex(tex, False))


def test_a_matrix_is_raised_to_a_power_as_a_whole():
    root = parse_tex(r"\begin{bmatrix}a\end{bmatrix}^T", False)
    (power,) = list_parts(root)
    assert power.tag == "msup"
    assert find_brackets(power[0]) == ("[", "]")
    assert "msup" in convert_tex(r"\begin{bmatrix}a\end{bmatrix}^T", False)


def test_brackets_grow_only_where_it_is_said():
    assert find_brackets(parse_tex("(a)", False)[0]) is None
    (row,) = list_parts(parse_tex(r"\left(a\right]", False))
    assert find_brackets(row) == ("(", "]")


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{aligned} a &= 1 \\ b &= 2 \end{aligned}",
        r"\begin{align} a &= 1 \\ b &= 2 \end{align}",
        r"\begin{eqnarray} a &=& 1 \\ b &=& 2 \end{eqnarray}",
        r"\begin{alignat}{2} a &= 1 \\ b &= 2 \end{alignat}",
    ],
)
def test_equations_below_one_another_are_aligned_and_have_no_number(tex):
    rows = [["".join(cell.itertext()).strip() for cell in row] for row in parse_tex(tex, True).iter("mtr")]
    assert rows == [["a", "=1"], ["b", "=2"]]
