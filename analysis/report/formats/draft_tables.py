"""The tables of a draft as formats need them: where each cell is, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.report.document.model import Cell, Grid, get_plain_text

# In some languages no-break spaces part thousands, and a sign of a unit from its number.
_NUMERIC = re.compile(r"\s*[-+−]?[$€£₴]?\d[\d.,\u00a0\u202f]*(?:[eE][+-]?\d+)?[ \u00a0\u202f]?[%$€£₴]?\s*")


def locate_cells(grid: Grid) -> Iterator[tuple[int, int, Cell]]:
    """Yields the row and the column of each cell, from 0, and the cell.

    >>> grid = Grid(((Cell(("a",), down=2), Cell(("b",))), (Cell(("c",)),)), 2)
    >>> [(row, column, *cell.text) for row, column, cell in locate_cells(grid)]
    [(0, 0, 'a'), (0, 1, 'b'), (1, 1, 'c')]
    """
    taken = [0] * grid.width  # how many rows below are taken, by column
    for y, row in enumerate(grid.rows):
        x = 0
        for cell in row:
            while x < grid.width and taken[x]:
                x += 1
            yield y, x, cell
            for step in range(x, min(x + cell.across, grid.width)):
                taken[step] = cell.down
            x += cell.across
        taken = [max(0, left - 1) for left in taken]


def is_number(cell: Cell) -> bool:
    """Returns whether a cell holds a number and nothing else.

    >>> is_number(Cell(("−1,250.5",))), is_number(Cell(("12 of 40",)))
    (True, False)
    """
    return _NUMERIC.fullmatch(get_plain_text(cell.text)) is not None


def format_spans(cell: Cell) -> str:
    """Returns the attributes of HTML for a cell that takes several columns or rows, '' for any other.

    >>> format_spans(Cell((), across=2)), format_spans(Cell(()))
    (' colspan="2"', '')
    """
    across = f' colspan="{cell.across}"' if cell.across > 1 else ""
    down = f' rowspan="{cell.down}"' if cell.down > 1 else ""
    return across + down
