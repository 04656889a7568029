"""The words of a report as HTML: texts with their numbers, links and emphasis, and what stays on one line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, singledispatch
from typing import Any

from markupsafe import Markup, escape

from analysis.messages import get_language, gettext
from analysis.report.document.languages import Piece, get_languages, split_languages
from analysis.report.document.model import Inline, Label, Number, Reference, RichText
from analysis.report.document.note_text import get_web_address
from analysis.report.document.text_cells import Break, Code, Emphasis, Link, Struck
from analysis.report.document.typography import bind_words, curl_apostrophes, split_directions
from analysis.report.formats.html.filling import fill_markup, join_markup
from analysis.wording.numbers import format_interval, split_qualifier

# 20-point, Mar-a-Lago; $2.2 billion, −$157.8 million; II.1 p2, a place in a source
_UNBROKEN = re.compile(
    r"\b\w{1,3}-\w+(?:-\w+)*|−?[$€£₴]?\d[\d.,]{0,30} (?:thousand|[mbtr]+illion|points?|days?|years?)\b"
    r"|−[$€£₴]\d[\d.,]{0,30}\b|\b[IVX]+(?:\.\d+)? p\d+"
)
_MAX_UNBROKEN = 24  # characters of a number or reference that stays on one line even of a telephone


def typeset_text(text: Any) -> Any:
    """Returns plain text with curly apostrophes, as in the PDF; what is not plain text stays as it is."""
    return curl_apostrophes(text) if type(text) is str else text


def typeset_unbroken(text: str) -> Markup:
    """Returns typeset text in which `20-point` and `2.2 billion` stay on one line, in its languages and directions."""
    if type(text) is not str:  # a translated word and HTML are equal to texts that are printed otherwise
        return _typeset_unbroken(text)
    return _typeset_again(text, get_language(), get_languages().digest)


@lru_cache(maxsize=4096)  # a report has many of its words again and again, and variants of it have almost all
def _typeset_again(text: str, _language: str, _languages: bytes) -> Markup:
    return _typeset_unbroken(text)


def _typeset_unbroken(text: str) -> Markup:
    return _join(_mark(piece, _keep_whole(piece.bound)) for piece in split_languages(typeset_text(text)))


def fill_places(message: str, **places: object) -> Markup:
    """Returns a message as HTML with its places filled, such as with links; what is plain text there is escaped."""
    return Markup(escape(bind_words(typeset_text(message)))).format(**places)


def _keep_whole(text: str) -> Markup:
    return Markup(_UNBROKEN.sub(r'<span class="one">\g<0></span>', str(escape(text))))


def set_languages(text: Any, language: str | None = "") -> Any:
    """Returns plain text in its languages and directions; what is not plain text stays as it is.

    language: the tag of the language of the whole text, if it is known.
    """
    if type(text) is not str:
        return text
    return _join(_mark(piece, escape(piece.bound)) for piece in split_languages(typeset_text(text), language))


def _join(pieces: Iterable[Markup]) -> Markup:
    """Returns the pieces of a text as one; almost every text has but one, and joining costs more than making it."""
    one, *others = pieces
    return join_markup((one, *others)) if others else one


def _mark(piece: Piece, text: Markup) -> Markup:
    """Returns part of a text with its language, and set apart if it is read from right to left."""
    if not piece.language and not piece.from_right:
        return text
    language = fill_markup(' lang="{}"', piece.language) if piece.language else ""
    if piece.from_right:
        return fill_markup('<bdi dir="rtl"{}>{}</bdi>', language, text)
    return fill_markup("<span{}>{}</span>", language, text)


def render_text(text: RichText) -> Markup:
    """Returns a text with its numbers, references and emphasis."""
    return join_markup(render_inline(item) for item in text)


@singledispatch
def render_inline(item: Inline) -> Markup:
    """Returns one part of a text as HTML."""
    raise TypeError(f"no HTML for the part {type(item).__name__}")


@render_inline.register
def _(item: str) -> Markup:
    return typeset_unbroken(item)


@render_inline.register
def _(item: Number) -> Markup:
    word, bare = split_qualifier(item.text)
    figures = fill_markup('<span class="one">{}</span>', bare) if " " in bare and len(bare) <= _MAX_UNBROKEN else bare
    if not word or len(item.text) > _MAX_UNBROKEN:
        return render_number(item, f"{word} " if word else "", figures, "")
    return render_number(item, "", fill_markup('<span class="said">{} {}</span>', word, figures), "")


def render_number(item: Number, before: Markup | str, text: Markup | str, after: Markup | str) -> Markup:
    """Returns a number as the link to its note; the superscript serves paper and pages without JavaScript.

    before, text, after: what is printed, the number of the note following `text`.
    """
    data = join_markup(
        fill_markup(' data-{}="{}"', name, value)
        for name, value in (("label", item.label), ("range", format_interval(item.low, item.high, item.unit)))
        if value
    )
    return fill_markup(
        '<a class="n" id="{}" href="#note-{}" aria-label="{}"{}>{}{}<sup aria-hidden="true">{}</sup>{}</a>',
        item.anchor,
        item.note,
        label_number(item.text, item.note),
        data,
        before,
        text,
        item.note,
        after,
    )


def label_number(text: str, note: int) -> str:
    """Returns what a number that opens is called for those who listen."""
    return gettext("{text}, note {number}", text=text, number=note)


@render_inline.register
def _(item: Label) -> Markup:
    text = typeset_unbroken(item.text)
    return fill_markup('<a href="{}">{}</a>', item.path, text) if item.path else text


@render_inline.register
def _(item: Reference) -> Markup:
    unbroken = Markup(' class="one"') if len(item.text) <= _MAX_UNBROKEN else ""  # a citation of works may break
    return fill_markup('<a{} href="#{}">{}</a>', unbroken, item.anchor, item.text)


@render_inline.register
def _(item: Emphasis) -> Markup:
    said = set_languages(item.text, item.language)
    return fill_markup("<strong>{}</strong>" if item.bold else "<em>{}</em>", said)


@render_inline.register
def _(item: Struck) -> Markup:
    return fill_markup("<s>{}</s>", item.text)


@render_inline.register
def _(item: Break) -> Markup:
    return Markup("<br>\n")


@render_inline.register
def _(item: Code) -> Markup:
    return fill_markup("<code>{}</code>", item.text)


@render_inline.register
def _(item: Link) -> Markup:
    if not get_web_address(item.url):
        return escape(item.text)
    pieces = (Piece(part, "", from_right) for part, from_right in split_directions(item.text))
    text = join_markup(_mark(piece, escape(piece.text)) for piece in pieces)
    return fill_markup('<a href="{}" rel="noreferrer">{}</a>', item.url, text)


def render_anchor_link(anchor: str, name: str) -> Markup:
    """Returns the # beside a heading or caption, which links to it."""
    label = gettext("Link to {name}", name=name)
    return fill_markup('<a class="here" href="#{}" aria-label="{}">#</a>', anchor, label)
