"""What follows from the schema: a case's datapackage.json, its codebook, and empty tables.

The descriptor is a Frictionless data package (Data Package v1 standard, specs.frictionlessdata.io).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.case.columns import SEPARATOR, Ref, Row, describe_allowed, find_marker, list_choices
from analysis.case.schema import TABLES, Quantity

_LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}


def build_descriptor(name: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the data package of a case; whatever else an earlier one says, from title to licences, is kept."""
    made = {
        "profile": "tabular-data-package",
        "name": name,
        "title": kept.get("title", name),
        "description": kept.get("description", ""),
        "licenses": kept.get("licenses", [_LICENCE]),
        "resources": [_describe_table(row) for row in TABLES.values()],
    }
    return made | {key: value for key, value in kept.items() if key not in made}


def _describe_table(row: type[Row]) -> dict[str, Any]:
    keys = []
    for column in row.model_fields:
        refers = find_marker(row, column, Ref)
        if refers and len(refers.tables) == 1 and not _is_list(row, column):
            target = TABLES[refers.tables[0]]
            own = target.table == row.table
            keys.append(
                {"fields": [column], "reference": {"resource": "" if own else target.table, "fields": [target.key]}}
            )
    schema: dict[str, Any] = {
        "fields": [_describe_column(row, column) for column in row.model_fields],
        "primaryKey": [row.key],
        "missingValues": [""],
    }
    return {
        "name": row.table,
        "path": f"{row.table}.csv",
        "profile": "tabular-data-resource",
        "description": (row.__doc__ or "").strip(),
        "encoding": "utf-8",
        "format": "csv",
        "mediatype": "text/csv",
        "schema": schema | ({"foreignKeys": keys} if keys else {}),
    }


def _describe_column(row: type[Row], column: str) -> dict[str, Any]:
    info = row.model_fields[column]
    schema = row.model_json_schema()["properties"][column]
    variants = next(part for part in schema.get("anyOf", [schema]) if part.get("type") != "null")
    kind = {"number": "number", "boolean": "boolean", "integer": "integer"}.get(variants.get("type", ""), "string")
    constraints: dict[str, Any] = {"required": True} if info.is_required() else {}
    if column == row.key:
        constraints["unique"] = True
    if list_choices(info.annotation):
        constraints["enum"] = list(list_choices(info.annotation))
    for ours, theirs in (("pattern", "pattern"), ("minLength", "minLength"), ("maxLength", "maxLength")):
        if ours in variants and kind == "string":
            constraints[theirs] = variants[ours]
    for ours in ("minimum", "maximum"):
        if ours in variants and kind != "string":
            constraints[ours] = variants[ours]
    field: dict[str, Any] = {"name": column, "type": kind, "description": info.description or ""}
    if kind == "boolean":
        field.update(trueValues=["true"], falseValues=["false"])
    return field | ({"constraints": constraints} if constraints else {})


def _is_list(row: type[Row], column: str) -> bool:
    return "tuple" in str(row.model_fields[column].annotation)


def build_codebook(title: str, description: str, quantities: Mapping[str, Quantity]) -> str:
    """Returns the case's README.md: its tables column by column, and the quantities it measures."""
    lines = [
        f"# {title}",
        "",
        description,
        "",
        "Made by `communique check --update` from the schema and quantities.csv; edit those instead.",
        "",
    ]
    for row in TABLES.values():
        lines += [
            f"## {row.table}.csv",
            "",
            (row.__doc__ or "").strip(),
            "",
            "| column | means | accepts | needed |",
            "|---|---|---|---|",
        ]
        for column, info in row.model_fields.items():
            several = f"; several, with {SEPARATOR} between" if _is_list(row, column) else ""
            lines.append(
                _format_table_row(
                    f"`{column}`",
                    info.description or "",
                    f"{describe_allowed(row, column)}{several}",
                    "yes" if info.is_required() else "",
                )
            )
        lines.append("")
    lines += ["## Quantities", "", "| quantity | unit | what is measured | how to read it |", "|---|---|---|---|"]
    lines += [_format_table_row(f"`{q.quantity_id}`", q.unit, q.meaning, q.reading or "") for q in quantities.values()]
    return "\n".join(lines) + "\n"


def _format_table_row(*cells: str) -> str:
    return "| " + " | ".join(re.sub(r"\s+", " ", cell).replace("|", "\\|") for cell in cells) + " |"


def make_header(row: type[Row]) -> str:
    """Returns an empty table: its header line."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(row.model_fields)
    return text.getvalue()


def update_files(folder: Path, quantities: Mapping[str, Quantity], kept: Mapping[str, Any]) -> list[Path]:
    """Writes datapackage.json and README.md where they differ; returns those that changed."""
    package = build_descriptor(folder.name, kept)
    wanted = {
        "datapackage.json": json.dumps(package, indent=2, ensure_ascii=False) + "\n",
        "README.md": build_codebook(package["title"], package["description"], quantities),
    }
    return [folder / name for name, text in wanted.items() if _write_if_changed(folder / name, text)]


def list_stale_files(folder: Path, quantities: Mapping[str, Quantity], kept: Mapping[str, Any]) -> list[str]:
    """Returns the names of derived files that no longer say what the schema says."""
    package = build_descriptor(folder.name, kept)
    book = folder / "README.md"
    text = book.read_text(encoding="utf-8") if book.exists() else ""
    return ([] if dict(kept) == package else ["datapackage.json"]) + (
        [] if text == build_codebook(package["title"], package["description"], quantities) else ["README.md"]
    )


def _write_if_changed(path: Path, text: str) -> bool:
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8")
    return True
