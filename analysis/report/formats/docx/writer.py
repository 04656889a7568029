"""An empty Word document in the house style, and what writes runs, links, bookmarks and fields into it.

The look is in theme/word: styles, numbering, settings, and the substitutes for a missing typeface.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

import docx
from docx.document import Document as Word
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.shared import Mm
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from analysis.messages import cache_by_language, list_languages
from analysis.style.house import THEME_FOLDER, House
from analysis.style.paper import BOTTOM_MM, TOP_MM, measure_page, measure_text_area
from analysis.wording.number_format import load_number_format

Element: TypeAlias = Any  # an XML element; python-docx adds its attributes at run time, out of a checker's sight

TWIPS_PER_MM = 1440 / 25.4
_MAX_BOOKMARK = 40  # characters of a bookmark's name
_STOCK_FACES = {"Communique Serif": "Georgia", "Communique Sans": "Arial"}  # Windows and macOS come with them
_MAX_TIP = 250  # characters of a link's tooltip
_UNUSED_PARTS = ("thumbnail", "extended-properties", "customXml", "stylesWithEffects", "webSettings", "fontTable")


def make_element(tag: str, *children: Element, **attributes: object) -> Element:
    """Returns an element of WordprocessingML (namespace w)."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    element.extend(children)
    return element


@dataclass
class WordDraft:
    """A Word document while it is written."""

    word: Word
    width: int  # of the text, in twips
    height: int  # of the text, in twips
    house: House
    tips: Mapping[int, str] = field(default_factory=dict)  # number of a note -> tooltip of the links to it
    captions: Mapping[str, str] = field(default_factory=dict)  # anchors of numbered tables and figures -> their names
    bookmarks: int = 0  # how many there are

    def add_paragraph(self, style: str) -> Element:
        """Returns a new last paragraph."""
        made = make_element("p", make_element("pPr", make_element("pStyle", val=style)))
        self.word.element.body.sectPr.addprevious(made)
        return made

    @contextmanager
    def turn_pages(self, turned: bool) -> Iterator[None]:
        """Puts what is written within the context on pages turned by a quarter, with the headings just before it."""
        if not turned:
            yield
            return
        body = self.word.element.body
        upright, upright_width = body.sectPr, self.width
        before = body[-2] if len(body) > 1 else None  # the last is the section itself
        if before is not None and _is_end_of_turned(before):  # two on turned pages, with nothing in between
            body.remove(before)
        else:
            self._end_section(upright.clone())
        self.width = round(measure_text_area(self.house, turned=True)[0] * TWIPS_PER_MM)
        yield
        self.width = upright_width
        turned_section = upright.clone()
        _turn_section(turned_section)
        upright.addprevious(make_element("p", _make_tiny(turned_section)))

    def _end_section(self, section: Element) -> None:
        """Ends a section before the headings that are last in the document; later ones have the usual header."""
        body = self.word.element.body
        at = len(body) - 1
        while at and (body[at - 1].tag == qn("w:p") and (body[at - 1].style or "").startswith("Heading")):
            at -= 1
        body.insert(at, make_element("p", _make_tiny(section)))
        title_page = body.sectPr.find(qn("w:titlePg"))
        if title_page is not None:
            body.sectPr.remove(title_page)

    @contextmanager
    def open_bookmark(self, parent: Element, anchor: str) -> Iterator[None]:
        """Bookmarks what is written into `parent` within the context, so that links can lead there."""
        self.bookmarks += 1
        number = self.bookmarks
        parent.append(make_element("bookmarkStart", id=number, name=make_bookmark_name(anchor)))
        yield
        parent.append(make_element("bookmarkEnd", id=number))

    def add_link(self, parent: Element, anchor: str, tip: str = "") -> Element:
        """Returns a new link to a place in the document, to be filled with runs."""
        made = make_element("hyperlink", anchor=make_bookmark_name(anchor), history=1)
        if tip:
            made.set(qn("w:tooltip"), tip if len(tip) <= _MAX_TIP else tip[: _MAX_TIP - 1] + "…")
        parent.append(made)
        return made

    def add_external_link(self, parent: Element, url: str) -> Element:
        """Returns a new link to an address, to be filled with runs."""
        made = make_element("hyperlink", history=1)
        made.set(qn("r:id"), self.word.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        parent.append(made)
        return made


def _make_tiny(section: Element) -> Element:
    """Returns the properties of the empty paragraph that ends a section: of one point, so that it adds no page."""
    return make_element(
        "pPr",
        make_element("spacing", before=0, after=0, line=20, lineRule="exact"),
        make_element("rPr", make_element("sz", val=2)),
        section,
    )


def _turn_section(section: Element) -> None:
    """Turns the pages of a section by a quarter."""
    size = section.find(qn("w:pgSz"))
    width, height = size.get(qn("w:w")), size.get(qn("w:h"))
    for name, value in (("w", height), ("h", width), ("orient", "landscape")):
        size.set(qn(f"w:{name}"), value)
    title_page = section.find(qn("w:titlePg"))
    if title_page is not None:
        section.remove(title_page)


def _is_end_of_turned(element: Element) -> bool:
    """Whether an element is the paragraph that ends a section of turned pages."""
    return any(size.get(qn("w:orient")) == "landscape" for size in element.iter(qn("w:pgSz")))


def set_style(paragraph: Element, style: str) -> Element:
    """Gives a paragraph its style."""
    paragraph.get_or_add_pPr().style = style
    return paragraph


def describe_picture(shape: InlineShape, name: str, alt: str, file: str) -> None:
    """Sets a picture's name, alternative text and file name."""
    inline: Element = shape._inline
    inline.docPr.set("name", name)
    inline.docPr.set("descr", alt)
    inline.graphic.graphicData.pic.nvPicPr.cNvPr.set("name", file)


def add_run(parent: Element, text: str, style: str = "") -> Element:
    """Writes text in a character style; `\\n` and `\\t` in it become a line break and a tab."""
    made = make_element("r")
    parent.append(made)
    if style:
        made.style = style
    made.text = text
    return made


def add_field(parent: Element, instruction: str, result: str, style: str = "") -> None:
    """Writes a field, such as the page number PAGE, with the result shown until Word updates it."""
    for kind in ("begin", "separate", "end"):
        made = add_run(parent, "", style)
        made.append(make_element("fldChar", fldCharType=kind))
        if kind == "begin":
            add_run(parent, "", style).append(_make_instruction(instruction))
        elif kind == "separate":
            add_run(parent, result, style)


def begin_field(parent: Element, instruction: str) -> None:
    """Begins a field whose result takes several paragraphs."""
    add_run(parent, "").append(make_element("fldChar", fldCharType="begin"))
    add_run(parent, "").append(_make_instruction(instruction))
    add_run(parent, "").append(make_element("fldChar", fldCharType="separate"))


def end_field(parent: Element) -> None:
    """Ends such a field."""
    add_run(parent, "").append(make_element("fldChar", fldCharType="end"))


def _make_instruction(text: str) -> Element:
    made = make_element("instrText")
    made.set(qn("xml:space"), "preserve")
    made.text = f" {text} "
    return made


def make_bookmark_name(anchor: str) -> str:
    """Returns an anchor as Word allows it: at most forty characters, with a leading _ that hides it from the list."""
    name = "_" + re.sub(r"\W", "_", anchor)
    if len(name) <= _MAX_BOOKMARK and re.fullmatch(r"[\w-]*", anchor):
        return name
    # a mark of a letter, as in Devanagari, is not allowed: the digest keeps apart what differs in marks only
    digest = hashlib.sha256((name if name == "_" + anchor.replace("-", "_") else anchor).encode()).hexdigest()
    return f"{name[:31]}_{digest[:8]}"


def choose_faces(house: House) -> dict[str, str]:
    """Returns the typefaces of a Word file, by role: in the place of the shipped ones, which no reader has, stock ones.

    >>> from analysis.style.house import get_shipped_house
    >>> choose_faces(get_shipped_house())
    {'text': 'Georgia', 'label': 'Arial'}
    """
    return {role: _STOCK_FACES.get(name, name) for role, name in house.families.items()}


def create_draft(house: House, language: str) -> WordDraft:
    """Returns an empty document in the house style."""
    text_width, text_height = (round(side * TWIPS_PER_MM) for side in measure_text_area(house))
    # a copy: python-docx takes ten times as long to read its own
    return WordDraft(deepcopy(_prepare_word(house, language, text_width)), text_width, text_height, house)


@cache_by_language
def _prepare_word(house: House, language: str, text_width: int) -> Word:
    word = docx.Document()
    width, height = measure_page(house)
    known = list_languages().get(language)
    _apply_style(word, house, (known and known.locale) or language, text_width)  # Word checks spelling by country
    section = word.sections[0]
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = Mm(house.paper["margin_mm"])
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.header_distance = section.footer_distance = Mm(11)
    for part in (section.header, section.first_page_footer, section.footer):
        part.is_linked_to_previous = False
    return word


def _apply_style(word: Word, house: House, language: str, width: int) -> None:
    """Replaces the styles of python-docx by the house's, and removes the parts that are not used."""
    part = word.part
    package = part.package
    assert package is not None  # every part of a new document has one
    for owner in (package, part):
        for key, relation in list(owner.rels.items()):
            if relation.reltype.rpartition("/")[2] in _UNUSED_PARTS:
                owner.rels.pop(key)
    for element, name in (
        (word.styles.element, "styles"),
        (word.settings.element, "settings"),
        (part.numbering_part.element, "numbering"),
    ):
        element[:] = list(parse_xml(_render_template(name, house, language, width)))
    fonts = Part(
        PackURI("/word/fontTable.xml"),
        CONTENT_TYPE.WML_FONT_TABLE,
        _render_template("fontTable", house, language, width).encode(),
        package,
    )
    part.relate_to(fonts, RELATIONSHIP_TYPE.FONT_TABLE)


def _render_template(name: str, house: House, language: str, width: int) -> str:
    template = _load_templates().get_template(f"{name}.xml.j2")
    return template.render(
        house=house, faces=choose_faces(house), language=language, decimal=load_number_format().decimal, width=width
    ).strip()


@cache
def _load_templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(THEME_FOLDER / "word"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
