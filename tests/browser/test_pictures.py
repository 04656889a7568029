"""The page as it looked when it was last approved, at three widths. See kept/README.md for how to approve it again."""

from __future__ import annotations

import os

import pytest

from tests.browser import pictures
from tests.browser.conftest import lay_out_everything

pytestmark = pytest.mark.browser


def shown(visit, width: int, **options):
    page = visit(viewport={"width": width, "height": 900}, reduced_motion="reduce", color_scheme="light", **options)
    lay_out_everything(page)
    return page


@pytest.mark.parametrize("width", pictures.WIDTHS)
def test_the_page_looks_as_it_did(visit, width, tmp_path):
    picture = pictures.taken(shown(visit, width))
    if os.environ.get("RENEW"):
        pictures.keep(picture, str(width))
    said = pictures.differences(picture, pictures.kept(str(width)))
    if said:
        picture.save(tmp_path / f"{width}.png")
    assert said == "", f"see {tmp_path / f'{width}.png'}, and kept/README.md if it is meant"


@pytest.mark.parametrize("width", pictures.WIDTHS)
def test_letters_smoothed_otherwise_are_no_difference(visit, width):
    page = shown(visit, width, device_scale_factor=2)
    assert pictures.differences(pictures.taken(page), pictures.kept(str(width))) == ""


@pytest.mark.parametrize(
    "change",
    [
        "document.querySelector('figure .note').style.visibility = 'hidden'",
        "document.querySelector('main h2').style.cssText = 'position: relative; top: 12px'",
        "document.querySelector('p.answer').style.cssText = 'position: relative; left: 6px'",
        "document.querySelectorAll('.drawing text').forEach((words) => words.remove())",
        "document.querySelectorAll('.drawing svg path:first-of-type[style*=\"fill: #\"]')"
        ".forEach((bar) => bar.remove())",
        "document.querySelector('.cards').lastElementChild.style.visibility = 'hidden'",
        "document.querySelector('header.title').style.marginTop = '40px'",
    ],
)
def test_a_block_gone_or_moved_is_a_difference(visit, change):
    page = shown(visit, 390)
    page.evaluate(f"() => {{ {change} }}")
    assert "differ" in (said := pictures.differences(pictures.taken(page), pictures.kept("390"))) or "pixels" in said
