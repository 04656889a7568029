"""Every test can fail: it asserts something whatever it meets, and not only for each of what may be nothing at all."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT

CHECKS = {"pytest.raises", "pytest.warns", "pytest.fail"}


def parse_tests() -> dict[str, ast.Module]:
    """Returns file -> its syntax tree, for every file of the tests."""
    paths = sorted((ROOT / "tests").rglob("*.py"))
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def list_tests(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Yields the functions that pytest runs."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node


def find_asserting(trees: dict[str, ast.Module]) -> dict[str, set[str]]:
    """Returns file -> the names of functions there, its own or imported from other tests, that assert for certain."""
    known: dict[str, set[str]] = {file: set() for file in trees}
    while True:
        before = {file: set(names) for file, names in known.items()}
        for file, tree in trees.items():
            for node in tree.body:
                if isinstance(node, ast.FunctionDef) and is_certain(node.body, known[file]):
                    known[file].add(node.name)
                elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tests."):
                    there = known.get(f"{(node.module or '').replace('.', '/')}.py", set())
                    known[file] |= {alias.asname or alias.name for alias in node.names if alias.name in there}
        if known == before:
            return known


def is_certain(body: list[ast.stmt], helpers: set[str]) -> bool:
    """Whether some statements assert something, whatever they meet. helpers: functions that do."""
    for node in body:
        match node:
            case ast.Assert():
                return True
            case ast.For():
                if is_filled(node.iter, helpers) and is_certain(node.body, helpers):
                    return True
            case ast.If():
                if is_certain(node.body, helpers) and is_certain(node.orelse, helpers):
                    return True
            case ast.With():
                if any(calls_check(item.context_expr, helpers) for item in node.items):
                    return True
                if is_certain(node.body, helpers):
                    return True
            case ast.Try():
                if is_certain([*node.body, *node.finalbody], helpers):
                    return True
            case ast.Expr() | ast.Assign() | ast.Return() if node.value and calls_check(node.value, helpers):
                return True
    return False


def is_filled(iterated: ast.expr, helpers: set[str]) -> bool:
    """Whether a loop is over something that is never empty.

    That is what is written out there, a constant such as TABLES, or what a function or fixture that asserts returns.
    """
    if isinstance(iterated, ast.Tuple | ast.List | ast.Set):
        return bool(iterated.elts)
    root = iterated.func if isinstance(iterated, ast.Call) else iterated
    root = root.value if isinstance(root, ast.Attribute) else root
    return isinstance(root, ast.Name) and (root.id.isupper() or root.id in helpers)


def calls_check(value: ast.expr, helpers: set[str]) -> bool:
    """Whether an expression calls what raises an error when something is not as it should be."""
    calls = [node for node in ast.walk(value) if isinstance(node, ast.Call)]
    names = {ast.unparse(call.func) for call in calls}
    checked = {keyword.arg for call in calls for keyword in call.keywords if ast.unparse(keyword.value) == "True"}
    return bool(names & (CHECKS | helpers)) or "check" in checked or any(name.endswith(".validate") for name in names)


def test_every_test_asserts_something_whatever_it_meets():
    trees = parse_tests()
    asserting = find_asserting(trees)
    tests = [(file, test) for file, tree in trees.items() for test in list_tests(tree)]
    assert len(tests) > 500
    idle = [f"{file}:{test.lineno} {test.name}" for file, test in tests if not is_certain(test.body, asserting[file])]
    assert idle == [], "assert something outside of a loop, such as that what it runs over is not empty"


@pytest.mark.parametrize(
    ("code", "certain"),
    [
        ("assert x", True),
        ("run(x)", False),
        ("for one in found: assert one", False),
        ("assert found\nfor one in found: assert one", True),
        ("for one in (1, 2): assert one", True),
        ("for one in (): assert one", False),
        ("for name, kind in TABLES.items(): assert kind", True),
        ("if x: assert x", False),
        ("with pytest.raises(ValueError): int(x)", True),
        ("with suppress(ValueError): int(x)", False),
        ("check_page(x)", True),
        ("for one in check_page(x): assert one", True),
        ("subprocess.run(x, check=True)", True),
        ("subprocess.run(x, check=False)", False),
        ("def inner(): assert x", False),
    ],
)
def test_what_asserts_for_certain(code, certain):
    assert is_certain(ast.parse(code).body, {"check_page"}) is certain
