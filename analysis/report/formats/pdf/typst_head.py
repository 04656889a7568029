"""The lines with which each Typst file of a report begins: house style, words of the theme, the theme itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from textwrap import shorten

from analysis.messages import gettext, ngettext, pgettext
from analysis.report.document.filled_text import split_message
from analysis.report.document.model import Document, get_plain_text
from analysis.report.document.typography import find_rate_word
from analysis.report.formats.glyphs import PLACEHOLDER
from analysis.report.formats.pdf.text import Value, find_language_and_region, format_value
from analysis.report.formats.typst import quote_text
from analysis.style.house import House, read_theme

_MAX_RUNNING_TITLE = 90  # characters of a title that fit the head of a page


def render_head(document: Document, missing: Sequence[str] = (), before: Sequence[str] = ()) -> list[str]:
    """Returns the lines with which a file of the report begins. before: lines before those of the theme."""
    title = get_plain_text(document.title)
    year, month, day = (*(document.about.get("date") or "").split("-"), "", "", "")[:3]
    date = f"datetime(year: {int(year)}, month: {int(month)}, day: {int(day)})" if day.isdigit() else "none"
    return [
        f"#let house = {format_value(_collect_style(document.house))}",
        f"#let words = {format_value(_collect_words())}",
        *before,
        read_theme("page.typ"),
        *([read_theme("draft.typ")] if document.draft else []),
        f"#show: page-setup.with(title: {quote_text(title)}, date: {date}, "
        f"running: {quote_text(shorten(title, _MAX_RUNNING_TITLE, placeholder='…'))}, "
        f"{_format_language(document.language)})",
        *_replace_missing(missing),
    ]


def _replace_missing(missing: Sequence[str]) -> Iterator[str]:
    """Yields the rule that prints a square for a character; title and alternative texts keep it for who listens."""
    if missing:
        signs = (
            "".join(f"\\u{{{ord(letter):x}}}" for letter in sign) for sign in sorted(missing, key=len, reverse=True)
        )
        yield f"#show regex({quote_text('|'.join(signs))}): {quote_text(PLACEHOLDER)}"


def _format_language(tag: str) -> str:
    """Returns language and region of the report as the theme takes them; Typst has no place for a script."""
    language, region = find_language_and_region(tag)
    return f"language: {quote_text(language or 'en')}" + (f", region: {quote_text(region)}" if region else "")


def _collect_words() -> dict[str, Value]:
    """Returns the words of the theme itself; what takes a place is in two parts."""
    # translators: {notes}: numbers of notes, such as `3–7, 12`
    drawn = [
        ngettext("Numbers drawn: note {notes}.", "Numbers drawn: notes {notes}.", count, notes="{notes}")
        for count in (1, 2)
    ]
    return {
        # translators: what a link to a figure says before its number
        "figure": pgettext("before a number", "Figure"),
        # translators: what a link to a table says before its number
        "table": pgettext("before a number", "Table"),
        # translators: what a link to a note says before its number
        "note": pgettext("before a number", "Note"),
        "draft": gettext("DRAFT"),
        "drawn-one": split_message(drawn[0], "notes"),
        "drawn": split_message(drawn[1], "notes"),
        # translators: {places}: where a number is used, such as `the answer, Table 1`
        "used": split_message(gettext("In {places}"), "places"),
        "rate": rf"\s{re.escape(word)}\s.+" if (word := find_rate_word()) else r"[^\s\S]",  # what a number is per
    }


def _collect_style(style: House) -> dict[str, Value]:
    logo = style.logo
    return {
        "colour": style.colour,
        "type": {**style.families, "fallback": list(dict.fromkeys(face.family for face in style.fallback))},
        "paper": style.paper,
        "header": style.header,
        "logo": {"svg": logo.svg, "text": logo.text, "height": logo.height_mm} if logo else {},
    }
