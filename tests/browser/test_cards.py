"""The card of a number and the notes behind it: what is seen at once, where it lies, how it is linked to."""

from __future__ import annotations

import io

import pypdf
import pytest

from analysis.wording.numbers import QUALIFIER_SIGNS, add_qualifier
from tests.browser.conftest import ON_PHONE, WIDE, loaded

pytestmark = pytest.mark.browser

GAP = "p.answer a.n >> nth=2"  # a calculation: at least $700 billion
NEED = "p.answer a.n >> nth=0"  # a claim: $800 billion
HIGHEST = 480  # pixels of a card at first opening
OURS = ("Our count of", "Our assumption")
RIVALS_BENEATH = """anchor => { const seen = new Set(), look = (id) => {
  if (seen.has(id)) return 0;
  seen.add(id);
  const note = findElement(id);
  return note.querySelectorAll(":scope > .card > .rivals li").length
    + [...note.querySelectorAll(":scope > .of a, :scope > details > .of a")]
      .reduce((sum, a) => sum + look(a.hash.slice(1)), 0); };
  return look(anchor.slice(1)); }"""


def test_a_claims_card_says_whose_it_is_then_draws_it_beside_the_others_then_quotes_it(visit):
    page = visit()
    page.click(NEED)
    card = page.locator("#_card")
    assert card.locator(".whose").inner_text().startswith("Given by “The meeting by the lake” (reliability C")
    assert card.locator(".spread .own circle").count() == 1
    rivals = card.locator(".rivals li:visible").count()
    assert card.locator(".spread .rival circle").count() == rivals > 0
    own, rival = (
        float(card.locator(f".spread {kind} circle").first.get_attribute("cx")) for kind in (".own", ".rival")
    )
    assert own == 332  # 800 is the highest, at the right end; 588 the least, at the left
    assert rival == 8
    assert card.locator(".fact-in-its-words").is_visible()
    assert not card.locator(".fact-measures").is_visible()  # folded
    assert card.bounding_box()["height"] <= HIGHEST


def test_a_card_has_words_for_every_sign_of_a_table(visit):
    page = visit()
    for qualifier, sign in QUALIFIER_SIGNS.items():
        assert page.evaluate("text => spellOut(text)", f"{sign}$5") == add_qualifier("$5", qualifier)


def test_a_number_said_again_is_underlined_only_when_pointed_at(visit):
    page = visit()
    page.evaluate("const said = document.querySelector('p.answer'); said.after(said.cloneNode(true)); markRepeats()")
    first, again = (page.locator("p.answer").nth(at).locator("a.n").first for at in (0, 1))
    shown = "number => getComputedStyle(number).textDecorationColor"
    page.mouse.move(0, 0)
    assert again.evaluate(shown) == "rgba(0, 0, 0, 0)" != first.evaluate(shown)
    again.hover()
    assert again.evaluate(shown) != "rgba(0, 0, 0, 0)"


def test_a_calculations_card_shows_what_matters_most_and_its_source_at_once(visit):
    page = visit()
    page.click(GAP)
    card = page.locator("#_card")
    assert card.locator(".whose").first.inner_text() == (
        "Our arithmetic; it depends most on usable frozen assets (at most $100 billion)."
    )
    assert card.locator(".whose").nth(1).inner_text().startswith("Said by some analyses, in “The meeting by the lake”")
    assert card.locator(".whose cite a").get_attribute("href").startswith("https://example.org/article")
    assert not card.locator(".fact-source").first.is_visible()  # folded, with where it stands there
    assert not card.locator(".formula").is_visible()
    card.locator("summary", has_text="How it is computed").click()
    assert card.locator(".formula").inner_text() == "reconstruction need − usable frozen assets"


def find_card_faults(page, most: int = 12) -> list[str]:
    """Opens the numbers of a page's title: which cards are too high, lead to no source, or leave out every rival."""
    found = []
    for number in page.locator("h1 a.n").all()[:most]:
        number.click()
        card, name = page.locator("#_card"), number.inner_text()
        box = card.bounding_box()
        if box["height"] > HIGHEST:
            found.append(f"{name}: {box['height']} pixels high")
        if page.viewport_size["width"] == WIDE["width"] and card.evaluate(
            "it => it.scrollHeight > it.clientHeight + 1"
        ):
            found.append(f"{name}: has more to scroll to")
        if box["x"] < 0 or box["x"] + box["width"] > page.viewport_size["width"]:
            found.append(f"{name}: beyond the screen")
        # a source on no page has no link; what is ours has no source, and says so
        said = card.locator("a[href^='http'], cite:not(:has(a))").count()
        if not said and not any(ours in card.inner_text() for ours in OURS):
            found.append(f"{name}: no source")
        if page.evaluate(RIVALS_BENEATH, number.get_attribute("href")) and not card.locator(".rivals li").count():
            found.append(f"{name}: no rival")
        page.keyboard.press("Escape")
    return found


@pytest.mark.parametrize("name", ["brief", "reconstruction"])
def test_the_titles_cards_fit_on_a_phone_too(rendered, chromium, name):
    with loaded(chromium, rendered / name / f"{name}.html", **ON_PHONE) as page:
        assert page.locator("h1 a.n").count() > 0
        assert find_card_faults(page) == []


def test_each_fault_of_a_card_is_found(visit):
    page = visit()
    assert page.locator("h1 a.n").count() > 0
    assert find_card_faults(page) == []
    page.add_style_tag(content="#_card { min-height: 500px; translate: 2000px; }")
    found = " ".join(find_card_faults(page))
    assert "pixels high" in found
    assert "beyond the screen" in found


def test_a_card_leaves_the_sentence_it_explains_in_view(visit):
    page = visit()
    for number in ("h1 a.n", NEED, GAP):
        page.locator(number).first.click()
        hidden = page.evaluate(
            """() => { const card = document.getElementById("_card").getBoundingClientRect();
            const said = findSentence(document.querySelector("a.n[aria-expanded]"));
            return Math.min(card.bottom, said.bottom) - Math.max(card.top, said.top); }"""
        )
        assert hidden <= 0
        page.keyboard.press("Escape")


def test_a_link_to_a_number_is_copied_and_opens_its_card_in_a_fresh_page(visit, chromium, site):
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click(GAP)
    page.click("#_card .copy")
    page.get_by_role("button", name="Link copied").wait_for()
    address = page.evaluate("navigator.clipboard.readText()")
    anchor = page.locator(GAP).get_attribute("id")
    assert address == f"{(site / 'reconstruction.html').as_uri()}#{anchor}"
    fresh = page.context.new_page()
    fresh.goto(address)
    fresh.locator("#_card").wait_for(state="visible")
    assert fresh.locator("#_card .value").inner_text() == "at least $700 billion"
    fresh.close()


# Notes


def test_notes_are_folded_opened_by_a_link_and_by_one_button(visit):
    page = visit()
    groups = page.locator(".notes .group")
    assert groups.count() > 1
    assert page.locator(".notes li:visible").count() == 0
    page.evaluate("location.hash = '#note-2'")
    page.locator("#note-2").wait_for(state="visible")
    button = page.get_by_role("button", name="Open all notes")
    button.click()
    assert page.locator(".notes ol > li:visible").count() == page.locator(".notes ol > li").count() > 5
    page.get_by_role("button", name="Close all notes").click()
    assert page.locator(".notes li:visible").count() == 0


def test_notes_need_no_script(visit):
    page = visit(java_script_enabled=False)
    page.click(".notes summary >> nth=0")
    assert page.locator(".notes .group >> nth=0 >> .what").first.is_visible()


def test_folded_notes_are_printed(visit):
    printed = pypdf.PdfReader(io.BytesIO(visit().pdf(prefer_css_page_size=True))).pages
    said = " ".join("".join(leaf.extract_text() for leaf in printed).split())
    assert "As given" in said or "Elsewhere" in said


# By ear and key


def test_few_stops_are_before_the_text_and_figures_and_tables_are_headings(visit):
    page = visit()
    stops = 0
    while not page.evaluate("document.activeElement.closest('main') !== null"):
        page.keyboard.press("Tab")
        stops += 1
    assert stops - 1 <= 3
    figure, table = page.locator("figure").first, page.locator(".table").first
    for part in (figure, table):
        title = part.locator(".finding").first.inner_text()
        assert part.get_by_role("heading", name=title).count() == 1
        heard = part.locator(":scope > * , [aria-label]").evaluate_all(
            "all => all.map(one => one.getAttribute('aria-label') || '')"
        )
        assert not any(title in words for words in heard)


def test_a_number_in_a_figure_opens_by_key(visit):
    page = visit()
    mark = page.locator(".wide a.mark").first
    mark.focus()
    page.keyboard.press("Enter")
    assert page.locator("#_card").is_visible()
    heard = page.evaluate("text => spellOut(text)", mark.get_attribute("aria-label"))
    assert heard.startswith(page.locator("#_card .value").inner_text())


def test_slider_ticks_are_seen_in_forced_colours(visit):
    page = visit(forced_colors="active")
    paint = page.locator(".ticks i").first.evaluate("tick => getComputedStyle(tick).backgroundColor")
    assert paint not in ("rgba(0, 0, 0, 0)", page.evaluate("getComputedStyle(document.body).backgroundColor"))
