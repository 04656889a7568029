"""How wide the columns of a long table are, and which rows fill one line.

Typst would measure every cell by setting it twice, which for thousands of rows takes longer than all its other work.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import cache

from analysis.report.document.model import Number, RichText, Table, get_plain_text
from analysis.style.house import FONT_FOLDER, House
from analysis.style.rules import PAPER_MM

_FONT_SIZE, _CELL_INSET, _NOTE_MARK = (
    8.5,
    0.45,
    0.64,
)  # as in page.typ: points; em beside a cell; em of a note's number
_SAFETY_FACTOR = 1.03  # for kerning and digits of one width, which the measuring leaves out
_MIN_COLUMN = 60  # points of a column of words: Typst lays out narrower ones
_POINTS_PER_MM = 72 / 25.4


def compute_layout(table: Table, widths: Sequence[str], house: House) -> tuple[list[str], list[bool]] | None:
    """Returns the columns' widths, such as `61.2pt`, and for each row whether it certainly takes one line.

    widths: as given to Typst, `auto` or a share such as `2.5fr`. Returns None where words have too little room; Typst
    then lays the table out itself.
    """
    measure = _load_measure(house)
    natural = [[_measure_cell(measure, cell) for cell in row] for row in table.rows]
    room = (PAPER_MM[house.paper["size"]][0] - 2 * house.paper["margin_mm"]) * _POINTS_PER_MM
    inset = 2 * _CELL_INSET * _FONT_SIZE
    taken = {
        at: max(measure(get_plain_text(column.label)), *(row[at] for row in natural)) + inset
        for at, (column, width) in enumerate(zip(table.columns, widths, strict=True))
        if width == "auto"
    }
    shares = {at: float(width.removesuffix("fr")) for at, width in enumerate(widths) if at not in taken}
    rest = room - sum(taken.values())
    columns = taken | {at: rest * share / sum(shares.values()) for at, share in shares.items()}
    if any(columns[at] < _MIN_COLUMN for at in shares) or rest < 0:
        return None
    single = [all(width <= columns[at] - inset for at, width in enumerate(row)) for row in natural]
    return [f"{columns[at]:.2f}pt" for at in range(len(widths))], single


def _measure_cell(measure: Callable[[str], float], cell: RichText) -> float:
    marks = sum(_NOTE_MARK * measure(f" [{part.note}]") for part in cell if isinstance(part, Number))
    return measure(get_plain_text(cell)) + marks


@cache
def _load_measure(house: House) -> Callable[[str], float]:
    """Returns the function that measures a text in the typeface of labels, in points."""
    from PIL import ImageFont

    own = next((face.data for face in house.faces if (face.family, face.cut) == (house.type["label"], "Bold")), None)
    file = io.BytesIO(own) if own else FONT_FOLDER / f"{house.type['label'].replace(' ', '')}-Bold.ttf"
    font = ImageFont.truetype(file, 1000, layout_engine=ImageFont.Layout.BASIC)  # bold, as a cell may be: it is wider
    return cache(lambda text: font.getlength(text) * _FONT_SIZE / 1000 * _SAFETY_FACTOR)
