"""A notebook in another language calculates the same: cell by cell its code is equal, but for strings of prose."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from tests.conftest import ROOT

TWINS = sorted((ROOT / "notebooks").glob("*.uk.ipynb"))
_COMPARED = {  # kinds of needs, by which the code tells them apart
    "sum hoped for",
    "sum promised",
    "need reported",
    "need assessed",
    "need set for this report",
    "need that sources give",
    "purpose == @purpose",
}
_CYRILLIC = re.compile(r"[а-яґєії]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_PLACE = re.compile(r"\{+(\w+)(?::[\w,]+)?\}+")


def read_cells(path: Path) -> list[nbformat.NotebookNode]:
    return nbformat.read(path, as_version=nbformat.NO_CONVERT).cells


def find_original(twin: Path) -> Path:
    return twin.with_name(f"{twin.name.partition('.')[0]}.ipynb")


@pytest.fixture(params=TWINS, ids=lambda path: path.stem)
def pair(request) -> tuple[list[nbformat.NotebookNode], list[nbformat.NotebookNode]]:
    return read_cells(find_original(request.param)), read_cells(request.param)


def is_prose(node: ast.AST) -> bool:
    """Whether an expression is text: a string, with or without places, or such put together or chosen from."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add) and (is_prose(node.left) or is_prose(node.right))
    if isinstance(node, ast.IfExp):
        return is_prose(node.body) or is_prose(node.orelse)
    return isinstance(node, ast.JoinedStr)


def list_texts(node: ast.AST) -> Iterator[str]:
    yield from (one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str))


def split_prose(node: ast.AST) -> tuple[list[str], list[str]]:
    """The strings that prose is put together from, and the conditions by which it is chosen."""
    if isinstance(node, ast.Constant):
        return ([node.value], []) if isinstance(node.value, str) else ([], [])
    conditions = [ast.unparse(node.test)] if isinstance(node, ast.IfExp) else []
    parts: list[ast.AST] = []
    if isinstance(node, ast.IfExp):
        parts = [node.body, node.orelse]
    elif isinstance(node, ast.BinOp):
        parts = [node.left, node.right]
    elif isinstance(node, ast.JoinedStr):
        parts = list(node.values)
    found = [split_prose(part) for part in parts]
    return (
        [text for texts, _ in found for text in texts],
        sorted({*conditions, *(condition for _, own in found for condition in own)}),
    )


def list_names(node: ast.AST) -> set[str]:
    """The values that an expression reads, and the places that its texts have."""
    names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return names | {place for text in list_texts(node) for place in _PLACE.findall(text)}


def describe(node: ast.AST) -> str:
    return {ast.Add: "+", ast.Sub: "-"}.get(type(node)) or ast.unparse(node) or type(node).__name__


def list_differences(one: ast.AST, other: ast.AST) -> Iterator[str]:
    """Yields where two cells differ in more than prose. Prose that differs is in Ukrainian."""
    if ast.dump(one) == ast.dump(other):
        return
    if is_prose(one) and is_prose(other):
        (_, asked), (given, asks) = split_prose(one), split_prose(other)
        texts = [_PLACE.sub("", text) for text in given]
        if any(map(_LATIN.search, texts)) and not any(map(_CYRILLIC.search, texts)):
            yield f"{ast.unparse(other)} is not in Ukrainian, nor is it {ast.unparse(one)}"
        if asked != asks:
            yield f"{ast.unparse(other)} is chosen by {asks}, not by {asked}"
        return
    if type(one) is not type(other):
        yield f"{describe(one)} became {describe(other)}"
        return
    for field, own in ast.iter_fields(one):
        found = getattr(other, field)
        if isinstance(own, list):
            if len(own) != len(found):
                yield f"{ast.unparse(one)} became {ast.unparse(other)}"
                return
            pairs = zip(own, found, strict=True)
        else:
            pairs = zip([own], [found], strict=True)
        for mine, its in pairs:
            if isinstance(mine, ast.AST) and isinstance(its, ast.AST):
                yield from list_differences(mine, its)
            elif mine != its:
                yield f"{mine!r} became {its!r} in {ast.unparse(other)}"


def test_there_are_twins_of_the_brief_the_money_and_the_forces():
    assert [find_original(path).stem for path in TWINS] == ["brief", "forces", "reconstruction"]


def test_its_cells_are_those_of_the_original(pair):
    original, twin = pair
    assert [(cell.id, cell.cell_type, cell.metadata) for cell in twin] == [
        (cell.id, cell.cell_type, cell.metadata) for cell in original
    ]


def test_its_code_is_equal_but_for_prose(pair):
    found = [
        f"{its.id}: {difference}"
        for mine, its in zip(*pair, strict=True)
        if mine.cell_type == "code"
        for difference in list_differences(*map(without_language, (mine.source, its.source)))
    ]
    assert found == []


def without_language(source: str) -> ast.Module:
    """The code of a cell without the language that it asks for, which is what twins differ in."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "load_case":
            node.keywords = [keyword for keyword in node.keywords if keyword.arg != "language"]
    return tree


def test_its_prose_has_the_same_places(pair):
    """Each sentence tells the same: what a cell reads and prints is the same, in whatever order."""
    read = [
        (its.id, list_names(ast.parse(mine.source)) ^ list_names(ast.parse(its.source)))
        for mine, its in zip(*pair, strict=True)
        if mine.cell_type == "code"
    ]
    assert [(id, names) for id, names in read if names] == []


def test_it_asks_for_its_own_language(pair):
    calls = [
        node
        for cell in pair[1]
        if cell.cell_type == "code"
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "load_case"
    ]
    asked = [
        ast.literal_eval(keyword.value) for call in calls for keyword in call.keywords if keyword.arg == "language"
    ]
    assert asked == ["uk"]


def test_all_prose_is_in_ukrainian(pair):
    """No text with a space, outside the ids and specs that code compares, is left in English."""
    texts = [text for cell in pair[1] if cell.cell_type == "code" for text in list_texts(ast.parse(cell.source))]
    texts += [cell.source for cell in pair[1] if cell.cell_type == "markdown"]
    words = [_PLACE.sub("", text) for text in texts]
    english = [text for text in words if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", text) and not _CYRILLIC.search(text)]
    assert [text for text in english if text not in _COMPARED] == []


def test_a_changed_calculation_is_found():
    mine, its = ast.parse('say("Costs {a}", a=x + y)'), ast.parse('say("Коштує {a}", a=x - y)')
    assert list(list_differences(mine, its)) == ["+ became -"]


def test_prose_left_in_english_is_found():
    found = list(list_differences(ast.parse('say("It costs")'), ast.parse('say("It cost")')))
    assert found == ["'It cost' is not in Ukrainian, nor is it 'It costs'"]
