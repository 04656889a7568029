"""The messages of a page's scripts: `gettext` and its siblings in JavaScript read them from what is written here.

A script has its messages where it shows them, in English, as the library has; theme/messages.js translates them there.
A page in another language than English brings the translations of the messages of its scripts, and nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from analysis.errors import UsageError
from analysis.messages.language import cache_by_language, get_language
from analysis.messages.texts import load_catalogue

_TEXT = r'"((?:[^"\\\n]|\\.)*)"'
_CALL = re.compile(rf"gettext\(\s*{_TEXT}(?:\s*,\s*{_TEXT})?(?:\s*,\s*{_TEXT})?")
_KIND = re.compile(r"(?<!\w)n?p?$")  # what stands before `gettext`
_RULE = re.compile(r"plural=([n\d\s%=!&|<>?:()]+)")  # of C, and of JavaScript; nothing else may stand in a page
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_COUNTS = range(200)  # every plural form of a catalogue is that of one of these
_SEPARATOR = "\x04"  # between context and message, as in a compiled catalogue


@cache_by_language
def write_script_messages(script: str) -> str:
    """Returns the statements that give scripts their messages in the language of the reader, as JavaScript.

    script: all scripts of a page, as one text. A message without a translation is left out, and printed in English.
    Raises UsageError if the catalogue does not say how its plurals are chosen.

    >>> write_script_messages('show(gettext("Copy link"))')
    'const MESSAGES = {};\\n'
    """
    if get_language() == "en":
        return "const MESSAGES = {};\n"
    catalogue = load_catalogue(get_language())
    found: dict[str, str | list[str]] = {}
    for context, message, plural in list_messages(script):
        if plural:
            forms = _list_forms(catalogue, context, message, plural)
            found |= {_make_key(context, message): forms} if forms else {}
        else:
            text = catalogue.pgettext(context, message) if context else catalogue.gettext(message)
            found |= {_make_key(context, message): text} if text != message else {}
    written = json.dumps(found, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    written = "".join(_ESCAPES.get(sign, sign) for sign in written)
    rule = f", choosePlural = (n) => Number({_read_rule(catalogue)})" if found else ""
    return f"const MESSAGES = {written}{rule};\n"


def list_messages(script: str) -> Iterator[tuple[str, str, str]]:
    """Yields the messages of a script, each once: context, message and plural, '' where there is none.

    >>> list(list_messages('ngettext("{count} row", "{count} rows", 2); pgettext("theme", "Dark")'))
    [('', '{count} row', '{count} rows'), ('theme', 'Dark', '')]
    """
    seen = set()
    for call in _CALL.finditer(script):  # which begins with fixed letters: found in a tenth of the time
        start = call.start()
        kind = _KIND.search(script[max(0, start - 3) : start])
        if kind is None:
            continue
        given = [json.loads(f'"{text or ""}"') for text in call.groups()]
        context = given.pop(0) if "p" in kind[0] else ""
        one = (context, given[0], given[1] if "n" in kind[0] else "")
        if one not in seen:
            seen.add(one)
            yield one


def _make_key(context: str, message: str) -> str:
    return f"{context}{_SEPARATOR}{message}" if context else message


def _list_forms(catalogue: Any, context: str, message: str, plural: str) -> list[str]:
    """Returns the translations of a message with plurals, in the order of the catalogue; none if it has none."""
    choose = getattr(catalogue, "plural", None)
    if choose is None:
        return []
    forms = {
        choose(count): catalogue.npgettext(context, message, plural, count)
        if context
        else catalogue.ngettext(message, plural, count)
        for count in _COUNTS
    }
    return [forms[at] for at in sorted(forms)] if not {*forms.values()} <= {message, plural} else []


def _read_rule(catalogue: Any) -> str:
    rules = catalogue.info().get("plural-forms", "")
    found = _RULE.search(rules)
    if found is None:
        raise UsageError(f"the catalogue says in no way that a page can follow how its plurals are chosen: {rules!r}")
    return str(found[1]).strip()
