"""The page on the other basis that a page holds, for tests that read it."""

from __future__ import annotations

import re
import zlib
from base64 import b64decode


def unpack_other(page: str) -> str:
    """Returns the body that a page turns to; raises AttributeError where it holds none."""
    kept = re.search(r'<script [^>]*id="_other"[^>]*>([^<]*)</script>', page)
    return zlib.decompress(b64decode(kept[1]), -zlib.MAX_WBITS).decode()
