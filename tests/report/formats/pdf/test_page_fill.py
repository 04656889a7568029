"""Pages that are filled, by pictures made lower and texts before them: by hand on pages of 251 mm, and tried on any."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.document.model import Block, Document, Figure, Heading, Prose, Table
from analysis.report.formats.pdf import page_fill
from analysis.report.formats.pdf.document import write_pdf
from analysis.report.formats.pdf.page_fill import Arrangement, fill_pages, measure_empty
from analysis.report.formats.pdf.typst_source import name_block
from analysis.report.formats.typst import Place
from analysis.style.house import get_shipped_house
from tests import notebooks_in_memory
from tests.sheets import read_sheets

PAGE, TOP, BOTTOM, WIDTH = 297, 24, 22, 166  # millimetres of the shipped house's paper
HOUSE = get_shipped_house()
ABOVE = 9  # millimetres above a picture that is not the first on its page


def make_figure(name: str, height: float) -> Figure:
    """A figure whose picture is that high where it is as wide as the text."""
    data = Table(name, f"{name}-data", 0, (), (), (), ())
    return Figure(name, name, 1, (), f'<svg viewBox="0 0 {WIDTH} {height}">', "", "A drawing.", data, ())


def make_document(*blocks: Block) -> Document:
    return Document((), (), {}, blocks, (), (), (), {}, (), {})


class Press:
    """Sets blocks on pages as Typst does: a text breaks, a figure stays whole and takes the heading before it along.

    texts: the height of each text, in millimetres. besides: of a figure's caption and notes.
    """

    def __init__(self, texts: dict[str, float], besides: float = 10) -> None:
        self.texts, self.besides = texts, besides

    def __call__(self, arranged: Arrangement) -> list[Place]:
        page, down, found, heading = 1, float(TOP), [], 0.0
        for position, item in enumerate(arranged.blocks):
            if isinstance(item, Heading):
                heading = 10.0
                continue
            name = name_block(position, item)
            found.append(make_place(name, True, page, down))
            if isinstance(item, Figure):
                picture = float(item.svg.split()[-1].rstrip('">')) * arranged.shares.get(name, 1)
                above = ABOVE if down > TOP else 0
                if down + above + heading + picture + self.besides > PAGE - BOTTOM:
                    page, down, above = page + 1, TOP, 0
                found.append(make_place(name, False, page, down + above))
                down += above + heading + picture + self.besides
            else:
                found.append(make_place(name, False, page, down))
                down += heading + self.texts["".join(map(str, item.text))]
                while down > PAGE - BOTTOM:
                    page, down = page + 1, down - (PAGE - BOTTOM - TOP)
            heading = 0.0
        return [*found, make_place("notes", True, page, down), make_place("end", True, page + 1, PAGE / 2)]


def make_place(name: str, ends: bool, page: int, down: float) -> Place:
    return {"name": name, "ends": ends, "page": page, "across": 0.1, "down": down / PAGE}


def write_text(name: str) -> Prose:
    return Prose((name,))


@pytest.mark.parametrize(
    ("before", "picture", "share"),
    [
        (151, 105, (105 + 100 - 115 - ABOVE) / 105),  # 100 mm are left; 115 and those above are needed
        (151, 120, None),  # 0.67 would be left of it
        (196, 60, None),  # 55 mm are left, more than a fifth, less than a third: 0.6 would be left, 0.85 must be
        (196, 40, (40 + 55 - 50 - ABOVE) / 40),  # 0.9
        (206, 40, None),  # 45 mm are left, which is little
        (100, 110, None),  # it fits
    ],
)
def test_a_picture_is_made_lower_where_its_page_would_be_half_empty(before, picture, share):
    document = make_document(write_text("a"), make_figure("f", picture))
    made = fill_pages(document, Press({"a": before}))
    assert made.shares == ({"f": pytest.approx(share)} if share else {})
    assert made.blocks == document.blocks


def test_the_pictures_of_a_page_are_made_lower_alike():
    document = make_document(make_figure("f", 90), make_figure("g", 120))
    made = fill_pages(document, Press({}, besides=20))
    # 110 mm are taken, 141 left; 120 + 20 + 9 needed, so that 8 of the 210 mm have to go
    assert made.shares == {"f": pytest.approx(202 / 210), "g": pytest.approx(202 / 210)}


def test_a_text_comes_before_a_picture_that_is_too_high_but_not_past_a_heading():
    head = Heading(1, ("Next",), "next")
    texts = {"a": 120.0, "b": 30.0, "c": 40.0, "d": 20.0}
    a, b, c, d = map(write_text, texts)
    figure = make_figure("f", 190)
    made = fill_pages(make_document(a, figure, b, c, head, d), Press(texts))
    assert made.blocks == (a, b, c, figure, head, d)
    assert made.shares == {}


def test_a_change_that_leaves_more_empty_is_not_made():
    # 103 mm are left on the first page and 97 on the second; with the text before the picture, 93 and 107
    texts = {"a": 148.0, "b": 10.0}
    a, b = map(write_text, texts)
    document = make_document(a, make_figure("f", 134), b, Heading(1, ("Next",), "next"), make_figure("g", 190))
    press = Press(texts)
    made = fill_pages(document, press)
    assert made.blocks == document.blocks
    assert round(measure_empty(press(made), HOUSE)) == 103**2 + 97**2


def test_a_report_without_figures_is_not_set_to_find_out():
    document = make_document(write_text("a"))
    assert fill_pages(document, lambda _: pytest.fail("it was set")).blocks == document.blocks


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("text"), st.floats(5, 120)),
            st.tuples(st.just("figure"), st.floats(20, 190)),
            st.tuples(st.just("heading"), st.just(10.0)),
        ),
        max_size=14,
    )
)
def test_of_any_report_every_block_stays_figures_keep_their_order_and_less_is_empty(parts: Sequence[tuple[str, float]]):
    texts = {f"t{at}": size for at, (kind, size) in enumerate(parts) if kind == "text"}
    made = {"heading": lambda at, _: Heading(1, ("H",), f"h{at}"), "text": lambda at, _: write_text(f"t{at}")}
    made["figure"] = lambda at, size: make_figure(f"f{at}", size)
    document = make_document(*(made[kind](at, size) for at, (kind, size) in enumerate(parts)))
    press = Press(texts)
    arranged = fill_pages(document, press)
    assert sorted(map(repr, arranged.blocks)) == sorted(map(repr, document.blocks))
    kept = (Figure, Heading)
    assert [it for it in arranged.blocks if isinstance(it, kept)] == [
        it for it in document.blocks if isinstance(it, kept)
    ]
    sections = [[it for it in one if isinstance(it, Prose)] for one in split_sections(arranged.blocks)]
    assert sections == [[it for it in one if isinstance(it, Prose)] for one in split_sections(document.blocks)]
    assert all(page_fill._LOWEST <= share <= 1 for share in arranged.shares.values())
    before = press(Arrangement(document.blocks))
    assert measure_empty(press(arranged), HOUSE) <= measure_empty(before, HOUSE) + 1e-6


def split_sections(blocks: Sequence[Block]) -> list[list[Block]]:
    found: list[list[Block]] = [[]]
    for item in blocks:
        if isinstance(item, Heading):
            found.append([])
        found[-1].append(item)
    return found


@pytest.mark.parametrize("read", [notebooks_in_memory.read_forces, notebooks_in_memory.read_reconstruction])
def test_pages_of_another_case_are_filled(read):
    *sheets, _ = read_sheets(write_pdf(read()))
    assert sheets
    for sheet in sheets:
        lowest = max(
            char["bottom"] for char in sheet.chars if char["bottom"] < sheet.height - 60 and char["text"].strip()
        )
        assert lowest > 0.6 * (sheet.height - 62)
