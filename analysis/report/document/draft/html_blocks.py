"""HTML -> blocks: what a reader would see of it, written by us, so that no markup or script of a stranger is passed on.

Text keeps its emphasis, links and numbers of lists; tables their headings and the cells that take several columns or
rows (grids.py). What only a browser can show, such as a script, is named in a remark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import dropwhile, takewhile
from typing import Any, TypeAlias

from analysis.characters import replace_controls
from analysis.messages import gettext, mark_message
from analysis.report.document.draft.markdown_cells import FORMULA
from analysis.report.document.draft.pictures import PictureReader
from analysis.report.document.model import (
    Block,
    Formula,
    Heading,
    Inline,
    Picture,
    Points,
    Prose,
    RichText,
    Run,
    Verbatim,
)
from analysis.report.document.text_cells import Break
from analysis.wording.quotation import quote

Element: TypeAlias = Any  # of lxml, which has no types

_STYLES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em", "var", "cite", "dfn"), "italic"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    **dict.fromkeys(("s", "del", "strike"), "struck"),
    **{"sub": "sub", "sup": "sup"},
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "section",
        "summary",
        "ul",
    ]
)
_UNSEEN = frozenset(["head", "link", "meta", "style", "template", "title"])
_ACTIVE = {
    **dict.fromkeys(
        ("iframe", "frame", "embed", "object"),
        mark_message("A page or object from elsewhere, which a draft does not load"),
    ),
    **dict.fromkeys(("audio", "video"), mark_message("Sound or moving pictures, which a draft does not load")),
    "canvas": mark_message("A drawing made by a script, which a draft does not load"),
}
_SVG = re.compile(r"<svg\b.*?</svg\s*>", re.I | re.S)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_DEEPEST = 200  # levels of elements within each other; what is deeper is read as text


@dataclass
class HtmlReader:
    """Reads HTML into blocks.

    make_heading: what is made of a heading from its level and text. pictures: reads those it shows.
    """

    pictures: PictureReader
    make_heading: Callable[[int, RichText], Block]
    blocks: list[Block] = field(default_factory=list)
    _line: list[Inline] = field(default_factory=list)
    _later: list[Block] = field(default_factory=list)  # pictures in a line, shown after it
    _role: str = "body"
    _drawings: list[str] = field(default_factory=list)
    _has_script: bool = False

    def read(self, html: str) -> list[Block]:
        """Returns the blocks of a piece of HTML, or of a whole page."""
        self._drawings = []
        html = replace_controls(html)
        if "<svg" in html or "<SVG" in html:  # which a reader of HTML would write in small letters
            html = _SVG.sub(self._keep_drawing, html)
        root = _parse(html)
        if root is not None:
            self._walk(root, frozenset(), "", 0)
        self._end_line()
        if self._has_script and not self.blocks:
            self.blocks.append(make_remark(gettext("Interactive content, made by a script that a draft does not run.")))
        return self.blocks

    def _keep_drawing(self, found: re.Match[str]) -> str:
        self._drawings.append(found[0])
        return f'<img data-drawing="{len(self._drawings) - 1}">'

    def _walk(self, element: Element, styles: frozenset[str], url: str, depth: int) -> None:
        """Reads what is within an element. styles, url: of the text in it."""
        self._add(element.text, styles, url)
        for child in element:
            if isinstance(child.tag, str):
                self._read_element(child, styles, url, depth + 1)
            self._add(child.tail, styles, url)

    def _read_element(self, element: Element, styles: frozenset[str], url: str, depth: int) -> None:
        tag = element.tag.lower()
        if depth > _DEEPEST:
            self._add(element.text_content(), styles, url)
        elif tag in _UNSEEN:
            return
        elif tag in _STYLES:
            self._walk(element, styles | {_STYLES[tag]}, url, depth)
        elif tag == "a":
            self._walk(element, styles, element.get("href") or url, depth)
        elif tag == "br":
            self._line.append(Break())
        elif tag == "img":
            self._read_picture(element)
        elif tag == "table":
            self._read_table(element)
        elif tag == "pre":
            self._read_verbatim(element)
        elif tag in _HEADINGS:
            self._end_line()
            self._walk(element, styles, url, depth)
            self._end_line(lambda text: self.make_heading(_HEADINGS[tag], text))
        elif tag in ("ul", "ol"):
            self._end_line()
            self.blocks += self._read_list(element, styles, depth)
        elif tag == "blockquote":
            self._end_line()
            role, self._role = self._role, "quote"
            self._walk(element, styles, url, depth)
            self._end_line()
            self._role = role
        elif tag in _BLOCKS:
            self._end_line()
            self._walk(element, styles | {"bold"} if tag == "dt" else styles, url, depth)
            self._end_line()
        elif tag == FORMULA:
            self._line.append(Formula((element.text or "").strip(), element.get("display") is not None))
        elif tag == "script":
            self._read_script(element)
        elif tag == "math":
            self._read_mathml(element, styles, url)
        elif tag in _ACTIVE:
            self._read_active(element, tag, depth)
        elif tag == "input":
            self._read_input(element, styles)
        else:
            self._walk(element, styles, url, depth)

    def _add(self, text: str | None, styles: frozenset[str], url: str) -> None:
        """Adds words to the line, with one space for any white space."""
        if not text:
            return
        text = _SPACE.sub(" ", text)
        last = self._line[-1] if self._line else None
        if text[0] == " " and (last is None or isinstance(last, Break) or (type(last) is Run and last.text[-1] == " ")):
            text = text[1:]
            if not text:
                return
        if type(last) is Run and last.styles == styles and last.url == url:
            self._line[-1] = Run(last.text + text, styles, url)
        else:
            self._line.append(Run(text, styles, url))

    def _end_line(self, make: Callable[[RichText], Block] | None = None) -> None:
        """Ends a paragraph. make: what is made of it, unless it is a paragraph."""
        line = self._take_line()
        if line:
            self.blocks.append(make(line) if make else Prose(line, self._role))
        self.blocks += self._later
        self._later.clear()

    def _take_line(self) -> RichText:
        line, self._line = [*dropwhile(_is_break, self._line)], []
        while line and _is_blank(line[-1]):
            del line[-1]
        if line and isinstance(last := line[-1], Run):
            line[-1] = Run(last.text.rstrip(), last.styles, last.url)
        return tuple(line)

    def _read_picture(self, element: Element) -> None:
        place, alt = element.get("data-drawing"), (element.get("alt") or element.get("title") or "").strip()
        if place is not None and place.isdecimal() and int(place) < len(self._drawings):
            drawing = self._drawings[int(place)]
            if "<use" in drawing.lower() and "<path" not in drawing.lower():
                return  # a sign that is drawn elsewhere on the page
            picture = self.pictures.read(drawing.encode(), alt or gettext("Drawing"))
        else:
            picture = self.pictures.read_address(element.get("src") or "", alt or gettext("Picture"))
        if picture:
            self._later.append(picture)
            return
        source = (element.get("src") or "").strip()
        shown = source if len(source) <= 200 and not source.startswith("data:") else ""
        words = (
            # translators: {name}: what the picture is called, in quotation marks
            gettext("Picture {name} that is not in the notebook", name=quote(alt))
            if alt
            else gettext("Picture that is not in the notebook")
        )
        self._line.append(Run(f"[{words}{f': {shown}' if shown else ''}]", frozenset(("code",)), shown))

    def _read_table(self, element: Element) -> None:
        from analysis.report.document.draft.grids import read_grid

        self._end_line()
        for caption in element.iterchildren("caption"):
            self._walk(caption, frozenset(), "", 0)
            self._end_line()
        grid = read_grid(element, self._read_cell)
        if grid:
            self.blocks.append(grid)
        self._end_line()

    def _read_cell(self, element: Element) -> RichText:
        """Returns the text of a cell; pictures in it are shown after the table."""
        inner = HtmlReader(self.pictures, lambda _, text: Prose(text), _drawings=self._drawings)
        inner._walk(element, frozenset(), "", 0)
        inner._end_line()
        text: list[Inline] = []
        for position, block in enumerate(_flatten(inner.blocks)):
            if isinstance(block, Picture):
                self._later.append(block)
                continue
            if position and text:
                text.append(Break())
            text += block
        return tuple(text)

    def _read_verbatim(self, element: Element) -> None:
        self._end_line()
        code = [child for child in element.iterchildren() if child.tag == "code"]
        text = element.text_content().strip("\n").replace("\t", "    ")
        if text.strip():
            self.blocks.append(Verbatim(text, "sample" if code else "output"))

    def _read_list(self, element: Element, styles: frozenset[str], depth: int) -> Iterator[Block]:
        """Yields a list; where an item holds more than words and lists, it is divided there."""
        ordered = element.tag.lower() == "ol"
        given = (element.get("start") or "").strip()
        number = int(given) if given.isdecimal() and len(given) < 9 else 1
        items: list[RichText] = []
        nested: list[tuple[Points, ...]] = []
        self._add_outside(element, styles)
        children = [child for child in element if isinstance(child.tag, str)]
        for child in children:
            inner = HtmlReader(self.pictures, self.make_heading, _drawings=self._drawings)
            if child.tag == "li":
                inner._walk(child, styles, "", depth)
            else:
                inner._read_element(child, styles, "", depth)
            inner._end_line()
            words = [block.text for block in takewhile(_is_words, inner.blocks) if isinstance(block, Prose)]
            after = inner.blocks[len(words) :]
            lists = [block for block in takewhile(_is_list, after) if isinstance(block, Points)]
            rest = after[len(lists) :]
            items.append(tuple(part for text in words for part in (*text, Break()))[:-1])
            nested.append(tuple(lists))
            number += 1
            if rest or child is children[-1]:
                yield Points(tuple(items), ordered, tuple(nested) if any(nested) else (), number - len(items))
                yield from rest
                items, nested = [], []

    def _add_outside(self, element: Element, styles: frozenset[str]) -> None:
        """Adds words of a list that are in none of its items, before it."""
        for text in (element.text, *(child.tail for child in element)):
            if text and text.strip():
                self._add(text, styles, "")
        self._end_line()

    def _read_script(self, element: Element) -> None:
        kind = (element.get("type") or "").lower()
        if kind.startswith("math/tex"):
            self._line.append(Formula((element.text or "").strip(), "display" in kind))
        else:
            self._has_script = True

    def _read_mathml(self, element: Element, styles: frozenset[str], url: str) -> None:
        for note in element.iter("annotation"):
            if "tex" in (note.get("encoding") or ""):
                self._line.append(Formula((note.text or "").strip(), element.get("display") == "block"))
                return
        self._add(element.text_content(), styles, url)

    def _read_active(self, element: Element, tag: str, depth: int) -> None:
        self._end_line()
        sources = [element, *element.iter("source")]
        address = next(filter(None, (one.get("src") or one.get("data") for one in sources)), "").strip()
        if address and (picture := self.pictures.read_address(address, element.get("title") or gettext("Picture"))):
            self.blocks.append(picture)
            return
        is_web = address.startswith(("http:", "https:"))
        self.blocks.append(make_remark(gettext(_ACTIVE[tag]), address if is_web else ""))
        self._walk(element, frozenset(), "", depth)
        self._end_line()

    def _read_input(self, element: Element, styles: frozenset[str]) -> None:
        kind = (element.get("type") or "text").lower()
        if kind == "checkbox" and "task-list-item-checkbox" in (element.get("class") or ""):
            self._add("[x] " if element.get("checked") is not None else "[ ] ", styles | {"code"}, "")
        elif kind not in ("hidden", "checkbox", "radio"):
            self._add(element.get("value"), styles, "")


def _is_break(part: Inline) -> bool:
    return isinstance(part, Break)


def _is_blank(part: Inline) -> bool:
    return isinstance(part, Break) or (isinstance(part, Run) and not part.text.strip())


def _is_words(block: Block) -> bool:
    return isinstance(block, Prose) and block.role == "body"


def _is_list(block: Block) -> bool:
    return isinstance(block, Points)


def make_remark(words: str, address: str = "") -> Prose:
    """Returns a remark of ours on something that a draft cannot show. address: where it is."""
    return Prose((words if words.endswith(".") else f"{words}{': ' if address else '.'}", *_link(address)), "note")


def _link(address: str) -> RichText:
    return (Run(address, frozenset(("code",)), address),) if address else ()


def _flatten(blocks: list[Block]) -> Iterator[Any]:
    """Yields the text of each block within a cell of a table, and the pictures."""
    for block in blocks:
        match block:
            case Prose() | Heading():
                yield block.text
            case Verbatim():
                lines = block.text.split("\n")
                yield tuple(part for line in lines for part in (Run(line), Break()))[:-1]
            case Points():
                for position, (item, lists) in enumerate(block.list_items(), block.start):
                    yield (f"{position}. " if block.ordered else "• ", *item)
                    yield from _flatten(list(lists))
            case Picture():
                yield block
            case _:  # a table within a cell of a table
                for row in getattr(block, "rows", ()):
                    yield tuple(part for cell in row for part in (*cell.text, " "))


def _parse(html: str) -> Element | None:
    """Returns the root of HTML, None if there is none."""
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring

    try:
        return document_fromstring(f"<body>{html}", parser=HTMLParser(huge_tree=True, remove_comments=True))
    except (ParserError, ValueError):
        return None
