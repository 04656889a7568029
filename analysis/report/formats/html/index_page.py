"""The page that leads to every report of a case: what the case is, its first report as the lead, and the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from markupsafe import Markup

from analysis.report.formats.html.page import render_page
from analysis.report.formats.html.svg import embed_svg
from analysis.style.house import House, get_shipped_house


@dataclass(frozen=True)
class IndexEntry:
    """One report on an index page.

    files: label -> address, seen from the index; raw: the labels of those for machines. pictures: its drawings as SVG,
    the best first. date_text, basis, description: as in its title block. failed: the error of the last render, if any.
    """

    report_id: str
    title: str
    headline: str
    question: str
    date_text: str
    parameters: str
    files: Mapping[str, str]
    raw: Set[str] = field(default_factory=frozenset)
    failed: str | None = None
    pictures: Sequence[str] = ()
    folder: str = ""
    answer: str = ""
    basis: str = ""
    description: str = ""


def render_index(title: str, reports: Sequence[IndexEntry], style: House | None = None) -> str:
    """Returns the index page of some reports, in their order. style: the case's house style, if any.

    What is the same for all reports, such as their date, is printed once, at the top.
    """
    about = {
        name: _get_common([getattr(entry, name) for entry in reports]) for name in ("date_text", "basis", "description")
    }
    drawn = {
        position: Markup(embed_svg(picture, f"r{position}")) for position, picture in _choose_pictures(reports).items()
    }
    return render_page(
        "index.html.j2",
        "en",
        style or get_shipped_house(),
        title=title,
        about=about,
        description=about["description"] or f"Reports on {title}",
        reports=[(entry, drawn.get(position, "")) for position, entry in enumerate(reports)],
    )


def _get_common(texts: Sequence[str]) -> str:
    """Returns the text that all have in common, or ''."""
    return texts[0] if len(set(texts)) == 1 else ""


def _choose_pictures(reports: Sequence[IndexEntry]) -> dict[int, str]:
    """Returns position of a report -> its drawing, each a different one as far as possible.

    Reports with the fewest drawings choose first.
    """
    chosen: dict[int, str] = {}
    for position, entry in sorted(enumerate(reports), key=lambda item: len(item[1].pictures)):
        if entry.pictures:
            free = [picture for picture in entry.pictures if picture not in chosen.values()]
            chosen[position] = (free or entry.pictures)[0]
    return chosen
