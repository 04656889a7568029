"""Tables of HTML as grids: headings of several rows, and cells that take several columns or rows."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from analysis.report.document.draft.grids import read_grid
from analysis.report.document.model import Cell, Grid, Run, get_plain_text


def read(text: str) -> Grid | None:
    return read_grid(html.fromstring(text), lambda cell: (Run(cell.text_content()),) if cell.text_content() else ())


def list_texts(grid: Grid) -> list[list[str]]:
    return [[get_plain_text(cell.text) for cell in row] for row in grid.rows]


def test_a_frame_with_two_rows_of_headings_and_row_names():
    columns = pd.MultiIndex.from_tuples([("a", "x"), ("a", "y"), ("b", "x")])
    grid = read(pd.DataFrame([[1, 2, 3], [4, 5, 6]], index=["r", "s"], columns=columns).to_html())
    assert (grid.heads, grid.width) == (2, 4)
    assert list_texts(grid) == [["", "a", "b"], ["", "x", "y", "x"], ["r", "1", "2", "3"], ["s", "4", "5", "6"]]
    assert grid.rows[0][1] == Cell((Run("a"),), True, 2, 1)


def test_a_cell_that_takes_two_rows_leaves_its_place_free():
    grid = read("<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>")
    assert grid.rows == ((Cell((Run("a"),), down=2), Cell((Run("b"),))), (Cell((Run("c"),)),))


def test_a_short_row_is_filled_and_a_span_never_leaves_the_table():
    grid = read("<table><tr><td>a</td><td>b</td></tr><tr><td rowspan=9>c</td></tr></table>")
    assert grid.rows[1] == (Cell((Run("c"),)), Cell(()))


def test_a_table_without_cells_is_none():
    assert read("<table><caption>x</caption></table>") is None


SPANS = st.lists(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), max_size=4), min_size=1, max_size=5)


@given(SPANS)
def test_every_place_of_a_grid_is_taken_once(rows):
    cells = "".join(
        f"<tr>{''.join(f'<td colspan={across} rowspan={down}>x</td>' for across, down in row)}</tr>" for row in rows
    )
    grid = read(f"<table>{cells}</table>")
    if grid is None:
        assert not any(rows)
        return
    taken = [[0] * grid.width for _ in grid.rows]
    for y, row in enumerate(grid.rows):
        x = 0
        for cell in row:
            while x < grid.width and taken[y][x]:
                x += 1
            for below in range(cell.down):
                for beside in range(cell.across):
                    taken[y + below][x + beside] += 1
            x += cell.across
    assert {count for line in taken for count in line} == {1}
