"""What follows from the schema: a case's datapackage.json, its codebook (README.md), and empty tables.

The descriptor is a Frictionless data package (Data Package v1 standard, specs.frictionlessdata.io).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from analysis import limits
from analysis.case.codings import describe_rules
from analysis.case.columns import (
    SEPARATOR,
    Ref,
    Row,
    Widened,
    describe_allowed,
    find_marker,
    list_choices,
    list_first_columns,
)
from analysis.case.files import CaseFiles, open_files
from analysis.case.first_steps import HERE, describe_steps
from analysis.case.schema import TABLES, CodingRule, Quantity, Word
from analysis.case.table import Ledger
from analysis.case.vocabulary import list_words
from analysis.wording.units import describe_units

_MAX_HEADER = 100_000  # bytes
_LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}


def read_headers(files: CaseFiles) -> dict[str, list[str]]:
    """Returns table -> the columns of its file, in their order, for each file that there is."""
    headers = {}
    for name, row in TABLES.items():
        if files.exists(f"{name}.csv"):
            text = files.read_start(f"{name}.csv", _MAX_HEADER).decode("utf-8-sig", "replace")
            headers[name] = [column for column in next(csv.reader(text.splitlines()), ()) if column in row.model_fields]
    return headers


def build_descriptor(
    name: str, kept: Mapping[str, Any], headers: Mapping[str, Sequence[str]] | None = None, ledger: Ledger | None = None
) -> dict[str, Any]:
    """Returns the data package of a case.

    name: the folder's, for a package that has none yet: a case that is copied or renamed stays the same package. kept:
    the one it has now, of which the name, the title, the description, the language and any other entries stay. headers:
    table -> the columns of its file, as `read_headers` returns them; by default those of a new case. ledger: the
    tables, for the words that vocabulary.csv adds to a column.
    """
    found = {name: list_first_columns(row) for name, row in TABLES.items()} if headers is None else headers
    made = {
        "profile": "tabular-data-package",
        "name": kept.get("name", name),
        "title": kept.get("title", name),
        "description": kept.get("description", ""),
        **{key: value for key, value in kept.items() if key == "language"},
        "licenses": kept.get("licenses", [_LICENCE]),
        "resources": [_describe_table(TABLES[table], columns, ledger) for table, columns in found.items()],
    }
    return made | {key: value for key, value in kept.items() if key not in made}


def _describe_table(row: type[Row], columns: Sequence[str], ledger: Ledger | None) -> dict[str, Any]:
    keys = []
    for column in columns:
        refers = find_marker(row, column, Ref)
        if refers and len(refers.tables) == 1 and not _is_list(row, column):
            target = TABLES[refers.tables[0]]
            own = target.table == row.table
            keys.append(
                {"fields": [column], "reference": {"resource": "" if own else target.table, "fields": [target.key]}}
            )
    schema: dict[str, Any] = {
        "fields": [_describe_column(row, column, ledger) for column in columns],
        "primaryKey": list(row.parts or (row.key,)),
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


@cache
def _list_properties(row: type[Row]) -> Mapping[str, Any]:
    """Returns the JSON schema of each column; cached, for pydantic makes it from all columns at once."""
    properties: Mapping[str, Any] = row.model_json_schema()["properties"]
    return properties


def _describe_column(row: type[Row], column: str, ledger: Ledger | None) -> dict[str, Any]:
    info = row.model_fields[column]
    schema = _list_properties(row)[column]
    variants = next(part for part in schema.get("anyOf", [schema]) if part.get("type") != "null")
    kind = {"number": "number", "boolean": "boolean", "integer": "integer"}.get(variants.get("type", ""), "string")
    constraints: dict[str, Any] = {"required": True} if info.is_required() else {}
    if column == row.key:
        constraints["unique"] = True
    if choices := list_words(ledger, row, column) if ledger else list_choices(info.annotation):
        constraints["enum"] = list(choices)
    for ours, theirs in (("pattern", "pattern"), ("minLength", "minLength"), ("maxLength", "maxLength")):
        if ours in variants and kind == "string":
            constraints[theirs] = variants[ours]
    for ours in ("minimum", "maximum"):
        if ours in variants and kind != "string":
            constraints[ours] = variants[ours]
    field: dict[str, Any] = {"name": column, "type": kind, "description": _describe(row, column)}
    if kind == "boolean":
        field.update(trueValues=["true"], falseValues=["false"])
    return field | ({"constraints": constraints} if constraints else {})


def _describe(row: type[Row], column: str) -> str:
    return (row.model_fields[column].description or "") + _describe_separator(row, column)


def _describe_separator(row: type[Row], column: str) -> str:
    return f"; several, separated by {SEPARATOR}" if _is_list(row, column) else ""


def _is_list(row: type[Row], column: str) -> bool:
    return "tuple" in str(row.model_fields[column].annotation)


def build_codebook(title: str, description: str, ledger: Ledger) -> str:
    """Returns the case's README.md: where to begin, its tables column by column, the rules by which it codes, the
    quantities it measures, its own words and its own units."""
    lines = [
        f"# {title}",
        "",
        description,
        "",
        f"Generated by `communique check{HERE} --update` from the schema, coding_rules.csv, quantities.csv and "
        "vocabulary.csv. Edit those instead.",
        "",
        *describe_steps(),
    ]
    for row in TABLES.values():
        lines += [
            f"## {row.table}.csv",
            "",
            (row.__doc__ or "").strip(),
            "",
            "| column | meaning | allowed | required |",
            "|---|---|---|---|",
        ]
        for column, info in row.model_fields.items():
            lines.append(
                _format_table_row(
                    f"`{column}`",
                    info.description or "",
                    _describe_words(ledger, row, column) + _describe_separator(row, column),
                    "yes" if info.is_required() else "not in a new table" if column in row.further else "",
                )
            )
        lines.append("")
    lines += describe_rules(ledger.get_table(CodingRule).values())
    lines += ["## Quantities", "", "| quantity | unit | what is measured | how to read it |", "|---|---|---|---|"]
    quantities, words = ledger.get_table(Quantity).values(), ledger.get_table(Word).values()
    lines += [_format_table_row(f"`{q.quantity_id}`", q.unit, q.meaning, q.reading or "") for q in quantities]
    if words:
        lines += ["", "## Words of its own", "", "From vocabulary.csv, beside those of Communique:", ""]
        lines += ["| column | word | in text | meaning |", "|---|---|---|---|"]
        lines += [_format_table_row(f"`{w.column}`", f"`{w.word}`", w.name, w.meaning) for w in words]
    lines += ["", "## Units", "", f"The unit of a quantity is one of {describe_units()}.", ""]
    lines += [
        "A line of units.txt is `truck = [truck] = trucks` for what is counted in nothing else, or "
        "`pallet = 0.8 * tonne = pallets` for so much of a unit that is known; the name after the second sign is the "
        "plural. A rate such as `truck / day` is printed as “600 trucks a day”."
    ]
    if ledger.units:
        lines += ["", "## Units of its own", "", "From units.txt, beside those of Communique:", ""]
        lines += [f"- `{unit.definition}`" for unit in ledger.units]
    return "\n".join(lines) + "\n"


def _describe_words(ledger: Ledger, row: type[Row], column: str) -> str:
    """Returns what a column accepts in a case: of fixed words also those that it adds."""
    added = find_marker(row, column, Widened) and list_words(ledger, row, column)
    own = added[len(list_choices(row.model_fields[column].annotation)) :] if added else ()
    return describe_allowed(row, column) + (f": {', '.join(own)}" if own else "")


def _format_table_row(*cells: str) -> str:
    return "| " + " | ".join(re.sub(r"\s+", " ", cell).replace("|", "\\|") for cell in cells) + " |"


def make_header(row: type[Row]) -> str:
    """Returns an empty table: its header line, as a new case has it."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(list_first_columns(row))
    return text.getvalue()


def update_files(folder: Path, ledger: Ledger, kept: Mapping[str, Any]) -> list[Path]:
    """Writes datapackage.json and README.md if they differ from the schema; returns those that were written.

    kept: the descriptor it has now.
    """
    package = build_descriptor(folder.name, kept, read_headers(open_files(folder)), ledger)
    wanted = {
        "datapackage.json": json.dumps(package, indent=2, ensure_ascii=False) + "\n",
        "README.md": build_codebook(package["title"], package["description"], ledger),
    }
    return [folder / name for name, text in wanted.items() if _write_if_changed(folder, name, text)]


def list_stale_files(folder: Path, ledger: Ledger, kept: Mapping[str, Any]) -> list[str]:
    """Returns the names of the generated files that differ from the schema."""
    files = open_files(folder)
    package = build_descriptor(folder.name, kept, read_headers(files), ledger)
    book = build_codebook(package["title"], package["description"], ledger)
    return ([] if dict(kept) == package else ["datapackage.json"]) + (
        [] if _read_generated(files, "README.md") == book else ["README.md"]
    )


def _read_generated(files: CaseFiles, name: str) -> str:
    """Returns the text of a generated file; '' if it is missing or not as it was generated."""
    try:
        return files.read_text(name, limits.MAX_DESCRIPTOR_BYTES)
    except (FileNotFoundError, UnicodeDecodeError, limits.FileTooLarge):
        return ""


def _write_if_changed(folder: Path, name: str, text: str) -> bool:
    files = open_files(folder)
    if _read_generated(files, name) == text:
        return False
    files.locate(name).write_text(text, encoding="utf-8")
    return True
