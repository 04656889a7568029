"""A table of HTML -> a grid: every cell in its place, those included that take several columns or rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.report.document.model import Cell, Grid, RichText

_MAX_SPAN = 1000  # columns or rows that a cell may say it takes, as browsers have it


def read_grid(table: Any, read_text: Callable[[Any], RichText]) -> Grid | None:
    """Returns the grid of a table, None for one without cells.

    table: an element of lxml. read_text: returns the text of a cell.
    Source: the HTML standard, section 4.9.12.1, "Forming a table".
    """
    rows = [row for row in table.iter("tr") if _find_table(row) is table]
    if not rows:
        return None
    written: list[tuple[Cell, ...]] = []
    taken: dict[tuple[int, int], bool] = {}  # places that an earlier cell has taken
    for y, row in enumerate(rows):
        cells, x = [], 0
        for element in row.iterchildren("td", "th"):
            while (y, x) in taken:
                x += 1
            across = _read_span(element, "colspan")
            down = min(_read_span(element, "rowspan"), len(rows) - y)
            while any((y, x + step) in taken for step in range(across)):
                across -= 1
            for step_down in range(down):
                for step in range(across):
                    taken[y + step_down, x + step] = True
            cells.append(Cell(read_text(element), element.tag == "th", across, down))
            x += across
        written.append(tuple(cells))
    width = max((x + 1 for _, x in taken), default=0)
    if not width:
        return None
    return Grid(_fill(written, width), width, _count_heads(rows, written))


def _find_table(row: Any) -> Any:
    return next(row.iterancestors("table"), None)


def _read_span(element: Any, name: str) -> int:
    given = (element.get(name) or "").strip()
    return min(max(int(given), 1), _MAX_SPAN) if given.isdigit() and len(given) < 7 else 1


def _count_heads(rows: list[Any], written: list[tuple[Cell, ...]]) -> int:
    """Returns how many rows at the top are headings: those of <thead>, else those of headings alone."""
    count = 0
    for row, cells in zip(rows, written, strict=True):
        parent = row.getparent()
        if parent.tag == "thead" or (parent.tag != "tbody" and cells and all(cell.head for cell in cells)):
            count += 1
        else:
            break
    return count if count < len(rows) else 0


def _fill(written: list[tuple[Cell, ...]], width: int) -> tuple[tuple[Cell, ...], ...]:
    """Returns the rows with an empty cell in each place at their end that no cell takes."""
    open_until = [0] * width  # the row below the last one that a cell of each column takes
    filled = []
    for y, cells in enumerate(written):
        x, row = 0, []
        for cell in cells:
            while x < width and open_until[x] > y:
                x += 1
            for step in range(cell.across):
                open_until[x + step] = y + cell.down
            row.append(cell)
            x += cell.across
        row += [Cell(())] * sum(1 for at in range(x, width) if open_until[at] <= y)
        for at in range(x, width):
            open_until[at] = max(open_until[at], y + 1)
        filled.append(tuple(row))
    return tuple(filled)
