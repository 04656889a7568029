"""PDFs made by typst and read back word for word: columns, hyphens, notes, marks, tables, heads and feet, scans."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from analysis import limits
from analysis.documents import Paragraph, SourceDocument, read_document
from analysis.errors import UsageError

PAGE = '#set page(width: 12cm, height: 9cm, margin: 1.5cm)\n#set text(size: 9pt, lang: "en")\n'


def compile_pdf(folder: Path, source: str) -> bytes:
    (folder / "made.typ").write_text(PAGE + source, encoding="utf-8")
    return typst.compile(str(folder / "made.typ"))


def read(folder: Path, source: str) -> SourceDocument:
    return read_document(compile_pdf(folder, source))


def read_texts(folder: Path, source: str, *kinds: str) -> list[str]:
    return [part.text for part in read(folder, source).paragraphs if part.kind in (kinds or ("text",))]


LONG = "The administration of the internationally recognised government agreed that approximately 90 billion of unpaid "
LONG += "commitments remain for reconstruction, and that a 28-point plan is to be negotiated in further settlements."
SECOND = "Nobody expected the representatives to mention responsibilities or humanitarian organisations in 2026."


@pytest.mark.parametrize(
    "setting",
    ["", "#set page(columns: 2)\n", "#set par(justify: true)\n", "#set par(first-line-indent: 1em, spacing: 0.65em)\n"],
    ids=["ragged", "columns", "justified", "indented"],
)
@pytest.mark.parametrize("hyphenate", ["true", "false"])
def test_lines_are_joined_into_the_paragraphs_that_were_written(tmp_path, setting, hyphenate):
    paragraphs = [LONG, SECOND, LONG.replace("90", "40"), SECOND.replace("2026", "2027")]
    source = f"{setting}#set text(hyphenate: {hyphenate})\n" + "\n\n".join(paragraphs)
    assert read_texts(tmp_path, source) == paragraphs


TURNED = f"{LONG.replace('90', '1,250')} Of 300#super[7] schools, 45 remain.\n\n{SECOND}"
TURNED_TEXTS = [f"{LONG.replace('90', '1,250')} Of 300 schools, 45 remain.", SECOND]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_as_it_was_written(tmp_path, degrees):
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(compile_pdf(tmp_path, TURNED))) as file:
        file.pages[0].Rotate = degrees
        file.save(written)
    found = read_document(written.getvalue()).paragraphs
    assert [part.text for part in found] == TURNED_TEXTS
    assert [mark.sign for part in found for mark in part.marks] == ["7"]


@pytest.mark.parametrize("degrees", [90, -90, 180])
def test_text_that_is_set_on_its_side_is_read_behind_the_text_that_is_not(tmp_path, degrees):
    turned = f"#rotate({degrees}deg, reflow: true)[#block(width: 8cm)[{TURNED}]]"
    page = "#set page(width: 16cm, height: 20cm)\n"
    assert read_texts(tmp_path, page + turned) == TURNED_TEXTS
    assert read_texts(tmp_path, f"{page}{LONG} {LONG}\n\n{turned}\n\nThe end of 88.") == [
        f"{LONG} {LONG}",
        "The end of 88.",
        *TURNED_TEXTS,
    ]


def test_a_hyphen_of_the_word_itself_is_kept(tmp_path):
    narrow = "#set page(width: 5.2cm)\n#set text(hyphenate: false)\n"
    text = (
        "A plan of 28-point length was agreed at Mar-a-Lago by long-term envoys of the long-term side in 2025-26 talks."
    )
    assert read_texts(tmp_path, narrow + text) == [text]


def test_a_footnote_mark_is_no_digit_and_the_note_is_a_note(tmp_path):
    text = "It lost 500#footnote[Counted in 2024, of 1,200.] drones in 2,022#footnote[See page 12.] raids "
    text += "on 12 m#super[2]."
    found = read(tmp_path, text).paragraphs
    assert [(part.kind, part.number, part.text, part.place) for part in found] == [
        ("text", "", "It lost 500 drones in 2,022 raids on 12 m².", "Title"),
        ("note", "1", "Counted in 2024, of 1,200.", "note 1"),
        ("note", "2", "See page 12.", "note 2"),
    ]
    assert [(mark.offset, mark.sign) for mark in found[0].marks] == [(11, "1"), (27, "2")]


@pytest.mark.parametrize("setting", ["", "#set super(typographic: false)\n"], ids=["drawn small", "set small"])
def test_marks_are_told_by_size_and_height_however_they_are_set(tmp_path, setting):
    text = "They sent 500#super[1] men, 70#super[[12]] ships; 10#super[6] in all, on the 21#super[st]."
    assert read_texts(tmp_path, setting + text) == ["They sent 500 men, 70 ships; 10⁶ in all, on the 21st."]


def test_heads_feet_and_page_numbers_are_left_out_and_pages_are_kept(tmp_path):
    setting = "#set page(header: [The Lake Report 2025], footer: context [Page #counter(page).display() of 3])\n"
    found = read(tmp_path, setting + "\n#pagebreak()\n".join(["One of 7.", "Two of 8.", "Three of 9."])).paragraphs
    assert [(part.text, part.page) for part in found] == [("One of 7.", 1), ("Two of 8.", 2), ("Three of 9.", 3)]
    assert dict(found[1].within) == {"page": "2"}


def test_a_line_that_stands_alike_on_pages_but_counts_otherwise_is_text(tmp_path):
    pages = "\n#pagebreak()\n".join(f"Aid of {amount}" for amount in (90, 70, 75))
    assert read_texts(tmp_path, pages) == ["Aid of 90", "Aid of 70", "Aid of 75"]


def test_a_paragraph_goes_on_over_the_end_of_a_page_and_past_its_notes(tmp_path):
    source = "#set page(height: 5cm)\n" + LONG.replace("90 billion", "90#footnote[Of 2024.] billion") + " " + LONG
    found = read(tmp_path, source).paragraphs
    assert [part.text for part in found if part.kind == "text"] == [f"{LONG} {LONG}"]
    assert [part.text for part in found if part.kind == "note"] == ["Of 2024."]


def test_headings_and_lists(tmp_path):
    source = "= The plan\nToday.\n== II. Money\nThe need is 90.\n- Peace holds.\n- Trade opens.\n\n"
    source += "3. Three men.\n4. Four men."
    assert [(part.kind, part.number, part.heading, part.text) for part in read(tmp_path, source).paragraphs] == [
        ("heading", "", "", "The plan"),
        ("text", "", "The plan", "Today."),
        ("heading", "", "The plan", "II. Money"),
        ("text", "", "II. Money", "The need is 90."),
        *(("item", "", "II. Money", "Peace holds."), ("item", "", "II. Money", "Trade opens.")),
        *(("item", "3", "II. Money", "3. Three men."), ("item", "4", "II. Money", "4. Four men.")),
    ]


def test_the_cells_of_a_table_are_no_one_number(tmp_path):
    source = "Aid\n#table(columns: 3, [What], [2024], [2025], [Grain], [12], [500], [Oil], [7], [812])"
    cells = [(part.text, part.row, part.column) for part in read(tmp_path, source).paragraphs if part.kind == "cell"]
    assert cells == [
        *(("What", "", ""), ("2024", "", ""), ("2025", "", "")),
        *(("Grain", "", "What"), ("12", "Grain", "2024"), ("500", "Grain", "2025")),
        *(("Oil", "", "What"), ("7", "Oil", "2024"), ("812", "Oil", "2025")),
    ]


def test_what_the_file_says_of_itself_and_a_link_to_a_page(tmp_path):
    found = read(tmp_path, '#set document(title: "The  plan")\n#set text(lang: "uk")\nП’ять.\n#pagebreak()\nSix.')
    assert (found.kind, found.title, found.language) == ("pdf", "The plan", "uk")
    assert found.build_link(1, 0, 3) == "#page=2"


# What cannot be read whole


def save(file: pikepdf.Pdf, **options) -> bytes:
    written = io.BytesIO()
    file.save(written, **options)
    return written.getvalue()


def test_a_page_that_is_only_a_picture_is_refused_by_its_number(tmp_path):
    picture = io.BytesIO()
    Image.new("L", (300, 400), 200).save(picture, "PDF")
    with pytest.raises(UsageError, match=r"^scan.pdf: page 1 has no text, only a picture; have the text recognised"):
        read_document(picture.getvalue(), name="scan.pdf")
    mixed = pikepdf.open(io.BytesIO(compile_pdf(tmp_path, "Five men.")))
    mixed.pages.extend(pikepdf.open(picture).pages)
    with pytest.raises(UsageError, match=r"^scan.pdf: page 2 has no text"):
        read_document(save(mixed), name="scan.pdf")
    mixed.pages.extend(pikepdf.open(picture).pages)
    with pytest.raises(UsageError, match=r"page 2 and 1 more have no text"):
        read_document(save(mixed))


def test_an_empty_page_among_others_is_no_fault(tmp_path):
    assert read_texts(tmp_path, "One.\n#pagebreak()\n#rect()\n#pagebreak()\nTwo.") == ["One.", "Two."]
    with pytest.raises(UsageError, match=r"has no text, so there is nothing to read. If it is a scan, have its text"):
        read(tmp_path, "#rect()")


def test_a_password_is_refused_and_one_that_only_forbids_printing_is_not(tmp_path):
    file = pikepdf.open(io.BytesIO(compile_pdf(tmp_path, "Five men.")))
    locked = save(file, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(UsageError, match=r"^a.pdf has a password; save it without one$"):
        read_document(locked, name="a.pdf")
    assert (
        read_document(save(file, encryption=pikepdf.Encryption(owner="a", user=""))).paragraphs[0].text == "Five men."
    )


def test_a_damaged_file_and_too_many_pages_are_one_error(tmp_path, monkeypatch):
    with pytest.raises(UsageError, match=r"^a.pdf cannot be read as a PDF: it is damaged"):
        read_document(b"%PDF-1.7 and no more", name="a.pdf")
    monkeypatch.setattr(limits, "MAX_SOURCE_PAGES", 1)
    with pytest.raises(UsageError, match=r"has 2 pages; allowed: at most 1. Give it in parts."):
        read(tmp_path, "One.\n#pagebreak()\nTwo.")


# Whatever is written


NUMBERS = st.one_of(
    st.integers(1, 999).map(str),
    st.integers(1_000, 9_999_999).map("{:,}".format),
    st.decimals("0.1", "99.9", places=1).map(str),
)
WORDS = st.sampled_from(
    ["peace", "of", "reconstruction", "the", "internationally", "administered", "settlement", "grain", "and", "towns"]
)
SENTENCES = st.lists(st.one_of(WORDS, WORDS, NUMBERS), min_size=3, max_size=60)


@settings(max_examples=12)
@given(st.lists(st.tuples(SENTENCES, st.booleans()), min_size=1, max_size=4), st.sampled_from((1, 2)))
def test_the_numbers_of_a_pdf_with_notes_are_those_that_were_written(tmp_path_factory, paragraphs, columns):
    texts = [f"Begin {' '.join(words)} end." for words, _ in paragraphs]
    sources = [
        re.sub(r"(\d)( |$)(?=\D)", r"\1#footnote[Note of men.]\2", text, count=2) if noted else text
        for text, (_, noted) in zip(texts, paragraphs, strict=True)
    ]
    setting = f"#set page(columns: {columns})\n#set par(justify: true)\n"
    found: list[Paragraph] = list(read(tmp_path_factory.mktemp("pdf"), setting + "\n\n".join(sources)).paragraphs)
    assert " ".join(part.text for part in found if part.kind != "note") == " ".join(texts)
    assert {part.text for part in found if part.kind == "note"} <= {"Note of men."}
