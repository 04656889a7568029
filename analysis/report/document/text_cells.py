"""The little Markdown a report's text cells may use: headings, paragraphs, lists, emphasis, code, links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from analysis.errors import ReportError
from analysis.wording.cards import Emphasis as Emphasis  # notes have it too

_URL = re.compile(r"(https?://|mailto:)", re.I)


@dataclass(frozen=True)
class Code:
    """A piece of code or data, set as such."""

    text: str


@dataclass(frozen=True)
class Link:
    """A link out of the report."""

    text: str
    url: str


@cache
def _build_parser() -> Any:
    import mistune

    return mistune.create_markdown(renderer=None)


def parse_markdown(source: str) -> Iterator[tuple[str, int, list[tuple[Any, ...]]]]:
    """Yields (kind, level, texts): heading with its level, paragraph, or list with one text an item (level 1: ordered).

    Raises ReportError for anything else, so that nothing is dropped in silence.
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


def _parse_item(blocks: list[Mapping[str, Any]]) -> Iterator[Any]:
    """A list item's text; several paragraphs in one become one."""
    for position, block in enumerate(block for block in blocks if block["type"] != "blank_line"):
        if block["type"] not in ("paragraph", "block_text"):
            kind = block["type"].replace("_", " ")
            raise ReportError(f"a list in a text cell holds {kind}; allowed: one text an item.")
        if position:
            yield " "
        yield from _parse_inline(block["children"])


def _parse_inline(tokens: list[Mapping[str, Any]]) -> Iterator[Any]:
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


def _join_words(token: Mapping[str, Any]) -> str:
    """The words of emphasis or of a link, which may hold nothing but words."""
    words = []
    for child in token["children"]:
        if child["type"] not in ("text", "softbreak", "linebreak"):
            raise ReportError(
                f"a text cell holds {child['type'].replace('_', ' ')} within "
                f"{token['type'].replace('_', ' ')}; set them apart."
            )
        words.append(child["raw"] if child["type"] == "text" else " ")
    return "".join(words)
