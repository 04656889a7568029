"""Pictures of a draft as a format can show them: those drawn in PDF or SVG as PNG."""

from __future__ import annotations

from analysis.errors import ReportError
from analysis.report.document.model import Picture
from analysis.report.formats.typst import draw_pages, draw_png

_DPI = 150
_PT = 0.75  # points of a pixel


def draw_pdf(picture: Picture) -> bytes:
    """Returns the first page of a picture that is a PDF, as PNG. Raises ReportError where it cannot be read."""
    source = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("/{picture.name}")\n'
    return draw_pages(source, (), _DPI, {picture.name: picture.data})[0]


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
        draw_pages(
            f'#set page(width: auto, height: auto)\n#image("/{picture.name}")\n', (), 10, {picture.name: picture.data}
        )
    except ReportError:
        return False
    return True
