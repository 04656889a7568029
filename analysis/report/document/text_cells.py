"""Markdown in a report's text cells. Allowed: headings, paragraphs, lists, emphasis, code spans, links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias, cast

from analysis.errors import ReportError
from analysis.wording.cards import Emphasis as Emphasis  # notes have it too

_URL = re.compile(r"(https?://|mailto:)", re.I)


@dataclass(frozen=True)
class Code:
    """A code span."""

    text: str


@dataclass(frozen=True)
class Link:
    """A link to an address outside the report."""

    text: str
    url: str


Words: TypeAlias = str | Emphasis | Code | Link
_Token: TypeAlias = Mapping[str, Any]  # a node of mistune's syntax tree


@cache
def _build_parser() -> Callable[[str], Iterable[_Token]]:
    import mistune

    return cast("Callable[[str], Iterable[_Token]]", mistune.create_markdown(renderer=None))


def parse_markdown(source: str) -> Iterator[tuple[str, int, list[tuple[Words, ...]]]]:
    """Yields (kind, level, texts): heading with its level, paragraph, list with one text per item (level 1: ordered).

    Raises ReportError, with what is allowed, for any other Markdown: nothing is dropped silently.
    """
    for token in _build_parser()(source):
        kind = token["type"]
        if kind == "blank_line":
            continue
        if kind == "heading":
            yield "heading", token["attrs"]["level"], [tuple(_parse_inline(token["children"]))]
        elif kind == "paragraph":
            yield "paragraph", 0, [tuple(_parse_inline(token["children"]))]
        elif kind == "list":
            items = [tuple(_parse_item(item["children"])) for item in token["children"]]
            yield "list", int(token["attrs"]["ordered"]), items
        else:
            raise ReportError(
                f"a text cell holds {kind.replace('_', ' ')}; allowed: headings, paragraphs, lists, "
                "emphasis, code spans and links."
            )


def _parse_item(blocks: Sequence[_Token]) -> Iterator[Words]:
    """Yields a list item's text; several paragraphs become one."""
    for position, block in enumerate(block for block in blocks if block["type"] != "blank_line"):
        if block["type"] not in ("paragraph", "block_text"):
            kind = block["type"].replace("_", " ")
            raise ReportError(f"a list in a text cell holds {kind}; allowed: one text per item.")
        if position:
            yield " "
        yield from _parse_inline(block["children"])


def _parse_inline(tokens: Sequence[_Token]) -> Iterator[Words]:
    for token in tokens:
        kind = token["type"]
        if kind == "text":
            yield token["raw"]
        elif kind in ("softbreak", "linebreak"):
            yield " "
        elif kind in ("strong", "emphasis"):
            yield Emphasis(_join_words(token), bold=kind == "strong")
        elif kind == "codespan":
            yield Code(token["raw"])
        elif kind == "link":
            url = token["attrs"]["url"]
            if not _URL.match(url):
                raise ReportError(f"a text cell links to {url!r}; allowed: http, https and mailto addresses.")
            yield Link(_join_words(token), url)
        else:
            raise ReportError(
                f"a text cell holds {kind.replace('_', ' ')}; allowed: text, emphasis, code spans and links."
            )


def _join_words(token: _Token) -> str:
    """Returns the words within emphasis or a link, where no other markup is allowed."""
    words = []
    for child in token["children"]:
        if child["type"] not in ("text", "softbreak", "linebreak"):
            raise ReportError(
                f"a text cell holds {child['type'].replace('_', ' ')} within "
                f"{token['type'].replace('_', ' ')}; put them side by side."
            )
        words.append(child["raw"] if child["type"] == "text" else " ")
    return "".join(words)
