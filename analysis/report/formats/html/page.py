"""Document -> one HTML file that needs nothing else: no network, no server, no other file.

Every number is a link to its note at the end of the page, so that the page works without JavaScript
and on paper; `page.js` makes it open the same note as a card beside the text. The frame is a template
(theme/page.html.j2); blocks.py writes what is in it, text.py the words, tables.py the tables, notes.py the notes.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analysis.messages import cache_by_language, gettext, ngettext, pgettext
from analysis.report.document.languages import mark_languages
from analysis.report.document.model import Document, Heading, WhatIf, get_plain_text
from analysis.report.document.note_text import FINGERPRINT_LABEL, list_settings
from analysis.report.document.published import link_reports, locate_page
from analysis.report.formats.draft_colours import write_styles
from analysis.report.formats.html import foreign as foreign  # teaches the writers what a draft may hold
from analysis.report.formats.html.blocks import render_blocks
from analysis.report.formats.html.head import PageFacts, describe_page, format_data, render_head
from analysis.report.formats.html.notes import build_note_groups, build_source_rows
from analysis.report.formats.html.sharing import build_cite_rows, render_share
from analysis.report.formats.html.switch import Switch
from analysis.report.formats.html.text import fill_places, render_text, set_languages, typeset_text, typeset_unbroken
from analysis.report.formats.kept_parts import keep_part
from analysis.style.css import build_colour_variables, build_dark_rules, list_drawn_colours, read_scripts
from analysis.style.house import FONT_FOLDER, THEME_FOLDER, House, read_theme
from analysis.wording.capitals import begin_with_capital

_DRAWN = "/* colours of the drawings */"  # in the style sheet, until the page is known
_SCRIPTS = ("notes.js", "tables.js", "filters.js", "cards.js")  # of a report, beside page.js
_WHAT_IF_SCRIPTS = ("compute.js", "what_if.js", "what_if_page.js")  # only where there are sliders
_SHARE_SCRIPTS = ("share.js",)
_STYLES = ("cards.css", "page.css", "bases.css", "what_if.css", "share.css", "index.css")
_PAPER_NAMES = {"a4": "A4", "us-letter": "letter"}
_FONT_FORMATS = {"woff2": "woff2", "ttf": "truetype", "otf": "opentype"}
_FONT_FACES = (("Regular", "400", "normal"), ("Bold", "600 700", "normal"), ("Italic", "400", "italic"))


@mark_languages
def write_html(document: Document, links: Mapping[str, str] | None = None, other: Document | None = None) -> str:
    """Returns the whole report as one page, the same bytes for the same documents.

    links: label, such as `PDF` -> path, seen from the page, of each file made with it; a page by itself has none.
    other: the document on the other basis, which a reader can turn the page to.
    """
    links = links or {}
    if other is None:
        return _write_page(document, links)
    basis = document.bases.get(document.basis, gettext("pooling"))
    theirs = {
        name if href.endswith(".html") else gettext("{name} by {basis}", name=name, basis=basis): href
        for name, href in links.items()
    }
    switch = Switch(document, other)
    kept = _write_page(other, theirs, switch)
    return switch.add_other(_write_page(document, links, switch, kept), kept)


@mark_languages
def _write_page(document: Document, links: Mapping[str, str], switch: Switch | None = None, kept: str = "") -> str:
    """Returns one page. switch: both documents of which this is one. kept: the page of the other, kept in this one."""
    choices = switch.list_choices(document) if switch else ()
    both = (switch.document, switch.other) if switch else (document,)  # which share their scripts
    slides = any(isinstance(item, WhatIf) for one in both for item in one.blocks)
    document = link_reports(document)
    headings = [
        (item.anchor, get_plain_text(item.text))
        for item in document.blocks
        if isinstance(item, Heading) and item.level == 1
    ]
    draft = gettext("Draft") if document.draft else ""
    title = " – ".join(filter(None, (draft, get_plain_text(document.title), document.about.get("title"))))
    return render_page(
        "page.html.j2",
        document.language,
        document.house,
        title=title,
        description=get_plain_text(document.question),
        about=document.about,
        headline=render_text(document.title),
        question=render_text(document.question),
        body=render_blocks(document.blocks, lambda item: render_share(item, document)),
        facts=describe_page(document),
        cite=build_cite_rows(document),
        beside=_list_beside(document),
        others=document.published.others if document.published else (),
        headings=headings,
        links={gettext(name): href for name, href in links.items()},  # of a format is a name, and the same
        switch=choices,
        groups=build_note_groups(document),
        render_note=_render_note,
        sources=build_source_rows(document),
        given=list_settings(document),
        fingerprint=gettext(FINGERPRINT_LABEL),
        scripts=(*_SCRIPTS, *(_WHAT_IF_SCRIPTS if slides else ()), *(_SHARE_SCRIPTS if document.published else ())),
        kept=kept,
        draft=document.draft,
        draft_style=Markup(_read_draft_style()) if document.draft else "",
    )


@keep_part
def _render_note(row: Mapping[str, Any]) -> Markup:
    """Returns a note as HTML. row: as `build_note_groups` has it."""
    notes: Any = load_templates().get_template("notes.html.j2").module
    return Markup(notes.render(row))


@cache_by_language
def _read_draft_style() -> str:
    """Returns the style sheet of a draft, with the word that stands across its page."""
    return read_theme("draft.css").replace('"DRAFT"', format_data(gettext("DRAFT"))) + write_styles()


def _list_beside(document: Document) -> list[dict[str, str] | None] | None:
    """Returns the reports before and after this one, None at an end, each with its title and path."""
    if document.published is None:
        return None
    return [
        {"title": other.title, "path": locate_page(other.report)} if other else None
        for other in document.published.find_beside()
    ]


def render_page(
    template: str,
    language: str,
    house: House,
    *,
    about: Mapping[str, Any],
    scripts: Sequence[str] = (),
    facts: PageFacts | None = None,
    kept: str = "",
    **content: Any,
) -> str:
    """Returns a page of a template in the house style, with its scripts and a policy that allows no others.

    about: the case, as its title block has it. facts: what it says about itself in its head, if it is published.
    kept: another page, which this one can be turned to, and whose drawings it shows then. content: what else the
    template needs.
    """
    script = '"use strict";\n' + read_scripts("switch.js", "page.js", *scripts)
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    names = ("title", "basis", "date_text", "as_of", "sources", "data", "description", "introduction")
    about = {**dict.fromkeys(names, ""), **about}
    page = (
        load_templates()
        .get_template(template)
        .render(
            language=language,
            header=house.header,
            logo=house.logo,
            typefaces=Markup(build_typefaces(house)),
            style=Markup(build_stylesheet(house)),
            script=Markup(script),
            digest=digest,
            about=about,
            head=render_head(facts, house),
            **content,
        )
    )
    return page.replace(_DRAWN, build_dark_rules(list_drawn_colours(page + kept, house), house.colour_dark["paper"]), 1)


@cache
def load_templates() -> Environment:
    """Returns the page's templates; a process that forks may compile them beforehand."""
    environment = Environment(
        loader=FileSystemLoader(THEME_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=typeset_text,
    )
    environment.globals |= {"gettext": gettext, "ngettext": ngettext, "pgettext": pgettext}
    environment.filters["fill"] = fill_places
    environment.filters["whole"] = typeset_unbroken
    environment.filters["directed"] = set_languages
    environment.filters["begin_with_capital"] = begin_with_capital
    return environment


@cache
def build_typefaces(house: House) -> str:
    """Returns the rules that hold the typefaces; a page with script applies them once its text is painted."""
    faces, house_faces = [], {(face.family, face.cut): face.uri for face in house.faces}
    for family in dict.fromkeys(house.families.values()):
        for cut, weight, slant in _FONT_FACES:
            path = FONT_FOLDER / f"{family.replace(' ', '')}-{cut}.woff2"
            data = house_faces.get((family, cut)) or f"data:font/woff2;base64,{b64encode(path.read_bytes()).decode()}"
            faces.append(
                f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{slant};'
                f'src:url("{data}") format("{_FONT_FORMATS[data[10:].partition(";")[0]]}")}}'
            )
    return "\n".join(faces)


@cache
def build_stylesheet(house: House) -> str:
    """Returns the style sheet: the house's colours as variables, then cards.css and page.css."""
    light, both = build_colour_variables(house)
    light += "--plate:transparent;"  # behind the logo, which is drawn for a light page
    both += f"--plate:light-dark(transparent,{house.colour['paper']});"
    families = "".join(f'--{role}:"{family}";' for role, family in house.families.items())
    paper = f"@page{{size:{_PAPER_NAMES[house.paper['size']]}}}"
    return "\n".join(
        [
            f":root{{{families}{light}}}",
            f"@supports (color:light-dark(#000,#fff)){{:root{{{both}}}\n{_DRAWN}}}",
            *((THEME_FOLDER / name).read_text(encoding="utf-8") for name in _STYLES),
            paper,
        ]
    )
