"""What the notes, the sources and the parameters say, in words: once, for every format.

A line is a text like any other (Parts), so a format that can write a sentence can write a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from unicodedata import category
from urllib.parse import unquote

from analysis.addresses import is_mail_address, is_web_address
from analysis.contract import SourceCard
from analysis.messages import gettext, mark_message, ngettext, pgettext
from analysis.report.document.filled_text import fill_text, join_text
from analysis.report.document.model import (
    Document,
    Figure,
    Heading,
    KeyNumbers,
    Note,
    Number,
    Prose,
    Reference,
    RichText,
    Table,
    find_parts,
    get_plain_text,
)
from analysis.report.document.text_cells import Link
from analysis.wording.capitals import begin_with_capital
from analysis.wording.cards import Emphasis, end_sentence, format_card, format_reliability, list_makers
from analysis.wording.numbers import format_interval, join_interval
from analysis.wording.quotation import quote

HIDDEN_PARAMETERS = ("case_dir",)  # a place on the machine that rendered; the title block names the case
BASIS_PARAMETER = "basis"  # whose claims count
UNNAMED_CALCULATION = mark_message("Calculation")
ROUNDED = mark_message(
    "Computed from the figures as they are; rounded as they are printed, they do not add up exactly."
)
_UNNAMED = mark_message("no author or publisher named")
FINGERPRINT_LABEL = mark_message("Fingerprint of the data read")
_ESCAPED_LETTERS = re.compile("(?:%[89A-Fa-f][0-9A-Fa-f])+")  # bytes beyond ASCII
_MAX_ADDRESS = 70  # characters of a printed address


def format_note(note: Note, labels: Mapping[int, str]) -> Iterator[RichText]:
    """Yields what a note says, line by line; the first says what is measured and how much it is.

    labels: by note, what a calculation is called.
    """
    if note.card:
        beside = {source.title: source.translation for source in note.card.all_sources if source.translation}
        yield from (_add_translations(line, beside) for line in format_card(note.card))
    else:
        yield from _format_calculation(note, labels.get(note.number) or gettext(UNNAMED_CALCULATION))


def _add_translations(line: RichText, beside: Mapping[str, str]) -> RichText:
    """Returns a line in which the titles of sources have their translations beside them."""
    if not beside:
        return line
    return tuple(
        part
        for item in line
        for part in ((item, f" {beside[item.text]}") if isinstance(item, Emphasis) and item.text in beside else (item,))
    )


def _format_calculation(note: Note, label: str) -> Iterator[RichText]:
    yield Emphasis(f"{label}: ", bold=True), join_interval(note.text, format_interval(note.low, note.high, note.unit))
    yield (Emphasis(f"= {note.how}", bold=False),)
    if note.rounded:
        yield (gettext(ROUNDED),)
    # translators: {notes}: the numbers of the notes that a calculation is made from, such as `7, 12`
    message = ngettext("From note {notes}.", "From notes {notes}.", min(len(note.of), 2), notes="{notes}")
    yield fill_text(message, notes=join_text([Reference(str(number), f"note-{number}") for number in note.of]))


def collect_names(document: Document) -> dict[int, str]:
    """Returns, by note, the name of a result, or the place of one that has no name; some have neither."""
    return {note.number: note.name for note in document.notes if note.name}


def format_source(source: SourceCard) -> RichText:
    """Returns a source as the list of sources prints it."""
    facts = ", ".join(list_authorship(source))
    if facts == gettext(_UNNAMED):
        facts = pgettext("alone in a sentence", "no author or publisher named")
    grade = format_reliability(source, ": ")
    # translators: {grade}: such as `B: usually reliable`
    graded = " " + gettext("Reliability {grade}.", grade=grade) if grade else ""
    beside = f" {source.translation}" if source.translation else ""
    end = "." if beside else end_sentence(source.title).removeprefix(source.title)
    entry = (
        Emphasis(source.title, bold=True, language=source.language or ""),
        beside + end + (f" {end_sentence(facts)}" if facts else "") + graded,
    )
    url = get_web_address(source.url)
    return (*entry, " ", Link(_shorten_address(url), url)) if url else entry


def list_authorship(source: SourceCard) -> tuple[str, ...]:
    """Returns who wrote and who published a source and when; or that nobody is named, where there is no address."""
    is_named = source.author or source.publisher or source.url
    return list_makers(source) if is_named else (*list_makers(source), gettext(_UNNAMED))


def get_web_address(url: str | None) -> str:
    """Returns the address if a reader may safely follow it, else ''.

    >>> get_web_address("https://example.org"), get_web_address("javascript:x"), get_web_address("https://[x")
    ('https://example.org', '', '')
    """
    return url if url and (is_web_address(url) or is_mail_address(url)) else ""


def _decode_letters(escaped: re.Match[str]) -> str:
    """Returns the letters that escapes stand for; the escapes themselves where one is no letter, such as a blank."""
    letters = unquote(escaped[0], errors="replace")
    return letters if all(category(letter)[0] in "LM" for letter in letters) else escaped[0]


def _shorten_address(url: str) -> str:
    """An address as a reader can read it: without its scheme, with letters beyond ASCII, cut where it runs on."""
    text = _ESCAPED_LETTERS.sub(_decode_letters, url).partition("://")[2].removeprefix("www.").rstrip("/") or url
    return text if len(text) <= _MAX_ADDRESS else text[: _MAX_ADDRESS - 1] + "…"


def list_settings(document: Document) -> list[tuple[str, str, bool]]:
    """Returns each parameter in words: what it sets, to what, and whether a reader has to hear that it was changed.

    Of the basis a reader hears in the line that `about` has on it.
    """
    return [
        (
            given.label or given.name.replace("_", " "),
            given.text or str(given.value),
            given.changed and given.name != BASIS_PARAMETER,
        )
        for given in document.parameters
        if given.name not in HIDDEN_PARAMETERS
    ]


def describe_report(document: Document) -> list[tuple[str, str]]:
    """Returns the rows of "About this report", each with its name: the texts analysed, the case, the parameters, the
    data's fingerprint.
    """
    rows = [(begin_with_capital(words), value) for words, value, _ in list_settings(document)]
    data = document.about.get("data")
    described = [(gettext("About the case"), text)] if (text := _describe_case(document)) else []
    return [
        *document.about.get("introduction", ()),
        *described,
        *rows,
        *([(gettext(FINGERPRINT_LABEL), data)] if data else []),
    ]


def list_basis_lines(document: Document) -> list[str]:
    """Returns the facts below the question: whose claims, of when, what was set, and what the case is."""
    return [
        *([line] if (line := document.about.get("sources")) else []),
        *(
            # translators: {parameter}: what was set, such as `the need`; {value}: to what
            gettext("Set for this report: {parameter} – {value}", parameter=words, value=value)
            for words, value, changed in list_settings(document)
            if changed
        ),
        *([text] if (text := _describe_case(document)) else []),
    ]


def _describe_case(document: Document) -> str:
    """Returns what a case says of itself, such as that it is invented, as part of a line that ends in a full stop."""
    return str(document.about.get("description", "")).strip().removesuffix(".")


def locate_numbers(document: Document) -> dict[str, str]:
    """Returns where each number is, by its anchor, in a reader's words, as a list names it."""
    title = pgettext("place of a number, in a list of such places", "the title")
    place = dict.fromkeys((n.anchor for n in find_numbers((document.title, document.question))), title)
    section = pgettext("place of a number, in a list of such places", "the opening")
    for block in document.blocks:
        if isinstance(block, Heading):
            section = quote(get_plain_text(block.text))
        name = (
            block.name_within
            if isinstance(block, Table | Figure)
            else pgettext("place of a number, in a list of such places", "the key numbers")
            if isinstance(block, KeyNumbers)
            else pgettext("place of a number, in a list of such places", "the answer")
            if isinstance(block, Prose) and block.role == "answer"
            else section
        )
        place |= dict.fromkeys((number.anchor for number in find_numbers(block)), name)
    return place


def locate_sections(document: Document) -> dict[str, str]:
    """Returns the section each number is in, by its anchor: its heading, or `The opening` above the first."""
    section = gettext("The opening")
    found = dict.fromkeys((n.anchor for n in find_numbers((document.title, document.question))), section)
    for block in document.blocks:
        if isinstance(block, Heading):
            section = get_plain_text(block.text) if block.level == 1 else section
        found |= dict.fromkeys((number.anchor for number in find_numbers(block)), section)
    return found


def find_numbers(item: Any) -> Iterator[Number]:
    """Returns every number within a block, a text or several of them."""
    return find_parts(item, Number)


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
