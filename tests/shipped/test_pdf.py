"""Every printed report of the shipped case: its pages as pictures, its tags as a tree, and a second opinion on both."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import page as checker
import pikepdf
import pypdfium2
import pytest
import typst
from PIL import Image

from tests.conftest import REPORTS
from tests.sheets import read_sheets

DPI, MARGIN_MM = 40, 22  # of the pictures; of house.toml
MIN_FILL = 0.15  # of a page's height, at least, that a page fills, the last one too
MIN_REACH = 0.6  # of the way from the running head to the foot, that the print of all pages but the last goes
INK_LEVEL = 200  # of 255: what is darker is printed, also the tint behind code and the thinnest rule


@pytest.fixture(scope="module", params=REPORTS)
def printed(request, rendered) -> Path:
    return rendered / request.param / f"{request.param}.pdf"


@pytest.fixture(scope="module")
def opened(printed) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(printed) as opened:
        yield opened


def render_pages(pdf: Path | bytes) -> list[Image.Image]:
    """Renders every page in grey, at DPI dots an inch."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in document]


def find_page_faults(pages: list[Image.Image]) -> list[str]:
    """Finds what a look at the pages shows: ink in the margins at the sides, pages blank or nearly empty."""
    found = []
    side = round(MARGIN_MM / 25.4 * DPI) - 2  # tolerance for hanging punctuation and antialiased edges
    for number, page in enumerate(pages, 1):
        ink = page.point(lambda light: 255 if light < INK_LEVEL else 0)
        head, foot = side, page.height - side  # the running head and the page number are in the margins
        middle = ink.crop((0, head, page.width, foot)).getbbox()
        box = ink.getbbox()
        if middle is None:
            found.append(f"page {number} is blank")
            continue
        if box[0] < side or box[2] > page.width - side or box[1] < 3 or box[3] > page.height - 3:
            found.append(f"page {number} has ink beyond the margins: {box} of {page.size}")
        if middle[3] - middle[1] < MIN_FILL * page.height:
            found.append(f"page {number} is nearly empty")
        elif number < len(pages) and (reach := (head + middle[3] - box[1]) / (foot - box[1])) < MIN_REACH:
            found.append(f"page {number} is filled to {reach:.0%}")
    return found


def test_pages_are_filled_and_keep_within_their_margins(printed):
    assert find_page_faults(render_pages(printed)) == []


def test_a_second_checker_accepts_it_as_pdf_ua(printed):
    report = checker.validate_pdf(printed, profile="ua1")
    assert [f"{it.rule_id} {it.message}" for it in report.failures] == []
    assert report.is_compliant
    assert report.rules.passed > 100


# The tree of tags: neither checker tests whether it makes sense


def walk_tags(
    node: pikepdf.Object, above: tuple[str, ...] = ()
) -> Iterator[tuple[pikepdf.Dictionary, tuple[str, ...]]]:
    """Lists every structure element with the kinds of the elements around it, in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from walk_tags(child, above)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node, above
        yield from walk_tags(node.get("/K", pikepdf.Array()), (*above, str(node.S)))


def list_marked_content(node: pikepdf.Object, page: int | None, pages: dict) -> Iterator[tuple[int, int]]:
    """Lists page and number of every piece of marked content below a node, in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from list_marked_content(child, page, pages)
    elif isinstance(node, pikepdf.Dictionary):
        if "/Pg" in node:
            page = pages[node.Pg.objgen]
        if "/MCID" in node:
            yield page, int(node.MCID)
        elif "/K" in node:
            yield from list_marked_content(node.K, page, pages)
    elif page is not None and not isinstance(node, str | pikepdf.Name):
        yield page, int(node)


def find_tag_faults(pdf: pikepdf.Pdf) -> list[str]:
    """Finds what would confuse somebody who listens to the report."""
    found = []
    root = pdf.Root.StructTreeRoot
    pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
    order = [page for page, _ in list_marked_content(root.K, None, pages)]
    if not order or order != sorted(order):
        found.append("the reading order goes back a page")
    if set(order) != set(range(len(pdf.pages))):
        found.append("a page is not read out")
    level, links = 0, set()
    for element, above in walk_tags(root.K):
        kind = str(element.S)
        attributes = element.get("/A", pikepdf.Dictionary())
        attributes = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
        if kind[:2] == "/H" and kind[2:].isdigit():
            if int(kind[2:]) > level + 1:
                found.append(f"a heading of level {kind[2:]} follows one of level {level}")
            level = int(kind[2:])
        if kind == "/Figure" and len(str(element.get("/Alt", ""))) < 30:
            found.append("a figure says nothing")
        if kind == "/TH" and not any("/Scope" in it for it in attributes):
            found.append("a table head that is head of nothing")
        if kind in ("/TH", "/TD") and above[-1] != "/TR":
            found.append("a cell in no row")
        if kind == "/Table" and not [it for it, _ in walk_tags(element.K) if it.S == "/TH"]:
            found.append("a table without heads")
        if kind == "/Link":
            links |= {it.Obj.objgen for it in _list_objects(element.K)}
    for page in pdf.pages:
        for link in page.get("/Annots", []):
            if not str(link.get("/Contents", "")).strip():
                found.append("a link that does not say where to")
            if link.objgen not in links:
                found.append("a link outside the tree")
    if not str(pdf.Root.get("/Lang", "")) or not pdf.Root.ViewerPreferences.get("/DisplayDocTitle"):
        found.append("no language, or no title in the window")
    return found


def _list_objects(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _list_objects(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/Obj" in node:
            yield node
        elif "/K" in node:
            yield from _list_objects(node.K)


def test_its_tags_make_sense_when_read_aloud(opened):
    assert find_tag_faults(opened) == []
    with opened.open_metadata() as metadata:
        assert len(str(metadata["dc:title"])) > 10


def test_each_figure_of_the_page_is_in_print_with_the_same_alternative_text(printed, opened):
    from lxml import html

    page = html.parse(printed.with_suffix(".html")).getroot()
    said = page.xpath("//figure//*[@role='img']/@aria-label")
    alts = [str(it.Alt) for it, _ in walk_tags(opened.Root.StructTreeRoot.K) if it.S == "/Figure"]
    assert [alt for alt in alts if not re.match(r"Figure \d+, part \d+ of \d+; ", alt)] == said


# The checks themselves, on pages and tags broken on purpose

FILLED = "#lorem(480)"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (f"{FILLED} #pagebreak() #page[] {FILLED}", ["page 2 is blank"]),
        (f"{FILLED} #pagebreak() A line. #pagebreak() {FILLED}", ["page 2 is nearly empty"]),
        (f"{FILLED} #h(1fr) #box(width: 0pt, rect(width: 20pt, fill: black))", ["page 1 has ink beyond the margins"]),
        (f"#place(dx: -40pt, rect(fill: black)) {FILLED}", ["page 1 has ink beyond the margins"]),
        (f"{FILLED} #pagebreak() The end.", ["page 2 is nearly empty"]),
        (f"{FILLED} #pagebreak() {FILLED}", []),
        (f"#block(height: 100mm, fill: gray, width: 100%) #pagebreak() {FILLED}", ["page 1 is filled to 39%"]),
    ],
)
def test_a_page_broken_on_purpose_is_found(source, said):
    made = typst.compile(f"#set page(margin: {MARGIN_MM}mm)\n{source}".encode())
    found = find_page_faults(render_pages(made))
    assert [fault.partition(":")[0] for fault in found] == said


def _make_remover(key: str, *kinds: str) -> Callable[[pikepdf.Pdf], None]:
    """Makes a function that removes an entry from the first structure element of some kinds that has it."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        for element, _ in walk_tags(pdf.Root.StructTreeRoot.K):
            if str(element.S) not in kinds:
                continue
            attributes = element.get("/A", pikepdf.Array())
            for kept in (element, *(attributes if isinstance(attributes, pikepdf.Array) else [attributes])):
                if key in kept:
                    del kept[key]
                    return
        raise AssertionError(f"no {kinds} with {key}")

    return spoil


def _untitle_link(pdf: pikepdf.Pdf) -> None:
    del next(link for page in pdf.pages for link in page.get("/Annots", []))["/Contents"]


def _reverse_order(pdf: pikepdf.Pdf) -> None:
    body = next(it for it, _ in walk_tags(pdf.Root.StructTreeRoot.K) if it.S == "/Document")
    body.K = pikepdf.Array(reversed(list(body.K)))


def _skip_level(pdf: pikepdf.Pdf) -> None:
    heads = [it for it, _ in walk_tags(pdf.Root.StructTreeRoot.K) if it.S == "/H1"]
    heads[-1].S = pikepdf.Name("/H3")


@pytest.mark.parametrize(
    ("spoil", "said", "checker_sees"),
    [
        (_make_remover("/Alt", "/Figure"), "a figure says nothing", True),
        (_untitle_link, "a link that does not say where to", True),
        (_skip_level, "a heading of level 3 follows one of level 1", True),
        (_make_remover("/Scope", "/TH"), "a table head that is head of nothing", False),
        (
            _reverse_order,
            "the reading order goes back a page",
            False,
        ),  # the checker does not see these two, so the tree is read here as well
    ],
)
def test_tags_broken_on_purpose_are_found(rendered, spoil, said, checker_sees):
    with pikepdf.open(rendered / "forces" / "forces.pdf") as pdf:
        spoil(pdf)
        assert said in find_tag_faults(pdf)
        saved = io.BytesIO()
        pdf.save(saved)
    assert checker.validate_pdf_bytes(saved.getvalue(), profile="ua1").is_compliant is not checker_sees


def test_the_brief_is_one_page_and_its_notes_and_names_what_is_open_at_once(rendered):
    first, second, *_ = read_sheets(rendered / "brief" / "brief.pdf")
    text = "".join(char["text"] for char in first.chars)
    words = text.lower().split()[:60]
    assert {"plant", "territory"} <= {re.sub(r"\W", "", word) for word in words}
    assert all(part in text for part in ("Figure 1", "Figure 2", "It changes with the need"))
    assert "".join(char["text"] for char in second.chars if char["size"] > 14).strip().startswith("Method")
