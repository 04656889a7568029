"""Addresses: those of the web and of mail are followed, and no other scheme, however it is spelt."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import addresses
from analysis.addresses import build_address_of_words, is_mail_address, is_web_address
from analysis.case.case import load_case
from analysis.contract import ClaimCard
from analysis.errors import CaseError
from analysis.paths import SHIPPED_CASE
from analysis.report.document.note_text import get_web_address
from analysis.wording.cards import format_card_text

HOSTS = st.text(st.sampled_from("aZ9.-_:@[]%é "), max_size=6)
PATHS = st.text(st.sampled_from("/?#a[]%\\ é\x7f\x1f~!"), max_size=6)
OTHERS = [
    "javascript:x",
    "JavaScript:x",
    " javascript:x",
    "java\tscript:x",
    "data:text/html,x",
    "vbscript:x",
    "file:///tmp/x",
    "ftp://example.org",
    "//example.org",
    "example.org",
    "https:",
    "https://",
    "https:example.org",
    "http:///path",
    "https://[x",
    "https://exa mple.org",
    "https://example.org/\\x",
    "https://example.org/\u202ecba",
    "https://exam\x85ple.org",
    "doi:10.1000/182",
]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "HTTP://example.org:8080/a?b=c&d#e",
        "https://uk.wikipedia.org/wiki/Україна_(країна)",
        "https://doi.org/10.1000/182",
        "https://[2001:db8::1]/a",
        'https://example.org/"a"<b>',
    ],
)
def test_an_address_of_the_web_is_followed(url):
    assert is_web_address(url)
    assert get_web_address(url) == url


@pytest.mark.parametrize("url", OTHERS)
def test_no_other_address_is_followed(url):
    assert not is_web_address(url)
    assert not is_mail_address(url)
    assert get_web_address(url) == ""


def test_mail_is_no_address_of_the_web_but_may_be_followed():
    assert not is_web_address("mailto:a@example.org")
    assert get_web_address("mailto:a@example.org") == "mailto:a@example.org"
    assert [is_mail_address(url) for url in ("mailto:a", "mailto:@b", "mailto:a@b c")] == [False] * 3


@given(st.from_regex(r"[a-zA-Z][a-zA-Z0-9+.-]{0,8}", fullmatch=True))
def test_no_scheme_but_these_two_passes(scheme):
    assert is_web_address(f"{scheme}://example.org") == (scheme.lower() in ("http", "https"))


@pytest.mark.parametrize("url", [url for url in OTHERS if "\x85" not in url])  # a control is refused in any column
def test_check_refuses_a_source_with_such_an_address(tiny, url):
    path = tiny / "sources.csv"
    path.write_text(path.read_text().replace("https://example.org/survey", f'"{url}"'))
    with pytest.raises(CaseError) as error:
        load_case(tiny)
    assert "sources.csv:3:url: found " in str(error.value)
    assert "allowed: a web address that begins with https:// or http://" in str(error.value)


@pytest.mark.parametrize(
    ("url", "phrase", "locator", "expected"),
    [
        ("https://example.org/a", "one-third, or so", "p1", "https://example.org/a#:~:text=one%2Dthird%2C%20or%20so"),
        ("https://example.org/a#top", "R&D", "p1", "https://example.org/a#top:~:text=R%26D"),
        ("https://example.org/a", None, "page 3", "https://example.org/a"),
        ("https://example.org/a.PDF?x=1", "588", "Summary, p. 12", "https://example.org/a.PDF?x=1#page=12"),
        ("https://example.org/a.pdf", "588", "Summary", "https://example.org/a.pdf"),
        ("mailto:a@example.org", "588", "p1", "mailto:a@example.org"),
    ],
)
def test_an_address_leads_to_the_words_or_to_the_page(url, phrase, locator, expected):
    assert build_address_of_words(url, phrase, locator) == expected


def test_a_card_says_that_nobody_has_found_the_words_of_another_source():
    case = load_case(SHIPPED_CASE)
    card = case["reconstruction.need"].leaf.origin
    assert not card.unverified
    assert card.address is None
    doubted = ClaimCard("x", "claim", "need", "billion USD", value=1, status="reported", unverified=True)
    assert "Reported, not verified in a copy of the source." in format_card_text(doubted)


@given(st.sampled_from(["https://", "http://", "https:/", "HTTPS://"]), HOSTS, PATHS)
def test_an_address_that_needs_no_closer_look_stands_one(scheme, host, path):
    address = f"{scheme}{host}{path}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(addresses, "_SIMPLE", re.compile("(?!)"))  # matches nothing
        known = is_web_address(address)
    assert is_web_address(address) is known


def test_the_addresses_of_a_case_need_no_closer_look(monkeypatch):
    monkeypatch.setattr(addresses, "urlsplit", lambda *_: pytest.fail("it was taken apart"))
    assert is_web_address("https://www.example.org/a-b/c.pdf?d=1,2&e[]=%20#page=3")
