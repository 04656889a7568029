"""The page that leads to every report of a case: what the case is, its first report as the lead, and the others.

The others are in sections by question, where reports.csv has them. A search looks through titles, claims and sources.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from analysis.messages import gettext, ngettext, use_language
from analysis.report.document.published import SHARE_PICTURE, OtherLanguage
from analysis.report.formats.html.head import PageFacts, format_data
from analysis.report.formats.html.index_search import FoundClaim, build_search
from analysis.report.formats.html.page import render_page
from analysis.report.formats.html.svg import embed_svg
from analysis.style.house import House, get_shipped_house

_SCRIPTS = ("search.js",)
_MAX_PROPORTION = 0.5  # height to width, from which on a drawing is too high for a section of the page
_VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_MAX_GIST = 280  # characters of the lead's answer that stand on the page; a whole first sentence in any case
_GAP = re.compile(r"(?<=[.!?]) +(?=[^\d\W])")  # between sentences, unless a small letter follows
_HTML = "HTML"

Pieces = Sequence[tuple[str, str]]  # words, and the anchor of the number that they are, or ''


@dataclass(frozen=True)
class Drawing:
    """A figure in two widths, as SVG, and what it shows."""

    wide: str
    narrow: str
    title: str = ""


@dataclass(frozen=True)
class IndexEntry:
    """One report on an index page.

    files: label -> address, seen from the index; raw: the labels of those for machines. pictures: its drawings, the
    best first. date_text, basis, description: as in its title block. failed: the error of the last render, if any.
    headline_parts: the headline with its numbers. strip: its numbers on both bases, row by row, the head first.
    section: the question of its section. since: what has changed since the last version (`describe_last_version`).
    shared: whether it has a card to be shown with a link. language: of the report, its title and all that it says.
    others: the same report in other languages.
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
    pictures: Sequence[Drawing] = ()
    folder: str = ""
    answer: str = ""
    basis: str = ""
    description: str = ""
    headline_parts: Pieces = ()
    strip: Sequence[Sequence[Pieces]] = ()
    section: str = ""
    claims: Sequence[FoundClaim] = ()
    since: Mapping[str, Any] = field(default_factory=dict)
    shared: bool = False
    language: str = "en"
    others: Sequence[OtherLanguage] = ()


def render_index(title: str, reports: Sequence[IndexEntry], style: House | None = None, language: str = "en") -> str:
    """Returns the index page of some reports, in their order. style: the case's house style, if any. language: of what
    the page itself says, and of the title.

    What is the same for all reports, such as their date, is printed once, at the top.
    """
    with use_language(language):
        return _render_index(title, reports, style or get_shipped_house(), language)


def _render_index(title: str, reports: Sequence[IndexEntry], house: House, language: str) -> str:
    about = {
        name: _get_common([getattr(entry, name) for entry in reports]) for name in ("date_text", "basis", "description")
    }
    leads = len(reports) > 1 and bool(reports[0].pictures and reports[0].answer)
    sections = _group_by_section(reports, reports[0] if leads else None)
    shown = [*([reports[0]] if leads else []), *(entries[0] for entries in sections.values())]
    drawn = dict(zip(map(id, shown), _choose_pictures(shown, leads), strict=True))
    description = about["description"] or gettext("Reports on {title}", title=title)
    searched = [entry for entry in reports if entry.claims and _HTML in entry.files]
    return render_page(
        "index.html.j2",
        language,
        house,
        title=title,
        about=about,
        description=description,
        facts=PageFacts(title, description, "website", "index.html", _find_card(reports), language=language),
        count=len(reports),
        gist=_take_first(reports[0].answer) if leads else "",
        lead=(reports[0], drawn[id(reports[0])]) if leads else None,
        sections=[(name, [(entry, drawn.get(id(entry))) for entry in entries]) for name, entries in sections.items()],
        since=[(entry, _describe_changes(entry.since)) for entry in reports if entry.since],
        search=Markup(format_data(build_search([(e.title, e.headline, e.files[_HTML], e.claims) for e in searched])))
        if searched
        else "",
        scripts=_SCRIPTS if searched else (),
    )


def _describe_changes(since: Mapping[str, Any]) -> str:
    """Returns what has changed since the last version, as part of a sentence. since: as of `IndexEntry`."""
    changes = [gettext("the title was “{title}”", title=since["title"])] if since["title"] else []
    changes += [_describe_change(name, old, new) for name, old, new in since["numbers"]]
    if more := max(0, since["count"] - len(since["numbers"])):
        changes.append(ngettext("{count} more", "{count} more", more))
    if not since["numbers"]:
        changes.append(gettext("no named number; claims or words have changed"))
    return "; ".join(changes)


def _describe_change(name: str, old: str, new: str) -> str:
    """Returns how a number has changed. old, new: as printed, '' where it is not there."""
    if not old:
        return gettext("{name}, {number} is new", name=name, number=new)
    if not new:
        return gettext("{name}, {number} is gone", name=name, number=old)
    if old == new:
        return gettext("{name}, {number}, by another calculation or range", name=name, number=new)
    return gettext("{name}, {old}, now {new}", name=name, old=old, new=new)


def _take_first(text: str) -> str:
    """Returns the first sentences of a text, as many as fit."""
    ends = [gap.start() for gap in _GAP.finditer(text) if not text[gap.end()].islower()] + [len(text)]
    return text[: max([ends[0], *(end for end in ends if end <= _MAX_GIST)])]


def _get_common(texts: Sequence[str]) -> str:
    """Returns the text that all have in common, or ''."""
    return texts[0] if len(set(texts)) == 1 else ""


def _group_by_section(reports: Sequence[IndexEntry], lead: IndexEntry | None) -> dict[str, list[IndexEntry]]:
    """Returns the reports but the lead by section, in the order in which these begin; those without one are last."""
    found: dict[str, list[IndexEntry]] = {}
    for entry in sorted(reports, key=lambda entry: not entry.section):
        found.setdefault(entry.section, []).extend([entry] if entry is not lead else [])
    return {name: entries for name, entries in found.items() if entries}


def _find_card(reports: Sequence[IndexEntry]) -> str:
    """Returns the path of the card of the first report that has one, or ''."""
    return next((f"{entry.files[_HTML].rpartition('/')[0]}/{SHARE_PICTURE}" for entry in reports if entry.shared), "")


def _choose_pictures(reports: Sequence[IndexEntry], leads: bool) -> list[Drawing | None]:
    """Returns a drawing of each report, None where none fits: each a different one as far as possible.

    leads: whether the first report has room for a drawing of any height.
    """
    chosen: list[Drawing | None] = []
    for position, entry in enumerate(reports):
        fitting = [
            it for it in entry.pictures if (leads and not position) or _compute_proportion(it) <= _MAX_PROPORTION
        ]
        free = [it for it in fitting if all(other is None or other.wide != it.wide for other in chosen)]
        chosen.append(next(iter(free or fitting), None))
    return [drawing and _embed(drawing, f"r{position}") for position, drawing in enumerate(chosen)]


def _compute_proportion(drawing: Drawing) -> float:
    """Returns height divided by width; of a drawing that does not say its size, 0."""
    found = _VIEW_BOX.search(drawing.wide)
    return float(found[2]) / float(found[1]) if found and float(found[1]) else 0.0


def _embed(drawing: Drawing, prefix: str) -> Drawing:
    wide, narrow = embed_svg(drawing.wide, prefix), embed_svg(drawing.narrow, f"{prefix}-narrow")
    return Drawing(Markup(wide), Markup(narrow), drawing.title)
