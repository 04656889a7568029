"""How a drawing fits a page of print: as wide as the text, or narrower where it would be too high, or in parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.messages import gettext
from analysis.report.document.model import Figure
from analysis.style.house import House
from analysis.style.paper import measure_picture_area

_VIEW_BOX = re.compile(r'viewBox="\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)')


@dataclass(frozen=True)
class Picture:
    """One drawing on a page.

    share: of the text's width. height_mm: on paper. alt: what it shows. place: such as `Figure 3, continued`.
    """

    svg: str
    share: float
    height_mm: float
    alt: str
    place: str


def list_pictures(figure: Figure, house: House) -> Iterator[Picture]:
    """Yields the drawing of a figure, or its parts if it is too high for a page.

    >>> from analysis.report.document.model import Table
    >>> from analysis.style.house import get_shipped_house
    >>> data = Table("k", "k-data", 0, (), (), (), ())
    >>> high = Figure("k", "k", 1, (), '<svg viewBox="0 0 100 200">', "", "Two bars.", data, ())
    >>> (picture,) = list_pictures(high, get_shipped_house())
    >>> round(picture.share, 2), round(picture.height_mm)
    (0.62, 206)
    """
    width, room = measure_picture_area(house)
    drawings = figure.parts or (figure.svg,)
    for number, svg in enumerate(drawings, 1):
        height = width * _find_proportion(svg)
        share = min(1.0, room / height)
        alt, place = figure.alt_below_title, figure.name
        if number > 1:
            # translators: {figure}: such as `Figure 3`
            alt = gettext(
                "{figure}, part {part} of {count}; part 1 says what is drawn.",
                figure=place,
                part=number,
                count=len(drawings),
            )
            place = gettext("{name}, continued", name=figure.name_within)
        yield Picture(svg, share, height * share, alt, place)


def find_size(svg: str) -> tuple[float, float] | None:
    """Returns width and height of a drawing in its own units; None where it does not say them.

    >>> find_size('<svg viewBox="0 0 100 200">')
    (100.0, 200.0)
    """
    found = _VIEW_BOX.search(svg)
    size = (float(found[1]), float(found[2])) if found else (0.0, 0.0)
    return size if min(size) > 0 else None


def _find_proportion(svg: str) -> float:
    """Returns height divided by width; of a drawing that does not say its size, that of a square."""
    size = find_size(svg)
    return size[1] / size[0] if size else 1.0
