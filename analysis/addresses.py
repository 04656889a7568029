"""Which addresses a reader may follow: of the web and of mail, and no others, however they are spelt."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_UNUSABLE = re.compile(r"[\s\x00-\x20\x7f-\xa0\\\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def is_web_address(url: str) -> bool:
    """Returns whether an address is of the web: http or https, a host, and nothing that hides where it leads.

    >>> [is_web_address(url) for url in ("https://example.org/a", "javascript:x", "https:x", "https://a b")]
    [True, False, False, False]
    """
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
