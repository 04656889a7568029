"""Characters that no typeface has: found, named with their place, printed as squares; no format fails for one."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path

import docx
import pandas as pd
import pikepdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from analysis import bars, cover, load_case, say, table
from analysis.errors import CaseError
from analysis.label import Label
from analysis.report.document import reader
from analysis.report.formats.docx.document import write_docx
from analysis.report.formats.glyphs import describe_missing, describe_signs, find_missing
from analysis.report.formats.html.page import write_html
from analysis.report.formats.markdown import write_markdown
from analysis.report.formats.pdf.document import write_pdf
from analysis.show.charts.typeface import SIZE, measure_text
from analysis.style.house import FONT_FOLDER, get_shipped_house, parse_house, serialise_house
from tests.conftest import TINY
from tests.notebooks_in_memory import make_executed_notebook
from tests.sheets import list_lines, read_sheets

TITLE = "乌克兰重建"

pytestmark = pytest.mark.usefixtures("only_shipped_typefaces")


def make_font(path: Path, letters: str, family: str = "Test Han") -> Path:
    """Writes a typeface that has some letters more, all of one form."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with TTFont(FONT_FOLDER / "CommuniqueSans-Regular.ttf") as font:
        for part in font["cmap"].tables:
            part.cmap |= {ord(letter): "H" for letter in letters}
        for entry in font["name"].names:
            if entry.nameID in (1, 16):
                entry.string = family
        font.save(path)
    return path


def make_report(words: str, folder: Path = TINY) -> reader.Document:
    """A report with some words in its title block, in a table and in a chart."""
    case = load_case(folder)
    need = case["reconstruction.need"]
    frame = pd.DataFrame({"who": [Label(words, "x"), Label("Kyiv", "y")], "much": [need, need * 2]}, dtype=object)
    return reader.read_document(
        make_executed_notebook(
            cover("A title", "What is it?", {**case.about, "title": words}),
            say("{one} is needed.", one=need),
            bars(frame, "Two of them", key="two", label="who", value="much"),
            table(frame, "Both of them", key="both"),
        )
    )


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Reports in Latin: é, ß, Ł; Київ, Ґанок, Ёж – “quoted” … −5 × 3 → ∑", ()),
        ("乌 and 乌克", ("乌", "克")),
        ("a\u0301 e\u0308 и\u0306 x\u0323", ()),  # accents as marks of their own
        ("soft\u00adhyphen, no\u00a0break, thin\u2009space, narrow\u202fspace", ()),
        ("left\u200e right\u200f isolate\u2066 end\u2069 join\u200d non\u200c word\u2060 zero\u200b", ()),
        ("❤\ufe0f and ❤", ()),  # a variation selector
        ("a mark \ufeff of byte order", ()),
        ("👨\u200d👩\u200d👧 is one sign", ("👨\u200d👩\u200d👧",)),
        ("1\ufe0f\u20e3", ("1\ufe0f\u20e3",)),
        ("\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), ("😀",)),
    ],
)
def test_only_what_cannot_be_set_is_missing(text, missing):
    assert find_missing(text, ()) == missing


@given(st.text(st.characters(max_codepoint=0x17F, exclude_categories=["Cc", "Cs"])))
def test_texts_in_european_languages_are_never_missing(text):
    assert find_missing(text, ()) == ()


def test_every_format_is_written_and_the_pdf_says_what_it_lacks():
    document = make_report(TITLE)
    made = write_pdf(document)
    lines = [line for sheet in read_sheets(made) for line in list_lines(sheet)]
    text = "".join(lines)
    assert lines.count("□□□□□") >= 1  # the case's title
    assert any(line.startswith("□□□□□") and "$800billion" in line for line in lines)  # in the chart and in the table
    assert "Printedas□,asnotypefaceherehasthem:U+4E4C,U+514B,U+5170,U+91CD,U+5EFA" in text
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert b"pdfuaid:part" in opened.Root.Metadata.read_bytes()
        alternatives = [str(element.Alt) for element in opened.objects if "/Alt" in getattr(element, "keys", dict)()]
    assert any(TITLE in alt for alt in alternatives)  # who listens gets the names
    assert TITLE in write_html(document)
    assert TITLE in write_markdown(document)
    word = docx.Document(io.BytesIO(write_docx(document)))
    assert TITLE in [cell.text for table in word.tables for row in table.rows for cell in row.cells]


def test_a_report_that_lacks_nothing_says_nothing():
    document = make_report("Київ")
    assert describe_missing(document) == ""
    assert "Printedas" not in "".join(line for sheet in read_sheets(write_pdf(document)) for line in list_lines(sheet))


def test_the_remark_names_characters_place_and_remedy():
    document = make_report(TITLE)
    assert describe_missing(document) == (
        f"no typeface of the house has Chinese characters ({TITLE}; the first is U+4E4C, CJK UNIFIED IDEOGRAPH-4E4C), "
        "in the head of the report; the PDF and the pictures in Word show □ in their place. To print them, run: "
        'pip install "communique[east-asian]"; or name a TTF or OTF file that has them in house.toml: [type] '
        "fallback_files."
    )
    source = replace(document.sources[0], title="مرحبا ꙮ 乌")
    said = describe_missing(replace(document, sources=(source, *document.sources[1:])))
    assert f"in source {source.source_id} (sources.csv), the head of the report; " in said
    assert "Cyrillic (ꙮ; it is U+A66E, CYRILLIC LETTER MULTIOCULAR O)" in said


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ("ᚠ", "To print them, name a TTF or OTF file"),  # no extra has runes
        ("தமிழ்", 'To print them, run: pip install "communique[scripts]"; or name a TTF or OTF file'),
        ("தமிழ் 乌", 'To print them, run: pip install "communique[scripts,east-asian]"; or name a TTF or OTF file'),
    ],
)
def test_the_remedy_names_an_extra_only_where_it_helps(words, remedy):
    assert remedy in describe_missing(make_report(words))


def test_signs_are_named_by_their_scripts():
    said = describe_signs(("乌", "あ", "ア", "한", "ᚠ", "😀"))
    assert said.startswith(
        "Chinese characters (乌; it is U+4E4C, CJK UNIFIED IDEOGRAPH-4E4C), Japanese (あア; the first is "
    )
    assert said.endswith(
        "Runic (ᚠ; it is U+16A0, RUNIC LETTER FEHU FEOH FE F), signs (😀; it is U+1F600, GRINNING FACE)"
    )
    assert "…; the first" in describe_signs(tuple(map(chr, range(0x4E00, 0x4E20))))


def test_a_fallback_typeface_of_the_case_is_used_in_print(tmp_path):
    case = shutil.copytree(TINY, tmp_path / "tiny")
    make_font(case / "fonts" / "Han.ttf", TITLE)
    (case / "house.toml").write_text('[type]\nfallback_files = ["fonts/Han.ttf"]\n')
    house = load_case(case).house
    assert [(face.family, face.cut) for face in house.fallback] == [("Test Han", "Regular")]
    assert parse_house(serialise_house(house)).fallback[0].data == house.fallback[0].data
    document = make_report(TITLE, case)
    assert describe_missing(document) == ""
    lines = [line for sheet in read_sheets(write_pdf(document)) for line in list_lines(sheet)]
    assert TITLE in lines
    assert "□" not in "".join(lines)
    assert "Test Han" not in write_html(document)  # a page falls back on the reader's own typefaces


def test_a_folder_of_fallback_typefaces_is_used_and_looked_into_again_when_a_file_is_added(tmp_path):
    case = shutil.copytree(TINY, tmp_path / "tiny")
    make_font(case / "fonts" / "Han.ttf", TITLE[:2])
    (case / "fonts" / "OFL.txt").write_text("A licence")
    (case / "house.toml").write_text('[type]\nfallback_files = ["fonts/"]\n')
    first = load_case(case)
    assert [face.family for face in first.house.fallback] == ["Test Han"]
    assert describe_missing(make_report(TITLE[:2], case)) == ""
    before = first.compute_digest("tiny:fonts/")
    make_font(case / "fonts" / "More.ttf", TITLE[2:], "Test More")
    assert describe_missing(make_report(TITLE, case)) == ""
    assert "fonts/" in first.recorded_keys
    assert first.compute_digest("tiny:fonts/") != before


@pytest.mark.parametrize("name", ["fonts/", "/", "../", "/usr/share/fonts/", "notebooks/../"])
def test_a_folder_without_typefaces_is_refused(tmp_path, name):
    case = shutil.copytree(TINY, tmp_path / "tiny")
    (case / "house.toml").write_text(f'[type]\nfallback_files = ["{name}"]\n')
    with pytest.raises(CaseError) as error:
        load_case(case)
    assert f"[type] fallback_files: found '{name}, a folder without such a file'" in str(error.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("no.ttf", None, "house.toml:[type] fallback_files: found 'no.ttf, which cannot be read'"),
        ("bad.ttf", b"no typeface", "found 'bad.ttf, which is not a typeface"),
        ("big.ttf", b"0" * 2_000_001, "found 'big.ttf, "),
        ("bad.woff", b"", "found 'bad.woff'; allowed: a file ending in .ttf or .otf."),
    ],
)
def test_a_fallback_that_cannot_be_used_is_refused(tmp_path, name, content, said):
    case = shutil.copytree(TINY, tmp_path / "tiny")
    if content is not None:
        (case / name).write_bytes(content)
    (case / "house.toml").write_text(f'[type]\nfallback_files = ["{name}"]\n')
    with pytest.raises(CaseError) as error:
        load_case(case)
    assert said in str(error.value)
    assert "[type] fallback_files" in str(error.value)


def test_characters_as_wide_as_high_are_measured_so_and_marks_take_no_room():
    assert measure_text("乌") == pytest.approx(SIZE / 72)
    assert measure_text("x\u0323") == pytest.approx(measure_text("x"))
    assert get_shipped_house().fallback == ()
