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

    files: what to call each -> where it lies, seen from the index; raw: those for machines. pictures: its drawings,
    the first to be preferred. date_text, basis, description: as in its title block.
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
    """Returns the page over some reports, in their order. style: the case's, if any.

    What all of them say alike, such as their date, stands once at its head.
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


def _get_common(said: Sequence[str]) -> str:
    """What all say, or nothing."""
    return said[0] if len(set(said)) == 1 else ""


def _choose_pictures(reports: Sequence[IndexEntry]) -> dict[int, str]:
    """A drawing for each report, by its position: no two the same, as far as there are others to take.

    Those with the fewest choose first.
    """
    chosen: dict[int, str] = {}
    for position, entry in sorted(enumerate(reports), key=lambda item: len(item[1].pictures)):
        if entry.pictures:
            free = [picture for picture in entry.pictures if picture not in chosen.values()]
            chosen[position] = (free or entry.pictures)[0]
    return chosen
