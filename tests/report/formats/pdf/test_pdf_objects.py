"""The objects of a PDF as bytes: read from what Typst writes, and written compressed for any reader."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ReportError
from analysis.report.formats.pdf.pdf_objects import ObjectWriter, format_stream, read_objects, replace_references
from analysis.report.formats.typst import compile_pdf

SOURCE = '#set document(title: "Objects")\n#table(columns: 2, table.header[a][b], [(1 0 R)], [2])\n'


def make_pdf():
    return compile_pdf(SOURCE, (), datetime(2025, 1, 1, tzinfo=UTC))


def test_a_file_of_typst_written_object_by_object_is_the_same_file_to_a_reader():
    made = make_pdf()
    with pikepdf.open(io.BytesIO(made)) as before:
        root, info = before.Root.objgen[0], before.trailer.Info.objgen[0]
        objects = read_objects(made)
        writer = ObjectWriter(max(objects) + 1)
        for number, body in objects.items():
            writer.add(number, replace_references(body, lambda number: number))
        with pikepdf.open(io.BytesIO(writer.finish(root, info))) as after:
            shown = [page.Contents.read_bytes() for page in after.pages]
            assert shown == [page.Contents.read_bytes() for page in before.pages]
            assert after.Root.unparse(resolved=True) == before.Root.unparse(resolved=True)
            assert after.docinfo.unparse() == before.docinfo.unparse()
            assert len(after.objects) == len(before.objects) + 2  # the table, and what the others are compressed in


@given(st.text(alphabet="()\\ 01R", max_size=12))
def test_what_stands_in_a_text_is_left_as_it_is(text):
    written = pikepdf.String(text).unparse()
    body = b"<</A 1 0 R/Contents%b/B 1 0 R>>" % written
    assert replace_references(body, lambda number: number + 8) == b"<</A 9 0 R/Contents%b/B 9 0 R>>" % written


def test_the_data_of_a_stream_are_left_as_they_are():
    body = format_stream(b"/P 1 0 R", b"1 0 R )stream 1 0 R")
    assert replace_references(body, lambda number: 7) == body.replace(b"/P 1 0 R", b"/P 7 0 R")


def test_more_objects_than_are_compressed_together_are_all_there():
    writer = ObjectWriter(3)
    numbers = [writer.take_number() for _ in range(500)]
    writer.add(1, b"<</Type/Catalog/Pages 2 0 R/All[%b]>>" % b" ".join(b"%d 0 R" % number for number in numbers))
    writer.add(2, b"<</Type/Pages/Count 0/Kids[]>>")
    for at, number in enumerate(numbers):
        writer.add(number, b"%d" % at)
    with pikepdf.open(io.BytesIO(writer.finish(1, None))) as pdf:
        assert list(pdf.Root.All) == list(range(500))


@pytest.mark.parametrize(
    ("spoiled", "said"),
    [
        (lambda pdf: pdf.replace(b"\nxref\n", b"\nnone\n"), "no table of its objects"),
        (lambda pdf: pdf.replace(b"\n3 0 obj", b"\n7 0 obj", 1), "is not where its table says"),
    ],
)
def test_a_file_that_is_not_as_typst_writes_it_is_refused(spoiled, said):
    with pytest.raises(ReportError, match=said):
        read_objects(spoiled(make_pdf()))
