"""Writes analysis/contract.schema.json from the dataclasses of analysis.contract: `python -m tests.contract_schema`."""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from analysis import contract
from analysis.contract import (
    BLOCKS,
    BUNDLE_MIME,
    VERSION,
    CitationPart,
    ClaimCard,
    CorrectionCard,
    Counterpart,
    InputShare,
    LabelPart,
    NamedNumber,
    NumberPart,
    Record,
    ReferencePart,
    RivalCard,
    SliderRow,
    SourceCard,
    TableColumn,
)

PATH = Path(contract.__file__).with_name("contract.schema.json")
_PLAIN = {str: "string", float: "number", int: "integer", bool: "boolean", NoneType: "null"}
_RECORDS: tuple[type[Record], ...] = (
    *(
        ClaimCard,
        RivalCard,
        SourceCard,
        CorrectionCard,
        Counterpart,
        InputShare,
        NumberPart,
        TableColumn,
        NamedNumber,
        SliderRow,
    ),
    *BLOCKS.values(),
)


def build_schema() -> dict[str, Any]:
    """Returns the JSON Schema of a display bundle: its keys, their types and the kinds of blocks."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://communique.invalid/display/{VERSION}",
        "title": f"{BUNDLE_MIME} in the output of a notebook cell",
        "description": _describe(contract.DisplayBundle),
        "type": "object",
        "required": ["version", "kind", "claims"],
        "properties": {
            "version": {"const": VERSION},
            "kind": {"enum": list(BLOCKS)},
            "claims": {"type": "object", "additionalProperties": {"$ref": "#/$defs/ClaimCard"}},
            "units": {"type": "array", "items": {"type": "string"}},
            "language": {"type": "string"},
        },
        "allOf": [
            {"if": {"properties": {"kind": {"const": kind}}}, "then": {"$ref": f"#/$defs/{block.__name__}"}}
            for kind, block in BLOCKS.items()
        ],
        "unevaluatedProperties": False,
        "$defs": {
            "Parts": {
                "description": "A text: strings, with numbers, names from the case, references and citations in it.",
                "type": "array",
                "items": {
                    "anyOf": [
                        {"type": "string"},
                        _build_object({"number": {"$ref": "#/$defs/NumberPart"}}, NumberPart),
                        _build_object({"label": {"type": "string"}, "ref": {"type": "string"}}, LabelPart),
                        _build_object({"see": {"type": "string"}}, ReferencePart),
                        _build_object({"cite": {"type": "array", "items": {"type": "object"}}}, CitationPart),
                    ]
                },
            },
            **{record.__name__: _build_record(record) for record in _RECORDS},
        },
    }


def _build_object(properties: Mapping[str, Any], record: type[Record]) -> dict[str, Any]:
    return {
        "description": _describe(record),
        "type": "object",
        "required": list(properties),
        "properties": dict(properties),
        "additionalProperties": False,
    }


def _build_record(record: type[Record]) -> dict[str, Any]:
    """A block's keys stand beside those of the bundle, so that only the bundle can say which others there may be."""
    hints = get_type_hints(record)
    found: dict[str, Any] = {
        "description": _describe(record),
        "type": "object",
        "required": [each.name for each in fields(record) if each.default is MISSING],  # type: ignore[arg-type]
        "properties": {each.name: _build_type(hints[each.name]) for each in fields(record)},  # type: ignore[arg-type]
    }
    if record is ClaimCard:
        found["required"] += ["qualifier", "rivals"]
    return found if record in BLOCKS.values() else {**found, "additionalProperties": False}


def _build_type(hint: Any) -> dict[str, Any]:
    if hint == contract.Parts:
        return {"$ref": "#/$defs/Parts"}
    if isinstance(hint, type) and issubclass(hint, Record):
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(args)}
    if origin is Mapping:
        return {"type": "object"}
    if origin in (tuple, Sequence):
        return {"type": "array", "items": _build_type(args[0])}
    assert origin in (Union, UnionType), hint
    if all(arg in _PLAIN for arg in args):
        return {"type": [_PLAIN[arg] for arg in args]}
    return {"anyOf": [_build_type(arg) for arg in args]}


def _describe(record: type[Any]) -> str:
    return " ".join((inspect.getdoc(record) or "").partition(">>>")[0].split())


if __name__ == "__main__":
    PATH.write_text(json.dumps(build_schema(), indent=2) + "\n", encoding="utf-8")
