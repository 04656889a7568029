"""Screenshots small enough to keep, and a comparison that sees a block that moved but not how letters are smoothed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageFilter

KEPT = Path(__file__).parent / "kept"
WIDTHS = (390, 768, 1280)
_HALF, _CELL = 2, 4  # pictures are kept at half size; a cell is eight by eight pixels of the page
_BLUR = ImageFilter.BoxBlur(1)  # a rule that lies half a pixel further on a finer screen may cross into the next cell
_APART = 24  # of 255: cells further apart than this differ
_ALLOWED = 10  # cells that may: smoothed otherwise, letters make up to 6 differ; a bar or a line gone, 14


def taken(page: Any, part: Any = None) -> Image.Image:
    """Returns the whole page as it stands, or a part of it, at half size. part: a locator, one pixel a pixel."""
    if part:
        return _read(part.screenshot(animations="disabled")).reduce(_HALF)
    shot = _read(page.screenshot(full_page=True, animations="disabled"))
    return shot.reduce(_HALF * round(shot.width / page.viewport_size["width"]))


def _read(shot: bytes) -> Image.Image:
    return Image.open(io.BytesIO(shot)).convert("RGB")


def keep(picture: Image.Image, name: str) -> None:
    """Writes a picture to compare with from now on."""
    KEPT.mkdir(exist_ok=True)
    picture.quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(KEPT / f"{name}.png", optimize=True)


def kept(name: str) -> Image.Image:
    """Returns a kept picture."""
    return Image.open(KEPT / f"{name}.png").convert("RGB")


def differences(one: Image.Image, other: Image.Image) -> str:
    """Returns what tells two pictures apart, or nothing if that is only how letters are smoothed."""
    if one.width != other.width or abs(one.height - other.height) > _CELL:
        return f"{one.width} x {one.height} pixels, not {other.width} x {other.height}"
    size = (one.width, min(one.height, other.height))
    apart = ImageChops.difference(
        *(picture.crop((0, 0, *size)).filter(_BLUR).reduce(_CELL) for picture in (one, other))
    )
    worst = ImageChops.lighter(ImageChops.lighter(*apart.split()[:2]), apart.split()[2])
    differ = worst.point(lambda by: 255 if by > _APART else 0)
    count = differ.histogram()[255]
    if count <= _ALLOWED:
        return ""
    left, top, right, bottom = (end * _CELL * _HALF for end in differ.getbbox())
    return f"{count} cells of the page differ, between ({left}, {top}) and ({right}, {bottom})"
