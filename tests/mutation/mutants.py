"""Which deliberate faults there are: Cosmic Ray's operators, one a place, less those that no test could find."""

from __future__ import annotations

import ast
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Arithmetic takes the place of arithmetic: any test that runs the line finds a shift instead of a sum.
OF_A_KIND = ({"Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow"}, {"BitOr", "BitAnd", "BitXor"})
SAME_OBJECTS = {("Eq", "Is"), ("NotEq", "IsNot"), ("Is", "Eq"), ("IsNot", "NotEq")}  # a word equals a word, or is it
# What no result depends on: decorators that make a function fast or are for type checkers, and keywords by which the
# program checks itself, as in zip(a, b, strict=True).
IDLE_DECORATORS = {"cache", "lru_cache", "overload", "final"}
IDLE_KEYWORDS = {"strict", "frozen", "slots", "maxsize"}


@dataclass(frozen=True)
class Place:
    """Where a kind of operator can change a file, and the changes it can make there."""

    path: Path
    line: int
    column: int
    family: str
    changes: tuple[tuple[str, int], ...]  # the operator's name, and which of the places in the file it takes


@dataclass(frozen=True)
class Mutant:
    """One file with one change."""

    path: Path
    line: int
    operator: str
    code: str


def list_places(path: Path) -> list[Place]:
    """Returns the places of a file at which Cosmic Ray's operators, without arguments, change something."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.plugins import get_operator, operator_names

    nodes = list(ast_nodes(get_ast(path.read_text(encoding="utf-8"))))
    places: dict[tuple[int, int, str], list[tuple[str, int]]] = defaultdict(list)
    for name in operator_names():
        kind = get_operator(name)
        if kind.arguments() or not is_of_a_kind(name):
            continue
        starts = (start for node in nodes for start, _ in kind().mutation_positions(node))
        for occurrence, (line, column) in enumerate(starts):
            places[line, column, name.split("_")[0]].append((name, occurrence))
    return [Place(path, *where, tuple(found)) for where, found in sorted(places.items())]


def is_of_a_kind(operator: str) -> bool:
    """Whether an operator exchanges things of one kind, and not two that mean the same.

    >>> [is_of_a_kind(f"core/ReplaceBinaryOperator_Add_{other}") for other in ("Sub", "LShift", "BitOr")]
    [True, False, False]
    """
    family, *ends = operator.split("_")
    if family.endswith("ReplaceBinaryOperator"):
        return any(set(ends) <= kind for kind in OF_A_KIND)
    return tuple(ends) not in SAME_OBJECTS


def sample_mutants(paths: list[Path], size: int, seed: int) -> Iterator[Mutant]:
    """Yields mutants of some files, each at another place, every place as likely as any other, one change at each.

    The same seed takes the same places also after other lines have changed.
    """
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    texts = {path: path.read_text(encoding="utf-8") for path in paths}

    def draw(place: Place, *more: str) -> bytes:
        line = texts[place.path].splitlines()[place.line - 1]
        key = (str(seed), place.path.parent.name, place.path.name, line, str(place.column), place.family, *more)
        return hashlib.blake2b("\0".join(key).encode()).digest()

    for place in sorted((place for path in paths for place in list_places(path)), key=draw):
        for name, occurrence in sorted(place.changes, key=lambda change: draw(place, change[0])):
            code = mutate_code(texts[place.path], get_operator(name)(), occurrence)
            if code is not None and differs(texts[place.path], code):
                yield Mutant(place.path, place.line, name.removeprefix("core/"), code)
                size -= 1
                break
        if not size:
            return


def differs(original: str, code: str) -> bool:
    """Whether a change can matter: it compiles, and not only what no result depends on is another.

    >>> differs("x: int | None = 1", "x: int & None = 1"), differs("x = 1", "x = 2"), differs("x = 1", "x = = 1")
    (False, True, False)
    """
    try:
        return ast.dump(_Essence().visit(ast.parse(original))) != ast.dump(_Essence().visit(ast.parse(code)))
    except SyntaxError:
        return False


class _Essence(ast.NodeTransformer):
    """Drops what no result depends on: annotations, texts that stand alone, and what makes a program fast or safe."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        node.decorator_list = [each for each in node.decorator_list if _find_name(each) not in IDLE_DECORATORS]
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST | None:
        return None if "Protocol" in map(_find_name, node.bases) else self.generic_visit(node)

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        """Drops the marks `*` and `/` between arguments, the first of which Cosmic Ray takes for a product."""
        node.args = [*node.posonlyargs, *node.args, *node.kwonlyargs]
        node.defaults = [*node.defaults, *filter(None, node.kw_defaults)]
        node.posonlyargs, node.kwonlyargs, node.kw_defaults = [], [], []
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        # A call within an annotation is no mere type: Annotated[float, Field(ge=0)] is what a column accepts.
        is_alias = _find_name(node.annotation) == "TypeAlias"
        calls = [ast.dump(part) for part in ast.walk(node.annotation) if isinstance(part, ast.Call)]
        node.annotation = ast.Constant(str(calls))
        node.value = None if is_alias or node.value is None else self.visit(node.value)
        return node

    def visit_If(self, node: ast.If) -> ast.AST | None:
        return None if "TYPE_CHECKING" in ast.unparse(node.test) else self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> None:
        """An assertion says what cannot be otherwise, so nothing can make it fail."""

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        return None if isinstance(node.value, ast.Constant) else self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        node.keywords = [keyword for keyword in node.keywords if keyword.arg not in IDLE_KEYWORDS]
        return self.generic_visit(node)


def _find_name(node: ast.expr) -> str:
    """The last part of what is called or named: `cache` of functools.cache."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
