"""What the notes, the sources and the parameters say, in words: once, for every format.

A line is a text like any other (Parts), so a format that can write a sentence can write a note.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any
from urllib.parse import unquote

from analysis.estimates.qualifiers import RELIABILITY, find_qualifier
from analysis.report.document.model import (
    Document,
    Figure,
    Heading,
    Inline,
    KeyNumbers,
    Note,
    Number,
    Prose,
    Reference,
    RichText,
    Table,
    get_plain_text,
)
from analysis.report.document.text_cells import Emphasis, Link
from analysis.show.number import QUALIFIER_WORDS, find_unit_form, format_magnitude

HIDDEN_PARAMETERS = ("case_dir",)  # a place on the machine that rendered; the title block names the case
KIND_WORDS = {
    "claim": "",
    "assumption": "our assumption",
    "parameter": "set for this report",
    "count": "counted",
    "event": "dated",
}
UNNAMED_CALCULATION = "Calculation"
FINGERPRINT_LABEL = "Fingerprint of the data read"
_MAX_ADDRESS = 70  # characters of a printed address


def format_note(note: Note, labels: Mapping[int, str]) -> Iterator[RichText]:
    """Yields what a note says, line by line; the first says what is measured and how much it is."""
    yield from (
        _format_claim(note.card)
        if note.card
        else _format_calculation(note, labels.get(note.number, UNNAMED_CALCULATION))
    )


def _format_calculation(note: Note, label: str) -> Iterator[RichText]:
    between = format_interval(note.low, note.high, note.unit)
    yield Emphasis(f"{label}: ", bold=True), note.text, _format_in_brackets(between) if between != note.text else ""
    yield (Emphasis(f"= {note.how}", bold=False),)
    beneath: list[Any] = ["From notes " if len(note.of) > 1 else "From note "]
    for number in note.of:
        beneath += [Reference(str(number), f"note-{number}"), ", "]
    yield (*beneath[:-1], ".")


def _format_claim(card: Mapping[str, Any]) -> Iterator[RichText]:
    yield Emphasis(format_claim_title(card), bold=True), f": {format_claim_value(card, ranged=True)}"
    statement = end_sentence(card["statement"]) if card.get("statement") else ""
    phrase = [Emphasis(f"“{card['phrase']}”", bold=False)] if card.get("phrase") else []
    source, about = card.get("source"), " ".join(_list_facts(card))
    ours = f" {about}" if about and not card.get("status") else ""  # a word or two, which need no line
    if statement or phrase:
        yield (statement, " " if statement and phrase else "", *phrase, "" if source else ours)
    if source:
        said_by = f"Said by {card['attributed_to']}, in " if card.get("attributed_to") else ""
        where = ", ".join(filter(None, (source.get("publisher"), source.get("date_text"), card.get("locator"))))
        yield said_by, Emphasis(source["title"], bold=False), end_sentence(f", {where}" if where else ""), ours
    if card.get("sources"):
        yield "From ", *_join_parts(Emphasis(one["title"], bold=False) for one in card["sources"]), "."
    if about and not ours:
        yield (about,)
    for correction in card.get("corrections", ()):
        corrected = f"; corrected: {correction['corrected']}" if correction["corrected"] else ""
        yield (f"As given: {end_sentence(correction['as_given'] + corrected)} {end_sentence(correction['reason'])}",)
    if card.get("rivals"):
        elsewhere = (
            format_claim_value(rival, ranged=True) + (f" ({rival['source']['title']})" if rival.get("source") else "")
            for rival in card["rivals"]
        )
        more = f" {format_omitted_rivals(card)}" if format_omitted_rivals(card) else ""
        yield (end_sentence(f"Elsewhere: {'; '.join(elsewhere)}{more}"),)


def format_omitted_rivals(card: Mapping[str, Any]) -> str:
    """Returns how many rivals a card leaves out, or '': `and 189 others in claims.csv`."""
    return f"and {card['more']} others in claims.csv" if card.get("more") else ""


def _list_facts(card: Mapping[str, Any]) -> Iterator[str]:
    """How a claim stands, what it measures and what else to know of it, a sentence each."""
    kind = KIND_WORDS.get(card["kind"], card["kind"]) if card["kind"] not in ("count", "event") else ""
    state = "; ".join(filter(None, (kind, card.get("status", ""), card.get("as_of") and f"as of {card['as_of']}")))
    if state:
        yield state[0].upper() + state[1:].replace("_", " ") + "."
    for name, told in (("Measures", card.get("meaning")), ("Note", card.get("note"))):
        if told:
            yield f"{name}: {end_sentence(told)}"


def _join_parts(items: Iterable[Inline]) -> Iterator[Inline]:
    for position, item in enumerate(items):
        yield from (", ", item) if position else (item,)


def _format_in_brackets(interval: str) -> str:
    return f" ({interval})" if interval else ""


def end_sentence(text: str) -> str:
    """Returns a text that ends as a sentence does."""
    return text if text.rstrip("”’").endswith((".", "?", "!", "…", ".)")) else f"{text}."


def collect_names(document: Document) -> dict[int, str]:
    """Returns, by note, what a result is called, or where it stands if nobody named it; of some there is neither."""
    return {note.number: note.name for note in document.notes if note.name}


def format_claim_title(card: Mapping[str, Any]) -> str:
    """Returns what a claim is about: `Area (Kherson)`."""
    subject = f" ({card['subject']})" if card.get("subject") else ""
    return card["quantity"][:1].upper() + card["quantity"][1:] + subject


def format_claim_value(card: Mapping[str, Any], ranged: bool = False) -> str:
    """Returns a claim's value as claimed, with its qualifier; ranged: and with the range the source itself gives."""
    if card.get("date") or card["unit"] in ("date", "text"):
        return card.get("date") or ""
    low, high, unit = card.get("low"), card.get("high"), card["unit"]
    whole = low is not None and high is not None
    if card.get("value") is None:
        return format_interval(low, high, unit) if whole else ""
    qualifier = card.get("qualifier", "exact")
    if qualifier == "exact" and whole:  # a number given flat, and yet a range: as the page has it
        qualifier = find_qualifier(card["value"], low, high)
    text = QUALIFIER_WORDS[qualifier] + format_magnitude(card["value"], unit)
    return text + (_format_in_brackets(format_interval(low, high, unit)) if ranged and whole else "")


def format_interval(low: float, high: float, unit: str) -> str:
    """Returns an interval in words, '' if there is none: `$700 billion to $800 billion`."""
    if not low < high:
        return ""
    if math.isinf(low) or math.isinf(high):
        ends = [("at most ", high)] if math.isinf(low) else [("at least ", low)]
        return "" if math.isinf(low) and math.isinf(high) else ends[0][0] + format_magnitude(ends[0][1], unit)
    least, suffix = format_magnitude(low, unit), find_unit_form(unit).suffix
    if suffix.startswith(" "):  # $24,242 to $29,630 per person
        least = least.removesuffix(find_unit_form(unit).plural).removesuffix(suffix)
    return f"{least} to {format_magnitude(high, unit)}"


def split_qualifier(text: str) -> tuple[str, str]:
    """Returns a printed number as its qualifier and the rest: `at least`, `$700 billion`."""
    word = next((word for word in QUALIFIER_WORDS.values() if word and text.startswith(word)), "")
    return word.strip(), text.removeprefix(word)


def format_source(source: Mapping[str, Any]) -> RichText:
    """Returns a source as the list of sources prints it."""
    facts = ", ".join(list_authorship(source))
    graded = f" Reliability {format_reliability(source, ': ')}." if source.get("reliability") else ""
    title = source["title"]
    told = (
        Emphasis(title, bold=True),
        end_sentence(title)[len(title) :] + (f" {end_sentence(facts)}" if facts else "") + graded,
    )
    url = get_web_address(source.get("url"))
    return (*told, " ", Link(_shorten_address(url), url)) if url else told


def list_authorship(source: Mapping[str, Any]) -> tuple[str, ...]:
    """Returns who wrote and who published a source and when, and that nobody says who where that is so."""
    known = tuple(filter(None, (source.get("author"), source.get("publisher"))))
    date = filter(None, (source.get("date_text"),))
    return (*known, *date, *(() if known or source.get("url") else ("no author or publisher named",)))


def format_reliability(source: Mapping[str, Any], between: str = ", ") -> str:
    """Returns a source's grade in words: `D, not usually reliable`."""
    letter = source.get("reliability") or ""
    return f"{letter}{between}{RELIABILITY[letter]}" if letter in RELIABILITY else letter


def get_web_address(url: str | None) -> str:
    """Returns the address if a reader may safely follow it, else ''."""
    return url if url and url.lower().startswith(("https://", "http://", "mailto:")) else ""


def _shorten_address(url: str) -> str:
    """An address as a reader can read it: without its scheme, decoded, and cut where it runs on."""
    text = unquote(url).partition("://")[2].removeprefix("www.").rstrip("/") or url
    return text if len(text) <= _MAX_ADDRESS else text[: _MAX_ADDRESS - 1] + "…"


def list_settings(document: Document) -> list[tuple[str, str, bool]]:
    """Returns each parameter in words: what it sets, to what, and whether that is changed from the usual."""
    return [
        (given.label or given.name.replace("_", " "), given.text or str(given.value), given.changed)
        for given in document.parameters
        if given.name not in HIDDEN_PARAMETERS
    ]


def describe_report(document: Document) -> list[tuple[str, str]]:
    """Returns what stands under "About this report", each with its name: how it was set, and of which data it is."""
    rows = [(words[:1].upper() + words[1:], value) for words, value, _ in list_settings(document)]
    data = document.about.get("data")
    return [*rows, *([(FINGERPRINT_LABEL, data)] if data else [])]


def list_basis_lines(document: Document) -> list[str]:
    """Returns what stands beneath the question: date, whose claims, and what was set for this report."""
    about = document.about
    return [
        *([f"As of {about['date_text']}"] if about.get("date_text") else []),
        *([f"Based on {about['basis']}"] if about.get("basis") else []),
        *(f"Set for this report: {words}, {value}" for words, value, changed in list_settings(document) if changed),
    ]


def locate_numbers(document: Document) -> dict[str, str]:
    """Returns where each number stands, by its anchor, in a reader's words."""
    place = dict.fromkeys((n.anchor for n in find_numbers((document.title, document.question))), "the title")
    section = "the opening"
    for block in document.blocks:
        if isinstance(block, Heading):
            section = f"“{get_plain_text(block.text)}”"
        name = (
            f"Table {block.number}"
            if isinstance(block, Table)
            else f"Figure {block.number}"
            if isinstance(block, Figure)
            else "the key numbers"
            if isinstance(block, KeyNumbers)
            else "the answer"
            if isinstance(block, Prose) and block.role == "answer"
            else section
        )
        place |= dict.fromkeys((number.anchor for number in find_numbers(block)), name)
    return place


def find_numbers(item: Any) -> Iterator[Number]:
    """Yields every number within a block, a text or several of them."""
    if isinstance(item, Number):
        yield item
    elif isinstance(item, tuple):
        for inner in item:
            yield from find_numbers(inner)
    elif is_dataclass(item):
        for field in fields(item):
            yield from find_numbers(getattr(item, field.name))


def group_uses(note: Note, places: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """Returns the anchors of the numbers that lead to a note, by place and in reading order."""
    by_place: dict[str, list[str]] = {}
    for anchor in note.used:
        by_place.setdefault(places[anchor], []).append(anchor)
    return list(by_place.items())


def find_calculations(document: Document) -> dict[int, list[int]]:
    """Returns, by note, the notes of the calculations it is part of."""
    within: dict[int, list[int]] = {note.number: [] for note in document.notes}
    for note in document.notes:
        for number in dict.fromkeys(note.of):
            within[number].append(note.number)
    return within
