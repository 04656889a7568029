"""What the notes, the sources and the parameters say, in words: once, for every format.

A line is a text like any other (Parts), so a format that can write a sentence can write a note.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any
from urllib.parse import unquote

from analysis.report.blocks import (
    Cards,
    Document,
    Figure,
    Given,
    Heading,
    Note,
    Number,
    Parts,
    Prose,
    Reference,
    Table,
    text_of,
)
from analysis.report.markdown import Link, Strong
from analysis.show.number import WORDS, magnitude

UNSAID = ("case_dir",)       # a place on the machine that rendered; the title block names the case
_LONGEST = 70                # characters of a printed address


def lines(note: Note, labels: Mapping[int, str]) -> Iterator[Parts]:
    """Yields what a note says, line by line; the first says what is measured and how much it is."""
    yield from _claim(note.card) if note.card else _calculation(note, labels.get(note.number, ""))


def _calculation(note: Note, label: str) -> Iterator[Parts]:
    yield Strong(f"{label}: " if label else "", heavy=True), note.text
    yield (Strong(f"= {note.how}", heavy=False),)
    beneath: list[Any] = ["From notes "]
    for number in note.of:
        beneath += [Reference(str(number), f"note-{number}"), ", "]
    yield (*beneath[:-1], ".")


def _claim(card: Mapping[str, Any]) -> Iterator[Parts]:
    yield Strong(measured(card), heavy=True), f": {said(card)}"
    if card.get("statement"):
        yield (card["statement"],)
    if card.get("phrase"):
        yield (Strong(f"“{card['phrase']}”", heavy=False),)
    source = card.get("source")
    if source:
        said_by = card.get("attributed_to") and f"Said by {card['attributed_to']}"
        where = ", ".join(filter(None, (said_by, source["title"], source.get("publisher"), source.get("date_text"),
                                        card.get("locator"))))
        yield (f"{where}.",)
    state = "; ".join(filter(None, (card["kind"] if card["kind"] != "claim" else "", card.get("status", ""),
                                    card.get("as_of") and f"as of {card['as_of']}")))
    if state:
        yield (state[0].upper() + state[1:].replace("_", " ") + ".",)
    for correction in card.get("corrections", ()):
        corrected = f"; corrected: {correction['corrected']}" if correction["corrected"] else ""
        yield (f"As given: {correction['as_given']}{corrected}. {correction['reason']}",)
    if card.get("rivals"):
        elsewhere = (said(rival) + (f" ({rival['source']['title']})" if rival.get("source") else "")
                     for rival in card["rivals"])
        yield (f"Elsewhere: {'; '.join(elsewhere)}.",)


def labels(document: Document) -> dict[int, str]:
    """Returns, by note, what a result is called; of those nobody named there is none."""
    named: dict[int, str] = {}
    for number in document.numbers:
        if number.label:
            named.setdefault(number.note, number.label)
    return named


def measured(card: Mapping[str, Any]) -> str:
    """Returns what a claim is about: `Area (Kherson)`."""
    subject = f" ({card['subject']})" if card.get("subject") else ""
    return card["quantity"][:1].upper() + card["quantity"][1:] + subject


def said(card: Mapping[str, Any], ranged: bool = False) -> str:
    """Returns a claim's value as claimed, with its qualifier; ranged: and with the range the source itself gives."""
    if card.get("date") or card["unit"] in ("date", "text"):
        return card.get("date") or ""
    low, high, unit = card.get("low"), card.get("high"), card["unit"]
    if card.get("value") is None:
        return f"{magnitude(low, unit)} to {magnitude(high, unit)}" if low is not None and high is not None else ""
    text = WORDS[card.get("qualifier", "exact")] + magnitude(card["value"], unit)
    between = reach(low, high, unit) if ranged and low is not None and high is not None else ""
    return f"{text} ({between})" if between else text


def reach(low: float, high: float, unit: str) -> str:
    """Returns an interval in words, '' if there is none: `$700 billion to $800 billion`."""
    if not low < high:
        return ""
    if math.isinf(low) or math.isinf(high):
        ends = [("at most ", high)] if math.isinf(low) else [("at least ", low)]
        return "" if math.isinf(low) and math.isinf(high) else ends[0][0] + magnitude(ends[0][1], unit)
    return f"{magnitude(low, unit)} to {magnitude(high, unit)}"


def qualified(text: str) -> tuple[str, str]:
    """Returns a printed number as its qualifier and the rest: `at least`, `$700 billion`."""
    word = next((word for word in WORDS.values() if word and text.startswith(word)), "")
    return word.strip(), text.removeprefix(word)


def source(source: Mapping[str, Any]) -> Parts:
    """Returns a source as the list of sources prints it."""
    facts = ", ".join(filter(None, (source.get("author"), source.get("publisher"), source.get("date_text"))))
    grade = f" Reliability {source['reliability']}." if source.get("reliability") else ""
    told = (Strong(source["title"], heavy=True), f". {facts}.{grade}" if facts else f".{grade}")
    url = web_address(source.get("url"))
    return (*told, " ", Link(_shown(url), url)) if url else told


def web_address(url: str | None) -> str:
    """Returns the address if a reader may safely follow it, else ''."""
    return url if url and url.lower().startswith(("https://", "http://", "mailto:")) else ""


def _shown(url: str) -> str:
    """An address as a reader can read it: without its scheme, decoded, and cut where it runs on."""
    text = unquote(url).partition("://")[2].removeprefix("www.").rstrip("/") or url
    return text if len(text) <= _LONGEST else text[:_LONGEST - 1] + "…"


def settings(document: Document) -> list[tuple[str, str, bool]]:
    """Returns each parameter in words: what it sets, to what, and whether that is changed from the usual."""
    return [(*_in_words(given), given.changed) for given in document.parameters if given.name not in UNSAID]


def _in_words(given: Given) -> tuple[str, str]:
    """A parameter and its value; of `need; None takes the claim` either half says what holds here."""
    words, _, default = given.help.partition("; None takes ")
    value = default or "not set" if given.value is None else _value(given.value)
    return words or given.name.replace("_", " "), value


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.12g}"
    return ", ".join(map(_value, value)) if isinstance(value, list | tuple) else str(value)


def basis(document: Document) -> list[str]:
    """Returns what stands beneath the question: date, whose claims, and what was set for this report."""
    about = document.about
    return [*([f"As of {about['date_text']}"] if about.get("date_text") else []),
            *([f"Based on {about['basis']}"] if about.get("basis") else []),
            *(f"Set for this report: {words}, {value}" for words, value, changed in settings(document) if changed)]


def places(document: Document) -> dict[str, str]:
    """Returns where each number stands, by its anchor, in a reader's words."""
    place = dict.fromkeys((n.anchor for n in numbers_in((document.title, document.question))), "the title")
    section = "the opening"
    for block in document.blocks:
        if isinstance(block, Heading):
            section = f"“{text_of(block.text)}”"
        name = (f"Table {block.number}" if isinstance(block, Table) else
                f"Figure {block.number}" if isinstance(block, Figure) else
                "the key numbers" if isinstance(block, Cards) else
                "the answer" if isinstance(block, Prose) and block.role == "answer" else section)
        place |= dict.fromkeys((number.anchor for number in numbers_in(block)), name)
    return place


def numbers_in(item: Any) -> Iterator[Number]:
    """Yields every number within a block, a text or several of them."""
    if isinstance(item, Number):
        yield item
    elif isinstance(item, tuple):
        for inner in item:
            yield from numbers_in(inner)
    elif is_dataclass(item):
        for field in fields(item):
            yield from numbers_in(getattr(item, field.name))


def uses(note: Note, places: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """Returns the anchors of the numbers that lead to a note, by place and in reading order."""
    by_place: dict[str, list[str]] = {}
    for anchor in note.used:
        by_place.setdefault(places[anchor], []).append(anchor)
    return list(by_place.items())


def calculated_from(document: Document) -> dict[int, list[int]]:
    """Returns, by note, the notes of the calculations it is part of."""
    within: dict[int, list[int]] = {note.number: [] for note in document.notes}
    for note in document.notes:
        for number in dict.fromkeys(note.of):
            within[number].append(note.number)
    return within
