"""Comments in a Word file: where they stand, that its text and other parts stay, and in places that Word allows."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from analysis.documents import read_document
from analysis.errors import UsageError
from analysis.verification import Verdict
from analysis.verification.annotate.docx import annotate_docx


def save(document) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def annotate(content: bytes, *words: str) -> bytes:
    read, verdicts = read_document(content, "docx"), []
    for word in words:
        at, text = next((at, one.text) for at, one in enumerate(read.paragraphs) if word in one.text)
        start = text.index(word)
        verdicts.append(Verdict("unknown", at, start, start + len(word), word, why=f"On {word}."))
    return annotate_docx(content, read, verdicts)


def list_ranges(content: bytes) -> dict[str, str]:
    """Returns the words of each comment -> the text that it is on."""
    document = Document(io.BytesIO(content))
    found = {}
    for comment in document.comments:
        open_, text = False, ""
        for element in document.element.iter():
            if element.tag == qn("w:commentRangeStart") and element.get(qn("w:id")) == str(comment.comment_id):
                open_ = True
            elif element.tag == qn("w:commentRangeEnd") and element.get(qn("w:id")) == str(comment.comment_id):
                open_ = False
            elif open_ and element.tag == qn("w:t"):
                text += element.text or ""
        found[comment.text] = text
    return found


def check_same(before: bytes, after: bytes) -> None:
    assert read_document(after, "docx").paragraphs == read_document(before, "docx").paragraphs
    one, other = (zipfile.ZipFile(io.BytesIO(content)) for content in (before, after))
    changed = {name for name in one.namelist() if one.read(name) != other.read(name)}
    assert changed <= {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels", "word/comments.xml"}


def test_a_number_over_several_runs_is_commented_on_whole():
    document = Document()
    paragraph = document.add_paragraph("It took nearly $")
    paragraph.add_run("688").bold = True
    paragraph.add_run(" billion, then 17 days and 18 more.")
    before = save(document)
    after = annotate(before, "nearly $688 billion", "17 days", "18")
    ranges = list_ranges(after)
    assert ranges["Unknown: On nearly $688 billion."] == "nearly $688 billion"
    assert ranges["Unknown: On 17 days."] == "17 days"
    assert ranges["Unknown: On 18."] == "18"
    check_same(before, after)
    bold = [run.text for run in Document(io.BytesIO(after)).paragraphs[0].runs if run.bold]
    assert bold == ["688"]


def test_the_summary_comes_first():
    document = Document()
    document.add_paragraph("It took 90 days.")
    after = annotate(save(document), "90 days")
    texts = [comment.text for comment in Document(io.BytesIO(after)).comments]
    assert texts[0].startswith("Communique checked 1 numbers and dates.")
    assert len(texts) == 2


def test_cells_links_and_insertions_are_commented_on():
    document = Document()
    document.add_table(1, 2).cell(0, 1).text = "90 tonnes"
    paragraph = document.add_paragraph("See ")
    paragraph._p.append(
        parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="x"><w:r><w:t>the 40 ships</w:t></w:r></w:hyperlink>')
    )
    paragraph._p.append(
        parse_xml(f'<w:ins {nsdecls("w")} w:id="9" w:author="A"><w:r><w:t>, and 50 cars</w:t></w:r></w:ins>')
    )
    paragraph._p.append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="8" w:author="A"><w:r><w:delText>and 60 vans</w:delText></w:r></w:del>')
    )
    before = save(document)
    after = annotate(before, "90 tonnes", "40 ships", "50 cars")
    ranges = list_ranges(after)
    assert ranges["Unknown: On 90 tonnes."] == "90 tonnes"
    assert ranges["Unknown: On 40 ships."] == "40 ships"
    assert ranges["Unknown: On 50 cars."] == "50 cars"
    check_same(before, after)


def test_a_comment_on_a_note_stands_at_its_reference():
    document = Document()
    document.add_paragraph("Costs rose.").runs[0]._r.append(
        parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="2"/>')
    )
    before = add_part(
        save(document),
        "word/footnotes.xml",
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>By 90 tonnes.</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>",
    )
    after = annotate(before, "90 tonnes")
    assert list_ranges(after)["Unknown: On 90 tonnes."] == "Costs rose."
    assert zipfile.ZipFile(io.BytesIO(after)).read("word/footnotes.xml") == zipfile.ZipFile(io.BytesIO(before)).read(
        "word/footnotes.xml"
    )


def add_part(content: bytes, name: str, text: str) -> bytes:
    made = io.BytesIO(content)
    with zipfile.ZipFile(made, "a") as file:
        file.writestr(name, text)
    return made.getvalue()


def test_comments_that_are_there_stay():
    document = Document()
    paragraph = document.add_paragraph("It took 90 days.")
    document.add_comment(paragraph.runs, text="Really?", author="Editor", initials="E")
    after = annotate(save(document), "90 days")
    found = [(one.author, one.text) for one in Document(io.BytesIO(after)).comments]
    assert found[0] == ("Editor", "Really?")
    assert found[-1] == ("Communique", "Unknown: On 90 days.")


def test_the_same_draft_gives_the_same_bytes():
    document = Document()
    document.add_paragraph("It took 90 days.")
    before = save(document)
    assert annotate(before, "90 days") == annotate(before, "90 days")


def test_a_damaged_file_is_an_error():
    with pytest.raises(UsageError, match="damaged"):
        annotate_docx(b"PK\x03\x04 nothing", read_document(b"a 5", "text"), [])
