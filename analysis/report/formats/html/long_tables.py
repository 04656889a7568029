"""A table of very many rows as HTML: all of them are in the file, and are drawn as one scrolls to them.

A browser measures every cell of a table before it draws the first. So the columns of such a table have fixed shares of
its width, and its rows stand in slices: each is a `tbody` that the browser leaves out until it is near the screen
(`content-visibility`), and that a search within the page finds all the same. The slices after the first are text until
theme/notes.js builds them, one by one; a page without script shows them one below the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from analysis.report.document.model import RichText, Table, get_plain_text
from analysis.report.formats.html.filling import fill_markup
from analysis.report.formats.table_fit import split_pieces

MANY = 500  # rows; a longer table is in slices
_SLICE = 100  # rows: some screens high, and built in hundredths of a second on a telephone
_MAX_TEXT = 48  # characters beyond which a column gets no more of the width
_MAX_WORD = 24  # characters: a longer word is broken
_PADDING = 1.25  # rem on the left of a cell, as in theme/page.css


def write_columns(table: Table) -> str:
    """Returns the columns of a long table as `grid-template-columns`: the longest word, and a share by the texts.

    >>> from analysis.report.document.model import Column
    >>> columns = Column("place", ("Place",), "left"), Column("people", ("People",), "left")
    >>> write_columns(Table("k", "k", 1, ("Caption",), columns, ((("Kyiv",), ("3 million",)),), ()))
    'minmax(calc(5ch + 1.25rem),5fr) minmax(calc(7ch + 1.25rem),9fr)'
    """
    widths = []
    for at, column in enumerate(table.columns):
        cells = [column.label, *(row[at] for row in table.rows)]
        longest = max(_measure_lines(cell) for cell in cells)
        # a column of numbers does not break its lines
        words = longest if column.align == "right" else max(map(_measure_word, cells))
        widths.append(f"minmax(calc({min(words, _MAX_WORD)}ch + {_PADDING}rem),{max(1, min(longest, _MAX_TEXT))}fr)")
    return " ".join(widths)


def _measure_lines(text: RichText) -> int:
    return len(get_plain_text(text))


def _measure_word(text: RichText) -> int:
    return max((len(piece) for piece, _ in split_pieces(text)), default=0)


def slice_rows(rows: Sequence[Markup]) -> tuple[Markup, Markup]:
    """Returns the first rows of a long table, and the slices that follow it, each of them a table for itself.

    >>> first, further = slice_rows([Markup("<tr></tr>")] * 250)
    >>> first.count("<tr>"), further.count("<table"), further.count("<tr>")
    (100, 2, 150)
    """
    first, *further = (Markup("").join(rows[at : at + _SLICE]) for at in range(0, len(rows), _SLICE))
    holder = '<div class="later slice"><noscript><table><tbody>\n{}</tbody></table></noscript></div>\n'
    return first, Markup("").join(fill_markup(holder, part) for part in further)
