"""Numbers of rendered reports, looked up as they are printed, with the formula and the claims beneath each."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.contract import ClaimCard
from analysis.errors import format_nearest
from analysis.messages import use_language
from analysis.messages.languages import list_tags
from analysis.wording.cards import format_card_text
from analysis.wording.numbers import QUALIFIER_SIGNS, format_number, split_qualifier
from analysis.wording.own_units import read_definitions

_DIGITS = re.compile(r"\d(?:[\d,.\u2009\u202f\u00a0]*\d)?")


@dataclass(frozen=True)
class TracedNumber:
    """A number of a report. label: what it is. text: with its unit and its interval, as far as these are known.

    formula: what it is computed from, in words. cards: of the claims and assumptions beneath it.
    """

    label: str
    text: str
    formula: str
    cards: tuple[ClaimCard, ...]

    def format(self) -> str:
        """Returns it in lines, with the claims beneath it as branches."""
        lines = [f"{self.label}: {self.text}", f"= {self.formula}"]
        for position, card in enumerate(self.cards):
            is_last = position == len(self.cards) - 1
            first, *rest = format_card_text(card)
            lines += [("└─ " if is_last else "├─ ") + first, *(("   " if is_last else "│  ") + line for line in rest)]
        return "\n".join(lines)


def find_traced(out: Path, wanted: str) -> list[TracedNumber | ClaimCard]:
    """Returns each different number of rendered reports with that text or name, and the claim of that id.

    Where there is none, the numbers whose digits these are without their unit: 600 finds 600 trucks a day.
    out: a folder that holds rendered reports, at any depth.
    """
    found, without_unit = dict[TracedNumber | ClaimCard, None](), dict[TracedNumber | ClaimCard, None]()
    printed = _unify_spaces(wanted)
    for results in _load_results(out):
        claims = results["claims"]
        for entry in results["shown"]:
            text = _unify_spaces(entry["text"])
            if wanted == entry["name"] or printed in (text, _strip_qualifier(text, results["language"])):
                found.setdefault(_read_number(entry, claims))
            elif printed in map(_unify_spaces, _DIGITS.findall(entry["text"])):
                without_unit.setdefault(_read_number(entry, claims))
        if wanted in claims:
            found.setdefault(ClaimCard.from_json(claims[wanted]))
    return list(found or without_unit)


def find_traces(out: Path, wanted: str) -> list[str]:
    """Returns what `find_traced` finds as texts, each different one once."""
    found = (
        one.format() if isinstance(one, TracedNumber) else "\n".join(format_card_text(one))
        for one in find_traced(out, wanted)
    )
    return list(dict.fromkeys(found))


def find_nearest_name(out: Path, wanted: str) -> str:
    """Returns ' (nearest: x)' among all names and claim ids, or ''."""
    names = {name for results in _load_results(out) for name in (*results["results"], *results["claims"])}
    return format_nearest(wanted, names)


def _load_results(out: Path) -> Iterator[Mapping[str, Any]]:
    """Yields the results of each report, with its language, once the units that its case has added are known."""
    for path in sorted(out.rglob("results.json")):
        results = json.loads(path.read_text(encoding="utf-8"))
        read_definitions(results.get("units", ()))
        yield {**results, "language": _read_language(path.with_name("manifest.json"))}


def _read_language(manifest: Path) -> str:
    """Returns the language that a report is printed in, by its manifest; English where there is none."""
    try:
        language = str(json.loads(manifest.read_text(encoding="utf-8")).get("language", "en"))
    except (OSError, ValueError):
        return "en"
    return language if language in list_tags() else "en"


def _unify_spaces(text: str) -> str:
    """Returns a text as it is typed: a space of any width, or one that breaks no line, is a space."""
    return " ".join(text.split())


def _strip_qualifier(text: str, language: str) -> str:
    """A number as printed in a language, without the words or the sign of its qualifier."""
    for sign in QUALIFIER_SIGNS.values():
        text = text.removeprefix(sign)
    with use_language(language):
        return split_qualifier(text[:1].lower() + text[1:])[1]


def _read_number(entry: Mapping[str, Any], claims: Mapping[str, Any]) -> TracedNumber:
    low = -math.inf if entry["low"] is None else entry["low"]
    high = math.inf if entry["high"] is None else entry["high"]
    given = [claims[id]["value"] for id in entry["claims"]] == [entry["value"]]  # a figure as it is claimed
    unit, qualifier = entry["unit"], entry["qualifier"]
    value = format_number(entry["value"], low, high, unit, qualifier, spec="range", exact=given, full=True)
    cards = tuple(ClaimCard.from_json(claims[id]) for id in entry["claims"])
    return TracedNumber(entry["label"] or entry["name"] or entry["formula"], value, entry["formula"], cards)
