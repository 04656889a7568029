"""What a cross-reference reads like in a notebook, where nothing has a number yet: a report says `Figure 2`.

What was shown before is called by its caption, the rest by its key in words. So it depends on the order in which cells
were run, and on nothing else; what a report reads of an output is the key alone.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from analysis.contract import Part, ReferencePart
from analysis.dependencies import find_notebook_shell
from analysis.messages import gettext, mark_message
from analysis.wording.capitals import begin_with_capital
from analysis.wording.quotation import quote

_LONGEST = 60  # characters of a caption
_NAMED = {  # by what a message calls what is shown
    "figure": mark_message("the figure {caption}"),
    "table": mark_message("the table {caption}"),
}
_names: dict[str, str] = {}  # key -> what it is called; of the running notebook


def note_caption(key: str, noun: str, caption: str) -> None:
    """Notes that a figure or table was shown, so that later sentences call it by its caption; only in a notebook."""
    if find_notebook_shell() is not None:
        _names[key] = gettext(_NAMED[noun], caption=_shorten(caption))


def name_reference(key: str) -> str:
    """Returns what a sentence calls the figure or table of a key.

    >>> name_reference("by_source")
    '“by source”'
    """
    return _names.get(key) or quote(key.replace("_", " "))


def name_references(text: Iterable[Part]) -> Iterator[Part]:
    """Yields the parts of a text, with words in place of its cross-references, a capital where a sentence begins.

    >>> [*name_references(["All is in ", ReferencePart("by_source"), "."])]
    ['All is in ', '“by source”', '.']
    """
    before: Part = ". "
    for part in text:
        if isinstance(part, ReferencePart):
            begins = isinstance(before, str) and before.endswith((". ", "? ", "! "))
            part = begin_with_capital(name_reference(part.key)) if begins else name_reference(part.key)
        yield part
        before = part


def _shorten(caption: str) -> str:
    return quote(textwrap.shorten(caption, _LONGEST, placeholder=" …").rstrip("."))
