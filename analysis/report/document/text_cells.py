"""Markdown in a report's text cells. Allowed: headings, paragraphs, lists, emphasis, struck text, code spans, links.

Whatever else Markdown and its usual extensions know is recognised, and refused by name: nothing is dropped, and nothing
is printed as markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache, partial
from html import unescape
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from analysis.addresses import is_mail_address, is_web_address
from analysis.errors import ReportError
from analysis.wording.cards import Emphasis as Emphasis  # notes have it too

if TYPE_CHECKING:
    from mistune import BlockState, InlineParser, InlineState, Markdown

_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|\w+);", re.I)
_MATHEMATICS = (
    r"\$\$|\$(?=\S)[^$]*?[^\s$\\]\$(?!\w)"  # a dollar sign before a number, or after a letter, is money
    r"|\\\((?:[^\\]|\\[^)])+\\\)|\\\\[(\[]|\\begin\{"
)
_TABLE_RULE = re.compile(r"\|? *:?-+:? *(?:\| *:?-+:? *)+\|?|\| *:?-+:? *\|")
_UNDEFINED = re.compile(r"\]\[[^\]]+\]|\[\^[^\]\s]+\]")
_REFUSED: Mapping[str, tuple[str, str]] = {
    "abbr": ("an abbreviation's meaning", "write the meaning in brackets where it is used first"),
    "block_code": ("a block of code", "write code within a line, in backticks"),
    "block_html": ("HTML", "write Markdown; a < that is meant is written \\<"),
    "block_quote": ("a block quote", "write the words in quotation marks"),
    "def_list": ("a definition list", "write a list, each item beginning with its term in **bold**"),
    "footnote_ref": ("a footnote", 'write it in the text, or below it with say(..., role="note")'),
    "footnotes": ("a footnote", 'write it in the text, or below it with say(..., role="note")'),
    "image": ("an image", "show a chart of this library, which has words for who cannot see it"),
    "inline_html": ("HTML", "write Markdown; a < that is meant is written \\<"),
    "inline_math": ("mathematics", "write it in words, or as code in backticks; a $ that is meant is written \\$"),
    "table": ("a table", "show it with table(...), in a cell of code"),
    "task_list_item": ("a task list", "write in words what is done and what is open"),
    "thematic_break": ("a line across", "begin a new part with a heading"),
}


@dataclass(frozen=True)
class Code:
    """A code span."""

    text: str


@dataclass(frozen=True)
class Link:
    """A link to an address outside the report."""

    text: str
    url: str


@dataclass(frozen=True)
class Struck:
    """Text that is struck out."""

    text: str


@dataclass(frozen=True)
class Break:
    """The end of a line within a paragraph; a blank where there are no lines."""

    text: Literal[" "] = " "


Words: TypeAlias = str | Emphasis | Code | Link | Struck | Break
_Token: TypeAlias = Mapping[str, Any]  # a node of mistune's syntax tree


@dataclass(frozen=True)
class TextHeading:
    """A heading of a text cell; level 1 is the highest."""

    level: int
    words: tuple[Words, ...]


@dataclass(frozen=True)
class TextParagraph:
    """A paragraph of a text cell."""

    words: tuple[Words, ...]


@dataclass(frozen=True)
class TextList:
    """A list of a text cell; nested: the lists below each item."""

    items: tuple[tuple[Words, ...], ...]
    ordered: bool
    nested: tuple[tuple[TextList, ...], ...]


@cache
def _build_parser() -> Markdown:
    import mistune

    plugins = ["abbr", "def_list", "footnotes", "strikethrough", "table", "task_lists"]
    parser = mistune.create_markdown(renderer=None, plugins=plugins)
    parser.inline.register("inline_math", _MATHEMATICS, _note_mathematics, before="escape")
    return parser


def _note_mathematics(inline: InlineParser, found: re.Match[str], state: InlineState) -> int:
    state.append_token({"type": "inline_math", "raw": found[0]})
    return found.end()


def parse_markdown(
    source: str, collect: Callable[[], AbstractContextManager[None]] = nullcontext
) -> Iterator[TextHeading | TextParagraph | TextList]:
    """Yields the headings, paragraphs and lists of a text cell.

    collect: what each part is read in, such as one that keeps its errors, so that the parts after it are read too.
    Raises ReportError, with what to write instead, for any other Markdown: nothing is dropped silently.
    """
    tokens, state = _build_parser().parse(source)
    assert not isinstance(tokens, str)  # as it has no renderer
    with collect():
        _refuse_unused(state, list(_walk(tokens)))
    for token in tokens:
        block = None
        with collect():
            block = _parse_block(token)
        if block:
            yield block


def _parse_block(token: _Token) -> TextHeading | TextParagraph | TextList | None:
    kind = token["type"]
    if kind == "blank_line":
        return None
    if kind == "heading":
        words = tuple(_parse_inline(token["children"]))
        if not "".join(word if isinstance(word, str) else word.text for word in words).strip():
            raise ReportError("a text cell holds a heading without words; write them, or remove its #.")
        return TextHeading(token["attrs"]["level"], words)
    if kind == "paragraph":
        return TextParagraph(tuple(_parse_inline(token["children"])))
    if kind == "list":
        return _parse_list(token)
    raise _refuse(kind)


def _refuse(kind: str) -> ReportError:
    name, remedy = _REFUSED.get(kind, (kind.replace("_", " "), "write it as a heading, a paragraph or a list"))
    return ReportError(f"a text cell holds {name}; {remedy}.")


def _walk(tokens: Iterable[_Token]) -> Iterator[_Token]:
    for token in tokens:
        yield token
        yield from _walk(token.get("children", ()))


def _refuse_unused(state: BlockState, tokens: Sequence[_Token]) -> None:
    """Raises ReportError for what is defined and never used: it would not be printed anywhere."""
    if state.env.get("ref_footnotes"):
        raise _refuse("footnote_ref")
    if state.env.get("ref_abbrs"):
        raise _refuse("abbr")
    used = {token.get("ref") for token in tokens}
    for key, link in state.env.get("ref_links", {}).items():
        if key not in used:
            raise ReportError(
                f"a text cell defines the address {link['url']!r} for {link['label']!r}, which no link uses; "
                "write the link, or remove the line."
            )


def _parse_list(token: _Token) -> TextList:
    start = token["attrs"].get("start", 1)
    if start != 1:
        raise ReportError(f"a list in a text cell begins at {start}; a report's lists begin at 1, so number it from 1.")
    items = [item["children"] if item["type"] == "list_item" else _refuse_item(item) for item in token["children"]]
    return TextList(
        tuple(tuple(_parse_item(blocks)) for blocks in items),
        bool(token["attrs"]["ordered"]),
        tuple(tuple(_parse_list(block) for block in blocks if block["type"] == "list") for blocks in items),
    )


def _refuse_item(item: _Token) -> Sequence[_Token]:
    raise _refuse(item["type"])


def _parse_item(blocks: Sequence[_Token]) -> Iterator[Words]:
    """Yields a list item's text, each paragraph on a line of its own; the lists below it are not part of it."""
    texts = [block for block in blocks if block["type"] not in ("blank_line", "list")]
    for position, block in enumerate(texts):
        if block["type"] not in ("paragraph", "block_text"):
            raise _refuse(block["type"])
        if position:
            yield Break()
        yield from _parse_inline(block["children"])
    if [block for block in blocks if block["type"] != "blank_line"][: len(texts)] != texts:
        raise ReportError("a list in a text cell goes on with text below a list within it; put the text before it.")


def _parse_inline(tokens: Sequence[_Token]) -> Iterator[Words]:
    for token in tokens:
        kind = token["type"]
        if kind == "text":
            yield _decode_text(token["raw"])
        elif kind == "softbreak":
            yield " "
        elif kind == "linebreak":
            yield Break()
        elif kind in ("strong", "emphasis"):
            yield from _parse_marked(token, partial(Emphasis, bold=kind == "strong"))
        elif kind == "strikethrough":
            yield from _parse_marked(token, Struck)
        elif kind == "codespan":
            yield Code(token["raw"])
        elif kind == "link":
            url, title = token["attrs"]["url"], token["attrs"].get("title")
            if not (is_web_address(url) or is_mail_address(url)):
                raise ReportError(f"a text cell links to {url!r}; allowed: http, https and mailto addresses.")
            if title:
                raise ReportError(f"a link in a text cell has the title {title!r}; write it in the text.")
            yield from _parse_marked(token, partial(Link, url=url))
        else:
            raise _refuse(kind)


def _decode_text(raw: str) -> str:
    """Returns plain text, with the characters that entities such as `&mdash;` stand for."""
    if _TABLE_RULE.fullmatch(raw.strip()):
        raise _refuse("table")
    if undefined := _UNDEFINED.search(raw):
        raise ReportError(
            f"a text cell refers with {undefined[0]!r} to something that it does not define; write the address, as in "
            "[words](https://...), or what is referred to."
        )
    return _ENTITY.sub(lambda entity: unescape(entity[0]), raw)


def _parse_marked(token: _Token, make: Callable[[str], Words]) -> Iterator[Words]:
    """Yields the words within emphasis or a link, where no other markup is allowed, line by line."""
    line = ""
    for child in token["children"]:
        if child["type"] == "linebreak":
            yield make(line)
            yield Break()
            line = ""
        elif child["type"] in ("text", "softbreak"):
            line += _decode_text(child["raw"]) if child["type"] == "text" else " "
        elif child["type"] in _REFUSED:
            raise _refuse(child["type"])
        else:
            raise ReportError(
                f"a text cell holds {child['type'].replace('_', ' ')} within "
                f"{token['type'].replace('_', ' ')}; put them side by side."
            )
    yield make(line)
