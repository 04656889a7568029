"""A number of a rendered report, traced in results.json to the claims beneath it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from analysis.commands.shared.options import out_option
from analysis.errors import UsageError, format_nearest


def find_traces(out: Path, wanted: str) -> list[str]:
    """Returns a text for each different number with that text or name, and for each claim of that id."""
    found: dict[str, None] = {}
    for results in _load_results(out):
        claims = results["claims"]
        for entry in results["shown"]:
            if wanted in (entry["text"], entry["name"], _strip_qualifier(entry)):
                found.setdefault(_format_number(entry, claims))
        if wanted in claims:
            found.setdefault("\n".join(_format_claim(claims[wanted])))
    return list(found)


def find_nearest_name(out: Path, wanted: str) -> str:
    """Returns ' (nearest: x)' among all names and claim ids, or ''."""
    names = {name for results in _load_results(out) for name in (*results["results"], *results["claims"])}
    return format_nearest(wanted, names)


def _load_results(out: Path) -> Iterator[Mapping[str, Any]]:
    for path in sorted(out.rglob("results.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def _strip_qualifier(entry: Mapping[str, Any]) -> str:
    """The number as printed, without the words or the sign of its qualifier."""
    text = entry["text"][0].lower() + entry["text"][1:]
    return text.removeprefix(entry["qualifier"].replace("_", " ")).lstrip(" ≈≲≥≤>")


def _format_number(entry: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    span = "" if entry["low"] == entry["high"] else f", from {entry['low']:,.6g} to {entry['high']:,.6g}"
    lines = [
        f"{entry['label'] or entry['name'] or entry['formula']}: {_strip_qualifier(entry)} "
        f"({entry['qualifier'].replace('_', ' ')}, {entry['value']:,.6g} {entry['unit']}{span})",
        f"= {entry['formula']}",
    ]
    for position, id in enumerate(entry["claims"]):
        last = position == len(entry["claims"]) - 1
        first, *rest = _format_claim(claims[id])
        lines += [("└─ " if last else "├─ ") + first, *(("   " if last else "│  ") + line for line in rest)]
    return "\n".join(lines)


def _format_claim(card: Mapping[str, Any]) -> Iterator[str]:
    yield (
        f"{card['kind']} {card['id']}: {card['quantity']} {card['qualifier'].replace('_', ' ')} {_format_value(card)} "
        f"{card['unit']}"
    )
    source = card.get("source")
    if source:
        where = (
            source["title"],
            source.get("publisher"),
            source.get("date_text"),
            card.get("locator"),
            card.get("status"),
            card.get("attributed_to") and f"said by {card['attributed_to']}",
        )
        yield ", ".join(filter(None, where))
    if card.get("phrase"):
        yield f"“{card['phrase']}”"
    for rival in card.get("rivals", ()):
        yield (
            f"rival {rival['id']}: {rival['qualifier'].replace('_', ' ')} {_format_value(rival)} ({rival['source']['title']})"
        )
    if card.get("more"):
        yield f"and {card['more']} other rivals in claims.csv"


def _format_value(card: Mapping[str, Any]) -> str:
    if card.get("date"):
        return card["date"]
    if card.get("value") is not None:
        return f"{card['value']:,.6g}"
    return f"{card['low']:,.6g} to {card['high']:,.6g}"


@click.command()
@click.argument("wanted", metavar="NUMBER_OR_ID")
@out_option
def command(wanted: str, out: Path) -> None:
    """Trace a number of the rendered reports (as printed, or its name), or a claim's id, to its claims."""
    found = find_traces(out, wanted)
    if not found:
        raise UsageError(
            f"no number or claim {wanted!r} in {out}{find_nearest_name(out, wanted)}; "
            "give it as printed, or a name of results.json, and render first."
        )
    click.echo("\n\n".join(found))
