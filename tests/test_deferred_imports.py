"""What no report uses is imported when it is called, and nothing else is changed."""

from __future__ import annotations

import importlib
import importlib.util
import subprocess
import sys

import pytest

from analysis import deferred_imports
from analysis.deferred_imports import defer_imports, hide_module

CODE = """
import sys
from analysis.deferred_imports import defer_imports
with defer_imports():
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


TEX = """
import sys
from analysis.deferred_imports import defer_imports
with defer_imports():
    import matplotlib.backends.backend_agg, matplotlib.backends.backend_svg
print("matplotlib.dviread" in sys.modules, "fontTools" in sys.modules)
from matplotlib import textpath
from matplotlib.dviread import Dvi
print(isinstance(Dvi, type))
try:
    textpath.dviread.Dvi("missing.dvi", 72)
except FileNotFoundError as error:
    print(error.filename)
"""


@pytest.mark.slow
def test_matplotlib_draws_without_what_reads_files_of_tex_and_still_reads_them():
    done = subprocess.run([sys.executable, "-c", TEX], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["False False", "True", "missing.dvi"]


def test_nothing_stays_in_the_table_of_modules(monkeypatch):
    monkeypatch.delitem(sys.modules, "rfc3987_syntax", raising=False)
    with defer_imports():
        pass
    assert "rfc3987_syntax" not in sys.modules


def test_a_package_already_imported_is_left_alone(monkeypatch):
    monkeypatch.setitem(sys.modules, "rfc3987_syntax", sys)
    with defer_imports():
        assert sys.modules["rfc3987_syntax"] is sys
    assert sys.modules["rfc3987_syntax"] is sys


def test_a_function_of_a_stand_in_imports_the_module_when_it_is_called(monkeypatch, tmp_path):
    (tmp_path / "heavy_module.py").write_text("def double(n):\n    return 2 * n\n\n\nleft = 'there'\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(deferred_imports.DEFERRED, "heavy_module", deferred_imports._Deferred(("double",)))
    with defer_imports(["heavy_module"]):
        from heavy_module import double
    assert "heavy_module" not in sys.modules
    assert double(21) == 42
    monkeypatch.delitem(sys.modules, "heavy_module")
    with defer_imports(["heavy_module"]):
        from heavy_module import left
    assert left == "there"
    assert sys.modules.pop("heavy_module").__file__ == str(tmp_path / "heavy_module.py")


def test_what_is_not_installed_has_no_stand_in(monkeypatch):
    monkeypatch.setitem(deferred_imports.DEFERRED, "no_such_package", deferred_imports._Deferred(("some",)))
    monkeypatch.setitem(
        deferred_imports.DEFERRED, "json.tool", deferred_imports._Deferred(("main",), "no_such_package")
    )
    monkeypatch.delitem(sys.modules, "json.tool", raising=False)
    with defer_imports(["no_such_package", "json.tool"]):
        assert not {"no_such_package", "json.tool"} & {*sys.modules}


def test_a_hidden_module_counts_as_not_installed_until_the_end(monkeypatch):
    monkeypatch.delitem(sys.modules, "this", raising=False)
    with hide_module("this"), pytest.raises(ImportError):
        importlib.import_module("this")
    assert importlib.util.find_spec("this") is not None
    with hide_module("sys"):
        assert importlib.import_module("sys") is sys
