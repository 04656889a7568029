"""The words of a report as Typst: texts with their numbers and links, and the literals every call is made of.

All text goes into Typst string literals, so nothing in it can be markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import singledispatch
from typing import TypeAlias

from analysis.report.document.languages import Piece, find_script, split_languages, split_tag
from analysis.report.document.model import Inline, Label, Number, Reference, RichText
from analysis.report.document.note_text import get_web_address
from analysis.report.document.text_cells import Break, Code, Emphasis, Link, Struck
from analysis.report.document.typography import (
    curl_apostrophes,
    insert_break_points,
    isolate,
    isolate_directions,
    make_unbreakable,
)
from analysis.report.formats.typst import quote_text
from analysis.style.scripts import find_families

_LANGUAGE = re.compile("[a-z]{2,3}")  # as Typst takes it
_REGION = re.compile("[A-Za-z]{2}")

Value: TypeAlias = "str | float | Sequence[Value] | Mapping[str, Value]"


def render_text(text: RichText) -> str:
    """Returns a text as Typst content."""
    return "[" + "".join(render_inline(item) for item in text) + "]"


@singledispatch
def render_inline(item: Inline) -> str:
    """Returns one part of a text as Typst."""
    raise TypeError(f"no Typst for the part {type(item).__name__}")


@render_inline.register
def _(item: str) -> str:
    return f"#{quote_words(item)};"


@render_inline.register
def _(item: Number) -> str:
    return f"#num({quote_text(make_unbreakable(item.text))}, {item.note}, {quote_text(item.anchor)});"


@render_inline.register
def _(item: Label) -> str:
    return f"#{quote_words(item.text)};"


@render_inline.register
def _(item: Reference) -> str:
    return f"#see({quote_text(make_unbreakable(item.text))}, {quote_text(item.anchor)});"


@render_inline.register
def _(item: Emphasis) -> str:
    return f"#{'strong' if item.bold else 'emph'}({quote_words(item.text, item.language)});"


@render_inline.register
def _(item: Struck) -> str:
    return f"#strike({quote_words(item.text)});"


@render_inline.register
def _(item: Break) -> str:
    return "#linebreak();"


@render_inline.register
def _(item: Code) -> str:
    return f"#code({quote_text(insert_break_points(item.text))});"


@render_inline.register
def _(item: Link) -> str:
    if not get_web_address(item.url):
        return f"#{quote_text(insert_break_points(item.text))};"
    return f"#out({quote_text(isolate_directions(insert_break_points(item.text)))}, {quote_text(item.url)});"


def quote_words(text: str, language: str = "") -> str:
    """Returns running text as an expression, with curly apostrophes and places to break very long words.

    What is read from right to left stands between marks that set it apart, as Typst's `text(dir: rtl)` does not do.
    language: the tag of the language of the whole text, if it is known.
    """
    written: list[str] = []
    plain = ""  # of one language, however often it is set apart
    for piece in split_languages(curl_apostrophes(text), language):
        said = insert_break_points(piece.bound)
        said = isolate(said) if piece.from_right else said
        if options := _list_options(piece):
            written += [quote_text(plain)] if plain else []
            written.append(f"tongue({options}, {quote_text(said)})")
            plain = ""
        else:
            plain += said
    written += [quote_text(plain)] if plain or not written else []
    return written[0] if len(written) == 1 else f"[{''.join(f'#{one};' for one in written)}]"


def _list_options(piece: Piece) -> str:
    """Returns language, region and typeface of part of a text as the theme takes them; '' for the report's own."""
    language, region = find_language_and_region(piece.language)
    if not language:
        return ""
    family = next(iter(find_families(piece.text, (find_script(piece.language),))), "")
    return ", ".join(quote_text(name) for name in (language, region, family))


def find_language_and_region(tag: str) -> tuple[str, str]:
    """Returns language and region of a tag of BCP 47 as Typst takes them; '' for a part that it cannot take.

    >>> find_language_and_region("sr-Latn-RS"), find_language_and_region("es-419"), find_language_and_region("x-me")
    (('sr', 'RS'), ('es', ''), ('', ''))
    """
    first, *rest = split_tag(tag)
    if not _LANGUAGE.fullmatch(first.lower()):
        return "", ""
    return first.lower(), next((part.upper() for part in rest if _REGION.fullmatch(part)), "")


def format_array(items: Iterable[str]) -> str:
    """Returns a Typst array of expressions."""
    return "(" + "".join(f"{item}, " for item in items) + ")"


def format_value(value: Value) -> str:
    """Returns text, numbers, lists and mappings as a Typst expression."""
    if isinstance(value, str):
        return quote_text(value)
    if isinstance(value, Mapping):
        return "(" + ", ".join(f"{quote_text(name)}: {format_value(entry)}" for name, entry in value.items()) + ")"
    if isinstance(value, Sequence):
        return format_array(format_value(entry) for entry in value)
    return str(value)
