"""Formulas typed in quantities.csv: a quantity computed from others, such as `topic.part / topic.whole`.

A formula holds names of quantities, numbers, + - * / and brackets. `topic.quantity@subject` is that of one subject,
`haul.trucks[2025-10-31]` that of one time, and `haul.trucks@north[2025-10]` that of both.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from analysis import limits
from analysis.errors import UnitError

_NAME = r"[a-z]\w*(?:\.\w+)+(?:@\w+)?(?:\[[^][\s]{1,80}\])?"
_TOKEN = re.compile(rf"\s*(?:(?P<name>{_NAME})|(?P<number>\d+(?:\.\d+)?)|(?P<sign>[-+*/()]))")
_OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class Reference(NamedTuple):
    """What a name in a formula stands for: a quantity, of a subject and as of a time (EDTF) where it says so."""

    quantity: str
    subject: str | None
    time: str | None


class LargeFormula(ValueError):
    """A formula is nested too deeply, or holds too large a number; says what is allowed."""


def list_references(formula: str) -> tuple[str, ...]:
    """Returns the quantities a formula names, each once, as written. Raises ValueError saying what cannot be read.

    >>> list_references("plan.points@plan_20 * (1 - consensus.agreed@plan_20)")
    ('plan.points@plan_20', 'consensus.agreed@plan_20')
    """
    return tuple(dict.fromkeys(list_names(formula)))


def split_reference(name: str) -> Reference:
    """Returns what a name that `list_references` returns stands for.

    >>> split_reference("haul.trucks@north[2025-10]")
    Reference(quantity='haul.trucks', subject='north', time='2025-10')
    """
    whole, _, time = name.partition("[")
    quantity, _, subject = whole.partition("@")
    return Reference(quantity, subject or None, time.removesuffix("]") or None)


def list_names(formula: str) -> tuple[str, ...]:
    """Returns the quantities a formula names, each as often as it does. Raises ValueError as `list_references` does.

    >>> list_names("a.b / (a.b + c.d)")
    ('a.b', 'a.b', 'c.d')
    """
    return tuple(_parse_formula(formula)[1].values())


def compute_formula(formula: str, look_up: Callable[[str], Any]) -> Any:
    """Returns the formula's result. look_up: `quantity@subject` -> an Estimate (or any number).

    Raises ValueError as `list_references` does, and UnitError if its plain numbers alone divide by zero or grow too
    large.

    >>> compute_formula("a.b + 2 * c.d", {"a.b": 10, "c.d": 4}.get)
    18
    """
    tree, names = _parse_formula(formula)
    given = {placeholder: look_up(name) for placeholder, name in names.items()}
    try:
        return _evaluate_node(tree, given)
    except (ZeroDivisionError, OverflowError):
        raise UnitError(f"{formula} has no value: it divides by zero, or its numbers grow too large") from None


def find_circle(formulas: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Returns a path from one name through the names in its formula back to itself, or [] if there is none.

    formulas: name -> the names in its formula.

    >>> find_circle({"a": ("b",), "b": ("c",), "c": ("b",)})
    ['b', 'c', 'b']
    """
    cleared: set[str] = set()
    for start in formulas:
        path: list[str] = []
        stack = [(start, iter(formulas[start]))]
        while stack:
            name, ahead = stack[-1]
            if len(path) < len(stack):
                path.append(name)
            step = next((found for found in ahead if found in formulas and found not in cleared), None)
            if step is None:
                cleared.add(path.pop())
                stack.pop()
            elif step in path:
                return [*path[path.index(step) :], step]
            else:
                stack.append((step, iter(formulas[step])))
    return []


def _parse_formula(formula: str) -> tuple[ast.expr, dict[str, str]]:
    """Returns a formula's syntax tree, and the names of quantities by their placeholders in it."""
    names: dict[str, str] = {}
    text, at, depth, signs = "", 0, 0, 0
    end = len(formula.rstrip())
    while at < end:
        token = _TOKEN.match(formula, at)
        if token is None:
            found = formula[at:].strip()[:20]
            raise ValueError(f"{found!r} is not a quantity, a number, a bracket or one of + - * /")
        at = token.end()
        signs = signs + 1 if token["sign"] in ("+", "-") else 0
        depth += (token["sign"] == "(") - (token["sign"] == ")")
        if depth > limits.MAX_NESTING or signs > limits.MAX_NESTING:  # before Python's parser sees it
            raise LargeFormula(f"at most {limits.MAX_NESTING} brackets within brackets, or signs one after another")
        if token["name"]:
            placeholder = f"q{len(names)}"
            names[placeholder] = token["name"]
            text += f" {placeholder}"
        else:
            text += f" {token['number'] or token['sign']}"
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        raise ValueError(f"{formula!r} is not a valid formula of quantities and numbers") from None
    for node in ast.walk(tree):
        if not isinstance(node, ast.BinOp | ast.Name | ast.Constant | ast.UnaryOp | ast.USub | ast.Load | ast.operator):
            raise ValueError(f"{formula!r} is not a valid formula of quantities and numbers")
        if isinstance(node, ast.operator) and type(node) not in _OPERATORS:
            raise ValueError(f"{formula!r} uses an operator other than + - * /")
        value = node.value if isinstance(node, ast.Constant) else 0
        if isinstance(value, int | float) and value > limits.MAX_NUMBER:
            raise LargeFormula(f"numbers of at most {limits.MAX_NUMBER:g}")
    if not names:
        raise ValueError(f"{formula!r} names no quantity")
    return tree, names


def _evaluate_node(node: ast.expr, given: Mapping[str, Any]) -> Any:
    """Returns the value of a parsed formula. given: placeholder -> value."""
    if isinstance(node, ast.Name):
        return given[node.id]
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.UnaryOp):
        return -_evaluate_node(node.operand, given)
    if isinstance(node, ast.BinOp):
        return _OPERATORS[type(node.op)](_evaluate_node(node.left, given), _evaluate_node(node.right, given))
    raise TypeError(f"{ast.dump(node)} was not refused when the formula was parsed")
