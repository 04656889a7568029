"""The shortest notebook that answers a shared question: the opening of the shared one, and what it refers to.

A shared notebook opens with its imports, parameters, title, strip, figure, answer and cards, before its first heading.
Of the parts below it, the cells are taken that show a table or figure to which a cell taken refers, with the heading
they stand under and the cells that make the names they use.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analysis.report.document.refusals import list_names

_PARAMETER = "case_dir"


def build_thin_notebook(cells: Sequence[Mapping[str, Any]], case: str) -> dict[str, Any]:
    """Returns a notebook as JSON, without outputs. cells: of the shared notebook. case: the default of `case_dir`.

    >>> codes = ("from a import b, c", "b")
    >>> cells = [{"cell_type": "code", "source": code, "metadata": {"tags": []}} for code in codes]
    >>> [cell["source"] for cell in build_thin_notebook(cells, "my-case")["cells"]]
    [['from a import b'], ['b']]
    """
    kept = [cells[position] for position in sorted(_choose(cells))]
    used = set().union(*(list_names(cell["source"], ast.Load) for cell in kept if cell["cell_type"] == "code"))
    made = []
    for number, cell in enumerate(kept, 1):
        code = cell["cell_type"] == "code"
        source = _set_case(_drop_imports(cell["source"], used), case) if code else cell["source"]
        tags = {"tags": list(cell["metadata"]["tags"])} if cell["metadata"].get("tags") else {}
        written = {"cell_type": cell["cell_type"], "id": f"cell-{number}", "metadata": tags}
        written["source"] = source.splitlines(keepends=True)
        made.append(written | ({"execution_count": None, "outputs": []} if code else {}))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _choose(cells: Sequence[Mapping[str, Any]]) -> set[int]:
    """Returns the positions of the cells that are taken."""
    code = {at: cell["source"] for at, cell in enumerate(cells) if cell["cell_type"] == "code"}
    first_heading = next((at for at in range(len(cells)) if at not in code), len(cells))
    queue, chosen = list(range(first_heading)), set[int]()
    while queue:
        at = queue.pop()
        if at in chosen:
            continue
        chosen.add(at)
        if at not in code:
            continue
        asked = set(_list_texts(code[at], "see"))
        queue += (other for other in code if asked & set(_list_keys(code[other])))
        for name in list_names(code[at], ast.Load):
            queue += [other for other in code if other < at and name in list_names(code[other], ast.Store)][-1:]
        queue += [other for other in range(at) if other not in code][-1:]
    return chosen


def _list_texts(code: str, function: str) -> Iterator[str]:
    """Yields the texts within the calls of a function."""
    for call in ast.walk(ast.parse(code)):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == function:
            yield from _list_constants(call)


def _list_keys(code: str) -> Iterator[str]:
    """Yields the keys under which a cell shows tables and figures."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.keyword) and node.arg == "key":
            yield from _list_constants(node.value)


def _list_constants(within: ast.AST) -> Iterator[str]:
    for node in ast.walk(within):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _drop_imports(code: str, used: set[str]) -> str:
    """Returns the code of a cell that only imports without the names that no cell uses; any other as it is."""
    lines = ast.parse(code).body
    if not lines or not all(isinstance(line, ast.Import | ast.ImportFrom) for line in lines):
        return code
    kept = []
    names: dict[str, None] = {}
    for line in lines:
        assert isinstance(line, ast.Import | ast.ImportFrom)
        line.names = [one for one in line.names if (one.asname or one.name).partition(".")[0] in used]
        if line.names and isinstance(line, ast.ImportFrom) and line.module == "analysis":
            names |= dict.fromkeys(one.name for one in line.names)
        elif line.names:
            kept.append(ast.unparse(line))
    if names:
        kept.append(_wrap_import(sorted(names)))
    return "\n\n".join(kept)


def _wrap_import(names: Sequence[str], longest: int = 110) -> str:
    one_line = f"from analysis import {', '.join(names)}"
    if len(one_line) <= longest:
        return one_line
    rows = [""]
    for name in names:
        if len(rows[-1]) + len(name) > longest:
            rows.append("")
        rows[-1] += f"{' ' if rows[-1] else '    '}{name},"
    return "\n".join(["from analysis import (", *rows, ")"])


def _set_case(code: str, case: str) -> str:
    """Returns a cell with another default of the parameter that names the case."""
    for line in ast.parse(code).body:
        if isinstance(line, ast.AnnAssign) and ast.unparse(line.target) == _PARAMETER and line.value:
            found = ast.get_source_segment(code, line.value)
            before, _, after = code.partition(f"= {found}")
            return f"{before}= {json.dumps(case)}{after}"
    return code
