"""Pages of print that are filled: where a picture has moved to the next page and left this one empty, what to change.

A picture stays whole, so one that is too high for the rest of its page leaves that empty. Then the pictures of the page
are made a little lower, all alike, until it fits, and lower still where it would leave more than a third empty. If even
that is too little, the text after it comes before it, up to the next heading.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from analysis.report.document.model import Block, Document, Figure, Heading, Prose
from analysis.report.formats.pdf.figures import name_pictures
from analysis.report.formats.pdf.typst_source import name_block
from analysis.report.formats.pictures import Picture
from analysis.report.formats.typst import END, Place
from analysis.style.house import House
from analysis.style.paper import BOTTOM_MM, TOP_MM, measure_page, measure_text_area

_EMPTY, _VERY_EMPTY = 0.2, 1 / 3  # of the text's height, that a picture leaves empty
_LOW, _LOWEST = 0.85, 0.74  # of the text's width, of a picture: its type of 8.6 points is then one of 7.3, or of 6.4
_SPACE_MM = 9  # above a heading or a picture, which the top of a page does not have
_LINE_MM = 15  # what there must be room for if a text is to begin on a page


@dataclass(frozen=True)
class Arrangement:
    """The blocks of a report in the order they are printed, and pictures made lower: anchor -> share of the width.

    tried: what has been changed; nothing is changed twice.
    """

    blocks: tuple[Block, ...]
    shares: Mapping[str, float] = field(default_factory=dict)
    tried: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Piece:
    """What is printed between two places: headings and a block, or a part of a figure.

    left: on its page where it would begin if it fitted, in millimetres. before: that page. page: on which it begins.
    height: in millimetres. whole: whether it ends on the page on which it begins.
    """

    name: str
    before: int
    left: float
    page: int
    height: float
    whole: bool


def fill_pages(document: Document, set_pages: Callable[[Arrangement], Sequence[Place]]) -> Arrangement:
    """Returns the arrangement of a report that leaves little of its pages empty.

    set_pages: finds the places in an arrangement of the blocks up to the section of the last figure; all others stay.
    """
    figures = [at for at, item in enumerate(document.blocks) if isinstance(item, Figure)]
    if not figures:
        return Arrangement(document.blocks)
    after = range(figures[-1] + 1, len(document.blocks))
    cut = next((at for at in after if isinstance(document.blocks[at], Heading)), len(document.blocks))
    best, house = Arrangement(document.blocks[:cut]), document.house
    places = set_pages(best)
    while changed := change_arrangement(best, places, house):
        changed_places = set_pages(changed)
        if measure_empty(changed_places, house) < measure_empty(places, house):
            best, places = changed, changed_places
        else:
            best = replace(best, tried=changed.tried)
    return replace(best, blocks=(*best.blocks, *document.blocks[cut:]))


def measure_empty(places: Sequence[Place], house: House) -> float:
    """Returns how much of the pages is empty: the sum of the squares of the millimetres left on each.

    So one page that is half empty counts more than two of which a quarter is.
    """
    pieces = _measure_pieces(places, measure_page(house)[1])
    return sum(piece.left**2 for piece in pieces if piece.page != piece.before)


def change_arrangement(arranged: Arrangement, places: Sequence[Place], house: House) -> Arrangement | None:
    """Returns an arrangement to try, changed at the first page that a picture leaves empty; None if all is tried.

    places: where the blocks of the arrangement begin and end.
    """
    pieces = list(_measure_pieces(places, measure_page(house)[1]))
    room = measure_text_area(house)[1]
    pictures = {
        name: picture
        for item in arranged.blocks
        if isinstance(item, Figure)
        for name, picture in name_pictures(item, house).items()
    }
    for at, piece in enumerate(pieces):
        if piece.name not in pictures or piece.page == piece.before or piece.left <= _EMPTY * room:
            continue
        least = _LOWEST if piece.left > _VERY_EMPTY * room else _LOW
        changed = _lower(arranged, pieces, at, pictures, least) or _bring_forward(arranged, pieces, at)
        if changed:
            return changed
    return None


def _measure_pieces(places: Sequence[Place], page_mm: float) -> Iterator[_Piece]:
    """Yields what is printed between each two places, up to the notes."""
    ends = [place for place in places if place["ends"] and place["name"] != END]
    starts = {place["name"]: place for place in places if not place["ends"]}
    for end, after in pairwise(ends):
        if start := starts.get(end["name"]):
            pages = after["page"] - start["page"]
            yield _Piece(
                end["name"],
                end["page"],
                page_mm * (1 - end["down"]) - BOTTOM_MM,
                start["page"],
                page_mm * (after["down"] - start["down"]) + pages * (page_mm - TOP_MM - BOTTOM_MM),
                pages == 0,
            )


def _lower(
    arranged: Arrangement, pieces: Sequence[_Piece], at: int, pictures: Mapping[str, Picture], least: float
) -> Arrangement | None:
    """Returns the arrangement with a picture and those before it on the page made lower, so that it fits there.

    least: share of the text's width that a picture must keep.
    """
    piece = pieces[at]
    change = f"lower {piece.name} to {least}"
    if not piece.whole or change in arranged.tried:
        return None
    names = [piece.name, *(one.name for one in pieces[:at] if one.page == piece.before and one.name in pictures)]
    usual = sum(pictures[name].height_mm for name in names)
    now = sum(pictures[name].height_mm * _get_part(arranged, pictures, name) for name in names)
    part = (now + piece.left - piece.height - _SPACE_MM) / usual
    lower = {name: pictures[name].share * min(part, _get_part(arranged, pictures, name)) for name in names}
    if min(lower.values()) < least:
        return None
    return replace(arranged, shares={**arranged.shares, **lower}, tried=arranged.tried | {change})


def _get_part(arranged: Arrangement, pictures: Mapping[str, Picture], name: str) -> float:
    """Returns the size of a picture as a share of its usual size."""
    share = pictures[name].share
    return arranged.shares.get(name, share) / share


def _bring_forward(arranged: Arrangement, pieces: Sequence[_Piece], at: int) -> Arrangement | None:
    """Returns the arrangement with the text after a picture before it, as far as the page has room."""
    piece = pieces[at]
    change = f"forward {piece.name}"
    where = {name_block(position, item): position for position, item in enumerate(arranged.blocks)}
    if change in arranged.tried or piece.name not in where:
        return None
    position = where[piece.name]
    heights = {one.name: one.height for one in pieces}
    left, moved = piece.left, 0
    for after, item in enumerate(arranged.blocks[position + 1 :], position + 1):
        height = heights.get(name_block(after, item), math.inf)
        if isinstance(item, Heading | Figure) or (height > left and not (isinstance(item, Prose) and left > _LINE_MM)):
            break
        moved += 1
        left -= height
    if not moved:
        return None
    blocks = arranged.blocks
    order = (
        *blocks[:position],
        *blocks[position + 1 : position + 1 + moved],
        blocks[position],
        *blocks[position + 1 + moved :],
    )
    return replace(arranged, blocks=order, tried=arranged.tried | {change})
