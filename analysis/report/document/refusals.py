"""All that is refused of a notebook, cell by cell, collected so that one render names everything at once.

A cell that raised an error has not made what it would have; a cell that uses one of its names may fail for that alone,
and so on: what follows from another problem is not listed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field

from analysis.errors import CommuniqueError, ReportError, add_context


@dataclass
class Refusals:
    """The problems found so far, each once. lost: names that a cell with an error, or one after it, did not make."""

    found: list[CommuniqueError] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)

    @contextmanager
    def collect(self, where: str = "") -> Iterator[None]:
        """Keeps an error that is raised within, with where it was. where: `cell 3`; '' for the whole notebook."""
        try:
            with add_context(where) if where else nullcontext():
                yield
        except CommuniqueError as error:
            if str(error) not in map(str, self.found):
                self.found.append(error)

    def follows(self, code: str) -> bool:
        """Returns whether a cell uses what an earlier one has not made; what it makes itself is then lost as well."""
        if not self.lost or not self.lost & list_names(code, ast.Load):
            return False
        self.lose(code)
        return True

    def lose(self, code: str) -> None:
        """Notes that a cell has not made what it would have. code: of the cell."""
        self.lost |= list_names(code, ast.Store)

    def raise_found(self) -> None:
        """Raises what was found: one error as it is, several as one with a line for each; nothing if there is none."""
        if not self.found:
            return
        if len(self.found) == 1:
            raise self.found[0]
        kinds = {type(error) for error in self.found}
        kind = kinds.pop() if len(kinds) == 1 else ReportError
        raise kind.__new__(kind, "\n".join([f"{len(self.found)} problems:", *map(str, self.found)]))


def list_names(code: str, context: type[ast.expr_context]) -> set[str]:
    """Returns the names that code uses (ast.Load) or makes (ast.Store); none where it is no Python.

    >>> sorted(list_names("gap = need - means", ast.Load)), list_names("gap = need - means", ast.Store)
    (['means', 'need'], {'gap'})
    """
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    names = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, context)}
    if context is ast.Store:
        made = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        names |= {node.name for node in nodes if isinstance(node, made)}
        aliases = (one for node in nodes if isinstance(node, ast.Import | ast.ImportFrom) for one in node.names)
        names |= {(one.asname or one.name).partition(".")[0] for one in aliases}
    return names
