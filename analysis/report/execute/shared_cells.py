"""Which leading cells of a notebook are the same for every variant of a sweep, so that they need to run only once.

They end at the first cell that a parameter may reach in which the variants differ, or that does what may not be shared:
draw random numbers, ask for the time, open a file, start a thread. It is decided by the cells' names alone, so it errs
on the side of running a cell again; what names do not tell, the process that runs the cells checks afterwards.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from analysis.report.execute.messages import RunCell

# Packages that do nothing by themselves that differs from one run to the next
_PLAIN_PACKAGES = frozenset(
    """__future__ abc analysis annotated_types bisect calendar collections copy dataclasses datetime decimal enum
    fractions functools heapq itertools json math numbers numpy operator pandas pint pydantic re scipy statistics string
    textwrap types typing typing_extensions unicodedata warnings""".split()  # noqa: SIM905
)
# Names by which a cell reaches its own namespace, its history, the machine, the clock or chance, or writes a file
_UNSHARED_NAMES = frozenset(
    """breakpoint compile delattr dir display eval exec exit get_ipython getattr globals help id In input locals object
    open Out quit setattr vars import_module __builtins__ __dict__ __file__ __globals__ __import__ __main__ __name__
    __spec__ bit_generator choice default_rng integers normal now permutation rand randint randn random random_state
    RandomState rng rvs sample seed shuffle today uniform utcnow read_clipboard read_sql to_csv to_excel to_json
    to_parquet to_pickle tofile save savetxt savez hist history ls matplotlib pwd pylab reset who whos""".split()  # noqa: SIM905
)
# Packages by which a cell reaches no other module, and names by which it may change one
_HARMLESS_PACKAGES = _PLAIN_PACKAGES | {"matplotlib", "os", "pathlib", "random", "time"}
_CHANGING_NAMES = frozenset(
    """__builtins__ __dict__ __globals__ __import__ __setattr__ compile delattr eval exec get_ipython globals
    import_module modules patch set_option setattr vars""".split()  # noqa: SIM905
)
_HISTORY = re.compile(r"_+(i+|h|ih|oh|dh)?\d*")  # _, __, _5, _i, _ih: earlier inputs and results


@dataclass(frozen=True)
class SharedCells:
    """What the variants of a sweep have in common.

    sources: of the cells that run once for all; injected: the position among them of the cell that sets the parameters,
    -1 for none; later: sources of the other cells. allow_errors: whether a run goes on after an error.
    """

    sources: tuple[str, ...]
    injected: int
    later: tuple[str, ...]
    allow_errors: bool

    def build_cells(self) -> tuple[RunCell, ...]:
        """Returns the requests for the shared cells, as each run makes them."""
        return tuple(
            RunCell(source, name_message(number), stop=not self.allow_errors)
            for number, source in enumerate(self.sources, 1)
        )


def name_message(number: int) -> str:
    """Returns the id of the request for a cell. number: its position among those that are run, from 1."""
    return f"cell-{number}"


def find_shared_cells(
    sources: Sequence[str], varied: Collection[str], injected: int, alike: str, *, allow_errors: bool
) -> SharedCells:
    """Returns what the variants of a sweep have in common.

    For sources, varied and injected see `count_shared_cells`. alike: source that sets the other parameters.
    """
    count = count_shared_cells(sources, varied, injected)
    common = [alike if position == injected else source for position, source in enumerate(sources[:count])]
    return SharedCells(tuple(common), injected if injected < count else -1, tuple(sources[count:]), allow_errors)


def count_shared_cells(sources: Sequence[str], varied: Collection[str], injected: int) -> int:
    """Returns how many of the first cells may run once for all variants.

    sources: of the code cells, in order. varied: names of the parameters in which variants differ. injected: the
    position of the cell that sets the parameters, which counts as shared if all before it are: in each variant it is
    run again for these names alone. Cells before it have the default of a parameter, whatever the variant.

    >>> count_shared_cells(["import math", "share = 0.5", "share = 0.7", "x = math.pi", "x * share"], {"share"}, 2)
    4
    >>> count_shared_cells(["share = 0.7", "import random", "share"], {"share"}, 0)
    1
    """
    end = len(sources)
    for position, source in enumerate(sources):
        if position == injected:
            continue
        if position >= end or not is_repeatable(source) or (position > injected and mentions(source, varied)):
            return position
        if position < injected and reads_later(source, varied):
            end = injected + 1
    return len(sources)


def reads_later(source: str, names: Collection[str]) -> bool:
    """Returns whether a cell defines what may read one of some names when a later cell uses it.

    >>> reads_later("def double():\\n    return 2 * share", {"share"}), reads_later("x = share", {"share"})
    (True, False)
    >>> reads_later("rule = 'x > @share'", {"share"})
    True
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.Lambda | ast.GeneratorExp) and mentions(ast.unparse(node), names):
            return True
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and mentions(node.value, names):
            return True
    return False


def mentions(source: str, names: Collection[str]) -> bool:
    """Returns whether one of some names stands in a cell, also within a text, as in `frame.query("x > @name")`.

    >>> mentions("frame.query('x > @share')", {"share"}), mentions("shares", {"share"})
    (True, False)
    """
    return not {*names}.isdisjoint(re.findall(r"\w+", source))


def is_repeatable(source: str) -> bool:
    """Returns whether a cell surely does the same each time, and nothing that processes cannot share.

    >>> is_repeatable("from math import pi; f'{pi:.2f}'"), is_repeatable("import time"), is_repeatable("%time 1")
    (True, False, False)
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):  # also a magic, or a program that IPython runs
        return False
    return all(_is_plain(node) for node in ast.walk(tree))


def leaves_code_alone(source: str) -> bool:
    """Returns whether a cell surely changes no function or setting of a module, so that these do the same in all runs.

    >>> leaves_code_alone("import pandas as pd; x = pd.NA; y[0] = x"), leaves_code_alone("pd.options.mode.copy = True")
    (True, False)
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return False
    return not any(_may_change_code(node) for node in ast.walk(tree))


def _may_change_code(node: ast.AST) -> bool:
    match node:
        case ast.Import(names):
            return not all(alias.name.partition(".")[0] in _HARMLESS_PACKAGES for alias in names)
        case ast.ImportFrom(module):
            return (module or "").partition(".")[0] not in _HARMLESS_PACKAGES
        case ast.Attribute(attr=name, ctx=context):
            return name in _CHANGING_NAMES or not isinstance(context, ast.Load)
        case ast.Subscript(value=value, ctx=context):  # an entry of what a module has
            return not isinstance(context, ast.Load) and not isinstance(value, ast.Name)
        case ast.Name(id=name):
            return name in _CHANGING_NAMES
    return False


def _is_plain(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        return all(alias.name.partition(".")[0] in _PLAIN_PACKAGES for alias in node.names) and _are_plain(node.names)
    if isinstance(node, ast.ImportFrom):
        plain = node.level == 0 and (node.module or "").partition(".")[0] in _PLAIN_PACKAGES
        return plain and _are_plain(node.names) and not _UNSHARED_NAMES.intersection((node.module or "").split("."))
    if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith | ast.AsyncFunctionDef):
        return False
    return not any(name in _UNSHARED_NAMES or _HISTORY.fullmatch(name) for name in _list_names(node))


def _are_plain(aliases: Sequence[ast.alias]) -> bool:
    parts = {part for alias in aliases for part in alias.name.split(".")}
    return "*" not in parts and not _UNSHARED_NAMES.intersection(parts)


def _list_names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
