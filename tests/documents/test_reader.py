"""Any kind of file: what it is found to be, what is refused, and the same paragraphs read from each kind."""

from __future__ import annotations

import html
import io
import textwrap
from pathlib import Path

import docx
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import limits
from analysis.documents.reader import read_document
from analysis.errors import UsageError
from analysis.mentions import read_mentions

PDF = typst.compile(b"Five men.")


def write_docx(*paragraphs: str) -> bytes:
    made, written = docx.Document(), io.BytesIO()
    for text in paragraphs:
        made.add_paragraph(text)
    made.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (write_docx("Five men."), "docx"),
        (b"Five men.", "text"),
        (b"\xef\xbb\xbfFive men.", "text"),
        (b" <!-- a page --> <!DOCTYPE html><p>Five men.", "html"),
        (b'<?xml version="1.0"?>\n<html><body>Five men.', "html"),
    ],
)
def test_the_kind_of_bytes_is_found_by_how_they_begin(tmp_path, content, kind):
    (tmp_path / "a.unknown").write_bytes(content)
    for source in (content, tmp_path / "a.unknown"):
        found = read_document(source)
        assert (found.kind, [part.text for part in found.paragraphs]) == (kind, ["Five men."])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "has no text, so there is nothing to read. Give a file with the text of the source."),
        ("blank.txt", b"\xef\xbb\xbf \n\t\n", "has no text, so there is nothing to read."),
        ("nul.txt", b"One" + bytes(1), "nul.txt cannot be read as text: it is binary data. Save it as text in UTF-8"),
        ("late.txt", b"One" * 900 + bytes(1), "late.txt: byte 2700 is NUL, so it is not text"),
        ("wide.txt", "Five".encode("utf-16"), "wide.txt is text in UTF-16; save it as UTF-8"),
        ("old.md", "é".encode("latin-1"), "old.md: byte 0 is not UTF-8; save it as UTF-8"),
        ("picture.png", b"\x89PNG\r\n", "picture.png cannot be read as text: it is a picture (PNG)."),
        (
            "page.pdf",
            b"<html><p>Five",
            "page.pdf cannot be read as a PDF: it is HTML. Save it as text in UTF-8, Markdown",
        ),
        ("old.docx", b"\xd0\xcf\x11\xe0", "old.docx cannot be read as a Word file (.docx): it is an old Office file"),
        ("text.docx", b"Five men", "text.docx cannot be read as a Word file (.docx): it is text."),
        ("rich.txt", rb"{\rtf1 Five}", "rich.txt cannot be read as text: it is RTF."),
        ("doc.html", PDF, "doc.html cannot be read as HTML: it is a PDF."),
        ("none.pdf", b"", "none.pdf cannot be read as a PDF: it is an empty file."),
    ],
)
def test_what_a_file_is_not_is_one_error_that_says_what_it_is(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError) as raised:
        read_document(tmp_path / name)
    assert said in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


def test_a_missing_file_a_folder_and_an_unknown_kind_are_said(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(UsageError, match="no file"):
            read_document(path)
    with pytest.raises(UsageError, match=r"no document has the kind 'odt'; allowed: text, markdown, html, pdf, docx"):
        read_document(b"Five", "odt")


def test_a_text_of_a_whole_library_is_refused_before_it_is_read(tmp_path, monkeypatch):
    (tmp_path / "large.txt").write_text("x" * 101)
    monkeypatch.setattr(limits, "MAX_SOURCE_BYTES", 100)
    for source in (tmp_path / "large.txt", b"x" * 101):
        with pytest.raises(UsageError, match=r"has 101 bytes; allowed: at most 100. Give it in parts."):
            read_document(source)


# The same paragraphs, whatever they are written as

NUMBERS = st.one_of(
    st.integers(1_000, 9_999_999).map("{:,}".format),
    st.decimals("0.1", "99.9", places=1).map(str),
    st.sampled_from(["12\u00a0000 men", "€90 billion", "a third", "nearly 40 %", "28-point"]),
)
WORDS = st.sampled_from(["peace", "of", "the", "administered", "settlement", "grain", "and", "towns", "people"])
TEXTS = st.lists(st.one_of(WORDS, WORDS, NUMBERS), min_size=8, max_size=50).map(
    lambda words: f"So {' '.join(words)} end."
)


def write_as(kind: str, folder: Path, texts: list[str]) -> bytes:
    if kind == "docx":
        return write_docx(*texts)
    if kind == "html":
        return "".join(f"<p>{html.escape(text)}</p>" for text in texts).encode()
    if kind == "pdf":
        (folder / "made.typ").write_text(
            '#set text(lang: "en", hyphenate: true)\n' + "\n\n".join(texts), encoding="utf-8"
        )
        return typst.compile(str(folder / "made.typ"))
    return "\n\n".join(textwrap.fill(text, 72, break_on_hyphens=False) for text in texts).encode()


@settings(max_examples=10)
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_the_same_paragraphs_are_read_from_every_kind_and_so_are_their_numbers(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("kinds")
    numbers = [[mention.text for mention in read_mentions(text, "en")] for text in texts]
    for kind in ("text", "markdown", "html", "pdf", "docx"):
        found = [part.text for part in read_document(write_as(kind, folder, texts), kind).paragraphs]
        assert (kind, found) == (kind, texts)
        assert [[mention.text for mention in read_mentions(text, "en")] for text in found] == numbers
