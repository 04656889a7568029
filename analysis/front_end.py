"""Whether a front end shows what a cell ends in, and what writes it for one.

A claim, an Estimate, a case and whatever is shown know nothing of a page, and of the room `analysis.display`, which
writes them as HTML for JupyterLab and its like; it is imported by name when the first of them is displayed.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

_ROOM = "analysis.display"
_FRAMES = ("pandas", "pandas.core.frame")  # where pandas says that its DataFrame is, by its version
_silent = False


def silence() -> None:
    """Has nothing written for a front end in this process: for a kernel whose outputs only the report engine reads."""
    global _silent
    _silent = True


def find_shell() -> Any:
    """Returns IPython's shell, of a notebook's kernel or of a terminal; None in plain Python.

    >>> find_shell() is None
    True
    """
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


def is_heard() -> bool:
    """Returns whether HTML may be looked at: not in a terminal, and not where it was silenced.

    >>> is_heard()
    True
    """
    shell = find_shell()
    return not _silent and (shell is None or hasattr(shell, "kernel"))


def render_html(shown: object) -> str:
    """Returns what stands in a notebook for an object: HTML in which every number opens its card.

    >>> from analysis import load_case
    >>> "about 30 million" in render_html(load_case()["population.now"])
    True
    """
    written: str = importlib.import_module(_ROOM).render_html(shown)
    return written


class Displayed:
    """What a cell may end in to be looked at: in a notebook HTML, elsewhere its `repr`."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/html": render_html(self)} if is_heard() else {}


def watch_frames(shell: Any) -> None:
    """Has a DataFrame displayed with numbers that open, where its cells are Estimates. shell: of a notebook."""
    for module in _FRAMES:
        shell.display_formatter.formatters["text/html"].for_type_by_name(module, "DataFrame", _render_frame)


def _render_frame(frame: Any) -> str | None:
    plain: str | None = frame._repr_html_()
    may_open = is_heard() and any(kind.kind == "O" for kind in frame.dtypes)  # only such columns hold Estimates
    return render_html(frame) if plain and may_open else plain


def complete_texts(shell: Any) -> None:
    """Has Tab complete the ids and words in calls of this library, such as `case.role("`. shell: of a notebook."""
    from IPython.core.completer import SimpleCompletion, context_matcher

    def match_argument(context: Any) -> dict[str, Any]:
        completion = importlib.import_module("analysis.completion")
        typed, found = completion.complete_argument(context.full_text[: _find_cursor(context)], shell.user_ns)
        return {
            "completions": [SimpleCompletion(text=word, type="text") for word in found],
            "matched_fragment": typed,
            "suppress": bool(found),
        }

    shell.Completer.custom_matchers.append(context_matcher()(match_argument))


def _find_cursor(context: Any) -> int:
    """Returns where the cursor is in the whole text of a cell."""
    lines = context.full_text.splitlines(keepends=True)
    return sum(map(len, lines[: context.cursor_line])) + int(context.cursor_position)
