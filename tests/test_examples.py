"""Every public name shows by an example how it is used, and every example in the library gives what it says."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import cached_property

import pytest

import analysis
from analysis import compare
from tests.conftest import ROOT

pytestmark = pytest.mark.usefixtures("without_loop")

MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "analysis").rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


def list_public() -> Iterator[str]:
    """Yields each public name, method and property of the classes Case and Estimate, and function of a comparison."""
    yield from analysis.__all__
    for kind in (analysis.Case, analysis.Estimate):
        for name, member in inspect.getmembers_static(kind):
            is_described = inspect.isfunction(member) or isinstance(
                member, property | cached_property | classmethod | staticmethod
            )
            if is_described and not name.startswith("_"):
                yield f"{kind.__name__}.{name}"
    for module in pkgutil.iter_modules(compare.__path__):
        found = inspect.getmembers(getattr(compare, module.name), inspect.isfunction)
        for name, function in found:
            home = f"analysis.compare.{module.name}"
            if not name.startswith("_") and f"{function.__module__}.".startswith(f"{home}."):
                yield f"compare.{module.name}.{name}"


def find_docstring(name: str) -> str:
    """Returns the docstring of a public name, as dotted below `analysis`."""
    found: object = analysis
    for part in name.split("."):
        found = inspect.getattr_static(found, part) if inspect.isclass(found) else getattr(found, part)
    return inspect.getdoc(found) or ""


PUBLIC = {find_docstring(name) for name in list_public()}  # whose examples are run one by one


def run_examples(test: doctest.DocTest) -> str:
    """Runs a docstring's examples and returns a report on those whose result differs; '' if none does."""
    report: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=report.append)
    return "".join(report)


@pytest.mark.parametrize("name", list(list_public()))
def test_every_public_name_has_an_example_that_stands_alone(name, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # so that a file an example writes does not stay in the tree
    examples = doctest.DocTestParser().get_doctest(find_docstring(name), {}, name, None, None)
    assert examples.examples, f"{name} has no example (a line with >>>) in its docstring"
    assert run_examples(examples) == ""


@pytest.mark.parametrize("name", MODULES)
def test_every_other_example_gives_what_it_says(name, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    found = doctest.DocTestFinder(exclude_empty=True).find(importlib.import_module(name))
    assert found
    reports = [run_examples(examples) for examples in found if inspect.cleandoc(examples.docstring) not in PUBLIC]
    assert "".join(reports) == ""
