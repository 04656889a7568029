"""A number of a rendered report, traced in results.json to the claims beneath it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from analysis.commands.shared.options import CaseFolder, case_option, out_option
from analysis.commands.shared.terminal import print_text
from analysis.contract import ClaimCard
from analysis.errors import UsageError, format_nearest
from analysis.wording.cards import format_card_text
from analysis.wording.numbers import QUALIFIER_SIGNS, format_number, split_qualifier
from analysis.wording.own_units import read_definitions

_DIGITS = re.compile(r"\d(?:[\d,.\u2009\u202f\u00a0]*\d)?")


def find_traces(out: Path, wanted: str) -> list[str]:
    """Returns a text for each different number with that text or name, and for each claim of that id.

    Where there is none, the numbers whose digits these are without their unit: 600 finds 600 trucks a day.
    out: a folder that holds rendered reports, at any depth.
    """
    found, without_unit = dict[str, None](), dict[str, None]()
    for results in _load_results(out):
        claims = results["claims"]
        for entry in results["shown"]:
            if wanted in (entry["text"], entry["name"], _strip_qualifier(entry["text"])):
                found.setdefault(_format_number(entry, claims))
            elif wanted in _DIGITS.findall(entry["text"]):
                without_unit.setdefault(_format_number(entry, claims))
        if wanted in claims:
            found.setdefault("\n".join(format_card_text(ClaimCard.from_json(claims[wanted]))))
    return list(found or without_unit)


def find_nearest_name(out: Path, wanted: str) -> str:
    """Returns ' (nearest: x)' among all names and claim ids, or ''."""
    names = {name for results in _load_results(out) for name in (*results["results"], *results["claims"])}
    return format_nearest(wanted, names)


def _load_results(out: Path) -> Iterator[Mapping[str, Any]]:
    """Yields the results of each report, once the units that its case has added are known."""
    for path in sorted(out.rglob("results.json")):
        results = json.loads(path.read_text(encoding="utf-8"))
        read_definitions(results.get("units", ()))
        yield results


def _strip_qualifier(text: str) -> str:
    """A number as printed, without the words or the sign of its qualifier."""
    for sign in QUALIFIER_SIGNS.values():
        text = text.removeprefix(sign)
    return split_qualifier(text[:1].lower() + text[1:])[1]


def _format_number(entry: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    low = -math.inf if entry["low"] is None else entry["low"]
    high = math.inf if entry["high"] is None else entry["high"]
    given = [claims[id]["value"] for id in entry["claims"]] == [entry["value"]]  # a figure as it is claimed
    unit, qualifier = entry["unit"], entry["qualifier"]
    value = format_number(entry["value"], low, high, unit, qualifier, spec="range", exact=given, full=True)
    lines = [f"{entry['label'] or entry['name'] or entry['formula']}: {value}", f"= {entry['formula']}"]
    for position, id in enumerate(entry["claims"]):
        is_last = position == len(entry["claims"]) - 1
        first, *rest = format_card_text(ClaimCard.from_json(claims[id]))
        lines += [("└─ " if is_last else "├─ ") + first, *(("   " if is_last else "│  ") + line for line in rest)]
    return "\n".join(lines)


@click.command()
@click.argument("wanted", metavar="NUMBER_OR_ID")
@case_option
@out_option
def command(wanted: str, case: CaseFolder, out: Path) -> None:
    """Trace a number of the rendered reports (as printed, or its name), or a claim's id, to its claims.

    Without --case, the reports of every case in the folder are looked through.
    """
    out = out if case.given is None else out / case.path.name
    found = find_traces(out, wanted)
    if not found:
        raise UsageError(
            f"no number or claim {wanted!r} in {out}{find_nearest_name(out, wanted)}; "
            "give it as printed, or a name of results.json, and render first."
        )
    print_text("\n\n".join(found))
