"""Word files made by python-docx and read back: lists, tables, notes, tracked changes, boxes; and what is refused."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from analysis import limits
from analysis.documents import SourceDocument, read_document
from analysis.errors import UsageError


def pack(made) -> bytes:
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def rewrite(content: bytes, parts: dict[str, str]) -> bytes:
    """The same Word file with some parts replaced or added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return written.getvalue()


def read_paragraphs(*inner: str) -> SourceDocument:
    made = docx.Document()
    for xml in inner:
        made.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w', 'wp', 'a')}>{xml}</w:p>"))
    return read_document(pack(made))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


RAISED = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (run("It is ") + run("€90", "<w:b/>") + run(" billion"), "It is €90 billion"),
        (run("500") + run("1", RAISED) + run(" drones, 12 m") + run("2", RAISED), "500 drones, 12 m²"),
        (run("He paid ") + "<w:del w:id='1'><w:r><w:delText>70</w:delText></w:r></w:del>" + run("90"), "He paid 90"),
        (run("He paid ") + f"<w:ins w:id='1'>{run('90')}</w:ins>", "He paid 90"),
        (run("It") + f"<w:moveFrom w:id='1'>{run(' 5')}</w:moveFrom><w:moveTo w:id='2'>{run(' 6')}</w:moveTo>", "It 6"),
        (
            run("said") + run(" 5", "<w:vanish/>") + run(" 6", "<w:strike/>") + run(" 7", '<w:strike w:val="0"/>'),
            "said 7",
        ),
        (run("12\u00a0000 sol\u00ad") + "<w:r><w:softHyphen/></w:r>" + run("diers"), "12\u00a0000 soldiers"),
        (run("28") + "<w:r><w:noBreakHyphen/></w:r>" + run("point"), "28-point"),
        (run("one") + "<w:r><w:br/></w:r>" + run("two") + "<w:r><w:tab/></w:r>" + run("3"), "one two 3"),
        (
            "<w:hyperlink>" + run("a link") + "</w:hyperlink><w:commentRangeStart w:id='0'/>" + run(" of 5"),
            "a link of 5",
        ),
        (
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>SEQ 7</w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType='separate'/></w:r>" + run("8"),
            "8",
        ),
        (
            f"<m:oMath {nsdecls('m')}><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>6</m:t></m:r></m:sup>"
            "</m:sSup></m:oMath>",
            "10⁶",
        ),
        (run("500") + run("1", '<w:position w:val="6"/><w:sz w:val="12"/>') + run(" drones"), "500 drones"),
        (run("500") + run("1", '<w:rStyle w:val="FootnoteReference"/>') + run(" drones"), "500 drones"),
        (
            run("500") + "<w:r><w:footnoteReference w:customMarkFollows='1' w:id='9'/><w:t>1</w:t></w:r>" + run(" men"),
            "500 men",
        ),
        (
            run("Sum ") + f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('type 5')}"
            "</w:sdtContent></w:sdt>" + run("of all"),
            "Sum of all",
        ),
        (run("5") + "<w:r><w:sym w:font='Symbol' w:char='F0B1'/></w:r>" + run("2"), "5±2"),
    ],
)
def test_a_paragraph_is_what_is_left_when_all_changes_are_accepted(inner, text):
    assert [part.text for part in read_paragraphs(inner).paragraphs] == [text]


def test_a_tab_or_break_between_two_numbers_is_no_space_of_one_number():
    found = read_paragraphs(
        run("Grain 12") + "<w:r><w:tab/></w:r>" + run("500") + "<w:r><w:br/></w:r>" + run("700 men")
    )
    assert [part.text for part in found.paragraphs] == ["Grain 12", "500", "700 men"]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next():
    deleted = "<w:pPr><w:rPr><w:del w:id='1' w:author='a'/></w:rPr></w:pPr>"
    found = read_paragraphs(run("First."), deleted + run("It is 90"), run(" billion."), deleted + run("The end"))
    assert [paragraph.text for paragraph in found.paragraphs] == ["First.", "It is 90 billion.", "The end"]


def test_whole_numbers_that_are_none_are_left_out():
    cell = "<w:tc><w:tcPr><w:gridSpan w:val='²'/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    listed = "<w:pPr><w:outlineLvl w:val='²'/><w:numPr><w:ilvl w:val='²'/><w:numId w:val='1'/></w:numPr></w:pPr>"
    made = docx.Document()
    table = f"<w:tbl {nsdecls('w')}><w:tr>{cell.format('Aid')}{cell.format('5')}</w:tr></w:tbl>"
    for xml in (f"<w:p {nsdecls('w')}>{listed}{run('One')}</w:p>", table):
        made.element.body.insert(-1, parse_xml(xml))
    numbering = (
        f"<w:numbering {nsdecls('w')}><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='²'/>"
        "<w:lvlText w:val='%1.'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
        "</w:numbering>"
    )
    found = read_document(rewrite(pack(made), {"word/numbering.xml": numbering})).paragraphs
    assert [(one.kind, one.number, one.text, one.row) for one in found] == [
        ("item", "1", "One", ""),
        ("cell", "", "Aid", ""),
        ("cell", "", "5", "Aid"),
    ]


def test_a_row_may_begin_at_a_later_column_and_a_table_within_a_cell_has_its_own_headings():
    def cell(inner: str) -> str:
        return f"<w:tc>{inner}</w:tc>"

    def text(words: str) -> str:
        return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"

    inner = f"<w:tbl><w:tr>{cell(text('Grain'))}{cell(text('7'))}</w:tr></w:tbl>"
    rows = [
        f"<w:tr>{cell(text('Year'))}{cell(text('Aid'))}</w:tr>",
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell(text('5'))}</w:tr>",
        f"<w:tr>{cell(text('North'))}{cell(inner + '<w:p/>')}</w:tr>",
    ]
    made = docx.Document()
    made.element.body.insert(-1, parse_xml(f"<w:tbl {nsdecls('w')}>{''.join(rows)}</w:tbl>"))
    found = {one.text: (one.row, one.column) for one in read_document(pack(made)).paragraphs}
    assert (found["5"], found["7"]) == (("", "Aid"), ("Grain", ""))


def test_a_text_box_is_read_once_behind_its_paragraph():
    box = f"<w:txbxContent><w:p>{run('Boxed 5')}</w:p></w:txbxContent>"
    both = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert [part.text for part in read_paragraphs(run("Before") + both, run("After")).paragraphs] == [
        *("Before", "Boxed 5", "After")
    ]


def test_headings_lists_and_captions():
    made = docx.Document()
    made.core_properties.title = "The  plan"
    made.add_heading("Plan", 0)
    made.add_heading("II. Money", 1)
    made.add_paragraph("The need is 90.")
    for text in ("Peace", "Trade"):
        made.add_paragraph(text, style="List Number")
    made.add_paragraph("Dot", style="List Bullet")
    made.add_paragraph("Aid in 2025", style="Caption")
    made.sections[0].header.paragraphs[0].text = "Head 7"
    made.sections[0].footer.paragraphs[0].text = "Foot 8"
    found = read_document(pack(made))
    assert (found.kind, found.title, found.language) == ("docx", "The plan", "en-US")
    assert [(part.kind, part.place, part.number, part.text) for part in found.paragraphs] == [
        *(("heading", "Title", "", "Plan"), ("heading", "II heading", "", "II. Money")),
        ("text", "II p1", "", "The need is 90."),
        *(("item", "II p2", "1", "Peace"), ("item", "II p3", "2", "Trade"), ("item", "II p4", "", "Dot")),
        ("caption", "II p5", "", "Aid in 2025"),
    ]
    assert dict(found.paragraphs[4].within) == {"point": "2"}


NUMBERING = f"""<w:numbering {nsdecls("w")}>
<w:abstractNum w:abstractNumId="3">
<w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
</w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>
<w:num w:numId="8"><w:abstractNumId w:val="3"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""


def test_the_numbers_of_lists_are_counted_as_word_counts_them():
    made = docx.Document()
    for id, level in ((7, 0), (7, 1), (7, 1), (7, 0), (7, 1), (8, 0), (8, 0), (7, 0)):
        properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{id}"/></w:numPr>'
        made.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w')}><w:pPr>{properties}</w:pPr>{run('x')}</w:p>"))
    found = read_document(rewrite(pack(made), {"word/numbering.xml": NUMBERING}))
    assert [part.number for part in found.paragraphs] == ["4", "4.a", "4.b", "5", "5.a", "1", "2", "3"]


def test_a_table_is_cells_with_their_headings_and_a_merged_cell_is_one():
    made = docx.Document()
    made.add_paragraph("Aid")
    table = made.add_table(4, 3)
    for row, texts in enumerate((("What", "Year", ""), ("Grain", "12", "500"), ("Oil", "7", "8"), ("Gas", "", "9"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(2, 1).merge(table.cell(3, 1))
    cells = [(part.text, part.row, part.column) for part in read_document(pack(made)).paragraphs if part.kind == "cell"]
    assert cells == [
        *(("What", "", ""), ("Year", "", "")),
        *(("Grain", "", "What"), ("12", "Grain", "Year"), ("500", "Grain", "Year")),
        *(("Oil", "", "What"), ("7", "Oil", "Year"), ("8", "Oil", "Year")),
        *(("Gas", "", "What"), ("9", "Gas", "Year")),
    ]


def test_notes_follow_the_text_and_their_marks_are_out_of_it():
    made = docx.Document()
    inner = run("500") + '<w:r><w:footnoteReference w:id="5"/></w:r>' + run(" drones, 70")
    inner += '<w:r><w:endnoteReference w:id="2"/></w:r>' + run(" ships") + '<w:r><w:footnoteReference w:id="4"/></w:r>'
    made.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>"))

    def write(kind: str, **texts: str) -> str:
        notes = (
            f'<w:{kind} w:id="{id[1:]}"><w:p><w:r><w:{kind}Ref/></w:r>{run(" " + text)}</w:p></w:{kind}>'
            for id, text in texts.items()
        )
        return f"<w:{kind}s {nsdecls('w')}>{''.join(notes)}</w:{kind}s>"

    parts = {
        "word/footnotes.xml": write("footnote", n4="Second.", n5="Of 2024."),
        "word/endnotes.xml": write("endnote", n2="E."),
    }
    found = read_document(rewrite(pack(made), parts)).paragraphs
    assert (found[0].text, [(mark.offset, mark.sign) for mark in found[0].marks]) == (
        "500 drones, 70 ships",
        [(3, "1"), (14, "i"), (20, "2")],
    )
    assert [(part.kind, part.number, part.text) for part in found[1:]] == [
        *(("note", "1", "Of 2024."), ("note", "i", "E."), ("note", "2", "Second."))
    ]


# What is refused


def test_other_archives_and_damaged_ones_are_one_error(tmp_path):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        file.writestr("xl/workbook.xml", "<a/>")
    with pytest.raises(
        UsageError, match=r"^a.docx cannot be read as a Word file \(.docx\): it is an Excel file. Save it"
    ):
        read_document(written.getvalue(), name="a.docx")
    whole = pack(docx.Document())
    with pytest.raises(UsageError, match=r"^a.docx cannot be read as a Word file \(.docx\): it is damaged"):
        read_document(whole[: len(whole) // 2], name="a.docx")
    with pytest.raises(UsageError, match=r"^a.docx is damaged: word/document.xml is not XML"):
        read_document(rewrite(whole, {"word/document.xml": "<w:document"}), name="a.docx")


def test_entities_and_what_unpacks_to_too_much_are_refused(monkeypatch):
    whole = pack(docx.Document())
    bomb = f'<!DOCTYPE w [<!ENTITY a "5">]><w:document {nsdecls("w")}><w:body><w:p>&a;</w:p></w:body></w:document>'
    with pytest.raises(UsageError, match=r"word/document.xml declares a document type, as no Word file does"):
        read_document(rewrite(whole, {"word/document.xml": bomb}))
    monkeypatch.setattr(limits, "MAX_UNPACKED_BYTES", 100)
    with pytest.raises(UsageError, match=r"has [\d,]+ bytes unpacked; allowed: at most 100$"):
        read_document(whole)


def test_an_empty_file_has_no_text():
    with pytest.raises(UsageError, match=r"^empty.docx has no text, so there is nothing to read"):
        read_document(pack(docx.Document()), name="empty.docx")
