"""The look of a party, plan or verdict in every drawing: a colour, and a mark for who does not see colours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# The name of a mark in parties.csv -> what matplotlib calls it.
MARKS = {
    "circle": "o",
    "square": "s",
    "diamond": "D",
    "triangle": "^",
    "triangle_down": "v",
    "plus": "P",
    "cross": "X",
    "star": "*",
    "triangle_left": "<",
    "triangle_right": ">",
}


@dataclass(frozen=True)
class Look:
    """A colour (hex), and a mark as matplotlib calls it."""

    colour: str
    mark: str


def choose_look(position: int, colours: Sequence[str]) -> Look:
    """Returns the look of what stands at a position of a list, from 0; of ten in a row, no two have one mark.

    colours: from which it is chosen. With fewer than ten of them, no two looks are the same before all are used.

    >>> choose_look(0, ["#134a7c", "#c78818"]), choose_look(11, ["#134a7c", "#c78818"])
    (Look(colour='#134a7c', mark='o'), Look(colour='#c78818', mark='D'))
    """
    marks = list(MARKS.values())
    return Look(colours[position % len(colours)], marks[(position + position // len(marks)) % len(marks)])


def assign_looks(rows: Iterable[tuple[str, str | None, str | None]], colours: Sequence[str]) -> Mapping[str, Look]:
    """Returns id -> look: the colour and the mark that a row gives, else those of its place in the list.

    rows: (id, colour in hex, name of a mark), the latter two empty where the list decides. The first of the colours is
    left to what is no party.

    >>> assign_looks([("north", None, None), ("south", "#a23b3b", "star")], ["#134a7c", "#c78818"])["south"]
    Look(colour='#a23b3b', mark='*')
    """
    found = {}
    for position, (id, colour, mark) in enumerate(rows):
        usual = choose_look(position, colours[1:])
        found[id] = Look((colour or usual.colour).lower(), MARKS[mark] if mark else usual.mark)
    return found
