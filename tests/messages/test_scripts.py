"""What the scripts of a page print: their messages are found, translated, and chosen by the plural of the catalogue."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from babel.messages.extract import extract
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import UsageError
from analysis.messages import ngettext, scripts, use_language
from analysis.messages.scripts import list_messages, write_script_messages
from analysis.style.css import read_scripts
from analysis.style.house import THEME_FOLDER
from tests.catalogues import _KEYWORDS

SCRIPTS = {file.name: file.read_text(encoding="utf-8") for file in sorted(THEME_FOLDER.glob("*.js"))}
ROWS = 'ngettext("{left} of {count} row", "{left} of {count} rows", n, { left })'


def read_messages(script: str, language: str) -> dict[str, str | list[str]]:
    with use_language(language):
        written = write_script_messages(script)
    return json.loads(re.match(r"const MESSAGES = (.*?)(?:, choosePlural = .*)?;\n$", written)[1])


def extract_by_babel(script: str) -> set[tuple[str, str, str]]:
    options = {"encoding": "utf-8", "parse_template_string": True}
    found = extract("javascript", BytesIO(script.encode()), _KEYWORDS, [], options, True)
    texts = ((context or "", *((text, "") if isinstance(text, str) else text)) for _, text, _, context in found)
    return {(context, message, plural) for context, message, plural in texts}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_page_finds_the_messages_that_translators_are_given(name):
    assert {*list_messages(SCRIPTS[name])} == extract_by_babel(SCRIPTS[name])


def test_messages_within_other_calls_and_template_literals_are_found():
    script = 'show(`a ${gettext("Copy")} b`, x ? pgettext("of a \\"line\\"", "no") : npgettext("c", "one", "many", n));'
    assert [*list_messages(script)] == [("", "Copy", ""), ('of a "line"', "no", ""), ("c", "one", "many")]
    assert extract_by_babel(script) == {*list_messages(script)}


def test_an_english_page_brings_no_messages():
    assert write_script_messages(SCRIPTS["cards.js"]) == "const MESSAGES = {};\n"
    assert "gettext" not in read_scripts("notebook_theme.js")


def test_a_page_brings_the_messages_of_its_scripts_and_no_others():
    assert read_messages('gettext("Copied"); gettext("no such message")', "uk") == {"Copied": "Скопійовано"}
    assert read_messages('pgettext("qualifier", "nearly {number}", { number })', "uk") == {
        "qualifier\x04nearly {number}": "майже {number}"
    }
    forms = ["{left} з {count} рядка", "{left} з {count} рядків", "{left} з {count} рядків"]
    assert read_messages(ROWS, "uk") == {"{left} of {count} row": forms}


def test_every_message_of_the_scripts_is_in_ukrainian():
    script = "\n".join(SCRIPTS.values())
    names = {f"{context}\x04{message}" if context else message for context, message, _ in list_messages(script)}
    assert len(names) > 40
    assert read_messages(script, "uk").keys() == names


def test_the_rule_of_the_catalogue_stands_in_the_page():
    with use_language("uk"):
        assert "choosePlural = (n) => Number((n%10==1 && n%100!=11 ? 0 :" in write_script_messages(ROWS)


def test_a_rule_that_a_page_cannot_follow_is_refused():
    class Odd:
        def info(self):
            return {"plural-forms": 'nplurals=2; plural=alert("n");'}

    with pytest.raises(UsageError, match="in no way that a page can follow"):
        scripts._read_rule(Odd())


def test_no_message_ends_the_script_that_holds_it(monkeypatch):
    class Evil:
        def gettext(self, message):
            return "</script>\u2028&"

        def info(self):
            return {"plural-forms": "nplurals=1; plural=0;"}

    monkeypatch.setattr(scripts, "load_catalogue", lambda language: Evil())
    with use_language("uk"):
        written = write_script_messages('gettext("Copied")')
    assert not set("<&\u2028") & set(written)
    assert "choosePlural = (n) => Number(0)" in written


@given(st.integers(0, 10_000))
def test_forms_are_in_the_order_of_the_rule(count):
    [forms] = read_messages(ROWS, "uk").values()
    with use_language("uk"):
        said = ngettext("{left} of {count} row", "{left} of {count} rows", count, left=3)
    assert said in {form.format(left=3, count=count) for form in forms}
    ends_in_one = count % 10 == 1 and count % 100 != 11
    assert said == forms[0 if ends_in_one else 2].format(left=3, count=count)
