"""Formulas in Typst: set as mathematics, with the TeX as their alternative text, and never read as code."""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import UTC, datetime

import nbformat
import pikepdf
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.document.draft.reader import read_draft
from analysis.report.formats import load_writer
from analysis.report.formats.pdf.foreign import write_draft
from analysis.report.formats.pdf.formulas import write_as_typed, write_formula
from analysis.report.formats.typst import compile_pdf

HEAD = """#set document(title: "a")\n#set text(lang: "en")\n#let typewriter(it) = it
#let formula(tex, it) = math.equation(block: it.block, alt: tex, it.body)\n"""  # as in draft.typ
KNOWN = (
    r"\frac{a}{b}+\sqrt{x}+\sqrt[3]{y}",
    r"\sum_{i=1}^n x_i^2 \int_0^1 f\,dx \lim_{x\to 0} \log x",
    r"\begin{align} a &= b \\ c &= d \end{align}",
    r"\begin{pmatrix}1&2\\3&4\end{pmatrix}^T \binom{n}{k}",
    r"f=\begin{cases}1 & x>0\\0&y\end{cases}",
    r"\hat{x}\bar{y}\vec{v}\overline{ab}\underbrace{x+y}_{n}\dot{x}\tilde z",
    r"\left(\frac{1}{2}\right]\;|x|\;\mathbf{W}\;\text{if } x",
)


def set_in_pdf(source: str) -> bytes:
    return compile_pdf(HEAD + source, (), datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("display", [False, True])
def test_common_tex_is_set_and_its_source_is_what_it_reads_as(display):
    made = set_in_pdf("\n\n".join(write_formula(tex, display) for tex in KNOWN))
    with pikepdf.open(io.BytesIO(made)) as opened:
        tags = [item for item in opened.objects if isinstance(item, pikepdf.Dictionary)]
        assert sorted(str(tag.Alt) for tag in tags if tag.get("/S") == "/Formula") == sorted(KNOWN)
    text = pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert "frac" not in text
    assert "log" in text


def test_what_cannot_be_set_is_printed_as_typed():
    assert write_formula(r"\boxed{E}", True) == '#typewriter("\\\\boxed{E}");'
    assert write_as_typed(write_formula(r"\text{a \$ b}", False)) == '#typewriter("\\\\text{a \\\\$ b}");'


@pytest.mark.parametrize("depth", [20, 200, 5000])
def test_brackets_in_brackets_are_set_or_printed_as_typed(depth):
    tex = r"\frac{1}{" * depth + "x" + "}" * depth
    cell = nbformat.v4.new_markdown_cell(f"${tex}$ and $y_1$")
    draft = read_draft(nbformat.v4.new_notebook(cells=[cell]), "x")
    assert write_draft(draft, ()).startswith(b"%PDF-")
    assert load_writer("docx")(draft, {}).startswith(b"PK")


def test_formulas_of_a_draft_are_in_its_lines_and_between_them():
    """The theme has names of its own, such as that of a colour, which are those of accents in mathematics."""
    cell = nbformat.v4.new_markdown_cell("With $\\hat{a}$ and\n\n$$\\bar{b} = 2$$\n\nand $$c$$ too.")
    made = write_draft(read_draft(nbformat.v4.new_notebook(cells=[cell]), "x"), ())
    text = pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
    letters = unicodedata.normalize("NFKD", text)
    assert [letters.count(letter) for letter in ("rgb", "= 2")] == [0, 1]
    assert re.search(r"With\s.*a.*\sand\n.*b.*= 2\s+and\s*\n\s*c\n\s*too", letters, re.S)


@given(st.text(st.sampled_from('ab1$#"\\{}()_^&%;,/*import '), max_size=20))
def test_no_sign_of_a_formula_is_code(tex):
    assert set_in_pdf(write_formula(tex, False)).startswith(b"%PDF-")
