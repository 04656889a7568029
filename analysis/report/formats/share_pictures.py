"""Document -> pictures to be shared: a card of 1,200 x 630 pixels, and each figure with title, source and date.

A page's `og:image` is such a card (The Open Graph protocol, ogp.me); 1,200 x 630 is what the large networks show whole.
All pictures of a report are the pages of one Typst file (theme/share.typ), so that Typst starts once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from analysis.contract import remove_links
from analysis.report.document.model import Document, Figure, get_plain_text
from analysis.report.document.published import SHARE_PICTURE, Published, describe_place, list_facts
from analysis.report.formats.outlines import prepare_drawing
from analysis.report.formats.pdf.text import Value, find_language_and_region, format_value
from analysis.report.formats.pictures import find_size
from analysis.report.formats.typst import draw_pages, quote_text
from analysis.style.house import THEME_FOLDER, House

SIZE = (1200, 630)  # pixels of the card
_DPI = 144
_ROOM = (280, 192)  # points that the card has for a drawing


def draw_share_pictures(document: Document, published: Published) -> dict[str, bytes]:
    """Returns file name -> PNG: `share.png`, and `figures/KEY.png` of each figure. Raises ReportError."""
    figures = [item for item in document.blocks if isinstance(item, Figure)]
    faces = document.house.print_faces
    language = find_language_and_region(document.language)[0] or "en"
    lines = [
        f"#let house = {format_value(_collect_style(document.house))}",
        f"#let language = {quote_text(language)}",
        _load_template(),
    ]
    lines.append(f"#card({', '.join(_list_card_texts(document, published, figures))})")
    for item in figures:
        notes = " ".join(map(get_plain_text, item.notes))
        foot = list_facts(document, (document.house.header["name"], describe_place(document, published, item.anchor)))
        texts = (get_plain_text(item.title), prepare_drawing(remove_links(item.svg), faces), notes, foot)
        lines.append(f"#drawn({', '.join(map(quote_text, texts))})")
    names = [SHARE_PICTURE, *(f"figures/{item.key}.png" for item in figures)]
    pages = draw_pages("\n".join(lines), faces, _DPI)
    return dict(zip(names, pages, strict=True))


def _list_card_texts(document: Document, published: Published, figures: list[Figure]) -> Iterator[str]:
    """Yields what the card shows, as Typst: names, title, facts, and the first figure with its finding."""
    about = document.about
    place, faces = describe_place(document, published), document.house.print_faces
    yield quote_text(document.house.header["name"])
    yield quote_text(published.title)
    yield quote_text(get_plain_text(document.title))
    yield quote_text(list_facts(document, (place,) if place != published.title else ()) or about.get("id", ""))
    yield quote_text(get_plain_text(figures[0].title)) if figures else "none"
    yield quote_text(prepare_drawing(remove_links(choose_drawing(figures[0])), faces)) if figures else "none"


def choose_drawing(figure: Figure) -> str:
    """Returns which of a figure's two drawings is larger in the card, so that its words are.

    >>> from analysis.report.document.model import Table
    >>> data = Table("k", "k-data", 0, (), (), (), ())
    >>> wide, narrow = '<svg viewBox="0 0 460 200">', '<svg viewBox="0 0 300 900">'
    >>> choose_drawing(Figure("k", "k", 1, (), wide, narrow, "", data, ())) == wide
    True
    """
    return max(figure.svg, figure.narrow, key=_compute_scale)


def _compute_scale(svg: str) -> float:
    size = find_size(svg)
    return min(_ROOM[0] / size[0], _ROOM[1] / size[1]) if size else 0.0


def _collect_style(house: House) -> dict[str, Value]:
    fallback = list(dict.fromkeys(face.family for face in house.fallback))
    return {"colour": dict(house.colour), "type": {**house.families, "fallback": fallback}}


@cache
def _load_template() -> str:
    return (THEME_FOLDER / "share.typ").read_text(encoding="utf-8")
