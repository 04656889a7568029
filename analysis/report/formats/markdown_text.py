"""The words of a report as Markdown, escaped so that a reader of Markdown gives them back letter for letter.

Sources: the CommonMark specification 0.31 (spec.commonmark.org) and GitHub's extensions (github.github.com/gfm); the
lists and definitions that Pandoc has beyond them (pandoc.org/MANUAL.html).
"""

from __future__ import annotations

import re
import unicodedata
from functools import singledispatch

from analysis.report.document.languages import split_languages
from analysis.report.document.model import Inline, Label, Number, Reference, RichText
from analysis.report.document.note_text import get_web_address
from analysis.report.document.text_cells import Break, Code, Emphasis, Link, Struck
from analysis.report.document.typography import isolate, isolate_directions

_SPECIAL = re.compile(r"([\\`*_\[\]<>&|$~^@])")  # markup within a line, for GitHub or Pandoc
_ADDRESS = re.compile(r"(?i)\b(https?|ftp)(?=://)|\b(www)(?=\.)")  # GitHub makes a link of it
# Markup at the beginning of a line: `# 1. a) (iv) :` and more
_LEADING = re.compile(r"(?=[#+\-=:])|(?:\d+(?=[.)])|\(?(?:\w|[ivxlcdm]+|[IVXLCDM]+)(?=[.)](?:\s|$)))")
_BREAK = "\\\n   "  # the end of a line; what follows is indented as far as an item of a list
_LINE_END = re.compile(r"[\r\n]\s*")


def escape_markdown(text: str) -> str:
    """Returns text on one line with its special characters escaped, so that nothing in it is markup.

    >>> print(escape_markdown("a|b *c* www.example.org"))
    a\\|b \\*c\\* www\\.example.org
    """
    escaped = _SPECIAL.sub(r"\\\1", _LINE_END.sub(" ", text))
    return _ADDRESS.sub(lambda found: found[0] + "\\", escaped)


def _write_words(text: str, language: str = "") -> str:
    """Returns escaped text in which what is read from right to left does not move the numbers beside it.

    language: the tag of the language of the whole text, if it is known; Markdown has no way to say it.
    """
    pieces = split_languages(text, language)
    return escape_markdown("".join(isolate(piece.text) if piece.from_right else piece.text for piece in pieces))


def render_text(text: RichText) -> str:
    """Returns a text with its footnotes, references and emphasis."""
    written = ""
    pieces = [render_inline(item) for item in text]
    for at, (item, piece) in enumerate(zip(text, pieces, strict=True)):
        if isinstance(item, Emphasis) and not _can_emphasise(written, item, next(filter(None, pieces[at + 1 :]), "")):
            piece = _write_words(item.text, item.language)
        if written.endswith("!") and piece.startswith("["):
            written = written[:-1] + "\\!"  # no picture, which begins with ![
        if at and not isinstance(text[at - 1], str) and piece.startswith(("(", "{")):
            piece = "\\" + piece  # no address after a footnote's mark, no attributes after a link
        written += piece
    first, *more = written.split(_BREAK)
    return _BREAK.join([first, *map(escape_beginning, more)])


def render_line(text: RichText) -> str:
    """Returns a text that is all of a heading, a cell or an item of bold type: with the spaces at its ends."""
    return keep_edges(render_text(text))


def render_paragraph(text: RichText) -> str:
    """Returns a text at the beginning of a line, where further characters could be markup."""
    return escape_beginning(render_line(text))


def keep_edges(written: str) -> str:
    """Returns written Markdown in which spaces at the ends are entities, as a reader would remove them."""
    core = written.strip()
    before, after = written[: -len(written.lstrip()) or None], written[len(written.rstrip()) :]
    return _write_entities(before) + core + _write_entities(after if core else "")


def _write_entities(signs: str) -> str:
    return "".join(f"&#{ord(sign)};" for sign in signs)


def escape_beginning(written: str) -> str:
    """Returns written Markdown that begins no list, heading, rule or definition.

    >>> print(escape_beginning("2025. A year"), escape_beginning("# a"))
    2025\\. A year \\# a
    """
    found = _LEADING.match(written)
    return f"{found[0]}\\{written[found.end() :]}" if found else written


def escape_end(written: str) -> str:
    """Returns the text of a heading in which # at its end is no markup."""
    core = written.rstrip("#")
    return core + "\\#" * (len(written) - len(core))


@singledispatch
def render_inline(item: Inline) -> str:
    """Returns one part of a text as Markdown."""
    raise TypeError(f"no Markdown for the part {type(item).__name__}")


@render_inline.register
def _(item: str) -> str:
    return _write_words(item)


@render_inline.register
def _(item: Number) -> str:
    return f"{escape_markdown(item.text)}[^{item.note}]"


@render_inline.register
def _(item: Label) -> str:
    return _write_words(item.text)


@render_inline.register
def _(item: Reference) -> str:
    return f"[{escape_markdown(item.text)}](#{item.anchor})"


@render_inline.register
def _(item: Emphasis) -> str:
    return _mark_text(item.text, "**" if item.bold else "*", item.language)


@render_inline.register
def _(item: Struck) -> str:
    return _mark_text(item.text, "~~")


def _mark_text(text: str, mark: str, language: str = "") -> str:
    """Returns a text between marks, which must be next to its words."""
    bare = text.strip()
    if not bare:
        return text
    before, _, after = text.partition(bare)
    return f"{before}{mark}{_write_words(bare, language)}{mark}{after}"


@render_inline.register
def _(item: Break) -> str:
    return _BREAK


def _can_emphasise(before: str, item: Emphasis, after: str) -> bool:
    """Whether asterisks around a text are read as emphasis: CommonMark looks at the characters on both their sides.

    before, after: what is written beside it.
    """
    bare = escape_markdown(item.text.strip())
    beside = before[-1:] if item.text[:1] == bare[:1] else " ", after[:1] if item.text[-1:] == bare[-1:] else " "
    return "*" not in beside and all(
        not _is_mark(inner) or not outer or outer.isspace() or _is_mark(outer)
        for inner, outer in zip((bare[:1], bare[-1:]), beside, strict=True)
    )


def _is_mark(sign: str) -> bool:
    """Whether a character is punctuation or a symbol for CommonMark."""
    return bool(sign) and unicodedata.category(sign)[0] in "PS"


@render_inline.register
def _(item: Code) -> str:
    text = _LINE_END.sub(" ", item.text)
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    pad = " " if text.strip() and (text[0] in " `" or text[-1] in " `") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


@render_inline.register
def _(item: Link) -> str:
    if not get_web_address(item.url):
        return _write_words(item.text)
    return f"[{escape_markdown(isolate_directions(item.text))}]({escape_address(item.url)})"


def escape_address(url: str) -> str:
    """Returns an address as it may stand in the brackets of a link.

    >>> escape_address("https://example.org/a b")
    'https://example.org/a%20b'
    """
    url = re.sub(r"[\s<>()|\\]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), url)
    return re.sub(r"&(?=#?\w+;)", "&amp;", url)  # which a reader would take as one character
