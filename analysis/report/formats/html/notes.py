"""The notes of a page in the rows its template prints; `analysis.wording.cards` has the words of a card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from analysis.contract import ClaimCard, SourceCard
from analysis.report.document import note_text
from analysis.report.document.model import Document, Note
from analysis.wording.cards import describe_card, format_reliability, list_makers
from analysis.wording.numbers import format_interval


def build_note_rows(document: Document) -> list[dict[str, Any]]:
    """Returns every note as the template prints it, in order: what, how much, from where, where used."""
    places, labels = note_text.locate_numbers(document), note_text.collect_names(document)
    titles = {note.number: _format_title(note, labels) for note in document.notes}
    within = note_text.find_calculations(document)
    written = []
    for note in document.notes:
        name, value = titles[note.number]
        written.append(
            {
                "number": note.number,
                "anchor": note.anchor,
                "name": name,
                "value": value,
                "how": note.how,
                "rounded": note_text.ROUNDED if note.rounded else "",
                "range": _format_range(note),
                "of": [(number, *titles[number]) for number in note.of],
                "card": _build_card(note.card) if note.card else None,
                "claim": note.card.id if note.card and note.card.kind == "claim" else "",
                "uses": note_text.group_uses(note, places),
                "within": within[note.number],
            }
        )
    return written


def _format_range(note: Note) -> str:
    """A calculation's interval, unless its value says it already."""
    interval = format_interval(note.low, note.high, note.unit) if note.card is None else ""
    return "" if interval == note.text else interval


def _format_title(note: Note, labels: Mapping[int, str]) -> tuple[str, str]:
    """What is measured, and how much it is."""
    if note.card is None:
        return labels.get(note.number, note_text.UNNAMED_CALCULATION), note.text
    text = describe_card(note.card)
    return text.title, text.value


def _build_card(card: ClaimCard) -> dict[str, Any]:
    text = describe_card(card)
    facts = {
        "As claimed": text.value if card.kind == "claim" else "",
        "Statement": text.statement,
        "In its words": text.phrase,
        "Said by": text.attributed_to,
        "From": ", ".join(f"“{source.title}”" for source in text.sources),
    }
    about = {"Status": text.standing, "Measures": text.meaning, "Note": text.note}
    about |= {words: "; ".join(map(str, claims)) for words, claims in text.history}
    return {
        "facts": [(name, fact) for name, fact in facts.items() if fact],
        "source": _build_source(text.source, card.address) if text.source else None,
        "locator": text.locator,
        "about": [(name, fact) for name, fact in about.items() if fact],
        "corrections": text.corrections,
        "rivals": [
            {"value": rival.value, "locator": rival.locator, "source": _build_source(rival.source)}
            for rival in text.rivals
        ],
        "further": text.omitted,
    }


def _build_source(source: SourceCard, address: str | None = None) -> dict[str, str]:
    """A source as it is cited; also what the list of sources prints. address: that of the words cited."""
    return {
        "title": source.title,
        "url": Markup(escape(note_text.get_web_address(address or source.url))),
        "by": ", ".join(list_makers(source)),
        "language": source.language or "",
        "reliability": format_reliability(source),
    }


def build_source_rows(document: Document) -> list[dict[str, str]]:
    """Returns the sources behind the notes, in order of first use, with what is not known of who made them."""
    return [
        {**_build_source(source), "by": ", ".join(note_text.list_authorship(source))} for source in document.sources
    ]
