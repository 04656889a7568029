"""A table of HTML -> a grid: every cell in its place, those included that take several columns or rows."""

from __future__ import annotations

from collections import Counter
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
    taken: set[tuple[int, int]] = set()  # places that a cell has
    for y, row in enumerate(rows):
        cells, x = [], 0
        for element in row.iterchildren("td", "th"):
            while (y, x) in taken:
                x += 1
            across = _read_span(element, "colspan")
            down = min(_read_span(element, "rowspan"), len(rows) - y)
            while any((y, x + step) in taken for step in range(across)):
                across -= 1
            taken |= {(y + below, x + step) for below in range(down) for step in range(across)}
            cells.append(Cell(read_text(element), element.tag == "th", across, down))
            x += across
        written.append(tuple(cells))
    width = max((x + 1 for _, x in taken), default=0)
    if not width:
        return None
    counts = Counter(y for y, _ in taken)
    filled = ((*cells, *[Cell(())] * (width - counts[y])) for y, cells in enumerate(written))  # places at the end
    return Grid(tuple(filled), width, _count_heads(rows, written))


def _find_table(row: Any) -> Any:
    return next(row.iterancestors("table"), None)


def _read_span(element: Any, name: str) -> int:
    given = (element.get(name) or "").strip()
    return min(max(int(given), 1), _MAX_SPAN) if given.isdecimal() and len(given) < 7 else 1


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
