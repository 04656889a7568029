"""What an SVG may contain: every shape drawing programs write, and nothing that runs or loads, however it is spelt."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from analysis.style.svg_safety import find_foreign_content, remove_notes

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
PIXEL = "data:image/png;base64,iVBORw0KGgo="


def list_foreign(content: str, notes: bool = False) -> list[str]:
    root = ElementTree.fromstring(f"{HEAD}{content}</svg>")
    if notes:
        remove_notes(root)
    return [found for found in map(find_foreign_content, root.iter()) if found]


@pytest.mark.parametrize(
    "content",
    [
        '<linearGradient id="a" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="#fff"/></linearGradient>'
        '<rect width="1" height="1" fill="url(#a)" transform="translate(1 2) rotate(45)"/>',
        "<style>.cls-1{fill:#7a1f3d;stroke:rgb(1, 2, 3)}</style><path class='cls-1' d='M0 0h9'/>",
        "<style type='text/css'>path { clip-path: url('#a') }</style>",
        '<use href="#a"/><use xlink:href="#a" x="1"/>',
        f'<image href="{PIXEL}" width="1" height="1"/>',
        '<g aria-label="f(x) at a@b"><title>A (b) \\ @</title><text font-family="Noto Sans, serif">x</text></g>',
        '<filter id="a"><feGaussianBlur in="SourceGraphic" stdDeviation="2"/></filter><g style="filter:url(#a)"/>',
        '<text xml:space="preserve"><tspan dy="1">a</tspan></text>',
    ],
)
def test_what_drawing_programs_write_is_fine(content):
    assert list_foreign(content) == []


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("<script/>", "script"),
        ("<SCRIPT/>", "SCRIPT"),
        ("<foreignObject/>", "foreignObject"),
        ("<animateMotion/>", "animateMotion"),
        ("<set/>", "set"),
        ("<discard/>", "discard"),
        ("<handler/>", "handler"),
        ("<feImage/>", "feImage"),
        ('<p xmlns="http://www.w3.org/1999/xhtml"/>', "p"),
        ('<rect ONLOAD="x"/>', "ONLOAD=x"),
        ('<rect onclick="x"/>', "onclick=x"),
        ('<a href="#number-1"/>', "a"),
        ('<use href="other.svg#a"/>', "href=other.svg#a"),
        ('<use href="data:image/svg+xml,x#a"/>', "href=data:image/svg+xml,x#a"),
        (f'<use href="{PIXEL}"/>', f"href={PIXEL}"),
        ('<image href=" java&#9;script:x"/>', "href= java\tscript:x"),
        ('<image href="data:image/svg+xml;base64,eA=="/>', "href=data:image/svg+xml;base64,eA=="),
        ('<image src="x.png"/>', "src=x.png"),
        ('<rect style="fill:u\\72l(x)"/>', "style=fill:u\\72l(x)"),
        ('<rect fill="url( x.svg#a )"/>', "fill=url( x.svg#a )"),
        ('<rect fill="URL(x)"/>', "fill=URL(x)"),
        ('<rect style="fill:image-set(x)"/>', "style=fill:image-set(x)"),
        ("<style>@import 'x';</style>", "style"),
        ("<style>a{b:expression(x)}</style>", "style"),
        ('<rect data-csv="x"/>', "data-csv=x"),
        ('<rect xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="x"/>', "event=x"),
    ],
)
def test_what_runs_or_loads_is_found(content, found):
    assert list_foreign(content) == [found]


def test_an_attribute_nobody_has_heard_of_is_refused():
    assert list_foreign('<rect autoload="x"/>') == ["autoload=x"]


def test_what_a_program_notes_about_its_file_is_no_part_of_the_drawing():
    noted = (
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:li/></rdf:RDF></metadata>'
        '<g xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:label="Layer 1"/>'
    )
    assert list_foreign(noted)
    assert list_foreign(noted, notes=True) == []
