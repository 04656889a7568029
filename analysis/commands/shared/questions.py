"""The questions that all cases share, read from the shared notebooks themselves: what each asks, and what it needs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis import compare
from analysis.case.role_names import ROLES
from analysis.errors import UsageError, format_nearest
from analysis.paths import find_shipped
from analysis.report.build.plan import read_cells
from analysis.report.document.parameters import read_needs

ALL, FIRST = "all", "first"
_GAP = "…"  # in a question, for a word that the case gives
_PLACE = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class Question:
    """A shared notebook that says what it needs of a case."""

    name: str  # of the notebook
    text: str  # the question on its title block; '' if it is not written there in words
    needs: tuple[str, ...]  # roles and tables
    uses: tuple[str, ...]  # roles that it may ask for beside them


def list_questions(folder: Path | None = None) -> dict[str, Question]:
    """Returns the notebooks of a folder that say what they need, by name; by default the shared ones.

    >>> list_questions()["territory"].needs
    ('region_status',)
    """
    found = {}
    for path in sorted((folder or find_shipped("notebooks")).glob("*.ipynb")):
        notebook = read_cells(path)
        if "." in path.stem:  # the same in another language
            continue
        if needs := read_needs(notebook):
            code = "\n".join(cell["source"] for cell in notebook.cells if cell["cell_type"] == "code")
            tree = ast.parse(code)
            found[path.stem] = Question(path.stem, _read_text(tree), needs, tuple(dict.fromkeys(_list_roles(tree))))
    return found


def choose_questions(names: Sequence[str], known: dict[str, Question]) -> list[Question]:
    """Returns the questions of these names, in the order of the list; of `all` every one.

    Raises UsageError for a name that there is not, with the nearest.
    """
    for name in names:
        if name not in (*known, ALL, FIRST):
            raise UsageError(
                f"no question {name!r}{format_nearest(name, [*known, ALL, FIRST])}; there are: {', '.join(known)}; "
                f"{FIRST} is a small notebook of the case's own, {ALL} is everything."
            )
    return [question for question in known.values() if ALL in names or question.name in names]


def _read_text(tree: ast.Module) -> str:
    """Returns the question that the title block of a notebook prints."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "cover" and len(call.args) > 1:
            return _word_question(call.args[1], tree)
    return ""


def _word_question(node: ast.expr, tree: ast.Module) -> str:
    """Returns the words of an expression; of two that the case decides between, the one without a gap."""
    if isinstance(node, ast.Constant):
        return _PLACE.sub(_GAP, str(node.value))
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else _GAP for part in node.values)
    if isinstance(node, ast.IfExp):
        return min((_word_question(branch, tree) for branch in (node.body, node.orelse)), key=lambda text: _GAP in text)
    if isinstance(node, ast.Name):
        for line in ast.walk(tree):
            if isinstance(line, ast.Assign) and any(ast.unparse(target) == node.id for target in line.targets):
                return _word_question(line.value, tree)
    return ""


def _list_roles(tree: ast.Module) -> Iterator[str]:
    """Yields the roles that a notebook, or a comparison that it calls, names: it may ask for them.

    What names a column of a table, or a name that a module gives, is no role.
    """
    called = {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "compare"
    }
    folder = Path(compare.__path__[0])
    paths = [path for name in sorted(called) for path in (folder / f"{name}.py", *sorted((folder / name).glob("*.py")))]
    for code in (tree, *(ast.parse(path.read_text(encoding="utf-8")) for path in paths if path.exists())):
        other = {id(node) for found in ast.walk(code) for part in _list_names(found) for node in ast.walk(part)}
        for node in ast.walk(code):
            if isinstance(node, ast.Constant) and id(node) not in other and str(node.value) in ROLES:
                yield str(node.value)


def _list_names(node: ast.AST) -> Iterator[ast.AST]:
    """Yields the parts of a node in which a text is the name of a column, or of what a module gives."""
    if isinstance(node, ast.Dict):
        yield from filter(None, node.keys)
    elif isinstance(node, ast.Subscript):
        yield node.slice
    elif isinstance(node, ast.Call) and ast.unparse(node.func) == "case.text":  # of a table, a row, a column
        yield from node.args
    elif (isinstance(node, ast.keyword) and node.arg in ("columns", "spec", "label", "value")) or (
        isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ):
        yield node.value
