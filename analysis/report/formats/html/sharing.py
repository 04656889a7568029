"""What lets a reader pass on a figure or a report: the fold under a figure, a page of its own, and how to cite."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from analysis.messages import gettext
from analysis.report.document.model import Document, Figure, get_plain_text
from analysis.report.document.published import Published, build_address, list_facts, locate_page
from analysis.report.formats.html.filling import fill_markup
from analysis.report.formats.html.svg import embed_svg
from analysis.report.formats.report_citation import build_report_csl, format_report_bibtex, format_report_citation
from analysis.style.css import build_colour_variables, build_dark_rules, list_drawn_colours
from analysis.style.house import THEME_FOLDER, House

_EMBED_HEIGHT = 560  # pixels of the frame in which another page shows a figure


def render_share(figure: Figure, document: Document) -> Markup:
    """Returns the fold under a figure with its link, its files and its page; '' where the report is not published.

    On the page turned to the other basis a figure has its link alone: its files are of the basis published.
    """
    if document.published is None:
        return Markup("")
    files, embed = _render_files(figure, document.published) if document.published.drawn else (Markup(""), Markup(""))
    return fill_markup(
        '<details class="share"><summary>{4} <span class="unseen">{0}</span></summary>\n<p>{1}'
        '<a href="#{2}">{5}</a> <button type="button" class="scripted" data-copy="#{2}">{6}</button> {3}'
        '<span class="copied" role="status"></span></p></details>',
        figure.name,
        files,
        figure.anchor,
        embed,
        gettext("Share"),
        gettext("Link"),
        gettext("Copy link"),
    )


def _render_files(figure: Figure, published: Published) -> tuple[Markup, Markup]:
    """Returns the links to a figure's files, and to its page with the code to embed it."""
    key = quote(figure.key)
    files = [("PNG", f"figures/{key}.png"), ("SVG", f"figures/{key}.svg")]
    if figure.data.columns:
        files.append(("CSV", f"tables/{key}.csv"))
    links = Markup(" ").join(
        fill_markup(
            '<a href="{}" download="{}" aria-label="{}">{}</a>',
            path,
            f"{published.report}-{path.rpartition('/')[2]}",
            gettext("{name} as {format}", name=figure.name, format=label),
            label,
        )
        for label, path in files
    )
    embed = fill_markup(
        '<a href="{0}">{2}</a> <button type="button" class="scripted" data-copy="{0}" data-code="{1}">{3}</button> ',
        f"figures/{key}.html",
        f'<iframe src="ADDRESS" title="{get_plain_text(figure.title)}" width="100%" height="{_EMBED_HEIGHT}" '
        'style="border:0" loading="lazy"></iframe>',
        gettext("Page of its own"),
        gettext("Copy code to embed"),
    )
    return links + " ", embed


def build_cite_rows(document: Document) -> dict[str, str] | None:
    """Returns how the report is cited: `text`, `bibtex` and `csl`; None where it is not published."""
    published = document.published
    if published is None:
        return None
    return {
        "text": format_report_citation(document, published),
        "bibtex": format_report_bibtex(document, published).strip(),
        "csl": json.dumps([build_report_csl(document, published)], ensure_ascii=False, indent=2),
    }


def build_figure_pages(document: Document, published: Published) -> dict[str, str]:
    """Returns file name -> a page with one figure, for another site to show: no script, and nothing loaded."""
    from analysis.report.formats.html.page import load_templates

    template = load_templates().get_template("figure.html.j2")
    return {
        f"figures/{item.key}.html": template.render(
            **_collect_content(item, document, published),
            style=Markup(_build_style(document.house, list_drawn_colours(item.svg + item.narrow, document.house))),
        )
        for item in document.blocks
        if isinstance(item, Figure)
    }


def _collect_content(item: Figure, document: Document, published: Published) -> dict[str, Any]:
    site = document.house.share["site"]
    page = build_address(site, locate_page(published.report, published.folder)) or f"../{quote(published.report)}.html"
    return {
        "language": document.language,
        "title": get_plain_text(item.title),
        "alt": item.alt,
        "wide": Markup(embed_svg(item.svg, f"{item.anchor}-w")),
        "narrow": Markup(embed_svg(item.narrow, f"{item.anchor}-n")),
        "notes": [escape(get_plain_text(note)) for note in item.notes],  # without links to notes, which are not here
        "address": f"{page}#{item.anchor}",
        "house": document.house.header["name"],
        "facts": list_facts(document, (published.title,)),
        "canonical": build_address(site, published.folder, f"figures/{quote(item.key)}.html"),
    }


def _build_style(house: House, drawn: Sequence[str]) -> str:
    """Returns the colours, light and dark, and the rules of a figure's page; the typefaces are the reader's.

    drawn: the colours of the drawing.
    """
    light, both = build_colour_variables(house)
    dark = build_dark_rules(drawn, house.colour_dark["paper"])
    rules = (THEME_FOLDER / "figure.css").read_text(encoding="utf-8")
    return f":root{{{light}}}\n@supports (color:light-dark(#000,#fff)){{:root{{{both}}}\n{dark}}}\n{rules}"
