"""Document -> one HTML file that needs nothing else: no network, no server, no other file.

Every number is a link to its note at the end of the page, so that the page works without JavaScript
and on paper; `page.js` makes it open the same note as a card beside the text. One function writes
each block class and each part class; nothing is numbered, chosen or left out here.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, singledispatch
from typing import Any

import nbformat
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from nbconvert.exporters import Exporter

from analysis.house import FONTS, THEME, house
from analysis.report import document as documents
from analysis.report.blocks import (
    Cards,
    Column,
    Document,
    Figure,
    Given,
    Heading,
    Label,
    Number,
    Parts,
    Points,
    Prose,
    Reference,
    Table,
    text_of,
)
from analysis.report.folder import table_csv
from analysis.report.html_notes import cited, noted, reach, web_address
from analysis.report.markdown import Code, Link, Strong
from analysis.report.html_svg import darkened, inline
from analysis.show.number import WORDS
from analysis.units import factor

_FACES = (("Regular", "400", "normal"), ("Bold", "600 700", "normal"), ("Italic", "400", "italic"))
_UNSAID = ("case_dir",)     # a place on the machine that rendered; the title block names the case


class CommuniqueHTML(Exporter):
    """`jupyter nbconvert --to communique-html executed.ipynb`."""

    export_from_notebook = "Communique HTML"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: nbformat.NotebookNode, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        """Returns the page of an executed notebook, and nbconvert's resources."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return html(documents.read(nb)), resources


@dataclass(frozen=True)
class IndexEntry:
    """One report on an index page. files: what to call it -> where it lies, seen from the index."""

    report_id: str
    title: str
    headline: str
    question: str
    date_text: str
    parameters: str
    files: Mapping[str, str]
    failed: str | None = None
    thumbnail: str = ""
    folder: str = ""


def html(document: Document) -> str:
    """Returns the whole report as one page, the same bytes for the same document."""
    headings = [(block.anchor, text_of(block.text)) for block in document.blocks
                if isinstance(block, Heading) and block.level == 1]
    return _page("page.html.j2", document.language, title=f"{text_of(document.title)} – {document.about['title']}",
                 description=text_of(document.question), about=document.about, headline=parts(document.title),
                 question=parts(document.question), body=Markup("\n").join(block(b) for b in document.blocks),
                 headings=headings, notes=noted(document), sources=cited(document),
                 given=[(_in_words(g), _value(g.value), g.changed) for g in document.parameters
                        if g.name not in _UNSAID])


def index(title: str, about: Mapping[str, Any], reports: Sequence[IndexEntry]) -> str:
    """Returns the page that leads to every report of a case.

    about: what the case says of itself, as in a report's title block; may lack anything.
    """
    pictures = {entry.report_id + entry.folder: Markup(inline(entry.thumbnail, f"r{position}"))
                for position, entry in enumerate(reports) if entry.thumbnail}
    return _page("index.html.j2", "en", title=title, description=f"Reports on {title}", about=about,
                 reports=[(entry, pictures.get(entry.report_id + entry.folder, "")) for entry in reports])


def parts(text: Parts) -> Markup:
    """Returns a text with its numbers, references and emphasis."""
    return Markup("").join(part(item) for item in text)


@singledispatch
def part(item: Any) -> Markup:
    """Returns one part of a text as HTML."""
    raise TypeError(f"no HTML for the part {type(item).__name__}")


@part.register
def _(item: str) -> Markup:
    return escape(item)


@part.register
def _(item: Number) -> Markup:
    return _number(item, escape(item.text))


def _number(item: Number, text: Markup) -> Markup:
    """The way to a number's note; the raised figure is for paper and for pages without JavaScript."""
    said = Markup("").join(Markup(' data-{}="{}"').format(name, value) for name, value in (
        ("label", item.label), ("range", reach(item.low, item.high, item.unit))) if value)
    return Markup('<a class="n" id="{}" href="#note-{}" aria-label="{}, note {}"{}>{}<sup aria-hidden="true">{}</sup>'
                  "</a>").format(item.anchor, item.note, item.text, item.note, said, text, item.note)


@part.register
def _(item: Label) -> Markup:
    return escape(item.text)


@part.register
def _(item: Reference) -> Markup:
    return Markup('<a href="#{}">{}</a>').format(item.anchor, item.text)


@part.register
def _(item: Strong) -> Markup:
    return Markup("<strong>{}</strong>" if item.heavy else "<em>{}</em>").format(item.text)


@part.register
def _(item: Code) -> Markup:
    return Markup("<code>{}</code>").format(item.text)


@part.register
def _(item: Link) -> Markup:
    if not web_address(item.url):
        return escape(item.text)
    return Markup('<a href="{}" rel="noreferrer">{}</a>').format(item.url, item.text)


@singledispatch
def block(item: Any) -> Markup:
    """Returns one block of a report as HTML."""
    raise TypeError(f"no HTML for the block {type(item).__name__}")


@block.register
def _(item: Heading) -> Markup:
    level = min(item.level + 1, 6)
    return Markup('<h{} id="{}">{} {}</h{}>').format(level, item.anchor, parts(item.text),
                                                     _here(item.anchor, text_of(item.text)), level)


@block.register
def _(item: Prose) -> Markup:
    return Markup('<p class="{}">{}</p>').format(item.role, parts(item.text))


@block.register
def _(item: Points) -> Markup:
    tag = Markup("ol" if item.ordered else "ul")
    points = Markup("").join(Markup("<li>{}</li>\n").format(parts(point)) for point in item.items)
    return Markup("<{}>\n{}</{}>").format(tag, points, tag)


@block.register
def _(item: Cards) -> Markup:
    cards = (Markup("<div>\n<dt>{}</dt>\n<dd>{}</dd>\n{}</div>\n").format(
        parts(card.label), _number(card.number, _with_qualifier(card.number.text)),
        Markup("<dd>{}</dd>\n").format(parts(card.note)) if card.note else "") for card in item.items)
    return Markup('<dl class="cards">\n{}</dl>').format(Markup("").join(cards))


@block.register
def _(item: Table) -> Markup:
    return Markup('<div class="table" id="{}">\n{}</div>').format(item.anchor, _grid(item, f"Table {item.number}"))


@block.register
def _(item: Figure) -> Markup:
    name = f"Figure {item.number}"
    return Markup(
        '<figure id="{}">\n<figcaption><span class="place">{}{}</span> <span class="finding">{}</span></figcaption>\n'
        '<div class="drawing" role="img" aria-label="{}">\n<div class="wide">{}</div>\n<div class="narrow">{}</div>\n'
        '</div>\n{}<details class="data"><summary>Data behind this figure</summary>\n{}</details>\n</figure>').format(
        item.anchor, name, _here(item.anchor, name), parts(item.title), item.alt,
        Markup(inline(item.svg, f"{item.anchor}-w")), Markup(inline(item.narrow, f"{item.anchor}-n")),
        _notes(item.notes), _grid(item.data, f"Data behind {name}"))


def _grid(table: Table, name: str) -> Markup:
    """A table in a box that scrolls by itself where the page is too narrow."""
    head = Markup("").join(Markup('<th scope="col" class="{}">{}</th>').format(column.align, parts(column.label))
                           for column in table.columns)
    body = Markup("").join(Markup("<tr>{}</tr>\n").format(Markup("").join(
        _cell(cell, column, position == 0) for position, (cell, column) in enumerate(zip(row, table.columns, strict=True))))
        for row in table.rows)
    place = Markup('<span class="place">{}{}</span> ').format(name, _here(table.anchor, name)) if table.number else ""
    return Markup(
        '<div class="scroll" role="region" tabindex="0" aria-label="{}: {}">\n<table>\n<caption><span>{}{}</span>'
        "</caption>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}</tbody>\n</table>\n</div>\n{}"
        '<p class="tools scripted"><button type="button" data-csv="{}" data-file="{}.csv" aria-label="Download CSV: {}">'
        "Download CSV</button></p>\n").format(
        name, text_of(table.caption), place, Markup('<span class="finding">{}</span>').format(parts(table.caption)), head,
        body, _notes(table.notes), table_csv(table), table.key, name)


def _cell(cell: Parts, column: Column, first: bool) -> Markup:
    """A cell; what it sorts by is the number's value in base units, not its text."""
    number = next((item for item in cell if isinstance(item, Number)), None)
    sort = Markup(' data-sort="{}"').format(f"{number.value * factor(number.unit):.12g}") if number else ""
    names_row = first and column.align == "left"
    tag = Markup('th scope="row"' if names_row else "td")
    return Markup('<{} class="{}"{}>{}</{}>').format(tag, column.align, sort, parts(cell), tag[:2])


def _notes(notes: Sequence[Parts]) -> Markup:
    return Markup("").join(Markup('<p class="note">{}</p>\n').format(parts(note)) for note in notes)


def _here(anchor: str, name: str) -> Markup:
    return Markup('<a class="here" href="#{}" aria-label="Link to {}">#</a>').format(anchor, name)


def _with_qualifier(text: str) -> Markup:
    """A key number with `at least` set small above it and `per person` below."""
    word = next((word for word in WORDS.values() if word and text.startswith(word)), "")
    size, per, unit = text.removeprefix(word).partition(" per ")
    return Markup("").join((Markup("<small>{}</small>").format(word) if word else "", escape(size),
                            Markup("<small>{}</small>").format(per + unit) if per else ""))


def _in_words(given: Given) -> str:
    """A parameter's help without what a default does: the value beside it says that."""
    return given.help.partition(";")[0].strip() or given.name.replace("_", " ")


def _value(value: Any) -> str:
    if value is None:
        return "as claimed"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.12g}"
    return ", ".join(map(_value, value)) if isinstance(value, list | tuple) else str(value)


def _page(template: str, language: str, *, about: Mapping[str, Any], **content: Any) -> str:
    script = (THEME / "page.js").read_text(encoding="utf-8")
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return _templates().get_template(template).render(
        language=language, header=house().header, style=Markup(_style()), script=Markup(script), digest=digest,
        about={"title": "", "basis": "", "date_text": "", "data": "", **about}, **content)


@cache
def _templates() -> Environment:
    found = Environment(loader=FileSystemLoader(THEME), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
                        lstrip_blocks=True, keep_trailing_newline=True)
    return found


@cache
def _style() -> str:
    """The style sheet: typefaces, the house's colours as variables, then page.css."""
    style, faces = house(), []
    for family in style.type.values():
        for cut, weight, slant in _FACES:
            path = FONTS / f"{family.replace(' ', '')}-{cut}.woff2"
            if path.is_file():      # a house may name a typeface of the reader's own machine
                data = b64encode(path.read_bytes()).decode()
                faces.append(f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{slant};'
                             f'src:url("data:font/woff2;base64,{data}") format("woff2")}}')
    names = [name for name in style.colour if name != "series"]
    light = "".join(f"--{name}:{style.colour[name]};" for name in names)
    both = "".join(f"--{name}:light-dark({style.colour[name]},{style.colour_dark[name]});" for name in names)
    bars = darkened(style.colour["series"], style.colour_dark["paper"])
    return "\n".join([*faces, f':root{{--text:"{style.type["text"]}";--label:"{style.type["label"]}";{light}}}',
                      f"@supports (color:light-dark(#000,#fff)){{:root{{{both}}}\n{bars}}}",
                      (THEME / "page.css").read_text(encoding="utf-8")])
