"""A new case: a folder that passes every check, with the example rows that a first report needs."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.case import datapackage, ledger
from analysis.case.cells import list_distinct
from analysis.case.columns import list_first_columns
from analysis.case.examples import read_examples, select_examples
from analysis.case.schema import TABLES
from analysis.errors import UsageError
from analysis.paths import resolve_path

_DESCRIPTION = "What this case is about."
# Two sources, two quantities, three claims and a report: enough to follow a number back to its row.
_EXAMPLE_ROWS: dict[str, list[dict[str, str]]] = {
    "sources": [
        {
            "source_id": "example",
            "title": "An example of an article",
            "date": "2026-01-01",
            "kind": "article",
            "role": "article",
            "language": "en",
            "reliability": "F",
            "note": "Replace it with the text you analyse",
        },
        {
            "source_id": "example_survey",
            "title": "An example of another source",
            "date": "2026-01-01",
            "kind": "assessment",
            "role": "second",
            "language": "en",
            "reliability": "F",
        },
    ],
    "quantities": [
        {
            "quantity_id": "example.need",
            "name": "example need",
            "unit": "billion USD",
            "minimum": "0",
            "meaning": "What something would cost; an example",
        },
        {
            "quantity_id": "example.means",
            "name": "example means",
            "unit": "billion USD",
            "minimum": "0",
            "meaning": "What is available to pay for it; an example",
        },
    ],
    "claims": [
        {
            "claim_id": "need_example",
            "quantity": "example.need",
            "source": "example",
            "locator": "p1",
            "value": "30",
            "qualifier": "about",
            "status": "estimated",
            "statement": "It would cost this much.",
            "rank": "normal",
        },
        {
            "claim_id": "need_of_survey",
            "quantity": "example.need",
            "source": "example_survey",
            "locator": "p. 1",
            "value": "32",
            "qualifier": "exact",
            "status": "estimated",
            "statement": "The survey puts it higher.",
            "rank": "preferred",
        },
        {
            "claim_id": "means_example",
            "quantity": "example.means",
            "source": "example",
            "locator": "p2",
            "value": "20",
            "qualifier": "at_most",
            "status": "reported",
            "statement": "No more than this is available.",
            "rank": "normal",
        },
    ],
    "reports": [{"report_id": "first", "notebook": "first", "title": "First report"}],
}
# Two analysts who each add rows get both; a row that both changed is there two times, which `communique check` names.
_GIT_ATTRIBUTES = "*.csv text merge=union\nREADME.md text merge=union\n"
_GIT_IGNORE = ".ipynb_checkpoints/\n.~lock.*#\n~$*\n.DS_Store\n"
_CELLS = (
    (
        "code",
        (),
        "from typing import Annotated, Literal\n\n"
        "from analysis import card, cards, compare, cover, elsewhere, exceeds, load_case, ours, said_by, say, table",
    ),
    (
        "code",
        ("parameters",),
        'case_dir: str = ".."  # a case folder, or the name of one in data/; .. is that of this notebook\n'
        'basis: Annotated[Literal["article", "all", "pooled"], "whose claims are the baseline: the article\'s, the '
        'preferred over all sources, or all that are alike, pooled"] = "article"',
    ),
    (
        "code",
        (),
        'case = load_case(case_dir, basis=basis)\nneed, means = case["example.need"], case["example.means"]\n'
        'gap = (need - means).named("example.gap", "Gap")\n'
        'share = (means / need).to("percent").named("example.share", "Share met")\n'
        "need_there, means_there, gap_there = map(elsewhere, (need, means, gap))  # on the other basis\n"
        'unsure = any(leaf.kind in ("assumption", "coding") for leaf in gap.leaves)  # if pooled',
    ),
    (
        "code",
        (),
        'cover(\n    "By {by}, {gap} is missing", "How much of the need is met?", case.about,\n'
        "    states=compare.robustness.robustness(case, exceeds(gap, 0)) if unsure else None,\n"
        '    otherwise="By {by}, it is open whether anything is missing" if unsure else "", gap=gap, by=ours(gap),\n)',
    ),
    (
        "code",
        (),
        'say(\n    "{who} puts the need at {need}; {means} is available ({means_who})."\n'
        '    + (" {who_there} puts the need at {need_there}." if need_there is not None else "")\n'
        '    + (" By {means_who_there}, {means_there} is available." if means_there is not None else "")\n'
        '    + (" Then {gap_there} is missing, not {gap}, by {by}." if gap_there is not None else ""),\n'
        '    role="answer", need=need, means=means, who=said_by(need), means_who=said_by(means),\n'
        "    need_there=need_there, who_there=said_by(need_there), gap=gap, gap_there=gap_there,\n"
        "    means_there=means_there, means_who_there=said_by(means_there), by=ours(gap, gap_there),\n)",
    ),
    (
        "code",
        (),
        'cards(\n    card(gap, say("by {by}", by=ours(gap))),\n    card(share, say("by {by}", by=ours(share))),\n)',
    ),
    ("markdown", (), "## Sources"),
    (
        "code",
        (),
        "import pandas as pd\n\n"
        'table(\n    pd.DataFrame([{"source": case.source(claim.source), "need": case.estimate(claim)}\n'
        '                  for claim in case.claims("example.need")], dtype=object),\n'
        '    "The need by source", key="need", columns={"source": "Source", "need": "Need"},\n)',
    ),
)


def create_case(
    folder: Path, reports: Mapping[str, Iterable[str]] | None = None, *, with_first: bool = True, language: str = "en"
) -> list[Path]:
    """Writes a case into a new or empty folder; returns the paths of its files.

    reports: name of a shared notebook -> the roles and tables of which it gets example rows. with_first: whether the
    case has a small notebook of its own. language: of the case; its example is in English all the same.
    Raises UsageError if the folder is not empty, cannot be written, or has a name that cannot be a case's.
    """
    if not re.fullmatch(r"\w[\w.@-]*", resolve_path(folder).name):
        raise UsageError(
            f"{resolve_path(folder).name!r} cannot be the name of a case; allowed: letters, digits, _, - and ."
        )
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"{folder} exists already, and nothing is overwritten; give a new or an empty folder.")
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return _fill_folder(folder, reports or {}, with_first, language)
        except BaseException:
            for path in folder.iterdir():  # it was empty
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            raise
    except OSError as error:
        raise UsageError(f"{folder} cannot be written ({error.strerror}); choose another folder.") from None


def find_placeholders(tables: ledger.Ledger, descriptor: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Returns (file, lines in words) of the texts that `create_case` wrote as an example and that still stand.

    >>> from analysis import load_case
    >>> case = load_case()
    >>> find_placeholders(case.ledger, case.descriptor)
    []
    """
    found = []
    for name, examples in read_examples().items():
        rows = [*_EXAMPLE_ROWS.get(name, ()), *examples.values()]
        table = tables.tables[name]
        left = dict[str, None]()
        for column in {column for row in rows for column in row}:
            texts = {text for row in rows if (text := row.get(column, "")).count(" ") > 2}  # sentences, no common words
            cells = table.columns[column]
            if not texts or texts.isdisjoint(map(str, list_distinct(cells))):
                continue
            left |= {id: None for id, cell in zip(table, cells, strict=True) if str(cell) in texts}
        if left:
            lines = sorted(table.find_line(id) for id in left)
            found.append((f"{name}.csv", f"row{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines))}"))
    if descriptor.get("description") == _DESCRIPTION:
        found.append(("the description in datapackage.json", ""))
    return found


def _fill_folder(folder: Path, reports: Mapping[str, Iterable[str]], with_first: bool, language: str) -> list[Path]:
    written = [_write_file(folder / name, text) for name, text in _list_files(reports, with_first, language)]
    tables = ledger.read_ledger(folder)
    title = resolve_path(folder).name.replace("-", " ").replace("_", " ")
    kept: Mapping[str, Any] = {
        "title": title[:1].upper() + title[1:],
        "description": _DESCRIPTION,
        "language": language,
    }
    return [*written, *datapackage.update_files(resolve_path(folder), tables, kept)]


def _list_files(reports: Mapping[str, Iterable[str]], with_first: bool, language: str) -> Iterator[tuple[str, str]]:
    rows = select_examples(need for needs in reports.values() for need in needs)
    listed = [{"report_id": name, "notebook": name, "title": name.capitalize()} for name in reports]
    for name, kind in TABLES.items():
        first = _EXAMPLE_ROWS.get(name, ()) if with_first else ()
        found = {row[kind.key]: row for row in (*first, *(listed if name == "reports" else rows.get(name, ())))}
        text = io.StringIO()
        writer = csv.DictWriter(text, list_first_columns(kind), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(found.values())
        yield f"{name}.csv", text.getvalue()
    if with_first:
        yield "notebooks/first.ipynb", json.dumps(_build_notebook(language), indent=1, ensure_ascii=False) + "\n"
    yield ".gitattributes", _GIT_ATTRIBUTES
    yield ".gitignore", _GIT_IGNORE


def _build_notebook(language: str) -> dict[str, Any]:
    """Returns the small notebook, which says that its prose is English where the case is not."""
    cells, said = [], "" if language == "en" else ', language="en"'
    for position, (kind, tags, text) in enumerate(_CELLS, 1):
        source = text.replace("basis=basis)", f"basis=basis{said})", 1)
        cell: dict[str, Any] = {
            "cell_type": kind,
            "id": f"cell-{position}",
            "metadata": {"tags": list(tags)} if tags else {},
            "source": source.splitlines(keepends=True),
        }
        cells.append(cell | ({"execution_count": None, "outputs": []} if kind == "code" else {}))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _write_file(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
