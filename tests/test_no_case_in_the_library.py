"""No case in the library: no id and no label of a case stands in `analysis/`, outside of the examples.

Ids of several parts (`plan_28`, `reconstruction.need`) count wherever they stand, and so do the beginnings of the ids
of quantities (`plant.share.`) as whole strings. An id that is one word counts as a whole string: of what has a name (a
party, a plan) anywhere, unless the library has that word too, else where a case is asked for it or a row is compared
with it. Labels (names of parties, plans, people, places and funds) count as words. The examples in docstrings run on
the shipped case and are left out, and so are the names under which results are kept, such as `reconstruction.gap`.
"""

from __future__ import annotations

import ast
import csv
import doctest
import io
import json
import re
import tokenize
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeGuard

import pytest

from analysis.case import schema
from analysis.case.role_names import ROLES
from tests.conftest import ROOT, TINY

LIBRARY = ROOT / "analysis"
CASES = [*sorted(path for path in (ROOT / "data").iterdir() if path.is_dir()), TINY, TINY.parent / "matters"]
TEXTS = {".py", ".txt", ".toml", ".css", ".js", ".html", ".json", ".svg"}
NAMED = ("parties", "plans", "people", "regions", "funds", "subjects")  # tables whose names are labels
ABOUT_THE_LIBRARY = {"roles", "reports", "remarks", "vocabulary", "coding_rules", "codings"}  # ids by its own words
STANDARDS = ("NATO AJP-2.1",)  # that the library follows
WORKS = LIBRARY / "show" / "references.json"  # titles of works on method, as they were published
ASKING = (
    "day",
    "date",
    "edtf",
    "rival_date",
    "label",
    "source",
    "telling",
    "family",
    "quantity",
    "claims",
    "by_subject",
)
OF_ROWS = ("id", "subject", "party", "plan", "region", "event", "issue", "person", "fund", "source", "quantity")
EXAMPLES = doctest.DocTestParser()


def read_rows(*tables: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yields table and row of these tables of every case."""
    for case in CASES:
        for path in (case / f"{table}.csv" for table in tables):
            if path.exists():
                with path.open(encoding="utf-8", newline="") as file:
                    yield from ((path.stem, row) for row in csv.DictReader(file))


@cache
def list_ids(*tables: str) -> frozenset[str]:
    """Returns the ids of the rows of every case; of some tables, where they are named."""
    wanted = tables or tuple(schema.TABLES.keys() - ABOUT_THE_LIBRARY)
    kinds = ((schema.TABLES[table], row) for table, row in read_rows(*wanted))
    return frozenset(row[kind.key] for kind, row in kinds if not kind.parts)


@cache
def compile_labels() -> re.Pattern[str]:
    """Returns a pattern of the names of what every case is about, as words."""
    names = {row["name"] for _, row in read_rows(*NAMED)}
    labels = sorted(name for name in names if name != name.lower())  # years and "the plant" are no names
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, labels))})(?!\w)")


@cache
def list_topics() -> frozenset[str]:
    """Returns the beginnings of the ids of quantities, up to a dot."""
    return frozenset(id[: at.end()] for id in list_ids("quantities") for at in re.finditer(r"\.", id))


@cache
def list_own_words() -> frozenset[str]:
    """Returns the words that the library itself gives: of columns, tables, roles, modules and keyword arguments."""
    words = {*schema.TABLES, *ROLES, *(name for kind in schema.TABLES.values() for name in kind.model_fields)}
    words |= {path.stem for path in LIBRARY.rglob("*.py")}
    declared = [ast.parse(path.read_text(encoding="utf-8")) for path in (LIBRARY / "case" / "schema").glob("*.py")]
    constants = (n.value for tree in declared for n in ast.walk(tree) if isinstance(n, ast.Constant))
    return frozenset(words | {value for value in constants if is_word(value)})


def is_word(value: object) -> bool:
    return isinstance(value, str) and value.isidentifier()


def find_in_text(text: str) -> Iterator[str]:
    """Yields the ids of several parts and the labels in a text."""
    for title in STANDARDS:
        text = text.replace(title, "")
    parts = re.findall(r"[A-Za-z0-9]+(?:[_.][A-Za-z0-9_]+)+", text)
    yield from (id for id in dict.fromkeys(parts) if id in list_ids() and id not in list_own_words())
    yield from compile_labels().findall(text)


def find_in_code(source: str) -> Iterator[str]:
    """Yields what of a case stands in a module's code, strings, comments and docstrings."""
    nodes = list(ast.walk(ast.parse(source)))
    docstrings, texts = read_docstrings(nodes)
    names = {id(part) for call in nodes if is_naming(call) for part in ast.walk(call.args[0])}
    asked_for = {id(word) for node in nodes for word in list_asked_for(node)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings | names:
            texts.append(node.value)
            own = node.value in list_own_words() and id(node) not in asked_for
            is_id = node.value in list_ids(*NAMED) or (node.value in list_ids() and id(node) in asked_for)
            if (is_id and not own) or node.value in list_topics():
                yield node.value
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    texts += [token.string for token in tokens if token.type in (tokenize.COMMENT, tokenize.NAME)]
    yield from find_in_text("\n".join(texts))


def read_docstrings(of: Iterable[ast.AST]) -> tuple[set[int], list[str]]:
    """Returns which of a module's nodes are docstrings, and their texts without the examples."""
    nodes, texts = set[int](), list[str]()
    for node in of:
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if (text := ast.get_docstring(node)) and isinstance(first := node.body[0], ast.Expr):
            nodes.add(id(first.value))
            texts += [part for part in EXAMPLES.parse(text) if isinstance(part, str)]
    return nodes, texts


def is_naming(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether it is a call that names a result, as `.named("reconstruction.gap")`."""
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "named" and bool(node.args)


def list_asked_for(node: ast.AST) -> Iterator[ast.AST]:
    """Yields the parts by which a case is asked for a row: of `case.day(...)`, `case[...]` and `row.party == ...`."""
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ASKING:
        yield from node.args
    elif isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "case":
        yield from ast.walk(node.slice)
    elif isinstance(node, ast.Compare) and getattr(node.left, "attr", "") in OF_ROWS:
        yield from (part for side in node.comparators for part in ast.walk(side))


FILES = sorted(path for path in LIBRARY.rglob("*") if path.suffix in TEXTS and path != WORKS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_no_id_and_no_label_of_a_case_stands_in_the_library(path: Path):
    text = path.read_text(encoding="utf-8")
    found = find_in_code(text) if path.suffix == ".py" else find_in_text(text)
    assert sorted(set(found)) == []


@pytest.mark.parametrize(
    "code",
    [
        'NEED = "reconstruction.need"',
        'SHARE = "plant.share."',
        'OCCUPIER = "russia"',
        'when = case.day("meeting")',
        'share = case["opinion.support", who]',
        'mine = [row for row in rows if row.party == "ukraine"]',
        "def cap_of_plan_28(case): return case.plan_28",
        "x = 1  # as Ukraine asks",
        'def f():\n    """Says what Russia wants."""',
    ],
)
def test_what_a_library_must_not_say_is_found(code):
    assert list(find_in_code(code))


@pytest.mark.parametrize(
    "code",
    [
        'kind = "meeting"',
        'gap = (need - means).named("reconstruction.need", "Need")',
        'def f():\n    """Says much.\n\n    >>> f("plan_28")\n    \'28-point plan\'\n    """',
        'grade = "A"  # NATO AJP-2.1',
    ],
)
def test_words_of_the_library_and_examples_are_left_alone(code):
    assert list(find_in_code(code)) == []


# Nouns of one kind of negotiation

NOUNS = re.compile(
    r"\b(?:arm(?:y|ies)|armed forces|military|troops?|soldiers?|(?:pre-?)?wars?|drones?|missiles?|munitions?|strikes?"
    r"|under fire|invasion|invaded|occupied|ceasefires?|truces?|peace plans?|run-off|reactors?|nuclear|decrees"
    r"|licen[cs]es?)\b",
    re.IGNORECASE,
)
OF_OTHER_MEANING = {"licence", "licences", "license", "licenses"}  # of a case's data, in the words of standards
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MODULES = sorted(LIBRARY.rglob("*.py"))


def find_nouns_in_code(source: str) -> Iterator[str]:
    """Yields the nouns of one kind of negotiation in what code may print: in its sentences, not in ids and keys."""
    nodes = list(ast.walk(ast.parse(source)))
    docstrings, _ = read_docstrings(nodes)
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            is_key = " " not in node.value.strip() and not node.value[:1].isupper()
            if not is_key:
                yield from (noun for noun in NOUNS.findall(node.value) if noun.lower() not in OF_OTHER_MEANING)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_no_printed_word_of_the_library_is_of_one_kind_of_negotiation(path: Path):
    assert list(find_nouns_in_code(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_printed_word_of_a_shared_notebook_is_of_one_kind_of_negotiation(path: Path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    prose = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert [*find_nouns_in_code(code), *NOUNS.findall(prose)] == []


@pytest.mark.parametrize(
    "code", ['say("The army before the war")', 'title = f"Under fire, {who} leads"', 'table(frame, "Decrees and more")']
)
def test_a_noun_of_one_kind_of_negotiation_is_found(code):
    assert list(find_nouns_in_code(code))


@pytest.mark.parametrize(
    "code", ['kinds = ("strike", "decree")', 'def f():\n    """Of an army."""', 'say("The limit")']
)
def test_keys_and_docstrings_are_no_printed_words(code):
    assert list(find_nouns_in_code(code)) == []
