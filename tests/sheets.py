"""The pages of a PDF with each character's place, read by PDFium: five times as fast as by pdfplumber."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2


@dataclass(frozen=True)
class Sheet:
    """A page.

    width, height: in points. chars: of each character its `text`, its `size`, and its box from the page's upper left
    corner: `x0`, `x1`, `top`, `bottom`.
    """

    width: float
    height: float
    chars: list[dict[str, Any]]


def read_sheets(path: Path) -> list[Sheet]:
    """Returns the pages of a PDF."""
    with pypdfium2.PdfDocument(path) as document:
        return [_read_sheet(page) for page in document]


def _read_sheet(page: pypdfium2.PdfPage) -> Sheet:
    raw, box = pypdfium2.raw, pypdfium2.raw.FS_RECTF()
    width, height = page.get_size()
    text = page.get_textpage()
    chars = []
    for position in range(text.count_chars()):
        raw.FPDFText_GetLooseCharBox(text, position, box)
        chars.append(
            {
                "text": chr(raw.FPDFText_GetUnicode(text, position)),
                "size": raw.FPDFText_GetFontSize(text, position),
                "x0": box.left,
                "x1": box.right,
                "top": height - box.top,
                "bottom": height - box.bottom,
            }
        )
    return Sheet(width, height, chars)
