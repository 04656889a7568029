"""Tables of very many rows in the PDF: their rows are set apart, and are one table of the report again."""

from __future__ import annotations

import io
from functools import cache

import page as checker
import pandas as pd
import pikepdf
import pypdfium2
import pytest

from analysis import cover, load_case, say, see, table
from analysis.label import Label
from analysis.report.document.reader import read_document
from analysis.report.formats.pdf import long_tables
from analysis.report.formats.pdf.document import write_pdf
from tests.notebooks_in_memory import make_executed_notebook

ROWS = 130


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch):
    monkeypatch.setattr(long_tables, "MANY_APART", 100)
    monkeypatch.setattr(long_tables, "_CELLS_AT_ONCE", 180)
    monkeypatch.setattr(long_tables, "_LEAST_AT_ONCE", 60)


def make_frame(rows, columns=1):
    case = load_case()
    claims = [c for c in case.ledger.tables["claims"].values() if case.quantity(c.quantity).unit == "billion USD"]
    chosen = [claims[at % len(claims)] for at in range(rows)]
    words = {f"place {'abcdefgh'[at]}": [Label("x" * 30, f"claims/{c.id}") for c in chosen] for at in range(columns)}
    return pd.DataFrame(
        {"claim": [Label(c.id, f"claims/{c.id}") for c in chosen], **words, "value": list(map(case.estimate, chosen))}
    )


@cache
def make_document(rows, columns=1):
    return read_document(
        make_executed_notebook(
            cover("Many rows", "How long is a table?", load_case().about),
            say("All rows are in {table}.", role="answer", table=see("many")),
            table(make_frame(3), "Few claims", key="few"),
            table(make_frame(rows, columns), "Many claims", key="many"),
            "## After the table",
            table(make_frame(rows + 20, columns), "More claims", key="more"),
        )
    )


def walk(element, above=()):
    yield element, above
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from walk(kid, (*above, element))


def list_tables(pdf):
    document = pdf.Root.StructTreeRoot.K
    document = document[0] if isinstance(document, pikepdf.Array) else document
    return [
        [row for row, _ in walk(element) if row.S == "/TR"] for element, _ in walk(document) if element.S == "/Table"
    ]


def read_pages(made):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made)]


def test_all_rows_are_printed_once_and_in_order_under_the_heads_of_their_columns():
    pages = read_pages(write_pdf(make_document(ROWS)))
    of_rows = [text for text in pages if text.count("need_article") and "Where the numbers come from" not in text]
    ids = [word for text in of_rows for word in text.split() if word.startswith("need_article")]
    expected = [
        label.text for label in [*make_frame(3)["claim"], *make_frame(ROWS)["claim"], *make_frame(ROWS + 20)["claim"]]
    ]
    assert len(ids) == expected.count("need_article")


def test_the_tags_are_one_table_each_and_the_file_conforms_to_pdf_ua():
    made = write_pdf(make_document(ROWS))
    assert checker.validate_pdf_bytes(made, profile="ua1").is_compliant
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert [len(rows) for rows in list_tables(pdf)] == [3 + 1, ROWS + 1, ROWS + 20 + 1]


def test_each_mark_of_content_and_each_link_leads_to_its_tag():
    with pikepdf.open(io.BytesIO(write_pdf(make_document(ROWS)))) as pdf:
        tree = pdf.Root.StructTreeRoot
        leads = dict(pikepdf.NumberTree(tree.ParentTree).items())
        at = {page.obj.objgen: page for page in pdf.pages}
        root = tree.K[0] if isinstance(tree.K, pikepdf.Array) else tree.K
        wrong = []
        for element, above in walk(root):
            if above and element.P.objgen != above[-1].objgen:
                wrong.append(element)
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, int):
                    key = int(at[element.Pg.objgen].obj.StructParents)
                    wrong += [] if leads[key][kid].objgen == element.objgen else [element]
                elif kid.get("/Type") == "/OBJR":
                    wrong += [] if leads[int(kid.Obj.StructParent)].objgen == element.objgen else [element]
        assert not wrong


def test_a_number_of_a_row_leads_to_its_note():
    made = write_pdf(make_document(ROWS))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        pages = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
        links = [link for page in pdf.pages for link in page.obj.get("/Annots", ()) if str(link.Contents) == "Note 1"]
        targets = {(pages[link.Dest[0].objgen], round(float(link.Dest[3]))) for link in links if "/Dest" in link}
        addresses = [
            str(link.get("/A", {}).get("/URI", "")) for page in pdf.pages for link in page.obj.get("/Annots", ())
        ]
    assert len(links) > 2
    assert len(targets) == 1
    assert "Where the numbers come from" in read_pages(made)[targets.pop()[0]]
    assert not [address for address in addresses if address.startswith("to:")]


def test_every_page_has_its_number_and_only_the_last_page_of_a_table_has_room_left():
    pages = read_pages(write_pdf(make_document(ROWS)))
    assert all(f"{at} / {len(pages)}" in text for at, text in enumerate(pages, 1))
    of_first = [text.count("billion") for text in pages[1:] if "claim" in text and "After the table" not in text][:3]
    assert of_first[0] == of_first[1] > of_first[2]


def test_a_wide_table_of_many_rows_is_turned_or_split_as_a_short_one_is():
    made = write_pdf(make_document(ROWS, 8))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        wide = [page for page in pdf.pages if float(page.mediabox[2]) > float(page.mediabox[3])]
        assert wide
        assert all(len(rows) in (4, ROWS + 1, ROWS + 21) for rows in list_tables(pdf))
    assert checker.validate_pdf_bytes(made, profile="ua1").is_compliant


def test_the_same_report_gives_the_same_bytes():
    assert write_pdf(make_document(ROWS)) == write_pdf(make_document(ROWS))


def test_cells_that_look_like_parts_of_a_pdf_are_printed_and_heard_as_they_are():
    odd = ("(1 0 R) and )", "endobj 7 0 obj", "\\( stream", "Ω é שלום", "/QuadPoints[1 2] (a (b) c)")
    frame = make_frame(ROWS)
    frame["claim"] = [Label(odd[at % len(odd)], label.ref) for at, label in enumerate(frame["claim"])]
    frame = frame.rename(columns={"claim": "claim (R)"})
    said = cover("Odd", "What is in a cell?", load_case().about), say("All is below.", role="answer")
    made = write_pdf(read_document(make_executed_notebook(*said, table(frame, "Odd (R) words", key="odd"))))
    words = " ".join("".join(read_pages(made)).split())
    assert [words.count(text) for text in odd[:3]] == [ROWS // len(odd)] * 3
    assert checker.validate_pdf_bytes(made, profile="ua1").is_compliant
