"""HTML read: the main text as paragraphs, lists with their numbers, tables as cells; Markdown goes the same way.

The main text is `main`, else an `article` that has most of the text, else the whole body; navigation, headers and
footers, asides, scripts and what is hidden are left out, and so are blocks that hold little but links. Nothing is
fetched or run.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.documents.document import Paragraph, ParagraphKind, SourceDocument
from analysis.documents.list_numbers import format_number, read_whole
from analysis.documents.runs import Runs, normalise_space
from analysis.documents.tables import WIDEST, Cell, name_cells
from analysis.errors import UsageError

if TYPE_CHECKING:
    from bs4 import Tag

_LEFT_OUT = frozenset(("script", "style", "noscript", "template", "nav", "aside", "head", "title", "iframe", "object"))
_LEFT_OUT |= {"button", "select", "option", "textarea", "input", "svg", "embed", "audio", "video", "canvas", "dialog"}
_LEFT_OUT |= {"del", "s", "strike", "rp", "rt", "annotation", "annotation-xml", "map", "menu"}
_BLOCKS = frozenset(
    ("p", "div", "section", "article", "main", "ul", "ol", "li", "blockquote", "pre", "hr", "html", "body")
)
_BLOCKS |= {"h1", "h2", "h3", "h4", "h5", "h6", "header", "footer", "figure", "figcaption", "address", "center", "form"}
_BLOCKS |= {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "dl", "dt", "dd"}
_BLOCKS |= {"details", "summary", "fieldset", "legend"}
_INLINE = frozenset(("sup", "sub", "a", "br", "q", "span", "font", "msup", "mfrac"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ROLES_LEFT_OUT = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "doc-backlink")
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:opacity|font-size)\s*:\s*0(?![.\d])"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3}",
    re.I,
)
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.I)
_RAISED_CLASSES = frozenset(("sup", "superscript", "super", "exponent"))
_HIDDEN_CLASSES = frozenset(("sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "noprint"))
_NOTES = re.compile(r"(?:^|[\s_-])(?:foot|end)notes?(?:$|[\s_-])|^doc-(?:foot|end)notes?$", re.I)
_NOTE_MARK = re.compile(r"footnote-?ref|noteref")
_BACK = re.compile(r"[↩↑^⏎\s\ufe0e]+(?:[a-z](?:\s+[a-z])*)?")
_MENU = (0.8, 3, 3)  # a block is a menu from this share of links in its text, this many of them, this many levels below
_MOST = 0.6  # of the body's text: an article with less is one of several


def read_html(content: bytes, name: str) -> SourceDocument:
    """Returns the main text of a page, without places. Its encoding is that of its byte order mark or `meta`, or UTF-8.

    name: what messages call it. Raises UsageError for a page whose encoding cannot be made out.

    >>> page = read_html(b"<nav>Home</nav><p>The need is <b>&euro;90</b> billion<sup>12</sup>.</p>", "a page")
    >>> [(paragraph.text, paragraph.marks[0].sign) for paragraph in page.paragraphs]
    [('The need is €90 billion.', '12')]
    """
    from bs4.dammit import EncodingDetector

    declared = EncodingDetector.find_declared_encoding(content, is_html=True, search_entire_document=False)
    _, marked = EncodingDetector.strip_byte_order_mark(content)
    encoding = marked or declared or "utf-8"
    try:
        text = content.decode("utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding)
    except (UnicodeDecodeError, LookupError) as error:
        start = getattr(error, "start", 0)
        raise UsageError(f"{name}: byte {start} is not {encoding}, its encoding; save it as UTF-8") from None
    if "\0" in text:
        raise UsageError(f"{name} holds NUL characters, so it is not HTML; save the text of the source as UTF-8")
    return _read_markup(_parse(text))


def read_markdown(text: str) -> SourceDocument:
    """Returns a text in Markdown (CommonMark with tables, footnotes and struck text), without places.

    >>> note = read_markdown("# Aid\\n\\nIt is **90** billion.[^1]\\n\\n[^1]: In 2025.")
    >>> [(paragraph.kind, paragraph.text) for paragraph in note.paragraphs]
    [('heading', 'Aid'), ('text', 'It is 90 billion.'), ('note', 'In 2025.')]
    """
    import mistune

    render = mistune.create_markdown(escape=False, plugins=["table", "footnotes", "strikethrough"])
    found = _read_markup(_parse(str(render(text))))
    title = next((part.text for part in found.paragraphs if part.kind == "heading"), "")
    return SourceDocument("markdown", found.paragraphs, title)


def _parse(text: str) -> Tag:
    from bs4 import BeautifulSoup

    with warnings.catch_warnings():  # that a page begins as XML does, or looks like an address
        warnings.simplefilter("ignore")
        return BeautifulSoup(text, "lxml")


def _read_markup(page: Tag) -> SourceDocument:
    title, language = page.find("title"), page.find("html")
    walk = _Walk(menus=_find_menus(page))
    walk.read(_find_main(page))
    text = normalise_space(title.get_text()) if title else ""
    return SourceDocument("html", walk.found, text, str(language.get("lang") or "") if language else "")


def _find_main(page: Tag) -> Tag:
    def size(tag: Tag) -> int:
        return len(tag.get_text())

    if mains := page.select("main, [role=main]"):
        largest = max(mains, key=size)
        if largest.get_text(strip=True):
            return largest
    body = page.find("body") or page
    articles = [article for article in page.find_all("article") if not article.find_parent("article")]
    if articles and size(largest := max(articles, key=size)) > _MOST * size(body):
        return largest
    return body


def _find_menus(page: Tag) -> set[int]:
    """Returns which blocks, by identity, hold little but links, in which no number stands."""
    share, count, levels = _MENU
    links: dict[int, tuple[Tag, list[str]]] = {}
    for link in page.find_all("a", href=True):
        for block, _ in zip(link.parents, range(levels), strict=False):
            if block.name in ("ul", "ol", "div", "p"):
                links.setdefault(id(block), (block, []))[1].append(link.get_text(strip=True))
    few = {at: found for at, found in links.items() if len(found[1]) >= count}
    texts = {at: (block.get_text(strip=True), sum(map(len, inner))) for at, (block, inner) in few.items()}
    return {at for at, (text, linked) in texts.items() if linked > share * len(text) and not re.search(r"\d", text)}


def _is_left_out(tag: Tag, within_article: bool) -> bool:
    name, role = tag.name, str(tag.get("role") or "")
    if name == "header" and within_article:  # it holds the title of the article
        return False
    marks = {*_list_classes(tag), role, str(tag.get("id") or "")}
    if any(map(_NOTES.search, marks)):
        return False
    return (
        name in _LEFT_OUT
        or name in ("header", "footer")
        or role in _ROLES_LEFT_OUT
        or tag.get("hidden") is not None
        or tag.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(str(tag.get("style") or "")))
        or not _HIDDEN_CLASSES.isdisjoint(marks)
    )


def _read_table(table: Tag) -> list[tuple[Tag, str, str]] | None:
    """Returns the cells of a table with the headings of row and column; None for a table of layout.

    A table is one of layout where it says so, holds another one, or has one column.
    """
    if table.get("role") in ("presentation", "none") or table.find("table"):
        return None
    rows = [
        [
            Cell(
                cell,
                normalise_space(cell.get_text(" ") if cell.find(["br", "p", "div"]) else cell.get_text()),
                cell.name == "th" or cell.find_parent("thead") is not None,
                _count_span(cell, "colspan"),
                _count_span(cell, "rowspan"),
            )
            for cell in row.find_all(["td", "th"])
        ]
        for row in table.find_all("tr")
    ]
    named = name_cells(rows)
    return None if named is None else [(cell.content, row, column) for cell, row, column in named]


def _count_span(cell: Tag, name: str) -> int:
    return read_whole(cell.get(name), 1, WIDEST) or 1


def _is_raised(tag: Tag, marks: Iterable[str]) -> bool:
    """Whether an element that is no `sup` is set as one."""
    noted = any(_NOTE_MARK.search(mark) for mark in marks)
    return noted or bool(_RAISED.search(str(tag.get("style") or ""))) or not _RAISED_CLASSES.isdisjoint(marks)


def _list_classes(tag: Tag) -> list[str]:
    classes: str | list[str] = tag.get("class") or []
    return classes.split() if isinstance(classes, str) else list(classes)


@dataclass
class _List:
    """A list that is being read. kind: how it numbers, `1`, `a`, `i`; '' for bullets. step: -1 where it counts down."""

    kind: str
    next: int
    step: int

    def number(self, item: Tag) -> str:
        """Returns the number of the next item, as it is printed."""
        if (stated := read_whole(item.get("value"))) is not None:
            self.next = stated
        number, self.next = self.next, self.next + self.step
        return format_number(number, self.kind)


@dataclass
class _Walk:
    """The pass over a page: what is open, and what was found."""

    menus: set[int] = field(default_factory=set)
    found: list[Paragraph] = field(default_factory=list)
    runs: Runs = field(default_factory=Runs)
    kinds: list[ParagraphKind] = field(default_factory=list)  # of the blocks that are open
    number: str = ""
    lists: list[_List] = field(default_factory=list)
    notes: int = 0  # sections of notes that are open
    articles: int = 0
    breaks: int = 0  # line breaks since the last text
    row: str = ""
    column: str = ""
    links: list[str] = field(default_factory=list)  # of the paragraph that is open

    def read(self, root: Tag) -> None:
        """Adds the paragraphs of an element, without recursion: a page may nest as deep as it likes."""
        from bs4.element import NavigableString, PreformattedString, Tag

        self.articles = root.name in ("main", "article") or root.get("role") == "main"
        stack: list[object] = [root]
        while stack:
            node = stack.pop()
            if isinstance(node, Iterator):
                next(node, None)  # leaves an element
            elif isinstance(node, Tag):
                if node is not root and (id(node) in self.menus or _is_left_out(node, self.articles > 0)):
                    continue
                if node.name == "a" and str(node.get("href") or "").startswith(("http://", "https://")):
                    self.links.append(str(node["href"]))
                if node.name in _INLINE and self._take_inline(node):
                    continue
                if node.name == "table" and (cells := _read_table(node)) is not None:
                    self._take_table(node, cells)
                    continue
                leave = self._enter(node)
                next(leave, None)
                stack.append(leave)
                stack.extend(reversed(node.contents))
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                self._add(str(node))
        self._flush()

    def _enter(self, tag: Tag) -> Iterator[None]:
        """Opens an element up to its first `yield`, and closes it behind."""
        name = tag.name
        if name not in _BLOCKS:
            yield
            return
        self._flush()
        is_notes = any(map(_NOTES.search, (*_list_classes(tag), str(tag.get("role") or ""), str(tag.get("id") or ""))))
        kind: ParagraphKind | None = None
        before, row = self.number, self.row
        if name in ("ol", "ul"):
            is_reversed = tag.get("reversed") is not None
            start = read_whole(tag.get("start"))
            if start is None:
                start = len(tag.find_all("li", recursive=False)) if is_reversed else 1
            numbered = str(tag.get("type") or "1") if name == "ol" else ""
            self.lists.append(_List(numbered, start, -1 if is_reversed else 1))
        elif name == "li":
            kind = "note" if self.notes else "item"
            self.number = self.lists[-1].number(tag) if self.lists else ""
        elif name == "dd" and (term := tag.find_previous_sibling("dt")) is not None:
            self.row = normalise_space(term.get_text())
        elif name in _HEADINGS:
            kind = "heading"
        elif name in ("figcaption", "caption"):
            kind = "caption"
        elif is_notes and not tag.find(["li", *_HEADINGS]):
            kind, self.number = "note", ""
        self.notes += is_notes
        self.articles += name == "article"
        if kind:
            self.kinds.append(kind)
        yield
        self._flush()
        if kind:
            self.kinds.pop()
        self.notes -= is_notes
        self.articles -= name == "article"
        if name in ("ol", "ul"):
            self.lists.pop()
        elif name == "li" or kind == "note":
            self.number = before
        elif name == "dd":
            self.row = row
        yield

    def _take_inline(self, tag: Tag) -> bool:
        """Reads an inline element as a whole where it must be, and returns whether it did."""
        text = tag.get_text()
        if tag.name == "br":
            self.breaks += 1
            return True
        if tag.name == "q":
            self._add(f"“{text}”")
            return True
        if tag.name in ("msup", "mfrac"):
            return self._take_formula(tag)
        if tag.name == "sub":
            self._settle_breaks(text)
            self.runs.add_subscript(text)
            return True
        marks = (*_list_classes(tag), str(tag.get("role") or ""))
        if tag.name in ("span", "font") and not _is_raised(tag, marks):
            return False
        if tag.name == "a":
            if self.notes and _BACK.fullmatch(text):
                return True
            is_mark = any(map(_NOTE_MARK.search, marks))
            if is_mark and tag.find("sup") is None:
                self.runs.add_mark(text)
                return True
            return False
        link = tag.find("a", href=True) or tag.find_parent("a")
        if self.notes and _BACK.fullmatch(text):
            return True
        self._settle_breaks(text)
        stroke = tag.next_sibling
        below = getattr(stroke.next_sibling, "name", "") if stroke is not None else ""
        if text.isdecimal() and str(stroke).strip() in ("/", "⁄") and below == "sub":
            self.runs.add_power(text)
        else:
            self.runs.add_superscript(text, linked=link is not None)
        return True

    def _take_formula(self, tag: Tag) -> bool:
        """Reads a power or a fraction of MathML, which has two children, and returns whether it is one."""
        parts = [part.get_text().strip() for part in tag.find_all(True, recursive=False)]
        if len(parts) != 2:
            return False
        self._add(parts[0])
        if tag.name == "msup":
            self.runs.add_power(parts[1])
        else:
            self._add(f"/{parts[1]}")
        return True

    def _take_table(self, table: Tag, cells: list[tuple[Tag, str, str]]) -> None:
        self._flush()
        caption = table.find("caption")
        for tag, row, column in (*([(caption, "", "")] if caption else []), *cells):
            inner = _Walk(kinds=["caption" if tag is caption else "cell"], row=row, column=column)
            inner.read(tag)
            self.found.extend(inner.found)

    def _add(self, text: str) -> None:
        self._settle_breaks(text)
        self.runs.add(text)

    def _settle_breaks(self, text: str) -> None:
        """Ends a paragraph at two line breaks, and at one between digits, which else would be read as one number."""
        if self.breaks and (text := text.strip()):
            if self.breaks > 1 or (self.runs.tail.rstrip()[-1:].isdigit() and text[0].isdigit()):
                self._flush()
            self.runs.add(" ")
            self.breaks = 0

    def _flush(self) -> None:
        self.breaks = 0
        text, marks = self.runs.take()
        links, self.links = tuple(dict.fromkeys(self.links)), []
        if not text:
            return
        kind = self.kinds[-1] if self.kinds else "text"
        number = self.number if kind in ("item", "note") else ""
        self.found.append(
            Paragraph(text, kind, number=number, row=self.row, column=self.column, marks=marks, links=links)
        )
