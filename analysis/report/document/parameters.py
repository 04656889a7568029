"""The parameters cell of a notebook, such as

    need_usd_bn: Annotated[float | None, Field(ge=0, le=5000), "USD bn; None takes the claim"] = None
    case_dir: str = ".."  # a comment explains it as well, which is what papermill itself understands

It is read with `ast`, without running the notebook. Every value given for a parameter is checked against its type and
limits, because papermill silently accepts a misspelt name or a value of another type.
"""

from __future__ import annotations

import ast
import io
import json
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Annotated, Any, Literal

from analysis.errors import UsageError, format_nearest

if TYPE_CHECKING:
    import nbformat

_PLAIN_TYPES: dict[str, Any] = {"float": float, "int": int, "str": str, "bool": bool}
_LIMIT_WORDS = {
    "ge": "at least {}",
    "gt": "more than {}",
    "le": "at most {}",
    "lt": "less than {}",
    "min_length": "{} long or longer",
    "max_length": "{} long or shorter",
}
_PYTHON_WORDS = {"None": None, "none": None, "": None, "True": True, "False": False}
_MAX_SHOWN = 80  # characters of a value that does not fit, in a message


@dataclass(frozen=True)
class Parameter:
    """One line of the parameters cell."""

    name: str
    type: Any  # a type or typing form, as pydantic takes it
    default: Any
    help: str
    allowed: str  # in words, for messages: `a number, at least 0 or None`


def read_parameters(notebook: nbformat.NotebookNode, name: str = "notebook") -> tuple[Parameter, ...]:
    """Returns the parameters a notebook declares, in order.

    A name without a type that is set by a call, `case = load_case()`, is not a parameter.
    Raises UsageError, with notebook and line, for a parameters cell it cannot read.
    """
    cells = _find_tagged_cells(notebook, "parameters")
    if len(cells) > 1:
        raise UsageError(f"{name}: {len(cells)} cells are tagged parameters; tag one")
    return _parse_parameters(cells[0]["source"], name) if cells else ()


@lru_cache(maxsize=64)  # asked for in planning, in checking what is given, and in reading each variant of a sweep
def _parse_parameters(source: str, name: str) -> tuple[Parameter, ...]:
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:  # the last two: nested too deeply
        line, fault = getattr(error, "lineno", None), getattr(error, "msg", None) or str(error)
        where = f"line {line}: {fault}" if line else fault
        raise UsageError(f"{name}: the parameters cell is not Python ({where})") from None
    comments = _read_comments(source)
    return tuple(
        _parse_parameter(line, name, comments.get(line.end_lineno or 0, ""))
        for line in body
        if isinstance(line, ast.AnnAssign) or (isinstance(line, ast.Assign) and not isinstance(line.value, ast.Call))
    )


def read_injected_values(notebook: nbformat.NotebookNode) -> dict[str, Any]:
    """Returns the values papermill injected into an executed notebook."""
    values: dict[str, Any] = {}
    for cell in _find_tagged_cells(notebook, "injected-parameters"):
        for line in ast.parse(cell["source"]).body:
            if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                values[line.targets[0].id] = ast.literal_eval(line.value)
    return values


def read_needs(notebook: nbformat.NotebookNode) -> tuple[str, ...]:
    """Returns what the question of a notebook needs of a case, as named in `load_case(..., needs=("need", "risks"))`.

    It is read without running the notebook; what is not written as a list of plain texts is left to the run.
    """
    for given in _find_given(notebook, "needs"):
        with suppress(ValueError):
            if isinstance(found := ast.literal_eval(given), list | tuple):
                return tuple(map(str, found))
    return ()


def read_language(notebook: nbformat.NotebookNode) -> str:
    """Returns the language in which a notebook is printed, as said in `load_case(..., language="uk")`; '' without one.

    It is read without running the notebook. Where a parameter says it, it is the name of that; what is written in
    another way is left to the run.
    """
    for given in _find_given(notebook, "language"):
        if isinstance(given, ast.Constant) and isinstance(given.value, str):
            return given.value
        if isinstance(given, ast.Name):
            return given.id
    return ""


def read_overrides(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """Returns parameter -> the quantity or role that it sets, as in `load_case(..., override={"need": need_bn})`.

    It is read without running the notebook; what is not written as a dictionary with plain texts is left to the run.
    """
    return {
        value.id: key.value
        for given in _find_given(notebook, "override")
        for node in ast.walk(given)
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(key.value, str) and isinstance(value, ast.Name)
    }


def _find_given(notebook: nbformat.NotebookNode, name: str) -> Iterator[ast.expr]:
    """Yields what the cells of a notebook give to `load_case` under a name."""
    for cell in notebook.cells:
        if cell["cell_type"] != "code" or name not in cell["source"]:
            continue
        with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            for call in ast.walk(ast.parse(cell["source"])):
                if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] == "load_case":
                    yield from (word.value for word in call.keywords if word.arg == name)


def check_values(parameters: tuple[Parameter, ...], values: Mapping[str, Any], report: str) -> dict[str, Any]:
    """Returns the given values converted to their declared types; text, as from a command line, may be JSON.

    report: its name in messages. Raises UsageError for the first value that does not fit, with what is allowed, and for
    an unknown parameter, with the nearest name.
    """
    known = {parameter.name: parameter for parameter in parameters}
    result = {}
    for name, value in values.items():
        if name not in known:
            there = f"there are: {', '.join(known)}" if known else "it takes none"
            raise UsageError(f"{report} has no parameter {name!r}{format_nearest(name, known)}; {there}.")
        result[name] = _convert_value(value, known[name], report)
    return result


def _convert_value(value: Any, parameter: Parameter, report: str) -> Any:
    """Returns the first reading of a value that fits the parameter's type strictly: true is not 1, 3.0 is not 3.

    Raises UsageError where none fits.
    """
    from pydantic import ConfigDict, TypeAdapter, ValidationError

    adapter = TypeAdapter(parameter.type, config=ConfigDict(strict=True, allow_inf_nan=False))
    for reading in (value,) if parameter.type is str else _list_readings(value):
        try:
            return adapter.validate_python(reading)
        except ValidationError:
            continue
        except TypeError:
            raise UsageError(f"{report}, parameter {parameter.name}: its limits do not fit its type") from None
    found = repr(value) if len(repr(value)) <= _MAX_SHOWN else repr(value)[:_MAX_SHOWN] + "…"
    raise UsageError(f"{report}, parameter {parameter.name}: found {found}; allowed: {parameter.allowed}.")


def _list_readings(value: Any) -> Iterator[Any]:
    """Yields what a value may mean: a text may mean None, True, False or JSON, and at last itself."""
    if isinstance(value, str):
        if value in _PYTHON_WORDS:
            yield _PYTHON_WORDS[value]
        with suppress(ValueError, RecursionError):
            yield json.loads(value)
    yield value


def _find_tagged_cells(notebook: nbformat.NotebookNode, tag: str) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if tag in cell.get("metadata", {}).get("tags", ())]


def _read_comments(source: str) -> dict[int, str]:
    """Returns line -> the comment at its end, of Python that can be parsed."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.string.lstrip("#").strip() for token in tokens if token.type == tokenize.COMMENT}


def _parse_parameter(line: ast.AnnAssign | ast.Assign, notebook: str, comment: str) -> Parameter:
    target = line.target if isinstance(line, ast.AnnAssign) else line.targets[0]
    if not isinstance(target, ast.Name) or line.value is None:
        raise UsageError(f"{notebook}: parameters cell, line {line.lineno}: write name: type = value")
    default = _evaluate_literal(line.value, f"{notebook}: parameter {target.id} has a default")
    annotation = line.annotation if isinstance(line, ast.AnnAssign) else ast.Name(type(default).__name__)
    limits, explanation = "", comment
    if isinstance(annotation, ast.Subscript) and _get_name(annotation.value) == "Annotated":
        inner, *extra = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else (annotation.slice,)
        explanation = next(
            (e.value for e in extra if isinstance(e, ast.Constant) and isinstance(e.value, str)), comment
        )
        bounds = _parse_limits(extra, f"{notebook}: parameter {target.id}")
        kind, limits = _build_type(inner, notebook, target.id), _describe_limits(bounds)
        if bounds:
            from pydantic import Field

            kind = Annotated[kind, Field(**bounds)]
        annotation = inner
    else:
        kind = _build_type(annotation, notebook, target.id)
    parameter = Parameter(target.id, kind, default, explanation, _describe_type(annotation, limits))
    _convert_value(default, replace(parameter, name=f"{target.id}, its default"), notebook)
    return parameter


def _evaluate_literal(node: ast.expr, what: str) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, MemoryError, RecursionError):
        raise UsageError(f"{what} that is not a plain value: {ast.unparse(node)}") from None


def _parse_limits(extra: Sequence[ast.expr], what: str) -> dict[str, Any]:
    """Returns the limits set in Field(...), as name -> value. Raises UsageError for any other argument."""
    bounds: dict[str, Any] = {}
    for call in extra:
        if not (isinstance(call, ast.Call) and _get_name(call.func) == "Field"):
            continue
        for word in call.keywords:
            if word.arg not in _LIMIT_WORDS:
                raise UsageError(
                    f"{what}: Field has no {word.arg or '**'!r} here{format_nearest(word.arg or '', _LIMIT_WORDS)}; "
                    f"there are {', '.join(_LIMIT_WORDS)}"
                )
            bounds[word.arg] = _evaluate_literal(word.value, f"{what} has a limit {word.arg}")
        if call.args:
            raise UsageError(f"{what}: Field takes limits by name only: {', '.join(_LIMIT_WORDS)}")
    return bounds


def _build_type(node: ast.expr, notebook: str, name: str) -> Any:
    """Returns the type that an annotation means, without evaluating it; only a few forms are allowed."""
    if isinstance(node, ast.Constant) and node.value is None:
        return None
    if _get_name(node) in _PLAIN_TYPES:
        return _PLAIN_TYPES[_get_name(node)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        left, right = (_build_type(side, notebook, name) for side in (node.left, node.right))
        return reduce(lambda a, b: a | b, (left, right)) if left is not None else right | None
    if isinstance(node, ast.Subscript) and _get_name(node.value) == "list":
        return list[_build_type(node.slice, notebook, name)]  # type: ignore[misc]
    if isinstance(node, ast.Subscript) and _get_name(node.value) == "Literal":
        elements = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return Literal[
            tuple(_evaluate_literal(element, f"{notebook}: parameter {name} has a choice") for element in elements)
        ]
    raise UsageError(
        f"{notebook}: parameter {name} has the type {ast.unparse(node)}; allowed: float, int, str, "
        "bool, list[...], Literal[...], a union of these, or Annotated[type, Field(...), 'help']."
    )


def _get_name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _describe_limits(bounds: Mapping[str, Any]) -> str:
    return " and ".join(_LIMIT_WORDS[name].format(value) for name, value in bounds.items())


def _describe_type(node: ast.expr, limits: str) -> str:
    words = {"float": "a number", "int": "a whole number", "str": "a text", "bool": "true or false"}
    if isinstance(node, ast.BinOp):
        return f"{_describe_type(node.left, limits)} or {_describe_type(node.right, '')}"
    if isinstance(node, ast.Subscript) and _get_name(node.value) == "Literal":
        elements = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return ", ".join(str(ast.literal_eval(element)) for element in elements)
    if isinstance(node, ast.Subscript):
        example = '["a", "b"]' if _get_name(node.slice) == "str" else "[1, 2]"
        return f"a list such as {example}, each {_describe_type(node.slice, '')}" + (f", {limits}" if limits else "")
    if isinstance(node, ast.Constant):
        return "None"
    return words[_get_name(node)] + (f", {limits}" if limits else "")
