"""One page, two bases: the control turns all of it, and the address says which."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


def read_gap(page):
    return page.locator(".cards dd > .n").first.inner_text().replace("\n", " ")


def test_the_control_turns_title_figures_notes_cards_and_sliders(visit):
    page = visit("both")
    title = page.locator("h1").inner_text()
    assert "at least $700 billion" in title
    assert "700" in read_gap(page)
    page.click("nav.switch a >> text=all sources")
    page.locator("html[data-basis=all]").wait_for(state="attached")
    assert "about $490 billion" in page.locator("h1").inner_text()
    assert page.title().startswith(page.locator("h1").inner_text().replace("\u00a0", " ")[:20])
    assert page.locator("nav.switch a[aria-current]").inner_text() == "all sources"
    assert "490" in read_gap(page)
    page.locator("h1 a.n").last.click()
    card = page.locator("#_card")
    assert card.locator(".value").inner_text() == "about $490 billion"
    page.keyboard.press("Escape")
    slider = page.locator(".what-if input").first
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".what-if.moved").count() == 1
    page.go_back()
    page.locator("html[data-basis=article]").wait_for(state="attached")
    assert page.locator("h1").inner_text() == title


def test_an_address_opens_the_page_on_its_basis_at_its_place(visit):
    page = visit("both", address="?basis=all#note-3")
    page.locator("html.settled").wait_for(state="attached")
    note = page.locator("#note-3")
    assert "turning" not in page.locator("html").get_attribute("class")
    assert note.evaluate("note => note.matches(':target')")
    top = note.evaluate("note => note.getBoundingClientRect().top")
    assert 0 <= top < 900
    assert "about $490 billion" in page.locator("h1").inner_text()


def test_without_script_it_says_where_the_other_numbers_are(visit):
    page = visit("both", java_script_enabled=False)
    assert not page.locator("nav.switch").is_visible()
    assert page.locator(".unscripted a").get_attribute("href") == "#_notes"
    assert page.locator(".unscripted").is_visible()


def test_an_address_of_a_basis_that_the_page_has_not_changes_nothing(visit):
    page = visit("both", address="?basis=nobody")
    assert "at least $700 billion" in page.locator("h1").inner_text()
    assert page.locator("h1").is_visible()


def test_the_address_holds_basis_and_sliders_and_opens_with_them(visit):
    page = visit("both", address="?basis=all")
    page.locator("html.settled").wait_for(state="attached")
    slider = page.locator(".what-if input").first
    slider.focus()
    page.keyboard.press("ArrowRight")
    setting, name = slider.input_value(), slider.get_attribute("id")
    page.wait_for_url(f"**/both.html?basis=all&{name}={setting}")
    again = visit("both", address=f"?basis=all&{name}={setting}")
    again.locator("html.settled").wait_for(state="attached")
    assert again.locator(".what-if input").first.input_value() == setting
    assert again.locator(".what-if.moved").count() == 1
    again.locator(".what-if .reset").click()
    again.wait_for_url("**/both.html?basis=all")
    far = visit("both", address=f"?{name}=1e99&basis=all")
    far.locator("html.settled").wait_for(state="attached")
    first = far.locator(".what-if input").first
    assert float(first.input_value()) == float(first.get_attribute("max"))
