"""The colours of printed text in a draft: dark ones on light paper, light ones on dark paper, and paler ones behind."""

from __future__ import annotations

from analysis.report.document.model import BEHIND
from analysis.style.colour import darken, lighten

_COLOURS = {  # on light and on dark paper
    "grey": ("#595959", "#b8b8b8"),
    "red": ("#a4150e", "#ff9d94"),
    "yellow": ("#745000", "#e3c15c"),
    "green": ("#1a6426", "#7ecf8a"),
    "cyan": ("#0a5e69", "#6fd0dc"),
    "blue": ("#1f4fa3", "#a6c5ff"),
    "magenta": ("#84227a", "#f2a6e7"),
}
_WHITE, _BLACK = 0.87, 0.8  # shares of them in a colour behind words


def find_colours(name: str) -> tuple[str, str]:
    """Returns the colours of a look on light and on dark paper. name: such as `red`, or `on red` for behind the words.

    >>> find_colours("red"), find_colours("on red")
    (('#a4150e', '#ff9d94'), ('#f3e1e0', '#331f1e'))
    """
    light, dark = _COLOURS[name.removeprefix(BEHIND)]
    return (lighten(light, _WHITE), darken(dark, _BLACK)) if name.startswith(BEHIND) else (light, dark)


def find_paint(names: tuple[str, ...]) -> tuple[str, str]:
    """Returns the colours of words and behind them on light paper, '' where they are those of the page.

    >>> find_paint(("bold", "on red"))
    ('', '#f3e1e0')
    """
    ink = next((find_colours(name)[0] for name in names if name in _COLOURS), "")
    return ink, next((find_colours(name)[0] for name in names if name.startswith(BEHIND)), "")


def name_class(name: str) -> str:
    """Returns the class that a look has on a page."""
    return f"t-{name.replace(' ', '-')}"


def write_styles() -> str:
    """Returns the style sheet of the looks."""
    written = [".t-bold { font-weight: 700; } .t-italic { font-style: italic; }"]
    for name in (*_COLOURS, *(f"{BEHIND}{colour}" for colour in _COLOURS)):
        part = "background" if name.startswith(BEHIND) else "color"
        written.append(f".{name_class(name)} {{ {part}: light-dark({', '.join(find_colours(name))}); }}")
    return "\n".join(written)
