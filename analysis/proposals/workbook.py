"""The review table as an Excel workbook: every cell a text, the decision a list to choose from, the header in view.

Office Open XML (ECMA-376) by openpyxl. As all cells are formatted as text, no spreadsheet takes a date, an id or a
formula out of one; a cell that one might is marked as a text besides.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Sequence
from typing import Any

from analysis import limits
from analysis.errors import UsageError
from analysis.extras import require_extra
from analysis.proposals.cells import RawCell, needs_guard, read_cell, write_value

_SHEET = "review"
_MOST_CHARACTERS = 32_767  # of a cell, by the limits of Excel
_WIDTHS = {"why": 28, "claim_id": 24, "quantity": 24, "statement": 44, "phrase": 32, "sentence": 60, "reason": 30}
_USUAL_WIDTH = 13
_WRAPPED = ("statement", "sentence", "why")
_FIXED = 4  # columns that stay in view, up to the id
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MAGIC, _OLD_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def is_workbook(content: bytes) -> bool:
    """Returns whether a file is a workbook, of whatever kind."""
    return content.startswith((_MAGIC, _OLD_MAGIC))


def write_workbook(header: Sequence[str], rows: Sequence[Sequence[str]], choices: Sequence[str], name: str) -> bytes:
    """Returns a workbook with one sheet. choices: what the first column offers to choose from.

    Raises UsageError where openpyxl is missing, and for a cell that a workbook cannot hold.
    """
    require_extra("openpyxl", "draft", "a review table as .xlsx")
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet: Any = book.active
    sheet.title = _SHEET
    styles: dict[tuple[bool, bool, bool], Any] = {}  # openpyxl takes long to find out that two styles are the same
    for number, row in enumerate((header, *rows), 1):
        for at, text in enumerate(row, 1):
            if len(text) > _MOST_CHARACTERS:
                raise UsageError(
                    f"{name}:{number}:{header[at - 1]}: found {len(text):,} characters; allowed: at most "
                    f"{_MOST_CHARACTERS:,} in a cell of a workbook. Write the table as .csv."
                )
            cell = sheet.cell(number, at)
            if text:
                cell.value = _ESCAPED.sub(r"_x005F_x\1_", text)
                cell.data_type = "s"  # openpyxl takes `=1` for a formula and `#N/A` for an error
            look = needs_guard(text), header[at - 1] in _WRAPPED, number == 1
            if look not in styles:
                cell.number_format = "@"
                cell.quotePrefix = look[0]
                cell.alignment = Alignment(vertical="top", wrap_text=look[1])
                cell.font = Font(bold=look[2])
                styles[look] = cell._style
            cell._style = styles[look]
    sheet.freeze_panes = f"{get_column_letter(_FIXED + 1)}2"
    for at, column in enumerate(header, 1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(column, _USUAL_WIDTH)
    if rows:
        offered = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        offered.showErrorMessage = False  # merge:ID is typed
        offered.add(f"A2:A{len(rows) + 1}")
        sheet.add_data_validation(offered)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read_workbook(content: bytes, name: str) -> list[tuple[int, list[RawCell]]]:
    """Returns (row in the spreadsheet, cells) of each row of its sheet that is not blank. Raises UsageError."""
    if content.startswith(_OLD_MAGIC):
        raise UsageError(f"{name} is a workbook of an old kind, or encrypted; save it as .xlsx without a password.")
    require_extra("openpyxl", "draft", "a review table as .xlsx")
    from openpyxl import load_workbook

    try:
        _check_size(content, name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of openpyxl, on parts of the file that hold no cells
            book = load_workbook(io.BytesIO(content))
        sheet: Any = book[_SHEET] if _SHEET in book.sheetnames else book.worksheets[0]
        rows = [(number, [_read_cell(cell) for cell in row]) for number, row in enumerate(sheet.iter_rows(), 1)]
    except UsageError:
        raise
    except Exception as error:  # of many types, from the reader of a damaged file
        raise UsageError(f"{name} cannot be read as a workbook ({type(error).__name__}); save it again.") from error
    return [(number, cells) for number, cells in rows if any(cell.text.strip() for cell in cells)]


def _check_size(content: bytes, name: str) -> None:
    """Raises UsageError for a workbook that would fill the memory, before anything of it is unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        size = sum(part.file_size for part in packed.infolist())
    if size > limits.MAX_UNPACKED_BYTES:
        raise UsageError(f"{name} has {size:,} bytes unpacked; allowed: at most {limits.MAX_UNPACKED_BYTES:,}.")


def _read_cell(cell: Any) -> RawCell:
    if cell.data_type == "f":
        return RawCell(str(getattr(cell.value, "text", cell.value)), "formula")
    if cell.data_type == "e":
        return RawCell(str(cell.value), "error")
    if isinstance(cell.value, str):
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell.value)
        text = text.replace("\r\n", "\n")
        return RawCell(text, "text") if cell.quotePrefix else read_cell(text)  # a CSV file may have become a workbook
    return RawCell(write_value(cell.value, cell.number_format), "typed")
