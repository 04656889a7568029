"""Document -> the files that pass it on: its card, each figure as a picture and as a page of its own."""

from __future__ import annotations

from analysis.report.document.model import Document


def build_share_files(document: Document) -> dict[str, bytes]:
    """Returns relative path -> content; none where the report is not published. Raises ReportError."""
    from analysis.report.formats.html.sharing import build_figure_pages
    from analysis.report.formats.share_pictures import draw_share_pictures

    if document.published is None:
        return {}
    pages = build_figure_pages(document, document.published)
    return draw_share_pictures(document, document.published) | {name: page.encode() for name, page in pages.items()}
