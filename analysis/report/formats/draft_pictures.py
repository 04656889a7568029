"""Pictures of a draft as a format can show them: those drawn in PDF or SVG as PNG."""

from __future__ import annotations

from analysis.errors import ReportError
from analysis.report.document.model import Picture
from analysis.report.formats.typst import draw_pages, draw_png

_DPI, _TRIAL_DPI = 150, 10


def draw_pdf(picture: Picture) -> bytes:
    """Returns the first page of a picture that is a PDF, as PNG. Raises ReportError where it cannot be read."""
    return _draw(picture, _DPI)


def _draw(picture: Picture, dpi: int) -> bytes:
    source = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("/{picture.name}")\n'
    return draw_pages(source, (), dpi, {picture.name: picture.data})[0]


def draw_raster(picture: Picture) -> bytes:
    """Returns a picture as PNG, JPEG or GIF. Raises ReportError where it cannot be drawn."""
    if picture.kind == "pdf":
        return draw_pdf(picture)
    if picture.kind == "svg":
        return draw_png(picture.data.decode(errors="replace"), picture.width * 25.4 / 96, _DPI)
    return picture.data


def can_draw(picture: Picture) -> bool:
    """Returns whether Typst can set a picture."""
    try:
        _draw(picture, _TRIAL_DPI)
    except ReportError:
        return False
    return True
