"""Typst: texts that cannot be markup, a compiler that sees no file and no package, and its errors as ours."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ReportError
from analysis.report.formats.typst import compile_pdf, draw_png, quote_text
from analysis.style.assets import Face
from analysis.style.house import FONT_FOLDER, get_shipped_house

DAY = datetime(2026, 1, 1, tzinfo=UTC)
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h10v10H0z"/></svg>'
NO_FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ('#import "x"\\\n', r'"#import \"x\"\\\n"'),
        (r"C:\files\budget\new", r'"C:\\files\\budget\\new"'),
        ("ends in \\b", r'"ends in \\b"'),
        ("a\bb\fc\x85 é", r'"a\u{8}b\u{c}c\u{85} é"'),
        ("half of a pair: \ud800", r'"half of a pair: \u{fffd}"'),
    ],
)
def test_a_text_is_a_string_literal_whatever_is_in_it(text, literal):
    assert quote_text(text) == literal


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.text('\\"nrtbfu{}#[]$\n\r\t\b\f', max_size=12))
def test_typst_reads_from_a_literal_the_text_it_was_made_from(text):
    compiler = typst.Compiler(font_paths=NO_FONTS)  # a new one, as one evaluates a single expression
    assert json.loads(compiler.eval(quote_text(text))) == text


def test_typst_sees_no_file_of_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.txt").write_text("in the working directory")
    for name in ("x.txt", "/x.txt"):
        with pytest.raises(ReportError, match="Typst could not make the PDF: file not found"):
            compile_pdf(f'#set document(title: "t")\n#read("{name}")', (), DAY)


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ('#import "@preview/example:0.1.0": add', "import"),
        ('#include "@preview/example:0.1.0"', "include"),
        ('#let run = eval("1 + 1")', "eval"),
        ('#text("a \\" b")#import "@preview/example:0.1.0"', "import"),
    ],
)
def test_source_that_could_load_a_package_is_refused_before_typst_sees_it(source, word, monkeypatch):
    monkeypatch.setattr(typst, "Compiler", None)
    monkeypatch.setattr(socket, "socket", None)
    with pytest.raises(ReportError, match=f"contains '{word}'; it cannot load packages or evaluate text"):
        compile_pdf(source, (), DAY)


def test_these_words_are_fine_in_a_text_and_in_a_comment():
    text = quote_text('They import "goods"; eval \\')
    source = f'#set document(title: "t")\n// what they import // "or include\n#{text}; #text({text})'
    assert compile_pdf(source, (), DAY).startswith(b"%PDF")


def test_what_typst_refuses_is_a_report_error_with_its_message():
    with pytest.raises(ReportError, match="Typst could not make the PDF: unclosed delimiter"):
        compile_pdf("#list(", (), DAY)
    with pytest.raises(ReportError, match="Typst could not make the PNG: "):
        draw_png("<svg", 10, 72)


def test_a_drawing_becomes_a_png_of_the_width_asked_for():
    png = draw_png(SQUARE, 25.4, 100)
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) == 100


@pytest.mark.parametrize("allowed", [False, True])
def test_the_typefaces_of_the_machine_are_taken_only_where_the_house_says_so(monkeypatch, allowed):
    asked = []

    def record(**options: object) -> typst.Fonts:
        asked.append(options["include_system_fonts"])
        return NO_FONTS

    shipped = get_shipped_house()
    house = replace(shipped, type={**shipped.type, "system_typefaces": allowed})
    face = Face("Some", "Regular", (FONT_FOLDER / "CommuniqueSans-Regular.ttf").read_bytes())
    monkeypatch.setattr(typst, "Fonts", record)
    draw_png(SQUARE, 10, 10, replace(house, faces=(face,)).print_faces)
    assert asked == [allowed]
    assert shipped.print_faces == ()
