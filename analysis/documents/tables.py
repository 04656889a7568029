"""The cells of an HTML table, each with the headings of its row and column; a cell that spans several is there once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.documents.runs import normalise_space

if TYPE_CHECKING:
    from bs4 import Tag

_WIDEST = 1_000  # columns and rows that one cell may span


def read_table(table: Tag) -> list[tuple[Tag, str, str]] | None:
    """Returns the cells of a table in reading order, with the headings of row and column; None for a table of layout.

    A table is one of layout where it says so, or holds another one, or has one column. The headings of columns are the
    cells above in `thead` or in rows of `th`; without these, the first row where no cell of it has a digit. That of a
    row is its first `th`, or its first cell.

    >>> from bs4 import BeautifulSoup
    >>> page = BeautifulSoup("<table><tr><th>Aid<th>2025<tr><td>Grain<td>12 500</table>", "lxml")
    >>> [(cell.get_text()[:6], row, column) for cell, row, column in read_table(page.table)][-1]
    ('12 500', 'Grain', '2025')
    """
    if table.get("role") in ("presentation", "none") or table.find("table"):
        return None
    grid = _lay_out(table)
    if max((len(row) for row in grid), default=0) < 2:
        return None
    heads = _count_heads(grid)
    found, seen = [], set[int]()
    for at, row in enumerate(grid):
        named = next((cell for cell in row.values() if cell.name == "th"), row.get(0)) if at >= heads else None
        for column, cell in sorted(row.items()):
            if id(cell) in seen:
                continue
            seen.add(id(cell))
            above = [grid[level].get(column) for level in range(min(heads, at))]
            names = dict.fromkeys(_read(head) for head in above if head is not None and head is not cell)
            found.append(
                (cell, _read(named) if named is not None and named is not cell else "", " / ".join(filter(None, names)))
            )
    return found


def _lay_out(table: Tag) -> list[dict[int, Tag]]:
    """Returns the rows of a table: column -> the cell that covers it."""
    rows = list(table.find_all("tr"))
    grid: list[dict[int, Tag]] = [{} for _ in rows]
    for at, row in enumerate(rows):
        column = 0
        for cell in row.find_all(["td", "th"]):
            if cell.find_parent("tr") is not row:
                continue  # of a row that was not closed
            while column in grid[at]:
                column += 1
            across, down = _count_span(cell, "colspan"), _count_span(cell, "rowspan")
            for level in range(at, min(at + down, len(rows))):
                for place in range(column, column + across):
                    grid[level].setdefault(place, cell)
            column += across
    return grid


def _count_span(cell: Tag, name: str) -> int:
    stated = str(cell.get(name) or "")
    return min(max(int(stated), 1), _WIDEST) if stated.isdecimal() else 1


def _count_heads(grid: list[dict[int, Tag]]) -> int:
    """Returns how many rows at the top hold the headings of the columns."""
    count = 0
    for row in grid:
        if not row or not all(cell.name == "th" or cell.find_parent("thead") for cell in row.values()):
            break
        count += 1
    if count:
        return count
    first = [_read(cell) for cell in grid[0].values()] if grid else []
    return int(len(grid) > 1 and all(first) and not any(character.isdigit() for text in first for character in text))


def _read(cell: Tag) -> str:
    return normalise_space(cell.get_text(" ") if cell.find(["br", "p", "div"]) else cell.get_text())
