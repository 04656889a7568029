"""What a draft may hold besides the blocks of a report, in Word; runs are written as XML, for there may be many."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import starmap
from operator import itemgetter
from xml.sax.saxutils import escape

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from analysis.errors import ReportError
from analysis.messages import gettext
from analysis.report.document.draft.numbers import COUNTED, describe_unmarked, split_numbers, split_printed
from analysis.report.document.model import Cell, Formula, Grid, Inline, Picture, Run, Verbatim, get_plain_text
from analysis.report.document.note_text import get_web_address
from analysis.report.document.text_cells import Break
from analysis.report.formats.docx.blocks import write_block
from analysis.report.formats.docx.formulas import NAMESPACE, write_formula
from analysis.report.formats.docx.text import write_inline
from analysis.report.formats.docx.writer import Element, WordDraft, add_run, describe_picture
from analysis.report.formats.draft_colours import find_paint
from analysis.report.formats.draft_pictures import draw_raster
from analysis.report.formats.draft_tables import locate_cells

_LOOKS = {
    "bold": "<w:b/><w:bCs/>",
    "italic": "<w:i/><w:iCs/>",
    "struck": "<w:strike/>",
    "sub": '<w:vertAlign w:val="subscript"/>',
    "sup": '<w:vertAlign w:val="superscript"/>',
}
_MONO = '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>'
_MARK = '<w:u w:val="wave" w:color="B3261E"/>'
_TWIPS = 15  # of a pixel
_HIGHEST = 0.9  # of the height of the text, a picture
_LETTER = 90  # twips of a letter in a table
_LEAST = 300  # twips of a column


def _format_run(text: str, look: str = "", style: str = "") -> str:
    styled = f'<w:rStyle w:val="{style}"/>' if style else ""
    properties = f"<w:rPr>{styled}{look}</w:rPr>" if styled or look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _format_marked(text: str, before: str = "", after: str = "", style: str = "") -> str:
    """Returns words as runs in which every number is marked. before, after: other looks, in Word's order."""
    return "".join(
        _format_run(part, f"{before}{_MARK if is_number else ''}{after}", style)
        for part, is_number in split_numbers(text)
    )


def _format_inline(item: Inline, draft: WordDraft) -> str:
    """Returns a part of a text of a draft as XML."""
    if isinstance(item, Break):
        return "<w:r><w:br/></w:r>"
    if isinstance(item, Formula):
        drawn = write_formula(item.text, item.display) or _format_run(item.text, _MONO)
        return f"<w:r><w:br/></w:r>{drawn}<w:r><w:br/></w:r>" if item.display else drawn
    if not isinstance(item, Run):
        return _format_run(get_plain_text((item,)))
    before = (_MONO if "code" in item.styles else "") + "".join(
        _LOOKS[style] for style in ("bold", "italic", "struck") if style in item.styles
    )
    after = "".join(_LOOKS[style] for style in ("sub", "sup") if style in item.styles)
    is_link = bool(item.url and get_web_address(item.url))
    style = "Hyperlink" if is_link else ""
    if "code" in item.styles:
        drawn = _format_run(item.text, before + after, style)
    else:
        drawn = _format_marked(item.text, before, after, style)
    if not is_link:
        return drawn
    key = draft.word.part.relate_to(item.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    return f'<w:hyperlink r:id="{key}" w:history="1">{drawn}</w:hyperlink>'


@write_inline.register
def _(item: Run | Formula, draft: WordDraft, parent: Element) -> None:
    _append(parent, _format_inline(item, draft))


def _append(parent: Element, xml: str) -> None:
    parent.extend(list(parse_xml(f"<w:p {nsdecls('w', 'r')} {NAMESPACE}>{xml}</w:p>")))


@write_block.register
def _(item: Verbatim, draft: WordDraft) -> None:
    unmarked = describe_unmarked(item)
    if unmarked:
        add_run(draft.add_paragraph("Remark"), unmarked)
    lines = _format_lines(item, item.role in COUNTED and not unmarked)
    _append(draft.add_paragraph("Verbatim"), "<w:r><w:br/></w:r>".join(lines))


def _format_lines(item: Verbatim, counted: bool) -> Iterator[str]:
    at = 0
    for line in item.text.split("\n"):
        if item.looks:
            yield "".join(starmap(_format_printed, split_printed(line, item.looks, at, counted)))
        else:
            yield (_format_marked(line) if counted else _format_run(line)) if line else ""
        at += len(line) + 1


def _format_printed(text: str, names: tuple[str, ...], is_number: bool) -> str:
    ink, behind = find_paint(names)
    look = "".join(_LOOKS[name] for name in ("bold", "italic") if name in names)
    look += f'<w:color w:val="{ink[1:].upper()}"/>' if ink else ""
    look += _MARK if is_number else ""
    look += f'<w:shd w:val="clear" w:color="auto" w:fill="{behind[1:].upper()}"/>' if behind else ""
    return _format_run(text, look)


@write_block.register
def _(item: Picture, draft: WordDraft) -> None:
    paragraph = draft.add_paragraph("Figure")
    width = min(item.width * _TWIPS, draft.width, draft.height * _HIGHEST * item.width / item.height)
    try:
        place = Paragraph(paragraph, draft.word._body).add_run()
        shape = place.add_picture(io.BytesIO(draw_raster(item)), width=Twips(max(1, round(width))))
    except (ReportError, UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError):
        words = gettext(
            "{alt}: a picture ({kind}) that Word cannot show; the page shows it.", alt=item.alt, kind=item.kind
        )
        add_run(paragraph, words, "Quiet")
        return
    describe_picture(shape, item.alt[:100], item.alt, item.name)


@write_block.register
def _(item: Grid, draft: WordDraft) -> None:
    widths = _share_width(item, draft.width)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    places: list[list[tuple[int, Cell, bool]]] = [[] for _ in item.rows]  # of a row: columns, cells, whether they go on
    for row, column, cell in locate_cells(item):
        for below in range(cell.down):
            places[row + below].append((column, cell, below > 0))
    rows = []
    for position, row_places in enumerate(places):
        is_head = position < item.heads
        properties = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if is_head else ''}</w:trPr>"
        cells = (
            _format_cell(cell, sum(widths[at : at + cell.across]), goes_on, is_head, draft)
            for at, cell, goes_on in sorted(row_places, key=itemgetter(0))
        )
        rows.append(f"<w:tr>{properties}{''.join(cells)}</w:tr>")
    xml = (
        f'<w:tbl {nsdecls("w", "r")} {NAMESPACE}><w:tblPr><w:tblStyle w:val="HouseTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:firstRow="{int(item.heads > 0)}" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    body = draft.word.element.body
    body.sectPr.addprevious(parse_xml(xml))
    draft.add_paragraph("Beneath")


def _format_cell(cell: Cell, width: int, goes_on: bool, is_head: bool, draft: WordDraft) -> str:
    """Returns a cell of one row. width: in twips. goes_on: whether it began in a row above, where its words are."""
    span = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
    merged = "<w:vMerge/>" if goes_on else '<w:vMerge w:val="restart"/>' if cell.down > 1 else ""
    style = "TableHead" if is_head or cell.head else "TableText"
    text = "" if goes_on else "".join(_format_inline(part, draft) for part in cell.text)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{text}</w:p></w:tc>'
    )


def _share_width(item: Grid, room: int) -> list[int]:
    """Returns the width of each column in twips, by its longest cell, all together no wider than the room."""
    longest = [1] * item.width
    for row in item.rows:
        if len(row) == item.width:  # no cell takes several columns or rows
            for at, cell in enumerate(row):
                longest[at] = max(longest[at], min(len(get_plain_text(cell.text)), 40))
    wanted = [max(_LEAST, letters * _LETTER + 180) for letters in longest]
    share = min(1.0, room / sum(wanted))
    return [max(1, int(width * share)) for width in wanted]
