"""A message of the catalogues whose places take more than words: links to notes, names in bold, other texts."""

from __future__ import annotations

from collections.abc import Iterable
from string import Formatter

from analysis.report.document.model import Inline, RichText


def fill_text(message: str, /, **places: Inline | RichText) -> RichText:
    """Returns a message, in the language of the reader already, as a text with its places filled, in its own order.

    >>> from analysis.messages import gettext
    >>> from analysis.report.document.model import Reference
    >>> fill_text(gettext("From note {notes}."), notes=Reference("7", "note-7"))
    ('From note ', Reference(text='7', anchor='note-7'), '.')
    """
    parts: list[Inline] = []
    for words, place, _, _ in Formatter().parse(message):
        parts += [words] if words else []
        if place is not None:
            given = places[place]
            parts += given if isinstance(given, tuple) else [given]
    return tuple(parts)


def split_message(message: str, place: str) -> tuple[str, str]:
    """Returns what a message has before and after its place, which a format fills itself.

    >>> split_message("Table {number}", "number")
    ('Table ', '')
    """
    before, _, after = message.partition(f"{{{place}}}")
    return before, after


def join_text(items: Iterable[Inline | RichText], separator: str = ", ") -> RichText:
    """Returns texts as one, with a separator between them.

    >>> join_text(["a", ("b", "c")])
    ('a', ', ', 'b', 'c')
    """
    texts = (item if isinstance(item, tuple) else (item,) for item in items)
    return tuple(part for text in texts for part in (separator, *text))[1:]
