"""The calls that print messages are written so that they can be collected."""

from __future__ import annotations

import ast

from tests.catalogues import ROOT

_PRINTING = {"gettext", "ngettext", "pgettext", "npgettext"}


def test_no_message_stands_within_an_f_string_where_it_would_not_be_collected():
    found = [
        f"{file.relative_to(ROOT)}, line {call.lineno}"
        for file in sorted((ROOT / "analysis").rglob("*.py"))
        for text in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in _PRINTING
        and not isinstance(call.args[0], ast.Name)
    ]
    assert found == [], "Python before 3.12 hides them from Babel; give the message a name before"
