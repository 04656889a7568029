"""The cell that shows what a panel shows."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterable, Iterator

import analysis
from analysis.case.reading import USUAL, Reading
from analysis.explore.calls import Named
from analysis.explore.questions import Comparison
from analysis.explore.settings import Settings
from analysis.explore.views import View
from analysis.paths import SHIPPED_CASE

_HOMES = {  # of what a cell uses beside the public names
    "Label": "analysis.label",
    "list_inputs": "analysis.explore.inputs",
    "list_numbers": "analysis.explore.inputs",
}
_LAMBDA = "<lambda>"


def write_cell(settings: Settings, views: Iterable[View], traced: Named | None = None) -> str:
    """Returns the source of a cell that shows what a panel shows: imports, the case, the call, and each thing shown.

    traced: a number whose tree down to its claims is printed.

    >>> from analysis import load_case
    >>> from analysis.explore.questions import find_comparison
    >>> settings = Settings(load_case(), SHIPPED_CASE, find_comparison("reconstruction.gap"), basis="all")
    >>> print(write_cell(settings, [Named("result", None)]))
    from analysis import compare, load_case
    <BLANKLINE>
    case = load_case(basis='all')
    result = compare.reconstruction.gap(case)
    display(
        result,
    )
    <BLANKLINE>
    """
    shown = "".join(f"    {view.write(4)},\n" for view in views)
    lines = [f"case = {_write_load(settings)}"]
    own, call = _write_call(settings)
    lines += own
    lines.append(f"result = {call.format(case='case')}")
    if settings.override:
        lines.append(f"as_claimed = {_write_load(settings, as_claimed=True)}")
        if "claimed=claimed" in shown:
            lines.append(f"claimed = {call.format(case='as_claimed')}")
    lines.append(f"display(\n{shown})")
    if traced:
        lines.append(f"print({traced.code}.trace())")
    body = "\n".join(lines)
    return f"{_write_imports(body)}\n\n{body}\n"


def _write_load(settings: Settings, *, as_claimed: bool = False) -> str:
    """Returns the call that loads the case as it is set, without what is as usual."""
    given = [] if settings.given == SHIPPED_CASE else [repr(settings.given)]
    if settings.basis != "article":
        given.append(f"basis={settings.basis!r}")
    if settings.case.language != settings.case.own_language:
        given.append(f"language={settings.case.language!r}")
    given += _write_reading(settings.case.reading)
    if settings.override and not as_claimed:
        given.append(f"override={dict(settings.override)!r}")
    return f"load_case({', '.join(given)})"


def _write_reading(reading: Reading) -> Iterator[str]:
    """Yields what `load_case` is given for a case whose claims are read otherwise than usual."""
    if widths := {word: max(one.below, one.above) for word, one in reading.widths.items() if one.whose == "set"}:
        yield f"widths={widths!r}"
    if weights := {grade: weight for grade, weight in reading.weights.items() if weight != USUAL.weights[grade]}:
        yield f"weights={weights!r}"
    if reading.window != USUAL.window:
        yield f"window={reading.window!r}"


def _write_call(settings: Settings) -> tuple[list[str], str]:
    """Returns the lines that a reader's function needs before it is called, and the call, with a place for the case."""
    given = "".join(f", {name}={value!r}" for name, value in settings.arguments.items())
    if isinstance(settings.asked, Comparison):
        return [], f"compare.{settings.asked.name}({{case}}{given})"
    name = getattr(settings.asked, "__name__", _LAMBDA)
    if name == _LAMBDA:
        return [f"ask = {_find_lambda(settings)}"], "ask({case})"
    return _import_own(settings, name), f"{name}({{case}})"


def _import_own(settings: Settings, name: str) -> list[str]:
    """Returns how a function with a name comes into the cell: imported; one of the notebook itself is there."""
    module = getattr(settings.asked, "__module__", "__main__")
    return [] if module == "__main__" else [f"from {module} import {name}"]


def _find_lambda(settings: Settings) -> str:
    """Returns the source of a function without a name, where it is the only one in its line."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(settings.function)).strip())
    except (OSError, TypeError, SyntaxError):
        tree = ast.Module([], [])
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Lambda)]
    return ast.unparse(found[0]) if len(found) == 1 else "...  # your function: give it a name with `def`"


def _write_imports(body: str) -> str:
    """Returns the imports of the names that some lines use and do not make."""
    tree = ast.parse(body)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    homes: dict[str, list[str]] = {}
    for name in sorted(used):
        home = _HOMES.get(name) or ("analysis" if name in analysis.__all__ else "")
        if home:
            homes.setdefault(home, []).append(name)
    return "\n".join(f"from {home} import {', '.join(names)}" for home, names in sorted(homes.items()))
