"""What a page says about itself in its head, read back as a network reads it."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import replace
from xml.etree import ElementTree

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.document.published import Published
from analysis.report.formats.html import head
from analysis.report.formats.html.page import write_html
from analysis.style.house import get_shipped_house
from tests import notebooks_in_memory

PUBLISHED = Published("forces", "forces", "Troop caps")
NASTY = "</script><script>alert(1)</script>&\"'<!--"


def read_head(site: str = "", **changes: object) -> BeautifulSoup:
    house = replace(get_shipped_house(), share={"site": site, "author": "An author"})
    document = replace(notebooks_in_memory.read_forces(), house=house, published=PUBLISHED, **changes)
    return BeautifulSoup(write_html(document), "html.parser").head


def get_properties(tree: BeautifulSoup) -> dict[str, str]:
    return {it["property"]: it["content"] for it in tree.select("meta[property]")}


def test_with_a_site_all_addresses_are_absolute():
    tree = read_head("https://example.org/lake")
    page = "https://example.org/lake/forces/forces.html"
    found = get_properties(tree)
    assert found["og:url"] == tree.select_one("link[rel=canonical]")["href"] == page
    assert found["og:image"] == "https://example.org/lake/forces/share.png"
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    data = json.loads(tree.select_one('script[type="application/ld+json"]').string)
    assert (data["@type"], data["url"], data["image"]) == ("Report", page, found["og:image"])
    assert (data["headline"], data["author"]["name"]) == (found["og:title"], "An author")
    assert found["og:description"] == data["description"] != ""


def test_without_one_there_is_no_address_and_the_picture_is_beside_the_page():
    tree = read_head()
    assert not tree.select("link[rel=canonical]")
    found = get_properties(tree)
    assert found["og:image"] == "share.png"
    assert "og:url" not in found
    assert "url" not in json.loads(tree.select_one('script[type="application/ld+json"]').string)


def test_a_page_that_is_not_published_has_an_icon_alone():
    tree = BeautifulSoup(write_html(notebooks_in_memory.read_forces()), "html.parser")
    assert not tree.select("meta[property], link[rel=canonical], script[type], .share, .cite, .beside-reports")
    icon = tree.select_one("link[rel=icon]")["href"]
    drawn = ElementTree.fromstring(b64decode(icon.partition("base64,")[2]))
    assert "".join(drawn.itertext()) == get_shipped_house().header["name"][0]


def test_no_text_ends_the_data():
    tree = read_head(title=(NASTY, *notebooks_in_memory.read_forces().title))
    [script] = tree.select('script[type="application/ld+json"]')
    assert json.loads(script.string)["headline"].startswith(NASTY)
    assert get_properties(tree)["og:title"].replace("’", "'").startswith(NASTY)


@given(st.text())
def test_data_in_a_page_is_read_as_it_was_and_holds_no_tag(text):
    made = head.format_data({"text": text})
    assert json.loads(made) == {"text": text}
    assert not set("<>&\u2028\u2029") & set(made)
