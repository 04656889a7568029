"""How a report itself is cited: in words, as CSL-JSON and as BibTeX, with its version, date and address."""

from __future__ import annotations

from typing import Any

from analysis.messages import gettext
from analysis.report.document.model import Document, get_plain_text
from analysis.report.document.published import Published, build_address, locate_page
from analysis.report.formats.bibliography import build_csl_date
from analysis.report.formats.works_bibtex import format_works


def build_report_csl(document: Document, published: Published) -> dict[str, Any]:
    """Returns the report as an item of CSL-JSON.

    Its author is the one that the house names, its date the case's, its version the fingerprint of the data, which is
    the same for the same data (CSL 1.0.2, type `report`).
    """
    about, house = document.about, document.house
    name = house.header["name"]
    found: dict[str, Any] = {
        "id": "-".join(filter(None, (about.get("id"), published.report))),
        "type": "report",
        "title": get_plain_text(document.title),
        "author": [{"literal": house.share["author"] or name}],
        "publisher": name,
    }
    if about.get("title"):
        found["collection-title"] = about["title"]
    if about.get("date"):
        found["issued"] = build_csl_date(about["date"])
    if about.get("data"):
        found["version"] = about["data"]
    if address := build_address(house.share["site"], locate_page(published.report, published.folder)):
        found["URL"] = address
    return found | {"language": document.language}


def format_report_citation(document: Document, published: Published) -> str:
    """Returns how the report is cited in words: author, date, title, case, version and address, as far as known."""
    item, about = build_report_csl(document, published), document.about
    date = f" ({about['date_text']})" if about.get("date_text") else ""
    kept = item["title"] if item["title"].endswith(("?", "!")) else f"{item['title']}."
    publisher = item["publisher"] if item["publisher"] != item["author"][0]["literal"] else ""
    parts = (
        f"{item['author'][0]['literal']}{date}.",
        kept,
        about.get("title") and f"{about['title']}.",
        publisher and f"{publisher}.",
        about.get("data") and gettext("Version {version}", version=about["data"]) + ".",
        item.get("URL"),
    )
    return " ".join(filter(None, parts))


def format_report_bibtex(document: Document, published: Published) -> str:
    """Returns the report as BibTeX, in UTF-8.

    What the entry type `techreport` has no field for, such as the version, is its note.
    """
    item = build_report_csl(document, published)
    series = item.get("collection-title")
    return format_works(
        [
            {key: value for key, value in item.items() if key not in ("collection-title", "version")}
            | ({"container-title": series} if series else {})
            | ({"genre": gettext("Version {version}", version=item["version"])} if "version" in item else {})
        ]
    )
