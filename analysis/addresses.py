"""Which addresses a reader may follow: of the web and of mail, and no others, however they are spelt."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_PAGE = re.compile(r"\b(?:page|p\.) ?(\d+)", re.I)
_SIMPLE = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:[/?#][!-\[\]-~]*)?")  # that need no closer look, as most
_UNUSABLE = re.compile(r"[\s\x00-\x20\x7f-\xa0\\\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def is_web_address(url: str) -> bool:
    """Returns whether an address is of the web: http or https, a host, and nothing that hides where it leads.

    >>> [is_web_address(url) for url in ("https://example.org/a", "javascript:x", "https:x", "https://a b")]
    [True, False, False, False]
    """
    if _SIMPLE.fullmatch(url):
        return True
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not _UNUSABLE.search(url)
    except ValueError:  # such as a bracket that is not closed
        return False


def is_mail_address(url: str) -> bool:
    """Returns whether an address opens a mail to somebody.

    >>> is_mail_address("mailto:a@example.org"), is_mail_address("mailto:")
    (True, False)
    """
    return bool(re.match(r"mailto:[^@\s]+@[^@\s]+$", url, re.I)) and not _UNUSABLE.search(url)


def build_address_of_words(url: str, phrase: str | None, locator: str) -> str:
    """Returns the address at which a browser opens a page at some words, or a PDF at the page that a locator names.

    The words become a text fragment (WICG, URL Fragment Text Directives); browsers that know none ignore it.

    >>> build_address_of_words("https://example.org/a", "about 600,000", "first paragraph")
    'https://example.org/a#:~:text=about%20600%2C000'
    >>> build_address_of_words("https://example.org/a.pdf", "about 600,000", "page 4, Table 2")
    'https://example.org/a.pdf#page=4'
    """
    if not is_web_address(url):
        return url
    if urlsplit(url).path.lower().endswith(".pdf"):
        page = _PAGE.search(locator)
        return f"{url.partition('#')[0]}#page={page[1]}" if page else url
    if not phrase:
        return url
    directive = ":~:text=" + quote(phrase, safe="").replace("-", "%2D")  # a hyphen would mean words before or after
    return f"{url}{'' if '#' in url else '#'}{directive}"
