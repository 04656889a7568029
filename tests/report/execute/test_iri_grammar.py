"""The grammar of IRIs is built only where one is checked, and nothing else is changed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from analysis.report.execute.iri_grammar import defer_iri_grammar

CODE = """
import sys
from analysis.report.execute.iri_grammar import defer_iri_grammar
with defer_iri_grammar():
    import jsonschema
print("rfc3987_syntax" in sys.modules, "lark" in sys.modules)
checker = jsonschema.FormatChecker()
print([checker.conforms(text, "iri") for text in ("http://example.org/\u00e4", "not an address")])
import rfc3987_syntax
print(rfc3987_syntax.__file__ is not None, hasattr(rfc3987_syntax, "is_valid_syntax_iri"))
"""


@pytest.mark.slow
def test_jsonschema_still_checks_and_the_package_can_still_be_imported():
    pytest.importorskip("rfc3987_syntax")
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["False False", "[True, False]", "True True"]


def test_nothing_stays_in_the_table_of_modules(monkeypatch):
    monkeypatch.delitem(sys.modules, "rfc3987_syntax", raising=False)
    with defer_iri_grammar():
        pass
    assert "rfc3987_syntax" not in sys.modules


def test_a_package_already_imported_is_left_alone(monkeypatch):
    monkeypatch.setitem(sys.modules, "rfc3987_syntax", sys)
    with defer_iri_grammar():
        assert sys.modules["rfc3987_syntax"] is sys
    assert sys.modules["rfc3987_syntax"] is sys
