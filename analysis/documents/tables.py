"""The cells of a table, each with the headings of its row and column; a cell that spans several is there once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Content = TypeVar("Content")
WIDEST = 1_000
"""Columns and rows that one cell may span."""


@dataclass(eq=False)
class Cell(Generic[Content]):
    """A cell as its table has it. head: whether it is marked as a heading. across, down: columns and rows it spans."""

    content: Content
    text: str
    head: bool = False
    across: int = 1
    down: int = 1


def name_cells(rows: Sequence[Sequence[Cell[Content]]], heads: int = 0) -> list[tuple[Cell[Content], str, str]] | None:
    """Returns the cells of a table in reading order, with the headings of row and column; None below two columns.

    The headings of columns are the cells above in the rows at the top of which all cells are headings; without these,
    the first row where no cell of it has a digit. That of a row is its first heading, or its first cell.

    heads: how many rows at the top are marked as headings.

    >>> rows = [[Cell(0, "Aid"), Cell(1, "Men")], [Cell(2, "Grain"), Cell(3, "12 500")]]
    >>> [(cell.text, row, column) for cell, row, column in name_cells(rows)][-1]
    ('12 500', 'Grain', 'Men')
    """
    grid = _lay_out(rows)
    if max((len(row) for row in grid), default=0) < 2:
        return None
    heads = heads or _count_heads(grid)
    found, seen = [], set[Cell[Content]]()
    for at, row in enumerate(grid):
        named = next((cell for cell in row.values() if cell.head), row.get(0)) if at >= heads else None
        for column, cell in sorted(row.items()):
            if cell in seen:
                continue
            seen.add(cell)
            above = (grid[level].get(column) for level in range(min(heads, at)))
            names = dict.fromkeys(head.text for head in above if head and head is not cell and head.text)
            found.append((cell, named.text if named and named is not cell else "", " / ".join(names)))
    return found


def _lay_out(rows: Sequence[Sequence[Cell[Content]]]) -> list[dict[int, Cell[Content]]]:
    """Returns the rows of a table: column -> the cell that covers it."""
    grid: list[dict[int, Cell[Content]]] = [{} for _ in rows]
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[at]:
                column += 1
            for level in range(at, min(at + cell.down, len(rows))):
                for place in range(column, column + cell.across):
                    grid[level].setdefault(place, cell)
            column += cell.across
    return grid


def _count_heads(grid: Sequence[dict[int, Cell[Content]]]) -> int:
    """Returns how many rows at the top hold the headings of the columns."""
    count = 0
    for row in grid:
        if not row or not all(cell.head for cell in row.values()):
            break
        count += 1
    if count:
        return count
    first = [cell.text for cell in grid[0].values()]
    return int(len(grid) > 1 and all(first) and not any(character.isdigit() for text in first for character in text))
