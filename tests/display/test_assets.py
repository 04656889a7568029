"""The style sheet and the script of an output: nothing outside it changes, and the script is at work once."""

from __future__ import annotations

import re

from analysis.display.assets import build_script, build_style
from analysis.style.house import THEME_FOLDER, get_shipped_house


def test_every_rule_is_nested_below_the_output():
    style, depth, outside = build_style(get_shipped_house()), 0, []
    for sign in style:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        outside += [sign] if depth == 0 else []
    assert "".join(outside).strip() == ".communique.communique.communique }"
    assert style.count("{") == style.count("}")


def test_the_colours_are_those_of_the_house_light_and_dark():
    house = get_shipped_house()
    assert f"--paper:light-dark({house.colour['paper']},{house.colour_dark['paper']});" in build_style(house)


def test_comments_and_indentation_are_left_out_and_nothing_else():
    script = build_script()
    assert not re.search(r"^\s|^//|\s{2,}//", script.replace('"\\n', ""), re.MULTILINE)
    for name in ("notebook_cards.js", "cards.js"):
        for line in (THEME_FOLDER / name).read_text(encoding="utf-8").splitlines():
            words = line.strip().partition("  //")[0].rstrip()
            assert words.startswith("//") or words in script


def test_the_script_holds_the_card_of_the_page_and_cannot_end_its_element():
    script = build_script()
    assert "</" not in script
    assert "_card_value" in script
    assert script.startswith('(() => {\n"use strict";\nif (window.communiqueCards) return;')


def test_no_rule_looks_at_the_class_of_every_element():
    """A front end changes classes all the time, and such a rule has all that is below styled again."""
    assert not re.search(r"\[(?:class|id|style)\b", build_style(get_shipped_house()))
