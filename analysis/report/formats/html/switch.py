"""Both bases in one page: the reader turns the whole of it from one to the other, and the address says which.

The page on the other basis is kept beside the one that is shown, compressed and inert, without what both share: style,
scripts and typefaces. `switch.js` puts it in the place of the page before anything is set up on it.
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup, escape

from analysis.messages import gettext
from analysis.report.document.model import Document
from analysis.report.formats.html.filling import fill_markup

_START, _END = "<body>", "</body>"
_RAW = -zlib.MAX_WBITS  # deflate without a header, as browsers read it (`deflate-raw`)


class Choice(NamedTuple):
    """One side of the control: its address, what it is called, and whether it is the page that is shown."""

    href: str
    name: str
    is_shown: bool


@dataclass(frozen=True)
class Switch:
    """The two documents of a page. document: as it opens. other: on the other basis."""

    document: Document
    other: Document

    def list_choices(self, shown: Document) -> tuple[Choice, ...]:
        """Returns the sides of the control on the page of one of the two."""
        return tuple(
            Choice(f"?basis={one.basis}", one.bases.get(one.basis, gettext("pooling")), one is shown)
            for one in sorted(
                (self.document, self.other),
                key=lambda one: list(one.bases).index(one.basis) if one.basis in one.bases else -1,
            )
        )

    def add_other(self, page: str, other: str) -> str:
        """Returns a page with the body of the other one kept in it. page, other: as written for each document."""
        body = other[other.index(_START) + len(_START) : other.rindex(_END)]
        title = other[other.index("<title>") + len("<title>") : other.index("</title>")]
        packer = zlib.compressobj(9, zlib.DEFLATED, _RAW)
        packed = b64encode(packer.compress(body.encode()) + packer.flush()).decode()
        kept = fill_markup(
            '<script type="text/plain" id="_other" data-basis="{}" data-title="{}">{}</script>\n',
            self.other.basis,
            Markup(title).unescape(),
            packed,
        )
        at = page.rindex(_END)
        return f"{page[:at]}{kept}{page[at:]}".replace(
            "<html ", f'<html data-basis="{escape(self.document.basis)}" ', 1
        )
