"""Typst: texts that cannot be markup, and its errors as ours."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analysis.errors import ReportError
from analysis.report.formats.typst import compile_pdf, draw_png, quote_text

DAY = datetime(2026, 1, 1, tzinfo=UTC)
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h10v10H0z"/></svg>'


def test_a_text_is_a_string_literal_whatever_is_in_it():
    assert quote_text('#import "x"\\\n') == '"#import \\"x\\"\\\\\\n"'
    assert quote_text("a\bb\fc é") == '"abc é"'


def test_what_typst_refuses_is_a_report_error_with_its_message():
    with pytest.raises(ReportError, match="Typst could not make the PDF: unclosed delimiter"):
        compile_pdf("#list(", (), DAY)
    with pytest.raises(ReportError, match="Typst could not make the PNG: "):
        draw_png("<svg", 10, 72)


def test_a_drawing_becomes_a_png_of_the_width_asked_for():
    png = draw_png(SQUARE, 25.4, 100)
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) == 100
