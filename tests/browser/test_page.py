"""The page in a real browser: cards by mouse, keyboard and touch, sorting, dark, phone, paper."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import ON_PHONE, PHONE, lay_out_everything, loaded

pytestmark = pytest.mark.browser

GAP = "p.answer a.n >> nth=2"  # a calculation: at least $700 billion
NEED = "p.answer a.n >> nth=0"  # a claim: $800 billion


def focused(page):
    return page.evaluate("document.activeElement.id")


def is_open(page):
    return page.locator("#_card").evaluate("card => card.matches(':popover-open')")


def opened_on_phone(visit, **options):
    return visit(viewport=PHONE, has_touch=True, is_mobile=True, **options)


# Cards


def test_a_click_opens_the_card_of_a_calculation_with_its_claims(visit):
    page = visit()
    page.click(GAP)
    card = page.locator("#_card")
    assert card.locator(".value").inner_text() == "at least $700 billion"
    assert card.locator(".range").inner_text() == "Interval: $700 billion to $800 billion"
    assert card.locator(".label").inner_text() == "Funding gap"
    how = card.locator("details", has=page.locator(".formula")).first
    how.locator("summary").first.click()
    assert card.locator(".formula").inner_text() == "reconstruction need − usable frozen assets"
    claims = how.locator(":scope > details")
    assert claims.locator(":scope > summary").all_inner_texts() == [
        "Reconstruction need: $800 billion",
        "Usable frozen assets: at most $100 billion",
        "More on Usable frozen assets: at most $100 billion",  # what of it the card does not show at once
    ]
    assert not claims.nth(0).locator("dl").first.is_visible()
    claims.nth(0).locator(":scope > summary").click()
    assert "“800 billion”" in claims.nth(0).inner_text()
    assert is_open(page)


def test_the_card_of_a_claim_says_who_said_it_where_and_what_others_say(visit):
    page = visit()
    page.click(NEED)
    page.locator("#_card summary", has_text="More on this claim").click()
    said = page.locator("#_card").inner_text()
    for text in (
        "$800 billion",
        "Reconstruction need",
        "Rebuilding takes this much.",
        "“800 billion”",
        "The meeting by the lake, The Daily Test, 1 January 2026, section I, paragraph 1",
        "estimated, as of December 2025",
        "about $588 billion",
        "Needs survey",
    ):
        assert text in said
    address = page.locator("#_card cite a").first.get_attribute("href")
    assert address == "https://example.org/article#:~:text=800%20billion"  # at the phrase


def test_a_number_printed_in_a_drawing_opens_its_card_too(visit):
    page = visit()
    marks = page.locator(".wide a.mark")
    assert marks.count() > 1
    for position in range(marks.count()):
        mark = marks.nth(position)
        mark.scroll_into_view_if_needed()
        mark.click()
        assert is_open(page)
        number = page.locator(f"[id='{mark.get_attribute('data-number')}']")
        said = page.locator("#_card .value").inner_text()
        assert number.evaluate("n => spellOut(readNumber(n))") == said
        assert said.split()[-2].lstrip("$") in mark.text_content() or said in mark.text_content()
        page.keyboard.press("Escape")
        assert not is_open(page)


def test_a_click_outside_closes_and_so_does_a_second_click_on_the_number(visit):
    page = visit()
    page.click(GAP)
    assert page.locator(GAP).get_attribute("aria-expanded") == "true"
    page.mouse.click(5, 300)
    assert not is_open(page)
    assert page.locator(GAP).get_attribute("aria-expanded") is None
    page.click(GAP)
    assert is_open(page)
    page.click(GAP)
    assert not is_open(page)


def test_from_one_number_to_the_next_without_closing_first(visit):
    page = visit()
    page.click(NEED)
    page.click("h1 a.n >> nth=0")
    assert is_open(page)
    assert page.locator("#_card .value").inner_text() == "at most 12.5%"
    assert page.locator("a.n[aria-expanded='true']").count() == 1


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_keyboard_opens_closes_and_comes_back_to_the_number(visit, key):
    page = visit()
    number = page.locator(GAP)
    number.focus()
    page.keyboard.press(key)
    assert is_open(page)
    assert focused(page) == "_card"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "close"
    page.keyboard.press("Escape")
    assert not is_open(page)
    assert focused(page) == number.get_attribute("id")


def test_the_close_button_comes_back_to_the_number(visit):
    page = visit()
    page.click(GAP)
    page.click("#_card .close")
    assert not is_open(page)
    number = page.locator(GAP).get_attribute("id")
    page.wait_for_function("id => document.activeElement.id === id", arg=number)


def test_touch_opens_and_closes_at_the_foot_of_a_phone(visit):
    page = opened_on_phone(visit)
    page.tap(NEED)
    assert is_open(page)
    box = page.locator("#_card").bounding_box()
    assert (box["x"], box["width"]) == (0, PHONE["width"])
    assert box["y"] + box["height"] == pytest.approx(PHONE["height"], abs=1)
    page.touchscreen.tap(200, 20)
    assert not is_open(page)


def test_from_card_to_note_and_back_to_the_number(visit):
    page = visit()
    page.click(GAP)
    page.click("#_card .way a")
    assert not is_open(page)
    note = page.locator(page.locator(GAP).get_attribute("href"))
    page.wait_for_function("id => document.activeElement.id === id", arg=note.get_attribute("id"))
    back = note.locator(".uses a", has_text="the answer")
    back.click()
    page.wait_for_function("id => location.hash === '#' + id", arg=page.locator(GAP).get_attribute("id"))
    assert page.locator("a.n:target").inner_text() == "at least $700 billion"


def test_a_number_in_a_folded_table_is_shown_when_linked_to(visit):
    page = visit()
    number = page.locator("figure details a.n").first
    assert not number.is_visible()
    page.evaluate("id => { location.hash = id }", number.get_attribute("id"))
    number.wait_for(state="visible")


def test_the_card_stays_on_the_screen(visit):
    page = visit()
    numbers = page.locator("a.n:visible").all()
    assert len(numbers) > 10
    for number in numbers:
        number.click()
        box = page.locator("#_card").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 1280
        assert box["y"] >= -1
        assert box["y"] + box["height"] <= 901
        page.keyboard.press("Escape")


# Tables


def column(page, table, position):
    return page.locator(f"#{table} tbody tr").evaluate_all(
        "(rows, at) => rows.map(row => row.cells[at].innerText.trim())", position
    )


def test_sorting_is_by_value_in_one_unit_and_comes_back(visit):
    page = visit("forces")
    given = column(page, "table-sizes", 0)
    head = page.locator("#table-sizes thead th").nth(1)
    assert head.get_attribute("aria-sort") == "none"
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    smallest = ["half the cap", "low cap", "strength", "twice as strong", "people now", "people before"]
    assert column(page, "table-sizes", 0) == smallest
    head.locator("button").press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert column(page, "table-sizes", 0) == smallest[::-1]
    head.locator("button").press("Space")
    assert head.get_attribute("aria-sort") == "none"
    assert column(page, "table-sizes", 0) == given


def test_sorting_by_words(visit):
    page = visit("forces")
    page.click("#table-sizes thead th >> nth=0 >> button")
    words = ["half the cap", "low cap", "people before", "people now", "strength", "twice as strong"]
    assert column(page, "table-sizes", 0) == words


def test_a_table_of_few_rows_or_a_column_of_several_units_does_not_sort(visit):
    page = visit("forces")
    assert page.locator("#table-sizes thead button").count() == 2
    assert page.locator("#table-caps tbody tr").count() < 6
    assert page.locator("#table-caps thead button").count() == 0


def test_a_table_downloads_as_csv(visit):
    page = visit()
    with page.expect_download() as waiting:
        page.click("#table-funding [data-csv]")
    assert waiting.value.suggested_filename == "funding.csv"
    lines = waiting.value.path().read_text(encoding="utf-8").splitlines()
    assert lines[0] == (
        "rung,amount,amount_low,amount_high,amount_unit,amount_qualifier,amount_claims,"
        "share,share_low,share_high,share_unit,share_qualifier,share_claims"
    )
    assert lines[1].startswith("Usable frozen assets,100,0,100,billion USD,at_most,usable_article,12.5,")


# Dark and light


def paper(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_the_toggle_turns_the_page_and_its_drawings_dark_and_back(visit):
    page = visit(color_scheme="light")
    light, words = paper(page), page.locator("figure .wide text.ink-fill").first
    ink = words.evaluate("text => getComputedStyle(text).fill")
    button = page.locator("button.dark")
    assert button.inner_text() == "Dark page"
    button.click()
    assert button.inner_text() == "Light page"
    assert paper(page) != light
    assert words.evaluate("text => getComputedStyle(text).fill") != ink
    button.click()
    assert paper(page) == light


def test_the_page_follows_the_system_and_the_toggle_overrules_it(visit):
    page = visit(color_scheme="dark")
    dark = paper(page)
    assert page.locator("button.dark").inner_text() == "Light page"
    page.emulate_media(color_scheme="light")
    page.locator("button.dark", has_text="Dark page").wait_for()
    page.emulate_media(color_scheme="dark")
    page.locator("button.dark", has_text="Light page").click()
    assert paper(page) != dark
    assert page.locator("button.dark").inner_text() == "Dark page"


def reload_until_remembered(page, theme: str) -> None:
    """Reloads until the page has what was chosen: a browser writes a choice a moment later, and a new process may read
    before that.
    """
    for _ in range(20):
        page.reload()
        if page.evaluate("document.documentElement.dataset.theme") == theme:
            return
        page.wait_for_timeout(50)


def test_the_choice_is_remembered_over_a_reload_and_on_other_pages_and_nothing_is_kept_before_it(visit, site):
    page = visit(color_scheme="light")
    light = paper(page)
    assert page.evaluate("localStorage.length") == 0
    page.locator("button.dark").click()
    dark = paper(page)
    assert dark != light
    assert page.evaluate("({...localStorage})") == {"communique-theme": "dark"}
    reload_until_remembered(page, "dark")
    assert paper(page) == dark
    assert page.locator("button.dark").inner_text() == "Light page"
    page.goto((site / "index.html").as_uri())
    assert paper(page) == dark
    page.locator("button.dark").click()
    page.go_back()
    page.locator("button.dark", has_text="Dark page").wait_for()
    assert paper(page) == light
    reload_until_remembered(page, "light")
    page.emulate_media(color_scheme="dark")  # what was chosen outlasts the system's setting
    assert paper(page) == light


def test_the_choice_is_there_before_the_page_is_drawn(visit):
    page = visit(color_scheme="light")
    page.locator("button.dark").click()
    page.add_init_script("""new MutationObserver(() => {
        if (document.body && !window.first) window.first = document.documentElement.dataset.theme || "none";
    }).observe(document, {childList: true, subtree: true})""")
    page.reload()
    assert page.evaluate("window.first") == "dark"


@pytest.mark.parametrize("spoilt", ["", "localStorage.setItem('communique-theme', 'pink')"])
def test_a_browser_that_refuses_to_remember_or_remembers_nonsense_still_turns_the_page(visit, spoilt):
    page = visit(color_scheme="light")
    light = paper(page)
    page.add_init_script(
        spoilt
        or """Object.defineProperty(window, "localStorage",
        {get() { throw new DOMException("denied", "SecurityError"); }})"""
    )
    page.reload()
    assert paper(page) == light
    page.locator("button.dark").click()
    assert paper(page) != light
    assert page.locator("button.dark").inner_text() == "Light page"


# Sizes


@pytest.mark.parametrize("name", ["reconstruction", "forces", "index"])
@pytest.mark.parametrize("width", [1280, 820, 390, 320])
def test_nothing_is_wider_than_the_screen(visit, name, width):
    page = visit(name, viewport={"width": width, "height": 800})
    for details in page.locator("details").all():
        details.evaluate("fold => { fold.open = true }")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_wide_drawing_on_a_wide_page_and_the_narrow_one_on_a_phone(visit):
    for page, shown, hidden in ((visit(), "wide", "narrow"), (opened_on_phone(visit), "narrow", "wide")):
        assert page.locator(f"figure .{shown} svg").first.is_visible()
        assert not page.locator(f"figure .{hidden} svg").first.is_visible()


def test_contents_stand_beside_the_text_or_folded_above_it(visit):
    page = visit()
    assert page.locator("nav.beside").is_visible()
    assert not page.locator("details.above").is_visible()
    page.evaluate("document.getElementById('what-is-uncertain').scrollIntoView()")
    page.wait_for_selector("nav.beside a[aria-current]:text('What is uncertain')")
    page = opened_on_phone(visit)
    assert not page.locator("nav.beside").is_visible()
    assert not page.locator("details.above nav").is_visible()
    page.tap("details.above summary")
    assert page.locator("details.above nav").is_visible()


def test_a_wide_table_scrolls_in_its_own_box_on_a_phone(visit):
    page = opened_on_phone(visit)
    frame = page.locator("#table-by-source .frame")
    box = frame.locator(".scroll")
    frame.scroll_into_view_if_needed()
    page.wait_for_selector("#table-by-source .frame.over")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    assert box.get_attribute("tabindex") == "0"
    assert frame.locator(".hint").inner_text().endswith("; scroll →")
    assert float(frame.evaluate("frame => getComputedStyle(frame, '::after').opacity")) == 1
    first, before = box.locator("tbody th").first, box.locator("tbody th").first.bounding_box()
    box.evaluate("box => { box.scrollLeft = 9999 }")
    page.wait_for_function("() => !document.querySelector('#table-by-source .frame').matches('.right')")
    assert first.bounding_box() == before  # the first column stays
    assert before["width"] <= 0.4 * box.bounding_box()["width"] + 1
    assert not frame.locator(".hint").is_visible()
    assert float(frame.evaluate("frame => getComputedStyle(frame, '::after').opacity")) == 0


# Of each table that scrolls, at each of its stops: the cells that the edge of the box or the first column cuts.
CUT = """async () => {
  const found = [];
  for (const box of document.querySelectorAll(".over > .scroll")) {
    const heads = [...box.querySelectorAll("thead th")], first = heads[0].getBoundingClientRect().width;
    for (const stop of heads.filter((head) => head.matches(".stop"))) {
      box.scrollTo({ left: stop.offsetLeft - first, behavior: "instant" });
      await new Promise(requestAnimationFrame);
      const frame = box.getBoundingClientRect(), left = frame.left + first;
      for (const cell of box.querySelectorAll("tbody tr > :not(:first-child)")) {
        const range = document.createRange();
        range.selectNodeContents(cell);
        const words = range.getBoundingClientRect();
        const inside = words.left >= left - 1 && words.right <= frame.right + 1;
        const outside = words.right <= left + 1 || words.left >= frame.right - 1;
        if (words.width && !inside && !outside) found.push(`${stop.innerText}: ${cell.innerText}`);
      }
    }
    found.looked = (found.looked || 0) + 1;
  }
  return [found.looked || 0, found];
}"""


@pytest.mark.parametrize("name", ["forces", "sources", "guarantees"])
def test_no_number_is_cut_where_a_table_comes_to_rest_on_a_phone(rendered, chromium, name):
    with loaded(chromium, rendered / name / f"{name}.html", **ON_PHONE) as page:
        lay_out_everything(page)
        looked, cut = page.evaluate(CUT)
        assert cut == []
        assert looked > 0


def test_a_table_of_three_columns_fits_a_phone(rendered, chromium):
    for name in ("forces", "territory", "sources"):
        with loaded(chromium, rendered / name / f"{name}.html", **ON_PHONE) as page:
            page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
            lay_out_everything(page)
            page.wait_for_timeout(100)
            assert page.locator("main .few").count() > 0
            assert page.locator("main .few.over").count() == 0


def test_a_table_taller_than_a_phone_says_how_many_rows_it_has_and_can_be_unfolded(rendered, chromium):
    with loaded(chromium, rendered / "sources" / "sources.html", **ON_PHONE) as page:
        lay_out_everything(page)
        table = page.locator("#table-sources")
        box, said, button = table.locator(".scroll"), table.locator(".rows"), table.locator(".tools button").first
        count = table.locator("tbody tr").count()
        assert said.inner_text() == f"{count} rows; scroll ↓"
        assert box.bounding_box()["height"] < PHONE["height"]
        head = table.locator("thead th").first
        box.evaluate("box => { box.scrollTop = 300 }")
        assert head.bounding_box()["y"] == pytest.approx(box.bounding_box()["y"], abs=1)  # it stays in view
        box.evaluate("box => { box.scrollTop = 99999 }")
        said.wait_for(state="hidden")
        assert button.inner_text() == f"Show all {count} rows"
        button.tap()
        assert button.inner_text() == "Show fewer rows"
        assert button.get_attribute("aria-expanded") == "true"
        assert box.evaluate("box => box.scrollHeight <= box.clientHeight + 1")
        button.tap()
        assert box.bounding_box()["height"] < PHONE["height"]


def test_a_very_long_table_scrolls_in_its_box_though_it_fits_across(rendered, chromium):
    with loaded(chromium, rendered / "sources" / "sources.html") as page:
        lay_out_everything(page)
        table = page.locator(".table:has(tbody tr:nth-child(101)):not(:has(.over))").first
        box, button = table.locator(".scroll"), table.locator(".tools button").first
        assert box.bounding_box()["height"] < page.viewport_size["height"]
        assert box.get_attribute("tabindex") == "0"
        assert page.evaluate("document.documentElement.scrollHeight") < 20_000
        button.click()
        assert box.evaluate("box => box.scrollHeight <= box.clientHeight + 1")


def test_a_table_no_taller_than_the_screen_is_not_cut(rendered, chromium):
    with loaded(chromium, rendered / "forces" / "forces.html", **ON_PHONE) as page:
        lay_out_everything(page)
        for box in page.locator(".frame:not(.tall) > .scroll").all():
            assert box.evaluate("box => box.scrollHeight <= box.clientHeight + 1")


def test_a_number_beyond_the_edge_is_brought_into_view_when_linked_to(visit):
    page = opened_on_phone(visit)
    number = page.locator("#table-by-source tbody tr").last.locator("a.n").last
    page.evaluate("id => { location.hash = id }", number.get_attribute("id"))
    page.wait_for_function(
        """id => { const box = document.getElementById(id).getBoundingClientRect();
        return box.left > 20 && box.right < innerWidth && box.top > 0 && box.bottom < innerHeight; }""",
        arg=number.get_attribute("id"),
    )
    assert number.is_visible()


def test_a_formula_of_many_lines_unfolds(visit):
    page = visit()
    page.evaluate("""() => { const formula = document.querySelector(".formula");
        formula.textContent = "need + ".repeat(200); foldFormula(formula); }""")
    page.get_by_role("button", name="Open all notes").click()
    formula, button = page.locator(".formula.folded"), page.get_by_role("button", name="Show the whole formula")
    assert formula.evaluate("it => it.scrollHeight > it.clientHeight + 40")
    button.press("Enter")
    assert page.locator(".formula.folded").count() == 0
    assert page.get_by_role("button", name="Show less").get_attribute("aria-expanded") == "true"


def test_a_notes_fields_stand_one_to_a_line(visit):
    page = opened_on_phone(visit)
    page.get_by_role("button", name="Open all notes").click()
    rows = page.locator(".notes .card").first.locator(":scope > div:visible")
    tops = [row.bounding_box()["y"] for row in rows.all()]
    assert len(tops) > 2
    assert tops == sorted(set(tops))
    for row in page.locator(".notes .card > div:has(dt:visible)").all():
        label, value = (row.locator(part).first.bounding_box() for part in ("dt", "dd"))
        assert label["y"] == pytest.approx(value["y"], abs=2)  # a label stays beside its value


# Without script, and on paper


def test_without_javascript_every_number_is_a_link_with_its_note_number(visit):
    page = visit(java_script_enabled=False)
    assert page.locator(f"{GAP} >> sup").is_visible()
    assert not page.locator("button:visible").count()
    page.click(GAP)
    assert page.url.endswith(page.locator(GAP).get_attribute("href"))


def test_without_javascript_a_wide_table_still_says_that_it_scrolls_and_is_cut_nowhere(visit):
    page = opened_on_phone(visit, java_script_enabled=False)
    wide, fits = page.locator("#table-by-source .frame"), page.locator("#table-funding .frame")
    for _ in range(30):  # an animation shows it, which a busy machine begins late
        if wide.locator(".hint").bounding_box()["height"] > 20:
            break
        page.wait_for_timeout(100)
    assert wide.locator(".hint").bounding_box()["height"] > 20
    assert fits.locator(".hint").bounding_box()["height"] == 0
    for box in page.locator(".table .scroll").all():
        assert box.evaluate("box => box.scrollHeight <= box.clientHeight + 1")


def test_paper_has_note_numbers_and_notes_but_no_controls(visit):
    page = visit(color_scheme="dark")
    page.emulate_media(media="print")
    assert page.locator(f"{GAP} >> sup").is_visible()
    assert page.locator("section.notes li").first.is_visible()
    assert page.locator("figure .wide svg").first.is_visible()
    assert not page.locator(".hint:visible, .rows:visible").count()
    for control in ("button.dark", ".tools", ".contents", ".here", "#_card"):
        assert not page.locator(f"{control}:visible").count()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"


# Access


def test_the_first_tab_skips_to_the_text_and_focus_can_be_seen(visit):
    page = visit()
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert focused(page) == "_main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "n"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_what_a_screen_reader_is_told(visit):
    page = visit()
    figure = page.locator("figure").first
    assert figure.get_by_role("img").count() == 1
    assert figure.get_by_role("img").get_attribute("aria-label").startswith("Bar chart. ")
    assert page.get_by_role("link", name="at least $700 billion, note 2").count() >= 3
    assert page.get_by_role("main").count() == page.get_by_role("banner").count() == 1
    page.click(NEED)
    assert page.get_by_role("dialog", name="$800 billion").count() == 1


def test_deep_links_show_on_hover(visit):
    page = visit()
    here = page.locator("#table-funding .here")
    assert float(here.evaluate("link => getComputedStyle(link).opacity")) == 0
    page.hover("#table-funding .caption")
    assert float(here.evaluate("link => getComputedStyle(link).opacity")) == 1
    assert here.get_attribute("href") == "#table-funding"


@pytest.mark.parametrize("anchor", ["table-sources", "note-2", "claim-need_article"])
@pytest.mark.parametrize("options", [{}, ON_PHONE], ids=["wide", "phone"])
def test_a_link_from_outside_arrives_at_its_place(rendered, chromium, anchor, options):
    with loaded(chromium, rendered / "sources" / "sources.html", reduced_motion="no-preference", **options) as page:
        page.goto("about:blank")
        page.goto(f"{(rendered / 'sources' / 'sources.html').as_uri()}#{anchor}")
        page.wait_for_selector("html.settled")
        page.wait_for_timeout(300)
        assert 0 <= page.locator(f"#{anchor}").bounding_box()["y"] < 120


def test_a_long_table_is_filtered_by_its_kinds_and_the_address_remembers(rendered, chromium):
    page_file, anchor = rendered / "sources" / "sources.html", "table-sources"
    shown = f"#{anchor} tbody tr:not([hidden])"
    with loaded(chromium, page_file, f"#{anchor}") as page:
        lay_out_everything(page)
        every = page.locator(shown).count()
        languages = page.get_by_role("group", name="Only rows by Language")
        language = languages.get_by_role("button", name=re.compile("^Ukrainian"))
        language.click()
        assert page.locator(shown).count() == int(language.inner_text().split()[-1]) < every
        assert page.locator(f"#{anchor} [role=status]").inner_text() == f"{page.locator(shown).count()} of {every} rows"
        kind = page.get_by_role("group", name="Only rows by Kind").get_by_role("button").first
        kind.press("Enter")
        both = page.locator(shown).count()
        assert 0 < both < int(language.inner_text().split()[-1])
        assert kind.get_attribute("aria-pressed") == language.get_attribute("aria-pressed") == "true"
        address = page.evaluate("location.search + location.hash")
    with loaded(chromium, page_file, address) as page:
        lay_out_everything(page)
        assert page.locator(shown).count() == both
        chosen = page.locator(f"#{anchor} .chips [aria-pressed=true]")
        assert chosen.count() == 2
        while chosen.count():
            chosen.first.press("Space")
        assert page.locator(shown).count() == every
        assert page.evaluate("location.search") == ""


def test_dates_are_sorted_by_time(rendered, chromium):
    with loaded(chromium, rendered / "timeline" / "timeline.html") as page:
        table = page.locator("#table-scheduled")
        lay_out_everything(page)  # a table is set up when it comes near
        head = table.locator("thead th:has(button)", has_text="For").first
        head.locator("button").click()
        days = table.locator("tbody tr").evaluate_all("rows => rows.map((row) => Number(row.cells[0].dataset.sort))")
        assert days == sorted(days)
        assert len(set(days)) > 4


def test_the_index_leads_to_the_reports(visit):
    page = visit("index")
    assert page.locator(".picture svg").first.is_visible()
    page.click(".kicker a >> nth=0")
    page.wait_for_url("**/reconstruction.html")
    assert page.locator("h1").inner_text().startswith("Frozen assets cover at most 12.5%")
