"""The numbers that rendered reports of a case print, from the `results.json` beside each report."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from analysis.contract import ClaimQualifier
from analysis.errors import UsageError
from analysis.wording.own_units import read_definitions

_QUALIFIERS = frozenset(get_args(ClaimQualifier))
_FILE = "results.json"


@dataclass(frozen=True, slots=True)
class PrintedResult:
    """A number that a report prints. id: the report, and the name or the anchor of the number.

    label: what it is, in words. about: the names of the quantities beneath it. claims: the ids of its claims.
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
    claims: tuple[str, ...] = ()


def read_results(folder: Path, case: str) -> list[PrintedResult]:
    """Returns the numbers that the reports of a case in a folder print, at any depth; each once.

    case: its id. Raises UsageError if the folder holds no report of the case, or a file is damaged.
    """
    found: dict[tuple[str, float, str], PrintedResult] = {}
    others = set[str]()
    for path in sorted(folder.rglob(_FILE)):
        content = _read(path)
        about = content["about"].get("id", "")
        if about != case:
            others.add(about)
            continue
        read_definitions(content.get("units", ()))
        for result in _list_results(content, path.parent.name):
            found.setdefault((result.label, result.value, result.text), result)
    if not found:
        there = f"; its reports are of {', '.join(sorted(filter(None, others)))}" if others else ""
        raise UsageError(
            f"{folder} holds no rendered report of {case}{there}; run `communique render` first, or leave --results out."
        )
    return list(found.values())


def _read(path: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(content, dict) and isinstance(content["shown"], list) and isinstance(content["about"], dict):
            return content
    except (OSError, ValueError, KeyError):
        pass
    raise UsageError(f"{path} is not what a render leaves behind; render the report again")


def _list_results(content: Mapping[str, Any], report: str) -> Sequence[PrintedResult]:
    claims = content.get("claims", {})
    found = []
    for entry in content["shown"]:
        beneath = [claims[id] for id in entry["claims"] if id in claims]
        names = dict.fromkeys(str(card.get("quantity", "")) for card in beneath)
        qualifier = entry.get("qualifier") or "exact"
        found.append(
            PrintedResult(
                f"{report}#{entry['name'] or entry['anchor']}",
                entry["label"] or entry["name"] or entry["formula"],
                entry["unit"],
                entry["value"],
                entry["low"],
                entry["high"],
                qualifier if qualifier in _QUALIFIERS else "about",
                entry["text"],
                " ".join(names),
                tuple(entry["claims"]),
            )
        )
    return found
