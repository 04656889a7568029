"""The room on a page of print: what PDF, Word and the charts that are drawn for them share."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.style.house import House
from analysis.style.rules import PAPER_MM

TOP_MM, BOTTOM_MM = 24, 22  # margins above and below the text, as in page.typ
_CAPTION_MM = 45  # of a page, for the caption of a picture and the notes below it


def measure_page(house: House) -> tuple[float, float]:
    """Returns width and height of a page, in millimetres.

    >>> from analysis.style.house import get_shipped_house
    >>> measure_page(get_shipped_house())
    (210, 297)
    """
    return PAPER_MM[house.paper["size"]]


def measure_text_area(house: House, turned: bool = False) -> tuple[float, float]:
    """Returns width and height of the text on a page, in millimetres. turned: by a quarter.

    >>> from analysis.style.house import get_shipped_house
    >>> measure_text_area(get_shipped_house())
    (166, 251)
    """
    width, height = measure_page(house)
    if turned:
        width, height = height, width
    return width - 2 * house.paper["margin_mm"], height - TOP_MM - BOTTOM_MM


def measure_picture_area(house: House) -> tuple[float, float]:
    """Returns width and height of the largest picture with its caption and notes on a page, in millimetres.

    >>> from analysis.style.house import get_shipped_house
    >>> measure_picture_area(get_shipped_house())
    (166, 206)
    """
    width, height = measure_text_area(house)
    return width, height - _CAPTION_MM


def divide_evenly(sizes: Sequence[float], room: float) -> list[list[int]]:
    """Returns the positions of some sizes in order, in as few groups as fit the room each, and alike in size.

    A size larger than the room has a group of its own.

    >>> divide_evenly([3, 3, 3, 3], 10)
    [[0, 1], [2, 3]]
    """
    least, most = min(max(sizes, default=0.0), room), room
    count = len(_fill_groups(sizes, room))
    for _ in range(20):  # bisection: to a millionth of the room
        middle = (least + most) / 2
        if len(_fill_groups(sizes, middle)) > count:
            least = middle
        else:
            most = middle
    return _fill_groups(sizes, most)


def _fill_groups(sizes: Sequence[float], room: float) -> list[list[int]]:
    """Returns the positions in order, as many in each group as there is room for."""
    groups: list[list[int]] = [[]]
    taken = 0.0
    for at, size in enumerate(sizes):
        if groups[-1] and taken + size > room:
            groups.append([])
            taken = 0.0
        groups[-1].append(at)
        taken += size
    return groups
