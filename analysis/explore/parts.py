"""The plain parts of a panel: headings, lists, buttons, notes for readers and screen readers, and a cell to copy."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from analysis.case.case import Case
from analysis.case.selection import BASES, Basis
from analysis.messages import gettext

if TYPE_CHECKING:
    import ipywidgets

LABELS = "10em"  # as wide as the names of all widgets are
STYLE = """<style>
.communique-explorer { padding-right: 4px; }
.communique-explorer .widget-inline-hbox { height: auto; align-items: center; min-width: 0; }
.communique-explorer .widget-inline-hbox .widget-label { white-space: normal; line-height: 1.2; height: auto;
  overflow: visible; overflow-wrap: anywhere; }
.communique-explorer select, .communique-explorer input { min-width: 0; min-height: var(--jp-widgets-inline-height); }
.communique-explorer .jp-OutputArea-child { overflow-x: auto; }
.communique-explorer pre { white-space: pre-wrap; overflow-wrap: anywhere; }
</style>"""
_COPY = (
    "const code = this.parentNode.querySelector('pre'), said = this.nextElementSibling;"
    "const chosen = getSelection(); chosen.selectAllChildren(code);"
    "(navigator.clipboard ? navigator.clipboard.writeText(code.textContent) : Promise.reject())"
    ".then(() => { said.textContent = 'Copied.'; },"
    " () => { said.textContent = 'Selected: press Ctrl+C or ⌘C to copy.'; });"
)


def make_heading(text: str) -> ipywidgets.HTML:
    """Returns the heading of a part of the panel."""
    import ipywidgets

    return ipywidgets.HTML(f"<h4 style='margin: 10px 0 4px'>{escape(text)}</h4>")


def make_dropdown(description: str, options: Sequence[Any], value: Any) -> Any:
    """Returns a Dropdown as wide as the panel, whose value is of the type of those given. options: (text, value)."""
    import ipywidgets

    return ipywidgets.Dropdown(
        description=description,
        options=options,
        value=value,
        style={"description_width": LABELS},
        layout=ipywidgets.Layout(width="auto"),
    )


def make_toggle(description: str, tooltip: str, value: bool = False) -> ipywidgets.ToggleButton:
    """Returns a button that stays down while a part of the panel is shown."""
    import ipywidgets

    return ipywidgets.ToggleButton(
        value=value, description=description, tooltip=tooltip, layout=ipywidgets.Layout(width="auto")
    )


def describe_bases(case: Case) -> list[tuple[str, Basis]]:
    """Returns the bases that differ in a case, in words; where no text is analysed there are two.

    >>> from analysis import load_case
    >>> describe_bases(load_case())[0]
    ('those of the article', 'article')
    """
    preferred = gettext("those preferred over all sources")
    words: dict[Basis, str] = {
        "article": gettext("those of {text}", text=case.analysed) if case.analysed else preferred,
        "all": preferred,
        "pooled": gettext("like claims pooled, weighed by the grade of their source"),
    }
    return [(words[basis], basis) for basis in BASES if case.analysed or basis != "all" or case.basis == "all"]


def write_note(text: str, role: Literal["status", "alert"] = "status") -> str:
    """Returns a line that screen readers say as it comes; `alert` for what went wrong."""
    look = "border-left: 4px solid #c62828; padding: 4px 10px; white-space: pre-wrap;" if role == "alert" else ""
    return f"{STYLE}<div role='{role}' style='min-height: 1.4em; {look}'>{escape(text)}</div>"


def wrap_words(text: str) -> str:
    """Returns words in full, below a list that may have to cut them."""
    return f"<div style='margin-left: {LABELS}; padding-left: 8px; line-height: 1.3'>{escape(text)}</div>"


def wrap_code(code: str) -> str:
    """Returns a cell with a button that copies it."""
    copy, cell = gettext("Copy"), gettext("The cell")
    return (
        f'<div><button type="button" class="jupyter-button" style="padding: 0 10px" onclick="{escape(_COPY)}">'
        f'{escape(copy)}</button> <span role="status"></span><pre tabindex="0" aria-label="{escape(cell)}">'
        f"{escape(code)}</pre></div>"
    )
