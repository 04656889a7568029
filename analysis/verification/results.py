"""The numbers that rendered reports of a case print, and the sentences and cells in which they print them.

Beside each report lie `results.json`, with every number, and the notebook as executed, with all that it shows. What a
draft has copied from a report word for word is found there, whatever it is about.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self, get_args

from analysis.contract import BUNDLE_MIME, ClaimQualifier
from analysis.errors import UsageError
from analysis.wording.own_units import read_definitions

_QUALIFIERS: Mapping[str, ClaimQualifier] = {word: word for word in get_args(ClaimQualifier)}
_FILE, _NOTEBOOK = "results.json", "notebook.ipynb"
_PART_KEYS = frozenset(("number", "label", "see", "cite"))
_ELSEWHERE = "\ufffc"  # in place of what is only known once a report is put together, such as "Figure 2"
_SHORTEST = 30  # characters: a shorter text may stand within another one by chance
_MAX_AROUND = 400  # characters of the sentences that a number is printed in, by which it is also found


@dataclass(frozen=True, slots=True)
class PrintedResult:
    """A number that a report prints. id: the report, and the name or the anchor of the number.

    label: what it is, in words. about: the names of the quantities beneath it, and words around it.
    """

    id: str
    label: str
    unit: str
    value: float
    low: float | None
    high: float | None
    qualifier: ClaimQualifier
    text: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that a report prints. report: its id. numbers: id of a result, and where it stands in the text."""

    report: str
    text: str
    numbers: tuple[tuple[int, int, str], ...] = ()


@dataclass
class PrintedTexts:
    """What reports print, word for word. cells: headings of row and column, and the cell -> id of its number."""

    passages: list[Passage] = field(default_factory=list)
    cells: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def find(self, sentence: str, start: int, end: int) -> str:
        """Returns the id of the number that stands at some characters of a sentence, where a report prints it so.

        Of a date, or a number in a name, it is the report's; '' where no report has the sentence.

        >>> texts = PrintedTexts([Passage("gap", "It is $7 billion at most.", ((6, 16, "gap#need"),))])
        >>> texts.find("It is $7  billion at most.", 6, 17), texts.find("It is $8 billion at most.", 6, 16)
        ('gap#need', '')
        """
        wanted = normalise(sentence)
        start, end = len(normalise(f"{sentence[:start]}.")) - 1, len(normalise(sentence[:end]))
        for passage in self.passages:
            if len(wanted) < _SHORTEST and passage.text != wanted:
                continue
            at = passage.text.find(wanted)
            if at >= 0:
                inside = (id for low, high, id in passage.numbers if low < at + end and at + start < high)
                return next(inside, passage.report)
        return ""

    def find_cell(self, row: str, column: str, text: str) -> str:
        """Returns the id of the number in a cell with those headings, '' where no report has it."""
        return self.cells.get((normalise(row), normalise(column), normalise(text)), "")


class PrintedResults(tuple[PrintedResult, ...]):
    """The numbers that reports print, each once. texts: what they print around them."""

    texts: PrintedTexts

    def __new__(cls, results: Iterable[PrintedResult] = (), texts: PrintedTexts | None = None) -> Self:
        made = super().__new__(cls, results)
        made.texts = texts or PrintedTexts()
        return made


def normalise(text: str) -> str:
    """Returns a text with one kind of white space, as it is compared.

    >>> normalise("about\\u00a0$7\\n billion ")
    'about $7 billion'
    """
    return re.sub(r"\s+", " ", text).strip()


def read_results(folder: Path, case: str) -> PrintedResults:
    """Returns the numbers that the reports of a case in a folder print, at any depth.

    case: its id. Raises UsageError if the folder holds no report of the case, or a file is damaged.
    """
    found: dict[tuple[str, float, str], PrintedResult] = {}
    texts, others = PrintedTexts(), set[str]()
    for path in sorted(folder.rglob(_FILE)):
        content = _read(path, "shown")
        about = content.get("about", {}).get("id", "")
        if about != case:
            others.add(about)
            continue
        read_definitions(content.get("units", ()))
        report = path.parent.name
        results = {(one.text, one.value): one for one in _list_results(content, report)}
        around = _read_texts(path.with_name(_NOTEBOOK), report, results, texts)
        for result in results.values():
            words = " ".join(dict.fromkeys(around.get(result.id, ())))[:_MAX_AROUND]
            found.setdefault(
                (result.label, result.value, result.text), replace(result, about=f"{result.about} {words}".strip())
            )
    if not found:
        there = f"; its reports are of {', '.join(sorted(filter(None, others)))}" if any(others) else ""
        raise UsageError(
            f"{folder} holds no rendered report of {case}{there}; render it first, or leave out --results."
        )
    return PrintedResults(found.values(), texts)


def _read(path: Path, needed: str) -> Mapping[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(content, dict) and isinstance(content[needed], list):
            return content
    except (OSError, ValueError, KeyError):
        pass
    raise UsageError(f"{path} is not what a render leaves behind; render the report again.")


def _list_results(content: Mapping[str, Any], report: str) -> Sequence[PrintedResult]:
    claims, found = content.get("claims", {}), []
    for entry in content["shown"]:
        names = dict.fromkeys(str(claims[id].get("quantity", "")) for id in entry["claims"] if id in claims)
        qualifier = entry.get("qualifier") or "exact"
        found.append(
            PrintedResult(
                f"{report}#{entry['name'] or entry['anchor']}",
                entry["label"] or entry["name"] or entry["formula"],
                entry["unit"],
                entry["value"],
                entry["low"],
                entry["high"],
                _QUALIFIERS.get(qualifier, "about"),
                entry["text"],
                " ".join(names),
            )
        )
    return found


def _read_texts(
    path: Path, report: str, results: Mapping[tuple[str, float], PrintedResult], texts: PrintedTexts
) -> Mapping[str, list[str]]:
    """Adds what a report prints to the texts. Returns id of a result -> the texts around it."""
    around: dict[str, list[str]] = {}
    if not path.is_file():
        return around
    for cell in _read(path, "cells")["cells"]:
        for output in cell.get("outputs", ()):
            bundle = output.get("data", {}).get(BUNDLE_MIME)
            for parts in _list_parts(bundle) if isinstance(bundle, dict) else ():
                passage = _make_passage(parts, report, results)
                texts.passages.append(passage)
                for _, _, id in passage.numbers:
                    around.setdefault(id, []).append(passage.text)
            if isinstance(bundle, dict):
                _add_cells(bundle, report, results, texts)
    return around


def _list_parts(content: Any) -> Iterator[Sequence[Any]]:
    """Yields each text below a shown object: a list of strings and of parts such as numbers."""
    if isinstance(content, dict):
        if isinstance(content.get("number"), dict) and not _is_part(content):  # a key number under its name
            yield [{"number": content["number"]}]
        for key, value in content.items():
            if key not in ("claims", "rows", "program", "about", "house"):
                yield from _list_parts(value)
    elif isinstance(content, list):
        if content and all(map(_is_part, content)):
            yield content
        else:
            for one in content:
                yield from _list_parts(one)


def _is_part(one: Any) -> bool:
    """Returns whether something is a piece of a text, and no key number, which has a text as its name."""
    return isinstance(one, str) or (
        isinstance(one, dict) and bool(_PART_KEYS & one.keys()) and isinstance(one.get("label", ""), str)
    )


def _add_cells(
    block: Mapping[str, Any], report: str, results: Mapping[tuple[str, float], PrintedResult], texts: PrintedTexts
) -> None:
    table = block.get("data") if isinstance(block.get("data"), dict) else block
    columns = [_make_passage(one["label"], report, {}).text for one in table.get("columns", ())] if table else []
    for row in table.get("rows", ()) if table and columns else ():
        cells = [_make_passage([part] if not isinstance(part, list) else part, report, results) for part in row]
        for column, cell in zip(columns, cells, strict=False):
            id = cell.numbers[0][2] if cell.numbers else report
            texts.cells.setdefault((cells[0].text, column, cell.text), id)


def _make_passage(parts: Sequence[Any], report: str, results: Mapping[tuple[str, float], PrintedResult]) -> Passage:
    text, numbers = "", list[tuple[int, int, str]]()
    for part in parts:
        piece = part if isinstance(part, str) else part.get("label", _ELSEWHERE)
        if isinstance(part, dict) and "number" in part:
            piece = part["number"]["text"]
        before = len(normalise(f"{text}.")) - 1
        text += piece
        if isinstance(part, dict) and "number" in part:
            found = results.get((piece, part["number"]["value"]))
            numbers.append((before, len(normalise(text)), found.id if found else report))
    return Passage(report, normalise(text), tuple(numbers))
