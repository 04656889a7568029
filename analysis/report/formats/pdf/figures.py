"""Figures as Typst: each drawing with its caption; below the last are the notes and links to those of its numbers."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.contract import remove_links
from analysis.report.document.model import Figure, Number, Table, get_plain_text
from analysis.report.formats.outlines import prepare_drawing
from analysis.report.formats.pdf.text import format_array, render_text
from analysis.report.formats.pictures import Picture, list_pictures
from analysis.report.formats.table_fit import link_to_notes
from analysis.report.formats.typst import quote_text
from analysis.style.house import House
from analysis.style.paper import measure_text_area

_LETTER_MM, _LINE_MM = 1.5, 4.2  # of a note in type of 8 points, and of a caption roughly; rather too much
_BESIDES_MM = 14  # a caption, and the space around a figure


def render_figure(item: Figure, house: House, shares: Mapping[str, float]) -> str:
    """Returns a figure as Typst, in several parts if it is higher than a page.

    shares: of the text's width, of pictures that are made lower than they would be, by their anchors.
    """
    width, height = measure_text_area(house)
    drawn = []
    pictures = name_pictures(item, house)
    for position, (anchor, picture) in enumerate(pictures.items()):
        is_last = position == len(pictures) - 1
        share = shares.get(anchor, picture.share)
        notes, runs = (item.notes, _find_note_ranges(item.data)) if is_last else ((), [])
        below = sum(1 + len(get_plain_text(note)) * _LETTER_MM // width for note in notes) + bool(runs)
        kept = picture.height_mm + below * _LINE_MM + _BESIDES_MM <= height
        title = link_to_notes(item.title) if position else item.title
        drawn.append(
            f"{format_mark(anchor) if position else ''}"
            f"#picture({quote_text(anchor)}, {quote_text(picture.place)}, {render_text(title)}, "
            f"{quote_text(prepare_drawing(remove_links(picture.svg), house.print_faces))}, {quote_text(picture.alt)}, "
            f"{format_array(render_text(note) for note in notes)}, "
            f"{format_array(format_array(map(str, run)) for run in runs)}"
            f"{f', width: {share:.2%}' if share < 1 else ''}{'' if kept else ', kept: false'})"
        )
    return "\n".join(drawn)


def name_pictures(item: Figure, house: House) -> dict[str, Picture]:
    """Returns the drawings of a figure by their anchors, at the size they have where nothing hinders."""
    return {
        f"{item.anchor}-part-{number}" if number > 1 else item.anchor: picture
        for number, picture in enumerate(list_pictures(item, house), 1)
    }


def format_mark(name: str) -> str:
    """Returns the Typst that names a place between two blocks."""
    return f"#mark({quote_text(name)})\n"


def _find_note_ranges(data: Table) -> list[tuple[int, ...]]:
    """Returns the notes of a figure's numbers as ranges, to be printed below it: a drawing cannot hold the links."""
    notes = sorted({part.note for row in data.rows for cell in row for part in cell if isinstance(part, Number)})
    starts = [note for note in notes if note - 1 not in notes]
    ends = [note for note in notes if note + 1 not in notes]
    return [(start, end) if start < end else (start,) for start, end in zip(starts, ends, strict=True)]
