"""The pictures to be shared, read back: their size, and that what they are to say is in them."""

from __future__ import annotations

import struct
from dataclasses import replace

from analysis.report.document.model import Figure, Table
from analysis.report.document.published import Published
from analysis.report.formats import share_pictures
from analysis.style.house import get_shipped_house
from tests import notebooks_in_memory

PUBLISHED = Published("forces", "forces", "Troop caps")


def read_size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_the_card_has_the_size_that_networks_show_whole_and_each_figure_its_own_height():
    document = notebooks_in_memory.read_forces()
    made = share_pictures.draw_share_pictures(document, PUBLISHED)
    figures = [item for item in document.blocks if isinstance(item, Figure)]
    assert set(made) == {"share.png", *(f"figures/{item.key}.png" for item in figures)}
    assert read_size(made["share.png"]) == (1200, 630)
    assert {read_size(made[f"figures/{item.key}.png"])[0] for item in figures} == {1280}  # 640 points at 144 an inch
    assert made == share_pictures.draw_share_pictures(document, PUBLISHED)


def test_the_pictures_say_title_source_date_and_address(monkeypatch):
    sources: list[str] = []
    house = replace(get_shipped_house(), share={"site": "https://example.org/x", "author": ""})
    document = replace(notebooks_in_memory.read_forces(), house=house)
    figure = next(item for item in document.blocks if isinstance(item, Figure))
    figures = [item for item in document.blocks if isinstance(item, Figure)]
    monkeypatch.setattr(
        share_pictures, "draw_pages", lambda source, *_: sources.append(source) or [b""] * (1 + len(figures))
    )
    share_pictures.draw_share_pictures(document, PUBLISHED)
    drawn = next(line for line in sources[0].splitlines() if line.startswith("#drawn("))
    for text in (
        "".join(part if isinstance(part, str) else part.text for part in figure.title),
        "Source",
        document.about["date_text"],
        f"https://example.org/x/forces/forces.html#{figure.anchor}",
    ):
        assert text in drawn
    assert "#card(" in sources[0]


def test_a_report_without_figures_and_with_a_very_long_title_has_a_card_too():
    document = replace(notebooks_in_memory.read_forces(), blocks=(), title=("A word of it " * 60,))
    assert read_size(share_pictures.draw_share_pictures(document, PUBLISHED)["share.png"]) == (1200, 630)


def test_of_two_drawings_the_card_has_the_one_that_is_larger_there():
    data = Table("k", "k-data", 0, (), (), (), ())
    wide, narrow = '<svg viewBox="0 0 460 460">', '<svg viewBox="0 0 250 300">'  # 192 / 460 < 192 / 300
    figure = Figure("k", "k", 1, (), wide, narrow, "", data, ())
    assert share_pictures.choose_drawing(figure) == narrow
    assert share_pictures.choose_drawing(replace(figure, narrow="<svg>")) == wide
