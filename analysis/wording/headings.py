"""The headings of columns that nobody has headed: the column's own name, in the language of the reader."""

from __future__ import annotations

from analysis.messages import pgettext

_CONTEXT = "heading of a column"


def name_column(name: str) -> str:
    """Returns the name of a column as words; one that the catalogues do not have, as those of an author's own frame, in
    its own.

    >>> name_column("as_of"), name_column("my_own")
    ('as of', 'my own')
    """
    return pgettext(_CONTEXT, name.replace("_", " "))
