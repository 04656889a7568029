"""What a page says about itself in its head, for those who show a link to it: Open Graph, JSON-LD, icon, address.

Nothing here is loaded from anywhere; addresses are absolute where house.toml names the site, else relative or absent.
Sources: The Open Graph protocol (ogp.me); schema.org, Report; RFC 6596 (canonical).
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup

from analysis.report.document.model import Document, get_plain_text
from analysis.report.document.published import SHARE_PICTURE, OtherLanguage, build_address, locate_page
from analysis.report.formats.html.filling import fill_markup
from analysis.report.formats.share_pictures import SIZE
from analysis.style.house import House

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@dataclass(frozen=True)
class PageFacts:
    """What a page says about itself.

    kind: its Open Graph type. path: of the page, seen from the folder of all reports; picture: of its card, from there.
    data: what schema.org knows of it, as JSON-LD, besides its address. others: the same page in other languages.
    """

    title: str
    description: str
    kind: str
    path: str
    picture: str = ""
    data: Mapping[str, Any] | None = None
    language: str = "en"
    others: Sequence[OtherLanguage] = ()

    @property
    def near(self) -> str:
        """The path of the picture, seen from the page."""
        return self.picture.removeprefix(f"{self.path.rpartition('/')[0]}/")


def describe_page(document: Document) -> PageFacts | None:
    """Returns what a report's page says about itself, None where it is not published."""
    published = document.published
    if published is None:
        return None
    path, about, house = locate_page(published.report, published.folder), document.about, document.house
    title = get_plain_text(document.title)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "headline": title,
        "name": published.title,
        "description": get_plain_text(document.question),
        "inLanguage": document.language,
        "publisher": {"@type": "Organization", "name": house.header["name"]},
    }
    if house.share["author"]:
        data["author"] = {"@type": "Organization", "name": house.share["author"]}
    if about.get("date"):
        data["datePublished"] = about["date"]
    if about.get("data"):
        data["version"] = about["data"]
    if about.get("title"):
        data["isPartOf"] = {"@type": "CreativeWork", "name": about["title"]}
    if licence := (about.get("licence") or {}).get("path"):
        data["license"] = licence
    folder = path.rpartition("/")[0]
    picture = f"{folder}/{SHARE_PICTURE}"
    return PageFacts(title, data["description"], "article", path, picture, data, document.language, published.others)


def render_head(facts: PageFacts | None, house: House) -> Markup:
    """Returns the elements of a page's head that say what it is; of a page that is not published, its icon alone."""
    parts = [fill_markup('<link rel="icon" type="image/svg+xml" href="{}">', build_icon(house))]
    if facts:
        site = house.share["site"]
        address, picture = build_address(site, facts.path), build_address(site, facts.picture) or facts.near
        properties = {
            "og:type": facts.kind,
            "og:site_name": house.header["name"],
            "og:title": facts.title,
            "og:description": facts.description,
            "og:url": address,
        }
        if facts.language != "en":  # which who reads the page takes it to be in otherwise
            properties["og:locale"] = find_locale(facts.language)
        if facts.picture:
            properties |= {
                "og:image": picture,
                "og:image:type": "image/png",
                "og:image:width": str(SIZE[0]),
                "og:image:height": str(SIZE[1]),
                "og:image:alt": facts.title,
            }
        parts += [
            fill_markup('<meta property="{}" content="{}">', name, value) for name, value in properties.items() if value
        ]
        parts.append(
            fill_markup(
                '<meta name="twitter:card" content="{}">', "summary_large_image" if facts.picture else "summary"
            )
        )
        parts += _list_languages(facts, site)
        if address:
            parts.append(fill_markup('<link rel="canonical" href="{}">', address))
        if facts.data:
            data = dict(facts.data) | ({"url": address, "image": picture} if address else {})
            parts.append(fill_markup('<script type="application/ld+json">{}</script>', Markup(format_data(data))))
    return Markup("\n").join(parts)


def _list_languages(facts: PageFacts, site: str) -> list[Markup]:
    """Returns the elements that name the page in each of its languages, itself too; none if it is in one alone."""
    if not facts.others:
        return []
    up = "../" * facts.path.count("/")
    paths = {facts.language: facts.path, **{other.language: other.path for other in facts.others}}
    link = Markup('<link rel="alternate" hreflang="{}" href="{}">')
    locale = Markup('<meta property="og:locale:alternate" content="{}">')
    return [
        *(link.format(tag, build_address(site, path) or f"{up}{path}") for tag, path in sorted(paths.items())),
        *(locale.format(find_locale(other.language)) for other in facts.others),
    ]


@cache
def find_locale(language: str) -> str:
    """Returns a language with the country where most speak it, by Unicode's likely subtags, as Open Graph has it.

    >>> find_locale("uk"), find_locale("en"), find_locale("de-AT")
    ('uk_UA', 'en_US', 'de_AT')
    """
    from babel.core import get_global

    first, *rest = language.split("-")
    country = next((part.upper() for part in rest if len(part) == 2), "")
    likely = get_global("likely_subtags").get(first, first)
    return f"{first}_{country or likely.rpartition('_')[2]}" if country or "_" in likely else first


def format_data(data: object) -> str:
    """Returns JSON that may stand within a page's <script>: no sign in it can end the element.

    >>> format_data({"name": "</script>"})
    '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return "".join(_ESCAPES.get(sign, sign) for sign in text)


def build_icon(house: House) -> str:
    """Returns the page's icon as a data URI: the mark of the header, with the first letter of the house's name."""
    letter = Markup.escape(house.header["name"].strip()[0].upper())
    icon = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="4" fill="{house.colour["accent"]}"/>'
        f'<text x="16" y="24" font-family="Georgia,serif" font-size="23" font-weight="700" text-anchor="middle" '
        f'fill="{house.colour["paper"]}">{letter}</text></svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(icon.encode()).decode()}"
