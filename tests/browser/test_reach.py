"""Real pages, control by control: the keyboard reaches each and is held by none; cards open and close."""

from __future__ import annotations

import pytest

from tests.browser.conftest import ON_PHONE, WIDE, lay_out_everything, loaded

pytestmark = pytest.mark.browser
CARDS = 40  # opened on each page, from its first to its last

# Every control a reader could meet, in the order of the page, kept by its place in that list.
_CONTROLS = """async () => {
  document.querySelectorAll("details").forEach((fold) => { fold.open = true; });
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);      // tables find their room
  window.controls = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
    .filter((it) => it.tabIndex >= 0 && it.checkVisibility({ visibilityProperty: true }));
  return window.controls.length;
}"""

# What has the focus now: its place, whether a ring shows it, and whether anything of it can be seen.
_FOCUSED = """() => {
  const it = document.activeElement, style = getComputedStyle(it);
  const boxes = [...it.getClientRects()];
  const seen = boxes.some((box) => [0.1, 0.5, 0.9].some((x) => [0.2, 0.5, 0.8].some((y) => {
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    const hit = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
    return hit && (it === hit || it.contains(hit));
  })));
  return { at: window.controls.indexOf(it), ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
           seen, name: `${it.tagName} ${it.className} ${it.textContent.trim().slice(0, 40)}` };
}"""


@pytest.mark.parametrize(("name", "options"), [("forces", {}), ("territory", ON_PHONE)])
def test_the_keyboard_reaches_every_control_in_order_and_shows_where_it_is(rendered, chromium, name, options):
    with loaded(chromium, rendered / name / f"{name}.html", **options) as page:
        lay_out_everything(page)
        count = page.evaluate(_CONTROLS)
        for shift, order in [(False, range(count)), (True, reversed(range(count)))]:
            reached = _walk(page, count, back=shift)
            assert [it["at"] for it in reached] == list(order)
            assert [it["name"] for it in reached if not it["ring"]] == []
            assert [it["name"] for it in reached if not it["seen"]] == []
            page.evaluate("document.activeElement.blur()")


def _walk(page, steps: int, *, back: bool) -> list[dict]:
    """Returns what had the focus after each press of Tab, with one more that leaves the page.

    The page notes it itself, at the next press: to ask after each takes a minute.
    """
    page.evaluate(f"window.reached = []; window.note ??= () => window.reached.push(({_FOCUSED})())")
    page.evaluate("addEventListener('keydown', window.note, true)")
    if back:
        page.keyboard.down("Shift")
    for _ in range(steps + 1):
        page.keyboard.down("Tab")  # held, it repeats
    page.keyboard.up("Tab")
    page.keyboard.up("Shift")
    page.evaluate("removeEventListener('keydown', window.note, true)")
    return page.evaluate("window.reached")[-steps:]  # before the first Tab there is none


def test_a_card_holds_nobody_and_closes_when_tabbed_past(rendered, chromium):
    with loaded(chromium, rendered / "reconstruction" / "reconstruction.html") as page:
        lay_out_everything(page)
        page.evaluate(_CONTROLS)
        number = page.locator("p.answer a.n").first
        number.focus()
        following = page.evaluate(_FOCUSED)["at"] + 1
        page.keyboard.press("Enter")
        within = page.locator("#_card").evaluate("""card => [...card.querySelectorAll("a[href], button, summary")]
            .filter((it) => it.checkVisibility()).length""")
        for _ in range(within):
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.closest('#_card') !== null")
        page.keyboard.press("Tab")
        assert page.evaluate(_FOCUSED)["at"] == following
        assert not page.locator("#_card").is_visible()


def _summon(page, position: int) -> tuple[float, float]:
    """Where to press for the number at that position, once it is on the screen."""
    return tuple(
        page.evaluate(
            """position => {
        const number = document.querySelectorAll("main a.n")[position];
        number.scrollIntoView({ block: "center", inline: "center" });
        const box = number.getClientRects()[0];
        return [box.left + box.width / 2, box.top + box.height / 2];
    }""",
            position,
        )
    )


_TOLD = """position => {
  const card = document.getElementById("_card"), number = document.querySelectorAll("main a.n")[position];
  const copy = number.cloneNode(true);
  copy.querySelectorAll("sup").forEach((raised) => raised.remove());
  const body = card.querySelector(".body").textContent.trim();
  return card.matches(":popover-open") && card.querySelector(".value").textContent === spellOut(copy.textContent)
    && body.length > 10 && number.ariaExpanded === "true";
}"""
_CLOSED = (
    "position => !document.getElementById('_card').matches(':popover-open') "
    "&& document.querySelectorAll('main a.n')[position].ariaExpanded === null"
)

# A place with no control within a finger's breadth, where a touch would be taken to mean it.
_BESIDE = """() => {
  const clear = (x, y) => {
    const hit = document.elementFromPoint(x, y);
    return hit && !hit.closest("a, button, summary, input, label, #_card");
  };
  for (let y = 25; y < innerHeight; y += 6) for (let x = 25; x < innerWidth - 25; x += 15) {
    if ([-24, -12, 0, 12, 24].every((dx) => [-24, -12, 0, 12, 24].every((dy) => clear(x + dx, y + dy)))) return [x, y];
  }
}"""


def _press(page, how: str, position: int) -> None:
    if how == "keyboard":
        page.evaluate("position => document.querySelectorAll('main a.n')[position].focus()", position)
        page.keyboard.press(("Enter", "Space")[position % 2])
    else:
        x, y = _summon(page, position)
        page.mouse.click(x, y) if how == "mouse" else page.touchscreen.tap(x, y)


def _leave(page, how: str, position: int) -> None:
    """Closes by each way in turn: its own button, beside it, Escape."""
    ways = {
        "mouse": (lambda: page.click("#_card .close"), lambda: page.mouse.click(*page.evaluate(_BESIDE))),
        "touchscreen": (lambda: page.tap("#_card .close"), lambda: page.touchscreen.tap(*page.evaluate(_BESIDE))),
        "keyboard": (lambda: page.keyboard.press("Escape"), lambda: _by_its_button(page)),
    }[how]
    ways[position % 2]()


def _by_its_button(page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("name", "how"),
    [("forces", "mouse"), ("forces", "keyboard"), ("territory", "keyboard"), ("territory", "touchscreen")],
)
def test_cards_all_over_a_real_page_open_and_close(rendered, chromium, name, how):
    options = ON_PHONE if how == "touchscreen" else {"viewport": WIDE}
    with loaded(chromium, rendered / name / f"{name}.html", **options) as page:
        lay_out_everything(page)
        page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        count = page.locator("main a.n").count()
        for position in range(0, count, max(1, count // CARDS) | 1):  # an odd step: each way to leave gets its turn
            _press(page, how, position)
            assert page.evaluate(_TOLD, position), f"number {position} did not open"
            _leave(page, how, position)
            page.wait_for_function(_CLOSED, arg=position, timeout=2000)
