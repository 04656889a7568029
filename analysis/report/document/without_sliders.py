"""A document for a format without sliders: what the PDF, Word and Markdown say in the place of a what-if block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from analysis.report.document.model import Document, Prose, RichText, WhatIf


def remove_slider_numbers(document: Document) -> Document:
    """Returns the document without the numbers of its sliders and their results, as they are not printed there."""
    what_ifs = [item for item in document.blocks if isinstance(item, WhatIf)]
    removed = {slider.number.anchor for item in what_ifs for slider in item.sliders}
    removed |= {result.number.anchor for item in what_ifs for result in item.results}
    notes = (
        replace(note, used=tuple(anchor for anchor in note.used if anchor not in removed)) for note in document.notes
    )
    numbers = (number for number in document.numbers if number.anchor not in removed)
    return replace(document, notes=tuple(notes), numbers=tuple(numbers)) if removed else document


def describe_what_if(item: WhatIf) -> tuple[Prose, Prose]:
    """Returns two paragraphs in the place of the sliders: their title, and what the web page lets a reader change."""
    inputs, results = (join_texts(row.label for row in rows) for rows in (item.sliders, item.results))
    return (
        Prose(item.title),
        Prose(("The web page of this report has sliders for ", *inputs, ". They recalculate: ", *results, "."), "note"),
    )


def join_texts(texts: Iterable[RichText]) -> RichText:
    """Returns several texts as one: `a, b and c`."""
    *most, last = texts
    between = [part for text in most for part in (*text, ", ")]
    return (*between[:-1], " and ", *last) if most else last
