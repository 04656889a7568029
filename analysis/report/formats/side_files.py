"""Document -> the files beside the report: results, references, tables/, figures/, notebook, manifest."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4.rwbase import split_lines, strip_transient

from analysis.contract import remove_links
from analysis.report.document.model import Document, Figure, Number, Prose, RichText, Table, get_plain_text
from analysis.report.fingerprint import compute_content_fingerprint
from analysis.report.formats import bibliography, works_bibtex
from analysis.report.formats.json_text import format_json
from analysis.report.formats.table_csv import format_csv

SCHEMA = "https://communique.invalid/results/1"  # the format's name; nothing is downloaded from it


def build_results(document: Document) -> dict[str, Any]:
    """Returns every named Estimate with value, unit, interval, formula and the ids of its claims.

    `results` holds the named numbers by name, `shown` every number in reading order, `claims` each claim, assumption
    and parameter they are computed from, `units` the definitions of units that the case has added.
    """
    named: dict[str, Any] = {}
    shown = []
    for number in document.numbers:
        entry = {
            "label": number.label,
            "text": number.text,
            "value": number.value,
            "unit": number.unit,
            "low": _get_finite(number.low),
            "high": _get_finite(number.high),
            "qualifier": number.qualifier,
            "formula": number.formula or number.how,
            "claims": list(number.claims),
        }
        if number.name:
            named.setdefault(number.name, entry)
        shown.append({"anchor": number.anchor, "name": number.name, **entry})
    used = {claim for number in document.numbers for claim in number.claims}
    return {
        "schema": SCHEMA,
        "title": get_plain_text(document.title),
        "about": dict(document.about),
        "parameters": {given.name: given.value for given in document.parameters},
        "units": list(document.units),
        "results": dict(sorted(named.items())),
        "shown": shown,
        "claims": {id: document.claims[id].to_json() for id in sorted(used)},
    }


def _get_finite(value: float) -> float | None:
    """Returns an end of an interval, or None where there is none: JSON has no infinity."""
    return value if math.isfinite(value) else None


def build_side_files(document: Document) -> dict[str, str]:
    """Returns relative path -> text of every file beside the report except the notebook and the manifest."""
    return {
        "results.json": format_json(build_results(document)),
        "references.json": format_json([*bibliography.build_csl(document.sources), *document.works]),
        "references.bib": "\n".join(
            filter(None, (bibliography.format_bibtex(document.sources), works_bibtex.format_works(document.works)))
        ),
        **build_piece_files(document),
    }


def build_piece_files(document: Document) -> dict[str, str]:
    """Returns relative path -> text of each figure (SVG) and each table (CSV)."""
    files = {}
    for block in document.blocks:
        if isinstance(block, Table):
            files[f"tables/{block.key}.csv"] = format_csv(block)
        elif isinstance(block, Figure):
            files[f"figures/{block.key}.svg"] = remove_links(block.svg)
            files[f"figures/{block.key}-narrow.svg"] = remove_links(block.narrow)
            if block.data.columns:
                files[f"tables/{block.key}.csv"] = format_csv(block.data)
    return files


def build_manifest(
    report: str,
    notebook: Path,
    parameters: Mapping[str, Any],
    document: Document,
    files: Mapping[str, bytes],
    inputs: Mapping[str, Any],
) -> dict[str, Any]:
    """Returns what the report was made from, and the hash of each file; without any time of the clock.

    inputs: what it was made from apart from the case (build/cache.py). By them, and by `reads`, what was read of the
    case, a later command decides whether the report is still up to date.
    """
    return {
        "report": report,
        "notebook": notebook.name,
        "case": {"id": document.about.get("id"), "data": document.about.get("data")},
        "parameters": dict(parameters),
        "inputs": dict(inputs),
        "reads": dict(document.reads),
        "files": {name: compute_content_fingerprint(files[name]) for name in sorted(files)},
    }


def describe_for_index(document: Document) -> dict[str, Any]:
    """Returns what an index page says about the report: its title, answer, basis and the files of its figures."""
    about = document.about
    return {
        "headline": get_plain_text(document.title),
        "headline_parts": _list_parts(document.title),
        "question": get_plain_text(document.question),
        "answer": next(
            (
                get_plain_text(block.text)
                for block in document.blocks
                if isinstance(block, Prose) and block.role == "answer"
            ),
            "",
        ),
        "date_text": about.get("as_of") or about.get("date_text") or "",
        "description": about.get("description") or "",
        "basis": about.get("basis_alone") or about.get("basis") or "",  # the same for every report of a case
        "strip": next(
            (_list_strip(block) for block in document.blocks if isinstance(block, Table) and not block.number), []
        ),
        "pictures": [
            {"file": f"{block.key}.svg", "narrow": f"{block.key}-narrow.svg", "title": get_plain_text(block.title)}
            for block in document.blocks
            if isinstance(block, Figure)
        ],
    }


def _list_parts(text: RichText) -> list[tuple[str, str]]:
    """Returns a text as pairs: words, and the anchor of the number that they are, or ''."""
    return [(get_plain_text((part,)), part.anchor if isinstance(part, Number) else "") for part in text]


def _list_strip(table: Table) -> list[list[list[tuple[str, str]]]]:
    """Returns the rows of the strip under the title, its head first; each cell as pairs of words and anchor."""
    return [
        [_list_parts(column.label) for column in table.columns],
        *(list(map(_list_parts, row)) for row in table.rows),
    ]


def remove_run_details(notebook: nbformat.NotebookNode) -> dict[str, Any]:
    """Returns the executed notebook as JSON, without what differs from run to run: times, paths of the machine."""
    kept: dict[str, Any] = strip_transient(split_lines(_copy_nodes(notebook)))  # type: ignore[no-untyped-call]
    kept["metadata"].pop("papermill", None)
    kept["metadata"]["language_info"] = {"name": "python"}
    for position, cell in enumerate(kept["cells"], 1):
        for key in ("papermill", "execution", "exception", "status"):
            cell["metadata"].pop(key, None)
        if "injected-parameters" in cell["metadata"].get("tags", ()):
            cell["id"] = f"injected-{position}"
        cell["outputs"] = [output for output in cell.get("outputs", ()) if output["output_type"] != "stream"]
        if cell["cell_type"] != "code":
            del cell["outputs"]
    return kept


def format_notebook(notebook: nbformat.NotebookNode) -> bytes:
    """Returns the executed notebook as the file beside the report."""
    return format_json(remove_run_details(notebook)).encode()


def _copy_nodes(value: Any) -> Any:
    """Returns a copy of a notebook, with nbformat's nodes for its objects, but not of what a MIME type holds.

    Nothing within that is changed here, and to copy it takes as long as all else.
    """
    if isinstance(value, list | tuple):
        return [_copy_nodes(item) for item in value]
    if isinstance(value, dict):
        made = {name: {**item} if name == "data" else _copy_nodes(item) for name, item in value.items()}
        return nbformat.NotebookNode(made)  # type: ignore[no-untyped-call]
    return value
