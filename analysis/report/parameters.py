"""The parameters cell of a notebook: read with `ast`, described, and every given value checked against it.

    need_usd_bn: Annotated[float | None, Field(ge=0, le=5000), "USD bn; None takes the claim"] = None

Nothing of the notebook is run to find out: papermill accepts a misspelt or mistyped parameter in silence.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Annotated, Any, Literal

import nbformat

from analysis.errors import UsageError, nearest

_PLAIN: dict[str, Any] = {"float": float, "int": int, "str": str, "bool": bool}


@dataclass(frozen=True)
class Parameter:
    """One line of the parameters cell."""

    name: str
    type: Any              # a typing object pydantic understands
    default: Any
    help: str
    accepts: str           # in words, for messages: 'a number from 0 to 5000, or None'


def declared(notebook: nbformat.NotebookNode, name: str = "notebook") -> tuple[Parameter, ...]:
    """Returns the parameters a notebook declares, in order. Raises UsageError for a cell it cannot read."""
    cells = _tagged(notebook, "parameters")
    if len(cells) > 1:
        raise UsageError(f"{name}: {len(cells)} cells are tagged parameters; tag one")
    if not cells:
        return ()
    try:
        body = ast.parse(cells[0]["source"]).body
    except SyntaxError as error:
        raise UsageError(f"{name}: the parameters cell is not Python (line {error.lineno}: {error.msg})") from None
    return tuple(_parameter(line, name) for line in body
                 if isinstance(line, ast.AnnAssign | ast.Assign) and not isinstance(line.value, ast.Call))


def given(notebook: nbformat.NotebookNode) -> dict[str, Any]:
    """Returns the values papermill injected into an executed notebook."""
    values: dict[str, Any] = {}
    for cell in _tagged(notebook, "injected-parameters"):
        for line in ast.parse(cell["source"]).body:
            if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                values[line.targets[0].id] = ast.literal_eval(line.value)
    return values


def checked(parameters: tuple[Parameter, ...], values: Mapping[str, Any], report: str) -> dict[str, Any]:
    """Returns the given values as their declared types; text, as from a command line, is read as JSON or as is.

    Raises UsageError, naming the nearest parameter or what is accepted, for the first that does not fit.
    """
    from pydantic import TypeAdapter, ValidationError

    known = {parameter.name: parameter for parameter in parameters}
    result = {}
    for name, value in values.items():
        if name not in known:
            there = f"there are: {', '.join(known)}" if known else "it takes none"
            raise UsageError(f"{report} has no parameter {name!r}{nearest(name, known)}; {there}.")
        try:
            result[name] = TypeAdapter(known[name].type).validate_python(_from_text(value, known[name]))
        except ValidationError:
            raise UsageError(f"{report}, parameter {name}: found {value!r}; allowed: {known[name].accepts}.") from None
    return result


def _tagged(notebook: nbformat.NotebookNode, tag: str) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if tag in cell.get("metadata", {}).get("tags", ())]


def _from_text(value: Any, parameter: Parameter) -> Any:
    if not isinstance(value, str) or parameter.type is str:
        return value
    if value in ("None", "none", ""):
        return None
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value


def _parameter(line: ast.AnnAssign | ast.Assign, notebook: str) -> Parameter:
    target = line.target if isinstance(line, ast.AnnAssign) else line.targets[0]
    if not isinstance(target, ast.Name) or line.value is None:
        raise UsageError(f"{notebook}: parameters cell, line {line.lineno}: write name: type = value")
    try:
        default = ast.literal_eval(line.value)
    except ValueError:
        raise UsageError(f"{notebook}: parameter {target.id} has a default that is not a plain value") from None
    annotation = line.annotation if isinstance(line, ast.AnnAssign) else ast.Name(type(default).__name__)
    limits, help = "", ""
    if isinstance(annotation, ast.Subscript) and _name(annotation.value) == "Annotated":
        inner, *extra = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else (annotation.slice,)
        help = next((e.value for e in extra if isinstance(e, ast.Constant) and isinstance(e.value, str)), "")
        bounds = {word.arg: ast.literal_eval(word.value) for e in extra
                  if isinstance(e, ast.Call) and _name(e.func) == "Field" for word in e.keywords}
        kind, limits = _type(inner, notebook, target.id), _limits(bounds)
        if bounds:
            from pydantic import Field

            kind = Annotated[kind, Field(**bounds)]
        annotation = inner
    else:
        kind = _type(annotation, notebook, target.id)
    return Parameter(target.id, kind, default, help, _words(annotation, limits))


def _type(node: ast.expr, notebook: str, name: str) -> Any:
    """Builds a type from the few forms a parameter may have, without running any of it."""
    if isinstance(node, ast.Constant) and node.value is None:
        return None
    if _name(node) in _PLAIN:
        return _PLAIN[_name(node)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        left, right = (_type(side, notebook, name) for side in (node.left, node.right))
        return reduce(lambda a, b: a | b, (left, right)) if left is not None else right | None
    if isinstance(node, ast.Subscript) and _name(node.value) == "list":
        return list[_type(node.slice, notebook, name)]   # type: ignore[misc]
    if isinstance(node, ast.Subscript) and _name(node.value) == "Literal":
        elements = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return Literal[tuple(ast.literal_eval(element) for element in elements)]
    raise UsageError(f"{notebook}: parameter {name} has the type {ast.unparse(node)}; allowed: float, int, str, "
                     "bool, list[...], Literal[...], a union of these, or Annotated[type, Field(...), 'help'].")


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _limits(bounds: Mapping[str, Any]) -> str:
    words = {"ge": "at least {}", "gt": "more than {}", "le": "at most {}", "lt": "less than {}"}
    return " and ".join(words[name].format(value) for name, value in bounds.items() if name in words)


def _words(node: ast.expr, limits: str) -> str:
    words = {"float": "a number", "int": "a whole number", "str": "a text", "bool": "true or false"}
    if isinstance(node, ast.BinOp):
        return f"{_words(node.left, limits)} or {_words(node.right, '')}"
    if isinstance(node, ast.Subscript) and _name(node.value) == "Literal":
        elements = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return ", ".join(str(ast.literal_eval(element)) for element in elements)
    if isinstance(node, ast.Subscript):
        return f"a list such as [1, 2], each {_words(node.slice, limits)}"
    if isinstance(node, ast.Constant):
        return "None"
    return words[_name(node)] + (f", {limits}" if limits else "")
