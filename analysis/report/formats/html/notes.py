"""The notes of a page in the rows its template prints; `analysis.wording.cards` has the words of a card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from analysis.contract import ClaimCard, RivalCard, SourceCard
from analysis.messages import gettext, pgettext
from analysis.report.document import note_text
from analysis.report.document.model import Document, Note
from analysis.report.formats.kept_parts import keep_part
from analysis.wording.capitals import begin_within_sentence
from analysis.wording.cards import (
    CardText,
    describe_card,
    describe_owner,
    describe_verdict,
    format_reliability,
    list_makers,
)
from analysis.wording.numbers import format_interval
from analysis.wording.quotation import quote


def build_note_groups(document: Document) -> list[dict[str, Any]]:
    """Returns the notes by the section of the report that uses them first: its name, how many there are, and each note
    as the template prints it (what, how much, from where, where used), with the notes that only its calculation uses.
    """
    rows = _build_note_rows(document)
    sections = note_text.locate_sections(document)
    groups: dict[str, list[dict[str, Any]]] = {}
    for note in document.notes:
        if note.used:
            groups.setdefault(sections[note.used[0]], []).append(rows[note.number])
        else:
            (parent, _), *others = rows[note.number]["within"]
            rows[parent]["inner"].append({**rows[note.number], "within": others})
    return [{"name": name, "notes": notes, "count": sum(map(_count_notes, notes))} for name, notes in groups.items()]


def _count_notes(row: dict[str, Any]) -> int:
    return 1 + sum(map(_count_notes, row["inner"]))


def _build_note_rows(document: Document) -> dict[int, dict[str, Any]]:
    places, labels = note_text.locate_numbers(document), note_text.collect_names(document)
    written = {note.number: _write_card(note.card) for note in document.notes if note.card}
    titles = {
        note.number: written[note.number].title if note.card else _format_title(note, labels) for note in document.notes
    }
    within = note_text.find_calculations(document)
    cards = {note.number: note.card for note in document.notes if note.card}
    notes = {note.number: note for note in document.notes}
    return {
        note.number: {
            "number": note.number,
            "anchor": note.anchor,
            "name": titles[note.number][0],
            "value": titles[note.number][1],
            "how": note.how,
            "rounded": gettext(note_text.ROUNDED) if note.rounded else "",
            "range": _format_range(note),
            "of": [(number, *titles[number]) for number in note.of],
            "card": written[note.number].row if note.card else None,
            "claim": note.card.id if note.card and note.card.kind == "claim" else "",
            "key": "",
            "is_item": False,  # whether the list prints its number
            "uses": note_text.group_uses(note, places),
            "within": [(number, titles[number][0]) for number in within[note.number]],
            "inner": [],
            "whose": _describe_calculation(note, titles),
            "matter": [(number, *titles[number], share) for number, share in note.matter],
            "weakest": _find_weakest(note, cards),
            "disputed": _list_disputed(note, notes),
        }
        for note in document.notes
    }


def _describe_calculation(note: Note, titles: Mapping[int, tuple[str, str]]) -> str:
    """Returns whose a computed number is, as a sentence, and what it depends on most."""
    if not note.matter:
        return gettext("Our arithmetic.")
    name, value = titles[note.matter[0][0]]
    name = begin_within_sentence(name, ())
    return gettext("Our arithmetic; it depends most on {name} ({value}).", name=name, value=value)


def _find_weakest(note: Note, cards: Mapping[int, ClaimCard]) -> int:
    """Returns, of the claims that a calculation depends on most, the note of the one whose source is least reliable, or
    else of the first; of a calculation from one claim, of that one; 0 if it has none."""
    inputs = [number for number, _ in note.matter] or [number for number in note.of if number in cards]
    sourced = [number for number in inputs if cards[number].source]
    return max(sourced, key=lambda number: _find_grade(cards[number]), default=next(iter(inputs), 0))


def _list_disputed(note: Note, notes: Mapping[int, Note]) -> list[int]:
    """Returns the notes of the claims beneath a calculation that others dispute, what matters most first."""
    seen = set[int]()
    stack = [*reversed(note.of), *(number for number, _ in reversed(note.matter))]
    found = []
    while stack:
        number = stack.pop()
        if number in seen:
            continue
        seen.add(number)
        card = notes[number].card
        if card and any(rival.relation == "rival" for rival in card.rivals):
            found.append(number)
        stack += reversed(notes[number].of)
    return found


def _find_grade(card: ClaimCard) -> str:
    return (card.source and card.source.reliability) or ""


def _format_range(note: Note) -> str:
    """A calculation's interval, unless its value says it already."""
    interval = format_interval(note.low, note.high, note.unit) if note.card is None else ""
    return "" if interval == note.text else interval


def _format_title(note: Note, labels: Mapping[int, str]) -> tuple[str, str]:
    """What a calculation is of, and what it gives."""
    return labels.get(note.number) or gettext(note_text.UNNAMED_CALCULATION), note.text


class _WrittenCard(NamedTuple):
    """A claim's card as a note prints it. title: what is measured, and how much it is. row: all else."""

    title: tuple[str, str]
    row: Mapping[str, Any]


@keep_part
def _write_card(card: ClaimCard) -> _WrittenCard:
    text = describe_card(card)
    return _WrittenCard((text.title, text.value), _build_card(card, text))


def _build_card(card: ClaimCard, text: CardText) -> dict[str, Any]:
    facts = (
        ("As claimed", gettext("As claimed"), text.value if card.kind == "claim" else ""),
        ("Statement", gettext("Statement"), text.statement),
        ("In its words", gettext("In its words"), text.phrase),
        ("Said by", gettext("Said by"), text.attributed_to),
        ("From", pgettext("label of a card", "From"), ", ".join(quote(source.title) for source in text.sources)),
    )
    about = (
        ("Status", gettext("Status"), text.standing),
        ("Measures", gettext("Measures"), text.meaning),
        ("Note", gettext("Note"), text.note),
        *(("", words, "; ".join(map(str, claims))) for words, claims in text.history),
    )
    return {
        "whose": describe_owner(card),
        "verdict": describe_verdict(card),
        "at": _format_ends(card),
        "facts": [fact for fact in facts if fact[2]],
        "source": _build_source(text.source, card.address) if text.source else None,
        "locator": text.locator,
        "about": [fact for fact in about if fact[2]],
        "corrections": text.corrections,
        "rivals": [
            {
                "value": rival.value,
                "locator": rival.locator,
                "source": _build_source(rival.source),
                "at": _format_ends(given),
            }
            for rival, given in zip(text.rivals, (r for r in card.rivals if r.relation == "rival"), strict=True)
        ],
        "further": text.omitted,
    }


def _format_ends(card: ClaimCard | RivalCard) -> str:
    """Returns low end, value and high end of a claim for a drawing; '' for words or a date."""
    ends = card.low, card.value, card.high
    known = [end for end in ends if end is not None]
    if not known or card.date or card.unit in ("date", "text"):
        return ""
    low, high = (known[0] if card.low is None else card.low), (known[-1] if card.high is None else card.high)
    middle = (low + high) / 2 if card.value is None else card.value
    return " ".join(f"{end:.12g}" for end in (low, middle, high))


def _build_source(source: SourceCard, address: str | None = None) -> dict[str, str]:
    """A source as it is cited; also what the list of sources prints. address: that of the words cited."""
    return {
        "title": source.title,
        "translation": source.translation,
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
