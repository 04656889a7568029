"""Document -> tagged PDF/UA-1, by way of Typst: no LaTeX, no pandoc, no browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.report.document.languages import mark_languages
from analysis.report.document.model import Document
from analysis.report.document.without_sliders import remove_sliders
from analysis.report.formats.glyphs import find_missing
from analysis.report.formats.pdf import long_tables
from analysis.report.formats.pdf.foreign import write_draft
from analysis.report.formats.pdf.joined_pages import join_pages
from analysis.report.formats.pdf.long_tables import TablePages
from analysis.report.formats.pdf.page_fill import Arrangement, fill_pages
from analysis.report.formats.pdf.typst_head import render_head
from analysis.report.formats.pdf.typst_source import ReportSource, Setting
from analysis.report.formats.typst import Place, Typesetter, forget_layouts, open_typesetter

_SMALLER = (7.0, 6.8, 6.6)  # points, of notes that would leave the last page nearly blank
_LEAST = 0.3  # of a page's height that the last page fills, its margin included
_MANY_PAGES = 30  # of which Typst holds 5 MB each, once for every setting that is tried
_MAX_UNLISTED = 4  # pages of a report that does not list its sections, as in page.typ


@mark_languages
def write_pdf(document: Document, links: Mapping[str, str] | None = None) -> bytes:
    """Returns the report as PDF/UA-1, the same bytes for the same document; it leads to no other files.

    A character that no typeface has is printed as a square, and named at the end of the report. Pictures are made a
    little lower, or stand after the text that follows them, where they would leave a page half empty; and the notes are
    set a little smaller where the last page would otherwise be nearly blank.
    Raises ReportError with Typst's message where it cannot set the report.
    """
    document = remove_sliders(document)
    faces = document.house.print_faces
    if document.draft:
        return write_draft(document, faces)
    long = long_tables.list_apart(document)
    report = ReportSource(document)
    without_rows = Setting(apart={item.anchor: TablePages((), turned=False) for item in long})
    missing = find_missing("\n".join((report.render(setting=without_rows), *long_tables.list_words(long))), faces)
    head = render_head(document, missing)
    apart = {item.anchor: long_tables.set_rows(document, item, head) for item in long}
    with open_typesetter(faces) as typesetter:
        source, pages = _set_pages(report, missing, apart, typesetter)
        if not apart:
            made = typesetter.compile_pdf(source, document.timestamp)
            if pages > _MANY_PAGES:  # pictures to be shared are drawn next
                forget_layouts()
            return made
        places = typesetter.query_values(source, "<apart>")
        made = typesetter.compile_pdf(source, document.timestamp)
    forget_layouts()
    return join_pages(made, [(apart[place["name"]], place) for place in places])


def _set_pages(
    report: ReportSource, missing: Sequence[str], apart: Mapping[str, TablePages], typesetter: Typesetter
) -> tuple[str, int]:
    """Returns the source whose pages are filled, and how many; the last one at least a little, or as much as can be."""

    def find(setting: Setting) -> tuple[float, int, str]:
        source = report.render(missing, setting)
        end = typesetter.find_places(source)[-1]
        return measure_last_page(end), end["page"], source

    for listed in (True, False):
        setting = _arrange(report, missing, listed, apart, typesetter)
        best = latest = find(setting)
        if best[1] > _MAX_UNLISTED:
            break
    for size in _SMALLER:
        if best[0] >= _LEAST:
            break
        if best[1] > _MANY_PAGES:
            forget_layouts()
        latest = find(replace(setting, note_size=size))
        best = max(best, latest, key=lambda one: one[0])
    if best is not latest and best[1] > _MANY_PAGES:
        forget_layouts()
    return best[-1], best[1]


def _arrange(
    report: ReportSource, missing: Sequence[str], listed: bool, apart: Mapping[str, TablePages], typesetter: Typesetter
) -> Setting:
    """Returns the setting in which the pages before the notes are filled. listed: whether the sections are listed."""

    def set_as(arranged: Arrangement) -> Setting:
        return Setting(blocks=arranged.blocks, shares=arranged.shares, listed=listed, apart=apart)

    def set_pages(arranged: Arrangement) -> list[Place]:
        return typesetter.find_places(report.render(missing, set_as(arranged), with_notes=False))

    return set_as(fill_pages(report.document, set_pages))


def measure_last_page(end: Place) -> float:
    """Returns the share of its height that the last page fills: all of it if the text ends in its second column.

    >>> measure_last_page({"name": "end", "ends": True, "page": 5, "across": 0.1, "down": 0.2})
    0.2
    """
    return 1.0 if end["across"] > 0.5 else end["down"]
