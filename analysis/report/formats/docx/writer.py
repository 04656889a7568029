"""An empty Word document in the house style, and the pen that writes runs, links, bookmarks and fields into it.

The look is in theme/word: styles, numbering, settings and what stands in for a missing typeface.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import docx
from docx.document import Document as Word
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from analysis.style.house import THEME, House
from analysis.style.rules import PAPER_MM

TWIPS_PER_MM = 1440 / 25.4
_TOP_MM, _BOTTOM_MM = 24, 22
_LOCALE = {"en": "en-GB", "uk": "uk-UA"}  # Word proofs by country
_LONGEST = 40  # characters of a bookmark's name
_TIP = 250  # characters shown when a link is pointed at
_UNWANTED = ("thumbnail", "extended-properties", "customXml", "stylesWithEffects", "webSettings", "fontTable")


def node(tag: str, *children: Any, **attributes: Any) -> Any:
    """Returns an element of WordprocessingML."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


@dataclass
class Sheet:
    """A Word document in the making."""

    word: Word
    width: int  # of the text, in twips
    height: int
    house: House
    tips: Mapping[int, str] = field(default_factory=dict)
    bookmarks: int = 0

    def paragraph(self, style: str) -> Any:
        """Returns a new last paragraph."""
        return styled(self.word.element.body.add_p(), style)

    @contextmanager
    def bookmark(self, parent: Any, anchor: str) -> Iterator[None]:
        """Names what is written meanwhile, so that links can lead there."""
        self.bookmarks += 1
        number = self.bookmarks
        parent.append(node("bookmarkStart", id=number, name=bookmark_name(anchor)))
        yield
        parent.append(node("bookmarkEnd", id=number))

    def link(self, parent: Any, anchor: str, tip: str = "") -> Any:
        """Returns a new link to a place in the document, to be filled with runs."""
        made = node("hyperlink", anchor=bookmark_name(anchor), history=1)
        if tip:
            made.set(qn("w:tooltip"), tip if len(tip) <= _TIP else tip[: _TIP - 1] + "…")
        parent.append(made)
        return made

    def way_out(self, parent: Any, url: str) -> Any:
        """Returns a new link to an address, to be filled with runs."""
        made = node("hyperlink", history=1)
        made.set(qn("r:id"), self.word.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        parent.append(made)
        return made


def styled(paragraph: Any, style: str) -> Any:
    """Gives a paragraph its style."""
    paragraph.get_or_add_pPr().style = style
    return paragraph


def told(shape: Any, name: str, alt: str, file: str) -> None:
    """Gives a picture its name, the words for those who cannot see it, and the name of its file."""
    shape._inline.docPr.set("name", name)
    shape._inline.docPr.set("descr", alt)
    shape._inline.graphic.graphicData.pic.nvPicPr.cNvPr.set("name", file)


def run(parent: Any, text: str, style: str = "") -> Any:
    """Writes some text; a line break or a tab in it becomes one."""
    made = node("r")
    parent.append(made)
    if style:
        made.style = style
    made.text = text
    return made


def numbered(parent: Any, instruction: str, result: str, style: str = "") -> None:
    """Writes a field, such as a page number, with what it comes to."""
    for kind in ("begin", "separate", "end"):
        made = run(parent, "", style)
        made.append(node("fldChar", fldCharType=kind))
        if kind == "begin":
            run(parent, "", style).append(_instruction(instruction))
        elif kind == "separate":
            run(parent, result, style)


def opened_field(parent: Any, instruction: str) -> None:
    """Begins a field that runs over several paragraphs."""
    run(parent, "").append(node("fldChar", fldCharType="begin"))
    run(parent, "").append(_instruction(instruction))
    run(parent, "").append(node("fldChar", fldCharType="separate"))


def closed_field(parent: Any) -> None:
    """Ends a field."""
    run(parent, "").append(node("fldChar", fldCharType="end"))


def _instruction(text: str) -> Any:
    made = node("instrText")
    made.set(qn("xml:space"), "preserve")
    made.text = f" {text} "
    return made


def bookmark_name(anchor: str) -> str:
    """Returns an anchor as Word allows it: hidden from the list of bookmarks, at most forty characters."""
    name = "_" + re.sub(r"\W", "_", anchor)
    return name if len(name) <= _LONGEST else f"{name[:31]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def blank(house: House, language: str) -> Sheet:
    """Returns an empty document in the house style."""
    word = docx.Document()
    width, height = PAPER_MM[house.paper["size"]]
    text_width = round((width - 2 * house.paper["margin_mm"]) * TWIPS_PER_MM)
    _dress(word, house=house, language=_LOCALE.get(language, language), width=text_width)
    section = word.sections[0]
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = Mm(house.paper["margin_mm"])
    section.top_margin, section.bottom_margin = Mm(_TOP_MM), Mm(_BOTTOM_MM)
    section.header_distance = section.footer_distance = Mm(11)
    return Sheet(word, text_width, round((height - _TOP_MM - _BOTTOM_MM) * TWIPS_PER_MM), house)


def _dress(word: Word, **values: Any) -> None:
    """Puts the house's styles in the place of those python-docx brings, and leaves out what nobody needs."""
    part = word.part
    for owner in (part.package, part):
        for key, relation in list(owner.rels.items()):
            if relation.reltype.rpartition("/")[2] in _UNWANTED:
                owner.rels.pop(key)
    for element, name in (
        (word.styles.element, "styles"),
        (word.settings.element, "settings"),
        (part.numbering_part.element, "numbering"),
    ):
        element[:] = list(parse_xml(_rendered(name, **values)))
    fonts = Part(
        PackURI("/word/fontTable.xml"),
        CONTENT_TYPE.WML_FONT_TABLE,
        _rendered("fontTable", **values).encode(),
        part.package,
    )
    part.relate_to(fonts, RELATIONSHIP_TYPE.FONT_TABLE)


def _rendered(name: str, **values: Any) -> str:
    return _templates().get_template(f"{name}.xml.j2").render(**values).strip()


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(THEME / "word"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
