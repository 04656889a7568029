"""The page made of a draft in text, Markdown or PDF."""

from __future__ import annotations

from analysis.documents import read_document
from analysis.verification import Verdict
from analysis.verification.annotate.page import write_page


def test_each_mark_leads_to_its_note_and_back():
    draft = read_document(b"# Aid\n\nIt is 90 & more, then 7.", "markdown")
    verdicts = [
        Verdict("differs", 1, 6, 8, "90", "Lead p1", why="It is 80.", remedy="Write 80."),
        Verdict("supported", 1, 22, 23, "7", "Lead p1"),
    ]
    page = write_page(draft, verdicts, "note <1>.md").decode()
    assert "note &lt;1&gt;.md, verified" in page
    assert '<a href="#note-1">90</a></mark> &amp; more, then 7.' in page
    assert 'id="note-1"' in page
    assert "Differs: It is 80. Write 80." in page
    assert page.count("<mark ") == 1
    assert "<h2" in page


def test_control_characters_are_written_out():
    draft = read_document("It is 90\u202e x.".encode(), "text")
    page = write_page(draft, [Verdict("unknown", 0, 6, 8, "90")], "a").decode()
    assert "\u202e" not in page


def test_a_read_page_has_the_text_of_the_draft():
    draft = read_document(b"One is 5.\n\nTwo is 6.", "text")
    page = read_document(write_page(draft, [Verdict("unknown", 1, 7, 8, "6")], "a"), "html")
    assert [one.text for one in draft.paragraphs] == [one.text for one in page.paragraphs if one.text.endswith(".")][
        1:3
    ]
