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


def read_sheets(source: Path | bytes) -> list[Sheet]:
    """Returns the pages of a PDF: a file, or its bytes."""
    with pypdfium2.PdfDocument(source) as document:
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


def list_from_right(sheet: Sheet, char: dict[str, Any]) -> list[dict[str, Any]]:
    """Returns the Hebrew and Arabic letters in the line of a character, in its column of two."""
    middle, left = (char["top"] + char["bottom"]) / 2, 0 if char["x0"] < sheet.width / 2 else sheet.width / 2
    return [
        one
        for one in sheet.chars
        if one["top"] < middle < one["bottom"] and left <= one["x0"] and "\u0590" <= one["text"] <= "\u06ff"
    ]


_SET_CLOSE = set("”’,.")  # a typeface draws a comma beneath the quotation mark before it


def find_faults(sheet: Sheet, margin: float = 22 / 25.4 * 72) -> list[str]:
    """Returns what a page has in a wrong place: characters over one another, or outside its margins.

    margin: at the left and the right, in points. Header and footer may stand in the margins above and below.
    """
    boxes = [tuple(char[side] for side in ("x0", "x1", "top", "bottom")) for char in sheet.chars]
    seen = [
        char
        for at, char in enumerate(sheet.chars)
        if char["text"].strip() and char["x1"] > char["x0"] and (not at or boxes[at] != boxes[at - 1])  # a ligature
    ]
    faults = [
        f"{char['text']!r} outside the margins, at {char['x0']:.0f}, {char['top']:.0f}"
        for char in seen
        if not (margin - 1 <= char["x0"] and char["x1"] <= sheet.width - margin + 1)
        or not (char["top"] >= 25 and char["bottom"] <= sheet.height - 20)
    ]
    seen.sort(key=lambda char: char["x0"])
    for at, one in enumerate(seen):
        for other in seen[at + 1 :]:
            if other["x0"] >= one["x1"]:
                break
            across = min(one["x1"], other["x1"]) - other["x0"]
            down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            small = min(one["x1"] - one["x0"], other["x1"] - other["x0"])
            if {one["text"], other["text"]} <= _SET_CLOSE:
                continue
            if across > 0.5 * small and down > 0.4 * min(one["size"], other["size"]):
                faults.append(
                    f"{one['text']!r} and {other['text']!r} over one another, at {one['x0']:.0f}, {one['top']:.0f}"
                )
    return faults


def list_lines(sheet: Sheet) -> list[str]:
    """Returns the characters of a page line by line, without spaces; a raised number is in the line it follows."""
    lines: list[list[dict[str, Any]]] = []
    for char in sorted(sheet.chars, key=lambda char: (char["top"] + char["bottom"]) / 2):
        if not char["text"].strip():
            continue
        middle = (char["top"] + char["bottom"]) / 2
        if lines and middle - (lines[-1][0]["top"] + lines[-1][0]["bottom"]) / 2 < 0.4 * char["size"]:
            lines[-1].append(char)
        else:
            lines.append([char])
    return ["".join(char["text"] for char in sorted(line, key=lambda char: char["x0"])) for line in lines]
