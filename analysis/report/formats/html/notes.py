"""The notes of a page in the rows its template prints; the wording they share with other formats is in `notes`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from analysis.report.document import note_text
from analysis.report.document.model import Document, Note


def build_note_rows(document: Document) -> list[dict[str, Any]]:
    """Returns every note as the template prints it, in order: what, how much, whence, where used."""
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
                "range": note_text.format_interval(note.low, note.high, note.unit) if note.card is None else "",
                "of": [(number, *titles[number]) for number in note.of],
                "card": _build_card(note.card) if note.card else None,
                "claim": note.card["id"] if note.card and note.card["kind"] == "claim" else "",
                "uses": note_text.group_uses(note, places),
                "within": within[note.number],
            }
        )
    return written


def _format_title(note: Note, labels: Mapping[int, str]) -> tuple[str, str]:
    """What is measured, and how much it is."""
    if note.card is None:
        return labels.get(note.number, note_text.UNNAMED_CALCULATION), note.text
    return note_text.format_claim_title(note.card), note_text.format_claim_value(note.card, ranged=True)


def _build_card(card: Mapping[str, Any]) -> dict[str, Any]:
    source, phrase, as_of = card.get("source"), card.get("phrase"), card.get("as_of")
    status = (card.get("status") or note_text.KIND_WORDS.get(card["kind"], card["kind"])).replace("_", " ")
    facts = {
        "As claimed": note_text.format_claim_value(card, ranged=True) if card["kind"] == "claim" else "",
        "Statement": card.get("statement"),
        "In its words": phrase and f"“{phrase}”",
        "Said by": card.get("attributed_to"),
        "From": ", ".join(f"“{one['title']}”" for one in card.get("sources", ())),
    }
    about = {
        "Status": ", ".join(filter(None, (status, as_of and f"as of {as_of}"))),
        "Measures": card.get("meaning"),
        "Note": card.get("note"),
    }
    return {
        "facts": _list_facts(facts),
        "source": _build_source(source) if source else None,
        "locator": card.get("locator"),
        "about": _list_facts(about),
        "corrections": card.get("corrections") or (),
        "rivals": [
            {
                "value": note_text.format_claim_value(rival, ranged=True),
                "locator": rival.get("locator"),
                "source": _build_source(rival["source"]) if rival.get("source") else None,
            }
            for rival in card.get("rivals") or ()
        ],
        "further": note_text.format_omitted_rivals(card),
    }


def _list_facts(facts: Mapping[str, str | None]) -> list[tuple[str, str]]:
    return [(name, fact) for name, fact in facts.items() if fact]


def _build_source(source: Mapping[str, Any]) -> dict[str, str]:
    """A source as it is cited; also what the list of sources prints."""
    return {
        "title": source["title"],
        "url": Markup(escape(note_text.get_web_address(source.get("url")))),
        "by": ", ".join(filter(None, (source.get("author"), source.get("publisher"), source.get("date_text")))),
        "reliability": note_text.format_reliability(source),
    }


def build_source_rows(document: Document) -> list[dict[str, str]]:
    """Returns the sources behind the notes, in order of first use, with what is not known of who made them."""
    return [
        {**_build_source(source), "by": ", ".join(note_text.list_authorship(source))} for source in document.sources
    ]
