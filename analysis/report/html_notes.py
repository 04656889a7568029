"""What the notes of a page say: every claim's card and every calculation, put into words and rows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from markupsafe import Markup, escape

from analysis.report.blocks import Cards, Document, Figure, Heading, Note, Number, Prose, Table, text_of
from analysis.show.number import WORDS, magnitude

_KINDS = {"claim": "", "assumption": "our assumption", "parameter": "set by the reader", "count": "counted",
          "event": "dated"}
_RELIABILITY = {"A": "reliable", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable",
                "E": "unreliable", "F": "cannot be judged"}     # NATO's wording of the Admiralty scale


def noted(document: Document) -> list[dict[str, Any]]:
    """Returns every note as the template prints it, in order: what, how much, whence, where used."""
    numbers = {number.anchor: number for number in document.numbers}
    places = _places(document)
    titles = {note.number: _title(note, numbers) for note in document.notes}
    written = []
    for note in document.notes:
        name, value = titles[note.number]
        first = numbers[note.used[0]] if note.used else None
        written.append({
            "number": note.number, "anchor": note.anchor, "name": name, "value": value, "how": note.how,
            "range": reach(first.low, first.high, first.unit) if first and note.card is None else "",
            "of": [(number, *titles[number]) for number in note.of],
            "card": _card(note.card) if note.card else None,
            "uses": _uses(note.used, places),
            "within": [other.number for other in document.notes if note.number in other.of]})
    return written


def reach(low: float, high: float, unit: str) -> str:
    """Returns an interval in words, '' if there is none: `$700 billion to $800 billion`."""
    if not low < high:
        return ""
    if math.isinf(low) or math.isinf(high):
        ends = [("at most ", high)] if math.isinf(low) else [("at least ", low)]
        return "" if math.isinf(low) and math.isinf(high) else ends[0][0] + magnitude(ends[0][1], unit)
    return f"{magnitude(low, unit)} to {magnitude(high, unit)}"


def web_address(url: str | None) -> str:
    """Returns the address if a reader may safely follow it, else ''."""
    return url if url and url.lower().startswith(("https://", "http://", "mailto:")) else ""


def _title(note: Note, numbers: Mapping[str, Number]) -> tuple[str, str]:
    """What is measured, and how much it is."""
    if note.card is None:
        label = next((numbers[anchor].label for anchor in note.used if numbers[anchor].label), "")
        return label or "Calculation", note.text
    name = note.card["quantity"]
    subject = note.card.get("subject")
    name = f"{name} ({subject})" if subject else name
    return name[:1].upper() + name[1:], _said(note.card)


def _said(card: Mapping[str, Any]) -> str:
    """A claim's value as claimed, with its qualifier and with the range the source itself gives."""
    if "date" in card:
        return card["date"]
    value, low, high, unit = card.get("value"), card.get("low"), card.get("high"), card["unit"]
    between = reach(low, high, unit) if low is not None and high is not None else ""
    if value is None:
        return between
    text = WORDS[card.get("qualifier", "exact")] + magnitude(value, unit)
    return f"{text} ({between})" if between else text


def _card(card: Mapping[str, Any]) -> dict[str, Any]:
    source, phrase, as_of = card.get("source"), card.get("phrase"), card.get("as_of")
    status = (card.get("status") or _KINDS.get(card["kind"], card["kind"])).replace("_", " ")
    facts = {"As claimed": _said(card) if card["kind"] == "claim" else "", "Statement": card.get("statement"),
             "In its words": phrase and f"“{phrase}”",
             "Said by": card.get("attributed_to")}
    about = {"Status": ", ".join(filter(None, (status, as_of and f"as of {as_of}"))),
             "Measures": card.get("meaning"), "Note": card.get("note")}
    return {"facts": _said_of(facts), "source": _source(source) if source else None,
            "locator": card.get("locator"), "about": _said_of(about),
            "corrections": card.get("corrections") or (),
            "rivals": [{"value": _said(rival), "locator": rival.get("locator"),
                        "source": _source(rival["source"]) if rival.get("source") else None}
                       for rival in card.get("rivals") or ()]}


def _said_of(facts: Mapping[str, str | None]) -> list[tuple[str, str]]:
    return [(name, fact) for name, fact in facts.items() if fact]


def _source(source: Mapping[str, Any]) -> dict[str, str]:
    """A source as it is cited; also what the list of sources prints."""
    letter = source.get("reliability") or ""
    by = (source.get("author"), source.get("publisher"), source.get("date_text"))
    return {"title": source["title"], "url": Markup(escape(web_address(source.get("url")))),
            "by": ", ".join(filter(None, by)),
            "reliability": f"{letter}, {_RELIABILITY[letter]}" if letter in _RELIABILITY else letter}


def cited(document: Document) -> list[dict[str, str]]:
    """Returns the sources behind the notes, in order of first use."""
    return [_source(source) for source in document.sources]


def _places(document: Document) -> dict[str, str]:
    """Where each number stands, in a reader's words."""
    place = dict.fromkeys((n.anchor for n in _numbers((document.title, document.question))), "the title")
    section = "the opening"
    for block in document.blocks:
        if isinstance(block, Heading):
            section = f"“{text_of(block.text)}”"
        name = (f"Table {block.number}" if isinstance(block, Table) else
                f"Figure {block.number}" if isinstance(block, Figure) else
                "the key numbers" if isinstance(block, Cards) else
                "the answer" if isinstance(block, Prose) and block.role == "answer" else section)
        place |= dict.fromkeys((number.anchor for number in _numbers(block)), name)
    return place


def _numbers(item: Any) -> Iterator[Number]:
    if isinstance(item, Number):
        yield item
    elif isinstance(item, tuple):
        for inner in item:
            yield from _numbers(inner)
    elif is_dataclass(item):
        for field in fields(item):
            yield from _numbers(getattr(item, field.name))


def _uses(anchors: tuple[str, ...], places: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """The numbers that lead to a note, by place and in reading order."""
    by_place: dict[str, list[str]] = {}
    for anchor in anchors:
        by_place.setdefault(places[anchor], []).append(anchor)
    return list(by_place.items())
