"""Parts that were written before are found by all that decides how they are written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.contract import SourceCard
from analysis.messages import gettext, use_language
from analysis.report.document.languages import mark_languages
from analysis.report.document.model import Document
from analysis.report.document.reader import read_document
from analysis.report.formats import kept_parts
from analysis.report.formats.html.page import write_html
from analysis.report.formats.kept_parts import forget_parts, keep_part
from analysis.wording import units
from tests import notebooks_in_memory


@pytest.fixture(autouse=True)
def nothing_kept():
    forget_parts()


def count(write):
    """Returns a function that is kept, and the list of what it was called with."""
    calls = []

    def note(*given, **named):
        calls.append((given, named))
        return write(*given, **named)

    return keep_part(note), calls


def test_a_part_is_written_again_for_whatever_differs():
    write, calls = count(lambda item, level=2: f"{item!r} {level} {gettext('Sources')}")
    for item in ("a", "a", ("a",), ["a"], 1, 1.0, True, -0.0, 0.0):
        assert write(item) == f"{item!r} 2 Sources"
    assert [given for given, _ in calls] == [("a",), (("a",),), (["a"],), (1,), (1.0,), (True,), (-0.0,), (0.0,)]
    assert write("a", 3) == write("a", 3) == "'a' 3 Sources"
    assert write("a", level=4) == "'a' 4 Sources"


def test_a_part_is_written_for_each_language():
    write, calls = count(lambda item: gettext("Sources"))
    with use_language("uk"):
        ukrainian = write("a")
    assert (write("a"), len(calls)) == ("Sources", 2)
    assert ukrainian != "Sources"


def test_a_part_is_written_for_each_set_of_words_in_other_languages():
    write, calls = count(lambda item: "part")

    @mark_languages
    def write_report(document: Document) -> str:
        return write("a")

    empty = Document((), (), {}, (), (), (), (), {}, (), {})
    titled = replace(empty, sources=(SourceCard("s", "Угода про припинення вогню", language="uk"),))
    for document in (empty, titled, replace(titled)):
        write_report(document)
    assert len(calls) == 2


def test_a_part_is_written_again_once_a_unit_is_added():
    write, calls = count(lambda item: "part")
    write("a")
    units.add_unit(("kept_crate",), "kept_crate = [kept_crate]")
    try:
        write("a")
    finally:
        units.forget_added()
    assert len(calls) == 2


def test_what_is_very_large_is_not_compared(monkeypatch):
    monkeypatch.setattr(kept_parts, "_MOST_BYTES", 1000)
    write, calls = count(lambda item: "part")
    for item in ("a" * 2000, "a" * 2000, "a", "a"):
        assert write(item) == "part"
    assert len(calls) == 3


def test_a_page_is_the_same_whatever_was_written_before():
    document = read_document(notebooks_in_memory.make_reconstruction_notebook())
    alone = write_html(document)
    at, note = next((at, note) for at, note in enumerate(document.notes) if note.card and note.card.kind == "claim")
    other = replace(note, card=replace(note.card, statement="Said otherwise"))
    notes = (*document.notes[:at], other, *document.notes[at + 1 :])
    changed = replace(document, notes=notes)
    after = write_html(changed)
    forget_parts()
    assert "Said otherwise" in after
    assert write_html(changed) == after
    assert write_html(document) == alone
