"""Where a report is published: its name, the reports beside it, and its address, which the house style may give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from analysis.messages import gettext, use_language

if TYPE_CHECKING:
    from analysis.report.document.model import Document  # a command's own process never needs it

SHARE_PICTURE = "share.png"  # beside the page: what a chat or a social network shows with a link to it


@dataclass(frozen=True)
class ListedReport:
    """A report of the list. report: its id, also its folder. notebook: by which other reports name it."""

    report: str
    title: str
    notebook: str


@dataclass(frozen=True)
class OtherLanguage:
    """The same report in another language. language: its tag. path: of its page, seen from the folder of all reports.

    >>> OtherLanguage("uk", "brief/brief.uk.html").name
    'Українською'
    """

    language: str
    path: str

    @property
    def name(self) -> str:
        """What the link to it says, in that language."""
        with use_language(self.language):
            # translators: the link to a report in your language, beside the same report in another
            return gettext("In English")


@dataclass(frozen=True)
class Published:
    """A report's id, its folder, its short title, and all reports of the list, in order; itself may be among them.

    drawn: whether its figures have files of their own, which those of the page on the other basis have not.
    others: the same report in other languages.
    """

    report: str
    folder: str
    title: str
    listed: tuple[ListedReport, ...] = ()
    drawn: bool = True
    others: tuple[OtherLanguage, ...] = ()

    def find_beside(self) -> tuple[ListedReport | None, ListedReport | None]:
        """Returns the report before this one and the one after it, None at an end of the list.

        >>> one, two = ListedReport("one", "One", "one"), ListedReport("two", "Two", "two")
        >>> Published("two", "two", "Two", (one, two)).find_beside()
        (ListedReport(report='one', title='One', notebook='one'), None)
        """
        at = next((at for at, other in enumerate(self.listed) if other.report == self.report), None)
        if at is None:
            return None, None
        return (self.listed[at - 1] if at else None), (self.listed[at + 1] if at + 1 < len(self.listed) else None)


def locate_page(report: str, folder: str = "") -> str:
    """Returns the path of a report's page, seen from the folder of all reports.

    >>> locate_page("gap", "gap@need=5")
    'gap@need=5/gap.html'
    """
    return f"{quote(folder or report, safe='@=,+')}/{quote(report)}.html"


def build_address(site: str, *path: str) -> str:
    """Returns the address of a file of the site, or '' where the house names none.

    >>> build_address("https://example.org/briefs/", "gap/gap.html"), build_address("", "gap/gap.html")
    ('https://example.org/briefs/gap/gap.html', '')
    """
    return "/".join((site.rstrip("/"), *path)) if site else ""


def describe_place(document: Document, published: Published, anchor: str = "") -> str:
    """Returns what a picture says about where it is from: the page's address, or else the page's name."""
    address = build_address(document.house.share["site"], locate_page(published.report, published.folder))
    return f"{address}{f'#{anchor}' if anchor else ''}" if address else published.title


def list_facts(document: Document, parts: Sequence[str] = ()) -> str:
    """Returns the case and its date on one line, after other parts: `Report · case · 1 January 2026`."""
    about = document.about
    return " · ".join(filter(None, (*parts, about.get("title"), about.get("date_text"))))


def link_reports(document: Document) -> Document:
    """Returns the document with a path at each text that names another report (`see_report`) beside it."""
    if document.published is None:
        return document
    paths = {f"notebooks/{it.notebook}": f"../{locate_page(it.report)}" for it in reversed(document.published.listed)}
    return replace(document, blocks=_link(document.blocks, paths))


def _link(item: Any, paths: Mapping[str, str]) -> Any:
    """Returns an item with its paths; the same object where it holds none."""
    from analysis.report.document.model import Label, Number, list_fields

    if isinstance(item, str | Number):
        return item
    if isinstance(item, Label):
        return replace(item, path=paths[item.ref]) if item.ref in paths else item
    if isinstance(item, tuple):
        linked = tuple(_link(part, paths) for part in item)
        return linked if any(new is not old for new, old in zip(linked, item, strict=True)) else item
    parts = {name: (old := getattr(item, name), _link(old, paths)) for name in list_fields(item)}
    changed = {name: new for name, (old, new) in parts.items() if new is not old}
    return replace(item, **changed) if changed else item
