"""Words that name another report of the case, and lead to it where both are published together."""

from __future__ import annotations

from analysis.label import Label


def see_report(notebook: str, words: str) -> Label:
    """Returns words for a place in a sentence, which a page links to the report that a notebook makes.

    notebook: its name, without .ipynb. Where the case has no such report, and in print, they are words alone.

    >>> from analysis import say, see_report
    >>> print(say("{more} has the ranges.", more=see_report("positions", "the report on positions")))
    The report on positions has the ranges.
    """
    return Label(words, f"notebooks/{notebook}")
