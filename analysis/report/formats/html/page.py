"""Document -> one HTML file that needs nothing else: no network, no server, no other file.

Every number is a link to its note at the end of the page, so that the page works without JavaScript
and on paper; `page.js` makes it open the same note as a card beside the text. The frame is a template
(`theme/page.html.j2`); `html_blocks` writes what stands in it, `html_notes` what the notes say.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analysis.report.document.model import Document, Heading, WhatIf, text_of
from analysis.report.document.note_text import FINGERPRINT, settings
from analysis.report.formats.exporter import CommuniqueExporter
from analysis.report.formats.html.blocks import block, parts, typeset, whole
from analysis.report.formats.html.notes import cited, noted
from analysis.report.formats.html.svg import darkened
from analysis.style.house import FONTS, THEME, House

_WHAT_IF = ("reckon.js", "what_if.js")  # only where there are sliders
_PAPER = {"a4": "A4", "us-letter": "letter"}
_FORMATS = {"woff2": "woff2", "ttf": "truetype", "otf": "opentype"}
_FACES = (("Regular", "400", "normal"), ("Bold", "600 700", "normal"), ("Italic", "400", "italic"))


class CommuniqueHTML(CommuniqueExporter):
    """`jupyter nbconvert --to communique-html executed.ipynb`."""

    export_from_notebook = "Communique HTML"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def written(self, document: Document) -> str:
        """Returns the page."""
        return html(document, self.links)


def html(document: Document, links: Mapping[str, str] | None = None) -> str:
    """Returns the whole report as one page, the same bytes for the same document.

    links: to files that lie with it, `PDF` -> its path seen from the page; a page by itself has none.
    """
    headings = [
        (item.anchor, text_of(item.text)) for item in document.blocks if isinstance(item, Heading) and item.level == 1
    ]
    title = " – ".join(filter(None, (text_of(document.title), document.about.get("title"))))
    return page(
        "page.html.j2",
        document.language,
        document.house,
        title=title,
        description=text_of(document.question),
        about=document.about,
        headline=parts(document.title),
        question=parts(document.question),
        body=Markup("\n").join(block(item) for item in document.blocks),
        headings=headings,
        links=links or {},
        notes=noted(document),
        sources=cited(document),
        given=settings(document),
        fingerprint=FINGERPRINT,
        scripts=_WHAT_IF if any(isinstance(item, WhatIf) for item in document.blocks) else (),
    )


def page(
    template: str, language: str, wear: House, *, about: Mapping[str, Any], scripts: Sequence[str] = (), **content: Any
) -> str:
    """Returns a page of a template in a house's style, with the scripts it needs and a policy that allows no others."""
    script = "\n".join((THEME / name).read_text(encoding="utf-8") for name in ("page.js", *scripts))
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    about = {"title": "", "basis": "", "date_text": "", "data": "", **about}
    return (
        templates()
        .get_template(template)
        .render(
            language=language,
            header=wear.header,
            logo=wear.logo,
            style=Markup(style(wear)),
            script=Markup(script),
            digest=digest,
            about=about,
            **content,
        )
    )


@cache
def templates() -> Environment:
    """Returns the page's templates; a process that forks may compile them beforehand."""
    made = Environment(
        loader=FileSystemLoader(THEME),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=typeset,
    )
    made.filters["whole"] = whole
    return made


@cache
def style(house: House) -> str:
    """Returns the style sheet: typefaces, the house's colours as variables, then page.css."""
    faces, own = [], {(face.family, face.cut): face.uri for face in house.faces}
    for family in dict.fromkeys(house.families.values()):
        for cut, weight, slant in _FACES:
            path = FONTS / f"{family.replace(' ', '')}-{cut}.woff2"
            data = own.get((family, cut)) or f"data:font/woff2;base64,{b64encode(path.read_bytes()).decode()}"
            faces.append(
                f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{slant};'
                f'src:url("{data}") format("{_FORMATS[data[10:].partition(";")[0]]}")}}'
            )
    names = [name for name in house.colour if name != "series"]
    light = "".join(f"--{name}:{house.colour[name]};" for name in names)
    light += "--plate:transparent;"  # beneath the logo, which is drawn for a light page
    both = "".join(f"--{name}:light-dark({house.colour[name]},{house.colour_dark[name]});" for name in names)
    both += f"--plate:light-dark(transparent,{house.colour['paper']});"
    bars = darkened(house.colour["series"], house.colour_dark["paper"])
    families = "".join(f'--{role}:"{family}";' for role, family in house.families.items())
    paper = f"@page{{size:{_PAPER[house.paper['size']]}}}"
    return "\n".join(
        [
            *faces,
            f":root{{{families}{light}}}",
            f"@supports (color:light-dark(#000,#fff)){{:root{{{both}}}\n{bars}}}",
            *((THEME / name).read_text(encoding="utf-8") for name in ("page.css", "what_if.css")),
            paper,
        ]
    )
