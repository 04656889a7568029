"""What a colour means: a party, a plan, a verdict, a risk or a good has one colour and mark in every figure of a case.

A name of the case says itself what it names (`Label.ref`), and its case how that looks (`Case.look`). Verdicts, risks
and goods are words, with colours of the house style. Anything else is coloured by its place in the figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from analysis.label import Label
from analysis.style.house import get_current_house
from analysis.style.looks import Look, choose_look

# A word, in lower case -> the entry of the house style that has its colour, and its mark.
MEANINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "confirmed": ("good", "o"),
        "partly right": ("mixed", "s"),
        "contradicted": ("risk", "X"),
        "not verified": ("unknown", "D"),
        "garbled": ("damaged", "v"),
        "opinion": ("neutral", "*"),
        "positive": ("good", "^"),
        "risk": ("risk", "v"),
        "kept": ("good", "o"),
        "kept in part": ("mixed", "s"),
        "broken": ("risk", "X"),
        "agreed": ("good", "o"),
        "open": ("mixed", "s"),
        "comes": ("good", "o"),
        "comes at best": ("mixed", "s"),
        "does not come": ("unknown", "D"),
    }
)


def find_look(cell: object) -> Look | None:
    """Returns the look that a name or a word has in every figure; None for one that means nothing of its own.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> find_look(case.label("ukraine")) == case.look("ukraine"), find_look("Confirmed").colour, find_look("Need")
    (True, '#2f7f63', None)
    """
    if isinstance(cell, Label) and cell.ref.startswith(("parties/", "plans/")):
        ask = getattr(cell.case, "look", None)
        found = ask(cell.id) if ask else None
        return found if isinstance(found, Look) else None
    if meaning := MEANINGS.get(get_english(cell).lower()):
        return Look(get_current_house().colour[meaning[0]], meaning[1])
    return None


def get_english(cell: object) -> str:
    """Returns a word in English, by which it has its meaning, whatever the language that it is printed in.

    A Label whose text is such a word has its meaning.

    >>> get_english("open"), get_english(Label("the plan", "plans/a"))
    ('open', 'the plan')
    """
    text = cell.text if isinstance(cell, Label) else cell
    return str.__str__(text) if isinstance(text, str) else str(text)


def find_looks(cells: Iterable[object]) -> dict[str, Look]:
    """Returns the look of each name in a figure, in order: its own, else that of its place among them.

    >>> list(find_looks(["Need", "Means"]).values())
    [Look(colour='#134a7c', mark='o'), Look(colour='#c78818', mark='s')]
    """
    names = {str(cell): cell for cell in cells}
    return {name: get_look(cell, at) for at, (name, cell) in enumerate(names.items())}


def get_look(cell: object, position: int = 0) -> Look:
    """Returns the look of one name in a figure: its own, or that of a position among the colours of series."""
    return find_look(cell) or choose_look(position, get_current_house().colour["series"])
